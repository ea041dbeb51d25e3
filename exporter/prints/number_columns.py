"""Printed numbers and scales by the million: the same as `numbers`, as expressions over columns of text.

A number stays text throughout, so that no digit can be lost. A property test holds both equal.
"""

from __future__ import annotations

import polars as pl

from exporter.frames.columns import stripped
from exporter.prints.conventions import (
    LONGEST_NUMBER,
    PLAIN_FORMS,
    PLAIN_PRINT,
    SPACE,
    TEXT_GUARD,
    Convention,
    any_of,
    class_of,
)

__all__ = ["digits_beyond", "negated", "parse_numbers", "places_of", "scaled_column", "whole_pattern"]

#: A regular expression that matches nothing.
_NEVER = "[^\\s\\S]"
_THREE = 3


def parse_numbers(printed: pl.LazyFrame, convention: Convention = PLAIN_PRINT) -> pl.LazyFrame:
    """Read each printed cell, as `parse_number` reads one.

    Args:
        printed: has the column `printed`.
        convention: by which all of it is printed.

    Returns:
        The columns of `printed`, and

        kind    number, dash, nothing or blank; null if it is none of them
        value   the number in plain digits, with its suffix applied, before any scale; null if it is none
        suffix  what the number is printed with; null if there is nothing
        marks   the marks of footnotes behind it; null if there are none
    """
    # Step by step: one expression for all would be worked out again wherever it stands in another.
    unguarded = stripped(pl.col("printed").str.replace_many(PLAIN_FORMS)).str.replace(TEXT_GUARD, "${1}${2}")
    frame = printed.with_columns(plain=stripped(unguarded))
    is_short = pl.col("plain").str.len_chars() <= LONGEST_NUMBER
    # What is too long becomes what is no number, dash or word.
    frame = frame.with_columns(plain=pl.when(is_short).then("plain").otherwise(pl.lit("\0")))
    rest, marks = _without_footnote_marks(pl.col("plain"), convention)
    frame = frame.with_columns(bare=rest, marks=marks)
    frame = frame.with_columns(bare=_without_currency(pl.col("bare"), convention))
    frame = frame.with_columns(is_number=pl.col("bare").str.contains(_number_pattern(convention)))
    digits = pl.when("is_number").then(_plain_digits(pl.col("bare"), convention))
    frame = frame.with_columns(digits=digits, suffix=_suffix(pl.col("bare"), convention))
    number = _shifted(pl.col("digits"), 0)
    for suffix, power in convention.suffixes:
        number = pl.when(pl.col("suffix") == suffix).then(_shifted(pl.col("digits"), power)).otherwise(number)
    kind = (
        pl.when(pl.col("plain") == "")
        .then(pl.lit("blank"))
        .when(pl.col("bare").str.to_lowercase().is_in(convention.nothing))
        .then(pl.lit("nothing"))
        .when(pl.col("bare").is_in(convention.dashes))
        .then(pl.lit("dash"))
        .when("is_number")
        .then(pl.lit("number"))
    )
    frame = frame.with_columns(kind=kind, value=number, is_negative=_is_negative(pl.col("bare"), convention))
    frame = frame.with_columns(
        value=_signed(pl.col("value"), pl.col("is_negative")), marks=pl.when(pl.col("kind").is_not_null()).then("marks")
    )
    return frame.drop("plain", "bare", "is_number", "digits", "is_negative")


def whole_pattern(convention: Convention) -> str | None:
    """Give a regular expression for prints that are whole numbers of at most 15 digits, in parentheses if negative.

    Whatever it matches is read by the convention as the number of its digits. None if words of the convention might
    stand in such a print.
    """
    groups = [mark for mark in convention.group_marks if convention.last_group == convention.other_groups == _THREE]
    letters = {*"0123456789()", *groups}
    marks_inside = (mark for mark in convention.footnote_marks if not (mark.startswith("(") and mark.endswith(")")))
    words = [
        *(*convention.nothing, *convention.dashes, *convention.currency_marks, *dict(convention.suffixes)),
        *(*convention.plus_marks, *convention.minus_marks),
        *(*convention.plus_marks_behind, *convention.minus_marks_behind, *marks_inside),
    ]
    if any(letters.intersection(word) for word in words):
        return None
    forms = ["[0-9]{1,15}", *(f"[1-9][0-9]{{0,2}}(?:{class_of(mark)}[0-9]{{3}}){{1,4}}" for mark in groups)]
    number = f"(?:{'|'.join(forms)})"
    in_parentheses = rf"|\({number}\)" if convention.parentheses else ""
    return f"^(?:{number}{in_parentheses})$"


def _suffix(bare: pl.Expr, convention: Convention) -> pl.Expr:
    """Find the suffix of each number, the longest that stands there; null of others."""
    suffix = pl.lit(None, pl.String)
    for word, _ in sorted(convention.suffixes, key=lambda pair: len(pair[0])):
        suffix = pl.when(_has_suffix(bare, word)).then(pl.lit(word)).otherwise(suffix)
    return pl.when("is_number").then(suffix)


def _without_footnote_marks(plain: pl.Expr, convention: Convention) -> tuple[pl.Expr, pl.Expr]:
    """Take off the marks of footnotes.

    Returns:
        The rest, and the marks.
    """
    if not convention.footnote_marks:
        return plain, pl.lit(None, pl.String)
    match = plain.str.extract_groups(convention.marks_behind).struct
    return pl.coalesce(match.field("1"), plain), match.field("2")


def _without_currency(bare: pl.Expr, convention: Convention) -> pl.Expr:
    """Take off a currency mark, as the scalar reader does."""
    if not convention.currency_marks:
        return bare
    has_mark_before = bare.str.contains(convention.currency_before)
    has_suffix = pl.any_horizontal(
        pl.lit(value=False), *(_has_suffix(bare, suffix) for suffix, _ in convention.suffixes)
    )
    return (
        pl.when(has_mark_before)
        .then(bare.str.replace(convention.currency_before, "${1}"))
        .when(has_suffix)
        .then(bare)
        .otherwise(bare.str.replace(convention.currency_behind, "${1}"))
    )


def _number_pattern(convention: Convention) -> str:
    """Give a regular expression for a whole cell that holds a number."""
    space, digits = f"[{SPACE}]*", f"(?:{convention.digits})"
    ending = f"(?:{space}{_suffix_pattern(convention)})?"
    signs, signs_behind = _sign_patterns(convention)
    forms = [f"{signs}?{space}{digits}{ending}", f"{digits}{space}{signs_behind}{ending}"]
    if convention.parentheses:
        inside = f"|{_suffix_pattern(convention)}\\)"
        forms.append(f"\\({space}{digits}{space}(?:\\){ending}{inside})")
    return f"^(?:{'|'.join(forms)})$"


def _suffix_pattern(convention: Convention) -> str:
    return any_of(suffix for suffix, _ in convention.suffixes) if convention.suffixes else _NEVER


def _sign_patterns(convention: Convention) -> tuple[str, str]:
    """Give regular expressions for the signs before a number, and for those behind it."""
    signs = (*convention.plus_marks, *convention.minus_marks)
    signs_behind = (*convention.plus_marks_behind, *convention.minus_marks_behind)
    return any_of(signs) if signs else _NEVER, any_of(signs_behind) if signs_behind else _NEVER


def _plain_digits(plain: pl.Expr, convention: Convention) -> pl.Expr:
    """Leave out of a number whatever is no digit, and write a point for the decimal mark."""
    behind = (*dict(convention.suffixes), *convention.plus_marks_behind, *convention.minus_marks_behind)
    words = (*convention.plus_marks, *convention.minus_marks, *behind)
    confusing = [word for word in words if any(letter in f"0123456789{convention.decimal_mark}" for letter in word)]
    if confusing:  # such as `Cr.` and `Rs.`
        plain = plain.str.replace_many(dict.fromkeys(confusing, ""))
    mark = class_of(convention.decimal_mark).removeprefix("[")
    digits = plain.str.replace_all(f"[^0-9{mark}+", "")
    return digits if convention.decimal_mark == "." else digits.str.replace(convention.decimal_mark, ".", literal=True)


def _has_suffix(plain: pl.Expr, suffix: str) -> pl.Expr:
    return plain.str.ends_with(suffix) | plain.str.ends_with(f"{suffix})")


def _is_negative(plain: pl.Expr, convention: Convention) -> pl.Expr:
    signs_before = (*convention.minus_marks, *(["("] if convention.parentheses else []))
    is_negative = plain.str.contains(f"^{any_of(signs_before)}") if signs_before else pl.lit(value=False)
    if convention.minus_marks_behind:
        ending = f"(?:[{SPACE}]*{_suffix_pattern(convention)})?"
        is_negative |= plain.str.contains(f"{any_of(convention.minus_marks_behind)}{ending}$")
    return is_negative


def scaled_column(value: pl.Expr, power: int) -> pl.Expr:
    """Multiply numbers in plain digits by ten to a power, exactly."""
    return _signed(_shifted(value.str.strip_prefix("-"), power), value.str.starts_with("-"))


def negated(value: pl.Expr) -> pl.Expr:
    """Give numbers in plain digits the opposite sign; zero has none."""
    return _signed(value.str.strip_prefix("-"), ~value.str.starts_with("-"))


def places_of(value: pl.Expr) -> pl.Expr:
    """Count the decimal places that numbers in plain digits are written with."""
    return value.str.splitn(".", 2).struct.field("field_1").str.len_bytes().fill_null(0).cast(pl.Int32)


def digits_beyond(value: pl.Expr, decimals: int) -> pl.Expr:
    """Tell whether numbers in plain digits have a digit other than zero behind so many decimal places."""
    parts = value.str.strip_prefix("-").str.splitn(".", 2).struct
    whole, fraction = parts.field("field_0"), parts.field("field_1").fill_null("")
    beyond = fraction.str.slice(decimals) if decimals >= 0 else pl.concat_str(whole.str.tail(-decimals), fraction)
    return beyond.str.contains("[1-9]")


def _shifted(digits: pl.Expr, power: int) -> pl.Expr:
    """Move the decimal point of digits without a sign: to the right, or to the left if the power is negative."""
    parts = digits.str.splitn(".", 2).struct
    whole, fraction = parts.field("field_0"), parts.field("field_1").fill_null("")
    if power > 0:
        fraction = fraction.str.pad_end(power, "0")
        whole, fraction = pl.concat_str(whole, fraction.str.head(power)), fraction.str.slice(power)
    elif power < 0:
        whole = whole.str.zfill(-power)
        whole, fraction = whole.str.head(power), pl.concat_str(whole.str.tail(-power), fraction)
    whole = whole.str.strip_chars_start("0")
    whole = pl.when(whole == "").then(pl.lit("0")).otherwise(whole)
    return pl.when(fraction == "").then(whole).otherwise(pl.concat_str(whole, pl.lit("."), fraction))


def _signed(number: pl.Expr, is_negative: pl.Expr) -> pl.Expr:
    """Put a minus before numbers that are negative; zero has none."""
    return (
        pl.when(is_negative & number.str.contains("[1-9]")).then(pl.concat_str(pl.lit("-"), number)).otherwise(number)
    )
