"""Lists: tables with one figure or text a row, which says of itself what it is; as databases and ledgers give them.

A list has the columns `label`, `printed` and `period` and may have `unit`, `scale` and `decimals`; `document` and
`line`, which say where the figure stands; and a column for each dimension, headed by its prefixed name, with members.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.files.records import column_letter
from exporter.findings.findings import Finding, Source
from exporter.findings.nearest import nearest
from exporter.frames.columns import each_combination, given, stripped
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

_NEEDS = ("label", "printed", "period")
_MAY_HAVE = ("unit", "scale", "decimals", "document", "line")
#: Names and numbers of which a row may have none.
_OPTIONAL = ("period", "unit", "scale", "decimals", "dimensions")
#: What tells rows apart.
_KEY = ("label", "period", "unit", "dimensions")
#: How powers of ten are written.
POWERS = {"scale": r"^-?[0-9]{1,3}$", "decimals": r"^(?:-?[0-9]{1,3}|INF)$"}


def read_lists(project: Project, sheets: Mapping[int, tuple[TableFile, Sheet]]) -> tuple[pl.DataFrame, list[Finding]]:
    """The cells of lists, which are those under `printed`, with the `place` of their rows, and what is wrong with them.

    Args:
        project: what names of periods and units there are.
        sheets: each with its file, by the file's number.
    """
    findings = [finding for file, sheet in sheets.values() for finding in _heading_findings(file, sheet)]
    faulty = {finding.source.file for finding in findings if finding.source}
    sound = {
        number: (file, sheet) for number, (file, sheet) in sheets.items() if source_name(file, sheet) not in faulty
    }
    if not sound:
        return pl.DataFrame(schema={"file": pl.String, "place": pl.Int64, "row": pl.Int64}), findings
    cells = stacked({number: _under_headings(file, sheet) for number, (file, sheet) in sound.items()})
    texts = [name for name in cells.columns if name not in {"row", "place", "file", "column", "printed"}]
    cells = cells.with_columns(stripped(pl.col(texts)))
    cells = _with_dimensions(cells, [name for name in texts if ":" in name])
    cells = cells.with_columns(given(name) if name in cells.columns else _none(name) for name in _OPTIONAL)
    faults = check_rows(cells, sound, key=_KEY)
    _check_names(faults, cells, "period", project.periods)
    _check_names(faults, cells, "unit", project.units)
    _check_powers(faults, cells)
    cells = cells.select("file", "place", "row", "column", "label", "printed", *_OPTIONAL).with_columns(
        section=pl.lit(""),
        heading=pl.lit("printed"),
        exclude=pl.when(faults.is_faulty).then(pl.lit(NOT_REPORTED)),
    )
    return cells, [*findings, *faults.findings]


def _under_headings(file: TableFile, sheet: Sheet) -> pl.DataFrame:
    """The cells of a sheet under its headings, with the file and the letter of the column `printed`."""
    cells = sheet.cells.rename(dict(zip(sheet.letters, sheet.headings, strict=True)))
    letter = column_letter(sheet.headings.index("printed"))
    return cells.with_columns(file=pl.lit(source_name(file, sheet)), column=pl.lit(letter))


def _none(name: str) -> pl.Expr:
    return pl.lit(None, pl.String).alias(name)


def _with_dimensions(cells: pl.DataFrame, axes: list[str]) -> pl.DataFrame:
    """The cells with the members of each row, as `dimensions_text` writes them."""
    if not axes:
        return cells

    def members(*names: str) -> tuple[str | None]:
        return (dimensions_text({axis: name for axis, name in zip(axes, names, strict=True) if name}),)

    return each_combination(cells, axes, members, {"dimensions": pl.String})


def _heading_findings(file: TableFile, sheet: Sheet) -> list[Finding]:
    name, headings = source_name(file, sheet), sheet.headings
    source = Source(name, file.heading_rows[-1])
    allowed = [*_NEEDS, *_MAY_HAVE]
    findings = [
        rules.LINE_ITEMS_MISSING_HEADING.finding(f"a list needs a column headed {heading!r}", source)
        for heading in _NEEDS
        if heading not in headings
    ]
    for index, heading in enumerate(headings):
        place = Source(name, file.heading_rows[-1], column_letter(index))
        if heading not in allowed and ":" not in heading:
            hint = nearest(heading, allowed) or f"a list may have {', '.join(allowed)}, and dimensions by their names"
            message = f"the column is headed {heading!r}, which means nothing in a list"
            findings.append(rules.LINE_ITEMS_UNKNOWN_HEADING.finding(message, place, hint=hint))
        elif heading in headings[:index]:
            message = f"a second column is headed {heading!r}"
            findings.append(rules.LINE_ITEMS_DUPLICATE_HEADING.finding(message, place))
    return findings


def _check_names(faults: RowFindings, cells: pl.DataFrame, column: str, known: Iterable[str]) -> None:
    """Names of periods and units that the project does not have."""
    names = list(known)

    def unknown(row: dict[str, Any]) -> Finding:
        hint = nearest(row[column], names) or f"known are {', '.join(names)}"
        return _bad(row, f"there is no {column} {row[column]!r}", hint)

    faults.add(cells.filter(~pl.col(column).is_in(names)), unknown)
    if column in _NEEDS:
        faults.add(cells.filter(pl.col(column).is_null()), lambda row: _bad(row, f"the row has no {column}"))


def _check_powers(faults: RowFindings, cells: pl.DataFrame) -> None:
    for name, pattern in POWERS.items():

        def no_power(row: dict[str, Any], name: str = name) -> Finding:
            hint = f"{name} is a power of ten, such as 3 or -3"
            return _bad(row, f"{row[name]!r} is not a whole number", hint)

        faults.add(cells.filter(~pl.col(name).str.contains(pattern)), no_power)


def _bad(row: dict[str, Any], message: str, hint: str | None = None) -> Finding:
    return rules.LINE_ITEMS_BAD_LIST.finding(message, Source(row["file"], row["row"]), hint=hint)
