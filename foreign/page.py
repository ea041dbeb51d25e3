"""The page that says what became of each filing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foreign.expectations import REFUSED, reasons
from foreign.trials import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from foreign.cases import CaseOutcome
    from foreign.trials import Outcome

__all__ = ["table", "write_page"]

_INTRODUCTION = """\
# Foreign filings

What becomes of filings that others made, as `make test-foreign DATA=…` found it: each is read, written in every syntax
and read back, and facts, footnotes and references are compared with what was first read; so is what Arelle finds in the
filing, in xBRL-XML, Inline XBRL, xBRL-JSON and xBRL-CSV. Where a taxonomy is not at hand, schemas that declare what the
report uses stand in for it, so that Arelle reads the facts; what it says of these schemas does not count. Whatever is
not equal is told where it is written or read.
"""
_TITLES = {
    "xml": "xBRL-XML",
    "inline": "Inline XBRL",
    "json": "xBRL-JSON",
    "csv": "xBRL-CSV",
    "parquet": "facts as Parquet",
    "facts-csv": "facts as CSV",
}


def write_page(outcomes: Sequence[Outcome], cases: Sequence[CaseOutcome], page: Path) -> None:
    """Write the page in Markdown."""
    page.write_text("\n".join([_INTRODUCTION, *table(outcomes), "", *_cases(cases)]) + "\n", encoding="utf-8")


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield a row for each filing, and below the table the reasons that it refers to."""
    notes: dict[str, int] = {}
    yield f"| filing | what | facts | {' | '.join(_TITLES[syntax] for syntax in ENDINGS)} |"
    yield f"|---|---|---|{'---|' * len(ENDINGS)}"
    for outcome in outcomes:
        archive, number = outcome.filing
        what = f"{outcome.kind}, {_TITLES[outcome.syntax]}"
        if outcome.facts is None:
            why = REFUSED.get(outcome.filing, "refused")
            cells = ["–", *([f"not read: {why}"] + [""] * (len(ENDINGS) - 1))]
        else:
            cells = [f"{outcome.facts:,}", *(_cell(outcome, syntax, notes) for syntax in ENDINGS)]
        yield f"| {archive}, {number} | {what} | {' | '.join(cells)} |"
    yield ""
    yield from (f"{number}. {reason[0].upper()}{reason[1:]}." for reason, number in notes.items())


def _cell(outcome: Outcome, syntax: str, notes: dict[str, int]) -> str:
    """Say whether a filing came back equal, or which notes say why not."""
    found = {**outcome.differences.get(syntax, {}), **outcome.differences.get(f"arelle {syntax}", {})}
    if not found:
        return "equal"
    why = [notes.setdefault(reason, len(notes) + 1) for reason in reasons(outcome, syntax)]
    what = "refused" if "refused" in found else "equal but for"
    return f"{what} {', '.join(map(str, why))}" if why else "**different**"


def _cases(cases: Sequence[CaseOutcome]) -> Iterator[str]:
    yield "## Reports over published taxonomies"
    yield ""
    yield "Made-up reports, written in every syntax and judged by all judges; see `foreign/projects/`."
    yield ""
    yield "| report | facts | errors | differences |"
    yield "|---|---|---|---|"
    for case in cases:
        yield f"| {case.title} | {case.facts:,} | {_listed(case.errors)} | {case.differences} |"


def _listed(errors: dict[str, int]) -> str:
    return ", ".join(f"{code}: {count}" for code, count in errors.items()) or "none"
