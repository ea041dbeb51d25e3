"""The rules of the SEC: durations, quarters, numbers in words, ballot boxes and names that have codes."""

from __future__ import annotations

import calendar
import re
from fractions import Fraction
from typing import TYPE_CHECKING

from exporter.formats.inline_xbrl.misfits import misfit
from exporter.formats.inline_xbrl.sec_names import (
    COUNTRIES,
    EDGAR_PLACES,
    EXCHANGES,
    FILER_CATEGORIES,
    STATES_AND_PROVINCES,
    name_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Transformation = Callable[[str], str]

__all__ = ["SEC_RULES"]

#: A longer text is no number or duration in words, and a number of more digits no length of time.
_LONGEST = 500

# Durations as numbers of one unit.

_NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<number>[0-9]{1,100}(?:\.[0-9]{0,100})?|\.[0-9]{1,100})")
_MONTHS_IN_A_YEAR, _DAYS_IN_A_MONTH, _DAYS_IN_A_WEEK, _HOURS_IN_A_DAY = 12, Fraction("30.4375"), 7, 24


def _duration_rule(unit: str, *steps: tuple[Fraction | int, str], factor: int = 1) -> Transformation:
    """Make the rule for a number of years, months, weeks, days or hours.

    Args:
        unit: how xs:duration marks it.
        steps: how many of the next smaller unit are one, and how that is marked; the smallest is cut off.
        factor: how many of the first unit the number counts.
    """

    def transformation(text: str) -> str:
        match = _NUMBER.fullmatch(text)
        if match is None:
            raise misfit(text, "decimal number")
        rest = Fraction(match["number"]) * factor
        duration = f"{int(rest)}{unit}"
        any_part = int(rest) > 0
        for size, smaller_unit in steps:
            rest = (rest - int(rest)) * size
            if whole := int(rest):
                duration += f"{whole}{smaller_unit}" if smaller_unit != "H" else f"T{whole}H"
                any_part = True
        sign = "-" if match["sign"] == "-" and any_part else ""
        return f"{sign}P{'T' if unit == 'H' else ''}{duration}"

    return transformation


# Numbers and durations in English words.

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
    *("sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ("thousand", "million", "billion", "trillion", "quadrillion", "quintillion")
_NONE = ("zero", "no", "none", "nil")
_VALUES = (
    {word: value for value, word in enumerate((*_UNITS, *_TEENS), start=1)}
    | {word: 10 * value for value, word in enumerate(_TENS, start=2)}
    | {word: 1000**power for power, word in enumerate(_SCALES, start=1)}
    | {"hundred": 100}
    | dict.fromkeys(_NONE, 0)
)
_DASH = "[-\u058a\u05be\u2010-\u2015\ufe58\ufe63\uff0d]"
_JOINT = rf"(?:{_DASH}|\s+)"


def _any_of(*words: str) -> str:
    """Write the pattern of words whose first letter may be large."""
    return f"(?:{'|'.join(f'[{word[0].upper()}{word[0]}]{word[1:]}' for word in words)})"


_BELOW_20 = _any_of(*_UNITS, *_TEENS)
_BELOW_100 = f"(?:{_BELOW_20}|{_any_of(*_TENS)}(?:{_JOINT}{_any_of(*_UNITS)})?)"


def _below_1000(joint: str) -> str:
    """Write the pattern of numbers below a thousand (with eleven to nineteen hundreds), by what joins the words."""
    return rf"(?:{_BELOW_20}{joint}{_any_of('hundred')}(?:{joint}(?:and\s+)?{_BELOW_100})?|{_BELOW_100})"


_GROUP = _below_1000(r"\s+")
_LARGE = "".join(
    rf"(?:{_GROUP}\s+{_any_of(scale)}(?:\s*,\s*|\s+|$))?" for scale in reversed(_SCALES) if scale != "thousand"
)
_THOUSANDS = rf"{_GROUP}\s+{_any_of('thousand')}(?:(?:\s*,\s*|\s+)(?:{_GROUP}|(?:and\s+)?{_BELOW_100}))?"
_NUMBER_IN_WORDS = re.compile(rf"(?:{_LARGE}(?:{_THOUSANDS}|{_GROUP})?|{_any_of(*_NONE)})")
_COUNT = rf"(?:{_below_1000(_JOINT)}|{_any_of('zero', 'no')}|[0-9]{{1,4}})"
_AFTER_UNIT = rf"(?:,?{_JOINT}(?:and\s+)?|$)"
_DURATION_IN_WORDS = re.compile(
    rf"(?:(?P<Y>{_COUNT}){_JOINT}{_any_of('year')}s?{_AFTER_UNIT})?"
    rf"(?:(?P<M>{_COUNT}){_JOINT}{_any_of('month')}s?{_AFTER_UNIT})?"
    rf"(?:(?P<D>{_COUNT}){_JOINT}{_any_of('day')}s?)?"
)


def _value_of_words(text: str) -> int:
    """Add up a number in words."""
    total = group = 0
    for word in re.findall("[a-z]+", text.lower()):
        if word in _SCALES:
            total, group = total + group * _VALUES[word], 0
        elif word == "hundred":
            group *= _VALUES[word]
        elif word != "and":
            group += _VALUES[word]
    return total + group


def _number_in_words(text: str) -> str:
    if not text or len(text) > _LONGEST or not _NUMBER_IN_WORDS.fullmatch(text):
        raise misfit(text, "number in English words")
    return str(_value_of_words(text))


def _duration_in_words(text: str) -> str:
    match = _DURATION_IN_WORDS.fullmatch(text) if text and len(text) <= _LONGEST else None
    if match is None:
        raise misfit(text, "number of years, months and days in English")
    counts = {unit: count for unit, count in match.groupdict().items() if count and count.lower() not in _NONE}
    values = {unit: int(count) if count.isdigit() else _value_of_words(count) for unit, count in counts.items()}
    return "P" + ("".join(f"{value}{unit}" for unit, value in values.items()) or "0D")


# Quarters.

_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_QUARTER = f"(?:[1-4]|{_any_of('first', 'second', 'third', 'fourth', 'last')})"
_YEAR = "[0-9]{4}"
_QUARTER_FIRST = re.compile(rf"(?:(?:[^\W0-9]|[0-9](?![0-9]))[^0-9]*)?(?P<quarter>{_QUARTER})[^0-9]*(?P<year>{_YEAR})")
_YEAR_FIRST = re.compile(rf"(?P<year>{_YEAR})[^0-9]*(?P<quarter>{_QUARTER})(?:(?![0-9]).*\w)?", re.DOTALL)


def _quarter_end(text: str) -> str:
    """Give the last day of a quarter of the calendar year."""
    match = (_QUARTER_FIRST.fullmatch(text) or _YEAR_FIRST.fullmatch(text)) if len(text) <= _LONGEST else None
    if match is None or not int(match["year"]):
        raise misfit(text, "quarter and year of four digits")
    month = 3 * _QUARTERS[match["quarter"].lower()]
    return f"{match['year']}-{month:02}-{calendar.monthrange(int(match['year']), month)[1]}"


# Names and boxes.


def _code_rule(codes: Mapping[str, str], takes: str) -> Transformation:
    """Make the rule that gives the code of a name."""

    def transformation(text: str) -> str:
        code = codes.get(name_key(text)) if len(text) <= _LONGEST else None
        if code is None:
            raise misfit(text, takes)
        return code

    return transformation


def _fixed_rule(value: str) -> Transformation:
    """Make the rule that gives one value whatever stands there."""
    return lambda _text: value


_ANY_NON_ACCELERATED = re.compile(r"\b([Nn]on)\W+([Aa]ccelerated)\b")
_FILER_CATEGORY = _code_rule(FILER_CATEGORIES, "filer category")


def _filer_category(text: str) -> str:
    """Give the filer category; whatever marks stand between "non" and "accelerated"."""
    return _FILER_CATEGORY(_ANY_NON_ACCELERATED.sub(r"\1-\2", text))


SEC_RULES: Mapping[str, Transformation] = {
    "boolballotbox": _code_rule({"☐": "false", "☑": "true", "☒": "true"}, "ballot box"),
    "countrynameen": _code_rule(COUNTRIES, "name of a country in English"),
    "datequarterend": _quarter_end,
    "durday": _duration_rule("D", (_HOURS_IN_A_DAY, "H")),
    "durhour": _duration_rule("H"),
    "durmonth": _duration_rule("M", (_DAYS_IN_A_MONTH, "D")),
    "durweek": _duration_rule("D", factor=_DAYS_IN_A_WEEK),
    "durwordsen": _duration_in_words,
    "duryear": _duration_rule("Y", (_MONTHS_IN_A_YEAR, "M"), (_DAYS_IN_A_MONTH, "D")),
    "edgarprovcountryen": _code_rule(EDGAR_PLACES, "name of a province or country in English"),
    "entityfilercategoryen": _filer_category,
    "exchnameen": _code_rule(EXCHANGES, "name of an exchange in the United States"),
    "numinf": _fixed_rule("INF"),
    "numnan": _fixed_rule("NaN"),
    "numneginf": _fixed_rule("-INF"),
    "numwordsen": _number_in_words,
    "stateprovnameen": _code_rule(STATES_AND_PROVINCES, "name of a state or province in English"),
    "yesnoballotbox": _code_rule({"☐": "No", "☑": "Yes", "☒": "Yes"}, "ballot box"),
}
