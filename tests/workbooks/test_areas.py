"""Areas of sheets, as people write them."""

from __future__ import annotations

import pytest

from exporter.workbooks.areas import LAST_COLUMN, LAST_ROW, Area, column_number, parse_area, parse_cell


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("B4:F20", Area(4, 2, 20, 6)),
        ("$B$4:$F$20", Area(4, 2, 20, 6)),
        ("f20:b4", Area(4, 2, 20, 6)),
        ("C14", Area(14, 3, 14, 3)),
        ("B:D", Area(1, 2, LAST_ROW, 4)),
        ("3:5", Area(3, 1, 5, LAST_COLUMN)),
        ("XFD1048576", Area(LAST_ROW, LAST_COLUMN, LAST_ROW, LAST_COLUMN)),
    ],
)
def test_an_area_is_read(text: str, area: Area) -> None:
    """By its corners, whichever comes first, or by whole columns and rows."""
    assert parse_area(text) == area


@pytest.mark.parametrize(
    "text", ["", "A", "4", "A0", "XFE1", "A1048577", "A1:B2:C3", "A1:B", "Sheet!A1", "#REF!", "A-1"]
)
def test_what_is_no_area_is_refused(text: str) -> None:
    """And no cell beyond the last one of a sheet."""
    with pytest.raises(ValueError, match="is no cell of a sheet"):
        parse_area(text)


def test_an_area_knows_its_cells() -> None:
    """Those at its edges, too."""
    area = parse_area("B4:F20")
    assert [area.has(*parse_cell(cell)) for cell in ("B4", "F20", "A4", "B3", "G20", "F21")] == [True, True] + [
        False
    ] * 4
    assert column_number("AB") == 28
