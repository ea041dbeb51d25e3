"""Line items: every cell of the project's tables, as printed, with where it stands and what its heading means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.findings.findings import Source, has_errors
from exporter.frames.columns import CODED, as_text, each_combination, is_blank
from exporter.frames.data_frames import as_pandas
from exporter.line_items import rules
from exporter.line_items.cell_columns import LINE_ITEM_COLUMNS
from exporter.line_items.frame import with_frames
from exporter.line_items.grid import read_grids
from exporter.line_items.inputs import read_sheet
from exporter.line_items.journal import read_journal_sheet
from exporter.line_items.list import read_lists
from exporter.line_items.row_keys import missing_keys, row_keys
from exporter.line_items.sheet import source_name
from exporter.line_items.uncertain_cells import fault_findings, faults_that_count
from exporter.project.report_toml import read_project
from exporter.report.dispositions import NOT_REPORTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from exporter.findings.findings import Finding
    from exporter.frames.data_frames import AnyFrame
    from exporter.line_items.sheet import CellFault, Sheet
    from exporter.project.project import Project, Table, TableFile

__all__ = ["read_line_items", "read_tables"]


def read_line_items(
    folder: Path | str, tables: Mapping[str, AnyFrame] | None = None
) -> tuple[pd.DataFrame, list[Finding]]:
    """Read the cells of a project's tables as a pandas DataFrame.

    Args:
        folder: the project's.
        tables: data frames in the place of tables' files; see `with_frames`.

    Returns: one row per cell, with the columns of `LINE_ITEM_COLUMNS`, all text but `row`; and what is wrong.

    Raises:
        UnreadableInputError: the project or a table cannot be read, or report.toml has errors.
        MisuseError: as `with_frames`.
    """
    project, findings = read_project(Path(folder), (tables or {}).keys())
    if project is None or has_errors(findings):
        raise UnreadableInputError("\n".join(["report.toml has errors", *map(str, findings)]))
    cells, new_findings = read_tables(with_frames(project, tables or {}))
    return as_pandas(as_text(cells)), findings + new_findings


def read_tables(project: Project, frame: AnyFrame | None = None) -> tuple[pl.DataFrame, list[Finding]]:
    """Read the cells of all tables.

    Args:
        project: its tables, and what their headings mean.
        frame: a data frame of line items to take in place of the tables' files.

    Returns: the cells, with the columns of `LINE_ITEM_COLUMNS`; and what is wrong with the files' shape.

    Raises:
        UnreadableInputError: a file is missing, of an unknown kind, or cannot be read as what it is.
        MisuseError: the frame is not one of line items of the project.
    """
    if frame is not None:
        from exporter.line_items.dataframe import line_items_frame  # noqa: PLC0415 - few have any

        return line_items_frame(frame, project), []
    table_files = [(table, file) for table in project.tables.values() for file in table.files]
    sheets = {
        number: (file, read_journal_sheet(file) if table.layout == "journal" else read_sheet(file))
        for number, (table, file) in enumerate(table_files)
    }
    sheet_names = [source_name(*sheet) for sheet in sheets.values()]
    lists = {number: sheets[number] for number, (table, _) in enumerate(table_files) if table.is_list}
    grids = {number: sheet for number, sheet in sheets.items() if number not in lists}
    parts: list[pl.DataFrame] = []
    findings: list[Finding] = []
    results = [*([read_grids(grids)] if grids else []), *([read_lists(project, lists)] if lists else [])]
    for cells, new_findings in results:
        parts.append(_to_line_item_columns(cells, table_files, sheets))
        findings += new_findings
    cells = pl.concat(parts)
    cells = cells if cells["place"].is_sorted() else cells.sort("place", maintain_order=True)
    cells = cells.drop("place")
    excluded = [
        (name, cell, reason)
        for name, (_, file) in zip(sheet_names, table_files, strict=True)
        for cell, reason in file.excluded_cells.items()
    ]
    cells, new_findings = _exclude_cells(cells, excluded)
    findings += new_findings
    findings += [finding for _, sheet in sheets.values() for finding in sheet.findings]
    findings += [finding for sheet in sheets.values() for finding in missing_keys(*sheet)]
    faults = [fault for file, sheet in sheets.values() for fault in faults_that_count(file, sheet)]
    findings += fault_findings(faults)
    cells = _without_faulty(cells, faults)
    order = {name: number for number, name in enumerate(sheet_names)}
    findings.sort(key=lambda finding: order[finding.source.file] if finding.source else 0)
    return cells, findings


def _without_faulty(cells: pl.DataFrame, faults: list[tuple[Source, CellFault]]) -> pl.DataFrame:
    """Leave out the cells of which it is not certain what they say."""
    if not faults:
        return cells
    named = pl.DataFrame(
        [(source.file, source.row, source.column) for source, _ in faults],
        schema={"file": CODED, "row": pl.Int64, "column": CODED},
        orient="row",
    ).unique()
    cells = cells.join(named.with_columns(is_faulty=True), on=named.columns, how="left", maintain_order="left")
    exclude = pl.when(pl.col("is_faulty")).then(pl.lit(NOT_REPORTED, CODED)).otherwise("exclude")
    return cells.with_columns(exclude=exclude).drop("is_faulty")


def _exclude_cells(cells: pl.DataFrame, excluded: list[tuple[str, str, str]]) -> tuple[pl.DataFrame, list[Finding]]:
    """Exclude single cells, by file, cell and reason.

    Returns: the cells; and a finding for each that is not there.
    """
    exclusions = pl.DataFrame(
        excluded,
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
    cells: pl.DataFrame, table_files: list[tuple[Table, TableFile]], sheets: Mapping[int, tuple[TableFile, Sheet]]
) -> pl.DataFrame:
    """Bring the cells to `place` and the columns of `LINE_ITEM_COLUMNS`; what they lack is null."""
    files = {str(number): (table.name, file.language) for number, (table, file) in enumerate(table_files)}
    cells = each_combination(cells, ["sheet"], files.__getitem__, {"table": CODED, "language": CODED})
    stored = [
        sheet.stored.with_columns(sheet=pl.lit(str(number), CODED))
        for number, (_, sheet) in sheets.items()
        if sheet.stored is not None and sheet.stored.height
    ]
    if stored:
        keys = ["sheet", "row", "column"]
        stored_values = pl.concat(stored).with_columns(pl.col("column").cast(cells.schema["column"]))
        cells = cells.join(stored_values, on=keys, how="left", maintain_order="left")
    named = [
        row_keys(*sheet).with_columns(sheet=pl.lit(str(number), CODED))
        for number, sheet in sheets.items()
        if sheet[0].row_keys
    ]
    if named:
        cells = cells.join(pl.concat(named), on=["sheet", "row"], how="left", maintain_order="left")
    absent = (pl.lit(None, kind).alias(name) for name, kind in LINE_ITEM_COLUMNS.items() if name not in cells.columns)
    return cells.with_columns(absent).select("place", *LINE_ITEM_COLUMNS).cast(LINE_ITEM_COLUMNS)
