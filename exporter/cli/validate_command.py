"""The command that has the judges look at a file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporter.cli.exit_codes import CLEAN, ERRORS
from exporter.cli.options import add_command, judge_options, package_options, packages, without
from exporter.cli.printing import print_findings, print_json, print_table, progress_printer, verdicts
from exporter.findings.findings import has_errors
from exporter.validation.judge import CALCULATIONS

if TYPE_CHECKING:
    import argparse

__all__ = ["add_commands"]


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse does not name it
    """Add `validate`."""
    text = "judge a report in any syntax, a filing or a taxonomy package"
    validate = add_command(commands, common, "validate", _validate, text)
    validate.add_argument("path", metavar="FILE_OR_DIR", type=Path)
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
    from exporter.packages.judging import validate

    progress_printer(options)("validating")
    result = validate(options.path, without=without(options), calculations=options.calc, packages=packages(options))
    if options.json:
        print_json(
            {"judges": verdicts(result.judgements), "findings": [asdict(finding) for finding in result.findings]}
        )
    else:
        print_findings(result.findings, options)
        print_table([("validated", str(options.path)), *verdicts(result.judgements).items()], options)
    return ERRORS if has_errors(result.findings) else CLEAN
