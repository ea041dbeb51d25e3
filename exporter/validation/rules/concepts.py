"""Concepts are known, and such that facts can report them."""

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


def _wrong_concepts(facts: JudgedFacts) -> Iterator[Violations]:
    """Find concepts that are unknown, or that facts cannot report."""
    if facts.taxonomy is None:
        return
    concept, kind = pl.col("concept"), pl.col("kind")
    yield violations(facts, kind.is_null(), pl.format("{} is no concept of the taxonomy", concept))
    words = pl.format("{} is a {} or abstract, which facts cannot report", concept, kind)
    yield violations(facts, ~pl.col("reportable"), words)


RULES = (
    Rule(
        "concept",
        Severity.ERROR,
        "A concept is unknown, abstract, or nothing that a fact can report.",
        "XBRL 2.1, 4.6",
        _wrong_concepts,
    ),
)
