"""Printed dates to days, and days without a year: as XML Schema writes them, in English, and in Japanese."""

from __future__ import annotations

import datetime
import re

__all__ = ["parse_date", "parse_day_of_year"]

_PLAIN = str.maketrans("０１２３４５６７８９／．，－", "0123456789/.,-")
#: First and last day of each era; the day on which one follows another belongs to both up to 1926. Japan has counted
#: days as in the West since 1873.
_ERAS = {
    "明治": (datetime.date(1868, 1, 25), datetime.date(1912, 7, 30)),
    "大正": (datetime.date(1912, 7, 30), datetime.date(1926, 12, 25)),
    "昭和": (datetime.date(1926, 12, 25), datetime.date(1989, 1, 7)),
    "平成": (datetime.date(1989, 1, 8), datetime.date(2019, 4, 30)),
    "令和": (datetime.date(2019, 5, 1), datetime.date.max),
}
_FIRST_WESTERN_DAY = datetime.date(1873, 1, 1)
_FORMS = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",
        r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})",
        r"(?P<name>[a-z]{3,9})\.? (?P<day>\d{1,2}), ?(?P<year>\d{4})",
        r"(?P<day>\d{1,2})[ .-] ?(?P<name>[a-z]{3,9})\.?,?[ -](?P<year>\d{4})",
        r"(?P<name>[a-z]{3,9})-(?P<day>\d{1,2})-(?P<year>\d{4})",
        # A number above 12 is no month.
        r"(?P<day>1[3-9]|2\d|3[01])[./-](?P<month>\d{1,2})[./-](?P<year>\d{4})",
        r"(?P<month>\d{1,2})[./-](?P<day>1[3-9]|2\d|3[01])[./-](?P<year>\d{4})",
        r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日",
        r"(?P<era>明治|大正|昭和|平成|令和)(?P<year>\d{1,2}|元)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日",
    )
)
_DAY_FORMS = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        r"--(?P<month>\d\d)-(?P<day>\d\d)",
        r"(?P<name>[a-z]{3,9})\.? (?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})\.? (?P<name>[a-z]{3,9})\.?",
        r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日",
    )
)
_LEAP_YEAR = 2000
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def parse_date(text: str) -> datetime.date:
    """Read a printed date.

    It may be written `2003-09-30`, `2003/9/30`, `Sept 30, 2003`, `30 September 2003`, `30-Sep-2003`, `30.9.2003`,
    `2003年9月30日` or `平成15年9月30日`.
    A date of which day and month could be exchanged, such as 9/8/2003, is refused.

    Raises:
        ValueError: it is no date, in none of these forms, or a day that its era did not have.
    """
    plain = " ".join(text.translate(_PLAIN).split())
    for form in _FORMS:
        if match := form.fullmatch(plain):
            parts = match.groupdict()
            year = 1 if parts["year"] == "元" else int(parts["year"])
            month = int(parts["month"]) if parts.get("month") else _month(parts["name"])
            if era := parts.get("era"):
                return _day_of_era(text, era, year, month, int(parts["day"]))
            return datetime.date(year, month, int(parts["day"]))
    if _EITHER_ORDER.fullmatch(plain):
        raise ValueError(f"{text!r} is no date whose day and month are certain; write it as year-month-day")
    raise ValueError(f"{text!r} is no date such as 2003-09-30, Sept 30, 2003 or 2003年9月30日")


def parse_day_of_year(text: str) -> str:
    """Read a printed day without its year, which may be written `--03-31`, `March 31`, `31 Mar.` or `3月31日`.

    Returns: the day as XML Schema writes it (gMonthDay), `--03-31`.

    Raises:
        ValueError: it is no day, or in none of these forms.
    """
    plain = " ".join(text.translate(_PLAIN).split())
    for form in _DAY_FORMS:
        if match := form.fullmatch(plain):
            parts = match.groupdict()
            month = int(parts["month"]) if parts.get("month") else _month(parts["name"])
            return f"-{datetime.date(_LEAP_YEAR, month, int(parts['day'])):-%m-%d}"
    raise ValueError(f"{text!r} is no day of the year such as --03-31, March 31 or 3月31日")


_EITHER_ORDER = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}")


def _day_of_era(text: str, era: str, year: int, month: int, day: int) -> datetime.date:
    """Find a day by its era.

    Raises:
        ValueError: the era did not have it, or days were not counted as in the West then.
    """
    first, last = _ERAS[era]
    date = datetime.date(first.year + year - 1, month, day)
    if not first <= date <= last:
        raise ValueError(f"{text!r} is no date: the era {era} had no such day")
    if date < _FIRST_WESTERN_DAY:
        raise ValueError(f"{text!r} is no date of the calendar that Japan has had since 1873")
    return date


def _month(name: str) -> int:
    """Find the number of an English month by its name or a beginning of it."""
    lower = name.lower()
    for number, month in enumerate(_MONTHS, start=1):
        if month.startswith(lower):
            return number
    raise ValueError(f"{name!r} is no month")
