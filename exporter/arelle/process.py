"""The warm process in which Arelle lives.

Arelle's Session is one for a whole process, costs a second to load and prints; so it runs offline in a process of its
own, which stays warm between calls. Only plain data comes back from it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from exporter.errors import ExporterError
from exporter.files.isolated_process import IsolatedProcess, ProcessError
from exporter.files.process_limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LIMITS", "NO_FOLDER", "ArelleError", "WarmProcess", "warm_process"]

#: A judgement may take so long where nothing is known of the size, and the process so much memory.
LIMITS = Limits(seconds=600, megabytes=16 * 1024, processor_seconds=600)

#: Arelle grows with what it loads, some hundred megabytes for a large taxonomy that it lets go again.
_MEGABYTES_AT_REST = 2 * 1024

#: An XDG_CONFIG_HOME in which nothing can exist: no cache or setting of a user's own Arelle reaches the verdict.
NO_FOLDER = os.devnull


class ArelleError(ExporterError):
    """Arelle broke down or took too long, so there is no verdict."""


def warm_process() -> WarmProcess:
    """Return the warm process of this process."""
    return _processes.setdefault(os.getpid(), WarmProcess())


class WarmProcess:
    """The process in which Arelle lives. Threads take turns; it starts again after it has ended or broken down."""

    def __init__(self) -> None:
        """Prepare to start it when it is first needed."""
        self._process = IsolatedProcess({"XDG_CONFIG_HOME": NO_FOLDER}, _MEGABYTES_AT_REST)

    def begin(self, function: Callable[..., Any]) -> None:
        """Have a function called in the process, and do not wait.

        The next call has its turn after it.
        """
        self._process.begin(function)

    def call(self, function: Callable[..., Any], *arguments: object, limits: Limits = LIMITS) -> Any:  # noqa: ANN401 - any result
        """Call a function in the process, and wait.

        Args:
            function: it and its arguments must be such as can be pickled.
            arguments: the function's.
            limits: of the call.

        Returns:
            What the function returns.

        Raises:
            ArelleError: it raised an exception, its process died, or it was not done in time.
        """
        try:
            return self._process.call(function, *arguments, limits=limits)
        except ProcessError as error:
            raise ArelleError(f"Arelle {error}") from error

    def stop(self) -> None:
        """End the process.

        The next call starts another one.
        """
        self._process.stop()


#: The warm process of each process that has called; a fork must not take its parent's for its own.
_processes: dict[int, WarmProcess] = {}
