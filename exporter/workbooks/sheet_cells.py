"""The cells of a sheet as its part of the workbook has them, in memory that does not grow with it.

Values are the texts that are stored, so that no number passes through a binary float. Expat reads them several times as
fast as other parsers, and a million rows take seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.workbooks.areas import LAST_COLUMN, LAST_ROW, Area, column_number, parse_area
from exporter.workbooks.part_reading import LONGEST_TEXT, PartHandler, read_part, unescaped

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
#: So many cells are given at a time, or fewer where they have so many characters.
_BATCH, _BATCH_CHARACTERS = 500_000, 32 * 1024**2
#: So many areas of merged cells, formulas and characters of these are known, and no statement has as many.
_MOST_MERGED, _MOST_FORMULAS, _MOST_CHARACTERS = 200_000, 50_000, 5_000_000
_TRUE = ("1", "true")


@dataclass
class SheetCells:
    """A sheet that is being read.

    Attributes:
        hidden_columns: the numbers of columns that are hidden, known once cells are given.
        hidden_rows: the numbers of rows that are hidden, known as far as cells are given.
        merged: areas of merged cells, known when all cells were given.
        formulas: the texts of formulas by row and column, as far as cells are given; of those that share a text, the
            first; none where they are too many to be looked at.
    """

    workbook: Workbook
    sheet: WorkbookSheet
    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)

    def batches(self) -> Iterator[pl.DataFrame]:
        """Read the cells, some hundred thousand at a time, with the columns of `STORED_COLUMNS`.

        Raises:
            UnreadableInputError: the sheet is damaged, or has what no sheet has.
        """
        handler = _Handler(self)
        with self.workbook.open_part(self.sheet.part) as stream:
            try:
                for _ in read_part(stream, handler):
                    if len(handler.cells) >= _BATCH or handler.characters >= _BATCH_CHARACTERS:
                        yield handler.batch()
            except (ValueError, KeyError) as error:
                raise UnreadableInputError(
                    f"{self.workbook.path} is damaged: the sheet {self.sheet.name!r}: {error}"
                ) from error
        yield handler.batch()


class _Handler(PartHandler):
    """Collects cells from what expat finds; names count without their prefixes."""

    def __init__(self, sheet: SheetCells) -> None:
        super().__init__()
        self.cells: list[tuple[int, int, str, int, str | None, bool]] = []
        #: How many characters the values of the cells have.
        self.characters = 0
        self._sheet = sheet
        self._columns: dict[str, int] = {}
        self._styles: dict[str, int] = {}
        self._row = self._column = self._last_hidden = self._style = 0
        self._row_text = ""
        self._kind = "n"
        self._value: str | None = None
        self._formula = ""
        self._formula_characters = 0
        self._is_in_row = self._is_in_cell = self._has_value = self._has_formula = False
        self._is_value = self._is_formula = self._is_pronunciation = False

    def batch(self) -> pl.DataFrame:
        """Give the cells that were found, and forget them."""
        cells, self.cells, self.characters = self.cells, [], 0
        return pl.DataFrame(cells, schema=STORED_COLUMNS, orient="row")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self.names.get(tag) or self.local_name(tag)
        if name == "c":
            self._start_cell(attributes)
        elif name == "v" or name == "t":  # noqa: PLR1714 - which is quicker, and stands in each cell
            if self._is_in_cell and not self._is_pronunciation:
                if self._has_value or self._is_value or (self._value is not None and name == "v"):
                    raise ValueError(f"a cell of row {self._row} has two values")
                self._value, self._is_value, self._has_value = self._value or "", True, name == "v"
        elif name == "row":
            self._start_row(attributes)
        elif name == "f":
            self._has_formula = self._is_formula = True
            self._formula = ""
        else:
            self._start_other(name, attributes)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference, before = attributes.get("r"), self._column
        if reference is None:
            self._column += 1
        else:
            letters = reference.removesuffix(self._row_text)
            self._column = self._columns.get(letters) or self._column_of(letters)
            if len(letters) == len(reference):
                raise ValueError(f"row {self._row} has a cell that is said to be {letters!r}")
        if not self._is_in_row or self._is_in_cell or not before < self._column <= LAST_COLUMN:
            raise ValueError(f"cells of row {self._row} are out of order")
        style = attributes.get("s", "0")
        number = self._styles.get(style)
        self._kind, self._style = attributes.get("t", "n"), self._style_of(style) if number is None else number
        self._value, self._has_value, self._has_formula, self._is_in_cell = None, False, False, True

    def _start_other(self, name: str, attributes: dict[str, str]) -> None:
        if self._is_value:
            raise ValueError(f"the value of a cell of row {self._row} has {name} in it")
        if name == "rPh":
            self._is_pronunciation = True
        elif name == "col" and attributes.get("hidden") in _TRUE:
            self._hide_columns(int(attributes["min"]), int(attributes["max"]))
        elif name == "mergeCell":
            self._sheet.merged.append(parse_area(attributes.get("ref", "")))
            if len(self._sheet.merged) > _MOST_MERGED:
                raise ValueError(f"it has more than {_MOST_MERGED:,} areas of merged cells")

    def _hide_columns(self, first: int, last: int) -> None:
        if not self._last_hidden < first <= last <= LAST_COLUMN:
            raise ValueError(f"hidden columns are out of order behind column {self._last_hidden}")
        self._last_hidden = last
        self._sheet.hidden_columns.update(range(first, last + 1))

    def _column_of(self, letters: str) -> int:
        if not (letters.isalpha() and letters.isascii() and letters.isupper() and len(letters) < 4):  # noqa: PLR2004 - XFD
            raise ValueError(f"row {self._row} has a cell that is said to be {letters[:20]!r}")
        return self._columns.setdefault(letters, column_number(letters))

    def _style_of(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 7):  # noqa: PLR2004 - no workbook has a million
            raise ValueError(f"a cell of row {self._row} has the format {text[:20]!r}")
        return self._styles.setdefault(text, int(text))

    def _start_row(self, attributes: dict[str, str]) -> None:
        text = attributes.get("r") or str(self._row + 1)
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0  # noqa: PLR2004 - 1048576
        if self._is_in_row or not self._row < number <= LAST_ROW:
            raise ValueError(f"rows are out of order behind row {self._row}")
        self._row, self._row_text, self._column, self._is_in_row = number, text, 0, True
        if attributes.get("hidden") in _TRUE:
            self._sheet.hidden_rows.add(number)

    def text(self, text: str) -> None:
        if self._is_value:
            self._value = (self._value or "") + text
            if len(self._value) > LONGEST_TEXT:
                raise ValueError(f"a cell of row {self._row} has more than {LONGEST_TEXT:,} characters")
        elif self._is_formula and len(self._formula) <= LONGEST_TEXT:
            self._formula += text

    def _keep_formula(self) -> None:
        self._formula_characters += len(self._formula)
        formulas = self._sheet.formulas
        if self._formula_characters > _MOST_CHARACTERS or len(formulas) > _MOST_FORMULAS:
            self._formula_characters = _MOST_CHARACTERS + 1
            formulas.clear()
        elif self._formula:
            formulas[self._row, self._column] = self._formula

    def end(self, tag: str) -> None:
        name = self.names[tag]
        if name == "c":
            value = self._value
            if value is not None or self._has_formula:
                if value is not None:
                    self.characters += len(value)
                    if self._kind in ("inlineStr", "str"):
                        value = unescaped(value)
                self.cells.append((self._row, self._column, self._kind, self._style, value, self._has_formula))
            self._is_in_cell = False
        elif name == "v" or name == "t":  # noqa: PLR1714 - as above
            self._is_value = False
        elif name == "f":
            self._is_formula = False
            self._keep_formula()
        elif name == "row":
            self._is_in_row = False
        elif name == "rPh":
            self._is_pronunciation = False
