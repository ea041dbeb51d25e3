"""Intervals: what a rounded figure may stand for, exactly (Calculations 1.1, 3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["Interval"]


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`, both included, exactly."""

    low: Fraction
    high: Fraction

    @classmethod
    def exact(cls, value: Decimal | int) -> Interval:
        """Make the interval of a number that is not rounded."""
        return cls(Fraction(value), Fraction(value))

    @classmethod
    def rounded(cls, value: Decimal, decimals: int | None) -> Interval:
        """Make the interval of what a rounded value may stand for (Calculations 1.1, 3.1).

        Args:
            value: the number as it is reported.
            decimals: the decimal places that it is accurate to; None if it is exact.
        """
        if decimals is None:
            return cls.exact(value)
        half, middle = _half_a_unit(decimals), Fraction(value)
        return cls(middle - half, middle + half)

    def __add__(self, other: Interval | int) -> Interval:
        """Add any two of their numbers."""
        if isinstance(other, int):
            return Interval(self.low + other, self.high + other)
        return Interval(self.low + other.low, self.high + other.high)

    def __neg__(self) -> Interval:
        """Negate the numbers."""
        return Interval(-self.high, -self.low)

    def __mul__(self, other: Interval) -> Interval:
        """Multiply any two of their numbers."""
        if self.low >= 0 <= other.low:  # as figures mostly are; exact products take time
            return Interval(self.low * other.low, self.high * other.high)
        corners = [left * right for left in (self.low, self.high) for right in (other.low, other.high)]
        return Interval(min(corners), max(corners))

    def __truediv__(self, other: Interval) -> Interval:
        """Divide any two of their numbers.

        Raises:
            ZeroDivisionError: the divisor may be zero.
        """
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError
        return self * Interval(1 / other.high, 1 / other.low)

    def overlaps(self, other: Interval) -> bool:
        """Tell whether some number is in both."""
        return self.low <= other.high and other.low <= self.high


@cache
def _half_a_unit(decimals: int) -> Fraction:
    return Fraction(1, 2) / Fraction(10) ** decimals
