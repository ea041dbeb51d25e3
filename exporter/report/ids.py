"""Readable, stable identifiers for contexts, units and facts. They depend on what is meant, not on where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from exporter.frames.columns import (
    CODED,
    as_text,
    contains,
    each_combination,
    each_distinct,
    each_row,
    recurring,
    row_keys,
)
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

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


def fact_names(facts: pl.DataFrame) -> pl.Series:
    """Give each fact an id, such as `gaap_Revenues.D20030701-20030930.JPY`.

    It consists of concept, context, and unit or language. No two are the same, and none is `f` and digits, which other
    tools give to facts without an id.

    Returns:
        The ids, as `IN_PARTS`.
    """
    context = each_row(facts, ["period_start", "period_end", "dimensions"], _context_codes)
    suffix = each_combination(facts, ["unit", "language"], _suffix, {"suffix": CODED})["suffix"]
    stem = each_distinct("concept", lambda name: f"{name.replace(':', '_')}.")
    parts = facts.select(stem.cast(CODED).alias("stem"), context=context["context"], suffix=suffix)
    parts = parts if _tells_apart(parts) else _told_apart(parts)
    return parts.select(id=pl.struct("stem", "context", "suffix")).to_series()


def _tells_apart(parts: pl.DataFrame) -> bool:
    """Tell by their parts that no two names are the same: the first point ends the stem, the next one the context."""
    has_point = pl.any_horizontal(contains("stem", r"\..*\.").any(), contains("context", r"\.").any())
    return not parts.select(has_point).item() and row_keys(parts, parts.columns).n_unique() == parts.height


def _told_apart(parts: pl.DataFrame) -> pl.DataFrame:
    """Put a number behind names that recur."""
    names = as_text(parts).select(name=pl.concat_str(pl.all())).to_series()
    distinct = distinct_names(names)
    is_numbered = pl.lit(distinct != names)
    empty = (
        pl.when(~is_numbered).then(name).otherwise(pl.lit("", CODED)).alias(name) for name in ("context", "suffix")
    )
    return parts.with_columns(*empty, stem=pl.when(is_numbered).then(pl.lit(distinct).cast(CODED)).otherwise("stem"))


def _context_codes(facts: pl.DataFrame) -> pl.DataFrame:
    return context_names(facts).cast(CODED).to_frame()


def _suffix(unit: str | None, language: str | None) -> tuple[str]:
    text = unit_name(unit) if unit else _plain(language or "")
    return (f".{text}" if text else "",)


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
