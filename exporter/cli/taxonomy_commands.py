"""The commands that check and compile a taxonomy's tables."""

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

    from exporter.findings.findings import Finding

__all__ = ["add_commands"]


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse does not name it
    """Add `taxonomy build` and `taxonomy check`."""
    taxonomy = commands.add_parser("taxonomy", help="check and compile a taxonomy's tables")
    actions = taxonomy.add_subparsers(title="actions", required=True, metavar="ACTION")
    build = add_command(actions, common, "build", _build, "compile a taxonomy's tables to a taxonomy package")
    build.add_argument("source", metavar="SOURCE", type=Path, help="folder with taxonomy.toml and the tables")
    build.add_argument("--out", metavar="DIR", type=Path, required=True, help="where the package goes")
    check = add_command(actions, common, "check", _check, "check a taxonomy's tables")
    check.add_argument("source", metavar="SOURCE", type=Path, help="folder with taxonomy.toml and the tables")


def _build(options: argparse.Namespace) -> int:
    from exporter.taxonomy.build import build_taxonomy

    taxonomy, files, findings = build_taxonomy(options.source, options.out)
    rows = [("concepts", f"{len(taxonomy.concepts):,}"), *(("written", str(file)) for file in files)]
    return _show(rows, findings, options)


def _check(options: argparse.Namespace) -> int:
    from exporter.taxonomy.build import load_taxonomy

    taxonomy, findings = load_taxonomy(options.source)
    return _show([("concepts", f"{len(taxonomy.concepts):,}")], findings, options)


def _show(rows: list[tuple[str, str]], findings: list[Finding], options: argparse.Namespace) -> int:
    if options.json:
        print_json({"findings": [asdict(finding) for finding in findings], **dict(rows)})
    else:
        print_findings(findings, options)
        print_table([*rows, ("findings", str(len(findings)))], options)
    return ERRORS if has_errors(findings) else CLEAN
