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
    """Write what is filed as the cell would print it."""
    if filed.value is None or not (cell.is_number and filed.is_number):
        return describe(filed)
    value = Fraction(filed.value)
    return as_printed(-value if cell.row.sign == REVERSED else value, cell)


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
    return shortest_text(_rounded_decimal(value, cell))


def as_printed(value: Fraction, cell: Cell) -> str:
    """Write a computed value as the table would print it: a percentage, or a number in the table's scale."""
    if cell.percent:
        return f"{shortest_text(scaled(_rounded_decimal(value, cell), 2))}%"
    return f"{Decimal(shortest_text(scaled(_rounded_decimal(value, cell), -cell.scale))):,f}"


def _rounded_decimal(value: Fraction, cell: Cell) -> Decimal:
    # No arithmetic of Decimal: it would round to the digits of its context.
    places = (cell.printed_decimals if cell.printed_decimals is not None else 6) + 3
    return scaled(Decimal(round(value * Fraction(10) ** places)), -places)
