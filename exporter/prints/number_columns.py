"""Printed numbers and scales by the million: the same as `numbers`, as expressions over columns of text.

A number stays text throughout, so that no digit can be lost. A property test holds both equal.
"""

from __future__ import annotations

import polars as pl

from exporter.frames.columns import stripped
from exporter.prints.numbers import DASHES, PLAIN

__all__ = ["digits_beyond", "negated", "places_of", "read_amounts", "scaled_column"]

#: White space as Python knows it, for a class of characters.
_SPACE = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
_NUMBER = (
    rf"^(?:[-+▲]?[{_SPACE}]*(?:{_DIGITS})(?:[{_SPACE}]*%)?"
    rf"|\([{_SPACE}]*(?:{_DIGITS})[{_SPACE}]*(?:\)(?:[{_SPACE}]*%)?|%\)))$"
)


def read_amounts(text: pl.Expr) -> pl.Expr:
    """What each printed cell says, as a struct.

    printed  number, dash or blank; null if it is none of them
    value    the number in plain digits, before any scale (a percentage divided by 100); null if it is none
    percent  whether it is printed as a percentage
    """
    plain = stripped(text.str.replace_many(PLAIN))
    is_number = plain.str.contains(_NUMBER)
    digits = pl.when(is_number).then(plain.str.replace_all("[^0-9.]+", ""))
    percent = is_number & plain.str.contains("%", literal=True)
    negative = plain.str.contains("^[(▲-]")
    number = pl.when(percent).then(_shifted(digits, -2)).otherwise(_shifted(digits, 0))
    printed = (
        pl.when(plain == "")
        .then(pl.lit("blank"))
        .when(plain.is_in(DASHES))
        .then(pl.lit("dash"))
        .when(is_number)
        .then(pl.lit("number"))
    )
    return pl.struct(printed=printed, value=_signed(number, negative), percent=percent)


def scaled_column(value: pl.Expr, power: int) -> pl.Expr:
    """Numbers in plain digits times ten to a power, exactly, in plain digits."""
    return _signed(_shifted(value.str.strip_prefix("-"), power), value.str.starts_with("-"))


def negated(value: pl.Expr) -> pl.Expr:
    """Numbers in plain digits with the opposite sign; zero has none."""
    return _signed(value.str.strip_prefix("-"), ~value.str.starts_with("-"))


def places_of(value: pl.Expr) -> pl.Expr:
    """How many decimal places numbers in plain digits are written with."""
    return value.str.splitn(".", 2).struct.field("field_1").str.len_bytes().fill_null(0).cast(pl.Int32)


def digits_beyond(value: pl.Expr, decimals: int) -> pl.Expr:
    """Whether numbers in plain digits have a digit other than zero behind the given number of decimal places."""
    parts = value.str.strip_prefix("-").str.splitn(".", 2).struct
    whole, fraction = parts.field("field_0"), parts.field("field_1").fill_null("")
    beyond = fraction.str.slice(decimals) if decimals >= 0 else pl.concat_str(whole.str.tail(-decimals), fraction)
    return beyond.str.contains("[1-9]")


def _shifted(digits: pl.Expr, power: int) -> pl.Expr:
    """Digits without a sign, with the decimal point moved to the right, or to the left if the power is negative."""
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


def _signed(number: pl.Expr, negative: pl.Expr) -> pl.Expr:
    """With a minus where it is negative; zero has none."""
    return pl.when(negative & number.str.contains("[1-9]")).then(pl.concat_str(pl.lit("-"), number)).otherwise(number)
