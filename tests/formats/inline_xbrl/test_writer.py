"""The Inline XBRL writer: documents that the schema takes, that show what is printed, and that Arelle reads."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from lxml import etree

from exporter.errors import MisuseError
from exporter.export import export_report
from exporter.formats.inline_xbrl.facts_page import write_facts_page
from exporter.formats.inline_xbrl.page import CELL_COLUMNS, ROW_COLUMNS, Heading, Page, PageTable
from exporter.formats.inline_xbrl.reader import read_inline
from exporter.formats.inline_xbrl.writer import write_inline
from exporter.report.report import FOOTNOTE_COLUMNS, Report, facts_frame
from tests.formats.inline_xbrl.arelle_reading import read_with_arelle
from tests.projects import write_print_project, write_project
from tests.reports import reports, with_plain_digits

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


@pytest.mark.slow
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


def test_headings_reach_down_over_nothing(tmp_path: Path) -> None:
    """And those over texts stand to the left, as these do."""
    blank, year = Heading(""), Heading("Year", 2)
    headings = ((blank, Heading("Name", is_words=True), year), (blank, blank, Heading("2020"), Heading("2019")))
    rows, cells = pl.DataFrame(schema=ROW_COLUMNS), pl.DataFrame(schema=CELL_COLUMNS)
    document = tmp_path / "page.xhtml"
    table = PageTable("1", ("Title",), headings, rows, cells)
    write_inline(Report(facts_frame(()), {}), {document: Page("en", "Page", (table,))})
    shown = [
        [(cell.text, cell.get("rowspan"), cell.get("colspan"), cell.get("class")) for cell in row]
        for row in etree.parse(document).getroot().iter(f"{XHTML}tr")
    ]
    assert shown == [
        [(None, "2", None, "corner"), ("Name", "2", None, "words"), ("Year", None, "2", "span")],
        [("2020", None, None, None), ("2019", None, None, None)],
    ]


def test_what_closes_a_figure_stands_beyond_its_digits(tmp_path: Path) -> None:
    """So that the digits stand below each other, tagged or not."""
    (document,) = _export(write_project(tmp_path)).glob("*.xhtml")
    marks = etree.parse(document).getroot().iterfind(f".//{XHTML}span[@class='hang']")
    assert [mark.text for mark in marks] == ["%", ")", ")", "%)", ")", "%"]


def test_marks_lead_to_their_notes(tmp_path: Path) -> None:
    """At labels, headings, captions and figures, where the mark is the last that is printed."""
    changes = {
        "report.toml": (('dash = "zero"', 'dash = "zero"\nfootnotes = ["one", "star"]'),),
        "statement.csv": (('Revenues,"1,200"', 'Revenues (1),"1,200 *"'),),
        "mapping.csv": (("statement,,Revenues", "statement,,Revenues (1)"),),
    }
    folder = write_project(tmp_path, changes)
    (folder / "footnotes.csv").write_text("footnote,mark,text\none,(1),First.\nstar,*,Second.\n", encoding="utf-8")
    (document,) = _export(folder).glob("*.xhtml")
    root = etree.parse(document).getroot()
    links = [(link.text, link.get("href")) for link in root.iter(f"{XHTML}a")]
    assert [link for link in links if "#note" in str(link)] == [
        ("(1)", "#note-one.en"),
        ("*", "#note-star.en"),
    ]
    targets = {element.get("id") for element in root.iter("{http://www.xbrl.org/2013/inlineXBRL}footnote")}
    assert targets == {"note-one.en", "note-star.en"}


def test_several_marks_lead_to_their_notes(tmp_path: Path) -> None:
    """In any order at the end of a text; and what only looks like one does not."""
    changes = {
        "report.toml": (('dash = "zero"', 'dash = "zero"\nfootnotes = ["one", "star", "three"]'),),
        "statement.csv": (
            ("Revenues,", "Revenues ¹ *,"),
            ("Cash at beginning,", "Cash *\u3001¹,"),
            ("Cash at end", "Cash in 2013"),
        ),
        "mapping.csv": (
            ("statement,,Revenues,", "statement,,Revenues ¹ *,"),
            ("Cash at beginning", "Cash *\u3001¹"),
            ("Cash at end", "Cash in 2013"),
        ),
    }
    folder = write_project(tmp_path, changes)
    notes = "footnote,mark,text\none,¹,First.\nstar,*,Second.\nthree,3,Third.\n"
    (folder / "footnotes.csv").write_text(notes, encoding="utf-8")
    (document,) = _export(folder).glob("*.xhtml")
    labels = [label for label in etree.parse(document).getroot().iter(f"{XHTML}th") if label.get("scope") == "row"]
    linked = {"".join(label.itertext()): [link.text for link in label.iter(f"{XHTML}a")] for label in labels}
    assert linked["Revenues ¹ *"] == ["¹", "*"]
    assert linked["Cash *\u3001¹"] == ["*", "¹"]
    assert linked["Cash in 2013"] == []


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


@given(reports())
def test_a_report_that_was_printed_nowhere_comes_back(report: Report) -> None:
    """As a list of its facts, but for what Inline XBRL has no place for; the findings tell of that."""
    kept = _without_traits(report)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xhtml"
        write_facts_page(report, path)
        reading = read_inline(path)
    assert [str(found) for found in reading.findings] == []
    read = replace(reading.report, source=None)
    assert (read.facts.sort("id").rows(), read.footnote_texts.rows()) == (
        replace(kept, namespaces=read.namespaces).facts.sort("id").rows(),
        kept.footnote_texts.rows(),
    )


def _without_traits(report: Report) -> Report:
    """The report as an Inline XBRL document keeps it, its numbers in plain digits."""
    names = [name for name in report.footnotes.columns if name in FOOTNOTE_COLUMNS]
    kept = replace(report, table=report.facts.drop("attributes", strict=False))
    return replace(with_plain_digits(kept), footnotes=report.footnotes.select(names), references=())
