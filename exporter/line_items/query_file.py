"""The input query: what a database gives for a query of the project, as columns of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.databases.connections import find_database
from exporter.databases.queries import read_query
from exporter.errors import UnreadableInputError
from exporter.files.records import column_letter, read_text
from exporter.line_items.sheet import Sheet, decimal_mark

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.project.project import TableFile

__all__ = ["read_query_sheet"]

_MOST_BYTES = 1024**2


def read_query_sheet(file: TableFile) -> Sheet:
    """Run a query; the names of its columns are its first row.

    It may have the parameters `:start` and `:end`, the days of the period that report.toml names for it.

    Raises:
        UnreadableInputError: as `read_query`, or there is no such database.
    """
    if not file.database:
        raise UnreadableInputError(f"{file.path} is a query, and report.toml names no database for it")
    sql = read_text(file.path, _MOST_BYTES)
    start, end = (None, None) if file.period is None else (file.period.start, file.period.end)
    database = find_database(file.database, _folder(file))
    days = {"start": start, "end": end}
    found = read_query(file.name, sql, days, database, lambda name: decimal_mark(file, name))
    letters = {name: column_letter(index) for index, name in enumerate(found.columns)}
    row = pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias("row")
    return Sheet(list(found.columns), found.rename(letters).select(row, pl.all()), head=(tuple(found.columns),))


def _folder(file: TableFile) -> Path:
    """Give the project's folder, in which the query's file has its name."""
    return file.path.parents[len(file.name.replace("\\", "/").split("/")) - 1]
