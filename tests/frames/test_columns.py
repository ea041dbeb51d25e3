"""Functions of text over columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given as given_examples
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from exporter.frames import columns, engine
from exporter.frames.columns import (
    CODED,
    IN_PARTS,
    as_text,
    beside,
    contains,
    each_combination,
    each_distinct,
    each_row,
    gathered,
    given,
    is_blank,
    look_up,
    positions,
    recurring,
    recurring_texts,
    row_keys,
    row_numbers,
    rows_where,
    stripped,
    stripped_texts,
    with_constants,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Whatever way the rows go, it comes to the same.
pytestmark = pytest.mark.usefixtures("few_or_many")


def test_each_distinct_text_is_looked_at_once() -> None:
    """However often it recurs; null stays null."""
    seen: list[str] = []

    def shout(text: str) -> str:
        seen.append(text)
        return text.upper()

    table = pl.DataFrame({"text": ["a", None, "b", "a"]})
    assert table.select(each_distinct("text", shout))["text"].to_list() == ["A", None, "B", "A"]
    assert sorted(seen) == ["a", "b"]


def test_a_column_of_nulls_stays_one() -> None:
    """There is nothing to call the function for."""
    table = pl.DataFrame({"text": [None]}, schema={"text": pl.String})
    assert table.select(each_distinct("text", str.upper))["text"].to_list() == [None]


def test_each_combination_is_looked_at_once() -> None:
    """Also if a part of it is null; without rows there is nothing to look at."""
    seen: list[tuple[str | None, str | None]] = []

    def both(left: str | None, right: str | None) -> tuple[str | None, int]:
        seen.append((left, right))
        return (left and right and left + right), len(seen)

    table = pl.DataFrame({"a": ["x", "x", None, "x", None], "b": ["y", "z", "y", "y", "y"]})
    results = {"joined": pl.String, "number": pl.Int64}
    found = each_combination(table, ["a", "b"], both, results)
    assert found["joined"].to_list() == ["xy", "xz", None, "xy", None]
    assert found["number"].to_list() == [1, 2, 3, 1, 3]
    assert len(seen) == 3
    assert each_combination(table.clear(), ["a", "b"], both, results).columns == ["a", "b", "joined", "number"]


def test_white_space_is_what_python_takes_for_it() -> None:
    """So that a column and a cell are stripped alike; empty text is not given."""
    texts = ["\x1c a b\u3000", "\xa0\u2028", "\u200b", ""]
    table = pl.DataFrame({"text": texts}).with_columns(stripped(pl.col("text")))
    assert table["text"].to_list() == [text.strip() for text in texts]
    assert table.select(given("text"))["text"].to_list() == ["a b", None, "\u200b", None]


def test_rows_have_one_key_if_they_agree() -> None:
    """Also where a column is null, and if hashes collide."""
    table = pl.DataFrame({"a": ["x", None, "x", None, ""], "b": ["1", "1", "1", None, "1"]})
    first, second, third, fourth, fifth = row_keys(table, ["a", "b"])
    assert first == third
    assert len({first, second, fourth, fifth}) == 4


def test_rows_have_keys_of_their_own_where_hashes_collide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then they are numbered."""
    table = pl.DataFrame({"a": ["x", "y", "x"]})
    monkeypatch.setattr(columns, "row_hashes", lambda table, _: pl.repeat(7, table.height, dtype=pl.UInt64, eager=True))
    first, second, third = row_keys(table, ["a"])
    assert first == third != second


def test_what_recurs_is_found() -> None:
    """Wherever it stands; null counts like any number."""
    assert recurring(pl.Series([1, 2, None, 1, None])).to_list() == [True, False, True, True, True]
    assert recurring(pl.Series([1, 2, None])).to_list() == [False, False, False]
    assert recurring(pl.Series([], dtype=pl.UInt64)).to_list() == []


@pytest.mark.parametrize("kind", [pl.String, CODED])
def test_texts_and_codes_are_looked_at_alike(kind: pl.DataType) -> None:
    """A column keeps its type, and null stays null."""
    table = pl.DataFrame({"text": [" a", None, "b\u3000", " a", "\x1c"]}, schema={"text": kind})
    upper = table.select(each_distinct("text", str.upper)).to_series()
    assert (upper.dtype, upper.to_list()) == (kind, [" A", None, "B\u3000", " A", "\x1c"])
    bare = table.select(stripped_texts(["text"])).to_series()
    assert (bare.dtype, bare.to_list()) == (kind, ["a", None, "b", "a", ""])
    assert table.select(contains("text", "^.a$")).to_series().to_list() == [True, None, False, True, False]
    assert table.select(is_blank("text")).to_series().to_list() == [False, None, False, False, True]
    assert as_text(table).schema == {"text": pl.String}
    assert as_text(table.lazy()).collect()["text"].to_list() == table["text"].to_list()


_VALUES = st.tuples(
    st.sampled_from([None, "", "x", "y", "z"]),
    st.sampled_from([None, "p", "q"]),
    st.sampled_from([None, -2, 0, 7]),
    st.sampled_from([None, True, False]),
)


@given_examples(st.lists(_VALUES, max_size=30), st.sampled_from([4, 50, 2**22]), st.sampled_from([40, 2**64 - 1]))
def test_rows_have_one_number_if_they_agree(
    rows: list[tuple[str | None, str | None, int | None, bool | None]], table_size: int, key_size: int
) -> None:
    """Numbers count up as distinct rows come, whether keys fit into a table, or into a key, or not."""
    schema = {"text": pl.String(), "code": CODED, "number": pl.Int32(), "flag": pl.Boolean()}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_LARGEST_TABLE", table_size)
        patch.setattr(columns, "_LARGEST_KEY", key_size)
        numbers, first_rows = row_numbers(table, table.columns)
    order = list(dict.fromkeys(rows))
    assert numbers.to_list() == [order.index(row) for row in rows]
    assert table[first_rows].rows() == order


def test_rows_agree_where_there_is_nothing_to_tell_them_apart() -> None:
    """In no column; so all are one."""
    table = pl.DataFrame({"a": [1, 2, 3]})
    numbers, first_rows = row_numbers(table, [])
    assert (numbers.to_list(), first_rows.to_list()) == ([0, 0, 0], [0])
    assert row_keys(table, []).n_unique() == 1


_CONSTANTS = {
    "nothing": pl.Series([None] * 3, dtype=CODED),
    "same": pl.Series(["a"] * 3, dtype=CODED),
    "text": ["", "", ""],
    "flag": [True] * 3,
    "other": [1, 2, 1],
    "some": [None, "b", "b"],
}


def test_what_is_the_same_in_all_rows_costs_nothing_a_row() -> None:
    """And is the same table otherwise, down to the types, and in what is put beside it."""
    table = pl.DataFrame(_CONSTANTS)
    many = pl.concat([table] * 1_000)
    small = with_constants(many)
    assert_frame_equal(small, many)
    assert small.estimated_size() < many.select("other", "some").estimated_size() + 100
    assert_frame_equal(beside(small.select("same"), small.drop("same")), small.select("same", pl.exclude("same")))
    assert_frame_equal(with_constants(table.clear()), table.clear())


@pytest.mark.parametrize("numbers", [[2, 0, 0, 1], [2, None, 0], [None], []])
def test_rows_are_gathered_by_number(numbers: list[int | None]) -> None:
    """Null gives a row of nulls, in constant columns too."""
    table = pl.DataFrame(_CONSTANTS)
    absent = (None,) * table.width
    found = gathered(table, pl.Series(numbers, dtype=pl.UInt32))
    assert found.schema == table.schema
    assert found.rows() == [absent if number is None else table.row(number) for number in numbers]


def test_texts_in_parts_are_joined() -> None:
    """Null stays null, in parts as in codes."""
    parts = [{"stem": "a.", "context": "b", "suffix": ""}, None]
    assert as_text(pl.DataFrame({"name": parts}, schema={"name": IN_PARTS}))["name"].to_list() == ["a.b", None]


def test_a_function_of_tables_is_given_distinct_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless most are distinct, so that to find them would be the greater work."""
    monkeypatch.setattr(engine, "_FEW", -1)
    heights = []

    def doubled(table: pl.DataFrame) -> pl.DataFrame:
        heights.append(table.height)
        return table.select(pl.col("number") * 2)

    recurring_rows, distinct_rows = ([1, 2, 1, 1, 2, 1], [1, 2, 3, 4, 5, 5])
    for numbers in (recurring_rows, distinct_rows):
        table = pl.DataFrame({"number": numbers, "other": "x"})
        assert each_row(table, ["number"], doubled)["number"].to_list() == [2 * number for number in numbers]
    assert heights == [2, 6]
    monkeypatch.setattr(columns, "_SAMPLE", 2)  # whose rows are distinct
    each_row(pl.DataFrame({"number": recurring_rows}), ["number"], doubled)
    assert heights[-1] == len(recurring_rows)


def test_texts_that_recur_are_worth_codes() -> None:
    """As far as the first rows tell; what is no text is left alone."""
    table = pl.LazyFrame({"same": ["a"] * 20, "other": list("abcde" * 4), "number": [1] * 20})
    assert recurring_texts(table) == ["same"]


def test_places_are_found_by_number() -> None:
    """Null where a number does not stand."""
    assert positions(pl.Series([3, 0], dtype=pl.Int64), 5).to_list() == [1, None, None, 0, None]


@given_examples(
    st.lists(st.one_of(st.none(), st.sampled_from("abc")), max_size=6),
    st.lists(st.one_of(st.none(), st.sampled_from("abc")), max_size=6),
)
def test_keys_are_looked_up(keys: list[str | None], known: list[str | None]) -> None:
    """The first row that has a key counts, and none for null; to the same keys in the same order all rows are given."""
    table = pl.DataFrame({"key": pl.Series(known, dtype=pl.String), "row": range(len(known))})
    expected = [known.index(key) if key is not None and key in known else None for key in keys]
    found = look_up(pl.Series(keys, dtype=pl.String), table, "key")
    assert found.columns == ["row"]
    assert found["row"].to_list() == (list(range(len(keys))) if keys == known else expected)


@pytest.mark.parametrize("flags", [[True, True], [False, False], [True, False], [None, True], []])
def test_rows_are_selected_by_a_condition(flags: Sequence[bool | None]) -> None:
    """As a filter selects them, null being none."""
    table = pl.DataFrame({"flag": pl.Series(flags, dtype=pl.Boolean)}).with_row_index()
    assert rows_where(table, pl.col("flag")).equals(table.filter("flag"))
