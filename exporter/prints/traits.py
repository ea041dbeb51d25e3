"""What a print that is no number looks like, and which key of report.toml says what it means."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter.prints.conventions import EITHER_WAY, Convention, plain_form
from exporter.prints.currencies import currencies_of
from exporter.prints.declarations import SIDES
from exporter.prints.numbers import NotANumberError, PrintKind, parse_number, shortest_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

__all__ = ["Trait", "reads_either_way", "trait_of"]

#: Words that tables print where there is no figure.
_NO_FIGURE = {
    *(
        "n.a.",
        "n/a",
        "na",
        "n. a.",
        "nm",
        "n.m.",
        "n/m",
        "nmf",
        "nil",
        "none",
        "n.d.",
        "n/d",
        "nd",
        "n.v.",
        "n.s.",
        "ns",
    ),
    *("n.c.", "nc", "k.a.", "k. a.", "k.a", "entf.", "entfällt", "not available", "not applicable", "not meaningful"),
    *("..", "...", "…", ":", "*", "該当なし", "なし", "無", "無し", "不明", "非開示", "－", "n", "x"),
}
#: What stands behind figures, and the power of ten that it stands for.
_SUFFIX_POWERS = {
    **dict.fromkeys(
        ("x", "X", "×", "倍", "times", "円", "株", "人", "名", "社", "件", "shares", "pts", "pt", "年", "yrs"), 0
    ),
    **dict.fromkeys(("bp", "bps", "bp.", "ベーシスポイント"), -4),
    **dict.fromkeys(("‰",), -3),
    **dict.fromkeys(("pp", "ppt", "%p", "ポイント", "p.p."), -2),
    **dict.fromkeys(("千円", "千", "千株", "千人", "k", "K", "thousand", "Tsd.", "TEUR", "T€", "k€", "千ドル"), 3),
    **dict.fromkeys(("万円", "万", "万人", "万株"), 4),
    **dict.fromkeys(
        ("百万円", "百万", "百万株", "mn", "million", "millions", "Mio.", "Mio", "m€", "M€", "m", "M", "百万ドル"), 6
    ),
    **dict.fromkeys(("億円", "億", "億株"), 8),
    **dict.fromkeys(("十億円", "十億", "bn", "billion", "billions", "Mrd.", "Mrd", "B", "b"), 9),
    **dict.fromkeys(("兆円", "兆", "trillion", "tn"), 12),
}
_FIGURE = r"[0-9][0-9.,' ]*"
_SPREADSHEET_ERROR = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!|SPILL!|CALC!|#+)")
_EXPONENT = re.compile(r"[-+(]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+\)?")
_RANGE = re.compile(
    rf"\D{{0,6}}{_FIGURE}\D{{0,6}}?\s*(?:-|~|〜|～|to|bis|until|から|à|a|and|und)\s*\D{{0,4}}{_FIGURE}\D{{0,8}}"
)
_FOOTNOTE_MARK = re.compile(r"(.*?[0-9][)%]?)\s*((?:\([0-9A-Za-z*]{1,3}\)|\*+|[†‡§#]+|※[0-9]*|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)+)")
_WORD_BEFORE = re.compile(r"([^0-9\s(+▲.,'-][^0-9(]*?)\s*([(+▲-]?\s*[0-9].*)")
_WORD_BEHIND = re.compile(r"(.*[0-9][)-]?)\s*([^0-9\s().,'+▲-][^0-9()]*)(\)?)")


@dataclass(frozen=True, slots=True)
class Trait:
    """What a print that is no number looks like.

    Attributes:
        words: to go on with behind "it looks like".
        key, value: a key of report.toml that says what the print means, and what to write: a text, for `nothing` one of
            its words, and for `suffixes` one of them with its power of ten. The key is None where none says it.
        advice: what else to do about it.
    """

    words: str
    key: str | None = None
    value: str | tuple[str, int] | None = None
    advice: str | None = None


def trait_of(text: str, convention: Convention) -> Trait | None:
    """Say what a print looks like that is no number by a convention; None where it looks like nothing known."""
    plain = plain_form(text).strip()
    if len(plain) > _LONGEST:
        return Trait(f"a text of {len(plain):,} characters", advice="map the row to a concept that is a text")
    traits = (
        _parenthesis_trait(plain),
        _spreadsheet_trait(plain),
        _range_trait(plain),
        _word_trait(plain),
        _side_trait(plain, convention),
        _currency_trait(plain, convention),
        _footnote_trait(plain, convention),
        *_other_readings(plain, convention),
        _suffix_trait(plain, convention),
    )
    return next(filter(None, traits), None)


#: Longer prints are texts, whatever is in them.
_LONGEST = 100


def reads_either_way(text: str) -> str | None:
    """Give the mark of a print such as 1,125 or 1.234, which may group digits or be the decimal one; else None."""
    match = re.fullmatch(EITHER_WAY, plain_form(text).strip()) if len(text) <= _LONGEST else None
    return match[1][-4] if match else None  # the mark stands before three digits


def _number(text: str, convention: Convention) -> Decimal | None:
    try:
        number = parse_number(text, convention)
    except NotANumberError:
        return None
    return number.value if number.kind is PrintKind.NUMBER else None


def _spreadsheet_trait(plain: str) -> Trait | None:
    if _SPREADSHEET_ERROR.fullmatch(plain):
        return Trait("an error of a spreadsheet", advice="mend the formula there, and save the table again")
    if _EXPONENT.fullmatch(plain):
        advice = "format the cells as numbers in the spreadsheet, and save the table again"
        return Trait("a number in scientific notation, which may have lost digits", advice=advice)
    return None


def _range_trait(plain: str) -> Trait | None:
    if _RANGE.fullmatch(plain):
        advice = "give each end a cell of its own"
        return Trait("a range, which is no figure", advice=advice)
    return None


def _word_trait(plain: str) -> Trait | None:
    if any(character.isdigit() for character in plain):
        return None
    words = "a word that says that there is no figure" if plain.lower() in _NO_FIGURE else "a text without a figure"
    return Trait(words, "nothing", plain)


def _side_trait(plain: str, convention: Convention) -> Trait | None:
    """Recognise marks of sides that the convention does not have."""
    for side, marks in SIDES.items():
        for mark in marks:
            if len(mark) > 1 and plain.endswith(mark) and mark not in convention.plus_marks_behind:
                rest = plain.removesuffix(mark)
                if _number(rest, convention) is not None:
                    return Trait(f"a balance on the {side} side", "side", side)
    return None


def _currency_trait(plain: str, convention: Convention) -> Trait | None:
    """Recognise the sign of a currency in which the column is not."""
    for pattern, group, rest in ((_WORD_BEFORE, 1, 2), (_WORD_BEHIND, 2, 1)):
        match = pattern.fullmatch(plain.lstrip("(-+▲ "))
        codes = currencies_of(match[group].strip()) if match else ()
        if match and codes and match[group].strip() not in convention.currency_marks:
            bare = match[rest] + (")" if plain.startswith("(") and not match[rest].endswith(")") else "")
            if _number(bare.rstrip(")"), convention) is None:
                continue
            own = convention.currency_marks[0] if convention.currency_marks else None
            column = f"the column is in {own}" if own else "the column's unit is no currency"
            advice = "correct the cell, or the column's unit in report.toml"
            return Trait(
                f"an amount in {' or '.join(codes[:3])} by its {match[group].strip()!r}, but {column}", advice=advice
            )
    return None


def _footnote_trait(plain: str, convention: Convention) -> Trait | None:
    match = _FOOTNOTE_MARK.fullmatch(plain)
    if match and _number(match[1], convention) is not None:
        words = f"the figure {match[1]} with the mark {match[2]} of a footnote, which footnotes.csv does not have"
        return Trait(words, advice=f"add the footnote with the mark {match[2]} to footnotes.csv")
    return None


def _other_readings(plain: str, convention: Convention) -> Iterator[Trait]:
    """Read the print by other decimal and group marks."""
    comma = replace(convention, decimal_mark=",", group_marks=(".", "'"), other_groups=3)
    point = replace(convention, decimal_mark=".", group_marks=(",", "'"), other_groups=3)
    french = replace(convention, decimal_mark=",", group_marks=(" ", "'"), other_groups=3)
    blank_groups = replace(convention, group_marks=(" ", "'"), other_groups=3)
    indian = replace(point, other_groups=2)
    readings = (
        ("decimal_mark", ",", "a number with a decimal comma", comma),
        ("decimal_mark", ".", "a number with a decimal point", point),
        ("group_mark", " ", "a number with blanks between groups of digits", blank_groups),
        ("locale", "fr", "a number with a decimal comma and blanks between groups of digits", french),
        ("locale", "en-IN", "a number with Indian grouping", indian),
        ("locale", "en", "a number with groups of three digits", point),
    )
    for key, value, words, other in readings:
        number = _number(plain, other)
        if number is not None:
            yield Trait(f"{words}, {shortest_text(number)}", key, value)


def _suffix_trait(plain: str, convention: Convention) -> Trait | None:
    match = _WORD_BEHIND.fullmatch(plain)
    if not match or _number(match[1] + match[3], convention) is None:
        return None
    suffix = match[2].strip()
    power = _SUFFIX_POWERS.get(suffix, 0)
    means = f", which mostly stands for ten to the power of {power}" if suffix in _SUFFIX_POWERS and power else ""
    advice = None if suffix in _SUFFIX_POWERS else "write the power of ten that it stands for in place of 0"
    return Trait(
        f"the figure {match[1]}{match[3]} with {suffix!r} behind it{means}", "suffixes", (suffix, power), advice
    )


def _parenthesis_trait(plain: str) -> Trait | None:
    if plain.count("(") != plain.count(")"):
        advice = "join the two cells, as exports of web pages part them"
        return Trait("a number of which one parenthesis stands in a neighbouring column", advice=advice)
    return None
