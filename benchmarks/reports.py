"""Realistic reports of any size: what a regulator's collection of filings looks like, the same for the same size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.namespaces import SPECIFICATION_PREFIXES
from exporter.report import FACT_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

CONCEPTS = 2_000
FACTS_PER_ENTITY = 1_000
MEMBERS = 12
NAMESPACES = {
    **SPECIFICATION_PREFIXES,
    "big": "http://taxonomy.example.org/big/2026",
    "register": "http://www.sec.gov/CIK",
}
ENTRY_POINTS = ("big-2026.xsd",)
PERIODS = [(f"{year}-01-01", f"{year}-12-31") for year in (2023, 2024, 2025)]
WORDS = ["Consolidated results", "R&D <net> of grants", "売上高は増加した", 'so-called "other" items', "net > gross"]


def write_facts(count: int, path: Path) -> None:
    """Write so many facts to a Parquet file with the columns of a Report.

    Each entity reports 1,000 facts: 90 in 100 are amounts, of which some per share and some counts of shares, 5 texts,
    2 nil, 3 exact; a third has a member of one of two dimensions; a quarter is instants.
    """
    # A fixed multiplicative hash in place of random numbers: the same facts on every machine and version.
    mixed = (pl.col("number") * 2_654_435_761 % 4_294_967_296).alias("mixed")
    concept, kind = (pl.col("number") * 7 + pl.col("number") // FACTS_PER_ENTITY) % CONCEPTS, pl.col("number") % 100
    text, nil, exact = kind < 5, (kind >= 5) & (kind < 7), (kind >= 7) & (kind < 10)
    year = pl.col("mixed") // 33 % len(PERIODS)
    instant = concept % 4 == 0
    sign = pl.when(pl.col("mixed") % 11 == 0).then(pl.lit("-")).otherwise(pl.lit(""))
    facts = (
        pl.select(number=pl.int_range(count, dtype=pl.Int64), eager=False)
        .with_columns(mixed)
        .select(
            id=pl.concat_str(pl.lit("fact."), pl.col("number").cast(pl.String)),
            concept=pl.concat_str(pl.lit("big:"), concept_name(concept)),
            entity=pl.concat_str(
                pl.lit("register:"), (pl.col("number") // FACTS_PER_ENTITY + 1).cast(pl.String).str.zfill(10)
            ),
            period_start=pl.when(~instant).then(_chosen(year, [start for start, _ in PERIODS])),
            period_end=_chosen(year, [end for _, end in PERIODS]),
            unit=pl.when(text)
            .then(None)
            .when(concept % 50 == 1)
            .then(pl.lit("iso4217:JPY/xbrli:shares"))
            .when(concept % 50 == 2)
            .then(pl.lit("xbrli:shares"))
            .otherwise(pl.lit("iso4217:JPY")),
            dimensions=pl.when(pl.col("mixed") % 3 == 0).then(
                pl.concat_str(
                    pl.when(concept % 2 == 0)
                    .then(pl.lit('{"big:SegmentAxis":"big:Segment'))
                    .otherwise(pl.lit('{"big:RegionAxis":"big:Region')),
                    (pl.col("mixed") // 99 % MEMBERS).cast(pl.String),
                    pl.lit('Member"}'),
                )
            ),
            language=pl.when(text).then(pl.lit("en")),
            value=pl.when(nil)
            .then(None)
            .when(text)
            .then(
                pl.concat_str(
                    _chosen(pl.col("number") // 100 % len(WORDS), WORDS), pl.lit(" "), pl.col("mixed").cast(pl.String)
                )
            )
            .when(exact)
            .then(
                pl.concat_str(
                    sign,
                    (pl.col("mixed") % 1000).cast(pl.String),
                    pl.lit("."),
                    (pl.col("mixed") % 90 + 10).cast(pl.String),
                )
            )
            .otherwise(pl.concat_str(sign, (pl.col("mixed") % 10_000_000).cast(pl.String), pl.lit("000"))),
            decimals=pl.when(~(text | nil | exact)).then(pl.lit(-3)).cast(pl.Int32),
        )
    )
    facts.select(*FACT_COLUMNS).sink_parquet(path)


def concept_name(number: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit("OperatingLineItemNumber"), number.cast(pl.String).str.zfill(4), pl.lit("Amount"))


def _chosen(index: pl.Expr, texts: list[str]) -> pl.Expr:
    """The text at an index."""
    return index.replace_strict(dict(enumerate(texts)), return_dtype=pl.String)
