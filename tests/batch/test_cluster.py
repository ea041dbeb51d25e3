"""A cluster: a real Dask scheduler and two workers, one of which is killed in the middle."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from exporter.batch.journal import DONE, JOURNAL, read_entries
from exporter.batch.run import Batch, Progress, run_batch
from exporter.errors import MisuseError
from tests.batch.dask_cluster import DaskCluster, dask_cluster
from tests.batch.test_run import QUICK, files_of, projects, states

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[DaskCluster]:
    """A scheduler with two workers."""
    with dask_cluster(tmp_path) as started:
        yield started


def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(tmp_path: Path, cluster: DaskCluster) -> None:
    """And the same journal, but for who did it and when."""
    items = projects(tmp_path / "in", 8)
    alone = run_batch(items, replace(QUICK, out=tmp_path / "alone"))

    def kill_one(progress: Progress) -> None:
        if progress.ended == 2:
            cluster.kill_worker()

    shared = run_batch(items, replace(QUICK, out=tmp_path / "shared", scheduler=cluster.address), progress=kill_one)
    assert {entry.state for entry in shared} == {DONE}
    assert states(shared) == states(alone)
    assert files_of(tmp_path / "shared") == files_of(tmp_path / "alone")


def test_a_scheduler_that_goes_away_ends_the_batch(
    tmp_path: Path, cluster: DaskCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In words that say so; what is done stays, and the same batch goes on with the rest."""
    monkeypatch.setattr("exporter.batch.executors._SCHEDULER_SECONDS", 3)
    items = projects(tmp_path / "in", 8)
    batch = replace(QUICK, out=tmp_path / "out", scheduler=cluster.address)

    def kill_it(progress: Progress) -> None:
        if progress.ended == 2:
            cluster.kill_scheduler()

    with pytest.raises(MisuseError, match=r"scheduler .* is gone"):
        run_batch(items, batch, progress=kill_it)
    before = {entry.id: entry for entry in read_entries(tmp_path / "out" / JOURNAL)}
    done = {name for name, entry in before.items() if entry.state == DONE}
    assert len(done) >= 2
    after = run_batch(items, replace(batch, scheduler=None))
    assert {entry.id for entry in after if entry == before[entry.id]} >= done
    assert {entry.state for entry in after} == {DONE}


def test_what_is_no_address_is_refused(tmp_path: Path) -> None:
    """Before anything is asked."""
    batch = Batch(tmp_path / "out", scheduler="the cluster")
    with pytest.raises(MisuseError, match=r"'the cluster' is no address .*tcp://"):
        run_batch(projects(tmp_path / "in", 1), batch)


def test_a_scheduler_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With how one is started."""
    monkeypatch.setattr("exporter.batch.executors._SCHEDULER_SECONDS", 1)
    batch = Batch(tmp_path / "out", scheduler="tcp://127.0.0.1:9")
    with pytest.raises(MisuseError, match=r"there is no Dask scheduler at .*dask scheduler"):
        run_batch(projects(tmp_path / "in", 1), batch)
