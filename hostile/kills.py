"""Signals that end a command, at many points of it."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from hostile.case import Case, Kill
from hostile.small import FACT, export, instance, write_instance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["cases"]

#: From the start of a command to its end on a quick machine.
_SECONDS = tuple(number / 10 for number in range(1, 30, 2))


def cases() -> Iterator[Case]:
    """Each signal at each point, of an export, a validation, a conversion and an import."""
    for sent in (signal.SIGKILL, signal.SIGTERM):
        for seconds in _SECONDS:
            yield Case(
                "kill", f"{sent.name} after {seconds} s of an export", export, kill=Kill(sent, seconds), clean=True
            )
        for seconds in _SECONDS[::3]:
            for what, write in (("a validation", _validate), ("a conversion", _read), ("an import", _import)):
                yield Case(
                    "kill", f"{sent.name} after {seconds} s of {what}", write, kill=Kill(sent, seconds), clean=True
                )


def _read(folder: Path) -> Sequence[str]:
    """Write an instance with many facts, and read it into a table."""
    facts = "\n".join(FACT.replace('"f"', f'"f{number}"') for number in range(200_000))
    write_instance(folder, instance(facts))
    return ["read", "report.xml", "--to", "out/facts.csv"]


def _validate(folder: Path) -> Sequence[str]:
    write_instance(folder)
    return ["validate", "report.xml", "--no-arelle"]


def _import(folder: Path) -> Sequence[str]:
    """Write a taxonomy, which is kept when it has been imported."""
    write_instance(folder)
    return ["taxonomy", "import", "t.xsd"]
