"""Sections: which heading each row of a grid stands under."""

from __future__ import annotations

import polars as pl
import pytest

from exporter.line_items.sections import with_sections


def _sections(lines: str) -> list[str]:
    """The sections of rows, written as lines; one that ends with a figure has figures."""
    rows = [(line.rstrip(" 5"), line.endswith("5")) for line in lines.split("\n")]
    frame = pl.DataFrame(rows, schema={"label": pl.String, "has_figures": pl.Boolean}, orient="row")
    return with_sections(frame.with_columns(sheet=pl.lit("0")))["section"].to_list()


@pytest.mark.parametrize(
    ("lines", "sections"),
    [
        ("Sales 5\nCosts 5", ["", ""]),
        ("Results:\nSales 5\nCash:\nCash 5", ["Results:", "Results:", "Cash:", "Cash:"]),
        (
            "Assets\nCurrent\nOther 5\nLiabilities\nCurrent\nOther 5",
            ["Assets", *["Assets > Current"] * 2, "Liabilities", *["Liabilities > Current"] * 2],
        ),
        (
            "Assets\nCurrent assets:\nCash 5\nOther current assets 5\nTotal current assets 5\nGoodwill 5",
            ["Assets", *["Current assets:"] * 4, "Assets"],
        ),
        ("負債\n流動負債:\n買掛金 5\n流動負債合計 5\n長期借入金 5", ["負債", *["流動負債:"] * 3, "負債"]),
        ("Revenues:\nTotal revenues 5\nCosts:\nTotal costs 5\nProfit 5", ["Revenues:"] * 2 + ["Costs:"] * 2 + [""]),
        ("Assets\nCurrent\nA 5\nFixed\nB 5", ["Assets", "Current", "Current", "Fixed", "Fixed"]),
    ],
)
def test_a_row_stands_under_the_innermost_heading_that_is_open(lines: str, sections: list[str]) -> None:
    """A total ends the section whose words it has, and a heading that recurs is named with the one around it."""
    assert _sections(lines) == sections
