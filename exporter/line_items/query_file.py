"""The input query: what a database gives for a query of the project, as columns of text."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import polars as pl

from exporter.databases.connections import find_database
from exporter.databases.queries import open_query
from exporter.errors import UnreadableInputError
from exporter.files.records import column_letter, read_text
from exporter.line_items.sheet import Sheet, decimal_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from exporter.project.project import TableFile

__all__ = ["open_query_rows", "read_query_sheet"]

#: What the text of a query may have, and what its rows may take.
_MOST_BYTES, _MOST_MEMORY = 1024**2, 512 * 1024**2


def read_query_sheet(file: TableFile) -> Sheet:
    """Run a query; the names of its columns are its first row.

    Raises:
        UnreadableInputError: as `open_query_rows`.
    """
    with open_query_rows(file, lambda name: decimal_mark(file, name)) as rows:
        cells = _collected(file.name, rows)
    columns = cells.columns[1:]
    letters = {name: column_letter(index) for index, name in enumerate(columns)}
    return Sheet(columns, cells.select("row", pl.col(columns)).rename(letters), head=(tuple(columns),))


def _collected(name: str, rows: pl.LazyFrame) -> pl.DataFrame:
    """Read all rows, which are bounded: a query may give rows without end."""
    parts, size = [rows.collect_schema().to_frame()], 0
    for part in rows.collect_batches(engine="streaming"):
        parts.append(part)
        size += int(part.estimated_size())
        if size > _MOST_MEMORY:
            raise UnreadableInputError(
                f"{name} gives more than {_MOST_MEMORY:,} bytes; add up in the query, or make the table a journal"
            )
    return pl.concat(parts)


@contextlib.contextmanager
def open_query_rows(file: TableFile, mark: Callable[[str], str]) -> Iterator[pl.LazyFrame]:
    """Run a query, whose rows are read when they are collected: once, and before the end.

    It may have the parameters `:start` and `:end`, the days of the period that report.toml names for it.

    Args:
        file: the query's.
        mark: gives the decimal mark with which the decimal numbers of a column are written.

    Yields:
        Its columns as text, behind `row`, the number of a row under its headings, from 2.

    Raises:
        UnreadableInputError: as `open_query`, or there is no such database.
    """
    if not file.database:
        raise UnreadableInputError(f"{file.path} is a query, and report.toml names no database for it")
    sql = read_text(file.path, _MOST_BYTES)
    start, end = (None, None) if file.period is None else (file.period.start, file.period.end)
    database = find_database(file.database, _folder(file))
    with open_query(file.name, sql, {"start": start, "end": end}, database, mark) as rows:
        if "row" in rows.collect_schema().names():
            raise UnreadableInputError(f"{file.name} gives a column 'row', as rows are counted; rename it, with AS")
        yield rows.with_row_index("row", 2).with_columns(pl.col("row").cast(pl.Int64))


def _folder(file: TableFile) -> Path:
    """Give the project's folder, in which the query's file has its name."""
    return file.path.parents[len(file.name.replace("\\", "/").split("/")) - 1]
