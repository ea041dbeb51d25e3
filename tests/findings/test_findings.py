"""Findings: code, severity, message, and the place that the user wrote."""

from __future__ import annotations

import json
import re

from exporter.findings.findings import Finding, Severity, Source, has_errors
from exporter.findings.page import findings_json, findings_page
from exporter.rules import RULES


def test_a_source_reads_as_a_person_would_say_it() -> None:
    """File, row, column letter and heading, as far as they are known."""
    assert str(Source("t.csv")) == "t.csv"
    assert str(Source("t.csv", 3)) == "t.csv:3"
    assert str(Source("t.csv", 3, "C", "FY2020")) == 't.csv:3 C "FY2020"'
    assert str(Source("a!b.csv", 3, "C")) == "a!b.csv:3 C"


def test_a_workbook_s_cell_and_a_query_s_row_have_names_of_their_own() -> None:
    """As a person would look for them."""
    assert str(Source("book.xlsx!Balance sheet", 14, "C", "2020")) == 'book.xlsx!Balance sheet!C14 "2020"'
    assert str(Source("book.xlsx!Balance sheet")) == "book.xlsx!Balance sheet"
    assert str(Source("query", 17)) == "query row 17"
    assert str(Source("query ledger", 17, "B")) == "query ledger row 17 B"
    assert str(Source("query results.csv", 17)) == "query results.csv:17"


def test_a_finding_reads_on_a_line_with_hint_and_related_places() -> None:
    """What, where, and what to do."""
    finding = RULES["mapping.unmatchedRow"].finding(
        "no match", Source("m.csv", 2), hint="look", related=(Source("t.csv"),)
    )
    assert str(finding) == "error: m.csv:2: no match [mapping.unmatchedRow]\n    look\n    see t.csv"


def test_the_code_decides_the_severity() -> None:
    """A rule is as bad wherever it is broken."""
    assert RULES["mapping.labelRole"].finding("x").severity is Severity.WARNING
    assert not has_errors([RULES["mapping.labelRole"].finding("x")])
    assert has_errors([Finding("arelle:x", Severity.ERROR, "x")])


def test_findings_become_json() -> None:
    """An array of objects that a program can read, in any language's letters."""
    content = json.loads(findings_json([RULES["mapping.unmatchedRow"].finding("売上高", Source("m.csv", 2))]))
    assert content[0]["message"] == "売上高"
    assert content[0]["source"] == {"file": "m.csv", "row": 2, "column": None, "heading": None}
    assert content[0]["severity"] == "error"


def test_codes_are_named_by_area_and_fault() -> None:
    """Or with a colon, as a specification has them; and each says in a sentence what it means."""
    for code, rule in RULES.items():
        area, fault = re.split(r"[.:]", code)
        assert area.isalpha()
        assert fault.isalpha()
        assert rule.message.endswith(".")
        assert rule.severity in Severity


def test_the_page_of_findings_has_each_with_its_place() -> None:
    """Errors come first, a code of our own says what it means, and no text breaks the table."""
    cell = Source("a.csv", 3, "B", "FY|2020")
    page = findings_page(
        [
            Finding(
                "release.totalDiffers", Severity.WARNING, "1 <b> 2", cell, hint="add", related=(Source("a.csv", 4),)
            ),
            Finding("arelle:x", Severity.ERROR, "two\nlines"),
        ],
        RULES,
    )
    assert page.index("## arelle:x") < page.index("## release.totalDiffers")
    assert "Warning, 1 times. A printed total" in page
    assert '| a.csv:3 B "FY\\|2020" | 1 &lt;b> 2; add | a.csv:4 |' in page
    assert "|  | two lines |  |" in page
    assert "Nothing is wrong." in findings_page([], RULES)
