"""Standard output and error that hold out: whoever reads them may go, know few characters, or be a terminal."""

from __future__ import annotations

import contextlib
import os
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from exporter.findings.inert import inert

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["holding_out"]


@contextmanager
def holding_out() -> Iterator[None]:
    """Let what is printed in the block hold out.

    If nobody reads it any more, the rest is dropped, and whatever the block does goes on to its exit code. A character
    that the encoding lacks, or that would steer a terminal, is written as its number.
    """
    earlier = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (_Output(stream) for stream in earlier)
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        sys.stdout, sys.stderr = earlier


class _Output:
    """A text stream over another one."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the stream has
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        legible = inert(text).encode(encoding, "backslashreplace").decode(encoding)
        with self._dropping():
            self._stream.write(legible)
        return len(text)

    def flush(self) -> None:
        with self._dropping():
            self._stream.flush()

    @contextmanager
    def _dropping(self) -> Iterator[None]:
        """Write to nowhere from here on, once nobody reads."""
        try:
            yield
        except BrokenPipeError:
            with contextlib.suppress(OSError, ValueError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, self._stream.fileno())
                os.close(nowhere)
