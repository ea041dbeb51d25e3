"""The Inline XBRL writer: documents that the schema takes, that show what is printed, and that Arelle reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from exporter.errors import MisuseError
from exporter.export import export_report
from exporter.formats.inline_xbrl.reader import read_inline
from tests.formats.inline_xbrl.arelle_reading import read_with_arelle
from tests.projects import write_print_project, write_project

if TYPE_CHECKING:
    from pathlib import Path

XHTML = "{http://www.w3.org/1999/xhtml}"
_HOSTILE = '<script>alert(1)</script>]]>-- &amp; "\u202e\u2028'
_PRINTS = {
    "Revenues": "1,200.25",
    "Costs": "-",
    "Company": _HOSTILE,
    "Date": "September 30, 2003",
}


def _export(folder: Path) -> Path:
    result = export_report(folder, arelle=False, formats=["inline"])
    assert [str(found) for found in result.findings if found.severity == "error"] == []
    return result.out / "filing"


@pytest.mark.parametrize("dash", ["zero", "nil"])
def test_arelle_finds_no_fault_and_the_same_values(dash: str, tmp_path: Path) -> None:
    """With numbers, a dash, a date, and a text that would do harm if it were markup."""
    filing = _export(write_print_project(tmp_path, _PRINTS, f'dash = "{dash}"'))
    messages, values = read_with_arelle(filing)
    assert messages == []
    facts = read_inline(filing).report.facts
    assert values == dict(facts.select("id", "value").iter_rows())


def test_hostile_text_is_shown_and_does_nothing(tmp_path: Path) -> None:
    """It is text in the document, and the fact's value."""
    (document,) = _export(write_print_project(tmp_path, _PRINTS, 'dash = "zero"')).glob("*.xhtml")
    root = etree.parse(document).getroot()
    assert list(root.iter(f"{XHTML}script")) == []
    assert _HOSTILE in {"".join(cell.itertext()) for cell in root.iter(f"{XHTML}td")}


def test_what_is_shown_is_what_is_printed(tmp_path: Path) -> None:
    """Cell by cell, in the order of the table."""
    (document,) = _export(write_project(tmp_path)).glob("*.xhtml")
    rows = [
        ["".join(cell.itertext()) for cell in row if cell.tag != f"{XHTML}span"]
        for row in etree.parse(document).getroot().iter(f"{XHTML}tr")
    ]
    assert rows == [
        ["", "FY2020", "FY2019", "Change"],
        ["Results:"],
        ["Revenues", "1,200", "1,000", "20.0%"],
        ["Costs", "(900)", "(1,100)", "(18.2%)"],
        ["Profit (loss)", "300", "(100)", ""],
        ["Cash at beginning", "50", "-", ""],
        ["Cash at end", "70", "50", "40.0%"],
    ]


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whenever it is exported."""
    folder = write_project(tmp_path)
    (document,) = _export(folder).glob("*.xhtml")
    first = document.read_bytes()
    _export(folder)
    assert document.read_bytes() == first


def test_there_is_no_other_format_of_a_filing(tmp_path: Path) -> None:
    """A name that is not known is refused before anything is read."""
    with pytest.raises(MisuseError, match="no format 'ixbrl'"):
        export_report(tmp_path, formats=["ixbrl"])
