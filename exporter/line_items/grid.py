"""Grids: tables as reports print them, labels in the first column and figures below the headings of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.files.records import column_letter
from exporter.findings.findings import Finding, Source
from exporter.findings.nearest import nearest
from exporter.frames.columns import stripped
from exporter.line_items import rules
from exporter.line_items.rows import check_rows, stacked
from exporter.line_items.sheet import source_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exporter.line_items.sheet import Sheet
    from exporter.project.project import TableFile

__all__ = ["read_grids"]

_MEANING = (
    *("file", "column", "heading", "period", "unit", "scale", "decimals", "dimensions"),
    *("derived", "check", "footnotes", "exclude"),
)


def read_grids(sheets: Mapping[int, tuple[TableFile, Sheet]]) -> tuple[pl.DataFrame, list[Finding]]:
    """Read the cells of grids, those under declared headings.

    Args:
        sheets: each with its file, by the file's number.

    Returns: the cells, with the `place` of their rows; and what is wrong with the grids' shape.
    """
    cells = stacked(
        {
            number: sheet.cells.with_columns(file=pl.lit(source_name(file, sheet)))
            for number, (file, sheet) in sheets.items()
        }
    )
    letters = [name for name in cells.columns if name not in {"row", "file", "place"}]
    rows = _with_sections(cells, letters)
    row_findings = check_rows(rows.filter("has_figures"), sheets, key=("section", "label"))
    cells = (
        rows.unpivot(
            letters,
            index=["file", "place", "row", "section", "label"],
            variable_name="column",
            value_name="printed",
        )
        .sort("place", maintain_order=True)
        .join(_meanings(sheets.values()), on=["file", "column"], maintain_order="left")
    )
    heading_findings = [finding for file, sheet in sheets.values() for finding in _grid_heading_findings(file, sheet)]
    return cells, [*heading_findings, *row_findings.findings]


def _with_sections(rows: pl.DataFrame, letters: list[str]) -> pl.DataFrame:
    """Add to each row its label, whether it has figures, and its section.

    A row's section is the label of the last row above it that has no figures.
    """
    label, *figures = (stripped(pl.col(letter)) for letter in letters)
    has_figures = pl.any_horizontal(pl.lit(value=False), *(cell != "" for cell in figures)).fill_null(value=False)
    rows = rows.with_columns(label=label, has_figures=has_figures)
    section = pl.when(~pl.col("has_figures")).then("label").forward_fill().over("file").fill_null("")
    return rows.with_columns(section=section)


def _meanings(sheets: Iterable[tuple[TableFile, Sheet]]) -> pl.DataFrame:
    """List what the headings mean that report.toml declares.

    Returns: a row for each column, with its file and letter, and what its heading means.
    """
    rows = [
        {
            "file": source_name(file, sheet),
            "column": column_letter(index),
            "heading": heading,
            "period": column.period,
            "unit": column.unit,
            "scale": _number_text(column.scale),
            "decimals": _number_text(column.decimals),
            "dimensions": column.dimensions,
            "derived": column.derived,
            "check": column.check,
            "footnotes": "; ".join(column.footnotes) or None,
            "exclude": column.exclude,
        }
        for file, sheet in sheets
        for index, heading in enumerate(sheet.headings)
        if index and (column := file.columns.get(heading))
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(_MEANING, pl.String))


def _number_text(number: int | str | None) -> str | None:
    return None if number is None else str(number)


def _grid_heading_findings(file: TableFile, sheet: Sheet) -> list[Finding]:
    source_file = source_name(file, sheet)
    findings = []
    sheet_headings = sheet.headings[1:]
    for index, heading in enumerate(sheet_headings, start=1):
        source = Source(source_file, file.heading_rows[-1], column_letter(index))
        if heading not in file.columns:
            hint = nearest(heading, file.columns) or "declare it under the file's columns in report.toml"
            message = f"the column is headed {heading!r}, which report.toml does not declare"
            findings.append(rules.LINE_ITEMS_UNKNOWN_HEADING.finding(message, source, hint=hint))
        elif heading in sheet_headings[: index - 1]:
            message = f"a second column is headed {heading!r}"
            hint = "add the row above it to heading_rows, or head it differently"
            findings.append(rules.LINE_ITEMS_DUPLICATE_HEADING.finding(message, source, hint=hint))
    for heading in file.columns:
        if heading not in sheet_headings:
            message = f"no column is headed {heading!r}"
            source = Source(source_file, file.heading_rows[-1])
            findings.append(
                rules.LINE_ITEMS_MISSING_HEADING.finding(message, source, hint=nearest(heading, sheet_headings))
            )
    return findings
