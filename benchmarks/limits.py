"""Where a batch would break first, reckoned from what was measured: by the number of cores, and by that of filings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.simulation import DAY

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Limit", "limits", "most_cores"]

#: So many items are in hand for each core, see `exporter.batch.run`.
_IN_HAND = 2
#: After how long a worker dies, and which share of the time this may cost.
_LIFE, _LOST = 30 * DAY, 0.1


class Limit(NamedTuple):
    """What keeps more cores from doing more.

    Attributes:
        cores: how many it can feed.
        what: what it is.
        remedy: what one would do.
    """

    cores: float
    what: str
    remedy: str


def limits(measured: Mapping[str, Any], kind: str) -> list[Limit]:
    """Give the limits of a batch as cores are added, in the order in which they come.

    Args:
        measured: all that was measured.
        kind: with Arelle or without.
    """
    costs, asking = measured[kind], measured["cluster"]["cpu of the starter"]
    cpu, spent, wait = costs["cpu"], measured["starter"]["cpu"], _IN_HAND * measured["starter"]["wait"]
    several = "several batches, each with a journal and an output folder of its own: this works today"
    return sorted(
        (
            Limit(
                most_cores(cpu, spent, wait),
                f"the starting process, with local workers: {spent * 1e3:.1f} ms an item, and {wait * 1e6:.1f} µs more "
                "for each core, since it looks at all that is in hand",
                several,
            ),
            Limit(
                most_cores(cpu, spent + asking, wait),
                f"the starting process, with a cluster: {(spent + asking) * 1e3:.1f} ms an item, since it asks Dask, "
                "and as much more for each core as with local workers",
                several,
            ),
            Limit(
                cpu / measured["cluster"]["cpu of the scheduler"],
                f"Dask's scheduler, {measured['cluster']['cpu of the scheduler'] * 1e3:.1f} ms a task",
                "a scheduler for each batch; or several filings in a task, which does not exist",
            ),
            Limit(
                cpu / measured["journal"]["seconds"],
                f"the journal, {measured['journal']['seconds'] * 1e3:.2f} ms for the two writes of an item",
                "a journal for each batch; or writing what ended together at once, which does not exist",
            ),
            Limit(
                math.sqrt(_LOST * _LIFE / (_IN_HAND * cpu)),
                "one pool of local processes: when a worker dies, all that was in hand is done one by one, while the "
                f"others wait; at a death a month and worker this costs {_LOST:.0%} of the time",
                "batches of some dozen workers each, or a cluster, which gives to others what the dead one had",
            ),
        )
    )


def most_cores(cpu: float, spent: float, wait: float) -> float:
    """Give how many cores a process can feed.

    Each core takes an item in `cpu` seconds. The process spends `spent` on each, and `wait` more for each core.
    """
    return (math.sqrt(spent**2 + 4 * wait * cpu) - spent) / (2 * wait) if wait else cpu / spent
