"""The proof: what independent readers find in the filing, compared with every source cell, exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Finding, Source
from exporter.frames.columns import look_up
from exporter.frames.engine import engine_for
from exporter.proof import rules
from exporter.proof.document import document_findings
from exporter.proof.ledger import EXACT, NIL, build_ledger, ledger_of_syntaxes
from exporter.report.report import ASPECTS, TRAIT_COLUMNS, Report, with_traits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exporter.mapping.facts import Mapped
    from exporter.report.document import Document

__all__ = ["RoundTrip", "compare", "round_trip_of_syntaxes"]

_COMPARED = (*ASPECTS, "value", "decimals", *TRAIT_COLUMNS, "footnotes")
#: So many differences are findings one by one.
_MOST = 1_000
#: So many facts are compared at a time.
_PART = 1_000_000
_NO_DIFFERENCE = pl.DataFrame(schema={"fact": pl.String, "difference": pl.String, "missing": pl.Boolean})


@dataclass(frozen=True)
class RoundTrip:
    """What became of each source cell in a filing.

    Attributes:
        lazy: the ledger as a query, with the columns of `ledger_columns`.
        height: how many rows it has.
        findings: a Finding for each difference.
    """

    lazy: pl.LazyFrame
    height: int
    findings: list[Finding]

    @cached_property
    def ledger(self) -> pl.DataFrame:
        """The ledger in memory."""
        return self.lazy.collect(engine=engine_for(self.height))

    @cached_property
    def counts(self) -> dict[str, int]:
        """Source cells: all, printed ones, what became of them, and facts that came back equal or different."""
        conditions = {
            "printed": pl.col("printed").str.strip_chars() != "",
            **{name: pl.col("disposition") == name.removesuffix("s") for name in ("facts", "derived", "excluded")},
            "equal": pl.col("equal") == "yes",
            "different": pl.col("equal") == "no",
        }
        counted = self.lazy.select(pl.len().alias("cells"), *(is_so.sum().alias(n) for n, is_so in conditions.items()))
        return counted.collect(engine=engine_for(self.height)).row(0, named=True)


def compare(mapped: Mapped, readings: Mapping[str, Report], document: Document | None = None) -> RoundTrip:
    """Compare the source cells with what readers found in the filing.

    Args:
        mapped: the cells and the facts that they should have become.
        readings: the filing as each reader that ran found it, by the reader's name.
        document: what the filing's instance has beside its facts, if a reader tells that.
    """
    differences = _differences(mapped.report, readings)
    extra_findings = [
        finding for reader, reading in readings.items() for finding in _extra_findings(mapped.report, reading, reader)
    ]
    if document is not None:
        extra_findings += document_findings(mapped.report, document)
    ledger = build_ledger(mapped, readings, differences)
    return RoundTrip(ledger, mapped.cells.height, [*extra_findings, *_difference_findings(differences, mapped)])


def round_trip_of_syntaxes(mapped: Mapped, round_trips: Mapping[str, RoundTrip]) -> RoundTrip:
    """Put the round trips of a filing's syntaxes together, by their names; see `ledger_of_syntaxes`."""
    cells = round_trips["xml"].lazy if "xml" in round_trips else build_ledger(mapped, {}, _NO_DIFFERENCE)
    ledger = ledger_of_syntaxes(cells, {name: round_trip.lazy for name, round_trip in round_trips.items()})
    findings = [finding for round_trip in round_trips.values() for finding in round_trip.findings]
    return RoundTrip(ledger, mapped.cells.height, findings)


def _differences(expected: Report, readings: Mapping[str, Report]) -> pl.DataFrame:
    """Find the facts that some reader did not find the same.

    Returns: `fact`, `difference` in words, and whether it is `missing`; where no reader could read, every fact is.
    """
    if not readings:
        words = pl.lit("no reader could read the filing").alias("difference")
        return expected.facts.select(pl.col("id").alias("fact"), words, pl.lit(value=True).alias("missing"))
    parts = [
        _differences_of_reader(expected, reading).with_columns(
            pl.concat_str(pl.lit(f"{reader}: "), "difference").alias("difference")
        )
        for reader, reading in readings.items()
    ]
    return (
        pl.concat(parts)
        .group_by("fact", maintain_order=True)
        .agg(pl.col("difference").str.join("; "), pl.col("missing").any())
    )


def _differences_of_reader(expected: Report, reading: Report) -> pl.DataFrame:
    """Find the facts that did not come back the same from one reader.

    Returns: the columns of `_differences`.
    """
    parts = [
        _differences_of_part(_comparable(expected, facts), _comparable(reading, facts_read))
        for facts, facts_read in _side_by_side(expected.facts, reading.facts)
    ]
    return pl.concat([_NO_DIFFERENCE, *parts]).unique("fact", keep="last", maintain_order=True)


def _side_by_side(facts: pl.DataFrame, facts_read: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Put facts beside what was read under their ids, some at a time.

    Returns: for each part the facts, and in the same places what was read; null where nothing was.
    """
    if facts["id"].equals(facts_read["id"]):  # as what is written and what is read mostly are
        yield from zip(facts.iter_slices(_PART), facts_read.iter_slices(_PART), strict=True)
        return
    places = facts.select("id").with_row_index("place")
    read_places = facts_read.select("id").with_row_index("read_place")
    pairs = places.join(read_places, on="id", how="left", maintain_order="left")
    for part in pairs.iter_slices(_PART):
        yield facts.select(pl.all().gather(part["place"])), facts_read.select(pl.all().gather(part["read_place"]))


def _comparable(report: Report, facts: pl.DataFrame) -> pl.DataFrame:
    """Replace prefixes by namespaces in some of a report's facts, and add their footnotes."""
    expanded = with_traits(replace(report, table=facts).expanded)
    return expanded.hstack(look_up(expanded["id"], report.footnote_texts, "fact")).select("id", *_COMPARED)


def _differences_of_part(facts: pl.DataFrame, facts_read: pl.DataFrame) -> pl.DataFrame:
    """Compare some facts with what was read of them, which stands in the same places.

    Returns: the columns of `_differences`.
    """
    joined = pl.concat([facts, facts_read.select(pl.col(_COMPARED).name.suffix("_read"))], how="horizontal")
    is_same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_read")) for name in _COMPARED)
    suspects = joined.lazy().filter(~is_same).collect(engine=engine_for(joined))
    if suspects.is_empty():
        return _NO_DIFFERENCE
    # Texts that differ may still be one number, as 1.0 and 1.00 are.
    has_equal_number = [
        unit is not None and _is_equal_number(expected, actual)
        for unit, expected, actual in suspects.select("unit", "value", "value_read").iter_rows()
    ]
    suspects = suspects.with_columns(
        pl.when(pl.Series(has_equal_number, dtype=pl.Boolean)).then("value").otherwise("value_read").alias("value_read")
    ).filter(~is_same)
    is_missing = pl.col("concept_read").is_null()
    words = pl.concat_str([_difference(name) for name in _COMPARED], separator=", ", ignore_nulls=True)
    return suspects.select(
        pl.col("id").alias("fact"),
        pl.when(is_missing).then(pl.lit("the fact is not there")).otherwise(words).alias("difference"),
        is_missing.alias("missing"),
    )


def _is_equal_number(expected: str | None, actual: str | None) -> bool:
    """Tell whether two texts are the same exact decimal."""
    if expected is None or actual is None:
        return False
    try:
        return Decimal(expected) == Decimal(actual)
    except InvalidOperation:
        return False


def _difference(name: str) -> pl.Expr:
    """Describe how a column differs; null where it does not."""
    expected, actual = pl.col(name), pl.col(f"{name}_read")
    words = pl.concat_str(pl.lit(f"{name}: "), _shown(name, expected), pl.lit(" became "), _shown(name, actual))
    return pl.when(expected.ne_missing(actual)).then(words)


def _shown(name: str, value: pl.Expr) -> pl.Expr:
    if name == "unknown_accuracy":
        return value.cast(pl.String)
    quoted = value.cast(pl.String) if name == "decimals" else pl.concat_str(pl.lit("'"), value, pl.lit("'"))
    return quoted.fill_null({"value": NIL, "decimals": EXACT}.get(name, "none"))


def _difference_findings(differences: pl.DataFrame, mapped: Mapped) -> Iterator[Finding]:
    """Report each difference, or, where they are many, the first ones, and the rest in one finding."""
    sources = mapped.sources()
    for fact, difference, missing in differences.head(_MOST).iter_rows():
        places = sources.get(fact, ())
        rule = rules.ROUND_TRIP_MISSING_FACT if missing else rules.ROUND_TRIP_DIFFERENCE
        source = places[0] if places else None
        yield rule.finding(f"{fact}: {difference}", source, related=places[1:])
    if differences.height > _MOST:
        yield rules.ROUND_TRIP_MORE.finding(
            f"{differences.height - _MOST:,} further facts differ; the ledger names them"
        )


def _extra_findings(expected: Report, reading: Report, reader: str) -> Iterator[Finding]:
    """Report facts of the filing that no cell gave."""
    if expected.facts["id"].equals(reading.facts["id"]):
        return
    extra = reading.lazy.join(expected.lazy, on="id", how="anti", maintain_order="left").collect()
    for fact in extra.head(_MOST).iter_rows(named=True):
        value = NIL if fact["value"] is None else repr(fact["value"])
        message = f"{reader}: {fact['concept']} = {value} ({fact['id']}) comes from no source cell"
        yield rules.ROUND_TRIP_EXTRA_FACT.finding(message, Source("mapping.csv"))
    if extra.height > _MOST:
        yield rules.ROUND_TRIP_MORE.finding(
            f"{reader}: {extra.height - _MOST:,} further facts come from no source cell"
        )
