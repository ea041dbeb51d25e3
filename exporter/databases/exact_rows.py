"""Rows that databases give, as the text that says their values exactly."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.errors import UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["FLOATS_ADVICE", "check_names", "texts_of_rows"]

#: What to do about binary floats.
FLOATS_ADVICE = "store decimals, or cast them in the query: cast(… as decimal(38, 2)), or as text"


def check_names(name: str, columns: Sequence[str]) -> None:
    """See that there are columns, each with a name of its own.

    Raises:
        UnreadableInputError: there are none, or two have one name.
    """
    if not columns:
        raise UnreadableInputError(f"{name} gives no columns; it should be one SELECT")
    for column in columns:
        if columns.count(column) > 1:
            raise UnreadableInputError(f"{name} gives two columns {column!r}; name one of them otherwise, with AS")


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
        floats = f"{name} has binary floats in the column {column!r}, which are not exact"
        raise UnreadableInputError(f"{floats}; {FLOATS_ADVICE}")
    if isinstance(value, (bytes, bytearray, memoryview, list, dict)):
        kind = type(value).__name__
        raise UnreadableInputError(f"{name} has {kind} in the column {column!r}, which is no text, number or date")
    return f"{value:f}".replace(".", mark) if isinstance(value, Decimal) and value.is_finite() else str(value)
