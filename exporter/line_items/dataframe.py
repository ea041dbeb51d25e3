"""The input DataFrame: line items that somebody has in a notebook, read from a project or made."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from numbers import Integral
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.errors import MisuseError
from exporter.frames.columns import each_distinct, given
from exporter.frames.data_frames import columns_of, is_missing
from exporter.line_items.cell_columns import LINE_ITEM_COLUMNS, RARE_COLUMNS
from exporter.line_items.list import POWERS
from exporter.prints.numbers import decimal_text
from exporter.project.figure_rules import figure_rule_faults
from exporter.report.report import dimensions_of, dimensions_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter.frames.data_frames import AnyFrame
    from exporter.project.project import Project

__all__ = ["line_items_frame"]


def line_items_frame(frame: AnyFrame, project: Project) -> pl.DataFrame:
    """Convert a data frame to line items.

    Args:
        frame: see `columns_of` for what it may be; has the columns of `LINE_ITEM_COLUMNS`, of which `RARE_COLUMNS`
            may be missing; printed figures are text, int or Decimal.
        project: what names there are of tables, languages, periods and units.

    Raises:
        MisuseError: a column is missing or unknown, a figure is a binary float, which cannot be exact, a cell stands
            twice, or a row names a table, language, period or unit that the project does not have.
    """
    found = columns_of(frame)
    height = len(next(iter(found.values()), ()))
    found = {**{name: [None] * height for name in RARE_COLUMNS}, **found}
    if set(found) != set(LINE_ITEM_COLUMNS):
        different_columns = sorted(set(found) ^ set(LINE_ITEM_COLUMNS))
        raise MisuseError(f"line items have the columns {list(LINE_ITEM_COLUMNS)}; these differ: {different_columns}")
    columns = [_column(name, list(found[name])) for name in LINE_ITEM_COLUMNS]
    items = pl.DataFrame(columns)
    checked_items = items.with_row_index("number").with_columns(fault=_item_fault(project))
    faulty_items = checked_items.filter(pl.col("fault").is_not_null())
    for number, file, row, column, fault in (
        faulty_items.select("number", "file", "row", "column", "fault").head(1).rows()
    ):
        raise MisuseError(f"line item {number} ({file}:{row} {column}): {fault}")
    return items.cast(LINE_ITEM_COLUMNS)


def _item_fault(project: Project) -> pl.Expr:
    """Describe what keeps a line item from being mapped; null where nothing does."""

    def unknown_name(name: str, names: Iterable[str], *, optional: pl.Expr) -> pl.Expr:
        is_known = pl.col(name).is_in(list(names)).fill_null(value=False) | (optional & pl.col(name).is_null())
        words = pl.concat_str(pl.lit("'"), name, pl.lit("'")).fill_null("None")
        return pl.when(~is_known).then(pl.concat_str(pl.lit(f"the project has no {name} "), words))

    never, always = pl.lit(value=False), pl.lit(value=True)
    is_no_fact = given("exclude").is_not_null() | given("derived").is_not_null()
    is_repeated = ~pl.struct("file", "row", "column").is_first_distinct()
    return pl.coalesce(
        pl.when(is_repeated).then(pl.lit("the cell stands twice")),
        unknown_name("table", project.tables, optional=never),
        unknown_name("language", project.languages, optional=never),
        unknown_name("period", project.periods, optional=is_no_fact),
        unknown_name("unit", project.units, optional=always),
        *(
            pl.when(~pl.col(name).str.contains(form)).then(pl.format(f"{name} '{{}}' is not a whole number", name))
            for name, form in POWERS.items()
        ),
        *(each_distinct(name, lambda text: _rule_fault(text, project)) for name in ("derived", "check")),
        each_distinct("dimensions", _dimensions_fault),
        *(
            pl.when(pl.col(name).is_null()).then(pl.lit(f"{name} is missing"))
            for name in ("file", "column", "heading", "section", "label")
        ),
    )


def _rule_fault(text: str, project: Project) -> str | None:
    return next((message for _, message, _ in figure_rule_faults(text, project)), None) if text else None


def _dimensions_fault(text: str) -> str | None:
    if not text:
        return None
    with contextlib.suppress(ValueError, AttributeError):  # no JSON, or no object
        dimensions = dimensions_of(text)
        if dimensions_text(dimensions) == text and all(isinstance(member, str) for member in dimensions.values()):
            return None
    return f"the dimensions {text!r} are no JSON object of axes and members, sorted and without blanks"


def _column(name: str, values: list[Any]) -> pl.Series:
    """Convert a column of a DataFrame; texts, which most are, are taken as they are."""
    is_text = name != "row" and set(map(type, values)) <= {str}
    texts = values if is_text else [_exact_value(name, value) for value in values]
    return pl.Series(name, texts, pl.Int64 if name == "row" else pl.String)


def _exact_value(name: Any, value: Any) -> Any:  # noqa: ANN401 - what a DataFrame holds
    if name == "row":
        return _row_number(value)
    if is_missing(value):
        return "" if name == "printed" else None
    if isinstance(value, (float, bool)) or not isinstance(value, (str, Integral, Decimal)):
        kind = "the binary float" if isinstance(value, float) else f"the {type(value).__name__}"
        raise MisuseError(f"the column {name!r} holds {kind} {value!r}; give text or Decimal")
    return decimal_text(value) if isinstance(value, Decimal) else str(value)


def _row_number(value: Any) -> int:  # noqa: ANN401 - what a DataFrame holds
    with contextlib.suppress(TypeError, ValueError, OverflowError):
        if not isinstance(value, (bool, str)) and int(value) == value and value > 0:
            return int(value)
    raise MisuseError(f"the column 'row' holds {value!r}, which is no row of a table")
