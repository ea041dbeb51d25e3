"""Reads the cells of a table of xBRL-CSV, strictly (RFC 4180).

Nearly all tables are read by the table engine. Whatever it takes otherwise than the specification does, or cannot say
the row of, is read row by row: rows of different length, lone carriage returns, and what is wrong with quotes.
"""

from __future__ import annotations

import csv
import io
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

__all__ = ["file_beside", "read_cells", "read_rows"]

#: Larger tables are refused.
_MAX_BYTES = 4 * 1024**3
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
    if data.count(b"\r") != data.count(b"\r\n"):
        return None
    try:
        table = pl.read_csv(data, has_header=False, infer_schema=False, empty_string_is_null=False)
    except pl.exceptions.PolarsError:
        return None
    inner = table.select(pl.all().str.count_matches(",", literal=True).sum()).sum_horizontal().item()
    if table.null_count().sum_horizontal().item() or data.count(b",") != inner + (table.width - 1) * table.height:
        return None
    return table.rename({name: str(place) for place, name in enumerate(table.columns)})


def _read_by_row(path: Path, data: bytes, faults: TableFaults) -> tuple[list[str], pl.DataFrame]:
    """Read cells with Python's reader, and find rows of another length; an empty line is a row of nothing."""
    heading, *rows = _rows(path, data) or [[]]
    width = max(map(len, (heading, *rows)))
    for number, cells in enumerate(rows, 1):
        if cells and len(cells) < len(heading):
            message = (
                f"the row has {len(cells)} cells, and the headings are {len(heading)}; what is missing was taken for "
                "empty (xbrlce:invalidCSVFileFormat)"
            )
            faults.add(rules.READER_BAD_TABLE, message, faults.line_of(number))
    texts = [cells + [""] * (width - len(cells)) for cells in rows]
    return heading, pl.DataFrame(texts, schema={str(place): pl.String for place in range(width)}, orient="row")


def _rows(path: Path, data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8")
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise UnreadableInputError(f"{path} is no UTF-8: line {row:,} (xbrlce:invalidCSVFileFormat)") from error
    except csv.Error as error:
        raise UnreadableInputError(f"{path} is no CSV: {error} (xbrlce:invalidCSVFileFormat)") from error
