"""The built-in types of XML Schema that values may have (Part 2, 3): what each looks like, as regular expressions.

They are for columns of values as they are written, with white space around them that does not count, and tell the
whole of a type: a day that no calendar has does not match. Whole numbers of a limited size are the exception, and have
their bounds beside the expression.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from exporter.frames.fixed_point import DECIMAL
from exporter.report.names import NCNAME
from exporter.taxonomy.value_types import DATE_UNION

if TYPE_CHECKING:
    import polars as pl

__all__ = ["FORMS", "FREE", "SPACE", "WHITE_SPACE", "LexicalForm", "normalised"]

#: White space as XML Schema knows it.
SPACE = " \t\r\n"
#: Types that any text is of: what restricts them is facets alone.
FREE = ("string", "normalizedString", "token")
#: What becomes of white space before a value is looked at (4.3.6); in all other types it is collapsed.
WHITE_SPACE = {"string": "preserve", "normalizedString": "replace"}


class LexicalForm(NamedTuple):
    """What the values of a type look like.

    Attributes:
        pattern: matches them, and no others that are within the bounds.
        words: says what they are.
        bounds: the smallest and the largest one of whole numbers of a limited size.
        outline: matches what would be one if the calendar had such a day.
    """

    pattern: str
    words: str
    bounds: tuple[int, int] | None = None
    outline: str | None = None


def _whole(pattern: str) -> str:
    return rf"\A[ \t\r\n]*(?:{pattern})[ \t\r\n]*\z"


_DECIMAL = DECIMAL.removeprefix("^").removesuffix("$")
_FLOAT = rf"(?:{_DECIMAL}(?:[Ee][+-]?[0-9]+)?|-?INF|NaN)"
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
#: Four digits or more, no zeros before more than four, and no year zero (3.2.7).
_YEAR = r"-?(?:[1-9][0-9]{3,}|0(?:[1-9][0-9]{2}|0[1-9][0-9]|00[1-9]))"
#: Two digits that four divides, other than two zeros.
_FOURTH = r"(?:0[48]|[2468][048]|[13579][26])"
_LEAP_YEAR = rf"-?(?:(?:[0-9]{{2}}|[1-9][0-9]{{2,}}){_FOURTH}|(?:[1-9][0-9]*)?{_FOURTH}00|[1-9][0-9]*0000)"
_MONTH = r"(?:0[1-9]|1[0-2])"
#: The days that each year has.
_COMMON_DAY = (
    r"(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_DATE = rf"(?:{_YEAR}-{_COMMON_DAY}|{_LEAP_YEAR}-02-29)"
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_DATE_OUTLINE = r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}"
_TIME_OUTLINE = rf"T{_TIME}"
_SECONDS = r"[0-9]+(?:\.[0-9]+)?S"
_DAYS = r"(?:[0-9]+Y(?:[0-9]+M)?(?:[0-9]+D)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)"
_HOURS = rf"T(?:[0-9]+H(?:[0-9]+M)?(?:{_SECONDS})?|[0-9]+M(?:{_SECONDS})?|{_SECONDS})"
_DURATION = rf"-?P(?:{_DAYS}(?:{_HOURS})?|{_HOURS})"
_NAME = NCNAME.replace("[", "[:")
#: A character of a base64 text; white space may stand between them.
_B64 = r"[A-Za-z0-9+/][ \t\r\n]*"
_BASE64 = rf"(?:(?:{_B64}){{4}})*(?:(?:{_B64}){{2}}[AEIMQUYcgkosw048][ \t\r\n]*=|{_B64}[AQgw][ \t\r\n]*=[ \t\r\n]*=)?"


def _uri() -> str:
    """Describe a reference to a URI (RFC 3986, A), and what becomes one when it is escaped (XLink 1.0, 5.4)."""
    solid = r"A-Za-z0-9\-._~!$&'()*+,;=<>\"{}|\\^`\x{7f}-\x{10ffff}"
    plain = solid + SPACE
    escaped = "|%[0-9A-Fa-f]{2})"
    character, no_colon = rf"(?:[:@{plain}]{escaped}", rf"(?:[@{solid}]{escaped}(?:[@{plain}]{escaped}*"
    name, user = rf"(?:[{plain}]{escaped}*", rf"(?:[:{plain}]{escaped}*"
    authority = rf"//(?:{user}@)?(?:\[[0-9A-Fa-fvV:.]+\]|{name})(?::[0-9]*)?(?:/{character}*)*"
    rooted = rf"/(?:{character}+(?:/{character}*)*)?"
    full = rf"[A-Za-z][A-Za-z0-9+.\-]*:(?:{authority}|{rooted}|{character}+(?:/{character}*)*)?"
    relative = rf"(?:{authority}|{rooted}|{no_colon}(?:/{character}*)*)?"
    # Brackets stand in what XPointer has after the mark.
    return rf"(?:{full}|{relative})(?:\?(?:{character}|[/?])*)?(?:\#(?:{character}|[/?\[\]])*)?"


def _limited(low: int, high: int) -> LexicalForm:
    return LexicalForm(_whole("[+-]?[0-9]+"), f"a whole number from {low:,} to {high:,}", (low, high))


#: The forms of all types of which not any text is.
FORMS: dict[str, LexicalForm] = {
    "decimal": LexicalForm(_whole(_DECIMAL), "a decimal number"),
    **dict.fromkeys(("float", "double"), LexicalForm(_whole(_FLOAT), "a number")),
    "integer": LexicalForm(_whole("[+-]?[0-9]+"), "a whole number"),
    "nonNegativeInteger": LexicalForm(_whole(r"\+?[0-9]+|-0+"), "a whole number, 0 or above"),
    "positiveInteger": LexicalForm(_whole(r"\+?0*[1-9][0-9]*"), "a whole number above 0"),
    "nonPositiveInteger": LexicalForm(_whole(r"-[0-9]+|\+?0+"), "a whole number, 0 or below"),
    "negativeInteger": LexicalForm(_whole("-0*[1-9][0-9]*"), "a whole number below 0"),
    **{
        name: _limited(-(2**bits), 2**bits - 1)
        for name, bits in (("long", 63), ("int", 31), ("short", 15), ("byte", 7))
    },
    **{
        f"unsigned{name}": _limited(0, 2**bits - 1)
        for name, bits in (("Long", 64), ("Int", 32), ("Short", 16), ("Byte", 8))
    },
    "boolean": LexicalForm(_whole("true|false|1|0"), "true or false"),
    "date": LexicalForm(_whole(_DATE + _ZONE), "a date such as 2003-09-30", outline=_whole(_DATE_OUTLINE + _ZONE)),
    "dateTime": LexicalForm(
        _whole(f"{_DATE}T{_TIME}{_ZONE}"),
        "a date with time such as 2003-09-30T17:00:00",
        outline=_whole(_DATE_OUTLINE + _TIME_OUTLINE + _ZONE),
    ),
    DATE_UNION: LexicalForm(
        _whole(f"{_DATE}(?:T{_TIME})?{_ZONE}"),
        "a date such as 2003-09-30, or with time such as 2003-09-30T17:00:00",
        outline=_whole(f"{_DATE_OUTLINE}(?:{_TIME_OUTLINE})?{_ZONE}"),
    ),
    "time": LexicalForm(_whole(_TIME + _ZONE), "a time such as 17:00:00"),
    "duration": LexicalForm(_whole(_DURATION), "a length of time such as P1Y6M or PT8H"),
    "gYear": LexicalForm(_whole(_YEAR + _ZONE), "a year such as 2003"),
    "gYearMonth": LexicalForm(_whole(f"{_YEAR}-{_MONTH}{_ZONE}"), "a month such as 2003-09"),
    "gMonth": LexicalForm(_whole(f"--{_MONTH}{_ZONE}"), "a month such as --09"),
    "gMonthDay": LexicalForm(_whole(f"--(?:{_COMMON_DAY}|02-29){_ZONE}"), "a month and day such as --03-31"),
    "gDay": LexicalForm(_whole(rf"---(?:0[1-9]|[12][0-9]|3[01]){_ZONE}"), "a day such as ---31"),
    "hexBinary": LexicalForm(_whole("(?:[0-9a-fA-F]{2})*"), "pairs of hexadecimal digits"),
    "base64Binary": LexicalForm(_whole(_BASE64), "bytes in base64"),
    "anyURI": LexicalForm(_whole(_uri()), "a URI"),
    "QName": LexicalForm(_whole(f"{NCNAME}(?::{NCNAME})?"), "a name such as Cash or a:Cash"),
    "Name": LexicalForm(_whole(_NAME), "a name as XML has them"),
    "NCName": LexicalForm(_whole(NCNAME), "a name as XML has them, without a colon"),
    "language": LexicalForm(_whole("[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*"), "a language such as en or pt-BR"),
}


def normalised(text: pl.Expr, white_space: str) -> pl.Expr:
    """Normalise white space (4.3.6).

    Args:
        text: a column of text.
        white_space: `preserve`, `replace` or `collapse`.
    """
    if white_space == "preserve":
        return text
    if white_space == "replace":
        return text.str.replace_all("[\t\r\n]", " ")
    return text.str.replace_all("[ \t\r\n]+", " ").str.strip_chars(" ")
