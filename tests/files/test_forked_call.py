"""Calls in a fork: what comes back, what stays here as it was, and that no fork outlives who asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from exporter.files.forked_call import CAN_FORK, ForkError, call_in_fork

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="the system has no forks")

#: Calls in a fork what writes its number into a file and then sleeps.
SLEEPER = """
import os, pathlib, sys, time
from exporter.files.forked_call import call_in_fork
def sleep():
    pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
    time.sleep(60)
call_in_fork(sleep)
"""


def test_what_is_returned_comes_back() -> None:
    """However large it is."""
    assert call_in_fork(lambda size: b"x" * size, 3_000_000) == b"x" * 3_000_000


def test_what_a_fork_changes_is_as_it_was_here() -> None:
    """It has its own memory."""
    names = ["a"]
    assert call_in_fork(lambda: names.append("b") or len(names)) == 2  # type: ignore[func-returns-value]  # None is meant
    assert names == ["a"]


def test_an_exception_is_told_by_its_name() -> None:
    """With the first line of its text."""

    def fail() -> None:
        raise KeyError("gone\nand more")

    with pytest.raises(ForkError, match="broke down: KeyError: 'gone"):
        call_in_fork(fail)


@pytest.mark.parametrize(
    ("number", "said"), [(signal.SIGKILL, "ended without a word"), (getattr(signal, "SIGXCPU", 0), "given up")]
)
def test_a_fork_that_is_ended_gives_no_answer(number: int, said: str) -> None:
    """The exception says what is known of it."""
    with pytest.raises(ForkError, match=said):
        call_in_fork(lambda: os.kill(os.getpid(), number))


def test_a_fork_ends_with_who_asked(tmp_path: Path) -> None:
    """Nobody would want its answer any more."""
    file = tmp_path / "number"
    parent = subprocess.Popen([sys.executable, "-c", SLEEPER, str(file)])  # noqa: S603 - our own code
    _wait_for(lambda: file.is_file() and file.read_text() != "")
    fork = int(file.read_text())
    parent.kill()
    parent.wait()
    _wait_for(lambda: not _is_running(fork))


def _wait_for(condition: object, seconds: float = 20) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def _is_running(number: int) -> bool:
    """Whether there is such a process; one that has ended may wait for somebody to notice."""
    try:
        with open(f"/proc/{number}/stat", encoding="ascii") as stream:  # noqa: PTH123 - a file of the system
            return stream.read().split(") ")[1][0] != "Z"
    except OSError:
        return False
