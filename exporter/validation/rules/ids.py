"""Ids are XML names, and each is that of one fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Severity
from exporter.findings.judge_messages import MOST
from exporter.findings.registry import Rule
from exporter.frames.engine import engine_for
from exporter.report.names import NCNAME
from exporter.validation.rules.judged_facts import Violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.report.report import Report

__all__ = ["RULES"]


def _wrong_ids(report: Report) -> Iterator[Violations]:
    """Find ids that several facts have, and ids that are no XML names."""
    recurring_ids = report.lazy.group_by("id").len().filter(pl.col("len") > 1)
    malformed_ids = report.lazy.filter(~pl.col("id").str.contains(f"^(?:{NCNAME})$")).select("id")
    for query, words in (
        (recurring_ids, "several facts have the id {!r}"),
        (malformed_ids, "the id {!r} is no XML name"),
    ):
        ids = query.collect(engine=engine_for(report.table))["id"].sort()
        yield Violations(len(ids), [(words.format(fact), (fact,)) for fact in ids.head(MOST)])


#: These look at the whole report, and not at some facts at a time.
RULES = (
    Rule(
        "id",
        Severity.ERROR,
        "An id is no XML name, or several facts have it.",
        "XML Schema Part 2, 3.3.8",
        _wrong_ids,
    ),
)
