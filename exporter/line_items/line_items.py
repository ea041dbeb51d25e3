"""Line items: every cell of the project's tables, as printed, with where it stands and what its heading means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.findings.findings import Source, has_errors
from exporter.frames.columns import CODED, each_combination, is_blank
from exporter.line_items import rules
from exporter.line_items.cell_columns import LINE_ITEM_COLUMNS
from exporter.line_items.grid import read_grids
from exporter.line_items.inputs import read_sheet
from exporter.line_items.list import read_lists
from exporter.line_items.sheet import source_name
from exporter.project.report_toml import read_project

if TYPE_CHECKING:
    import pandas as pd

    from exporter.findings.findings import Finding
    from exporter.project.project import Project, Table, TableFile

__all__ = ["read_line_items", "read_tables"]


def read_line_items(folder: Path | str) -> tuple[pd.DataFrame, list[Finding]]:
    """Read the cells of a project's tables as a pandas DataFrame.

    Returns: one row per cell, with the columns of `LINE_ITEM_COLUMNS`, all text but `row`; and what is wrong.

    Raises:
        UnreadableInputError: the project or a table cannot be read, or report.toml has errors.
    """
    import pandas as pd  # noqa: PLC0415 - pandas costs 0.3 s to import and only notebooks need it

    project, findings = read_project(Path(folder))
    if project is None or has_errors(findings):
        raise UnreadableInputError("\n".join(["report.toml has errors", *map(str, findings)]))
    cells, new_findings = read_tables(project)
    columns = cells.to_dict(as_series=False)
    frame = pd.DataFrame({name: pd.Series(column, dtype=object) for name, column in columns.items()})
    return frame, findings + new_findings


def read_tables(project: Project, frame: pd.DataFrame | None = None) -> tuple[pl.DataFrame, list[Finding]]:
    """Read the cells of all tables.

    Args:
        project: its tables, and what their headings mean.
        frame: line items to take in place of the tables' files.

    Returns: the cells, with the columns of `LINE_ITEM_COLUMNS`; and what is wrong with the files' shape.

    Raises:
        UnreadableInputError: a file is missing, of an unknown kind, or cannot be read as what it is.
        MisuseError: the frame is not one of line items of the project.
    """
    if frame is not None:
        from exporter.line_items.dataframe import line_items_frame  # noqa: PLC0415 - imports pandas, which costs 0.3 s

        return line_items_frame(frame, project), []
    table_files = [(table, file) for table in project.tables.values() for file in table.files]
    sheets = {number: (file, read_sheet(file)) for number, (_, file) in enumerate(table_files)}
    sheet_names = [source_name(*sheet) for sheet in sheets.values()]
    lists = {number: sheets[number] for number, (table, _) in enumerate(table_files) if table.layout == "list"}
    grids = {number: sheet for number, sheet in sheets.items() if number not in lists}
    parts: list[pl.DataFrame] = []
    findings: list[Finding] = []
    results = [*([read_grids(grids)] if grids else []), *([read_lists(project, lists)] if lists else [])]
    for cells, new_findings in results:
        parts.append(_to_line_item_columns(cells, table_files, sheet_names))
        findings += new_findings
    cells = pl.concat(parts)
    cells = cells if cells["place"].is_sorted() else cells.sort("place", maintain_order=True)
    cells = cells.drop("place")
    cells, new_findings = _exclude_cells(
        cells, {name: file for name, (_, file) in zip(sheet_names, table_files, strict=True)}
    )
    findings += new_findings
    order = {name: number for number, name in enumerate(sheet_names)}
    findings.sort(key=lambda finding: order[finding.source.file] if finding.source else 0)
    return cells, findings


def _exclude_cells(cells: pl.DataFrame, files: dict[str, TableFile]) -> tuple[pl.DataFrame, list[Finding]]:
    """Exclude single cells, for the reasons that report.toml gives.

    Returns: the cells; and a finding for each that is not there.
    """
    exclusions = pl.DataFrame(
        [(name, cell, reason) for name, file in files.items() for cell, reason in file.excluded_cells.items()],
        schema={"file": CODED, "cell": pl.String, "cell_reason": CODED},
        orient="row",
    )
    if exclusions.is_empty():
        return cells, []
    named_cells = cells.with_columns(cell=pl.concat_str("column", "row"))
    printed_cells = named_cells.filter(~is_blank("printed")).select("file", "cell")
    findings = [
        rules.LINE_ITEMS_UNKNOWN_CELL.finding(
            f"{file} has no cell {cell} with a figure, which report.toml excludes", Source(file)
        )
        for file, cell in exclusions.join(printed_cells, on=["file", "cell"], how="anti").select("file", "cell").rows()
    ]
    named_cells = named_cells.join(exclusions, on=["file", "cell"], how="left", maintain_order="left")
    exclude = pl.coalesce("cell_reason", "exclude")
    return named_cells.with_columns(exclude=exclude).drop("cell", "cell_reason"), findings


def _to_line_item_columns(
    cells: pl.DataFrame, table_files: list[tuple[Table, TableFile]], sheet_names: list[str]
) -> pl.DataFrame:
    """Bring the cells to `place` and the columns of `LINE_ITEM_COLUMNS`; what they lack is null."""
    files = {name: (table.name, file.language) for name, (table, file) in zip(sheet_names, table_files, strict=True)}
    cells = each_combination(cells, ["file"], files.__getitem__, {"table": CODED, "language": CODED})
    absent = (pl.lit(None, kind).alias(name) for name, kind in LINE_ITEM_COLUMNS.items() if name not in cells.columns)
    return cells.with_columns(absent).select("place", *LINE_ITEM_COLUMNS).cast(LINE_ITEM_COLUMNS)
