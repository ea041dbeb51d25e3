"""Line items as pandas DataFrames, for people in notebooks."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl

from exporter.amounts import decimal_text
from exporter.errors import MisuseError, UnreadableInputError
from exporter.findings import has_errors
from exporter.line_items import LINE_ITEM_COLUMNS
from exporter.line_items import read_line_items as read_cells
from exporter.project import read_project

if TYPE_CHECKING:
    from exporter.findings import Finding
    from exporter.project import Project

__all__ = ["line_items_frame", "read_line_items"]


def read_line_items(folder: Path | str) -> tuple[pd.DataFrame, list[Finding]]:
    """The cells of a project's tables, one row each, with the columns of `LINE_ITEM_COLUMNS`, all text but `row`.

    Raises:
        UnreadableInputError: the project or a table cannot be read, or report.toml has errors.
    """
    project, findings = read_project(Path(folder))
    if project is None or has_errors(findings):
        raise UnreadableInputError("\n".join(["report.toml has errors", *map(str, findings)]))
    cells, more = read_cells(project)
    columns = cells.to_dict(as_series=False)
    return pd.DataFrame({name: pd.Series(column, dtype=object) for name, column in columns.items()}), findings + more


def line_items_frame(frame: pd.DataFrame, project: Project) -> pl.DataFrame:
    """Line items from a DataFrame with the columns of `LINE_ITEM_COLUMNS`; printed figures are text, int or Decimal.

    Raises:
        MisuseError: a column is missing or unknown, a figure is a binary float, which cannot be exact, a cell stands
            twice, or a row names a table, language, period or unit that the project does not have.
    """
    if set(frame.columns) != set(LINE_ITEM_COLUMNS):
        different = sorted(set(frame.columns) ^ set(LINE_ITEM_COLUMNS))
        raise MisuseError(f"line items have the columns {list(LINE_ITEM_COLUMNS)}; these differ: {different}")
    rows: list[dict[str, Any]] = [
        {str(name): _text(name, value) for name, value in row.items()} for row in frame.to_dict("records")
    ]
    places: set[tuple[str, int, str]] = set()
    for number, row in enumerate(rows):
        place = (row["file"], row["row"], row["column"])
        if fault := "the cell stands twice" if place in places else _fault(row, project):
            raise MisuseError(f"line item {number} ({row['file']}:{row['row']} {row['column']}): {fault}")
        places.add(place)
    return pl.DataFrame(rows, schema=LINE_ITEM_COLUMNS)


def _fault(row: dict[str, Any], project: Project) -> str | None:
    """What keeps a line item from being mapped."""
    known = {
        "table": project.tables,
        "language": project.languages,
        "period": project.periods,
        "unit": project.units,
    }
    for name, names in known.items():
        optional = name == "unit" or (name == "period" and (row["exclude"] or row["derived"]))
        if row[name] not in names and not (optional and row[name] is None):
            return f"the project has no {name} {row[name]!r}"
    absent = [name for name in ("file", "column", "heading", "section", "label") if row[name] is None]
    return f"{absent[0]} is missing" if absent else None


def _text(name: Any, value: Any) -> Any:  # noqa: ANN401 - what a DataFrame holds
    if name == "row":
        try:
            exact = int(value) == value and int(value) > 0
        except (TypeError, ValueError):
            exact = False
        if not exact:
            raise MisuseError(f"the column 'row' holds {value!r}, which is no row of a table")
        return int(value)
    if value is None or value != value:  # noqa: PLR0124 - NaN differs from itself; pandas writes missing text so
        return "" if name == "printed" else None
    if isinstance(value, float):
        raise MisuseError(f"the column {name!r} holds the binary float {value!r}; give text or Decimal")
    return decimal_text(value) if isinstance(value, Decimal) else str(value)
