"""What the judges say, in one shape, and how it becomes Findings that point at source cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter.findings.findings import Finding, Severity, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exporter.findings.judge_messages import JudgeMessage
    from exporter.report.document import Document
    from exporter.report.report import Report

__all__ = ["Judgement"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judge's verdict.

    Attributes:
        judge: the judge's name.
        messages: what it found.
        not_run: why there is no verdict, or None if there is one.
        failed: whether that is a breakdown, rather than a choice.
        not_judged: what the verdict says nothing about, though a reader might think so.
        report: the facts as the judge read them, if it reads facts and there are some.
        document: what the judged file has beside its facts, if the judge tells that.
    """

    judge: str
    messages: tuple[JudgeMessage, ...] = ()
    not_run: str | None = None
    failed: bool = False
    not_judged: tuple[str, ...] = ()
    report: Report | None = None
    document: Document | None = None

    @property
    def verdict(self) -> str:
        """`clean`, or the count of errors and warnings, and what was not judged; or `not run`."""
        if self.not_run is not None:
            return f"not run: {self.not_run}"
        counts = {
            severity: sum(message.severity is severity for message in self.messages)
            for severity in (Severity.ERROR, Severity.WARNING)
        }
        counts_in_words = [f"{count} {severity}{'s' * (count != 1)}" for severity, count in counts.items() if count]
        not_judged = f"; not judged: {', '.join(self.not_judged)}" if self.not_judged else ""
        return (", ".join(counts_in_words) or "clean") + not_judged

    def findings(self, sources: Mapping[str, tuple[Source, ...]]) -> list[Finding]:
        """Turn the messages into Findings.

        Args:
            sources: for each fact id the cells that gave it; what is about a fact points at them.
        """
        return [_finding(self.judge, message, sources) for message in self.messages]


def _finding(judge: str, message: JudgeMessage, sources: Mapping[str, tuple[Source, ...]]) -> Finding:
    places = list(_source_cells(message.fact_ids, sources))
    document = Source(message.file, message.line) if message.file else None
    if places and document:
        places.append(document)
    return Finding(
        code=f"{judge}:{message.code}",
        severity=message.severity,
        message=message.message,
        source=places[0] if places else document,
        related=tuple(places[1:]),
    )


def _source_cells(fact_ids: Iterable[str], sources: Mapping[str, tuple[Source, ...]]) -> Iterable[Source]:
    return dict.fromkeys(place for fact in fact_ids for place in sources.get(fact, ()))
