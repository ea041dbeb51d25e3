"""Filing indicators: a table of what is filed and what is not, as European supervisors ask for it (EBA)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.formats.xbrl_csv.metadata import Table

__all__ = ["belongs_to", "negative_indicators"]

#: The table, its column with the name of a template, and the one that says whether it is filed.
_TABLE, _TEMPLATE, _REPORTED = "FilingIndicators", "templateID", "reported"
_NEGATIVE = ["false", "0"]


def negative_indicators(table: Table, headings: list[str], cells: pl.DataFrame) -> Iterator[tuple[int, str]]:
    """Find the templates that are said not to be filed.

    Args:
        table: any table; another one says nothing of that.
        headings: of its columns.
        cells: the columns, named by their places.

    Yields: the number of the row, from 1, and the name of the template.
    """
    if table.name == _TABLE and {_TEMPLATE, _REPORTED} <= set(headings):
        columns = (pl.col(str(headings.index(name))).alias(name) for name in (_TEMPLATE, _REPORTED))
        rows = cells.select(*columns).with_row_index("row", 1)
        yield from rows.filter(pl.col(_REPORTED).is_in(_NEGATIVE)).select("row", _TEMPLATE).iter_rows()


def belongs_to(table: str, template: str) -> bool:
    """Tell whether a table is one of a template: its names are alike but for the case, or go on behind a point."""
    return table.lower() == template.lower() or table.lower().startswith(f"{template.lower()}.")
