"""Run a long batch, and see that memory, open files and processes stay as they are."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from exporter.batch.journal import DONE
from nights.run import Night
from tests.batch.companies import write_companies

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["soak"]

#: How often it is looked at, in seconds; between these shares of the items it is compared.
_EACH = 5
_EARLY, _LATE = (0.2, 0.4), (0.8, 1.0)
#: What may be more late than early: a twentieth of memory, and a few files that happen to be open.
_MORE_MEMORY, _MORE_FILES = 1.05, 4


class _Look(NamedTuple):
    done: float
    megabytes: float
    files: int
    processes: int


def soak(folder: Path, items: int, options: tuple[str, ...]) -> list[str]:
    """Run a batch of so many companies, and look at it and at all that it started.

    Args:
        folder: an empty one, for all files.
        items: how many companies there are.
        options: of the command.

    Returns: what grew.
    """
    write_companies(items, folder / "in")
    night = Night(folder / "in", folder / "out", options)
    process, looks, next_line = night.begin(), list[_Look](), 0.0
    started = time.monotonic()
    while process.poll() is None:
        time.sleep(_EACH)
        done = sum(entry.state == DONE for entry in night.entries()) / items
        family = list(_family(process.pid))
        looks.append(_Look(done, sum(map(_megabytes, family)), sum(map(_open_files, family)), len(family)))
        if done >= next_line:
            print(f"{done:4.0%}: {looks[-1].megabytes:,.0f} MB, {looks[-1].files} files, {len(family)} processes")
            next_line += 0.1
    print(f"{items:,} items in {time.monotonic() - started:,.0f} s")
    early, late = ([look for look in looks if low <= look.done < high] for low, high in (_EARLY, _LATE))
    if not early or not late:
        return ["it was over before it could be looked at"]
    return list(_grown(early, late))


def _grown(early: list[_Look], late: list[_Look]) -> Iterator[str]:
    for name, most in (("megabytes", _MORE_MEMORY), ("files", None), ("processes", 1.0)):
        before, after = (statistics.median(getattr(look, name) for look in looks) for looks in (early, late))
        limit = before * most if most else before + _MORE_FILES
        print(f"{name}: {before:,.0f} early, {after:,.0f} late")
        if after > limit:
            yield f"{name} grew from {before:,.0f} to {after:,.0f}"


def _family(process: int) -> Iterator[int]:
    """Yield a process and all that it started, and so on."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _text(task).split():
            yield from _family(int(child))


def _megabytes(process: int) -> float:
    """Give the memory that a process has for itself; what forks share is counted with each by its share."""
    lines = (line for line in _text(Path(f"/proc/{process}/smaps_rollup")).splitlines() if line.startswith("Pss:"))
    return sum(int(line.split()[1]) for line in lines) / 1024


def _open_files(process: int) -> int:
    try:
        return len(list(Path(f"/proc/{process}/fd").iterdir()))
    except OSError:  # it has ended meanwhile
        return 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:  # its process has ended meanwhile
        return ""
