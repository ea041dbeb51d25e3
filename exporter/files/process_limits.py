"""What a process of ours may use of time and memory."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

__all__ = ["Limits", "limit_memory"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a process: seconds until it is given up, and megabytes of memory; None is none."""

    seconds: float | None = None
    megabytes: int | None = None


def limit_memory(megabytes: int | None) -> None:
    """Limit the memory of the process that calls this.

    Where a system cannot do that, the process goes without. Beyond the limit an allocation raises MemoryError there.
    """
    if megabytes is None:
        return
    with contextlib.suppress(ImportError, ValueError, OSError):  # no Unix, or a limit that is lower already
        import resource  # noqa: PLC0415 - Unix alone has it

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024**2, resource.RLIM_INFINITY))
