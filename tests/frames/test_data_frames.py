"""Data frames of others: taken apart into columns by their headings."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

from exporter.errors import MisuseError
from exporter.frames.data_frames import as_pandas, columns_of, is_missing

_COLUMNS = {"label": ["Sales", "Costs"], "2020": [Decimal("1.50"), None]}


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"label": ["Sales", "Costs"], "2020": pd.Series([Decimal("1.50"), None], dtype=object)}),
        pd.DataFrame(_COLUMNS, index=[7, 3]),
        pd.DataFrame({"2020": [Decimal("1.50"), None]}, index=pd.Index(["Sales", "Costs"], name=" label ")),
        pl.DataFrame(_COLUMNS),
        pl.LazyFrame(_COLUMNS),
        duckdb.sql("select * from (values ('Sales', 1.50::decimal(9, 2)), ('Costs', null)) as t(label, \"2020\")"),
    ],
    ids=["pandas", "numbered", "indexed", "polars", "lazy", "arrow"],
)
def test_columns_stand_under_their_headings(frame: Any) -> None:  # noqa: ANN401 - of any library
    """Values as they are, and an index that says something at the left."""
    assert {name: list(column) for name, column in columns_of(frame).items()} == _COLUMNS


def test_headings_above_each_other_are_joined() -> None:
    """By a blank, without what is blank."""
    frame = pd.DataFrame([["a", 1]], columns=pd.MultiIndex.from_tuples([("label", ""), ("2020", "JPY")]))
    assert list(columns_of(frame)) == ["label", "2020 JPY"]


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        ([1, 2], "neither a DataFrame of pandas or polars, nor anything else with the Arrow interface, but list"),
        (pd.DataFrame([[1, 2]], columns=["a", "a "]), "two columns of the data frame are headed 'a'"),
        (pl.DataFrame({"a": [1], " a": [2]}), "two columns of the data frame are headed 'a'"),
    ],
)
def test_what_is_no_table_is_refused(frame: Any, words: str) -> None:  # noqa: ANN401 - as above
    """With what it is."""
    with pytest.raises(MisuseError, match=words):
        columns_of(frame)


@pytest.mark.parametrize("value", [None, math.nan, pd.NA, pd.NaT])
def test_nothing_is_missing(value: object) -> None:
    """Whichever of its names it has."""
    assert is_missing(value)


@pytest.mark.parametrize("value", ["", 0, False, Decimal("NaN"), "NaN"])
def test_a_value_is_not_missing(value: object) -> None:
    """Though it be empty or no number."""
    assert not is_missing(value)


def test_pandas_gets_the_values_of_python() -> None:
    """Whole numbers beside nothing stay whole numbers."""
    frame = as_pandas(pl.DataFrame({"row": [2, None], "value": ["1.50", None]}))
    assert frame["row"].tolist() == [2, None]
    assert [type(value) for value in frame["row"]] == [int, type(None)]
    assert frame["value"].tolist() == ["1.50", None]
