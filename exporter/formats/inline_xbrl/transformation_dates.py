"""The rules for dates: what stands between day, month and year, and how the month is written.

A rule is a pattern with some of the groups `day`, `month` and `year`, and a table of the months' names; the groups say
whether the value is an xs:date, xs:gMonthDay or xs:gYearMonth.
"""

from __future__ import annotations

import calendar
import datetime
import functools
import re
from typing import TYPE_CHECKING

from exporter.formats.inline_xbrl.misfits import misfit
from exporter.formats.inline_xbrl.month_names import month_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Transformation = Callable[[str], str]

__all__ = ["REGISTRY_1_DATES", "REGISTRY_2_DATES", "REGISTRY_3_DATES", "REGISTRY_4_DATES", "REGISTRY_5_DATES"]

_DEVANAGARI = {0x966 + digit: str(digit) for digit in range(10)}
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)}

_DAY = "(?P<day>[0-9]{1,2})"
_MONTH = "(?P<month>[0-9]{1,2})"
#: A year of one or two digits is one of 2000 to 2099, in every registry. The oldest takes no year of one digit.
_YEAR = "(?P<year>[0-9]{4}|[0-9]{1,2})"
_LONG_YEAR = "(?P<year>[0-9]{4}|[0-9]{2})"
_CENTURY = "2000"
#: What stands between two parts of a date, or after the last: anything but digits.
_GAP = "[^0-9]+"
_REST = "[^0-9]*"
_LEAP_YEAR = 2000
#: A longer text is no date: the time that a pattern with several gaps takes grows with more than the text's length.
_LONGEST_DATE = 500


def _date_rule(
    pattern: str, takes: str, months: Mapping[str, int] | None = None, digits: Mapping[int, str] | None = None
) -> Transformation:
    """Make the rule for a pattern.

    Args:
        pattern: of the whole text, with the groups `day`, `month`, `year`, `era`.
        takes: what the rule takes, in words.
        months: the number of each name, None where the month is a number.
        digits: of other scripts, by code point, that are read as ours.
    """

    @functools.cache
    def form() -> re.Pattern[str]:
        # Few of the many rules are used by a document.
        return re.compile(pattern)

    numbers = {name.lower(): number for name, number in (months or {}).items()}

    def transformation(text: str) -> str:
        match = form().fullmatch(text.translate(digits) if digits else text) if len(text) <= _LONGEST_DATE else None
        if match is None:
            raise misfit(text, takes)
        parts = match.groupdict()
        name = parts["month"].lower()
        try:
            month = numbers[name] if name in numbers else int(name)
            return _lexical(_year(parts.get("year"), parts.get("era")), month, parts.get("day"))
        except ValueError:
            raise misfit(text, f"{takes} that the calendar has") from None

    return transformation


def _year(digits: str | None, era: str | None) -> int | None:
    """Count a year: in its era, or with the century that a short one leaves out."""
    if digits is None:
        return None
    if era is not None:
        return _YEAR_BEFORE_ERA[era[0]] + (1 if digits == "元" else int(digits))
    return int(_CENTURY[: -len(digits)] + digits)


def _lexical(year: int | None, month: int, day: str | None) -> str:
    """Write what is known of a date as XML Schema does.

    Raises:
        ValueError: the calendar does not have it.
    """
    date = datetime.date(_LEAP_YEAR if year is None else year, month, 1 if day is None else int(day))
    if year is None:
        return f"-{date:-%m-%d}"
    return date.isoformat() if day is not None else date.isoformat()[:7]


# Months by number.

_DAY_MONTH = _date_rule(f"{_DAY}{_GAP}{_MONTH}", "day and month")
_MONTH_DAY = _date_rule(f"{_MONTH}{_GAP}{_DAY}[A-Za-z]*", "month and day")
_DAY_MONTH_YEAR = f"{_DAY}{_GAP}{_MONTH}{_GAP}{_YEAR}"
_MONTH_DAY_YEAR = _date_rule(f"{_MONTH}{_GAP}{_DAY}{_GAP}{_YEAR}", "month, day and year")
_MONTH_YEAR = f"{_MONTH}{_GAP}{_YEAR}"
_YEAR_MONTH = _date_rule(f"{_YEAR}{_GAP}{_MONTH}{_REST}", "year and month", digits=_FULL_WIDTH)
_YEAR_MONTH_DAY = _date_rule(f"{_YEAR}{_GAP}{_MONTH}{_GAP}{_DAY}{_REST}", "year, month and day", digits=_FULL_WIDTH)

# Japanese, Chinese and Korean.

#: The year before the first of each Japanese era, by the character that begins its name (and may stand for it).
_YEAR_BEFORE_ERA = {"明": 1867, "大": 1911, "昭": 1925, "平": 1988, "令": 2018}
_ERA_YEAR = r"(?P<era>明治?|大正?|昭和?|平成?|令和?)\s*(?P<year>[0-9]{1,2}|元)\s*年"
_CJK_YEAR = rf"{_YEAR}\s*年"
_CJK_MONTH = rf"\s*{_MONTH}\s*月"
_CJK_DAY = rf"\s*{_DAY}\s*日"


def _cjk_rule(pattern: str, takes: str) -> Transformation:
    return _date_rule(rf"\s*{pattern}\s*", takes, digits=_FULL_WIDTH)


_ERA_YEAR_MONTH_DAY = _cjk_rule(_ERA_YEAR + _CJK_MONTH + _CJK_DAY, "year of a Japanese era, month and day")
_ERA_YEAR_MONTH = _cjk_rule(_ERA_YEAR + _CJK_MONTH, "year of a Japanese era and month")
_CJK_YEAR_MONTH_DAY = _cjk_rule(_CJK_YEAR + _CJK_MONTH + _CJK_DAY, "year, month and day with 年, 月 and 日")
_CJK_YEAR_MONTH = _cjk_rule(_CJK_YEAR + _CJK_MONTH, "year and month with 年 and 月")

# Months by name, in the languages of Europe.

_LANGUAGES = {
    "bg": "Bulgarian",
    "cs": "Czech",
    "cy": "Welsh",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fi": "Finnish",
    "fr": "French",
    "hr": "Croatian",
    "hu": "Hungarian",
    "it": "Italian",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sv": "Swedish",
    "roman": "Roman numbers (the month)",
}
#: The orders in which a language's rules have the parts of a date, after registries 4 and 5.
_ORDERS = {
    "date-day-monthname": "bg cs cy da de el en es et fi fr hr it lv nl no pl pt ro sk sl sv",
    "date-day-monthname-year": "bg cs cy da de el en es et fi fr hr it nl no pl pt ro sk sl sv",
    "date-day-monthroman": "roman",
    "date-day-monthroman-year": "roman",
    "date-monthname-day": "en hu lt",
    "date-monthname-day-year": "en",
    "date-monthname-year": "bg cs cy da de el en es et fi fr hr it nl no pl pt ro sk sl sv",
    "date-monthroman-year": "roman",
    "date-year-day-monthname": "lv",
    "date-year-monthname": "en hu lt lv",
    "date-year-monthname-day": "hu lt",
}
#: What may stand at the end of a date: as many letters as a month's endings have, and in some languages words.
_NAME_ENDING = "[^0-9]{0,6}"
_ENDINGS = {
    "date-day-monthname-cs": r"\.?",
    "date-day-monthname-cy": "[^0-9]{0,7}",
    "date-day-monthname-el": "[^0-9]{0,8}",
    "date-day-monthname-en": "",
    "date-day-monthname-es": "[^0-9]{0,7}",
    "date-day-monthname-et": "[^0-9]{0,5}",
    "date-day-monthname-fi": "[^0-9]{0,8}",
    "date-day-monthname-fr": "[^0-9]{0,5}",
    "date-day-monthname-pl": "[^0-9]{0,9}",
    "date-day-monthname-ro": "[^0-9]{0,7}",
    "date-day-monthname-year-bg": _REST,
    "date-day-monthname-year-pl": _REST,
    "date-day-monthroman": "",
    "date-monthname-day-en": "[A-Za-z]{0,2}",
    "date-monthname-day-lt": _REST,
    "date-monthname-year-bg": _REST,
    "date-monthname-year-pl": _REST,
    "date-year-day-monthname-lv": _REST,
    "date-year-monthname-day-lt": _REST,
    "date-year-monthname-en": "",
    "date-year-monthname-hu": "[^0-9]{0,7}",
    "date-year-monthname-lt": _REST,
    "date-year-monthname-lv": "[^0-9]{0,7}",
}
#: Where a name must begin a word, so that it is not found inside another one.
_GAP_BEFORE_WORD = "[^0-9]*[^0-9a-zA-Z]"
_GAPS_BEFORE_NAME = dict.fromkeys(("cy", "fi", "lt", "pl"), _GAP_BEFORE_WORD) | {"roman": "[^0-9]*[^0-9XVIxvi]"}
#: Danish and Swedish names, in any case, have either more letters or points after their first three letters.
_AFTER_THREE_LETTERS = r"(?:[A-Za-z]++(?!\.)|(?![A-Za-z])\.*)"
#: What follows a name before the next part: Czech ones are whole.
_GAPS_AFTER_NAME = {"cs": "[^0-9a-zA-Z][^0-9]*", "roman": "[^0-9XVIxvi][^0-9]*", "da": _REST, "sv": _REST}


def _named_rules() -> Iterator[tuple[str, Transformation]]:
    """Make the rules of registries 4 and 5 for months by name, with what they are called there."""
    for order, languages in _ORDERS.items():
        for language in languages.split():
            name = order if language == "roman" else f"{order}-{language}"
            parts = re.findall("day|month|year", order)
            months = month_names(language, with_day="day" in parts)
            words = f"{', '.join(parts[:-1])} and {parts[-1]} in {_LANGUAGES[language]}"
            yield name, _date_rule(_named_pattern(name, language, parts, months), words, months)


def _named_pattern(rule: str, language: str, parts: list[str], months: Mapping[str, int]) -> str:
    """Write the pattern for parts in an order, the month by name.

    The name is the last thing in a gap that could be one (atomic), so that what follows cannot change the month.
    """
    names = "|".join(sorted(months, key=len, reverse=True))
    month = f"(?P<month>{names})"
    if scandinavian := language in {"da", "sv"}:
        month = f"(?P<month>(?i:{names}))"
    pattern = ""
    for before, part in zip(["", *parts], parts, strict=False):
        if part == "month":
            gap = _GAPS_BEFORE_NAME.get(language, _GAP) if before else ""
            pattern += f"(?>{gap}{month})" if scandinavian else f"{gap}{month}"
            pattern += _AFTER_THREE_LETTERS if scandinavian else ""
        else:
            gap = _GAPS_AFTER_NAME.get(language, _GAP) if before == "month" else _GAP
            pattern += (gap if before else "") + (_DAY if part == "day" else _YEAR)
    named_last = parts[-1] == "month" and not scandinavian
    return pattern + _ENDINGS.get(rule, _NAME_ENDING if named_last else "")


_NAMED = dict(_named_rules())

# India: the Gregorian calendar in Hindi, and the national calendar, which counts from the year 78 (Saka).

_HINDI_DAY = "(?P<day>[0-9]{1,2}|[०-९]{1,2})"
_HINDI_GAP = "[^0-9०-९]+"
_HINDI_YEAR = f"{_HINDI_GAP}(?P<year>[0-9]{{4}}|[0-9]{{2}}|[०-९]{{4}}|[०-९]{{2}})"
_HINDI_MONTHS = month_names("hi")
_HINDI_NAMES = "|".join(_HINDI_MONTHS)
_HINDI_MONTH_YEAR = _date_rule(f"(?P<month>{_HINDI_NAMES}){_HINDI_YEAR}", "month and year in Hindi", _HINDI_MONTHS)
_HINDI_DAY_MONTH_YEAR = _date_rule(
    f"{_HINDI_DAY}{_HINDI_GAP}(?P<month>{_HINDI_NAMES}){_HINDI_YEAR}", "day, month and year in Hindi", _HINDI_MONTHS
)
_HINDI_DAY_ANY_MONTH_YEAR = _date_rule(
    f"{_HINDI_DAY}{_HINDI_GAP}(?P<month>{_HINDI_NAMES}|[०-९]{{1,2}}){_HINDI_YEAR}",
    "day, month and year in Hindi",
    _HINDI_MONTHS,
)
#: What tells the months of the Saka calendar apart in the many ways to write them in Latin letters, and their names in
#: Devanagari; a star stands for any letters, a plus for some.
_SAKA_MONTHS = (
    ("C*ait", "चैत्र"),
    ("Vai", "वैशाख", "बैसाख"),
    ("Jy", "ज्येष्ठ"),
    ("dha", "ḍha", "आषाढ"),
    ("vana", "Śrāvaṇa", "श्रावण", "सावन"),
    ("Bh+dra", "Proṣṭhapada", "भाद्रपद", "भादो"),
    ("in", "आश्विन"),
    ("K+rti", "कार्तिक"),
    ("M+rga", "Agra", "मार्गशीर्ष", "अगहन"),
    ("Pau", "पौष"),
    ("M+gh", "माघ"),
    ("Ph+lg", "फाल्गुन"),
)
_SAKA_NAMES = "|".join(
    f"(?P<month{number}>{'|'.join(marks).replace('*', chr(92) + 'S*').replace('+', chr(92) + 'S+')})"
    for number, marks in enumerate(_SAKA_MONTHS, start=1)
)
_SAKA_DATE = re.compile(f"{_HINDI_DAY}{_HINDI_GAP}(?:{_SAKA_NAMES}){_HINDI_YEAR}")
_SAKA_EPOCH = 78
#: Years of two digits are those of the days from 2000-01-01, which is 11 Pausa 1921, to the end of 2099.
_SAKA_CENTURY, _FIRST_SAKA_DAY = 1900, (21, 10, 11)
#: The first month begins on 22 March and has 30 days, in a leap year a day earlier and 31; then come five months of 31
#: days, then six of 30.
_SAKA_NEW_YEAR = (3, 22)
_LONG_SAKA_MONTHS = range(2, 7)


def _saka_date(text: str) -> str:
    """Turn a day of the Indian national calendar into one of the Gregorian."""
    takes = "day, month and year of the Indian national calendar"
    match = _SAKA_DATE.fullmatch(text) if len(text) <= _LONGEST_DATE else None
    if match is None:
        raise misfit(text, takes)
    month = next(number for number in range(1, len(_SAKA_MONTHS) + 1) if match[f"month{number}"])
    year, day = int(match["year"]), int(match["day"])
    if len(match["year"]) < len(_CENTURY):
        year += _SAKA_CENTURY if (year, month, day) >= _FIRST_SAKA_DAY else _SAKA_CENTURY + 100
    try:
        return _gregorian(year, month, day).isoformat()
    except (ValueError, OverflowError):
        raise misfit(text, f"{takes} that this calendar has") from None


def _gregorian(year: int, month: int, day: int) -> datetime.date:
    """Find the day of a Saka year.

    Raises:
        ValueError: the calendar does not have it.
        OverflowError: it lies beyond the year 9999.
    """
    leap = calendar.isleap(year + _SAKA_EPOCH)
    lengths = [31 if leap else 30, *(31 if number in _LONG_SAKA_MONTHS else 30 for number in range(2, 13))]
    if not 1 <= day <= lengths[month - 1]:
        raise ValueError(f"month {month} has no day {day}")
    new_year = datetime.date(year + _SAKA_EPOCH, *_SAKA_NEW_YEAR) - datetime.timedelta(days=leap)
    return new_year + datetime.timedelta(days=sum(lengths[: month - 1]) + day - 1)


# Registry 1: English with whole names or three letters, one blank between the parts, and numbers.

_CAPITALISED = {name: number for name, number in month_names("en").items() if not name.isupper()}
_SHORT_NAMES = {name[:3]: number for name, number in _CAPITALISED.items()}
_LONG_NAMES = {name: number for name, number in _CAPITALISED.items() if name == "May" or name not in _SHORT_NAMES}


def _english_rule(shape: str, takes: str) -> Transformation:
    """Make a rule from its shape: `Month` is a whole name, `Mon` three letters, `M` a number, `~` any blanks."""
    months = _LONG_NAMES if "Month" in shape else _SHORT_NAMES
    names = f"(?P<month>{'|'.join(months)})"
    parts = {"Month": names, "Mon": names, "M": _MONTH, "D": _DAY, "Y": _LONG_YEAR, ".": r"\.", "~": r"\s+"}
    pattern = re.sub("Month|Mon|[MDY.~]", lambda part: parts[part[0]], shape)
    return _date_rule(pattern, takes, months)


REGISTRY_1_DATES: Mapping[str, Transformation] = {
    "datedoteu": _english_rule("D.M.Y", "day, month and year with points"),
    "datedotus": _english_rule("M.D.Y", "month, day and year with points"),
    "datelongdaymonthuk": _english_rule("D Month", "day and month in English"),
    "datelongmonthdayus": _english_rule("Month D", "month and day in English"),
    "datelongmonthyear": _english_rule("Month~Y", "month and year in English"),
    "datelonguk": _english_rule("D Month Y", "day, month and year in English"),
    "datelongus": _english_rule("Month D, Y", "month, day and year in English"),
    "datelongyearmonth": _english_rule("Y~Month", "year and month in English"),
    "dateshortdaymonthuk": _english_rule("D~Mon", "day and month in English, of three letters"),
    "dateshortmonthdayus": _english_rule("Mon~D[A-Za-z]{0,2}", "month and day in English, of three letters"),
    "dateshortmonthyear": _english_rule("Mon~Y", "month and year in English, of three letters"),
    "dateshortuk": _english_rule("D Mon Y", "day, month and year in English, of three letters"),
    "dateshortus": _english_rule("Mon D, Y", "month, day and year in English, of three letters"),
    "dateshortyearmonth": _english_rule("Y~Mon", "year and month in English, of three letters"),
    "dateslashdaymontheu": _english_rule("D/M", "day and month with a slash"),
    "dateslasheu": _english_rule("D/M/Y", "day, month and year with slashes"),
    "dateslashmonthdayus": _english_rule("M/D", "month and day with a slash"),
    "dateslashus": _english_rule("M/D/Y", "month, day and year with slashes"),
}
REGISTRY_2_DATES: Mapping[str, Transformation] = {
    "datedaymonth": _DAY_MONTH,
    "datedaymonthen": _NAMED["date-day-monthname-en"],
    "datedaymonthyear": _date_rule(_DAY_MONTH_YEAR, "day, month and year"),
    "datedaymonthyearen": _NAMED["date-day-monthname-year-en"],
    "dateerayearmonthdayjp": _ERA_YEAR_MONTH_DAY,
    "dateerayearmonthjp": _ERA_YEAR_MONTH,
    "datemonthday": _MONTH_DAY,
    "datemonthdayen": _NAMED["date-monthname-day-en"],
    "datemonthdayyear": _MONTH_DAY_YEAR,
    "datemonthdayyearen": _NAMED["date-monthname-day-year-en"],
    "datemonthyearen": _NAMED["date-monthname-year-en"],
    "dateyearmonthcjk": _CJK_YEAR_MONTH,
    "dateyearmonthdaycjk": _CJK_YEAR_MONTH_DAY,
    "dateyearmonthen": _NAMED["date-year-monthname-en"],
}
REGISTRY_3_DATES: Mapping[str, Transformation] = {
    **REGISTRY_2_DATES,
    "calindaymonthyear": _saka_date,
    "datedaymonthdk": _NAMED["date-day-monthname-da"],
    "datedaymonthyeardk": _NAMED["date-day-monthname-year-da"],
    "datedaymonthyearin": _HINDI_DAY_ANY_MONTH_YEAR,
    "datemonthyear": _date_rule(_MONTH_YEAR, "month and year"),
    "datemonthyeardk": _NAMED["date-monthname-year-da"],
    "datemonthyearin": _HINDI_MONTH_YEAR,
    "dateyearmonthday": _YEAR_MONTH_DAY,
}
REGISTRY_5_DATES: Mapping[str, Transformation] = _NAMED | {
    "date-day-month": _DAY_MONTH,
    "date-day-month-year": _date_rule(_DAY_MONTH_YEAR, "day, month and year", digits=_DEVANAGARI),
    "date-day-monthname-year-hi": _HINDI_DAY_MONTH_YEAR,
    "date-ind-day-monthname-year-hi": _saka_date,
    "date-jpn-era-year-month": _ERA_YEAR_MONTH,
    "date-jpn-era-year-month-day": _ERA_YEAR_MONTH_DAY,
    "date-month-day": _MONTH_DAY,
    "date-month-day-year": _MONTH_DAY_YEAR,
    "date-month-year": _date_rule(_MONTH_YEAR, "month and year", digits=_DEVANAGARI),
    "date-monthname-year-hi": _HINDI_MONTH_YEAR,
    "date-year-month": _YEAR_MONTH,
    "date-year-month-day": _YEAR_MONTH_DAY,
}
#: Registry 5 added Welsh.
REGISTRY_4_DATES: Mapping[str, Transformation] = {
    name: rule for name, rule in REGISTRY_5_DATES.items() if not name.endswith("-cy")
}
