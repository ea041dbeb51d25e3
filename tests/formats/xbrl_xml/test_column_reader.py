"""Reading in columns: whatever is read so is what the reference reader reads, and what is odd is left to it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exporter.errors import UnreadableInputError
from exporter.files.resources import bundled_folder
from exporter.formats.xbrl_xml import reader, runs
from exporter.formats.xbrl_xml.column_reader import read_columns
from exporter.formats.xbrl_xml.element_reader import read_elements
from exporter.formats.xbrl_xml.writer import instance_bytes, write_instance
from exporter.frames.columns import each_distinct
from exporter.report.names import expanded_name
from exporter.report.report import Report, facts_frame
from tests.formats.xbrl_xml.test_element_reader import CONTEXT, FOOTNOTES, FRACTION, HEAD, TAIL, UNIT
from tests.reports import NAMESPACES, reports

if TYPE_CHECKING:
    import polars as pl

    from exporter.findings.findings import Finding
    from exporter.report.document import Reading

DIMENSIONS = (
    '<xbrli:segment><xbrldi:explicitMember dimension="a:D"> a:M </xbrldi:explicitMember></xbrli:segment></xbrli:entity>'
)
SCENARIO = (
    '</xbrli:period><xbrli:scenario><xbrldi:typedMember dimension="a:T"><a:t> x &amp; y </a:t></xbrldi:typedMember>'
    "</xbrli:scenario>"
)
FACT = '<a:X id="x" contextRef="c" unitRef="u" decimals="0">5</a:X>'
TEXT = '<a:X id="x" contextRef="c">words</a:X>'
NAMELESS = '<a:X contextRef="c">words</a:X>'

#: What is read in columns: legal, and usual.
USUAL = {
    "facts that are alike": CONTEXT + UNIT + FACT + "\n" + FACT.replace('"x"', '"y"'),
    "attributes in another order": CONTEXT + UNIT + '<a:X unitRef="u" decimals="0" contextRef="c" id="x">5</a:X>',
    "facts with attributes in several orders": CONTEXT
    + UNIT
    + FACT
    + '<a:X decimals="-3" unitRef="u" id="y" contextRef="c">5000</a:X>'
    + '<a:Y contextRef="c" xml:lang="ja" id="z">円</a:Y>'
    + '<a:Z contextRef="c" id="n" unitRef="u" xsi:nil="1"/>',
    "space around the equals sign": CONTEXT + UNIT + FACT.replace("decimals=", " decimals = "),
    "space in a tag's end": CONTEXT + '<a:X id="x" contextRef="c" >text</a:X>',
    "no ids": CONTEXT + UNIT + FACT.replace(' id="x"', "") * 3,
    "some ids that look made up": CONTEXT + UNIT + FACT.replace('"x"', '"unnamed-1"') + FACT.replace(' id="x"', ""),
    "white space around a number": CONTEXT + UNIT + FACT.replace(">5<", "> \n5\t<"),
    "exact, and numbers of every form": CONTEXT
    + UNIT
    + "".join(
        f'<a:X contextRef="c" unitRef="u" decimals="INF">{number}</a:X>'
        for number in ("+5", "-0", ".5", "5.", "1e3", "-1.5E-7", "0005.5000", "9" * 60)
    ),
    "references": CONTEXT + TEXT.replace("words", "&lt;&gt;&amp;&quot;&apos;&amp;lt;&#65;&#x1F600;&#13;&#10;"),
    "a reference in a number": CONTEXT + UNIT + FACT.replace(">5<", ">&#53;<"),
    "quotes, tags' ends and line feeds in a text": CONTEXT + TEXT.replace("words", "a \"b\" c > d\n\n e='f' />"),
    "an empty text": CONTEXT + TEXT.replace("words", "") + '<a:Y contextRef="c"/>\n',
    "a language that is undone": CONTEXT + TEXT + '<a:Y id="y" contextRef="c" xml:lang="">z</a:Y>',
    "nil that is false": CONTEXT + UNIT + FACT.replace("decimals", 'xsi:nil="false" decimals'),
    "nil with an end tag": CONTEXT + '<a:X contextRef="c" xsi:nil="true"></a:X>',
    "no white space at all": "".join(
        [CONTEXT, UNIT, FACT.replace('"x"', '"z"'), FOOTNOTES.replace(CONTEXT, "")]
    ).replace("\n", ""),
    "footnotes": FOOTNOTES,
    "dimensions": CONTEXT.replace("</xbrli:entity>", DIMENSIONS) + TEXT,
    "a scenario": CONTEXT.replace("</xbrli:period>", SCENARIO) + TEXT,
    "a segment that is no dimension": CONTEXT.replace(
        "</xbrli:entity>", "<xbrli:segment><a:s>iso4217:EUR</a:s></xbrli:segment></xbrli:entity>"
    )
    + TEXT,
    "an attribute a line": CONTEXT
    + UNIT
    + '<a:X\n  id="x"\n\tcontextRef="c"\n  unitRef="u"\n  decimals="0"\n>5</a:X>\n<a:Y\n  contextRef="c"\n/>\n',
    "units and comments between contexts": CONTEXT
    + UNIT
    + "<!-- -->"
    + CONTEXT.replace('"c"', '"d"')
    + "\n"
    + CONTEXT.replace('"c"', '"e"')
    + TEXT.replace('"c"', '"e"'),
    "carriage returns": (CONTEXT + UNIT + FACT.replace('"x"', '"z"') + TEXT.replace("words", "te\n\nxt")).replace(
        "\n", "\r\n"
    )
    + TEXT.replace("words", "a\rb\r\r\nc&#13;").replace('"x"', '"y"'),
    "attributes of another namespace": CONTEXT
    + TEXT.replace("<a:X", '<a:X a:y="z" xml:space="preserve" other="b"')
    + NAMELESS,
    "many attributes": CONTEXT + TEXT.replace("<a:X", "<a:X " + " ".join(f'o{n}="{n}"' for n in range(12))) + NAMELESS,
    "tuples before the facts": CONTEXT + f"<a:T>{NAMELESS}</a:T><a:T>{NAMELESS}<a:U>{TEXT}</a:U></a:T>" + NAMELESS * 2,
    "a space in a context's tag": CONTEXT.replace(" id=", "\n id = ") + TEXT,
    "units, contexts, comments and footnotes between facts": FOOTNOTES
    + UNIT
    + FACT.replace('"x"', '"y"')
    + f"<!-- {FACT} -->\n<?page break?>"
    + CONTEXT.replace('"c"', '"d"')
    + NAMELESS
    + "<!-- -->"
    + NAMELESS.replace('"c"', '"d"'),
    "a concept called context before the facts": CONTEXT + NAMELESS.replace("a:X", "a:context") + TEXT,
    "a concept called context between facts": CONTEXT + TEXT + NAMELESS.replace("a:X", "a:context") + NAMELESS,
    "concepts called like structure, and contexts called like made-up ones": CONTEXT
    + CONTEXT.replace('"c"', '"c_1"')
    + UNIT
    + FACT.replace("a:X", "a:SharesInUnit").replace('"c"', '"c_1"')
    + NAMELESS.replace("a:X", "a:context")
    + NAMELESS.replace("a:X", "a:unit")
    + NAMELESS.replace("a:X", "a:footnoteLink"),
    "contexts behind the facts": UNIT + FACT + CONTEXT,
    "units between contexts and facts": CONTEXT + UNIT + FACT,
    "a comment before the facts": "<!-- the facts follow -->" + UNIT + FACT + CONTEXT,
}

#: What is legal, but left to the reference reader.
ODD = {
    "a tuple": CONTEXT + f"<a:T>{TEXT}</a:T>",
    "a comment at the end of a fact": CONTEXT + TEXT.replace("words", "words > <!-- -->") + NAMELESS,
    "a comment in a fact": CONTEXT + TEXT.replace("words", "wor<!-- -->ds"),
    "a comment that has a fact": CONTEXT + TEXT + f"<!-- {TEXT} -->",
    "a section of text": CONTEXT + TEXT.replace("words", "<![CDATA[<b>]]>"),
    "a processing instruction": CONTEXT + TEXT.replace("words", "<?x y?>text"),
    "single quotes": CONTEXT + TEXT.replace('"x"', "'x'"),
    "a line feed in an attribute": CONTEXT + TEXT.replace('"x"', '"x"  b="\n"'),
    "an attribute that is nil by another prefix": CONTEXT.replace("<xbrli:context", '<xbrli:context xmlns:i="urn:i"')
    + TEXT.replace("<a:X", '<a:X xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="false"'),
    "a tuple behind the facts": CONTEXT + TEXT + f"<a:T>{NAMELESS}</a:T>",
    "too many attributes": CONTEXT + TEXT.replace("<a:X", "<a:X " + " ".join(f'o{n}="{n}"' for n in range(20))),
    "a reference in an attribute": CONTEXT + TEXT.replace('"x"', '"&#120;"'),
    "a prefix declared on a fact": CONTEXT + TEXT.replace("<a:X", '<a:X xmlns:b="urn:b"'),
    "a space in an end tag": CONTEXT + TEXT.replace("</a:X>", "</a:X >"),
    "a comment that has a context": CONTEXT + f"<!-- {CONTEXT} -->" + CONTEXT.replace('"c"', '"d"') + TEXT,
    "a comment in a context": CONTEXT.replace(" 1 ", " <!-- -->1 ") + TEXT,
    "space around a reference": CONTEXT + TEXT.replace('"c"', '" c "'),
    "markup in a text": CONTEXT + TEXT.replace("words", "te<a:b>x</a:b>t"),
    "an element of the specification with a context": CONTEXT + TEXT + '<xbrli:item contextRef="c">1</xbrli:item>',
    "decimals with blanks around": CONTEXT + UNIT + FACT.replace('"0"', '" 0 "'),
}

#: What is wrong, so that the reference reader has something to say of it.
WRONG = {
    "a unit in a tuple": CONTEXT + TEXT + f"<a:T>{UNIT}{NAMELESS}</a:T>" + NAMELESS,
    "an empty tuple": CONTEXT + TEXT + "<a:T/>",
    "a fact without a context": CONTEXT + TEXT + "<a:X>5</a:X>",
    "a fraction": CONTEXT + UNIT + FRACTION,
    "nil with decimals": CONTEXT + UNIT + FACT.replace("<a:X", '<a:X xsi:nil="true"').replace(">5<", "><"),
    "a value that is no number": CONTEXT + UNIT + FACT.replace(">5<", ">five<"),
    "no value": CONTEXT + UNIT + FACT.replace(">5<", "><"),
    "no decimals": CONTEXT + UNIT + FACT.replace(' decimals="0"', ""),
    "decimals that are no number": CONTEXT + UNIT + FACT.replace('"0"', '"few"'),
    "decimals beyond what can be kept": CONTEXT + UNIT + FACT.replace('"0"', '"99999999999"'),
    "a precision, which is told": CONTEXT + UNIT + FACT.replace("decimals", "precision").replace('"0"', '"3"'),
    "an id twice": CONTEXT + TEXT + TEXT,
    "an unknown context": CONTEXT + TEXT.replace('"c"', '"d"'),
    "an unknown unit": CONTEXT + FACT,
    "a context twice": CONTEXT + CONTEXT + TEXT,
    "a unit twice": CONTEXT + UNIT + UNIT + FACT,
    "a context without an identifier": CONTEXT.replace("xbrli:identifier", "xbrli:id") + TEXT,
    "a context without an entity": CONTEXT.replace("xbrli:entity", "xbrli:entities") + TEXT,
    "a period that is none": CONTEXT.replace("2020-12-31", "soon") + TEXT,
    "a footnote for nothing": FOOTNOTES.replace('"#x"', '"#y"'),
}

#: What is no XML.
BROKEN = {
    "cut off in a fact": CONTEXT + TEXT + TEXT[:20],
    "tags that cross": CONTEXT + '<a:X contextRef="c">1</a:Y>',
    "an end tag too many": CONTEXT + TEXT + "</a:X>" + TEXT,
    "an end tag too few": CONTEXT + '<a:X contextRef="c">' + TEXT,
    "an empty tag": CONTEXT + TEXT + "<>" + TEXT,
    "two openings": CONTEXT + TEXT + "<" + TEXT,
    "text behind an empty tag's end": CONTEXT + '<a:X contextRef="c"/></a:X>' + TEXT,
    "an attribute twice": CONTEXT + TEXT.replace("<a:X", '<a:X id="y"'),
    "an attribute twice, in all facts": CONTEXT + TEXT.replace("<a:X", '<a:X contextRef="c"') * 2,
    **{
        f"U+{ord(space):04X} between attributes": CONTEXT + UNIT + FACT.replace(" unitRef", f"{space}unitRef")
        for space in "\u0085\u00a0\u2028\u3000\v\f"
    },
    "U+0085 behind a name": CONTEXT + TEXT.replace("<a:X ", "<a:X\u0085"),
    "U+00A0 before an equals sign": CONTEXT + TEXT.replace("contextRef=", "contextRef\u00a0="),
    "U+00A0 in a context's tag": CONTEXT.replace(" id=", "\u00a0id=") + TEXT,
    "a space behind an empty tag's stroke": CONTEXT + TEXT.replace('"c">', '"c"/ >'),
    "an unknown attribute twice": CONTEXT + TEXT.replace("<a:X", '<a:X o="1" o="2"'),
    "an attribute with an undeclared prefix": CONTEXT + TEXT.replace("<a:X", '<a:X z:o="1"'),
    "a quote that is not closed": CONTEXT + TEXT.replace('contextRef="c"', 'contextRef="c') + TEXT,
    "no space between attributes": CONTEXT + TEXT.replace(" contextRef", "contextRef"),
    "an unknown entity": CONTEXT + TEXT.replace("words", "&unknown;"),
    "an ampersand": CONTEXT + TEXT.replace("words", "a & b"),
    "a reference to no character": CONTEXT + TEXT.replace("words", "&#0;"),
    "a reference beyond all characters": CONTEXT + TEXT.replace("words", "&#x110000;"),
    "a control character": CONTEXT + TEXT.replace("words", "\x01"),
    "no character": CONTEXT + TEXT.replace("words", "\uffff"),
    "a section's end": CONTEXT + TEXT.replace("words", "]]>"),
    "an undeclared prefix": CONTEXT + TEXT.replace("a:X", "z:X"),
    "a name that begins with a digit": CONTEXT + TEXT.replace("a:X", "a:1"),
    "two colons": CONTEXT + TEXT.replace("a:X", "a:X:Y"),
    "an attribute without a value": CONTEXT + TEXT.replace(' id="x"', " id"),
    "a byte order mark in a name": CONTEXT + TEXT.replace("<a:X", "<\ufeffa:X").replace("</a:X", "</\ufeffa:X"),
    "a context that is not closed": CONTEXT.replace("</xbrli:context>", "") + CONTEXT.replace('"c"', '"d"') + TEXT,
    "periods that cross": CONTEXT.replace("</xbrli:endDate>", "</xbrli:startDate>") + TEXT,
    "a context's attribute twice": CONTEXT.replace('id="c"', 'id="c" id="d"') + TEXT,
}


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of a few facts, so that small documents have many."""
    monkeypatch.setattr(runs, "CHUNK", 300)


def _document(body: str, tmp_path: Path) -> Path:
    path = tmp_path / "instance.xml"
    path.write_bytes((HEAD + body + TAIL).encode())
    return path


def _by_elements(path: Path) -> tuple[Report, list[Finding]]:
    reading = read_elements(path)
    return reading.report, reading.findings


def _by_columns(path: Path) -> Report | None:
    """The report, if it is read in columns; what stands beside it is then the same as by elements."""
    reading = read_columns(path)
    if reading is None:
        return None
    expected = read_elements(path)
    assert reading.document.files == expected.document.files
    assert reading.document.references == expected.document.references
    assert _contexts(reading).equals(_contexts(expected))
    assert reading.document.units.equals(expected.document.units)
    return reading.report


def _contexts(reading: Reading) -> pl.DataFrame:
    """The contexts by their ids; prefixes of schemes are made up, in whatever order they are met."""
    namespaces = reading.report.namespaces
    return reading.document.contexts.sort("context").with_columns(
        each_distinct("entity", lambda entity: expanded_name(entity, namespaces))
    )


def _same(one: Report, other: Report) -> bool:
    """The same facts in the same order, and the same header."""
    return one == other and one.facts["id"].equals(other.facts["id"]) and one.typed_domains == other.typed_domains


@pytest.mark.parametrize("name", USUAL)
def test_the_usual_is_read_as_the_reference_reader_reads_it(name: str, tmp_path: Path) -> None:
    """Every aspect of every fact, in the order of the document; and by columns, not by falling back."""
    path = _document(USUAL[name], tmp_path)
    expected, findings = _by_elements(path)
    assert findings == []
    report = _by_columns(path)
    assert report is not None
    assert _same(report, expected)


@pytest.mark.parametrize("name", [*ODD, *WRONG])
def test_the_odd_is_left_to_the_reference_reader(name: str, tmp_path: Path) -> None:
    """It is not read in columns, and `read` gives what the reference reader gives."""
    path = _document({**ODD, **WRONG}[name], tmp_path)
    _, findings = _by_elements(path)
    assert bool(findings) == (name in WRONG)
    assert read_columns(path) is None


@pytest.mark.parametrize("name", BROKEN)
def test_the_broken_is_refused(name: str, tmp_path: Path) -> None:
    """Neither reader takes what is no XML."""
    path = _document(BROKEN[name], tmp_path)
    with pytest.raises(UnreadableInputError):
        read_elements(path)
    assert read_columns(path) is None


@pytest.mark.slow
@pytest.mark.parametrize("name", [*USUAL, *ODD, *WRONG])
def test_whatever_is_read_is_written_and_read_again(name: str, tmp_path: Path) -> None:
    """The same report, and no new fault; another writes the same bytes."""
    report, findings = _by_elements(_document({**USUAL, **ODD, **WRONG}[name], tmp_path))
    (tmp_path / "folder").mkdir()
    write_instance(report, tmp_path / "folder" / "again.xml")
    again, new_findings = _by_elements(tmp_path / "folder" / "again.xml")
    assert again == report
    assert {finding.code for finding in new_findings} <= {finding.code for finding in findings} | {
        "reader.unknownAccuracy"
    }
    assert instance_bytes(again) == (tmp_path / "folder" / "again.xml").read_bytes()


def test_an_attribute_twice_by_its_namespace_is_refused(tmp_path: Path) -> None:
    """Though its prefixes differ (Namespaces in XML 1.0, 6.3)."""
    path = tmp_path / "instance.xml"
    head = HEAD.replace("xmlns:a=", 'xmlns:a2="http://example.org/a" xmlns:a=')
    path.write_text(head + CONTEXT + TEXT.replace("<a:X", '<a:X a:o="1" a2:o="2"') + TAIL, encoding="utf-8")
    with pytest.raises(UnreadableInputError):
        read_elements(path)
    assert read_columns(path) is None


# ------------------------------------------------------------------------------------------- the law: both read alike


@pytest.mark.slow
@given(reports())
def test_what_our_writer_writes_is_read_in_columns(report: Report) -> None:
    """For any report with facts."""
    assume(len(report))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "instance.xml"
        write_instance(report, path)
        expected, findings = _by_elements(path)
        read = _by_columns(path)
    assert findings == []
    assert read is not None
    assert _same(read, expected)


PLACES = st.integers(0, 10_000)
SCRAPS = st.one_of(
    st.sampled_from(
        ["<", ">", '"', "&", "&amp;", "/", "</a:X>", "<a:X", " ", "\n", "<!--", "-->", "<![CDATA[", "]]>", "'"]
    ),
    st.sampled_from(
        [
            "\ufeff",
            "\r",
            "\r\n",
            "\t",
            "\u0085",
            "\u00a0",
            "\u2028",
            ' o="1"',
            "<a:T>",
            "</a:T>",
            "\x00",
            "\x01",
            "\uffff",
            "contextRef",
            'contextRef="c"',
            'id="x"',
            "a:",
            "=",
            ":",
        ]
    ),
    st.sampled_from(
        ["<a:X/>", '<exporter-gap:facts xmlns:exporter-gap="urn:exporter:gap"/>', "</xbrli:xbrl>", "", "", ""]
    ),
    st.text(max_size=2),
)


@given(st.sampled_from(list({**USUAL, **ODD})), st.lists(st.tuples(PLACES, PLACES, SCRAPS), min_size=1, max_size=3))
def test_whatever_is_done_to_a_document_both_agree(name: str, changes: list[tuple[int, int, str]]) -> None:
    """A document with scraps put in and pieces cut out is refused, left to the reference reader, or read alike."""
    document = HEAD + {**USUAL, **ODD}[name] + TAIL
    for place, length, scrap in changes:
        start = place % len(document)
        document = document[:start] + scrap + document[start + length % 12 :]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "instance.xml"
        path.write_bytes(document.encode("utf-8", "surrogatepass"))
        read = _by_columns(path)
        if read is not None:
            expected, findings = _by_elements(path)
            assert findings == []
            assert _same(read, expected)


@pytest.mark.parametrize("ending", ["", "<a:X id='y' contextRef='c' xsi:nil='true'/>".replace("'", '"')])
def test_an_element_larger_than_what_is_taken_at_a_time_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """An empty one with a very long id, the last one or not: reading comes to an end, with all facts."""
    monkeypatch.setattr(runs, "CHUNK", 300)
    path = _document(CONTEXT + f'<a:X id="x{"9" * 1_000}" contextRef="c" xsi:nil="true"/>{ending}', tmp_path)
    expected, findings = _by_elements(path)
    assert (len(expected), findings) == (2 if ending else 1, [])
    report = _by_columns(path)
    assert report is not None
    assert _same(report, expected)


@pytest.mark.slow
def test_the_sample_is_read_in_columns() -> None:
    """With its two languages, its dimensions and its footnotes."""
    path = bundled_folder("samples") / "iij-2003q2" / "expected" / "iij-20030930.xml"
    read = _by_columns(path)
    assert read is not None
    assert _same(read, _by_elements(path)[0])


@pytest.mark.parametrize("changes", [{}, {"value": "one"}])
def test_large_documents_are_read_in_columns(changes: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """And if there is anything wrong with one of them, the reference reader says what and where."""
    row: dict[str, Any] = {"concept": "a:X", "entity": "entity:1", "period_end": "2020-12-31", "unit": "iso4217:JPY"}
    rows = [{**row, "id": f"x{number}", "value": "1", "decimals": 0} for number in range(9)]
    rows[5] |= changes
    monkeypatch.setattr(reader, "LARGE", 0)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "instance.xml"
        path.write_bytes(instance_bytes(Report(facts_frame(rows), NAMESPACES, ("a.xsd",))))
        assert (read_columns(path) is None) == bool(changes)
        reading = reader.read_instance(path)
        report, findings = reading.report, reading.findings
        lines = path.read_text().splitlines()
    assert len(report) == (8 if changes else 9)
    assert [
        lines[finding.source.row - 1].split('"')[1] for finding in findings if finding.source and finding.source.row
    ] == (["x5"] if changes else [])


def test_other_encodings_are_left_to_the_reference_reader(tmp_path: Path) -> None:
    """Latin-1 and UTF-16 are read, though not in columns."""
    document = (HEAD + CONTEXT + TEXT.replace("words", "é") + TAIL).replace('encoding="UTF-8"', 'encoding="{}"')
    for encoding in ("ISO-8859-1", "UTF-16"):
        path = tmp_path / "instance.xml"
        path.write_bytes(document.format(encoding).encode(encoding))
        assert read_columns(path) is None
        report, findings = _by_elements(path)
        assert ([fact.value for fact in report], findings) == (["é"], [])


def test_bytes_that_are_no_utf_8_are_left_to_the_reference_reader(tmp_path: Path) -> None:
    """It refuses them."""
    path = tmp_path / "instance.xml"
    path.write_bytes((HEAD + CONTEXT + TEXT + TAIL).encode().replace(b"words", b"w\xffrds"))
    assert read_columns(path) is None
    with pytest.raises(UnreadableInputError):
        read_elements(path)
