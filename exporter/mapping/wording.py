"""Figures in words, as findings about cells say them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from exporter.prints.numbers import scaled, shortest_text
from exporter.project.mapping_csv import REVERSED
from exporter.report.intervals import Interval

if TYPE_CHECKING:
    from exporter.mapping.cells import Cell

__all__ = ["as_printed", "computed_digits", "describe", "describe_filed", "likely_cause"]


def describe(cell: Cell) -> str:
    """Describe what a cell says as a fact."""
    if cell.value is None:
        return "nil"
    if not cell.is_number:
        return repr(cell.value)
    return f"{Decimal(cell.value):,f} (decimals {'INF' if cell.decimals is None else cell.decimals})"


def describe_filed(cell: Cell, filed: Cell) -> str:
    """Say what is filed, in the cell's scale and sense; and before that, how the cell should print it."""
    if filed.value is None or not (cell.is_number and filed.is_number):
        return f"{describe(filed)} is filed"
    value = -Fraction(filed.value) if cell.row.sign == REVERSED else Fraction(filed.value)
    expected, exact = as_printed(value, cell), as_printed(value, cell, _MORE_PLACES)
    return f"{exact} is filed" if exact == expected else f"it should be {expected}, since {exact} is filed"


def likely_cause(printed: Interval, expected: Interval) -> str | None:
    """Explain what is wrong with a print, if that is a lost sign or a wrong power of ten."""
    zero = Interval.exact(0)
    if printed.overlaps(zero) or expected.overlaps(zero):
        return None  # zero has no sign, and every power of ten of it is zero
    if (-printed).overlaps(expected):
        return "with the opposite sign it would be right"
    for power in range(1, 13):
        factor = Interval.exact(10**power)
        if (printed * factor).overlaps(expected):
            return f"it is too small by a factor of {10**power:,}"
        if printed.overlaps(expected * factor):
            return f"it is too large by a factor of {10**power:,}"
    return None


def computed_digits(value: Fraction, cell: Cell) -> str:
    """Write a computed value to three more decimal places than the print has, without trailing zeros."""
    return shortest_text(_rounded_decimal(value, cell, _MORE_PLACES))


def as_printed(value: Fraction, cell: Cell, more_places: int = 0) -> str:
    """Write a computed value as the table would print it: rounded as the print is, as a percentage or in its scale.

    With more places than the print has, zeros at the end are left out.
    """
    rounded = scaled(_rounded_decimal(value, cell, more_places), 2 if cell.percent else -cell.scale)
    if more_places:
        rounded = Decimal(shortest_text(rounded))
    text = f"{rounded:,f}%" if cell.percent else f"{rounded:,f}"
    return _with_printed_sign(text, cell.item["printed"]) if text.startswith("-") else text


def _with_printed_sign(text: str, printed: str) -> str:
    """Write a negative figure as a print beside it does: in parentheses, with a triangle, or with a minus."""
    triangle = next((mark for mark in "▲△" if mark in printed), None)
    if triangle:
        return f"{triangle}{text[1:]}"
    return f"({text[1:]})" if "(" in printed else text


#: With so many more decimal places than the print, one sees how far it is off.
_MORE_PLACES = 3
#: Exact figures may be computed to any accuracy; these places are enough to look at.
_PLACES_OF_EXACT = 6


def _rounded_decimal(value: Fraction, cell: Cell, more_places: int = 0) -> Decimal:
    # No arithmetic of Decimal: it would round to the digits of its context.
    places = _PLACES_OF_EXACT + _MORE_PLACES if cell.printed_decimals is None else cell.printed_decimals + more_places
    numerator, denominator = value.numerator * 10 ** max(places, 0), value.denominator * 10 ** max(-places, 0)
    whole, rest = divmod(numerator, denominator)
    # Half a unit goes to the even number, as `round` has it for fractions, which would take ten times as long.
    is_up = 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1)
    return scaled(Decimal(whole + is_up), -places)
