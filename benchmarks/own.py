"""The work that is measured: what `exporter` does, and the physical limit of it.

Each function prepares a stage, imports included, and gives the work that is timed; that gives the file that counts.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.journals import is_filed, load_journal
from benchmarks.reports import read_facts
from benchmarks.taxonomies import PUBLISHED_ENTRY, published_facts
from exporter.arelle.examination import load_arelle
from exporter.arelle.process import warm_process
from exporter.dts.cache import CACHE_VARIABLE
from exporter.dts.loading import load_taxonomy
from exporter.dts.published import published_taxonomy
from exporter.dts.taxonomy_import import import_taxonomy
from exporter.errors import ExporterError
from exporter.export import export_report, map_project, open_project
from exporter.files.resources import bundled_folder
from exporter.findings.findings import has_errors
from exporter.formats.registry import format_named, read_document
from exporter.formats.xbrl_xml import column_reader  # noqa: F401 - imported now, so that it takes no part in the time
from exporter.formats.xbrl_xml import reader as xbrl_xml_reader
from exporter.formats.xbrl_xml import writer as xbrl_xml_writer
from exporter.line_items.cell_columns import CELL_COLUMNS, RARE_COLUMNS
from exporter.mapping.facts import Mapped
from exporter.packages.judging import validate, validate_each
from exporter.proof.round_trip import compare
from exporter.taxonomy.search import search_concepts
from exporter.validation.own_judge import judge_report
from tests.databases.servers import postgresql_server

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.stage import Files, Work

__all__ = [
    "cold",
    "copy",
    "copy_synced",
    "export",
    "filing_published",
    "filings_published",
    "journal",
    "journal_postgresql",
    "judge",
    "judge_published",
    "line_items",
    "line_items_distinct",
    "read",
    "read_csv",
    "read_inline",
    "read_json",
    "round_trip",
    "sink",
    "taxonomy_import",
    "taxonomy_open",
    "taxonomy_search",
    "write",
    "write_csv",
    "write_inline",
    "write_json",
    "write_mapped",
]

#: So many filings of so many facts are judged one after the other.
_FILINGS, _FILING = 100, 50
_UNKNOWN = (
    *RARE_COLUMNS,
    *("table", "column", "heading", "section", "label", "reason", "mapping_row"),
    *("agreement", "rule", "computed", "possible", "holds"),
)


def line_items(files: Files) -> Work:
    """Map line items in Parquet, through a mapping of 2,000 rows, to a Report in memory."""
    return _mapping(files, files.project)


def line_items_distinct(files: Files) -> Work:
    """Map as many of which every figure is another one."""
    return _mapping(files, files.distinct)


def _mapping(files: Files, folder: Path) -> Work:
    def work() -> Path:
        project, taxonomy, findings = open_project(folder)
        assert project  # noqa: S101 - written by this benchmark, so it opens
        assert taxonomy  # noqa: S101 - written by this benchmark, so it opens
        mapped, _ = map_project(project, taxonomy, findings)
        files.check(not findings and len(mapped.report) == files.count)
        return folder / "ledger.parquet"

    return work


def write(files: Files) -> Work:
    """Write facts in Parquet to an xBRL-XML instance."""
    report = read_facts(files.facts)

    def work() -> Path:
        xbrl_xml_writer.write_instance(report, files.out)
        return files.out

    return work


def write_mapped(files: Files) -> Work:
    """Write facts that were mapped here, whose recurring texts are codes."""
    project, taxonomy, findings = open_project(files.project)
    assert project  # noqa: S101 - written by this benchmark, so it opens
    assert taxonomy  # noqa: S101 - written by this benchmark, so it opens
    mapped, _ = map_project(project, taxonomy, findings)

    def work() -> Path:
        xbrl_xml_writer.write_instance(mapped.report, files.out)
        return files.out

    return work


def export(files: Files) -> Work:
    """Export a project of list rows as xBRL-XML: map, write, judge without Arelle, read back and prove."""

    def work() -> Path:
        result = export_report(files.project, without=["arelle"], formats=["xml"])
        files.check(result.ok)
        return files.project / "ledger.parquet"

    return work


def journal(files: Files) -> Work:
    """Add the postings of a Parquet file up to facts, and file them without Arelle."""
    return _journal(files, files.journal / "parquet")


def journal_postgresql(files: Files) -> Work:
    """Do the same with postings in a PostgreSQL database, whose server runs on this machine."""
    server = contextlib.ExitStack()
    load_journal(files.journal, server.enter_context(postgresql_server()))
    atexit.register(server.close)
    return _journal(files, files.journal / "postgresql")


def _journal(files: Files, project: Path) -> Work:
    def work() -> Path:
        result = export_report(project, without=["arelle"], formats=["xml"])
        files.check(result.report is not None and is_filed(files.journal, result.report.facts))
        files.check(not has_errors(result.findings))
        return files.journal / "parquet" / "journal.parquet"

    return work


def cold(files: Files) -> Work:
    """Export the sample as somebody does who types the command: from the start of its process to the end."""
    out = files.out.with_name("sample")
    sample = bundled_folder("samples") / "iij-2003q2"
    options = ["--no-arelle", "--quiet", "--format", "xml", "--out", str(out)]
    command = [sys.executable, "-m", "exporter", "export", str(sample), *options]

    def work() -> Path:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own command
        return out / "filing" / "iij-20030930.xml"

    return work


def write_json(files: Files) -> Work:
    """Write facts in Parquet as xBRL-JSON."""
    return _writing(files, "json")


def write_csv(files: Files) -> Work:
    """Write facts in Parquet as xBRL-CSV."""
    return _writing(files, "csv")


def write_inline(files: Files) -> Work:
    """Write facts in Parquet as an Inline XBRL document that lists them."""
    return _writing(files, "inline")


def _writing(files: Files, syntax: str) -> Work:
    report, write_syntax = read_facts(files.facts), format_named(syntax).write
    assert write_syntax  # noqa: S101 - all of these can be written

    def work() -> Path:
        write_syntax(report, files.syntaxes_out[syntax])
        return files.syntaxes_out[syntax]

    return work


def read_json(files: Files) -> Work:
    """Read xBRL-JSON to a Report in memory."""
    return _reading(files, "json")


def read_csv(files: Files) -> Work:
    """Read xBRL-CSV to a Report in memory."""
    return _reading(files, "csv")


def read_inline(files: Files) -> Work:
    """Read an Inline XBRL document that lists facts to a Report in memory."""
    return _reading(files, "inline")


def _reading(files: Files, syntax: str) -> Work:
    def work() -> Path:
        reading = read_document(files.syntaxes[syntax], syntax)
        files.check(not has_errors(reading.findings) and len(reading.report) == files.count)
        return files.syntaxes[syntax]

    return work


def read(files: Files) -> Work:
    """Read an instance to a Report in memory."""

    def work() -> Path:
        reading = xbrl_xml_reader.read_instance(files.instance)
        files.check(not reading.findings and len(reading.report) == files.count)
        files.columns = int(reading.report.facts.estimated_size())
        return files.instance

    return work


def judge(files: Files) -> Work:
    """Run all own checks of facts in Parquet: calculations, dimensions and duplicates included."""
    taxonomy, _ = load_taxonomy(files.taxonomy)
    report = read_facts(files.facts)

    def work() -> Path:
        files.check(judge_report(report, taxonomy).verdict == "clean")
        return files.facts

    return work


def taxonomy_import(files: Files) -> Work:
    """Import a published taxonomy of so many concepts: Arelle, which is running, loads it, and its index is kept."""
    warm_process().call(load_arelle)
    shutil.rmtree(files.cache, ignore_errors=True)

    def work() -> Path:
        index, findings = import_taxonomy([files.published], [PUBLISHED_ENTRY], cache=files.cache)
        files.check(not findings and index.manifest.concepts == files.count)
        return index.folder / "relationships.parquet"

    return work


def taxonomy_open(files: Files) -> Work:
    """Open an imported taxonomy of so many concepts, and make all of them."""
    import_taxonomy([files.published], [PUBLISHED_ENTRY], cache=files.cache)

    def work() -> Path:
        index, _ = import_taxonomy([files.published], [PUBLISHED_ENTRY], cache=files.cache)
        files.check(len(published_taxonomy(index).all_concepts) == files.count)
        return index.folder / "concepts.parquet"

    return work


def taxonomy_search(files: Files) -> Work:
    """Search an open taxonomy of so many concepts, with labels in two languages, for two words."""
    index, _ = import_taxonomy([files.published], [PUBLISHED_ENTRY], cache=files.cache)
    taxonomy = published_taxonomy(index)

    def work() -> Path:
        files.check(search_concepts(taxonomy, "entity gross").height > 0)
        return index.folder / "labels.parquet"

    return work


def judge_published(files: Files) -> Work:
    """Judge a million facts by an open taxonomy of so many concepts, with hypercubes and sums."""
    index, _ = import_taxonomy([files.published], [PUBLISHED_ENTRY], cache=files.cache)
    taxonomy, report = published_taxonomy(index), published_facts(1_000_000, files.count)

    def work() -> Path:
        files.check(judge_report(report, taxonomy).verdict == "clean")
        return index.folder / "concepts.parquet"

    return work


def filing_published(files: Files) -> Work:
    """Have all judges but Arelle judge a small filing of an imported taxonomy of so many concepts."""
    return _filings(files, 1)


def filings_published(files: Files) -> Work:
    """Have one panel judge a hundred such filings, one after the other; fewer of a small taxonomy."""
    return _filings(files, min(_FILINGS, files.count // 200))


def _filings(files: Files, count: int) -> Work:
    report = published_facts(_FILINGS * _FILING, files.count)
    folder = files.out.with_suffix("")
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{number}.xml" for number in range(count)]
    for number, path in enumerate(paths):
        part = replace(report, table=report.facts.slice(number * _FILING, _FILING))
        xbrl_xml_writer.write_instance(part, path)
    os.environ[CACHE_VARIABLE] = str(files.cache)
    validate(paths[0], arelle=False, packages=[files.published])  # so that the index is there

    def work() -> Path:
        for _, result in validate_each(paths, arelle=False, packages=[files.published]):
            files.check(not isinstance(result, ExporterError) and not has_errors(result.findings))
        return paths[0]

    return work


def round_trip(files: Files) -> Work:
    """Write, read back, compare each fact with its source, and write the ledger."""
    report = read_facts(files.facts)
    # Each row of the file is a source cell.
    cells = report.lazy.with_columns(
        *(pl.lit(None, CELL_COLUMNS[name]).alias(name) for name in _UNKNOWN),
        fact="id",
        file=pl.lit(files.facts.name),
        row=pl.int_range(2, pl.len() + 2, dtype=pl.Int64),
        disposition=pl.lit("fact"),
        printed=pl.col("value").fill_null("-"),
    ).select(*CELL_COLUMNS)

    def work() -> Path:
        xbrl_xml_writer.write_instance(report, files.out)
        reading = xbrl_xml_reader.read_instance(files.out)
        proof = compare(Mapped(report, cells.collect(), {}), {"own": reading.report})
        proof.lazy.sink_csv(files.ledger, engine="streaming")
        files.check(not reading.findings and not proof.findings)
        return files.out

    return work


def sink(files: Files) -> Work:
    """Stream the lines of the instance, ready in memory, to a file.

    The engine does that, so it is what is left without our work.
    """
    lines = pl.DataFrame({"line": files.instance.read_text(encoding="utf-8").splitlines()}).lazy()

    def work() -> Path:
        lines.sink_csv(files.out, include_header=False, quote_style="never", engine="streaming")
        return files.out

    return work


def copy(files: Files, *, synced: bool = False) -> Work:
    """Copy the bytes of the instance plainly; `synced` forces them to the disk."""

    def work() -> Path:
        with files.instance.open("rb") as source, files.out.open("wb") as destination:
            shutil.copyfileobj(source, destination, 1024**2)
            if synced:
                os.fsync(destination.fileno())
        return files.out

    return work


def copy_synced(files: Files) -> Work:
    """Copy the bytes of the instance, and force them to the disk."""
    return copy(files, synced=True)
