"""The one table of inputs: what a table's cells can be read from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter.errors import UnreadableInputError
from exporter.line_items.csv_file import read_csv_sheet
from exporter.line_items.parquet_file import read_parquet_sheet
from exporter.project.project import WORKBOOKS, TableFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter.line_items.sheet import Sheet

_OTHER_WORKBOOKS = {".xlsb", ".xls", ".ods", ".numbers"}
_TEXTS = {".tsv", ".txt", ".tab", ".dat"}

__all__ = ["INPUTS", "Input", "read_sheet"]


@dataclass(frozen=True, slots=True)
class Input:
    """A kind of file that holds a table.

    Attributes:
        name: for people.
        endings: of its files, with the dot.
        read: gives the cells of a file, given what report.toml says of it: its path, where its headings stand, and
            whatever else a kind of file needs.
    """

    name: str
    endings: tuple[str, ...]
    read: Callable[[TableFile], Sheet]


def _read_workbook_sheet(file: TableFile) -> Sheet:
    from exporter.line_items.workbook_file import read_workbook_sheet  # noqa: PLC0415 - few projects have workbooks

    return read_workbook_sheet(file)


def _read_query_sheet(file: TableFile) -> Sheet:
    from exporter.line_items.query_file import read_query_sheet  # noqa: PLC0415 - as above

    return read_query_sheet(file)


INPUTS: tuple[Input, ...] = (
    Input("CSV", (".csv",), lambda file: read_csv_sheet(file.path, file.heading_rows, file.encoding, file.delimiter)),
    Input("Parquet", (".parquet",), read_parquet_sheet),
    Input("Excel workbook", WORKBOOKS, _read_workbook_sheet),
    Input("SQL query", (".sql",), _read_query_sheet),
)


def read_sheet(file: TableFile) -> Sheet:
    """Read the cells of a table's file, or of the data frame that takes its place.

    Raises:
        UnreadableInputError: no input has the file's ending, or the file cannot be read as what it should be.
    """
    if file.frame is not None:
        from exporter.line_items.frame import read_frame_sheet  # noqa: PLC0415 - as above

        return read_frame_sheet(file)
    for kind in INPUTS:
        if file.path.suffix.lower() in kind.endings:
            sheet = kind.read(file)
            return sheet if sheet.heading_rows else replace(sheet, heading_rows=file.heading_rows)
    endings = " or ".join(ending for kind in INPUTS for ending in kind.endings)
    advice = "other kinds of table cannot be read yet"
    if file.path.suffix.lower() in _OTHER_WORKBOOKS:
        advice = "what workbooks of this kind show cannot be read with certainty: save it as .xlsx"
    elif file.path.suffix.lower() in _TEXTS:
        advice = (
            'name it .csv, and in report.toml, below its table, write: delimiter = "\\t", or what else parts its cells'
        )
    raise UnreadableInputError(f"{file.path} is not a {endings} file; {advice}")
