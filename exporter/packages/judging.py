"""Has the judges look at a report wherever it lies and in whatever syntax, at a filing or at a taxonomy."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.dts.catalog import holds_package, package_rewrites
from exporter.errors import ExporterError, UnreadableInputError
from exporter.files.temporary import scratch_folder
from exporter.files.zip_archive import entry_names
from exporter.findings.findings import Source
from exporter.formats.inline_xbrl.inline_text import IX_NAMESPACES
from exporter.formats.inline_xbrl.reader import inline_documents, parse_document
from exporter.formats.registry import format_of_content
from exporter.formats.xbrl_xml.writer import write_instance
from exporter.packages.layout import PACKAGE_FILE, REPORTS
from exporter.packages.opening import OpenedReport, opened_report
from exporter.validation import panel
from exporter.validation.judge import CALCULATIONS
from exporter.validation.own_judge import OWN_JUDGE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from exporter.findings.findings import Finding
    from exporter.validation.panel import Validation

__all__ = ["validate", "validate_each"]

#: The syntaxes of which the judges of XML Schema judge a copy as xBRL-XML.
_COPIED = {"inline", "json", "csv"}
#: What is no slip in documents, which print a fact as often as they like.
_USUAL = {f"{OWN_JUDGE}:duplicates.{kind}" for kind in ("consistent", "complete")}


def validate(
    path: Path | str,
    *,
    arelle: bool = True,
    without: Collection[str] = (),
    calculations: str = CALCULATIONS[0],
    packages: Collection[Path | str] = (),
    sources: Mapping[str, tuple[Source, ...]] | None = None,
) -> Validation:
    """Have a file or folder judged.

    Of a report in Inline XBRL, xBRL-JSON or xBRL-CSV the judges that know XML alone judge a copy as xBRL-XML; Arelle
    judges the report itself, and libxml2 its documents by the schema of Inline XBRL.

    Args:
        path: an instance, a report in another syntax or in a package, a folder of documents, a filing's folder, a
            schema, or a taxonomy package or its folder.
        arelle: whether Arelle, which takes seconds, judges too.
        without: the names of judges to leave out.
        calculations: by which rules totals are judged, Calculations `1.1` or those of XBRL `2.1`.
        packages: taxonomy packages to use besides those beside the file or in its package: archives, folders, or copies
            of web sites by host and path.
        sources: for each fact id the cells that gave it, so that findings point at them.

    Raises:
        UnreadableInputError: missing, not well-formed, or nothing that can be validated.
        MisuseError: a folder with several instances, a judge that cannot be left out, or unknown rules.
    """
    with panel.Panel(
        panel.judges_to_leave_out(without, arelle=arelle), calculations, list(map(Path, packages))
    ) as judges:
        return _judge(judges, Path(path), sources)


def validate_each(
    paths: Iterable[Path | str],
    *,
    arelle: bool = True,
    without: Collection[str] = (),
    calculations: str = CALCULATIONS[0],
    packages: Collection[Path | str] = (),
) -> Iterator[tuple[Path, Validation | ExporterError]]:
    """Have one file or folder after another judged, by the same judges.

    What they share of taxonomies is read and compiled once: name these as packages.

    Args: as `validate`.

    Returns: each path, with what the judges said of it, or why it cannot be judged.

    Raises:
        MisuseError: a judge that cannot be left out, or unknown rules.
    """
    with panel.Panel(
        panel.judges_to_leave_out(without, arelle=arelle), calculations, list(map(Path, packages))
    ) as judges:
        for path in map(Path, paths):
            validation: Validation | ExporterError
            try:
                validation = _judge(judges, path)
            except ExporterError as error:
                validation = error
            yield path, validation


def _judge(judges: panel.Panel, path: Path, sources: Mapping[str, tuple[Source, ...]] | None = None) -> Validation:
    """Have a panel judge a file or folder; see `validate`."""
    if (path / "filing").is_dir():
        path /= "filing"
    if not _may_be_report(path):
        return judges.judge(path, sources)
    with ExitStack() as stack:
        opened = stack.enter_context(opened_report(path, None, judges.packages))
        if opened.format is None or opened.path is None:
            raise UnreadableInputError(f"{path} holds no report: {opened.reading.findings[0].message}")
        instance = opened.path
        if opened.format.name in _COPIED:
            scratch = stack.enter_context(scratch_folder()).resolve()
            instance = scratch / f"{path.resolve().stem}.xml"
            write_instance(opened.reading.report.moved(scratch), instance)
        documents = _documents(opened)
        original = [path] if opened.layout is not None else documents or [path]  # a package as a whole
        judges.submit(instance, beside=_packages(opened, path), original=original, inline=documents)
        result = judges.result(sources if sources is not None else _places(documents))
    usual = _USUAL if opened.format.name == "inline" else set()
    told = [_elsewhere(finding, instance.name, path.name) for finding in result.findings if finding.code not in usual]
    return replace(result, findings=[*opened.reading.findings, *told])


def _may_be_report(path: Path) -> bool:
    """Tell whether there is a report that is no xBRL-XML, or a package that may hold one."""
    if path.is_dir():
        has_instance = any(format_of_content(file) for file in sorted(path.glob("*.x*ml")) if _is_instance(file))
        return not has_instance and not (path / "META-INF").is_dir() and bool(inline_documents(path))
    if not path.is_file():
        return False
    known = format_of_content(path)
    if known is not None:
        return known.name in _COPIED
    names = entry_names(path)
    return any(name.endswith(PACKAGE_FILE) or f"/{REPORTS}/" in f"/{name}" for name in names)


def _is_instance(file: Path) -> bool:
    known = format_of_content(file)
    return known is not None and known.name == "xml"


def _packages(opened: OpenedReport, path: Path) -> list[Path]:
    """List the taxonomy packages that come with a report: beside it, or the one that it lies in."""
    if opened.layout is not None:
        return [opened.layout.folder] if package_rewrites(opened.layout.folder) else []
    folder = path if path.is_dir() else path.resolve().parent
    return [archive for archive in sorted(folder.glob("*.zip")) if holds_package(archive)]


def _documents(opened: OpenedReport) -> list[Path]:
    """List the Inline XBRL documents of a report."""
    if opened.path is None or opened.format is None or opened.format.name != "inline":
        return []
    return inline_documents(opened.path) if opened.path.is_dir() else [opened.path]


def _places(documents: Iterable[Path]) -> dict[str, tuple[Source, ...]]:
    """Tell for each element of Inline XBRL documents where it stands, by its id."""
    tags = [f"{{{namespace}}}*" for namespace in IX_NAMESPACES]
    return {
        element.get("id", ""): (Source(path.name, element.sourceline),)
        for path in documents
        for element in parse_document(path).root.iter(*tags)
        if element.get("id")
    }


def _elsewhere(finding: Finding, copy: str, original: str) -> Finding:
    """Say of a finding about the copy that it is about the report."""

    def placed(source: Source) -> Source:
        return Source(original) if source.file == copy else source

    is_about_judge = finding.code.startswith("judge.")
    source = placed(finding.source or Source(copy)) if finding.source or not is_about_judge else None
    related = tuple(dict.fromkeys(place for place in map(placed, finding.related) if place != source))
    return replace(finding, source=source, related=related)
