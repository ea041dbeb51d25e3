"""The judges together: what they judge, side by side, and what they said."""

from __future__ import annotations

import contextlib
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from exporter.dts import rules as dts_rules
from exporter.dts.catalog import NO_PACKAGE, Catalog, holds_package, package_rewrites
from exporter.dts.discovery import load_documents
from exporter.dts.documents import DOCUMENT_ENDINGS
from exporter.dts.kept_documents import KeptDocuments
from exporter.dts.kept_packages import KeptPackages
from exporter.dts.zipped_packages import zipped_packages
from exporter.errors import ExporterError, MisuseError, UnreadableInputError
from exporter.files.recent import Recent
from exporter.files.resources import is_specification
from exporter.files.root_element import root_tag
from exporter.files.temporary import scratch_folder
from exporter.files.zip_archive import unpack
from exporter.findings.findings import Source
from exporter.report.names import LINK, XBRLI
from exporter.validation import judge_rules
from exporter.validation.judge import CALCULATIONS, Judge, Subject
from exporter.validation.judgement import Judgement, once_for_all
from exporter.validation.judges import JUDGES, optional_judges, readers

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from exporter.dts.discovery import Documents
    from exporter.findings.findings import Finding
    from exporter.report.document import Document
    from exporter.report.report import Report
    from exporter.taxonomy.model import Taxonomy

__all__ = ["LEFT_OUT", "Panel", "Validation", "judges_to_leave_out"]

LEFT_OUT = "left out on request"
#: The endings of reports in other syntaxes than XML Schema knows.
_REPORT_ENDINGS = {".xhtml", ".html", ".htm", ".json", ".csv"}


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
    """What there is to judge.

    Attributes:
        documents: where to begin.
        entry_point: one of these, or the package that they lie in.
        packages: those that lie beside, and the package itself where it is one.
        unknown: archives beside that are no packages.
        reports: what a package holds and XML Schema does not judge: Inline XBRL, JSON and CSV, by their names in it.
        unpacked: the folder in which a package lies unpacked already.
    """

    documents: tuple[Path, ...]
    entry_point: Path
    packages: tuple[Path, ...]
    unknown: tuple[Path, ...] = ()
    reports: tuple[str, ...] = ()
    unpacked: Mapping[Path, Path] = field(default_factory=dict)

    def holds(self, package: Path) -> bool:
        """Tell whether a package is what is judged, or lies unpacked; what lies beside is an archive."""
        return package == self.entry_point or package.is_dir()


class Panel:
    """The judges. They start on entry, those with a process of their own get ready while others work.

    They judge one subject after another: what these share of taxonomies is read and compiled once.
    """

    def __init__(
        self, without: Collection[str] = (), calculations: str = CALCULATIONS[0], packages: Collection[Path] = ()
    ) -> None:
        """Prepare to ask all judges of the list but some.

        Args:
            without: the judges to leave out.
            calculations: by which rules totals are judged, one of `CALCULATIONS`.
            packages: where schemas and linkbases lie, besides what lies beside a document; see `Catalog`.

        Raises:
            MisuseError: one of these is no judge, or none that may be left out; or there are no such rules.
        """
        if calculations not in CALCULATIONS:
            raise MisuseError(f"totals are judged by the rules {' or '.join(CALCULATIONS)}, not {calculations!r}")
        self.calculations = calculations
        self._given = self.packages = tuple(packages)
        #: The packages besides those that lie beside what is judged, zipped for Arelle; there until the next is.
        self.archives: tuple[Path, ...] = ()
        self._findings: list[Finding] = []
        self._kept_packages = KeptPackages()
        self._kept_documents = KeptDocuments()
        self._broken: dict[str, Judgement] = {}
        for name in without:
            if name not in optional_judges():
                raise MisuseError(f"{name!r} cannot be left out; judges that can are {', '.join(optional_judges())}")
        self.without = tuple(without)
        self._judges: dict[str, Judge] = {}
        self._started = contextlib.ExitStack()
        self._scratch = contextlib.ExitStack()  # what one subject needs

    def __enter__(self) -> Self:
        """Start the judges; if one of them cannot, those before it are let go."""
        with contextlib.ExitStack() as started:
            started.enter_context(self._kept_packages)
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

    def use_packages(self, packages: Collection[Path]) -> None:
        """Use these packages from now on, besides those that were given in the beginning."""
        self.packages = tuple(dict.fromkeys([*packages, *self._given]))

    def prepare(self, package: bytes) -> None:
        """Let judges get ready for a taxonomy package.

        What will be judged refers to the package, and need not be written yet.
        """
        folder = self._kept_packages.folder(package, is_shared=True)
        for judge in self._judges.values():
            judge.prepare(folder)

    def submit(
        self,
        path: Path,
        taxonomy: Taxonomy | None = None,
        *,
        beside: Collection[Path] = (),
        original: Sequence[Path] = (),
        inline: Sequence[Path] = (),
    ) -> None:
        """Have a file or folder judged. Whatever was judged before is let go.

        Judges with a process of their own are not waited for.

        Args:
            path: an instance, a filing's folder, a schema, a taxonomy package or its folder. Taxonomy packages beside
                it are used.
            taxonomy: what the facts are judged against, if it is at hand; else it is read from the documents, where
                they are what our compiler wrote.
            beside: packages that come with it, besides those that lie beside it.
            original: the files of a report in another syntax, of which the instance is a copy.
            inline: Inline XBRL documents that say the same; see `Subject`.

        Raises:
            UnreadableInputError: missing, not well-formed, or nothing that can be validated.
            MisuseError: a folder with several instances.
        """
        self._let_go()
        scratch = self._scratch.enter_context(scratch_folder()).resolve()
        files = _find_files(path, scratch)
        self._subject_name = path.name
        given = {package.resolve() for package in self.packages}
        with_it = [package for package in dict.fromkeys([*beside, *files.packages]) if package.resolve() not in given]
        packages = [*with_it, *self.packages]
        catalog = self._scratch.enter_context(Catalog(packages, files.unpacked, self._kept_packages))
        standing = self._standing(catalog)
        self._kept_documents.keep_in(standing)
        # Hostile documents are refused here, before a judge sees them.
        documents = load_documents(files.documents, catalog, self._kept_documents)
        self._findings = [*catalog.findings, *(_unknown_archives(files.unknown) if documents.unresolved else ())]
        archives = zipped_packages(catalog, documents, scratch, self._kept_packages)
        self.archives = tuple(archive for package, archive in archives.items() if package not in with_it)
        ours = taxonomy or _our_taxonomy(documents)
        subject = Subject(
            entry_point=files.entry_point,
            paths=files.documents,
            documents=documents,
            packages=tuple(archives.values()),
            standing=standing,
            taxonomy=ours or self._published_taxonomy(files.entry_point, documents, tuple(archives.values())),
            base_is_given=bool(self.packages) and all(map(files.holds, with_it)),
            is_ours=ours is not None,
            calculations=self.calculations,
            reports=files.reports,
            original=tuple(original),
            inline=tuple(inline),
        )
        self._ask(subject)

    def _ask(self, subject: Subject) -> None:
        """Hand a subject to the judges.

        Those with a process of their own come first: they work while the others do so here.
        """
        for name, judge in sorted(self._judges.items(), key=lambda entry: entry[1].limits is None):
            try:
                judge.submit(subject)
            except ExporterError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever breaks one judge keeps none of the others
                reason = next(iter(str(error).splitlines()), "")
                not_run = f"it broke down: {type(error).__name__}: {reason}"
                self._broken[name] = Judgement(name, not_run=not_run, failed=True)

    def _let_go(self) -> None:
        """Let go of what was judged before."""
        self._scratch.close()
        self._broken.clear()
        self._kept_packages.forget()

    def _standing(self, catalog: Catalog) -> tuple[Path, ...]:
        """Tell which folders hold packages that subjects share: those that were given, prepared, or came before."""
        given = {catalog.folders[package] for package in self.packages}
        shared = given | self._kept_packages.shared
        return tuple(folder for folder in dict.fromkeys(catalog.folders.values()) if folder in shared)

    def _published_taxonomy(self, path: Path, documents: Documents, packages: Sequence[Path]) -> Taxonomy | None:
        """Open the taxonomy that an instance refers to, by its index; None where a part of it is missing."""
        from exporter.dts.published import published_taxonomy  # noqa: PLC0415 - the judges start before tables are loaded
        from exporter.dts.taxonomy_import import import_documents  # noqa: PLC0415 - the same

        references = documents.references_of(path)
        if not references:
            return None
        try:
            index, findings = import_documents(documents, references, packages)
        except ExporterError as error:
            message = f"the taxonomy of {path.name} cannot be loaded, so the own judge judges without it: {error}"
            self._findings.append(dts_rules.DTS_NOT_LOADED.finding(message))
            return None
        # What is missing is told of the documents themselves.
        self._findings += [finding for finding in findings if finding.code != dts_rules.DTS_MISSING.code]
        return published_taxonomy(index)

    def result(self, sources: Mapping[str, tuple[Source, ...]] | None = None) -> Validation:
        """Wait for what the judges say to what was submitted.

        Args:
            sources: for each fact id the cells that gave it, so that findings point at them.
        """
        judgements = []
        for entry in JUDGES:
            judge = self._judges.get(entry.name)
            judgement: Judgement | None = Judgement(entry.name, not_run=LEFT_OUT)
            if judge:
                judgement = self._broken.get(entry.name) or judge.result()
            judgements += [judgement] if judgement else []
        if all(judgement.not_run == LEFT_OUT for judgement in judgements):
            raise UnreadableInputError(f"{self._subject_name} holds nothing that the judges asked can judge")
        reports = {judgement.judge: judgement.report for judgement in judgements if judgement.report is not None}
        readings = {name: reports[name] for name in readers() if name in reports}
        # Whoever keeps the judgements need not keep all facts, once for each reader.
        document = next((judgement.document for judgement in judgements if judgement.document is not None), None)
        judgements = [replace(judgement, report=None, document=None) for judgement in judgements]
        findings = [*self._findings, *_all_findings(judgements, {} if sources is None else sources)]
        return Validation(tuple(judgements), findings, readings, document)


def judges_to_leave_out(without: Collection[str], *, arelle: bool) -> set[str]:
    """Give the names of the judges to leave out; `arelle=False` is short for naming that one."""
    return {*without, *([] if arelle else ["arelle"])}


def _stops(judge: Judge) -> Callable[..., None]:
    """Give what stops a judge on the way out of a block, with or without an exception."""
    return lambda _kind, error, _trace: judge.stop(failed=error is not None)


def _all_findings(judgements: Iterable[Judgement], sources: Mapping[str, tuple[Source, ...]]) -> list[Finding]:
    """Collect what the judges found, and which of them did not run."""
    findings: list[Finding] = []
    for judgement in once_for_all(judgements):
        findings += judgement.findings(sources)
        if judgement.not_run is not None:
            rule = judge_rules.JUDGE_FAILED if judgement.failed else judge_rules.JUDGE_NOT_RUN
            alone = next((entry.alone for entry in JUDGES if entry.name == judgement.judge), "")
            not_judged = f"; not judged: {alone}" if alone else ""
            findings.append(rule.finding(f"{judgement.judge} did not run: {judgement.not_run}{not_judged}"))
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
    beside = _archives_beside(path)
    packages = tuple(filter(holds_package, beside))
    return _Files((path,), path, packages, tuple(archive for archive in beside if archive not in packages))


#: By the documents that stand: the taxonomy that they are, if it is one that we compiled.
_recent_ours: Recent[Taxonomy | None] = Recent(2)


def _our_taxonomy(documents: Documents) -> Taxonomy | None:
    """Read the taxonomy that the documents refer to, if it is one that we compiled."""
    if documents.unresolved:
        return None
    schemas = {path: schema.namespace for path, schema in documents.schemas.items() if not is_specification(path)}
    linkbases = {path for path, tree in documents.trees.items() if tree.getroot().tag == f"{{{LINK}}}linkbase"}
    standing = schemas.keys() & documents.standing.keys()
    if standing and documents.stands_alone:  # what they are need not be found out again
        standing_schemas = {path: schemas[path] for path in standing}
        standing_linkbases = linkbases & documents.standing.keys()
        key = frozenset((path, documents.standing[path]) for path in standing | standing_linkbases)
        ours = _recent_ours.get(key, lambda: _compiled_by_us(standing_schemas, standing_linkbases))
        if ours is None or (standing == schemas.keys() and standing_linkbases == linkbases):
            return ours
    return _compiled_by_us(schemas, linkbases)


def _compiled_by_us(schemas: Mapping[Path, str], linkbases: Collection[Path]) -> Taxonomy | None:
    from exporter.taxonomy.compiled import read_compiled  # noqa: PLC0415 - the judges start before tables are loaded

    return read_compiled(schemas, linkbases)


def _package(path: Path, scratch: Path) -> _Files:
    """Unpack a package, and find its documents where they lie unpacked."""
    folder = scratch / "unpacked"
    unpack(path, folder)
    files = _files_of_package(folder, path)
    return replace(files, packages=(path, *files.packages)) if package_rewrites(folder) else replace(files, unpacked={})


def _package_folder(path: Path, scratch: Path) -> _Files:
    """Find the documents of a package that lies unpacked, and zip it, as Arelle wants it."""
    archive = scratch / f"{path.resolve().name}.zip"
    with zipfile.ZipFile(archive, "w", strict_timestamps=False) as zip_file:
        for file in sorted(path.rglob("*")):
            if _is_inside(file, path):
                zip_file.write(file, (Path(path.resolve().name) / file.relative_to(path)).as_posix())
    files = _files_of_package(path, archive)
    neighbours = [package for package in _archives_beside(path) if package.name != archive.name]
    return replace(files, packages=(archive, *filter(holds_package, neighbours)), unpacked={archive: path})


def _files_of_package(folder: Path, archive: Path) -> _Files:
    """Find what an unpacked package holds, and what lies beside its archive."""
    files = [file for file in sorted(folder.rglob("*")) if _is_inside(file, folder)]
    documents = tuple(file for file in files if file.suffix.lower() in DOCUMENT_ENDINGS)
    names = [file.relative_to(folder) for file in files if file.suffix.lower() in _REPORT_ENDINGS]
    is_package = any("META-INF" in file.parts for file in files)
    # A taxonomy package may hold pages that are no reports.
    reports = tuple(name.as_posix() for name in names if "reports" in name.parts[:-1] or not is_package)
    beside = [file for file in _archives_beside(archive) if file != archive.resolve()]
    return _Files(documents, archive, tuple(filter(holds_package, beside)), reports=reports, unpacked={archive: folder})


def _is_inside(file: Path, folder: Path) -> bool:
    """Tell whether a file is a regular one that lies in the folder, whatever link leads to it."""
    return file.is_file() and file.resolve().is_relative_to(folder.resolve())


def _archives_beside(path: Path) -> list[Path]:
    return sorted(path.resolve().parent.glob("*.zip"))


def _unknown_archives(archives: Iterable[Path]) -> Iterator[Finding]:
    for archive in archives:
        message = f"{archive.name} beside the document {NO_PACKAGE}; it was not used"
        yield judge_rules.PACKAGE_UNKNOWN.finding(message, Source(archive.name))


def _root_tag(path: Path) -> str | None:
    """Read the tag of a document's root element; None if its ending is that of no document that can be judged."""
    return root_tag(path) if path.suffix.lower() in DOCUMENT_ENDINGS and path.is_file() else None
