"""Fixed point: exact, or nothing."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.frames.fixed_point import DECIMAL, MOST_PLACES, fixed_point, half_unit, places_needed
from exporter.report.intervals import Interval

#: Whatever way the rows go, it comes to the same.
pytestmark = pytest.mark.usefixtures("few_or_many")

NUMBERS = st.one_of(
    st.from_regex(r"[+-]?[0-9]{17,19}", fullmatch=True),
    st.from_regex(r"[+-]?([0-9]{1,40}(\.[0-9]{0,20})?|\.[0-9]{1,20})", fullmatch=True),
    st.sampled_from(["", "-", ".", "1e3", "1_0", " 1", "１", "NaN", "--1", "+-1", "1.2.3"]),
)


@given(st.lists(st.one_of(st.none(), NUMBERS), max_size=6), st.integers(0, MOST_PLACES))
def test_numbers_of_all_kinds_may_stand_in_one_column(texts: list[str | None], places: int) -> None:
    """Whole ones, which need not be taken apart, give what they give by themselves."""
    table = pl.DataFrame({"value": texts}, schema={"value": pl.String})
    fixed = table.select(fixed_point(pl.col("value"), places)).to_series()
    assert fixed.dtype == pl.Int128
    assert fixed.to_list() == [None if text is None else _fixed(text, places) for text in texts]


def _fixed(text: str, places: int) -> int | None:
    value: int | None = pl.DataFrame({"value": [text]}).select(fixed_point(pl.col("value"), places)).item()
    return value


@given(NUMBERS, st.integers(0, MOST_PLACES))
def test_a_number_is_exact_or_null(text: str, places: int) -> None:
    """It is null only if it is no decimal, has digits beyond the places, or more digits than fit."""
    fixed = _fixed(text, places)
    if not re.fullmatch(DECIMAL, text, re.ASCII):
        assert fixed is None
        return
    exact = Fraction(Decimal(text)) * 10**places
    if exact.denominator == 1 and abs(exact) < 10**32:
        assert fixed == exact
    else:
        assert fixed is None


@given(st.one_of(st.none(), st.integers(-40, 20)), st.integers(0, MOST_PLACES))
def test_half_a_unit_is_exact_or_null(decimals: int | None, places: int) -> None:
    """As the interval of a rounded number has it."""
    table = pl.DataFrame({"decimals": [decimals]}, schema={"decimals": pl.Int32})
    half = table.select(half_unit(pl.col("decimals"), places)).item()
    interval = Interval.rounded(Decimal(0), decimals)
    if half is not None:
        assert Fraction(half, 10**places) == interval.high
    else:
        assert (interval.high * 10**places).denominator != 1 or interval.high * 10**places >= 10**31


@given(st.lists(st.tuples(NUMBERS, st.one_of(st.none(), st.integers(-6, 11))), max_size=5))
def test_the_places_needed_make_all_whole_that_can_be(rows: list[tuple[str, int | None]]) -> None:
    """Every number with up to twelve decimal places, and half of every unit that is coarser."""
    table = pl.DataFrame(rows, schema={"value": pl.String, "decimals": pl.Int32}, orient="row")
    places = places_needed(table)
    assert 1 <= places <= MOST_PLACES
    for text, decimals in rows:
        fraction = text.partition(".")[2].rstrip("0")
        if re.fullmatch(DECIMAL, text, re.ASCII) and len(fraction) <= MOST_PLACES and len(text) < 15:
            assert _fixed(text, places) is not None
        if decimals is not None:
            assert decimals + 1 <= places
