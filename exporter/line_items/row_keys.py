"""Keys of rows: what the columns that report.toml names have there, so that a person finds a row of a query."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Finding, Source
from exporter.findings.nearest import nearest
from exporter.frames.columns import CODED, stripped
from exporter.line_items import rules
from exporter.line_items.sheet import source_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter.line_items.sheet import Sheet
    from exporter.project.project import TableFile

__all__ = ["missing_keys", "row_keys", "with_row_keys"]


def row_keys(file: TableFile, sheet: Sheet) -> pl.DataFrame:
    """Name the rows of a sheet.

    Returns: `row`, and its `row_key`, such as `account 4000, ledger EU`; no rows where no columns name them.
    """
    letters = {heading: letter for letter, heading in zip(sheet.letters, sheet.headings, strict=True)}
    parts = [
        pl.when(text != "").then(pl.concat_str(pl.lit(f"{heading} "), text))
        for heading in file.row_keys
        if heading in letters
        for text in (stripped(pl.col(letters[heading]).cast(pl.String)).fill_null(""),)
    ]
    if not parts:
        return pl.DataFrame(schema={"row": pl.Int64, "row_key": CODED})
    return sheet.cells.select("row", row_key=pl.concat_str(parts, separator=", ", ignore_nulls=True).cast(CODED))


def missing_keys(file: TableFile, sheet: Sheet) -> list[Finding]:
    """Find columns that should name rows and are not there."""
    return [
        rules.LINE_ITEMS_MISSING_HEADING.finding(
            f"row_keys names {heading!r}, and no column is headed so",
            Source(source_name(file, sheet), sheet.heading_rows[-1]),
            hint=nearest(heading, sheet.headings) or f"there are {', '.join(filter(None, sheet.headings))}",
        )
        for heading in file.row_keys
        if heading not in sheet.headings
    ]


def with_row_keys(findings: Iterable[Finding], items: pl.DataFrame) -> list[Finding]:
    """Put the keys of their rows into the sources of findings.

    Args:
        findings: to look at.
        items: line items, with the columns of `LINE_ITEM_COLUMNS`.
    """
    if not items["row_key"].count():
        return list(findings)
    named = items.filter(pl.col("row_key").is_not_null()).select("file", "row", "row_key").unique()
    keys = {(file, row): key for file, row, key in named.cast({"file": pl.String, "row_key": pl.String}).iter_rows()}

    def keyed(source: Source) -> Source:
        return replace(source, row_key=keys.get((source.file, source.row)))

    return [
        replace(found, source=found.source and keyed(found.source), related=tuple(map(keyed, found.related)))
        for found in findings
    ]
