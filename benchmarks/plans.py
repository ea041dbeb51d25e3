"""How many cores a register needs: found by simulation, with what was measured, and checked by closed forms."""

from __future__ import annotations

import math
import random
import statistics
from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from benchmarks.simulation import HOUR, Outcome, Profile, Work, simulated

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["KINDS", "NIGHT", "SHARES", "measured_work", "night_plan", "replayed", "year_plan"]

#: What was measured, and is reckoned with, both ways.
KINDS = "without Arelle", "with Arelle"
#: How long a filing may wait on the busiest day, and how many of a hundred may wait longer.
_MOST_WAIT, _ENOUGH = HOUR, 0.99
#: The shares of filings whose longest wait is told.
SHARES = 0.5, _ENOUGH, 1.0
#: How long a night is.
NIGHT = 10 * HOUR
_SEED = 2026
#: So often the batch that was measured is simulated.
_REPLAYS = 100


def measured_work(costs: Mapping[str, Any]) -> Work:
    """Give what a filing takes of a worker that has a core for itself.

    Durations are spread as those that were measured, but their mean is the processor time of a filing: what they took
    on a busy machine would be less or more.
    """
    spread = Work(costs["quantiles"])
    return Work([each * costs["cpu"] / spread.mean for each in spread.quantiles], costs["cpu of a start"])


def replayed(costs: Mapping[str, Any]) -> list[float]:
    """Simulate the batch that was measured, with durations by the clock as they were measured.

    Returns: in how many seconds all its items are done: at least, in the middle and at most, of many times.
    """
    spread = Work(costs["quantiles"])
    work = Work(spread.quantiles, costs["first"] - spread.mean, life=None)
    arrivals = array("d", bytes(8 * costs["items"]))
    ends = [
        simulated(arrivals, costs["workers"], work, random.Random(_SEED + number)).end  # noqa: S311 - the same each time
        for number in range(_REPLAYS)
    ]
    return [min(ends), statistics.median(ends), max(ends)]


def year_plan(profile: Profile, work: Work) -> dict[str, Any]:
    """Simulate a year with the fewest cores that are enough on the busiest day, and with fewer and more.

    Returns: what came of each number of cores, and `least`, the fewest that are enough.
    """
    season = profile.arrivals(random.Random(_SEED), profile.season)  # noqa: S311 - the same each time
    last = profile.counts[-1]

    def is_enough(cores: int) -> bool:
        waited = _outcome(season, cores, work, profile).last_waits(last, [_ENOUGH])
        return waited[0] < _MOST_WAIT

    demand = math.ceil(last * work.mean / (profile.hours * HOUR))
    tried = range(1, 2 * demand + 1)
    least = tried[bisect_left(tried, True, key=is_enough)]
    arrivals = profile.arrivals(random.Random(_SEED))  # noqa: S311 - the same each time
    numbers = sorted({max(1, least // 2), max(1, least - 1), least, least + 1, 2 * least})
    return {"least": least, "rows": [_row(arrivals, cores, work, profile) for cores in numbers]}


def _outcome(arrivals: array[float], cores: int, work: Work, profile: Profile) -> Outcome:
    opening = profile.openings[-1]
    within = opening, opening + profile.hours * HOUR
    return simulated(arrivals, cores, work, random.Random(_SEED + cores), within)  # noqa: S311 - the same each time


def _row(arrivals: array[float], cores: int, work: Work, profile: Profile) -> dict[str, Any]:
    """Say what came of a year, beside what closed forms say of it."""
    outcome, last = _outcome(arrivals, cores, work, profile), profile.counts[-1]
    return {
        "cores": cores,
        "year": outcome.busy / (cores * profile.seconds),
        "year by closed form": len(arrivals) * work.mean / (cores * profile.seconds),
        "day": outcome.busy_within / (cores * profile.hours * HOUR),
        "day by closed form": last * work.mean / (cores * profile.hours * HOUR),
        "waits of the year": outcome.last_waits(len(arrivals), SHARES),
        "waits of the day": outcome.last_waits(last, SHARES),
        "longest": outcome.longest,
        "deaths": outcome.deaths,
    }


def night_plan(filings: int, work: Work) -> dict[str, Any]:
    """Find by how many cores so many filings, all there in the evening, are done in a night.

    Returns: the number by closed form, that by simulation, and how long it takes these.
    """
    by_closed_form = cores = math.ceil(filings * work.mean / (NIGHT - work.warm_up))
    arrivals = array("d", bytes(8 * filings))
    while True:
        outcome = simulated(arrivals, cores, work, random.Random(_SEED))  # noqa: S311 - the same each time
        if outcome.end <= NIGHT:
            return {
                "cores": cores,
                "cores by closed form": by_closed_form,
                "seconds": outcome.end,
                "deaths": outcome.deaths,
            }
        cores += 1
