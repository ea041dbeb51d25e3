"""Sheets: CSV and Parquet as the same columns of text."""

from __future__ import annotations

import contextlib
import csv
import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

from exporter.errors import UnreadableInputError
from exporter.files import records
from exporter.line_items import csv_file, parquet_file
from exporter.line_items.inputs import read_sheet
from exporter.project.project import TableFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from exporter.line_items.sheet import Sheet

ROWS = [["label", "Q1", "Q2"], ["Revenues", "1,200", "(5)"], ["", " ", ""], ["Costs", "▲7", "—"]]


def _read_sheet(path: Path, heading_rows: Sequence[int]) -> Sheet:
    return read_sheet(TableFile(path, path.name, "en", tuple(heading_rows), {}))


def _csv(folder: Path, rows: list[list[str]]) -> Path:
    path = folder / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def _parquet(folder: Path, columns: Mapping[str, object]) -> Path:
    path = folder / "t.parquet"
    pl.DataFrame(columns).write_parquet(path)
    return path


def test_csv_and_parquet_are_the_same_sheet(tmp_path: Path) -> None:
    """Rows count as in a spreadsheet, the headings being the first."""
    heading, *rows = ROWS
    text = _read_sheet(_csv(tmp_path, ROWS), [1])
    columns = {name: [row[index] for row in rows] for index, name in enumerate(heading)}
    binary = _read_sheet(_parquet(tmp_path, columns), [1])
    assert text.headings == binary.headings == heading
    assert text.cells.equals(binary.cells)
    assert text.cells.rows() == [(2, "Revenues", "1,200", "(5)"), (3, "", " ", ""), (4, "Costs", "▲7", "—")]


def test_parquet_holds_values_that_text_says_exactly(tmp_path: Path) -> None:
    """Whole and decimal numbers, days, truth values and categories; null is blank."""
    day = datetime.date(2003, 9, 30)
    moment = datetime.datetime(2003, 9, 30)  # noqa: DTZ001 - as tables hold them
    path = _parquet(
        tmp_path,
        {
            "whole": [2**62, None],
            "decimal": pl.Series([Decimal("-0.10"), Decimal("12345678901234567890.12")], dtype=pl.Decimal(38, 2)),
            "day": [day, None],
            "moment": [moment, moment.replace(hour=9)],
            "truth": [True, False],
            "category": pl.Series(["a", "b"], dtype=pl.Categorical),
            "nothing": [None, None],
        },
    )
    first, second = (row[1:] for row in _read_sheet(path, [1]).cells.rows())
    assert first == (str(2**62), "-0.10", "2003-09-30", "2003-09-30", "true", "a", "")
    assert second[:3] == ("", "12345678901234567890.12", "")
    assert second[3].startswith("2003-09-30 09:00:00")
    assert second[4:] == ("false", "b", "")


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ([0.1], "binary floats in the column 'figure'"),
        ([[1]], "no text, number or date"),
        ([b"x"], "no text, number or date"),
    ],
)
def test_what_is_not_exact_is_refused(tmp_path: Path, column: list[object], words: str) -> None:
    """A binary float may have lost digits already."""
    with pytest.raises(UnreadableInputError, match=words):
        _read_sheet(_parquet(tmp_path, {"label": ["a"], "figure": column}), [1])


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    """With the file's name; so is one that was cut off, that is not there, or whose headings are elsewhere."""
    path = _parquet(tmp_path, {"label": ["a"] * 100})
    whole = path.read_bytes()
    for content in (b"", b"label\n", whole[:-20], whole[:40]):
        path.write_bytes(content)
        with pytest.raises(UnreadableInputError, match=r"t\.parquet cannot be read as Parquet"):
            _read_sheet(path, [1])
    path.write_bytes(whole)
    with pytest.raises(UnreadableInputError, match="heading_rows is"):
        _read_sheet(path, [1, 2])
    path.unlink()
    with pytest.raises(UnreadableInputError, match=r"t\.parquet"):
        _read_sheet(path, [1])
    with pytest.raises(UnreadableInputError, match=r"\.csv or \.parquet"):
        _read_sheet(tmp_path / "t.xls", [1])


@pytest.mark.slow
def test_damage_is_told_and_takes_nothing_down(tmp_path: Path) -> None:
    """Wherever it is; some of it ends the process in which the file is decoded."""
    path = _parquet(tmp_path, {"label": ["a"] * 100})
    whole = path.read_bytes()
    for place in range(4, len(whole), 40):
        path.write_bytes(whole[:place] + b"\xff" * 4 + whole[place + 4 :])
        with contextlib.suppress(UnreadableInputError):  # not every byte counts
            assert _read_sheet(path, [1]).cells["A"].len() == 100


def test_the_number_of_rows_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file can say that it has very many."""
    monkeypatch.setattr(parquet_file, "MAX_ROWS", 2)
    with pytest.raises(UnreadableInputError, match="more than 2 rows"):
        _read_sheet(_parquet(tmp_path, {"label": ["a"] * 3}), [1])
    monkeypatch.setattr(csv_file, "MAX_BYTES", 2)
    with pytest.raises(UnreadableInputError, match="larger than 2 bytes"):
        _read_sheet(_csv(tmp_path, ROWS), [1])


def test_rows_of_another_width_are_told_apart(tmp_path: Path) -> None:
    """Wherever they stand; blank rows are none."""
    rows = [*ROWS, ["Profit", "3"], [], ["", ""], ["Tax", "1", "2", "3"], ["Cash", "1", "2"]]
    sheet = _read_sheet(_csv(tmp_path, rows), [1])
    assert sheet.ragged == [(5, 2), (8, 4)]
    assert sheet.cells["row"].to_list() == [2, 3, 4, 9]


def test_a_sheet_is_the_same_however_much_is_read_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch may end anywhere below the headings."""
    rows = [*ROWS, ["Profit", "3"], ["Line\nfeed", 'a "quote"', ","], ["Tax", "1", "2", "3"]] * 3
    path = _csv(tmp_path, rows)
    whole = _read_sheet(path, [1])
    for size in (1, 2, 5):
        monkeypatch.setattr(records, "_BATCH", size)
        parts = _read_sheet(path, [1])
        assert parts.cells.equals(whole.cells)
        assert parts.ragged == whole.ragged


def test_headings_above_each_other_are_joined(tmp_path: Path) -> None:
    """One in an upper row stands above the blank cells to its right too."""
    rows = [["Title", "", ""], ["", "Year", ""], ["", "2002", "2003"], ["Revenues", "1", "2"]]
    sheet = _read_sheet(_csv(tmp_path, rows), [2, 3])
    assert sheet.headings == ["", "Year 2002", "Year 2003"]
    assert sheet.cells.rows() == [(4, "Revenues", "1", "2")]
    with pytest.raises(UnreadableInputError, match="has 4 rows"):
        _read_sheet(tmp_path / "t.csv", [5])


def test_decimals_of_parquet_have_the_mark_of_their_table(tmp_path: Path) -> None:
    """Where a point groups digits, it would make a figure a thousand times as large."""
    path = _parquet(tmp_path, {"label": ["a"], "figure": pl.Series([Decimal("1.234")], dtype=pl.Decimal(38, 3))})
    file = TableFile(path, path.name, "de", (1,), {})
    assert read_sheet(file).cells["B"].to_list() == ["1,234"]
