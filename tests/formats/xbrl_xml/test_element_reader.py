"""xBRL-XML: what is written is read back, and what other tools write is read as it is meant."""

from __future__ import annotations

import os
import re
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from exporter.errors import MisuseError, UnreadableInputError
from exporter.formats.xbrl_xml import reader
from exporter.formats.xbrl_xml.element_reader import read_elements
from exporter.formats.xbrl_xml.reader import read_instance
from exporter.formats.xbrl_xml.writer import instance_bytes, write_instance
from exporter.report.references import Reference
from exporter.report.report import Fact, Report, dimensions_of, facts_frame
from tests.reports import reports

if TYPE_CHECKING:
    from exporter.findings.findings import Finding

HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"
 xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:a="http://example.org/a" xml:lang="en">
<link:schemaRef xlink:type="simple" xlink:href="a.xsd"/>
"""
CONTEXT = """\
<xbrli:context id="c"><xbrli:entity><xbrli:identifier scheme="http://example.org/register"> 1 </xbrli:identifier>
</xbrli:entity><xbrli:period><xbrli:startDate>2020-01-01</xbrli:startDate><xbrli:endDate>2020-12-31</xbrli:endDate>
</xbrli:period></xbrli:context>
"""
UNIT = '<xbrli:unit id="u"><xbrli:measure>iso4217:JPY</xbrli:measure></xbrli:unit>\n'
TAIL = "</xbrli:xbrl>\n"
ARC = (
    '<link:footnoteArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/fact-footnote"'
    ' xlink:from="f" xlink:to="n"/>'
)
FOOTNOTES = f"""\
{CONTEXT}<a:X id="x" contextRef="c">1</a:X>
<link:footnoteLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">
<link:loc xlink:type="locator" xlink:label="f" xlink:href="#x"/>
<link:footnote xlink:type="resource" xlink:label="n" xlink:role="http://www.xbrl.org/2003/role/footnote">\
in yen</link:footnote>
{ARC}</link:footnoteLink>
"""

FRACTION = (
    '<a:X contextRef="c" unitRef="u"><xbrli:numerator>1</xbrli:numerator><xbrli:denominator>3</xbrli:denominator></a:X>'
)


def _in_segment(members: str) -> str:
    """What comes in the place of an entity's end tag."""
    return f"<xbrli:segment>{members}</xbrli:segment></xbrli:entity>"


# ------------------------------------------------------------- the law: what is written is read back, for any report


def _report_of(path: Path) -> tuple[Report, list[Finding]]:
    reading = read_instance(path)
    return reading.report, reading.findings


@given(reports(odd=True))
def test_what_is_written_is_read_back(report: Report) -> None:
    """For any report, reading the instance gives the report: every aspect, letter, digit, note and trait."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "instance.xml"
        write_instance(report, path)
        again, findings = _report_of(path)
    assert {finding.code for finding in findings} <= {"reader.unknownAccuracy"}
    assert again == report
    assert dict(again.typed_domains) == dict(report.typed_domains)
    assert instance_bytes(again).count(b"<xbrli:context") == instance_bytes(report).count(b"<xbrli:context")


# --------------------------------------------------------------------------------------------- what other tools write


def _read(tmp_path: Path, body: str) -> tuple[list[Fact], list[Finding]]:
    path = tmp_path / "instance.xml"
    path.write_text(HEAD + body + TAIL, encoding="utf-8")
    report, findings = _report_of(path)
    return list(report), findings


def test_facts_may_come_before_their_contexts(tmp_path: Path) -> None:
    """The order of contexts, units and facts is free (XBRL 2.1, 4.2)."""
    facts, findings = _read(tmp_path, '<a:X id="x" contextRef="c" unitRef="u" decimals="0"> 5 </a:X>' + CONTEXT + UNIT)
    assert findings == []
    assert facts == [Fact("x", "a:X", "entity:1", "2020-01-01", "2020-12-31", "iso4217:JPY", None, None, "5", 0)]


def test_comments_cdata_and_instructions_are_no_part_of_a_value(tmp_path: Path) -> None:
    """The text around them is one value."""
    facts, _ = _read(tmp_path, CONTEXT + '<a:X contextRef="c">one<!-- x --> &amp;<?x y?> <![CDATA[<two>]]></a:X>')
    assert facts[0].value == "one & <two>"


def test_languages_are_inherited_and_undone(tmp_path: Path) -> None:
    """xml:lang of the root holds unless a fact has its own, which may be empty (XML 1.0, 2.12)."""
    body = '<a:X id="x" contextRef="c">1</a:X><a:X id="y" contextRef="c" xml:lang="ja">2</a:X>'
    facts, _ = _read(tmp_path, CONTEXT + body + '<a:X id="z" contextRef="c" xml:lang="">3</a:X>')
    assert [fact.language for fact in facts] == ["en", "ja", None]


def test_prefixes_may_be_declared_anywhere(tmp_path: Path) -> None:
    """One namespace has one prefix in the report, whatever the document calls it where."""
    body = '<q:X xmlns:q="http://example.org/a" contextRef="c">1</q:X>'
    body += '<a:Y xmlns:a="http://example.org/b" contextRef="c">2</a:Y>'
    facts, findings = _read(tmp_path, CONTEXT + body)
    assert findings == []
    assert [fact.concept for fact in facts] == ["a:X", "a2:Y"]


def test_dimensions_are_read_from_segment_and_scenario(tmp_path: Path) -> None:
    """Both containers mean the same; typed members keep their text."""
    explicit = '<xbrldi:explicitMember dimension="a:D"> a:M </xbrldi:explicitMember>'
    typed = '<xbrldi:typedMember dimension="a:T"><a:t> x </a:t></xbrldi:typedMember>'
    context = CONTEXT.replace("</xbrli:entity>", f"<xbrli:segment>{explicit}</xbrli:segment></xbrli:entity>").replace(
        "</xbrli:context>", f"<xbrli:scenario>{typed}</xbrli:scenario></xbrli:context>"
    )
    facts, findings = _read(tmp_path, context + '<a:X contextRef="c">1</a:X>')
    assert findings == []
    assert facts[0].dimensions == '{"a:D":"a:M","a:T":" x "}'


@pytest.mark.parametrize(
    ("attributes", "value", "decimals"),
    [
        ('decimals="-3"', "1000", -3),
        ('decimals="INF"', "1000", None),
        ('precision="INF"', "1000", None),
        ('precision="3"', "123456", -3),
        ('precision="3"', "0.0123", 4),
        ('precision="3"', "0", None),
    ],
)
def test_a_precision_becomes_decimals(tmp_path: Path, attributes: str, value: str, decimals: int | None) -> None:
    """As XBRL 2.1, 4.6.6 infers them; that is told."""
    facts, findings = _read(tmp_path, CONTEXT + UNIT + f'<a:X contextRef="c" unitRef="u" {attributes}>{value}</a:X>')
    assert [finding.code for finding in findings] == ["reader.precision"] * attributes.startswith("precision")
    assert facts[0].decimals == decimals


def test_a_fact_with_the_id_of_an_earlier_one_gets_another(tmp_path: Path) -> None:
    """A report holds each id once; which fact has got another is told."""
    x = '<a:X id="x" contextRef="c">1</a:X>'
    facts, findings = _read(tmp_path, CONTEXT + x + x + x.replace('"x"', '"x-2"') + x.replace("a:X", "a:Y"))
    assert [fact.id for fact in facts] == ["x", "x-3", "x-2", "x-4"]
    assert [finding.code for finding in findings] == ["reader.duplicateId"] * 2
    assert findings[1].message == "a:Y has the id 'x' of an earlier fact; it was read as 'x-4'"


def test_a_date_with_time_is_the_day_that_it_bounds(tmp_path: Path) -> None:
    """Midnight at the end of a period is the end of the day before (XBRL 2.1, 4.7.2)."""
    context = CONTEXT.replace("2020-01-01<", "2020-01-01T00:00:00<").replace("2020-12-31<", "2021-01-01T00:00:00.000<")
    facts, _ = _read(tmp_path, context + '<a:X contextRef="c">1</a:X>')
    assert (facts[0].period_start, facts[0].period_end) == ("2020-01-01", "2020-12-31")


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("<xbrli:instant>2024-01-01T00:00:00</xbrli:instant>", None, "2023-12-31"),
        ("<xbrli:instant>2023-12-31T24:00:00</xbrli:instant>", None, "2023-12-31"),
        ("<xbrli:instant>9999-12-31T24:00:00</xbrli:instant>", None, "9999-12-31"),
        ("<xbrli:forever/>", None, None),
        (
            "<xbrli:startDate>2023-01-01T00:00:00</xbrli:startDate><xbrli:endDate>2024-01-01T00:00:00</xbrli:endDate>",
            "2023-01-01",
            "2023-12-31",
        ),
    ],
)
def test_each_form_of_a_period_is_read(tmp_path: Path, period: str, start: str | None, end: str | None) -> None:
    """Also at the end of the calendar; what lies behind it is a finding."""
    context = re.sub("<xbrli:startDate>.*</xbrli:endDate>", period, CONTEXT)
    facts, findings = _read(tmp_path, context + '<a:X contextRef="c">1</a:X>')
    assert findings == []
    assert (facts[0].period_start, facts[0].period_end) == (start, end)


def test_nil_empty_and_zero_are_told_apart(tmp_path: Path) -> None:
    """Of numbers and of texts; a number that is empty is none."""
    numbers = "".join(
        f'<a:{name} contextRef="c" unitRef="u" {more}</a:{name}>'
        for name, more in {"A": 'xsi:nil="true">', "E": 'decimals="0">', "Z": 'decimals="0">0'}.items()
    )
    texts = '<a:C contextRef="c" xsi:nil="true"/><a:D contextRef="c"></a:D>'
    facts, findings = _read(tmp_path, CONTEXT + UNIT + numbers + texts)
    assert {fact.concept: fact.value for fact in facts} == {"a:A": None, "a:Z": "0", "a:C": None, "a:D": ""}
    assert [finding.message for finding in findings] == [
        "a:E has a unit, but its value '' is no number; it was not read"
    ]


def test_measures_are_names_whatever_stands_around_them(tmp_path: Path) -> None:
    """White space, and a default namespace where there is no prefix."""
    measures = ["<xbrli:unitNumerator><xbrli:measure>\n iso4217:USD </xbrli:measure></xbrli:unitNumerator>"]
    measures += [
        '<unitDenominator xmlns="http://www.xbrl.org/2003/instance"><measure>shares</measure></unitDenominator>'
    ]
    unit = f'<xbrli:unit id="u"><xbrli:divide>{"".join(measures)}</xbrli:divide></xbrli:unit>'
    facts, findings = _read(tmp_path, CONTEXT + unit + '<a:X contextRef="c" unitRef="u" decimals="2">1.25</a:X>')
    assert (facts[0].unit, findings) == ("iso4217:USD/xbrli:shares", [])


def test_a_fact_without_an_id_gets_one_that_no_tool_makes_up(tmp_path: Path) -> None:
    """It is never `f` and a number."""
    facts, _ = _read(tmp_path, CONTEXT + '<a:X contextRef="c">1</a:X>\n<a:X contextRef="c">2</a:X>')
    assert len({fact.id for fact in facts}) == 2
    assert [fact.id for fact in facts] == ["unnamed-1", "unnamed-2"]


def test_a_label_may_stand_for_several_facts_and_footnotes(tmp_path: Path) -> None:
    """An arc joins each of the one with each of the other (XLink), and a language is inherited."""
    body = FOOTNOTES.replace('<a:X id="x"', '<a:X id="y" contextRef="c">2</a:X><a:X id="x"')
    body = body.replace(
        "<link:footnote ", '<link:loc xlink:type="locator" xlink:label="f" xlink:href="#y"/><link:footnote '
    )
    body = body.replace(ARC, '<link:footnote xlink:label="n" xml:lang="ja">円</link:footnote>' + ARC)
    path = tmp_path / "instance.xml"
    path.write_text(HEAD + body + TAIL, encoding="utf-8")
    report, findings = _report_of(path)
    assert findings == []
    notes = {("en", "in yen"), ("ja", "円")}
    links = set(report.footnotes.select("fact", "language", "text").rows())
    assert links == {(fact, *note) for fact in ("x", "y") for note in notes}


@pytest.mark.parametrize(
    ("code", "body", "facts"),
    [
        ("reader.tuple", CONTEXT + '<a:X contextRef="c">1</a:X><a:T/>', 1),
        ("reader.tuple", CONTEXT + '<a:T id="t"><a:X contextRef="c">1</a:X></a:T>', 1),
        ("reader.tuple", CONTEXT + '<a:T><a:X contextRef="c">1</a:X><a:U xsi:nil="true"/></a:T>', 1),
        ("reader.missingContext", CONTEXT + '<a:X>words</a:X><a:Y contextRef="c">1</a:Y>', 1),
        ("reader.missingContext", UNIT + '<a:X unitRef="u" decimals="0"/>', 0),
        ("reader.missingContext", CONTEXT + '<a:T><a:Y contextRef="c">1</a:Y><a:X>1</a:X></a:T>', 1),
        ("reader.fraction", CONTEXT + UNIT + FRACTION + '<a:Y contextRef="c">1</a:Y>', 1),
        ("reader.badName", CONTEXT + '<X contextRef="c">1</X>', 0),
        ("reader.badUnit", '<xbrli:unit id="u"><xbrli:measure>z:Y</xbrli:measure></xbrli:unit>', 0),
        ("reader.badUnit", '<xbrli:unit id="u"><xbrli:measure>two words</xbrli:measure></xbrli:unit>', 0),
        ("reader.badUnit", '<xbrli:unit id="u"/>', 0),
        ("reader.badUnit", UNIT.replace("measure>", "divide>"), 0),
        ("reader.footnotes", FOOTNOTES.replace('"#x"', '"other.xml#x"').replace(ARC, ""), 1),
        ("reader.footnotes", FOOTNOTES.replace(ARC, ""), 1),
        ("reader.footnotes", FOOTNOTES.replace("in yen", '<b xmlns="relative">yen</b>'), 1),
        ("reader.unsupportedContext", CONTEXT.replace("</xbrli:entity>", _in_segment('<b xmlns="relative"/>')), 0),
        ("reader.footnotes", FOOTNOTES.replace(ARC, ARC + ARC.replace('to="n"', 'to="f"')), 1),
        ("reader.footnotes", FOOTNOTES.replace('xlink:to="n"', 'xlink:to="m"'), 1),
        ("reader.unresolvedReference", FOOTNOTES.replace('"#x"', '"#c"'), 1),
        ("reader.unresolvedReference", CONTEXT + '<a:X contextRef="d">1</a:X>', 0),
        ("reader.unresolvedReference", CONTEXT + '<a:X contextRef="c" unitRef="u" decimals="0">1</a:X>', 0),
        *(
            ("reader.unsupportedContext", CONTEXT.replace("</xbrli:entity>", _in_segment(member)), 0)
            for member in (
                '<xbrldi:explicitMember dimension="z:D">a:M</xbrldi:explicitMember>',
                '<xbrldi:explicitMember dimension="a:D">M</xbrldi:explicitMember>',
                '<xbrldi:explicitMember dimension="a:D">a:M</xbrldi:explicitMember>' * 2,
            )
        ),
        ("reader.unsupportedContext", CONTEXT.replace("2020-12-31", "soon"), 0),
        ("reader.unsupportedContext", CONTEXT.replace("2020-12-31", "2020-13-31"), 0),
        ("reader.unsupportedContext", CONTEXT.replace("2020-12-31", "0001-01-01T00:00:00"), 0),
        ("reader.unsupportedContext", CONTEXT.replace("2020-01-01", "9999-12-31T24:00:00"), 0),
        ("reader.unsupportedContext", CONTEXT.replace("xbrli:endDate", "xbrli:instant"), 0),
        ("reader.unsupportedContext", CONTEXT.replace("xbrli:identifier", "xbrli:identifiers"), 0),
        ("reader.duplicateId", CONTEXT + CONTEXT, 0),
        ("reader.duplicateId", UNIT + UNIT, 0),
        *(
            ("reader.badValue", CONTEXT + UNIT + f'<a:X contextRef="c" unitRef="u" decimals="0">{value}</a:X>', 0)
            for value in ("", "+INF", "6,726", "\uff16\uff17", "1_0", "1e999999999", "1<a:Y/>2", "0x1F", "one")
        ),
        ("reader.unknownAccuracy", CONTEXT + UNIT + '<a:X contextRef="c" unitRef="u">1</a:X>', 1),
        ("reader.badDecimals", CONTEXT + UNIT + '<a:X contextRef="c" unitRef="u" decimals="few">1</a:X>', 1),
        ("reader.zeroPrecision", CONTEXT + UNIT + '<a:X contextRef="c" unitRef="u" precision="0">1</a:X>', 1),
        *(
            ("reader.needlessAccuracy", CONTEXT + UNIT + f'<a:X contextRef="c" unitRef="u" {more}</a:X>', 1)
            for more in (
                'decimals="0" precision="1">1',
                'xsi:nil="true" decimals="0">',
                'xsi:nil="1" precision="1">',
            )
        ),
        *(
            ("reader.notFinite", CONTEXT + UNIT + f'<a:X contextRef="c" unitRef="u" decimals="0">{value}</a:X>', 0)
            for value in ("INF", "-INF", "NaN")
        ),
        ("reader.badDecimals", CONTEXT + UNIT + '<a:X contextRef="c" unitRef="u" decimals="99999999999">1</a:X>', 1),
    ],
)
def test_what_cannot_be_read_is_a_finding(tmp_path: Path, code: str, body: str, facts: int) -> None:
    """With the line; nothing is dropped in silence."""
    read_facts, findings = _read(tmp_path, body)
    assert {finding.code for finding in findings} == {code}
    assert findings[0].source is not None
    assert findings[0].source.row is not None
    assert len(read_facts) == facts


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (HEAD + CONTEXT, "not well-formed"),
        (HEAD + "<a:X>" + TAIL, "not well-formed"),
        ("<x/>", "not an xBRL-XML instance"),
        ("", "not well-formed"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "document type declaration"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>', "document type declaration"),
        (
            '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
            + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 10))
            + "]><x>&a9;</x>",
            "document type declaration",
        ),
    ],
)
def test_hostile_and_broken_documents_are_refused(tmp_path: Path, content: str, words: str) -> None:
    """At once, with a message that names the file."""
    path = tmp_path / "instance.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableInputError, match=words):
        _report_of(path)


@pytest.mark.parametrize(
    "body",
    [
        "<z:X/>",
        '<a:T><z:X contextRef="c">1</z:X></a:T>',
        FOOTNOTES.replace("in yen", "in <z:b>yen</z:b>"),
        CONTEXT.replace("</xbrli:entity>", _in_segment("<a:s><z:t/></a:s>")),
        CONTEXT.replace("</xbrli:entity>", _in_segment('<a:s z:t=""/>')),
        CONTEXT + '<a:X z:t="" contextRef="c">1</a:X>',
    ],
)
def test_a_prefix_that_is_not_declared_is_refused(tmp_path: Path, body: str) -> None:
    """Wherever it stands: nothing of it means anything."""
    with pytest.raises(UnreadableInputError, match="not well-formed XML"):
        _read(tmp_path, body)
    path = tmp_path / "instance.xml"
    path.write_text("<xbrli:xbrl/>", encoding="utf-8")
    with pytest.raises(UnreadableInputError, match="not well-formed XML"):
        read_elements(path)


@pytest.mark.parametrize("namespace", ["http://www.xbrl.org/2003/}instance", "urn:{q}", "}"])
def test_a_namespace_that_is_no_uri_is_refused(tmp_path: Path, namespace: str) -> None:
    """Wherever it stands."""
    path = tmp_path / "instance.xml"
    with pytest.raises(UnreadableInputError):
        _read(tmp_path, f'{CONTEXT}<q:X xmlns:q="{namespace}" contextRef="c">1</q:X>')
    path.write_text(HEAD.replace("http://www.xbrl.org/2003/instance", namespace) + TAIL, encoding="utf-8")
    with pytest.raises(UnreadableInputError):
        read_elements(path)


def test_a_long_text_is_read_whole(tmp_path: Path) -> None:
    """Ten million characters and more, and around a comment."""
    text = "x" * 10_000_001
    facts, findings = _read(tmp_path, f'{CONTEXT}<a:X id="n" contextRef="c"><!-- -->{text}<!-- -->y</a:X>')
    assert findings == []
    assert facts[0].value == f"{text}y"


def test_elements_nested_without_end_are_refused(tmp_path: Path) -> None:
    """More deeply than any report nests them."""
    with pytest.raises(UnreadableInputError, match="nested more than"):
        _read(tmp_path, "<a:T>" * 1_000 + "</a:T>" * 1_000)


def test_the_attributes_of_a_fact_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To look for each among all takes time that grows with their square."""
    monkeypatch.setattr("exporter.formats.xbrl_xml.element_reader._MOST_ATTRIBUTES", 4)
    for number, is_refused in ((2, False), (3, True)):
        attributes = " ".join(f'a{each}=""' for each in range(number))
        text = f'{CONTEXT}<a:X id="x" contextRef="c" {attributes}>x</a:X>'
        with pytest.raises(UnreadableInputError, match="more than 4 attributes") if is_refused else nullcontext():
            _read(tmp_path, text)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "iso-8859-1"])
def test_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    """As the document declares them."""
    path = tmp_path / "instance.xml"
    text = (HEAD + CONTEXT + '<a:X id="x" contextRef="c">\u00fcber</a:X>' + TAIL).replace('"UTF-8"', f'"{encoding}"')
    path.write_bytes(text.encode(encoding))
    report, findings = _report_of(path)
    assert ([fact.value for fact in report], findings) == (["\u00fcber"], [])


# ------------------------------------------------------------------- what has no word in the Open Information Model


def test_facts_in_tuples_are_read_with_the_way_to_them(tmp_path: Path) -> None:
    """And written there again, in their order."""
    x, y = (f'<a:{name} id="{name.lower()}" contextRef="c">1</a:{name}>' for name in "XY")
    body = f"{CONTEXT}<a:T>{x}<a:U>{y}</a:U></a:T><a:T>{x.replace('id=', 'lang=')}</a:T>{y.replace('id=', 'lang=')}"
    facts, findings = _read(tmp_path, body)
    assert findings == []
    assert [fact.tuple for fact in facts] == ["a:T[1]", "a:T[1]/a:U[1]", "a:T[2]", None]
    text = instance_bytes(_report_of(tmp_path / "instance.xml")[0]).decode()
    tags = re.findall(r"</?a:\w+", text)
    assert "".join(tags) == "<a:T<a:X</a:X<a:U<a:Y</a:Y</a:U</a:T<a:T<a:X</a:X</a:T<a:Y</a:Y"


def test_a_report_has_the_traits_that_its_facts_have(tmp_path: Path) -> None:
    """None of a fact that was not read."""
    _, findings = _read(tmp_path, '<a:T><a:X contextRef="d">1</a:X></a:T>')
    assert [finding.code for finding in findings] == ["reader.unresolvedReference"]
    report = _report_of(tmp_path / "instance.xml")[0]
    assert report.traits == frozenset()
    assert _same_when_written(report, tmp_path)


def test_tuples_whose_facts_are_apart_cannot_be_written() -> None:
    """They would become two."""
    row = {"concept": "a:X", "entity": "a:1", "value": "1"}
    rows = [{**row, "id": str(place), "tuple": path} for place, path in enumerate(("a:T[1]", None, "a:T[1]"))]
    with pytest.raises(MisuseError, match=r"of the tuple a:T\[1\] do not stand together"):
        instance_bytes(Report(facts_frame(rows), {"a": "urn:a"}))
    with pytest.raises(MisuseError, match="no step of a tuple's path"):
        instance_bytes(Report(facts_frame([{**rows[0], "tuple": "a:T"}]), {"a": "urn:a"}))


def test_the_place_of_dimensions_is_kept(tmp_path: Path) -> None:
    """Those of the scenario are written into the scenario again, whatever the segment has."""
    segment = _in_segment('<xbrldi:explicitMember dimension="a:S">a:M</xbrldi:explicitMember>')
    scenario = '</xbrli:period><xbrli:scenario><xbrldi:explicitMember dimension="a:D">a:M</xbrldi:explicitMember>'
    context = CONTEXT.replace("</xbrli:entity>", segment)
    context = context.replace("</xbrli:period>", f"{scenario}</xbrli:scenario>")
    facts, findings = _read(tmp_path, context + '<a:X contextRef="c">1</a:X>')
    assert findings == []
    assert (facts[0].dimensions, facts[0].scenario) == ('{"a:D":"a:M","a:S":"a:M"}', "a:D")
    text = instance_bytes(_report_of(tmp_path / "instance.xml")[0]).decode()
    assert re.findall('<xbrli:(segment|scenario)>|dimension="(.*?)"', text) == [
        ("segment", ""),
        ("", "a:S"),
        ("scenario", ""),
        ("", "a:D"),
    ]


def test_what_is_no_dimension_tells_facts_apart(tmp_path: Path) -> None:
    """It stands among the dimensions as canonical XML, with the namespaces that it needs, and is written again."""
    other = CONTEXT.replace('"c"', '"d"').replace("</xbrli:entity>", _in_segment("<a:s>iso4217:EUR</a:s>"))
    facts, findings = _read(tmp_path, CONTEXT + other + '<a:X contextRef="c">1</a:X><a:X contextRef="d">2</a:X>')
    assert findings == []
    content = '<a:s xmlns:a="http://example.org/a" xmlns:iso4217="http://www.xbrl.org/2003/iso4217">iso4217:EUR</a:s>'
    assert [dimensions_of(fact.dimensions) for fact in facts] == [{}, {"segment": content}]
    assert content.encode() in instance_bytes(_report_of(tmp_path / "instance.xml")[0])


def test_a_nil_typed_member_is_no_empty_one(tmp_path: Path) -> None:
    """Two contexts that differ in this alone are two."""
    members = [
        f'<xbrldi:typedMember dimension="a:T"><a:t{nil}/></xbrldi:typedMember>' for nil in ("", ' xsi:nil="true"')
    ]
    contexts = [CONTEXT.replace("</xbrli:entity>", _in_segment(member)) for member in members]
    body = contexts[0] + contexts[1].replace('"c"', '"d"') + '<a:X contextRef="c">1</a:X><a:X contextRef="d">1</a:X>'
    facts, findings = _read(tmp_path, body)
    assert findings == []
    assert [fact.dimensions for fact in facts] == ['{"a:T":""}', '{"a:T":null}']


def test_a_typed_member_that_is_no_text_is_kept_as_it_is(tmp_path: Path) -> None:
    """As canonical XML, for it has no text of its own."""
    member = '<xbrldi:typedMember dimension="a:T"><a:t><a:u>1</a:u></a:t></xbrldi:typedMember>'
    context = CONTEXT.replace("</xbrli:entity>", _in_segment(member))
    facts, findings = _read(tmp_path, context + '<a:X contextRef="c">1</a:X>')
    assert findings == []
    assert "<a:u>1</a:u>" in dimensions_of(facts[0].dimensions)["segment"]


def test_an_unknown_accuracy_is_not_exact(tmp_path: Path) -> None:
    """It is told, and written again as it was."""
    body = '<a:X id="x" contextRef="c" unitRef="u">5</a:X><a:Y id="y" contextRef="c" unitRef="u" decimals="INF">5</a:Y>'
    facts, findings = _read(tmp_path, CONTEXT + UNIT + body)
    assert [finding.code for finding in findings] == ["reader.unknownAccuracy"]
    assert [(fact.decimals, fact.unknown_accuracy) for fact in facts] == [(None, True), (None, None)]
    report = _report_of(tmp_path / "instance.xml")[0]
    assert b'unitRef="JPY">5</a:X>' in instance_bytes(report)
    exact = Report(report.facts.drop("unknown_accuracy"), report.namespaces, report.entry_points)
    assert report != exact


def test_attributes_that_xbrl_does_not_define_are_kept(tmp_path: Path) -> None:
    """A filing indicator may say so that it is negative; those of XML itself say nothing of the fact."""
    attributes = 'q:filed="false" a:o="&lt;" o="" xml:space="preserve" contextRef="c"'
    body = f'<q:X xmlns:q="http://example.org/b" {attributes}>1</q:X>'
    facts, findings = _read(tmp_path, CONTEXT + body)
    assert findings == []
    assert facts[0].attributes == '{"a:o":"<","o":"","q:filed":"false"}'
    report = _report_of(tmp_path / "instance.xml")[0]
    assert b' a:o="&lt;" o="" q:filed="false" contextRef=' in instance_bytes(report)
    assert _same_when_written(report, tmp_path)


def test_a_measure_without_a_namespace_is_written_again(tmp_path: Path) -> None:
    """It is a name like others."""
    unit = '<xbrli:unit id="u"><xbrli:measure> points </xbrli:measure></xbrli:unit>'
    facts, findings = _read(tmp_path, CONTEXT + unit + '<a:X id="x" contextRef="c" unitRef="u" decimals="0">5</a:X>')
    assert (facts[0].unit, findings) == ("points", [])
    report = _report_of(tmp_path / "instance.xml")[0]
    assert b"<xbrli:measure>points</xbrli:measure>" in instance_bytes(report)


def test_only_white_space_of_xml_is_white_space(tmp_path: Path) -> None:
    """An ideographic space in an identifier is a character of it."""
    context = CONTEXT.replace(" 1 ", " A\u3000B\n C\u00a0 ")
    facts, _ = _read(tmp_path, context + '<a:X contextRef="c">1</a:X>')
    assert facts[0].entity == "entity:A\u3000B C\u00a0"


# ------------------------------------------------------------------------------------- footnotes and other references


XHTML = 'See <div xmlns="http://www.w3.org/1999/xhtml">note <b>7</b><br/>of\n the <span>repo</span>rt</div> end'


def test_markup_parts_words_and_is_kept(tmp_path: Path) -> None:
    """The text has blanks where a browser would break it; what is written again is what was there."""
    path = tmp_path / "instance.xml"
    path.write_text(HEAD + FOOTNOTES.replace("in yen", XHTML) + TAIL, encoding="utf-8")
    report, findings = _report_of(path)
    assert findings == []
    assert report.footnotes["text"].to_list() == ["See note 7 of the report end"]
    markup = XHTML.replace("<br/>", "<br></br>")
    assert report.footnotes["markup"].to_list() == [markup]
    write_instance(report, tmp_path / "again.xml")
    assert f">{markup}</link:footnote>" in (tmp_path / "again.xml").read_text(encoding="utf-8")
    assert _report_of(tmp_path / "again.xml")[0] == report


def test_footnotes_of_several_roles_stay_apart(tmp_path: Path) -> None:
    """With the roles of the footnote, of the link and of the arc, and what defines them."""
    roles = '<link:roleRef roleURI="urn:role" xlink:type="simple" xlink:href="a.xsd#r"/>'
    link = FOOTNOTES[len(CONTEXT) :].partition("\n")[2]
    other = (
        link.replace("role/link", "role/other")
        .replace("role/footnote", "role/number")
        .replace("fact-footnote", "fact-x")
    )
    path = tmp_path / "instance.xml"
    path.write_text(HEAD + roles + FOOTNOTES + other + TAIL, encoding="utf-8")
    report, findings = _report_of(path)
    assert findings == []
    ends = [text and text.rpartition("/")[2] for text in report.footnotes.select("role", "link_role", "arcrole").row(1)]
    assert ends == ["number", "other", "fact-x"]
    assert report.footnotes.row(0, named=True)["role"] is None
    assert report.references == (Reference("roleRef", "a.xsd#r", "urn:role"),)
    assert _same_when_written(report, tmp_path)


def _same_when_written(report: Report, folder: Path) -> bool:
    write_instance(report, folder / "again.xml")
    return _report_of(folder / "again.xml")[0] == report


def test_footnotes_that_look_alike_stay_as_many_as_they_are(tmp_path: Path) -> None:
    """Also where labels recur, in one link or in several."""
    link = FOOTNOTES[len(CONTEXT) :].partition("\n")[2]
    path = tmp_path / "instance.xml"
    path.write_text(HEAD + FOOTNOTES + link * 2 + TAIL, encoding="utf-8")
    report, findings = _report_of(path)
    assert findings == []
    assert report.footnotes["footnote"].to_list() == ["n", "n-2", "n-3"]
    assert instance_bytes(report).count(b"<link:footnote ") == 3


def test_a_footnote_arc_to_a_fact_is_one_finding(tmp_path: Path) -> None:
    """Both facts are read."""
    body = FOOTNOTES.replace(">1</a:X>", '>1</a:X><a:X id="y" contextRef="c">2</a:X>')
    body = re.sub("<link:footnote .*</link:footnote>", '<link:loc xlink:label="n" xlink:href="#y"/>', body)
    facts, findings = _read(tmp_path, body)
    assert len(facts) == 2
    assert [finding.code for finding in findings] == ["reader.footnotes"]


def test_references_lead_to_the_same_place_from_another_folder(tmp_path: Path) -> None:
    """Relative ones are rewritten, with what an `xml:base` adds; URLs stay."""
    head = HEAD.replace("xml:lang=", 'xml:base="../a tax/" xml:lang=').replace(
        "<link:schemaRef", '<link:schemaRef xlink:type="simple" xlink:href="http://example.org/b.xsd"/><link:schemaRef'
    )
    source = tmp_path / "in" / "instance.xml"
    source.parent.mkdir()
    source.write_text(head + CONTEXT + TAIL, encoding="utf-8")
    report, _ = _report_of(source)
    assert report.entry_points == ("http://example.org/b.xsd", "../a tax/a.xsd")
    target = tmp_path / "out #1" / "deep" / "again.xml"
    target.parent.mkdir(parents=True)
    write_instance(report, target)
    again = _report_of(target)[0]
    assert again.entry_points == ("http://example.org/b.xsd", "../../a tax/a.xsd")
    assert again == report
    write_instance(again, source.parent / "third.xml")
    assert _report_of(source.parent / "third.xml")[0].entry_points == report.entry_points


# ---------------------------------------------------------------------------------------------- what a schema supplies


SCHEMA = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://example.org/a" xmlns:xbrli="http://www.xbrl.org/2003/instance"
 targetNamespace="http://example.org/a">
<xs:include schemaLocation="parts/b.xsd"/>
<xs:import namespace="urn:elsewhere" schemaLocation="http://example.org/elsewhere.xsd"/>
<xs:element name="Given" type="xbrli:monetaryItemType" default="7"/>
<xs:element name="Words" type="xbrli:stringItemType" fixed="as usual"/>
<xs:element name="Derived" type="Narrow"/>
<xs:complexType name="Narrow"><xs:simpleContent><xs:restriction base="Fixed"/></xs:simpleContent></xs:complexType>
</xs:schema>"""
PARTS = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://example.org/a">
<xs:include schemaLocation="../a.xsd"/>
<xs:complexType name="Fixed"><xs:simpleContent><xs:restriction base="x"><xs:attribute name="decimals" fixed="2"/>
</xs:restriction></xs:simpleContent></xs:complexType></xs:schema>"""


@pytest.mark.parametrize("large", [False, True])
def test_what_a_schema_supplies_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool) -> None:
    """Values of empty elements, and decimals, from schemas along relative references; of large documents, too."""
    monkeypatch.setattr(reader, "LARGE", 0 if large else 1024**2)
    (tmp_path / "parts").mkdir()
    (tmp_path / "a.xsd").write_text(SCHEMA, encoding="utf-8")
    (tmp_path / "parts" / "b.xsd").write_text(PARTS, encoding="utf-8")
    body = (
        '<a:Given contextRef="c" unitRef="u" decimals="0"/>' * (not large)
        + '<a:Words contextRef="c"></a:Words><a:Words contextRef="c" xsi:nil="true"/><a:Other contextRef="c"/>'
        + '<a:Derived contextRef="c" unitRef="u">1.50</a:Derived>' * (not large)
    )
    facts, findings = _read(tmp_path, CONTEXT + UNIT + body)
    assert findings == []
    expected = [("as usual", None), (None, None), ("", None)]
    assert [(fact.value, fact.decimals) for fact in facts] == (
        [*expected] if large else [("7", 0), *expected, ("1.50", 2)]
    )


def test_a_fault_deep_in_a_large_document_is_told_by_line_and_byte(tmp_path: Path) -> None:
    """Also where line numbers outgrow what libxml2 keeps with an element."""
    body = CONTEXT + "".join(f'<a:X id="x{number}" contextRef="c">1</a:X>\n' for number in range(70_000))
    document = (HEAD + body + "<a:X contextRef='c'>&nothing;</a:X>" + TAIL).encode()
    path = tmp_path / "instance.xml"
    path.write_bytes(document)
    line, offset = (
        document[: document.index(b"&nothing;")].count(b"\n") + 1,
        document.index(b"&nothing;") + len(b"&nothing;"),
    )
    with pytest.raises(UnreadableInputError, match=rf"line {line:,}, column \d+, byte {offset:,}"):
        _report_of(path)


def test_a_missing_document_cannot_be_read(tmp_path: Path) -> None:
    """Nor can a folder, nor a pipe that nobody writes to."""
    os.mkfifo(tmp_path / "pipe.xml")
    with pytest.raises(UnreadableInputError, match="is a pipe or device"):
        read_instance(tmp_path / "pipe.xml")
    with pytest.raises(UnreadableInputError, match="absent"):
        _report_of(tmp_path / "absent.xml")
    with pytest.raises(UnreadableInputError, match="is a directory, and no file"):
        _report_of(tmp_path)


def test_a_footnote_arc_counts_once(tmp_path: Path) -> None:
    """One that is there again is a finding, and a locator that is there again is nothing new."""
    locator = '<link:loc xlink:type="locator" xlink:label="f" xlink:href="#x"/>'
    body = FOOTNOTES.replace("<link:footnote ", f"{locator}<link:footnote ").replace(ARC, ARC * 3)
    (tmp_path / "instance.xml").write_text(HEAD + body + TAIL, encoding="utf-8")
    report, findings = _report_of(tmp_path / "instance.xml")
    assert report.footnotes.height == 1
    assert [finding.message for finding in findings] == ["an arc is there twice; it was read once"] * 2


def test_facts_and_footnotes_are_not_paired_without_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few lines may ask for the pairs of all facts with all footnotes."""
    monkeypatch.setattr("exporter.formats.xbrl_xml.element_reader._MOST_FOOTNOTES", 3)
    link = FOOTNOTES[len(CONTEXT) :].partition("\n")[2]
    (tmp_path / "instance.xml").write_text(HEAD + FOOTNOTES + link * 3 + TAIL, encoding="utf-8")
    with pytest.raises(UnreadableInputError, match="links facts to footnotes more than 3 times"):
        _report_of(tmp_path / "instance.xml")
