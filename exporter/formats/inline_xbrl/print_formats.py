"""Which transformation of registry 5 gives the value of a print: what a writer puts into an element's format attribute.

It knows of each rule what a careful print needs, not all that the rule takes; the names of months are those of the
Unicode CLDR. Nothing here is shared with the functions that read, so that neither hides an error of the other.
"""

from __future__ import annotations

import functools
import re
from typing import Literal

from babel.dates import get_month_names

__all__ = ["date_format", "number_format"]

_APOSTROPHES = "'`´’′"
_BLANKS = " \u00a0"
#: The rules by their decimal mark, each with the form of its numbers, the plainer first.
_NUMBER_RULES = {
    mark: {
        f"{rule}{ending}": re.compile(f"(?=.*[0-9])[{groups}{_BLANKS}0-9]*(?:[{mark}][{_BLANKS}0-9]*[0-9])?", re.DOTALL)
        for ending, groups in (("", group), ("-apos", group + _APOSTROPHES))
    }
    for mark, group, rule in ((".", ",", "num-dot-decimal"), (",", ".", "num-comma-decimal"))
}
_DECIMAL = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")


def number_format(digits: str, decimal_mark: str) -> str | None:
    """Choose the rule that reads a number.

    Args:
        digits: the number as printed, without sign, unit and footnote mark.
        decimal_mark: the character that stands before decimals in prints like this, whether or not it does here.

    Returns:
        A local name; an empty text where the print is an xs:decimal already; None where no rule takes it.
    """
    if _DECIMAL.fullmatch(digits) and (decimal_mark == "." or "." not in digits):
        return ""
    for rule, form in _NUMBER_RULES.get(decimal_mark, {}).items():
        if form.fullmatch(digits):
            return rule
    return None


# Dates.

_VALUES = {
    "date": re.compile("(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
    "gMonthDay": re.compile("--(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
    "gYearMonth": re.compile("(?P<year>[0-9]{4})-(?P<month>[0-9]{2})"),
}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_DEVANAGARI = str.maketrans("०१२३४५६७८९", "0123456789")
_SPACES = re.compile("[ \t\r\n]+")
_CENTURY = "2000"
_DAY, _MONTH, _YEAR = "(?P<day>[0-9]{1,2})", "(?P<month>[0-9]{1,2})", "(?P<year>[0-9]{4}|[0-9]{2})"
#: The parts of dates of each kind by number, and the digits of another script that the rule takes.
_BY_NUMBER: dict[str, dict[str, dict[int, int]]] = {
    "date": {
        "date-year-month-day": _FULL_WIDTH,
        "date-day-month-year": _DEVANAGARI,
        "date-month-day-year": {},
    },
    "gMonthDay": {"date-day-month": {}, "date-month-day": {}},
    "gYearMonth": {"date-year-month": _FULL_WIDTH, "date-month-year": _DEVANAGARI},
}
_SEPARATOR = r"[./\- \u00a0–]+"
_ERA_YEAR = r"(?P<era>明治?|大正?|昭和?|平成?|令和?)\s*(?P<year>[0-9]{1,2}|元)\s*年"
_CJK_MONTH, _CJK_DAY = rf"\s*{_MONTH}\s*月", rf"\s*{_DAY}\s*日"
_JAPANESE: dict[str, dict[str, re.Pattern[str]]] = {
    "date": {"date-jpn-era-year-month-day": re.compile(_ERA_YEAR + _CJK_MONTH + _CJK_DAY)},
    "gMonthDay": {},
    "gYearMonth": {"date-jpn-era-year-month": re.compile(_ERA_YEAR + _CJK_MONTH)},
}
_CHINESE = {
    "date-year-month-day": re.compile(rf"{_YEAR}\s*年{_CJK_MONTH}{_CJK_DAY}"),
    "date-year-month": re.compile(rf"{_YEAR}\s*年{_CJK_MONTH}"),
}
_YEAR_BEFORE_ERA = {"明": 1867, "大": 1911, "昭": 1925, "平": 1988, "令": 2018}
_EUROPEAN = "en bg cs cy da de el es et fi fr hr it nl no pl pt ro sk sl sv"
#: The orders of dates of each kind with a month by name, and the languages that have it, English first.
_BY_NAME = {
    "date": {
        "date-day-monthname-year": f"{_EUROPEAN} hi",
        "date-monthname-day-year": "en",
        "date-year-monthname-day": "hu lt",
        "date-year-day-monthname": "lv",
        "date-day-monthroman-year": "roman",
    },
    "gMonthDay": {
        "date-day-monthname": f"{_EUROPEAN} lv",
        "date-monthname-day": "en hu lt",
        "date-day-monthroman": "roman",
    },
    "gYearMonth": {
        "date-monthname-year": f"{_EUROPEAN} hi",
        "date-year-monthname": "en hu lt lv",
        "date-monthroman-year": "roman",
    },
}
#: What stands between parts: marks, blanks and the words that join dates in one language or another.
_GAP = r"(?:[.,/\-–\s]|(?<![^\W\d_])(?i:of|de|del|di|a|m|d|gada|st|nd|rd|th|er|º|ο?ς)(?![^\W\d_]))+"
#: What may stand after the last part.
_TAILS = {
    "date-day-monthname-year-bg": r"(?: ?г\.| ?година)?",
    "date-day-monthname-year-pl": r"(?: r\.| roku)?",
    "date-monthname-year-bg": r"(?: ?г\.| ?година)?",
    "date-monthname-year-pl": r"(?: r\.| roku)?",
    "date-monthname-day-en": "(?:st|nd|rd|th)?",
    "date-monthname-day-lt": r"(?: d\.)?",
    "date-year-monthname-day-lt": r"(?: d\.)?",
}
#: Danish and Swedish rules take a point after three letters only.
_NO_POINT_AFTER_NAME = dict.fromkeys(("da", "sv"), r"(?!(?<=[^\W\d_]{4})\.)")
#: Languages whose abbreviations are not those of the rules.
_NOT_ABBREVIATED = {"cy", "hi"}
#: The sign that Hindi names have in the CLDR and not in the rules.
_NUKTA = "\u093c"
#: What the CLDR does not abbreviate so in American English; the rules take it where something follows.
_SEPT = {"Sept": 9, "SEPT": 9}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def date_format(text: str, kind: str, value: str) -> str | None:
    """Choose the rule that reads a date.

    Args:
        text: the date as printed.
        kind: what is wanted: "date", "gYear", "gMonthDay" or "gYearMonth", types of XML Schema.
        value: the lexical value that the rule must give; it decides whether 9/8/2003 is in August.

    Returns:
        A local name; an empty text where the print is the value already; None where no rule gives it.
    """
    plain = _SPACES.sub(" ", text).strip(" ")
    if plain == value:
        return ""
    wanted = _VALUES[kind].fullmatch(value) if kind in _VALUES else None
    if wanted is None:
        return None
    parts = {part: int(digits) for part, digits in wanted.groupdict().items()}
    return _format_by_number(plain, kind, parts) or _format_by_name(plain, kind, parts)


def _format_by_number(text: str, kind: str, wanted: dict[str, int]) -> str | None:
    """Choose a rule for a date whose month is a number, also with a Japanese era or Chinese characters."""
    western = text.translate(_FULL_WIDTH)
    for rule, form in _JAPANESE[kind].items():
        if (match := form.fullmatch(western)) and _parts(match) == wanted:
            return rule
    for rule, digits in _BY_NUMBER[kind].items():
        forms = (_number_form(rule), _CHINESE.get(rule))
        for match in (form.fullmatch(text.translate(digits)) for form in forms if form):
            if match and _parts(match) == wanted:
                return rule
    return None


def _format_by_name(text: str, kind: str, wanted: dict[str, int]) -> str | None:
    """Choose a rule for a date whose month has its name in one of the languages, or is a Roman number."""
    for order, languages in _BY_NAME[kind].items():
        for language in languages.split():
            rule = order if language == "roman" else f"{order}-{language}"
            match = _name_form(rule, language).fullmatch(text)
            if match and _parts(match, _month_names(language) | _SEPT) == wanted:
                return rule
    return None


def _parts(match: re.Match[str], months: dict[str, int] | None = None) -> dict[str, int]:
    """Give the parts of a date as numbers."""
    parts = match.groupdict()
    numbers = {"month": months[parts["month"]] if months else int(parts["month"])}
    if "day" in parts:
        numbers["day"] = int(parts["day"])
    if "year" in parts:
        numbers["year"] = _year(parts["year"], parts.get("era"))
    return numbers


def _year(digits: str, era: str | None) -> int:
    """Count a year; one of two digits is of 2000 to 2099 (all registries)."""
    if era is not None:
        return _YEAR_BEFORE_ERA[era[0]] + (1 if digits == "元" else int(digits))
    return int(_CENTURY[: -len(digits)] + digits)


@functools.cache
def _number_form(rule: str) -> re.Pattern[str]:
    """Write the form of a date by numbers from the rule's name."""
    patterns = {"day": _DAY, "month": _MONTH, "year": _YEAR}
    return re.compile(_SEPARATOR.join(patterns[part] for part in re.findall("day|month|year", rule)))


@functools.cache
def _name_form(rule: str, language: str) -> re.Pattern[str]:
    """Write the form of a date with a month by name from the rule's name."""
    parts = re.findall("day|month|year", rule)
    known = _month_names(language, with_day="day" in parts)
    if language == "en" and parts[-1] != "month":
        known = known | _SEPT
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    month = f"(?P<month>{names}){_NO_POINT_AFTER_NAME.get(language, '')}"
    patterns = {"day": _DAY, "month": month, "year": _YEAR}
    return re.compile(_GAP.join(patterns[part] for part in parts) + _TAILS.get(rule, ""))


@functools.cache
def _month_names(language: str, *, with_day: bool = False) -> dict[str, int]:
    """Give the names of the months in a language, whole and abbreviated, as they are printed.

    Args:
        language: as the rules name it.
        with_day: whether a day stands beside the month: Czech has another case then.
    """
    if language == "roman":
        return {name: number for number, name in enumerate(_ROMAN, start=1)}
    # Greek capitals have no accents, and here they would.
    spellings = (str, str.capitalize, str.upper) if language != "el" else (str, str.capitalize)
    contexts: tuple[Literal["format", "stand-alone"], ...] = ("format", "stand-alone")
    widths: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")
    contexts = contexts[:1] if with_day and language == "cs" else contexts
    widths = widths[:1] if language in _NOT_ABBREVIATED else widths
    return {
        spelling(name.rstrip(".").replace(_NUKTA, "")): number
        for width in widths
        for context in contexts
        for number, name in get_month_names(width, context, locale=language).items()
        for spelling in spellings
    }
