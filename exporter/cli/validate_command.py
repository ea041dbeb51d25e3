"""The command that has the judges look at files."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporter.cli.exit_codes import CLEAN, ERRORS, MISUSE
from exporter.cli.options import add_command, judge_options, package_options, packages, without
from exporter.cli.printing import print_findings, print_json, print_table, progress_printer, verdicts
from exporter.errors import ExporterError
from exporter.findings.findings import has_errors
from exporter.validation.judge import CALCULATIONS

if TYPE_CHECKING:
    import argparse

    from exporter.validation.panel import Validation

__all__ = ["add_commands"]

#: What came of a file, by the exit code that it would have alone.
_OUTCOMES = {CLEAN: "without errors", ERRORS: "with errors", MISUSE: "not judged"}


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse does not name it
    """Add `validate`."""
    text = "judge reports in any syntax, filings or taxonomy packages"
    validate = add_command(commands, common, "validate", _validate, text)
    validate.add_argument("paths", metavar="FILE_OR_DIR", type=Path, nargs="+")
    judge_options(validate)
    package_options(validate)
    validate.add_argument(
        "--calc",
        metavar="RULES",
        choices=CALCULATIONS,
        default=CALCULATIONS[0],
        help="judge totals by Calculations 1.1 or by the rules of XBRL 2.1; default: %(default)s",
    )


def _validate(options: argparse.Namespace) -> int:
    from exporter.packages.judging import validate_each

    progress, codes, told = progress_printer(options), [], []
    progress("validating")
    results = validate_each(
        options.paths, without=without(options), calculations=options.calc, packages=packages(options)
    )
    for path, result in results:
        if isinstance(result, ExporterError) and len(options.paths) == 1:
            raise result
        codes.append(_exit_code(result))
        told += [_plain(path, result)] if options.json else []
        if not options.json:
            _print(path, result, options)
            progress(f"{len(codes):,} of {len(options.paths):,}")
    if options.json:
        print_json(told[0] if len(options.paths) == 1 else {"files": told})
    elif len(options.paths) > 1:
        counts = Counter(_OUTCOMES[code] for code in codes)
        summary = ", ".join(f"{counts[outcome]:,} {outcome}" for outcome in _OUTCOMES.values() if counts[outcome])
        print_table([("files", f"{len(codes):,}: {summary}")], options)
    return max(codes)


def _exit_code(result: Validation | ExporterError) -> int:
    if isinstance(result, ExporterError):
        return MISUSE
    return ERRORS if has_errors(result.findings) else CLEAN


def _plain(path: Path, result: Validation | ExporterError) -> dict[str, Any]:
    """Put a result into the terms of JSON."""
    if isinstance(result, ExporterError):
        return {"path": str(path), "error": str(result)}
    findings = [asdict(finding) for finding in result.findings]
    return {"path": str(path), "judges": verdicts(result.judgements), "findings": findings}


def _print(path: Path, result: Validation | ExporterError, options: argparse.Namespace) -> None:
    if isinstance(result, ExporterError):
        print(f"exporter: {result}", file=sys.stderr)
        return
    print_findings(result.findings, options)
    print_table([("validated", str(path)), *verdicts(result.judgements).items()], options)
