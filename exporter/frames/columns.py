"""Columns by the million: functions applied once to each distinct value, and white space as Python knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["each_combination", "each_distinct", "given", "look_up", "recurring", "row_hashes", "row_keys", "stripped"]

#: What Python takes for white space; the engine's own notion lacks some of it.
_WHITE_SPACE = "".join(char for char in map(chr, range(0x3001)) if char.isspace())


def stripped(text: pl.Expr) -> pl.Expr:
    """Text without the white space around it, as `str.strip` leaves it."""
    return text.str.strip_chars(_WHITE_SPACE)


def given(column: str) -> pl.Expr:
    """The column, with null in place of empty text."""
    return pl.when(pl.col(column) != "").then(column)


def each_distinct(column: str, function: Callable[[str], str | None]) -> pl.Expr:
    """The column with each text replaced by the function's result; null stays null.

    The function is called once for each distinct text, so this is for columns in which few texts are distinct.
    """
    return pl.col(column).map_batches(
        lambda series: series.replace_strict(
            {text: function(text) for text in series.unique().drop_nulls()}, default=None, return_dtype=pl.String
        ),
        return_dtype=pl.String,
    )


def each_combination(
    table: pl.DataFrame,
    columns: Sequence[str],
    function: Callable[..., tuple[Any, ...]],
    results: Mapping[str, pl.DataType | type[pl.DataType]],
) -> pl.DataFrame:
    """The table with further columns: what the function gives for each distinct combination of some columns.

    Args:
        table: any table.
        columns: those whose values are the function's arguments.
        function: gives a value for each of the results; called once for each combination.
        results: names and types of the new columns.
    """
    distinct = table.select(columns).unique(maintain_order=True)
    rows = [function(*row) for row in distinct.iter_rows()]
    found = distinct.hstack(pl.DataFrame(rows, schema=dict(results), orient="row"))
    return table.join(found, on=list(columns), how="left", nulls_equal=True, maintain_order="left")


def row_keys(table: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """A whole number for each row; two rows have the same one if, and only if, they agree in the columns."""
    hashes = row_hashes(table, columns)
    again = recurring(hashes)
    if hashes.filter(again).n_unique() == table.filter(again).select(columns).unique().height:
        return hashes
    numbered = table.select(columns).unique().with_row_index("key")  # two rows share a hash by chance
    return table.select(columns).join(numbered, on=columns, how="left", nulls_equal=True, maintain_order="left")["key"]


def row_hashes(table: pl.DataFrame | pl.LazyFrame, columns: Sequence[str]) -> pl.Series:
    """A whole number for each row. Rows that agree in the columns have the same one; by chance others have too."""
    hashed = table.lazy().select(pl.struct(columns).hash().alias("key"))
    return hashed.collect(engine="streaming").to_series()


def look_up(keys: pl.Series, table: pl.DataFrame, key: str) -> pl.DataFrame:
    """Look up each key in a table.

    Where both have the same keys in the same order, as what is written and what is read mostly have, nothing is copied.

    Returns: the other columns of the first row that has the key, one row a key, null where the key is missing.
    """
    other_columns = table.drop(key)
    if table.is_empty():
        return other_columns.clear(len(keys))
    if keys.equals(table[key]):
        return other_columns
    numbered = table.select(key).with_row_index("place").unique(key, keep="first", maintain_order=True)
    places = keys.alias(key).to_frame().join(numbered, on=key, how="left", maintain_order="left")
    return other_columns.select(pl.all().gather(places["place"]))


def recurring(numbers: pl.Series) -> pl.Series:
    """For each number whether it stands there more than once."""
    if numbers.n_unique() == len(numbers):  # mostly so, and found out much faster
        return pl.repeat(value=False, n=len(numbers), dtype=pl.Boolean, eager=True)
    return numbers.is_duplicated()
