"""What the judges say, in one shape, and how it becomes Findings that point at source cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter.findings.findings import Finding, Severity, Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from exporter.findings.judge_messages import JudgeMessage
    from exporter.report.document import Document
    from exporter.report.report import Report

__all__ = ["WRONG_TOTALS", "Judgement", "once_for_all"]


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


#: What two judges may find alike, by the rules of either version: the judge whose words are kept, and the other; and
#: the codes of each.
_WRONG_TOTAL = (
    ("own", ("calculation", "calculation.older")),
    ("arelle", ("calc11e:inconsistentCalculationUsingRounding", "xbrl.5.2.5.2:calcInconsistency")),
)
#: The codes of findings that say so.
WRONG_TOTALS = frozenset(f"{judge}:{code}" for judge, codes in _WRONG_TOTAL for code in codes)


def once_for_all(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Have a wrong total told once where two judges find it, with who says so.

    The verdicts count what each judge found; this is for the list of what is wrong.
    """
    judgements = list(judgements)
    (kept, codes), (other, other_codes) = _WRONG_TOTAL
    counts = {name: _totals(judgements, name, wanted) for name, wanted in _WRONG_TOTAL}
    # A total may be wrong in several networks, which the two name differently.
    agreed = {fact for fact, count in counts[kept].items() if count == counts[other][fact]}

    def told(judge: str, message: JudgeMessage) -> JudgeMessage | None:
        if not message.fact_ids or message.fact_ids[0] not in agreed:
            return message
        if judge == kept and message.code in codes:
            return replace(message, message=f"{message.message}; {other.capitalize()} says so too")
        return None if judge == other and message.code in other_codes else message

    return [
        replace(judgement, messages=tuple(filter(None, (told(judgement.judge, each) for each in judgement.messages))))
        for judgement in judgements
    ]


def _totals(judgements: Iterable[Judgement], judge: str, codes: Collection[str]) -> Counter[str]:
    """Count for each fact in how many networks it is a wrong total."""
    messages = (message for judgement in judgements if judgement.judge == judge for message in judgement.messages)
    return Counter(message.fact_ids[0] for message in messages if message.code in codes and message.fact_ids)


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
