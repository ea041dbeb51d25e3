"""Line items: every cell of the project's tables, as printed, with where it stands and what its heading means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.findings import Finding, Source, has_errors, nearest, new_finding
from exporter.tables import column_letter, read_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.project import Project, Table, TableFile

__all__ = ["LINE_ITEM_COLUMNS", "NOT_REPORTED", "read_line_items"]

#: Why a cell is left out that something is wrong with.
NOT_REPORTED = "not reported: see findings.json"

#: One row per cell under a declared heading, in the order of the files.
#: `row` is the spreadsheet's row, `column` its letter; `section` is the last row above that has a label and no figures;
#: `heading` is the column's. From `period` to `exclude` stands what report.toml says of the heading, or a list's row
#: of itself: names of period and unit, scale and decimals as text, dimensions as `dimensions_text` writes them, rules
#: as text, footnotes separated by semicolons.
LINE_ITEM_COLUMNS = pl.Schema(
    {
        "table": pl.String,
        "file": pl.String,
        "language": pl.String,
        "row": pl.Int64,
        "column": pl.String,
        "heading": pl.String,
        "section": pl.String,
        "label": pl.String,
        "period": pl.String,
        "unit": pl.String,
        "scale": pl.String,
        "decimals": pl.String,
        "dimensions": pl.String,
        "derived": pl.String,
        "check": pl.String,
        "footnotes": pl.String,
        "exclude": pl.String,
        "printed": pl.String,
    }
)

#: The columns of a list, and what it may have besides: `document` and `line` say where the figure stands.
_LIST_NEEDS = ("label", "printed", "period")
_LIST_MAY_HAVE = ("unit", "scale", "decimals", "document", "line")


def read_line_items(project: Project) -> tuple[pl.DataFrame, list[Finding]]:
    """The cells of all tables, with the columns of `LINE_ITEM_COLUMNS`, and what is wrong with the files' shape.

    Raises:
        UnreadableInputError: a file is missing, not UTF-8 or not CSV.
    """
    cells: list[dict[str, Any]] = []
    findings: list[Finding] = []
    for table in project.tables.values():
        for file in table.files:
            file_cells, file_findings = _read_file(project, table, file)
            cells += file_cells
            findings += file_findings
    return pl.DataFrame(cells, schema=LINE_ITEM_COLUMNS), findings


def _read_file(project: Project, table: Table, file: TableFile) -> tuple[list[dict[str, Any]], list[Finding]]:
    if file.path.suffix.lower() != ".csv":
        raise UnreadableInputError(f"{file.path} is not a .csv file; other kinds of table cannot be read yet")
    rows = read_cells(file.path)
    if len(rows) < file.heading_rows[-1]:
        raise UnreadableInputError(f"{file.path} has {len(rows)} rows; its headings should be in {file.heading_rows}")
    headings = _headings([rows[number - 1] for number in file.heading_rows])
    if table.layout == "list":
        return _read_list(project, table, file, headings, rows)
    findings = _heading_findings(file, headings)
    cells: list[dict[str, Any]] = []
    section, seen = "", dict[tuple[str, str], int]()
    for number, row in enumerate(rows[file.heading_rows[-1] :], start=file.heading_rows[-1] + 1):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(headings):
            findings.append(_ragged(Source(file.name, number), row, headings))
            continue
        label = row[0].strip()
        if any(cell.strip() for cell in row[1:]):
            findings += _row_findings(file, number, section, label, seen)
        else:
            section = label
        cells += _row_cells(table, file, number, section, label, headings, row)
    return cells, findings


def _ragged(source: Source, row: list[str], headings: list[str]) -> Finding:
    message = f"the row has {len(row)} cells, the headings have {len(headings)}"
    hint = "quote a figure that holds a comma; end short rows with empty cells"
    return new_finding("lineItems.ragged", message, source, hint=hint)


def _headings(rows: list[list[str]]) -> list[str]:
    """One heading a column: those above each other, joined by a blank.

    In all rows but the last one, a heading stands above the blank cells to its right too, as merged cells do.
    """
    width = max(map(len, rows))
    parts: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        spanning = ""
        for column in range(width):
            text = row[column].strip() if column < len(row) else ""
            spanning = text or (spanning if row is not rows[-1] else "")
            if spanning:
                parts[column].append(spanning)
    return [" ".join(part) for part in parts]


def _heading_findings(file: TableFile, headings: list[str]) -> list[Finding]:
    findings = []
    printed = headings[1:]
    for index, heading in enumerate(printed, start=1):
        source = Source(file.name, file.heading_rows[-1], column_letter(index))
        if heading not in file.columns:
            hint = nearest(heading, file.columns) or "declare it under the file's columns in report.toml"
            message = f"the column is headed {heading!r}, which report.toml does not declare"
            findings.append(new_finding("lineItems.unknownHeading", message, source, hint=hint))
        elif heading in printed[: index - 1]:
            message = f"a second column is headed {heading!r}"
            hint = "add the row above it to heading_rows, or head it differently"
            findings.append(new_finding("lineItems.duplicateHeading", message, source, hint=hint))
    for heading in file.columns:
        if heading not in printed:
            message = f"no column is headed {heading!r}"
            source = Source(file.name, file.heading_rows[-1])
            findings.append(new_finding("lineItems.missingHeading", message, source, hint=nearest(heading, printed)))
    return findings


def _row_findings(
    file: TableFile, number: int, section: str, label: str, seen: dict[tuple[str, str], int]
) -> list[Finding]:
    source = Source(file.name, number, "A")
    if not label:
        return [new_finding("lineItems.noLabel", "the row has figures but no label", source)]
    first = seen.setdefault((section, label), number)
    if first == number:
        return []
    message = f"{label!r} already stands in row {first}" + (f" under {section!r}" if section else "")
    return [new_finding("lineItems.duplicateRow", message, source, hint="label one of the two rows differently")]


def _row_cells(
    table: Table, file: TableFile, number: int, section: str, label: str, headings: list[str], row: list[str]
) -> list[dict[str, Any]]:
    return [
        {
            "table": table.name,
            "file": file.name,
            "language": file.language,
            "row": number,
            "column": column_letter(index),
            "heading": headings[index],
            "section": section,
            "label": label,
            "period": column.period,
            "unit": column.unit,
            "scale": _text(column.scale),
            "decimals": _text(column.decimals),
            "dimensions": column.dimensions,
            "derived": column.derived,
            "check": column.check,
            "footnotes": "; ".join(column.footnotes) or None,
            "exclude": column.exclude,
            "printed": row[index],
        }
        for index in range(1, len(row))
        if (column := file.columns.get(headings[index]))
    ]


def _text(number: int | str | None) -> str | None:
    return None if number is None else str(number)


def _read_list(
    project: Project, table: Table, file: TableFile, headings: list[str], rows: list[list[str]]
) -> tuple[list[dict[str, Any]], list[Finding]]:
    """The cells of a list: one a row, under the heading `printed`; the other columns say what it is."""
    findings = _list_heading_findings(file, headings)
    if has_errors(findings):
        return [], findings
    cells: list[dict[str, Any]] = []
    seen: dict[tuple[str, str], int] = {}
    printed = headings.index("printed")
    for number, row in enumerate(rows[file.heading_rows[-1] :], start=file.heading_rows[-1] + 1):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(headings):
            findings.append(_ragged(Source(file.name, number), row, headings))
            continue
        record = {heading: cell.strip() for heading, cell in zip(headings, row, strict=True)}
        findings += _row_findings(file, number, "", record["label"], seen)
        faults = list(_list_row_findings(project, Source(file.name, number), record))
        findings += faults
        cell = {
            "table": table.name,
            "file": file.name,
            "language": file.language,
            "row": number,
            "column": column_letter(printed),
            "heading": "printed",
            "section": "",
            "label": record["label"],
            "printed": row[printed],
            **{name: record.get(name) or None for name in ("period", "unit", "scale", "decimals")},
            "exclude": NOT_REPORTED if faults else None,
        }
        cells.append(cell)
    return cells, findings


def _list_heading_findings(file: TableFile, headings: list[str]) -> list[Finding]:
    source = Source(file.name, file.heading_rows[-1])
    allowed = [*_LIST_NEEDS, *_LIST_MAY_HAVE]
    findings = [
        new_finding("lineItems.missingHeading", f"a list needs a column headed {heading!r}", source)
        for heading in _LIST_NEEDS
        if heading not in headings
    ]
    for index, heading in enumerate(headings):
        place = Source(file.name, file.heading_rows[-1], column_letter(index))
        if heading not in allowed:
            hint = nearest(heading, allowed) or f"a list may have {', '.join(allowed)}"
            message = f"the column is headed {heading!r}, which means nothing in a list"
            findings.append(new_finding("lineItems.unknownHeading", message, place, hint=hint))
        elif heading in headings[:index]:
            message = f"a second column is headed {heading!r}"
            findings.append(new_finding("lineItems.duplicateHeading", message, place))
    return findings


def _list_row_findings(project: Project, source: Source, record: dict[str, str]) -> Iterator[Finding]:
    for name, known in (("period", project.periods), ("unit", project.units)):
        text = record.get(name, "")
        if text and text not in known:
            hint = nearest(text, known) or f"known are {', '.join(known)}"
            yield new_finding("lineItems.badList", f"there is no {name} {text!r}", source, hint=hint)
    if not record.get("period"):
        yield new_finding("lineItems.badList", "the row has no period", source)
    for name, pattern in (("scale", r"-?\d{1,3}"), ("decimals", r"-?\d{1,3}|INF")):
        if record.get(name) and not re.fullmatch(pattern, record[name]):
            hint = f"{name} is a power of ten, such as 3 or -3"
            yield new_finding("lineItems.badList", f"{record[name]!r} is not a whole number", source, hint=hint)
