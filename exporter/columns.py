"""Columns of text by the million: functions of text applied once to each distinct text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["each_distinct", "row_keys"]


def each_distinct(column: str, function: Callable[[str], str | None]) -> pl.Expr:
    """The column with each text replaced by the function's result; null stays null.

    The function is called once for each distinct text, so this is for columns in which few texts are distinct.
    """
    return pl.col(column).map_batches(
        lambda series: series.replace_strict(
            {text: function(text) for text in series.unique().drop_nulls()}, default=None, return_dtype=pl.String
        ),
        return_dtype=pl.String,
    )


def row_keys(table: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """A whole number for each row; two rows have the same one if, and only if, they agree in the columns."""
    hashed = table.select(pl.struct(columns).hash().alias("key"))["key"]
    distinct = table.select(columns).unique()
    if hashed.n_unique() == distinct.height:
        return hashed
    numbered = distinct.with_row_index("key")  # two rows share a hash by chance
    return table.select(columns).join(numbered, on=columns, how="left", nulls_equal=True, maintain_order="left")["key"]
