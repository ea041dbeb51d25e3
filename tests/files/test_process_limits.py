"""What a process of ours may use."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

_TOO_MUCH = """
from exporter.files.process_limits import limit_memory
limit_memory({megabytes})
bytearray(2**30)
"""


def _run(megabytes: int | None) -> str:
    code = _TOO_MUCH.format(megabytes=megabytes)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stderr  # noqa: S603 - our own code


_KEPT = """
import resource
from exporter.files.process_limits import limit_memory
resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**32))
limit_memory({megabytes})
print(resource.getrlimit(resource.RLIMIT_AS))
"""


@pytest.mark.parametrize(("megabytes", "soft"), [(1024, 2**30), (4096, 2**31), (None, 2**31)])
def test_a_limit_is_never_raised(megabytes: int | None, soft: int) -> None:
    """Neither the one in force, nor the one that the process may not exceed."""
    code = _KEPT.format(megabytes=megabytes)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    assert run.stdout == f"({soft}, {2**32})\n"


def test_a_process_that_needs_too_much_memory_is_told() -> None:
    """An allocation beyond the limit raises, in that process alone."""
    assert "MemoryError" in _run(512)
    assert _run(None) == ""


_ENDLESS = """
from exporter.files.process_limits import limit_processor
limit_processor({seconds})
print("begun", flush=True)
for _ in range(200_000_000):
    pass
"""


def test_a_process_that_computes_too_long_is_ended() -> None:
    """By the system, whatever it does."""
    code = _ENDLESS.format(seconds=1)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - our own code
    assert run.returncode == -signal.SIGXCPU
    assert run.stdout == "begun\n"
