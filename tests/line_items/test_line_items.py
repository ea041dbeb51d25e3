"""Line items: the cells of the tables, where they stand and what their headings mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        ("lineItems.noLabel", "Costs,", ",", "statement.csv:4 A"),
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
