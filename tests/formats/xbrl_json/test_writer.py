"""What xBRL-JSON looks like; that it says what the Report says is the law of the round trip."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from exporter.arelle.judge import judge_with_arelle
from exporter.errors import MisuseError
from exporter.formats.xbrl_json.canonical import canonical_text
from exporter.formats.xbrl_json.writer import json_bytes, write_json
from exporter.report.report import FOOTNOTE_COLUMNS, FOOTNOTE_TRAITS, Report, facts_frame
from tests.arelle.test_judge import NAMESPACES as T_NAMESPACES
from tests.arelle.test_judge import TYPED_DOMAINS, write_taxonomy
from tests.reports import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Whatever way the rows go, it comes to the same.
pytestmark = pytest.mark.usefixtures("few_or_many")

GOLDEN = Path(__file__).with_name("golden.json")
ROW: dict[str, Any] = {
    "id": "x",
    "concept": "a:X",
    "entity": "entity:1",
    "period_start": "2020-01-01",
    "period_end": "2020-12-31",
    "unit": "iso4217:JPY",
    "value": "1",
    "decimals": 0,
}
TEXT = {"unit": None, "decimals": None}


def _report(*rows: dict[str, Any], namespaces: Mapping[str, str] = NAMESPACES, **parts: Any) -> Report:  # noqa: ANN401 - as Report has them
    return Report(facts_frame([{**ROW, **row} for row in rows]), namespaces, ("a.xsd",), **parts)


def _footnotes(*rows: tuple[str | None, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={**FOOTNOTE_COLUMNS, **FOOTNOTE_TRAITS}, orient="row")


def _written(*rows: dict[str, Any], **parts: Any) -> dict[str, Any]:  # noqa: ANN401 - as Report has them
    return dict(json.loads(json_bytes(_report(*rows, **parts))))


def test_a_small_report_is_written_as_ever(golden: bool) -> None:
    """A fact stands on a line, and so does a footnote."""
    report = _report(
        {},
        {"id": "nil", "value": None, "decimals": None},
        {"id": "exact", "unit": "xbrli:pure", "decimals": None, "value": "1234567890123456789012345678901234567890.5"},
        {"id": "instant", "period_start": None, "dimensions": '{"a:Axis":"b:Member","a:Typed":"</ \u2028"}'},
        {
            "id": "text",
            **TEXT,
            "period_start": None,
            "period_end": None,
            "language": "zh-Hant",
            "value": '"\\\n\t\r</a>',
        },
        {"id": "unit", "unit": "a:x*b:y/a:z*b:w", "period_start": "2020-01-01T09:30:00+09:00"},
        typed_domains={"a:Typed": "b:member"},
        footnotes=_footnotes(
            ("x", "n", "en", "a < b", None, None, None, None),
            ("text", "n", "en", "a < b", None, None, None, None),
            ("x", "n", "ja", "円", None, "http://example.org/group", "http://example.org/type", None),
        ),
    )
    content = json_bytes(report)
    if golden:
        GOLDEN.write_bytes(content)
    assert content == GOLDEN.read_bytes()
    json.loads(content)


def test_an_empty_report_is_a_document(tmp_path: Path) -> None:
    """With its taxonomy, and no facts; references lead to the same place from the file."""
    report = Report(facts_frame([]), NAMESPACES, ("a.xsd",), source=tmp_path / "x" / "report.xml")
    write_json(report, tmp_path / "report.json")
    content = json.loads((tmp_path / "report.json").read_bytes())
    assert content["facts"] == {}
    assert content["documentInfo"]["taxonomy"] == ["x/a.xsd"]
    assert "linkTypes" not in content["documentInfo"]


def test_reserved_prefixes_are_kept() -> None:
    """Whatever the report calls their namespaces, and what else by their names; each namespace has one prefix."""
    namespaces = {
        **NAMESPACES,
        "cur": NAMESPACES["iso4217"],
        "xs": "http://example.org/mine",
        "z": NAMESPACES["a"],
    }
    content = _written(
        {"concept": "xs:X", "unit": "cur:JPY", "dimensions": '{"z:Axis":"z:M"}', "entity": "xs:1"},
        namespaces=namespaces,
    )
    assert content["facts"]["x"]["dimensions"] == {
        "concept": "xs-2:X",
        "entity": "xs-2:1",
        "period": "2020-01-01T00:00:00/2021-01-01T00:00:00",
        "unit": "iso4217:JPY",
        "a:Axis": "a:M",
    }
    assert content["documentInfo"]["namespaces"]["xs-2"] == "http://example.org/mine"
    assert "z" not in content["documentInfo"]["namespaces"]


def test_nobody_is_no_entity() -> None:
    """As the model says."""
    namespaces = {**NAMESPACES, "nobody": "https://xbrl.org/2021/entities"}
    assert "entity" not in _written({"entity": "nobody:NA"}, namespaces=namespaces)["facts"]["x"]["dimensions"]


def test_a_footnote_of_no_language_is_in_an_undetermined_one() -> None:
    """A note must have one; and its id is that of no fact."""
    footnotes = _footnotes(("x", "x", None, "a", "http://example.org/role", None, None, "<y>a</y>"))
    note = _written({}, footnotes=footnotes)["facts"]["x-2"]
    assert note == {"value": "a", "dimensions": {"concept": "xbrl:note", "language": "und", "noteId": "x-2"}}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"id": None}, "row 2 of the report, fact None, has no id"),
        ({"entity": None}, "fact 'y', has no entity"),
        ({"concept": None}, "fact 'y', has no concept"),
        ({"id": "x"}, "two facts have the id 'x'"),
        ({"period_end": None}, "a period that starts and does not end"),
        ({"period_end": "9999-12-31"}, "at the end of the calendar"),
        ({"period_end": "2020"}, "neither a date nor a date with time"),
        ({"period_end": "2019-12-31"}, "has no length"),
        ({"value": "\x07"}, "a character that no report can carry"),
        ({"value": "\ufffe", **TEXT}, "a character that no report can carry"),
        ({"id": "\x00"}, "a character that no report can carry"),
        ({"dimensions": '{"a:Typed":"\\ud800"}'}, "a character that no report can carry"),
        ({"entity": "entity:A B"}, "white space"),
        ({"entity": "entity:"}, "is empty"),
        ({"entity": "b1:1"}, "what the prefix of 'b1:1' stands for"),
        ({"concept": "c:X"}, "what the prefix of 'c:X' stands for"),
        ({"concept": 'a:"'}, "is no prefixed name"),
        ({"unit": "JPY"}, "is no prefixed name"),
        ({"dimensions": '{"a:Axis":"M"}'}, "is no prefixed name"),
        ({"dimensions": '{"Axis":"a:M"}'}, "is no prefixed name"),
        ({"dimensions": "["}, "not written as JSON"),
    ],
)
def test_what_cannot_be_written_is_misuse(row: dict[str, Any], words: str) -> None:
    """The message names the fact, or what is wrong."""
    with pytest.raises(MisuseError, match=words):
        json_bytes(_report({}, {"id": "y", **row}, typed_domains={"a:Typed": "b:member"}))


@pytest.mark.parametrize(("fact", "text", "words"), [("y", "a", "which is no fact"), ("x", "\x07", "no report can")])
def test_footnotes_that_cannot_be_written_are_misuse(fact: str, text: str, words: str) -> None:
    """For a fact that is not there, or with a character that no report has."""
    with pytest.raises(MisuseError, match=words):
        json_bytes(_report({}, footnotes=_footnotes((fact, "n", "en", text, None, None, None, None))))


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("+012.340", "decimal", "12.34"),
        (" .5 ", "decimal", "0.5"),
        ("-0", "decimal", "0.0"),
        ("-007", "negativeInteger", "-7"),
        ("1234567890123456789012345678901234567890.10", "decimal", "1234567890123456789012345678901234567890.1"),
        ("120", "double", "1.2E2"),
        ("-0.00120e3", "float", "-1.2E0"),
        ("0", "double", "0.0E0"),
        ("INF", "double", "INF"),
        ("1", "boolean", "true"),
        ("false", "boolean", "false"),
        ("2020-01-01T09:00:00.50+09:00", "dateTime", "2020-01-01T00:00:00.5Z"),
        ("2020-01-01T24:00:00", "dateTime", "2020-01-02T00:00:00"),
        ("2020-01-01+00:00", "date", "2020-01-01Z"),
        ("2020-01-01", "dateUnion", "2020-01-01"),
        ("ab", "hexBinary", "AB"),
        ("zh-Hant", "language", "zh-hant"),
        (" as it is ", "string", " as it is "),
    ],
)
def test_values_have_a_canonical_form(text: str, kind: str, expected: str) -> None:
    """By their type; which the canonical form of it has, too."""
    assert canonical_text(text, kind) == expected
    assert canonical_text(expected, kind) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1e3", "decimal"),
        ("1.0", "integer"),
        ("x", "double"),
        ("yes", "boolean"),
        ("2020-01-01", "dateTime"),
        ("2020-13-01", "date"),
        ("2020-01-01+09:00", "date"),
        ("P1Y", "duration"),
    ],
)
def test_what_is_not_of_its_type_has_no_canonical_form(text: str, kind: str) -> None:
    """Nor has every type."""
    with pytest.raises(ValueError, match=r"no|neither|month"):
        canonical_text(text, kind)


def test_canonical_values_are_written_on_request() -> None:
    """And the document says so; a type that is missing is misuse, and so is a value of another."""
    report = _report({"value": "+1"}, {"id": "y", "value": None, "decimals": None})
    content = json.loads(json_bytes(report, {"a:X": "decimal"}))
    assert content["documentInfo"]["features"] == {"xbrl:canonicalValues": True}
    assert content["documentInfo"]["namespaces"]["xbrl"] == "https://xbrl.org/2021"
    assert [fact["value"] for fact in content["facts"].values()] == ["1.0", None]
    with pytest.raises(MisuseError, match="the type of a:X is needed"):
        json_bytes(report, {})
    with pytest.raises(MisuseError, match="fact 'x': '\\+1' is neither true"):
        json_bytes(report, {"a:X": "boolean"})


def test_arelle_finds_the_same_facts(tmp_path: Path) -> None:
    """Without a message: numbers, nil, text, both kinds of dimensions, pure and divided units, and footnotes."""
    write_taxonomy(tmp_path)
    cash = {"concept": "t:Cash", "entity": "s:E1", "period_start": None}
    rows: list[dict[str, Any]] = [
        {"concept": "t:Total", "entity": "s:E1"},
        {"id": "nil", "concept": "t:Goods", "entity": "s:E1", "value": None, "decimals": None},
        {"id": "exact", **cash, "value": "12345678901234567890123456789", "decimals": None},
        {"id": "per", "concept": "t:PerShare", "entity": "s:E1", "unit": "iso4217:JPY/xbrli:shares", "decimals": 2},
        {"id": "pure", "concept": "t:Ratio", "entity": "s:E1", "unit": "xbrli:pure", "value": "0.50", "decimals": None},
        {"id": "text", "concept": "t:Name", "entity": "s:E1", **TEXT, "language": "ja", "value": '</a> "円"\n'},
        {"id": "dims", **cash, "dimensions": '{"t:CustomerAxis":"</a> &","t:RegionAxis":"t:Japan"}'},
        {"id": "forever", "concept": "t:Name", "entity": "s:E1", **TEXT, "period_start": None, "period_end": None},
    ]
    footnotes = _footnotes(
        ("nil", "n", "en", "a < b", None, None, None, None), ("text", "m", "ja", "円", None, None, None, None)
    )
    facts = facts_frame([{**ROW, **row} for row in rows])
    report = Report(facts, T_NAMESPACES, ("t.xsd",), TYPED_DOMAINS, footnotes)
    write_json(report, tmp_path / "report.json")
    result = judge_with_arelle(tmp_path / "report.json")
    assert result.messages == ()
    assert result.report is not None
    assert result.report.expanded.sort("id").equals(report.expanded.sort("id"))
    assert result.report.footnote_texts.equals(report.footnote_texts)
    types = {f"t:{name}": "decimal" for name in ("Total", "Goods", "Cash", "PerShare", "Ratio")}
    write_json(report, tmp_path / "report.json", types | {"t:Name": "string"})
    assert judge_with_arelle(tmp_path / "report.json").messages == ()
