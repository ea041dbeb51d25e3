"""Processes as the system sees them: whom they started, and what they have. Linux alone tells."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["cpu_seconds", "family", "megabytes", "open_files"]

#: Where /proc/…/stat has the ticks of a process, in its own code and in the system's, counted after its name.
_TICKS = slice(11, 13)


def family(process: int) -> Iterator[int]:
    """Yield a process and all that it started, and so on."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _text(task).split():
            yield from family(int(child))


def megabytes(process: int) -> float:
    """Give the memory that a process has for itself; what forks share is counted with each by its share."""
    lines = (line for line in _text(Path(f"/proc/{process}/smaps_rollup")).splitlines() if line.startswith("Pss:"))
    return sum(int(line.split()[1]) for line in lines) / 1024


def open_files(process: int) -> int:
    """Count the files that a process has open."""
    try:
        return len(list(Path(f"/proc/{process}/fd").iterdir()))
    except OSError:  # it has ended meanwhile
        return 0


def cpu_seconds(process: int) -> float:
    """Tell how long a process alone kept processors busy."""
    ticks = _text(Path(f"/proc/{process}/stat")).rpartition(")")[2].split()[_TICKS]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:  # its process has ended meanwhile
        return ""
