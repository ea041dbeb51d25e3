"""The one table of formats: what a Report can be read from and written to, how to know it, and what it cannot carry.

A name decides which format is meant, and else what is inside a file. An ending may stand for several formats, so it
decides only where one format alone has it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.errors import MisuseError, OutputError
from exporter.files.publish import published_file, published_files
from exporter.formats.facts_table import reader as facts_table_reader
from exporter.formats.facts_table import writer as facts_table_writer
from exporter.formats.inline_xbrl import facts_page as inline_facts_page
from exporter.formats.inline_xbrl import reader as inline_reader
from exporter.formats.oim import lost_in_oim
from exporter.formats.xbrl_csv import reader as xbrl_csv_reader
from exporter.formats.xbrl_csv import writer as xbrl_csv_writer
from exporter.formats.xbrl_json import reader as xbrl_json_reader
from exporter.formats.xbrl_json import writer as xbrl_json_writer
from exporter.formats.xbrl_json.notes import is_carried
from exporter.formats.xbrl_xml import reader as xbrl_xml_reader
from exporter.formats.xbrl_xml import writer as xbrl_xml_writer
from exporter.formats.xbrl_xml.schema_reader import SchemaValues

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter.findings.findings import Finding
    from exporter.report.document import Reading
    from exporter.report.report import Report

__all__ = [
    "FORMATS",
    "Format",
    "check_another_file",
    "format_named",
    "format_of_content",
    "format_to_read",
    "format_to_write",
    "read_document",
    "write_report",
]


@dataclass(frozen=True, slots=True)
class Format:
    """A syntax.

    Attributes:
        name: for the command line and for Python.
        title: for people.
        endings: of its files, with the dot.
        recognise: whether a file is of this format, by what is inside.
        write: writes a Report to a file, or None where that is not possible.
        read: gives what is in a file, or None where that is not possible.
        cannot_carry: what a Report may have that is lost in this format, in words.
        lost: finds what a Report has that this format loses, other than that.
        asks_taxonomy: whether reading takes a second argument, which says where the file of a URL of the taxonomy lies,
            since facts do not say themselves what they are.
        has_tables: whether files beside the one that is named are written, too.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    recognise: Callable[[Path], bool]
    write: Callable[[Report, Path], None] | None = None
    read: Callable[..., Reading] | None = None
    cannot_carry: tuple[str, ...] = ()
    lost: Callable[[Report], list[Finding]] = lambda _: []
    asks_taxonomy: bool = False
    has_tables: bool = False


#: Gives the file in which the document of a URL lies.
Locate = Callable[[str], Path | None]


def _nowhere(_: str) -> None:
    """Locate nothing."""


def _read_json(path: Path, locate: Locate) -> Reading:
    return xbrl_json_reader.read_json(path, partial(SchemaValues, locate=locate))


def _read_csv(path: Path, locate: Locate) -> Reading:
    return xbrl_csv_reader.read_csv(path, partial(SchemaValues, locate=locate), locate)


#: What has no place in a plain table of facts.
_NOT_IN_A_TABLE = (
    "entry points",
    "namespaces of units, dimensions and members",
    "the elements of typed dimensions",
    "ids of footnotes",
)

FORMATS: tuple[Format, ...] = (
    Format(
        "xml",
        "xBRL-XML",
        (".xml", ".xbrl"),
        xbrl_xml_reader.is_instance,
        xbrl_xml_writer.write_instance,
        xbrl_xml_reader.read_instance,
    ),
    Format(
        "inline",
        "Inline XBRL",
        (".xhtml", ".htm", ".html"),
        inline_reader.is_inline_document,
        inline_facts_page.write_facts_page,
        inline_reader.read_inline,
        lost=inline_facts_page.lost_in_inline,
    ),
    Format(
        "facts-csv",
        "facts as CSV",
        (".csv",),
        facts_table_reader.is_facts_csv,
        facts_table_writer.write_facts_csv,
        cannot_carry=_NOT_IN_A_TABLE,
        lost=facts_table_writer.lost_in_a_table,
    ),
    Format(
        "parquet",
        "facts as Parquet",
        (".parquet",),
        facts_table_reader.is_parquet,
        facts_table_writer.write_facts_parquet,
        facts_table_reader.read_facts_parquet,
    ),
    Format(
        "facts-json",
        "facts as JSON",
        (".json",),
        facts_table_reader.is_facts_json,
        facts_table_writer.write_facts_json,
        cannot_carry=_NOT_IN_A_TABLE,
        lost=facts_table_writer.lost_in_a_table,
    ),
    # Its files end in .json, too; that ending has meant the table of facts for longer.
    Format(
        "json",
        "xBRL-JSON",
        (),
        xbrl_json_reader.is_json,
        xbrl_json_writer.write_json,
        _read_json,
        lost=lambda report: lost_in_oim(report, is_carried),
        asks_taxonomy=True,
    ),
    # What is named is the file of metadata, beside which its tables lie.
    Format(
        "csv",
        "xBRL-CSV",
        (),
        xbrl_csv_reader.is_csv,
        xbrl_csv_writer.write_csv,
        _read_csv,
        lost=lambda report: lost_in_oim(report, is_carried),
        asks_taxonomy=True,
        has_tables=True,
    ),
)


def format_to_read(path: Path, name: str | None = None) -> Format:
    """Find the format to read a file as.

    That is the named one; without a name the one that recognises the file, or else the only one with its ending.

    Raises:
        MisuseError: no format has the name, recognises the file or has its ending; several have the ending; or the
            format cannot be read.
    """
    file_format = format_named(name) if name else format_of_content(path) or _format_by_ending(path, FORMATS)
    if file_format.read is None:
        readable = ", ".join(ending for candidate in FORMATS if candidate.read for ending in candidate.endings)
        raise MisuseError(f"{path.name}: {file_format.title} cannot be read; what can be read is {readable}")
    return file_format


def format_to_write(path: Path, name: str | None = None) -> Format:
    """Find the format to write a file in.

    That is the named one, or else the only one with the file's ending.

    Raises:
        MisuseError: no format has the name or the ending; several have the ending; or the format cannot be written.
    """
    writable = [candidate for candidate in FORMATS if candidate.write]
    file_format = format_named(name) if name else _format_by_ending(path, writable)
    if file_format.write is None:
        raise MisuseError(f"{path.name}: {file_format.title} cannot be written")
    if file_format.has_tables and path.suffix.lower() != ".json":
        raise MisuseError(f"{path.name}: {file_format.title} is named by its file of metadata, which must end in .json")
    return file_format


def format_named(name: str) -> Format:
    """Find the format with a name.

    Raises:
        MisuseError: there is none.
    """
    for candidate in FORMATS:
        if candidate.name == name:
            return candidate
    names = ", ".join(candidate.name for candidate in FORMATS)
    raise MisuseError(f"there is no format {name!r}; known are {names}")


def format_of_content(path: Path) -> Format | None:
    """Find the format that knows the file by what is inside."""
    return next((candidate for candidate in FORMATS if path.exists() and candidate.recognise(path)), None)


def _format_by_ending(path: Path, formats: Iterable[Format]) -> Format:
    """Find the only format with the file's ending."""
    matches = [candidate for candidate in formats if path.suffix.lower() in candidate.endings]
    if len(matches) > 1:
        names = ", ".join(candidate.name for candidate in matches)
        raise MisuseError(f"{path.name}: the ending {path.suffix!r} stands for several formats; name one of {names}")
    if not matches:
        endings = ", ".join(ending for candidate in FORMATS for ending in candidate.endings)
        raise MisuseError(f"{path.name}: the ending {path.suffix!r} stands for no format; known are {endings}")
    return matches[0]


def read_document(source: Path | str, name: str | None = None, locate: Locate = _nowhere) -> Reading:
    """Read a file: its facts, and what it has beside them.

    Args:
        source: the file.
        name: the format's; by default what is inside the file decides.
        locate: gives the file in which a schema or other document of an http URL lies, or None; by default there is
            none. Formats in which facts themselves say what they are do without.

    Returns:
        The Report, a finding for whatever could not be read, and the Document.

    Raises:
        MisuseError: see `format_to_read`.
        UnreadableInputError: the file is missing or is not what it should be.
    """
    source = Path(source)
    known = format_to_read(source, name)
    assert known.read  # noqa: S101 - one that can be read was asked for
    return known.read(source, locate) if known.asks_taxonomy else known.read(source)


def write_report(report: Report, destination: Path | str, name: str | None = None) -> list[Finding]:
    """Write the facts to a file.

    The file appears whole or not at all, and so do the tables beside it of a format that has some.

    Args:
        report: the facts.
        destination: the file.
        name: the format's; by default the file's ending decides.

    Returns:
        A finding for whatever the format does not keep of what this Report has.

    Raises:
        MisuseError: see `format_to_write`; or the Report has what the format cannot hold.
        OutputError: the file cannot be written, or is the one that the Report was read from.
    """
    destination = Path(destination)
    file_format = format_to_write(destination, name)
    assert file_format.write  # noqa: S101 - one that can be written was asked for
    if report.source is not None:
        check_another_file(report.source, destination)
    if file_format.has_tables:
        with published_files(destination) as staging:
            file_format.write(report.moved(destination.parent), staging)
    else:
        with published_file(destination) as staging:
            file_format.write(report, staging)
    return file_format.lost(report)


def check_another_file(source: Path, destination: Path) -> None:
    """See that an output is not the input, whatever either is called.

    Raises:
        OutputError: it is: what was not read of it would be lost.
    """
    try:
        is_same = source.samefile(destination)
    except OSError:  # one of them is not there
        is_same = False
    if is_same:
        raise OutputError(f"{destination} is the file that was read; name another one")
