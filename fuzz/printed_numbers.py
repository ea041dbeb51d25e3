"""Printed numbers: a cell and a column are read alike by any convention, and advice leads to a number."""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import reject
from hypothesis import strategies as st

from exporter.prints.conventions import Convention
from exporter.prints.number_columns import parse_numbers
from exporter.prints.numbers import NotANumberError, PrintKind, decimal_text, parse_number
from exporter.prints.traits import reads_either_way, trait_of
from fuzz.properties import Property

__all__ = ["PROPERTIES"]


def _some(*marks: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(marks), max_size=3, unique=True).map(tuple)


@st.composite
def _conventions(draw: st.DrawFn) -> Convention:
    decimal_mark = draw(st.sampled_from(".,"))
    suffixes = draw(_some("%", "bp", "千円", "百万円", "x", "K", "Mio. €", "m²"))
    traits: dict[str, Any] = {
        "decimal_mark": decimal_mark,
        "group_marks": tuple(mark for mark in draw(_some(",", ".", "'", " ")) if mark != decimal_mark),
        "other_groups": draw(st.sampled_from((2, 3, 4))),
        "plus_marks": draw(_some("+", "Rs.", "(+)")),
        "minus_marks": draw(_some("-", "▲", "(-)", "minus")),
        "plus_marks_behind": draw(_some("DR", "Dr.", "S")),
        "minus_marks_behind": draw(_some("-", "CR", "Cr.", "H", "^", "]", "\\")),
        "parentheses": draw(st.booleans()),
        "dashes": draw(_some("-", "--", "ー")),
        "nothing": draw(_some("n.a.", "nil", "n/m", "-", "*")),
        "suffixes": tuple((suffix, draw(st.integers(-6, 12))) for suffix in suffixes),
        "currency_marks": draw(_some("€", "EUR", "¥", "円", "Fr.")),
        "footnote_marks": draw(_some("(1)", "*", "**", "¹", "a)")),
    }
    try:
        return Convention(**traits)
    except ValueError:  # marks that cannot be told apart
        reject()


_PIECES = st.sampled_from(
    [
        *(
            "0",
            "1",
            "12",
            "123",
            "000",
            "５",
            ",",
            ".",
            "'",
            "’",
            " ",
            "\u00a0",
            "\u202f",
            "(",
            ")",
            "（",
            "-",
            "−",
            "▲",
        ),
        *(
            "+",
            "%",
            "％",
            "bp",
            "千円",
            "百万円",
            "x",
            "K",
            "CR",
            "DR",
            "Cr.",
            "S",
            "€",
            "EUR",
            "¥",
            "円",
            "Fr.",
            "(1)",
        ),
        *(
            "*",
            "**",
            "¹",
            "a)",
            "n.a.",
            "nil",
            '="',
            '"',
            "Rs.",
            "minus",
            "^",
            "]",
            "\\",
            "\n",
            "\t",
            "e5",
            "٣",
            "\u200b",
        ),
    ]
)
_PRINTS = st.one_of(
    st.lists(_PIECES, max_size=9).map("".join),
    st.from_regex(r"[(▲-]?[0-9]{1,3}([.,' ][0-9]{2,4}){0,4}([.,][0-9]{1,4})?[ ]?[%-]?[)]?", fullmatch=True),
    st.text(max_size=6),
)


def _alike(example: tuple[Convention, list[str]]) -> None:
    convention, texts = example
    table = pl.LazyFrame({"printed": texts}, schema={"printed": pl.String})
    column = parse_numbers(table, convention).select("kind", "value", "suffix", "marks").collect()
    for text, row in zip(texts, column.rows(), strict=True):
        assert row == _cell(text, convention), (text, row)


def _cell(text: str, convention: Convention) -> tuple[str | None, ...]:
    try:
        amount = parse_number(text, convention)
    except NotANumberError:
        return None, None, None, None
    value = decimal_text(amount.value) if amount.kind is PrintKind.NUMBER else None
    return amount.kind.value, value, amount.suffix or None, amount.marks or None


def _advised(example: tuple[Convention, list[str]]) -> None:
    convention, texts = example
    for text in texts:
        reads_either_way(text)
        trait = trait_of(text, convention)
        assert trait is None or trait.key or trait.advice, (text, trait)


_EXAMPLES = st.tuples(_conventions(), st.lists(_PRINTS, min_size=5))

PROPERTIES = (
    Property("a cell and a column are read alike", _EXAMPLES, _alike, 0.1),
    Property("what is no number gets advice", _EXAMPLES, _advised, 0.2),
)
