"""Values are what their concepts' types allow, and nil where that is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule
from exporter.frames.fixed_point import NUMBER, fixed_point
from exporter.taxonomy.built_in_types import FORMS, FREE, SPACE, normalised
from exporter.taxonomy.facets import facets_of, white_space_of
from exporter.taxonomy.value_types import NO_TEXT
from exporter.validation.rules.judged_facts import quoted, violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.taxonomy.built_in_types import LexicalForm
    from exporter.taxonomy.value_types import ValueType
    from exporter.validation.rules.judged_facts import JudgedFacts, Violations

__all__ = ["RULES", "unjudged_values"]

_CONCEPT, _VALUE = pl.col("concept"), pl.col("value")
#: What the rules look at; each has to do with some of the facts.
_COLUMNS = ("id", "concept", "value")


def _wrong_values(facts: JudgedFacts) -> Iterator[Violations]:
    """Find values that are not what their concepts' types need."""
    text = _VALUE.str.strip_chars(SPACE)
    is_no_number = pl.col("kind").is_null() & pl.col("unit").is_not_null() & ~text.str.contains(NUMBER)
    yield violations(facts, is_no_number, pl.format("{} has a unit, but {} is no number", _CONCEPT, quoted(_VALUE)))
    for xsd_type in _present(facts.table, "xsd_type"):
        if xsd_type in FORMS:
            rows = facts.table.filter(pl.col("xsd_type") == xsd_type).select(_COLUMNS)
            yield from _wrong_forms(replace(facts, table=rows), FORMS[xsd_type])
    for value_type, rows in _restricted(facts):
        yield _broken_facets(replace(facts, table=rows), value_type)


def _present(table: pl.DataFrame, column: str) -> list[str]:
    """List the texts that a column has."""
    return table[column].unique().drop_nulls().sort().to_list()


def _wrong_forms(facts: JudgedFacts, form: LexicalForm) -> Iterator[Violations]:
    """Find values that are not what a built-in type needs, among facts whose type it is."""
    is_wrong = ~_VALUE.str.contains(form.pattern)
    if form.outline:
        is_no_day = is_wrong & _VALUE.str.contains(form.outline)
        words = pl.format("{} is {}, which is no day of the calendar", _CONCEPT, quoted(_VALUE))
        yield violations(facts, is_no_day, words)
        is_wrong &= ~_VALUE.str.contains(form.outline)
    if form.bounds:
        number = fixed_point(_VALUE.str.strip_chars(SPACE), 0)  # null for what is far beyond
        low, high = (pl.lit(bound, pl.Int128) for bound in form.bounds)
        is_wrong |= ~number.is_between(low, high).fill_null(value=False)
        is_wrong &= _VALUE.is_not_null()
    yield violations(
        facts, is_wrong, pl.format("{} should be {}, but is {}", _CONCEPT, pl.lit(form.words), quoted(_VALUE))
    )


def _restricted(facts: JudgedFacts) -> Iterator[tuple[ValueType, pl.DataFrame]]:
    """Yield the types that have facets, with the facts of each whose values have the form of the built-in type."""
    if facts.taxonomy is None:
        return
    restricted = facts.table.filter(pl.col("restricted") & _VALUE.is_not_null()).select(*_COLUMNS, "type")
    for (name,), rows in restricted.partition_by("type", as_dict=True, maintain_order=True).items():
        value_type = facts.taxonomy.value_types[str(name)]
        form = FORMS.get(value_type.xsd_type)
        yield value_type, rows.filter(_VALUE.str.contains(form.pattern)) if form else rows


def _broken_facets(facts: JudgedFacts, value_type: ValueType) -> Violations:
    """Find values that a type's facets forbid, among facts whose type it is; each value is looked at once."""
    values = facts.table.select(_VALUE.unique(maintain_order=True))
    texts = values.select(normalised(_VALUE, white_space_of(value_type))).to_series()
    broken = pl.repeat(None, len(texts), dtype=pl.String, eager=True)
    for facet in facets_of(value_type)[0]:
        broken = broken.set(broken.is_null() & ~facet.holds(texts), facet.words)
    wrong = values.with_columns(broken=broken).filter(pl.col("broken").is_not_null())
    rows = facts.table.join(wrong, on="value", how="inner", maintain_order="left")
    words = pl.format(
        "{} is {}, which its type {} does not allow: {}", _CONCEPT, quoted(_VALUE), pl.lit(value_type.name), "broken"
    )
    return violations(replace(facts, table=rows), pl.lit(value=True), words)


def unjudged_values(facts: JudgedFacts) -> list[str]:
    """List what of the facts' values is not judged, as what they may be is not known, or not what is said of it."""
    if facts.taxonomy is None:
        return []
    types = facts.taxonomy.value_types
    xsd_type = pl.col("xsd_type").cast(pl.String)
    is_judged = xsd_type.is_in([*FORMS, *FREE, NO_TEXT]).fill_null(value=False)
    unknown = _present(facts.table.filter(pl.col("reportable") & ~is_judged), "type")
    restricted = _present(facts.table.filter(pl.col("restricted")), "type")
    unknown += [name for name in restricted if facets_of(types[name])[1]]
    # A Report does not say which prefixes are declared where.
    names = _present(facts.table.filter(xsd_type == "QName"), "type")
    words = {f"values of type {types[name].name if name in types else name}" for name in unknown}
    return sorted(
        words | {f"prefixes in values of type {types[name].name if name in types else name}" for name in names}
    )


def _wrong_nils(facts: JudgedFacts) -> Iterator[Violations]:
    """Find nil facts of concepts that cannot be."""
    words = pl.format("{} is nil, which its concept does not allow", _CONCEPT)
    yield violations(facts, _VALUE.is_null() & ~pl.col("nillable"), words)


RULES = (
    Rule(
        "value",
        Severity.ERROR,
        "A value is not what the concept's type allows.",
        "XML Schema Part 2, 3 and 4",
        _wrong_values,
    ),
    Rule("nil", Severity.ERROR, "A fact is nil, and its concept cannot be.", "XML Schema Part 1, 3.3.4", _wrong_nils),
)
