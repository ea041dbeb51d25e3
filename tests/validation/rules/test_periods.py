"""Periods end after they start, to the second and beyond."""

from __future__ import annotations

import pytest

from exporter.report.report import Report, facts_frame
from exporter.validation.own_judge import judge_report


@pytest.mark.parametrize(
    ("start", "end", "is_wrong"),
    [
        ("2020-12-31", "2020-12-31", False),
        ("2020-12-31", "2020-12-30", True),
        ("2020-12-31T09:00:00", "2020-12-31", False),
        ("2020-12-31T09:00:00", "2020-12-30", True),
        ("2020-12-31T09:00:00", "2020-12-31T09:00:00", True),
        ("2020-12-31T09:00:00", "2020-12-31T09:00:00.001", False),
        ("2020-12-31T09:00:00.002", "2020-12-31T09:00:00.001", True),
        ("2020-12-31Z", "2020-12-30Z", True),
        ("2020-12-31T09:00:00+09:00", "2020-12-31T01:00:00Z", False),
        ("2020-12-31T11:00:00+09:00", "2020-12-31T01:00:00Z", True),
        ("2020-12-31T11:00:00+09:00", "2020-12-31T01:00:00", False),  # nobody knows
    ],
)
def test_a_period_ends_after_it_starts(start: str, end: str, *, is_wrong: bool) -> None:
    """Days end with their midnight, and time zones count (XBRL 2.1, 4.7.2)."""
    fact = {"id": "x", "concept": "a:X", "entity": "e:1", "period_start": start, "period_end": end, "value": "x"}
    namespaces = {"a": "http://example.org/a", "e": "http://example.org/e"}
    messages = judge_report(Report(facts_frame([fact]), namespaces, ("a.xsd",))).messages
    assert [(message.code, message.fact_ids) for message in messages] == ([("period", ("x",))] if is_wrong else [])
