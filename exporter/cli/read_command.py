"""The commands that read a report: to print its facts, or to write it in another syntax or as a table."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporter.cli.exit_codes import CLEAN, ERRORS
from exporter.cli.options import add_command, package_options, packages
from exporter.cli.printing import print_facts, print_findings, print_json, print_table
from exporter.findings.findings import has_errors

if TYPE_CHECKING:
    import argparse

__all__ = ["add_commands"]


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse does not name it
    """Add `read` and `convert`."""
    text = "read the facts of a report or a table, and print them or write them in another format"
    read = add_command(commands, common, "read", _read, text)
    _input_options(read)
    read.add_argument("--to", metavar="OUT", type=Path, help="ends in .csv, .parquet, .json or .xml; default: print")
    read.add_argument("--to-format", metavar="NAME", help="the format of OUT, where its ending does not tell")
    text = (
        "write a report in another syntax or as a report package: xBRL-XML, Inline XBRL, xBRL-JSON, .xbri, .xbr, .zip"
    )
    convert = add_command(commands, common, "convert", _convert, text)
    _input_options(convert)
    convert.add_argument("--to", metavar="OUT", type=Path, required=True, help="the file or package to write")
    convert.add_argument(
        "--format",
        dest="to_format",
        metavar="NAME",
        help="the syntax of OUT, or in a package that of the report: xml, inline, json, …",
    )
    text = "write values in the canonical form of their types, which xBRL-JSON may have; needs the taxonomy at hand"
    convert.add_argument("--canonical", action="store_true", help=text)


def _input_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="FILE", type=Path, help="a report's file, a folder of documents, or a package")
    parser.add_argument("--from-format", metavar="NAME", help="the format of FILE, where its content does not tell")
    package_options(parser)


def _read(options: argparse.Namespace) -> int:
    from exporter.formats.registry import format_to_write
    from exporter.packages.opening import read_report

    if options.to is not None:
        # Here an ending means a table of facts where it may mean one.
        options.to_format = options.to_format or format_to_write(options.to).name
        options.canonical = False
        return _convert(options)
    report, findings = read_report(options.path, options.from_format, packages(options))
    if options.json:
        print_json({"facts": [asdict(fact) for fact in report], "findings": [asdict(f) for f in findings]})
    else:
        print_findings(findings, options)
        if not options.quiet:
            print_facts(report)
    return ERRORS if has_errors(findings) else CLEAN


def _convert(options: argparse.Namespace) -> int:
    """Write what is read in another format."""
    from exporter.packages.conversion import convert, not_kept

    to_format = options.to_format
    report, findings = convert(
        options.path,
        options.to,
        from_format=options.from_format,
        to_format=to_format,
        packages=packages(options),
        canonical=options.canonical,
    )
    if options.json:
        content = {"facts": len(report), "to": str(options.to), "findings": [asdict(f) for f in findings]}
        print_json(content)
    else:
        print_findings(findings, options)
        rows = [("read", str(options.path)), ("facts", f"{len(report):,}"), ("to", str(options.to))]
        rows += [("not kept", ", ".join(words))] if (words := not_kept(options.to, to_format)) else []
        print_table(rows, options)
    return ERRORS if has_errors(findings) else CLEAN
