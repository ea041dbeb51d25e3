"""Sheets: the file of a table as columns of text, from CSV or Parquet, each column under its spreadsheet's letter."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.files.parquet import scan_parquet
from exporter.files.records import column_letter, read_batches

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["SHEETS", "Sheet", "read_sheet"]


#: The kinds of files that hold a table, by their endings.
SHEETS = (".csv", ".parquet")
#: Larger files, and files with more rows, are refused.
MAX_BYTES, MAX_ROWS = 1024**3, 50_000_000


@dataclass(frozen=True)
class Sheet:
    """What the file of a table holds.

    Attributes:
        headings: one for each column: those above each other, joined by a blank. In all heading rows but the last, one
            stands above the blank cells to its right too, as merged cells do.
        cells: the rows below: `row`, as a spreadsheet counts, and a column of text for each letter.
        ragged: number and width of each row that is wider or narrower than the headings; `cells` is without it, and
            without blank rows of another width.
    """

    headings: list[str]
    cells: pl.DataFrame
    ragged: list[tuple[int, int]]

    @property
    def letters(self) -> list[str]:
        """The letters of the columns."""
        return self.cells.columns[1:]


def read_sheet(path: Path, heading_rows: Sequence[int]) -> Sheet:
    """The cells of a table's file.

    The names of a Parquet file's columns are its first row. Whole and decimal numbers, dates, truth values and nulls
    are taken as the text that says them exactly.

    Raises:
        UnreadableInputError: the file cannot be read, ends before its headings do, or holds binary floats or nested
            values.
    """
    if path.suffix.lower() not in SHEETS:
        raise UnreadableInputError(
            f"{path} is not a {' or '.join(SHEETS)} file; other kinds of table cannot be read yet"
        )
    return _from_csv(path, heading_rows) if path.suffix.lower() == ".csv" else _from_parquet(path, heading_rows)


def _from_csv(path: Path, heading_rows: Sequence[int]) -> Sheet:
    batches = read_batches(path, MAX_BYTES)
    first, last = next(batches), heading_rows[-1]
    if len(first) < last:
        raise UnreadableInputError(f"{path} has {len(first)} rows; its headings should be in {heading_rows}")
    headings = _joined([first[number - 1] for number in heading_rows])
    width = len(headings)
    ragged: list[tuple[int, int]] = []
    number, parts = last, [_frame([], [], width)]
    for batch in chain([first[last:]], batches):
        numbers: Sequence[int] = range(number + 1, number + 1 + len(batch))
        number += len(batch)
        if any(size != width for size in map(len, batch)):
            numbered = list(zip(numbers, batch, strict=True))
            ragged += [(n, len(row)) for n, row in numbered if len(row) != width and any(cell.strip() for cell in row)]
            numbers = [n for n, row in numbered if len(row) == width]
            batch = [row for row in batch if len(row) == width]  # noqa: PLW2901 - what is left of it
        parts.append(_frame(numbers, batch, width))
    return Sheet(headings, pl.concat(parts), ragged)


def _joined(rows: list[list[str]]) -> list[str]:
    """The headings of columns, as `Sheet` has them."""
    width = max(map(len, rows))
    parts: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        spanning = ""
        for column in range(width):
            text = row[column].strip() if column < len(row) else ""
            spanning = text or (spanning if row is not rows[-1] else "")
            if spanning:
                parts[column].append(spanning)
    return [" ".join(part) for part in parts]


def _frame(numbers: Sequence[int], rows: list[list[str]], width: int) -> pl.DataFrame:
    columns = list(zip(*rows, strict=True)) if rows else [()] * width
    series = [pl.Series(column_letter(index), column, pl.String) for index, column in enumerate(columns)]
    return pl.DataFrame([pl.Series("row", numbers, pl.Int64), *series])


def _from_parquet(path: Path, heading_rows: Sequence[int]) -> Sheet:
    if list(heading_rows) != [1]:
        raise UnreadableInputError(f"{path} has its headings in the names of its columns, so heading_rows is [1]")
    query = scan_parquet(path)
    schema = query.collect_schema()
    count = query.select(pl.len()).collect().item()
    if count > MAX_ROWS:
        raise UnreadableInputError(f"{path} has more than {MAX_ROWS:,} rows; split it")
    columns = [_text(path, name, kind).alias(column_letter(at)) for at, (name, kind) in enumerate(schema.items())]
    row = pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias("row")
    cells = query.select(row, *columns).collect()
    return Sheet(schema.names(), cells, [])


def _text(path: Path, name: str, kind: pl.DataType) -> pl.Expr:
    """A column as the text that says its values exactly; null is blank."""
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
