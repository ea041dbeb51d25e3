"""The ledger as a file that spreadsheets open."""

from __future__ import annotations

import polars as pl
import pytest

from exporter.proof.ledger import guarded


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("@SUM(1)", "'@SUM(1)"),
        ("-2+3+cmd|x", "'-2+3+cmd|x"),
        ("\tx", "'\tx"),
        ("-5", "-5"),
        ("+1.5", "+1.5"),
        ("-", "-"),
        ("(5)", "(5)"),
        ("-8.7 %", "-8.7 %"),
        ("Revenues", "Revenues"),
    ],
)
def test_no_text_is_a_formula(text: str, written: str) -> None:
    """An apostrophe stands before whatever a spreadsheet would execute; figures stay as they are."""
    ledger = pl.DataFrame({"row": [1], "printed": [text], "note": [None]}, schema_overrides={"note": pl.String})
    assert guarded(ledger.lazy()).collect().row(0) == (1, written, None)
