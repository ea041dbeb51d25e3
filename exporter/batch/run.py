"""A batch from beginning to end: what is to be done is given to workers, and what comes of it is written down."""

from __future__ import annotations

import datetime
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.batch.data_set import DataSet, check_apart
from exporter.batch.executors import InProcess, cluster, local_processes
from exporter.batch.inputs_hash import InputHashes
from exporter.batch.journal import DONE, FAILED, RUNNING, WAITING, Entry, Journal
from exporter.batch.places import default_journal, done_outputs
from exporter.batch.work import Order, Outcome, work_on
from exporter.errors import MisuseError, UnreadableInputError
from exporter.files.stores import below, is_url, resolved
from exporter.filing.syntaxes import syntaxes_named
from exporter.validation.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from exporter.batch.items import Item
    from exporter.files.stores import Place, StoredFile

__all__ = ["Batch", "Progress", "run_batch"]

#: How often an item is begun whose worker dies.
_MOST_ATTEMPTS = 2
#: How long is waited for items until it is seen whether anybody does them.
_SECONDS_BETWEEN_CHECKS = 2
#: How many items are in hand for each that is being done, so that workers need not wait.
_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is.

    Attributes:
        entry: the item that was done last.
        ended: how many were done in this run.
        total: how many there are to do in it.
        seconds: since it began.
    """

    entry: Entry
    ended: int
    total: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Batch:
    """How a batch is done.

    Attributes:
        out: the folder of the items' output folders.
        journal: the journal's file, by default `batch.sqlite` in `out`, or in the working folder if that is in a store.
        jobs: so many items are exported at a time, each in a process of its own, which an item may take with it; 0 for
            this process, unless there are limits that may end it.
        scheduler: the address of a Dask scheduler whose workers do the work, in place of local processes.
        without: the judges to leave out.
        packages: taxonomy packages that items may need besides those that their projects name.
        formats: as `export_report` takes them.
        force: whether to do what is done already, too.
        retry: whether to try again what was given up.
        seconds: after so many an item is given up.
        megabytes: of memory that a worker may use.
        facts: the folder of a data set of all facts, ledgers and findings, see `data_set`; None to write none.
    """

    out: Place
    journal: Path | None = None
    jobs: int = 1
    scheduler: str | None = None
    without: tuple[str, ...] = ()
    packages: tuple[Place, ...] = ()
    formats: tuple[str, ...] | None = None
    force: bool = False
    retry: bool = False
    seconds: float | None = None
    megabytes: int | None = None
    facts: Path | None = None

    def order(
        self, item: Item, stored: Mapping[str, Mapping[str, StoredFile]], data_set: DataSet | None = None
    ) -> Order:
        """Say what a worker is to do for an item, and which files it needs of stores."""
        packages = tuple(map(resolved, self.packages))
        out, without = resolved(below(self.out, item.id)), tuple(sorted(self.without))
        facts = data_set.files_of(item) if data_set else None
        return Order(item, out, without, packages, self.formats, self.seconds, self.megabytes, stored, facts)


def run_batch(
    items: Sequence[Item],
    batch: Batch,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Entry]:
    """Export items, each into a folder of its name, and keep a journal.

    What is done, and whose inputs are as they were, is left as it is. Whatever ends a batch, the same call goes on with
    it: what was in hand is done again.

    Args:
        items: what is exported.
        batch: how.
        progress: called when an item has ended.
        tell: called with a line of text where there is something to say of the run.

    Returns: what became of each item, in their order.

    Raises:
        MisuseError: another batch has the journal; a judge cannot be left out; there is no such syntax or no scheduler;
            or the data set would lie where an item's filing does.
        UnreadableInputError: the journal is damaged or from another version.
        OutputError: the output folder cannot be written.
    """
    _check(items, batch)
    options = {"without": sorted(batch.without), "formats": batch.formats}
    hashes = InputHashes(batch.out, options, batch.packages, batch.facts)
    with Journal(batch.journal or default_journal(batch.out)) as journal:
        known, has_output = journal.entries(), done_outputs(batch.out)
        data_set = DataSet(batch.facts) if batch.facts else None
        entries, due = {}, {}
        for item in items:
            entry, is_readable = _entry(item, known.get(item.id), hashes)
            if is_readable and _is_due(entry, known.get(item.id), batch, has_output, data_set):
                due[item.id], entry = item, replace(entry, state=WAITING, attempts=0)
            entries[item.id] = entry
        journal.write(entries.values())
        run = _Run(journal, entries, len(due), progress)

        def order(name: str) -> Order:
            return batch.order(due[name], hashes.stored(due[name]), data_set)

        run.do_with(list(due), order, batch, tell)
        return [run.entries[item.id] for item in items]


def _check(items: Sequence[Item], batch: Batch) -> None:
    """See, before anything is done, whether it can be done so at all."""
    Panel(batch.without)  # which says so of a judge that cannot be left out
    syntaxes_named(batch.formats or ())
    places = [*(item.project for item in items), batch.out, *batch.packages]
    if (batch.jobs or batch.scheduler) and any(str(place).startswith("memory:") for place in places):
        raise MisuseError("what is in memory:// is there for this process alone: let it do the work, with --jobs 0")
    if batch.facts:
        check_apart(batch.facts, [Path(batch.out) / item.id for item in items if not is_url(batch.out)])


def _entry(item: Item, known: Entry | None, hashes: InputHashes) -> tuple[Entry, bool]:
    """Give what is known of an item, with its inputs as they are now, and whether these can be read at all."""
    entry = known or Entry(item.id, str(item.project))
    try:
        return replace(entry, project=str(item.project), inputs=hashes.of(item)), True
    except UnreadableInputError as error:
        return Entry(item.id, str(item.project), state=FAILED, verdict=str(error)), False


def _is_due(
    entry: Entry,
    known: Entry | None,
    batch: Batch,
    has_output: Callable[[str], bool],
    data_set: DataSet | None,
) -> bool:
    """Tell whether an item is to be done: it never was, its inputs are others, or its output is gone."""
    if batch.force or known is None or not entry.inputs or entry.inputs != known.inputs:
        return True
    if known.state == FAILED:
        return batch.retry
    is_there = has_output(entry.id) and (data_set is None or data_set.holds(known))
    return known.state != DONE or not is_there


class _Run:
    """Gives orders to workers, and writes down what comes of them."""

    def __init__(
        self, journal: Journal, entries: Mapping[str, Entry], total: int, progress: Callable[[Progress], None]
    ) -> None:
        self.entries = dict(entries)
        self._journal, self._total, self._progress = journal, total, progress
        self._begun, self._ended = time.monotonic(), 0

    def do_with(
        self, names: Sequence[str], order: Callable[[str], Order], batch: Batch, tell: Callable[[str], None]
    ) -> None:
        """Do all with the executor that is asked for."""
        if not names:
            return
        if batch.scheduler:
            with cluster(batch.scheduler) as workers:
                for line in workers.told:
                    tell(line)
                self.do(names, order, workers.executor, workers.threads * _AHEAD, workers.check)
        elif batch.jobs == 0 and batch.seconds is None and batch.megabytes is None:
            self.do(names, order, InProcess, 1)
        else:
            self.do(names, order, partial(local_processes, max(batch.jobs, 1)), max(batch.jobs, 1) * _AHEAD)

    def do(
        self,
        names: Sequence[str],
        order: Callable[[str], Order],
        executor: Callable[[], AbstractContextManager[Executor]],
        window: int,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        """Do all; when a worker dies, those that were in hand are done one by one, to find whose fault it was.

        Args:
            names: those of the items.
            order: gives what is to be done for one.
            executor: gives who does it.
            window: how many are in hand at a time.
            check: called now and then; raises an exception where nobody will do it any more.
        """
        waiting, suspects = deque(names), deque[str]()
        while waiting or suspects:
            queue, width = (suspects, 1) if suspects else (waiting, window)
            with executor() as pool:
                lost = self._drain(queue, order, pool, width, check)
            for name in lost:
                if not self._give_up(name):
                    suspects.append(name)

    def _drain(
        self,
        queue: deque[str],
        order: Callable[[str], Order],
        pool: Executor,
        width: int,
        check: Callable[[], None],
    ) -> list[str]:
        """Do what is in a queue, until it is empty or the pool breaks.

        Returns: what was in hand when it broke, or whose worker died.
        """
        in_hand: dict[Future[Outcome], str] = {}
        lost: list[str] = []
        while (queue and not lost) or in_hand:
            while queue and not lost and len(in_hand) < width:
                name = queue.popleft()
                self._begin([name])
                try:
                    in_hand[pool.submit(work_on, order(name))] = name
                except BrokenExecutor:
                    lost.append(name)
            done, _ = wait(in_hand, _SECONDS_BETWEEN_CHECKS, FIRST_COMPLETED) if in_hand else (set(), None)
            check()  # or else what was lost with it would count as an attempt
            for future in done:
                name = in_hand.pop(future)
                try:
                    self._end(name, future.result())
                except (BrokenExecutor, CancelledError):
                    lost.append(name)
                except Exception as error:  # noqa: BLE001 - a cluster has exceptions of its own for workers that died
                    self._fail(name, f"{type(error).__name__}: {error}")
        return lost

    def _begin(self, names: Iterable[str]) -> None:
        begun = [
            replace(
                self.entries[name], state=RUNNING, attempts=self.entries[name].attempts + 1, started=_now(), ended=""
            )
            for name in names
        ]
        self._keep(begun)

    def _end(self, name: str, outcome: Outcome) -> None:
        counts = outcome.counts
        entry = replace(
            self.entries[name],
            state=FAILED if outcome.refused else DONE,
            ended=_now(),
            worker=outcome.worker,
            seconds=outcome.seconds,
            peak=outcome.peak,
            verdict=outcome.refused or outcome.verdict,
            facts=outcome.facts,
            errors=counts.get("error", 0),
            warnings=counts.get("warning", 0),
            causes=outcome.causes,
        )
        self._keep([entry])
        self._tell(entry)

    def _fail(self, name: str, reason: str) -> None:
        entry = replace(self.entries[name], state=FAILED, ended=_now(), verdict=reason, causes={})
        self._keep([entry])
        self._tell(entry)

    def _give_up(self, name: str) -> bool:
        """Give an item up whose worker died as often as is allowed."""
        if self.entries[name].attempts < _MOST_ATTEMPTS:
            return False
        self._fail(name, "its worker died, or was ended since it took too long or too much memory")
        return True

    def _keep(self, entries: Iterable[Entry]) -> None:
        entries = list(entries)
        self._journal.write(entries)
        self.entries |= {entry.id: entry for entry in entries}

    def _tell(self, entry: Entry) -> None:
        self._ended += 1
        self._progress(Progress(entry, self._ended, self._total, time.monotonic() - self._begun))


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
