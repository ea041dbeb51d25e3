"""Areas of a sheet, as people and workbooks write them: `B4:F20`, `$A$1`, `B:F`."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["LAST_COLUMN", "LAST_ROW", "Area", "column_number", "parse_area", "parse_cell"]

#: The last row and column that a sheet may have.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_COLUMN = re.compile(r"\$?([A-Z]{1,3})")
_ROW = re.compile(r"\$?([1-9][0-9]{0,6})")


class Area(NamedTuple):
    """Rows and columns of a sheet, from 1, first and last one included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def has(self, row: int, column: int) -> bool:
        """Tell whether a cell lies in it."""
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column


#: A whole sheet.
WHOLE = Area(1, 1, LAST_ROW, LAST_COLUMN)


def column_number(letters: str) -> int:
    """Give the number of a column, from 1, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def parse_cell(text: str) -> tuple[int, int]:
    """Give row and column of a cell such as `C14`.

    Raises:
        ValueError: it is no cell of a sheet.
    """
    match = _CELL.fullmatch(text)
    row, column = (int(match[2]), column_number(match[1])) if match else (0, 0)
    if not 1 <= row <= LAST_ROW or not 1 <= column <= LAST_COLUMN:
        raise ValueError(f"{text!r} is no cell of a sheet")
    return row, column


def parse_area(text: str) -> Area:
    """Read an area: two corners, one cell, or whole columns or rows.

    Raises:
        ValueError: it is none.
    """
    first, _, last = text.strip().upper().partition(":")
    last = last or first
    if _COLUMN.fullmatch(first) and _COLUMN.fullmatch(last) and ":" in text:
        columns = sorted(column_number(each.strip("$")) for each in (first, last))
        return Area(1, columns[0], LAST_ROW, min(columns[1], LAST_COLUMN))
    if _ROW.fullmatch(first) and _ROW.fullmatch(last) and ":" in text:
        rows = sorted(int(each.strip("$")) for each in (first, last))
        return Area(rows[0], 1, min(rows[1], LAST_ROW), LAST_COLUMN)
    (top, left), (bottom, right) = parse_cell(first), parse_cell(last)
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
