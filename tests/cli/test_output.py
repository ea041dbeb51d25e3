"""What is printed holds out against its readers, its encoding, and its own characters."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

from exporter.cli.output import holding_out

if TYPE_CHECKING:
    import pytest


def _printed(text: str, encoding: str, monkeypatch: pytest.MonkeyPatch) -> str:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    with holding_out():
        sys.stdout.write(text)
    return stream.buffer.getvalue().decode(encoding)


def test_characters_that_an_encoding_lacks_are_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Japanese label on a Western console, and half of a character from a file name."""
    assert _printed("Erl\u00f6se \u58f2\u4e0a\u9ad8", "cp1252", monkeypatch) == "Erl\u00f6se \\u58f2\\u4e0a\\u9ad8"
    assert _printed("a\udcff", "utf-8", monkeypatch) == "a\\udcff"


def test_a_text_steers_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither colours nor another order of its letters; line breaks and tabulators stay."""
    assert _printed("a\x1b[31mb\x9bc\u202ed\te\nf", "utf-8", monkeypatch) == ("a\\u001b[31mb\\u009bc\\u202ed\te\nf")


def test_a_reader_that_goes_away_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed afterwards is dropped."""
    reader, writer = os.pipe()
    with os.fdopen(writer, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        os.close(reader)
        with holding_out():
            for _ in range(3):
                sys.stdout.write("x" * 100_000)
                sys.stdout.flush()
