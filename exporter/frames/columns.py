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
    """Take off the white space around each text, as `str.strip` does."""
    return text.str.strip_chars(_WHITE_SPACE)


def given(column: str) -> pl.Expr:
    """Put null in the place of empty text in a column."""
    return pl.when(pl.col(column) != "").then(column)


def each_distinct(column: str, function: Callable[[str], str | None]) -> pl.Expr:
    """Replace each text of a column by a function's result; null stays null.

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
    """Add columns to a table: what a function gives for each distinct combination of some columns.

    Args:
        table: any table.
        columns: those whose values are the function's arguments.
        function: gives a value for each of the results; called once for each combination.
        results: names and types of the new columns.
    """
    combinations = table.select(columns).unique(maintain_order=True)
    rows = [function(*row) for row in combinations.iter_rows()]
    with_results = combinations.hstack(pl.DataFrame(rows, schema=dict(results), orient="row"))
    return table.join(with_results, on=list(columns), how="left", nulls_equal=True, maintain_order="left")


def row_keys(table: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """Give each row of a table a whole number.

    Two rows have the same number if, and only if, they agree in the columns.
    """
    hashes = row_hashes(table, columns)
    is_recurring = recurring(hashes)
    # Rows that differ share a hash only where it recurs, so that few rows need be compared.
    if hashes.filter(is_recurring).n_unique() == table.filter(is_recurring).select(columns).unique().height:
        return hashes
    numbers = table.select(columns).unique().with_row_index("key")  # two rows share a hash by chance
    return table.select(columns).join(numbers, on=columns, how="left", nulls_equal=True, maintain_order="left")["key"]


def row_hashes(table: pl.DataFrame | pl.LazyFrame, columns: Sequence[str]) -> pl.Series:
    """Hash the rows of a table.

    Rows that agree in the columns have the same hash; by chance others have too.

    Returns:
        A whole number for each row.
    """
    query = table.lazy().select(pl.struct(columns).hash().alias("key"))
    return query.collect(engine="streaming").to_series()


def look_up(keys: pl.Series, table: pl.DataFrame, key: str) -> pl.DataFrame:
    """Look up each key in a table.

    Where both have the same keys in the same order, as what is written and what is read mostly have, nothing is copied.

    Returns:
        The other columns of the first row that has the key, one row a key, null where the key is missing.
    """
    other_columns = table.drop(key)
    if table.is_empty():
        return other_columns.clear(len(keys))
    if keys.equals(table[key]):
        return other_columns
    numbered_keys = table.select(key).with_row_index("place").unique(key, keep="first", maintain_order=True)
    places = keys.alias(key).to_frame().join(numbered_keys, on=key, how="left", maintain_order="left")
    return other_columns.select(pl.all().gather(places["place"]))


def recurring(numbers: pl.Series) -> pl.Series:
    """Tell for each number whether it stands there more than once."""
    if numbers.n_unique() == len(numbers):  # mostly so, and found out much faster
        return pl.repeat(value=False, n=len(numbers), dtype=pl.Boolean, eager=True)
    return numbers.is_duplicated()
