"""The proof: what independent readers find in the filing, compared with every source cell, exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Finding, Source
from exporter.frames.columns import look_up
from exporter.proof import rules
from exporter.proof.ledger import EXACT, NIL, build_ledger
from exporter.report.report import ASPECTS, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exporter.mapping.facts import Mapped

__all__ = ["RoundTrip", "compare"]

_COMPARED = (*ASPECTS, "value", "decimals", "footnotes")
#: So many differences are findings one by one.
_MOST = 1_000
#: So many facts are compared at a time.
_PART = 1_000_000
_NO_DIFFERENCE = pl.DataFrame(schema={"fact": pl.String, "difference": pl.String, "missing": pl.Boolean})


@dataclass(frozen=True)
class RoundTrip:
    """The ledger as a query, with the columns of `ledger_columns`, and Findings for the differences."""

    lazy: pl.LazyFrame
    findings: list[Finding]

    @cached_property
    def ledger(self) -> pl.DataFrame:
        """The ledger in memory."""
        return self.lazy.collect()

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
        return counted.collect(engine="streaming").row(0, named=True)


def compare(mapped: Mapped, readings: Mapping[str, Report]) -> RoundTrip:
    """Compare the source cells with what readers found in the filing.

    Args:
        mapped: the cells and the facts that they should have become.
        readings: the filing as each reader that ran found it, by the reader's name.
    """
    different = _differences(mapped.report, readings)
    extra = [finding for reader, reading in readings.items() for finding in _extra(mapped.report, reading, reader)]
    return RoundTrip(build_ledger(mapped, readings, different), [*extra, *_findings(different, mapped)])


def _differences(expected: Report, readings: Mapping[str, Report]) -> pl.DataFrame:
    """The facts that some reader did not find the same: `fact`, `difference` in words, and whether it is `missing`."""
    found = [
        _differing(expected, reading).with_columns(
            pl.concat_str(pl.lit(f"{reader}: "), "difference").alias("difference")
        )
        for reader, reading in readings.items()
    ]
    return (
        pl.concat(found)
        .group_by("fact", maintain_order=True)
        .agg(pl.col("difference").str.join("; "), pl.col("missing").any())
    )


def _differing(expected: Report, reading: Report) -> pl.DataFrame:
    """The facts that did not come back the same from one reader: `fact`, `difference` and `missing`."""
    found = [
        _differing_part(_comparable(expected, facts), _comparable(reading, read))
        for facts, read in _side_by_side(expected.facts, reading.facts)
    ]
    return pl.concat([_NO_DIFFERENCE, *found]).unique("fact", keep="last", maintain_order=True)


def _side_by_side(facts: pl.DataFrame, read: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Some facts at a time, and in the same places what was read under their ids; null where nothing was."""
    if facts["id"].equals(read["id"]):  # as what is written and what is read mostly are
        yield from zip(facts.iter_slices(_PART), read.iter_slices(_PART), strict=True)
        return
    places = facts.select("id").with_row_index("place")
    read_places = read.select("id").with_row_index("read_place")
    pairs = places.join(read_places, on="id", how="left", maintain_order="left")
    for part in pairs.iter_slices(_PART):
        yield facts.select(pl.all().gather(part["place"])), read.select(pl.all().gather(part["read_place"]))


def _comparable(report: Report, facts: pl.DataFrame) -> pl.DataFrame:
    """Some of a report's facts with namespaces in place of prefixes, and with their footnotes."""
    expanded = replace(report, table=facts).expanded
    return expanded.hstack(look_up(expanded["id"], report.footnote_texts, "fact")).select("id", *_COMPARED)


def _differing_part(facts: pl.DataFrame, read: pl.DataFrame) -> pl.DataFrame:
    """Those of some facts beside which not the same was read, as `_differing` gives them."""
    joined = pl.concat([facts, read.select(pl.col(_COMPARED).name.suffix("_read"))], how="horizontal")
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_read")) for name in _COMPARED)
    suspects = joined.lazy().filter(~same).collect(engine="streaming")
    # Texts that differ may still be one number, as 1.0 and 1.00 are.
    equal_number = [
        numeric is not None and _equal_number(expected, read)
        for numeric, expected, read in suspects.select("unit", "value", "value_read").iter_rows()
    ]
    suspects = suspects.with_columns(
        pl.when(pl.Series(equal_number, dtype=pl.Boolean)).then("value").otherwise("value_read").alias("value_read")
    ).filter(~same)
    missing = pl.col("concept_read").is_null()
    words = pl.concat_str([_difference(name) for name in _COMPARED], separator=", ", ignore_nulls=True)
    return suspects.select(
        pl.col("id").alias("fact"),
        pl.when(missing).then(pl.lit("the fact is not there")).otherwise(words).alias("difference"),
        missing.alias("missing"),
    )


def _equal_number(expected: str | None, read: str | None) -> bool:
    """Whether two texts are the same exact decimal."""
    if expected is None or read is None:
        return False
    try:
        return Decimal(expected) == Decimal(read)
    except InvalidOperation:
        return False


def _difference(name: str) -> pl.Expr:
    """In words in what a column differs; null where it does not."""
    expected, read = pl.col(name), pl.col(f"{name}_read")
    words = pl.concat_str(pl.lit(f"{name}: "), _shown(name, expected), pl.lit(" became "), _shown(name, read))
    return pl.when(expected.ne_missing(read)).then(words)


def _shown(name: str, value: pl.Expr) -> pl.Expr:
    quoted = value.cast(pl.String) if name == "decimals" else pl.concat_str(pl.lit("'"), value, pl.lit("'"))
    return quoted.fill_null({"value": NIL, "decimals": EXACT}.get(name, "none"))


def _findings(different: pl.DataFrame, mapped: Mapped) -> Iterator[Finding]:
    """A finding for each difference, or, where they are many, for the first ones and one for the rest."""
    sources = mapped.sources()
    for fact, difference, missing in different.head(_MOST).iter_rows():
        places = sources.get(fact, ())
        rule = rules.ROUND_TRIP_MISSING_FACT if missing else rules.ROUND_TRIP_DIFFERENCE
        source = places[0] if places else None
        yield rule.finding(f"{fact}: {difference}", source, related=places[1:])
    if different.height > _MOST:
        yield rules.ROUND_TRIP_MORE.finding(f"{different.height - _MOST:,} further facts differ; the ledger names them")


def _extra(expected: Report, reading: Report, reader: str) -> Iterator[Finding]:
    """Facts of the filing that no cell gave."""
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
