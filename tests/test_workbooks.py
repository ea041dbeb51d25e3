"""A project whose figures stand in a workbook: what is filed, what the ledger says, and faults at their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.export import export_report
from tests.projects import map_folder, write_project
from tests.workbooks.books import Cells, patch, write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

_FILE = 'file = "statement.csv"'
_CELLS: Cells = {
    "A1": "Acme",
    "B3": "FY2020",
    "C3": "FY2019",
    "D3": "Change",
    "A4": "Revenues",
    "B4": (1200000, "#,##0,"),
    "C4": (1000000, "#,##0,"),
    "D4": ("=B4/C4-1", "0.0%"),
    "A5": "Costs",
    "B5": (-900, "#,##0_);(#,##0)"),
    "C5": (-1100, "#,##0_);(#,##0)"),
    "A6": "Profit (loss)",
    "B6": (300, "#,##0"),
    "C6": (-100, "#,##0;[Red]#,##0"),
    "A7": "Cash at beginning",
    "B7": (50, "#,##0"),
    "C7": (0, '#,##0;-#,##0;"–"'),
    "A8": "Cash at end",
    "B8": (70, "#,##0"),
    "C8": (50, "#,##0"),
}


def _project(folder: Path, said: str = "", cells: Cells = _CELLS) -> Path:
    changes = {"report.toml": ((_FILE, f'file = "book.xlsx"\nheading_rows = [3]\n{said}'),)}
    write_project(folder, changes)
    (folder / "statement.csv").unlink()
    write_workbook(folder / "book.xlsx", {"Year 2020": cells})
    return folder


def test_a_workbook_is_filed_and_proven(tmp_path: Path) -> None:
    """As the sheet shows it; the ledger has what is stored, too, and the document the lines above the headings."""
    result = export_report(_project(tmp_path), arelle=False, formats=["xml", "inline"])
    assert [found.code for found in result.findings if found.severity == "error"] == []
    assert result.round_trip
    assert (result.round_trip.counts["equal"], result.round_trip.counts["different"]) == (10, 0)
    ledger = result.ledger
    by_cell = {(cell["row"], cell["column"]): cell for cell in ledger.to_dict("records")}
    said = [(by_cell[row, column]["printed"], by_cell[row, column]["stored"]) for row, column in [(4, "B"), (6, "C")]]
    assert said == [("1,200", "1200000"), ("-100", None)]
    assert by_cell[4, "B"]["file"] == "book.xlsx!Year 2020"
    (path,) = (result.out / "filing").glob("*.xhtml")
    assert "Acme" in path.read_text(encoding="utf-8")


def test_cells_that_say_nothing_certain_are_errors_where_they_are_reported(tmp_path: Path) -> None:
    """And nothing is filed for them; in an excluded column they do not matter."""
    folder = _project(tmp_path)
    patch(folder / "book.xlsx", "xl/worksheets/sheet1.xml", ('t="n"><v>-900</v>', 't="e"><f>1/0</f><v>#DIV/0!</v>'))
    _, mapped, _, findings = map_folder(folder)
    assert [(found.code, str(found.source)) for found in findings if found.severity == "error"] == [
        ("workbook.uncertainCell", "book.xlsx!Year 2020!B5"),
    ]
    assert mapped
    (cell_said,) = mapped.cells.filter(row=5, column="B").to_dicts()
    assert (cell_said["disposition"], cell_said["printed"]) == ("excluded", "#DIV/0!")


def test_two_ranges_of_one_sheet_are_two_tables(tmp_path: Path) -> None:
    """Beside each other, with other headings; sections and rows of the same label do not mix."""
    folder = write_project(
        tmp_path,
        {
            "report.toml": (
                (_FILE, 'file = "book.xlsx"\nrange = "A1:B3"'),
                ('"FY2019" = { period = "2019", unit = "JPY" }\n', ""),
                ('"Change" = { exclude = "derived from the two years" }\n', ""),
            ),
            "mapping.csv": (("statement,,Costs", "other,,Costs"),),
        },
    )
    with (folder / "report.toml").open("a", encoding="utf-8") as report:
        report.write(
            "[tables.other]\nscale = 3\ndecimals = -3\n"
            'files = [{ file = "book.xlsx", range = "D1:F3", columns = { "A" = { period = "2020", unit = "JPY" },'
            ' "FY2020" = { exclude = "another one" } } }]\n'
        )
    mapping = (folder / "mapping.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "mapping.csv").write_text("".join(mapping[:3]), encoding="utf-8")
    cells: Cells = {
        "B1": "FY2020",
        "A2": "Results:",
        "A3": "Revenues",
        "B3": 7,
        "E1": "A",
        "F1": "FY2020",
        "D2": "Costs",
        "E2": -5,
        "F2": 9,
        "D3": "",
        "E3": "",
    }
    write_workbook(folder / "book.xlsx", {"Both": cells})
    _, mapped, _, findings = map_folder(folder)
    assert findings == []
    assert mapped
    facts = mapped.cells.filter(disposition="fact").select("table", "column", "section", "label", "value").rows()
    assert facts == [("statement", "B", "Results:", "Revenues", "7000"), ("other", "E", "", "Costs", "5000")]


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ('figures = "show"', "project.wrongType", "did you mean 'shown'"),
        ('hidden = "no"', "project.wrongType", "allowed are read, skip"),
        ('shet = "S"', "project.unknownKey", "did you mean 'sheet'"),
    ],
)
def test_what_is_said_of_a_workbook_is_checked(said: str, code: str, words: str, tmp_path: Path) -> None:
    """With what is allowed."""
    (found,) = map_folder(_project(tmp_path, said))[3]
    assert (found.code, found.source and found.source.file) == (code, "report.toml")
    assert words in (found.hint or "")


def test_what_is_said_of_workbooks_is_said_of_no_other_file(tmp_path: Path) -> None:
    """A sheet of a CSV file is none."""
    (found,) = map_folder(write_project(tmp_path, {"report.toml": ((_FILE, f'{_FILE}\nsheet = "S"'),)}))[3]
    assert (found.code, found.hint) == ("project.unknownKey", "workbooks are .xlsx and .xlsm")


def test_a_book_may_be_named_several_times(tmp_path: Path) -> None:
    """But each of its sheets and ranges once."""
    twice = 'file = "book.xlsx"\nheading_rows = [3]\n[tables.statement.files.columns]\n"FY2020" = { period = "2020" }\n'
    folder = write_project(
        tmp_path,
        {
            "report.toml": (
                (
                    f"[[tables.statement.files]]\n{_FILE}",
                    f'[[tables.statement.files]]\n{twice}[[tables.statement.files]]\nfile = "book.xlsx"',
                ),
            )
        },
    )
    write_workbook(folder / "book.xlsx", {"S": _CELLS})
    assert "project.duplicateFile" in [found.code for found in map_folder(folder)[3]]


def test_a_hidden_row_is_told_at_its_row(tmp_path: Path) -> None:
    """With what to write."""
    folder = _project(tmp_path)

    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[5].hidden = True

    write_workbook(folder / "book.xlsx", {"Year 2020": _CELLS}, hide)
    found = next(found for found in map_folder(folder)[3] if found.code == "workbook.hidden")
    assert str(found.source) == "book.xlsx!Year 2020!5"
    assert 'hidden = "skip"' in (found.hint or "")
