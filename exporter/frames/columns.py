"""Columns by the million: functions applied once to each distinct value, and white space as Python knows it."""

from __future__ import annotations

from collections import Counter
from itertools import repeat
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

from exporter.frames.engine import engine_for, is_few

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = [
    "CODED",
    "IN_PARTS",
    "as_text",
    "beside",
    "contains",
    "each_combination",
    "each_distinct",
    "each_row",
    "gathered",
    "given",
    "is_blank",
    "look_up",
    "positions",
    "recurring",
    "recurring_texts",
    "row_hashes",
    "row_keys",
    "row_numbers",
    "rows_where",
    "stripped",
    "stripped_texts",
    "with_constants",
]

_Table = TypeVar("_Table", pl.DataFrame, pl.LazyFrame)
#: Texts that recur, as whole numbers into one dictionary of all of them: 4 bytes a row, whatever their length.
CODED: pl.DataType = pl.Categorical(pl.Categories("exporter"))
#: Texts that consist of three recurring ones: 12 bytes a row.
IN_PARTS = pl.Struct(dict.fromkeys(("stem", "context", "suffix"), CODED))
#: Keys of rows are smaller than this, so that the next column fits in.
_LARGEST_KEY, _LARGEST_SMALL_KEY = 2**64 - 1, 2**32 - 1
#: For keys that are all smaller than this a table of all of them is worth its memory.
_LARGEST_TABLE = 2**24
#: So many rows tell whether texts of a column recur, each of them at least so often.
_SAMPLE, _OFTEN = 100_000, 10
#: A name that no column has.
_NUMBER = "\0number"
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

    The function is called once for each distinct text, so this is for columns in which few texts are distinct. The
    result has the column's type: text, or codes.
    """
    return pl.col(column).map_batches(lambda series: _each_text(series, function), return_dtype=pl.self_dtype())


def _each_text(series: pl.Series, function: Callable[[str], str | None]) -> pl.Series:
    if is_few(series):
        return _each_text_of_few(series, function)
    if series.dtype == pl.String:
        results = {text: function(text) for text in series.unique().drop_nulls()}
        return series.replace_strict(results, default=None, return_dtype=pl.String)
    numbers, first_rows = row_numbers(series.to_frame(), [series.name])
    texts = [None if text is None else function(text) for text in series[first_rows]]
    return pl.Series(series.name, texts, pl.String).cast(series.dtype)[numbers]


def _each_text_of_few(series: pl.Series, function: Callable[[str], str | None]) -> pl.Series:
    texts = series.cast(pl.String).to_list()
    results: dict[str | None, str | None] = {None: None}
    for text in texts:
        if text not in results:
            results[text] = function(text)
    return pl.Series(series.name, [results[text] for text in texts], pl.String).cast(series.dtype)


def contains(column: str, pattern: str) -> pl.Expr:
    """Tell whether each text of a column has a part that matches a regular expression; of null it is null.

    Each distinct text is looked at once.
    """

    def matches(series: pl.Series) -> pl.Series:
        if series.dtype == pl.String or is_few(series):
            return series.cast(pl.String).str.contains(pattern)
        numbers, first_rows = row_numbers(series.to_frame(), [series.name])
        return series[first_rows].cast(pl.String).str.contains(pattern)[numbers]

    return pl.col(column).map_batches(matches, return_dtype=pl.Boolean)


def as_text(table: _Table) -> _Table:
    """Turn codes, and texts in parts, into the texts that they stand for."""
    schema = table.collect_schema()
    texts = [
        pl.col(name).cast(pl.String) for name, kind in schema.items() if isinstance(kind, (pl.Categorical, pl.Enum))
    ]
    texts += [_joined(name) for name, kind in schema.items() if kind == IN_PARTS]
    return table.with_columns(texts) if texts else table


def _joined(name: str) -> pl.Expr:
    """Join texts in parts; what is null is null in all its parts."""
    parts = (pl.col(name).struct.field(part.name) for part in IN_PARTS.fields)
    return pl.concat_str(parts).alias(name)


def is_blank(column: str) -> pl.Expr:
    """Tell whether each text of a column has nothing but white space, as Python knows it; null has not."""
    return ~contains(column, f"[^{_WHITE_SPACE}]")


def stripped_texts(columns: Sequence[str]) -> list[pl.Expr]:
    """Take off the white space around each text of some columns, be they text or codes."""
    return [pl.col(name).map_batches(_stripped_series, return_dtype=pl.self_dtype()) for name in columns]


def _stripped_series(series: pl.Series) -> pl.Series:
    if series.dtype == pl.String:
        return series.to_frame().select(stripped(pl.col(series.name))).to_series()
    return _each_text(series, str.strip)


def recurring_texts(table: pl.LazyFrame) -> list[str]:
    """List the columns of text in which each text recurs often, as far as the first rows tell."""
    sample = table.head(_SAMPLE).collect()
    return [
        name
        for name, kind in sample.schema.items()
        if kind == pl.String and _OFTEN * sample[name].n_unique() <= sample.height
    ]


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
        function: gives a value for each of the results; called once for each combination, in the order in which they
            come.
        results: names and types of the new columns.
    """
    if is_few(table):
        return _each_of_few(table, columns, function, results)
    numbers, first_rows = row_numbers(table, columns)
    rows = [function(*row) for row in table.select(columns)[first_rows].iter_rows()]
    return beside(table, gathered(pl.DataFrame(rows, schema=dict(results), orient="row"), numbers))


def _each_of_few(
    table: pl.DataFrame,
    columns: Sequence[str],
    function: Callable[..., tuple[Any, ...]],
    results: Mapping[str, pl.DataType | type[pl.DataType]],
) -> pl.DataFrame:
    known: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    rows = []
    for row in _rows(table, columns):
        if row not in known:
            known[row] = function(*row)
        rows.append(known[row])
    values = zip(*rows, strict=True) if rows else ([] for _ in results)
    return table.hstack(
        [pl.Series(name, list(column), kind) for (name, kind), column in zip(results.items(), values, strict=True)]
    )


def _rows(table: pl.DataFrame, columns: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    """Iterate over some columns of a small table, row by row."""
    return zip(*(table[name].to_list() for name in columns), strict=True) if columns else repeat((), table.height)


def each_row(
    table: pl.DataFrame, columns: Sequence[str], function: Callable[[pl.DataFrame], pl.DataFrame]
) -> pl.DataFrame:
    """Apply a function of tables to the distinct rows of some columns, or to all where most are distinct or few are.

    Args:
        table: any table.
        columns: those that the function needs.
        function: gives a row for each row that it is given, whatever other rows there are.

    Returns:
        What the function gives, a row for each row of the table.
    """
    rows = table.select(columns)
    if is_few(rows):
        return function(rows)
    sample = rows.head(_SAMPLE)
    if 2 * len(row_numbers(sample, columns)[1]) > sample.height:
        return function(rows)
    numbers, first_rows = row_numbers(rows, columns)
    return gathered(function(rows[first_rows]), numbers)


def gathered(table: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    """Take rows of a small table by their numbers, which may be many; null gives a row of nulls.

    A column of which all rows are the same costs nothing a row, as in `with_constants`.
    """
    if is_few(numbers):
        return table.select(pl.all().gather(numbers))
    may_be_null = numbers.null_count() > 0
    columns = [
        _constant(column)
        if _is_constant(column) and not (may_be_null and column.null_count() == 0)
        else pl.lit(column.gather(numbers))
        for column in table.iter_columns()
    ]
    return numbers.alias(_NUMBER).to_frame().with_columns(columns).drop(_NUMBER)


def beside(table: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """Put two tables of as many rows beside each other; unlike with `hstack`, constants stay such."""
    return pl.concat([table, other], how="horizontal")


def with_constants(table: pl.DataFrame) -> pl.DataFrame:
    """Hold each column of which all rows are the same as one value, which costs nothing a row."""
    if is_few(table):
        return table
    return table.with_columns(_constant(column) for column in table.iter_columns() if _is_constant(column))


def _is_constant(column: pl.Series) -> bool:
    if column.is_empty() or column.dtype.is_nested():
        return False
    if column.null_count():
        return column.null_count() == len(column)
    values = column.to_physical()
    return bool(values[0] == values[-1] and (values == values[0]).all())


def _constant(column: pl.Series) -> pl.Expr:
    return pl.lit(column[0], column.dtype).alias(column.name)


def row_numbers(table: pl.DataFrame, columns: Sequence[str]) -> tuple[pl.Series, pl.Series]:
    """Give the distinct rows of some columns numbers, in the order in which they come.

    Returns:
        For each row its number; and for each number the place of the first row that has it.
    """
    return _few_row_numbers(table, columns) if is_few(table) else _dense(*_row_key(table, columns))


def _few_row_numbers(table: pl.DataFrame, columns: Sequence[str]) -> tuple[pl.Series, pl.Series]:
    numbers: dict[tuple[Any, ...], int] = {}
    number_of_rows: list[int] = []
    first_rows: list[int] = []
    for place, row in enumerate(_rows(table, columns)):
        number = numbers.setdefault(row, len(numbers))
        number_of_rows.append(number)
        if number == len(first_rows):
            first_rows.append(place)
    return pl.Series(number_of_rows, dtype=pl.UInt32), pl.Series(first_rows, dtype=pl.UInt32)


def _row_key(table: pl.DataFrame, columns: Sequence[str]) -> tuple[pl.Series, int]:
    """Give equal rows of some columns, and no others, equal whole numbers.

    Returns:
        The numbers, and a number that is larger.
    """
    key, size = pl.repeat(0, table.height, dtype=pl.UInt32, eager=True), 1
    for name in columns:
        codes, count = _codes(table, name)
        if codes is None:
            continue
        if size * count > _LARGEST_KEY:
            key, first_rows = _dense(key, size)
            size = len(first_rows)
        if size * count > _LARGEST_KEY:
            codes, first_rows = _dense(codes, count)
            count = len(first_rows)
        kind = pl.UInt32 if size * count <= _LARGEST_SMALL_KEY else pl.UInt64
        key = codes if size == 1 else key.cast(kind) * count + codes.cast(kind)
        size *= count
    return key, size


def _codes(table: pl.DataFrame, name: str) -> tuple[pl.Series | None, int]:
    """Give equal values of a column, and null, equal whole numbers.

    Returns:
        The numbers, and a number that is larger; no numbers for a column of which all rows are the same.
    """
    kind, codes = table.schema[name], pl.col(name)
    if kind == pl.Boolean:
        codes = codes.cast(pl.UInt32)
    elif not kind.is_integer():
        codes = (codes if isinstance(kind, pl.Categorical) else codes.cast(_dictionary())).to_physical()
    coded = table.select(codes=codes)  # as a table, since a constant in a Series would take memory for each row
    codes = pl.col("codes")
    lowest, highest, nulls = coded.select(low=codes.min(), high=codes.max(), nulls=codes.null_count()).row(0)
    if lowest is None or (lowest == highest and not nulls):
        return None, 1
    count = highest - lowest + 1
    smallest = pl.UInt32 if count < _LARGEST_SMALL_KEY else pl.UInt64
    codes = (codes.cast(pl.Int64) if lowest < 0 else codes) - lowest if lowest else codes
    codes = codes.cast(smallest).fill_null(count) if nulls else codes.cast(smallest)
    return coded.select(codes).to_series(), count + bool(nulls)


def _dictionary() -> pl.DataType:
    return pl.Categorical(pl.Categories.random())


def _dense(key: pl.Series, size: int) -> tuple[pl.Series, pl.Series]:
    """Give the distinct values of a key, each smaller than a size, numbers in the order in which they come.

    Returns:
        For each value its number; and for each number the place of the first value that has it.
    """
    first_rows = key.arg_unique()
    if len(first_rows) == len(key):
        return first_rows, first_rows
    numbers = pl.int_range(0, len(first_rows), dtype=pl.UInt32, eager=True)
    if size <= _LARGEST_TABLE:
        table = pl.repeat(0, size, dtype=pl.UInt32, eager=True).scatter(key[first_rows], numbers)
        return table[key], first_rows
    distinct = pl.DataFrame({"key": key[first_rows], "number": numbers})
    return pl.DataFrame({"key": key}).join(distinct, on="key", how="left", maintain_order="left")["number"], first_rows


def row_keys(table: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """Give each row of a table a whole number.

    Two rows have the same number if, and only if, they agree in the columns.
    """
    if is_few(table):
        return _few_row_numbers(table, columns)[0].cast(pl.UInt64)
    if not any(table.schema[name] == pl.String for name in columns):
        return _row_key(table, columns)[0].cast(pl.UInt64)
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
    return query.collect(engine=engine_for(table)).to_series()


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
    if is_few(keys) and is_few(table):
        return other_columns.select(pl.all().gather(_places_of_few(keys, table[key])))
    numbered_keys = table.select(key).with_row_index("place").unique(key, keep="first", maintain_order=True)
    places = keys.alias(key).to_frame().join(numbered_keys, on=key, how="left", maintain_order="left")
    return other_columns.select(pl.all().gather(places["place"]))


def rows_where(table: pl.DataFrame, condition: pl.Expr) -> pl.DataFrame:
    """Select the rows of a table for which a condition holds; nothing is copied where it holds for all or for none."""
    if is_few(table):
        return table.filter(condition)
    holds = table.select(condition.alias("holds"))["holds"].fill_null(value=False)
    count = holds.sum()
    return table if count == table.height else table.filter(holds) if count else table.clear()


def positions(numbers: pl.Series, size: int) -> pl.Series:
    """Find where each of the numbers from 0 to a size stands; null where it does not."""
    absent = pl.repeat(None, size, dtype=pl.UInt32, eager=True)
    return absent.scatter(numbers, pl.int_range(0, len(numbers), dtype=pl.UInt32, eager=True))


def recurring(numbers: pl.Series) -> pl.Series:
    """Tell for each number whether it stands there more than once."""
    if is_few(numbers):
        counts = Counter(numbers.to_list())
        return pl.Series(numbers.name, [counts[number] > 1 for number in numbers], pl.Boolean)
    if numbers.n_unique() == len(numbers):  # mostly so, and found out much faster
        return pl.repeat(value=False, n=len(numbers), dtype=pl.Boolean, eager=True)
    return numbers.is_duplicated()


def _places_of_few(keys: pl.Series, places: pl.Series) -> pl.Series:
    """Find where each key stands first; null, which agrees with nothing, stands nowhere."""
    numbers: dict[Any, int | None] = {None: None}
    for number, key in enumerate(places.to_list()):
        numbers.setdefault(key, number)
    return pl.Series([numbers.get(key) for key in keys.to_list()], dtype=pl.UInt32)
