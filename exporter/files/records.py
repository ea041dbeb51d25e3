"""Strict reading of CSV tables: what cannot be read is an error, what is out of shape is a Finding with its row.

Rows are numbered as a spreadsheet numbers them: from 1, the heading included, a cell with line breaks being one cell.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from exporter.errors import UnreadableInputError
from exporter.files.encodings import codec, encoding_fault
from exporter.files.inputs import open_input, read_input
from exporter.findings.findings import Finding, Source
from exporter.findings.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from exporter.findings.registry import Rule

__all__ = [
    "MAX_BYTES",
    "Record",
    "RecordRules",
    "column_letter",
    "read_batches",
    "read_records",
    "read_rows",
    "read_text",
]

#: Larger texts are refused.
MAX_BYTES = 256 * 1024 * 1024
#: How zip archives, which new workbooks are, and old workbooks begin.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
#: A cell may be as large as its file.
csv.field_size_limit(2**31 - 1)
#: So many rows are read at a time.
_BATCH = 50_000


class RecordRules(NamedTuple):
    """The rules for the shape of a table, which each area has of its own."""

    unknown_column: Rule
    missing_column: Rule
    ragged: Rule


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table with a heading: its cells by column name, stripped, and where it stands."""

    cells: dict[str, str]
    source: Source

    def __getitem__(self, column: str) -> str:
        """Give a cell's text; empty if the table has no such column."""
        return self.cells.get(column, "")


def column_letter(index: int) -> str:
    """Name the column with this index, from 0, as a spreadsheet does: A to Z, AA and so on."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_text(path: Path, most: int | None = None, encoding: str | None = None, inside: Path | None = None) -> str:
    """Read a text file, with or without byte order mark.

    Args:
        path: the file.
        most: the bytes that it may have, by default `MAX_BYTES`.
        encoding: `utf-8` or another; None where it must be UTF-8, because nothing can declare another.
        inside: the folder that it must lie in, whatever links lead to it.

    Raises:
        UnreadableInputError: as `open_input`; or it is in another encoding, or has NUL characters. The message
            has the line of report.toml that declares the encoding which the file seems to have.
    """
    data = read_input(path, MAX_BYTES if most is None else most, inside)
    if data.startswith(_WORKBOOKS):
        raise UnreadableInputError(
            f"{path} is a workbook or an archive, whatever its name says; save it as 'CSV UTF-8'"
        )
    try:
        text = data.decode(codec(encoding))
    except UnicodeDecodeError as error:
        raise UnreadableInputError(f"{path} {encoding_fault(data, error, encoding)}") from error
    if "\0" in text:
        raise UnreadableInputError(f"{path} has NUL characters; it is not a text file, or is UTF-16: save it as UTF-8")
    return text


def read_rows(path: Path, inside: Path | None = None) -> list[list[str]]:
    """Read the cells of a CSV file, exactly as they stand there, row by row.

    Args:
        path: the file.
        inside: the folder that it must lie in, whatever links lead to it.

    Raises:
        UnreadableInputError: the file cannot be read as text, or its quoting is broken.
    """
    return [row for batch in read_batches(path, inside=inside) for row in batch]


def read_batches(
    path: Path,
    most: int | None = None,
    encoding: str | None = None,
    delimiter: str = ",",
    inside: Path | None = None,
) -> Iterator[list[list[str]]]:
    """Read the cells of a CSV file, some thousands of rows at a time.

    Args:
        path: the file.
        most: the bytes that it may have, by default `MAX_BYTES`.
        encoding: as `read_text` takes it.
        delimiter: what stands between the cells of a row.
        inside: the folder that it must lie in, whatever links lead to it.

    Yields:
        Rows of cells, exactly as they stand there.

    Raises:
        UnreadableInputError: as `read_rows`.
    """
    read_text(path, most, encoding, inside)  # which says what is wrong; rows are then read from the file
    with io.TextIOWrapper(open_input(path, most, inside), encoding=codec(encoding), newline="") as file:
        rows = csv.reader(file, strict=True, delimiter=delimiter)
        try:
            batch = list(islice(rows, _BATCH))
            if not batch:
                raise UnreadableInputError(f"{path} is empty")
            _check_delimiter(path, batch, delimiter, can_be_declared=encoding is not None)
            while batch:
                yield batch
                batch = list(islice(rows, _BATCH))
        except csv.Error as error:
            raise UnreadableInputError(f"{path} is not CSV: {error} near line {rows.line_num}") from error


def _check_delimiter(path: Path, rows: list[list[str]], delimiter: str, *, can_be_declared: bool) -> None:
    """See that the cells of a file stand between its delimiters, as far as its first rows say.

    Raises:
        UnreadableInputError: the first row is one cell, and another delimiter stands equally often in each row.
    """
    lines = [delimiter.join(row) for row in rows[:_LOOKED_AT] if any(cell.strip() for cell in row)]
    if len(lines) < _FEWEST or len(rows[0]) > 1:
        return
    for other, name in ((";", "semicolons"), ("\t", "tabs"), (",", "commas"), ("|", "bars")):
        counts = {line.count(other) for line in lines}
        if other != delimiter and len(counts) == 1 and counts != {0}:
            wanted = "commas" if delimiter == "," else f"{delimiter!r}"
            line = f", or in report.toml, below the file's table, write: delimiter = {json.dumps(other)}"
            advice = f"save it as CSV separated by {wanted}{line if can_be_declared else ''}"
            raise UnreadableInputError(f"{path} is separated by {name}; {advice}")


#: The separator is looked for in so many rows, of which there are at least so many.
_LOOKED_AT, _FEWEST = 50, 2


def read_records(
    path: Path,
    name: str,
    required: Sequence[str],
    optional: Sequence[str] = (),
    *,
    rules: RecordRules,
    inside: Path | None = None,
) -> tuple[list[Record], list[Finding]]:
    """Read a CSV file whose first row names its columns; blank rows are passed over.

    Args:
        path: the file.
        name: how findings call it.
        required: columns that must be there.
        optional: columns that may be there.
        rules: what the file is to keep.
        inside: the folder that it must lie in, whatever links lead to it.

    Returns:
        A Record for each row, and a finding for whatever is out of shape.

    Raises:
        UnreadableInputError: as `read_rows`.
    """
    rows = read_rows(path, inside)
    heading = [cell.strip() for cell in rows[0]] if rows else []
    findings = _column_findings(heading, name, required, optional, rules)
    records = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        source = Source(name, number)
        if len(row) != len(heading):
            message = f"the row has {len(row)} cells, the heading has {len(heading)}"
            findings.append(rules.ragged.finding(message, source, hint="quote a cell that holds a comma"))
            continue
        records.append(Record({column: cell.strip() for column, cell in zip(heading, row, strict=True)}, source))
    return records, findings


def _column_findings(
    heading: list[str], name: str, required: Sequence[str], optional: Sequence[str], rules: RecordRules
) -> list[Finding]:
    known_columns, source = [*required, *optional], Source(name, 1)
    counts = Counter(heading)
    unknown_columns = [column for column in counts if column not in known_columns][:_MOST_COLUMNS]
    duplicates = [column for column in known_columns if counts[column] > 1]
    missing_columns = [column for column in required if column not in counts]
    return [
        *(
            rules.unknown_column.finding(f"unknown column {column!r}", source, hint=nearest(column, known_columns))
            for column in unknown_columns
        ),
        *(rules.unknown_column.finding(f"column {column!r} stands twice", source) for column in duplicates),
        *(rules.missing_column.finding(f"there is no column {column!r}", source) for column in missing_columns),
    ]


#: So many unknown columns are reported.
_MOST_COLUMNS = 100
