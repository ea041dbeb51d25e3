"""Periods as xBRL-CSV writes them: moments, days from and to, a day, a month, a year or a part of it."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["NotADurationError", "iso_period"]

_YEAR = r"(?!0000)(\d{4})"
_DAY = rf"{_YEAR}-\d\d-\d\d"
_SPECIFIER = re.compile(r"(.*)@(start|end)", re.DOTALL)
_RANGE = re.compile(rf"({_DAY})\.\.({_DAY})", re.ASCII)


class NotADurationError(Exception):
    """An end of a period was asked for that is an instant."""


def iso_period(text: str, specifier: str | None) -> str:
    """Write a period as one or two moments, `2003-07-01T00:00:00/2003-10-01T00:00:00`.

    Args:
        text: in one of the forms of xBRL-CSV 1.0, period; a text of another form stays as it is.
        specifier: `start` or `end` of the period that is meant, or None.

    Raises:
        ValueError: it is in one of the forms, and no such day is in the calendar.
        NotADurationError: the start or end of an instant is asked for.
    """
    own = _SPECIFIER.fullmatch(text)
    if own and specifier:
        raise NotADurationError
    form, specifier = (own[1], own[2]) if own else (text, specifier)
    days = _days(form)
    if days is not None:
        first, next_day = days
        text = f"{first}T00:00:00/{next_day}T00:00:00"
    elif own:
        return text  # of no form that has a start or an end
    start, slash, end = text.partition("/")
    if specifier and not slash:
        raise NotADurationError
    return {"start": start, "end": end}.get(specifier or "", text)


def _days(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Give the first day of a period, and the one after its last; None if it is in no form that has days."""
    if match := _RANGE.fullmatch(text):
        return datetime.date.fromisoformat(match[1]), _shifted(datetime.date.fromisoformat(match[3]), 1)
    for pattern, function in _FORMS:
        if match := pattern.fullmatch(text):
            return function(match)
    return None


def _shifted(day: datetime.date, days: int) -> datetime.date:
    try:
        return day + datetime.timedelta(days=days)
    except OverflowError as error:
        raise ValueError(f"{day} is at the end of the calendar") from error


def _months(year: int, first: int, count: int) -> tuple[datetime.date, datetime.date]:
    """Give so many months from one of a year."""
    year_after, month_after = year + (first + count > 12), (first + count - 1) % 12 + 1  # noqa: PLR2004 - the months of a year
    return datetime.date(year, first, 1), datetime.date(year_after, month_after, 1)


def _day(match: re.Match[str]) -> tuple[datetime.date, datetime.date]:
    day = datetime.date.fromisoformat(match[0])
    return day, _shifted(day, 1)


def _week(match: re.Match[str]) -> tuple[datetime.date, datetime.date]:
    monday = datetime.date.fromisocalendar(int(match[1]), int(match[2]), 1)
    return monday, _shifted(monday, 7)


_Days = tuple[datetime.date, datetime.date]
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Days]], ...] = tuple(
    (re.compile(pattern, re.ASCII), function)
    for pattern, function in (
        (_DAY, _day),
        (rf"{_YEAR}-(0[1-9]|1[0-2])", lambda match: _months(int(match[1]), int(match[2]), 1)),
        (_YEAR, lambda match: _months(int(match[1]), 1, 12)),
        (rf"{_YEAR}Q([1-4])", lambda match: _months(int(match[1]), 3 * int(match[2]) - 2, 3)),
        (rf"{_YEAR}H([12])", lambda match: _months(int(match[1]), 6 * int(match[2]) - 5, 6)),
        (rf"{_YEAR}W(0[1-9]|[1-4]\d|5[0-3])", _week),
    )
)
