"""Numbers have a unit that fits their concepts' types, and nothing else has one."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule
from exporter.report.names import SPECIFICATION_PREFIXES, XBRLI, local_name
from exporter.taxonomy.concepts import UNITS
from exporter.taxonomy.unit_registry import registered_type, registry_allows
from exporter.validation.rules.judged_facts import Violations, violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from exporter.taxonomy.unit_registry import Measures
    from exporter.validation.rules.judged_facts import JudgedFacts

__all__ = ["RULES"]

#: What the item types of XBRL 2.1 are that take one unit alone; others take any (4.8.2).
_NEEDED = {"monetaryItemType": "monetary", "sharesItemType": "shares"}
#: The measures that the namespace of instances has.
_OF_XBRL = {(XBRLI, "pure"), (XBRLI, "shares")}


def _wrong_units(facts: JudgedFacts) -> Iterator[Violations]:
    """Find numbers without a unit or with one that does not fit, and units without a number."""
    concept, unit = pl.col("concept"), pl.col("unit")
    is_numeric = pl.col("numeric").fill_null(unit.is_not_null())
    yield violations(facts, is_numeric & unit.is_null(), pl.format("{} is numeric and needs a unit", concept))
    words = pl.format("{} is not numeric, but has the unit {}", concept, unit)
    yield violations(facts, ~is_numeric & unit.is_not_null(), words)
    yield _with_faulty_units(facts, partial(_fault, facts))


def _fault(facts: JudgedFacts, unit: str, _: str | None, item_type: str | None) -> str | None:
    """Say what is wrong with a unit by XBRL 2.1."""
    numerator, denominator = _measures(facts, unit)
    if set(numerator) & set(denominator):
        return f"has the unit {unit}, which has a measure on both sides"
    if any(measure[0] == XBRLI and measure not in _OF_XBRL for measure in (*numerator, *denominator)):
        return f"has the unit {unit}, and XBRL's own measures are xbrli:pure and xbrli:shares alone"
    kind = _NEEDED.get(item_type or "")
    if kind and not re.fullmatch(UNITS[kind], unit):
        return f"is {kind}, which the unit {unit} does not fit"
    return None


def _measures(facts: JudgedFacts, unit: str) -> tuple[Measures, Measures]:
    """Take a unit apart: the measures of its two sides, by namespace and local name."""
    numerator, _, denominator = unit.partition("/")
    namespaces = {**facts.namespaces, **SPECIFICATION_PREFIXES}

    def side(text: str) -> Measures:
        names = (name.rpartition(":") for name in text.split("*") if name)
        return tuple((namespaces.get(prefix, prefix), local) for prefix, _, local in names)

    return side(numerator), side(denominator)


def _unregistered_units(facts: JudgedFacts) -> Iterator[Violations]:
    """Find units that XBRL 2.1 allows, and that are none of those that the registry has for the concept's type."""
    if facts.taxonomy is not None:
        yield _with_faulty_units(facts, partial(_registry_fault, facts))


def _registry_fault(facts: JudgedFacts, unit: str, name: str | None, item_type: str | None) -> str | None:
    """Say that the registry does not have a unit for a type, as far as it has any for it."""
    if name is None or item_type is None or facts.taxonomy is None or _fault(facts, unit, name, item_type):
        return None
    value_type = facts.taxonomy.value_types.get(name)
    registered = registered_type(value_type.chain if value_type else (f"{{{XBRLI}}}{item_type}",))
    if registered is None or registry_allows(registered, *_measures(facts, unit)):
        return None
    return f"is of the type {local_name(name)}, for which the unit registry does not have {unit}"


def _with_faulty_units(facts: JudgedFacts, fault: Callable[[str, str | None, str | None], str | None]) -> Violations:
    """Find facts by their unit and type.

    Args:
        facts: some facts.
        fault: says what a number is, or has, that is wrong, given its unit, its type, and the item type of XBRL 2.1
            that this is derived from; or gives None. Each combination is asked for once.
    """
    faults = pl.Series([fault(*row) for row in facts.units.iter_rows()], dtype=pl.String)
    wrong = facts.units.with_columns(fault=faults).filter(pl.col("fault").is_not_null())
    if wrong.is_empty():
        return Violations(0, ())
    rows = facts.table.filter(pl.col("numeric").fill_null(value=True)).join(
        wrong, on=wrong.columns[:-1], how="inner", nulls_equal=True, maintain_order="left"
    )
    return violations(replace(facts, table=rows), pl.lit(value=True), pl.format("{} {}", "concept", "fault"))


RULES = (
    Rule(
        "unit",
        Severity.ERROR,
        "A unit is missing, or is none that a fact of the concept's type can have.",
        "XBRL 2.1, 4.8.2 and 4.8.4",
        _wrong_units,
    ),
    Rule(
        "unit.registry",
        Severity.WARNING,
        "The unit registry has units for the concept's type, and not this one.",
        "Unit Type Registry 1.0",
        _unregistered_units,
    ),
)
