"""The table of what agrees, and the page that lists what does not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from conformance.outcomes import PANELS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conformance.outcomes import Outcome

__all__ = ["summary", "write_page"]

_INTRODUCTION = """\
# Conformance

What the judges say of the official conformance suites of XBRL International, as `make conformance DATA=…` measured it.
A *false alarm* is an error for what is valid; *missed* is what is invalid and got none. Totals are judged by the rules
of XBRL 2.1, since the suites are older than Calculations 1.1. Without Arelle XML Schema and the facts themselves are
judged, and the verdict names what is not; so much is missed then, but nothing may be called wrong that is not.
"""


def summary(outcomes: list[Outcome]) -> Iterator[str]:
    """Yield the lines of the table and, below it, what does not agree."""
    yield "| suite | judges | variations | agree | false alarms | missed |"
    yield "|---|---|---|---|---|---|"
    for suite in dict.fromkeys(outcome.suite for outcome in outcomes):
        its = [outcome for outcome in outcomes if outcome.suite == suite]
        for panel in PANELS:
            alarms = sum(outcome.is_false_alarm(panel) for outcome in its)
            missed = sum(outcome.is_missed(panel) for outcome in its)
            agree = len(its) - alarms - missed
            yield f"| {suite} | {panel} | {len(its)} | {agree} | {alarms} | {missed} |"
    yield ""
    for panel in PANELS:
        yield from _disagreements(outcomes, panel)
    broken = [f"{outcome.name} ({', '.join(outcome.broken)})" for outcome in outcomes if outcome.broken]
    yield f"Judges that broke down: {'; '.join(broken) or 'none'}."


def _disagreements(outcomes: list[Outcome], panel: str) -> Iterator[str]:
    """Name the false alarms, and what is missed unless it is left to Arelle anyway."""
    alarms = [
        f"- {outcome.suite}, {outcome.name}: {_reasons(outcome)}"
        for outcome in outcomes
        if outcome.is_false_alarm(panel)
    ]
    yield f"False alarms, {panel}: {'none.' if not alarms else ''}"
    yield from ["", *alarms, ""] if alarms else [""]
    missed = [f"{outcome.suite}, {outcome.name}" for outcome in outcomes if outcome.is_missed(panel)]
    if panel == "without Arelle":
        left = Counter(what for outcome in outcomes if outcome.is_missed(panel) for what in set(outcome.not_judged))
        named = "; ".join(f"{what} ({count})" for what, count in left.most_common())
        yield f"Missed, {panel}: {len(missed)}. What the verdicts on them say was not judged: {named or 'nothing'}."
    else:
        yield f"Missed, {panel}: {'; '.join(missed) or 'none'}."
    yield ""


def _reasons(outcome: Outcome) -> str:
    if outcome.refused:
        return outcome.refused
    return ", ".join(f"{judge}:{code}" for judge, codes in outcome.errors.items() for code in dict.fromkeys(codes))


def write_page(outcomes: list[Outcome], page: Path) -> None:
    """Write the page in Markdown."""
    page.write_text("\n".join([_INTRODUCTION, *summary(outcomes)]) + "\n", encoding="utf-8")
