"""Documents of the user's own: tables and cells in their places, and what is wrong with a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl
import pytest
from lxml import etree

from exporter.documents.pages import build_documents
from exporter.export import check_round_trip, export_report
from exporter.files.resources import bundled_folder
from exporter.project.footnotes_csv import read_footnotes
from tests.formats.inline_xbrl.arelle_reading import read_with_arelle
from tests.projects import map_folder, write_project

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings.findings import Finding

_IX, _XHTML = "{http://www.xbrl.org/2013/inlineXBRL}", "{http://www.w3.org/1999/xhtml}"
_HEAD = '<title>Acme</title><style type="text/css">h1 { color: #036 }</style>'
_TABLE = '<div data-table="statement"></div>'


def _design(body: str, head: str = _HEAD, root: str = "") -> str:
    """A document in which the body begins on line 6."""
    return f'<html xmlns="http://www.w3.org/1999/xhtml"{root}>\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n'


def _write(folder: Path, text: str) -> Path:
    """The small project with a document of its own."""
    write_project(folder, {"report.toml": (("[entity]", '[documents.en]\nfile = "own/10-q.xhtml"\n\n[entity]'),)})
    (folder / "own").mkdir()
    (folder / "own" / "10-q.xhtml").write_text(text, encoding="utf-8")
    return folder


def _findings(folder: Path) -> list[Finding]:
    project, mapped, taxonomy, _ = map_folder(folder)
    assert project
    assert mapped
    assert taxonomy
    return build_documents(project, mapped, taxonomy, read_footnotes(project)[0])[1]


def _exported(folder: Path) -> etree._Element:
    """The document of a filing that is written and proven."""
    result = export_report(folder, arelle=False, formats=["inline"])
    assert [str(found) for found in result.findings if found.severity == "error"] == []
    (path,) = (result.out / "filing").glob("*.xhtml")
    return etree.parse(path).getroot()


def test_a_design_keeps_its_own_and_shows_tables_and_cells(tmp_path: Path) -> None:
    """Both readers find in each element the value of its cell; what no document shows is hidden, and told."""
    body = (
        '<h1 class="big">Acme &amp; sons</h1>\n<p id="intro">Sales of '
        '<span data-cell="statement.csv:3 B">1,200</span> after <b data-cell="statement.csv:3 C">\n 1,000</b>,'
        ' costs of <i data-cell="statement.csv:4 B">(<b>900</b>)</i>; up'
        ' <i class="x" data-cell="statement.csv:3 D">20.0%</i><br/></p>'
    )
    result = export_report(_write(tmp_path, _design(body)), formats=["inline"])
    assert [(found.code, found.severity.value) for found in result.findings] == [("documents.hidden", "warning")]
    assert "6 facts, the first of which is m_Costs" in result.findings[0].message
    assert result.round_trip
    assert (result.round_trip.counts["equal"], result.round_trip.counts["different"]) == (9, 0)
    (path,) = (result.out / "filing").glob("*.xhtml")
    text = path.read_text(encoding="utf-8")
    assert "data-" not in text
    assert '<h1 class="big">Acme &amp; sons</h1>' in text
    assert re.search(r"\(<b><ix:nonFraction [^>]*>900</ix:nonFraction></b>\)</i>", text)
    assert '<i class="x excluded">20.0%</i><br/>' in text
    assert text.index("<ix:header>") < text.index("<h1")
    assert ".printed-table td" in text
    assert "h1 { color: #036 }" in text


@pytest.mark.slow
def test_a_table_stands_in_its_place(tmp_path: Path) -> None:
    """With marks that lead to the notes at the end; and Arelle finds no fault."""
    folder = _write(tmp_path, "<?xml version='1.0'?>\n<!DOCTYPE html>\n" + _design(f"<h1>Acme</h1>{_TABLE}<p>End</p>"))
    root = _exported(folder)
    body = root[1]
    assert [child.get("class", str(child.tag).rpartition("}")[2]) for child in body] == [
        "div",
        "h1",
        "printed-table",
        "p",
    ]
    assert len(list(root.iter(f"{_IX}nonFraction"))) == 10
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    messages, values = read_with_arelle(folder / "out" / "filing")
    assert (messages, len(values)) == ([], 10)


def test_a_cell_may_be_named_by_its_label(tmp_path: Path) -> None:
    """Where its file has one cell with that label; a text has the white space of its cell."""
    folder = _write(tmp_path, _design(f'{_TABLE}<p data-cell="prose.csv: Name">Acme\n <b>Inc.</b></p>'))
    _add_prose(folder)
    root = _exported(folder)
    (text,) = root.iter(f"{_IX}nonNumeric")
    assert "".join(text.itertext()) == "Acme Inc."
    assert [child.tag for child in text] == [f"{_XHTML}b"]


def test_a_text_may_be_continued_elsewhere(tmp_path: Path) -> None:
    """Both readers find the cell's text, which stands in three elements; a heading between them is no part of it."""
    body = (
        f'{_TABLE}<p data-cell="prose.csv: Name">The <b>Acme</b></p><h2>Page 2</h2>'
        '<p data-cell="prose.csv:2 B">Company</p><ul><li data-cell="prose.csv:2 B">of Anywhere</li></ul>'
    )
    folder = _write(tmp_path, _design(body))
    _add_prose(folder, "The Acme Company of Anywhere")
    result = export_report(folder, formats=["inline"])
    assert not result.findings
    assert result.round_trip
    assert result.round_trip.counts["different"] == 0
    (path,) = (result.out / "filing").glob("*.xhtml")
    root = etree.parse(path).getroot()
    (text,) = root.iter(f"{_IX}nonNumeric")
    name = text.get("id")
    parts = list(root.iter(f"{_IX}continuation"))
    assert [(part.get("id"), part.get("continuedAt"), part.text) for part in parts] == [
        (f"{name}.continued-1", f"{name}.continued-2", " Company"),
        (f"{name}.continued-2", None, " of Anywhere"),
    ]
    assert text.get("continuedAt") == parts[0].get("id")
    assert [part.tag for part in root.iter(f"{_XHTML}*") if len(part) and part[0] in parts] == [
        f"{_XHTML}p",
        f"{_XHTML}li",
    ]


@pytest.mark.parametrize(
    ("code", "parts", "hint"),
    [
        ("documents.otherText", ["Acme", "Ltd."], "together"),
        ("documents.otherText", ["Inc.", "Acme"], "in the order of the document"),
        ("documents.twice", ["Acme Inc.", "Acme Inc."], "leave data-cell away"),
    ],
)
def test_parts_that_are_not_the_text_are_told(code: str, parts: list[str], hint: str, tmp_path: Path) -> None:
    """With what to do: other words, another order, and the whole text twice."""
    body = _TABLE + "\n".join(f'<p data-cell="prose.csv:2 B">{part}</p>' for part in parts)
    folder = _write(tmp_path, _design(body))
    _add_prose(folder)
    (found,) = _findings(folder)
    assert (found.code, found.source and found.source.file) == (code, "own/10-q.xhtml")
    assert found.hint
    assert hint in found.hint
    assert "prose.csv:2 B" in found.message


def test_the_ids_of_continuations_are_taken(tmp_path: Path) -> None:
    """An element of the user's own that has one is a finding."""
    parts = '<p data-cell="prose.csv:2 B">Acme</p><p data-cell="prose.csv:2 B">Inc.</p>'
    name = "m_CompanyName.D20200101-20201231.en.continued-1"
    folder = _write(tmp_path, _design(f'{_TABLE}{parts}<p id="{name}"/>'))
    _add_prose(folder)
    (found,) = _findings(folder)
    assert found.code == "documents.twice"


def _add_prose(folder: Path, text: str = "Acme Inc.") -> None:
    with (folder / "report.toml").open("a", encoding="utf-8") as file:
        file.write('\n[tables.prose]\nlayout = "list"\nfiles = [{ file = "prose.csv" }]\n')
    (folder / "prose.csv").write_text(f"label,printed,period,unit\nName,{text},2020,\n", encoding="utf-8")
    with (folder / "mapping.csv").open("a", encoding="utf-8") as file:
        file.write("prose,,Name,m:CompanyName,,,,,,,,\n")


_FAULTS = [
    ("markup.notWellFormed", "<p>one<b></p>", 6),
    ("markup.notWellFormed", "<p>\n&nbsp;</p>", 7),
    ("markup.active", "<p/>\n<script>alert(1)</script>", 7),
    ("markup.active", '<p onclick="alert(1)"/>', 6),
    ("markup.active", '<p><a href=" java&#10;script:alert(1)">x</a></p>', 6),
    ("markup.active", '<p style="width: e\\78pression(alert(1))"/>', 6),
    ("markup.active", '<form action="#"><p/></form>', 6),
    ("markup.active", "<?php echo ?><p/>", 6),
    ("markup.external", '<p><img src="https://example.com/x.png" alt=""/></p>', 6),
    ("markup.external", '<p><object data="x"/></p>', 6),
    ("markup.external", '<p style="background: url(x.png)"/>', 6),
    ("markup.external", '<p><a href="other.html">x</a></p>', 6),
    ("markup.notAllowed", "<p/>\n<section><p/></section>", 7),
    ("markup.notAllowed", '<p data-x="y"/>', 6),
    ("markup.notAllowed", "<p><div/></p>", 6),
    ("markup.notAllowed", '<svg xmlns="http://www.w3.org/2000/svg"/>', 6),
    ("markup.notAllowed", '<table><tr data-cell="statement.csv:3 B">1,200</tr></table>', 6),
    ("documents.unknownTable", '<div data-table="statment"/>', 6),
    ("documents.twice", f"{_TABLE}\n{_TABLE}", 7),
    ("documents.twice", '<p id="a"/>\n<p id="table-1"/>' + _TABLE, 7),
    ("documents.nested", f'<div data-table="statement">{_TABLE}</div>', 6),
    ("documents.nested", '<div data-table="statement" data-cell="statement.csv:3 B"/>', 6),
    ("documents.nested", '<p data-cell="statement.csv:3 B"><b data-cell="statement.csv:3 B">1,200</b></p>', 6),
    ("documents.unknownCell", '<p data-cell="statement.csv:30 B">1,200</p>', 6),
    ("documents.unknownCell", '<p data-cell="other.csv:3 B">1,200</p>', 6),
    ("documents.unknownCell", '<p data-cell="statement.csv: Revenues">1,200</p>', 6),
    ("documents.unknownCell", '<p data-cell="1,200">1,200</p>', 6),
    ("documents.otherText", '<p data-cell="statement.csv:3 B">1,201</p>', 6),
    ("documents.otherText", '<p data-cell="statement.csv:3 B"/>', 6),
    ("documents.twice", f'{_TABLE}\n<p data-cell="statement.csv:3 B">1,200</p>', 7),
    ("documents.cutNumber", '<p data-cell="statement.csv:3 B">1,<b>200</b></p>', 6),
    ("documents.twice", '<p data-cell="statement.csv:3 B">1,200</p>\n<p data-cell="statement.csv:3 B">1,200</p>', 7),
]


@pytest.mark.parametrize(("code", "body", "line"), _FAULTS)
def test_each_fault_is_a_finding_with_its_line(code: str, body: str, line: int, tmp_path: Path) -> None:
    """In the file that the user wrote."""
    errors = [found for found in _findings(_write(tmp_path, _design(body))) if found.severity == "error"]
    places = [(found.code, found.source.file, found.source.row) for found in errors if found.source]
    assert places[-1:] == [(code, "own/10-q.xhtml", line)]
    assert len(places) <= 2


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE html [<!ENTITY a "b">]>\n' + _design("<p>&a;</p>"),
        "<div xmlns='http://www.w3.org/1999/xhtml'/>",
        _design("<p/>", '<title>x</title><link rel="stylesheet" href="x.css"/>'),
        _design("<p/>", '<title>x</title><meta http-equiv="refresh" content="0"/>'),
        '<?xml-stylesheet href="x.css"?>' + _design("<p/>"),
        _design("<div>" * 120 + "</div>" * 120),
    ],
)
def test_what_surrounds_the_text_is_looked_at_too(text: str, tmp_path: Path) -> None:
    """Entities, other roots, style sheets elsewhere, instructions, and elements nested too deeply."""
    assert [found.code for found in _findings(_write(tmp_path, text)) if found.severity == "error"] in (
        ["markup.notWellFormed"],
        ["documents.noDocument"],
        ["markup.external"],
        ["markup.active"],
    )


def test_nothing_is_filed_with_a_faulty_document(tmp_path: Path) -> None:
    """The findings alone are written; in another syntax the document does not matter."""
    folder = _write(tmp_path, _design("<p>one<b></p>"))
    result = export_report(folder, arelle=False, formats=["inline"])
    assert [found.code for found in result.findings if found.severity == "error"] == ["markup.notWellFormed"]
    assert not (result.out / "filing").exists()
    assert export_report(folder, arelle=False, formats=["xml"]).ok


def test_nothing_is_compared_with_a_faulty_document(tmp_path: Path) -> None:
    """A filing that is there is left as it is, with what was found about it."""
    folder = _write(tmp_path, _design(_TABLE))
    out = export_report(folder, arelle=False, formats=["inline"]).out
    before = {path: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    (folder / "own" / "10-q.xhtml").write_text(_design("<p>one<b></p>"), encoding="utf-8")
    result = check_round_trip(folder, arelle=False)
    assert (result.ok, result.is_written) == (False, False)
    assert {path: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()} == before


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('file = "own/10-k.xhtml"', "project.missingFile"),
        ('file = "../10-q.xhtml"', "project.outsidePath"),
        ('file = "own/10-q.xhtml"\ntitle = "Acme"', "project.wrongType"),
    ],
)
def test_the_file_is_in_the_project(line: str, code: str, tmp_path: Path) -> None:
    """And its title is the document's own."""
    folder = _write(tmp_path, _design(_TABLE))
    text = (folder / "report.toml").read_text(encoding="utf-8")
    (folder / "report.toml").write_text(text.replace('file = "own/10-q.xhtml"', line), encoding="utf-8")
    assert [found.code for found in map_folder(folder)[3]] == [code]


@pytest.mark.slow
def test_designs_of_the_sample_are_proven(tmp_path: Path) -> None:
    """One language may have a design, and another none; tables that only the other shows are not hidden."""
    sample = bundled_folder("samples") / "iij-2003q2"
    folder = tmp_path / "sample"
    _copy(sample, folder)
    text = (folder / "report.toml").read_text(encoding="utf-8")
    text, count = re.subn(r"(\[documents\]\n(?:.*\n)*?)en = .*", r'\1en = { file = "own.xhtml" }', text)
    assert count == 1
    (folder / "report.toml").write_text(text, encoding="utf-8")
    body = (
        '<h1>IIJ</h1>\n<p>Tokyo, <span data-cell="line-items/prose-release.en.csv: Day of the release, Tokyo">'
        'November 21, 2003</span></p>\n<div data-table="operations"/>\n<div data-table="contracts"/>'
    )
    (folder / "own.xhtml").write_text(_design(body), encoding="utf-8")
    result = export_report(folder, tmp_path / "out", formats=["inline"])
    assert [str(found) for found in result.findings if found.severity == "error"] == []
    assert "documents.hidden" in {found.code for found in result.findings}
    assert result.round_trip
    assert result.round_trip.counts["different"] == 0
    ledger = pl.read_csv(result.out / "ledger.csv", infer_schema=False)
    assert ledger.filter(pl.col("file").str.contains("operations.en"), equal="yes").height > 100


def _copy(source: Path, target: Path) -> None:
    for path in source.rglob("*"):
        if path.is_file() and "expected" not in path.parts:
            (target / path.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
            (target / path.relative_to(source)).write_bytes(path.read_bytes())


def test_a_cell_may_be_named_without_its_folder(tmp_path: Path) -> None:
    """Where no other file is called so."""
    folder = _write(tmp_path, _design('<p data-cell="statement.csv:3 B">1,200</p>'))
    (folder / "tables").mkdir()
    (folder / "statement.csv").rename(folder / "tables" / "statement.csv")
    report = folder / "report.toml"
    report.write_text(report.read_text(encoding="utf-8").replace('"statement.csv"', '"tables/statement.csv"'), "utf-8")
    assert _exported(folder).xpath("string(//*[local-name() = 'p']/*)") == "1,200"
    design = folder / "own" / "10-q.xhtml"
    design.write_text(_design('<p data-cell="gone.csv:3 B">1,200</p>'), encoding="utf-8")
    assert "documents.unknownCell" in {found.code for found in _findings(folder)}
