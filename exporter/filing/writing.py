"""Writes a filing: its taxonomy, and the report in each syntax, as files and in packages."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter.files.temporary import scratch_folder
from exporter.files.zip_archive import unpack
from exporter.filing.syntaxes import CSV, INLINE
from exporter.formats.inline_xbrl.registries import REGISTRIES
from exporter.formats.inline_xbrl.writer import write_inline
from exporter.formats.package_kinds import REPORT_ENDINGS
from exporter.formats.registry import format_named
from exporter.formats.xbrl_csv.writer import write_csv
from exporter.packages.writer import report_folder, write_package

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from exporter.documents.pages import Documents
    from exporter.filing.syntaxes import Syntax
    from exporter.formats.xbrl_csv.statements import Statement
    from exporter.report.report import Report

__all__ = ["Filing", "changed_files", "write_filing"]


@dataclass(frozen=True)
class Filing:
    """What is filed, whatever the syntax.

    Attributes:
        name: the report's, which names the files.
        syntaxes: those in which it is written.
        report: the facts; its references lead to files of the taxonomy beside it.
        documents: those that show it, one a language; None where no syntax shows anything.
        extension: the files of the taxonomy that lie beside the report, by name.
        base_name: that of the base taxonomy's package.
        base: the package, zipped; None of a taxonomy that others publish, which is not filed.
        extension_package: the extension as a taxonomy package, by the names below its top folder, where a report
            package is to hold it so; else it lies beside the report there, too.
        extension_urls: where the package has its entry points.
        statements: the tables that xBRL-CSV has besides that of facts.
    """

    name: str
    syntaxes: tuple[Syntax, ...]
    report: Report
    documents: Documents | None
    extension: Mapping[str, bytes]
    base_name: str
    base: bytes | None
    extension_package: Mapping[str, bytes] | None = None
    extension_urls: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()

    @property
    def taxonomy_files(self) -> dict[str, bytes]:
        """What lies beside a report's file: the extension, and the base's package."""
        return {**({} if self.base is None else {f"{self.base_name}.zip": self.base}), **self.extension}

    @property
    def packaged_taxonomy(self) -> dict[str, bytes]:
        """What lies beside a report in a package, by the names below the top folder.

        The base's package lies in it unpacked, so that its catalog is the package's own.
        """
        if self.extension_package is not None:
            return dict(self.extension_package)
        base: dict[str, bytes] = {}
        if self.base is not None:
            with zipfile.ZipFile(io.BytesIO(self.base)) as archive:
                base = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
        return {**base, **{f"{report_folder(self.name)}/{name}": data for name, data in self.extension.items()}}


def write_filing(filing: Filing, folder: Path) -> None:
    """Write a filing in its syntaxes, into a new folder.

    Raises:
        MisuseError: a format cannot hold the report.
        OSError: a file cannot be written.
    """
    folder.mkdir()
    if any(syntax.kind is None for syntax in filing.syntaxes):
        for name, data in filing.taxonomy_files.items():
            (folder / name).write_bytes(data)
    for syntax in filing.syntaxes:
        if syntax.kind is None:
            _write_report(filing, syntax, folder, syntax.path(folder, filing.name).name)
        else:
            _write_in_package(filing, syntax, folder)


def _write_report(filing: Filing, syntax: Syntax, folder: Path, name: str) -> None:
    """Write the files of a report, of which the main one has the name; documents have the names of their languages."""
    if syntax.format == INLINE:
        assert filing.documents is not None  # noqa: S101 - such a filing has them
        pages = filing.documents.pages
        names = [f"{filing.name}.{page.language}" if len(pages) > 1 else filing.name for page in pages]
        paths = [folder / f"{name}.xhtml" for name in names]
        registry = REGISTRIES[filing.documents.registry]
        write_inline(filing.report.moved(folder), dict(zip(paths, pages, strict=True)), registry)
        return
    if syntax.format == CSV:
        write_csv(filing.report, folder / name, filing.statements)
        return
    write = format_named(syntax.format).write
    assert write is not None  # noqa: S101 - every syntax of a filing can be written
    write(filing.report, folder / name)


def _write_in_package(filing: Filing, syntax: Syntax, folder: Path) -> None:
    """Write a package with the report and all that it needs."""
    assert syntax.kind is not None  # noqa: S101 - the caller has looked
    with scratch_folder() as scratch:
        if filing.extension_package is not None:
            filing = replace(filing, report=replace(filing.report, entry_points=filing.extension_urls))
        _write_report(filing, syntax, scratch, f"{filing.name}{REPORT_ENDINGS[syntax.format][0]}")
        reports = {f"{report_folder(filing.name)}/{path.name}": path for path in sorted(scratch.iterdir())}
        files: dict[str, bytes | Path] = {**filing.packaged_taxonomy, **reports}
        write_package(syntax.path(folder, filing.name), syntax.kind, filing.name, files)


def changed_files(filing: Filing, folder: Path) -> dict[str, str]:
    """Find what lies beside the reports of a filing, in its folder and in packages, and is not as it was written.

    Returns: by the file's name what is the matter with it.

    Raises:
        UnreadableInputError: a package cannot be unpacked.
    """
    changed: dict[str, str] = {}
    for syntax in filing.syntaxes:
        if syntax.kind is None:
            changed |= _faults(filing.taxonomy_files, folder)
            continue
        package = syntax.path(folder, filing.name)
        with scratch_folder() as scratch:
            unpack(package, scratch)
            faults = _faults(filing.packaged_taxonomy, scratch / filing.name)
        changed |= {f"{package.name}/{name}": fault for name, fault in faults.items()}
    return changed


def _faults(expected: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    """Compare files with what is in a folder."""
    faults = {}
    for name, data in expected.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            fault = "differs from what the project's taxonomy compiles to" if path.is_file() else "is not there"
            faults[name] = fault
    return faults
