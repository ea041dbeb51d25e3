"""Columns that databases give, as the text that says their values exactly."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.errors import UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["check_names", "exact_text", "texts_of_rows"]


def check_names(name: str, columns: Sequence[str]) -> None:
    """See that each column has a name of its own.

    Raises:
        UnreadableInputError: two have one name.
    """
    for column in columns:
        if columns.count(column) > 1:
            raise UnreadableInputError(f"{name} gives two columns {column!r}; name one of them otherwise, with AS")


def exact_text(name: str, column: str, kind: pl.DataType, mark: str) -> pl.Expr:
    """Cast a column to the text that says its values exactly, decimal numbers with a mark; null is blank.

    Raises:
        UnreadableInputError: it holds binary floats, or what is no text, number or date.
    """
    expression = pl.col(column)
    storage: Any = kind
    if isinstance(kind, pl.BaseExtension):  # PostgreSQL's numeric, as text
        storage = kind.ext_storage()
        expression = expression.ext.storage()
    if storage.is_float():
        raise UnreadableInputError(_floats(name, column))
    if storage.is_nested() or storage in (pl.Binary, pl.Object, pl.Duration):
        raise UnreadableInputError(f"{name} gives {storage} in the column {column!r}, which is no text, number or date")
    text = expression.cast(pl.String)
    if mark != "." and (storage.is_decimal() or isinstance(kind, pl.BaseExtension)):
        text = text.str.replace(".", mark, literal=True)
    if storage == pl.Datetime:
        is_day = expression == expression.dt.truncate("1d")
        text = pl.when(is_day).then(expression.dt.strftime("%Y-%m-%d")).otherwise(text)
    return text.fill_null("").alias(column)


def texts_of_rows(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], mark: Callable[[str], str]
) -> pl.DataFrame:
    """Make columns of text from rows of Python's values, decimal numbers with the mark of their column.

    Raises:
        UnreadableInputError: a value is a binary float or no text, number or date.
    """
    marks = [mark(column) for column in columns]
    texts = [[_text(name, *cell) for cell in zip(columns, row, marks, strict=True)] for row in rows]
    return pl.DataFrame(texts, schema=dict.fromkeys(columns, pl.String), orient="row")


def _text(name: str, column: str, value: Any, mark: str) -> str:  # noqa: ANN401 - whatever a database holds
    if value is None:
        return ""
    if isinstance(value, float):
        raise UnreadableInputError(_floats(name, column))
    if isinstance(value, (bytes, bytearray, memoryview, list, dict)):
        kind = type(value).__name__
        raise UnreadableInputError(f"{name} gives {kind} in the column {column!r}, which is no text, number or date")
    return f"{value:f}".replace(".", mark) if isinstance(value, Decimal) and value.is_finite() else str(value)


def _floats(name: str, column: str) -> str:
    return (
        f"{name} gives binary floats in the column {column!r}, which are not exact; "
        f"store decimals, or cast them in the query: cast({column} as decimal(38, 2)), or as text"
    )
