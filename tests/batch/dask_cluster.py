"""A real Dask scheduler with two workers, each in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["DaskCluster", "dask_cluster"]


class DaskCluster(NamedTuple):
    """A scheduler with its address, and its workers."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]

    def kill_worker(self) -> None:
        """Kill the first worker, whatever it does."""
        os.killpg(self.workers[0].pid, signal.SIGKILL)

    def kill_scheduler(self) -> None:
        """Kill the scheduler."""
        os.killpg(self.scheduler.pid, signal.SIGKILL)


@contextmanager
def dask_cluster(folder: Path) -> Iterator[DaskCluster]:
    """Have a scheduler and two workers, which leave their files in a folder, and end them."""
    file = folder / "scheduler.json"
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show"]
    worker = ["worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
    with ExitStack() as stack:
        started = stack.enter_context(_process(*scheduler, "--scheduler-file", str(file)))
        _wait_for(file.is_file)
        workers = [stack.enter_context(_process(*worker, "--local-directory", str(folder / f"w{n}"))) for n in range(2)]
        address = json.loads(file.read_text())["address"]
        _wait_for(lambda: _count_workers(address) == len(workers))
        yield DaskCluster(address, started, workers)


@contextmanager
def _process(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command of Dask that runs, and what it started with it."""
    command = [sys.executable, "-m", "dask", *arguments]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, start_new_session=True, **silent)  # type: ignore[call-overload]  # noqa: S603 - a dict has no types of its own; our own command
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):  # it was killed already
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _count_workers(address: str) -> int:
    import distributed  # noqa: PLC0415 - this module alone needs it

    dask: Any = distributed  # it has no types
    with dask.Client(address, timeout=20, set_as_default=False) as client:
        return len(client.nthreads())


def _wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("the cluster did not come up")
        time.sleep(0.1)
