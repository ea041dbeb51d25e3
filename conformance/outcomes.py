"""What each judge says of a variation, and whether the suite agrees."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exporter.errors import ExporterError
from exporter.findings.findings import Severity
from exporter.validation.panel import validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.suites import Variation

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


def judged(variation: Variation) -> Outcome:
    """Have a variation judged, by the rules of calculation that the suites know: those of XBRL 2.1."""
    outcome = Outcome(variation.suite, variation.name, variation.is_valid)
    for document in variation.documents:
        try:
            validation = validate(document, calculations="2.1")
        except ExporterError as error:
            outcome.refused = str(error)
            continue
        for judgement in validation.judgements:
            if judgement.failed:
                outcome.broken.append(judgement.judge)
            if judgement.not_run is not None:
                continue
            codes = [message.code for message in judgement.messages if message.severity is Severity.ERROR]
            outcome.errors.setdefault(judgement.judge, []).extend(codes)
            if judgement.judge != "arelle":
                outcome.not_judged += judgement.not_judged
    return outcome
