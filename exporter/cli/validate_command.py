"""The command that has the judges look at files."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from exporter.cli.many import tell_each
from exporter.cli.options import PATHS_HELP, add_command, judge_options, package_options, packages, without
from exporter.cli.printing import print_findings, print_table, progress_printer, verdicts
from exporter.files.named_paths import named_paths
from exporter.findings.findings import has_errors
from exporter.validation.judge import CALCULATIONS

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from exporter.validation.panel import Validation

__all__ = ["add_commands"]


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse does not name it
    """Add `validate`."""
    text = "judge reports in any syntax, filings or taxonomy packages"
    validate = add_command(commands, common, "validate", _validate, text)
    validate.add_argument("paths", metavar="FILE_OR_DIR", nargs="+", help=PATHS_HELP)
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

    progress_printer(options)("validating")
    paths = named_paths(options.paths)
    results = validate_each(paths, without=without(options), calculations=options.calc, packages=packages(options))
    return tell_each(paths, results, partial(_show, options), "judged", options)


def _show(options: argparse.Namespace, path: Path, result: Validation) -> tuple[bool, dict[str, Any]]:
    if not options.json:
        print_findings(result.findings, options)
        print_table([("validated", str(path)), *verdicts(result.judgements).items()], options)
    findings = [asdict(finding) for finding in result.findings] if options.json else []
    plain = {"path": str(path), "judges": verdicts(result.judgements), "findings": findings}
    return not has_errors(result.findings), plain
