"""Columns of a table as the text that says their values exactly."""

from __future__ import annotations

import polars as pl

__all__ = ["exact_text"]


def exact_text(column: str, kind: pl.DataType, decimal_mark: str = ".") -> pl.Expr:
    """Cast a column to text: whole and decimal numbers, days, truth values and texts; null is blank.

    Args:
        column: its name.
        kind: its type.
        decimal_mark: what stands before the decimal places of decimal numbers, as they are read again.

    Raises:
        ValueError: it holds binary floats, which are not exact, or what is no text, number or date.
    """
    expression = pl.col(column)
    if kind.is_float():
        raise ValueError(f"holds binary floats in the column {column!r}, which are not exact; store text or decimals")
    if kind.is_nested() or kind in (pl.Binary, pl.Object, pl.Duration) or isinstance(kind, pl.BaseExtension):
        raise ValueError(f"holds {kind} in the column {column!r}, which is no text, number or date")
    text = expression.cast(pl.String)
    if kind.is_decimal() and decimal_mark != ".":
        text = text.str.replace(".", decimal_mark, literal=True)
    if kind == pl.Datetime:  # which is how some write days
        is_day = expression == expression.dt.truncate("1d")
        text = pl.when(is_day).then(expression.dt.strftime("%Y-%m-%d")).otherwise(text)
    return text.fill_null("")
