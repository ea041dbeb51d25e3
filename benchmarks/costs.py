"""What a batch costs, item by item: measured with made-up companies, for `benchmarks.scale` to reckon with.

Processor time is what is left when a small run is taken from a large one, so that neither the start nor whoever else
uses the machine counts.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from exporter.batch.executors import cluster
from exporter.batch.inputs_hash import InputHashes
from exporter.batch.items import entity_items
from exporter.batch.journal import DONE, JOURNAL, Entry, Journal, read_entries
from exporter.batch.summary import Summary, summary_json
from nights.family import cpu_seconds, family, megabytes
from tests.batch.companies import write_companies
from tests.batch.dask_cluster import dask_cluster

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["measured"]

_JOBS = 2
#: The numbers of items of a small run and of a large one.
_WITHOUT_ARELLE, _WITH_ARELLE, _BARE = (20, 200), (10, 40), (200, 3_000)
#: So many items are held, hashed and written down.
_HELD, _HASHED, _WRITTEN = 100_000, 2_000, 2_000
_IN_HAND, _TASKS = 20_000, 1_000
_SECONDS_BETWEEN_LOOKS = 0.05
_BLOCK = 512


def measured() -> dict[str, Any]:
    """Measure everything; takes some minutes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        without = _filings(folder / "without", *_WITHOUT_ARELLE, "--no-arelle")
        with_arelle = _filings(folder / "with", *_WITH_ARELLE)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:  # whose memory has nothing else in it
            held = alone.submit(_held, folder / "held").result()
        return {
            "machine": _machine(),
            "without Arelle": without,
            "with Arelle": with_arelle,
            "starter": {"cpu": _starter_cpu(folder / "bare"), **held, **_hashed(folder / "hashed"), "wait": _waited()},
            "journal": _written(folder / "journal"),
            "cluster": _scheduled(folder / "cluster"),
        }


def _machine() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    processor = next((line.partition(":")[2].strip() for line in lines if "model name" in line), platform.processor())
    return f"processor {processor}, {os.cpu_count()} cores, Python {platform.python_version()}"


class _Run(NamedTuple):
    """What a batch took: processor seconds of all and of the starting process alone, and megabytes of all others."""

    cpu: float
    starter: float
    workers: float


def _filings(folder: Path, few: int, many: int, *options: str) -> dict[str, Any]:
    """Run a small batch and a large one, and say what each item more takes, and what the start."""
    for count in (few, many):
        write_companies(count, folder / str(count))
    small, large = (_run(folder / str(count), *options) for count in (few, many))
    cpu = (large.cpu - small.cpu) / (many - few)
    out = folder / str(many) / "out"
    entries = list(read_entries(out / JOURNAL))
    first, further = _seconds(entries)
    return {
        "items": many,
        "workers": _JOBS,
        "seconds": _elapsed(entries),
        "cpu": cpu,
        "cpu of a start": (large.cpu - many * cpu) / _JOBS,
        "quantiles": [min(further), *statistics.quantiles(further, n=100, method="inclusive"), max(further)],
        "first": statistics.mean(first),
        "megabytes of a worker": large.workers / _JOBS,
        **_left(out),
    }


def _run(folder: Path, *options: str) -> _Run:
    command = [sys.executable, "-m", "exporter", "batch", str(folder / "project"), "--out", str(folder / "out")]
    command += ["--for", str(folder / "entities.csv"), "--jobs", str(_JOBS), "--quiet", *options]
    cpu, starter, looks = _children_cpu(), 0.0, [0.0]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
    for nth in range(sys.maxsize):
        if process.poll() is not None:
            break
        starter = max(starter, cpu_seconds(process.pid))
        if nth % 20 == 0:
            looks.append(sum(map(megabytes, family(process.pid))) - megabytes(process.pid))
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    if process.returncode > 1:  # 1 says that items have errors, as some are made to
        raise RuntimeError(f"the batch in {folder} ended with {process.returncode}")
    return _Run(_children_cpu() - cpu, starter, max(looks))


def _starter_cpu(folder: Path) -> float:
    """Say what the starting process spends on an item: to give it to a worker, and to write down what came of it.

    The items lack their balances, so that thousands end soon; the starting process does the same for them.
    """
    runs = []
    for count in _BARE:
        write_companies(count, folder / str(count))
        shutil.rmtree(folder / str(count) / "project" / "balances")
        runs.append(_run(folder / str(count), "--no-arelle"))
    small, large = runs
    return (large.starter - small.starter) / (_BARE[1] - _BARE[0])


def _children_cpu() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def _seconds(entries: Iterable[Entry]) -> tuple[list[float], list[float]]:
    """Give how long items took: the first of each worker, and all others."""
    first: dict[str, float] = {}
    further = []
    for entry in sorted(entries, key=lambda entry: entry.ended):
        if entry.worker in first:
            further.append(entry.seconds)
        else:
            first[entry.worker] = entry.seconds
    return list(first.values()), further


def _elapsed(entries: Sequence[Entry]) -> float:
    """Give the seconds from the beginning of the first item to the end of the last one."""
    begun, ended = min(entry.started for entry in entries), max(entry.ended for entry in entries)
    return (datetime.fromisoformat(ended) - datetime.fromisoformat(begun)).total_seconds()


def _left(out: Path) -> dict[str, float]:
    """Say what an item leaves on the disk, on average: files, folders, bytes, and the taxonomy's package among them."""
    folders = [path for path in out.iterdir() if path.is_dir()]
    paths = [path for folder in folders for path in folder.rglob("*")]
    files = [path for path in paths if path.is_file()]
    packages = [path for path in files if path.suffix == ".zip"]
    rest = [path for path in files if path.suffix != ".zip"]
    return {
        "files": len(files) / len(folders),
        "folders": (len(folders) + len(paths) - len(files)) / len(folders),
        "bytes": sum(path.stat().st_size for path in rest) / len(folders),
        "bytes on disk": sum(path.stat().st_blocks for path in rest) * _BLOCK / len(folders),
        "bytes of the package": sum(path.stat().st_size for path in packages) / len(folders),
    }


def _entry(name: str) -> Entry:
    """Give what the journal has of an item that is done."""
    time_, inputs = "2026-11-27T22:30:00.000+00:00", f"{hash(name) % 16**16:016x}" * 4
    return Entry(name, "/clients/project", inputs, DONE, 1, f"{name}:4242", time_, time_, 0.123, 2**28, "clean", 66)


def _held(folder: Path) -> dict[str, float]:
    """Say what items and their entries take of the memory of a batch, each, and what it takes at most at its end."""
    write_companies(1, folder)
    rows = [f"company-{n:07},HRB{n:07},2024,2024-01-01,2024-12-31,2023-01-01,2023-12-31" for n in range(_HELD)]
    table = folder / "entities.csv"
    table.write_text("id,register,year,start,end,start_before,end_before\n" + "\n".join(rows), encoding="utf-8")
    before = megabytes(os.getpid())
    items = entity_items(folder / "project", table)
    entries = {item.id: _entry(item.id) for item in items}
    held = megabytes(os.getpid())
    document = summary_json(Summary(list(entries.values())))
    text = json.dumps(document, ensure_ascii=False, indent=1)
    at_the_end = megabytes(os.getpid())
    assert len(document["items"]) == _HELD  # noqa: S101 - all are held until now
    each = 1024**2 / _HELD
    return {
        "bytes of an item": (held - before) * each,
        "bytes of an item at the end": (at_the_end - before) * each,
        "bytes of an item in JSON": len(text) / _HELD,
    }


def _hashed(folder: Path) -> dict[str, float]:
    """Say how long it takes to hash the files of an entity, and then its inputs."""
    write_companies(_HASHED, folder)
    first, *items = entity_items(folder / "project", folder / "entities.csv")
    hashes = InputHashes(folder / "out", {}, [])
    begun = time.process_time()
    hashes.of(first)
    files = time.process_time()
    for item in items:
        hashes.of(item)
    return {"hash of a file": (files - begun) / _HASHED, "hash of an item": (time.process_time() - files) / len(items)}


def _waited() -> float:
    """Say how long it takes to look at one item in hand, each time that another is waited for."""
    in_hand = {Future[None](): number for number in range(_IN_HAND)}
    begun = time.process_time()
    for _ in range(5):
        wait(in_hand, 0, FIRST_COMPLETED)
    return (time.process_time() - begun) / 5 / _IN_HAND


def _written(folder: Path) -> dict[str, float]:
    """Say how long it takes to write down that an item begins and that it ended, and how large the journal is."""
    entries = [_entry(f"company-{number:07}") for number in range(_HELD)]
    path = folder / JOURNAL
    with Journal(path) as journal:
        begun = time.process_time()
        journal.write(entries)
        all_at_once = (time.process_time() - begun) / _HELD
        cpu, clock = time.process_time(), time.perf_counter()
        for entry in entries[:: _HELD // _WRITTEN]:
            journal.write([entry])
            journal.write([entry])
        spent, passed = time.process_time() - cpu, time.perf_counter() - clock
    size = path.stat().st_size / _HELD
    return {"cpu": spent / _WRITTEN, "seconds": passed / _WRITTEN, "cpu at first": all_at_once, "bytes": size}


def _scheduled(folder: Path) -> dict[str, float]:
    """Say what a task that does nothing takes of Dask's scheduler, and of the process that asks for it."""
    folder.mkdir()
    with dask_cluster(folder) as started, cluster(started.address) as workers, workers.executor() as pool:
        pool.submit(abs, 1).result()
        scheduler, asking = cpu_seconds(started.scheduler.pid), time.process_time()
        for future in [pool.submit(abs, number) for number in range(_TASKS)]:
            future.result()
        spent, asked = cpu_seconds(started.scheduler.pid) - scheduler, time.process_time() - asking
    return {"cpu of the scheduler": spent / _TASKS, "cpu of the starter": asked / _TASKS}
