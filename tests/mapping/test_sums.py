"""Sums of figures, exact whatever their size."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.mapping.sums import exact_sum, group_sums, sum_text

#: Whatever way the rows go, it comes to the same.
pytestmark = pytest.mark.usefixtures("few_or_many")

_AMOUNTS = st.decimals(-(10**40), 10**40, places=2) | st.decimals(-1000, 1000, allow_nan=False, places=13)


@given(st.lists(st.tuples(st.integers(0, 3), _AMOUNTS), max_size=40))
def test_sums_are_exact(amounts: list[tuple[int, Decimal]]) -> None:
    """Of figures that fit into 128 bits, of those that do not, and of both together."""
    texts = [f"{amount:f}" for _, amount in amounts]
    firsts = [first for first, _ in amounts]
    frame = pl.DataFrame(
        {"first": firsts, "value": texts, "decimals": [2] * len(texts)},
        schema={"first": pl.Int64, "value": pl.String, "decimals": pl.Int32},
    )
    expected: dict[int, Fraction] = {}
    for first, text in zip(firsts, texts, strict=True):
        expected[first] = expected.get(first, Fraction(0)) + Fraction(text)
    assert {first: Fraction(total) for first, total in group_sums(frame).iter_rows()} == expected
    assert Fraction(exact_sum(frame["value"])) == sum(expected.values(), Fraction(0))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("1801", 2, "1801.00"),
        ("0.5", 2, "0.50"),
        ("1.005", 2, "1.005"),
        ("1200", -3, "1200"),
        ("7.10", None, "7.1"),
        ("-0", 0, "0"),
    ],
)
def test_a_sum_is_written_with_the_places_that_it_is_accurate_to(value: str, decimals: int | None, text: str) -> None:
    """And never without one that it has."""
    assert sum_text(Decimal(value), decimals) == text
