"""The input Parquet: numbers and dates as the text that says them exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.files.parquet import scan_parquet
from exporter.files.records import column_letter
from exporter.frames.columns import CODED, recurring_texts
from exporter.line_items.sheet import MAX_ROWS, Sheet

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["exact_texts", "read_parquet_sheet"]


def read_parquet_sheet(path: Path, heading_rows: tuple[int, ...]) -> Sheet:
    """Read the cells of a Parquet file; the names of its columns are its first row.

    Whole and decimal numbers, dates, truth values and nulls are taken as the text that says them exactly.

    Raises:
        UnreadableInputError: the file cannot be read, or holds binary floats or nested values.
    """
    if list(heading_rows) != [1]:
        raise UnreadableInputError(f"{path} has its headings in the names of its columns, so heading_rows is [1]")
    query = scan_parquet(path)
    schema = query.collect_schema()
    count = query.select(pl.len()).collect().item()
    if count > MAX_ROWS:
        raise UnreadableInputError(f"{path} has more than {MAX_ROWS:,} rows; split it")
    letters = {name: column_letter(index) for index, name in enumerate(schema)}
    texts = query.select(exact_texts(path, schema)).rename(letters)
    row = pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias("row")
    cells = texts.select(row, pl.all()).with_columns(pl.col(recurring_texts(texts)).cast(CODED)).collect()
    return Sheet(schema.names(), cells, head=(tuple(schema.names()),))


def exact_texts(path: Path, schema: pl.Schema) -> list[pl.Expr]:
    """Cast the columns of a file to the texts that say their values exactly; null is blank.

    Raises:
        UnreadableInputError: it holds binary floats or nested values.
    """
    return [_exact_text(path, name, kind).alias(name) for name, kind in schema.items()]


def _exact_text(path: Path, name: str, kind: pl.DataType) -> pl.Expr:
    """Cast a column to the text that says its values exactly; null is blank."""
    column = pl.col(name)
    if kind.is_float():
        raise UnreadableInputError(
            f"{path} holds binary floats in the column {name!r}, which are not exact; store text or decimals"
        )
    if kind.is_nested() or kind in (pl.Binary, pl.Object):
        raise UnreadableInputError(f"{path} holds {kind} in the column {name!r}, which is no text, number or date")
    text = column.cast(pl.String)
    if kind == pl.Datetime:  # which is how some write days
        text = pl.when(column == column.dt.truncate("1d")).then(column.dt.strftime("%Y-%m-%d")).otherwise(text)
    return text.fill_null("")
