"""Readable, stable identifiers for contexts, units and facts. They depend on what is meant, not on where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from exporter.frames.columns import CODED, each_combination, each_distinct, recurring
from exporter.report.names import is_ncname, local_name
from exporter.report.report import CONTENT, dimensions_of

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
    """Give each fact an id, such as `gaap_Revenues.D20030701-20030930.JPY`.

    It consists of concept, context, and unit or language. No two are the same, and none is `f` and digits, which other
    tools give to facts without an id.
    """
    parts = (_fact_names(part) for part in facts.iter_slices(_PART))
    return distinct_names(pl.concat([pl.Series("id", [], pl.String), *parts]))


def _fact_names(facts: pl.DataFrame) -> pl.Series:
    """Name each fact; names may recur."""
    concept = each_distinct("concept", lambda name: name.replace(":", "_"))
    suffix = pl.coalesce(each_distinct("unit", unit_name), each_distinct("language", _plain)).fill_null("")
    parts = facts.select(concept, context_names(facts).alias("context"), suffix=suffix)
    dot = pl.when(pl.col("suffix") != "").then(pl.lit(".")).otherwise(pl.lit(""))
    name = pl.concat_str("concept", pl.lit("."), "context", dot, "suffix")
    return parts.select(name.alias("id")).to_series()


def context_names(table: pl.DataFrame) -> pl.Series:
    """Name the context in each row by period and members; names may recur.

    The table has the columns `period_start`, `period_end` and `dimensions`.
    """
    periods = table.select("period_start", "period_end", "dimensions")
    periods = each_combination(
        periods, ["period_start", "period_end"], lambda *days: (period_name(*days),), {"period": CODED}
    )
    members = each_distinct("dimensions", members_name).fill_null("")
    return periods.select(pl.concat_str("period", members).alias("context")).to_series()


def period_name(period_start: str | None, period_end: str | None) -> str:
    """Name a period: `D20030701-20030930` for a duration, `I20030930` for an instant, or `Forever`."""
    start, end = (_date_digits(text) for text in (period_start, period_end))
    return f"D{start}-{end}" if start else f"I{end}" if end else "Forever"


def members_name(dimensions: str | None) -> str:
    """Name members in the order of their dimensions, such as `_DomesticMember_DialUpMember`."""
    members = dimensions_of(dimensions)
    return "".join(f"_{_member_name(axis, members[axis])}" for axis in sorted(members))


def _member_name(axis: str, member: str | None) -> str:
    """Name a member; what is no dimension has the name of where it stands."""
    if axis in CONTENT:
        return axis
    return "nil" if member is None else _plain(local_name(member))


def unit_name(unit: str) -> str:
    """Name a unit, such as `JPY`, `shares` or `JPYPershares`; `unit` where its measures have no letters for that."""
    name = "Per".join("-".join(_plain(local_name(measure)) for measure in side.split("*")) for side in unit.split("/"))
    return name if is_ncname(name) else "unit"


def distinct_names(names: pl.Series) -> pl.Series:
    """Tell names apart, as `distinct` does."""
    # A name that shares but its hash with another is numbered as the first of its own kind, and so stays as it is.
    is_recurring = recurring(names.hash())
    if not is_recurring.any():
        return names
    number = pl.int_range(1, pl.len() + 1).over("name")
    numbered_name = pl.concat_str(pl.col("name"), pl.lit("-"), number.cast(pl.String))
    duplicates = names.alias("name").to_frame().with_row_index("place").filter(is_recurring)
    duplicates = duplicates.select("place", id=pl.when(number == 1).then("name").otherwise(numbered_name))
    ids = names.clone().scatter(duplicates["place"], duplicates["id"])
    if ids.n_unique() == len(ids):
        return ids
    return pl.Series("id", distinct(names), pl.String)  # a numbered name is also one that was given


def distinct(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Tell names apart.

    Args:
        names: one that recurs or is taken already gets `-2`, `-3` and so on.
        taken: names that may not be given.

    Returns:
        Names in the same order, each once.
    """
    names_in_use = set(taken)
    counts: dict[str, int] = {}  # up to which number those of a name are taken
    result = []
    for name in names:
        candidate, count = name, counts.get(name, 1)
        while candidate in names_in_use:
            count += 1
            candidate = f"{name}-{count}"
        counts[name] = count
        names_in_use.add(candidate)
        result.append(candidate)
    return result


def _date_digits(text: str | None) -> str:
    return _NOT_IN_NAMES.sub("", text).replace("-", "") if text else ""


def _plain(text: str) -> str:
    return _NOT_IN_NAMES.sub("", text)
