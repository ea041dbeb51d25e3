"""A property: what must hold for whatever a strategy gives."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, seed, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

__all__ = ["SECONDS", "Property", "TooSlowError", "holds"]

#: What one example may compute.
SECONDS = 20


class TooSlowError(AssertionError):
    """An example computed for longer than it may."""


@dataclass(frozen=True)
class Property:
    """What must hold, and for what; `share` of the examples that are asked for are tried."""

    name: str
    examples: SearchStrategy[Any]
    check: Callable[[Any], None]
    share: float = 1.0


def holds(prop: Property, examples: int, number: int) -> None:
    """Try a property with so many examples, the same for the same number.

    Raises:
        Exception: whatever the smallest example that fails raises; the example stands in its notes.
    """

    def check(example: Any) -> None:  # noqa: ANN401 - whatever the strategy gives
        begun = time.process_time()
        prop.check(example)
        if time.process_time() - begun > SECONDS:
            raise TooSlowError(f"it computed for more than {SECONDS} seconds")

    profile = settings(
        max_examples=max(1, int(examples * prop.share)),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    seed(number)(profile(given(prop.examples)(check)))()
