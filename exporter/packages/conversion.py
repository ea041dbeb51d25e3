"""Converts reports from one syntax to another, in files and in packages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag

from lxml import etree

from exporter.errors import MisuseError, UnreadableInputError
from exporter.files.inputs import read_input
from exporter.files.publish import published_file
from exporter.files.temporary import scratch_folder
from exporter.findings.findings import Source
from exporter.formats.inline_xbrl.facts_page import write_facts_page
from exporter.formats.package_kinds import REPORT_ENDINGS, PackageKind, kind_of, package_syntax
from exporter.formats.registry import check_another_file, format_named, format_to_write, write_report
from exporter.formats.xbrl_json.writer import write_json
from exporter.formats.xbrl_xml.schema_reader import SchemaValues
from exporter.packages import rules
from exporter.packages.layout import PACKAGE_FILE
from exporter.packages.networks import read_presentation
from exporter.packages.opening import opened_report
from exporter.packages.writer import report_folder, write_package
from exporter.report.names import LINK, XLINK, XSD, expanded_name
from exporter.report.references import is_relative

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from exporter.findings.findings import Finding
    from exporter.formats.registry import Format
    from exporter.packages.opening import OpenedReport
    from exporter.report.presentation import Presentation
    from exporter.report.report import Report

__all__ = ["convert", "not_kept"]

#: So many files of a taxonomy are taken along, none of them larger.
_MOST_FILES, _MAX_BYTES = 1_000, 64 * 1024**2
#: What an ending means that stands for several formats.
_SYNTAX_OF_ENDING = {".json": "json"}
_INLINE = "inline"
_REFERENCES = (f"{{{XLINK}}}href", "schemaLocation")
_LEADING = (f"{{{XSD}}}import", f"{{{XSD}}}include", f"{{{LINK}}}linkbaseRef", f"{{{LINK}}}loc")


def convert(
    source: Path | str,
    destination: Path | str,
    *,
    from_format: str | None = None,
    to_format: str | None = None,
    packages: Collection[Path | str] = (),
    canonical: bool = False,
) -> tuple[Report, list[Finding]]:
    """Read a report, and write it in another syntax or package.

    A package gets the files of the taxonomy that lie below the report's folder, or all else that a source package
    holds. The output appears whole or not at all.

    Args:
        source: a file, a folder with a set of Inline XBRL documents, or a package.
        destination: the file to write; it is a package if it ends so.
        from_format: of the report that is read; by default what is inside decides.
        to_format: of what is written, `json` or for a package `xbr+json`; by default the ending decides, where
            `.json` stands for xBRL-JSON; in a package the report keeps its syntax.
        packages: taxonomy packages, as `read_anywhere` takes them.
        canonical: whether values are written in canonical form, which only xBRL-JSON can be and only with a taxonomy.

    Returns:
        The report that was read; and a finding for whatever could not be read, or is not kept.

    Raises:
        UnreadableInputError: the source cannot be read.
        MisuseError: no format has the name or the ending, or it cannot be written; or the report has what it cannot
            hold, or values that have no canonical form.
        OutputError: the destination cannot be written, or is the source.
    """
    source, destination = Path(source), Path(destination)
    kind = kind_of(destination)
    to_format = to_format or _SYNTAX_OF_ENDING.get(destination.suffix.lower())
    syntax = package_syntax(to_format) if to_format else None
    if syntax is not None and kind is not syntax[0]:
        raise MisuseError(f"{destination.name}: a package {to_format} ends in {syntax[0].ending}")
    if kind is None:
        # What is wrong with the output is told before a large file is read.
        _check_canonical(format_to_write(destination, to_format).name, canonical=canonical)
    check_another_file(source, destination)
    with opened_report(source, from_format, [Path(package) for package in packages]) as opened:
        report, findings = opened.reading.report, opened.reading.findings
        if opened.format is None:  # a package without a report, as is told
            return report, findings
        if kind is None:
            in_file = report if opened.layout is None else replace(report, source=None)
            told = _write_file(opened, in_file, destination, to_format, canonical=canonical)
            return report, [*findings, *told, *_left_behind(opened, destination)]
        kind, inner = syntax or _inner_format(kind, to_format, opened.format)
        _check_canonical(inner, canonical=canonical)
        return report, [*findings, *_write_package(opened, destination, kind, inner, canonical=canonical)]


def _check_canonical(name: str, *, canonical: bool) -> None:
    if canonical and name != "json":
        raise MisuseError("values in canonical form are for xBRL-JSON: write to a file that ends in .json")


def _write_file(
    opened: OpenedReport, report: Report, destination: Path, name: str | None, *, canonical: bool
) -> list[Finding]:
    """Write a report to a file of its own."""
    known = format_to_write(destination, name)
    if known.has_tables or not (canonical or known.name == _INLINE):
        return write_report(report, destination, name)
    with published_file(destination) as staging:
        _write_one(opened, report, known, staging, destination.stem, canonical=canonical)
    return known.lost(report)


def _write_one(opened: OpenedReport, report: Report, known: Format, path: Path, title: str, *, canonical: bool) -> None:
    """Write a report; a document shows it as its taxonomy presents it."""
    if known.name == _INLINE:
        write_facts_page(report, path, title, _presentation(opened))
    elif canonical:
        write_json(report, path, _value_types(opened))
    else:
        assert known.write  # noqa: S101 - one that can be written was asked for
        known.write(report, path)


def _value_types(opened: OpenedReport) -> dict[str, str]:
    """Look up the types of values in the schemas at hand."""
    assert opened.path is not None  # noqa: S101 - a report was read
    assert opened.catalog is not None  # noqa: S101 - as before
    report = opened.reading.report
    schemas = SchemaValues(opened.path, lambda: report.entry_points, opened.catalog.locate)
    types = {
        name: schemas.value_type(expanded_name(name, report.namespaces)) for name in report.facts["concept"].unique()
    }
    return {name: type_ for name, type_ in types.items() if type_ is not None}


def _presentation(opened: OpenedReport) -> Presentation:
    assert opened.path is not None  # noqa: S101 - a report was read
    assert opened.catalog is not None  # noqa: S101 - as before
    folder = opened.path if opened.path.is_dir() else opened.path.parent
    return read_presentation(opened.reading.report, folder, opened.catalog)


def not_kept(destination: Path, name: str | None) -> tuple[str, ...]:
    """Say in words what a report may have that is lost in what it is written to; in packages as in their reports."""
    name = name or _SYNTAX_OF_ENDING.get(destination.suffix.lower())
    syntax = package_syntax(name) if name else None
    if syntax is not None:
        return format_named(syntax[1]).cannot_carry
    return () if kind_of(destination) is not None else format_to_write(destination, name).cannot_carry


def _inner_format(kind: PackageKind, name: str | None, read: Format) -> tuple[PackageKind, str]:
    """Choose the syntax of a report in a package.

    Raises:
        MisuseError: such a package holds no report in this syntax.
    """
    if name is None and len(kind.formats) == 1:
        return kind, kind.formats[0]
    chosen = name or read.name
    if chosen not in kind.formats:
        known = ", ".join(kind.formats)
        raise MisuseError(f"an {kind.ending} holds no reports in {chosen}; name the format, one of {known}")
    return kind, chosen


def _write_package(
    opened: OpenedReport, destination: Path, kind: PackageKind, inner: str, *, canonical: bool
) -> list[Finding]:
    """Write a report, and what it needs, into a package."""
    assert opened.path is not None  # noqa: S101 - a report was read
    name = destination.stem
    folder = opened.path.parent if opened.path.is_file() else opened.path
    known = format_named(inner)
    with scratch_folder() as scratch:
        report = replace(opened.reading.report, source=None)
        target = scratch / f"{name}{REPORT_ENDINGS[inner][0]}"
        _write_one(opened, report, known, target, name, canonical=canonical)
        if opened.layout is None:
            taxonomy, missing = _taxonomy_files(folder, report)
            place = PurePosixPath(report_folder(name))
            others = {f"{place}/{path}": file for path, file in taxonomy.items()}
        else:
            missing = []
            place = PurePosixPath(folder.relative_to(opened.layout.folder).as_posix())
            others = _others(opened)
        files = {f"{place}/{file.name}": file for file in sorted(scratch.iterdir())}
        with published_file(destination) as staging:
            write_package(staging, kind, name, {**others, **files})
    said = [f"{href} is not below the report's folder, and so not in the package" for href in missing]
    findings = [rules.PACKAGE_LEFT_BEHIND.finding(message, Source(opened.path.name)) for message in said]
    return [*known.lost(report), *findings]


def _others(opened: OpenedReport) -> dict[str, Path]:
    """List what a package holds beside its report."""
    assert opened.layout is not None  # noqa: S101 - of a package
    own = {path for files in opened.layout.reports for path in files}
    beside_csv = {".csv"} if opened.format is not None and opened.format.name == "csv" else set()
    folder = opened.layout.folder
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path not in own
        and path.suffix.lower() not in beside_csv
        and path.relative_to(folder).as_posix() != PACKAGE_FILE
    }


def _left_behind(opened: OpenedReport, destination: Path) -> Iterator[Finding]:
    """Say that the taxonomy stays in a package whose report is written to a file."""
    hrefs = [href for href in opened.reading.report.entry_points if is_relative(href)]
    if opened.layout is not None and hrefs:
        message = f"{destination.name} refers to {hrefs[0]}, which is in the package; unpack it beside the file"
        yield rules.PACKAGE_LEFT_BEHIND.finding(message, Source(destination.name))


def _taxonomy_files(folder: Path, report: Report) -> tuple[dict[str, Path], list[str]]:
    """Follow a report's relative references to schemas and linkbases.

    Returns: the files that lie below the folder, by their paths in it; and the references that lead elsewhere or to no
        file.
    """
    files: dict[str, Path] = {}
    missing: list[str] = []
    waiting = [(folder, href) for href in (*report.entry_points, *(each.href for each in report.references))]
    while waiting and len(files) < _MOST_FILES:
        start, href = waiting.pop(0)
        path = unquote(urldefrag(href).url)
        if not is_relative(href) or not path:
            continue
        file = (start / path).resolve()
        if not file.is_relative_to(folder.resolve()) or not file.is_file():
            missing.append(href)
        elif (place := file.relative_to(folder.resolve()).as_posix()) not in files:
            files[place] = file
            waiting += [(file.parent, reference) for reference in _references(file)]
    missing += [href for _, href in waiting]
    return files, list(dict.fromkeys(missing))


def _references(file: Path) -> list[str]:
    """List what a schema or linkbase refers to."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(read_input(file, _MAX_BYTES), parser)
    except (UnreadableInputError, ValueError, etree.XMLSyntaxError):
        return []
    return [
        element.get(name, "")
        for element in root.iter(*_LEADING)
        for name in _REFERENCES
        if element.get(name) is not None
    ]
