"""The numbers that calculations are about, exact and in columns, and those that are too long for that."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from exporter.frames.columns import row_keys
from exporter.frames.engine import engine_for
from exporter.frames.fixed_point import MOST_DECIMALS, NUMBER, fixed_point, half_unit, places_needed
from exporter.prints.numbers import has_digits_beyond, scaled, shortest_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from exporter.validation.rules.calculation_arcs import Arcs

__all__ = ["calculated_numbers", "fraction_text", "in_columns", "one_by_one", "reported_parts", "whole_text"]

#: A million products of a number and a weight below this can be added without leaving 128 bits.
_ROOM = 10**32


def calculated_numbers(
    facts: pl.DataFrame, arcs: Arcs, aspects: Sequence[str], traits: Sequence[str] = ()
) -> tuple[pl.DataFrame, int]:
    """Find the numbers that calculations are about.

    Args:
        facts: some facts.
        arcs: which concepts calculations are about.
        aspects: the columns in which numbers agree that may add up; `concept` is not among them.
        traits: further columns to keep.

    Returns:
        A row for each fact that is nil or a number: `id`, `concept`, `value`, `decimals` and the traits; `binding`,
        which is the same for numbers that may add up; the `number`, and `half` of its last place that is accurate, as
        whole numbers, null where they do not fit; and whether it `is_rounded`, and has no digits behind that place.
        And the decimal places of the unit in which is counted.
    """
    columns = ["id", "concept", "value", "decimals", *traits]
    value, decimals = pl.col("value"), pl.col("decimals")
    numbers = (
        facts.lazy()
        .filter(pl.col("unit").is_not_null())
        .select(*dict.fromkeys([*columns, *aspects]))
        .join(arcs.concepts.lazy(), on="concept", how="semi")
        .filter(value.is_null() | value.str.contains(NUMBER), decimals.fill_null(0).abs() <= MOST_DECIMALS)
        .collect(engine=engine_for(facts))
    )
    places = places_needed(numbers)
    bounds = numbers.select(
        *columns,
        number=fixed_point(value, places),
        half=half_unit(decimals, places),
        binding=row_keys(numbers, aspects),
    )
    return bounds.with_columns(is_rounded=_is_rounded(bounds)), places


def _is_rounded(numbers: pl.DataFrame) -> pl.Series:
    """Tell which numbers have no digits behind their decimals."""
    number, half = pl.col("number"), pl.col("half")
    two = pl.lit(2, pl.Int128)
    rest = number % pl.when(half > 0).then(half * two)
    is_exact = pl.col("decimals").is_null() | pl.col("value").is_null()
    told = numbers.select(is_rounded=pl.when(is_exact).then(statement=True).otherwise(rest == 0)).to_series()
    if not told.null_count():
        return told
    rows = numbers.filter(told.is_null()).select("value", "decimals").iter_rows()
    others = [not has_digits_beyond(Decimal(text), places) for text, places in rows]
    return told.scatter(told.is_null().arg_true(), pl.Series(others, dtype=pl.Boolean))


def in_columns(numbers: pl.DataFrame, arcs: Arcs) -> pl.DataFrame:
    """Select the numbers that can be calculated with in columns.

    Whatever goes together with a number too long for a column of whole numbers is left out.
    """
    return numbers.join(_long_bindings(numbers, arcs), on="binding", how="anti", maintain_order="left")


def one_by_one(numbers: pl.DataFrame, arcs: Arcs) -> list[tuple[pl.DataFrame, list[int]]]:
    """Select what cannot be calculated with in columns.

    Returns: numbers that may add up, one table after the other, with the sums to look at.
    """
    bindings = _long_bindings(numbers, arcs)
    long = numbers.join(bindings, on="binding", how="semi", maintain_order="left")
    parts = [(part, list(range(arcs.sums.height))) for part in long.partition_by("binding", maintain_order=True)]
    if arcs.odd:
        odd = sorted(arcs.odd)
        totals = arcs.sums.filter(pl.col("sum").is_in(odd)).select(concept="total")
        others = numbers.join(bindings, on="binding", how="anti", maintain_order="left")
        concerned = others.join(totals, on="concept", how="semi").select("binding").unique()
        others = others.join(concerned, on="binding", how="semi", maintain_order="left")
        parts += [(part, odd) for part in others.partition_by("binding", maintain_order=True)]
    return parts


def reported_parts(
    totals: pl.DataFrame, reported: pl.LazyFrame, arcs: Arcs
) -> dict[tuple[int, int], list[tuple[str, str]]]:
    """Give the parts of a few totals that are reported: the concept and id of each fact.

    Args:
        totals: a row for each total, with its `sum` and `binding`.
        reported: the `binding`, `concept` and `id` of all numbers.
        arcs: which concepts add to the totals.

    Returns: the parts by sum and binding, in the order of arcs.
    """
    bindings = totals.lazy().select("binding").unique()
    facts: dict[tuple[int, str], list[str]] = defaultdict(list)
    rows = reported.join(bindings, on="binding", how="semi", maintain_order="left").select("binding", "concept", "id")
    for binding, concept, fact in rows.collect().iter_rows():
        facts[binding, concept].append(fact)
    return {
        (sum_, binding): [
            (concept, fact)
            for concept in dict.fromkeys(concept for concept, _ in arcs.weights[sum_])
            for fact in facts.get((binding, concept), ())
        ]
        for sum_, binding in totals.select("sum", "binding").iter_rows()
    }


def _long_bindings(numbers: pl.DataFrame, arcs: Arcs) -> pl.DataFrame:
    room = pl.lit(_ROOM // max(arcs.largest_weight, 10**arcs.places), pl.Int128)
    size = pl.col("number").abs() + pl.col("half")
    return (
        numbers.filter(pl.col("value").is_not_null() & ~(size < room).fill_null(value=False)).select("binding").unique()
    )


def whole_text(number: int, places: int) -> str:
    """Write a whole number of a small unit in plain digits."""
    return shortest_text(scaled(Decimal(number), -places))


def fraction_text(fraction: Fraction) -> str:
    """Write a fraction whose denominator divides a power of ten in plain digits."""
    places = 0
    while (fraction * 10**places).denominator > 1:
        places += 1
    return whole_text(int(fraction * 10**places), places)
