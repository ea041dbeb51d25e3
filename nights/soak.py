"""Run a long batch, and see that memory, open files and processes stay as they are."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, NamedTuple

from exporter.batch.journal import DONE
from nights.family import family, megabytes, open_files
from nights.run import Night
from tests.batch.companies import write_companies

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
        processes = list(family(process.pid))
        looks.append(_Look(done, sum(map(megabytes, processes)), sum(map(open_files, processes)), len(processes)))
        if done >= next_line:
            print(f"{done:4.0%}: {looks[-1].megabytes:,.0f} MB, {looks[-1].files} files, {len(processes)} processes")
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
