"""The periods that report.toml names."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

__all__ = ["Period", "period_of"]


@dataclass(frozen=True, slots=True)
class Period:
    """A named period: a duration from start to end, both included, or, without a start, the instant at end of a day."""

    name: str
    start: str | None
    end: str


def period_of(period: Period, edge: str) -> tuple[str | None, str]:
    """Work out start and end of a named period.

    Args:
        period: the period.
        edge: `start` or `end` for the instant at which it opens or closes; empty for the period itself.

    Returns: start and end; the start of an instant is None.
    """
    if period.start and edge:
        return None, _day_before(period.start) if edge == "start" else period.end
    return period.start, period.end


def _day_before(day: str) -> str:
    return str(datetime.date.fromisoformat(day) - datetime.timedelta(days=1))
