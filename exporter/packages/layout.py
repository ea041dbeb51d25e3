"""The layout of an unpacked report package: its top folder, what it says of itself, and the reports in it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from exporter.errors import UnreadableInputError
from exporter.files.inputs import read_input
from exporter.findings.findings import Source
from exporter.formats.package_kinds import KINDS, REPORT_ENDINGS, kind_of
from exporter.packages import rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from exporter.findings.findings import Finding
    from exporter.findings.registry import Rule
    from exporter.formats.package_kinds import PackageKind

__all__ = ["META_INF", "PACKAGE_FILE", "REPORTS", "Layout", "read_layout"]

META_INF, REPORTS = "META-INF", "reports"
PACKAGE_FILE = f"{META_INF}/reportPackage.json"
_MAX_PACKAGE_FILE = 1024**2
_ANY_ENDING = frozenset(ending for endings in REPORT_ENDINGS.values() for ending in endings)
_INLINE = frozenset(REPORT_ENDINGS["inline"])
_HIDDEN = "__MACOSX"


@dataclass
class Layout:
    """What lies where in a package.

    Attributes:
        folder: the top folder; that into which the package was unpacked where none or several could be it.
        reports: each one as the files that it consists of, one or those of a set of Inline XBRL documents.
        findings: what is wrong with the layout.
    """

    folder: Path
    reports: list[list[Path]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_layout(package: Path, unpacked: Path) -> Layout:
    """Look for reports in a package.

    Whatever is wrong with it, what can be found in it is found: of a package without a `reports` folder, as they were
    in use before there was a specification, any file with the ending of a report.

    Args:
        package: its archive, which findings name.
        unpacked: the folder into which it was unpacked.
    """
    entries = sorted(entry for entry in unpacked.iterdir() if entry.name != _HIDDEN)
    tops = [entry for entry in entries if entry.is_dir() and (len(entries) == 1 or (entry / META_INF).is_dir())]
    layout = Layout(tops[0] if len(tops) == 1 else unpacked)
    faults = [*_faults_of_folders(entries, layout.folder), *_faults_of_package_file(package, layout.folder)]
    reports_folder = layout.folder / REPORTS
    is_report_package = reports_folder.is_dir() or (layout.folder / PACKAGE_FILE).is_file()
    layout.reports = list(_reports(reports_folder)) if reports_folder.is_dir() else _loose_reports(layout.folder)
    if is_report_package:
        faults += _faults_of_reports(kind_of(package), reports_folder, layout.reports)
    elif kind_of(package) is None or (package.suffix.lower() != ".zip"):
        faults.append((rules.PACKAGE_NO_REPORTS_FOLDER, "there is no folder reports in its top folder"))
    else:
        faults = []  # a plain archive, which promised nothing
    layout.findings = [rule.finding(f"{package.name}: {message}", Source(package.name)) for rule, message in faults]
    return layout


def _faults_of_folders(entries: list[Path], top: Path) -> Iterator[tuple[Rule, str]]:
    if len(entries) != 1 or not entries[0].is_dir():
        names = ", ".join(entry.name for entry in entries[:5])
        yield rules.PACKAGE_STRUCTURE, f"it must have one top folder, and has {names or 'nothing'}"
    elif not (top / META_INF).is_dir():
        yield rules.PACKAGE_STRUCTURE, f"its top folder {top.name} has no {META_INF}"


def _faults_of_package_file(package: Path, top: Path) -> Iterator[tuple[Rule, str]]:
    """Check what a package says of itself (Report Packages 1.0, 3.3)."""
    kind = kind_of(package)
    if kind is None:
        yield rules.PACKAGE_UNKNOWN_ENDING, f"it ends in {package.suffix!r}, and must end in .xbri, .xbr or .zip"
        return
    path = top / PACKAGE_FILE
    if not path.is_file():
        if kind.name != "zip":
            yield rules.PACKAGE_ENDING, f"there is no {PACKAGE_FILE}, which an {kind.ending} must have"
        return
    try:
        content = json.loads(read_input(path, _MAX_PACKAGE_FILE, top).decode("utf-8-sig"), object_pairs_hook=_once)
    except (UnreadableInputError, ValueError, RecursionError) as error:
        yield rules.PACKAGE_JSON, f"{PACKAGE_FILE} cannot be read: {error}"
        return
    info = content.get("documentInfo") if isinstance(content, dict) else None
    said = info.get("documentType") if isinstance(info, dict) else None
    if not isinstance(said, str):
        yield rules.PACKAGE_JSON_STRUCTURE, f"{PACKAGE_FILE} has no text at /documentInfo/documentType"
    elif said not in {known.document_type for known in KINDS}:
        yield rules.PACKAGE_VERSION, f"its documentType is {said!r}"
    elif said != kind.document_type:
        must = f"an {kind.ending} must have {kind.document_type!r}"
        yield rules.PACKAGE_ENDING, f"its documentType is {said!r}, and {must}"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of which each key is there once."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key is there twice")
    return dict(pairs)


def _faults_of_reports(kind: PackageKind | None, folder: Path, reports: list[list[Path]]) -> Iterator[tuple[Rule, str]]:
    """Check which reports a package has (Report Packages 1.0, 3.4)."""
    if not folder.is_dir():
        yield rules.PACKAGE_NO_REPORTS_FOLDER, "there is no folder reports in its top folder"
        return
    if not reports:
        yield rules.PACKAGE_NO_REPORT, f"no file in reports ends in one of {', '.join(sorted(_ANY_ENDING))}"
        return
    parents = [files[0].parent for files in reports if files[0].parent != folder]
    if crowded := sorted({parent.name for parent in parents if parents.count(parent) > 1}):
        yield rules.PACKAGE_SEVERAL_IN_FOLDER, f"reports/{crowded[0]} holds several reports"
    if kind is None or kind.name == "zip":
        return
    if len(reports) > 1:
        names = ", ".join(files[0].relative_to(folder).as_posix() for files in reports[:5])
        yield rules.PACKAGE_SEVERAL, f"an {kind.ending} holds one report, and this one {len(reports)}: {names}"
    for files in reports:
        if files[0].suffix.lower() not in kind.report_endings:
            yield rules.PACKAGE_REPORT_TYPE, f"{files[0].name} is no report that an {kind.ending} may hold"


def _reports(folder: Path) -> Iterator[list[Path]]:
    """Yield the reports in a folder `reports`: those at its top, or else in the folders below, each perhaps a set."""
    if top := _report_files(folder):
        yield from ([path] for path in top)
        return
    for child in sorted(entry for entry in folder.iterdir() if entry.is_dir()):
        files = _report_files(child)
        if files and all(path.suffix.lower() in _INLINE for path in files):
            yield files
        else:
            yield from ([path] for path in files)


def _report_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in _ANY_ENDING and path.is_file())


def _loose_reports(folder: Path) -> list[list[Path]]:
    """List what may be a report in a plain archive: Inline XBRL documents of a folder together, others alone."""
    reports: dict[Path, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in {*_ANY_ENDING, ".xml"} and META_INF not in path.parts:
            reports.setdefault(path.parent if path.suffix.lower() in _INLINE else path, []).append(path)
    return list(reports.values())
