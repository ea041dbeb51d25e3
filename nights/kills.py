"""Kill a batch at random moments, and see that nothing is lost: neither a file, nor a line of the journal."""

from __future__ import annotations

import random
import subprocess
import time
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from exporter.batch.journal import DONE
from nights.run import Night, files_of, kill, outcomes
from tests.batch.companies import write_companies
from tests.batch.dask_cluster import dask_cluster

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["try_kills"]

#: After how many seconds a batch is killed at the soonest.
_SOONEST = 0.3
#: So much more than an even share of what is left it may do at most before it is killed, lest it end too early.
_MOST_SHARES = 1.5


class _Pace(NamedTuple):
    """How long a batch takes until its first item is done, and for each item after that, in seconds."""

    start: float
    item: float


def try_kills(folder: Path, items: int, kills: int) -> list[str]:
    """Run a batch undisturbed, killed again and again, and on a cluster that loses a worker.

    Args:
        folder: an empty one, for all files.
        items: how many companies there are.
        kills: how often the second one is killed.

    Returns: what was not as it should be.
    """
    faults: list[str] = []
    mistakes = write_companies(items, folder / "in")
    alone = Night(folder / "in", folder / "alone")
    started = time.monotonic()
    alone.begin().wait()
    seconds = time.monotonic() - started
    print(f"undisturbed: {items:,} items in {seconds:.0f} s")
    expected, journal = files_of(alone.out), outcomes(alone.entries())
    if len(journal) != items or {state for state, *_ in journal.values()} != {DONE}:
        faults.append("undisturbed: not all items are done")
    faults += _misnamed(alone, mistakes)

    killed = replace(alone, out=folder / "killed")
    faults += _killed_again_and_again(killed, items, kills, _pace(alone, seconds), expected)
    faults += _differences("killed", killed, expected, journal)

    shared = replace(alone, out=folder / "shared")
    (folder / "dask").mkdir()
    with dask_cluster(folder / "dask") as cluster:
        shared = replace(shared, options=("--no-arelle", "--cluster", cluster.address))
        process = shared.begin()
        while process.poll() is None and sum(entry.state == DONE for entry in shared.entries()) < items // 3:
            time.sleep(0.2)
        cluster.kill_worker()
        process.wait()
    print("on a cluster of two workers, one of which was killed after a third: done")
    return faults + _differences("on a cluster", shared, expected, journal)


def _misnamed(night: Night, mistakes: dict[str, str]) -> list[str]:
    """See that each mistake is told, and nothing else."""
    causes = {entry.id: entry.causes for entry in night.entries() if entry.causes}
    missing = [
        f"{name} should have {code}, and has {causes.get(name)}"
        for name, code in mistakes.items()
        if code not in causes.get(name, {})
    ]
    print(
        f"mistakes: {len(mistakes):,} were planted, {len(mistakes) - len(missing):,} are named, and "
        f"{len(causes.keys() - mistakes):,} items have errors without one"
    )
    return missing + [f"{name} has {causes[name]}, and no mistake" for name in causes.keys() - mistakes]


def _pace(night: Night, seconds: float) -> _Pace:
    """Say how fast a batch was that took so long in all."""
    ends = [datetime.fromisoformat(entry.ended) for entry in night.entries()]
    after_the_first = (max(ends) - min(ends)).total_seconds()
    return _Pace(seconds - after_the_first, after_the_first / len(ends))


def _killed_again_and_again(night: Night, items: int, kills: int, pace: _Pace, expected: dict[str, bytes]) -> list[str]:
    """Start a batch again and again, and kill it as it starts, or in the midst of it; at last let it end."""
    chance, faults = random.Random(kills), list[str]()  # noqa: S311 - the same draws each time
    interrupted, done = 0, list[str]()
    for number in range(kills):
        process = night.begin()
        try:
            share = (items - len(done)) * pace.item / (kills - number + 1)
            process.wait(timeout=chance.uniform(_SOONEST, pace.start + _MOST_SHARES * share))
        except subprocess.TimeoutExpired:
            kill(process, whole=chance.random() < 0.5)
            interrupted += 1
        done = [entry.id for entry in night.entries() if entry.state == DONE]
        found = files_of(night.out)
        torn = [name for name in found if _is_of_item(name) and found[name] != expected.get(name)]
        lost = [name for name in expected if name.partition("/")[0] in set(done) and name not in found]
        faults += [f"after kill {number + 1}: {name} is another" for name in torn[:1]]
        faults += [f"after kill {number + 1}: {name} is not there" for name in lost[:1]]
        if night.out.exists() and number % 5 == 4:
            print(f"killed {interrupted} times: {len(done):,} done, nothing torn" if not faults else faults[-1])
    night.begin().wait()
    print(f"killed {interrupted} times at random moments, and then left alone: done")
    return faults if interrupted == kills else [*faults, f"it ended before it was killed {kills} times"]


def _differences(
    what: str, night: Night, expected: dict[str, bytes], journal: dict[str, tuple[object, ...]]
) -> list[str]:
    """Compare files and journal with those of the undisturbed batch."""
    found, said = files_of(night.out), outcomes(night.entries())
    names = sorted(
        name for name in found.keys() | expected if _is_of_item(name) and found.get(name) != expected.get(name)
    )
    entries = sorted(name for name in said.keys() | journal if said.get(name) != journal.get(name))
    count = sum(map(_is_of_item, expected))
    print(f"{what}: of {count:,} files {len(names)} differ, of {len(journal):,} lines of the journal {len(entries)}")
    return [f"{what}: {name} differs" for name in (*names[:3], *entries[:3])]


def _is_of_item(name: str) -> bool:
    """Tell whether a file is an item's; the page and the journal of a batch tell of times, too."""
    return "/" in name
