"""Dimensions are those that some hypercube of the concept allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.findings.findings import Severity
from exporter.findings.judge_messages import MOST
from exporter.findings.registry import Rule
from exporter.taxonomy.dimensional_validity import wrong_dimensions
from exporter.validation.rules.judged_facts import Violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.validation.rules.judged_facts import JudgedFacts

__all__ = ["RULES"]


def _wrong_dimensions(facts: JudgedFacts) -> Iterator[Violations]:
    """Find facts whose dimensions no hypercube of their concept allows."""
    if facts.taxonomy is None:
        return
    wrong_facts = wrong_dimensions(facts.table.select("id", "concept", "dimensions"), facts.taxonomy)
    rows = wrong_facts.select("id", "concept", "reasons").head(MOST).iter_rows()
    words = ((f"{concept} cannot have its dimensions: {reasons}", (fact,)) for fact, concept, reasons in rows)
    yield Violations(wrong_facts.height, words)


RULES = (
    Rule(
        "dimensions",
        Severity.ERROR,
        "No hypercube of the concept allows its dimensions.",
        "Dimensions 1.0, 3",
        _wrong_dimensions,
    ),
)
