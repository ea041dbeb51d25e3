"""Concepts are known, and such that facts can report them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule
from exporter.validation.rules.judged_facts import violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.validation.rules.judged_facts import JudgedFacts, Violations

__all__ = ["RULES", "unjudged_concepts"]


def unjudged_concepts(facts: JudgedFacts) -> list[str]:
    """Name the prefixes of concepts, dimensions and members that may be of a schema which was not found."""
    if facts.taxonomy is None or facts.taxonomy.is_whole:
        return []
    names = facts.table.filter(pl.col("kind").is_null())["concept"].cast(pl.String)
    prefixes = set(names.str.split(":").list.first().unique().to_list()) - facts.taxonomy.namespaces.keys()
    dimensions = facts.strange_prefixes - prefixes
    return [
        *(f"facts of {prefix}, whose schema was not found" for prefix in sorted(prefixes)),
        *(f"dimensions of {prefix}, whose schema was not found" for prefix in sorted(dimensions)),
    ]


def _wrong_concepts(facts: JudgedFacts) -> Iterator[Violations]:
    """Find concepts that are unknown, or that facts cannot report."""
    if facts.taxonomy is None:
        return
    concept, kind = pl.col("concept"), pl.col("kind")
    is_unknown = kind.is_null()
    if not facts.taxonomy.is_whole:
        is_unknown &= concept.str.split(":").list.first().is_in(list(facts.taxonomy.namespaces))
    yield violations(facts, is_unknown, pl.format("{} is no concept of the taxonomy", concept))
    words = pl.format("{} is a {} or abstract, which facts cannot report", concept, kind)
    yield violations(facts, ~pl.col("reportable"), words)


RULES = (
    Rule(
        "concept",
        Severity.ERROR,
        "A concept is unknown, abstract, or nothing that a fact can report.",
        "XBRL 2.1, 4.6",
        _wrong_concepts,
    ),
)
