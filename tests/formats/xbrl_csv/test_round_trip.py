"""The law of xBRL-CSV: what is written is read, for all reports that the model has words for."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, settings

from exporter.formats.oim import lost_in_oim
from exporter.formats.xbrl_csv.reader import is_csv, read_csv
from exporter.formats.xbrl_csv.writer import write_csv
from exporter.formats.xbrl_json.notes import is_carried
from tests.formats.xbrl_json.documents import Said, carried
from tests.reports import reports

if TYPE_CHECKING:
    from exporter.report.report import Report


@settings(max_examples=80)
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
