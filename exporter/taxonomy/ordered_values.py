"""Values as XML Schema compares them (Part 2, 3.2 and 4.2.2): exactly, and in an order that some pairs have none in."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from exporter.taxonomy.concepts import INTEGERS

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["DECIMALS", "ORDERED", "compared", "value_of"]

#: Types whose values are decimal numbers.
DECIMALS = ("decimal", *INTEGERS)
#: No number that a double has is written with a greater exponent of ten, or a lesser one.
_BEYOND_FLOATS = 400
#: Digits of a power of ten that a text of any size cannot make up for.
_LONGEST_POWER = 12
#: So far may the zone of a time lie from what another does not say (3.2.7.4).
_FARTHEST = 14 * 3600
_DAY = 24 * 3600
_ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)$")
_PARTS = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?", re.ASCII)
#: Dates from which lengths of time are compared: year and month (3.2.6.2).
_STARTS = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
#: What a moment that lacks a part has in its place; the year is a leap year.
_YEAR = 2000
#: How the moments of each type are written, without their zone.
_MOMENTS = {
    "dateTime": re.compile(r"(?P<year>-?\d+)-(?P<month>\d\d)-(?P<day>\d\d)T(?P<time>.*)"),
    "date": re.compile(r"(?P<year>-?\d+)-(?P<month>\d\d)-(?P<day>\d\d)"),
    "time": re.compile(r"(?P<time>.*)"),
    "gYearMonth": re.compile(r"(?P<year>-?\d+)-(?P<month>\d\d)"),
    "gYear": re.compile(r"(?P<year>-?\d+)"),
    "gMonthDay": re.compile(r"--(?P<month>\d\d)-(?P<day>\d\d)"),
    "gMonth": re.compile(r"--(?P<month>\d\d)"),
    "gDay": re.compile(r"---(?P<day>\d\d)"),
}


class _Moment(NamedTuple):
    """Seconds since some moment, and whether their zone is known."""

    seconds: Fraction
    has_zone: bool


class _Duration(NamedTuple):
    months: int
    seconds: Fraction


def value_of(xsd_type: str, text: str) -> Any:  # noqa: ANN401 - of each type another
    """Give what a text stands for: equal for equal values of one type, and unequal for others.

    Args:
        xsd_type: a built-in type.
        text: one of its lexical forms, white space normalised.

    Raises:
        ValueError: the text is none.
    """
    return _READERS.get(xsd_type, str)(text)


def compared(first: Any, second: Any) -> int | None:  # noqa: ANN401 - what `value_of` gives
    """Compare two values of one of the types that are `ORDERED`.

    Returns: -1, 0 or 1, or None where neither is the smaller one, nor they equal.
    """
    if isinstance(first, _Duration):
        orders = {_order(one, other) for one, other in zip(_ends(first), _ends(second), strict=True)}
        return orders.pop() if len(orders) == 1 else None
    if isinstance(first, _Moment):
        return _compared_moments(first, second)
    if first.is_nan() or second.is_nan():
        return 0 if first.is_nan() and second.is_nan() else None
    return _order(first, second)


def _order(first: Any, second: Any) -> int:  # noqa: ANN401 - numbers
    return int(first > second) - int(first < second)


def _compared_moments(first: _Moment, second: _Moment) -> int | None:
    if first.has_zone == second.has_zone:
        return _order(first.seconds, second.seconds)
    apart = first.seconds - second.seconds
    return None if abs(apart) <= _FARTHEST else _order(apart, 0)


def _ends(duration: _Duration) -> list[Fraction]:
    """Say when a length of time ends that starts on each of some dates."""
    ends = []
    for year, month in _STARTS:
        months = year * 12 + month - 1 + duration.months
        ends.append(_days(months // 12, months % 12 + 1, 1) * _DAY + duration.seconds)
    return ends


def _days(year: int, month: int, day: int) -> int:
    """Count the days from some day; years and months begin in March, so that a leap day ends one."""
    shifted = year - (month < 3)  # noqa: PLR2004 - March
    of_year = (153 * ((month - 3) % 12) + 2) // 5 + day
    return 365 * shifted + shifted // 4 - shifted // 100 + shifted // 400 + of_year


def _double(text: str) -> Decimal:
    """Give the nearest number that a double has, since those are the type's values (3.2.5)."""
    return _nearest(text, digits=53, least=-1074, most=1024)


def _float(text: str) -> Decimal:
    """Give the nearest number that a float of four bytes has (3.2.4)."""
    return _nearest(text, digits=24, least=-149, most=128)


def _nearest(text: str, digits: int, least: int, most: int) -> Decimal:
    """Round a number to a multiple of a power of two, in whole numbers: no value passes through a float of ours.

    Args:
        text: the number, or `Infinity`.
        digits: so many binary digits are kept.
        least: the exponent of the smallest step.
        most: at this power of two infinity begins.
    """
    mantissa, _, power = text.upper().partition("E")
    if len(power.lstrip("+-0")) > _LONGEST_POWER:  # A Decimal holds no such power: one as far beyond does as well.
        power = "-" * power.startswith("-") + "9" * _LONGEST_POWER
    number = Decimal(f"{mantissa}E{power or 0}") if mantissa[-1:].isdigit() or mantissa.endswith(".") else Decimal(text)
    if not number.is_finite():
        return number
    if not number:
        return Decimal(0).copy_sign(number)
    if abs(number.adjusted()) > _BEYOND_FLOATS:
        return Decimal("Infinity" if number.adjusted() > 0 else "0").copy_sign(number)
    fraction = Fraction(number)
    exponent = abs(fraction.numerator).bit_length() - fraction.denominator.bit_length()
    exponent -= abs(fraction) < Fraction(2) ** exponent
    step = max(exponent - digits + 1, least)
    rounded = round(fraction / Fraction(2) ** step)  # halves to even
    if abs(rounded) * Fraction(2) ** step >= Fraction(2) ** most:
        return Decimal("Infinity").copy_sign(number)
    # A half is five tenths: the power of two below one is a power of five, moved by decimal places.
    scaled = rounded * 2**step if step >= 0 else rounded * 5**-step
    return Decimal((int(number < 0), tuple(map(int, str(abs(scaled)))), min(step, 0)))


def _seconds(text: str) -> Fraction:
    hours, minutes, seconds = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + Fraction(seconds)


def _moment_reader(xsd_type: str) -> Callable[[str], _Moment]:
    def read(text: str) -> _Moment:
        zone = _ZONE.search(text)
        local = text[: zone.start()] if zone else text
        parts = _MOMENTS[xsd_type].fullmatch(local)
        if parts is None:
            raise ValueError(f"{text!r} is no {xsd_type}")
        found = parts.groupdict()
        day = _days(int(found.get("year", _YEAR)), int(found.get("month", 1)), int(found.get("day", 1)))
        seconds = day * _DAY + (_seconds(found["time"]) if "time" in found else 0)
        if zone and zone[0] != "Z":
            offset = int(zone[0][1:3]) * 3600 + int(zone[0][4:6]) * 60
            seconds -= -offset if zone[0][0] == "-" else offset
        return _Moment(Fraction(seconds), zone is not None)

    return read


def _duration(text: str) -> _Duration:
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise ValueError(f"{text!r} is no duration")
    years, months, days, hours, minutes = (int(part or 0) for part in parts.groups()[1:6])
    seconds = days * _DAY + hours * 3600 + minutes * 60 + Fraction(parts[7] or 0)
    sign = -1 if parts[1] else 1
    return _Duration(sign * (years * 12 + months), sign * seconds)


_READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(DECIMALS, Decimal),
    "float": _float,
    "double": _double,
    **{name: _moment_reader(name) for name in _MOMENTS},
    "duration": _duration,
    "boolean": lambda text: text in {"true", "1"},
    "hexBinary": bytes.fromhex,
    "base64Binary": lambda text: text.replace(" ", ""),
}
#: The types with an order.
ORDERED = frozenset((*DECIMALS, "float", "double", *_MOMENTS, "duration"))
