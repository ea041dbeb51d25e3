"""The law of xBRL-CSV: what is written is read, for all reports that the model has words for."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import UnreadableInputError
from exporter.formats.oim import lost_in_oim
from exporter.formats.xbrl_csv.reader import is_csv, read_csv
from exporter.formats.xbrl_csv.writer import write_csv
from exporter.formats.xbrl_json.notes import is_carried
from tests.formats.xbrl_json.documents import Said, carried
from tests.reports import reports

if TYPE_CHECKING:
    from exporter.report.report import Report

#: What a change puts into a file.
_PIECES = [b"", b",", b'"', b"\n", b"\r", b"#", b"$", b"#nil", b"@end", b"{", b"}", b"[", b"null", b"0", b"d2", b"\xff"]


@given(reports())
def test_what_is_written_is_read(report: Report) -> None:
    """Every aspect, value and footnote; nothing is lost, and nothing wrong."""
    report = carried(report)
    assert lost_in_oim(report, is_carried) == []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        write_csv(report, path)
        assert is_csv(path)
        reading = read_csv(path, Said)
    assert reading.findings == []
    assert reading.report == report


@given(reports(odd=True))
def test_what_the_model_has_no_word_for_is_named_and_the_rest_is_read(report: Report) -> None:
    """A report with something beside the model loses that alone."""
    rest = carried(report)
    columns = ("concept", "entity", "period_start", "period_end")
    odd = replace(rest, table=report.facts.with_columns(rest.facts[name] for name in columns))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        write_csv(odd, path)
        assert read_csv(path, Said).report == rest


@pytest.mark.slow
@given(reports(), reports())
def test_the_order_of_columns_and_tables_says_nothing(report: Report, other: Report) -> None:
    """What a report is in does not matter: its columns the other way round, and a table of another beside it."""
    report, other = carried(report), replace(carried(other), footnotes=report.footnotes.clear())
    with TemporaryDirectory() as folder:
        path, beside = Path(folder) / "report.json", Path(folder) / "other.json"
        write_csv(report, path)
        write_csv(other, beside)
        _turn_columns(path.with_name("report-facts.csv"))
        content, more = (json.loads(each.read_text(encoding="utf-8")) for each in (path, beside))
        content["tables"]["other"] = {**more["tables"]["facts"], "template": "other"}
        content["tableTemplates"]["other"] = more["tableTemplates"]["facts"]
        path.write_text(json.dumps(content), encoding="utf-8")
        reading = read_csv(path, Said)
    ids = set(report.facts["id"])
    assert {finding.code for finding in reading.findings} <= {"reader.doubledKey"}
    expected = pl.concat([report.expanded, other.expanded.filter(~pl.col("id").is_in(ids))])
    assert reading.report.expanded.sort("id").equals(expected.sort("id"))


def _turn_columns(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(row[::-1] for row in rows)


@given(reports(), st.booleans(), st.integers(0, 4_000), st.integers(0, 3), st.sampled_from(_PIECES))
def test_what_is_changed_is_read_or_refused(
    report: Report, in_table: bool, place: int, length: int, piece: bytes
) -> None:
    """Whatever stands in a file, there is a reading with findings, or one message."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        write_csv(carried(report), path)
        changed = path.with_name("report-facts.csv") if in_table else path
        data = changed.read_bytes()
        place %= len(data) + 1
        changed.write_bytes(data[:place] + piece + data[place + length :])
        try:
            reading = read_csv(path, Said)
        except UnreadableInputError:
            return
        assert len(reading.report) <= len(report) + 1 or in_table
