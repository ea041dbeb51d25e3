"""Data frames of others: pandas, polars, and whatever hands over Arrow; in without rounding, and out as pandas.

Between pandas and polars values go as Python's, since the ways through Arrow need pyarrow, which is not a dependency.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import polars as pl

from exporter.errors import MisuseError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AnyFrame", "ForeignColumn", "as_pandas", "columns_of", "is_missing"]


class _ArrowStream(Protocol):
    """Whatever hands over Arrow: a table of pyarrow, a relation of DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


#: A data frame of anybody.
AnyFrame: TypeAlias = "pd.DataFrame | pl.DataFrame | pl.LazyFrame | _ArrowStream"
#: A column of a data frame: Python's values, or a typed column.
ForeignColumn: TypeAlias = "list[Any] | pl.Series"


def columns_of(frame: AnyFrame) -> dict[str, ForeignColumn]:
    """Take a data frame apart: its columns by their headings, in order.

    Headings above each other are joined by a blank. An index of pandas counts as columns at the left if it has a name
    or holds something else than whole numbers.

    Args:
        frame: a DataFrame of pandas or polars, or anything with `__arrow_c_stream__`, such as a table of pyarrow or a
            relation of DuckDB.

    Raises:
        MisuseError: it is none, or two of its columns have one heading.
    """
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(frame, pandas.DataFrame):
        return _pandas_columns(frame)
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if not isinstance(frame, pl.DataFrame):
        frame = _arrow_frame(frame)
    return {name.strip(): frame[name] for name in _distinct([name.strip() for name in frame.columns], frame.columns)}


def _arrow_frame(frame: object) -> pl.DataFrame:
    if not hasattr(frame, "__arrow_c_stream__"):
        kinds = "a DataFrame of pandas or polars, nor anything else with the Arrow interface"
        raise MisuseError(f"this is neither {kinds}, but {type(frame).__name__}")
    try:
        return pl.DataFrame(frame)
    except (pl.exceptions.PolarsError, ValueError, TypeError) as error:
        raise MisuseError(f"{type(frame).__name__} cannot be taken as a table: {error}") from error


def _pandas_columns(frame: pd.DataFrame) -> dict[str, ForeignColumn]:
    has_names = any(name is not None for name in frame.index.names)
    if has_names or frame.index.nlevels > 1 or frame.index.dtype.kind not in "iu":
        frame = frame.reset_index(allow_duplicates=True)
    names = _distinct([_heading(name) for name in frame.columns], range(frame.shape[1]))
    return {name: frame.iloc[:, index].tolist() for index, name in enumerate(names)}


def _heading(name: Any) -> str:  # noqa: ANN401 - whatever heads a column
    parts = name if isinstance(name, tuple) else (name,)
    return " ".join(text for part in parts if (text := str(part).strip()))


def _distinct(names: list[str], columns: Any) -> list[Any]:  # noqa: ANN401 - names or numbers
    for name in names:
        if names.count(name) > 1:
            raise MisuseError(f"two columns of the data frame are headed {name!r}; head one of them differently")
    return names if isinstance(columns, range) else list(columns)


def is_missing(value: Any) -> bool:  # noqa: ANN401 - what a data frame holds
    """Tell whether a value says that there is none: None, NaN, NaT or NA."""
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return True
    return isinstance(value, float) and value != value  # noqa: PLR0124 - NaN


def as_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    """Convert a table to a pandas DataFrame whose columns hold Python's values; null is None."""
    import pandas as pd  # noqa: PLC0415 - pandas costs 0.3 s to import and only notebooks need it

    columns = frame.to_dict(as_series=False)
    return pd.DataFrame({name: pd.Series(column, dtype=object) for name, column in columns.items()})
