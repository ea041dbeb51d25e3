"""Runs a case in a process of its own, and says which of the rules it broke."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import stat
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hostile.case import OUT, OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hostile.case import Case, Kill

__all__ = ["MEGABYTES", "SECONDS", "Outcome", "tried"]

#: What the slowest case may take on a busy machine, and the largest.
SECONDS, MEGABYTES = 60, 2_000
#: Beside the folder of the case, taxonomies that were loaded may be kept here.
_CACHE = "cache"
#: Files of more bytes are known by their size alone.
_HASHED = 16 * 1024**2
#: How old folders must be for a run to take them for left over.
_OLD_SECONDS = 3_600


@dataclass(frozen=True)
class Outcome:
    """What became of a case: the rules that it broke, and what it took."""

    case: Case
    faults: tuple[str, ...]
    seconds: float
    megabytes: int


@dataclass(frozen=True)
class _Run:
    code: int | None
    printed: str
    seconds: float
    megabytes: int
    processes: int


def tried(case: Case, sandbox: Path) -> Outcome:
    """Write a case to a new folder, run its command, and look at everything that it left."""
    folder, scratch = sandbox / "case", sandbox / "tmp"
    for each in (folder, scratch, sandbox / OUTSIDE, sandbox / "home"):
        each.mkdir(parents=True)
    (sandbox / OUTSIDE / "secret").write_text("name,secret\n", encoding="utf-8")
    arguments = list(case.write(folder))
    before = _state(sandbox)
    kept = _state(folder / OUT)
    faults: list[str] = []
    if case.kill:
        run = _run(arguments, folder, sandbox, case, case.kill)
        faults += [f"after the kill {fault}" for fault in _print_faults(run)]
        for leftover in [*folder.glob(".*"), *scratch.iterdir(), *(sandbox / _CACHE).glob(".*")]:
            _make_old(leftover)
    run = _run(arguments, folder, sandbox, case, None)
    faults += _run_faults(run, case)
    faults += _state_faults(before, _state(sandbox))
    faults += _secret_faults(folder / OUT, case.secret)
    faults += [
        f"{name} in {OUT} was touched" for name in case.keeps if kept.get(name) != _state(folder / OUT).get(name)
    ]
    return Outcome(case, tuple(faults), run.seconds, run.megabytes)


def _run(arguments: Sequence[str], folder: Path, sandbox: Path, case: Case, kill: Kill | None) -> _Run:
    """Run the command in a session of its own, and wait until it and all that it started are gone."""
    environment = {
        **os.environ,
        "TMPDIR": str(sandbox / "tmp"),
        "HOME": str(sandbox / "home"),
        "XDG_CONFIG_HOME": str(sandbox / "home"),
        "EXPORTER_CACHE": str(sandbox / _CACHE),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(Path(__file__).parent.parent),
        "POLARS_MAX_THREADS": "2",
        **case.environment,
    }
    printed = sandbox / "printed"
    begun = time.monotonic()
    with printed.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and package
            [sys.executable, "-m", "exporter", *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        deadline = begun + SECONDS
        kill_at = begun + kill.seconds if kill else None
        code, usage = None, None
        while usage is None and time.monotonic() < deadline:
            pid, status, found = os.wait4(process.pid, os.WNOHANG)
            if pid:
                code, usage = os.waitstatus_to_exitcode(status), found
                break
            if kill and kill_at and time.monotonic() >= kill_at:
                process.send_signal(kill.signal)
                kill_at = None
            time.sleep(0.02)
    seconds = time.monotonic() - begun
    left = _left_processes(process.pid)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    if usage is None:
        _, _, usage = os.wait4(process.pid, 0)
    process.returncode = code if code is not None else -signal.SIGKILL  # it was waited for here
    text = printed.read_bytes()[:1_000_000].decode("utf-8", "replace")
    printed.unlink()
    return _Run(code, text, seconds, usage.ru_maxrss // 1024, left)


def _left_processes(session: int) -> int:
    """Count the processes of a session that do not end by themselves within some seconds."""
    for _ in range(50):
        count = sum(1 for _ in _processes(session))
        if not count:
            return 0
        time.sleep(0.1)
    return count


def _processes(session: int) -> Iterator[int]:
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            fields = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[3]) == session and fields[0] != "Z" and int(status.parent.name) != session:
                yield int(status.parent.name)


def _run_faults(run: _Run, case: Case) -> Iterator[str]:
    if run.code is None:
        yield f"it took more than {SECONDS} seconds"
    elif run.code not in {0, 1, 2}:
        yield f"its exit code is {run.code}"
    elif case.clean and run.code:
        yield f"it is legitimate, and its exit code is {run.code}: {run.printed[:300]}"
    elif case.refused and not run.code:
        yield f"nothing is right but to refuse it, and its exit code is 0: {run.printed[:300]}"
    if run.megabytes > (case.megabytes or MEGABYTES):
        yield f"it took {run.megabytes:,} megabytes"
    if case.secret and case.secret in run.printed:
        yield f"it showed a secret: {run.printed[:300]}"
    yield from _print_faults(run)


def _print_faults(run: _Run) -> Iterator[str]:
    for line in run.printed.splitlines():
        if line.startswith("Traceback (most recent call last)"):
            yield f"a traceback: {run.printed.strip().splitlines()[-1][:200]}"
            break
        if "broke down" in line:
            yield line.strip()[:300]
            break
    if run.processes:
        yield f"it left {run.processes} processes"


def _state(folder: Path) -> dict[str, tuple[object, ...]]:
    """Say what lies in a folder: by path the kind, and for a file its size and content."""
    state: dict[str, tuple[object, ...]] = {}
    for parent, folders, files in os.walk(os.fsencode(folder)):
        for name in (*folders, *files):
            path = os.path.join(parent, name)  # noqa: PTH118 - names that are no UTF-8
            status = os.lstat(path)
            content: object = None
            if stat.S_ISLNK(status.st_mode):
                content = os.readlink(path)  # noqa: PTH115 - the same
            elif stat.S_ISREG(status.st_mode) and status.st_size <= _HASHED:
                content = hashlib.sha256(Path(os.fsdecode(path)).read_bytes()).digest()
            size = status.st_size if stat.S_ISREG(status.st_mode) else 0
            state[os.path.relpath(os.fsdecode(path), folder)] = (stat.S_IFMT(status.st_mode), size, content)
    return state


def _state_faults(before: dict[str, tuple[object, ...]], after: dict[str, tuple[object, ...]]) -> Iterator[str]:
    """Say what is new, gone or changed but for the output folder, and for what is kept of taxonomies."""
    for name in sorted({*before, *after}):
        is_kept = Path(name).parts[0] == _CACHE and "/." not in name
        if is_kept or f"case/{OUT}/" in f"{name}/" or before.get(name) == after.get(name):
            continue
        what = "left" if name not in before else "removed" if name not in after else "changed"
        yield f"{what}: {name!r}"
        return  # the first is enough


def _secret_faults(folder: Path, secret: str) -> Iterator[str]:
    """Say which files that were written have a secret in them."""
    for path in sorted(folder.rglob("*")) if secret else ():
        if path.is_file() and secret.encode() in path.read_bytes():
            yield f"it wrote a secret to {path.name}"


def _make_old(path: Path) -> None:
    """Make a folder look as if it had been there for long, as what a killed run left is found by a later one."""
    then = time.time() - _OLD_SECONDS
    with contextlib.suppress(OSError):
        os.utime(path, (then, then), follow_symlinks=False)
