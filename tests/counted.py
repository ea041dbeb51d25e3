"""Texts that know how often something was put behind them: a measure of work that no machine changes."""

from __future__ import annotations

__all__ = ["CountedText"]


class CountedText(str):  # noqa: SLOT000 - a text takes no slots
    """A text that counts in `tries` how often it was formatted."""

    def __init__(self, _: str) -> None:
        """Start without any."""
        self.tries = 0

    def __format__(self, spec: str) -> str:
        """Format the text, and count that."""
        self.tries += 1
        return super().__format__(spec)
