"""What a taxonomy says of concepts and dimensions, which facts in JSON and CSV do not say themselves."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Kinds"]


class Kinds(Protocol):
    """Says what concepts and dimensions are; names are in Clark notation."""

    def is_numeric(self, tag: str) -> bool | None:
        """Tell whether a concept has numbers as values; None if that is not known."""

    def typed_domain(self, tag: str) -> str | None:
        """Give the element that holds the members of a typed dimension.

        Returns:
            The element, empty if the dimension is explicit, or None if that is not known.
        """
