"""The input CSV: text as it stands there."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.files.records import read_batches
from exporter.line_items.sheet import Sheet, check_headings, joined_headings, sheet_frame

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["read_csv_sheet"]

#: Larger files are refused.
MAX_BYTES = 1024**3


def read_csv_sheet(path: Path, heading_rows: tuple[int, ...], encoding: str = "utf-8", delimiter: str = ",") -> Sheet:
    """Read the cells of a CSV file.

    Args:
        path: the file.
        heading_rows: the numbers of the rows that hold the headings.
        encoding: in which it is written.
        delimiter: what stands between its cells.

    Raises:
        UnreadableInputError: the file cannot be read, or ends before its headings do.
    """
    batches = read_batches(path, MAX_BYTES, encoding, delimiter)
    first_batch, last_heading_row = next(batches), heading_rows[-1]
    if len(first_batch) < last_heading_row:
        raise UnreadableInputError(f"{path} has {len(first_batch)} rows; its headings should be in {heading_rows}")
    numbers_between = set(range(heading_rows[0], last_heading_row)) - set(heading_rows)
    rows_between = tuple(
        number for number in sorted(numbers_between) if any(cell.strip() for cell in first_batch[number - 1])
    )
    headings = joined_headings([first_batch[number - 1] for number in heading_rows])
    width = len(headings)
    check_headings(str(path), headings, heading_rows)
    ragged: list[tuple[int, int]] = []
    number, parts = last_heading_row, [sheet_frame([], [], width)]
    for batch in chain([first_batch[last_heading_row:]], batches):
        numbers: Sequence[int] = range(number + 1, number + 1 + len(batch))
        number += len(batch)
        if any(size != width for size in map(len, batch)):
            numbered = list(zip(numbers, batch, strict=True))
            ragged += [(n, len(row)) for n, row in numbered if len(row) != width and any(cell.strip() for cell in row)]
            numbers = [n for n, row in numbered if len(row) == width]
            batch = [row for row in batch if len(row) == width]  # noqa: PLW2901 - what is left of it
        parts.append(sheet_frame(numbers, batch, width))
    head = tuple((*row, *[""] * (width - len(row))) for row in first_batch[:last_heading_row])
    return Sheet(headings, pl.concat(parts), ragged, rows_between, head=head)
