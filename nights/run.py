"""A batch as its users run it: the command, in a process of its own, with the companies that were made up for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter.batch.journal import JOURNAL, Entry, read_entries

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Night", "files_of", "outcomes"]


@dataclass(frozen=True)
class Night:
    """The command of a batch.

    Attributes:
        companies: a folder with the project and `entities.csv`.
        out: the output folder.
        options: of the command, besides those.
    """

    companies: Path
    out: Path
    options: tuple[str, ...] = ("--jobs", "2", "--no-arelle")

    def begin(self) -> subprocess.Popen[bytes]:
        """Start the command in a session of its own, and do not wait."""
        command = [sys.executable, "-m", "exporter", "batch", str(self.companies / "project")]
        command += ["--for", str(self.companies / "entities.csv"), "--out", str(self.out), "--format", "xml"]
        log = (self.out.parent / f"{self.out.name}.log").open("ab")
        return subprocess.Popen([*command, *self.options], stdout=log, stderr=log, start_new_session=True)  # noqa: S603 - our own command

    def entries(self) -> list[Entry]:
        """Read the journal; nothing if there is none yet."""
        return read_entries(self.out / JOURNAL) if (self.out / JOURNAL).exists() else []


def kill(process: subprocess.Popen[bytes], *, whole: bool) -> None:
    """Kill a command, or it and all that it started, as the system does it: at once."""
    if whole:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def files_of(folder: Path) -> dict[str, bytes]:
    """Give all files in a folder, by their paths; what a killed worker left half done has a hidden name."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    paths = ((path.relative_to(folder), path) for path in files)
    return {
        name.as_posix(): path.read_bytes()
        for name, path in paths
        if not any(part.startswith(".") for part in name.parts)
    }


def outcomes(entries: list[Entry]) -> dict[str, tuple[object, ...]]:
    """Give what the journal says of each item, but for when, by whom and how often it was tried."""
    return {e.id: (e.state, e.verdict, e.inputs, e.facts, e.errors, e.warnings, e.causes) for e in entries}
