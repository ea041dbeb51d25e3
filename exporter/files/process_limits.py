"""What a process of ours may use of time and memory."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Self

__all__ = ["Limits", "limit_memory", "limit_processor", "memory_held", "processor_seconds_left"]

#: Work on small documents takes a second or two. Arelle, the slowest of all, takes four seconds for each megabyte of
#: facts.
_LEAST_SECONDS, _SECONDS_A_MEGABYTE = 40, 10
#: Seconds by the clock for each of a processor.
_PATIENCE = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of what a process does; None is none.

    Attributes:
        seconds: until it is given up, by the clock.
        megabytes: of memory.
        processor_seconds: that it may compute. On a busy machine they last longer than seconds by the clock, so that
            what is merely slow there is not given up.
    """

    seconds: float | None = None
    megabytes: int | None = None
    processor_seconds: int | None = None

    @classmethod
    def for_size(cls, size: int, megabytes: int) -> Self:
        """Give the limits for work on so many bytes: what is small and takes long will not come to an end."""
        processor_seconds = _LEAST_SECONDS + _SECONDS_A_MEGABYTE * size // 1024**2
        return cls(_PATIENCE * processor_seconds, megabytes, processor_seconds)


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


def memory_held() -> int:
    """Tell how much memory the process that calls this holds, in bytes; 0 where the system does not say."""
    with contextlib.suppress(OSError, ImportError):  # no Linux
        import resource  # noqa: PLC0415 - Unix alone has it

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize()
    return 0


def limit_processor(seconds: int | None) -> None:
    """Limit how long the process that calls this may compute from now on; beyond that the system ends it.

    Systems other than Unix go without.
    """
    if seconds is None:
        return
    with contextlib.suppress(ImportError):  # no Unix
        import resource  # noqa: PLC0415 - Unix alone has it

        usage = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(usage.ru_utime + usage.ru_stime) + 1 + seconds
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def processor_seconds_left() -> int | None:
    """Tell how long the process that calls this may still compute; None if there is no limit."""
    with contextlib.suppress(ImportError):  # no Unix
        import resource  # noqa: PLC0415 - Unix alone has it

        soft, _ = resource.getrlimit(resource.RLIMIT_CPU)
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return None if soft == resource.RLIM_INFINITY else max(int(soft - usage.ru_utime - usage.ru_stime), 1)
    return None
