"""Duplicates: facts that agree in all aspects (Open Information Model 1.0, 4.2), and whether they agree in value.

Complete duplicates say the same; consistent ones are numbers that one exact number may have been rounded to, with the
accuracy that each of them states; all others are inconsistent.
"""

from __future__ import annotations

import re
from decimal import Decimal

import polars as pl

from exporter.frames.columns import recurring, row_hashes
from exporter.frames.engine import engine_for
from exporter.frames.fixed_point import MOST_DECIMALS, NUMBER, fixed_point, half_unit, places_needed
from exporter.report.intervals import Interval
from exporter.report.report import ASPECTS

__all__ = ["COMPLETE", "CONSISTENT", "INCONSISTENT", "duplicate_groups"]

COMPLETE, CONSISTENT, INCONSISTENT = "complete", "consistent", "inconsistent"


def duplicate_groups(facts: pl.DataFrame) -> pl.DataFrame:
    """Find the sets of duplicates.

    Values are compared by what they stand for: numbers as numbers, and where the column `kind` gives the kind of the
    concept, `1` is the boolean `true`, and blanks around a value that is no text do not count.

    Returns:
        A row for each set: the aspects, the lists `ids`, `values` and `all_decimals` of its facts, and which `kind` of
        duplicates they are.
    """
    # Facts of one tuple are no duplicates of those of another (XBRL 2.1, 4.10).
    same = [*ASPECTS, *(name for name in ("tuple",) if name in facts.columns)]
    suspects = facts.filter(recurring(row_hashes(facts, same)))  # equal hashes are not equal aspects yet, but rare
    if suspects.is_empty():
        lists = {"ids": "id", "values": "value", "all_decimals": "decimals"}
        columns = {name: facts.schema[name] for name in ASPECTS}
        columns |= {name: pl.List(facts.schema[column]) for name, column in lists.items()}
        return pl.DataFrame(schema={**columns, "kind": pl.String})
    places = places_needed(suspects.filter(pl.col("unit").is_not_null()))
    number, half = fixed_point(pl.col("value"), places), half_unit(pl.col("decimals"), places)
    groups = (
        suspects.lazy()
        .with_columns(low=number - half, high=number + half)
        .group_by(same, maintain_order=True)
        .agg(
            ids="id",
            values="value",
            all_decimals="decimals",
            distinct_values=pl.struct(_what_it_says(facts, number), "decimals").n_unique(),
            nils=pl.col("value").null_count(),
            exact=pl.col("low").null_count() == pl.col("value").null_count(),
            overlap=pl.col("low").max() <= pl.col("high").min(),
        )
        .filter(pl.col("ids").list.len() > 1)
        .collect(engine=engine_for(suspects))
    )
    # Numbers beyond what a column of whole numbers holds are compared one by one.
    rows = groups.select("values", "all_decimals", pl.col("unit").is_not_null() & ~pl.col("exact")).rows()
    large_overlaps = [_overlap(values, decimals) if is_large else None for values, decimals, is_large in rows]
    has_overlap = pl.coalesce(pl.Series(large_overlaps, dtype=pl.Boolean), "overlap").fill_null(value=False)
    are_numbers = pl.col("unit").is_not_null() & (pl.col("nils") == 0)
    kind = (
        pl.when(pl.col("distinct_values") == 1)
        .then(pl.lit(COMPLETE))
        .when(are_numbers & has_overlap)
        .then(pl.lit(CONSISTENT))
        .otherwise(pl.lit(INCONSISTENT))
    )
    return groups.select(*ASPECTS, "ids", "values", "all_decimals", kind=kind)


def _what_it_says(facts: pl.DataFrame, number: pl.Expr) -> pl.Expr:
    """Write each value so that values which say the same are the same text.

    Args:
        facts: of which the kinds of concepts may be known.
        number: the value as a whole number of a small unit, null where it is none that fits.
    """
    value = pl.col("value")
    if "kind" in facts.columns:
        stripped = value.str.strip_chars(" \t\r\n")
        boolean = stripped.replace({"1": "true", "0": "false"})
        is_text = pl.col("kind").is_in(["text", "other"]).fill_null(value=True)
        value = pl.when(pl.col("kind") == "boolean").then(boolean).when(is_text).then(value).otherwise(stripped)
    is_number = pl.col("unit").is_not_null() & number.is_not_null()
    return pl.when(is_number).then(number.cast(pl.String)).otherwise(value).alias("says")


def _overlap(values: list[str | None], decimals: list[int | None]) -> bool:
    """Tell whether one number may have been rounded to all of these.

    Not if one of them is no number, or has decimals that no figure needs.
    """
    pairs = list(zip(values, decimals, strict=True))
    if not all(value and re.match(NUMBER, value) and abs(places or 0) <= MOST_DECIMALS for value, places in pairs):
        return False
    intervals = [Interval.rounded(Decimal(value or 0), places) for value, places in pairs]
    return max(interval.low for interval in intervals) <= min(interval.high for interval in intervals)
