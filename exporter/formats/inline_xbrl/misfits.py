"""The errors of transformations: a text that a rule does not take, and a rule that does not exist."""

from __future__ import annotations

__all__ = ["MisfitError", "UnknownTransformationError", "misfit"]

_LONGEST_QUOTE = 80


class MisfitError(ValueError):
    """A text is none that its transformation takes; the message says what stood there and what was expected."""


class UnknownTransformationError(ValueError):
    """No registry at this namespace has a transformation of this name."""


def misfit(text: str, takes: str) -> MisfitError:
    """Say that a text is not what a rule takes; a long text is quoted by its beginning."""
    quote = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
    return MisfitError(f"{quote!r} is no {takes}")
