"""Printed numbers to exact decimals, and exact decimals to text. No rounding, no binary float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

__all__ = [
    "DASHES",
    "PLAIN",
    "Amount",
    "NotANumberError",
    "Printed",
    "decimal_text",
    "has_digits_beyond",
    "parse_amount",
    "scaled",
    "shortest_text",
]


class NotANumberError(ValueError):
    """The text is not a number as reports print them; the message says why."""


class Printed(Enum):
    """What stands in a cell."""

    NUMBER = "number"
    DASH = "dash"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed cell: what it is and, for a number, its exact value before any scale (a percentage divided by 100)."""

    printed: Printed
    value: Decimal = Decimal(0)
    percent: bool = False


# Full-width digits and marks, and the many dashes, to their plain forms.
PLAIN = dict(zip("０１２３４５６７８９，．（）％＋△−－‐‑‒–—―", "0123456789,.()%+▲--------", strict=True))
_PLAIN = str.maketrans(PLAIN)
DASHES = ("-", "--", "---", "ー", "ｰ")
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+", re.ASCII)
_SPACES = re.compile(r"\s+")


def parse_amount(text: str) -> Amount:
    """The meaning of a printed cell.

    Parentheses, ▲, △ or a leading minus make a number negative; commas group by three; the decimal mark is a point; a
    percent sign divides by 100; full-width forms count as plain ones. A lone dash is a dash.

    Raises:
        NotANumberError: anything else.
    """
    plain = text.translate(_PLAIN).strip()
    if not plain:
        return Amount(Printed.BLANK)
    if plain in DASHES:
        return Amount(Printed.DASH)
    bare, percent = _without_percent(plain)
    bare, signs = _without_signs(bare)
    if len(signs) > 1:
        raise NotANumberError(f"{text!r} has more than one sign: {' and '.join(signs)}")
    if not _NUMBER.fullmatch(bare):
        raise NotANumberError(f"{text!r} is not a number{_why(bare)}")
    value = Decimal(bare.replace(",", ""))
    if signs and signs[0] != "+":
        value = value.copy_negate()
    return Amount(Printed.NUMBER, scaled(value, -2) if percent else value, percent)


def scaled(value: Decimal, power: int) -> Decimal:
    """The value times ten to a power, exactly; a context's precision does not apply."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise NotANumberError(f"{value} is not finite")
    return Decimal((sign, digits, exponent + power))


def decimal_text(value: Decimal) -> str:
    """The value in plain digits: no exponent, no plus, no negative zero."""
    return format(value or value.copy_abs(), "f")


def shortest_text(value: Decimal) -> str:
    """The value in plain digits, without zeros at the end of its decimal places."""
    text = decimal_text(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def has_digits_beyond(value: Decimal, decimals: int) -> bool:
    """Whether the value has a digit other than zero behind the given number of decimal places."""
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise NotANumberError(f"{value} is not finite")
    beyond = -exponent - decimals
    return beyond > 0 and any(digits[-beyond:] if beyond < len(digits) else digits)


def _without_percent(text: str) -> tuple[str, bool]:
    """The percent sign stands behind the number, inside or outside its parentheses."""
    if text.endswith("%"):
        return text[:-1].rstrip(), True
    if text.startswith("(") and text.endswith("%)"):
        return text[:-2].rstrip() + ")", True
    return text, False


def _without_signs(text: str) -> tuple[str, list[str]]:
    signs = []
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
        signs.append("parentheses")
    while text[:1] in {"-", "+", "▲"}:
        signs.append(text[0])
        text = text[1:].lstrip()
    return text, signs


def _why(bare: str) -> str:
    if _SPACES.search(bare):
        return ": it has a space inside"
    if bare.startswith("(") != bare.endswith(")"):
        return ": its parenthesis is not closed, or not opened"
    if bare.endswith("."):
        return ": nothing follows its decimal point"
    if bare.count(".") > 1:
        return ": it has two decimal points"
    strange = re.search(r"[^\d,.]", bare, re.ASCII)
    if "," in bare and not strange:
        return ": its commas do not group digits by three"
    return f": {strange[0]!r} does not belong in one" if strange else ""
