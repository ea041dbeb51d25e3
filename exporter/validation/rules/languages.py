"""Texts alone have a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule
from exporter.validation.rules.judged_facts import violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.validation.rules.judged_facts import JudgedFacts, Violations

__all__ = ["RULES"]


def _wrong_languages(facts: JudgedFacts) -> Iterator[Violations]:
    """Find numbers that have a language."""
    is_numeric = pl.col("numeric").fill_null(pl.col("unit").is_not_null())
    words = pl.format("{} is a number, but has a language", pl.col("concept"))
    yield violations(facts, pl.col("language").is_not_null() & is_numeric, words)


RULES = (Rule("language", Severity.ERROR, "A number has a language.", "OIM 1.0, 3.4", _wrong_languages),)
