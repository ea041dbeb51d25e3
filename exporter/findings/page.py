"""The findings as files: JSON for programs, a page for people."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from exporter.findings.findings import Finding, Severity
from exporter.findings.inert import inert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exporter.findings.registry import Rule

__all__ = ["findings_json", "findings_page"]


def findings_json(findings: Iterable[Finding]) -> str:
    """Write the findings as a JSON array of objects with the keys of `Finding`, ending in a line break.

    Sources have a `row_key` where their row has one.
    """
    objects = [asdict(finding, dict_factory=_without_absent_key) for finding in findings]
    return json.dumps(objects, ensure_ascii=False, indent=2) + "\n"


def _without_absent_key(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in pairs if name != "row_key" or value is not None}


def findings_page(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> str:
    """Write the findings as a Markdown page for people.

    They stand there by severity and code, each with its place and hint.

    Args:
        findings: in the order in which they are to stand below their code.
        rules: by their codes, for what these mean.
    """
    groups: dict[tuple[int, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((list(Severity).index(finding.severity), finding.code), []).append(finding)
    lines = ["# Findings", ""]
    if not groups:
        lines += ["Nothing is wrong.", ""]
    for (severity, code), group in sorted(groups.items()):
        meaning = rules[code].message if code in rules else "What an outside judge reports."
        lines += [f"## {code}", "", f"{list(Severity)[severity].capitalize()}, {len(group)} times. {meaning}", ""]
        lines += ["| where | what | see |", "|---|---|---|"]
        for finding in group:
            cells = (str(finding.source or ""), _message_and_hint(finding), _related_places(finding))
            lines.append(f"| {' | '.join(map(_table_cell, cells))} |")
        lines.append("")
    return "\n".join(lines)


def _message_and_hint(finding: Finding) -> str:
    return f"{finding.message}; {finding.hint}" if finding.hint else finding.message


def _related_places(finding: Finding) -> str:
    return ", ".join(map(str, finding.related))


def _table_cell(text: str) -> str:
    """Escape a text, so that it cannot end a cell of a table, begin markup, be a link, or steer a terminal."""
    escaped = re.sub(r"([\\|`*\[\]])", r"\\\1", " ".join(text.split("\n")))
    return inert(escaped.replace("<", "&lt;"))
