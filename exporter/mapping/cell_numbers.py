"""The numbers in cells: what is printed, scaled and signed, once for each print that means another number.

Whole numbers of few digits, which most figures are, take a path of whole numbers; all others stay text throughout, so
that no digit can be lost. Where there are few prints, each is read by itself. A property test holds all paths equal.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from exporter.frames.columns import CODED, each_combination, each_row
from exporter.frames.engine import is_few
from exporter.prints.number_columns import (
    digits_beyond,
    negated,
    parse_numbers,
    places_of,
    scaled_column,
    whole_pattern,
)
from exporter.prints.numbers import (
    NotANumberError,
    PrintKind,
    decimal_text,
    has_digits_beyond,
    parse_number,
    scaled,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter.mapping.cell_conventions import CellConventions
    from exporter.prints.conventions import Convention

__all__ = ["NUMBER_COLUMNS", "exact_numbers", "numbers_in", "whole_numbers"]

#: What a print says: `print_kind` as `parse_numbers` gives it, `suffix` and `marks`; the power of ten in which it is
#: printed as `scale`, and its `places` in that; `printed_value` after scale; `value` after sign; and whether it has
#: digits that its decimals do not cover.
NUMBER_COLUMNS = pl.Schema(
    {
        **dict.fromkeys(("print_kind", "suffix", "marks"), CODED),
        **dict.fromkeys(("scale", "places"), pl.Int32()),
        **dict.fromkeys(("printed_value", "value"), pl.String()),
        "has_lost_digits": pl.Boolean(),
    }
)
_INPUTS = ["item_printed", "convention", "power", "decimals", "is_negated", "dash"]
#: Whole numbers are scaled by at most this power of ten, so that 64 bits hold them.
_LARGEST_POWER = 3
_LARGEST_INT64_POWER = 18


def numbers_in(cells: pl.DataFrame, conventions: CellConventions) -> pl.DataFrame:
    """Read what is printed in cells.

    Args:
        cells: have `item_printed`; `convention`, the number of its convention; `power`, the power of ten by which it is
            to be multiplied; `decimals`, to which it is accurate, null for exact; and `is_negated`, whether its fact
            has the opposite sign.
        conventions: by which the cells are printed.

    Returns:
        The columns of `NUMBER_COLUMNS`, a row for each cell.
    """
    if is_few(cells):
        read_each = partial(_number, conventions=conventions)
        return each_combination(cells.select(_INPUTS), _INPUTS, read_each, NUMBER_COLUMNS).drop(_INPUTS)
    return each_row(cells, _INPUTS, partial(_read, conventions=conventions))


def _number(
    printed: str,
    convention: int,
    power: int | None,
    decimals: int | None,
    is_negated: bool | None,
    dash: str | None,
    *,
    conventions: CellConventions,
) -> tuple[str | int | bool | None, ...]:
    """Read one print, with the inputs of `numbers_in`; gives the columns of `NUMBER_COLUMNS`."""
    try:
        read = parse_number(printed, conventions[convention])
    except NotANumberError:
        return None, None, None, None, 0, None, None, False
    kind, suffix, marks = read.kind.value, read.suffix or None, read.marks or None
    if not (read.kind is PrintKind.NUMBER or (read.kind is PrintKind.DASH and dash == "zero")):
        return kind, suffix, marks, None, 0, None, None, False
    # A suffix says in what the figure is printed, so that the scale of the table does not apply.
    scale = power if suffix is None else 0
    places = len(decimal_text(read.value).partition(".")[2])
    if scale is None:
        return kind, suffix, marks, scale, places, None, None, False
    printed_value = scaled(read.value, scale)
    value = printed_value.copy_negate() if is_negated else printed_value
    has_lost_digits = decimals is not None and has_digits_beyond(value, decimals)
    return kind, suffix, marks, scale, places, decimal_text(printed_value), decimal_text(value), has_lost_digits


def _read(prints: pl.DataFrame, conventions: CellConventions) -> pl.DataFrame:
    parts = [pl.DataFrame(schema={"place": pl.UInt32, **NUMBER_COLUMNS})]
    for (index,), part in prints.with_row_index("place").partition_by("convention", as_dict=True).items():
        convention = conventions[index]
        is_whole = _is_whole(part, whole_pattern(convention))
        whole, others = part.filter(is_whole), part.filter(~is_whole)
        parts += [whole_numbers(whole)] if whole.height else []
        parts += [exact_numbers(others, convention)] if others.height else []
    stacked = pl.concat(part.select("place", *NUMBER_COLUMNS).cast(parts[0].schema) for part in parts)
    return stacked.sort("place").drop("place")


def _is_whole(prints: pl.DataFrame, pattern: str | None) -> pl.Series:
    if pattern is None:
        return pl.repeat(value=False, n=prints.height, dtype=pl.Boolean, eager=True)
    is_scaled_little = pl.col("power").is_between(0, _LARGEST_POWER).fill_null(value=False)
    return prints.select(whole=pl.col("item_printed").str.contains(pattern) & is_scaled_little)["whole"]


def whole_numbers(prints: pl.DataFrame) -> pl.DataFrame:
    """Read prints that match the `whole_pattern` of their convention, scaled by at most three.

    Args:
        prints: the columns that `numbers_in` reads.

    Returns:
        The columns of `NUMBER_COLUMNS`.
    """
    digits = pl.col("item_printed").str.replace_all("[^0-9]", "").cast(pl.Int64)
    sign = pl.when(pl.col("item_printed").str.starts_with("(")).then(-1).otherwise(1)
    power, lost = pl.col("power").cast(pl.Int64), (-pl.col("decimals")).clip(0, _LARGEST_INT64_POWER)
    ten = pl.lit(10, pl.Int64)
    frame = prints.lazy().with_columns(number=digits * sign * ten.pow(power))
    value = pl.when("is_negated").then(-pl.col("number")).otherwise("number")
    # A number has at most 18 digits, so that one is lost to more zeros than that unless it is zero.
    is_lost = (pl.col("number") % ten.pow(lost.cast(pl.Int64)) != 0) & (pl.col("decimals") < 0)
    return frame.with_columns(
        *(pl.lit(None, pl.String).alias(name) for name in ("suffix", "marks")),
        print_kind=pl.lit("number"),
        scale=pl.col("power").cast(pl.Int32),
        places=pl.lit(0, pl.Int32),
        printed_value=pl.col("number").cast(pl.String),
        value=value.cast(pl.String),
        has_lost_digits=is_lost.fill_null(value=False),
    ).collect()


def exact_numbers(prints: pl.DataFrame, convention: Convention) -> pl.DataFrame:
    """Read any prints of a convention, as text throughout.

    Args:
        prints: the columns that `numbers_in` reads.
        convention: by which they are printed.

    Returns:
        The columns of `NUMBER_COLUMNS`; values are null where nothing is a number, or no power is known.
    """
    frame = parse_numbers(prints.lazy().rename({"item_printed": "printed"}), convention).collect()
    is_zero = (pl.col("kind") == "dash") & (pl.col("dash").cast(pl.String) == "zero")
    frame = frame.with_columns(number=pl.when(is_zero).then(pl.lit("0")).otherwise("value"))
    # A suffix says in what the figure is printed, so that the scale of the table does not apply.
    scale = pl.when(pl.col("suffix").is_null()).then("power").otherwise(0).cast(pl.Int32)
    frame = frame.with_columns(
        scale=pl.when(pl.col("number").is_not_null()).then(scale), places=places_of(pl.col("number"))
    )
    frame = frame.with_columns(printed_value=_by_number(frame, "number", "scale", scaled_column))
    value = pl.when("is_negated").then(negated(pl.col("printed_value"))).otherwise("printed_value")
    frame = frame.with_columns(value=value)
    has_lost_digits = _by_number(frame, "value", "decimals", digits_beyond)
    return frame.rename({"kind": "print_kind"}).with_columns(has_lost_digits=has_lost_digits.fill_null(value=False))


def _by_number(
    cells: pl.DataFrame, value: str, number: str, expression: Callable[[pl.Expr, int], pl.Expr]
) -> pl.Series:
    """Apply an expression to values and a column of numbers, once for each distinct number.

    So this is for columns in which few numbers are distinct.

    Args:
        cells: any table.
        value: the column of values.
        number: the column of numbers.
        expression: is given the values, and the number that stands beside them.

    Returns: a result for each cell, null where the number is null.
    """
    table = cells.select(value, number).with_row_index("place")
    parts = [
        part.lazy().select("place", result=expression(pl.col(value), number_value)).collect()
        for (number_value,), part in table.drop_nulls(number).group_by(number)
    ]
    # Nulls of the type that the expression gives.
    without_number = table.filter(pl.col(number).is_null()).select(
        "place", result=pl.when(False).then(expression(pl.col(value), 0))
    )
    return pl.concat([*parts, without_number]).sort("place")["result"]
