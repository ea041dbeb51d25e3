"""The rules for numbers: which marks group digits, which one stands before decimals.

A value is exact text: no grouping, no zeros before the number, the decimals as they stand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter.formats.inline_xbrl.misfits import misfit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Transformation = Callable[[str], str]

__all__ = ["REGISTRY_1_NUMBERS", "REGISTRY_2_NUMBERS", "REGISTRY_3_NUMBERS", "REGISTRY_4_NUMBERS", "REGISTRY_5_NUMBERS"]

_BLANKS = " \u00a0"
#: Marks that may stand for an apostrophe between groups, since registry 5.
_APOSTROPHES = "'`´’′"
_DASHES = "-\u058a\u05be\u2010-\u2015\ufe58\ufe63\uff0d"
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)}
_FULL_WIDTH_MARKS = "，．"
_NOT_PLAIN_AT_THE_START = "0."


def _number_rule(pattern: str, takes: str, *, groups: str, mark: str = ".") -> Transformation:
    """Make the rule for numbers of a pattern.

    Args:
        pattern: of the whole text.
        takes: what the rule takes, in words.
        groups: the characters that may stand between digits.
        mark: what stands before the decimals.
    """
    matches = re.compile(pattern).fullmatch
    plain = dict.fromkeys(map(ord, groups)) | {ord(mark): "."}

    def transformation(text: str) -> str:
        if matches(text) is None:
            raise misfit(text, takes)
        number = text.translate(plain)
        if not number or number[0] in _NOT_PLAIN_AT_THE_START or number[-1] == ".":
            if number in {"", "."}:
                raise misfit(text, f"{takes}: it has no digit")
            return _without_zeros(number)
        return number

    return transformation


def _without_zeros(number: str) -> str:
    """Leave out zeros before a number, and a point after which nothing stands; one digit stays before the point."""
    whole, point, decimals = number.partition(".")
    return (whole.lstrip("0") or "0") + (point + decimals if decimals else "")


def _unit_rule(pattern: str, takes: str, *, groups: str, digits: Mapping[int, str] | None = None) -> Transformation:
    """Make the rule for amounts in two units, the smaller of which is a hundredth (10円50銭).

    Args:
        pattern: of the whole text, with the groups `whole` and `part`.
        takes: what the rule takes, in words.
        groups: the characters that may stand between digits of the whole.
        digits: of other scripts, by code point, that are read as ours.
    """
    form = re.compile(pattern)
    plain = dict.fromkeys(map(ord, groups))

    def transformation(text: str) -> str:
        match = form.fullmatch(text.translate(digits) if digits else text)
        whole = match["whole"].translate(plain) if match else ""
        if match is None or not whole:
            raise misfit(text, takes)
        return f"{whole.lstrip('0') or '0'}.{match['part']:0>2}"

    return transformation


def _fixed_rule(value: str) -> Transformation:
    """Make the rule that gives one value whatever stands there."""
    return lambda _text: value


def _dash_rule(pattern: str) -> Transformation:
    """Make the rule that reads a dash as zero."""
    matches = re.compile(pattern).fullmatch

    def transformation(text: str) -> str:
        if matches(text) is None:
            raise misfit(text, "dash")
        return "0"

    return transformation


_POINT = "number with a decimal point"
_COMMA = "number with a decimal comma"
_UNITS = "amount in two units"


def _grouped(pattern_of_mark: str, decimals: str) -> str:
    """Write the pattern of digits in groups of three, where there are groups."""
    return rf"[0-9]{{1,3}}(?:{pattern_of_mark}[0-9]{{3}})*(?:{decimals}[0-9]+)?"


def _spread(groups: str, mark: str) -> str:
    """Write the pattern of digits with grouping marks anywhere, as registries 4 and 5 take them."""
    return rf"[{groups}0-9]*(?:{re.escape(mark)}[{_BLANKS}0-9]+)?"


def _spread_rule(groups: str, mark: str, takes: str) -> Transformation:
    return _number_rule(_spread(groups, mark), takes, groups=groups, mark=mark)


def _spread_unit_rule(groups: str) -> Transformation:
    """Make the rule of registries 4 and 5 for amounts in two units."""
    return _unit_rule(
        rf"(?P<whole>[0-9{groups}]+)[^0-9{groups}][^0-9]*(?P<part>[0-9]{{1,2}})[^0-9]*",
        _UNITS,
        groups=groups,
        digits=_FULL_WIDTH,
    )


#: Indian groups: the last of three digits, the others of two.
_INDIAN_WHOLE = f"(?:(?:[0-9]{{1,2}}[,{_BLANKS}])?(?:[0-9]{{2}}[,{_BLANKS}])*[0-9]{{3}}|[0-9]+)"
_MARKS = f".,{_FULL_WIDTH_MARKS}"

_ZERO_DASH = _dash_rule(f"[{_DASHES}]")
_INDIAN = _number_rule(
    rf"{_INDIAN_WHOLE}(?:\.[0-9]+)?", "number in Indian groups with a decimal point", groups=f",{_BLANKS}"
)

REGISTRY_1_NUMBERS: Mapping[str, Transformation] = {
    "numcomma": _number_rule("[0-9]+(?:,[0-9]+)?", _COMMA, groups="", mark=","),
    "numcommadot": _number_rule(_grouped(",", r"\."), f"{_POINT} and commas between groups of three", groups=","),
    "numdash": _dash_rule("-"),
    "numdotcomma": _number_rule(
        _grouped(r"\.", ","), f"{_COMMA} and points between groups of three", groups=".", mark=","
    ),
    "numspacecomma": _number_rule(
        _grouped(f"[{_BLANKS}]", ","), f"{_COMMA} and blanks between groups of three", groups=_BLANKS, mark=","
    ),
    "numspacedot": _number_rule(
        _grouped(f"[{_BLANKS}]", r"\."), f"{_POINT} and blanks between groups of three", groups=_BLANKS
    ),
}
REGISTRY_2_NUMBERS: Mapping[str, Transformation] = {
    "booleanfalse": _fixed_rule("false"),
    "booleantrue": _fixed_rule("true"),
    "nocontent": _fixed_rule(""),
    "numcommadecimal": _number_rule(
        _grouped(rf"[.{_BLANKS}]?", ","), f"{_COMMA} and groups of three", groups=f".{_BLANKS}", mark=","
    ),
    "numdotdecimal": _number_rule(
        _grouped(f"[,{_BLANKS}]?", r"\."), f"{_POINT} and groups of three", groups=f",{_BLANKS}"
    ),
    "numunitdecimal": _unit_rule(
        rf"(?P<whole>0|[1-9][0-9]{{0,2}}(?:[{_MARKS}]?[0-9]{{3}})*)[^0-9{_MARKS}]+(?P<part>[0-9]{{1,2}})[^0-9{_MARKS}]*",
        _UNITS,
        groups=_MARKS,
        digits=_FULL_WIDTH,
    ),
    "zerodash": _ZERO_DASH,
}
REGISTRY_3_NUMBERS: Mapping[str, Transformation] = {
    **REGISTRY_2_NUMBERS,
    "numdotdecimalin": _INDIAN,
    "numunitdecimalin": _unit_rule(
        rf"(?P<whole>{_INDIAN_WHOLE})[^0-9]+(?P<part>[0-9]{{1,2}})[^0-9]*",
        f"{_UNITS} and Indian groups",
        groups=f",{_BLANKS}",
    ),
}
REGISTRY_4_NUMBERS: Mapping[str, Transformation] = {
    "fixed-empty": _fixed_rule(""),
    "fixed-false": _fixed_rule("false"),
    "fixed-true": _fixed_rule("true"),
    "fixed-zero": _fixed_rule("0"),
    "num-comma-decimal": _spread_rule(f".{_BLANKS}", ",", _COMMA),
    "num-dot-decimal": _spread_rule(f",{_BLANKS}", ".", _POINT),
    "num-unit-decimal": _spread_unit_rule(".,，"),
    "numdotdecimalin": _INDIAN,
}
REGISTRY_5_NUMBERS: Mapping[str, Transformation] = {
    **REGISTRY_4_NUMBERS,
    "num-comma-decimal-apos": _spread_rule(f".{_BLANKS}{_APOSTROPHES}", ",", f"{_COMMA} and apostrophes"),
    "num-dot-decimal-apos": _spread_rule(f",{_BLANKS}{_APOSTROPHES}", ".", f"{_POINT} and apostrophes"),
    "num-unit-decimal-apos": _spread_unit_rule(f".,，{_APOSTROPHES}＇"),
}
