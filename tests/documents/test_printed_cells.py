"""Printed cells in a page: what is tagged of a print, and what the tag says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.documents import printed_cells
from tests.documents.laid_out import lay_out
from tests.projects import write_print_project, write_project

if TYPE_CHECKING:
    from pathlib import Path

_COLUMNS = ("before", "shown", "after", "scale", "negative", "format")
_DOT = "num-dot-decimal"


@pytest.mark.parametrize(
    ("printed", "table", "cell"),
    [
        ("1200", "", ("", "1200", "", 0, False, None)),
        ("1,200", "", ("", "1,200", "", 0, False, _DOT)),
        ("(1,200)", "", ("(", "1,200", ")", 0, True, _DOT)),
        ("▲1,200.50", "", ("▲", "1,200.50", "", 0, True, _DOT)),
        ("１，２００", "", ("", "1,200", "", 0, False, _DOT)),
        ("1.200,5", 'locale = "de-DE"', ("", "1.200,5", "", 0, False, "num-comma-decimal")),
        ("€ 1,200 ", "", ("€ ", "1,200", " ", 0, False, _DOT)),
        ("12.5 m", "suffixes = { m = 6 }", ("", "12.5", " m", 6, False, None)),
        ("-", 'dash = "zero"', ("", "-", "", None, False, "fixed-zero")),
        ("0", "", ("", "0", "", 0, False, None)),
        ("0.00", "", ("", "0.00", "", 0, False, None)),
    ],
)
def test_the_digits_of_a_print_are_tagged(printed: str, table: str, cell: tuple[object, ...], tmp_path: Path) -> None:
    """What stands around them, the sign included, is shown beside the tag."""
    documents, _, findings = lay_out(write_print_project(tmp_path, {"Revenues": printed}, table))
    (page,) = documents.pages
    (table_of_page,) = page.tables
    assert table_of_page.cells.select(_COLUMNS).rows() == [cell]
    assert findings == []


def test_a_percentage_is_scaled_by_a_hundredth(tmp_path: Path) -> None:
    """Its sign stands behind the tag."""
    documents, _, _ = lay_out(write_print_project(tmp_path, {"Margin": "12.5%"}, unit="pure"))
    assert documents.pages[0].tables[0].cells.select(_COLUMNS).rows() == [("", "12.5", "%", -2, False, None)]


def test_a_nil_figure_shows_its_dash(tmp_path: Path) -> None:
    """Before an element that is empty, and says that it is nil."""
    documents, _, _ = lay_out(write_print_project(tmp_path, {"Revenues": "-", "Costs": "5"}, 'dash = "nil"'))
    cells = documents.pages[0].tables[0].cells
    assert cells.select("before", "shown", "nil", "kind").rows()[0] == ("-", "", True, "number")


@pytest.mark.parametrize(
    ("label", "printed", "cell"),
    [
        ("Company", " Acme  Inc. ", ("", " Acme  Inc. ", "", None, False, None)),
        ("Date", "September 30, 2003", ("", "September 30, 2003", "", None, False, "date-monthname-day-year-en")),
        ("Date", "\u30002003-09-30 ", ("\u3000", "2003-09-30", " ", None, False, None)),
    ],
)
def test_texts_are_tagged_whole(label: str, printed: str, cell: tuple[object, ...], tmp_path: Path) -> None:
    """A text with its blanks; of a date only what its transformation takes."""
    prints = {"Revenues": "5", label: printed}
    folder = write_print_project(tmp_path, prints)
    text = (folder / "report.toml").read_text(encoding="utf-8")
    (folder / "report.toml").write_text(text.replace('unit = "EUR"', 'unit = "EUR"'), encoding="utf-8")
    documents, _, findings = lay_out(folder)
    assert documents.pages[0].tables[0].cells.select(_COLUMNS).rows()[1] == cell
    assert findings == []


def test_what_no_transformation_takes_is_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is shown untagged, and a finding tells of it at its cell; here no rule is to be had."""
    monkeypatch.setattr(printed_cells, "date_format", lambda *_: None)
    folder = write_print_project(tmp_path, {"Revenues": "5", "Date": "30-Sep-2003"})
    documents, _, findings = lay_out(folder)
    (page,) = documents.pages
    assert page.tables[0].cells.select("shown", "kind").rows()[1] == ("30-Sep-2003", None)
    assert page.hidden.select("shown", "kind").rows() == [("2003-09-30", "text")]
    assert [(found.code, str(found.source)) for found in findings] == [("documents.hidden", 'statement.csv:3 B "2020"')]


def test_prints_that_are_not_filed_have_numbers(tmp_path: Path) -> None:
    """A second print of a fact is an element of its own; one that differs from what is filed is none."""
    rounded, differs = "Revenues again,1,,\n", "Costs again,(901),,\n"
    again = (
        "statement,,Revenues again,m:Revenues,as printed,none,,,6,-6,,,\n"
        "statement,,Costs again,m:Costs,reversed,none,,,,,,,check\n"
    )
    changes = {
        "statement.csv": (("Cash at beginning", f"{rounded}{differs}Cash at beginning"),),
        "mapping.csv": (
            (
                "decimals,dimensions,note\n",
                f"decimals,dimensions,note,use\n{again}",
            ),
            ("m:Revenues,as printed,,,,,,,\n", "m:Revenues,as printed,,,,,,,,\n"),
            ("Printed as a deduction\n", "Printed as a deduction,\n"),
            ("totalLabel,,,,,,\n", "totalLabel,,,,,,,\n"),
            ("periodStartLabel,start,,,,,\n", "periodStartLabel,start,,,,,,\n"),
            ("periodEndLabel,end,,,,,\n", "periodEndLabel,end,,,,,,\n"),
        ),
    }
    documents, _, _ = lay_out(write_project(tmp_path, changes))
    cells = documents.pages[0].tables[0].cells
    assert cells.filter(row=6).select("element", "scale", "decimals").row(0) == (
        "m_Revenues.D20200101-20201231.JPY.print-2",
        6,
        -6,
    )
    assert cells.filter(row=7).select("kind", "role").row(0) == (None, "check")
