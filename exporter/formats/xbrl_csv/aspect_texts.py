"""The aspects of facts as texts of xBRL-CSV, each worked out once for each combination of what says it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from exporter.formats.oim_facts import period_moments
from exporter.formats.xbrl_csv.cells import NIL, cell, cell_column
from exporter.frames.columns import each_combination

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter.formats.oim_facts import OimNames

__all__ = ["ONCE", "core_texts", "in_cells", "member_cells"]

#: Core aspects that metadata may say once for many facts.
ONCE = ("period", "unit", "language", "entity")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def core_texts(facts: pl.DataFrame, names: OimNames) -> pl.DataFrame:
    """Write aspects of facts as they stand in metadata.

    Args:
        facts: with the columns of `SHARED`, as text.
        names: of the file.

    Returns:
        For each fact its `decimals`, and the aspects of `ONCE`; null where it has none, or need not say it.

    Raises:
        MisuseError: an aspect cannot be written.
    """
    functions: dict[str, tuple[list[str], Callable[..., str | None]]] = {
        "decimals": (["unit", "nil", "decimals"], _decimals),
        "period": (["period_start", "period_end"], _period),
        "unit": (["unit"], names.unit),
        "language": (["language"], _language),
        "entity": (["entity"], names.entity),
    }
    return pl.concat([_texts(facts, name, *each) for name, each in functions.items()], how="horizontal")


def _texts(facts: pl.DataFrame, name: str, columns: list[str], function: Callable[..., str | None]) -> pl.DataFrame:
    texts = each_combination(facts.select(columns), columns, lambda *values: (function(*values),), {"\0": pl.String})
    return texts.select(pl.col("\0").alias(name))


def in_cells(texts: pl.DataFrame) -> pl.DataFrame:
    """Write texts as cells; null is an empty one."""
    return texts.select(cell_column(pl.col(name)).fill_null("").alias(name) for name in texts.columns)


def member_cells(facts: pl.DataFrame, names: OimNames) -> pl.DataFrame:
    """Write the members of facts as cells, with a column for each dimension that any fact has.

    Args:
        facts: with the column `dimensions`.
        names: of the file.

    Raises:
        MisuseError: one cannot be written.
    """
    members = {text: names.members(text) for text in facts["dimensions"].unique(maintain_order=True)}
    dimensions = sorted({name for each in members.values() for name in each})
    if not dimensions:
        return pl.DataFrame()

    def cells(text: str | None) -> tuple[str, ...]:
        return tuple(_member(members[text][name]) if name in members[text] else "" for name in dimensions)

    written = each_combination(facts.select("dimensions"), ["dimensions"], cells, dict.fromkeys(dimensions, pl.String))
    return written.drop("dimensions")


def _member(text: str | None) -> str:
    return NIL if text is None else cell(text)


def _decimals(unit: str | None, is_nil: bool, decimals: int | None) -> str | None:
    return None if unit is None or is_nil or decimals is None else str(decimals)


def _language(language: str | None) -> str | None:
    return (language or "").lower() or None


def _period(period_start: str | None, period_end: str | None) -> str | None:
    """Write a period: days where it has some, as `2003-07-01..2003-09-30` and `2003-09-30@end`, and else moments.

    Raises:
        MisuseError: it has no words in ISO 8601.
    """
    if period_end is None:
        return None
    start, end = period_moments(period_start, period_end)
    if _DAY.fullmatch(period_end) and (period_start is None or _DAY.fullmatch(period_start)):
        return f"{period_start}..{period_end}" if period_start else f"{period_end}@end"
    return f"{start}/{end}" if start else end
