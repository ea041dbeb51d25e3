"""Data frames in the place of tables' files: the same filing as the files give, and nothing rounded."""

from __future__ import annotations

import datetime
import importlib.util
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

import exporter
from exporter.line_items.frame import with_frames
from exporter.line_items.inputs import read_sheet
from exporter.project.report_toml import read_project
from tests.ledgers import write_ledger
from tests.projects import write_print_project, write_project

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.export import Export
    from exporter.line_items.sheet import Sheet

_STATEMENT: dict[str, list[Any]] = {
    "": ["Results:", "Revenues", "Costs", "Profit (loss)", "Cash at beginning", "Cash at end"],
    "FY2020": [None, 1200, -900, 300, 50, 70],
    "FY2019": [None, 1000, -1100, -100, 0, 50],
    "Change": [None, 20.0, -18.2, None, None, 40.0],
}


def _sheet(folder: Path, frame: Any, name: str = "statement") -> Sheet:  # noqa: ANN401 - any kind of data frame
    project, _ = read_project(folder)
    assert project is not None
    return read_sheet(with_frames(project, {name: frame}).tables["statement"].files[0])


def _filed(result: Export) -> dict[str, bytes]:
    assert [str(found) for found in result.findings if found.severity == "error"] == []
    return {path.name: path.read_bytes() for path in (result.out / "filing").iterdir()}


def _in_pandas(columns: dict[str, list[Any]]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})


class _Stream:
    """Something that has nothing but the Arrow interface."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


def test_pyarrow_is_not_there() -> None:
    """All of these tests run without it, as the package does."""
    assert importlib.util.find_spec("pyarrow") is None


@pytest.mark.parametrize(
    "frame",
    [
        _in_pandas(_STATEMENT),
        pytest.param(_in_pandas(_STATEMENT).convert_dtypes(), marks=pytest.mark.slow),
        pytest.param(_in_pandas(_STATEMENT).set_index(""), marks=pytest.mark.slow),
        pl.DataFrame(_STATEMENT),
        pytest.param(pl.LazyFrame(_STATEMENT), marks=pytest.mark.slow),
        pytest.param(
            pl.DataFrame(_STATEMENT).cast({"FY2020": pl.Decimal(38, 2), "FY2019": pl.String, "": pl.Categorical}),
            marks=pytest.mark.slow,
        ),
        pytest.param(_Stream(pl.DataFrame(_STATEMENT)), marks=pytest.mark.slow),
    ],
)
def test_a_frame_gives_the_same_filing_as_the_file(frame: Any, tmp_path: Path) -> None:  # noqa: ANN401 - as above
    """To the byte, with sources that name the file, which need not be there."""
    from_file = exporter.export_report(write_project(tmp_path), tmp_path / "file", arelle=False)
    (tmp_path / "statement.csv").unlink()
    tables = {"statement": frame}
    from_frame = exporter.export_report(tmp_path, tmp_path / "frame", tables=tables, arelle=False)
    assert _filed(from_frame) == _filed(from_file)
    assert from_frame.ledger[["file", "row", "column", "value"]].equals(
        from_file.ledger[["file", "row", "column", "value"]]
    )
    proof = exporter.check_round_trip(tmp_path, tmp_path / "frame", tables=tables, arelle=False)
    assert proof.ok
    items, findings = exporter.read_line_items(tmp_path, tables)
    assert findings == []
    assert set(items["file"]) == {"statement.csv"}


def test_a_relation_of_duckdb_is_a_ledger(tmp_path: Path) -> None:
    """A file is named by its name, too."""
    folder = write_ledger(tmp_path)
    expected = _filed(exporter.export_report(folder, tmp_path / "file", arelle=False))
    relation = duckdb.read_csv(
        str(folder / "ledger.csv"), dtype={"Debit": "decimal(18, 2)", "Credit": "decimal(18, 2)"}
    )
    result = exporter.export_report(folder, tmp_path / "frame", tables={"ledger.csv": relation}, arelle=False)
    assert _filed(result) == expected


@pytest.mark.slow
def test_the_documents_have_the_headings_of_the_frame(tmp_path: Path) -> None:
    """As they would have those of the file."""
    write_project(tmp_path)
    expected = exporter.export_report(tmp_path, tmp_path / "file", arelle=False, formats=["inline"])
    frame = pd.read_csv(tmp_path / "statement.csv", dtype=str)
    tables = {"statement": frame.rename(columns={"Unnamed: 0": ""})}
    result = exporter.export_report(tmp_path, tmp_path / "frame", tables=tables, arelle=False, formats=["inline"])
    assert _filed(result) == _filed(expected)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("(1,200)", "(1,200)"),
        (1200, "1200"),
        (np.int64(1200), "1200"),
        (2**70, str(2**70)),
        (Decimal("1200.50"), "1200.50"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.00000000000000000000000000000000000000001"), "0.00000000000000000000000000000000000000001"),
        (datetime.date(2020, 12, 31), "2020-12-31"),
        (pd.Timestamp("2020-12-31"), "2020-12-31"),
        (pd.Timestamp("2020-12-31 10:00"), "2020-12-31 10:00:00"),
        (True, "true"),
        (np.False_, "false"),
        *((nothing, "") for nothing in (None, pd.NA, pd.NaT, float("nan"), Decimal("NaN"))),
    ],
)
def test_a_value_is_the_text_that_says_it(value: object, text: str, tmp_path: Path) -> None:
    """Exactly."""
    folder = write_project(tmp_path)
    sheet = _sheet(folder, _in_pandas({"": ["Revenues", "Costs"], "FY2020": [value, "1"]}))
    assert sheet.cells["B"].cast(pl.String).to_list() == [text, "1"]
    assert sheet.cells["row"].to_list() == [2, 3]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.1, "'FY2020' has the binary float 0.1 in row 1, counted from 0; give texts, whole numbers or Decimals"),
        (np.float32(2), "the binary float 2.0"),
        (Decimal("Infinity"), "the Decimal Infinity"),
        ([1], "the list"),
        (datetime.timedelta(1), "the timedelta"),
        (b"x", "the bytes"),
        ("\ud800", "surrogates"),
    ],
)
def test_what_is_not_exact_is_refused(value: object, words: str, tmp_path: Path) -> None:
    """With its place, and what to do."""
    frame = _in_pandas({"": ["Revenues", "Costs"], "FY2020": ["1", value]})
    with pytest.raises(exporter.MisuseError, match=words):
        _sheet(write_project(tmp_path), frame)


@pytest.mark.parametrize(
    "column", [pd.Series([1.0, None]), pl.Series([0.1, 0.2]), pl.Series([[1], [2]]), pl.Series([b"a", b"b"])]
)
def test_a_column_that_is_not_exact_is_refused(column: pd.Series | pl.Series, tmp_path: Path) -> None:
    """Whole numbers with gaps are floats in pandas, and the message says what to do."""
    library: Any = pd if isinstance(column, pd.Series) else pl
    frame = library.DataFrame({"": ["Revenues", "Costs"], "FY2020": column})
    with pytest.raises(exporter.MisuseError, match=r"FY2020"):
        _sheet(write_project(tmp_path), frame)


def test_empty_and_excluded_columns_of_floats_are_taken(tmp_path: Path) -> None:
    """A column in which nothing stands is one of floats in pandas; and what is excluded need not be exact."""
    nan = float("nan")
    frame = pd.DataFrame({"": ["a", "b"], "FY2020": [nan, nan], "Change": [0.5, nan]})
    for each in (frame, pl.DataFrame({name: frame[name].tolist() for name in frame})):
        assert _sheet(write_project(tmp_path), each).cells.rows() == [(2, "a", "", "0.5"), (3, "b", "", "")]


@pytest.mark.parametrize("library", [pd, pl])
def test_decimals_have_the_mark_of_their_table(library: Any, tmp_path: Path) -> None:  # noqa: ANN401 - a module
    """In German a point would group the digits, and the figure be a thousand times as large."""
    folder = write_print_project(tmp_path, {"Revenues": "1,234"}, 'locale = "de-DE"')
    frame = library.DataFrame({"": ["Revenues"], "2020": [Decimal("1.234")]})
    result = exporter.export_report(folder, tables={"statement": frame}, arelle=False)
    assert result.report is not None
    assert [fact.value for fact in result.report] == ["1.234"]


def test_headings_above_each_other_are_joined(tmp_path: Path) -> None:
    """As those of a file are; numbers are headings, too."""
    columns = pd.MultiIndex.from_tuples([("", ""), ("FY2020", ""), ("Year", 2019)])
    sheet = _sheet(write_project(tmp_path), pd.DataFrame([["a", "1", "2"]], columns=columns))
    assert sheet.headings == ["", "FY2020", "Year 2019"]


def test_rows_are_counted_from_the_row_of_headings(tmp_path: Path) -> None:
    """So that an excluded cell is the same one."""
    folder = write_project(tmp_path, {"report.toml": (('"statement.csv"', '"statement.csv"\nheading_rows = [2, 4]'),)})
    sheet = _sheet(folder, pl.DataFrame({"": ["a"], "FY2020": ["1"]}))
    assert (sheet.heading_rows, sheet.cells["row"].to_list(), len(sheet.head)) == ((4,), [5], 4)


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"statment": None}, "no table or file 'statment'; did you mean 'statement'"),
        ({"zzz": None}, "there are statement"),
        ({"statement": 7}, "table 'statement': this is neither .* but int"),
        ({"statement": pd.DataFrame()}, "no headings"),
        ({"statement": pd.DataFrame([["a", "b"]], columns=["x", "x"])}, "two columns .* 'x'"),
        ({"statement": pl.DataFrame({"x": [1], "x ": [2]})}, "two columns .* 'x'"),
        ({"statement": pl.DataFrame(_STATEMENT), "statement.csv": pl.DataFrame(_STATEMENT)}, "a second data frame"),
    ],
)
def test_what_is_no_table_is_refused(tables: dict[str, Any], words: str, tmp_path: Path) -> None:
    """Before anything is written."""
    with pytest.raises(exporter.MisuseError, match=words):
        exporter.export_report(write_project(tmp_path), tables=tables, arelle=False)
    assert not (tmp_path / "out").exists()


def test_a_table_of_several_files_has_a_frame_for_each(tmp_path: Path) -> None:
    """They are named by the files, since the table's name would not say which is meant."""
    second = '[[tables.statement.files]]\nfile = "ja.csv"\nlanguage = "ja"\ncolumns = { "2020" = { exclude = "x" } }\n'
    folder = write_project(tmp_path, {"report.toml": (("[[tables", f"{second}\n[[tables"),)})
    frame = pl.DataFrame({"": ["a"], "2020": [1]})
    (folder / "ja.csv").write_text(",2020\n", encoding="utf-8")
    with pytest.raises(exporter.MisuseError, match=r"several files; .* 'ja\.csv' or 'statement\.csv'"):
        _sheet(folder, frame)
    assert _sheet(folder, frame, "ja.csv").headings == ["", "2020"]


def test_a_sheet_with_two_tables_is_not_replaced(tmp_path: Path) -> None:
    """Their cells could not be told apart."""
    files = 'file = "b.xlsx"\nsheet = "S"\nrange = "A1:B9"\ncolumns = { "2020" = { exclude = "x" } }\n'
    third = files.replace("A1:B9", "D1:E9")
    second = f"[tables.other]\n[[tables.other.files]]\n{files}\n[[tables.statement.files]]\n{third}"
    folder = write_project(tmp_path, {"report.toml": (("[[tables", f"{second}\n[[tables"),)})
    (folder / "b.xlsx").write_bytes(b"")
    with pytest.raises(exporter.MisuseError, match=r"b\.xlsx!S has several tables"):
        _sheet(folder, pl.DataFrame({"": ["a"], "2020": [1]}), "other")


def test_a_sheet_of_a_workbook_is_named(tmp_path: Path) -> None:
    """As sources name it."""
    folder = write_project(tmp_path, {"report.toml": (('"statement.csv"', '"book.xlsx"\nsheet = "Year"'),)})
    (folder / "book.xlsx").write_bytes(b"")
    sheet = _sheet(folder, pl.DataFrame({"": ["a"], "FY2020": [1]}), "book.xlsx!Year")
    assert (sheet.within, sheet.heading_rows) == ("!Year", (1,))


def test_line_items_take_the_place_of_all_tables(tmp_path: Path) -> None:
    """So that no table can be given beside them; they may be a frame of polars."""
    folder = write_project(tmp_path)
    items, _ = exporter.read_line_items(folder)
    in_polars = pl.DataFrame({name: items[name].tolist() for name in items})
    result = exporter.export_report(folder, line_items=in_polars, arelle=False)
    assert [found.code for found in result.findings] == ["judge.notRun"]
    with pytest.raises(exporter.MisuseError, match="no table can be given beside"):
        exporter.export_report(folder, line_items=items, tables={"statement": items}, arelle=False)
