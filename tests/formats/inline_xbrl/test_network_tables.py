"""Tables by a taxonomy's presentation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.formats.inline_xbrl import network_tables as module
from exporter.formats.inline_xbrl.facts_page import facts_page, write_facts_page
from exporter.formats.inline_xbrl.network_tables import network_tables
from exporter.formats.inline_xbrl.reader import read_inline
from exporter.report.names import expanded_name
from exporter.report.presentation import Network, NetworkRow, Presentation
from exporter.report.report import Report, facts_frame
from tests.reports import NAMESPACES, reports, with_plain_digits

if TYPE_CHECKING:
    from exporter.formats.inline_xbrl.page import PageTable

A = "{http://example.org/a}"
PRESENTATION = Presentation(
    (
        Network(
            "Balance sheet",
            (
                NetworkRow(f"{A}Assets", 0, "Assets [Abstract]"),
                NetworkRow(f"{A}Nothing", 1, "Nothing [Abstract]"),
                NetworkRow(f"{A}Cash", 1, "Cash"),
                NetworkRow(f"{A}Total", 1, "Total assets", is_total=True),
            ),
        ),
        Network("Cash flows", (NetworkRow(f"{A}Cash", 0, "Cash at the end"), NetworkRow(f"{A}Flow", 0, "Flow"))),
    ),
    {f"{A}Asia": "Asia [Member]"},
)


def _fact(name: str, concept: str, value: str | None, **aspects: Any) -> dict[str, Any]:  # noqa: ANN401 - what a row holds
    usual = {"entity": "entity:1", "period_end": "2020-12-31", "unit": "iso4217:JPY", "decimals": -3}
    return {"id": name, "concept": f"a:{concept}", "value": value, **usual, **aspects}


def _report(*facts: dict[str, Any]) -> Report:
    return Report(facts_frame(list(facts)), NAMESPACES)


def _lines(table: PageTable) -> list[tuple[str, ...]]:
    """A table as text: for each row its kind, its label, and what its cells show."""
    return [
        (kind, label, *(table.cells.filter(row=row).select(shown="shown")["shown"]))
        for row, kind, label in table.rows.select("row", "kind", "label").iter_rows()
    ]


def test_a_network_is_a_table_of_its_concepts_by_period() -> None:
    """Headings without figures below them are left out; the latest period stands first."""
    report = _report(
        _fact("f1", "Cash", "1234567"),
        _fact("f2", "Cash", "-5", period_end="2019-12-31"),
        _fact("f3", "Total", "1234567"),
    )
    (balance_sheet, _), shown = network_tables(report, PRESENTATION)
    assert [heading.text for heading in balance_sheet.headings[0]] == ["", "2020-12-31", "2019-12-31"]
    assert balance_sheet.captions == ("Balance sheet", "JPY")
    assert _lines(balance_sheet) == [
        ("section", "Assets"),
        ("item", "Cash", "1,234,567", "5"),
        ("total", "Total assets", "1,234,567", ""),
    ]
    assert shown == {"f1", "f2", "f3"}


def test_what_tells_facts_apart_has_rows_of_its_own() -> None:
    """Units where there are several, and members by their labels."""
    report = _report(
        _fact("f1", "Cash", "1"),
        _fact("f2", "Cash", "2", unit="iso4217:USD"),
        _fact("f3", "Cash", "3", dimensions='{"a:Region":"a:Asia"}'),
    )
    (balance_sheet, _), _ = network_tables(report, PRESENTATION)
    assert [line[1:] for line in _lines(balance_sheet)[1:]] == [
        ("Cash (JPY)", "1"),
        ("Cash (USD)", "2"),
        ("Cash (Asia [Member], JPY)", "3"),
    ]
    assert balance_sheet.rows["depth"].to_list() == [0, 1, 1, 2]


def test_a_fact_is_tagged_where_it_is_shown_first() -> None:
    """In other tables it is a plain text, so that the document has each fact once."""
    (balance_sheet, cash_flows), _ = network_tables(_report(_fact("f1", "Cash", "1")), PRESENTATION)
    assert balance_sheet.cells["element"].to_list() == ["f1"]
    assert cash_flows.cells.select("shown", "element", "kind").rows() == [("1", None, None)]


def test_other_facts_are_listed() -> None:
    """Those in no network, and a second one about the same."""
    report = _report(_fact("f1", "Cash", "1"), _fact("f2", "Cash", "2"), _fact("f3", "Else", "3"))
    page = facts_page(report, "Report", PRESENTATION)
    assert [table.captions[0] for table in page.tables] == ["Balance sheet", "Cash flows", "Other facts"]
    assert page.tables[-1].cells["element"].drop_nulls().to_list() == ["f2", "f3"]


def test_a_network_with_too_many_periods_is_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody reads a table of a hundred columns, nor a document of a million facts."""
    report = _report(_fact("f1", "Cash", "1"), _fact("f2", "Cash", "2", period_end="2019-12-31"))
    monkeypatch.setattr(module, "_MOST_PERIODS", 1)
    assert network_tables(report, PRESENTATION) == ([], set())
    monkeypatch.undo()
    monkeypatch.setattr(module, "_MOST_FACTS", 1)
    assert network_tables(report, PRESENTATION) == ([], set())


@pytest.mark.slow
@given(reports(), st.lists(st.integers(0, 5), max_size=6), st.integers(0, 3))
def test_the_report_is_the_same_however_it_is_presented(made: Report, order: list[int], depth: int) -> None:
    """Whatever networks there are, the document holds each fact once."""
    report = with_plain_digits(made)
    concepts = [expanded_name(name, report.namespaces) for name in report.facts["concept"].unique(maintain_order=True)]
    rows = tuple(NetworkRow(concepts[n % len(concepts)], depth, f"L{n}") for n in order) if concepts else ()
    presentation = Presentation((Network("One", rows), Network("Two", rows[:2])))
    with TemporaryDirectory() as folder:
        listed, presented = Path(folder) / "listed.xhtml", Path(folder) / "presented.xhtml"
        write_facts_page(report, listed)
        write_facts_page(report, presented, "Report", presentation)
        first, second = read_inline(listed), read_inline(presented)
    assert replace(second.report, source=None) == replace(first.report, source=None)
    assert second.findings == first.findings == []
