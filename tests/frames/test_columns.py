"""Functions of text over columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.frames import columns
from exporter.frames.columns import each_combination, each_distinct, given, recurring, row_keys, stripped

if TYPE_CHECKING:
    import pytest


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
