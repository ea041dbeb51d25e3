"""The command line: parses, calls one library function, prints, returns an exit code.

Exit codes: 0 clean, 1 findings of severity error, 2 misuse or input that cannot be read.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporter.errors import ExporterError
from exporter.findings.findings import Severity, has_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter.export import Export
    from exporter.findings.findings import Finding
    from exporter.validation.judgement import Judgement

__all__ = ["build_parser", "main"]

CLEAN, ERRORS, MISUSE = 0, 1, 2
#: So many findings are printed; the rest is in findings.json.
_SHOWN = 20
#: What `exporter read` writes.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = build_parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except ExporterError as error:
        if options.json:
            print(json.dumps({"error": str(error)}, ensure_ascii=False))
        print(f"exporter: {error}", file=sys.stderr)
        return MISUSE
    except BrokenPipeError:
        # The reader of our output has gone, as `| head` does; there is no one left to tell.
        sys.stderr.close()
        return CLEAN
    except KeyboardInterrupt:
        print("exporter: stopped; nothing was written", file=sys.stderr)
        return MISUSE


def build_parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    parser = argparse.ArgumentParser(
        prog="exporter",
        description="Maps line items to a taxonomy, writes XBRL filings, and proves that every value survived.",
        epilog="Exit codes: 0 clean, 1 findings of severity error, 2 misuse or unreadable input.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    common = _common_options()

    export = _command(commands, common, "export", _export, "write, validate and prove the filing of a project folder")
    _project_options(export)
    round_trip = _command(
        commands, common, "round-trip", _round_trip, "prove a project's filing against its source cells"
    )
    _project_options(round_trip)
    validate = _command(commands, common, "validate", _validate, "judge an instance, a filing or a taxonomy package")
    validate.add_argument("path", metavar="FILE_OR_DIR", type=Path)
    _arelle_option(validate)
    read = _command(
        commands, common, "read", _read, "read the facts of an instance or a table, and write them in another format"
    )
    read.add_argument("path", metavar="FILE", type=Path)
    read.add_argument("--to", metavar="OUT", type=Path, required=True, help="ends in .csv, .parquet, .json or .xml")
    demo = _command(commands, common, "demo", _demo, "export the sample that comes with the package")
    demo.add_argument("--out", metavar="DIR", type=Path, default=Path("exporter-demo"), help="default: %(default)s")
    _arelle_option(demo)

    taxonomy = commands.add_parser("taxonomy", help="check and compile a taxonomy's tables")
    actions = taxonomy.add_subparsers(title="actions", required=True, metavar="ACTION")
    build = _command(actions, common, "build", _taxonomy_build, "compile a taxonomy's tables to a taxonomy package")
    build.add_argument("source", metavar="SOURCE", type=Path, help="folder with taxonomy.toml and the tables")
    build.add_argument("--out", metavar="DIR", type=Path, required=True, help="where the package goes")
    check = _command(actions, common, "check", _taxonomy_check, "check a taxonomy's tables")
    check.add_argument("source", metavar="SOURCE", type=Path, help="folder with taxonomy.toml and the tables")
    return parser


def _common_options() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--quiet", action="store_true", help="print errors only")
    common.add_argument("--json", action="store_true", help="print the result as one JSON object")
    return common


def _command(
    commands: Any,  # noqa: ANN401 - argparse does not name the type
    common: argparse.ArgumentParser,
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, parents=[common], help=text, description=text)
    parser.set_defaults(run=run)
    return parser


def _project_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="PROJECT", type=Path, help="folder with report.toml and mapping.csv")
    parser.add_argument("--out", metavar="DIR", type=Path, help="output folder; default: PROJECT/out")
    _arelle_option(parser)


def _arelle_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-arelle", action="store_true", help="quick: leave Arelle out; the verdict says so")


# ------------------------------------------------------------------------------------------------------ commands


def _export(options: argparse.Namespace) -> int:
    from exporter.export import export_report

    result = export_report(options.project, options.out, arelle=not options.no_arelle, progress=_progress(options))
    return _show_export(result, options)


def _round_trip(options: argparse.Namespace) -> int:
    from exporter.export import check_round_trip

    result = check_round_trip(options.project, options.out, arelle=not options.no_arelle, progress=_progress(options))
    return _show_export(result, options)


def _demo(options: argparse.Namespace) -> int:
    from exporter.export import export_report
    from exporter.files.resources import bundled_folder

    project = bundled_folder("samples") / "iij-2003q2"
    result = export_report(project, options.out, arelle=not options.no_arelle, progress=_progress(options))
    return _show_export(result, options)


def _validate(options: argparse.Namespace) -> int:
    from exporter.validation.panel import validate

    _progress(options)("validating")
    result = validate(options.path, arelle=not options.no_arelle)
    if options.json:
        _print_json({"judges": _verdicts(result.judgements), "findings": [asdict(f) for f in result.findings]})
    else:
        _print_findings(result.findings, options)
        _print_table([("validated", str(options.path)), *_verdicts(result.judgements).items()], options)
    return ERRORS if has_errors(result.findings) else CLEAN


def _read(options: argparse.Namespace) -> int:
    from exporter.formats.registry import format_of, read_report, write_report

    format_of(options.to)  # so that a wrong ending is told before a large file is read
    report, findings = read_report(options.path)
    write_report(report, options.to)
    if options.json:
        _print_json({"facts": len(report), "to": str(options.to), "findings": [asdict(f) for f in findings]})
    else:
        _print_findings(findings, options)
        _print_table([("read", str(options.path)), ("facts", f"{len(report):,}"), ("to", str(options.to))], options)
    return ERRORS if has_errors(findings) else CLEAN


def _taxonomy_build(options: argparse.Namespace) -> int:
    from exporter.taxonomy.build import build_taxonomy

    taxonomy, files, findings = build_taxonomy(options.source, options.out)
    rows = [("concepts", f"{len(taxonomy.concepts):,}"), *(("written", str(file)) for file in files)]
    return _show_taxonomy(rows, findings, options)


def _taxonomy_check(options: argparse.Namespace) -> int:
    from exporter.taxonomy.build import load_taxonomy

    taxonomy, findings = load_taxonomy(options.source)
    return _show_taxonomy([("concepts", f"{len(taxonomy.concepts):,}")], findings, options)


# ------------------------------------------------------------------------------------------------------ printing


def _progress(options: argparse.Namespace) -> Callable[[str], None]:
    """Stages go to a terminal only; a log or pipe gets the result alone."""
    if options.quiet or options.json or not sys.stderr.isatty():
        return lambda _: None
    return lambda text: print(f"… {text}", file=sys.stderr)


def _show_export(result: Export, options: argparse.Namespace) -> int:
    counts = result.round_trip.counts if result.round_trip else {}
    if options.json:
        _print_json(
            {
                "out": str(result.out),
                "ok": result.ok,
                "facts": len(result.report) if result.report is not None else 0,
                "cells": counts,
                "judges": _verdicts(result.judgements),
                "findings": [asdict(finding) for finding in result.findings],
            }
        )
    else:
        _print_findings(result.findings, options)
        _print_table(_export_rows(result, counts), options)
    return CLEAN if result.ok else ERRORS


def _export_rows(result: Export, counts: dict[str, int]) -> list[tuple[str, str]]:
    if result.report is None:
        return [("verdict", "the source has errors, listed above: no filing was written or compared")]
    return [
        (
            "source cells",
            (
                f"{counts['cells']:,}: {counts['facts']:,} facts, {counts['derived']:,} derived, "
                f"{counts['excluded']:,} excluded with reason"
            ),
        ),
        ("facts", f"{len(result.report):,} distinct"),
        *_verdicts(result.judgements).items(),
        ("round trip", _round_trip_verdict(result, counts)),
        ("filing", str(result.out / "filing")),
        ("ledger", str(result.out / "ledger.csv")),
        ("findings", f"{result.out / 'findings.json'} ({len(result.findings)})"),
    ]


def _round_trip_verdict(result: Export, counts: dict[str, int]) -> str:
    readers = "the own reader"
    if any(judgement.judge == "arelle" and judgement.not_run is None for judgement in result.judgements):
        readers += " and Arelle"
    if counts["different"]:
        return f"{counts['different']:,} of {counts['facts']:,} cells DIFFER as read by {readers}"
    return f"{counts['equal']:,} of {counts['facts']:,} cells equal as read by {readers}"


def _show_taxonomy(rows: list[tuple[str, str]], findings: list[Finding], options: argparse.Namespace) -> int:
    if options.json:
        _print_json({"findings": [asdict(finding) for finding in findings], **dict(rows)})
    else:
        _print_findings(findings, options)
        _print_table([*rows, ("findings", str(len(findings)))], options)
    return ERRORS if has_errors(findings) else CLEAN


def _verdicts(judgements: Sequence[Judgement]) -> dict[str, str]:
    return {judgement.judge: judgement.verdict for judgement in judgements}


def _print_findings(findings: list[Finding], options: argparse.Namespace) -> None:
    """The findings on stderr, errors first; all of them are in findings.json."""
    order = list(Severity)
    wanted = [f for f in findings if f.severity is Severity.ERROR or not options.quiet]
    for finding in sorted(wanted, key=lambda f: order.index(f.severity))[:_SHOWN]:
        print(finding, file=sys.stderr)
    if len(wanted) > _SHOWN:
        print(f"… and {len(wanted) - _SHOWN} more", file=sys.stderr)


def _print_table(rows: list[tuple[str, str]], options: argparse.Namespace) -> None:
    if options.quiet:
        return
    width = max(len(name) for name, _ in rows)
    for name, text in rows:
        print(f"{name:{width}}  {text}")


def _print_json(content: dict[str, Any]) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2, default=str))
