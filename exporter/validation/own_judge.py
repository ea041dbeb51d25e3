"""The own judge: checks over the facts of a Report, each an expression over its columns, so that millions take seconds.

What it knows is XBRL 2.1 (values, periods, units, decimals), Dimensions 1.0 (closed hypercubes), Calculations 1.1 and
the duplicates of the Open Information Model, as far as a taxonomy of ours has them; it is no processor for foreign
ones. Without a taxonomy it checks what facts say by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Severity
from exporter.findings.judge_messages import MOST, JudgeMessage, and_more
from exporter.frames.columns import each_distinct
from exporter.frames.fixed_point import DECIMAL, MOST_DECIMALS, NUMBER
from exporter.report.names import NCNAME
from exporter.report.report import dimensions_of, dimensions_text
from exporter.taxonomy.concepts import UNITS
from exporter.taxonomy.dimensional_validity import wrong_dimensions
from exporter.validation.judgement import Judgement
from exporter.validation.rules.calculations import calculation_messages
from exporter.validation.rules.duplicates import duplicate_messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.report.report import Report
    from exporter.taxonomy.model import Taxonomy

__all__ = ["OWN_CODES", "OWN_JUDGE", "judge_report"]

OWN_JUDGE = "own"

#: What the own judge finds, by its codes.
OWN_CODES = {
    "id": "An id is no XML name, or several facts have it.",
    "concept": "A concept is unknown, abstract, or nothing that a fact can report.",
    "period": "A period is of the wrong type for the concept, or ends before it starts.",
    "value": "A value is not what the concept's type needs.",
    "unit": "A unit is missing, or does not fit the concept's type.",
    "decimals": "There are decimals without a number, or some that no figure needs.",
    "language": "A number has a language.",
    "dimensions": "No hypercube of the concept allows its dimensions (Dimensions 1.0).",
    "calculation": "A total is not what its parts add to, whatever the rounding (Calculations 1.1).",
    "duplicates.inconsistent": "Facts with the same aspects contradict each other; an error.",
    "duplicates.consistent": "Facts with the same aspects differ by rounding alone; for information.",
    "duplicates.complete": "Facts with the same aspects say the same; for information.",
}

#: What a value must look like by the kind or, where that is narrower, the type of its concept (XML Schema Part 2); the
#: white space around it does not count.
_VALUES = {
    **dict.fromkeys(("monetary", "shares", "pure", "per share", "number"), (DECIMAL, "a decimal number")),
    "integer": (r"^[+-]?[0-9]+$", "a whole number"),
    "boolean": (r"^(?:true|false|1|0)$", "true or false"),
    "date": (r"^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})?$", "a date such as 2003-09-30"),
    "year": (r"^-?[0-9]{4,}(?:Z|[+-][0-9]{2}:[0-9]{2})?$", "a year such as 2003"),
}
_SPACE = " \t\r\n"
#: The length of a day, and of what is quoted of a wrong value.
#: About so many facts are judged at a time.
_PART = 1_000_000
_DAY, _SHOWN = len("2003-09-30"), 60


def judge_report(report: Report, taxonomy: Taxonomy | None = None) -> Judgement:
    """Check the facts of a report by themselves and, if it is given, against a taxonomy."""
    messages = list(_id_messages(report))
    for facts in _parts(report):
        messages += _messages(facts if taxonomy is None else _in_terms_of(taxonomy, facts, report), taxonomy)
    return Judgement(OWN_JUDGE, tuple(messages))


def _id_messages(report: Report) -> Iterator[JudgeMessage]:
    """Ids are XML names, and each is that of one fact (XML Schema Part 2, 3.3.8)."""
    recurs = report.lazy.group_by("id").len().filter(pl.col("len") > 1)
    no_name = report.lazy.filter(~pl.col("id").str.contains(f"^(?:{NCNAME})$")).select("id")
    for query, words in ((recurs, "several facts have the id {!r}"), (no_name, "the id {!r} is no XML name")):
        found = query.collect(engine="streaming")["id"].sort()
        for fact in found.head(MOST):
            yield JudgeMessage("id", Severity.ERROR, words.format(fact), (fact,))
        yield from and_more("id", Severity.ERROR, len(found))


def _parts(report: Report) -> Iterator[pl.DataFrame]:
    """The facts, in parts that fit a processor's caches; what may be duplicates, or add up, is in one part."""
    parts = -(-len(report) // _PART)
    if parts <= 1:
        yield report.facts
        return
    part = pl.struct("entity", "dimensions").hash() % parts
    for number in range(parts):
        yield report.lazy.filter(part == number).collect(engine="streaming")


def _messages(facts: pl.DataFrame, taxonomy: Taxonomy | None) -> Iterator[JudgeMessage]:
    kinds = facts.select("concept").join(_concepts(taxonomy), on="concept", how="left", maintain_order="left")
    facts = facts.with_columns(kinds.drop("concept"))
    yield from _fact_messages(facts, known=taxonomy is not None)
    yield from duplicate_messages(facts)
    if taxonomy is not None:
        yield from _dimension_messages(facts, taxonomy)
        yield from calculation_messages(facts, taxonomy)


def _in_terms_of(taxonomy: Taxonomy, facts: pl.DataFrame, report: Report) -> pl.DataFrame:
    """The facts, with the taxonomy's prefixes in the names of concepts, dimensions and members."""
    prefixes = {uri: prefix for prefix, uri in taxonomy.namespaces.items()}
    renamed = {old: prefixes[uri] for old, uri in report.namespaces.items() if prefixes.get(uri, old) != old}
    if not renamed:
        return facts

    def name(text: str) -> str:
        prefix, colon, local = text.partition(":")
        return f"{renamed.get(prefix, prefix)}{colon}{local}"

    def dimensions(text: str) -> str | None:
        typed = report.typed_domains
        pairs = dimensions_of(text).items()
        return dimensions_text({name(axis): member if axis in typed else name(member) for axis, member in pairs})

    return facts.with_columns(each_distinct("concept", name), each_distinct("dimensions", dimensions))


def _concepts(taxonomy: Taxonomy | None) -> pl.DataFrame:
    """What the taxonomy says of each concept: kind and type, whether facts can report it, and its period type."""
    rows = [
        {
            "concept": concept.name,
            "kind": concept.kind,
            "type": concept.type,
            "numeric": concept.is_numeric,
            "reportable": not concept.abstract and concept.kind not in {"member", "hypercube", "dimension"},
            "period_type": concept.period,
        }
        for concept in (taxonomy.all_concepts.values() if taxonomy else ())
    ]
    text, flag = pl.String, pl.Boolean
    schema = {"concept": text, "kind": text, "type": text, "numeric": flag, "reportable": flag, "period_type": text}
    return pl.DataFrame(rows, schema=schema)


def _fact_messages(facts: pl.DataFrame, *, known: bool) -> Iterator[JudgeMessage]:
    """What is wrong with facts one by one."""
    for code, wrong, words in _checks(known=known):
        found = facts.lazy().filter(wrong).select("id", words.alias("words")).collect()
        for fact, text in found.head(MOST).iter_rows():
            yield JudgeMessage(code, Severity.ERROR, text, (fact,))
        yield from and_more(code, Severity.ERROR, found.height)


def _checks(*, known: bool) -> Iterator[tuple[str, pl.Expr, pl.Expr]]:
    """Code, what is wrong as a condition, and that in words."""
    concept, value, unit, kind = (pl.col(name) for name in ("concept", "value", "unit", "kind"))
    start, end = pl.col("period_start"), pl.col("period_end")
    numeric = pl.col("numeric").fill_null(unit.is_not_null())
    text = value.str.strip_chars(_SPACE)
    if known:
        yield "concept", kind.is_null(), pl.format("{} is no concept of the taxonomy", concept)
        yield (
            "concept",
            ~pl.col("reportable"),
            pl.format("{} is a {} or abstract, which facts cannot report", concept, kind),
        )
        is_instant = start.is_null() & end.is_not_null()
        mismatch = (pl.col("period_type") == "instant") != is_instant
        words = pl.format("{} is {}, but the fact is {}", concept, pl.col("period_type"), _period())
        yield "period", mismatch, words
    simple_days = (start.str.len_bytes() == _DAY) & (end.str.len_bytes() == _DAY)
    yield (
        "period",
        simple_days & (start > end),
        pl.format("{} is for {}, which ends before it starts", concept, _period()),
    )
    for name, (pattern, what) in _VALUES.items():
        wrong = (kind == name) & ~text.str.contains(pattern)
        yield "value", wrong, pl.format("{} should be {}, but is {}", concept, pl.lit(what), _quoted(value))
    no_day = text.str.slice(0, _DAY).str.to_date("%Y-%m-%d", strict=False).is_null()
    words = pl.format("{} is {}, which is no day of the calendar", concept, _quoted(value))
    yield "value", (kind == "date") & text.str.contains(_VALUES["date"][0]) & no_day, words
    line = (pl.col("type") == "normalizedStringItemType") & value.str.contains("[\t\r\n]")
    yield "value", line, pl.format("{} cannot have line feeds or tabs", concept)
    unknown = kind.is_null() & unit.is_not_null() & ~text.str.contains(NUMBER)
    yield "value", unknown, pl.format("{} has a unit, but {} is no number", concept, _quoted(value))
    yield "unit", numeric & unit.is_null(), pl.format("{} is numeric and needs a unit", concept)
    yield "unit", ~numeric & unit.is_not_null(), pl.format("{} is not numeric, but has the unit {}", concept, unit)
    for name, pattern in UNITS.items():
        words = pl.format("{} is {}, which the unit {} does not fit", concept, kind, unit)
        yield "unit", (kind == name) & ~unit.str.contains(f"^(?:{pattern})$"), words
    words = pl.format("{} has decimals {}, but no number that they are of", concept, pl.col("decimals"))
    yield "decimals", pl.col("decimals").is_not_null() & (value.is_null() | ~numeric), words
    unusual = ~pl.col("decimals").is_between(-MOST_DECIMALS, MOST_DECIMALS)
    yield "decimals", unusual, pl.format("{} has decimals {}, which no figure needs", concept, pl.col("decimals"))
    yield (
        "language",
        pl.col("language").is_not_null() & numeric,
        pl.format("{} is a number, but has a language", concept),
    )


def _period() -> pl.Expr:
    """A fact's period in words."""
    start, end = pl.col("period_start"), pl.col("period_end")
    return (
        pl.when(start.is_not_null())
        .then(pl.format("{} to {}", start, end))
        .when(end.is_not_null())
        .then(pl.format("the instant {}", end))
        .otherwise(pl.lit("forever"))
    )


def _quoted(value: pl.Expr) -> pl.Expr:
    return pl.format("'{}'", value.str.slice(0, _SHOWN))


def _dimension_messages(facts: pl.DataFrame, taxonomy: Taxonomy) -> Iterator[JudgeMessage]:
    """Facts whose dimensions no hypercube of their concept allows."""
    found = wrong_dimensions(facts.select("id", "concept", "dimensions"), taxonomy)
    for fact, concept, reasons in found.select("id", "concept", "reasons").head(MOST).iter_rows():
        text = f"{concept} cannot have its dimensions: {reasons}"
        yield JudgeMessage("dimensions", Severity.ERROR, text, (fact,))
    yield from and_more("dimensions", Severity.ERROR, found.height)
