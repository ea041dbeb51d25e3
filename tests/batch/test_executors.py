"""Executors: each does what it is given, and its processes end with whoever started them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from exporter.batch.executors import InProcess, _differences, _with_threads, local_processes

#: Has a worker say its number, and waits.
STARTER = """
import os, time
from exporter.batch.executors import local_processes
with local_processes(1) as pool:
    print(pool.submit(os.getpid).result(), flush=True)
    time.sleep(60)
"""


def test_the_work_is_done_here_and_at_once() -> None:
    """An exception is for whoever asks for the result."""
    with InProcess() as executor:
        assert executor.submit(os.getpid).result() == os.getpid()
        future = executor.submit(int, "x")
    with pytest.raises(ValueError, match="invalid literal"):
        future.result()


def test_the_work_is_done_in_other_processes() -> None:
    """They are gone when the block ends."""
    with local_processes(2) as pool:
        numbers = {future.result() for future in [pool.submit(os.getpid) for _ in range(8)]}
    assert os.getpid() not in numbers
    _wait_until_gone(numbers)


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot tell that its starter is gone")
def test_processes_end_with_whoever_started_them() -> None:
    """Though he was killed, and could not say so."""
    starter = subprocess.Popen([sys.executable, "-c", STARTER], stdout=subprocess.PIPE, text=True)  # noqa: S603 - our code
    assert starter.stdout
    number = int(starter.stdout.readline())
    starter.kill()
    starter.communicate()
    _wait_until_gone({number})


def _wait_until_gone(numbers: set[int]) -> None:
    deadline = time.monotonic() + 20
    while any(map(_is_running, numbers)):
        assert time.monotonic() < deadline, "they are still there"
        time.sleep(0.1)


def _is_running(number: int) -> bool:
    """Whether there is such a process; one that has ended may wait for somebody to notice."""
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="ascii").split(") ")[1][0] != "Z"
    except OSError:
        return False


class _Client:
    """A client of Dask with one worker, which has several threads, and another version of something."""

    def nthreads(self) -> dict[str, int]:
        """Say how many threads it has."""
        return {"tcp://worker:1": 4}

    def get_versions(self, packages: list[str]) -> dict[str, Any]:
        """Say what client and worker have."""
        ours = dict.fromkeys(packages, "1.0")
        theirs = ours | {"exporter": "0.9"}
        return {"client": {"packages": ours}, "workers": {"tcp://worker:1": {"packages": theirs}}}


def test_odd_workers_are_told() -> None:
    """By package, where versions differ: what they file might not be what is filed here."""
    (threads,) = _with_threads(_Client())
    assert threads.endswith("start it with --nthreads 1 --nworkers 4")
    assert _differences(_Client()) == ["the worker tcp://worker:1 has exporter 0.9, and we have 1.0"]
