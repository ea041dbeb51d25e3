"""The process of its own in which a judge of XML Schema works: schemas and documents of others may have no end."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from exporter.dts.catalog import Catalog
from exporter.dts.discovery import load_documents
from exporter.dts.kept_documents import KeptDocuments
from exporter.files.isolated_process import IsolatedProcess, ProcessError
from exporter.files.process_limits import Limits
from exporter.validation.judgement import Judgement

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from concurrent.futures import Future
    from pathlib import Path

    from exporter.dts.discovery import Documents
    from exporter.validation.judge import Subject

__all__ = ["MEGABYTES", "SchemaProcess", "found_documents"]

#: So much memory the process may use.
MEGABYTES = 8 * 1024
_Judge: TypeAlias = "Callable[[list[Path], list[tuple[str, str]], tuple[Path, ...]], Judgement]"


class SchemaProcess:
    """The process; it answers one question after another, until it is stopped."""

    def __init__(self, name: str) -> None:
        """Prepare to start it for the judge of this name."""
        self._name = name
        self._process = IsolatedProcess()
        self._answer: Future[Judgement] | None = None
        self._reports: tuple[str, ...] = ()
        self._limits = Limits()

    def begin(self, function: Callable[..., object], *arguments: object) -> None:
        """Have something done before the question comes, and do not wait."""
        self._process.begin(function, *arguments)

    def submit(self, judge: _Judge, subject: Subject, leave_out: Collection[Path] = ()) -> None:
        """Ask.

        Args:
            judge: is given the documents to begin with, the rewrites of a catalog, and the folders of packages that
                others share.
            subject: what is judged; where it holds nothing that XML Schema judges, nobody is asked.
            leave_out: documents that are not handed over.
        """
        self._reports = subject.reports
        self._answer = None
        if subject.documents.is_empty:
            return
        self._limits = Limits.for_size(subject.size, MEGABYTES)
        paths = [path.absolute() for path in subject.paths if path not in leave_out]
        arguments = (paths, subject.documents.catalog.rewrites, subject.standing)
        self._answer = self._process.begin(judge, *arguments, limits=self._limits)

    def result(self) -> Judgement | None:
        """Wait for the verdict; None where nobody was asked."""
        if self._answer is None:
            return None
        try:
            judgement: Judgement = self._process.result(self._answer, self._limits.seconds)
        except ProcessError as error:
            return Judgement(self._name, not_run=f"it {error}", failed=True)
        return replace(judgement, not_judged=(*judgement.not_judged, *self._reports))

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._process.stop()


def found_documents(paths: list[Path], rewrites: list[tuple[str, str]], standing: Collection[Path] = ()) -> Documents:
    """Find, in the process, the documents that the others found.

    Args:
        paths: where to begin.
        rewrites: those of the catalog.
        standing: the folders of packages that others share, so that what was parsed in them stays.
    """
    kept = _kept_documents()
    kept.keep_in(standing)
    return load_documents(paths, Catalog.from_rewrites(rewrites), kept)


@cache
def _kept_documents() -> KeptDocuments:
    """Give what the process has parsed of packages."""
    return KeptDocuments()
