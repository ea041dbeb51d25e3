"""A batch as its users run it: the command, in a process of its own, with the companies that were made up for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from exporter.batch.journal import JOURNAL, Entry, read_entries

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
    found: dict[str, bytes] = {}
    for root, folders, names in os.walk(folder):  # which does not mind that a folder has gone meanwhile
        folders[:] = [name for name in folders if not name.startswith(".")]
        found |= {str(path.relative_to(folder)): path.read_bytes() for path in map(Path(root).joinpath, names)}
    return found


def outcomes(entries: list[Entry]) -> dict[str, tuple[object, ...]]:
    """Give what the journal says of each item, but for when, by whom and how often it was tried."""
    return {e.id: (e.state, e.verdict, e.inputs, e.facts, e.errors, e.warnings, e.causes) for e in entries}
