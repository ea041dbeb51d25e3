"""The judges together: what they judge, side by side, and what they said."""

from __future__ import annotations

import contextlib
import tempfile
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from exporter.errors import MisuseError, UnreadableInputError
from exporter.files.resources import is_specification
from exporter.files.root_element import root_tag
from exporter.report.names import LINK, XBRLI
from exporter.taxonomy.compiled import read_compiled
from exporter.validation import judge_rules
from exporter.validation.catalog import Catalog, unpack
from exporter.validation.discovery import load_documents
from exporter.validation.dts_documents import DOCUMENT_ENDINGS
from exporter.validation.judge import CALCULATIONS, Judge, Subject
from exporter.validation.judgement import Judgement
from exporter.validation.judges import JUDGES, optional_judges, readers

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from types import TracebackType

    from exporter.findings.findings import Finding, Source
    from exporter.report.document import Document
    from exporter.report.report import Report
    from exporter.taxonomy.model import Taxonomy
    from exporter.validation.discovery import Documents

__all__ = ["LEFT_OUT", "Panel", "Validation", "judges_to_leave_out", "validate"]

LEFT_OUT = "left out on request"


@dataclass(frozen=True)
class Validation:
    """What the judges said.

    Attributes:
        judgements: in the order of the list of judges.
        findings: what they found, and which of them did not run.
        readings: the facts as each judge that reads facts found them, by the judge's name, the own one first.
        document: what the judged file has beside its facts, if a judge that ran tells that.
    """

    judgements: tuple[Judgement, ...]
    findings: list[Finding]
    readings: dict[str, Report]
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class _Files:
    """What there is to judge: documents, among them or of them one entry point, and the packages that it needs."""

    documents: tuple[Path, ...]
    entry_point: Path
    packages: tuple[Path, ...]


class Panel:
    """The judges. They start on entry, those with a process of their own get ready while others work."""

    def __init__(self, without: Collection[str] = (), calculations: str = CALCULATIONS[0]) -> None:
        """Prepare to ask all judges of the list but some.

        Args:
            without: the judges to leave out.
            calculations: by which rules totals are judged, one of `CALCULATIONS`.

        Raises:
            MisuseError: one of these is no judge, or none that may be left out; or there are no such rules.
        """
        if calculations not in CALCULATIONS:
            raise MisuseError(f"totals are judged by the rules {' or '.join(CALCULATIONS)}, not {calculations!r}")
        self.calculations = calculations
        for name in without:
            if name not in optional_judges():
                raise MisuseError(f"{name!r} cannot be left out; judges that can are {', '.join(optional_judges())}")
        self.without = tuple(without)
        self._judges: dict[str, Judge] = {}
        self._started = contextlib.ExitStack()
        self._scratch = contextlib.ExitStack()

    def __enter__(self) -> Self:
        """Start the judges; if one of them cannot, those before it are let go."""
        with contextlib.ExitStack() as started:
            for entry in JUDGES:
                if entry.name not in self.without:
                    judge = entry.make()
                    judge.start()
                    started.push(_stops(judge))
                    self._judges[entry.name] = judge
            self._started = started.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the judges go, and then remove what they were given."""
        with self._scratch:
            self._started.__exit__(kind, error, trace)

    def judge(self, path: Path, sources: Mapping[str, tuple[Source, ...]] | None = None) -> Validation:
        """Have a file or folder judged, and wait; see `submit` and `result`."""
        self.submit(path)
        return self.result(sources)

    def prepare(self, package: bytes) -> None:
        """Let judges get ready for a taxonomy package.

        What will be judged refers to the package, and need not be written yet.
        """
        scratch = Path(self._scratch.enter_context(tempfile.TemporaryDirectory(prefix="exporter-")))
        (scratch / "package.zip").write_bytes(package)
        for judge in self._judges.values():
            judge.prepare(scratch / "package.zip")

    def submit(self, path: Path, taxonomy: Taxonomy | None = None) -> None:
        """Have a file or folder judged, once.

        Judges with a process of their own are not waited for.

        Args:
            path: an instance, a filing's folder, a schema, a taxonomy package or its folder. Taxonomy packages beside
                it are used.
            taxonomy: what the facts are judged against, if it is at hand; else it is read from the documents, where
                they are what our compiler wrote.

        Raises:
            UnreadableInputError: missing, not well-formed, or nothing that can be validated.
            MisuseError: a folder with several instances.
        """
        scratch = self._scratch.enter_context(tempfile.TemporaryDirectory(prefix="exporter-"))
        files = _find_files(path, Path(scratch))
        catalog = self._scratch.enter_context(Catalog(files.packages))
        # Hostile documents are refused here, before a judge sees them.
        documents = load_documents(files.documents, catalog)
        taxonomy = taxonomy or _our_taxonomy(documents)
        subject = Subject(files.entry_point, files.documents, documents, files.packages, taxonomy, self.calculations)
        # Those with a process of their own come first: they work while the others do so here.
        for judge in sorted(self._judges.values(), key=lambda judge: judge.limits is None):
            judge.submit(subject)

    def result(self, sources: Mapping[str, tuple[Source, ...]] | None = None) -> Validation:
        """Wait for what the judges say to what was submitted.

        Args:
            sources: for each fact id the cells that gave it, so that findings point at them.
        """
        judgements = []
        for entry in JUDGES:
            judge = self._judges.get(entry.name)
            judgement = judge.result() if judge else Judgement(entry.name, not_run=LEFT_OUT)
            judgements += [judgement] if judgement else []
        reports = {judgement.judge: judgement.report for judgement in judgements if judgement.report is not None}
        readings = {name: reports[name] for name in readers() if name in reports}
        # Whoever keeps the judgements need not keep all facts, once for each reader.
        document = next((judgement.document for judgement in judgements if judgement.document is not None), None)
        judgements = [replace(judgement, report=None, document=None) for judgement in judgements]
        return Validation(tuple(judgements), _all_findings(judgements, sources or {}), readings, document)


def judges_to_leave_out(without: Collection[str], *, arelle: bool) -> set[str]:
    """Give the names of the judges to leave out; `arelle=False` is short for naming that one."""
    return {*without, *([] if arelle else ["arelle"])}


def _stops(judge: Judge) -> Callable[..., None]:
    """Give what stops a judge on the way out of a block, with or without an exception."""
    return lambda _kind, error, _trace: judge.stop(failed=error is not None)


def validate(
    path: Path | str,
    *,
    arelle: bool = True,
    without: Collection[str] = (),
    calculations: str = CALCULATIONS[0],
    sources: Mapping[str, tuple[Source, ...]] | None = None,
) -> Validation:
    """Have a file or folder judged.

    Args:
        path: see `Panel.submit`.
        arelle: whether Arelle, which takes seconds, judges too.
        without: the names of judges to leave out.
        calculations: by which rules totals are judged, Calculations `1.1` or those of XBRL `2.1`.
        sources: for each fact id the cells that gave it, so that findings point at them.

    Raises:
        UnreadableInputError: missing, not well-formed, or nothing that can be validated.
        MisuseError: a folder with several instances, a judge that cannot be left out, or unknown rules.
    """
    with Panel(judges_to_leave_out(without, arelle=arelle), calculations) as panel:
        return panel.judge(Path(path), sources)


def _all_findings(judgements: Iterable[Judgement], sources: Mapping[str, tuple[Source, ...]]) -> list[Finding]:
    """Collect what the judges found, and which of them did not run."""
    findings: list[Finding] = []
    for judgement in judgements:
        findings += judgement.findings(sources)
        if judgement.not_run is not None:
            rule = judge_rules.JUDGE_FAILED if judgement.failed else judge_rules.JUDGE_NOT_RUN
            findings.append(rule.finding(f"{judgement.judge} did not run: {judgement.not_run}"))
    return findings


def _find_files(path: Path, scratch: Path) -> _Files:
    """Find the files to judge.

    Args:
        path: see `Panel.submit`.
        scratch: a folder for what must be unpacked or zipped.

    Raises:
        UnreadableInputError: missing, or nothing that can be validated.
        MisuseError: a folder with several instances, or a file with another ending.
    """
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


def _document(path: Path) -> _Files:
    """Take an instance, a schema or a linkbase; what it refers to is found from there."""
    if path.suffix.lower() not in DOCUMENT_ENDINGS:
        endings = ", ".join(DOCUMENT_ENDINGS)
        raise MisuseError(
            f"{path.name}: the ending {path.suffix!r} cannot be validated; known are {endings}, .zip, folders"
        )
    return _Files((path,), path, _packages_beside(path))


def _our_taxonomy(documents: Documents) -> Taxonomy | None:
    """Read the taxonomy that the documents refer to, if it is one that we compiled."""
    if documents.unresolved:
        return None
    schemas = {path: schema.namespace for path, schema in documents.schemas.items() if not is_specification(path)}
    linkbases = [path for path, tree in documents.trees.items() if tree.getroot().tag == f"{{{LINK}}}linkbase"]
    return read_compiled(schemas, linkbases)


def _package(path: Path, scratch: Path) -> _Files:
    """Unpack a taxonomy package, and find its documents where they lie unpacked."""
    folder = scratch / "unpacked"
    unpack(path, folder)
    documents = tuple(file for file in sorted(folder.rglob("*")) if file.suffix.lower() in DOCUMENT_ENDINGS)
    return _Files(documents, path, (path, *(package for package in _packages_beside(path) if package != path)))


def _package_folder(path: Path, scratch: Path) -> _Files:
    """Find the documents of a package that lies unpacked, and zip it, as Arelle wants it."""
    documents = tuple(file for file in sorted(path.rglob("*")) if file.suffix.lower() in DOCUMENT_ENDINGS)
    archive = scratch / f"{path.resolve().name}.zip"
    with zipfile.ZipFile(archive, "w") as zip_file:
        for file in sorted(path.rglob("*")):
            if file.is_file():
                zip_file.write(file, (Path(path.resolve().name) / file.relative_to(path)).as_posix())
    neighbours = [package for package in _packages_beside(path) if package.name != archive.name]
    return _Files(documents, archive, (archive, *neighbours))


def _packages_beside(path: Path) -> tuple[Path, ...]:
    return tuple(file for file in sorted(path.resolve().parent.glob("*.zip")) if _is_taxonomy_package(file))


def _is_taxonomy_package(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return any(name.endswith("META-INF/catalog.xml") for name in archive.namelist())


def _root_tag(path: Path) -> str | None:
    """Read the tag of a document's root element; None if its ending is that of no document that can be judged."""
    return root_tag(path) if path.suffix.lower() in DOCUMENT_ENDINGS and path.is_file() else None
