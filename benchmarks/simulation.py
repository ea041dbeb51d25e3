"""Filings that arrive, one queue in which the first that comes is the first that is done, and workers, one a core.

A worker dies now and then. What it had in hand is done again, before whatever came later; the worker comes back after
a while, and its first item takes longer.
"""

from __future__ import annotations

import heapq
import itertools
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

__all__ = ["DAY", "HOUR", "Outcome", "Profile", "Work", "simulated"]

HOUR = 3600.0
DAY = 24 * HOUR
_WEEK, _WORKING_DAYS = 7, 5


@dataclass(frozen=True)
class Profile:
    """When filings arrive: in working hours of working days, most of them before a deadline that all have.

    Attributes:
        filings: how many there are in a year.
        weeks: those of a year, which ends with the deadline.
        opening: the seconds from midnight until filings come.
        hours: for how many hours of a day they come, evenly.
        season: how many working days before the deadline are busy.
        share: of the filings that come in these days; each has as many more than the day before. The other days are
            like each other.
    """

    filings: int
    weeks: int = 52
    opening: float = 8 * HOUR
    hours: float = 10.0
    season: int = 10
    share: float = 1 / 3

    @property
    def seconds(self) -> float:
        """How long a year is."""
        return self.weeks * _WEEK * DAY

    @property
    def openings(self) -> list[float]:
        """When the working days begin."""
        days = (week * _WEEK + day for week in range(self.weeks) for day in range(_WORKING_DAYS))
        return [day * DAY + self.opening for day in days]

    @property
    def counts(self) -> list[int]:
        """How many filings come on each working day."""
        quiet = self.weeks * _WORKING_DAYS - self.season
        steps = self.season * (self.season + 1) / 2
        weights = [(1 - self.share) / quiet] * quiet + [self.share * n / steps for n in range(1, self.season + 1)]
        ends = [round(self.filings * total) for total in itertools.accumulate(weights)]
        return [end - start for start, end in itertools.pairwise([0, *ends])]

    def arrivals(self, chance: random.Random, days: int | None = None) -> array[float]:
        """Draw when filings come, in order; of the last so many working days alone, or of all."""
        times = array("d")
        for opening, count in list(zip(self.openings, self.counts, strict=True))[-(days or 0) :]:
            times.extend(sorted(opening + chance.random() * self.hours * HOUR for _ in range(count)))
        return times


@dataclass(frozen=True)
class Work:
    """What a filing takes of a worker, and what befalls workers; in seconds.

    Attributes:
        quantiles: how long a filing takes, from the shortest to the longest, at even shares.
        warm_up: how much longer the first one of a worker takes.
        life: after how long a worker dies, on average; None for never.
        absence: after how long it comes back.
    """

    quantiles: Sequence[float]
    warm_up: float = 0.0
    life: float | None = 30 * DAY
    absence: float = 60.0

    @property
    def mean(self) -> float:
        """How long a filing takes, on average."""
        pairs = list(itertools.pairwise(self.quantiles))
        return sum(low + high for low, high in pairs) / 2 / len(pairs)

    def durations(self, chance: random.Random) -> Iterator[float]:
        """Draw how long filings take, for ever."""
        lows, last = list(self.quantiles), len(self.quantiles) - 1
        steps = [high - low for low, high in itertools.pairwise(lows)]
        draw = chance.random
        while True:
            at = draw() * last
            place = int(at)
            yield lows[place] + (at - place) * steps[place]

    def lives(self, chance: random.Random) -> Iterator[float]:
        """Draw how long workers live, for ever."""
        while True:
            yield chance.expovariate(1 / self.life) if self.life else float("inf")


@dataclass(frozen=True)
class Outcome:
    """What came of it.

    Attributes:
        waits: how long each filing waited until somebody began what was finished, in the order of that.
        busy: for how many seconds workers were busy, all together, with what was lost and with their starts.
        busy_within: the same within the time that was asked for.
        longest: how many filings waited at most.
        end: when the last one was done.
        deaths: how many filings were lost in the hand of a worker that died.
    """

    waits: array[float]
    busy: float
    busy_within: float
    longest: int
    end: float
    deaths: int

    def last_waits(self, count: int, shares: Sequence[float]) -> list[float]:
        """Give what such shares of the last so many filings waited at most."""
        ordered = sorted(self.waits[-count:])
        return [ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in shares]


def simulated(
    arrivals: array[float],
    workers: int,
    work: Work,
    chance: random.Random,
    within: tuple[float, float] = (0.0, 0.0),
) -> Outcome:
    """Have so many workers do filings in the order in which these come.

    Args:
        arrivals: when they come, in order; at least one.
        workers: how many there are; all begin to live with the first filing.
        work: what a filing takes, and what befalls workers.
        chance: from which all is drawn; with the same the outcome is the same.
        within: from when to when what is busy is counted apart.
    """
    durations, lives = work.durations(chance), work.lives(chance)
    free = [(arrivals[0], number) for number in range(workers)]  # a heap: when each worker is free
    death = [arrivals[0] + next(lives) for _ in free]
    is_cold = [True] * workers
    lost: list[tuple[float, float]] = []  # a heap: when it was lost, when it came
    waits, busy, busy_within, longest, end, deaths, taken = array("d"), 0.0, 0.0, 0, 0.0, 0, 0
    while taken < len(arrivals) or lost:
        at, worker = free[0]
        is_again = bool(lost) and (taken == len(arrivals) or lost[0][0] <= max(at, arrivals[taken]))
        ready = lost[0][0] if is_again else arrivals[taken]
        start = max(at, ready)
        finish = start + next(durations) + (work.warm_up if is_cold[worker] else 0.0)
        if death[worker] < finish:  # idle, or with this filing in hand
            died = death[worker]
            back = died + work.absence
            death[worker], is_cold[worker] = back + next(lives), True
            heapq.heapreplace(free, (back, worker))
            if died <= start:
                continue
            finish, deaths = died, deaths + 1
            came = heapq.heappop(lost)[1] if is_again else arrivals[taken]
            heapq.heappush(lost, (died, came))
        else:
            came = heapq.heappop(lost)[1] if is_again else ready
            is_cold[worker] = False
            heapq.heapreplace(free, (finish, worker))
            end = max(end, finish)
            waits.append(start - came)
        busy += finish - start
        busy_within += max(0.0, min(finish, within[1]) - max(start, within[0]))
        if not is_again:
            if start > ready:
                longest = max(longest, bisect_right(arrivals, start, taken) - taken)
            taken += 1
    return Outcome(waits, busy, busy_within, longest, end, deaths)
