"""The work that is measured: what `exporter` does, and the physical limit of it.

Each function prepares a stage, imports included, and gives the work that is timed; that gives the file that counts.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.reports import read_facts
from exporter.export import map_project, open_project
from exporter.formats.xbrl_xml import column_reader  # noqa: F401 - imported now, so that it takes no part in the time
from exporter.formats.xbrl_xml import reader as xbrl_xml_reader
from exporter.formats.xbrl_xml import writer as xbrl_xml_writer
from exporter.line_items.cell_columns import CELL_COLUMNS
from exporter.mapping.facts import Mapped
from exporter.proof.round_trip import compare
from exporter.taxonomy.build import load_taxonomy
from exporter.validation.own_judge import judge_report

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.stage import Files, Work

__all__ = ["copy", "copy_synced", "judge", "line_items", "read", "round_trip", "sink", "write"]

_UNKNOWN = (
    *("table", "column", "heading", "section", "label", "reason", "mapping_row"),
    *("agreement", "rule", "computed", "possible", "holds"),
)


def line_items(at: Files) -> Work:
    """Line items in Parquet, through a mapping of 2,000 rows, to a Report in memory."""

    def work() -> Path:
        project, taxonomy, findings = open_project(at.project)
        assert project  # noqa: S101 - written by this benchmark, so it opens
        assert taxonomy  # noqa: S101 - written by this benchmark, so it opens
        mapped, _ = map_project(project, taxonomy, findings)
        at.check(not findings and len(mapped.report) == at.count)
        return at.project / "ledger.parquet"

    return work


def write(at: Files) -> Work:
    """Facts in Parquet to an xBRL-XML instance."""
    report = read_facts(at.facts)

    def work() -> Path:
        xbrl_xml_writer.write_instance(report, at.out)
        return at.out

    return work


def read(at: Files) -> Work:
    """An instance to a Report in memory."""

    def work() -> Path:
        reading = xbrl_xml_reader.read_instance(at.instance)
        at.check(not reading.findings and len(reading.report) == at.count)
        at.columns = int(reading.report.facts.estimated_size())
        return at.instance

    return work


def judge(at: Files) -> Work:
    """All own checks of facts in Parquet: calculations, dimensions and duplicates included."""
    taxonomy, _ = load_taxonomy(at.taxonomy)
    report = read_facts(at.facts)

    def work() -> Path:
        at.check(judge_report(report, taxonomy).verdict == "clean")
        return at.facts

    return work


def round_trip(at: Files) -> Work:
    """Write, read back, compare each fact with its source, and write the ledger."""
    report = read_facts(at.facts)
    # Each row of the file is a source cell.
    cells = report.lazy.with_columns(
        *(pl.lit(None, CELL_COLUMNS[name]).alias(name) for name in _UNKNOWN),
        fact="id",
        file=pl.lit(at.facts.name),
        row=pl.int_range(2, pl.len() + 2, dtype=pl.Int64),
        disposition=pl.lit("fact"),
        printed=pl.col("value").fill_null("-"),
    ).select(*CELL_COLUMNS)

    def work() -> Path:
        xbrl_xml_writer.write_instance(report, at.out)
        reading = xbrl_xml_reader.read_instance(at.out)
        proof = compare(Mapped(report, cells.collect(), {}), {"own": reading.report})
        proof.lazy.sink_csv(at.ledger, engine="streaming")
        at.check(not reading.findings and not proof.findings)
        return at.out

    return work


def sink(at: Files) -> Work:
    """The lines of the instance, ready in memory, streamed to a file by the engine: what is left without our work."""
    lines = pl.DataFrame({"line": at.instance.read_text(encoding="utf-8").splitlines()}).lazy()

    def work() -> Path:
        lines.sink_csv(at.out, include_header=False, quote_style="never", engine="streaming")
        return at.out

    return work


def copy(at: Files, *, synced: bool = False) -> Work:
    """The bytes of the instance, read and written plainly."""

    def work() -> Path:
        with at.instance.open("rb") as source, at.out.open("wb") as destination:
            shutil.copyfileobj(source, destination, 1024**2)
            if synced:
                os.fsync(destination.fileno())
        return at.out

    return work


def copy_synced(at: Files) -> Work:
    """The bytes of the instance, read, written and forced to the disk."""
    return copy(at, synced=True)
