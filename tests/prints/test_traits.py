"""What prints look like that are no numbers, and those whose one mark has two meanings."""

from __future__ import annotations

import pytest

from exporter.prints.conventions import PLAIN_PRINT
from exporter.prints.traits import reads_either_way, trait_of


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("1,125", ","),
        ("(18.450)", "."),
        ("１，１２５", ","),
        ("€ 1.234", "."),
        ("0,125", None),
        ("1,12", None),
        ("1234,567", None),
        ("1,234,567", None),
        ("1,234.5", None),
        ("1" * 200, None),
    ],
)
def test_a_mark_before_three_digits_reads_either_way(text: str, mark: str | None) -> None:
    """Unless the digits before it, or another mark, tell."""
    assert reads_either_way(text) == mark


def test_a_long_text_looks_like_a_text() -> None:
    """Whatever is in it, it is looked at no further."""
    trait = trait_of("1,200 " * 1000, PLAIN_PRINT)
    assert trait
    assert trait.words == "a text of 5,999 characters"
