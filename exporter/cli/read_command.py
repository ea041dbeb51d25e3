"""The command that reads facts, and prints them or writes them in another format."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporter.cli.exit_codes import CLEAN, ERRORS
from exporter.cli.options import add_command
from exporter.cli.printing import print_facts, print_findings, print_json, print_table
from exporter.findings.findings import has_errors

if TYPE_CHECKING:
    import argparse

__all__ = ["add_commands"]


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse does not name it
    """Add `read`."""
    text = "read the facts of an instance or a table, and print them or write them in another format"
    read = add_command(commands, common, "read", _read, text)
    read.add_argument("path", metavar="FILE", type=Path)
    read.add_argument("--to", metavar="OUT", type=Path, help="ends in .csv, .parquet, .json or .xml; default: print")
    read.add_argument("--from-format", metavar="NAME", help="the format of FILE, where its content does not tell")
    read.add_argument("--to-format", metavar="NAME", help="the format of OUT, where its ending does not tell")


def _read(options: argparse.Namespace) -> int:
    from exporter.formats.registry import read_report

    if options.to is not None:
        return _convert(options)
    report, findings = read_report(options.path, options.from_format)
    if options.json:
        print_json({"facts": [asdict(fact) for fact in report], "findings": [asdict(f) for f in findings]})
    else:
        print_findings(findings, options)
        if not options.quiet:
            print_facts(report)
    return ERRORS if has_errors(findings) else CLEAN


def _convert(options: argparse.Namespace) -> int:
    """Write what is read in another format."""
    from exporter.formats.registry import check_another_file, format_to_write, read_report, write_report

    # What is wrong with the output is told before a large file is read.
    known = format_to_write(options.to, options.to_format)
    check_another_file(options.path, options.to)
    report, findings = read_report(options.path, options.from_format)
    findings = [*findings, *write_report(report, options.to, options.to_format)]
    if options.json:
        content = {"facts": len(report), "to": str(options.to), "findings": [asdict(f) for f in findings]}
        print_json(content)
    else:
        print_findings(findings, options)
        rows = [("read", str(options.path)), ("facts", f"{len(report):,}"), ("to", str(options.to))]
        rows += [("not kept", ", ".join(known.cannot_carry))] if known.cannot_carry else []
        print_table(rows, options)
    return ERRORS if has_errors(findings) else CLEAN
