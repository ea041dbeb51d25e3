"""The proof: what independent readers find in the filing, compared with every source cell, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings import Finding, Source, new_finding
from exporter.report import ASPECTS, Report

if TYPE_CHECKING:
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


@dataclass(frozen=True)
class RoundTrip:
    """The ledger, with the columns of `LEDGER_COLUMNS`, and a Finding for each difference."""

    ledger: pl.DataFrame
    findings: list[Finding]

    @property
    def counts(self) -> dict[str, int]:
        """Source cells: all, printed ones, what became of them, and facts that came back equal or different."""
        ledger = self.ledger
        dispositions = {
            name: ledger.filter(pl.col("disposition") == disposition).height
            for name, disposition in (("facts", "fact"), ("derived", "derived"), ("excluded", "excluded"))
        }
        return {
            "cells": ledger.height,
            "printed": ledger.filter(pl.col("printed").str.strip_chars() != "").height,
            **dispositions,
            "equal": ledger.filter(pl.col("equal") == "yes").height,
            "different": ledger.filter(pl.col("equal") == "no").height,
        }


def compare(mapped: Mapped, own: Report, arelle: Report | None) -> RoundTrip:
    """Compare the source cells with what our reader and, if it ran, Arelle found in the filing.

    Args:
        mapped: the cells and the facts that they should have become.
        own: the filing as our reader read it.
        arelle: the filing as Arelle loaded it, or None.
    """
    readings = {"own": own, **({"arelle": arelle} if arelle is not None else {})}
    sources = mapped.sources()
    differences: dict[str, list[str]] = {}
    findings: list[Finding] = []
    for reader, reading in readings.items():
        for fact, text in _differences(mapped.report, reading).items():
            differences.setdefault(fact, []).append(f"{reader}: {text}")
        findings += _extra(mapped.report, reading, reader)
    for fact, texts in differences.items():
        places = sources.get(fact, ())
        code = "roundTrip.missingFact" if any("not there" in text for text in texts) else "roundTrip.difference"
        source = places[0] if places else None
        findings.append(new_finding(code, f"{fact}: {'; '.join(texts)}", source, related=places[1:]))
    return RoundTrip(_ledger(mapped, readings, differences), findings)


def _differences(expected: Report, reading: Report) -> dict[str, str]:
    """For each fact of the source that did not come back the same: in what it differs."""
    left, right = (
        report.expanded.join(report.footnote_texts, left_on="id", right_on="fact", how="left", maintain_order="left")
        for report in (expected, reading)
    )
    joined = left.join(right, on="id", how="left", suffix="_read", maintain_order="left")
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_read")) for name in _COMPARED)
    differences: dict[str, str] = {}
    for row in joined.filter(~same).iter_rows(named=True):
        if row["concept_read"] is None:
            differences[row["id"]] = "the fact is not there"
            continue
        parts = [
            f"{name}: {_shown(name, row[name])} became {_shown(name, row[f'{name}_read'])}"
            for name in _COMPARED
            if not _equal(name, row[name], row[f"{name}_read"], numeric=row["unit"] is not None)
        ]
        if parts:
            differences[row["id"]] = ", ".join(parts)
    return differences


def _equal(name: str, expected: str | int | None, read: str | int | None, *, numeric: bool) -> bool:
    """Texts are equal to the letter, numbers as exact decimals."""
    if expected == read:
        return True
    if name != "value" or not numeric or expected is None or read is None:
        return False
    try:
        return Decimal(expected) == Decimal(read)
    except InvalidOperation:
        return False


def _shown(name: str, value: str | int | None) -> str:
    if value is None:
        return {"value": NIL, "decimals": EXACT}.get(name, "none")
    return repr(value) if isinstance(value, str) else str(value)


def _extra(expected: Report, reading: Report, reader: str) -> list[Finding]:
    """Facts of the filing that no cell gave."""
    extra = reading.facts.join(expected.facts, on="id", how="anti")
    return [
        new_finding(
            "roundTrip.extraFact",
            f"{reader}: {row['concept']} = {_shown('value', row['value'])} ({row['id']}) comes from no source cell",
            Source("mapping.csv"),
        )
        for row in extra.iter_rows(named=True)
    ]


def _ledger(mapped: Mapped, readings: dict[str, Report], differences: dict[str, list[str]]) -> pl.DataFrame:
    ledger = mapped.cells
    is_fact, is_derived = (pl.col("disposition") == disposition for disposition in ("fact", "derived"))
    for reader in ("own", "arelle"):
        name = f"{reader}_value"
        if reader not in readings:
            ledger = ledger.with_columns(pl.lit(None, dtype=pl.String).alias(name))
            continue
        read = readings[reader].facts.select(pl.col("id").alias("fact"), _value().alias(name))
        ledger = ledger.join(read.unique("fact", keep="first"), on="fact", how="left", maintain_order="left")
    names = pl.col("footnote").str.replace(r"\.[^.]*$", "").unique(maintain_order=True).str.join("; ")
    footnotes = mapped.report.footnotes.group_by("fact", maintain_order=True).agg(names.alias("footnotes"))
    ledger = ledger.join(footnotes, on="fact", how="left", maintain_order="left")
    reasons = pl.DataFrame(
        {"fact": list(differences), "difference": ["; ".join(texts) for texts in differences.values()]},
        schema={"fact": pl.String, "difference": pl.String},
    )
    ledger = ledger.join(reasons, on="fact", how="left", maintain_order="left").with_columns(
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
    return ledger.select(LEDGER_COLUMNS)


def _value() -> pl.Expr:
    """The value, with nil spelled out."""
    return pl.col("value").fill_null(NIL)
