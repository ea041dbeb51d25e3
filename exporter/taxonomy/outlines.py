"""Outlines of networks: what stands below what, row by row, as far as it goes in no circle."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Outlines"]

_About = TypeVar("_About")
_MOST_ROWS = 1_000_000


class Outlines:
    """Unfolds the networks of a taxonomy.

    What stands in several places is unfolded in each, and so some hundred arcs may lead to one concept by more paths
    than anybody can count. When the outlines have a million rows together, a concept is unfolded once in a network.
    """

    def __init__(self, most: int = _MOST_ROWS) -> None:
        """Begin without rows; after so many, concepts are unfolded once."""
        self._left = most

    def rows(self, children: Mapping[str, Sequence[tuple[str, _About]]]) -> Iterator[tuple[int, str, _About | None]]:
        """Yield the rows of a network: how deep each is, its concept, and what is known of its place.

        The outline begins with what stands below nothing, of whose place nothing is known.

        Args:
            children: what stands directly below each concept, in order, with what is known of its place there.
        """
        below = {name for some in children.values() for name, _ in some}
        waiting: list[tuple[int, str, _About | None]]
        waiting = [(0, name, None) for name in reversed(list(children)) if name not in below]
        path: dict[str, None] = {}
        unfolded: set[str] = set()
        while waiting:
            depth, name, about = waiting.pop()
            while len(path) > depth:
                path.popitem()
            yield depth, name, about
            self._left -= 1
            path[name] = None
            if self._left > 0 or name not in unfolded:
                unfolded.add(name)
                waiting += [(depth + 1, *child) for child in reversed(children.get(name, ())) if child[0] not in path]
