"""The commands about taxonomies: tables checked and compiled, published ones imported, and both looked into."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporter.cli.exit_codes import CLEAN, ERRORS
from exporter.cli.options import add_command, package_options, packages
from exporter.cli.printing import print_findings, print_json, print_table
from exporter.errors import MisuseError
from exporter.findings.findings import has_errors

if TYPE_CHECKING:
    import argparse

    from exporter.findings.findings import Finding
    from exporter.taxonomy.model import Taxonomy

__all__ = ["add_commands"]

_IN = "a project, a folder of tables, a package, the name of one that was imported or comes with exporter"


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse does not name it
    """Add `taxonomy` and its actions."""
    taxonomy = commands.add_parser("taxonomy", help="import, search, compare, check and compile taxonomies")
    actions = taxonomy.add_subparsers(title="actions", required=True, metavar="ACTION")
    _add_published(actions, common)
    search = add_command(actions, common, "search", _search, "find concepts by names, labels and documentation")
    search.add_argument("words", metavar="WORD", nargs="+", help="words in any language of the labels")
    search.add_argument("--most", metavar="N", type=int, default=20, help="so many concepts; default: %(default)s")
    _source_options(search)
    show = add_command(actions, common, "show", _show_concept, "show everything about a concept")
    show.add_argument("concept", metavar="CONCEPT", help="its name, with its prefix or, where that is enough, without")
    _source_options(show)
    diff = add_command(actions, common, "diff", _diff, "compare two taxonomies")
    diff.add_argument("before", metavar="A", help=_IN)
    diff.add_argument("after", metavar="B", help="likewise")
    diff.add_argument("--to", metavar="OUT.csv", type=Path, help="write the differences as CSV; default: print")
    diff.add_argument("--entry-point", metavar="URL", action="append", default=[], help="that of A; again, that of B")
    _cache_option(diff)
    package_options(diff)
    build = add_command(actions, common, "build", _build, "compile a taxonomy's tables to a taxonomy package")
    build.add_argument("source", metavar="SOURCE", type=Path, help="folder with taxonomy.toml and the tables")
    build.add_argument("--out", metavar="DIR", type=Path, required=True, help="where the package goes")
    package_options(build)
    check = add_command(actions, common, "check", _check, "check a taxonomy's tables")
    check.add_argument("source", metavar="SOURCE", type=Path, help="folder with taxonomy.toml and the tables")
    package_options(check)
    concepts = add_command(actions, common, "concepts", _concepts, "list the concepts of a taxonomy")
    concepts.add_argument("source", metavar="TAXONOMY", help=_IN)
    concepts.add_argument(
        "words", metavar="WORD", nargs="*", help="list those alone whose name or labels have all words"
    )
    _opening_options(concepts, "TAXONOMY")


def _add_published(actions: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - as above
    """Add what is done with published taxonomies as a whole."""
    text = "have Arelle load a published taxonomy, once, and keep what it says"
    load = add_command(actions, common, "import", _import, text)
    source_help = "a taxonomy package, a copy of web sites by host and path (zipped or a folder), or a schema"
    load.add_argument("sources", metavar="SOURCE", type=Path, nargs="+", help=source_help)
    load.add_argument(
        "--entry-point",
        metavar="URL",
        action="append",
        default=[],
        help="where the taxonomy begins, if its package names several or none; may be given again",
    )
    _cache_option(load)
    kept = add_command(actions, common, "list", _list, "list the taxonomies that were imported")
    _cache_option(kept)
    remove = add_command(actions, common, "remove", _remove, "remove imported taxonomies")
    remove.add_argument("name", metavar="NAME", help="the name, entry point or key that `list` prints; filings; or all")
    _cache_option(remove)


def _cache_option(parser: argparse.ArgumentParser) -> None:
    text = "where imported taxonomies are kept; default: EXPORTER_CACHE, or the user's cache"
    parser.add_argument("--cache", metavar="DIR", type=Path, help=text)


def _source_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--in", dest="source", metavar="SOURCE", help=f"{_IN}; default: the project here, or the only one"
    )
    _opening_options(parser, "SOURCE")


def _opening_options(parser: argparse.ArgumentParser, source: str) -> None:
    parser.add_argument("--entry-point", metavar="URL", action="append", default=[], help=f"where {source} begins")
    _cache_option(parser)
    package_options(parser)


def _import(options: argparse.Namespace) -> int:
    from exporter.dts.taxonomy_import import import_taxonomy

    index, findings = import_taxonomy(options.sources, options.entry_point, cache=options.cache)
    manifest = index.manifest
    rows = [
        ("imported", f"{manifest.name} {manifest.version}".strip()),
        ("entry point", ", ".join(manifest.entry_points)),
        ("concepts", f"{manifest.concepts:,}"),
        ("labels", f"{manifest.labels:,} ({', '.join(manifest.languages) or 'none'})"),
        *(
            [("not judged", f"{manifest.formulas:,} arcs of formulas, which Arelle alone looks at")]
            if manifest.formulas
            else []
        ),
        ("kept in", str(index.folder)),
    ]
    return _show(rows, findings, options)


def _list(options: argparse.Namespace) -> int:
    from exporter.dts.cache import cache_folder, kept
    from exporter.dts.index import Index

    entries = list(kept(cache_folder(options.cache)))
    rows = []
    for entry in entries:
        if isinstance(entry, Index):
            manifest = entry.manifest
            languages, entry_points = ", ".join(manifest.languages) or "no labels", ", ".join(manifest.entry_points)
            for_filing = "" if manifest.sources else "; kept for a filing"
            about = f"{manifest.concepts:,} concepts, {languages}; {entry_points}{for_filing}"
            rows.append((f"{manifest.key[:8]}  {manifest.name} {manifest.version}".strip(), about))
        else:
            rows.append(("damaged", f"{entry}; it is made anew when it is needed"))
    if options.json:
        print_json({"taxonomies": [asdict(entry.manifest) for entry in entries if isinstance(entry, Index)]})
    else:
        print_table(rows or [("kept", f"nothing in {cache_folder(options.cache)}")], options)
    return CLEAN


def _remove(options: argparse.Namespace) -> int:
    from exporter.dts.cache import cache_folder, remove

    folders = remove(cache_folder(options.cache), options.name)
    return _show([("removed", str(folder)) for folder in folders], [], options)


def _search(options: argparse.Namespace) -> int:
    from exporter.taxonomy.search import search_concepts

    taxonomy, findings = _opened(options.source, options)
    found = search_concepts(taxonomy, " ".join(options.words), options.most)
    if options.json:
        print_json({"concepts": found.to_dicts()})
        return CLEAN
    print_findings([finding for finding in findings if has_errors([finding])], options)
    for row in found.iter_rows(named=True) if not options.quiet else ():
        kind = " ".join(filter(None, (row["type"], row["period"], row["balance"], "abstract" * row["abstract"])))
        print(row["concept"])
        for line in filter(None, (row["label"], kind, row["presented"])):
            print(f"    {line}")
    if not found.height:
        print_table([("nothing", f"in {taxonomy.name} has {' '.join(options.words)!r}, or is spelt like it")], options)
    return CLEAN


def _show_concept(options: argparse.Namespace) -> int:
    from exporter.taxonomy.concept_page import about_concept, concept_page

    taxonomy, _ = _opened(options.source, options)
    if options.json:
        print_json(about_concept(taxonomy, options.concept))
    elif not options.quiet:
        print(concept_page(taxonomy, options.concept))
    return CLEAN


def _diff(options: argparse.Namespace) -> int:
    from exporter.files.publish import published_file
    from exporter.taxonomy.comparison import differences as differences_of

    entry_points = [[url] for url in options.entry_point] or [[]]
    before, _ = _opened(options.before, options, entry_points[0])
    after, _ = _opened(options.after, options, entry_points[-1])
    differences = differences_of(before, after)
    if options.to is not None:
        with published_file(options.to) as staging:
            differences.write_csv(staging)
    if options.json:
        print_json({"differences": differences.to_dicts()})
        return CLEAN
    counts = [(change, f"{count:,}") for change, count in differences["change"].value_counts(sort=True).iter_rows()]
    if options.to is None:
        for row in differences.iter_rows(named=True):
            words = f"{row['change']}: {row['what']}: {row['before'] or 'nothing'} → {row['after'] or 'nothing'}"
            print_table([(row["concept"], words)], options)
    print_table(counts or [("differences", "none")], options)
    return CLEAN


def _opened(
    source: str | None, options: argparse.Namespace, entry_points: list[str] | None = None
) -> tuple[Taxonomy, list[Finding]]:
    """Open the taxonomy that the user means."""
    from exporter.dts.loading import taxonomy_of_name
    from exporter.export import open_project

    folder = Path(source or "")
    if (folder / "report.toml").is_file():
        _, taxonomy, findings = open_project(folder, packages=packages(options))
        if taxonomy is None:
            print_findings(findings, options)
            raise MisuseError(f"{folder / 'report.toml'} has errors, so its taxonomy is not known")
        return taxonomy, findings
    named = entry_points if entry_points is not None else options.entry_point
    return taxonomy_of_name(source, named, packages(options), options.cache)


def _concepts(options: argparse.Namespace) -> int:
    """Print a line a concept: name, type, period and balance, and its label in the taxonomy's first language."""
    from exporter.taxonomy.concepts import STANDARD

    taxonomy, findings = _opened(options.source, options)
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

    taxonomy, files, findings = build_taxonomy(options.source, options.out, packages(options))
    rows = [("concepts", f"{len(taxonomy.concepts):,}"), *(("written", str(file)) for file in files)]
    return _show(rows, findings, options)


def _check(options: argparse.Namespace) -> int:
    from exporter.dts.loading import load_taxonomy

    taxonomy, findings = load_taxonomy(options.source, packages(options))
    return _show([("concepts", f"{len(taxonomy.concepts):,}")], findings, options)


def _show(rows: list[tuple[str, str]], findings: list[Finding], options: argparse.Namespace) -> int:
    if options.json:
        print_json({"findings": [asdict(finding) for finding in findings], **dict(rows)})
    else:
        print_findings(findings, options)
        print_table([*rows, ("findings", str(len(findings)))], options)
    return ERRORS if has_errors(findings) else CLEAN
