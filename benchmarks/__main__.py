"""`python -m benchmarks`: measure every stage here and at others, side by side, and write what came of it.

`--quick` takes small sizes and the peers that need nothing else, to see that everything still works.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from importlib import metadata
from importlib.util import cache_from_source
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks.journals import write_journal
from benchmarks.page import FEW_AND_MORE, KEPT, LARGE, SAMPLE, write_page
from benchmarks.peers import write_inputs
from benchmarks.projects import write_project
from benchmarks.reports import read_facts, write_facts, write_taxonomy_tables
from benchmarks.stage import SYNTAXES, Files
from benchmarks.taxonomies import write_published_taxonomy
from exporter.dts.loading import build_taxonomy
from exporter.formats.registry import write_report
from exporter.formats.xbrl_xml import writer
from tests.databases.servers import find_server

OWN = ("line_items", "write", "write_mapped", "read", "judge", "round_trip", "sink", "copy", "copy_synced")
#: What an earlier version is measured by, as far as it has the stage.
BEFORE = ("line_items", "write", "read", "judge", "round_trip")
PEERS = ("xmlfile", "fstrings", "forge", "arelle_convert", "arelle_load", "arelle_load_inline", "arelle_validate")
#: The largest number of facts that a peer is given; it would take minutes, or more memory than most machines have.
MOST = {**dict.fromkeys(PEERS, 100_000), **dict.fromkeys(PEERS[:2], 1_000_000)}
#: What is done in other syntaxes.
IN_SYNTAXES = tuple(f"{work}_{syntax}" for syntax in SYNTAXES for work in ("write", "read"))
#: Postings that are added up; in a database where there is a server.
JOURNALS = ("journal", "journal_postgresql") if find_server() else ("journal",)
#: What is done with published taxonomies, by how many concepts they have.
TAXONOMIES = ("taxonomy_import", "taxonomy_open", "taxonomy_search", "judge_published")
FILINGS = ("filing_published", "filings_published")
#: What is done with many filings, by how many there are.
MANY: dict[str, tuple[int, ...]] = {
    "batch": (1_000,),
    "batch_arelle": (100,),
    "companies": (20,),
    "arelle_companies": (20,),
    **dict.fromkeys(("samples", "samples_arelle", "arelle_samples"), FEW_AND_MORE),
}
QUICK_MANY: dict[str, tuple[int, ...]] = {"batch": (4,), "companies": (1,), "samples": (1,)}
CONCEPTS, QUICK_CONCEPTS = (5_000, LARGE, 80_000), (2_000,)
SIZES, QUICK_SIZES = (10_000, 100_000, 300_000, 1_000_000, 10_000_000), (1_000,)
#: The stages with sizes of their own. A small filing of a large taxonomy shows what judging the taxonomy takes.
ALONE: dict[str, tuple[int, ...]] = {
    "cold": (SAMPLE,),
    "export": (1_000, 300_000, 1_000_000),
    "line_items_distinct": (10_000_000,),
    **dict.fromkeys(JOURNALS, (1_000_000, 10_000_000)),
    **dict.fromkeys(IN_SYNTAXES, (100_000, 1_000_000)),
    **dict.fromkeys(TAXONOMIES, CONCEPTS),
    **dict.fromkeys(FILINGS, (LARGE,)),
    **MANY,
}
QUICK_ALONE: dict[str, tuple[int, ...]] = {
    "cold": (SAMPLE,),
    "export": (1_000,),
    "line_items_distinct": (1_000,),
    **dict.fromkeys(JOURNALS, (1_000,)),
    **dict.fromkeys(IN_SYNTAXES, (1_000,)),
    **dict.fromkeys(TAXONOMIES, QUICK_CONCEPTS),
    **dict.fromkeys(FILINGS, QUICK_CONCEPTS),
    **QUICK_MANY,
}
#: How often each stage runs, by the number of facts from which on.
REPEATS = ((10_000_000, 1), (1_000_000, 5), (100_000, 3), (0, 3))
HOT = ("line_items", "write", "read", "judge", "round_trip")


def main() -> None:
    """Measure, print a table, and write the JSON file, the plots and the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, few peers, one run each")
    parser.add_argument("--folder", type=Path, default=Path("build/bench"), help="for the files; default: %(default)s")
    parser.add_argument(
        "--forge", type=Path, help="a Python that has xBRL-Forge, which needs an environment of its own"
    )
    parser.add_argument(
        "--before",
        type=Path,
        help="a checkout of an earlier version with its environment, to measure in turn with this",
    )
    parser.add_argument("--page", type=Path, help="write the page here, and the plots beside it")
    parser.add_argument(
        "--again",
        nargs="+",
        metavar="STAGE",
        help="measure these alone, and keep the folder's other results as they are",
    )
    options = parser.parse_args()
    sizes, alone = (QUICK_SIZES, QUICK_ALONE) if options.quick else (SIZES, ALONE)
    peers = PEERS[:2] if options.quick else tuple(peer for peer in PEERS if peer != "forge" or options.forge)
    _prepare(options.folder, sizes, alone)
    rows: list[dict[str, Any]] = []
    before: list[dict[str, Any]] = []
    for count in sorted({*sizes, *chain(*alone.values())}):
        repeats = 1 if options.quick else next(times for least, times in REPEATS if count >= least)
        stages = [("own", stage) for stage in OWN if count in sizes]
        modules = ((stage, "filings" if stage in MANY else "own") for stage in alone)
        stages += [(module, stage) for stage, module in modules if count in alone[stage]]
        stages += [("peers", peer) for peer in peers if count in sizes and count <= MOST[peer]]
        stages += [("peers", "arelle_taxonomy")] if count in alone[TAXONOMIES[0]] and not options.quick else []
        stages = [(module, stage) for module, stage in stages if not options.again or stage in options.again]
        runs: dict[str, list[dict[str, Any]]] = {stage: [] for _, stage in stages}
        earlier_runs: dict[str, list[dict[str, Any]]] = {stage: [] for stage in BEFORE}
        for _ in range(repeats):  # in turn, so that all see the same moods of the machine
            for module, stage in stages:
                python = options.forge if stage == "forge" else Path(sys.executable)
                runs[stage].append(_run(python, module, stage, count, options.folder))
                if options.before and stage in BEFORE:
                    earlier_runs[stage].append(_run_before(options.before, stage, count, options.folder))
        for stage, stage_runs in runs.items():
            rows.append(_result_row(stage, count, stage_runs))
            _print(rows[-1])
        before += [
            _pair(_result_row(stage, count, earlier), rows) for stage, earlier in earlier_runs.items() if earlier
        ]
    results_file = options.folder / "results.json"
    kept: dict[str, Any] = json.loads(results_file.read_text(encoding="utf-8")) if options.again else {}
    rows = [row for row in kept.get("rows", []) if row["stage"] not in (options.again or ())] + rows
    profile_runs = (
        {}
        if options.quick or options.again
        else {stage: _run(Path(sys.executable), "own", stage, 1_000_000, options.folder, "profile") for stage in HOT}
    )
    results = {
        "machine": _machine(),
        "rows": rows,
        "profiles": kept.get("profiles") or {stage: run["profile"] for stage, run in profile_runs.items()},
    }
    results_file.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    if before and options.page:
        KEPT.write_text(json.dumps({"machine": results["machine"], "rows": before}, indent=1) + "\n", encoding="utf-8")
    if options.page:
        write_page(results, options.page)


def _prepare(folder: Path, sizes: tuple[int, ...], alone: dict[str, tuple[int, ...]]) -> None:
    """Write the taxonomy, and for each size the facts and what the stages and the peers read.

    Stages with sizes of their own read projects.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_taxonomy_tables(folder / "taxonomy")
    build_taxonomy(folder / "taxonomy", folder / "package")
    for count in sizes:
        files = Files(folder, count)
        write_facts(count, files.facts)
        write_project(count, files.project)
        writer.write_instance(read_facts(files.facts), files.instance)
        if count <= MOST["forge"]:
            write_inputs(files)
        if count <= MOST["arelle_load_inline"] or count in alone[IN_SYNTAXES[0]]:
            for syntax, path in files.syntaxes.items():
                write_report(read_facts(files.facts), path, syntax)
    for count in set(alone["export"]) - set(sizes):
        write_project(count, Files(folder, count).project)
    for count in alone["journal"]:
        write_journal(count, Files(folder, count).journal)
    for count in alone[TAXONOMIES[0]]:
        write_published_taxonomy(count, Files(folder, count).published)
    for count in alone["line_items_distinct"]:
        write_project(count, Files(folder, count).distinct, distinct=True)


def _run_before(checkout: Path, stage: str, count: int, folder: Path) -> dict[str, Any]:
    """Run a stage of an earlier version, with the files of this one."""
    return _run(checkout.resolve() / ".venv/bin/python", "own", stage, count, folder.resolve(), checkout=checkout)


def _pair(earlier: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Put what an earlier version took beside what this one takes."""
    (now,) = (row for row in rows if (row["stage"], row["facts"]) == (earlier["stage"], earlier["facts"]))
    return {"before": earlier, "now": now}


def _run(python: Path, *arguments: object, checkout: Path | None = None) -> dict[str, Any]:
    """Run a stage in a process of its own, with the benchmarks of this checkout or another one."""
    command = [str(python), "-m", "benchmarks.stage", *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=checkout)  # noqa: S603 - our own code
    if run.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{run.stderr}")
    result: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return result


def _result_row(stage: str, count: int, runs: list[dict[str, Any]]) -> dict[str, Any]:
    seconds = [run["seconds"] for run in runs]
    return {
        "stage": stage,
        "facts": count,
        "runs": len(runs),
        "seconds": statistics.median(seconds),
        "least": min(seconds),
        "most": max(seconds),
        "cpu": statistics.median(run["cpu"] for run in runs),
        "peak": max(run["peak"] for run in runs),
        "bytes": runs[0]["bytes"],
        "columns": runs[0]["columns"],
    }


def _print(row: dict[str, Any]) -> None:
    facts_per_second, bytes_per_second = row["facts"] / row["seconds"], row["bytes"] / row["seconds"]
    print(  # noqa: T201 - the command prints
        f"{row['stage']:16}{row['facts']:>12,}{row['seconds']:>10.3f} s{facts_per_second:>14,.0f} facts/s"
        f"{bytes_per_second / 1e6:>9,.0f} MB/s{row['peak'] / 1e6:>9,.0f} MB",
        flush=True,
    )


def _machine() -> dict[str, str]:
    """Describe what the figures depend on."""
    cpu = platform.processor()
    information = Path("/proc/cpuinfo")
    if information.is_file():
        names = [
            line.partition(":")[2].strip() for line in information.read_text().splitlines() if "model name" in line
        ]
        cpu = names[0] if names else cpu
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    versions = {name: metadata.version(name) for name in ("arelle-release", "lxml", "pandas", "polars")}
    compiled = Path(cache_from_source(writer.__file__)).is_file()
    return {
        "processor": f"{cpu}, {os.cpu_count()} cores",
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **versions,
        "compiled modules": "in use" if compiled else "not written, so that each start compiles them",
    }


if __name__ == "__main__":
    main()
