"""The cells of a sheet as its part of the workbook has them, in memory that does not grow with it.

Values are the texts that are stored, so that no number passes through a binary float. Expat reads them several times as
fast as other parsers, and a million rows take seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.workbooks.areas import LAST_COLUMN, LAST_ROW, Area, column_number, parse_area
from exporter.workbooks.workbook import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.workbooks.workbook import Workbook, WorkbookSheet

__all__ = ["STORED_COLUMNS", "SheetCells"]

#: The cells in which something is stored, row by row and from left to right: numbers of `row` and `column`, from 1; the
#: `kind` of the value, one of the cell types of ECMA-376-1, 18.18.11 (`n` for a number, `s` for the number of a shared
#: text, `inlineStr` and `str` for a text, `b`, `d` and `e`); the number of its `style`; the text that is stored as its
#: `value`, or null; and whether it is that of a `formula`.
STORED_COLUMNS = pl.Schema(
    {
        "row": pl.Int32(),
        "column": pl.Int32(),
        "kind": pl.String(),
        "style": pl.Int32(),
        "value": pl.String(),
        "formula": pl.Boolean(),
    }
)
_CHUNK = 1024 * 1024
#: So many cells are given at a time.
_BATCH = 500_000
#: Texts of cells have 32,767 characters at the most; much longer ones are an attack.
_LONGEST_TEXT = 1_000_000
_TRUE = ("1", "true")


@dataclass
class SheetCells:
    """A sheet that is being read.

    Attributes:
        hidden_columns: first and last number of columns that are hidden, known once cells are given.
        hidden_rows: the numbers of rows that are hidden, known as far as cells are given.
        merged: areas of merged cells, known when all cells were given.
        formulas: the texts of formulas by row and column, as far as cells are given; of those that share a text, the
            first.
    """

    workbook: Workbook
    sheet: WorkbookSheet
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)

    def batches(self) -> Iterator[pl.DataFrame]:
        """Read the cells, some hundred thousand at a time, with the columns of `STORED_COLUMNS`.

        Raises:
            UnreadableInputError: the sheet is damaged, or has what no sheet has.
        """
        handler = _Handler(self)
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
        parser.CharacterDataHandler = handler.text
        with self.workbook.open_part(self.sheet.part) as stream:
            try:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(chunk)
                    if len(handler.cells) >= _BATCH:
                        yield handler.batch()
                parser.Parse(b"", True)
            except (expat.ExpatError, ValueError, KeyError) as error:
                raise UnreadableInputError(
                    f"{self.workbook.path} is damaged: the sheet {self.sheet.name!r}: {error}"
                ) from error
        yield handler.batch()


def _refuse_document_type(*_: object) -> None:
    raise ValueError("it has a document type, which no workbook has")


class _Handler:
    """Collects cells from what expat finds; names count without their prefixes."""

    def __init__(self, sheet: SheetCells) -> None:
        self.cells: list[tuple[int, int, str, int, str | None, bool]] = []
        self._sheet = sheet
        self._names: dict[str, str] = {}
        self._columns: dict[str, int] = {}
        self._row = self._column = self._style = 0
        self._kind = "n"
        self._value: str | None = None
        self._formula = ""
        self._has_formula = self._is_in_cell = self._is_value = self._is_formula = self._is_pronunciation = False

    def batch(self) -> pl.DataFrame:
        """Give the cells that were found, and forget them."""
        cells, self.cells = self.cells, []
        return pl.DataFrame(cells, schema=STORED_COLUMNS, orient="row")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self._names.get(tag) or self._names.setdefault(tag, tag.rpartition(":")[2])
        if name == "c":
            letters = attributes.get("r", "").rstrip("0123456789")
            before = self._column
            if letters:
                self._column = self._columns.get(letters) or self._column_of(letters)
            else:
                self._column += 1
            if not before < self._column <= LAST_COLUMN:
                raise ValueError(f"cells of row {self._row} are out of order")
            self._kind, self._style = attributes.get("t", "n"), int(attributes.get("s", "0"))
            self._value, self._has_formula, self._is_in_cell = None, False, True
        elif name == "v" or name == "t":  # noqa: PLR1714 - which is quicker, and stands in each cell
            if self._is_in_cell and not self._is_pronunciation:
                self._value, self._is_value = self._value or "", True
        elif name == "row":
            self._start_row(attributes)
        elif name == "f":
            self._has_formula = self._is_formula = True
            self._formula = ""
        else:
            self._start_other(name, attributes)

    def _start_other(self, name: str, attributes: dict[str, str]) -> None:
        if name == "rPh":
            self._is_pronunciation = True
        elif name == "col" and attributes.get("hidden") in _TRUE:
            self._sheet.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
        elif name == "mergeCell":
            self._sheet.merged.append(parse_area(attributes.get("ref", "")))

    def _column_of(self, letters: str) -> int:
        if not (letters.isalpha() and letters.isascii() and letters.isupper()):
            raise ValueError(f"row {self._row} has a cell in the column {letters!r}")
        return self._columns.setdefault(letters, column_number(letters))

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self._row + 1))
        if not self._row < number <= LAST_ROW:
            raise ValueError(f"rows are out of order behind row {self._row}")
        self._row, self._column = number, 0
        if attributes.get("hidden") in _TRUE:
            self._sheet.hidden_rows.add(number)

    def text(self, text: str) -> None:
        if self._is_value:
            self._value = (self._value or "") + text
            if len(self._value) > _LONGEST_TEXT:
                raise ValueError(f"a cell of row {self._row} has more than {_LONGEST_TEXT:,} characters")
        elif self._is_formula and len(self._formula) <= _LONGEST_TEXT:
            self._formula += text

    def end(self, tag: str) -> None:
        name = self._names[tag]
        if name == "c":
            value = self._value
            if value is not None or self._has_formula:
                if value is not None and self._kind in ("inlineStr", "str"):
                    value = unescaped(value)
                self.cells.append((self._row, self._column, self._kind, self._style, value, self._has_formula))
            self._is_in_cell = False
        elif name == "v" or name == "t":  # noqa: PLR1714 - as above
            self._is_value = False
        elif name == "f":
            self._is_formula = False
            if self._formula:
                self._sheet.formulas[self._row, self._column] = self._formula
        elif name == "rPh":
            self._is_pronunciation = False
