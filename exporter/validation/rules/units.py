"""Numbers have a unit that fits their concepts' types, and nothing else has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule
from exporter.taxonomy.concepts import UNITS
from exporter.validation.rules.judged_facts import violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.validation.rules.judged_facts import JudgedFacts, Violations

__all__ = ["RULES"]


def _wrong_units(facts: JudgedFacts) -> Iterator[Violations]:
    """Find numbers without a unit or with one that does not fit, and units without a number."""
    concept, unit, kind = (pl.col(name) for name in ("concept", "unit", "kind"))
    is_numeric = pl.col("numeric").fill_null(unit.is_not_null())
    yield violations(facts, is_numeric & unit.is_null(), pl.format("{} is numeric and needs a unit", concept))
    words = pl.format("{} is not numeric, but has the unit {}", concept, unit)
    yield violations(facts, ~is_numeric & unit.is_not_null(), words)
    for name, pattern in UNITS.items():
        words = pl.format("{} is {}, which the unit {} does not fit", concept, kind, unit)
        yield violations(facts, (kind == name) & ~unit.str.contains(f"^(?:{pattern})$"), words)


RULES = (
    Rule(
        "unit",
        Severity.ERROR,
        "A unit is missing, or does not fit the concept's type.",
        "XBRL 2.1, 4.8.2",
        _wrong_units,
    ),
)
