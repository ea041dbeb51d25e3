"""The sheet, which is the contract of inputs: what gives cells gives columns of text, each under its letter.

Which inputs there are stands in inputs.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.files.records import column_letter
from exporter.prints.declarations import convention_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter.findings.findings import Finding
    from exporter.project.project import TableFile

__all__ = [
    "MAX_ROWS",
    "CellFault",
    "Sheet",
    "check_headings",
    "decimal_mark",
    "joined_headings",
    "sheet_frame",
    "source_name",
]

#: Sheets with more rows are refused.
MAX_ROWS = 50_000_000


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell of which it is not certain what it says: its row and letter, why, and what to do."""

    row: int
    letter: str
    message: str
    hint: str | None = None


@dataclass(frozen=True)
class Sheet:
    """What a table's file, sheet or query holds.

    Attributes:
        headings: one for each column: those above each other, joined by a blank. In all heading rows but the last, one
            stands above the blank cells to its right too, as merged cells do, but for the one in column A.
        cells: the rows below: `row`, as a spreadsheet counts, and a column of text or codes for each letter.
        ragged: number and width of each row that is wider or narrower than the headings; `cells` is without it, and
            without blank rows of another width.
        rows_between: numbers of rows with cells that stand between heading rows, and are read as nothing.
        head: the cells of the rows down to the last heading row, as they stand.
        heading_rows: the numbers of the rows that hold the headings, where the input finds them itself.
        within: what sources call the sheet behind the file's name, such as `!Balance sheet` of a workbook; empty where
            the file is the sheet.
        faults: cells that do not say what they mean, which matters where they are reported.
        stored: what is stored for figures that are read otherwise: a row for each, with `row`, `column` and `stored`.
        findings: what is to be told of the sheet whatever is reported of it.
    """

    headings: list[str]
    cells: pl.DataFrame
    ragged: list[tuple[int, int]] = field(default_factory=list)
    rows_between: tuple[int, ...] = ()
    within: str = ""
    head: tuple[tuple[str, ...], ...] = ()
    heading_rows: tuple[int, ...] = ()
    faults: tuple[CellFault, ...] = ()
    stored: pl.DataFrame | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def letters(self) -> list[str]:
        """The letters of the columns."""
        return self.cells.columns[1:]


def source_name(file: TableFile, sheet: Sheet) -> str:
    """Name the sheet of a table's file as sources do: `statement.csv`, `book.xlsx!Balance sheet`."""
    return f"{file.name}{sheet.within}"


def decimal_mark(file: TableFile, heading: str) -> str:
    """Give the mark with which numbers below a heading are read, so that those of a database are written with it."""
    column = file.columns.get(heading)
    return convention_for(column.prints if column else file.prints, file.language).decimal_mark


def check_headings(name: str, headings: Sequence[str], heading_rows: Sequence[int]) -> None:
    """See that there are headings at all.

    Raises:
        UnreadableInputError: there are none.
    """
    if not any(headings):
        rows = ", ".join(map(str, heading_rows))
        raise UnreadableInputError(
            f"{name} has no headings in row {rows}; say in report.toml, with heading_rows, where they are"
        )


def joined_headings(rows: list[list[str]]) -> list[str]:
    """Join the headings of columns, as `Sheet` has them, from the cells of the heading rows."""
    width = max(map(len, rows))
    parts: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        spanning = ""
        for column in range(width):
            text = row[column].strip() if column < len(row) else ""
            spanning = text or (spanning if row is not rows[-1] and column > 1 else "")
            if spanning:
                parts[column].append(spanning)
    return [" ".join(part) for part in parts]


def sheet_frame(numbers: Sequence[int], rows: list[list[str]], width: int) -> pl.DataFrame:
    """Build the table of a `Sheet` from rows of cells, all of one width, and their numbers."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * width
    series = [pl.Series(column_letter(index), column, pl.String) for index, column in enumerate(columns)]
    return pl.DataFrame([pl.Series("row", numbers, pl.Int64), *series])
