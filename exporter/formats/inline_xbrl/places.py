"""Where the lines of an instance come from that was extracted from documents."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Places"]


class Places:
    """For each line of an instance a document, and a line of it; in six bytes, for there may be millions."""

    def __init__(self) -> None:
        """Begin with no line."""
        self._documents: dict[str, int] = {}
        self._numbers, self._lines = array("H"), array("i")

    def __len__(self) -> int:
        """Count the lines."""
        return len(self._lines)

    def __getitem__(self, number: int) -> tuple[str, int]:
        """Give the name of the document that a line comes from, empty if from none, and the line in it."""
        return list(self._documents)[self._numbers[number]], self._lines[number]

    def add(self, document: str, lines: Sequence[int]) -> None:
        """Add lines that come from a document."""
        number = self._documents.setdefault(document, len(self._documents))
        self._numbers.extend([number] * len(lines))
        self._lines.extend(lines)
