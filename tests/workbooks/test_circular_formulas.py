"""Circular formulas, and those that only look like it."""

from __future__ import annotations

import pytest

from exporter.workbooks.areas import parse_cell
from exporter.workbooks.circular_formulas import circular_cells


@pytest.mark.parametrize(
    ("formulas", "cells"),
    [
        ({"B2": "B2+1"}, ["B2"]),
        ({"B2": "$B$3", "B3": "C4*2", "C4": "SUM(A1:B2)"}, ["B2"]),
        ({"B2": "B3", "B3": "B2", "D2": "D3", "D3": "D2"}, ["B2", "D2"]),
        ({"B2": "SUM(B3:B9)", "B3": "B4+B5", "B10": "B2"}, []),
        ({"B2": "Other!B2+'My sheet'!B2"}, []),
        ({"B2": '"B2"&C2'}, []),
        ({"B2": "B2x+AB2+B22"}, []),
        ({"B2": "LOG10(C2)+B3", "B3": "1"}, []),
        ({"B2": "Sheet1!A1:B2"}, []),
        ({f"B{row}": f"B{row - 1}+1" for row in range(2, 3000)}, []),
    ],
)
def test_circles_are_found(formulas: dict[str, str], cells: list[str]) -> None:
    """Of cells that lead back to themselves; other sheets and texts do not count."""
    found = circular_cells({parse_cell(cell): formula for cell, formula in formulas.items()})
    assert found == [parse_cell(cell) for cell in cells]


def test_many_formulas_of_nothing_are_looked_at_no_longer_than_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Areas count, whether there are formulas in them or not."""
    monkeypatch.setattr("exporter.workbooks.circular_formulas._MOST_REFERENCES", 1_000)
    formulas = {(row, 1): "Z1," * 20 for row in range(2, 100)} | {(1, 1): "A1"}
    assert circular_cells(formulas) == []
