"""The proof of what a filing has beside its facts: references, contexts and units, as an export writes them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Finding, Source
from exporter.proof import rules
from exporter.report.references import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.report.document import Document
    from exporter.report.report import Report

__all__ = ["document_findings"]

#: So many faults of a kind are findings one by one.
_MOST = 1_000


def document_findings(expected: Report, document: Document) -> Iterator[Finding]:
    """Find what a document has, or lacks, beside the facts.

    An export writes the report's references, each context and each unit once, and none that no fact uses.

    Args:
        expected: what should have been written.
        document: what was read.
    """
    source = Source(document.files[0]) if document.files else None
    faults = [*_wrong_references(expected, document), *_wrong_contexts(document), *_wrong_units(document)]
    for message in faults[:_MOST]:
        yield rules.ROUND_TRIP_DOCUMENT.finding(message, source)
    if len(faults) > _MOST:
        yield rules.ROUND_TRIP_MORE.finding(f"{len(faults) - _MOST:,} further contexts or units", source)


def _wrong_references(expected: Report, document: Document) -> Iterator[str]:
    references = Counter([*(Reference("schemaRef", href) for href in expected.entry_points), *expected.references])
    read = Counter(document.references)
    yield from (f"the {each.element} to {each.href!r} is not there" for each in references - read)
    yield from (f"a {each.element} to {each.href!r} comes from no export" for each in read - references)


def _wrong_contexts(document: Document) -> Iterator[str]:
    aspects = [name for name in document.contexts.columns if name not in {"context", "used"}]
    for context, entity in document.unused_contexts.select("context", "entity").iter_rows():
        yield f"no fact uses the context {context!r} of {entity}"
    used = document.contexts.filter("used")
    for context in used.filter(~pl.struct(aspects).is_first_distinct())["context"]:
        yield f"the context {context!r} repeats another one"


def _wrong_units(document: Document) -> Iterator[str]:
    for unit, measures in document.unused_units.select("unit", "measures").iter_rows():
        yield f"no fact has the unit {unit!r} of {measures}"
    used = document.units.filter("used")
    for unit in used.filter(~pl.col("measures").is_first_distinct())["unit"]:
        yield f"the unit {unit!r} repeats another one"
