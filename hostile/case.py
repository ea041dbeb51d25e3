"""A case: what is written to a folder, and the command that is run there."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import signal
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

__all__ = ["OUT", "OUTSIDE", "Case", "Kill", "altered", "chance"]

#: Below the case's folder, the command may write here and nowhere else.
OUT = "out"
#: A folder beside that of the case, with a file that links lead to.
OUTSIDE = "outside"


@dataclass(frozen=True)
class Kill:
    """The signal that ends the command, and the seconds after which it comes."""

    signal: signal.Signals
    seconds: float


@dataclass(frozen=True)
class Case:
    """A hostile input.

    Attributes:
        kind: by which the table counts it.
        name: among those of its kind.
        write: writes it to a folder, and gives the arguments of the command that is run there.
        keeps: what lies in the output folder, and must not be touched.
        kill: how the command is ended, if it is; it is then run again, and must leave nothing.
        clean: whether the command must end with exit code 0, as far as it is not killed.
        refused: whether it must end with another exit code, since nothing else is right.
        megabytes: what it may take, where that is less than others may.
        secret: what is shown nowhere, and stands in nothing that is written.
        environment: variables that the command has.
    """

    kind: str
    name: str
    write: Callable[[Path], Sequence[str]]
    keeps: tuple[str, ...] = ()
    kill: Kill | None = None
    clean: bool = False
    refused: bool = False
    megabytes: int | None = None
    secret: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


def chance(name: str) -> random.Random:
    """Give the same random numbers for the same name."""
    return random.Random(f"hostile {name}")  # noqa: S311 - reproducible, and no secret


def altered(text: bytes, name: str, most: int, letters: bytes) -> bytes:
    """Put some of these letters, as many as `most`, in the place of others; the same ones for the same name."""
    generator, result = chance(name), bytearray(text)
    for _ in range(generator.randint(1, most)):
        result[generator.randrange(len(result))] = generator.choice(letters)
    return bytes(result)
