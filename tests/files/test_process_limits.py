"""What a process of ours may use."""

from __future__ import annotations

import subprocess
import sys

_TOO_MUCH = """
from exporter.files.process_limits import limit_memory
limit_memory({megabytes})
bytearray(2**30)
"""


def _run(megabytes: int | None) -> str:
    code = _TOO_MUCH.format(megabytes=megabytes)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stderr  # noqa: S603 - our own code


def test_a_process_that_needs_too_much_memory_is_told() -> None:
    """An allocation beyond the limit raises, in that process alone."""
    assert "MemoryError" in _run(512)
    assert _run(None) == ""
