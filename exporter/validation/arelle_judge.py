"""The judge Arelle: XBRL 2.1, dimensions, Calculations 1.1 and whatever else the specifications ask for."""

from __future__ import annotations

import contextlib
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from exporter.arelle.judge import ArelleResult, judge_with_arelle, start_arelle, stop_arelle
from exporter.arelle.process import LIMITS, ArelleError
from exporter.errors import ExporterError
from exporter.files.process_limits import Limits
from exporter.validation.judgement import Judgement

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from exporter.validation.judge import Subject

__all__ = ["PUBLISHED", "ArelleJudge", "judge_report"]

#: What is not judged with each filing: it would take many times as long, and say the same each time.
PUBLISHED = "the published taxonomy by itself"


class ArelleJudge:
    """Arelle, in its warm process; a thread waits for it. See `Judge` for what the methods do."""

    name = "arelle"
    limits: Limits | None = LIMITS

    def __init__(self) -> None:
        """Begin without a process."""
        self._thread = ThreadPoolExecutor(1)
        self._result: Future[ArelleResult] | None = None
        self._not_judged: tuple[str, ...] = ()

    def start(self) -> None:
        """Have the process started and Arelle loaded."""
        with contextlib.suppress(ExporterError):  # the judgement will say why there is none
            start_arelle()

    def prepare(self, package: Path) -> None:
        """Do nothing: Arelle loads a package with the document."""

    def submit(self, subject: Subject) -> None:
        """Have the entry point examined."""
        limits = Limits.for_size(subject.size, LIMITS.megabytes or 0)
        base = not subject.base_is_given
        judge = partial(judge_with_arelle, ours=subject.is_ours, base_taxonomies=base, limits=limits)
        self._not_judged = () if base else (PUBLISHED,)
        entry_point = subject.original or subject.entry_point
        self._result = self._thread.submit(judge, entry_point, subject.packages, subject.calculations)

    def result(self) -> Judgement | None:
        """Wait for the messages and the facts."""
        assert self._result  # noqa: S101 - something was submitted
        judgement = _judgement(self._result.result)
        return replace(judgement, not_judged=(*judgement.not_judged, *self._not_judged))

    def stop(self, *, failed: bool) -> None:
        """Let the process stay warm for the next judge, unless something went wrong."""
        if failed:
            stop_arelle()
        self._thread.shutdown(cancel_futures=True)


def judge_report(files: Sequence[Path], packages: Sequence[Path]) -> Judgement:
    """Have Arelle examine a report in whatever syntax, and wait for its messages and the facts.

    The taxonomies that it builds on were judged with the report as xBRL-XML.

    Args:
        files: its file or package, or the Inline XBRL documents of a set, in order; we wrote them.
        packages: the taxonomy packages that say where URLs lie, zipped.
    """
    limits = Limits.for_size(sum(path.stat().st_size for path in files), LIMITS.megabytes or 0)
    return _judgement(partial(judge_with_arelle, files, packages, base_taxonomies=False, limits=limits))


def _judgement(result: Callable[[], ArelleResult]) -> Judgement:
    try:
        answer = result()
    except ArelleError as error:
        return Judgement(ArelleJudge.name, not_run=str(error), failed=True)
    return Judgement(ArelleJudge.name, answer.messages, not_judged=answer.not_judged, report=answer.report)
