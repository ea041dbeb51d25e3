"""Periods are of their concepts' types, and do not end before they start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule
from exporter.validation.rules.judged_facts import period_in_words, violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.validation.rules.judged_facts import JudgedFacts, Violations

__all__ = ["RULES"]

#: The length of a day; a moment with a time is longer, and is compared by others.
_DAY = len("2003-09-30")


def _wrong_periods(facts: JudgedFacts) -> Iterator[Violations]:
    """Find periods of the wrong type, and such as end before they start."""
    concept, start, end = pl.col("concept"), pl.col("period_start"), pl.col("period_end")
    if facts.taxonomy is not None:
        is_instant = start.is_null() & end.is_not_null()
        is_mismatch = (pl.col("period_type") == "instant") != is_instant
        words = pl.format("{} is {}, but the fact is {}", concept, pl.col("period_type"), period_in_words())
        yield violations(facts, is_mismatch, words)
    are_days = (start.str.len_bytes() == _DAY) & (end.str.len_bytes() == _DAY)
    words = pl.format("{} is for {}, which ends before it starts", concept, period_in_words())
    yield violations(facts, are_days & (start > end), words)


RULES = (
    Rule(
        "period",
        Severity.ERROR,
        "A period is of the wrong type for the concept, or ends before it starts.",
        "XBRL 2.1, 4.7.2",
        _wrong_periods,
    ),
)
