"""Facts as a DataFrame: each column has its type, and what could be misread does not come in."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from exporter.errors import MisuseError
from exporter.report.report import FACT_COLUMNS, Report, facts_frame

NAMESPACES = {"a": "http://example.org/a", "iso4217": "http://www.xbrl.org/2003/iso4217", "e": "http://example.org/e"}
ROW: dict[str, Any] = {
    "id": "x",
    "concept": "a:X",
    "entity": "e:1",
    "period_end": "2020-12-31",
    "unit": "iso4217:JPY",
    "value": "1.50",
    "decimals": 2,
}
TEXT = {**ROW, "unit": None, "decimals": None}


def _from(*rows: dict[str, Any]) -> Report:
    return Report.from_pandas(pd.DataFrame(list(rows), dtype=object), NAMESPACES)


def test_columns_have_their_types_and_are_taken_back() -> None:
    """Text is text, decimals whole numbers, values exact; nil is None."""
    report = Report(facts_frame([ROW, {**ROW, "id": "y", "value": None, "decimals": None}]), NAMESPACES)
    frame = report.to_pandas()
    assert list(frame.columns) == list(FACT_COLUMNS)
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert (kinds["concept"], kinds["decimals"], kinds["value"]) == ("string", "Int64", "object")
    assert frame["value"].tolist() == [Decimal("1.50"), None]
    assert Report.from_pandas(frame, NAMESPACES) == report


def test_traits_are_columns_too() -> None:
    """Where the report has them."""
    report = Report(facts_frame([{**ROW, "decimals": None, "unknown_accuracy": True, "tuple": "a:T[1]"}]), NAMESPACES)
    frame = report.to_pandas()
    assert frame["unknown_accuracy"].tolist() == [True]
    assert Report.from_pandas(frame, NAMESPACES) == report


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ({**TEXT, "value": True}, "value", "true"),
        ({**TEXT, "value": np.bool_(False)}, "value", "false"),
        ({**TEXT, "value": datetime.date(2024, 12, 31)}, "value", "2024-12-31"),
        ({**ROW, "value": 5}, "value", "5"),
        ({**ROW, "value": np.int64(5)}, "value", "5"),
        ({**ROW, "value": Decimal("1E+3")}, "value", "1000"),
        ({**ROW, "value": None}, "value", None),
        ({**ROW, "decimals": 2.0}, "decimals", 2),
        ({**ROW, "decimals": "-3"}, "decimals", -3),
        ({**ROW, "decimals": "INF"}, "decimals", None),
        ({**ROW, "decimals": float("nan")}, "decimals", None),
        ({**ROW, "period_end": pd.Timestamp("2024-12-31")}, "period_end", "2024-12-31"),
        ({**ROW, "period_start": datetime.date(2024, 1, 1)}, "period_start", "2024-01-01"),
        ({**ROW, "period_end": "2024-12-31T09:30:00"}, "period_end", "2024-12-31T09:30:00"),
        ({**TEXT, "unit": float("nan")}, "unit", None),
    ],
)
def test_a_cell_becomes_what_it_means(row: dict[str, Any], column: str, expected: object) -> None:
    """By its type; a DataFrame's marks for nothing are nothing."""
    assert getattr(next(iter(_from(row))), column) == expected


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({**TEXT, "value": pd.Timestamp("2024-12-31")}, "the value is the Timestamp"),
        ({**TEXT, "value": datetime.datetime(2024, 12, 31)}, "the value is the datetime"),  # noqa: DTZ001 - has no zone
        ({**ROW, "value": 1.5}, "the value is the binary float 1.5"),
        ({**ROW, "value": np.float32(1.5)}, "binary float"),
        ({**ROW, "value": float("nan")}, "the value is nan, which is no number"),
        ({**ROW, "value": float("inf")}, "binary float inf"),
        ({**ROW, "value": Decimal("Infinity")}, "a finite Decimal"),
        ({**ROW, "value": "Infinity"}, "'Infinity' has a unit, but is no number"),
        ({**ROW, "value": True}, "'true' has a unit, but is no number"),
        ({**ROW, "decimals": 2.7}, "decimals are 2.7, which is no whole number"),
        ({**ROW, "decimals": float("inf")}, "decimals are inf"),
        ({**ROW, "decimals": 10**10}, "decimals are 10000000000"),
        ({**ROW, "decimals": True}, "decimals are True"),
        ({**ROW, "period_end": "31.12.2024"}, "'31.12.2024' is neither a date"),
        ({**ROW, "period_end": "2024-12-31T00:00:00"}, "a Report has '2024-12-30'"),
        ({**ROW, "period_end": pd.Timestamp("2024-12-31 09:30")}, "give a date with time as text"),
        ({**ROW, "unit": 7}, "unit is the int 7; give text"),
        ({**ROW, "unknown_accuracy": "maybe"}, "neither True nor False"),
        ({**ROW, "concept": "z:X"}, "what the prefix 'z' stands for"),
        ({**ROW, "concept": "X"}, "the concept 'X' has no prefix"),
        ({**ROW, "unit": "z:X"}, "what the prefix 'z' stands for"),
        ({**ROW, "dimensions": "a:D=a:M"}, "are not written as JSON"),
        ({**ROW, "dimensions": '["a:D"]'}, "are no JSON object"),
        ({**ROW, "amount": "1"}, "unknown columns"),
    ],
)
def test_what_could_be_misread_is_refused(row: dict[str, Any], words: str) -> None:
    """With the row and what it holds."""
    with pytest.raises(MisuseError, match=words):
        _from(row)


def test_an_id_that_is_there_twice_is_refused() -> None:
    """By its row."""
    with pytest.raises(MisuseError, match="row 2: the id 'x' is there twice"):
        _from(ROW, {**ROW, "concept": "a:Y"})
