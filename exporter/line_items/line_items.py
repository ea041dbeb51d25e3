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
    """The cells of all tables, with the columns of `LINE_ITEM_COLUMNS`, and what is wrong with the files' shape.

    Raises:
        UnreadableInputError: a file is missing, of an unknown kind, or cannot be read as what it is.
    """
    tables = [(table, file) for table in project.tables.values() for file in table.files]
    sheets = {number: (file, read_sheet(file.path, file.heading_rows)) for number, (_, file) in enumerate(tables)}
    names = [source_name(*sheet) for sheet in sheets.values()]
    lists = {number: sheets[number] for number, (table, _) in enumerate(tables) if table.layout == "list"}
    grids = {number: sheet for number, sheet in sheets.items() if number not in lists}
    parts: list[pl.DataFrame] = []
    findings: list[Finding] = []
    for cells, more in (*([read_grids(grids)] if grids else []), *([read_lists(project, lists)] if lists else [])):
        parts.append(_complete(cells, tables, names))
        findings += more
    order = {name: number for number, name in enumerate(names)}
    findings.sort(key=lambda finding: order[finding.source.file] if finding.source else 0)
    return pl.concat(parts).sort("place", maintain_order=True).drop("place"), findings


def _complete(cells: pl.DataFrame, tables: list[tuple[Table, TableFile]], names: list[str]) -> pl.DataFrame:
    """The cells with all columns of `LINE_ITEM_COLUMNS` and `place`; what is not known of them is null."""
    known = pl.DataFrame(
        [(name, table.name, file.language) for name, (table, file) in zip(names, tables, strict=True)],
        schema=dict.fromkeys(("file", "table", "language"), pl.String),
        orient="row",
    )
    cells = cells.join(known, on="file", how="left", maintain_order="left")
    absent = (pl.lit(None, kind).alias(name) for name, kind in LINE_ITEM_COLUMNS.items() if name not in cells.columns)
    return cells.with_columns(absent).select("place", *LINE_ITEM_COLUMNS)
