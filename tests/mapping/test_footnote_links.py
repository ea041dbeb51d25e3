"""Footnotes: their table, the facts that have them, and the marks that the print bears."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.findings.findings import Severity
from tests.projects import PROJECT, map_folder, write_files, write_taxonomy

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings.findings import Finding
    from exporter.mapping.facts import Mapped

FILES = {
    "report.toml": PROJECT["report.toml"]
    .replace("[tables.statement]\n", '[tables.statement]\nfootnotes = ["unaudited"]\n')
    .replace('"FY2019" = { period', '"FY2019 (1)" = { footnotes = ["translation"], period'),
    "statement.csv": PROJECT["statement.csv"].replace("FY2019", "FY2019 (1)").replace("Profit (loss)", "Profit ²"),
    "mapping.csv": """\
table,label,concept,sign,label_role,period,footnotes
statement,Revenues,m:Revenues,as printed,,,
statement,Costs,m:Costs,reversed,negatedLabel,,
statement,Profit ²,m:Profit,as printed,totalLabel,,profit; approximate
statement,Cash at beginning,m:Cash,as printed,periodStartLabel,start,
statement,Cash at end,m:Cash,as printed,periodEndLabel,end,
""",
    "footnotes.csv": """\
footnote,mark,text
unaudited,,Nobody has audited these figures.
translation,(1),Translated for convenience.
profit,²,After tax.
approximate,,The print says about.
""",
}


def _map(folder: Path, file: str = "", old: str = "", new: str = "") -> tuple[Mapped | None, list[Finding]]:
    write_taxonomy(folder / "base")
    write_files(folder, FILES, {file: ((old, new),)} if file else {})
    _, mapped, _, findings = map_folder(folder)
    return mapped, findings


def test_facts_have_the_footnotes_of_table_column_and_row(tmp_path: Path) -> None:
    """Each in each language of the project."""
    mapped, findings = _map(tmp_path)
    assert findings == []
    assert mapped is not None
    notes = mapped.report.footnotes
    assert notes.filter(fact="m_Profit.D20200101-20201231.JPY")["footnote"].to_list() == [
        "unaudited.en",
        "profit.en",
        "approximate.en",
    ]
    assert notes.filter(fact="m_Revenues.D20190101-20191231.JPY")["text"].to_list() == [
        "Nobody has audited these figures.",
        "Translated for convenience.",
    ]


def test_a_project_needs_no_footnotes(tmp_path: Path) -> None:
    """Without the table nothing is linked."""
    write_taxonomy(tmp_path / "base")
    write_files(tmp_path, PROJECT, {})
    _, mapped, _, findings = map_folder(tmp_path)
    assert findings == []
    assert mapped is not None
    assert mapped.report.footnotes.height == 0


@pytest.mark.parametrize(
    ("code", "severity", "file", "old", "new", "place"),
    [
        ("footnotes.unknown", "error", "mapping.csv", "profit; approx", "profits; approx", "mapping.csv:4"),
        ("footnotes.unknown", "error", "report.toml", '"unaudited"', '"unaudit"', "report.toml"),
        ("footnotes.unlinkedMark", "warning", "mapping.csv", "profit; approx", "approx", "statement.csv:5 A"),
        ("footnotes.unlinkedMark", "warning", "report.toml", 'footnotes = ["translation"], ', "", "statement.csv C"),
        ("footnotes.unlinkedMark", "warning", "footnotes.csv", "²", "³", "statement.csv:5 A"),
        ("footnotes.missingMark", "warning", "footnotes.csv", "²", "³", "footnotes.csv:4"),
        ("footnotes.missingMark", "warning", "footnotes.csv", "approximate,", "approximate,*", "footnotes.csv:5"),
        ("footnotes.unused", "warning", "mapping.csv", "; approximate", "", "footnotes.csv:5"),
        ("footnotes.badValue", "error", "footnotes.csv", "profit,", "1,", "footnotes.csv:4"),
        ("footnotes.badValue", "error", "footnotes.csv", "profit,", "unaudited,", "footnotes.csv:4"),
        ("footnotes.badValue", "error", "footnotes.csv", "After tax.", "", "footnotes.csv:4"),
        ("footnotes.badValue", "error", "footnotes.csv", "After tax.", "After\x07tax.", "footnotes.csv:4"),
        ("footnotes.unknownColumn", "error", "footnotes.csv", "text", "texts", "footnotes.csv:1"),
        ("footnotes.missingColumn", "error", "footnotes.csv", "text", "texts", "footnotes.csv:1"),
        ("footnotes.ragged", "error", "footnotes.csv", "After tax.", "After, tax.", "footnotes.csv:4"),
    ],
)
def test_each_fault_is_a_finding_at_its_place(
    tmp_path: Path, code: str, severity: str, file: str, old: str, new: str, place: str
) -> None:
    """A mark without a note, a note without a mark, and whatever is wrong with the table."""
    findings = _map(tmp_path, file, old, new)[1]
    found = [finding for finding in findings if finding.code == code]
    assert any(str(finding.source).startswith(place) for finding in found), [str(finding) for finding in findings]
    assert {finding.severity for finding in found} == {Severity(severity)}


@pytest.mark.parametrize("mark", ["*", "**", "†", "※1", "(a)", "(1)", "²", "[3]"])
def test_a_mark_of_any_kind_is_looked_for_at_a_label(tmp_path: Path, mark: str) -> None:
    """A footnote that is linked has its mark printed there, and a mark without a footnote is told."""
    write_taxonomy(tmp_path / "base")
    files = {name: text.replace("²", mark) for name, text in FILES.items()}
    write_files(tmp_path, files, {})
    assert map_folder(tmp_path)[3] == []
    unlinked = files["mapping.csv"].replace("profit; approximate", "approximate")
    (tmp_path / "mapping.csv").write_text(unlinked, encoding="utf-8")
    messages = {finding.message for finding in map_folder(tmp_path)[3] if finding.code == "footnotes.unlinkedMark"}
    assert messages == {f"the mark {mark} is printed, but no footnote with that mark is linked here"}
