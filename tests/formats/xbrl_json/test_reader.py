"""What is wrong in xBRL-JSON is a finding with its place; what can be read is read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from exporter.errors import UnreadableInputError
from exporter.formats.xbrl_json.reader import is_json, read_json
from tests.formats.xbrl_json.documents import INFO, NOTE, Said, document, fact, read_content

if TYPE_CHECKING:
    from pathlib import Path

LINKS = {"footnote": {"_": ["n"]}}


def _codes(folder: Path, content: object) -> list[tuple[str, str]]:
    """The findings: each one's code, and its message up to where words vary."""
    return [(finding.code, finding.message) for finding in read_content(folder, content).findings]


def test_a_document_of_another_hand_is_read(tmp_path: Path) -> None:
    """On one line, with escapes, facts first, and other prefixes; each fact tells where it stands by its id alone."""
    info = {
        **INFO,
        "namespaces": {**INFO["namespaces"], "link": "http://example.org/link", "c": "http://example.org/c"},
    }
    facts = {
        "x": fact({"link:Axis": "c:M", "entity": "entity:1:2"}),
        "n": NOTE,
        "y": fact({"language": "en"}, without="decimals", value="円", links=LINKS)
        | {"dimensions": {"concept": "a:T", "language": "en"}},
    }
    content = json.dumps({"facts": facts, "documentInfo": info})
    reading = read_content(
        tmp_path, content.replace("https://xbrl.org/2021/xbrl-json", r"https:\/\/xbrl.org/2021/xbrl-json")
    )
    assert reading.findings == []
    assert is_json(tmp_path / "report.json")
    x, y = reading.report
    assert (x.value, x.decimals, x.unit, x.period_start, x.period_end) == (
        "12",
        0,
        "iso4217:JPY",
        "2020-01-01",
        "2020-12-31",
    )
    assert (x.dimensions, x.entity) == ('{"link2:Axis":"c:M"}', "entity:1:2")
    assert reading.report.namespaces["link2"] == "http://example.org/link"
    assert (y.value, y.language, y.period_end, y.entity) == ("円", "en", None, "entities:NA")
    assert reading.report.namespaces["entities"] == "https://xbrl.org/2021/entities"
    assert reading.report.footnotes.rows() == [("y", "n", "en", "see")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "line 1, column 1"),
        ('{"facts": {\n "x" 1}}', "line 2, column 6"),
        ('{"a": 1}}', "something stands behind the end"),
        ('{"a": NaN}', "NaN is no JSON"),
        ('{"a": "\t"}', "line 1, column 8"),
        ('{"a": 01}', "line 1, column 8"),
        ("{1: 2}", "a key in double quotes is missing"),
        ("[]", r"'\{' is missing"),
        ('{"a": ' + "[" * 100_000, "nested too deeply"),
        ('{"facts": {}}', "it has no documentInfo"),
        ('{"documentInfo": 1}', "documentType is None"),
        ('{"documentInfo": {"documentType": "https://xbrl.org/2021/xbrl-csv"}}', "oimce:unsupportedDocumentType"),
    ],
)
def test_what_is_no_such_document_is_refused(tmp_path: Path, content: str, words: str) -> None:
    """With the line and the column."""
    with pytest.raises(UnreadableInputError, match=words):
        read_content(tmp_path, content)


def test_what_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    """With the line and the column; a mark of byte order does no harm."""
    path = tmp_path / "report.json"
    path.write_bytes(json.dumps(document({})).encode() + b"\n \xff")
    with pytest.raises(UnreadableInputError, match="no UTF-8: line 2, column 2"):
        read_json(path)
    path.write_bytes(json.dumps(document({})).encode("utf-8-sig"))
    assert read_json(path).findings == []
    assert is_json(path)
    path.write_text(json.dumps(document({})), encoding="utf-16")
    with pytest.raises(UnreadableInputError, match="no UTF-8"):
        read_json(path)
    assert not is_json(path)
    assert not is_json(tmp_path / "nothing.json")


@pytest.mark.parametrize(
    ("content", "code", "where"),
    [
        (fact(value=12), "reader.badStructure", "its value is missing, or is neither text nor null"),
        (fact(value=True), "reader.badStructure", "neither text nor null"),
        (fact(without="value"), "reader.badStructure", "its value is missing"),
        (fact(without="dimensions"), "reader.badStructure", "no object of dimensions"),
        ([], "reader.badStructure", "it is no object"),
        (fact(without="concept"), "reader.badStructure", "oime:missingConceptDimension"),
        (fact({"period": 2020}), "reader.badStructure", "its period is no text"),
        (fact({"a:Axis": 1}), "reader.badStructure", "the member of a:Axis is no text"),
        (fact({"xbrl:Axis": "x"}), "reader.badStructure", "'xbrl:Axis' may not be"),
        (fact({"axis": "x"}), "reader.badName", "'axis' is no prefixed name"),
        (fact({"concept": "X"}), "reader.badName", "'X' is no prefixed name"),
        (fact({"concept": "b:X"}), "reader.badName", "oimce:unboundPrefix"),
        (fact({"b:Axis": "x"}), "reader.badName", "oimce:unboundPrefix"),
        (fact({"entity": "b:1"}), "reader.badName", "oimce:unboundPrefix"),
        (fact({"entity": "entity:"}), "reader.badName", "oimce:invalidSQName"),
        (fact({"entity": "entity:A B"}), "reader.badName", "oimce:invalidSQName"),
        (fact({"unit": "b:U"}), "reader.badName", "oimce:unboundPrefix"),
        (fact({"unit": "a:x*a:y/a:z"}), "reader.badUnit", "oimce:invalidUnitStringRepresentation"),
        (fact({"unit": "(a:x)/a:z"}), "reader.badUnit", "is no unit"),
        (fact({"unit": ""}), "reader.badUnit", "is no unit"),
        (fact({"unit": "JPY"}), "reader.badName", "is no prefixed name"),
        (fact({"period": "2020-01-01"}), "reader.badPeriod", "oimce:invalidPeriodRepresentation"),
        (fact({"period": "2020-13-01T00:00:00"}), "reader.badPeriod", "oimce:invalidPeriodRepresentation"),
        (fact({"period": "2020-01-01T24:00:00"}), "reader.badPeriod", "oimce:invalidPeriodRepresentation"),
        (fact({"period": "2020-01-01T00:00:00+09:00"}), "reader.badPeriod", "oimce:invalidPeriodRepresentation"),
        (fact({"period": "2020-01-01T00:00:00/P1Y"}), "reader.badPeriod", "oimce:invalidPeriodRepresentation"),
        (fact({"period": ""}), "reader.badPeriod", "oimce:invalidPeriodRepresentation"),
        (fact(value="twelve"), "reader.badValue", "its value 'twelve' is no number"),
        (fact(value="1\ud800"), "reader.badValue", "it has U+D800"),
        (fact(value="\x00"), "reader.badValue", "it has U+0000"),
        (fact({"a:Axis": "\x07"}), "reader.badValue", "the member of a:Axis has U+0007"),
    ],
)
def test_a_fact_that_cannot_be_read_is_a_finding(tmp_path: Path, content: object, code: str, where: str) -> None:
    """With its JSON pointer and its line; the others are read."""
    reading = read_content(tmp_path, document({"a": fact(), "b/~": content, "c": fact()}))
    (finding,) = reading.findings
    assert finding.code == code
    assert finding.message.startswith("/facts/b~1~0: ")
    assert where in finding.message
    assert finding.source
    assert finding.source.file == "report.json"
    lines = (tmp_path / "report.json").read_text(encoding="utf-8").splitlines()
    assert '"b/~"' in lines[(finding.source.row or 0) - 1]
    assert [each.id for each in reading.report] == ["a", "c"]


@pytest.mark.parametrize(
    ("content", "code", "where", "expected"),
    [
        (fact(decimals="0"), "reader.badDecimals", "has decimals '0'", {"unknown_accuracy": True}),
        (fact(decimals=None), "reader.badDecimals", "has decimals 'None'", {"unknown_accuracy": True}),
        (fact(decimals=0.5), "reader.badDecimals", "has decimals '0.5'", {"unknown_accuracy": True}),
        (fact(decimals=2**31), "reader.badDecimals", "2147483648", {"unknown_accuracy": True}),
        (fact(value=None), "reader.misplaced", "is nil, and has decimals", {"decimals": None}),
        (
            fact({"concept": "a:T"}, without="unit"),
            "reader.misplaced",
            "is no number, and has decimals",
            {"unit": None},
        ),
        (fact({"language": "en"}), "reader.misplaced", "is a number, and has a language", {"language": None}),
        (fact({"noteId": "b"}), "reader.misplaced", "is no note, and has a noteId", {"value": "12"}),
        (fact({"unit": "xbrli:pure"}), "reader.badUnit", "oime:illegalPureUnit", {"unit": "xbrli:pure"}),
        (fact({"unit": "a:y*a:x"}), "reader.badUnit", "are not sorted", {"unit": "a:x*a:y"}),
        (fact(note=1), "reader.badStructure", "/facts/b/note has no place here", {"value": "12"}),
        (fact() | {"a:note": 1}, "reader.extension", "/facts/b/a:note is an extension", {"value": "12"}),
        (fact() | {"b:note": 1}, "reader.badName", "the prefix of /facts/b/b:note is not declared", {"value": "12"}),
        (fact(links=[]), "reader.badStructure", "/facts/b/links is no object", {"value": "12"}),
        (fact(links={"footnote": 1}), "reader.badStructure", "/facts/b/links/footnote is no object", {}),
        (fact(links={"footnote": {"_": "n"}}), "reader.badStructure", "/facts/b/links/footnote/_ is no array", {}),
        (fact(links={"x": {"_": ["n"]}}), "reader.footnotes", "xbrlje:unknownLinkType", {}),
        (fact(links={"footnote": {"x": ["n"]}}), "reader.footnotes", "xbrlje:unknownLinkGroup", {}),
        (fact(links={"footnote": {"_": ["m"]}}), "reader.unresolvedReference", "xbrlje:unknownLinkTarget", {}),
        (fact(links={"footnote": {"_": ["b"]}}), "reader.footnotes", "oime:illegalStandardFootnoteTarget", {}),
    ],
)
def test_what_a_fact_may_not_have_is_a_finding(
    tmp_path: Path, content: object, code: str, where: str, expected: dict[str, Any]
) -> None:
    """The fact itself is read."""
    content_of_all = document({"a": fact(links=LINKS), "n": NOTE, "b": content})
    reading = read_content(tmp_path, content_of_all, Said)
    (finding,) = reading.findings
    assert (finding.code, where in finding.message) == (code, True), finding
    _, read = reading.report
    assert {name: getattr(read, name) for name in expected} == expected


@pytest.mark.parametrize("language", ["EN", "zh-Hant", "e n", "englishspeaking", ""])
def test_a_language_is_in_lower_case(tmp_path: Path, language: str) -> None:
    """Any other is a finding, and is read."""
    content = {"value": "x", "dimensions": {"concept": "a:T", "language": language}}
    reading = read_content(tmp_path, document({"x": content}))
    (finding,) = reading.findings
    assert finding.code == "reader.badLanguage"
    assert [each.language for each in reading.report] == [language]
    content["dimensions"] = {"concept": "a:T", "language": "zh-hant"}
    assert read_content(tmp_path, document({"x": content})).findings == []


@pytest.mark.parametrize(
    ("note", "where"),
    [
        ({"dimensions": {"concept": "xbrl:note", "noteId": "n"}}, "oime:missingLanguageForNoteFact"),
        ({"dimensions": {"concept": "xbrl:note", "language": "en", "noteId": "m"}}, "oime:invalidNoteIDValue"),
        ({"dimensions": {**NOTE["dimensions"], "entity": "entity:1"}}, "oime:misplacedNoteFactDimension"),
        ({"dimensions": {**NOTE["dimensions"], "unit": "a:U"}}, "oime:misplacedUnitDimension"),
        ({"decimals": 0}, "oime:misplacedDecimalsProperty"),
    ],
)
def test_what_is_wrong_with_a_note_is_a_finding(tmp_path: Path, note: dict[str, Any], where: str) -> None:
    """It is read."""
    reading = read_content(tmp_path, document({"x": fact(links=LINKS), "n": {**NOTE, **note}}))
    (finding,) = reading.findings
    assert (finding.code, where in finding.message) == ("reader.misplaced", True)
    assert reading.report.footnotes["text"].to_list() == ["see"]


@pytest.mark.parametrize(
    "value", [None, "a < b", "<x:y/>", "<y xmlns='urn:y'/>", "&amp", "<!DOCTYPE a []>", "</body><a/>"]
)
def test_a_note_is_a_fragment_of_xhtml(tmp_path: Path, value: str | None) -> None:
    """One that is none is not read, and so leads its link nowhere."""
    reading = read_content(tmp_path, document({"x": fact(links=LINKS), "n": {**NOTE, "value": value}}))
    assert [finding.code for finding in reading.findings] == ["reader.footnotes", "reader.unresolvedReference"]
    assert len(reading.report) == 1


def test_a_note_that_no_fact_links_to_is_a_finding(tmp_path: Path) -> None:
    """A Report has footnotes of facts alone."""
    assert _codes(tmp_path, document({"x": fact(), "n": NOTE})) == [
        ("reader.footnotes", "no fact links to the note /facts/n (oime:unusedNoteFact); it was not read")
    ]


def test_markup_of_a_note_is_kept(tmp_path: Path) -> None:
    """Beside its text."""
    note = {**NOTE, "value": "see <i>note</i><br/>1"}
    (row,) = read_content(tmp_path, document({"x": fact(links=LINKS), "n": note})).report.footnotes.to_dicts()
    assert row["text"] == "see note 1"
    assert row["markup"].startswith('see <i xmlns="http://www.w3.org/1999/xhtml">note</i>')


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ('"value": "1", "value": "2"', ["/facts/x/value is there twice; the fact was not read"]),
        ('"value": "1", "dimensions": {}', ["/facts/x/dimensions is there twice; the fact was not read"]),
        (
            '"value": "1", "a:x": [{"y": 1, "y": 2, "y": 3}]',
            ["/facts/x/a:x/0/y is there twice; the fact was not read"],
        ),
    ],
)
def test_a_doubled_key_is_a_finding(tmp_path: Path, text: str, messages: list[str]) -> None:
    """At whatever depth."""
    content = json.dumps(document({"x": fact(without="value"), "y": fact()})).replace('"x": {', f'"x": {{{text}, ', 1)
    assert _codes(tmp_path, content) == [("reader.doubledKey", message) for message in messages]


def test_of_facts_with_one_id_the_first_is_read(tmp_path: Path) -> None:
    """And so of other members of the document, and of prefixes."""
    content = json.dumps(document({"x": fact(value="1"), "y": fact()}))
    reading = read_content(tmp_path, content.replace('"y"', '"x"'))
    assert [finding.code for finding in reading.findings] == ["reader.doubledKey"]
    assert [each.value for each in reading.report] == ["1"]
    assert _codes(tmp_path, content[:-1] + ', "facts": {}}') == [
        ("reader.doubledKey", "/facts is there twice; the first was read")
    ]
    twice = content.replace('"namespaces": {', '"namespaces": {"a": "http://example.org/a", ')
    assert _codes(tmp_path, twice) == [
        ("reader.doubledKey", "/documentInfo/namespaces/a is there twice; the first was read")
    ]


@pytest.mark.parametrize(
    ("info", "code", "where"),
    [
        ({"taxonomy": []}, "reader.noTaxonomy", "/documentInfo/taxonomy is empty"),
        ({"taxonomy": "a.xsd"}, "reader.badStructure", "/documentInfo/taxonomy is missing or no array"),
        ({"taxonomy": [1]}, "reader.badStructure", "/documentInfo/taxonomy/0 is no text that a URL may be"),
        ({"taxonomy": ["a\ud800"]}, "reader.badStructure", "/documentInfo/taxonomy/0 is no text that a URL may be"),
        ({"linkTypes": {"z": "urn:\ud800"}}, "reader.badAlias", "/documentInfo/linkTypes/z"),
        ({"baseURL": "x/"}, "reader.badAlias", "oime:invalidBaseURL"),
        ({"linkTypes": []}, "reader.badStructure", "/documentInfo/linkTypes is no object"),
        ({"linkGroups": {"x": 1}}, "reader.badStructure", "/documentInfo/linkGroups/x is no text"),
        ({"linkTypes": {"footnote": "http://example.org/x"}}, "reader.badAlias", "oimce:invalidURIForReservedAlias"),
        ({"features": {"b:x": True}}, "reader.badName", "oimce:unboundPrefix"),
        ({"features": {"a:x": True}}, "reader.extension", "/documentInfo/features/a:x is no feature that is known"),
        ({"features": {"xbrl:canonicalValues": "yes"}}, "reader.badStructure", "must be one of"),
        ({"extends": ["x.json"]}, "reader.badStructure", "/documentInfo/extends has no place here"),
        ({"a:x": 1}, "reader.extension", "/documentInfo/a:x is an extension"),
    ],
)
def test_what_a_document_says_of_itself_is_checked(tmp_path: Path, info: dict[str, Any], code: str, where: str) -> None:
    """What it refers to from elsewhere, too: there is nothing to extend."""
    (finding,) = read_content(tmp_path, document({"x": fact()}, **info)).findings
    assert (finding.code, where in finding.message) == (code, True), finding


@pytest.mark.parametrize(
    ("prefix", "uri", "where", "is_read"),
    [
        ("iso4217", "http://example.org/money", "oimce:invalidURIForReservedAlias", False),
        ("cur", "http://www.xbrl.org/2003/iso4217", "oimce:invalidAliasForReservedURI", True),
        ("a2", "http://example.org/a", "oimce:multipleAliasesForURI", True),
        ("b", "money", "oimce:invalidURI", False),
        ("b", "", "oimce:invalidURI", False),
        ("1", "http://example.org/b", "oimce:invalidURI", False),
    ],
)
def test_prefixes_are_checked(tmp_path: Path, prefix: str, uri: str, where: str, is_read: bool) -> None:
    """What stands for something else than it must is as if it were not declared."""
    namespaces = {**{key: name for key, name in INFO["namespaces"].items() if key != prefix}, prefix: uri}
    reading = read_content(tmp_path, document({"x": fact({"unit": f"{prefix}:JPY"})}, namespaces=namespaces))
    assert reading.findings[0].code == "reader.badAlias"
    assert where in reading.findings[0].message
    assert len(reading.report) == is_read
    if prefix == "cur":
        assert reading.report.facts["unit"][0] == "iso4217:JPY"


def test_a_base_url_is_where_references_start(tmp_path: Path) -> None:
    """Absolute ones do not."""
    info = {"baseURL": "http://example.org/x/y.json", "taxonomy": ["a.xsd", "http://example.org/b.xsd"]}
    reading = read_content(tmp_path, document({}, **info))
    assert reading.report.entry_points == ("http://example.org/x/a.xsd", "http://example.org/b.xsd")


def test_without_a_taxonomy_it_is_told_what_is_not_known(tmp_path: Path) -> None:
    """Decimals show a number, and a language a text; the rest looks like either. A member may show its dimension."""
    pure = {"value": "0.5", "decimals": 1, "dimensions": {"concept": "a:X"}}
    text = {"value": "2003", "dimensions": {"concept": "a:T", "language": "en"}}
    unclear = {"value": "2003", "dimensions": {"concept": "a:Y"}}
    words = {"value": "some", "dimensions": {"concept": "a:Z"}}
    typed = fact({"a:Typed": "b c", "a:Explicit": "a:M"})
    facts = {"pure": pure, "text": text, "unclear": unclear, "words": words, "typed": typed}
    reading = read_content(tmp_path, document(facts))
    assert [finding.code for finding in reading.findings] == ["reader.unknownKind"] * 2
    assert "1 facts, first 'unclear', have neither unit nor decimals" in reading.findings[1].message
    assert [each.unit for each in reading.report] == ["xbrli:pure", None, None, None, "iso4217:JPY"]
    assert reading.report.typed_domains == {"a:Typed": ""}


SCHEMA = """<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"
  xmlns:xbrldt="http://xbrl.org/2005/xbrldt" xmlns:a="http://example.org/a" targetNamespace="http://example.org/a"
  xmlns:num="http://www.xbrl.org/dtr/type/numeric">
  <xsd:import namespace="http://www.xbrl.org/dtr/type/numeric"
    schemaLocation="http://www.xbrl.org/dtr/type/numeric-2009-12-16.xsd"/>
  <xsd:complexType name="own"><xsd:simpleContent><xsd:restriction base="num:percentItemType"/></xsd:simpleContent>
  </xsd:complexType>
  <xsd:element name="Own" type="a:own" substitutionGroup="xbrli:item"/>
  <xsd:element name="Year" type="xbrli:gYearItemType" substitutionGroup="xbrli:item"/>
  <xsd:element name="Typed" type="xbrli:stringItemType" xbrldt:typedDomainRef="#a_member"/>
  <xsd:element name="Explicit" type="xbrli:stringItemType"/>
  <xsd:element name="member" id="a_member" type="xsd:string"/>
</xsd:schema>"""


def test_what_is_not_known_the_schemas_say_that_lie_beside(tmp_path: Path) -> None:
    """By the types of concepts, and the references of typed dimensions."""
    (tmp_path / "a.xsd").write_text(SCHEMA, encoding="utf-8")
    own = {"value": "0.5", "dimensions": {"concept": "a:Own", "a:Typed": "a:M", "a:Explicit": "a:M"}}
    year = {"value": "2003", "dimensions": {"concept": "a:Year"}}
    bad = {"value": "2003", "dimensions": {"concept": "a:Year", "a:Explicit": "M"}}
    (tmp_path / "report.json").write_text(
        json.dumps(document({"own": own, "year": year, "bad": bad})), encoding="utf-8"
    )
    reading = read_json(tmp_path / "report.json")
    assert [(finding.code, "/facts/bad" in finding.message) for finding in reading.findings] == [
        ("reader.badName", True)
    ]
    assert [each.unit for each in reading.report] == ["xbrli:pure", None]
    assert reading.report.typed_domains == {"a:Typed": "a:member"}


def test_findings_are_bounded(tmp_path: Path) -> None:
    """In number and in length."""
    facts = {f"x{number}": fact(value=1) for number in range(1_003)} | {"y" * 10_000: fact(value=1)}
    findings = read_content(tmp_path, document(facts)).findings
    assert len(findings) == 1_001
    assert findings[-1].message == "4 more of this kind"
    (finding,) = read_content(tmp_path, document({"y" * 10_000: fact(value=1)})).findings
    assert len(finding.message) < 600


def test_a_zero_long_duration_is_an_instant(tmp_path: Path) -> None:
    """As the model has it."""
    period = "2021-01-01T00:00:00/2021-01-01T00:00:00"
    (read,) = read_content(tmp_path, document({"x": fact({"period": period})})).report
    assert (read.period_start, read.period_end) == (None, "2020-12-31")


def test_the_readers_message_for_a_finding_has_no_raw_controls(tmp_path: Path) -> None:
    """Whatever the id of a fact is made of."""
    reading = read_content(tmp_path, document({"\x1b[2J": fact()}))
    assert [finding.code for finding in reading.findings] == ["reader.badValue"]
    assert re.search("U\\+001B", reading.findings[0].message)


def test_half_a_character_is_in_no_url(tmp_path: Path) -> None:
    """Escaped, JSON may have it; what has the alias is not read, nor is the reference."""
    info = {"namespaces": {**INFO["namespaces"], "a": "http://example.org/\ud800"}, "taxonomy": ["a.xsd", "\ud800"]}
    reading = read_content(tmp_path, json.dumps(document({"x": fact()}, **info)))
    assert {finding.code for finding in reading.findings} == {
        "reader.badAlias",
        "reader.badStructure",
        "reader.badName",
    }
    assert reading.report.entry_points == ("a.xsd",)
