"""The commands that read a report: to print its facts, or to write it in another syntax or as a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporter.cli.many import attempts, tell_each
from exporter.cli.options import PATHS_HELP, add_command, package_options, packages
from exporter.cli.printing import print_facts, print_findings, print_table
from exporter.errors import MisuseError
from exporter.files.named_paths import named_paths
from exporter.findings.findings import has_errors

if TYPE_CHECKING:
    import argparse

    from exporter.findings.findings import Finding
    from exporter.report.report import Report

__all__ = ["add_commands"]


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse does not name it
    """Add `read` and `convert`."""
    text = "read the facts of a report or a table, and print them or write them in another format"
    read = add_command(commands, common, "read", _read, text)
    _input_options(read)
    read.add_argument(
        "--to", metavar="OUT", type=Path, help="ends in .csv, .parquet, .json or .xml, or is a folder; default: print"
    )
    read.add_argument("--to-format", metavar="NAME", help="the format of OUT, where its ending does not tell")
    text = (
        "write a report in another syntax or as a report package: xBRL-XML, Inline XBRL, xBRL-JSON, .xbri, .xbr, .zip"
    )
    convert = add_command(commands, common, "convert", _convert, text)
    _input_options(convert)
    out = "the file or package to write, or a folder"
    convert.add_argument("--to", metavar="OUT", type=Path, required=True, help=out)
    convert.add_argument(
        "--format",
        dest="to_format",
        metavar="NAME",
        help="the syntax of OUT, or in a package that of the report: xml, inline, json, …",
    )
    text = "write values in the canonical form of their types, which xBRL-JSON may have; needs the taxonomy at hand"
    convert.add_argument("--canonical", action="store_true", help=text)


def _input_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", metavar="FILE", nargs="+", help=PATHS_HELP)
    parser.add_argument("--from-format", metavar="NAME", help="the format of FILE, where its content does not tell")
    package_options(parser)


def _read(options: argparse.Namespace) -> int:
    from exporter.packages.opening import read_report

    if options.to is not None:
        # Here an ending means a table of facts where it may mean one.
        options.canonical = False
        return _convert(options, tables=True)

    def show(path: Path, result: tuple[Report, list[Finding]]) -> tuple[bool, dict[str, Any]]:
        report, findings = result
        if not options.json:
            print_findings(findings, options)
            print_table([("file", str(path))] if len(paths) > 1 else [], options)
            if not options.quiet:
                print_facts(report)
            return not has_errors(findings), {}
        name = {"path": str(path)} if len(paths) > 1 else {}
        facts, told = ([asdict(each) for each in rows] for rows in (report, findings))
        return not has_errors(findings), {**name, "facts": facts, "findings": told}

    paths = named_paths(options.paths)
    read = partial(read_report, name=options.from_format, packages=packages(options))
    return tell_each(paths, attempts(paths, read), show, "read", options)


def _convert(options: argparse.Namespace, *, tables: bool = False) -> int:
    """Write what is read in another format; an ending may mean a table of facts."""
    from exporter.formats.registry import format_to_write
    from exporter.packages.conversion import convert, not_kept

    paths = named_paths(options.paths)
    targets = _targets(paths, options)
    to_format = options.to_format or (format_to_write(options.to).name if tables else None)

    def write(path: Path) -> tuple[Report, list[Finding]]:
        targets[path].parent.mkdir(parents=True, exist_ok=True)
        return convert(
            path,
            targets[path],
            from_format=options.from_format,
            to_format=to_format,
            packages=packages(options),
            canonical=options.canonical,
        )

    def show(path: Path, result: tuple[Report, list[Finding]]) -> tuple[bool, dict[str, Any]]:
        report, findings = result
        target = str(targets[path])
        if not options.json:
            print_findings(findings, options)
            rows = [("read", str(path)), ("facts", f"{len(report):,}"), ("to", target)]
            rows += [("not kept", ", ".join(words))] if (words := not_kept(targets[path], to_format)) else []
            print_table(rows, options)
        name = {"path": str(path)} if len(paths) > 1 else {}
        told = [asdict(finding) for finding in findings] if options.json else []
        return not has_errors(findings), {**name, "facts": len(report), "to": target, "findings": told}

    return tell_each(paths, attempts(paths, write), show, "converted", options)


def _targets(paths: list[Path], options: argparse.Namespace) -> dict[Path, Path]:
    """Say what each is written to: a file, or in a folder a file with its name and the ending of the format.

    Raises:
        MisuseError: many are to be written to a folder, and nothing says in which format; or two to one file.
    """
    if len(paths) == 1 and not options.to.is_dir():
        return {paths[0]: options.to}
    if options.to.is_file():
        raise MisuseError(f"{options.to} is a file; name a folder that many files can be written to")
    if options.to_format is None:
        option = "--format json" if options.run is _convert else "--to-format parquet"
        raise MisuseError(f"{options.to} is a folder, whose name says no format; add one, such as {option}")
    targets = {path: options.to / f"{path.resolve().stem}{_ending(options.to_format)}" for path in paths}
    twice = [target for target, count in Counter(targets.values()).items() if count > 1]
    if twice:
        names = " and ".join(str(path) for path, target in targets.items() if target == twice[0])
        raise MisuseError(f"{names} would both be written to {twice[0]}; convert them to folders of their own")
    return targets


def _ending(name: str) -> str:
    """Give the ending of files, or packages, of a format."""
    from exporter.formats.package_kinds import package_syntax
    from exporter.formats.registry import format_named

    package = package_syntax(name)
    endings = (package[0].ending,) if package else format_named(name).endings
    return endings[0] if endings else ".json"  # of syntaxes that share it
