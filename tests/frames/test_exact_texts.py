"""Columns as the text that says their values exactly, for files, data frames and databases."""

from __future__ import annotations

import datetime
from decimal import Decimal

import polars as pl
import pytest

from exporter.frames.exact_texts import exact_text


class _FaultError(Exception):
    """What a caller makes of a reason."""


def _texts(column: pl.Series, mark: str = ".") -> list[str]:
    frame = column.alias("c").to_frame()
    return frame.select(exact_text("c", column.dtype, mark, _FaultError))["c"].to_list()


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (pl.Series([1, None, -(2**63)]), ["1", "", "-9223372036854775808"]),
        (pl.Series([Decimal("1234.50"), Decimal("-0.05")]), ["1234.50", "-0.05"]),
        (pl.Series([datetime.date(2020, 2, 29), None]), ["2020-02-29", ""]),
        (pl.Series([datetime.date(2020, 2, 29)]).cast(pl.Datetime("us")), ["2020-02-29"]),
        (pl.Series([True, None]), ["true", ""]),
        (pl.Series(["1.234,5", " a ", ""]), ["1.234,5", " a ", ""]),
        (pl.Series([None, None]), ["", ""]),
    ],
)
def test_values_are_said_exactly(column: pl.Series, texts: list[str]) -> None:
    """Nothing is blank, and midnight is a day."""
    assert _texts(column) == texts


def test_decimal_numbers_have_the_mark_of_their_reader() -> None:
    """Texts are left alone."""
    assert _texts(pl.Series([Decimal("1234.5")]), ",") == ["1234,5"]
    assert _texts(pl.Series(["1234.5"]), ",") == ["1234.5"]


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (pl.Series([1.5]), "has binary floats in the column 'c', which are not exact; store text or decimals"),
        (pl.Series([[1]]), "which is no text, number or date"),
        (pl.Series([b"a"]), "which is no text, number or date"),
        (pl.Series([datetime.timedelta(1)]), "which is no text, number or date"),
        (pl.Series([2**31 - 1], dtype=pl.Int32).cast(pl.Date), "has days in the column 'c' that no calendar has"),
        (pl.Series([2_932_897], dtype=pl.Int32).cast(pl.Date), "has days in the column 'c' that no calendar has"),
        (pl.Series([2**62]).cast(pl.Datetime("ms")), "has days in the column 'c' that no calendar has"),
    ],
)
def test_what_is_not_exact_is_a_fault(column: pl.Series, words: str) -> None:
    """Which the caller's error says."""
    with pytest.raises(_FaultError, match=words):
        _texts(column)
