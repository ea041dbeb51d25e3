"""Intervals: what a rounded figure may stand for, exactly (Calculations 1.1, 3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import MAX_PREC, Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

__all__ = ["Interval"]

#: Moves a decimal point by any number of places, and rounds nothing.
_EXACT = Context(prec=MAX_PREC)


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """All numbers from `bottom / denominator` to `top / denominator`, both included, exactly.

    Both have one denominator above zero, which is not reduced: fractions spend most of their time on that, and a rule
    of figures calculates with a dozen of them.
    """

    bottom: int
    top: int
    denominator: int = 1

    @classmethod
    def between(cls, low: Fraction, high: Fraction) -> Self:
        """Make the interval of all numbers from one to another."""
        ours, theirs = low.denominator, high.denominator
        return cls(low.numerator * theirs, high.numerator * ours, ours * theirs)

    @classmethod
    def exact(cls, value: Decimal | int) -> Self:
        """Make the interval of a number that is not rounded."""
        return cls(value, value) if isinstance(value, int) else cls.rounded(value, None)

    @classmethod
    def rounded(cls, value: Decimal, decimals: int | None) -> Self:
        """Make the interval of what a rounded value may stand for (Calculations 1.1, 3.1).

        Args:
            value: the number as it is reported.
            decimals: the decimal places that it is accurate to; None if it is exact.
        """
        exponent = value.as_tuple().exponent
        assert isinstance(exponent, int)  # noqa: S101 - a reported number is finite
        places = max(0, -exponent, 0 if decimals is None else decimals + 1)
        middle = int(value.scaleb(places, _EXACT))
        half = 0 if decimals is None else 5 * 10 ** (places - decimals - 1)
        return cls(middle - half, middle + half, 10**places)

    @property
    def low(self) -> Fraction:
        """The least of its numbers."""
        return Fraction(self.bottom, self.denominator)

    @property
    def high(self) -> Fraction:
        """The greatest of its numbers."""
        return Fraction(self.top, self.denominator)

    def __eq__(self, other: object) -> bool:
        """Tell whether both have the same numbers."""
        return isinstance(other, Interval) and (self.low, self.high) == (other.low, other.high)

    def __hash__(self) -> int:
        """Hash it by its numbers."""
        return hash((self.low, self.high))

    def __add__(self, other: Interval | int) -> Interval:
        """Add any two of their numbers."""
        if isinstance(other, int):
            return self + Interval(other, other)
        if self.denominator < other.denominator:
            return other + self
        ours, theirs = self.denominator, other.denominator
        factor, rest = divmod(ours, theirs)
        if rest:  # as behind a quotient alone; all others are powers of ten
            return Interval(
                self.bottom * theirs + other.bottom * ours, self.top * theirs + other.top * ours, ours * theirs
            )
        return Interval(self.bottom + other.bottom * factor, self.top + other.top * factor, ours)

    def __neg__(self) -> Interval:
        """Negate the numbers."""
        return Interval(-self.top, -self.bottom, self.denominator)

    def __mul__(self, other: Interval) -> Interval:
        """Multiply any two of their numbers."""
        denominator = self.denominator * other.denominator
        if self.bottom >= 0 <= other.bottom:  # as figures mostly are
            return Interval(self.bottom * other.bottom, self.top * other.top, denominator)
        corners = [left * right for left in (self.bottom, self.top) for right in (other.bottom, other.top)]
        return Interval(min(corners), max(corners), denominator)

    def __truediv__(self, other: Interval) -> Interval:
        """Divide any two of their numbers.

        Raises:
            ZeroDivisionError: the divisor may be zero.
        """
        if other.bottom <= 0 <= other.top:
            raise ZeroDivisionError
        # One by each end, over the product of both, which is above zero.
        ends = other.denominator * other.bottom, other.denominator * other.top
        return self * Interval(*ends, other.bottom * other.top)

    def overlaps(self, other: Interval) -> bool:
        """Tell whether some number is in both."""
        ours, theirs = self.denominator, other.denominator
        return self.bottom * theirs <= other.top * ours and other.bottom * ours <= self.top * theirs
