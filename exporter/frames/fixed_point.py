"""Columns of exact numbers: decimal text as whole numbers of a small unit, in 128 bits, or not at all.

A number that has more decimal places than the unit, or more digits than fit, becomes null and not something near it.
Who calculates with a column decides what to do for the rows without a number.
"""

from __future__ import annotations

import re

import polars as pl

from exporter.frames.engine import is_few

__all__ = ["DECIMAL", "MOST_DECIMALS", "MOST_PLACES", "NUMBER", "fixed_point", "half_unit", "places_needed"]

#: The lexical forms of xs:decimal (XML Schema Part 2, 3.2.3).
DECIMAL = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$"
#: A decimal or, of types that allow it, a float; with an exponent and with decimals that some figure may need. Exact
#: arithmetic with larger ones would not come to an end.
NUMBER = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,3})?$"
MOST_DECIMALS = 999
#: Finer units are left to exact arithmetic on each number.
MOST_PLACES = 12
#: Whole numbers that fit 64 bits.
_WHOLE = r"^[+-]?[0-9]{1,18}$"
#: A million numbers below this can be added without leaving 128 bits, which end at 1.7e38.
_MOST_DIGITS = 32
_LIMIT = 10**_MOST_DIGITS


def places_needed(numbers: pl.DataFrame) -> int:
    """Find the decimal places that a column of whole numbers needs.

    Args:
        numbers: has the columns `value`, decimal text, and `decimals`.

    Returns:
        The places at which all values, and half of all units of `decimals`, are whole; at most `MOST_PLACES`.
    """
    if is_few(numbers):
        return _places_of_few(numbers)
    fraction = pl.col("value").str.splitn(".", 2).struct.field("field_1").str.strip_chars_end("0").str.len_bytes()
    places = numbers.select(
        pl.max_horizontal(
            fraction.filter(fraction <= MOST_PLACES).max().fill_null(0).cast(pl.Int64),
            pl.col("decimals").filter(pl.col("decimals") < MOST_PLACES).max().fill_null(-1).cast(pl.Int64) + 1,
            pl.lit(1, pl.Int64),
        )
    ).item()
    return int(places)


def _places_of_few(numbers: pl.DataFrame) -> int:
    places = [1]
    for value, decimals in numbers.select("value", "decimals").iter_rows():
        places += [len(value.partition(".")[2].rstrip("0"))] if value is not None else []
        places += [decimals + 1] if decimals is not None and decimals < MOST_PLACES else []
    return max(count for count in places if count <= MOST_PLACES)


def fixed_point(text: pl.Expr, places: int) -> pl.Expr:
    """Multiply decimal text by ten to the power of `places`, exactly.

    Whole numbers of few digits, which most figures are, need not be taken apart as text.

    Returns:
        `Int128`; null where the product is not whole or does not fit.
    """
    return text.map_batches(lambda texts: _fixed(texts, places), return_dtype=pl.Int128, is_elementwise=True)


def _fixed(texts: pl.Series, places: int) -> pl.Series:
    if is_few(texts):
        fixed = [None if text is None else _fixed_number(text, places) for text in texts]
        return pl.Series(texts.name, fixed, pl.Int128)
    is_whole = texts.str.contains(_WHOLE).fill_null(value=True)
    if is_whole.all():
        return _from_whole(texts, places)
    if not is_whole.any():
        return _from_decimal(texts, places)
    numbers = _from_whole(texts.set(~is_whole, None), places)
    others = _from_decimal(texts.filter(~is_whole), places)
    return numbers.scatter((~is_whole).arg_true(), others)


def _fixed_number(text: str, places: int) -> int | None:
    if not re.fullmatch(DECIMAL, text):
        return None
    whole, _, fraction = text.lstrip("+-").partition(".")
    fraction = fraction.rstrip("0")
    digits = f"{whole}{fraction.ljust(places, '0')}".lstrip("0")
    if len(fraction) > places or len(digits) > _MOST_DIGITS:
        return None
    number = int(digits or "0")
    return -number if text.startswith("-") else number


def _from_whole(texts: pl.Series, places: int) -> pl.Series:
    return texts.cast(pl.Int64).cast(pl.Int128) * pl.Series([10**places], dtype=pl.Int128)


def _from_decimal(texts: pl.Series, places: int) -> pl.Series:
    text = pl.col("text")
    parts = text.str.strip_prefix("+").str.splitn(".", 2)
    fraction = parts.struct.field("field_1").fill_null("").str.strip_chars_end("0")
    digits = pl.concat_str(parts.struct.field("field_0"), fraction.str.pad_end(places, "0"))
    number = pl.when(digits.is_in(["", "-"])).then(pl.lit("0")).otherwise(digits).cast(pl.Int128, strict=False)
    is_exact = text.str.contains(DECIMAL) & (fraction.str.len_bytes() <= places)
    limit = pl.lit(_LIMIT, pl.Int128)
    fixed = pl.when(is_exact & (number < limit) & (number > -limit)).then(number)
    return texts.alias("text").to_frame().lazy().select(fixed.alias(texts.name)).collect().to_series()


def half_unit(decimals: pl.Expr, places: int) -> pl.Expr:
    """Give half a unit of the last place that is accurate, times ten to the power of `places`.

    Args:
        decimals: the decimal places to which numbers are accurate; null means exact.
        places: see `fixed_point`.

    Returns:
        `Int128`; zero where a number is exact, null where the product is not whole or does not fit.
    """
    power = places - decimals.cast(pl.Int64) - 1
    halves = {power: 5 * 10**power for power in range(32)}
    half = power.replace_strict(list(halves), pl.Series(list(halves.values()), dtype=pl.Int128), default=None)
    return pl.when(decimals.is_null()).then(pl.lit(0, pl.Int128)).otherwise(half)
