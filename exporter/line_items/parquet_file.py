"""The input Parquet: numbers and dates as the text that says them exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.files.parquet import scan_parquet
from exporter.files.records import column_letter
from exporter.frames.columns import CODED, recurring_texts
from exporter.frames.exact_texts import exact_text
from exporter.line_items.sheet import MAX_ROWS, Sheet, decimal_mark

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from exporter.project.project import TableFile

__all__ = ["exact_texts", "read_parquet_sheet"]


def read_parquet_sheet(file: TableFile) -> Sheet:
    """Read the cells of a Parquet file; the names of its columns are its first row.

    Whole and decimal numbers, dates, truth values and nulls are taken as the text that says them exactly, decimal
    numbers with the decimal mark of their table.

    Raises:
        UnreadableInputError: the file cannot be read, or holds binary floats or nested values.
    """
    path = file.path
    if list(file.heading_rows) != [1]:
        raise UnreadableInputError(f"{path} has its headings in the names of its columns, so heading_rows is [1]")
    query = scan_parquet(path)
    schema = query.collect_schema()
    count = query.select(pl.len()).collect().item()
    if count > MAX_ROWS:
        raise UnreadableInputError(f"{path} has more than {MAX_ROWS:,} rows; split it")
    texts = query.select(exact_texts(path, schema, lambda name: decimal_mark(file, name)))
    texts = texts.rename({name: column_letter(index) for index, name in enumerate(schema)})
    row = pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias("row")
    cells = texts.select(row, pl.all()).with_columns(pl.col(recurring_texts(texts)).cast(CODED)).collect()
    return Sheet(schema.names(), cells, head=(tuple(schema.names()),))


def exact_texts(path: Path, schema: pl.Schema, mark: Callable[[str], str]) -> list[pl.Expr]:
    """Cast the columns of a file to the texts that say their values exactly; null is blank.

    Args:
        path: of the file, for errors.
        schema: its columns.
        mark: gives the decimal mark with which the decimal numbers of a column are written.

    Raises:
        UnreadableInputError: it holds binary floats or nested values.
    """

    def fault(reason: str) -> UnreadableInputError:
        return UnreadableInputError(f"{path} {reason}")

    return [exact_text(name, kind, mark(name), fault) for name, kind in schema.items()]
