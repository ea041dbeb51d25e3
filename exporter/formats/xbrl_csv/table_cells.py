"""Reads the cells of a table of xBRL-CSV, strictly (RFC 4180).

Nearly all tables are read by the table engine. Whatever it takes otherwise than the specification does, or cannot say
the row of, is read row by row: rows of different length, lone carriage returns, and what is wrong with quotes.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.files.inputs import read_input
from exporter.formats import rules
from exporter.report.references import is_relative

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.formats.xbrl_csv.faults import TableFaults

__all__ = ["MAX_ODD_BYTES", "file_beside", "read_cells", "read_rows"]

#: Larger tables are refused, and larger ones that must be read row by row; and tables with more headings.
_MAX_BYTES = 4 * 1024**3
MAX_ODD_BYTES = 512 * 1024**2
_MOST_HEADINGS = 10_000
_BARE_RETURN = re.compile(rb"\r(?!\n)")
_MARK = b"\xef\xbb\xbf"


def read_cells(path: Path, folder: Path, faults: TableFaults) -> tuple[list[str], pl.DataFrame]:
    """Read a table.

    Args:
        path: the file.
        folder: it must lie in there.
        faults: is told which rows are too short or too long.

    Returns:
        The headings, and a row of texts for each row, empty where nothing is; columns are named by their place, from
        `0`. Behind the last heading there may be columns without one.

    Raises:
        UnreadableInputError: it is missing, too large, no UTF-8 or no CSV, or lies elsewhere.
    """
    data = read_input(path, _MAX_BYTES, folder).removeprefix(_MARK)
    if not data:
        return [], pl.DataFrame()
    if data.count(b",", 0, data.find(b"\n")) >= _MOST_HEADINGS:
        raise UnreadableInputError(f"{path} has more than {_MOST_HEADINGS:,} columns: refused")
    table = _read_at_once(data)
    if table is None:
        return _read_by_row(path, data, faults)
    return list(table.row(0)), table[1:]


def file_beside(source: Path, url: str) -> Path:
    """Find the file of a URL that starts from another file (xBRL-CSV 1.0, tables).

    Raises:
        UnreadableInputError: it leads out of the file's folder, or is no path.
    """
    path = source.parent / unquote(url)
    try:
        if (source.parent / url).exists():  # written like the name of the file
            path = source.parent / url
        is_inside = is_relative(url) and path.resolve().is_relative_to(source.parent.resolve())
    except (OSError, RuntimeError, ValueError) as error:  # a circle of links, a name that no file can have
        raise UnreadableInputError(f"{url} is no path") from error
    if not is_inside:
        raise UnreadableInputError(f"{url} leads out of the folder of {source.name}; nothing is read from there")
    return path


def read_rows(path: Path, folder: Path, most: int) -> list[list[str]]:
    """Read a small table row by row; see `read_cells` for arguments and errors."""
    return _rows(path, read_input(path, most, folder).removeprefix(_MARK))


def _read_at_once(data: bytes) -> pl.DataFrame | None:
    """Read cells, if each row has as many and nothing else is odd."""
    if _has_bare_return(data):
        return None
    try:
        table = pl.read_csv(data, has_header=False, infer_schema=False, empty_string_is_null=False)
    except pl.exceptions.PolarsError:
        return None
    inner = table.select(pl.all().str.count_matches(",", literal=True).sum()).sum_horizontal().item()
    if table.null_count().sum_horizontal().item() or data.count(b",") != inner + (table.width - 1) * table.height:
        return None
    return table.rename({name: str(place) for place, name in enumerate(table.columns)})


def _has_bare_return(data: bytes) -> bool:
    """Tell whether a carriage return stands by itself outside of quotes, where it ends a row."""
    if data.count(b"\r") == data.count(b"\r\n"):
        return False
    quotes, counted = 0, 0
    for match in _BARE_RETURN.finditer(data):
        quotes += data.count(b'"', counted, match.start())
        counted = match.start()
        if quotes % 2 == 0:
            return True
    return False


def _read_by_row(path: Path, data: bytes, faults: TableFaults) -> tuple[list[str], pl.DataFrame]:
    """Read cells with Python's reader, and find rows of another length; an empty line is a row of nothing.

    Of what stands behind the last heading, the first text that there is stands in a column of its own.
    """
    if len(data) > MAX_ODD_BYTES:
        message = "has rows of different length, or quotes or ends of lines that are not as usual"
        raise UnreadableInputError(f"{path} {message}, and more than {MAX_ODD_BYTES:,} bytes: refused")
    heading, *rows = _rows(path, data) or [[]]
    width = len(heading)
    for number, cells in enumerate(rows, 1):
        if cells and len(cells) < width:
            message = (
                f"the row has {len(cells)} cells, and the headings are {width}; what is missing was taken for empty"
            )
            message += " (xbrlce:invalidCSVFileFormat)"
            faults.add(rules.READER_BAD_TABLE, message, faults.line_of(number))
    texts = [cells[:width] + [""] * (width - len(cells)) + [next(filter(None, cells[width:]), "")] for cells in rows]
    return heading, pl.DataFrame(texts, schema={str(place): pl.String for place in range(width + 1)}, orient="row")


def _rows(path: Path, data: bytes) -> list[list[str]]:
    try:
        reader = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableInputError(f"{path} is no UTF-8: line {line:,} (xbrlce:invalidCSVFileFormat)") from error
    try:
        return list(reader)
    except csv.Error as error:
        where = f"line {reader.line_num:,}: {error}"
        raise UnreadableInputError(f"{path} is no CSV: {where} (xbrlce:invalidCSVFileFormat)") from error
