"""Columns of a table as the text that says their values exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["exact_text"]

#: The first and the last day of which years have four digits, counted from 1970.
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896
_PER_DAY = {"ms": 86_400 * 10**3, "us": 86_400 * 10**6, "ns": 86_400 * 10**9}


def exact_text(
    column: str,
    kind: pl.DataType,
    decimal_mark: str,
    fault: Callable[[str], Exception],
    advice: str = "store text or decimals",
) -> pl.Expr:
    """Cast a column to text: whole and decimal numbers, days, truth values and texts; null is blank.

    Args:
        column: its name.
        kind: its type.
        decimal_mark: what stands before the decimal places of decimal numbers, as they are read again.
        fault: gives the error for a reason, which says what its table has.
        advice: what to do about binary floats.

    Raises:
        Exception: the fault; it holds binary floats, which are not exact, or what is no text, number or date. Of days
            that no calendar has it is raised when the column is read.
    """
    expression, storage, is_decimal = pl.col(column), kind, kind.is_decimal()
    if isinstance(kind, pl.BaseExtension) and kind.ext_storage() == pl.String:
        expression, storage = expression.ext.storage(), pl.String()
        is_decimal = '"numeric"' in (kind.ext_metadata() or "")  # PostgreSQL's, which has any number of places
    if storage.is_float():
        raise fault(f"has binary floats in the column {column!r}, which are not exact; {advice}")
    if storage.is_nested() or storage in (pl.Binary, pl.Object, pl.Duration) or isinstance(storage, pl.BaseExtension):
        raise fault(f"has {storage} in the column {column!r}, which is no text, number or date")
    if storage in (pl.Date, pl.Datetime):
        message = f"has days in the column {column!r} that no calendar has"
        expression = expression.map_batches(lambda days: _known_days(days, fault(message)), return_dtype=storage)
    text = expression.cast(pl.String)
    if decimal_mark != "." and is_decimal:
        text = text.str.replace(".", decimal_mark, literal=True)
    if storage == pl.Datetime:  # which is how some write days
        is_day = expression == expression.dt.truncate("1d")
        text = pl.when(is_day).then(expression.dt.strftime("%Y-%m-%d")).otherwise(text)
    return text.fill_null("").alias(column)


def _known_days(days: pl.Series, error: Exception) -> pl.Series:
    """See that the years have four digits, since others, and infinity, are no text."""
    unit = days.dtype.time_unit if isinstance(days.dtype, pl.Datetime) else None
    whole = days.to_physical() // _PER_DAY[unit] if unit else days.to_physical()
    if not whole.drop_nulls().is_between(_FIRST_DAY, _LAST_DAY).all():
        raise error
    return days
