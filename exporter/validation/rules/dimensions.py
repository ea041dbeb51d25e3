"""Dimensions are those that some hypercube of the concept allows, and members fit their dimensions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Severity
from exporter.findings.judge_messages import MOST
from exporter.findings.registry import Rule
from exporter.taxonomy.dimensional_validity import COMBINATION, DEFAULT, DIMENSION, MEMBER, TYPED_CONTENT
from exporter.validation.rules.judged_facts import Violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.validation.rules.judged_facts import JudgedFacts

__all__ = ["RULES"]

_SENTENCES = {COMBINATION: "{} cannot have its dimensions: {}"}


def _faults(kind: str, facts: JudgedFacts) -> Iterator[Violations]:
    """Find facts whose dimensions have a kind of fault."""
    if facts.dimensional_faults.is_empty():
        return
    faults = facts.dimensional_faults.filter(pl.col("kind") == kind)
    rows = faults.head(MOST).iter_rows()
    sentence = _SENTENCES.get(kind, "{}: {}")
    yield Violations(faults.height, ((sentence.format(concept, words), (fact,)) for fact, concept, _, words in rows))


RULES = (
    Rule(
        "dimensions",
        Severity.ERROR,
        "No hypercube of the concept allows its dimensions.",
        "Dimensions 1.0, 3.1 (xbrldie:PrimaryItemDimensionallyInvalidError)",
        partial(_faults, COMBINATION),
    ),
    Rule(
        "dimensions.default",
        Severity.ERROR,
        "A fact names the default member of a dimension, which stands for what names none.",
        "Dimensions 1.0, 3.1.4 (xbrldie:DefaultValueUsedInInstanceError)",
        partial(_faults, DEFAULT),
    ),
    Rule(
        "dimensions.kind",
        Severity.ERROR,
        "A fact has something that is no dimension, an explicit member of a typed dimension, or the reverse.",
        "Dimensions 1.0, 3.1.4 (xbrldie:ExplicitMemberNotExplicitDimensionError, TypedMemberNotTypedDimensionError)",
        partial(_faults, DIMENSION),
    ),
    Rule(
        "dimensions.member",
        Severity.ERROR,
        "A member is no concept of the taxonomy.",
        "Dimensions 1.0, 3.1.4 (xbrldie:ExplicitMemberUndefinedQNameError)",
        partial(_faults, MEMBER),
    ),
    Rule(
        "dimensions.content",
        Severity.ERROR,
        "A typed member is not what the domain of its dimension takes.",
        "Dimensions 1.0, 3.1.4.4 (xbrldie:IllegalTypedDimensionContentError)",
        partial(_faults, TYPED_CONTENT),
    ),
)
