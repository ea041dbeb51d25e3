"""The known name that somebody may have meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["nearest"]

#: From this likeness on, of a hundred, a name is worth proposing.
_ALIKE = 60


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """Give a hint that proposes the candidate most like a name, the first of several.

    Returns:
        The hint, or None if no candidate is like the name.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - 0.02 s, and only mistakes need it

    match = process.extractOne(name, list(candidates), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return f"did you mean {match[0]!r}?" if match else None
