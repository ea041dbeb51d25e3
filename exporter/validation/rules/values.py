"""Values have the lexical form that their concepts' types need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule
from exporter.frames.fixed_point import DECIMAL, NUMBER
from exporter.taxonomy.concepts import DAY_OF_YEAR
from exporter.validation.rules.judged_facts import quoted, violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.validation.rules.judged_facts import JudgedFacts, Violations

__all__ = ["RULES"]

_DAY = len("2003-09-30")
#: White space as XML Schema knows it, which does not count around a value.
_SPACE = " \t\r\n"
#: What a value must look like by the kind of its concept.
_FORMS = {
    **dict.fromkeys(("monetary", "shares", "pure", "per share", "number"), (DECIMAL, "a decimal number")),
    "float": (NUMBER, "a number"),
    "integer": (r"^[+-]?[0-9]+$", "a whole number"),
    "boolean": (r"^(?:true|false|1|0)$", "true or false"),
    "date": (r"^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})?$", "a date such as 2003-09-30"),
    "year": (r"^-?[0-9]{4,}(?:Z|[+-][0-9]{2}:[0-9]{2})?$", "a year such as 2003"),
    "day of the year": (f"^{DAY_OF_YEAR}(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})?$", "a month and day such as --03-31"),
}


def _wrong_values(facts: JudgedFacts) -> Iterator[Violations]:
    """Find values that are not what their concepts' types need."""
    concept, value, unit, kind = (pl.col(name) for name in ("concept", "value", "unit", "kind"))
    text = value.str.strip_chars(_SPACE)
    for name, (pattern, what) in _FORMS.items():
        words = pl.format("{} should be {}, but is {}", concept, pl.lit(what), quoted(value))
        yield violations(facts, (kind == name) & ~text.str.contains(pattern), words)
    is_no_day = text.str.slice(0, _DAY).str.to_date("%Y-%m-%d", strict=False).is_null()
    words = pl.format("{} is {}, which is no day of the calendar", concept, quoted(value))
    yield violations(facts, (kind == "date") & text.str.contains(_FORMS["date"][0]) & is_no_day, words)
    has_line_break = (pl.col("type") == "normalizedStringItemType") & value.str.contains("[\t\r\n]")
    yield violations(facts, has_line_break, pl.format("{} cannot have line feeds or tabs", concept))
    is_no_number = kind.is_null() & unit.is_not_null() & ~text.str.contains(NUMBER)
    yield violations(facts, is_no_number, pl.format("{} has a unit, but {} is no number", concept, quoted(value)))


RULES = (
    Rule(
        "value",
        Severity.ERROR,
        "A value is not what the concept's type needs.",
        "XML Schema Part 2, 3",
        _wrong_values,
    ),
)
