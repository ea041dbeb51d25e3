"""Number formats of workbooks: which text a sheet shows for a number or a text that it stores (ECMA-376-1, 18.8.31).

Formats of which programs show different things are refused, so that no figure is guessed.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["BUILT_IN_FORMATS", "GENERAL", "DigitMarks", "NotShownError", "NumberFormat", "Shown", "parse_number_format"]

GENERAL = "General"
#: The formats that are known by their numbers alone (ECMA-376-1, 18.8.30).
BUILT_IN_FORMATS = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "m/d/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yyyy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
    42: '_($* #,##0_);_($* (#,##0);_($* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    44: '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    # These are dates in every language that has them.
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy/m/d"),
}
_TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)" | \\(?P<escaped>.) | _(?P<blank>.) | \*(?P<filling>.)
    | \[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]
    | \[(?P<colour>black|blue|cyan|green|magenta|red|white|yellow|color\ ?\d{1,2})\]
    | \[(?P<relation>[<>]=?|=|<>)(?P<bound>-?[0-9]+(?:\.[0-9]+)?)\]
    | \[(?P<elapsed>h+|m+|s+)\] | \[[^\]]*(?P<unknown>\])
    | (?P<general>general) | (?P<percent>%) | (?P<text>@)
    | (?P<exponent>e[+-]) | (?P<date>am/pm|a/p|[ymdhsgeb]+)
    | (?P<digits>[0#?.,]+) | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
#: The parts of a format, of which a semicolon ends a section.
_PART = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|.', re.DOTALL)
#: What may stand in a format without quotes and shows itself.
_PLAIN = frozenset(" $+-():!^&'~{}<>=€£¥￥▲△－–—・")
_RELATIONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
#: The kinds of parts in whose place a number is shown.
_NUMBERS = frozenset(["digits", "general", "text"])
#: What says in a section for negative numbers that they are negative.
_NEGATIVE_MARKS = frozenset("-−–(▲△")
#: So many characters a format has at the most (ECMA-376-1, 18.8.31: as programs write them); others take long to read.
_LONGEST = 255
#: Whatever such a format shows of a binary float has fewer digits, so that it is counted with exactly.
_EXACT = Context(prec=2_000)


class NotShownError(ValueError):
    """It is not certain what a sheet shows."""


class DigitMarks(NamedTuple):
    """How digits are written: the decimal mark, the mark between groups, and the sizes of the last and other groups."""

    decimal: str = "."
    group: str = ","
    last_group: int = 3
    other_groups: int = 3


class Shown(NamedTuple):
    """What is shown for a number: the text, and the number that it says; None where it says none."""

    text: str
    value: Decimal | None


class _Token(NamedTuple):
    """A part of a section: its kind, one of literal, blank, digits, percent, general and text, and what it shows."""

    kind: str
    text: str


@dataclass(frozen=True)
class _Section:
    """What a format shows for some numbers, or for texts.

    Attributes:
        tokens: its parts, in order.
        condition: relation and bound of the numbers that it is for; None where its place says that.
        is_red: whether it is shown in red.
        fault: why what it shows is not certain; empty if it is.
        is_date: whether it shows a date or a time.
    """

    tokens: tuple[_Token, ...]
    condition: tuple[str, Decimal] | None = None
    is_red: bool = False
    fault: str = ""
    is_date: bool = False

    @cached_property
    def digits(self) -> str:
        """The placeholders of digits; empty if it shows none."""
        return next((token.text for token in self.tokens if token.kind == "digits"), "")

    @property
    def power(self) -> int:
        """The power of ten by which a number is multiplied before its digits are shown."""
        return 2 * sum(token.kind == "percent" for token in self.tokens) - 3 * _thousands(self.digits)

    @property
    def has_negative_mark(self) -> bool:
        """Whether it has a mark of its own for negative numbers."""
        return any(_NEGATIVE_MARKS & set(token.text) for token in self.tokens if token.kind == "literal")

    @property
    def is_general(self) -> bool:
        """Whether it shows a number as it is."""
        return any(token.kind in _NUMBERS - {"digits"} for token in self.tokens)


@dataclass(frozen=True)
class NumberFormat:
    """A format of numbers, dates and texts."""

    code: str
    sections: tuple[_Section, ...]

    @property
    def is_date(self) -> bool:
        """Whether numbers are shown as dates or times."""
        return self.sections[0].is_date

    @cached_property
    def keeps_texts(self) -> bool:
        """Whether texts are shown as they are."""
        try:
            return self.shown_text("a") == "a"
        except NotShownError:
            return False

    def shown(self, value: Decimal, marks: DigitMarks) -> Shown:
        """Give what is shown for a number.

        A negative number that is shown by its red colour alone gets a minus.

        Raises:
            NotShownError: it is not certain.
        """
        section, is_for_negatives = self._section(value)
        if section.fault:
            raise NotShownError(section.fault)
        rounded = _rounded(section, abs(value))
        number = "" if rounded is None else _written(section, rounded, marks)
        text = "".join(number if token.kind in _NUMBERS else token.text for token in section.tokens)
        if rounded is None:
            return Shown(text, None)
        is_negative = value < 0 and rounded != 0
        if is_for_negatives:
            is_negative = section.is_red or section.has_negative_mark
        if is_negative and not (is_for_negatives and section.has_negative_mark):
            text = f"-{text}"
        shown_value = rounded.scaleb(-section.power, context=_EXACT)
        return Shown(text, -shown_value if is_negative else shown_value)

    def shown_text(self, text: str) -> str:
        """Give the text that is shown for a text.

        Raises:
            NotShownError: it is not certain.
        """
        has_own = len(self.sections) > 3  # noqa: PLR2004 - behind those for positive and negative numbers, and zero
        section = self.sections[3] if has_own else next((each for each in self.sections if each.is_general), None)
        if section is None or not any(token.kind == "text" for token in section.tokens):
            return "".join(token.text for token in section.tokens) if has_own and section is not None else text
        if section.fault:
            raise NotShownError(section.fault)
        return "".join(text if token.kind == "text" else token.text for token in section.tokens)

    def _section(self, value: Decimal) -> tuple[_Section, bool]:
        """Choose the section for a number, by the number as it is stored.

        Returns: the section; and whether it is for negative numbers alone, so that it shows by itself that they are.

        Raises:
            NotShownError: programs choose differently.
        """
        numeric = self.sections[:3]
        if any(section.condition for section in numeric):
            for section in numeric:
                if section.condition is None or _RELATIONS[section.condition[0]](value, section.condition[1]):
                    if value < 0:
                        raise NotShownError("programs differ in how they show the sign of a number under a condition")
                    return section, False
            raise NotShownError("it has no section for the number")
        if value < 0 and len(numeric) > 1:
            return numeric[1], True
        if value == 0 and len(numeric) > 2:  # noqa: PLR2004 - the third section is for zero
            return numeric[2], False
        return numeric[0], False


@cache
def parse_number_format(code: str) -> NumberFormat:
    """Take a format apart; what it has that cannot be shown with certainty is told when a cell needs it."""
    if len(code) > _LONGEST:
        fault = f"it has more than {_LONGEST} characters, which no program shows"
        return NumberFormat(f"{code[:20]}…", (_Section((_Token("text", "@"),), fault=fault),) * 4)
    sections = [""]
    for part in _PART.findall(code or GENERAL):
        if part == ";":
            sections.append("")
        else:
            sections[-1] += part
    return NumberFormat(code, tuple(map(_parse_section, sections)))


def _parse_section(code: str) -> _Section:
    tokens: list[_Token] = []
    condition, is_red, is_date, fault = None, False, False, ""
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup or "", match[match.lastgroup or 0]
        if kind == "bound":
            condition = (match["relation"], Decimal(match["bound"]))
        elif kind == "colour":
            is_red = text.lower() == "red"
        elif kind in ("quoted", "escaped", "currency"):
            tokens.append(_Token("literal", text))
        elif kind == "blank":
            tokens.append(_Token("blank", " "))
        elif kind in ("digits", "general", "percent", "text"):
            tokens.append(_Token(kind, text))
        elif kind in ("date", "elapsed"):
            is_date = True
        elif kind in ("unknown", "exponent") or (kind == "other" and text not in _PLAIN):
            fault = fault or f"{match[0]!r} in a number format is shown differently from program to program"
        elif kind == "other":
            tokens.append(_Token("literal", text))
    return _Section(tuple(tokens), condition, is_red, fault or _fault(tokens), is_date)


def _fault(tokens: list[_Token]) -> str:
    """Say why the placeholders of a section are none that are shown with certainty; empty if they are."""
    digits = [token.text for token in tokens if token.kind == "digits"]
    if len(digits) > 1:
        return "its digits stand in several parts"
    whole, _, fraction = (digits[0] if digits else "").rstrip(",").partition(".")
    if "." in fraction or "," in fraction or re.search("0[#?]", whole.replace(",", "")):
        return f"the digits {digits[0]!r} are shown differently from program to program"
    if digits and not re.search("[0#?]", digits[0]):
        return f"{digits[0]!r} stands without digits"
    return ""


def _thousands(digits: str) -> int:
    """Count the thousands that are not shown: commas behind placeholders, on either side of the decimal mark."""
    return sum(len(part) - len(part.rstrip(",")) for part in digits.split("."))


def _rounded(section: _Section, value: Decimal) -> Decimal | None:
    """Round a number that is not negative to the digits that a section shows; None where it shows none."""
    if not section.digits:
        return value if section.is_general else None
    fraction = section.digits.partition(".")[2].rstrip(",")
    scaled = value.scaleb(section.power, context=_EXACT)
    return scaled.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP, context=_EXACT)


def _written(section: _Section, rounded: Decimal, marks: DigitMarks) -> str:
    """Write a number by the placeholders of a section.

    Raises:
        NotShownError: programs show a zero differently by them.
    """
    if not section.digits:
        text = f"{rounded:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return text.replace(".", marks.decimal)
    whole, has_mark, fraction = section.digits.partition(".")
    whole, fraction = whole.rstrip(","), fraction.rstrip(",")
    digits, _, places = f"{rounded:f}".partition(".")
    placeholders = whole.replace(",", "")
    if digits == "0" and "0" not in placeholders:
        digits = ""
        if has_mark and not places.strip("0") and "0" not in fraction:
            raise NotShownError("programs differ in how they show a zero of which no digit must be shown")
    for placeholder in reversed(placeholders[: max(0, len(placeholders) - len(digits))]):
        digits = {"0": "0", "?": " ", "#": ""}[placeholder] + digits
    if "," in whole:
        digits = _grouped(digits, marks)
    return digits + (marks.decimal + _places(places, fraction) if has_mark else "")


def _places(places: str, placeholders: str) -> str:
    """Write decimal places; zeros at their end are shown where a placeholder says so."""
    written = list(places)
    for index in reversed(range(len(placeholders))):
        if placeholders[index] == "0" or written[index] != "0":
            break
        written[index] = " " if placeholders[index] == "?" else ""
    return "".join(written)


def _grouped(digits: str, marks: DigitMarks) -> str:
    groups, rest, size = [digits[-marks.last_group :]], digits[: -marks.last_group], marks.other_groups
    while rest:
        groups.append(rest[-size:])
        rest = rest[:-size]
    return marks.group.join(reversed(groups))
