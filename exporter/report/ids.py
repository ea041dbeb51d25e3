"""Readable, stable identifiers for contexts, units and facts. They depend on what is meant, not on where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from exporter.frames.columns import each_combination, each_distinct, recurring
from exporter.report.names import local_name
from exporter.report.report import dimensions_of

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "context_names",
    "distinct",
    "distinct_names",
    "fact_names",
    "members_name",
    "period_name",
    "unit_name",
]

#: So many facts are named at a time.
_PART = 1_000_000
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


def fact_names(facts: pl.DataFrame) -> pl.Series:
    """An id for each fact, `gaap_Revenues.D20030701-20030930.JPY`: concept, context, and unit or language.

    Never `f` and digits, which other tools give to facts without an id. No two are the same.
    """
    parts = (_fact_names(part) for part in facts.iter_slices(_PART))
    return distinct_names(pl.concat([pl.Series("id", [], pl.String), *parts]))


def _fact_names(facts: pl.DataFrame) -> pl.Series:
    concept = pl.col("concept").str.replace_all(":", "_", literal=True)
    suffix = pl.coalesce(each_distinct("unit", unit_name), each_distinct("language", _plain)).fill_null("")
    parts = facts.select(concept, context_names(facts).alias("context"), suffix=suffix)
    dot = pl.when(pl.col("suffix") != "").then(pl.lit(".")).otherwise(pl.lit(""))
    name = pl.concat_str("concept", pl.lit("."), "context", dot, "suffix")
    return parts.select(name.alias("id")).to_series()


def context_names(table: pl.DataFrame) -> pl.Series:
    """`D20030701-20030930` for a duration, `I20030930` for an instant, followed by the members; they may recur."""
    periods = table.select("period_start", "period_end", "dimensions")
    periods = each_combination(
        periods, ["period_start", "period_end"], lambda *days: (period_name(*days),), {"period": pl.String}
    )
    members = each_distinct("dimensions", members_name).fill_null("")
    return periods.select(pl.concat_str("period", members).alias("context")).to_series()


def period_name(period_start: str | None, period_end: str | None) -> str:
    """`D20030701-20030930` for a duration, `I20030930` for an instant, `Forever`."""
    start, end = (_digits(text) for text in (period_start, period_end))
    return f"D{start}-{end}" if start else f"I{end}" if end else "Forever"


def members_name(dimensions: str | None) -> str:
    """`_DomesticMember_DialUpMember`: the members in the order of their dimensions."""
    members = dimensions_of(dimensions)
    return "".join(f"_{_plain(local_name(members[axis]))}" for axis in sorted(members))


def unit_name(unit: str) -> str:
    """`JPY`, `shares`, `JPYPerShares`."""
    return "Per".join("-".join(_plain(local_name(measure)) for measure in side.split("*")) for side in unit.split("/"))


def distinct_names(names: pl.Series) -> pl.Series:
    """The names, told apart as `distinct` does."""
    again = recurring(names.hash())
    if not again.any():
        return names
    number = pl.int_range(1, pl.len() + 1).over("name")
    numbered = pl.concat_str(pl.col("name"), pl.lit("-"), number.cast(pl.String))
    others = names.alias("name").to_frame().with_row_index("place").filter(again)
    others = others.select("place", id=pl.when(number == 1).then("name").otherwise(numbered))
    ids = names.clone().scatter(others["place"], others["id"])
    if ids.n_unique() == len(ids):
        return ids
    return pl.Series("id", distinct(names), pl.String)  # a numbered name is also one that was given


def distinct(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """The names in order; where one recurs or is taken already, it gets `-2`, `-3` and so on."""
    given = set(taken)
    result = []
    for name in names:
        candidate, count = name, 1
        while candidate in given:
            count += 1
            candidate = f"{name}-{count}"
        given.add(candidate)
        result.append(candidate)
    return result


def _digits(text: str | None) -> str:
    return _NOT_IN_NAMES.sub("", text).replace("-", "") if text else ""


def _plain(text: str) -> str:
    return _NOT_IN_NAMES.sub("", text)
