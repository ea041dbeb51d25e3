"""Notes: XHTML or plain text in a file becomes the value of a fact, and is proven in every syntax."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import polars as pl
import pytest
from lxml import etree

from exporter.export import export_report
from tests.projects import map_folder, merged, write_files, write_project

if TYPE_CHECKING:
    from pathlib import Path

    from tests.projects import Changes

_IX = "{http://www.xbrl.org/2013/inlineXBRL}"
_NOTE = """\
<html xmlns="http://www.w3.org/1999/xhtml">
<head><title>Policies</title></head>
<body>
<!-- checked -->
<h3 class="note">Policies &amp; "rules"</h3>
<p title='a "b" &gt; c'>Sales count when goods are <b>delivered</b>; 5 &lt; 6,
see <a href="https://example.com/?a=1&amp;b=2">there</a>.<br/>円 &#160;x</p>
<table summary="rates"><tbody><tr><td colspan="2"></td><td>4</td></tr></tbody></table>
</body>
</html>
"""
_VALUE = (
    '<h3 class="note">Policies &amp; "rules"</h3>\n'
    '<p title="a &quot;b&quot; > c">Sales count when goods are <b>delivered</b>; 5 &lt; 6,\n'
    'see <a href="https://example.com/?a=1&amp;b=2">there</a>.<br/>円 \u00a0x</p>\n'
    '<table summary="rates"><tbody><tr><td colspan="2"></td><td>4</td></tr></tbody></table>'
)


def _write(folder: Path, note: str | None = _NOTE, cell: str = "file: notes/policies.xhtml", design: str = "") -> Path:
    """The small project with a list that has a note."""
    changes: Changes = {
        "report.toml": (
            (
                "[tables.statement]",
                '[tables.notes]\nlayout = "list"\nfiles = [{ file = "notes.csv" }]\n\n[tables.statement]',
            ),
            *((("[entity]", '[documents.en]\nfile = "own.xhtml"\n\n[entity]'),) if design else ()),
        ),
        "mapping.csv": (("note\n", "note\nnotes,,Policies,m:Policies,,,,,,,,\n"),),
    }
    write_project(folder, merged(changes))
    base = folder / "base"
    for name, line in {
        "concepts.csv": "Policies,textBlockItemType,,duration,false\n",
        "labels.csv": "Policies,label,Policies,方針\nPolicies,documentation,What is done.,\n",
        "presentation.csv": "Statement,1,Policies,\n",
    }.items():
        (base / name).write_text((base / name).read_text(encoding="utf-8") + line, encoding="utf-8")
    write_files(folder, {"notes.csv": f"label,printed,period\nPolicies,{cell},2020\n"}, {})
    (folder / "notes").mkdir()
    if note is not None:
        (folder / "notes" / "policies.xhtml").write_text(note, encoding="utf-8")
    if design:
        html = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>A</title></head><body>\n{design}</body></html>'
        (folder / "own.xhtml").write_text(html, encoding="utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("design", ["", '<div data-cell="notes.csv:2 B"></div>', "<p>Nothing</p>"])
def test_a_note_is_the_same_value_in_every_syntax(design: str, tmp_path: Path) -> None:
    """As both readers find it; the document shows it, escaped as the specification says."""
    result = export_report(_write(tmp_path, design=design), formats=["xml", "inline", "json", "csv"])
    assert [str(found) for found in result.findings if found.severity == "error"] == []
    assert result.report
    fact = result.report.facts.row(by_predicate=pl.col("concept") == "m:Policies", named=True)
    assert (fact["value"], fact["language"]) == (_VALUE, "en")
    ledger = pl.read_csv(result.out / "ledger.csv", infer_schema=False).row(
        by_predicate=pl.col("file") == "notes.csv", named=True
    )
    assert (ledger["printed"], ledger["equal"]) == ("file: notes/policies.xhtml", "yes")
    values = {value for name, value in ledger.items() if name.endswith("_value")}
    assert values == {_VALUE}
    root = etree.parse(result.out / "filing" / "acme-20201231.xhtml").getroot()
    (element,) = root.iter(f"{_IX}nonNumeric")
    assert element.get("escape") == (None if "Nothing" in design else "true")
    assert [str(child.tag).rpartition("}")[2] for child in element] == (
        [] if "Nothing" in design else ["h3", "p", "table"]
    )


def test_a_note_may_be_one_element(tmp_path: Path) -> None:
    """Of XHTML, without a document around it; what is no file's name is the text that it was."""
    note = '<div xmlns="http://www.w3.org/1999/xhtml">\n<p>One.</p></div>\n'
    for folder, cell, value in (
        ("a", "file: notes/policies.xhtml", "<div>\n<p>One.</p></div>"),
        ("b", "profile: none", "profile: none"),
    ):
        _, mapped, _, findings = map_folder(_write(tmp_path / folder, note, cell))
        assert findings == []
        assert mapped
        assert mapped.report.facts.filter(concept="m:Policies")["value"].to_list() == [value]


_DIV = '<div xmlns="http://www.w3.org/1999/xhtml">\n{}</div>'


@pytest.mark.parametrize(
    ("note", "cell", "code", "place"),
    [
        (None, "file: notes/policies.xhtml", "lineItems.unreadableNote", "notes.csv:2 B"),
        ("", "file: ../policies.xhtml", "lineItems.unreadableNote", "notes.csv:2 B"),
        (_DIV.format("<p>one"), "file: notes/policies.xhtml", "markup.notWellFormed", "notes/policies.xhtml:2"),
        (_DIV.format("<script/>"), "file: notes/policies.xhtml", "markup.active", "notes/policies.xhtml:2"),
        (_DIV.format('<p id="a"/>'), "file: notes/policies.xhtml", "markup.notAllowed", "notes/policies.xhtml:2"),
        (_DIV.format('<p title="&lt;"/>'), "file: notes/policies.xhtml", "markup.notAllowed", "notes/policies.xhtml:2"),
        (
            _DIV.format('<p xml:lang="ja"/>'),
            "file: notes/policies.xhtml",
            "markup.notAllowed",
            "notes/policies.xhtml:2",
        ),
        (_DIV.format("<nav/>"), "file: notes/policies.xhtml", "markup.notAllowed", "notes/policies.xhtml:2"),
        (_DIV.format("<p><p/></p>"), "file: notes/policies.xhtml", "markup.notAllowed", "notes/policies.xhtml:2"),
        ("<div/>", "file: notes/policies.xhtml", "markup.notAllowed", "notes/policies.xhtml:1"),
    ],
)
def test_a_faulty_note_is_no_value(note: str | None, cell: str, code: str, place: str, tmp_path: Path) -> None:
    """The finding is at the cell, or in the file that it names."""
    _, mapped, _, findings = map_folder(_write(tmp_path, note, cell))
    assert [(found.code, str(found.source).partition(' "')[0]) for found in findings] == [(code, place)]
    assert mapped
    assert mapped.report.facts.filter(concept="m:Policies").is_empty()


_HISTORY = "\ufeff\r\nFounded in <1992> & grown.\r\n\r\n  Listed since 円.\n"
_TEXT = "Founded in <1992> & grown.\n\n  Listed since 円."


def _write_text(folder: Path, text: str, cell: str = "file: notes/history.txt", design: str = "") -> Path:
    _write(folder, None, cell, design)
    concepts = folder / "base" / "concepts.csv"
    declared = concepts.read_text(encoding="utf-8").replace("Policies,textBlockItemType", "Policies,stringItemType")
    concepts.write_text(declared, encoding="utf-8")
    (folder / "notes" / "history.txt").write_bytes(text.encode())
    return folder


@pytest.mark.parametrize("design", ["", f'<p data-cell="notes.csv:2 B">{escape(_TEXT)}</p>'])
def test_a_plain_text_is_the_same_value_in_every_syntax(design: str, tmp_path: Path) -> None:
    """Its lines end with line feeds; a document shows it, and one of the user's own holds the same text."""
    folder = _write_text(tmp_path, _HISTORY, design=design)
    result = export_report(folder, arelle=False, formats=["xml", "inline", "json", "csv"])
    assert [str(found) for found in result.findings if found.severity == "error"] == []
    ledger = pl.read_csv(result.out / "ledger.csv", infer_schema=False).row(
        by_predicate=pl.col("file") == "notes.csv", named=True
    )
    assert (ledger["printed"], ledger["equal"]) == ("file: notes/history.txt", "yes")
    assert {value for name, value in ledger.items() if name.endswith("_value") and value} == {_TEXT}
    root = etree.parse(result.out / "filing" / "acme-20201231.xhtml").getroot()
    (element,) = root.iter(f"{_IX}nonNumeric")
    assert (element.text, element.get("escape")) == (_TEXT, None)


@pytest.mark.parametrize(
    ("text", "cell", "words"),
    [
        ("a", "file: notes/histori.txt", "notes/histori.txt"),
        ("a", "file: ../history.txt", "leads out of"),
        ("\n \n", "file: notes/history.txt", "notes/history.txt has no text"),
    ],
)
def test_a_plain_text_that_is_none_is_told(text: str, cell: str, words: str, tmp_path: Path) -> None:
    """At the cell that names its file."""
    _, mapped, _, findings = map_folder(_write_text(tmp_path, text, cell))
    assert [(found.code, str(found.source).partition(' "')[0]) for found in findings] == [
        ("lineItems.unreadableNote", "notes.csv:2 B")
    ]
    assert words in findings[0].message
    assert mapped
    assert mapped.report.facts.filter(concept="m:Policies").is_empty()


def test_a_place_for_a_note_is_empty(tmp_path: Path) -> None:
    """What stands there would be lost."""
    folder = _write(tmp_path, design='<div data-cell="notes.csv:2 B">Our policies</div>')
    result = export_report(folder, arelle=False, formats=["inline"])
    assert [found.code for found in result.findings if found.severity == "error"] == ["documents.otherText"]
