"""Functions of text over columns."""

from __future__ import annotations

import polars as pl

from exporter.columns import each_distinct


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
