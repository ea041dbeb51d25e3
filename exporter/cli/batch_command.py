"""The command that exports many projects, or one project for many entities, and says what became of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporter.cli.batch_log import FORMATS, batch_log
from exporter.cli.exit_codes import CLEAN, ERRORS
from exporter.cli.options import add_command, judge_options, package_options, package_urls, packages, without
from exporter.cli.printing import print_json, print_table
from exporter.errors import MisuseError

if TYPE_CHECKING:
    import argparse

    from exporter.batch.journal import Entry
    from exporter.files.stores import Place

__all__ = ["add_commands"]

_STATUS, _RETRY = "status", "retry"
_PAGE, _SUMMARY = "batch.md", "batch.json"


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse does not name it
    """Add `batch`."""
    text = (
        "export many projects, and go on where an earlier run ended; `batch status` and `batch retry` tell and repeat"
    )
    batch = add_command(commands, common, "batch", _batch, text)
    batch.add_argument(
        "sources",
        metavar="SOURCE",
        nargs="+",
        help="project folders, folders that hold some, patterns in quotes, or .txt files that list them; `status` and "
        "an output folder; or `retry` and the sources",
    )
    batch.add_argument(
        "--out", metavar="DIR", default="batch-out", help="folder for an output folder of each; default: %(default)s"
    )
    batch.add_argument(
        "--for", dest="entities", metavar="TABLE", type=Path, help="CSV whose rows fill ${…} of one project"
    )
    text = "so many at a time, in processes of their own; 0 for this process alone; default: %(default)s"
    batch.add_argument("--jobs", metavar="N", type=int, default=1, help=text)
    batch.add_argument("--cluster", metavar="ADDRESS", help="let the workers of this Dask scheduler do it")
    batch.add_argument(
        "--journal",
        metavar="FILE",
        type=Path,
        help="default: batch.sqlite in the output folder, or here if that is in a store",
    )
    batch.add_argument("--failed", action="store_true", help="try again what was given up, as `retry` does")
    batch.add_argument("--force", action="store_true", help="do what is done already, too")
    batch.add_argument("--format", dest="formats", action="append", metavar="NAME", help="as for export")
    batch.add_argument("--seconds", metavar="N", type=float, help="give an item up after so long")
    batch.add_argument("--megabytes", metavar="N", type=int, help="of memory that a worker may use")
    batch.add_argument(
        "--facts", metavar="DIR", type=Path, help="write all facts, ledgers and findings as one data set, too"
    )
    batch.add_argument(
        "--log-format", choices=FORMATS, default=FORMATS[0], help="of what is told meanwhile; default: %(default)s"
    )
    judge_options(batch)
    package_options(batch, str)
    batch.epilog = "Projects, --out and --packages may be URLs of stores, too: s3://, gs://, abfs://, sftp://."


def _batch(options: argparse.Namespace) -> int:
    from exporter.batch.items import entity_items, project_items
    from exporter.batch.run import Batch, run_batch
    from exporter.batch.summary import Summary
    from exporter.files.stores import place

    first, *others = options.sources
    if first == _STATUS:
        return _status(options, others)
    sources = others if first == _RETRY else options.sources
    if not sources:
        raise MisuseError("`batch retry` wants the sources and options of the batch, as they were")
    if options.jobs < 0:
        raise MisuseError(f"--jobs must be 0 or more, not {options.jobs}")
    if options.entities is not None:
        if len(sources) != 1:
            raise MisuseError("--for takes one project, whose report.toml says ${…} where entities differ")
        items = entity_items(place(sources[0]), options.entities)
    else:
        items = project_items(sources)
    out = place(options.out)
    batch = Batch(
        out,
        journal=options.journal,
        jobs=options.jobs,
        scheduler=options.cluster,
        without=without(options),
        packages=(*packages(options), *package_urls(options)),
        formats=tuple(options.formats) if options.formats else None,
        force=options.force,
        retry=first == _RETRY or options.failed,
        seconds=options.seconds,
        megabytes=options.megabytes,
        facts=options.facts,
    )
    log = batch_log(options)
    entries = run_batch(items, batch, progress=log.item, tell=log.tell)
    log.end(Summary(entries).counts)
    return _show(entries, out, options)


def _status(options: argparse.Namespace, folders: list[str]) -> int:
    from exporter.batch.journal import read_entries
    from exporter.batch.places import default_journal
    from exporter.batch.summary import Summary, summary_json
    from exporter.files.stores import place

    if len(folders) != 1 and options.journal is None:
        raise MisuseError("`batch status` wants the output folder of a batch, or its --journal")
    summary = Summary(read_entries(options.journal or default_journal(place(folders[0]))))
    if options.json:
        print_json(summary_json(summary))
    else:
        print_table(summary.lines(), options)
    return CLEAN if summary.is_sound else ERRORS


def _show(entries: list[Entry], out: Place, options: argparse.Namespace) -> int:
    import json

    from exporter.batch.places import write_beside
    from exporter.batch.summary import Summary, summary_json, summary_page

    summary = Summary(entries)
    page = write_beside(out, _PAGE, summary_page(summary))
    write_beside(out, _SUMMARY, json.dumps(summary_json(summary), indent=1, ensure_ascii=False) + "\n")
    if options.json:
        print_json(summary_json(summary))
    else:
        print_table([*summary.lines(), ("page", str(page))], options)
    return CLEAN if summary.is_sound else ERRORS
