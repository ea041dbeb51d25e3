"""The proof: what independent readers find in the filing, compared with every source cell, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings import Finding, Source, new_finding
from exporter.report import ASPECTS, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exporter.facts import Mapped

__all__ = ["LEDGER_COLUMNS", "RoundTrip", "compare"]

#: The ledger: one row per source cell. `disposition` is fact, derived or excluded; `value` is what the cell says, after
#: sign and scale; `agreement` is how that stands to what is filed; `holds` is whether a rule gives it; `equal` is yes
#: where every aspect, the value and the decimals of the fact came back as filed from each reader that ran.
LEDGER_COLUMNS = (
    "file",
    "row",
    "column",
    "heading",
    "section",
    "label",
    "printed",
    "disposition",
    "reason",
    "concept",
    "period",
    "unit",
    "dimensions",
    "language",
    "value",
    "decimals",
    "agreement",
    "rule",
    "computed",
    "possible",
    "holds",
    "footnotes",
    "fact",
    "own_value",
    "arelle_value",
    "equal",
    "difference",
)
_COMPARED = (*ASPECTS, "value", "decimals", "footnotes")
NIL, EXACT = "nil", "INF"
#: So many differences are findings one by one.
_MOST = 1_000


@dataclass(frozen=True)
class RoundTrip:
    """The ledger as a query, with the columns of `LEDGER_COLUMNS`, and Findings for the differences."""

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


def compare(mapped: Mapped, own: Report, arelle: Report | None) -> RoundTrip:
    """Compare the source cells with what our reader and, if it ran, Arelle found in the filing.

    Args:
        mapped: the cells and the facts that they should have become.
        own: the filing as our reader read it.
        arelle: the filing as Arelle loaded it, or None.
    """
    readings = {"own": own, **({"arelle": arelle} if arelle is not None else {})}
    different = _differences(mapped.report, readings)
    extra = [finding for reader, reading in readings.items() for finding in _extra(mapped.report, reading, reader)]
    return RoundTrip(_ledger(mapped, readings, different), [*extra, *_findings(different, mapped)])


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
    left, right = (_comparable(report) for report in (expected, reading))
    joined = _matched(left, right.rename({name: f"{name}_read" for name in _COMPARED}), "id", "id")
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_read")) for name in _COMPARED)
    suspects = joined.filter(~same).collect(engine="streaming")
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
    ).unique("fact", keep="last", maintain_order=True)


def _comparable(report: Report) -> pl.DataFrame:
    """The facts with namespaces in place of prefixes, and with their footnotes."""
    return _matched(report.expanded, report.footnote_texts, "id", "fact").collect()


def _matched(left: pl.DataFrame, right: pl.DataFrame, left_on: str, right_on: str) -> pl.LazyFrame:
    """Each row of the one beside the row of the other that has its key, if there is one.

    Where both have the same keys in the same order, as what is written and what is read mostly have, it takes no join.
    """
    if right.is_empty():
        absent = (pl.lit(None, kind).alias(name) for name, kind in right.schema.items() if name != right_on)
        return left.lazy().with_columns(absent)
    if left.height == right.height and left[left_on].equals(right[right_on]):
        return pl.concat([left, right.drop(right_on)], how="horizontal").lazy()
    return left.lazy().join(right.lazy(), left_on=left_on, right_on=right_on, how="left", maintain_order="left")


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
        code = "roundTrip.missingFact" if missing else "roundTrip.difference"
        source = places[0] if places else None
        yield new_finding(code, f"{fact}: {difference}", source, related=places[1:])
    if different.height > _MOST:
        yield new_finding("roundTrip.more", f"{different.height - _MOST:,} further facts differ; the ledger names them")


def _extra(expected: Report, reading: Report, reader: str) -> Iterator[Finding]:
    """Facts of the filing that no cell gave."""
    extra = reading.lazy.join(expected.lazy, on="id", how="anti", maintain_order="left").collect()
    for fact in extra.head(_MOST).iter_rows(named=True):
        value = NIL if fact["value"] is None else repr(fact["value"])
        message = f"{reader}: {fact['concept']} = {value} ({fact['id']}) comes from no source cell"
        yield new_finding("roundTrip.extraFact", message, Source("mapping.csv"))
    if extra.height > _MOST:
        yield new_finding(
            "roundTrip.more", f"{reader}: {extra.height - _MOST:,} further facts come from no source cell"
        )


def _ledger(mapped: Mapped, readings: Mapping[str, Report], different: pl.DataFrame) -> pl.LazyFrame:
    ledger = mapped.cells
    is_fact, is_derived = (pl.col("disposition") == disposition for disposition in ("fact", "derived"))
    for reader in ("own", "arelle"):
        name = f"{reader}_value"
        if reader not in readings:
            ledger = ledger.with_columns(pl.lit(None, dtype=pl.String).alias(name))
            continue
        read = readings[reader].facts.select(pl.col("id").alias("fact"), _value().alias(name))
        if not read["fact"].is_unique().all():
            read = read.unique("fact", keep="first", maintain_order=True)
        ledger = _matched(ledger, read, "fact", "fact").collect()
    names = pl.col("footnote").str.replace(r"\.[^.]*$", "").unique(maintain_order=True).str.join("; ")
    footnotes = mapped.report.footnotes.group_by("fact", maintain_order=True).agg(names.alias("footnotes"))
    ledger = _matched(ledger, footnotes, "fact", "fact").collect()
    columns = _matched(ledger, different.drop("missing"), "fact", "fact").with_columns(
        pl.when(is_fact)
        .then(pl.when(pl.col("difference").is_null()).then(pl.lit("yes")).otherwise(pl.lit("no")))
        .alias("equal"),
        pl.when(is_fact)
        .then(pl.concat_str("period_start", "period_end", separator="/", ignore_nulls=True))
        .alias("period"),
        pl.when(is_fact).then(_value()).otherwise("value").alias("value"),
        pl.when(is_derived | is_fact & pl.col("unit").is_not_null() & pl.col("value").is_not_null())
        .then(pl.col("decimals").cast(pl.String).fill_null(EXACT))
        .alias("decimals"),
    )
    return columns.select(LEDGER_COLUMNS)


def _value() -> pl.Expr:
    """The value, with nil spelled out."""
    return pl.col("value").fill_null(NIL)
