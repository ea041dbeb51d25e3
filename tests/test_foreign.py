"""The program that tries filings that others made: it finds them, compares, and knows what is expected to differ."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

from exporter.arelle.judge import judge_with_arelle
from exporter.findings.findings import Source
from exporter.formats.xbrl_xml.reader import read_instance
from exporter.report.references import Reference
from exporter.report.report import Report, facts_frame
from exporter.taxonomy.concepts import CalculationArc, Concept, Network, PresentationRow
from foreign.cases import CaseOutcome
from foreign.comparison import differences
from foreign.expectations import EXPECTED, reasons, unexpected
from foreign.filings import filings
from foreign.issuer import figures, over_another_year, write_project
from foreign.page import write_page
from foreign.stand_ins import write_stand_ins
from foreign.trials import ENDINGS, Outcome, tried
from tests.formats.inline_xbrl.documents import document, write_set
from tests.taxonomies import dimensional_taxonomy

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
  xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:a="http://example.org/a" xmlns:b="http://example.org/b"
  xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:xbrldi="http://xbrl.org/2006/xbrldi">
  <link:schemaRef xlink:type="simple" xlink:href="{href}"/>
  <context id="c"><entity><identifier scheme="http://example.org/register">1</identifier>
    <segment><xbrldi:explicitMember dimension="a:Axis">b:Member</xbrldi:explicitMember>
      <xbrldi:typedMember dimension="a:Typed"><b:domain>x</b:domain></xbrldi:typedMember></segment></entity>
    <period><instant>2020-12-31</instant></period></context>
  <unit id="u"><measure>iso4217:EUR</measure></unit>
"""
FACTS = """\
<a:Assets id="f" contextRef="c" unitRef="u" decimals="0">5</a:Assets>
<a:Group><b:Name id="g" contextRef="c">x</b:Name></a:Group>
"""


def _write(folder: Path, href: str = "missing/a.xsd", facts: str = FACTS) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "report.xbrl"
    path.write_text(HEAD.format(href=href) + facts + "</xbrl>\n", encoding="utf-8")
    return path


def test_filings_are_found_by_what_is_inside(tmp_path: Path) -> None:
    """By path, and those of several documents once more as a set; what is no report is none."""
    _write(tmp_path / "z")
    (tmp_path / "z" / "a.xsd").write_text("<schema/>", encoding="utf-8")
    (tmp_path / "set").mkdir()
    write_set(tmp_path / "set", one=document(""), two=document(""))
    found = list(filings("archive", tmp_path))
    assert [(each.number, each.path.name, each.syntax) for each in found] == [
        (1, "set", "inline"),
        (2, "one.xhtml", "inline"),
        (3, "two.xhtml", "inline"),
        (4, "report.xbrl", "xml"),
    ]
    assert [each.kind for each in found][::3] == ["a report, as a set of documents", "a report"]


CONTENT = '{"segment":"<a/>"}'
REPORT = Report(
    facts_frame(
        [
            {"id": "x", "concept": "a:X", "entity": "a:1", "unit": "a:u", "value": "1.50", "decimals": 2},
            {"id": "y", "concept": "a:Y", "entity": "a:1", "value": "text", "dimensions": CONTENT},
        ]
    ),
    {"a": "http://example.org/a"},
    footnotes=pl.DataFrame({"fact": ["x"], "footnote": ["n"], "language": ["en"], "text": ["a note"]}),
)
MARKED = REPORT.footnotes.with_columns(text=pl.lit(" a  note"), markup=pl.lit(" a <b>note</b>"))


def _with(column: str, old: str, new: str | None) -> Report:
    """The report, with another text in place of one."""
    return replace(REPORT, table=REPORT.facts.with_columns(pl.col(column).replace(old, pl.lit(new, pl.String))))


@pytest.mark.parametrize(
    ("after", "leave_out", "found"),
    [
        (REPORT, (), {}),
        (_with("value", "1.50", "1.5"), (), {}),
        (_with("value", "text", "t"), (), {"value": 1}),
        (replace(REPORT, table=REPORT.facts.head(1)), (), {"missing": 1}),
        (_with("id", "y", "z"), (), {"missing": 1, "added": 1}),
        (_with("dimensions", CONTENT, None), (), {"dimensions": 1}),
        (_with("dimensions", CONTENT, None), ("content",), {}),
        (replace(REPORT, references=(Reference("roleRef", "a.xsd"),)), (), {"references": 1}),
        (replace(REPORT, references=(Reference("roleRef", "a.xsd"),)), ("references",), {}),
        (replace(REPORT, footnotes=MARKED), (), {"footnotes": 1, "markup": 1}),
        (replace(REPORT, footnotes=MARKED), ("markup",), {}),
        (replace(REPORT, footnotes=REPORT.footnotes.clear()), ("markup",), {"footnotes": 1}),
    ],
)
def test_differences_are_counted_by_what_differs(
    after: Report, leave_out: tuple[str, ...], found: dict[str, int]
) -> None:
    """Numbers that are written in two ways are the same."""
    assert differences(REPORT, after, leave_out) == found


@pytest.mark.parametrize("href", ["missing/a.xsd", "http://example.org/taxonomy/a.xsd"])
def test_stand_ins_have_arelle_read_all_facts(tmp_path: Path, href: str) -> None:
    """Those of every namespace, those in tuples, and dimensions of both kinds."""
    path = _write(tmp_path / "filing", href)
    report = read_instance(path).report
    assert len(judge_with_arelle(path).report) == 0
    assert write_stand_ins(report, path, tmp_path / "stand-ins.zip")
    result = judge_with_arelle(path, [tmp_path / "stand-ins.zip"])
    assert differences(report, result.report, ("references",)) == {}


def test_a_schema_that_is_at_hand_needs_no_stand_in(tmp_path: Path) -> None:
    """What it imports from elsewhere does."""
    path = _write(tmp_path / "filing", "a.xsd", FACTS.splitlines()[0])
    schema = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"
  xmlns:xbrldt="http://xbrl.org/2005/xbrldt" targetNamespace="http://example.org/a">
<xs:import namespace="http://www.xbrl.org/2003/instance"
  schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
<xs:import namespace="http://xbrl.org/2005/xbrldt" schemaLocation="http://www.xbrl.org/2005/xbrldt-2005.xsd"/>
<xs:import namespace="http://example.org/b" schemaLocation="http://example.org/there/b.xsd"/>
<xs:element name="Assets" id="a_Assets" type="xbrli:monetaryItemType" substitutionGroup="xbrli:item"
  xbrli:periodType="instant"/>
<xs:element name="Axis" id="a_Axis" type="xbrli:stringItemType" substitutionGroup="xbrldt:dimensionItem"
  abstract="true" xbrli:periodType="duration"/>
<xs:element name="Typed" id="a_Typed" type="xbrli:stringItemType" substitutionGroup="xbrldt:dimensionItem"
  abstract="true" xbrli:periodType="duration" xbrldt:typedDomainRef="http://example.org/there/b.xsd#b_domain"/>
</xs:schema>
"""
    (path.parent / "a.xsd").write_text(schema, encoding="utf-8")
    report = read_instance(path).report
    assert write_stand_ins(report, path, tmp_path / "stand-ins.zip")
    assert (path.parent / "a.xsd").read_text(encoding="utf-8") == schema
    result = judge_with_arelle(path, [tmp_path / "stand-ins.zip"])
    assert (result.messages, differences(report, result.report, ("references",))) == ((), {})


def test_a_filing_is_tried_in_every_syntax(tmp_path: Path) -> None:
    """By both readers; what a syntax has no place for differs, and is told."""
    _write(tmp_path / "in")
    (filing,) = filings("archive", tmp_path / "in")
    outcome = tried(filing, tmp_path / "out")
    assert (outcome.facts, outcome.told, outcome.untold) == (2, [], [])
    assert {name: found for name, found in outcome.differences.items() if found} == {
        "inline": {"refused": 1},
        **{name: {"tuple": 1} for name in ("json", "csv", "arelle json", "arelle csv")},
    }
    assert set(outcome.differences) == {*ENDINGS, "arelle", "arelle xml", "arelle json", "arelle csv"}


def test_a_filing_that_is_refused_says_why(tmp_path: Path) -> None:
    """Without the place where it lies."""
    path = _write(tmp_path / "in")
    (filing,) = filings("archive", tmp_path / "in")
    path.write_text("<xbrl", encoding="utf-8")
    outcome = tried(filing, tmp_path / "out", arelle=False)
    assert outcome.facts is None
    assert outcome.refusal is not None
    assert outcome.refusal.startswith("it is not well-formed")


OUTCOME = Outcome(("eba-instances", 1), "a report", "xml", 3, differences={"json": {"tuple": 1}, "xml": {}})


def test_what_is_expected_is_no_fault() -> None:
    """Neither for the own reader nor for Arelle; everything else is, and so is what nothing tells."""
    further = {"json": {"tuple": 1, "value": 2}, "arelle json": {"tuple": 1}, "arelle xml": {"missing": 1}}
    outcome = replace(OUTCOME, differences=further, untold=["json"])
    assert list(unexpected([OUTCOME])) == []
    assert list(unexpected([outcome])) == [
        "eba-instances 1, json: value: 2",
        "eba-instances 1, arelle xml: missing: 1",
        "eba-instances 1, json: differs, and nothing says so",
    ]
    assert list(reasons(OUTCOME, "json")) == ["the Open Information Model has no tuples"]
    refused = Outcome(("eba-instances", 9), "a report", "xml", refusal="it is none")
    assert list(unexpected([refused])) == ["eba-instances 9: refused: it is none"]


def test_every_expectation_has_a_reason_in_words() -> None:
    """Which stands on the page as a sentence."""
    assert all(each.words and each.syntaxes and not each.reason.endswith(".") for each in EXPECTED)


def test_the_page_says_what_became_of_each_filing(tmp_path: Path) -> None:
    """A row each, with notes; and one for each report of our own."""
    refused = Outcome(("inline-samples", 5), "a sample", "inline", refusal="it is none")
    write_page([OUTCOME, refused], [CaseOutcome("made up", 7, {"x:y": 2}, {}, 1)], tmp_path / "page.md")
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "| eba-instances, 1 | a report, xBRL-XML | 3 | equal | equal | equal but for 1 |" in text
    assert "\n1. The Open Information Model has no tuples.\n" in text
    assert "| inline-samples, 5 | a sample, Inline XBRL | – | not read: it is not well-formed XML |" in text
    assert "| made up | 7 | x:y: 2 | 1 |" in text


@pytest.mark.parametrize(
    ("change", "is_proven"),
    [
        ({}, True),
        ({"facts": 0}, False),
        ({"errors": {"x": 1}}, False),
        ({"differences": 1}, False),
        ({"missing": ["x"]}, False),
    ],
)
def test_a_report_is_proven_if_nothing_is_wrong(change: dict[str, object], is_proven: bool) -> None:
    """And if there is one."""
    assert CaseOutcome(**{"title": "x", "facts": 1, "warnings": {"y": 1}, **change}).is_proven == is_proven  # type: ignore[arg-type]  # of several types


SOURCE = Source("x")
MONEY = [Concept(f"t:{name}", "xbrli:monetaryItemType", "instant", None, False, SOURCE) for name in "ABCDE"]
STRUCTURE = [
    Concept("t:Axis", "dimensionItem", "duration", None, True, SOURCE),
    *(Concept(f"t:{name}", "dtr-types:domainItemType", "duration", None, True, SOURCE) for name in ("All", "Part")),
]


def _outline(*names: str) -> tuple[PresentationRow, ...]:
    return tuple(PresentationRow("N", 0, f"t:{name}", "label", SOURCE) for name in names)


def _arc(network: str, total: str, part: str, weight: int = 1) -> CalculationArc:
    return CalculationArc(network, f"t:{total}", f"t:{part}", Decimal(weight), SOURCE)


def test_figures_add_up() -> None:
    """A total is what its parts are; of one to which networks give different parts there is no figure."""
    concepts = {each.name: each for each in (*MONEY, *STRUCTURE)}
    taxonomy = replace(
        dimensional_taxonomy(()),
        concepts=concepts,
        networks={"N": Network("N", "N", SOURCE)},
        presentation=_outline("A", "B", "C", "D", "E", "Axis", "All", "Part"),
        calculation=[
            _arc("N", "C", "A"),
            _arc("N", "C", "B", -1),
            _arc("N", "D", "A"),
            _arc("O", "D", "B"),
            _arc("N", "E", "D"),
        ],
    )
    made = figures(taxonomy)
    a, b = made["t:A", None, None], made["t:B", None, None]
    assert made["t:C", None, None] == a - b
    assert not {("t:D", None, None), ("t:E", None, None)} & set(made)
    assert made["t:A", "t:Axis", "t:Part"] != a
    assert ("t:C", "t:Axis", "t:Part") not in made


def test_figures_become_a_project(tmp_path: Path) -> None:
    """A list of them, and a mapping to their concepts."""
    taxonomy = replace(
        dimensional_taxonomy(()),
        concepts={each.name: each for each in (*MONEY, *STRUCTURE)},
        presentation=_outline("A", "Axis", "All", "Part"),
        calculation=(),
    )
    write_project(tmp_path, taxonomy, "http://example.org/all.xsd")
    with (tmp_path / "figures.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [
            ["label", "printed", "period", "unit", "t:Axis"],
            ["t:A", "10", "end", "EUR", ""],
            ["t:A", "11", "end", "EUR", "t:Part"],
        ]
    assert (tmp_path / "mapping.csv").read_text(encoding="utf-8").splitlines()[1:] == ["figures,t:A,t:A,as printed"]
    assert 'entry_point = "http://example.org/all.xsd"' in (tmp_path / "report.toml").read_text(encoding="utf-8")


def test_an_extension_is_brought_to_another_year(tmp_path: Path) -> None:
    """In a copy, whatever mark of order its files begin with."""
    (tmp_path / "package").mkdir()
    text = '\ufeff<a ns="http://xbrl.ifrs.org/taxonomy/2021-03-24/ifrs-full" href="http://example.org/2021-03-24"/>'
    (tmp_path / "package" / "a.xsd").write_text(text, encoding="utf-8")
    over_another_year(tmp_path / "package", tmp_path / "copy")
    assert (tmp_path / "copy" / "a.xsd").read_text(encoding="utf-8") == (
        '<a ns="https://xbrl.ifrs.org/taxonomy/2022-03-24/ifrs-full" href="http://example.org/2022-03-24"/>'
    )
    assert (tmp_path / "package" / "a.xsd").read_text(encoding="utf-8") == text
