"""Journals: lists whose rows are postings, of which those about the same are one line item, their sum.

They are added up by the engine as they are read, so that ten million postings need no more memory than their accounts.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.files.parquet import scan_parquet
from exporter.files.records import column_letter
from exporter.findings.findings import Finding, Source
from exporter.frames.columns import is_blank
from exporter.frames.fixed_point import MOST_PLACES, fixed_point
from exporter.line_items import rules
from exporter.line_items.inputs import read_sheet
from exporter.line_items.parquet_file import exact_texts
from exporter.line_items.sheet import Sheet, source_name
from exporter.prints.declarations import convention_for
from exporter.prints.numbers import shortest_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.project.project import TableFile

__all__ = ["read_journal_sheet"]

#: Names that no heading has, which are the file's.
_TEXT, _NUMBER, _IS_PLAIN = "\0text", "\0number", "\0is plain"
_AMOUNT, _OF_POSTINGS = "printed", ("printed", "document", "line")
#: What an amount of a posting may be: no convention of print is guessed for millions of rows.
_PLAIN = r"^-?[0-9]+(?:\.[0-9]+)?$"


def read_journal_sheet(file: TableFile) -> Sheet:
    """Read a journal, and add up the amounts of the rows that agree in all else but `document` and `line`.

    Returns: a sheet with a row for each sum, which has the number of its first posting.

    Raises:
        UnreadableInputError: as `read_sheet`.
    """
    with _postings(file) as (postings, headings, within):
        names = [column_letter(index) for index in range(len(headings))]
        no_cells = pl.DataFrame(schema={"row": pl.Int64, **dict.fromkeys(names, pl.String)})
        sheet = Sheet(headings, no_cells, within=within, heading_rows=file.heading_rows or (1,))
        if _AMOUNT not in headings or len(set(headings)) < len(headings):
            return sheet  # whose headings are looked at where lists are read
        sums = _sums(postings, [name for name in headings if name not in _OF_POSTINGS])
    mark = convention_for(file.prints, file.language).decimal_mark
    texts = [_sum_text(value, mark) for value in sums["number"]]
    columns = {name: pl.Series(texts, dtype=pl.String) if name == _AMOUNT else pl.lit("") for name in _OF_POSTINGS}
    cells = sums.with_columns(**{name: value for name, value in columns.items() if name in headings})
    cells = cells.select("row", *(pl.col(name).alias(letter) for letter, name in zip(names, headings, strict=True)))
    letter = names[headings.index(_AMOUNT)]
    findings = tuple(_faults(sums, Source(source_name(file, sheet)), letter))
    return replace(sheet, cells=cells, findings=findings)


def _sums(postings: pl.LazyFrame, keys: list[str]) -> pl.DataFrame:
    """Add up the amounts of the postings that agree in their keys.

    Returns: the keys, `row` of the first posting, `number`: the sum at `MOST_PLACES` places, `largest` amount without
        its sign, `count` of postings, `faulty`: how many have no such amount, `first_fault`: the first row of these,
        and `fault`: what stands in one.
    """
    text, number, is_plain = pl.col(_TEXT), pl.col(_NUMBER), pl.col(_IS_PLAIN)
    is_number = text.str.contains(_PLAIN) & number.is_not_null()
    return (
        postings.filter(~is_blank(_AMOUNT))
        # Each once, before they are added up: the engine would do it anew for every sum.
        .select(*keys, "row", pl.col(_AMOUNT).cast(pl.String).str.strip_chars().alias(_TEXT))
        .with_columns(fixed_point(text, MOST_PLACES).alias(_NUMBER))
        .with_columns(is_number.alias(_IS_PLAIN))
        .group_by(keys)
        .agg(
            row=pl.col("row").min(),
            number=number.sum(),
            largest=number.abs().max(),
            count=pl.len(),
            faulty=(~is_plain).sum(),
            first_fault=pl.col("row").filter(~is_plain).min(),
            fault=text.filter(~is_plain).first(),
        )
        .collect(engine="streaming")
        .sort("row")
    )


@contextlib.contextmanager
def _postings(file: TableFile) -> Iterator[tuple[pl.LazyFrame, list[str], str]]:
    """Give the rows of a journal as a query, with their number as `row`; its headings; and what sources call it."""
    ending = file.path.suffix.lower()
    if file.frame is None and ending == ".parquet":
        if list(file.heading_rows) != [1]:
            raise UnreadableInputError(f"{file.path} has its headings in the names of its columns")
        query = scan_parquet(file.path)
        texts = query.select(exact_texts(file.path, query.collect_schema(), _plain_mark))
        headings = query.collect_schema().names()
        yield texts.with_columns(row=pl.int_range(2, pl.len() + 2, dtype=pl.Int64)), headings, ""
    elif file.frame is None and ending == ".sql":
        from exporter.line_items.query_file import open_query_rows  # noqa: PLC0415 - few projects have queries

        with open_query_rows(file, _plain_mark) as rows:
            yield rows, rows.collect_schema().names()[1:], ""
    else:
        sheet = read_sheet(file)
        named = dict(zip(sheet.letters, sheet.headings, strict=True))
        is_unique = len(set(sheet.headings)) == len(sheet.headings)
        yield sheet.cells.lazy().rename(named if is_unique else {}), sheet.headings, sheet.within


def _plain_mark(_: str) -> str:
    return "."


def _sum_text(number: int | None, mark: str) -> str:
    """Write a sum as a file of this convention prints numbers."""
    return "" if number is None else shortest_text(Decimal(number).scaleb(-MOST_PLACES)).replace(".", mark)


def _faults(sums: pl.DataFrame, source: Source, letter: str) -> Iterator[Finding]:
    """Find amounts that are no plain decimals, or cannot be added exactly."""
    faulty = sums.filter(pl.col("faulty") > 0).sort("first_fault")
    if faulty.height:
        first = faulty.row(0, named=True)
        others = int(faulty["faulty"].sum()) - 1
        message = f"{first['fault']!r} is no amount that can be added exactly"
        message += f", and so in {others:,} other rows" if others else ""
        hint = f"write amounts of a journal as plain decimals of at most {MOST_PLACES} places, such as -1234.56"
        place = Source(source.file, first["first_fault"], letter, _AMOUNT)
        yield rules.LINE_ITEMS_NOT_A_NUMBER.finding(message, place, hint=hint)
    too_large = (row for row in sums.iter_rows(named=True) if (row["largest"] or 0) * row["count"] >= _LIMIT)
    for row in islice(too_large, 1):
        place = Source(source.file, row["row"], letter, _AMOUNT)
        message = "the amounts of this account are too large to be added in 128 bits"
        yield rules.LINE_ITEMS_NOT_A_NUMBER.finding(message, place)


#: Sums stay below what 128 bits hold.
_LIMIT = 2**127
