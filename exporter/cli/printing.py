"""How results are printed: tables and verdicts on standard output, findings and progress on standard error."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from exporter.findings.findings import Severity

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from exporter.findings.findings import Finding
    from exporter.findings.registry import Rule
    from exporter.report.report import Report
    from exporter.validation.judgement import Judgement

__all__ = [
    "print_facts",
    "print_finding_groups",
    "print_findings",
    "print_json",
    "print_table",
    "progress_printer",
    "verdicts",
]

#: So many findings are printed where no file lists them all, and so many places of an error.
_SHOWN = 20
_PLACES = 8
#: So many characters of a text are printed.
_TEXT = 80


def progress_printer(options: argparse.Namespace) -> Callable[[str], None]:
    """Give what prints the stages: on a terminal only, for a log or pipe gets the result alone."""
    if options.quiet or options.json or not sys.stderr.isatty():
        return lambda _: None
    return lambda text: print(f"… {text}", file=sys.stderr)


def verdicts(judgements: Sequence[Judgement]) -> dict[str, str]:
    """Give the verdict of each judge by its name."""
    return {judgement.judge: judgement.verdict for judgement in judgements}


def print_findings(findings: Iterable[Finding], options: argparse.Namespace) -> None:
    """Print the first findings one by one, errors first."""
    printable = _by_severity(findings, options)
    for finding in printable[:_SHOWN]:
        print(finding, file=sys.stderr)
    if len(printable) > _SHOWN:
        print(f"… and {len(printable) - _SHOWN} more", file=sys.stderr)


def print_finding_groups(findings: Iterable[Finding], rules: Mapping[str, Rule], options: argparse.Namespace) -> None:
    """Print the findings by their cause, errors first: how many there are, what they mean, and one as an example.

    Of errors, which have to be mended one by one, the other places are named too.
    """
    groups: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in _by_severity(findings, options):
        groups.setdefault((finding.severity, finding.code), []).append(finding)
    for (severity, code), (first, *repeats) in groups.items():
        if not repeats:
            print(first, file=sys.stderr)
            continue
        meaning = f": {rules[code].message}" if code in rules else ""
        print(f"{severity.value}: {len(repeats) + 1:,} times {code}{meaning} For example", file=sys.stderr)
        print("\n".join(f"    {line.strip()}" for line in _without_code(first)), file=sys.stderr)
        if severity is Severity.ERROR:
            print(f"    also {_places(repeats)}", file=sys.stderr)


def _by_severity(findings: Iterable[Finding], options: argparse.Namespace) -> list[Finding]:
    """Put errors first; with `--quiet` there is nothing else."""
    order = list(Severity)
    printable = (finding for finding in findings if finding.severity is Severity.ERROR or not options.quiet)
    return sorted(printable, key=lambda finding: order.index(finding.severity))


def _without_code(finding: Finding) -> list[str]:
    place = f"{finding.source}: " if finding.source else ""
    return [f"{place}{finding.message}", *([finding.hint] if finding.hint else [])]


def _places(findings: Sequence[Finding]) -> str:
    """Name the places of findings, of many the first ones."""
    places = list(dict.fromkeys(str(finding.source) for finding in findings if finding.source))
    if not places:
        return f"{len(findings):,} more"
    more = f" and {len(places) - _PLACES:,} more places" if len(places) > _PLACES else ""
    return f"at {', '.join(places[:_PLACES])}{more}"


def print_table(rows: Sequence[tuple[str, str]], options: argparse.Namespace) -> None:
    """Print names and texts in two columns."""
    if options.quiet or not rows:
        return
    width = max(len(name) for name, _ in rows)
    for name, text in rows:
        print(f"{name:{width}}  {text}")


def print_facts(report: Report) -> None:
    """Print the facts, a line each: concept, value, unit, accuracy, period, and what else tells them apart."""
    for fact in report:
        value = "nil" if fact.value is None else " ".join(fact.value.split())
        shown = f"{value[:_TEXT]}…" if len(value) > _TEXT else value
        period = " to ".join(filter(None, (fact.period_start, fact.period_end))) or "forever"
        accuracy = None
        if fact.amount is not None:
            accuracy = "accuracy unknown" if fact.unknown_accuracy else _accuracy(fact.decimals)
        parts = (f"{fact.concept} = {shown}", fact.unit, accuracy, period, fact.entity, fact.language)
        line = "  ".join(filter(None, (*parts, fact.dimensions, fact.tuple, f"[{fact.id}]")))
        print("".join(char if char.isprintable() else "\ufffd" for char in line))


def _accuracy(decimals: int | None) -> str:
    return "exact" if decimals is None else f"decimals {decimals}"


def print_json(content: dict[str, Any]) -> None:
    """Print an object as JSON."""
    print(json.dumps(content, ensure_ascii=False, indent=2, default=str))
