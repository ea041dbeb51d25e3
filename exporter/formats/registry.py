"""The one table of formats: what a Report can be read from and written to, and by which functions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.errors import MisuseError
from exporter.files.publish import published_file
from exporter.formats.facts_table import reader as facts_table_reader
from exporter.formats.facts_table import writer as facts_table
from exporter.formats.xbrl_xml import reader as xbrl_xml_reader
from exporter.formats.xbrl_xml import writer as xbrl_xml_writer

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter.findings.findings import Finding
    from exporter.report.report import Report

__all__ = ["FORMATS", "Format", "format_of", "read_report", "write_report"]


@dataclass(frozen=True, slots=True)
class Format:
    """A syntax: its file endings, and how to write and read it; None where that is not possible."""

    name: str
    endings: tuple[str, ...]
    write: Callable[[Report, Path], None] | None
    read: Callable[[Path], tuple[Report, list[Finding]]] | None


FORMATS = (
    Format("xBRL-XML", (".xml", ".xbrl"), xbrl_xml_writer.write, xbrl_xml_reader.read),
    Format("facts as CSV", (".csv",), facts_table.write_csv, None),
    Format("facts as Parquet", (".parquet",), facts_table.write_parquet, facts_table_reader.read_parquet),
    Format("facts as JSON", (".json",), facts_table.write_json, None),
)


def format_of(path: Path) -> Format:
    """The format that a file's ending stands for.

    Raises:
        MisuseError: no format has this ending.
    """
    for known in FORMATS:
        if path.suffix.lower() in known.endings:
            return known
    endings = ", ".join(ending for known in FORMATS for ending in known.endings)
    raise MisuseError(f"{path.name}: the ending {path.suffix!r} stands for no format; known are {endings}")


def read_report(source: Path | str) -> tuple[Report, list[Finding]]:
    """The facts of a file, and what of it could not be read.

    Raises:
        MisuseError: the file's ending stands for no format that can be read.
        UnreadableInputError: the file is missing or is not what its ending says.
    """
    source = Path(source)
    known = format_of(source)
    if known.read is None:
        readable = ", ".join(ending for other in FORMATS if other.read for ending in other.endings)
        raise MisuseError(f"{source.name}: {known.name} cannot be read; what can be read is {readable}")
    return known.read(source)


def write_report(report: Report, destination: Path | str) -> None:
    """Write the facts to a file in the format of its ending; the file appears whole or not at all.

    Raises:
        MisuseError: the file's ending stands for no format that can be written.
        OutputError: the file cannot be written.
    """
    destination = Path(destination)
    known = format_of(destination)
    if known.write is None:
        raise MisuseError(f"{destination.name}: {known.name} cannot be written")
    with published_file(destination) as staging:
        known.write(report, staging)
