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


def line_items_frame(frame: pd.DataFrame) -> pl.DataFrame:
    """Line items from a DataFrame with the columns of `LINE_ITEM_COLUMNS`; printed figures are text, int or Decimal.

    Raises:
        MisuseError: a column is missing or unknown, or a figure is a binary float, which cannot be exact.
    """
    if set(frame.columns) != set(LINE_ITEM_COLUMNS):
        different = sorted(set(frame.columns) ^ set(LINE_ITEM_COLUMNS))
        raise MisuseError(f"line items have the columns {list(LINE_ITEM_COLUMNS)}; these differ: {different}")
    rows = [{name: _text(name, value) for name, value in row.items()} for row in frame.to_dict("records")]
    return pl.DataFrame(rows, schema=LINE_ITEM_COLUMNS)


def _text(name: Any, value: Any) -> Any:  # noqa: ANN401 - what a DataFrame holds
    if name == "row":
        return int(value)
    if value is None or value != value:  # noqa: PLR0124 - NaN differs from itself; pandas writes missing text so
        return "" if name == "printed" else None
    if isinstance(value, float):
        raise MisuseError(f"the column {name!r} holds the binary float {value!r}; give text or Decimal")
    return decimal_text(value) if isinstance(value, Decimal) else str(value)
