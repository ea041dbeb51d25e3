"""Projects of any size: line items in Parquet, as a ledger gives them, and a mapping for 2,000 labels.

Each line item is a fact of one company: of a concept of the taxonomy of `reports`, in one of the years, for one of 12
segments or all, and one of 12 regions or all. Numbers are printed with commas and parentheses, nil as a dash.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from benchmarks.reports import (
    EXACT,
    GROUPS,
    INSTANT,
    NEGATIVE,
    NIL,
    SLOTS,
    TYPES,
    WORDS,
    chosen,
    write_table,
    write_taxonomy_tables,
)

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write_project"]

#: All segments, or one of them; the same for regions.
_CHOICES = 13
_FIRST_YEAR, _YEARS = 1990, 36
_UNITS = {
    "iso4217:JPY": "JPY",
    "iso4217:JPY/xbrli:shares": "JPY per share",
    "xbrli:shares": "shares",
    "xbrli:pure": "pure",
}


def write_project(count: int, folder: Path, *, distinct: bool = False) -> None:
    """Write a project with so many line items, at most `GROUPS * SLOTS * _CHOICES**2 * _YEARS`.

    Their figures are few, or are all `distinct`.
    """
    write_taxonomy_tables(folder / "taxonomy")
    years = range(_FIRST_YEAR, _FIRST_YEAR + _YEARS)
    periods = [f"{year} = {{ start = {year}-01-01, end = {year}-12-31 }}" for year in years]
    periods += [f"end-{year} = {{ instant = {year}-12-31 }}" for year in years]
    units = [f'"{name}" = "{measure}"' for measure, name in _UNITS.items()]
    report = f"""name = "ledger"
language = "en"
taxonomy = "taxonomy"

[entity]
scheme = "http://www.sec.gov/CIK"
identifier = "0000000001"

[units]
{chr(10).join(units)}

[periods]
{chr(10).join(periods)}

[tables.ledger]
layout = "list"
scale = 3
decimals = -3
dash = "nil"
files = [{{ file = "ledger.parquet" }}]
"""
    (folder / "report.toml").write_text(report, encoding="utf-8")
    columns = ("table", "label", "concept", "sign", "scale", "decimals")
    write_table(folder / "mapping.csv", columns, [_mapping_row(number) for number in range(min(count, GROUPS * SLOTS))])
    _write_ledger(count, folder / "ledger.parquet", distinct=distinct)


def _mapping_row(number: int) -> tuple[object, ...]:
    group = number // SLOTS
    kind = _kind(group)
    is_exact = group % EXACT[0] == EXACT[1]
    has_cents = is_exact or kind in {"perShareItemType", "pureItemType"}
    sign = "" if kind == "stringItemType" else "reversed" if group % NEGATIVE[0] == NEGATIVE[1] else "as printed"
    accuracy = ("0", "INF" if is_exact else "2") if has_cents else ("", "")
    return ("ledger", f"Line item {number}", f"big:OperatingLineItem{number:04d}", sign, *accuracy)


def _kind(group: int) -> str:
    kinds = (kind for (modulus, rest), (kind, _) in TYPES.items() if group % modulus == rest)
    return next(kinds, "monetaryItemType")


def _write_ledger(count: int, path: Path, *, distinct: bool) -> None:
    numbers = range(GROUPS)
    kinds = [_kind(group) for group in numbers]
    measures = dict(TYPES.values())
    units = [_UNITS.get(measures.get(kind, "iso4217:JPY") or "", "") for kind in kinds]
    has_cents = [g % EXACT[0] == EXACT[1] or kinds[g] in {"perShareItemType", "pureItemType"} for g in numbers]
    groups = pl.LazyFrame(
        {
            "group": numbers,
            "unit": units,
            "text": [kind == "stringItemType" for kind in kinds],
            "nil": [g % NIL[0] == NIL[1] for g in numbers],
            "fine": has_cents,
            "negative": [g % NEGATIVE[0] == NEGATIVE[1] for g in numbers],
            "instant": [g % INSTANT[0] == INSTANT[1] for g in numbers],
        }
    )
    place = pl.col("number") // (GROUPS * SLOTS)
    year = (place // _CHOICES**2 + _FIRST_YEAR).cast(pl.String)
    base = (place * 37 + pl.col("group") * 11) % 9973 + 1
    amount = base * pl.when(pl.col("slot") == 0).then(10).otherwise("slot")
    if distinct:
        amount = pl.col("number") * 97 + 1_000_003
    digits = amount.cast(pl.String).str.replace(r"(\d{3})$", ",$1").str.replace(r"(\d{3}),", ",$1,")
    digits = digits.str.strip_prefix(",")
    digits = pl.when("fine").then(pl.concat_str(digits, pl.lit(".00"))).otherwise(digits)
    number = pl.when("negative").then(pl.concat_str(pl.lit("("), digits, pl.lit(")"))).otherwise(digits)
    words = pl.concat_str(chosen((pl.col("group") + place) % len(WORDS), WORDS), pl.lit(" "), base.cast(pl.String))
    rows = pl.select(number=pl.int_range(count, dtype=pl.Int64), eager=False).with_columns(
        group=pl.col("number") // SLOTS % GROUPS, slot=pl.col("number") % SLOTS
    )
    rows.join(groups, on="group", maintain_order="left").select(
        label=pl.concat_str(pl.lit("Line item "), (pl.col("number") % (GROUPS * SLOTS)).cast(pl.String)),
        period=pl.when("instant").then(pl.concat_str(pl.lit("end-"), year)).otherwise(year),
        unit="unit",
        printed=pl.when("nil").then(pl.lit("-")).when("text").then(words).otherwise(number),
        **{
            f"big:{axis}Axis": chosen(choice, ["", *(f"big:{axis}{n}Member" for n in range(_CHOICES - 1))])
            for axis, choice in {"Segment": place // _CHOICES % _CHOICES, "Region": place % _CHOICES}.items()
        },
    ).sink_parquet(path)
