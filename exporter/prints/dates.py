"""Printed dates to days: as ISO 8601 writes them, in English, and in Japanese with years or eras."""

from __future__ import annotations

import datetime
import re

__all__ = ["parse_date"]

_PLAIN = str.maketrans("０１２３４５６７８９／．，", "0123456789/.,")
#: The year before each era's first.
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_FORMS = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",
        r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})",
        r"(?P<name>[a-z]{3,9})\.? (?P<day>\d{1,2}), ?(?P<year>\d{4})",
        r"(?P<day>\d{1,2}) (?P<name>[a-z]{3,9})\.?,? (?P<year>\d{4})",
        r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日",
        r"(?P<era>明治|大正|昭和|平成|令和)(?P<year>\d{1,2}|元)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日",
    )
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def parse_date(text: str) -> datetime.date:
    """Read a printed date.

    It may be written `2003-09-30`, `2003/9/30`, `Sept 30, 2003`, `30 September 2003`, `2003年9月30日` or
    `平成15年9月30日`.
    A date of which day and month could be exchanged, such as 9/8/2003, is refused.

    Raises:
        ValueError: it is no date, or in none of these forms.
    """
    plain = " ".join(text.translate(_PLAIN).split())
    for form in _FORMS:
        if match := form.fullmatch(plain):
            parts = match.groupdict()
            year = 1 if parts["year"] == "元" else int(parts["year"])
            month = int(parts["month"]) if parts.get("month") else _month(parts["name"])
            return datetime.date(_ERAS.get(parts.get("era") or "", 0) + year, month, int(parts["day"]))
    raise ValueError(f"{text!r} is no date such as 2003-09-30, Sept 30, 2003 or 2003年9月30日")


def _month(name: str) -> int:
    """Find the number of an English month by its name or a beginning of it."""
    lower = name.lower()
    for number, month in enumerate(_MONTHS, start=1):
        if month.startswith(lower):
            return number
    raise ValueError(f"{name!r} is no month")
