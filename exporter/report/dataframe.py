"""Facts as a pandas DataFrame and back, with each value as what it is: what could be misread is refused."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from exporter.errors import MisuseError
from exporter.report.periods import first_day, last_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd
    import polars as pl

__all__ = ["facts_as_dataframe", "rows_of_dataframe"]

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([Ee][+-]?\d{1,3})?", re.ASCII)
_MOMENTS = {"period_start": first_day, "period_end": last_day}


def facts_as_dataframe(facts: pl.DataFrame) -> pd.DataFrame:
    """Convert facts to a DataFrame; see `Report.to_pandas` for its columns."""
    import pandas as pd  # noqa: PLC0415 - pandas costs 0.3 s to import and only notebooks need it

    columns = facts.to_dict(as_series=False)
    values = [
        Decimal(value) if unit is not None and value is not None else value
        for value, unit in zip(columns["value"], columns["unit"], strict=True)
    ]
    kinds = {"decimals": "Int64", "unknown_accuracy": "boolean"}
    series = {
        name: pd.Series(values, dtype=object) if name == "value" else pd.Series(column, dtype=kinds.get(name, "string"))
        for name, column in columns.items()
    }
    return pd.DataFrame(series)


def rows_of_dataframe(frame: pd.DataFrame, columns: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Convert the rows of a DataFrame to those of a Report.

    Args:
        frame: see `Report.from_pandas`.
        columns: the names that its columns may have.

    Raises:
        MisuseError: a column is unknown, an id is there twice, or a cell holds what its column cannot.
    """
    unknown_columns = [str(name) for name in frame.columns if name not in columns]
    if unknown_columns:
        raise MisuseError(f"unknown columns {unknown_columns}; a Report has {list(columns)}")
    # A column of text has its own mark for nothing; in one of objects NaN may be a number that went wrong.
    text_columns = {str(name) for name, kind in frame.dtypes.items() if str(kind) in {"string", "str"}}
    ids: set[str] = set()
    for number, row in enumerate(frame.to_dict("records"), 1):
        try:
            cells = {str(name): _cell(str(name), cell, name in text_columns) for name, cell in row.items()}
            _check_number(cells)
        except ValueError as error:
            raise MisuseError(f"row {number:,}: {error}") from error
        if cells.get("id") is not None and cells["id"] in ids:
            raise MisuseError(f"row {number:,}: the id {cells['id']!r} is there twice")
        ids.add(cells.get("id") or "")
        yield cells


def _cell(column: str, cell: Any, is_text: bool) -> Any:  # noqa: ANN401 - what a DataFrame holds; as it is called
    """Convert a cell to what a Report holds.

    Raises:
        ValueError: the column cannot hold it.
    """
    if cell is None or type(cell).__name__ == "NAType":
        return None
    if not isinstance(cell, str) and cell != cell:  # noqa: PLR0124 - NaN and NaT differ from themselves
        if column == "value" and not is_text:
            raise ValueError(f"the value is {cell}, which is no number; None stands for nil")
        return None
    if column == "decimals":
        return _decimals(cell)
    if column == "unknown_accuracy":
        if str(cell) not in {"True", "False"}:
            raise ValueError(f"unknown_accuracy is {cell!r}, which is neither True nor False")
        return bool(cell)
    if column == "value":
        return _value(cell)
    return _moment(column, cell) if column in _MOMENTS else _text(column, cell)


def _decimals(cell: Any) -> int | None:  # noqa: ANN401 - what a DataFrame holds
    if cell == "INF":
        return None
    number: Any = cell  # a whole number may have become a binary float among others that are missing
    is_number = isinstance(cell, Real) and type(cell).__name__ not in {"bool", "bool_"}
    if is_number and -(2**31) <= number < 2**31 and number == int(number):
        return int(number)
    if isinstance(cell, str) and re.fullmatch(r"[+-]?[0-9]{1,9}", cell):
        return int(cell)
    raise ValueError(f"decimals are {cell!r}, which is no whole number; None stands for exact")


def _value(cell: Any) -> str:  # noqa: ANN401 - what a DataFrame holds
    if isinstance(cell, str):
        return cell
    if type(cell).__name__ in {"bool", "bool_"}:
        return "true" if cell else "false"
    if isinstance(cell, Integral):
        return str(int(cell))
    if isinstance(cell, Decimal) and cell.is_finite():
        return format(cell, "f")
    if isinstance(cell, datetime.date) and not isinstance(cell, datetime.datetime):
        return cell.isoformat()
    kind = "binary float" if isinstance(cell, Real) else type(cell).__name__
    raise ValueError(f"the value is the {kind} {cell!r}; give text, a whole number, a finite Decimal or a date")


def _moment(column: str, cell: Any) -> str:  # noqa: ANN401 - what a DataFrame holds
    """Convert a day; pandas keeps one as a moment at midnight."""
    if isinstance(cell, datetime.datetime):
        if cell.time() != datetime.time() or cell.tzinfo is not None:
            raise ValueError(f"{column} is {cell}; give a date with time as text")
        return cell.date().isoformat()
    text = cell.isoformat() if isinstance(cell, datetime.date) else _text(column, cell)
    canonical = _MOMENTS[column](text)
    if canonical != text:
        raise ValueError(f"{column} is {text!r}; a Report has {canonical!r}")
    return text


def _text(column: str, cell: Any) -> str:  # noqa: ANN401 - what a DataFrame holds
    if not isinstance(cell, str):
        raise ValueError(f"{column} is the {type(cell).__name__} {cell!r}; give text")  # noqa: TRY004 - see above
    return str(cell)


def _check_number(cells: Mapping[str, Any]) -> None:
    """See that the value of a fact with a unit is a number.

    Raises:
        ValueError: it is none.
    """
    value = cells.get("value")
    if cells.get("unit") is not None and value is not None and not _NUMBER.fullmatch(value):
        raise ValueError(f"the value {value[:40]!r} has a unit, but is no number")
