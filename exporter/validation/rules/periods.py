"""Periods are of their concepts' types, and do not end before they start."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule
from exporter.frames.engine import engine_for
from exporter.report.periods import end_moment, start_moment
from exporter.validation.rules.judged_facts import Violations, period_in_words, violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.validation.rules.judged_facts import JudgedFacts

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
    yield _with_times(facts)
    are_days = (start.str.len_bytes() == _DAY) & (end.str.len_bytes() == _DAY)
    words = pl.format("{} is for {}, which ends before it starts", concept, period_in_words())
    yield violations(facts, are_days & (start > end), words)


def _with_times(facts: JudgedFacts) -> Violations:
    """Find moments that end a period no later than they start it, where the start or the end has a time or zone."""
    start, end = pl.col("period_start"), pl.col("period_end")
    is_longer = (start.str.len_bytes() > _DAY) | (end.str.len_bytes() > _DAY)
    periods = facts.table.lazy().filter(is_longer & start.is_not_null()).select("period_start", "period_end").unique()
    wrong = [row for row in periods.collect(engine=engine_for(facts.table)).iter_rows() if _ends_early(*row)]
    if not wrong:
        return Violations(0, ())
    frame = pl.DataFrame(wrong, schema=["period_start", "period_end"], orient="row")
    rows = facts.table.join(frame, on=frame.columns, how="semi", maintain_order="left")
    words = pl.format("{} is for {}, which ends before it starts", "concept", period_in_words())
    return violations(replace(facts, table=rows), pl.lit(value=True), words)


def _ends_early(start: str, end: str) -> bool:
    """Tell whether a period ends no later than it starts; a day ends when the next one starts (XBRL 2.1, 4.7.2).

    Not where one of them alone has a time zone, so that nobody knows.
    """
    try:
        first, last = start_moment(start), end_moment(end)
    except ValueError:
        return False
    have_zones = first.endswith("Z"), last.endswith("Z")
    return have_zones[0] == have_zones[1] and last.rstrip("Z") <= first.rstrip("Z")


RULES = (
    Rule(
        "period",
        Severity.ERROR,
        "A period is of the wrong type for the concept, or ends before it starts.",
        "XBRL 2.1, 4.7.2",
        _wrong_periods,
    ),
)
