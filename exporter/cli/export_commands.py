"""The commands that export a project, prove its filing again, and show the sample."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporter.cli.exit_codes import CLEAN, ERRORS
from exporter.cli.options import add_command, judge_options, packages, project_options, without
from exporter.cli.printing import (
    print_finding_groups,
    print_findings,
    print_json,
    print_table,
    progress_printer,
    verdicts,
)
from exporter.filing.syntaxes import INLINE, SYNTAXES
from exporter.findings.findings import Severity
from exporter.validation.judges import readers

if TYPE_CHECKING:
    import argparse

    from exporter.export import Export

__all__ = ["add_commands", "verdict_line"]


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse does not name it
    """Add `export`, `round-trip` and `demo`."""
    export = add_command(
        commands, common, "export", _export, "write, validate and prove the filing of a project folder"
    )
    project_options(export)
    export.add_argument(
        "--format",
        dest="formats",
        action="append",
        metavar="NAME",
        help=(
            "write the filing in this syntax: xml, inline, json, or a package of one (xbri, xbr+xml, zip+json, …); may "
            "be given again; default: those in report.toml, or else xml and inline"
        ),
    )
    project_options(
        add_command(commands, common, "round-trip", _round_trip, "prove a project's filing against its source cells")
    )
    demo = add_command(commands, common, "demo", _demo, "export the sample that comes with the package")
    demo.add_argument("--out", metavar="DIR", type=Path, default=Path("exporter-demo"), help="default: %(default)s")
    judge_options(demo)


def _export(options: argparse.Namespace) -> int:
    from exporter.export import export_report

    result = export_report(
        options.project,
        options.out,
        without=without(options),
        packages=packages(options),
        formats=options.formats,
        progress=progress_printer(options),
    )
    return _show(result, options)


def _round_trip(options: argparse.Namespace) -> int:
    from exporter.export import check_round_trip

    result = check_round_trip(
        options.project,
        options.out,
        without=without(options),
        packages=packages(options),
        progress=progress_printer(options),
    )
    return _show(result, options)


def _demo(options: argparse.Namespace) -> int:
    from exporter.export import export_report
    from exporter.files.resources import bundled_folder

    project = bundled_folder("samples") / "iij-2003q2"
    result = export_report(project, options.out, without=without(options), progress=progress_printer(options))
    return _show(result, options)


def _show(result: Export, options: argparse.Namespace) -> int:
    """Print the verdict first, then what was found, then the figures behind the verdict."""
    from exporter.rules import RULES_BY_CODE

    counts = result.round_trip.counts if result.round_trip else {}
    if options.json:
        _show_json(result, counts)
        return CLEAN if result.ok else ERRORS
    if not options.quiet:
        print(verdict_line(result), flush=True)
        print(flush=True)
    if result.is_written:
        print_finding_groups(result.findings, RULES_BY_CODE, options)
    else:
        print_findings(result.findings, options)  # there is no file that lists them all
    if result.findings and not options.quiet:
        print(file=sys.stderr, flush=True)
    if result.report is not None:
        print_table(_figures(result, counts), options)
    return CLEAN if result.ok else ERRORS


def _show_json(result: Export, counts: dict[str, int]) -> None:
    print_json(
        {
            "verdict": verdict_line(result),
            "out": str(result.out),
            "ok": result.ok,
            "facts": len(result.report) if result.report is not None else 0,
            "cells": counts,
            "syntaxes": {name: round_trip.counts for name, round_trip in result.round_trips.items()},
            "judges": verdicts(result.judgements),
            "findings": [asdict(finding) for finding in result.findings],
        }
    )


def verdict_line(result: Export) -> str:
    """Say in a line what an export came to: whether the filing is valid, what is proven, and what to open."""
    errors = sum(finding.severity is Severity.ERROR for finding in result.findings)
    page = result.out / "findings.md"
    to_open = f"; open {page}" if result.is_written else ""
    if result.report is None or result.round_trip is None:
        faults = f"the source has {errors:,} error{'s' * (errors != 1)}"
        return f"{result.name}: {faults}, so no filing was written or compared{to_open}"
    counts = result.round_trip.counts
    proven = f"{counts['equal']:,} of {counts['facts']:,} cells proven"
    left_out = [judgement.judge for judgement in result.judgements if judgement.not_run is not None]
    judged = f", judged without {' and '.join(left_out)}" if left_out else ""
    if not result.ok:
        judged += f"; {errors:,} error{'s' * (errors != 1)}"
    return f"{result.name} is {'' if result.ok else 'NOT '}a valid filing{judged}; {proven}{to_open}"


def _figures(result: Export, counts: dict[str, int]) -> list[tuple[str, str]]:
    assert result.report is not None  # noqa: S101 - the caller has looked
    return [
        (
            "source cells",
            (
                f"{counts['cells']:,}: {counts['facts']:,} facts, {counts['derived']:,} derived, "
                f"{counts['excluded']:,} excluded with reason"
            ),
        ),
        ("facts", f"{len(result.report):,} distinct"),
        *verdicts(result.judgements).items(),
        *(
            (f"as {name}", _round_trip_verdict(result, name, round_trip.counts))
            for name, round_trip in result.round_trips.items()
        ),
        ("filing", str(result.out / "filing")),
        ("ledger", str(result.out / "ledger.csv")),
        *([("sums", str(result.out / "sums.csv"))] if result.sums is not None else []),
        ("findings", f"{result.out / 'findings.json'} ({len(result.findings)})"),
    ]


def _round_trip_verdict(result: Export, name: str, counts: dict[str, int]) -> str:
    """Say how many cells came back equal from a syntax, and from whom; in documents each has an element of its own."""
    what = "elements" if SYNTAXES[name].format == INLINE else "cells"
    if counts["different"]:
        return f"{counts['different']:,} of {counts['facts']:,} {what} DIFFER as read by {_who(result)}"
    return f"{counts['equal']:,} of {counts['facts']:,} {what} equal as read by {_who(result)}"


def _who(result: Export) -> str:
    """Name the readers that ran."""
    judged = {judgement.judge for judgement in result.judgements if judgement.not_run is None}
    names = (name for name in readers() if name in judged)
    return " and ".join("the own reader" if name == "own" else name.capitalize() for name in names)
