"""A cluster: a real Dask scheduler and two workers, one of which is killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from exporter.batch.journal import DONE
from exporter.batch.run import Batch, Progress, run_batch
from exporter.errors import MisuseError
from tests.batch.test_run import QUICK, files_of, projects, states

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow


@contextmanager
def _process(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command of Dask that runs, and what it started with it."""
    command = [sys.executable, "-m", "dask", *arguments]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, start_new_session=True, **silent)  # type: ignore[call-overload]  # noqa: S603 - a dict has no types of its own; our own command
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its two workers."""
    file = tmp_path / "scheduler.json"
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show"]
    worker = ["worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
    with ExitStack() as stack:
        stack.enter_context(_process(*scheduler, "--scheduler-file", str(file)))
        _wait_for(file.is_file)
        workers = [
            stack.enter_context(_process(*worker, "--local-directory", str(tmp_path / f"w{n}"))) for n in range(2)
        ]
        address = json.loads(file.read_text())["address"]
        _wait_for(lambda: _count_workers(address) == len(workers))
        yield address, workers


def _count_workers(address: str) -> int:
    import distributed  # noqa: PLC0415 - this module alone needs it

    dask: Any = distributed  # it has no types
    with dask.Client(address, timeout=20, set_as_default=False) as client:
        return len(client.nthreads())


def _wait_for(condition: object, seconds: float = 60) -> None:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    """And the same journal, but for who did it and when."""
    address, workers = cluster
    items = projects(tmp_path / "in", 8)
    alone = run_batch(items, replace(QUICK, out=tmp_path / "alone"))

    def kill_one(progress: Progress) -> None:
        if progress.ended == 2:
            os.killpg(workers[0].pid, signal.SIGKILL)

    shared = run_batch(items, replace(QUICK, out=tmp_path / "shared", scheduler=address), progress=kill_one)
    assert {entry.state for entry in shared} == {DONE}
    assert states(shared) == states(alone)
    assert files_of(tmp_path / "shared") == files_of(tmp_path / "alone")


def test_a_scheduler_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With how one is started."""
    monkeypatch.setattr("exporter.batch.executors._SCHEDULER_SECONDS", 1)
    batch = Batch(tmp_path / "out", scheduler="tcp://127.0.0.1:9")
    with pytest.raises(MisuseError, match=r"there is no Dask scheduler at .*dask scheduler"):
        run_batch(projects(tmp_path / "in", 1), batch)
