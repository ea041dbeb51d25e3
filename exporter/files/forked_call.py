"""A call in a fork of this process, which has all that is in memory here; whatever it does to it is gone afterwards."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from typing import TYPE_CHECKING, Any, NoReturn

from exporter.files.process_limits import limit_processor, processor_seconds_left

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CAN_FORK", "ForkError", "call_in_fork", "last_words"]

#: Whether the system has forks.
CAN_FORK = hasattr(os, "fork")


class ForkError(Exception):
    """What was called raised an exception, or its process ended; the message is why."""


def call_in_fork(function: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401 - any result
    """Call a function in a fork, and wait. It ends when this process does, and has the limits that it has left.

    What it returns comes back as a pickle. No other thread of this process may hold a lock that it needs.

    Raises:
        ForkError: it raised an exception, or its process ended.
    """
    seconds = processor_seconds_left()
    answer, answer_end = os.pipe()
    life, life_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(answer)
        os.close(life_end)
        _work(function, arguments, answer_end, life, seconds)
    os.close(answer_end)
    os.close(life)
    with os.fdopen(answer, "rb") as stream:
        data = stream.read()
    _, status = os.waitpid(pid, 0)
    os.close(life_end)
    if status or not data:
        raise ForkError(last_words(os.waitstatus_to_exitcode(status)))
    is_sound, content = pickle.loads(data)  # noqa: S301 - from our own fork
    if not is_sound:
        raise ForkError(content)
    return content


def _work(
    function: Callable[..., Any], arguments: tuple[object, ...], answer: int, life: int, seconds: int | None
) -> NoReturn:
    """Do the work in the fork, and end it, whatever happens."""
    code = 1
    try:
        limit_processor(seconds)
        threading.Thread(target=_end_with, args=(life,), daemon=True).start()
        with os.fdopen(answer, "wb") as stream:
            stream.write(_answer(function, arguments))
        code = 0
    finally:
        os._exit(code)


def _answer(function: Callable[..., Any], arguments: tuple[object, ...]) -> bytes:
    try:
        return pickle.dumps((True, function(*arguments)))
    except Exception as error:  # noqa: BLE001 - whatever it is, who asks is to know
        reason = next(iter(str(error).splitlines()), "")
        return pickle.dumps((False, f"broke down: {type(error).__name__}: {reason}"))


def _end_with(life: int) -> None:
    """End this process when the one that it was forked from is gone, and nobody holds the other end any more."""
    os.read(life, 1)
    os._exit(1)


def last_words(code: int) -> str:
    """Say why a process ended that gave no answer, by its exit code."""
    if code == -getattr(signal, "SIGXCPU", 0):
        return "was given up: it computed for longer than it may"
    return "broke down: it ended without a word"
