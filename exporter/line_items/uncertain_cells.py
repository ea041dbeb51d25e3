"""Cells of which it is not certain what they say, such as errors in workbooks: which matter, and what is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.findings.findings import Finding, Source
from exporter.line_items import rules
from exporter.line_items.sheet import source_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter.line_items.sheet import CellFault, Sheet
    from exporter.project.project import TableFile

__all__ = ["fault_findings", "faults_that_count"]

#: So many cells are told one by one.
_MOST = 200


def faults_that_count(file: TableFile, sheet: Sheet) -> list[tuple[Source, CellFault]]:
    """Select the faults of a sheet's cells that are reported, or say what others are.

    Those in excluded cells, and in columns that are excluded or mean nothing, do not matter.
    """
    name = source_name(file, sheet)
    ignored = {
        letter
        for letter, heading in list(zip(sheet.letters, sheet.headings, strict=True))[1:]
        if file.columns and ((column := file.columns.get(heading)) is None or column.exclude is not None)
    }
    return [
        (Source(name, fault.row, fault.letter), fault)
        for fault in sheet.faults
        if f"{fault.letter}{fault.row}" not in file.excluded_cells
        if fault.letter not in ignored or fault.row in sheet.heading_rows
    ]


def fault_findings(faults: Sequence[tuple[Source, CellFault]]) -> list[Finding]:
    """Tell of each, or of the first and how many more there are."""
    findings = [
        rules.WORKBOOK_UNCERTAIN_CELL.finding(fault.message, source, hint=fault.hint)
        for source, fault in faults[:_MOST]
    ]
    if faults[_MOST:]:
        source, fault = faults[_MOST]
        message = f"here and in {len(faults) - _MOST - 1:,} further cells alike: {fault.message}"
        findings.append(rules.LINE_ITEMS_MORE.finding(message, source, hint=fault.hint))
    return findings
