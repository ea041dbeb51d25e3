"""Writing xBRL-CSV: as few columns as there are differences, the same bytes, and nothing that reads otherwise."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from exporter.arelle.judge import judge_with_arelle
from exporter.errors import MisuseError, OutputError
from exporter.formats.registry import read_document, write_report
from exporter.formats.xbrl_csv.reader import read_csv
from exporter.formats.xbrl_csv.writer import write_csv
from exporter.frames.columns import CODED
from exporter.report.report import FOOTNOTE_COLUMNS, Report, facts_frame
from tests.arelle.test_judge import NAMESPACES, TYPED_DOMAINS, write_taxonomy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: Whatever way the rows go, it comes to the same.
pytestmark = pytest.mark.usefixtures("few_or_many")

ROW: dict[str, Any] = {
    "concept": "t:Total",
    "entity": "s:E1",
    "period_start": "2003-01-01",
    "period_end": "2003-12-31",
    "unit": "iso4217:JPY",
    "value": "12",
    "decimals": 0,
}
TEXT = {"concept": "t:Name", "unit": None, "decimals": None}
#: Rows that have all that a report may have.
ROWS: list[dict[str, Any]] = [
    {"id": "total.D2003"},
    {"id": "nil", "concept": "t:Goods", "value": None, "decimals": None},
    {"id": "exact", "concept": "t:Cash", "period_start": None, "value": "12345678901234567890.10", "decimals": None},
    {"id": "per", "concept": "t:PerShare", "unit": "iso4217:JPY/xbrli:shares", "decimals": 2},
    {"id": "pure", "concept": "t:Ratio", "unit": "xbrli:pure", "value": "0.50", "decimals": 2},
    {"id": "text", **TEXT, "language": "ja", "value": '#円 "a", \r\n b'},
    {"id": "empty", **TEXT, "value": "", "language": "en"},
    {"id": "moment", "period_end": "2003-12-31T12:00:00", "dimensions": '{"t:CustomerAxis":"#x,y"}'},
    {"id": "dims", "dimensions": '{"t:CustomerAxis":"","t:RegionAxis":"t:Japan"}'},
    {"id": "forever", **TEXT, "period_start": None, "period_end": None, "language": "en"},
]


def _report(rows: Sequence[dict[str, Any]], footnotes: Sequence[tuple[str, ...]] = ()) -> Report:
    facts = facts_frame([{**ROW, **row} for row in rows])
    table = pl.DataFrame(footnotes, schema=FOOTNOTE_COLUMNS, orient="row")
    return Report(facts, NAMESPACES, ("t.xsd",), TYPED_DOMAINS, table)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in {".json", ".csv"}}


def test_what_differs_is_a_column_and_the_rest_is_said_once(tmp_path: Path) -> None:
    """Periods by days, special values in words, quotes where they are needed."""
    write_csv(_report(ROWS), tmp_path / "report.json")
    assert _files(tmp_path)["report-facts.csv"].decode() == (
        "id,concept,value,decimals,period,unit,language,CustomerAxis,RegionAxis\n"
        "total.D2003,t:Total,12,0,2003-01-01..2003-12-31,iso4217:JPY,,,\n"
        "nil,t:Goods,#nil,,2003-01-01..2003-12-31,iso4217:JPY,,,\n"
        "exact,t:Cash,12345678901234567890.10,,2003-12-31@end,iso4217:JPY,,,\n"
        "per,t:PerShare,12,2,2003-01-01..2003-12-31,iso4217:JPY/xbrli:shares,,,\n"
        "pure,t:Ratio,0.50,2,2003-01-01..2003-12-31,,,,\n"
        'text,t:Name,"##円 ""a"", \r\n b",,2003-01-01..2003-12-31,,ja,,\n'
        "empty,t:Name,#empty,,2003-01-01..2003-12-31,,en,,\n"
        'moment,t:Total,12,0,2003-01-01T00:00:00/2003-12-31T12:00:00,iso4217:JPY,,"##x,y",\n'
        "dims,t:Total,12,0,2003-01-01..2003-12-31,iso4217:JPY,,#empty,t:Japan\n"
        "forever,t:Name,12,,,,en,,\n"
    )
    content = json.loads(_files(tmp_path)["report.json"])
    assert content["tables"] == {"facts": {"url": "report-facts.csv"}}
    template = content["tableTemplates"]["facts"]
    assert template["dimensions"] == {"entity": "s:E1"}
    assert template["columns"]["id"] == {"comment": True}
    assert template["columns"]["value"] == {
        "dimensions": {
            "concept": "$concept",
            "period": "$period",
            "unit": "$unit",
            "language": "$language",
            "t:CustomerAxis": "$CustomerAxis",
            "t:RegionAxis": "$RegionAxis",
        },
        "decimals": "$decimals",
    }


def test_arelle_finds_the_same_facts(tmp_path: Path) -> None:
    """Without a message, under ids that say the row; and so do we, under the report's own."""
    footnotes = [("nil", "n", "en", "a < b"), ("text", "m", "ja", "円"), ("nil", "m", "ja", "円")]
    report = _report(ROWS, footnotes)
    write_taxonomy(tmp_path)
    write_csv(report, tmp_path / "report.json")
    reading = read_csv(tmp_path / "report.json")
    assert reading.findings == []
    assert reading.report == report
    result = judge_with_arelle(tmp_path / "report.json")
    assert result.messages == ()
    assert result.report is not None
    names = {row["id"]: f"facts.r_{number}.value" for number, row in enumerate(ROWS, 1)}
    expected = report.expanded.with_columns(pl.col("id").replace_strict(names)).sort("id")
    assert result.report.expanded.sort("id").rows() == expected.rows()
    texts = report.footnote_texts.with_columns(pl.col("fact").replace_strict(names)).sort("fact")
    assert result.report.footnote_texts.equals(texts)


def test_columns_are_told_apart(tmp_path: Path) -> None:
    """Dimensions may have the names of aspects, and points in theirs."""
    report = Report(
        facts_frame([{**ROW, "id": "x", "dimensions": '{"s:a.b":"1","t:a_b":"2","t:period":"3","t:value":"4"}'}]),
        NAMESPACES,
        ("t.xsd",),
        dict.fromkeys(("s:a.b", "t:a_b", "t:period", "t:value"), "t:Customer"),
    )
    write_csv(report, tmp_path / "report.json")
    text = _files(tmp_path)["report-facts.csv"].decode()
    assert text == "id,concept,value,decimals,a_b,a_b-2,period,value-2\nx,t:Total,12,0,1,2,3,4\n"


def test_a_report_without_facts_is_written(tmp_path: Path) -> None:
    """And read."""
    report = _report([])
    write_csv(report, tmp_path / "report.json")
    assert read_csv(tmp_path / "report.json").report == report


@pytest.mark.slow
def test_codes_and_files_give_the_same_bytes(tmp_path: Path) -> None:
    """As texts in memory do, over more rows than a batch has."""
    facts = pl.concat([facts_frame([{**ROW, "id": "x"}])] * 200_000).with_columns(
        id=pl.concat_str(pl.lit("x."), pl.int_range(pl.len()).cast(pl.String)),
        entity=pl.concat_str(pl.lit("s:"), (pl.int_range(pl.len()) // 1000).cast(pl.String)),
    )
    report = replace(_report([]), table=facts, footnotes=_report([], [("x.199999", "n", "en", "see")]).footnotes)
    facts.write_parquet(tmp_path / "facts.parquet")
    coded = facts.cast(dict.fromkeys(("concept", "entity", "unit", "period_start", "period_end"), CODED))
    files: list[dict[str, bytes]] = []
    for table in (facts, coded, pl.scan_parquet(tmp_path / "facts.parquet")):
        folder = tmp_path / str(len(files))
        folder.mkdir()
        write_csv(replace(report, table=table), folder / "report.json")
        files.append(_files(folder))
    assert files[0] == files[1] == files[2]
    links = json.loads(files[0]["report.json"])["links"]
    assert links == {"footnote": {"_": {"facts.r_200000.value": ["footnotes.r_1.note"]}}}
    assert read_csv(tmp_path / "0" / "report.json").report == report


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"entity": "s:a b"}, "white space"),
        ({"concept": "Total"}, "no prefixed name"),
        ({"concept": "x:Total"}, "the prefix of 'x:Total'"),
        ({"value": "\x01"}, "a character that no report can carry"),
        ({"period_start": "2003-01-01", "period_end": None}, "a period that starts and does not end"),
        ({"period_start": "2004-01-01"}, "has no length"),
        ({"period_end": "9999-12-31"}, "end of the calendar"),
    ],
)
def test_what_no_report_can_hold_is_refused(tmp_path: Path, row: dict[str, Any], message: str) -> None:
    """Nothing is written then."""
    with pytest.raises(MisuseError, match=message):
        write_report(_report([{"id": "x", **row}]), tmp_path / "report.json", "csv")
    assert list(tmp_path.iterdir()) == []


def test_by_the_table_of_formats_it_is_written_by_name_and_known_by_what_is_inside(tmp_path: Path) -> None:
    """With its tables, whole; references of a report from elsewhere lead to the same place."""
    report = _report([{"id": "x"}], [("x", "n", "en", "see")])
    target = tmp_path / "out" / "report.json"
    assert write_report(replace(report, source=tmp_path / "in.xml"), target, "csv") == []
    assert sorted(path.name for path in target.parent.iterdir()) == [
        "report-facts.csv",
        "report-footnotes.csv",
        "report.json",
    ]
    reading = read_document(target)
    assert reading.findings == []
    assert reading.report.entry_points == ("../t.xsd",)
    assert write_report(report, target, "csv") == []
    assert read_document(target).report == report


def test_names_of_tables_are_urls_as_they_are(tmp_path: Path) -> None:
    """Whatever the metadata's file is called."""
    report = _report([{"id": "x"}])
    target = tmp_path / "50% of 円 #1.json"
    write_report(report, target, "csv")
    assert (tmp_path / "50__of_円__1-facts.csv").exists()
    assert read_document(target).report == report


def test_a_table_that_is_not_ours_is_not_overwritten(tmp_path: Path) -> None:
    """Where no metadata of the name lie beside it, somebody else has put it there."""
    (tmp_path / "report-facts.csv").write_text("theirs")
    with pytest.raises(OutputError, match="is there already"):
        write_report(_report([{"id": "x"}]), tmp_path / "report.json", "csv")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["theirs"]


def test_what_the_model_has_no_word_for_is_said(tmp_path: Path) -> None:
    """As in xBRL-JSON."""
    (finding,) = write_report(_report([{"id": "x", "attributes": '{"t:o":"x"}'}]), tmp_path / "report.json", "csv")
    assert finding.code == "writer.notKept"
