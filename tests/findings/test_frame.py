"""Findings as a table."""

from __future__ import annotations

from exporter.findings.findings import Finding, Severity, Source
from exporter.findings.frame import FINDING_COLUMNS, findings_frame


def test_a_finding_is_a_row() -> None:
    """What it lacks is null."""
    places = (Source("b.csv", 1), Source("c.csv", 2))
    findings = [
        Finding("a.b", Severity.ERROR, "wrong", Source("a.csv", 3, "C", "FY"), "do it", places),
        Finding("c.d", Severity.INFO, "so"),
    ]
    assert findings_frame(findings).rows() == [
        ("error", "a.b", "wrong", "a.csv", 3, "C", "FY", None, "do it", "b.csv:1\nc.csv:2"),
        ("info", "c.d", "so", *[None] * 7),
    ]
    assert findings_frame([]).schema == FINDING_COLUMNS
