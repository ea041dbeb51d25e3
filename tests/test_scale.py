"""The simulation of a whole register: what it does can be worked out by hand where little happens."""

from __future__ import annotations

import json
import random
from array import array
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.limits import limits, most_cores
from benchmarks.plans import KINDS, measured_work, night_plan, replayed, year_plan
from benchmarks.scale import KEPT, simulated_plans
from benchmarks.scale_page import scale_page
from benchmarks.simulation import DAY, HOUR, Profile, Work, simulated

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS = json.loads(KEPT.read_text(encoding="utf-8"))
PAGE = Path(__file__).parent.parent / "docs" / "scale.md"
CONSTANT = Work([10.0, 10.0], life=None)


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same each time


def test_one_worker_does_one_after_the_other() -> None:
    """Three come while the first is done, and one when all is quiet again; the first takes two seconds more."""
    arrivals = array("d", [0, 1, 2, 3, 100])
    outcome = simulated(arrivals, 1, Work([10.0, 10.0], warm_up=2, life=None), _chance(0), (5, 25))
    assert list(outcome.waits) == [0, 12 - 1, 22 - 2, 32 - 3, 0]
    assert (outcome.busy, outcome.busy_within, outcome.end) == (52, 20, 110)
    assert (outcome.longest, outcome.deaths) == (3, 0)
    assert outcome.last_waits(2, [0, 1]) == [0, 29]


def test_two_workers_take_turns() -> None:
    """Each takes what came first as soon as it is free."""
    outcome = simulated(array("d", [0, 1, 2, 3]), 2, CONSTANT, _chance(0))
    assert list(outcome.waits) == [0, 0, 10 - 2, 11 - 3]


class _Lives(Work):
    """Work whose first worker dies after four seconds, and no other one."""

    def lives(self, chance: random.Random) -> Iterator[float]:
        yield from [4.0]
        yield from super().lives(chance)


def test_what_a_dead_worker_had_is_done_before_what_came_later() -> None:
    """The worker dies at 4 and is back at 64, cold; the first filing waits until then, and the second for it."""
    work = _Lives([10.0, 10.0], warm_up=2, life=None)
    outcome = simulated(array("d", [0, 1]), 1, work, _chance(0))
    assert list(outcome.waits) == [64, 64 + 12 - 1]
    assert (outcome.busy, outcome.deaths) == (4 + 12 + 10, 1)


def test_the_same_seed_gives_the_same_outcome() -> None:
    """All that is drawn comes from the generator that is given."""
    profile, work = Profile(2_000), Work([5.0, 20.0, 90.0], warm_up=30, life=DAY)

    def outcome(seed: int) -> object:
        chance = _chance(seed)
        return simulated(profile.arrivals(chance), 2, work, chance)

    assert outcome(1) == outcome(1)
    assert outcome(1) != outcome(2)


def test_a_year_has_all_its_filings() -> None:
    """They come in working hours of working days; a third in the last ten days, most on the last."""
    profile = Profile(10_000)
    counts, arrivals = profile.counts, profile.arrivals(_chance(0))
    assert sum(counts) == len(arrivals) == 10_000
    assert sum(counts[-10:]) == pytest.approx(10_000 / 3, abs=1)
    assert counts[-1] == max(counts)
    assert list(arrivals) == sorted(arrivals)
    assert all(profile.opening <= at % DAY < profile.opening + profile.hours * HOUR for at in arrivals)
    assert all(at // DAY % 7 < 5 for at in arrivals)
    assert len(profile.arrivals(_chance(0), 10)) == sum(counts[-10:])


def test_busy_time_agrees_with_the_closed_form() -> None:
    """Where no queue stands and nobody dies, cores are busy for arrivals times duration."""
    plan = year_plan(Profile(20_000), Work([1.0, 2.0, 6.0], life=None))
    row = plan["rows"][-1]
    assert row["year"] == pytest.approx(row["year by closed form"], rel=0.02)
    assert row["day"] == pytest.approx(row["day by closed form"], rel=0.05)


def test_the_fewest_cores_are_enough_and_one_less_is_not() -> None:
    """On the busiest day 99 of 100 wait less than an hour with them, and longer with one less."""
    plan = year_plan(Profile(20_000), Work([100.0, 100.0], life=None))
    waits = {row["cores"]: row["waits of the day"][1] for row in plan["rows"]}
    assert waits[plan["least"]] < HOUR <= waits[plan["least"] - 1]


def test_a_night_is_as_long_as_its_work() -> None:
    """A thousand filings of six minutes take ten cores for ten hours."""
    plan = night_plan(1_000, Work([360.0, 360.0], life=None))
    assert (plan["cores"], plan["cores by closed form"], plan["seconds"]) == (10, 10, 10 * HOUR)


@pytest.mark.parametrize("kind", KINDS)
def test_durations_have_the_mean_of_processor_time(kind: str) -> None:
    """However busy the machine was."""
    assert measured_work(RESULTS["measured"][kind]).mean == pytest.approx(RESULTS["measured"][kind]["cpu"])


def test_a_batch_is_replayed() -> None:
    """By hand: nine filings of ten seconds each, and five more for the first of each of two workers."""
    costs = {"quantiles": [10.0, 10.0], "first": 15.0, "items": 9, "workers": 2}
    assert replayed(costs) == [55, 55, 55]


def test_a_process_feeds_as_many_cores_as_it_can() -> None:
    """By hand: n cores of a second each, at a hundredth and n times a ten-thousandth of a second an item."""
    cores = most_cores(1.0, 0.01, 0.0001)
    assert cores * (0.01 + 0.0001 * cores) == pytest.approx(1.0)
    assert most_cores(1.0, 0.01, 0.0) == pytest.approx(100)
    assert [limit.cores for limit in limits(RESULTS["measured"], KINDS[0])] == sorted(
        limit.cores for limit in limits(RESULTS["measured"], KINDS[0])
    )


def test_the_page_is_what_the_figures_say() -> None:
    """docs/scale.md is written from the figures that are kept."""
    assert PAGE.read_text(encoding="utf-8") == scale_page(RESULTS)


def test_a_small_register_makes_a_page() -> None:
    """A trial of few filings has all that the page tells."""
    simulated_ = simulated_plans(RESULTS["measured"], 1_000)
    assert json.loads(json.dumps(simulated_)) == simulated_
    assert "1,000 filings a year" in scale_page({**RESULTS, "simulated": simulated_})
