"""The law of xBRL-JSON: what is written is read, for all reports that the model has words for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given

from exporter.formats.oim import lost_in_oim
from exporter.formats.registry import read_document, write_report
from exporter.formats.xbrl_json.notes import is_carried
from exporter.formats.xbrl_json.reader import is_json, read_json
from exporter.formats.xbrl_json.writer import json_bytes, write_json
from exporter.frames.columns import CODED
from exporter.report.report import Report, facts_frame
from tests.formats.xbrl_json.documents import Said, carried
from tests.reports import NAMESPACES, reports


@given(reports())
def test_what_is_written_is_read(report: Report) -> None:
    """Every aspect, value and footnote; nothing is lost, and nothing wrong."""
    report = carried(report)
    assert lost_in_oim(report, is_carried) == []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        write_json(report, path)
        assert is_json(path)
        reading = read_json(path, Said)
    assert reading.findings == []
    assert reading.report == report


@given(reports(odd=True))
def test_what_the_model_has_no_word_for_is_named_and_the_rest_is_read(report: Report) -> None:
    """A report with something beside the model loses that alone, and a finding says so."""
    rest = carried(report)
    odd = replace(
        rest,
        table=report.facts.with_columns(
            rest.facts[name] for name in ("concept", "entity", "period_start", "period_end")
        ),
    )
    has_content = report.facts["dimensions"].str.contains('"(segment|scenario)":').any()
    findings = lost_in_oim(odd, is_carried)
    assert bool(findings) == bool(has_content or any(report.facts[name].count() for name in report.traits))
    assert {finding.code for finding in findings} <= {"writer.notKept"}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        write_json(odd, path)
        assert read_json(path, Said).report == rest


@given(reports())
def test_codes_are_written_as_the_texts_that_they_stand_for(report: Report) -> None:
    """And a query as the table that it gives."""
    report = carried(report)
    texts = [name for name, kind in report.facts.schema.items() if kind == pl.String and name not in {"id", "value"}]
    coded = replace(report, table=report.facts.cast(dict.fromkeys(texts, CODED)))
    expected = json_bytes(report)
    assert json_bytes(coded) == expected
    assert json_bytes(replace(coded, table=coded.table.lazy())) == expected


def test_hashes_that_collide_change_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then facts find by the texts themselves what they share."""
    rows = [
        {"id": f"x{number}", "concept": "a:X", "entity": "entity:1", "unit": unit, "value": "1"}
        for number, unit in enumerate(["a:U", "a:V", None])
    ]
    report = Report(facts_frame(rows), NAMESPACES, ("a.xsd",))
    expected = json_bytes(report)
    monkeypatch.setattr(pl.Expr, "hash", lambda _: pl.lit(7, pl.UInt64))
    assert json_bytes(report) == expected


@pytest.mark.slow
def test_a_report_in_a_file_is_written_like_one_in_memory(tmp_path: Path) -> None:
    """A LazyFrame over Parquet streams to the same bytes, over more rows than a batch has, and they are JSON."""
    row = {"id": "x", "concept": "a:X", "entity": "entity:1", "period_end": "2020-12-31", "value": "円 \\ \n"}
    facts = pl.concat([facts_frame([row])] * 300_000).with_columns(
        id=pl.concat_str(pl.lit("x."), pl.int_range(pl.len()).cast(pl.String)),
        entity=pl.concat_str(pl.lit("entity:"), (pl.int_range(pl.len()) // 1000).cast(pl.String)),
    )
    facts.write_parquet(tmp_path / "facts.parquet")
    in_memory = json_bytes(Report(facts, NAMESPACES, ("a.xsd",)))
    assert json_bytes(Report(pl.scan_parquet(tmp_path / "facts.parquet"), NAMESPACES, ("a.xsd",))) == in_memory
    content = json.loads(in_memory)["facts"]
    assert len(content) == 300_000
    assert content["x.299999"] == {
        "value": "円 \\ \n",
        "dimensions": {"concept": "a:X", "entity": "entity:299", "period": "2021-01-01T00:00:00"},
    }


def test_by_the_table_of_formats_it_is_written_by_name_and_known_by_what_is_inside(tmp_path: Path) -> None:
    """The ending alone stands for a table of facts, as ever; what is not kept is told."""
    row = {"id": "x", "concept": "a:X", "entity": "entity:1", "unit": "a:U", "value": "1", "decimals": 0}
    report = Report(facts_frame([row]), NAMESPACES, ("a.xsd",))
    assert write_report(report, tmp_path / "report.json", "json") == []
    reading = read_document(tmp_path / "report.json")
    assert (reading.report, reading.findings) == (report, [])
    assert [reference.href for reference in reading.document.references] == ["a.xsd"]
    odd = replace(report, table=facts_frame([{**row, "attributes": '{"a:o":"x"}'}]))
    (finding,) = write_report(odd, tmp_path / "odd.json", "json")
    assert (
        finding.message
        == "1 facts, first 'x', have attributes that XBRL does not define, without which they are written"
    )
