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
    """Limit the memory of the process that calls this; a limit that is lower already stays.

    Beyond the limit an allocation raises MemoryError there. Systems other than Unix go without.
    """
    if megabytes is None:
        return
    with contextlib.suppress(ImportError):  # no Unix
        import resource  # noqa: PLC0415 - Unix alone has it

        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        limits = [megabytes * 1024**2, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)]
        resource.setrlimit(resource.RLIMIT_AS, (min(limits), hard))
