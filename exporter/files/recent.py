"""Things that take long to make and serve many filings: those that were used last stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

__all__ = ["Recent"]

_Value = TypeVar("_Value")


class Recent(Generic[_Value]):
    """So many values at most, by keys that say all that they depend on."""

    def __init__(self, most: int) -> None:
        """Begin without any."""
        self._most = most
        self._values: dict[Hashable, _Value] = {}

    def get(self, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """Give the value of a key, and make it if it is not there any more."""
        value = self._values.pop(key) if key in self._values else make()
        for old in list(self._values)[: len(self._values) - self._most + 1]:
            del self._values[old]
        self._values[key] = value
        return value
