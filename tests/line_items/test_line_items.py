"""Line items: the cells of the tables, where they stand and what their headings mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from exporter.errors import UnreadableInputError
from exporter.line_items.cell_columns import LINE_ITEM_COLUMNS
from exporter.line_items.line_items import read_tables
from exporter.project.report_toml import read_project
from tests.projects import write_project

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.project.project import Project


def _project(tmp_path: Path, **changes: tuple[tuple[str, str], ...]) -> Project:
    names = {"toml": "report.toml", "table": "statement.csv"}
    project, findings = read_project(write_project(tmp_path, {names[key]: value for key, value in changes.items()}))
    assert project is not None, findings
    return project


def test_every_cell_under_a_heading_is_a_row(tmp_path: Path) -> None:
    """Six rows of three columns give eighteen cells, as printed, with section, label and heading."""
    items, findings = read_tables(_project(tmp_path))
    assert findings == []
    assert items.schema == LINE_ITEM_COLUMNS
    assert items.height == 18
    costs = items.row(7, named=True)
    assert costs["printed"] == "(1,100)"
    assert (costs["row"], costs["column"], costs["heading"]) == (4, "C", "FY2019")
    assert (costs["section"], costs["label"], costs["period"]) == ("Results:", "Costs", "2019")


def test_headings_in_two_rows_are_joined_and_span_to_the_right(tmp_path: Path) -> None:
    """A heading above blank cells stands above them too, but not the last row's."""
    table = (
        (",FY2020,FY2019,Change", "Printed by Acme,,,\n,Year,,Change\n,FY2020,FY2019,"),
        ("Results:", "Results"),
    )
    toml = (
        ('file = "statement.csv"', 'file = "statement.csv"\nheading_rows = [2, 3]'),
        ('"FY2020" =', '"Year FY2020" ='),
        ('"FY2019" =', '"Year FY2019" ='),
    )
    items, findings = read_tables(_project(tmp_path, table=table, toml=toml))
    assert findings == []
    assert items["heading"].unique(maintain_order=True).to_list() == ["Year FY2020", "Year FY2019", "Change"]
    assert items["row"].min() == 4


@pytest.mark.parametrize(
    ("code", "old", "new", "place"),
    [
        ("lineItems.ragged", 'Revenues,"1,200"', "Revenues,1,200", "statement.csv:3"),
        ("lineItems.unknownHeading", ",FY2020", ",FY2021", "statement.csv:1 B"),
        ("lineItems.missingHeading", ",FY2020", ",FY2021", "statement.csv:1"),
        ("lineItems.duplicateHeading", "FY2019", "FY2020", "statement.csv:1 C"),
        ("lineItems.duplicateRow", "Costs,", "Revenues,", "statement.csv:4 A"),
    ],
)
def test_a_fault_of_shape_is_a_finding_at_its_place(tmp_path: Path, code: str, old: str, new: str, place: str) -> None:
    """Ragged rows, strange headings and rows that cannot be told apart are reported where they stand."""
    _, findings = read_tables(_project(tmp_path, table=((old, new),)))
    assert place in [str(finding.source) for finding in findings if finding.code == code]


def test_an_unknown_heading_names_the_nearest_declared_one(tmp_path: Path) -> None:
    """The hint helps to find the slip of the pen."""
    _, findings = read_tables(_project(tmp_path, table=(("Change", "Changes"),)))
    hints = [finding.hint for finding in findings if finding.code == "lineItems.unknownHeading"]
    assert hints == ["did you mean 'Change'?"]


@pytest.mark.parametrize("content", ["売上高".encode("cp932"), b'a,"b\n', b"\x00"])
def test_what_is_no_csv_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    """A wrongly encoded or broken file is unreadable input, named in the message."""
    project = _project(tmp_path)
    (tmp_path / "statement.csv").write_bytes(content)
    with pytest.raises(UnreadableInputError, match=r"statement\.csv"):
        read_tables(project)


def test_a_missing_table_cannot_be_read(tmp_path: Path) -> None:
    """A file that report.toml names but that is not there is unreadable input."""
    project = _project(tmp_path)
    (tmp_path / "statement.csv").unlink()
    with pytest.raises(UnreadableInputError, match=r"statement\.csv"):
        read_tables(project)


def test_columns_in_which_nothing_stands_are_passed_over(tmp_path: Path) -> None:
    """Spacers with neither heading nor content; one with content is an error."""
    spaced = (
        (",FY2020,FY2019,Change", ",FY2020,,FY2019,,Change"),
        ("Results:,,,", "Results:,,,,,"),
        ('Revenues,"1,200","1,000",20.0%', 'Revenues,"1,200",,"1,000",,20.0%'),
        ('Costs,(900),"(1,100)",(18.2%)', 'Costs,(900),,"(1,100)",,(18.2%)'),
        ("Profit (loss),300,(100),", "Profit (loss),300,,(100),,"),
        ("Cash at beginning,50,-,", "Cash at beginning,50,,-,,"),
        ("Cash at end,70,50,40.0%", "Cash at end,70,,50,,40.0%"),
    )
    items, findings = read_tables(_project(tmp_path / "a", table=spaced))
    assert findings == []
    assert items.filter(pl.col("heading") != "").height == 18
    _, findings = read_tables(_project(tmp_path / "b", table=(*spaced, ("(100),,", "(100),1,"))))
    assert [(finding.code, str(finding.source)) for finding in findings] == [
        ("lineItems.unknownHeading", "statement.csv:1 E")
    ]


def test_excluded_columns_may_share_a_heading(tmp_path: Path) -> None:
    """Nothing is mixed up when neither is read."""
    table = (("FY2019,Change", "Change,Change"),)
    toml = (('"FY2019" = { period = "2019", unit = "JPY" }\n', ""),)
    _, findings = read_tables(_project(tmp_path, table=table, toml=toml))
    assert findings == []


def test_text_in_an_excluded_column_makes_no_figures(tmp_path: Path) -> None:
    """A heading with a remark stays a heading."""
    items, findings = read_tables(_project(tmp_path, table=(("Results:,,,", "Results:,,,see page 5"),)))
    assert findings == []
    assert items.filter(items["row"] == 3)["section"].to_list() == ["Results:"] * 3


def test_a_row_between_the_heading_rows_is_not_passed_over(tmp_path: Path) -> None:
    """It would be in no ledger; a blank one may stand there."""
    toml = (('file = "statement.csv"', 'file = "statement.csv"\nheading_rows = [1, 3]'),)
    for name, between, codes in (("a", "Unread,1,2,3", ["lineItems.rowBetween"]), ("b", ",,,", [])):
        table = ((",FY2020,FY2019,Change\nResults:,,,", f",FY2020,FY2019,Change\n{between}\n,,,"),)
        _, findings = read_tables(_project(tmp_path / name, table=table, toml=toml))
        assert [finding.code for finding in findings] == codes


def test_the_heading_of_the_labels_stands_above_them_alone(tmp_path: Path) -> None:
    """A title in column A spans over no figures."""
    table = ((",FY2020,FY2019,Change", "Statement of operations,,,\n,FY2020,FY2019,Change"),)
    toml = (('file = "statement.csv"', 'file = "statement.csv"\nheading_rows = [1, 2]'),)
    _, findings = read_tables(_project(tmp_path, table=table, toml=toml))
    assert findings == []


def test_the_sides_of_a_ledger_are_to_be_declared(tmp_path: Path) -> None:
    """A loss on the debit side would be a profit; the error prints the line."""
    table = ((",FY2020,FY2019,", ",Debit,Credit,"),)
    toml = (('"FY2020" = { period', '"Debit" = { period'), ('"FY2019" = { period', '"Credit" = { period'))
    _, findings = read_tables(_project(tmp_path / "a", table=table, toml=toml))
    assert [(finding.code, finding.hint) for finding in findings] == [
        ("lineItems.undeclaredSide", 'in report.toml, in the column "Debit", write: side = "debit"'),
        ("lineItems.undeclaredSide", 'in report.toml, in the column "Credit", write: side = "credit"'),
    ]
    sides = (('unit = "JPY"', 'side = "debit", unit = "JPY"'), ('2019", unit', '2019", side = "credit", unit'))
    _, findings = read_tables(_project(tmp_path / "b", table=table, toml=(*toml, *sides)))
    assert findings == []


def test_a_row_without_label_is_named_by_its_number(tmp_path: Path) -> None:
    """As totals are printed; mapping.csv can name it so."""
    items, findings = read_tables(_project(tmp_path, table=(("Profit (loss),300", ",300"),)))
    assert findings == []
    assert items.filter(items["row"] == 5)["label"].to_list() == ["[row 5]"] * 3


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("statement.xls", "what workbooks of this kind show cannot be read with certainty: save it as .xlsx"),
        ("statement.tsv", r'below its table, write: delimiter = "\\t"'),
        ("statement.pdf", "other kinds of table cannot be read yet"),
    ],
)
def test_other_kinds_of_file_are_refused_with_what_to_do(tmp_path: Path, file: str, words: str) -> None:
    """A workbook, tabs, and what is no table at all."""
    write_project(tmp_path)
    (tmp_path / "statement.csv").rename(tmp_path / file)
    report = (tmp_path / "report.toml").read_text(encoding="utf-8").replace("statement.csv", file)
    (tmp_path / "report.toml").write_text(report, encoding="utf-8")
    project, findings = read_project(tmp_path)
    assert project, findings
    with pytest.raises(UnreadableInputError, match=words):
        read_tables(project)


def test_blank_heading_rows_are_told(tmp_path: Path) -> None:
    """With the key that says where the headings are."""
    project = _project(tmp_path, table=((",FY2020,", "\n\n,FY2020,"),))
    with pytest.raises(UnreadableInputError, match=r"has no headings in row 1; say in report\.toml, with heading_rows"):
        read_tables(project)


@pytest.mark.parametrize(
    ("heading", "words"),
    [("FY2021", '"FY2021" = { period = "…", unit = "…" }'), ("Change in %", '"Change in %" = { exclude = "…" }')],
)
def test_a_heading_that_differs_in_more_than_a_slip_is_to_be_declared(tmp_path: Path, heading: str, words: str) -> None:
    """The next year's figures are not last year's, and percentages no amounts."""
    _, findings = read_tables(_project(tmp_path, table=(("FY2020", heading),)))
    (hint,) = [finding.hint for finding in findings if finding.code == "lineItems.unknownHeading"]
    assert words in str(hint)


@pytest.mark.parametrize(
    ("rows", "hint"),
    [
        ("Acme,,,\n,,,\n", "the headings stand in row 3; write heading_rows = [3]"),
        ("Acme,,,\n,FY2020,FY2019,Change\n", "in row 2 and in row 3; write heading_rows = [2] or heading_rows = [3]"),
    ],
)
def test_headings_elsewhere_are_pointed_at(rows: str, hint: str, tmp_path: Path) -> None:
    """With the line to write; of two candidates both are named."""
    write_project(tmp_path)
    path = tmp_path / "statement.csv"
    path.write_text(rows + path.read_text(encoding="utf-8"), encoding="utf-8")
    project, _ = read_project(tmp_path)
    assert project
    found = [each for each in read_tables(project)[1] if each.source and each.source.row == 1]
    # What stands in the first row is no heading, so nobody is told to declare it.
    assert [each.code for each in found] == ["lineItems.missingHeading"] * 3
    assert all(hint in (each.hint or "") for each in found)
