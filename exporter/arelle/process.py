"""The warm process in which Arelle lives.

Arelle's Session is one for a whole process, costs a second to load and prints; so it runs offline in a process of its
own, which stays warm between calls. Only plain data comes back from it.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.util
import os
import threading
import warnings
from concurrent.futures import BrokenExecutor, Future, wait
from typing import TYPE_CHECKING, Any

from exporter.errors import ExporterError
from exporter.files.process_limits import Limits, limit_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["LIMITS", "NO_FOLDER", "ArelleError", "WarmProcess", "warm_process"]

#: A judgement may take so long, and the process so much memory.
LIMITS = Limits(seconds=600, megabytes=16 * 1024)

#: How long the process waits for the next file before it ends.
_IDLE_SECONDS = 300

#: An XDG_CONFIG_HOME in which nothing can exist: no cache or setting of a user's own Arelle reaches the verdict.
NO_FOLDER = os.devnull


class ArelleError(ExporterError):
    """Arelle broke down or took too long, so there is no verdict."""


def warm_process() -> WarmProcess:
    """Return the warm process of this process."""
    return _processes.setdefault(os.getpid(), WarmProcess())


class WarmProcess:
    """The process in which Arelle lives. Threads take turns; it starts again after it has ended or broken down."""

    # Not loky's reusable executor: that is one for each thread, so a call from a new thread would start cold.

    def __init__(self) -> None:
        """Prepare to start it when it is first needed."""
        self._turn = threading.Lock()
        self._executor: Any = None

    def begin(self, function: Callable[..., Any]) -> None:
        """Have a function called in the process, and do not wait.

        The next call has its turn after it.
        """
        with self._turn:
            self._submit(function, ())

    def call(self, function: Callable[..., Any], *arguments: object, timeout: float | None) -> Any:  # noqa: ANN401 - any result
        """Call a function in the process, and wait.

        Args:
            function: it and its arguments must be such as can be pickled.
            arguments: the function's.
            timeout: seconds until the call is given up; None waits for ever.

        Returns:
            What the function returns.

        Raises:
            ArelleError: it raised an exception, its process died, or it was not done in time.
        """
        with self._turn:
            future = self._submit(function, arguments)
            try:
                wait([future], timeout=timeout)
            finally:
                is_done = future.done()
                if not is_done:  # out of time, or interrupted from the keyboard: do not let it run on
                    self.stop()
        if not is_done:
            raise ArelleError(f"Arelle was given up after {timeout:g} seconds")
        error = future.exception()
        if error is not None:
            reason = next(iter(str(error).splitlines()), "")
            raise ArelleError(f"Arelle broke down: {type(error).__name__}: {reason}") from error
        return future.result()

    def _submit(self, function: Callable[..., Any], arguments: Sequence[object]) -> Future[Any]:
        """Hand a function to the process, which is started if there is none."""
        future: Future[Any]
        try:
            future = self._running_executor().submit(function, *arguments)
        except BrokenExecutor:  # it died in the call before, or while idle
            self.stop()
            future = self._running_executor().submit(function, *arguments)
        return future

    def _running_executor(self) -> Any:  # noqa: ANN401 - loky has no types
        """Start the process if there is none.

        Raises:
            ArelleError: this process may not start another.
        """
        import loky  # noqa: PLC0415 - costs 0.05 s, and most uses of the package never come here

        if multiprocessing.current_process().daemon:
            raise ArelleError(
                "Arelle needs a process of its own, and a daemonic process may not start one"
                " (in a Dask cluster set distributed.worker.daemon to false)"
            )
        if self._executor is None:
            self._executor = loky.ProcessPoolExecutor(
                max_workers=1,
                timeout=_IDLE_SECONDS,
                initializer=_isolate,
                initargs=(LIMITS.megabytes,),
                env={"XDG_CONFIG_HOME": NO_FOLDER},
            )
            # A process of a multiprocessing pool waits for its children before loky learns that it ends.
            multiprocessing.util.Finalize(None, self.stop, exitpriority=20)
        return self._executor

    def stop(self) -> None:
        """End the process.

        The next call starts another one.
        """
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(kill_workers=True)


#: The warm process of each process that has called; a fork must not take its parent's for its own.
_processes: dict[int, WarmProcess] = {}


# ---- From here on everything runs in the warm process.


def _isolate(megabytes: int | None) -> None:
    """Silence the process and limit its memory.

    What Arelle prints, and what Python warns it of, is for no terminal and no notebook.
    """
    limit_memory(megabytes)
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    os.close(silence)
    warnings.simplefilter("ignore")  # `python -W error` is inherited, and is not meant for Arelle
