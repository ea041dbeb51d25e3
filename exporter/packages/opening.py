"""Opens a report wherever it lies, in a file or in a package, with the taxonomy that lies beside or inside."""

from __future__ import annotations

import zipfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.dts.catalog import Catalog, holds_package, package_rewrites
from exporter.errors import MisuseError, UnreadableInputError
from exporter.files.inputs import followed
from exporter.files.temporary import scratch_folder
from exporter.files.zip_archive import unpack
from exporter.formats.package_kinds import kind_of
from exporter.formats.registry import Format, format_of_content, format_to_read, read_document
from exporter.packages.layout import read_layout
from exporter.report.document import Document, Reading
from exporter.report.report import Report, facts_frame

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from exporter.findings.findings import Finding
    from exporter.packages.layout import Layout

__all__ = ["OpenedReport", "is_package", "opened_report", "read_anywhere", "read_report"]


@dataclass(frozen=True)
class OpenedReport:
    """A report that was read, as long as what lies beside it is there.

    Attributes:
        reading: its facts, findings and document.
        format: its syntax; None of a package without a report.
        path: its file, or the folder of a set of Inline XBRL documents; None likewise.
        layout: of the package that it lies in, unpacked; None of a file.
        catalog: says where the documents of URLs lie; None likewise of what has no report.
    """

    reading: Reading
    format: Format | None
    path: Path | None
    layout: Layout | None = None
    catalog: Catalog | None = None


def is_package(path: Path) -> bool:
    """Tell whether a file is to be opened as a package: by its ending, or because it is an archive."""
    is_archive = not path.is_dir() if kind_of(path) else path.is_file() and zipfile.is_zipfile(path)
    return is_archive and format_of_content(path) is None


def read_anywhere(source: Path | str, name: str | None = None, packages: Collection[Path | str] = ()) -> Reading:
    """Read a report from a file or a package.

    Args:
        source: the file, a folder with a set of Inline XBRL documents, or the package.
        name: of the report's format; by default what is inside decides.
        packages: taxonomy packages that say what concepts and dimensions are, besides those beside a file or inside a
            package.

    Returns:
        The Report, a finding for whatever could not be read or is wrong with the package, and the Document.

    Raises:
        UnreadableInputError: it is missing or not what it should be, or a package with several reports.
        MisuseError: no format has the name, or reads such a file.
    """
    with opened_report(Path(source), name, [Path(package) for package in packages]) as opened:
        if opened.layout is None:
            return opened.reading
        # References that start in the package are left as they are: where it was unpacked will be gone.
        return replace(opened.reading, report=replace(opened.reading.report, source=None))


def read_report(
    source: Path | str, name: str | None = None, packages: Collection[Path | str] = ()
) -> tuple[Report, list[Finding]]:
    """Read the facts of a file or a package; see `read_anywhere` for arguments and errors.

    Returns:
        The facts, and a finding for whatever could not be read.
    """
    reading = read_anywhere(source, name, packages)
    return reading.report, reading.findings


@contextmanager
def opened_report(source: Path, name: str | None = None, packages: Collection[Path] = ()) -> Iterator[OpenedReport]:
    """Open a report; see `read_anywhere` for arguments and errors.

    A package stays unpacked as long as the block runs.
    """
    with ExitStack() as stack:
        if not is_package(source):
            known = format_to_read(source, name)
            beside = sorted(followed(source).parent.glob("*.zip"))
            catalog = stack.enter_context(Catalog([*packages, *filter(holds_package, beside)]))
            yield OpenedReport(_read(source, known, catalog), known, source, catalog=catalog)
            return
        unpacked = stack.enter_context(scratch_folder()).resolve()
        unpack(source, unpacked)
        layout = read_layout(source, unpacked)
        only = _only_report(source, layout, name)
        if only is None:
            empty = Reading(Report(facts_frame([]), {}), layout.findings, Document((source.name,)))
            yield OpenedReport(empty, None, None, layout)
            return
        known, path = only
        own = {source: layout.folder} if package_rewrites(layout.folder) else {}
        catalog = stack.enter_context(Catalog([*own, *packages], own))
        reading = _read(path, known, catalog)
        reading = replace(reading, findings=[*layout.findings, *reading.findings])
        yield OpenedReport(reading, known, path, layout, catalog)


def _read(path: Path, known: Format, catalog: Catalog) -> Reading:
    return read_document(path, known.name, catalog.locate)


def _only_report(package: Path, layout: Layout, name: str | None) -> tuple[Format, Path] | None:
    """Find the report of a package: its format, and its file or, of a set, its folder; None if there is none.

    Raises:
        UnreadableInputError: there are several; or there is none, and nothing else says so.
    """
    found = []
    for files in layout.reports:
        path = files[0] if len(files) == 1 else files[0].parent
        known = format_of_content(path)
        if known is not None and (name is None or known.name == name):
            found.append((known, path))
    if len(found) > 1:
        names = ", ".join(path.relative_to(layout.folder).as_posix() for _, path in found)
        raise UnreadableInputError(f"{package} holds several reports; unpack it, and name one of them: {names}")
    if found:
        return found[0]
    if name is not None and layout.reports:
        raise MisuseError(f"{package.name} holds no report in the format {name!r}")
    if not layout.findings:
        raise UnreadableInputError(f"{package} holds no report that can be read")
    return None
