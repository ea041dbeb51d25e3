"""Grids: tables as reports print them, labels in the first column and figures below the headings of the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Finding, Source
from exporter.findings.nearest import nearest
from exporter.frames.columns import CODED, is_blank, stripped
from exporter.line_items import rules
from exporter.line_items.rows import check_rows, stacked
from exporter.line_items.sections import with_sections
from exporter.line_items.sheet import source_name
from exporter.prints.declarations import SIDES, side_named
from exporter.project.toml_lines import column_line, toml_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter.line_items.sheet import Sheet
    from exporter.project.project import TableFile

__all__ = ["is_row_number", "read_grids"]

_MEANING = (
    *("sheet", "column", "heading", "period", "unit", "scale", "decimals", "dimensions"),
    *("derived", "check", "footnotes", "exclude"),
)


def read_grids(sheets: Mapping[int, tuple[TableFile, Sheet]]) -> tuple[pl.DataFrame, list[Finding]]:
    """Read the cells of grids, those under declared headings.

    Args:
        sheets: each with its file, by the file's number.

    Returns: the cells, with the `place` of their rows; and what is wrong with the grids' shape.
    """
    rows = stacked({number: _with_figures(file, sheet) for number, (file, sheet) in sheets.items()})
    names = {letter for _, sheet in sheets.values() for letter in sheet.letters}
    letters = sorted(names, key=lambda letter: (len(letter), letter))
    rows = with_sections(_with_labels(rows))
    row_findings = check_rows(rows.filter("has_figures"), sheets, key=("section", "label"))
    cells = (
        rows.unpivot(
            letters,
            index=["file", "sheet", "place", "row", "section", "label"],
            variable_name="column",
            value_name="printed",
        )
        .sort("place", maintain_order=True)
        .join(_meanings(sheets), on=["sheet", "column"], maintain_order="left")
    )
    heading_findings = [finding for file, sheet in sheets.values() for finding in _grid_heading_findings(file, sheet)]
    return cells, [*heading_findings, *row_findings.findings]


def _with_figures(file: TableFile, sheet: Sheet) -> pl.DataFrame:
    """Add to the rows of a sheet `file`, `label`, and whether each has figures: in columns that are not excluded."""
    columns = [file.columns.get(heading) for heading in sheet.headings]
    figures = [
        stripped(pl.col(letter)) != ""
        for letter, heading, column in list(zip(sheet.letters, sheet.headings, columns, strict=True))[1:]
        if (column is None and heading not in file.row_keys) or (column is not None and column.exclude is None)
    ]
    cells = sheet.cells.cast(dict.fromkeys(sheet.letters, pl.String))
    has_figures = pl.any_horizontal(pl.lit(value=False), *figures).fill_null(value=False)
    label = stripped(pl.col(sheet.letters[0]))
    return cells.with_columns(file=pl.lit(source_name(file, sheet)), label=label, has_figures=has_figures)


def _with_labels(rows: pl.DataFrame) -> pl.DataFrame:
    """Name rows with figures and no label by their number, `[row 7]`."""
    is_unlabelled = pl.col("has_figures") & (pl.col("label") == "")
    return rows.with_columns(label=pl.when(is_unlabelled).then(pl.format("[row {}]", "row")).otherwise("label"))


def is_row_number(label: str) -> bool:
    """Tell whether a label is the number of a row that has none."""
    return re.fullmatch(r"\[row [0-9]+\]", label) is not None


def _meanings(sheets: Mapping[int, tuple[TableFile, Sheet]]) -> pl.DataFrame:
    """List what the headings mean that report.toml declares.

    Returns: a row for each column, with the number of its sheet and its letter, and what its heading means.
    """
    rows = [
        {
            "sheet": str(number),
            "column": sheet.letters[index],
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
        for number, (file, sheet) in sheets.items()
        for index, heading in enumerate(sheet.headings)
        if index and (column := file.columns.get(heading))
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(_MEANING, pl.String)).with_columns(pl.col("sheet").cast(CODED))


def _number_text(number: int | str | None) -> str | None:
    return None if number is None else str(number)


def _grid_heading_findings(file: TableFile, sheet: Sheet) -> list[Finding]:
    source_file, last_row = source_name(file, sheet), sheet.heading_rows[-1]
    findings = [
        rules.LINE_ITEMS_ROW_BETWEEN.finding(
            f"row {number} stands between heading rows, and has cells", Source(source_file, number), _ROW_BETWEEN_HINT
        )
        for number in sheet.rows_between
    ]
    blank_columns = _blank_columns(sheet)
    sheet_headings, letters = sheet.headings[1:], sheet.letters
    missing = [heading for heading in file.columns if heading not in sheet_headings]
    elsewhere = _heading_rows_hint(file, sheet) if missing else None
    for index, heading in enumerate(sheet_headings, start=1):
        source = Source(source_file, last_row, letters[index])
        column = file.columns.get(heading)
        is_spacer = index in blank_columns and (column is None or heading in sheet_headings[: index - 1])
        if is_spacer or (column is None and heading in file.row_keys):
            continue  # nothing stands in it that could be lost, or it names the rows
        if column is None:
            # Where the headings stand in another row, what stands in this one is none.
            findings += [] if elsewhere else [_unknown_heading(heading, source, file)]
        elif heading in sheet_headings[: index - 1] and column.exclude is None:
            message = f"a second column is headed {heading!r}"
            hint = "add the row above it to heading_rows, or head it differently"
            findings.append(rules.LINE_ITEMS_DUPLICATE_HEADING.finding(message, source, hint=hint))
    for heading in missing:
        message = f"no column is headed {heading!r}"
        advice = elsewhere or nearest(heading, sheet_headings)
        findings.append(rules.LINE_ITEMS_MISSING_HEADING.finding(message, Source(source_file, last_row), hint=advice))
    return [*findings, *_undeclared_sides(file, sheet)]


def _heading_rows_hint(file: TableFile, sheet: Sheet) -> str | None:
    """Say in which rows the declared headings stand, if it is not those in which they should."""
    head = list(enumerate((tuple(cell.strip() for cell in row) for row in sheet.head), start=1))
    below = [
        (number, tuple(map(str.strip, row))) for number, *row in sheet.cells.head(_LOOKED_AT).cast(pl.String).rows()
    ]
    rows = [int(number) for number, row in [*head, *below] if set(file.columns) <= set(row)]
    if not rows:
        return None
    lines = " or ".join(f"heading_rows = [{number}]" for number in rows[:_MOST_ROWS])
    return f"the headings stand in row {' and in row '.join(map(str, rows[:_MOST_ROWS]))}; write {lines}"


#: Headings are looked for in so many rows, and so many rows with them are named.
_LOOKED_AT, _MOST_ROWS = 100, 3
_ROW_BETWEEN_HINT = "name it in heading_rows too, or leave its cells blank"


def _blank_columns(sheet: Sheet) -> set[int]:
    """List the columns in which nothing stands, by their index."""
    if sheet.cells.is_empty():
        return set()
    blank_columns = sheet.cells.select(is_blank(letter).all() for letter in sheet.letters).row(0)
    return {index for index, blank in enumerate(blank_columns) if blank}


def _unknown_heading(heading: str, source: Source, file: TableFile) -> Finding:
    hint = nearest(heading, file.columns)
    if hint is None or re.sub(r"[^0-9]", "", hint) != re.sub(r"[^0-9]", "", heading):
        # A name that differs in its digits is another year or date, whose figures are not those of the nearest one.
        line = f'{toml_text(heading)} = {{ period = "…", unit = "…" }}, or {{ exclude = "why" }}'
        hint = f"declare it under the file's columns in report.toml: {line}"
    if "%" in heading:
        line = f'{toml_text(heading)} = {{ exclude = "…" }}'
        hint = f"{line} in report.toml leaves percentages out; a rule in `derived` checks them"
    message = f"the column is headed {heading!r}, which report.toml does not declare"
    return rules.LINE_ITEMS_UNKNOWN_HEADING.finding(message, source, hint=hint)


def _undeclared_sides(file: TableFile, sheet: Sheet) -> list[Finding]:
    """Report the two sides of a ledger, such as Debit and Credit, of which report.toml does not say what they are."""
    sides = {heading: side for heading in file.columns if (side := side_named(heading))}
    if set(sides.values()) != set(SIDES):
        return []
    return [
        rules.LINE_ITEMS_SIDE.finding(
            f"the column is headed {heading!r}, and report.toml does not say that its figures stand on the {side} side",
            Source(source_name(file, sheet), sheet.heading_rows[-1], sheet.letters[sheet.headings.index(heading)]),
            hint=column_line(heading, f'side = "{side}"'),
        )
        for heading, side in sides.items()
        if file.columns[heading].exclude is None and file.columns[heading].prints.side is None
        if heading in sheet.headings
    ]
