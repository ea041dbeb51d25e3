"""Validation by three judges: XML Schema by xmlschema, XML Schema by libxml2, and everything else by Arelle.

`validate` takes an instance, a filing's folder, a schema, a taxonomy package (zip) or a package's folder.
"""

from __future__ import annotations

import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from exporter.errors import MisuseError, UnreadableInputError
from exporter.findings import Finding, Source, new_finding
from exporter.namespaces import LINK, XBRLI
from exporter.validation.arelle_judge import ArelleError, judge
from exporter.validation.catalog import Catalog, unpack
from exporter.validation.judgement import Judgement, JudgeMessage
from exporter.validation.xml_schema import judge_with_libxml2, judge_with_xmlschema, load_documents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter.report import Report

__all__ = ["JudgeMessage", "Judgement", "Validation", "validate"]

_DOCUMENTS = (".xml", ".xbrl", ".xsd")


@dataclass(frozen=True)
class Validation:
    """What the judges said, and the facts as Arelle loaded them (None if it did not run)."""

    judgements: tuple[Judgement, ...]
    findings: list[Finding]
    arelle_report: Report | None


@dataclass(frozen=True, slots=True)
class _Subject:
    """What to judge: documents for XML Schema, one entry point for Arelle, and the packages that it needs."""

    documents: tuple[Path, ...]
    entry_point: Path
    packages: tuple[Path, ...]


def validate(path: Path, *, arelle: bool = True, sources: Mapping[str, tuple[Source, ...]] | None = None) -> Validation:
    """Judge a file or folder.

    Args:
        path: see the module's description. Taxonomy packages beside it are used.
        arelle: whether to ask Arelle, which takes seconds.
        sources: for each fact id the cells that gave it, so that findings point at them.

    Raises:
        UnreadableInputError: missing, not well-formed, or nothing that can be validated.
    """
    with tempfile.TemporaryDirectory(prefix="exporter-") as scratch:
        subject = _subject(path, Path(scratch))
        with ThreadPoolExecutor(1) as pool:
            # Arelle works in a process of its own; XML Schema is judged here meanwhile.
            asked = pool.submit(judge, subject.entry_point, subject.packages) if arelle else None
            judgements = list(_judge_schemas(subject))
            report = None
            if asked is None:
                judgements.append(Judgement("arelle", not_run="left out on request"))
            else:
                try:
                    answer = asked.result()
                    judgements.append(Judgement("arelle", answer.messages))
                    report = answer.report
                except ArelleError as error:
                    judgements.append(Judgement("arelle", not_run=str(error)))
    findings = [finding for judgement in judgements for finding in judgement.findings(sources or {})]
    findings += [
        new_finding("judge.failed" if arelle else "judge.notRun", f"{judgement.judge} did not run: {judgement.not_run}")
        for judgement in judgements
        if judgement.not_run is not None
    ]
    return Validation(tuple(judgements), findings, report)


def _judge_schemas(subject: _Subject) -> tuple[Judgement, Judgement]:
    with Catalog(subject.packages) as catalog:
        documents = load_documents(subject.documents, catalog)
        return judge_with_xmlschema(documents), judge_with_libxml2(documents)


def _subject(path: Path, scratch: Path) -> _Subject:
    """Find out what the path is."""
    if not path.exists():
        raise UnreadableInputError(f"{path} does not exist")
    if path.is_file():
        return _package(path, scratch) if zipfile.is_zipfile(path) else _document(path)
    if (path / "META-INF").is_dir():
        return _package_folder(path, scratch)
    folder = path / "filing" if (path / "filing").is_dir() else path
    instances = [file for file in sorted(folder.glob("*")) if _root_tag(file) == f"{{{XBRLI}}}xbrl"]
    if len(instances) == 1:
        return _document(instances[0])
    if instances:
        names = ", ".join(file.name for file in instances)
        raise MisuseError(f"{folder} holds several instances; name one of them: {names}")
    packages = [child for child in sorted(folder.iterdir()) if (child / "META-INF").is_dir()]
    if len(packages) == 1:
        return _package_folder(packages[0], scratch)
    raise UnreadableInputError(f"{path} holds neither an XBRL instance nor a taxonomy package")


def _document(path: Path) -> _Subject:
    """An instance or schema, with the linkbases beside it."""
    if path.suffix.lower() not in _DOCUMENTS:
        known = ", ".join(_DOCUMENTS)
        raise MisuseError(
            f"{path.name}: the ending {path.suffix!r} cannot be validated; known are {known}, .zip, folders"
        )
    beside = [file for file in sorted(path.parent.glob("*.x*")) if file != path and _is_taxonomy_file(file)]
    return _Subject((path, *beside), path, _packages_beside(path))


def _package(path: Path, scratch: Path) -> _Subject:
    """A taxonomy package: its documents are judged where they are unpacked."""
    unpacked = scratch / "unpacked"
    unpack(path, unpacked)
    documents = tuple(file for file in sorted(unpacked.rglob("*")) if file.suffix.lower() in _DOCUMENTS)
    return _Subject(documents, path, (path, *(package for package in _packages_beside(path) if package != path)))


def _package_folder(path: Path, scratch: Path) -> _Subject:
    """A package that lies unpacked; Arelle wants it zipped."""
    documents = tuple(file for file in sorted(path.rglob("*")) if file.suffix.lower() in _DOCUMENTS)
    archive = scratch / f"{path.resolve().name}.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for file in sorted(path.rglob("*")):
            if file.is_file():
                zipped.write(file, (Path(path.resolve().name) / file.relative_to(path)).as_posix())
    others = [package for package in _packages_beside(path) if package.name != archive.name]
    return _Subject(documents, archive, (archive, *others))


def _packages_beside(path: Path) -> tuple[Path, ...]:
    return tuple(file for file in sorted(path.resolve().parent.glob("*.zip")) if _is_taxonomy_package(file))


def _is_taxonomy_package(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return any(name.endswith("META-INF/catalog.xml") for name in archive.namelist())


def _is_taxonomy_file(path: Path) -> bool:
    return path.suffix.lower() == ".xsd" or _root_tag(path) == f"{{{LINK}}}linkbase"


def _root_tag(path: Path) -> str | None:
    """The tag of a document's root element, or None if it is no XML."""
    if path.suffix.lower() not in _DOCUMENTS:
        return None
    try:
        with path.open("rb") as stream:
            for _, element in etree.iterparse(stream, events=("start",), resolve_entities=False, no_network=True):
                return str(element.tag)
    except (OSError, etree.XMLSyntaxError):
        return None
    return None
