"""The input workbook: what a sheet shows, or what it stores, as columns of text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.files.records import column_letter
from exporter.findings.findings import Source
from exporter.frames.columns import is_blank
from exporter.line_items import rules
from exporter.line_items.sheet import CellFault, Sheet, check_headings, joined_headings
from exporter.prints.declarations import convention_for
from exporter.project.project import READ, SHOWN, SKIPPED, TableFile
from exporter.workbooks.areas import WHOLE, Area
from exporter.workbooks.circular_formulas import circular_cells
from exporter.workbooks.number_formats import DigitMarks
from exporter.workbooks.part_reading import MOST_CHARACTERS
from exporter.workbooks.sheet_cells import SheetCells
from exporter.workbooks.shown_cells import CellReader
from exporter.workbooks.workbook import open_workbook

if TYPE_CHECKING:
    from exporter.findings.findings import Finding

__all__ = ["read_workbook_sheet"]

#: Headings stand in the first rows of what is read.
_LAST_HEADING_ROW = 10_000
#: So many cells are named in a finding about several.
_MOST_NAMED = 5
#: So many cells a sheet may have in its rows and columns, of which most are blank; a full sheet may have more.
_MOST_BLANK, _LEAST_FULL = 20_000_000, 0.2


def read_workbook_sheet(file: TableFile) -> Sheet:
    """Read the cells of a sheet of a workbook.

    Args:
        file: which sheet and area of it count, and whether figures are taken as they are shown or as they are stored.

    Raises:
        UnreadableInputError: the workbook cannot be read, has no such sheet or area, or no headings in it.
    """
    with open_workbook(file.path) as workbook:
        if file.area is None:
            sheet, area = workbook.sheet(file.sheet), WHOLE
        else:
            sheet, area = workbook.named_area(file.area, file.sheet)
        heading_rows = file.heading_rows or (area.first_row,)
        if not area.first_row <= heading_rows[0] <= heading_rows[-1] <= min(area.last_row, _LAST_HEADING_ROW):
            rows = ", ".join(map(str, heading_rows))
            raise UnreadableInputError(
                f"{file.path}: the headings should be in row {rows}, which is not in {file.area}"
            )
        reading = _SheetReading(file, area, heading_rows, SheetCells(workbook, sheet))
        reading.read(CellReader(workbook, _digit_marks(file), shown=file.figures == SHOWN))
        return reading.sheet()


def _digit_marks(file: TableFile) -> DigitMarks:
    """Write digits as they are read again."""
    convention = convention_for(file.prints, file.language)
    group = next(iter(convention.group_marks), "")
    return DigitMarks(convention.decimal_mark, group, convention.last_group, convention.other_groups)


class _SheetReading:
    """Collects what stands in a sheet, some cells at a time."""

    def __init__(self, file: TableFile, area: Area, heading_rows: tuple[int, ...], stored: SheetCells) -> None:
        self._file, self._area, self._heading_rows, self._stored_sheet = file, area, heading_rows, stored
        self._within = f"!{stored.sheet.name}"
        self._texts = [pl.DataFrame(schema={"row": pl.Int32, "column": pl.Int32, "text": pl.String})]
        self._stored = [pl.DataFrame(schema={"row": pl.Int64, "column": pl.String, "stored": pl.String})]
        self._characters = 0
        self._faults: list[CellFault] = []
        #: The first cell of each kind of difference, and how many there are.
        self._differences: dict[str, dict[str, Any]] = {}
        self._difference_counts: Counter[str] = Counter()
        self._hidden: dict[str, dict[str, None]] = {"row": {}, "column": {}}

    def read(self, reader: CellReader) -> None:
        """Read all cells of the area in which something stands."""
        area = self._area
        for batch in self._stored_sheet.batches():
            cells = batch.filter(
                pl.col("row").is_between(area.first_row, area.last_row),
                pl.col("column").is_between(area.first_column, area.last_column),
            )
            letters = {column: column_letter(column - 1) for column in cells["column"].unique()}
            cells = reader.read(cells).with_columns(
                letter=pl.col("column").replace_strict(letters, return_dtype=pl.String)
            )
            self._count_characters(cells)
            cells = self._without_hidden(cells.filter(~is_blank("text") | pl.col("fault").is_not_null()))
            self._texts.append(cells.select(self._texts[0].columns))
            stored = cells.filter(pl.col("stored").is_not_null())
            self._stored.append(stored.select(pl.col("row").cast(pl.Int64), column="letter", stored="stored"))
            faulty = cells.filter(pl.col("fault").is_not_null())
            self._faults += [CellFault(*fault) for fault in faulty.select("row", "letter", "fault", "hint").iter_rows()]
            for (difference,), part in cells.drop_nulls("difference").group_by("difference", maintain_order=True):
                self._differences.setdefault(str(difference), part.row(0, named=True))
                self._difference_counts[str(difference)] += part.height

    def _count_characters(self, cells: pl.DataFrame) -> None:
        """See that the texts of cells, which may share one of them, are not too many."""
        self._characters += int(cells["text"].str.len_bytes().sum())
        if self._characters > MOST_CHARACTERS:
            raise UnreadableInputError(
                f"{self._file.path}{self._within} has more than {MOST_CHARACTERS:,} characters; "
                "save it as CSV, or split it"
            )

    def _without_hidden(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Note which rows and columns are hidden, and leave their cells out where report.toml says so."""
        is_row = pl.col("row").is_in(list(self._stored_sheet.hidden_rows))
        is_column = pl.col("column").is_in(list(self._stored_sheet.hidden_columns)) & ~is_row
        self._hidden["row"] |= dict.fromkeys(cells.filter(is_row)["row"].unique(maintain_order=True).cast(pl.String))
        self._hidden["column"] |= dict.fromkeys(cells.filter(is_column)["letter"].unique(maintain_order=True))
        return cells.filter(~is_row & ~is_column) if self._file.hidden == SKIPPED else cells

    def sheet(self) -> Sheet:
        """Put the sheet together when all cells were read."""
        texts = pl.concat(self._texts)
        first = self._area.first_column
        last = max(first, *texts["column"].unique()) if texts.height else first
        last_heading_row = self._heading_rows[-1]
        self._check_size(texts, last)
        in_head = texts.filter(pl.col("row") <= last_heading_row)
        blank = [""] * last
        filled = {row: [*blank] for row in in_head["row"].unique()}
        for row, column, text in in_head.iter_rows():
            filled[row][column - 1] = text
        head_rows = [filled.get(number, blank) for number in range(1, last_heading_row + 1)]
        headings = joined_headings([head_rows[number - 1][first - 1 :] for number in self._heading_rows])
        check_headings(f"{self._file.path}{self._within}", headings, self._heading_rows)
        between = set(range(self._heading_rows[0], last_heading_row)) - set(self._heading_rows)
        cells = _wide(texts.filter(pl.col("row") > last_heading_row), range(first, last + 1))
        return Sheet(
            headings,
            cells,
            rows_between=tuple(sorted(between & set(in_head["row"]))),
            within=self._within,
            head=tuple(map(tuple, head_rows)),
            heading_rows=self._heading_rows,
            faults=(*self._faults, *self._merged_figures(headings, cells.columns[1:]), *self._circular_figures()),
            stored=pl.concat(self._stored),
            findings=(*self._hidden_findings(), *self._difference_findings()),
        )

    def _check_size(self, texts: pl.DataFrame, last: int) -> None:
        """See that the rows and columns in which something stands are not far more than that."""
        size = texts["row"].n_unique() * (last - self._area.first_column + 1)
        if size > _MOST_BLANK and texts.height < size * _LEAST_FULL:
            raise UnreadableInputError(
                f"{self._file.path}{self._within} has few cells in very many rows and columns, up to the column "
                f"{column_letter(last - 1)}; say in report.toml, beside file, where the table is: range = …"
            )

    def _source(self, row: int, letter: str | None = None) -> Source:
        return Source(f"{self._file.name}{self._within}", row, letter)

    def _merged_figures(self, headings: list[str], letters: list[str]) -> list[CellFault]:
        """Find figures in merged cells that stand in several rows, or under several headings."""
        faults = []
        for area in self._stored_sheet.merged:
            first, last = (column - self._area.first_column for column in (area.first_column, area.last_column))
            is_figure = area.first_row > self._heading_rows[-1] and 1 <= first < len(letters)
            if is_figure and (area.last_row > area.first_row or _differ(headings, first, last)):
                end = f"{column_letter(area.last_column - 1)}{area.last_row}"
                hint = "unmerge them, so that it is certain which row and column it belongs to"
                message = f"the figure stands in merged cells, down to {end}"
                faults.append(CellFault(area.first_row, letters[first], message, hint))
        return faults

    def _circular_figures(self) -> list[CellFault]:
        """Find figures whose formulas refer to themselves, unless the workbook says that it is meant so."""
        if self._stored_sheet.workbook.has_iteration:
            return []
        return [
            CellFault(row, column_letter(column - 1), "the formula refers to itself", _CIRCULAR_HINT)
            for row, column in circular_cells(self._stored_sheet.formulas)
            if self._area.has(row, column)
        ]

    def _hidden_findings(self) -> list[Finding]:
        """Tell of hidden rows and columns in which something stands."""
        if self._file.hidden == READ or not any(self._hidden.values()):
            return []
        is_skipped = self._file.hidden == SKIPPED
        parts = [_named(kind, list(names)) for kind, names in self._hidden.items()]
        message = f"hidden, and {'left out' if is_skipped else 'read as all others'}: {', '.join(filter(None, parts))}"
        hint = (
            None if is_skipped else 'say in report.toml, beside file, what is meant: hidden = "read" or hidden = "skip"'
        )
        rule = rules.WORKBOOK_HIDDEN_SKIPPED if is_skipped else rules.WORKBOOK_HIDDEN
        return [rule.finding(message, self._source(int(next(iter(self._hidden["row"]), 1))), hint=hint)]

    def _difference_findings(self) -> list[Finding]:
        """Tell of figures that the sheet shows otherwise than it stores them."""
        findings = []
        for difference, rule in _DIFFERENCES.items():
            if difference in self._differences:
                cell = self._differences[difference]
                count = self._difference_counts[difference]
                others = f", and {count - 1:,} other cells are alike" if count > 1 else ""
                message = f"the sheet shows {cell['shown'].strip()!r} and stores {cell['stored'] or cell['text']}; "
                message += f"figures are read as {self._file.figures}{others}"
                findings.append(rule.finding(message, self._source(cell["row"], cell["letter"]), hint=_FIGURES_HINT))
        return findings


_CIRCULAR_HINT = "mend the formula, or one of those that it refers to"
_DIFFERENCES = {"digits": rules.WORKBOOK_ROUNDED, "value": rules.WORKBOOK_OTHER_VALUE}
_FIGURES_HINT = 'report.toml says beside file which figures count: figures = "shown" or figures = "stored"'


def _differ(headings: list[str], first: int, last: int) -> bool:
    """Tell whether two columns, and those between them, have headings that differ."""
    return len({heading for heading in headings[first : last + 1] if heading}) > 1


def _wide(texts: pl.DataFrame, columns: range) -> pl.DataFrame:
    """Give the cells of rows in which something stands, in a column of text for each letter."""
    rows = texts.select("row").unique(maintain_order=True).with_row_index("index")
    of_columns = texts.join(rows, on="row", maintain_order="left").partition_by("column", as_dict=True)
    blank = pl.repeat("", rows.height, dtype=pl.String, eager=True)
    cells = {"row": rows["row"].cast(pl.Int64)}
    for column in columns:
        part = of_columns.get((column,))
        cells[column_letter(column - 1)] = blank if part is None else blank.clone().scatter(part["index"], part["text"])
    return pl.DataFrame(cells)


def _named(kind: str, names: list[str]) -> str:
    """Name some rows or columns: `rows 3, 7 and 12 others`."""
    if not names:
        return ""
    others = len(names) - _MOST_NAMED
    shown = ", ".join(names[:_MOST_NAMED])
    return f"{kind}{'s' if len(names) > 1 else ''} {shown}{f' and {others:,} others' if others > 0 else ''}"
