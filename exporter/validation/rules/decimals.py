"""Decimals say how accurate a number is, and are such as figures have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule
from exporter.frames.fixed_point import MOST_DECIMALS
from exporter.validation.rules.judged_facts import violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.validation.rules.judged_facts import JudgedFacts, Violations

__all__ = ["RULES"]


def _wrong_decimals(facts: JudgedFacts) -> Iterator[Violations]:
    """Find decimals without a number, and such as no figure needs."""
    concept, value, decimals = (pl.col(name) for name in ("concept", "value", "decimals"))
    is_numeric = pl.col("numeric").fill_null(pl.col("unit").is_not_null())
    words = pl.format("{} has decimals {}, but no number that they are of", concept, decimals)
    yield violations(facts, decimals.is_not_null() & (value.is_null() | ~is_numeric), words)
    words = pl.format("{} has decimals {}, which no figure needs", concept, decimals)
    yield violations(facts, ~decimals.is_between(-MOST_DECIMALS, MOST_DECIMALS), words)


RULES = (
    Rule(
        "decimals",
        Severity.ERROR,
        "There are decimals without a number, or some that no figure needs.",
        "XBRL 2.1, 4.6.5",
        _wrong_decimals,
    ),
)
