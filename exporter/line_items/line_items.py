"""Line items: every cell of the project's tables, as printed, with where it stands and what its heading means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.line_items.cell_columns import LINE_ITEM_COLUMNS
from exporter.line_items.grid import read_grids
from exporter.line_items.inputs import read_sheet
from exporter.line_items.list import read_lists
from exporter.line_items.sheet import source_name

if TYPE_CHECKING:
    from exporter.findings.findings import Finding
    from exporter.project.project import Project, Table, TableFile

__all__ = ["read_tables"]


def read_tables(project: Project) -> tuple[pl.DataFrame, list[Finding]]:
    """Read the cells of all tables.

    Returns: the cells, with the columns of `LINE_ITEM_COLUMNS`; and what is wrong with the files' shape.

    Raises:
        UnreadableInputError: a file is missing, of an unknown kind, or cannot be read as what it is.
    """
    table_files = [(table, file) for table in project.tables.values() for file in table.files]
    sheets = {number: (file, read_sheet(file.path, file.heading_rows)) for number, (_, file) in enumerate(table_files)}
    sheet_names = [source_name(*sheet) for sheet in sheets.values()]
    lists = {number: sheets[number] for number, (table, _) in enumerate(table_files) if table.layout == "list"}
    grids = {number: sheet for number, sheet in sheets.items() if number not in lists}
    parts: list[pl.DataFrame] = []
    findings: list[Finding] = []
    results = [*([read_grids(grids)] if grids else []), *([read_lists(project, lists)] if lists else [])]
    for cells, new_findings in results:
        parts.append(_to_line_item_columns(cells, table_files, sheet_names))
        findings += new_findings
    order = {name: number for number, name in enumerate(sheet_names)}
    findings.sort(key=lambda finding: order[finding.source.file] if finding.source else 0)
    return pl.concat(parts).sort("place", maintain_order=True).drop("place"), findings


def _to_line_item_columns(
    cells: pl.DataFrame, table_files: list[tuple[Table, TableFile]], sheet_names: list[str]
) -> pl.DataFrame:
    """Bring the cells to `place` and the columns of `LINE_ITEM_COLUMNS`; what they lack is null."""
    file_columns = pl.DataFrame(
        [(name, table.name, file.language) for name, (table, file) in zip(sheet_names, table_files, strict=True)],
        schema=dict.fromkeys(("file", "table", "language"), pl.String),
        orient="row",
    )
    cells = cells.join(file_columns, on="file", how="left", maintain_order="left")
    absent = (pl.lit(None, kind).alias(name) for name, kind in LINE_ITEM_COLUMNS.items() if name not in cells.columns)
    return cells.with_columns(absent).select("place", *LINE_ITEM_COLUMNS)
