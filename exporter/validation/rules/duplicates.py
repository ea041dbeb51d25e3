"""Facts that agree in all aspects agree in what they say."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Severity
from exporter.findings.judge_messages import MOST
from exporter.findings.registry import Rule
from exporter.validation.rules.duplicate_groups import COMPLETE, CONSISTENT, INCONSISTENT
from exporter.validation.rules.judged_facts import Violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.validation.rules.judged_facts import JudgedFacts

__all__ = ["RULES"]

_CLAUSE = "OIM 1.0, 4.2"


def _duplicates(kind: str, facts: JudgedFacts) -> Iterator[Violations]:
    """Find the sets of duplicates of a kind."""
    if facts.duplicates.is_empty():
        return
    groups = facts.duplicates.filter(pl.col("kind") == kind)
    rows = groups.select("concept", "ids", "values", "all_decimals").head(MOST).rows()
    yield Violations(groups.height, ((_set_in_words(kind, *row), tuple(row[1])) for row in rows))


def _set_in_words(kind: str, concept: str, ids: list[str], values: list[str | None], decimals: list[int | None]) -> str:
    values_in_words = "; ".join(_value_in_words(*pair) for pair in zip(values, decimals, strict=True))
    return f"{len(ids)} facts report {concept} with the same aspects; as {kind} duplicates they say {values_in_words}"


def _value_in_words(value: str | None, decimals: int | None) -> str:
    if value is None:
        return "nil"
    return f"{value[:60]!r}" + ("" if decimals is None else f" (decimals {decimals})")


RULES = (
    Rule(
        "duplicates.inconsistent",
        Severity.ERROR,
        "Facts with the same aspects contradict each other.",
        _CLAUSE,
        partial(_duplicates, INCONSISTENT),
    ),
    Rule(
        "duplicates.consistent",
        Severity.INFO,
        "Facts with the same aspects differ by rounding alone.",
        _CLAUSE,
        partial(_duplicates, CONSISTENT),
    ),
    Rule(
        "duplicates.complete",
        Severity.INFO,
        "Facts with the same aspects say the same.",
        _CLAUSE,
        partial(_duplicates, COMPLETE),
    ),
)
