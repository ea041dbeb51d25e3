"""Columns of text by the million: functions of text applied once to each distinct text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["each_distinct"]


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
