"""Printed numbers by the column: whatever the scalar parser says of a cell, the column says too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.prints.number_columns import digits_beyond, negated, places_of, read_amounts, scaled_column
from exporter.prints.numbers import NotANumberError, Printed, decimal_text, has_digits_beyond, parse_amount, scaled

if TYPE_CHECKING:
    from decimal import Decimal

PRINTED = st.one_of(
    st.text("0123456789０９,，.．()（）%％+-▲△− \u3000\t—", max_size=9),
    st.from_regex(r"[(▲△-]?[ ]?[0-9]{1,3}(,[0-9]{3}){0,3}(\.[0-9]{1,4})?[ ]?%?[)]?", fullmatch=True),
    st.text(max_size=4),
)


def _column(texts: list[str]) -> list[tuple[str | None, str | None, bool]]:
    table = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    return table.select(read_amounts(pl.col("text")).alias("amount")).unnest("amount").rows()


def _scalar(text: str) -> tuple[str | None, str | None, bool]:
    try:
        amount = parse_amount(text)
    except NotANumberError:
        return None, None, False
    value = decimal_text(amount.value) if amount.printed is Printed.NUMBER else None
    return amount.printed.value, value, amount.percent


@settings(max_examples=400)
@given(st.lists(PRINTED, min_size=1, max_size=20))
def test_a_column_is_read_as_each_cell_is(texts: list[str]) -> None:
    """Numbers, dashes, blanks, percentages, and what is none of them."""
    assert _column(texts) == [_scalar(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(1,234.50)", ("number", "-1234.50", False)),
        ("▲ 5", ("number", "-5", False)),
        ("(5.5%)", ("number", "-0.055", True)),
        ("１２，３４５", ("number", "12345", False)),
        ("-0.00", ("number", "0.00", False)),
        ("9" * 60, ("number", "9" * 60, False)),
        ("—", ("dash", None, False)),
        (" ", ("blank", None, False)),
        ("1,23", (None, None, False)),
        ("--5", (None, None, False)),
    ],
)
def test_what_is_printed_is_read(text: str, said: tuple[str | None, str | None, bool]) -> None:
    """To the last digit."""
    assert _column([text]) == [said]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3), st.integers(-12, 12))
def test_numbers_are_scaled_exactly(value: Decimal, power: int) -> None:
    """As the scalar function scales them."""
    table = pl.DataFrame({"value": [decimal_text(value)]})
    assert table.select(scaled_column(pl.col("value"), power)).item() == decimal_text(scaled(value, power))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3), st.integers(-12, 12))
def test_digits_and_signs_are_those_of_the_number(value: Decimal, decimals: int) -> None:
    """Its decimal places, what lies beyond some of them, and its opposite."""
    table = pl.DataFrame({"value": [decimal_text(value)]})
    number = pl.col("value")
    places, beyond, opposite = table.select(
        places_of(number), digits_beyond(number, decimals).alias("beyond"), negated(number).alias("opposite")
    ).row(0)
    assert places == 3
    assert beyond == has_digits_beyond(value, decimals)
    assert opposite == decimal_text(value.copy_negate())
