"""How findings word figures."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast

from hypothesis import given
from hypothesis import strategies as st

from exporter.mapping.cells import Cell
from exporter.mapping.wording import computed_digits

if TYPE_CHECKING:
    from exporter.project.mapping_csv import MappingRow


def _cell(printed_decimals: int) -> Cell:
    row = cast("MappingRow", None)  # what is computed does not depend on it
    return Cell(number=0, item={}, row=row, disposition="derived", printed_decimals=printed_decimals)


@given(st.fractions(), st.integers(-20, 20))
def test_a_computed_value_is_rounded_half_to_even(value: Fraction, decimals: int) -> None:
    """To three more places than the print has, exactly, however long it is."""
    digits = computed_digits(value, _cell(decimals))
    assert Fraction(digits) == Fraction(round(value * Fraction(10) ** (decimals + 3))) / Fraction(10) ** (decimals + 3)


def test_halves_go_to_the_even_number() -> None:
    """Up or down, on both sides of zero."""
    halves = [Fraction(number, 2) for number in (-3, -1, 1, 3, 5)]
    assert [computed_digits(half, _cell(-3)) for half in halves] == ["-2", "0", "0", "2", "2"]
