"""Printed dates to days, and days without a year: as XML Schema writes them, by names of months, and by eras."""

from __future__ import annotations

import datetime
import re
from functools import cache

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
#: The name of a month in some language, and the number of a day with what some languages write behind it.
_NAME, _DAY = r"(?P<name>[^\W\d_]{2,12})\.?", r"(?P<day>[0-9]{1,2})(?:er|º|ª|\.)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})",
        r"(?P<year>[0-9]{4})/(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})",
        rf"{_NAME} (?P<day>[0-9]{{1,2}}), ?(?P<year>[0-9]{{4}})",
        rf"{_DAY}(?:[ -]| de )?{_NAME},?(?:[ -]| del? )(?P<year>[0-9]{{4}})",
        rf"{_NAME}-(?P<day>[0-9]{{1,2}})-(?P<year>[0-9]{{4}})",
        # A number above 12 is no month.
        r"(?P<day>1[3-9]|2[0-9]|3[01])[./-](?P<month>[0-9]{1,2})[./-](?P<year>[0-9]{4})",
        r"(?P<month>[0-9]{1,2})[./-](?P<day>1[3-9]|2[0-9]|3[01])[./-](?P<year>[0-9]{4})",
        r"(?P<year>[0-9]{4})年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日",
        r"(?P<era>明治|大正|昭和|平成|令和)(?P<year>[0-9]{1,2}|元)年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日",
    )
)
_DAY_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"--(?P<month>[0-9]{2})-(?P<day>[0-9]{2})",
        rf"{_NAME} (?P<day>[0-9]{{1,2}})",
        rf"{_DAY}(?: | de ){_NAME}",
        r"(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日",
    )
)
#: A day and a month as numbers, which languages write in different orders; and a year of two digits.
_EITHER_ORDER = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2}")
#: The language of the names that count in every language.
_ENGLISH = "en"
_LEAP_YEAR = 2000
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def parse_date(text: str, language: str = _ENGLISH) -> datetime.date:
    """Read a printed date.

    It may be written `2003-09-30`, `2003/9/30`, `Sept 30, 2003`, `30 September 2003`, `30-Sep-2003`, `30.9.2003`,
    `2003年9月30日` or `平成15年9月30日`, and with the names of months in its language (CLDR): `30. März 2003`, `1er
    octobre 2003`, `30 de septiembre de 2003`. A date of which day and month could be exchanged, such as 9.8.2003, has
    the order of its language; in English, which has two, it is refused.

    Args:
        text: as printed.
        language: the tag of the language in which it is printed, with a region where that counts.

    Raises:
        ValueError: it is no date, in none of these forms, or a day that its era did not have.
    """
    plain = " ".join(text.translate(_PLAIN).split())
    for form in _FORMS:
        if match := form.fullmatch(plain):
            parts = match.groupdict()
            year = 1 if parts["year"] == "元" else int(parts["year"])
            month = int(parts["month"]) if parts.get("month") else _month(parts["name"], language)
            if era := parts.get("era"):
                return _day_of_era(text, era, year, month, int(parts["day"]))
            return datetime.date(year, month, int(parts["day"]))
    if match := _EITHER_ORDER.fullmatch(plain):
        order = _day_first(language)
        if order is not None:
            numbers = int(match[1]), int(match[3])
            day, month = numbers if order else numbers[::-1]
            return datetime.date(int(match[4]), month, day)
    if _SHORT_YEAR.fullmatch(plain):
        raise ValueError(f"{text!r} has a year of two digits; write it as year-month-day")
    if match:
        raise ValueError(f"{text!r} is no date whose day and month are certain; write it as year-month-day")
    raise ValueError(f"{text!r} is no date such as 2003-09-30, Sept 30, 2003 or 2003年9月30日")


def parse_day_of_year(text: str, language: str = _ENGLISH) -> str:
    """Read a printed day without its year, which may be written `--03-31`, `March 31`, `31. März` or `3月31日`.

    Args:
        text: as printed.
        language: the tag of the language in which it is printed.

    Returns: the day as XML Schema writes it (gMonthDay), `--03-31`.

    Raises:
        ValueError: it is no day, or in none of these forms.
    """
    plain = " ".join(text.translate(_PLAIN).split())
    for form in _DAY_FORMS:
        if match := form.fullmatch(plain):
            parts = match.groupdict()
            month = int(parts["month"]) if parts.get("month") else _month(parts["name"], language)
            return f"-{datetime.date(_LEAP_YEAR, month, int(parts['day'])):-%m-%d}"
    raise ValueError(f"{text!r} is no day of the year such as --03-31, March 31 or 3月31日")


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


def _month(name: str, language: str) -> int:
    """Find the number of a month by its name in English or another language, or by a beginning of it.

    Raises:
        ValueError: no month is called so, or several begin so.
    """
    lower = name.casefold()
    for tag in dict.fromkeys((_ENGLISH, language)):
        months = _names_of_months(tag)
        found = {number for number, names in months.items() if lower in names}
        if not found and len(lower) >= _FEWEST_LETTERS:
            found = {number for number, names in months.items() if any(each.startswith(lower) for each in names)}
        if len(found) == 1:
            return found.pop()
    raise ValueError(f"{name!r} is no month")


#: Fewer letters are no beginning of a month's name.
_FEWEST_LETTERS = 3


@cache
def _names_of_months(tag: str) -> dict[int, frozenset[str]]:
    """List the names and abbreviations of months in a language (CLDR)."""
    if tag == _ENGLISH:
        return {number: frozenset([name]) for number, name in enumerate(_MONTHS, start=1)}
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - 0.04 s, and only other languages need it

    try:
        months = Locale.parse(tag.replace("-", "_")).months
    except (UnknownLocaleError, ValueError):
        return {}
    kinds = [months[form][width] for form in ("format", "stand-alone") for width in ("wide", "abbreviated")]
    return {
        number: frozenset(name.casefold().rstrip(".") for kind in kinds if (name := kind.get(number)))
        for number in range(1, len(_MONTHS) + 1)
    }


@cache
def _day_first(tag: str) -> bool | None:
    """Tell whether a language writes the day before the month; None where regions differ, and none is named."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - as above

    if tag.casefold() in (_ENGLISH, ""):
        return None
    try:
        pattern = str(Locale.parse(tag.replace("-", "_")).date_formats["short"])
    except (UnknownLocaleError, ValueError):
        return None
    day, month, year = (pattern.casefold().find(letter) for letter in "dmy")
    # Where the year stands first, a date that ends with it is not in the language's order.
    return None if year < max(day, month) else day < month
