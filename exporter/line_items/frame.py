"""The input data frame: what somebody has in a notebook takes the place of a table's file."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.errors import MisuseError
from exporter.files.records import column_letter
from exporter.findings.nearest import nearest
from exporter.frames.columns import CODED, recurring_texts
from exporter.frames.data_frames import columns_of, is_missing
from exporter.frames.exact_texts import exact_text
from exporter.line_items.sheet import MAX_ROWS, Sheet, decimal_mark
from exporter.prints.numbers import decimal_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter.frames.data_frames import AnyFrame, ForeignColumn
    from exporter.project.project import Project, TableFile

__all__ = ["read_frame_sheet", "with_frames"]

_FLOAT_HINT = (
    "give texts, whole numbers or Decimals: read files with dtype=str; of floats that are whole numbers pandas makes "
    "such by .astype('Int64')"
)


def with_frames(project: Project, frames: Mapping[str, AnyFrame]) -> Project:
    """Put data frames in the place of tables' files.

    Args:
        project: its tables, and what their headings mean.
        frames: by the name of a table that has one file, or of a file as report.toml has it; of a workbook's sheet
            `book.xlsx!Sheet`. See `columns_of` for what they may be.

    Raises:
        MisuseError: there is no such table, it has several files, or two frames are for one; or a frame holds binary
            floats under a heading that is not excluded, or what is no text, number, day or truth value.
    """
    sources = Counter(_source(file) for table in project.tables.values() for file in table.files)
    tables = dict(project.tables)
    for name, frame in frames.items():
        table_name, number = _place(project, name)
        table = tables[table_name]
        file = table.files[number]
        if sources[_source(file)] > 1:
            raise MisuseError(f"{_source(file)} has several tables, so that no data frame can take its place")
        if file.frame is not None:
            raise MisuseError(f"{name!r} is a second data frame for {_source(file)}")
        files = list(table.files)
        files[number] = replace(file, frame=_texts(name, frame, file))
        tables[table_name] = replace(table, files=tuple(files))
    return replace(project, tables=tables)


def read_frame_sheet(file: TableFile) -> Sheet:
    """Give the cells of a data frame in a file's place; its headings stand in the row where the file has them."""
    assert file.frame is not None  # noqa: S101 - whoever calls has looked
    headings, heading_row = tuple(file.frame.columns), (file.heading_rows or (1,))[-1]
    letters = {name: column_letter(index) for index, name in enumerate(headings)}
    row = pl.int_range(heading_row + 1, pl.len() + heading_row + 1, dtype=pl.Int64).alias("row")
    texts = file.frame.rename(letters).lazy()
    cells = texts.select(row, pl.all()).with_columns(pl.col(recurring_texts(texts)).cast(CODED)).collect()
    within = f"!{file.sheet}" if file.sheet else ""
    head = (*[("",) * len(headings)] * (heading_row - 1), headings)
    return Sheet(list(headings), cells, within=within, head=head, heading_rows=(heading_row,))


def _source(file: TableFile) -> str:
    return f"{file.name}!{file.sheet}" if file.sheet else file.name


def _place(project: Project, name: str) -> tuple[str, int]:
    """Find the file that a name means: its table, and its number there."""
    places = {
        (table.name, number): _source(file)
        for table in project.tables.values()
        for number, file in enumerate(table.files)
    }
    if name in project.tables:
        found = [place for place in places if place[0] == name]
    else:
        found = [place for place in places if name in {places[place], project.tables[place[0]].files[place[1]].name}]
    if not found:
        hint = nearest(name, [*project.tables, *places.values()]) or f"there are {', '.join(project.tables)}"
        raise MisuseError(f"report.toml has no table or file {name!r}; {hint}")
    if len(found) > 1:
        names = " or ".join(repr(places[place]) for place in found)
        raise MisuseError(f"{name!r} means several files; name the one whose place the data frame takes: {names}")
    return found[0]


def _texts(name: str, frame: AnyFrame, file: TableFile) -> pl.DataFrame:
    """Convert a frame to columns of text, by their headings."""
    try:
        columns = columns_of(frame)
        texts = {name: _column_texts(name, column, file, index) for index, (name, column) in enumerate(columns.items())}
        found = pl.DataFrame(texts)  # from a list of columns one without a name would be given one
    except (MisuseError, UnicodeError) as error:
        raise MisuseError(f"table {name!r}: {error}") from error
    if not any(found.columns):
        raise MisuseError(f"table {name!r}: the data frame has no headings")
    if found.height > MAX_ROWS:
        raise MisuseError(f"table {name!r}: the data frame has more than {MAX_ROWS:,} rows; split it")
    return found


def _column_texts(heading: str, column: ForeignColumn, file: TableFile, index: int) -> pl.Series:
    declared = file.columns.get(heading)
    is_excluded = index > 0 and declared is not None and declared.exclude is not None
    mark = decimal_mark(file, heading)
    if isinstance(column, pl.Series) and column.dtype.is_float():
        column = column.to_list()
    if isinstance(column, list):
        if not set(map(type, column)) <= {str}:
            column = [_text(value, mark, heading, number, exact=not is_excluded) for number, value in enumerate(column)]
        return pl.Series(heading, column, pl.String)
    text = exact_text(column.name, column.dtype, mark, lambda reason: MisuseError(f"the data frame {reason}"))
    return column.to_frame().select(text.alias(heading)).to_series()


def _text(value: Any, mark: str, heading: str, number: int, *, exact: bool) -> str:  # noqa: ANN401 - what a frame holds
    """Write what stands in a cell as it would stand in a file; what is not exact only where that does not matter."""
    if is_missing(value) or (isinstance(value, Decimal) and value.is_nan()):
        return ""
    if isinstance(value, Decimal) and value.is_finite():
        return decimal_text(value).replace(".", mark)
    if type(value).__name__ in {"bool", "bool_"}:
        return "true" if value else "false"
    if isinstance(value, (str, Integral)) or (isinstance(value, Real) and not exact):
        return str(value)
    if isinstance(value, datetime.date):
        return str(value).removesuffix(" 00:00:00")  # which is how pandas keeps days
    kind, hint = type(value).__name__, "give texts, whole numbers, Decimals, days or truth values"
    if isinstance(value, Real):
        kind, hint = "binary float", _FLOAT_HINT
    raise MisuseError(f"{heading!r} has the {kind} {str(value)[:40]} in row {number:,}, counted from 0; {hint}")
