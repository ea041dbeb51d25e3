"""What a taxonomy says of concepts and dimensions, which facts in JSON and CSV do not say themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

__all__ = ["Kinds", "KindsOf"]


class Kinds(Protocol):
    """Says what concepts and dimensions are; names are in Clark notation."""

    def is_numeric(self, tag: str) -> bool | None:
        """Tell whether a concept has numbers as values; None if that is not known."""

    def typed_domain(self, tag: str) -> str | None:
        """Give the element that holds the members of a typed dimension.

        Returns:
            The element, empty if the dimension is explicit, or None if that is not known.
        """


class KindsOf(Protocol):
    """Gives what the taxonomy of a report says; a reader asks when it knows what the report refers to."""

    def __call__(self, source: Path, references: Callable[[], Iterable[str]], /) -> Kinds:
        """Prepare to say what concepts and dimensions are.

        Args:
            source: the report's file.
            references: gives the hrefs of its references to schemas.
        """
