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
    """Add `taxonomy build`, `taxonomy check` and `taxonomy concepts`."""
    taxonomy = commands.add_parser("taxonomy", help="check and compile a taxonomy's tables")
    actions = taxonomy.add_subparsers(title="actions", required=True, metavar="ACTION")
    build = add_command(actions, common, "build", _build, "compile a taxonomy's tables to a taxonomy package")
    build.add_argument("source", metavar="SOURCE", type=Path, help="folder with taxonomy.toml and the tables")
    build.add_argument("--out", metavar="DIR", type=Path, required=True, help="where the package goes")
    check = add_command(actions, common, "check", _check, "check a taxonomy's tables")
    check.add_argument("source", metavar="SOURCE", type=Path, help="folder with taxonomy.toml and the tables")
    concepts = add_command(actions, common, "concepts", _concepts, "list the concepts of a taxonomy")
    concepts.add_argument("source", metavar="TAXONOMY", help="name of one that comes with the package, or a folder")
    concepts.add_argument(
        "words", metavar="WORD", nargs="*", help="list those alone whose name or labels have all words"
    )


def _concepts(options: argparse.Namespace) -> int:
    """Print a line a concept: name, type, period and balance, and its label in the taxonomy's first language."""
    from exporter.dts.loading import load_taxonomy
    from exporter.taxonomy.concepts import STANDARD
    from exporter.taxonomy.tables import taxonomy_folder

    folder = Path(options.source)
    taxonomy, findings = load_taxonomy(folder if folder.is_dir() else taxonomy_folder(options.source, Path()))
    words = [word.casefold() for word in options.words]
    rows = []
    for concept in taxonomy.all_concepts.values():
        labels = [taxonomy.label(concept.name, STANDARD, language) or "" for language in taxonomy.languages]
        text = " ".join((concept.name, *labels)).casefold()
        if all(word in text for word in words):
            kind = " ".join(
                filter(None, (concept.type, concept.period, concept.balance, "abstract" * concept.abstract))
            )
            rows.append({"concept": concept.name, "kind": kind, "label": labels[0]})
    if options.json:
        print_json({"concepts": rows})
    else:
        print_findings(findings, options)
        print_table([(row["concept"], f"{row['kind']}; {row['label']}") for row in rows], options)
    return ERRORS if has_errors(findings) else CLEAN


def _build(options: argparse.Namespace) -> int:
    from exporter.dts.loading import build_taxonomy

    taxonomy, files, findings = build_taxonomy(options.source, options.out)
    rows = [("concepts", f"{len(taxonomy.concepts):,}"), *(("written", str(file)) for file in files)]
    return _show(rows, findings, options)


def _check(options: argparse.Namespace) -> int:
    from exporter.dts.loading import load_taxonomy

    taxonomy, findings = load_taxonomy(options.source)
    return _show([("concepts", f"{len(taxonomy.concepts):,}")], findings, options)


def _show(rows: list[tuple[str, str]], findings: list[Finding], options: argparse.Namespace) -> int:
    if options.json:
        print_json({"findings": [asdict(finding) for finding in findings], **dict(rows)})
    else:
        print_findings(findings, options)
        print_table([*rows, ("findings", str(len(findings)))], options)
    return ERRORS if has_errors(findings) else CLEAN
