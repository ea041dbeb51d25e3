"""The values of facts, from the text that stands in their elements (Inline XBRL 1.1, 10 and 11)."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from xml.sax.saxutils import escape

from exporter.formats import rules
from exporter.formats.inline_xbrl.document_set import WrongElementError

__all__ = ["SPACE", "content", "number_value"]

#: White space (XML 1.0, 2.3).
SPACE = " \t\r\n"
#: What stands in an element without a format: a number without sign, in plain digits (Inline XBRL 1.1, 10.1.2).
_PLAIN_NUMBER = re.compile(r"[0-9]+(\.[0-9]*)?|\.[0-9]+")
_SCALE = re.compile(r"[+-]?[0-9]{1,6}")
#: Larger powers of ten are in no report; a number so long could not be written out.
_LARGEST_SCALE = 999
_SPECIAL = re.compile("[&<>\r]")


def number_value(number: str, scale: str | None, sign: str | None) -> str:
    """Scale and sign a number, exactly.

    Args:
        number: the text of an element; transformed, if it has a format.
        scale: the attribute, if there is one.
        sign: likewise.

    Raises:
        WrongElementError: one of them is not as it must be.
    """
    if not _PLAIN_NUMBER.fullmatch(number):
        raise WrongElementError(rules.READER_INLINE, f"{number[:40]!r} is no number without sign, in plain digits")
    power = _power(scale) if scale is not None else 0
    if sign not in {None, "-"}:
        raise WrongElementError(rules.READER_INLINE, f"its sign {sign!r} is not a minus")
    return _scaled(number, power, negative=sign == "-")


@lru_cache(1024)
def _power(scale: str) -> int:
    """Read a scale.

    Raises:
        WrongElementError: it is not as it must be.
    """
    scale = scale.strip(SPACE)
    if not _SCALE.fullmatch(scale) or abs(int(scale)) > _LARGEST_SCALE:
        raise WrongElementError(rules.READER_INLINE, f"its scale {scale[:40]!r} is no power of ten of a report")
    return int(scale)


def _scaled(number: str, power: int, *, negative: bool) -> str:
    """Multiply a number by ten to a power, and negate it, as text; zero has no sign."""
    if number[0] not in "0." and number[-1] != ".":
        whole, _, decimals = number.partition(".")
        if power >= len(decimals):
            number, power = f"{whole}{decimals}{'0' * (power - len(decimals))}", 0
        if not power:
            return f"-{number}" if negative else number
    digits, exponent = Decimal(number).as_tuple()[1:]
    value = Decimal((0, digits, int(exponent) + power))
    return format(value.copy_negate() if negative and value else value, "f")


def content(text: str) -> str:
    """Escape a text as the content of an element."""
    return escape(text, {"\r": "&#13;"}) if _SPECIAL.search(text) else text
