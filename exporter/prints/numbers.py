"""Printed numbers to exact decimals, and exact decimals to text. No rounding, no binary float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from exporter.prints.conventions import LONGEST_NUMBER, PLAIN_PRINT, TEXT_GUARD, Convention, plain_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = [
    "NotANumberError",
    "PrintKind",
    "PrintedNumber",
    "decimal_text",
    "has_digits_beyond",
    "parse_number",
    "scaled",
    "shortest_text",
]


class NotANumberError(ValueError):
    """The text is not a number as the table prints them; the message says why."""


class PrintKind(Enum):
    """What stands in a cell: a number, a dash, a word that says that there is no figure, or nothing."""

    NUMBER = "number"
    DASH = "dash"
    NOTHING = "nothing"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A printed cell: what kind of print it is and, for a number, its exact value with its suffix applied.

    The scale of the table is not applied; `suffix` is what the number is printed with, and empty if there is nothing;
    `marks` are the footnote marks behind it.
    """

    kind: PrintKind
    value: Decimal = Decimal(0)
    suffix: str = ""
    marks: str = ""


_SPACES = re.compile(r"\s+")
_GUARD = re.compile(TEXT_GUARD)


def parse_number(text: str, convention: Convention = PLAIN_PRINT) -> PrintedNumber:
    """Read a printed cell.

    Parentheses, ▲, △ or a minus before or behind make a number negative; a percent sign divides by 100; a lone dash is
    a dash; and so on, as the convention says. Full-width forms count as plain ones.

    Raises:
        NotANumberError: anything else.
    """
    plain = _GUARD.sub(r"\1\2", plain_form(text).strip()).strip()
    if not plain:
        return PrintedNumber(PrintKind.BLANK)
    if len(plain) > LONGEST_NUMBER:
        raise NotANumberError(f"{text[:20]!r}… has {len(text):,} characters, and is no number")
    bare, marks = _without_footnote_marks(plain, convention)
    bare = _without_currency(bare, convention)
    if bare.lower() in convention.nothing:
        return PrintedNumber(PrintKind.NOTHING, marks=marks)
    if bare in convention.dashes:
        return PrintedNumber(PrintKind.DASH, marks=marks)
    bare, suffix, power = _without_suffix(bare, convention)
    bare, signs = _without_signs(bare, convention)
    if len(signs) > 1:
        raise NotANumberError(f"{text!r} has more than one sign: {' and '.join(signs)}")
    if not _digits_pattern(convention).fullmatch(bare):
        raise NotANumberError(f"{text!r} is not a number{_reason_in_words(bare, convention)}")
    value = Decimal(_plain_digits(bare, convention))
    if signs and signs[0] not in {*convention.plus_marks, *convention.plus_marks_behind}:
        value = value.copy_negate()
    return PrintedNumber(PrintKind.NUMBER, scaled(value, power), suffix, marks)


def _without_footnote_marks(plain: str, convention: Convention) -> tuple[str, str]:
    """Take off the marks of footnotes.

    Returns:
        The rest, and the marks.
    """
    match = re.match(convention.marks_behind, plain) if convention.footnote_marks else None
    return (match[1], match[2]) if match else (plain, "")


def _without_currency(bare: str, convention: Convention) -> str:
    """Take off a currency mark, from before the number or else from behind it.

    A suffix of which the mark is the end, as 円 is of 千円, stays whole.
    """
    if not convention.currency_marks:
        return bare
    without = re.sub(convention.currency_before, r"\1", bare)
    if without != bare or _has_suffix(bare, convention):
        return without
    return re.sub(convention.currency_behind, r"\1", bare)


def _has_suffix(bare: str, convention: Convention) -> bool:
    return any(bare.endswith((suffix, f"{suffix})")) for suffix, _ in convention.suffixes)


@cache
def _digits_pattern(convention: Convention) -> re.Pattern[str]:
    return re.compile(convention.digits)


def _plain_digits(bare: str, convention: Convention) -> str:
    """Leave the group marks out, and write a point for the decimal mark."""
    for mark in convention.group_marks:
        bare = bare.replace(mark, "")
    return bare.replace(convention.decimal_mark, ".")


def scaled(value: Decimal, power: int) -> Decimal:
    """Multiply a value by ten to a power, exactly; a context's precision does not apply.

    Raises:
        NotANumberError: the value is not finite.
    """
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise NotANumberError(f"{value} is not finite")
    return Decimal((sign, digits, exponent + power))


def decimal_text(value: Decimal) -> str:
    """Write a value in plain digits: no exponent, no plus, no negative zero."""
    return format(value or value.copy_abs(), "f")


def shortest_text(value: Decimal) -> str:
    """Write a value in plain digits, without zeros at the end of its decimal places."""
    text = decimal_text(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def has_digits_beyond(value: Decimal, decimals: int) -> bool:
    """Tell whether a value has a digit other than zero behind the given number of decimal places.

    Raises:
        NotANumberError: the value is not finite.
    """
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise NotANumberError(f"{value} is not finite")
    count = -exponent - decimals
    return count > 0 and any(digits[-count:] if count < len(digits) else digits)


def _without_suffix(text: str, convention: Convention) -> tuple[str, str, int]:
    """Take off the suffix, which stands behind the number, inside or outside its parentheses.

    Returns:
        The rest, the suffix, and the power of ten that it stands for; an empty suffix if there is none.
    """
    # The longest first, for one suffix may be the end of another.
    for suffix, power in sorted(convention.suffixes, key=lambda pair: -len(pair[0])):
        if text.endswith(suffix):
            return text[: -len(suffix)].rstrip(), suffix, power
        if convention.parentheses and text.startswith("(") and text.endswith(f"{suffix})"):
            return text[: -len(suffix) - 1].rstrip() + ")", suffix, power
    return text, "", 0


def _without_signs(text: str, convention: Convention) -> tuple[str, list[str]]:
    """Take off whatever says what sign the number has.

    Returns:
        The rest, and the signs: marks, or `parentheses`.
    """
    signs = []
    if convention.parentheses and text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
        signs.append("parentheses")
    while mark := _longest((*convention.plus_marks, *convention.minus_marks), text.startswith):
        signs.append(mark)
        text = text.removeprefix(mark).lstrip()
    while mark := _longest((*convention.plus_marks_behind, *convention.minus_marks_behind), text.endswith):
        signs.append(mark)
        text = text.removesuffix(mark).rstrip()
    return text, signs


def _longest(marks: Iterable[str], stands_there: Callable[[str], bool]) -> str | None:
    """Find the longest of the marks that stands in a place."""
    return max(filter(stands_there, marks), key=len, default=None)


def _reason_in_words(bare: str, convention: Convention) -> str:
    """Say what keeps a text without sign and suffix from being a number."""
    decimal_mark, group_marks = convention.decimal_mark, convention.group_marks
    if _SPACES.search(bare) and not any(_SPACES.search(mark) for mark in group_marks):
        return ": it has a space inside"
    if bare.startswith("(") != bare.endswith(")"):
        return ": its parenthesis is not closed, or not opened"
    if bare.endswith(decimal_mark):
        return f": nothing follows its {convention.decimal_mark_name}"
    if bare.count(decimal_mark) > 1:
        return f": it has two {convention.decimal_mark_name}s"
    foreign_letter = next(
        (letter for letter in bare if letter not in {*"0123456789", *group_marks, decimal_mark}), None
    )
    if foreign_letter is None and any(mark in bare for mark in group_marks):
        return f": its {convention.group_mark_names(bare)} do not group digits by {convention.groups_in_words}"
    return f": {foreign_letter!r} does not belong in one" if foreign_letter else ""
