"""The Inline XBRL reader: features of the specification one by one, each held against Arelle."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from arelle.api.Session import Session
from arelle.logging.handlers.StructuredMessageLogHandler import StructuredMessageLogHandler
from arelle.RuntimeOptions import RuntimeOptions

from exporter.errors import UnreadableInputError
from exporter.findings.findings import Source
from exporter.formats.inline_xbrl import reader
from exporter.formats.inline_xbrl.reader import is_inline_document, read_inline
from tests.formats.inline_xbrl.documents import CONTEXTS, document, write_set

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.report.document import Reading

_NUMBER = 'name="m:Revenues" contextRef="c" unitRef="u" decimals="0"'
_TEXT = 'name="m:Name" contextRef="c"'


def _number(text: str, attributes: str = "") -> str:
    return f"<p><ix:nonFraction {_NUMBER} {attributes}>{text}</ix:nonFraction></p>"


def _text(text: str, attributes: str = "", name: str = "m:Name") -> str:
    return f'<p><ix:nonNumeric name="{name}" contextRef="c" {attributes}>{text}</ix:nonNumeric></p>'


_CONTINUED = (
    '<p><ix:nonNumeric name="m:Name" contextRef="c" continuedAt="k1">one </ix:nonNumeric></p><p>between</p>'
    '<p><ix:continuation id="k1" continuedAt="k2">two </ix:continuation></p>'
    '<p><ix:continuation id="k2">three</ix:continuation></p>'
)
_EXCLUDED = _text("page <ix:exclude>5 <b>of</b> 9</ix:exclude>one<ix:exclude>!</ix:exclude>")
_BLOCK = _text(
    'a &lt; b <b class="x">bold</b><br/><i></i> <ix:nonNumeric name="m:Note" contextRef="c">in</ix:nonNumeric>',
    'escape="true"',
)
_LINKS = '<base href="http://example.org/a/"/>'
_TYPED = CONTEXTS.replace(
    "</xbrli:entity><xbrli:period><xbrli:startDate>2020-01-01",
    '<xbrli:segment><xbrldi:explicitMember dimension="m:Axis">m:Member</xbrldi:explicitMember></xbrli:segment>'
    "</xbrli:entity><xbrli:period><xbrli:startDate>2020-01-01",
)
#: Documents by name, with the values of their facts in order.
FEATURES: dict[str, tuple[str, list[str | None]]] = {
    "plain number": (document(_number("1234")), ["1234"]),
    "decimal number": (document(_number("1234.50")), ["1234.50"]),
    "blanks around a number": (document(_number(" 12\n")), ["12"]),
    "grouped number": (document(_number("1,234,567", 'format="ixt:num-dot-decimal"')), ["1234567"]),
    "decimal comma": (document(_number("1.234,5", 'format="ixt:num-comma-decimal"')), ["1234.5"]),
    "scale": (document(_number("12.5", 'scale="3"')), ["12500"]),
    "negative scale": (document(_number("12.5", 'scale="-2"')), ["0.125"]),
    "sign": (document(_number("(<i>5</i>)".replace("(<i>", "").replace("</i>)", ""), 'sign="-"')), ["-5"]),
    "negative zero": (document(_number("0", 'sign="-"')), ["0"]),
    "dash for zero": (document(_number("—", 'format="ixt:fixed-zero"')), ["0"]),
    "nil number": (document(_number("", 'xsi:nil="true"').replace('decimals="0"', "")), [None]),
    "nested numbers": (
        document(
            _number(
                f'<ix:nonFraction {_NUMBER} scale="3">7</ix:nonFraction>',
                'scale="3"',
            )
        ),
        ["7000", "7000"],
    ),
    "text": (document(_text(" two  words\n")), [" two  words\n"]),
    "text in elements": (document(_text("a <b>bold</b> <i>word</i>")), ["a bold word"]),
    "nested texts": (document(_text(f"all <ix:nonNumeric {_TEXT}>part</ix:nonNumeric>")), ["all part", "part"]),
    "number in a text": (document(_text(f"had <ix:nonFraction {_NUMBER}>5</ix:nonFraction> yen")), ["had 5 yen", "5"]),
    "continuation": (document(_CONTINUED), ["one two three"]),
    "exclusion": (document(_EXCLUDED), ["page one"]),
    "comment in a text": (document(_text("a<!-- not this -->b<?nor this?>c")), ["abc"]),
    "escaped markup": (document(_BLOCK), ['a &lt; b <b class="x">bold</b><br/><i></i> in', "in"]),
    "relative references": (
        document(_text('<a href="b.html#c">x</a>', 'escape="true"'), head=_LINKS),
        ['<a href="http://example.org/a/b.html#c">x</a>'],
    ),
    "date in words": (
        document(_text("September 30, 2003", 'format="ixt:date-monthname-day-year-en"', "m:Day")),
        ["2003-09-30"],
    ),
    "date with an era": (
        document(_text("平成15年9月30日", 'format="ixt:date-jpn-era-year-month-day"', "m:Day")),
        ["2003-09-30"],
    ),
    "boolean": (document(_text("☑", 'format="ixt:fixed-true"', "m:Flag")), ["true"]),
    "older registry": (document(_number("1 234,5", 'format="ixt3:numcommadecimal"')), ["1234.5"]),
    "hidden fact": (document("<p>x</p>", hidden=f'<ix:nonNumeric {_TEXT} id="h">secret</ix:nonNumeric>'), ["secret"]),
    "dimension": (document(_number("5"), resources=_TYPED), ["5"]),
    "default language undone": (document(_text("x", 'xml:lang=""')), ["x"]),
    "fact without an id": (document(_text("x") + _text("y")), ["x", "y"]),
    "prefix of another name": (
        document(_number("5").replace("m:Revenues", "q:Revenues"), namespaces={"q": "http://example.org/mini"}),
        ["5"],
    ),
}


def _values(reading: Reading) -> list[str | None]:
    return reading.report.facts["value"].to_list()


@pytest.mark.parametrize("name", FEATURES)
def test_features_are_read_one_by_one(name: str, tmp_path: Path) -> None:
    """Without a finding, and each fact with the value that the specification gives it."""
    text, values = FEATURES[name]
    folder = write_set(tmp_path, report=text)
    assert is_inline_document(folder / "report.xhtml")
    reading = read_inline(folder / "report.xhtml")
    assert (reading.findings, _values(reading)) == ([], values)


@pytest.fixture(scope="module")
def arelle_values(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str | None]]:
    """The values that Arelle finds in each of the documents, read in one go."""
    root = tmp_path_factory.mktemp("features")
    entries = []
    for number, (text, _) in enumerate(FEATURES.values()):
        folder = write_set(root / str(number), report=text)
        entries.append({"file": str(folder / "report.xhtml")})
    options: dict[str, Any] = {"internetConnectivity": "offline", "keepOpen": True, "disablePersistentConfig": True}
    with Session() as session:
        session.run(
            RuntimeOptions(entrypointFile=json.dumps(entries), **options), logHandler=StructuredMessageLogHandler()
        )
        return {
            name: [
                None if fact.isNil else str(fact.value)
                for fact in sorted(model.factsInInstance, key=lambda fact: fact.objectIndex)
            ]
            for name, model in zip(FEATURES, session.get_models(), strict=True)
        }


@pytest.mark.slow
@pytest.mark.parametrize("name", FEATURES)
def test_arelle_reads_them_alike(name: str, arelle_values: dict[str, list[str | None]]) -> None:
    """Up to the sign of zero."""
    _, values = FEATURES[name]
    assert [value if value != "-0" else "0" for value in arelle_values[name]] == values


_FRACTION = (
    '<ix:fraction name="m:Rate" contextRef="c" unitRef="p"><ix:numerator>1</ix:numerator>'
    "<ix:denominator>3</ix:denominator></ix:fraction>"
)
FAULTS = {
    "unknown transformation": (_number("5", 'format="ixt:num-dot"'), "reader.transformation", "num-dot"),
    "undeclared prefix of a format": (
        _number("5", 'format="ixt9:fixed-zero"'),
        "reader.transformation",
        "not declared",
    ),
    "misfit": (
        _text("31 Febuary 2003", 'format="ixt:date-day-monthname-year-en"', "m:Day"),
        "reader.transformation",
        "31 Febuary 2003",
    ),
    "no number": (_number("five"), "reader.inline", "no number"),
    "signed content": (_number("-5"), "reader.inline", "no number"),
    "number cut by tags": (_number("1<b>2</b>"), "reader.inline", "cut"),
    "overflowing scale": (_number("5", 'scale="99999"'), "reader.inline", "scale"),
    "wrong sign": (_number("5", 'sign="+"'), "reader.inline", "sign"),
    "dangling continuation": (_text("x", 'continuedAt="k9"'), "reader.continuation", "k9"),
    "circle of continuations": (
        _text("x", 'continuedAt="k1"') + '<ix:continuation id="k1" continuedAt="k1">y</ix:continuation>',
        "reader.continuation",
        "circle",
    ),
    "continuation of nothing": (
        '<ix:continuation id="k1">y</ix:continuation>',
        "reader.continuation",
        "continues nothing",
    ),
    "undeclared prefix": (_text("x", name="n:Name"), "reader.badName", "n:Name"),
    "undefined context": (_text("x").replace('contextRef="c"', 'contextRef="d"'), "reader.unresolvedReference", "'d'"),
    "undefined unit": (_number("5").replace('unitRef="u"', 'unitRef="v"'), "reader.unresolvedReference", "'v'"),
    "id given twice": (_text("x", 'id="a"') + _text("y", 'id="a"'), "reader.duplicateId", "'a'"),
    "fraction": (
        _FRACTION,
        "reader.fraction",
        "m:Rate",
    ),
    "tuple": ('<ix:tuple name="m:T" tupleID="t">' + _text("x", 'order="1"') + "</ix:tuple>", "reader.tuple", "m:T"),
    "footnote for nothing": ('<ix:footnote id="n" xml:lang="en">x</ix:footnote>', "reader.unresolvedReference", "'z'"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_findings_at_their_line(name: str, tmp_path: Path) -> None:
    """Whatever else there is in the document is read."""
    body, code, words = FAULTS[name]
    relation = '<ix:relationship fromRefs="z" toRefs="n"/>' if "footnote" in name else ""
    text = document(_text("kept", 'id="kept"') + "\n" + body, resources=relation + CONTEXTS)
    reading = read_inline(write_set(tmp_path, report=text) / "report.xhtml")
    found = [finding for finding in reading.findings if finding.code == code]
    assert len(found) == 1
    assert words in found[0].message
    line = 1 + next(number for number, each in enumerate(text.splitlines()) if (relation or body) in each)
    assert (found[0].source and found[0].source.file, found[0].source and found[0].source.row) == ("report.xhtml", line)
    assert "kept" in reading.report.facts["id"].to_list()


def test_an_id_is_given_twice_by_the_second_in_the_document(tmp_path: Path) -> None:
    """Whatever kinds of elements have come before."""
    text = document("\n".join([_number("5"), _text("x", 'id="a"'), _number("5", 'id="a"')]))
    (finding,) = read_inline(write_set(tmp_path, report=text) / "report.xhtml").findings
    rows = [row for row, line in enumerate(text.splitlines(), 1) if 'id="a"' in line]
    assert (len(rows), finding.source and finding.source.row) == (2, rows[1])


def test_a_fact_with_the_id_of_an_earlier_one_gets_another(tmp_path: Path) -> None:
    """So that a report holds both, and the footnote of the first is that of the first."""
    texts = "\n".join(_text(name, f'id="{name}"') for name in ("a", "a", "a-2"))
    note = '<ix:footnote id="n" xml:lang="en">note</ix:footnote>'
    text = document(texts + note, resources='<ix:relationship fromRefs="a" toRefs="n"/>' + CONTEXTS)
    report = read_inline(write_set(tmp_path, report=text) / "report.xhtml").report
    assert report.facts["id"].to_list() == ["a", "a-3", "a-2"]
    assert report.footnotes["fact"].to_list() == ["a"]


def test_a_set_is_one_report(tmp_path: Path) -> None:
    """A document may use contexts and units of another; a fact that is printed in both is there twice."""
    first = document(_number("1234", 'id="a"') + _text("Acme", 'id="n" xml:lang="en"'))
    second = document(
        _number("1.2", 'id="b" scale="3"').replace('decimals="0"', 'decimals="-2"'),
        resources=None,
        html='xml:lang="ja"',
    )
    reading = read_inline(write_set(tmp_path, one=first, two=second))
    facts = reading.report.facts.select("id", "value", "decimals", "language").rows()
    assert facts == [("a", "1234", 0, None), ("n", "Acme", None, "en"), ("b", "1200", -2, None)]
    assert reading.document.files == ("one.xhtml", "two.xhtml")
    assert reading.findings == []


def test_footnotes_lead_from_facts_to_texts(tmp_path: Path) -> None:
    """In the language of the document, with markup where there is any."""
    body = (
        _number("5", 'id="a"')
        + '<p><ix:footnote id="n">Audited <b>twice</b>.</ix:footnote></p>'
        + '<p><ix:footnote id="o" xml:lang="ja">未監査</ix:footnote></p>'
    )
    relation = '<ix:relationship fromRefs="a" toRefs="n o"/>'
    reading = read_inline(write_set(tmp_path, report=document(body, resources=relation + CONTEXTS)) / "report.xhtml")
    assert reading.findings == []
    rows = reading.report.footnotes.select("fact", "footnote", "language", "text").rows()
    assert rows == [("a", "n", "en", "Audited twice."), ("a", "o", "ja", "未監査")]
    assert reading.report.footnotes["markup"].to_list() == [
        'Audited <b xmlns="http://www.w3.org/1999/xhtml">twice</b>.',
        None,
    ]


def test_a_carriage_return_is_kept(tmp_path: Path) -> None:
    """In facts and footnotes, where it is written as a reference."""
    body = _text("a&#13;b", 'id="a"') + '<p><ix:footnote id="n" xml:lang="en">c&#13;</ix:footnote></p>'
    relation = '<ix:relationship fromRefs="a" toRefs="n"/>'
    report = read_inline(
        write_set(tmp_path, report=document(body, resources=relation + CONTEXTS)) / "report.xhtml"
    ).report
    assert (report.facts["value"].to_list(), report.footnotes["text"].to_list()) == (["a\rb"], ["c\r"])


def test_one_target_is_read(tmp_path: Path) -> None:
    """The one that is asked for, or the one without a name, or the only one; others are told of."""
    references = '<ix:references target="x"><link:schemaRef xlink:type="simple" xlink:href="mini.xsd"/></ix:references>'
    body = _text("plain") + _text("named", 'target="x"')
    path = write_set(tmp_path, report=document(body, references=references)) / "report.xhtml"
    reading = read_inline(path)
    assert (_values(reading), [finding.code for finding in reading.findings]) == (["plain"], ["reader.targets"])
    assert _values(read_inline(path, "x")) == ["named"]
    path.write_text(document(_text("named", 'target="x"'), references=references), encoding="utf-8")
    reading = read_inline(path)
    assert (_values(reading), reading.findings, reading.report.entry_points) == (["named"], [], ("mini.xsd",))


def test_hidden_facts_are_told(tmp_path: Path) -> None:
    """By their ids."""
    text = document(_text("x", 'id="a"'), hidden=_text("y", 'id="b"'))
    assert read_inline(write_set(tmp_path, report=text) / "report.xhtml").document.hidden == ("b",)


@pytest.mark.parametrize(
    "declaration",
    [
        "<!DOCTYPE html>",
        '<!-- made -->\n<!doctype html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"\n "http://www.w3.org/xhtml1-strict.dtd">',
    ],
)
def test_a_document_may_name_a_type_of_html(tmp_path: Path, declaration: str) -> None:
    """Which is not fetched; lines are counted as if it were there."""
    text = document(_number("five"))
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "five" in each)
    start, root = text.split("<html", 1)
    path = write_set(tmp_path, report=f"{start}{declaration}\n<html{root}") / "report.xhtml"
    (finding,) = read_inline(path).findings
    assert finding.source == Source("report.xhtml", line + declaration.count("\n") + 1)


def test_documents_of_inline_xbrl_1_0_are_read(tmp_path: Path) -> None:
    """With their footnotes, which facts name themselves."""
    namespaces = {
        "ix": "http://www.xbrl.org/2008/inlineXBRL",
        "ixt": "http://www.xbrl.org/2008/inlineXBRL/transformation",
    }
    body = (
        _number("1,234", 'id="a" format="ixt:numcommadot" footnoteRefs="n"')
        + '<ix:footnote footnoteID="n" id="n" xml:lang="en">x</ix:footnote>'
    )
    reading = read_inline(write_set(tmp_path, report=document(body, namespaces=namespaces)) / "report.xhtml")
    assert (reading.findings, _values(reading)) == ([], ["1234"])
    assert reading.report.footnotes["text"].to_list() == ["x"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<html xmlns='http://www.w3.org/1999/xhtml'><body>", "not well-formed"),
        (
            "<!DOCTYPE html [<!ENTITY a 'b'>]>\n<html xmlns='http://www.w3.org/1999/xhtml'/>",
            "document type declaration",
        ),
        ("<!DOCTYPE html>\n<html xmlns='http://www.w3.org/1999/xhtml'>&nbsp;</html>", "'nbsp' not defined, line 2"),
        (
            "<html xmlns='http://www.w3.org/1999/xhtml'><body>\n<x:y/></body></html>",
            "prefix x on y is not defined, line 2",
        ),
        ("<html/>", "its root element is html"),
        (document("<div>" * 220 + "</div>" * 220), "nested more than 200 deep"),
        (document("<div>" * 3_000 + "</div>" * 3_000), "Excessive depth in document"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, words: str, tmp_path: Path) -> None:
    """And says why."""
    path = tmp_path / "report.xhtml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableInputError, match=words):
        read_inline(path)


def test_a_large_document_and_an_empty_folder_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is read."""
    with pytest.raises(UnreadableInputError, match="holds no Inline XBRL document"):
        read_inline(tmp_path)
    path = write_set(tmp_path, report=document(_text("x"))) / "report.xhtml"
    monkeypatch.setattr(reader, "MAX_BYTES", 100)
    with pytest.raises(UnreadableInputError, match="larger than 100 bytes"):
        read_inline(path)
