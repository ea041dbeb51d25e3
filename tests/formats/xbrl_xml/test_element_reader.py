"""xBRL-XML: what is written is read back, and what other tools write is read as it is meant."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from exporter.errors import UnreadableInputError
from exporter.findings.findings import Finding
from exporter.formats.xbrl_xml.reader import read_instance
from exporter.formats.xbrl_xml.writer import instance_bytes, write_instance
from exporter.report.report import Fact, Report
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

# ------------------------------------------------------------- the law: what is written is read back, for any report


def _report_of(path: Path) -> tuple[Report, list[Finding]]:
    reading = read_instance(path)
    return reading.report, reading.findings


@settings(max_examples=150)
@given(reports())
def test_what_is_written_is_read_back(report: Report) -> None:
    """For any report, reading the instance gives the report: every aspect, every letter, every digit, every note."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "instance.xml"
        write_instance(report, path)
        again, findings = _report_of(path)
    assert findings == []
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
    """As XBRL 2.1, 4.6.6 infers them."""
    facts, findings = _read(tmp_path, CONTEXT + UNIT + f'<a:X contextRef="c" unitRef="u" {attributes}>{value}</a:X>')
    assert findings == []
    assert facts[0].decimals == decimals


def test_a_date_with_time_is_the_day_that_it_bounds(tmp_path: Path) -> None:
    """Midnight at the end of a period is the end of the day before (XBRL 2.1, 4.7.2)."""
    context = CONTEXT.replace("2020-01-01<", "2020-01-01T00:00:00<").replace("2020-12-31<", "2021-01-01T00:00:00.000<")
    facts, _ = _read(tmp_path, context + '<a:X contextRef="c">1</a:X>')
    assert (facts[0].period_start, facts[0].period_end) == ("2020-01-01", "2020-12-31")


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
        ("reader.tuple", CONTEXT + '<a:T><a:X contextRef="c">1</a:X></a:T>', 0),
        ("reader.footnotes", FOOTNOTES.replace('"#x"', '"other.xml#x"').replace(ARC, ""), 1),
        ("reader.footnotes", FOOTNOTES.replace("fact-footnote", "fact-explanatoryFact"), 1),
        ("reader.footnotes", FOOTNOTES.replace('xlink:to="n"', 'xlink:to="m"'), 1),
        ("reader.footnotes", FOOTNOTES.replace("in yen", "in <b>yen</b>"), 1),
        ("reader.unresolvedReference", FOOTNOTES.replace('"#x"', '"#c"'), 1),
        ("reader.unresolvedReference", CONTEXT + '<a:X contextRef="d">1</a:X>', 0),
        ("reader.unresolvedReference", CONTEXT + '<a:X contextRef="c" unitRef="u" decimals="0">1</a:X>', 0),
        (
            "reader.unsupportedContext",
            CONTEXT.replace("</xbrli:entity>", "<xbrli:segment><a:s/></xbrli:segment></xbrli:entity>"),
            0,
        ),
        ("reader.unsupportedContext", CONTEXT.replace("2020-12-31", "soon"), 0),
        ("reader.unsupportedContext", CONTEXT.replace("2020-12-31", "2020-13-31"), 0),
        ("reader.unsupportedContext", CONTEXT.replace("xbrli:endDate", "xbrli:instant"), 0),
        ("reader.unsupportedContext", CONTEXT.replace("xbrli:identifier", "xbrli:identifiers"), 0),
        ("reader.duplicateId", CONTEXT + CONTEXT, 0),
        ("reader.duplicateId", UNIT + UNIT, 0),
        *(
            ("reader.badValue", CONTEXT + UNIT + f'<a:X contextRef="c" unitRef="u" decimals="0">{value}</a:X>', 0)
            for value in ("", "NaN", "6,726", "\uff16\uff17", "1_0", "1e999999999", "1<a:Y/>2", "0x1F", "one")
        ),
        ("reader.badDecimals", CONTEXT + UNIT + '<a:X contextRef="c" unitRef="u" decimals="few">1</a:X>', 1),
        ("reader.badDecimals", CONTEXT + UNIT + '<a:X contextRef="c" unitRef="u" precision="0">1</a:X>', 1),
        ("reader.badDecimals", CONTEXT + UNIT + '<a:X contextRef="c" unitRef="u" decimals="99999999999">1</a:X>', 1),
    ],
)
def test_what_cannot_be_read_is_a_finding(tmp_path: Path, code: str, body: str, facts: int) -> None:
    """With the line; nothing is dropped in silence."""
    read_facts, findings = _read(tmp_path, body)
    assert [finding.code for finding in findings] == [code]
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


def test_a_text_that_is_too_long_is_refused(tmp_path: Path) -> None:
    """Where it takes a tree to read it: at ten million bytes."""
    path = tmp_path / "instance.xml"
    fact = '<a:Name id="n" contextRef="c"><!-- -->' + "x" * 10_000_001 + "</a:Name>"
    path.write_text(HEAD + CONTEXT + fact + TAIL, encoding="utf-8")
    with pytest.raises(UnreadableInputError, match=r"Text node too long.* line 10, "):
        _report_of(path)


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
    """Nor can a folder."""
    with pytest.raises(UnreadableInputError, match="absent"):
        _report_of(tmp_path / "absent.xml")
    with pytest.raises(UnreadableInputError, match="is not a regular file"):
        _report_of(tmp_path)
