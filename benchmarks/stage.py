"""One stage in a process of its own: `python -m benchmarks.stage MODULE STAGE COUNT FOLDER [profile]` prints JSON.

`seconds` and `cpu` are those of the work alone, with the processes that it started; `bytes` is the size of the file
that it wrote or read.
"""

from __future__ import annotations

import contextlib
import cProfile
import importlib
import json
import pstats
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

__all__ = ["SYNTAXES", "Files", "Work"]

_PACKAGE = Path(__file__).resolve().parent.parent / "exporter"
#: So many functions of a profile are shown.
_HOT = 12
#: Other syntaxes than xBRL-XML, with the ends of their files' names.
SYNTAXES = {"json": ".oim.json", "csv": ".csv.json", "inline": ".xhtml"}
#: What is timed; it gives the file whose size counts.
Work: TypeAlias = Callable[[], Path]


class Files:
    """Where the files for so many facts lie in a folder."""

    def __init__(self, folder: Path, count: int) -> None:
        """Name the files."""
        self.count = count
        self.taxonomy, self.package = folder / "taxonomy", folder / "package" / "big-2026.zip"
        self.facts, self.instance = folder / f"{count}.parquet", folder / f"{count}.xml"
        self.json, self.forge = folder / f"{count}.json", folder / f"{count}.forge.json"
        self.project, self.distinct = folder / f"{count}.project", folder / f"{count}.distinct"
        self.journal = folder / f"{count}.journal"
        #: A published taxonomy of so many concepts, and where its index is kept.
        self.published, self.cache = folder / f"{count}.published", folder / "taxonomies"
        #: The same report in other syntaxes, and a place for a stage to write them.
        self.syntaxes, self.syntaxes_out = (
            {name: folder / f"{count}{place}{ending}" for name, ending in SYNTAXES.items()} for place in ("", ".out")
        )
        self.out, self.ledger = folder / f"{count}.out.xml", folder / f"{count}.ledger.csv"
        #: The size of the columns that a stage has read, if it says so.
        self.columns: int | None = None

    def check(self, sound: bool) -> None:
        """Check that the work was done.

        Raises:
            RuntimeError: it was not.
        """
        if not sound:
            raise RuntimeError(f"the work on {self.count:,} facts was not done as it should be")


def main() -> None:
    """Prepare the stage, do its work, and print what it took."""
    module, name, count, folder, *options = sys.argv[1:]
    files = Files(Path(folder), int(count))
    work = getattr(importlib.import_module(f"benchmarks.{module}"), name)(files)
    profile = cProfile.Profile() if options else None
    start, cpu = time.perf_counter(), _cpu()
    with profile or contextlib.nullcontext():
        file = work()
    times = {"seconds": time.perf_counter() - start, "cpu": _cpu() - cpu}
    result = {**times, "peak": _peak(), "bytes": file.stat().st_size, "columns": files.columns}
    print(json.dumps({**result, "profile": _hot(profile) if profile else None}))  # noqa: T201 - the command prints


def _cpu() -> float:
    """Tell how long this process and those that it started and that have ended kept processors busy, in seconds."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def _peak() -> int:
    """Find the most memory that the whole process has had, in bytes."""
    status = Path("/proc/self/status")
    if status.is_file():  # what the operating system counts elsewhere begins with the memory of the parent process
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _hot(profile: cProfile.Profile) -> list[tuple[str, int, float]]:
    """Find the functions of `exporter` where the most time goes.

    Returns: name, number of calls, and the seconds spent in the function and in what it calls.
    """
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]  # known to its users, not to its types
    rows = [
        (f"{Path(file).relative_to(_PACKAGE).with_suffix('')}: {function}", calls, seconds)
        for (file, _, function), (_, calls, _, seconds, _) in stats.items()
        if Path(file).is_relative_to(_PACKAGE) and not function.startswith("<")
    ]
    return sorted(rows, key=lambda row: row[2], reverse=True)[:_HOT]


if __name__ == "__main__":
    main()
