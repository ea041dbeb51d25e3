"""Lists: tables with one figure or text a row, which says of itself what it is; as databases and ledgers give them.

A list has the columns `label`, `printed` and `period` and may have `unit`, `scale` and `decimals`; `document` and
`line`, which say where the figure stands; and a column for each dimension, headed by its prefixed name, with members.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.findings.findings import Finding, Source
from exporter.findings.nearest import nearest
from exporter.frames.columns import CODED, contains, each_combination, given, stripped_texts
from exporter.line_items import rules
from exporter.line_items.rows import check_rows, stacked
from exporter.line_items.sheet import source_name
from exporter.report.dispositions import NOT_REPORTED
from exporter.report.report import dimensions_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exporter.findings.row_findings import RowFindings
    from exporter.line_items.sheet import Sheet
    from exporter.project.project import Project, TableFile

__all__ = ["POWERS", "read_lists"]

_REQUIRED_HEADINGS = ("label", "printed", "period")
_OPTIONAL_HEADINGS = ("unit", "scale", "decimals", "document", "line")
#: Names and numbers of which a row may have none.
_OPTIONAL_COLUMNS = ("period", "unit", "scale", "decimals", "dimensions")
#: What tells rows apart.
_KEY = ("label", "period", "unit", "dimensions")
#: How powers of ten are written.
POWERS = {"scale": r"^-?[0-9]{1,3}$", "decimals": r"^(?:-?[0-9]{1,3}|INF)$"}


def read_lists(project: Project, sheets: Mapping[int, tuple[TableFile, Sheet]]) -> tuple[pl.DataFrame, list[Finding]]:
    """Read the cells of lists, which are those under `printed`.

    Args:
        project: what names of periods and units there are.
        sheets: each with its file, by the file's number.

    Returns: the cells, with the `place` of their rows; and what is wrong with them.
    """
    heading_findings = {number: _list_heading_findings(*sheet) for number, sheet in sheets.items()}
    findings = [finding for of_sheet in heading_findings.values() for finding in of_sheet]
    sound_sheets = {number: sheet for number, sheet in sheets.items() if not heading_findings[number]}
    if not sound_sheets:
        schema = pl.Schema({"file": pl.String(), "sheet": CODED, "place": pl.Int64(), "row": pl.Int64()})
        return pl.DataFrame(schema=schema), findings
    cells = stacked({number: _under_headings(file, sheet) for number, (file, sheet) in sound_sheets.items()})
    texts = [name for name in cells.columns if name not in {"row", "place", "sheet", "file", "column", "printed"}]
    cells = cells.with_columns(stripped_texts(texts)).cast(dict.fromkeys(texts, CODED))
    cells = _with_dimensions_text(cells, [name for name in texts if ":" in name])
    cells = cells.with_columns(
        given(name) if name in cells.columns else _null_column(name) for name in _OPTIONAL_COLUMNS
    )
    row_findings = check_rows(cells, sound_sheets, key=_KEY)
    _check_names(row_findings, cells, "period", project.periods)
    _check_names(row_findings, cells, "unit", project.units)
    _check_powers(row_findings, cells)
    cells = cells.select(
        "file", "sheet", "place", "row", "column", "label", "printed", *_OPTIONAL_COLUMNS
    ).with_columns(
        section=pl.lit(""),
        heading=pl.lit("printed"),
        exclude=pl.when(row_findings.is_faulty).then(pl.lit(NOT_REPORTED)),
    )
    return cells, [*findings, *row_findings.findings]


def _under_headings(file: TableFile, sheet: Sheet) -> pl.DataFrame:
    """Name a sheet's columns by their headings, and add the file and the letter of the column `printed`."""
    cells = sheet.cells.rename(dict(zip(sheet.letters, sheet.headings, strict=True)))
    letter = sheet.letters[sheet.headings.index("printed")]
    return cells.with_columns(file=pl.lit(source_name(file, sheet), CODED), column=pl.lit(letter, CODED))


def _null_column(name: str) -> pl.Expr:
    return pl.lit(None, CODED).alias(name)


def _with_dimensions_text(cells: pl.DataFrame, axes: list[str]) -> pl.DataFrame:
    """Add the members of each row, as `dimensions_text` writes them."""
    if not axes:
        return cells

    def row_dimensions(*members: str) -> tuple[str | None]:
        return (dimensions_text({axis: name for axis, name in zip(axes, members, strict=True) if name}),)

    return each_combination(cells, axes, row_dimensions, {"dimensions": CODED})


def _list_heading_findings(file: TableFile, sheet: Sheet) -> list[Finding]:
    source_file, headings = source_name(file, sheet), sheet.headings
    heading_source = Source(source_file, sheet.heading_rows[-1])
    allowed = [*_REQUIRED_HEADINGS, *_OPTIONAL_HEADINGS, *file.row_keys]
    findings = [
        rules.LINE_ITEMS_MISSING_HEADING.finding(f"a list needs a column headed {heading!r}", heading_source)
        for heading in _REQUIRED_HEADINGS
        if heading not in headings
    ]
    for index, (letter, heading) in enumerate(zip(sheet.letters, headings, strict=True)):
        column_source = Source(source_file, sheet.heading_rows[-1], letter)
        if heading not in allowed and ":" not in heading:
            hint = nearest(heading, allowed) or f"a list may have {', '.join(allowed)}, and dimensions by their names"
            message = f"the column is headed {heading!r}, which means nothing in a list"
            findings.append(rules.LINE_ITEMS_UNKNOWN_HEADING.finding(message, column_source, hint=hint))
        elif heading in headings[:index]:
            message = f"a second column is headed {heading!r}"
            findings.append(rules.LINE_ITEMS_DUPLICATE_HEADING.finding(message, column_source))
    return findings


def _check_names(row_findings: RowFindings, cells: pl.DataFrame, column: str, known_names: Iterable[str]) -> None:
    """Report names of periods and units that the project does not have."""
    names = list(known_names)

    def unknown_name(row: dict[str, Any]) -> Finding:
        hint = nearest(row[column], names) or f"known are {', '.join(names)}"
        return _bad_row(row, f"there is no {column} {row[column]!r}", hint)

    row_findings.add(cells.filter(~pl.col(column).is_in(names)), unknown_name)
    if column in _REQUIRED_HEADINGS:
        row_findings.add(cells.filter(pl.col(column).is_null()), lambda row: _bad_row(row, f"the row has no {column}"))


def _check_powers(row_findings: RowFindings, cells: pl.DataFrame) -> None:
    for name, pattern in POWERS.items():

        def no_power(row: dict[str, Any], name: str = name) -> Finding:
            hint = f"{name} is a power of ten, such as 3 or -3"
            return _bad_row(row, f"{row[name]!r} is not a whole number", hint)

        row_findings.add(cells.filter(~contains(name, pattern)), no_power)


def _bad_row(row: dict[str, Any], message: str, hint: str | None = None) -> Finding:
    return rules.LINE_ITEMS_BAD_LIST.finding(message, Source(row["file"], row["row"]), hint=hint)
