"""A Python process of ours that works alone: for code of others, which may take for ever, or all the memory.

It starts isolated (`python -I`): nothing in the working folder, and no variable meant for Python, reaches it. It has
limits of time and memory for each call, ends when whoever started it ends, and prints nothing. Functions and their
results go to it and back as pickles.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib.util
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import warnings
from collections import deque
from concurrent.futures import Future, wait
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from exporter.errors import ExporterError
from exporter.files.forked_call import ForkError, last_words
from exporter.files.inputs import refuse_special_files
from exporter.files.process_limits import limit_memory, limit_processor, memory_held
from exporter.files.temporary import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from exporter.files.process_limits import Limits

__all__ = ["IsolatedProcess", "ProcessError"]

#: How long the process waits for a call before it ends.
_IDLE_SECONDS = 300
#: The packages that the process may need; they need not be where an isolated Python looks.
_NEEDED = ("lxml", "xmlschema", "arelle", "polars")
_SIZE = 8


class ProcessError(ExporterError):
    """The process broke down, or was given up."""


class IsolatedProcess:
    """The process. It starts when it is first needed, and again after it has ended; threads may share it."""

    def __init__(self, environment: Mapping[str, str] | None = None, megabytes_at_rest: int | None = None) -> None:
        """Prepare to start it.

        Args:
            environment: variables that it has besides those of this process.
            megabytes_at_rest: if it holds more memory than that after a call, the next call gets a new process.
        """
        self._environment = dict(environment or {})
        self._megabytes_at_rest = megabytes_at_rest
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._waiting: deque[Future[Any]] = deque()
        self._held = [0]
        self._scratch = contextlib.ExitStack()

    def begin(self, function: Callable[..., Any], *arguments: object, limits: Limits | None = None) -> Future[Any]:
        """Have a function called, after those before it, and do not wait.

        Args:
            function: it and its arguments must be such as can be pickled.
            arguments: the function's.
            limits: of this call, but for the time that the caller waits.

        Returns: what will hold the result, or a ProcessError.
        """
        request = pickle.dumps((function, arguments, limits))
        with self._lock:
            for _ in range(2):  # it may have ended while idle
                process = self._running()
                future: Future[Any] = Future()
                self._waiting.append(future)
                try:
                    assert process.stdin  # noqa: S101 - it is a pipe
                    _write(process.stdin, request)
                except OSError:
                    self._let_go()
                    continue
                return future
        raise ProcessError("broke down: it cannot be started")

    def result(self, future: Future[Any], seconds: float | None = None) -> Any:  # noqa: ANN401 - any result
        """Wait for a call; one that takes longer than so many seconds is given up, and the process with it.

        Raises:
            ProcessError: it raised an exception, its process ended, or it was not done in time.
        """
        is_done = False
        try:
            is_done = bool(wait([future], timeout=seconds).done)
        finally:
            if not is_done:  # out of time, or interrupted from the keyboard: do not let it run on
                self.stop()
        if not is_done:
            raise ProcessError(f"was given up after {seconds:g} seconds")
        return future.result()

    def call(self, function: Callable[..., Any], *arguments: object, limits: Limits) -> Any:  # noqa: ANN401 - any result
        """Have a function called, and wait; see `begin` and `result`."""
        return self.result(self.begin(function, *arguments, limits=limits), limits.seconds)

    def stop(self) -> None:
        """End the process, whatever it is doing; whoever waits gets a ProcessError."""
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            atexit.unregister(self.stop)
            process.kill()
            process.wait()
            with contextlib.suppress(OSError):
                assert process.stdin  # noqa: S101 - it is a pipe
                process.stdin.close()
        self._scratch.close()

    def _running(self) -> subprocess.Popen[bytes]:
        """Start the process if there is none, or if that which is there has grown too large."""
        if self._process is not None and (self._process.poll() is not None or self._has_grown()):
            self._let_go()
        if self._process is None:
            waiting: deque[Future[Any]] = deque()
            self._held = held = [0]
            # What it leaves there when it is ended in the midst of its work is removed here.
            scratch = str(self._scratch.enter_context(scratch_folder()))
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
                [sys.executable, "-I", "-c", _code()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **self._environment, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), scratch)},
            )
            self._waiting = waiting
            # A daemon, for a thread that waits would keep the interpreter from ending.
            threading.Thread(target=_deliver, args=(self._process, waiting, held), daemon=True).start()
            atexit.register(self.stop)
        return self._process

    def _has_grown(self) -> bool:
        """Tell whether it holds too much memory, and nobody waits for it."""
        limit = self._megabytes_at_rest
        return limit is not None and not self._waiting and self._held[0] > limit * 1024 * 1024


def _code() -> str:
    """Write what the process runs: it takes this very package, wherever else there may be one, and then serves.

    Packages that an isolated Python does not find it looks for last where this process has them.
    """
    package = Path(__file__).resolve().parents[1]
    specs = [importlib.util.find_spec(name) for name in _NEEDED]
    places = [str(Path(spec.origin).parents[1]) for spec in specs if spec and spec.origin]
    return (
        "import sys; from importlib.util import module_from_spec, spec_from_file_location;"
        f"spec = spec_from_file_location({package.name!r}, {str(package / '__init__.py')!r},"
        f" submodule_search_locations=[{str(package)!r}]);"
        f"module = sys.modules[{package.name!r}] = module_from_spec(spec); spec.loader.exec_module(module);"
        f"sys.path += [place for place in {list(dict.fromkeys(places))!r} if place not in sys.path];"
        "from exporter.files.isolated_process import serve; serve()"
    )


def _deliver(process: subprocess.Popen[bytes], waiting: deque[Future[Any]], held: list[int]) -> None:
    """Hand each result to who waits for it; when the process has ended, say why to all who do.

    Args:
        process: which is listened to.
        waiting: who waits, in order.
        held: gets the memory, in bytes, that the process holds after each call.
    """
    assert process.stdout  # noqa: S101 - it is a pipe
    with process.stdout as stream:
        while (answer := _read(stream)) is not None:
            is_sound, content, held[0] = pickle.loads(answer)  # noqa: S301 - from our own process
            future = waiting.popleft()
            if is_sound:
                future.set_result(content)
            else:
                future.set_exception(ProcessError(content))
    reason = last_words(process.wait())
    while waiting:
        waiting.popleft().set_exception(ProcessError(reason))


def _write(stream: IO[bytes], data: bytes) -> None:
    stream.write(len(data).to_bytes(_SIZE, "big") + data)
    stream.flush()


def _read(stream: IO[bytes]) -> bytes | None:
    size = stream.read(_SIZE)
    if len(size) < _SIZE:
        return None
    data = stream.read(int.from_bytes(size, "big"))
    return data if len(data) == int.from_bytes(size, "big") else None


# ---- From here on everything runs in the process.


def serve() -> None:
    """Answer calls, one after the other, until whoever asks has ended or is silent for long."""
    answers = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):  # what Arelle prints is for no terminal and no notebook
        os.dup2(silence, stream)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the keyboard's interrupt is for who asks
    warnings.simplefilter("ignore")
    refuse_special_files()
    gc.set_threshold(50_000)  # the schemas that judges compile are many objects, and stay
    calls: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(calls,), daemon=True).start()
    while True:
        try:
            request = calls.get(timeout=_IDLE_SECONDS)
        except queue.Empty:
            return
        _write(answers, _answer(request))


def _listen(calls: queue.SimpleQueue[bytes]) -> None:
    """Take calls; when there can be none any more, end the process, whatever it is doing."""
    while (request := _read(sys.stdin.buffer)) is not None:
        calls.put(request)
    os._exit(0)


def _answer(request: bytes) -> bytes:
    try:
        function, arguments, limits = pickle.loads(request)  # noqa: S301 - from who started us
        if limits is not None:
            limit_memory(limits.megabytes)
            limit_processor(limits.processor_seconds)
        return pickle.dumps((True, function(*arguments), memory_held()))
    except ForkError as error:
        return pickle.dumps((False, str(error), memory_held()))
    except Exception as error:  # noqa: BLE001 - whatever it is, who asks is to know
        reason = next(iter(str(error).splitlines()), "")
        return pickle.dumps((False, f"broke down: {type(error).__name__}: {reason}", memory_held()))
