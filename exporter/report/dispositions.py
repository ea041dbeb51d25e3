"""What becomes of a source cell."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["NOT_REPORTED", "Disposition"]


class Disposition(StrEnum):
    """What became of a source cell: a fact, a figure derived from others, or neither, for a written reason."""

    FACT = "fact"
    DERIVED = "derived"
    EXCLUDED = "excluded"


#: Why a cell is excluded that something is wrong with.
NOT_REPORTED = "not reported: see findings.json"
