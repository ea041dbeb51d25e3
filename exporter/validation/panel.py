"""The three judges together: what they judge, side by side, and what they said."""

from __future__ import annotations

import contextlib
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from lxml import etree

from exporter.arelle.judge import call_in, dismiss, judge
from exporter.arelle.process import ArelleError
from exporter.errors import MisuseError, UnreadableInputError
from exporter.findings.findings import new_finding
from exporter.findings.judge_messages import JudgeMessage
from exporter.report.names import LINK, XBRLI
from exporter.validation.catalog import Catalog, unpack
from exporter.validation.dts_documents import load_documents
from exporter.validation.judgement import Judgement
from exporter.validation.libxml2_judge import judge_with_libxml2
from exporter.validation.xmlschema_judge import XmlschemaProcess

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from concurrent.futures import Future
    from types import TracebackType

    from exporter.arelle.judge import ArelleResult
    from exporter.findings.findings import Finding, Source
    from exporter.report.report import Report

__all__ = ["Judges", "Validation", "validate"]

LEFT_OUT = "left out on request"
TOO_LARGE = "the instance is so large that it would take minutes; libxml2 judges it by the same schemas"
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


class Judges:
    """The three judges. They are called in on entry, in processes of their own, and get ready while others work."""

    def __init__(self, *, arelle: bool = True) -> None:
        """Prepare to ask xmlschema, libxml2 and, unless left out because it takes seconds, Arelle."""
        self.arelle = arelle
        self._pool = ThreadPoolExecutor(1)
        self._scratch = contextlib.ExitStack()

    def __enter__(self) -> Self:
        """Call the judges in."""
        self._xmlschema = XmlschemaProcess()
        if self.arelle:
            with contextlib.suppress(ArelleError):  # the judgement will say why there is none
                call_in()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the judges go; unless something went wrong, Arelle's process stays warm for the next ones."""
        self._xmlschema.stop()
        if self.arelle and error is not None:
            dismiss()
        self._pool.shutdown(cancel_futures=True)
        self._scratch.close()

    def judge(self, path: Path, sources: Mapping[str, tuple[Source, ...]] | None = None) -> Validation:
        """Judge a file or folder, once: ask, read it if it is an instance, and wait for the answer.

        See `ask` for the arguments and errors.
        """
        self.ask(path)
        own = self._own_judgement()
        validation = self.answer(sources)
        findings = [*validation.findings, *(own.findings(sources or {}) if own else ())]
        judgements = (*validation.judgements, own) if own else validation.judgements
        return Validation(judgements, findings, validation.arelle_report)

    def _own_judgement(self) -> Judgement | None:
        """The own judge's verdict on an instance, with what of it could not be read."""
        from exporter.formats.xbrl_xml.reader import read  # noqa: PLC0415 - imports polars
        from exporter.validation.own_judge import judge_report  # noqa: PLC0415 - imports polars

        if _root_tag(self._entry_point) != f"{{{XBRLI}}}xbrl":
            return None
        report, unread = read(self._entry_point)
        lines = ((finding, finding.source.row if finding.source else None) for finding in unread)
        messages = [
            JudgeMessage(finding.code, finding.severity, finding.message, (), self._entry_point.name, line)
            for finding, line in lines
        ]
        judgement = judge_report(report)
        return replace(judgement, messages=(*messages, *judgement.messages))

    def prepare(self, package: bytes) -> None:
        """Let xmlschema compile a taxonomy package that what will be judged refers to, while that is being written."""
        scratch = Path(self._scratch.enter_context(tempfile.TemporaryDirectory(prefix="exporter-")))
        (scratch / "package.zip").write_bytes(package)
        self._xmlschema.prepare(scratch / "package.zip")

    def ask(self, path: Path) -> None:
        """Have a file or folder judged, once, and do not wait.

        Args:
            path: an instance, a filing's folder, a schema, a taxonomy package or its folder. Taxonomy packages beside
                it are used.

        Raises:
            UnreadableInputError: missing, not well-formed, or nothing that can be validated.
            MisuseError: a folder with several instances.
        """
        scratch = self._scratch.enter_context(tempfile.TemporaryDirectory(prefix="exporter-"))
        subject = _subject(path, Path(scratch))
        self._entry_point = subject.entry_point
        with Catalog(subject.packages) as catalog:
            # Hostile documents are refused here, before another judge sees them.
            documents = load_documents(subject.documents, catalog)
            small = tuple(path for path in subject.documents if path not in documents.large)
            self._xmlschema.ask(small, subject.packages)
            self._large = bool(documents.large)
            self._asked = self._pool.submit(judge, subject.entry_point, subject.packages) if self.arelle else None
            self._libxml2 = judge_with_libxml2(documents)

    def answer(self, sources: Mapping[str, tuple[Source, ...]] | None = None) -> Validation:
        """What the judges say to what they were asked.

        Args:
            sources: for each fact id the cells that gave it, so that findings point at them.
        """
        arelle, report = _arelle_answer(self._asked)
        xmlschema = self._xmlschema.answer()
        if self._large and xmlschema.not_run is None:
            xmlschema = replace(xmlschema, not_run=TOO_LARGE)
        judgements = (xmlschema, self._libxml2, arelle)
        return Validation(judgements, _findings(judgements, sources or {}), report)


def validate(
    path: Path | str, *, arelle: bool = True, sources: Mapping[str, tuple[Source, ...]] | None = None
) -> Validation:
    """Judge a file or folder, as `Judges.judge` does; `arelle` says whether to ask Arelle, which takes seconds."""
    with Judges(arelle=arelle) as judges:
        return judges.judge(Path(path), sources)


def _arelle_answer(asked: Future[ArelleResult] | None) -> tuple[Judgement, Report | None]:
    if asked is None:
        return Judgement("arelle", not_run=LEFT_OUT), None
    try:
        answer = asked.result()
    except ArelleError as error:
        return Judgement("arelle", not_run=str(error)), None
    return Judgement("arelle", answer.messages), answer.report


def _findings(judgements: Iterable[Judgement], sources: Mapping[str, tuple[Source, ...]]) -> list[Finding]:
    """What the judges said, and which of them did not run."""
    findings: list[Finding] = []
    for judgement in judgements:
        findings += judgement.findings(sources)
        if judgement.not_run is not None:
            code = "judge.notRun" if judgement.not_run in {LEFT_OUT, TOO_LARGE} else "judge.failed"
            findings.append(new_finding(code, f"{judgement.judge} did not run: {judgement.not_run}"))
    return findings


def _subject(path: Path, scratch: Path) -> _Subject:
    """Find out what the path is."""
    if not path.exists():
        raise UnreadableInputError(f"{path} does not exist")
    if not path.is_file() and not path.is_dir():
        raise UnreadableInputError(f"{path} is neither a regular file nor a folder")
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
    if path.suffix.lower() not in _DOCUMENTS or not path.is_file():
        return None
    try:
        with path.open("rb") as stream:
            for _, element in etree.iterparse(stream, events=("start",), resolve_entities=False, no_network=True):
                return str(element.tag)
    except (OSError, etree.XMLSyntaxError):
        return None
    return None
