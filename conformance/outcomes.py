"""What each judge says of a variation, and whether the suite agrees."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exporter.errors import ExporterError
from exporter.findings.findings import Severity
from exporter.packages.judging import validate_each

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conformance.suites import Variation
    from exporter.validation.panel import Validation

__all__ = ["PANELS", "Outcome", "judged"]

#: Who is asked: the judges whose word counts, by what the table calls them.
PANELS: dict[str, Callable[[str], bool]] = {
    "all judges": lambda _: True,
    "without Arelle": lambda judge: judge != "arelle",
    "Arelle alone": lambda judge: judge == "arelle",
}


@dataclass
class Outcome:
    """What was said of a variation.

    Attributes:
        suite: the title of its suite.
        name: its own.
        is_valid: what the suite expects.
        errors: the codes of the errors that each judge found; of one that gave no verdict there is no entry.
        broken: the judges that broke down.
        not_judged: what they said that they did not judge, Arelle apart.
        refused: why the document was refused before any judge saw it, if it was.
    """

    suite: str
    name: str
    is_valid: bool
    errors: dict[str, list[str]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    not_judged: list[str] = field(default_factory=list)
    refused: str | None = None

    def found_valid(self, panel: str) -> bool:
        """Tell whether the judges of a panel found nothing wrong."""
        counts = PANELS[panel]
        return self.refused is None and not any(codes for judge, codes in self.errors.items() if counts(judge))

    def is_false_alarm(self, panel: str) -> bool:
        """Tell whether a panel calls something wrong that is valid."""
        return self.is_valid and not self.found_valid(panel)

    def is_missed(self, panel: str) -> bool:
        """Tell whether a panel finds nothing wrong with something that is invalid."""
        return not self.is_valid and self.found_valid(panel)


def judged(variations: Sequence[Variation]) -> list[Outcome]:
    """Have one panel judge variations, by the rules of calculation that the suites know: those of XBRL 2.1."""
    outcomes = [Outcome(each.suite, each.name, each.is_valid) for each in variations]
    pairs = [
        (outcome, document) for outcome, each in zip(outcomes, variations, strict=True) for document in each.documents
    ]
    results = validate_each([document for _, document in pairs], calculations="2.1")
    for (outcome, _), (_, result) in zip(pairs, results, strict=True):
        if isinstance(result, ExporterError):
            outcome.refused = str(result)
        else:
            _take_down(result, outcome)
    return outcomes


def _take_down(validation: Validation, outcome: Outcome) -> None:
    for judgement in validation.judgements:
        if judgement.failed:
            outcome.broken.append(judgement.judge)
        if judgement.not_run is not None:
            continue
        codes = [message.code for message in judgement.messages if message.severity is Severity.ERROR]
        outcome.errors.setdefault(judgement.judge, []).extend(codes)
        if judgement.judge != "arelle":
            outcome.not_judged += judgement.not_judged
