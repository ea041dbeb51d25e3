"""Realistic reports of any size, and their taxonomy: the same for the same size, on every machine.

Each entity reports 1,000 facts of a taxonomy with 2,000 concepts, in groups of five: a total and the four parts that
add to it. A third of the groups has a member of one of two dimensions, a quarter is instants; 5 groups in 100 are texts
that need escaping, 2 are nil, 3 are exact, and 2 each are amounts per share, counts of shares and pure numbers.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import polars as pl

from exporter.report.names import SPECIFICATION_PREFIXES
from exporter.report.report import FACT_COLUMNS, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = [
    "ENTRY_POINT",
    "NAMESPACES",
    "chosen",
    "read_facts",
    "write_facts",
    "write_table",
    "write_taxonomy_tables",
]

GROUPS, SLOTS = 400, 5
FACTS_PER_ENTITY = GROUPS // 2 * SLOTS
MEMBERS = 24
YEARS = (2023, 2024, 2025)
WORDS = ("Consolidated results", "R&D <net> of grants", "売上高は増加した", 'so-called "other" items', "net > gross")
NAMESPACE = "http://taxonomy.example.org/big/2026"
ENTRY_POINT = f"{NAMESPACE}/big-2026-all.xsd"
NAMESPACES = {**SPECIFICATION_PREFIXES, "big": NAMESPACE, "register": "http://www.sec.gov/CIK"}
#: By the remainder of the group's number: item type and unit. The others are monetary.
TYPES = {
    (20, 3): ("stringItemType", None),
    (50, 1): ("perShareItemType", "iso4217:JPY/xbrli:shares"),
    (50, 2): ("sharesItemType", "xbrli:shares"),
    (50, 7): ("pureItemType", "xbrli:pure"),
}
NIL, EXACT, NEGATIVE, INSTANT, DIMENSIONS = (50, 9), (33, 5), (11, 0), (4, 0), (3, 2)


def read_facts(path: Path) -> Report:
    """Open the facts in a Parquet file as a Report, which is a query over the file."""
    return Report(pl.scan_parquet(path), NAMESPACES, (ENTRY_POINT,))


def write_facts(count: int, path: Path) -> None:
    """Write so many facts to a Parquet file, with the columns of a Report."""
    number = pl.col("number")
    entity, place = number // FACTS_PER_ENTITY, number % FACTS_PER_ENTITY
    numbered = pl.select(number=pl.int_range(count, dtype=pl.Int64), eager=False).select(
        "number", entity=entity, group=place // SLOTS + entity % 2 * (GROUPS // 2), slot=place % SLOTS
    )
    group, slot = pl.col("group"), pl.col("slot")
    kinds = {kind: group % modulus == rest for (modulus, rest), (kind, _) in TYPES.items()}
    is_text, is_nil = kinds["stringItemType"], group % NIL[0] == NIL[1]
    has_cents = (group % EXACT[0] == EXACT[1]) | kinds["perShareItemType"] | kinds["pureItemType"]
    base = (pl.col("entity") * 37 + group * 11) % 9973 + 1
    factor = pl.when(slot == 0).then(10).otherwise(slot)
    sign = pl.when(group % NEGATIVE[0] == NEGATIVE[1]).then(pl.lit("-")).otherwise(pl.lit(""))
    cents = factor * (base * 100 + 25)
    year = chosen(group // 7 % len(YEARS), [str(year) for year in YEARS])
    member = (pl.col("entity") + group // 3) % MEMBERS
    measures = [pl.when(kinds[kind]).then(pl.lit(measure)) for kind, measure in TYPES.values() if measure is not None]
    words = chosen((group + slot) % len(WORDS), WORDS)
    hundredths = _as_text(cents % 100).str.zfill(2)
    numbered.select(
        id=pl.concat_str(pl.lit("fact."), _as_text(number)),
        concept=pl.concat_str(pl.lit("big:"), _concept_name(group * SLOTS + slot)),
        entity=pl.concat_str(pl.lit("register:"), _as_text(pl.col("entity") + 1).str.zfill(10)),
        period_start=pl.when(group % INSTANT[0] != INSTANT[1]).then(pl.concat_str(year, pl.lit("-01-01"))),
        period_end=pl.concat_str(year, pl.lit("-12-31")),
        unit=pl.when(~is_text).then(pl.coalesce(*measures, pl.lit("iso4217:JPY"))),
        dimensions=pl.when(group % DIMENSIONS[0] == DIMENSIONS[1]).then(
            chosen(member, [f'{{"big:{axis}":"big:{name}"}}' for axis, name in _members()])
        ),
        language=pl.when(is_text).then(pl.lit("en")),
        value=pl.when(is_nil)
        .then(None)
        .when(is_text)
        .then(pl.concat_str(words, pl.lit(" "), _as_text(base)))
        .when(has_cents)
        .then(pl.concat_str(sign, _as_text(cents // 100), pl.lit("."), hundredths))
        .otherwise(pl.concat_str(sign, _as_text(base * factor), pl.lit("000"))),
        decimals=pl.when(is_text | is_nil | (group % EXACT[0] == EXACT[1]))
        .then(None)
        .when(has_cents)
        .then(2)
        .otherwise(-3)
        .cast(pl.Int32),
    ).select(*FACT_COLUMNS).sink_parquet(path)


def write_taxonomy_tables(folder: Path) -> None:
    """Write the tables that the taxonomy is compiled from."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "taxonomy.toml").write_text(
        f"""name = "big-2026"
prefix = "big"
namespace = "{NAMESPACE}"
version = "2026"
languages = ["en"]
publisher = "Example"
publisher_url = "http://taxonomy.example.org/"

[title]
en = "A taxonomy with many concepts"
""",
        encoding="utf-8",
    )
    heads = {
        "OperatingAbstract": ("stringItemType", "Operating [Abstract]"),
        "OperatingTable": ("hypercubeItem", "Operating [Table]"),
        "SegmentAxis": ("dimensionItem", "Segment [Axis]"),
        "SegmentDomain": ("domainItemType", "Segments [Domain]"),
        "RegionAxis": ("dimensionItem", "Region [Axis]"),
        "RegionDomain": ("domainItemType", "Regions [Domain]"),
        "OperatingLineItems": ("stringItemType", "Operating [Line Items]"),
        **{name: ("domainItemType", f"{name} [Member]") for _, name in _members()},
    }
    concepts = [(name, kind, "", "duration", "true") for name, (kind, _) in heads.items()]
    labels = [(name, "label", label) for name, (_, label) in heads.items()]
    outline = [(0, "OperatingAbstract", ""), (1, "OperatingTable", "")]
    for axis in ("Segment", "Region"):
        outline += [(2, f"{axis}Axis", ""), (3, f"{axis}Domain", "")]
        outline += [(4, name, "") for of_axis, name in _members() if of_axis == f"{axis}Axis"]
    outline.append((2, "OperatingLineItems", ""))
    arcs = []
    for group in range(GROUPS):
        kind = next(
            (kind for (modulus, rest), (kind, _) in TYPES.items() if group % modulus == rest), "monetaryItemType"
        )
        period = "instant" if group % INSTANT[0] == INSTANT[1] else "duration"
        for slot in range(SLOTS):
            name = f"OperatingLineItem{group * SLOTS + slot:04d}"
            concepts.append((name, kind, "debit" if kind == "monetaryItemType" else "", period, "false"))
            labels.append((name, "label", f"Operating line item {group * SLOTS + slot}"))
            outline.append((3, name, ""))
            if slot and kind == "monetaryItemType":
                arcs.append(("Operating", f"OperatingLineItem{group * SLOTS:04d}", name, 1))
    labels += [(name, "documentation", f"What {label} is.") for name, role, label in labels if role == "label"]
    write_table(folder / "concepts.csv", ("name", "type", "balance", "period", "abstract"), concepts)
    write_table(folder / "labels.csv", ("concept", "role", "en"), labels)
    write_table(folder / "networks.csv", ("network", "definition"), [("Operating", "000100 - Statement - Operating")])
    rows = [("Operating", *row) for row in outline]
    write_table(folder / "presentation.csv", ("network", "depth", "concept", "preferred_label"), rows)
    write_table(folder / "calculation.csv", ("network", "total", "concept", "weight"), arcs)


def _members() -> list[tuple[str, str]]:
    """List axis and name of each member."""
    half = MEMBERS // 2
    axes = [("SegmentAxis", "Segment")] * half + [("RegionAxis", "Region")] * half
    return [(axis, f"{name}{number % half}Member") for number, (axis, name) in enumerate(axes)]


def _concept_name(number: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit("OperatingLineItem"), _as_text(number).str.zfill(4))


def _as_text(number: pl.Expr) -> pl.Expr:
    return number.cast(pl.String)


def chosen(index: pl.Expr, texts: Sequence[str]) -> pl.Expr:
    """Choose the text at an index."""
    return index.replace_strict(dict(enumerate(texts)), return_dtype=pl.String)


def write_table(path: Path, columns: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
    """Write a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
