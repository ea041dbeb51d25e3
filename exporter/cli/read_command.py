"""The command that reads facts in one format and writes them in another."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporter.cli.exit_codes import CLEAN, ERRORS
from exporter.cli.options import add_command
from exporter.cli.printing import print_findings, print_json, print_table
from exporter.findings.findings import has_errors

if TYPE_CHECKING:
    import argparse

__all__ = ["add_commands"]


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse does not name it
    """Add `read`."""
    text = "read the facts of an instance or a table, and write them in another format"
    read = add_command(commands, common, "read", _read, text)
    read.add_argument("path", metavar="FILE", type=Path)
    read.add_argument("--to", metavar="OUT", type=Path, required=True, help="ends in .csv, .parquet, .json or .xml")
    read.add_argument("--from-format", metavar="NAME", help="the format of FILE, where its content does not tell")
    read.add_argument("--to-format", metavar="NAME", help="the format of OUT, where its ending does not tell")


def _read(options: argparse.Namespace) -> int:
    from exporter.formats.registry import format_to_write, read_report, write_report

    known = format_to_write(options.to, options.to_format)  # so that a wrong ending is told before a large file is read
    report, findings = read_report(options.path, options.from_format)
    write_report(report, options.to, options.to_format)
    if options.json:
        content = {"facts": len(report), "to": str(options.to), "findings": [asdict(f) for f in findings]}
        print_json(content)
    else:
        print_findings(findings, options)
        rows = [("read", str(options.path)), ("facts", f"{len(report):,}"), ("to", str(options.to))]
        rows += [("not kept", ", ".join(known.cannot_carry))] if known.cannot_carry else []
        print_table(rows, options)
    return ERRORS if has_errors(findings) else CLEAN
