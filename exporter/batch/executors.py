"""Who does the work of a batch: this process, local ones, or a cluster; all by one interface, `concurrent.futures`."""

from __future__ import annotations

import logging
import os
import re
import threading
import time
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from exporter.errors import MisuseError
from exporter.frames.engine import LEAST_THREADS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

__all__ = ["Cluster", "InProcess", "cluster", "local_processes"]

#: What decides on a filing, besides what Dask compares itself.
_PACKAGES = ["exporter", "polars", "lxml", "xmlschema", "arelle-release"]
#: How long a scheduler may take to answer.
_SCHEDULER_SECONDS = 20
#: How often a worker looks whether it is still wanted.
_SECONDS_BETWEEN_LOOKS = 1


class Cluster(NamedTuple):
    """A cluster in use.

    Attributes:
        executor: gives an executor.
        threads: how many tasks its workers do at a time.
        told: what there is to say of them.
        check: raises a MisuseError where the scheduler is gone; those who wait for results would wait for ever.
    """

    executor: Callable[[], AbstractContextManager[Executor]]
    threads: int
    told: list[str]
    check: Callable[[], None]


class InProcess(Executor):
    """Does the work here and at once."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 - as Executor
        """Call a function, and give what holds its result."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whoever asks for the result gets it
            future.set_exception(error)
        return future


@contextmanager
def local_processes(count: int) -> Iterator[Executor]:
    """Have so many processes on this machine. When one of them dies, the executor is broken, and another is needed."""
    from loky import ProcessPoolExecutor  # type: ignore[import-untyped]  # noqa: PLC0415 - 0.08 s, for batches alone

    threads = max(LEAST_THREADS, (os.cpu_count() or 1) // count)  # of the table engine: no more than there is use for
    pool = ProcessPoolExecutor(
        count,
        timeout=None,
        initializer=_end_with,
        initargs=(os.getpid(),),
        env={"POLARS_MAX_THREADS": str(threads)},
    )
    is_over = False
    try:
        yield pool
        is_over = True
    finally:
        pool.shutdown(wait=True, kill_workers=not is_over)


def _end_with(starter: int) -> None:
    """Have a worker's process end when the one that started it is gone, which nobody else would tell it."""

    def watch() -> None:
        while os.getppid() == starter:
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def cluster(address: str) -> Iterator[Cluster]:
    """Use the workers of a Dask scheduler.

    Args:
        address: the scheduler's, such as `tcp://127.0.0.1:8786`.

    Raises:
        MisuseError: there is no scheduler, it has no workers, or `distributed` is not installed.
    """
    if not re.fullmatch(r"([a-z]+://)?[^\s/]+:[0-9]+", address):
        raise MisuseError(f"{address!r} is no address of a Dask scheduler, which is such as tcp://127.0.0.1:8786")
    try:
        import distributed  # noqa: PLC0415 - an extra, and half a second
    except ImportError:
        raise MisuseError("a cluster needs Dask: pip install 'exporter[cluster]'") from None
    for name in list(logging.root.manager.loggerDict):
        if name.startswith("distributed"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        dask: Any = distributed  # it has no types
        client = dask.Client(address, timeout=_SCHEDULER_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        hint = "start one with `dask scheduler` and `dask worker ADDRESS --nthreads 1`"
        raise MisuseError(f"there is no Dask scheduler at {address} ({error}); {hint}") from error
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise MisuseError(
                f"the scheduler at {address} has no workers; start some: dask worker {address} --nthreads 1"
            )

        def check() -> None:
            while client.status == "connecting":  # again, for as long as a scheduler may take to answer
                time.sleep(_SECONDS_BETWEEN_LOOKS)
            if client.status != "running":
                hint = "what is done is done: start one, and give the same command again"
                raise MisuseError(f"the scheduler at {address} is gone; {hint}")

        yield Cluster(
            lambda: client.get_executor(pure=False), threads, [*_with_threads(client), *_differences(client)], check
        )


def _with_threads(client: Any) -> list[str]:  # noqa: ANN401 - Dask's Client
    """Say which workers have several threads, of which one alone works at a time."""
    return [
        f"the worker {address} has {threads} threads, which take turns; start it with --nthreads 1 --nworkers {threads}"
        for address, threads in sorted(client.nthreads().items())
        if threads > 1
    ]


def _differences(client: Any) -> list[str]:  # noqa: ANN401 - Dask's Client
    """Say which packages have other versions on workers than here."""
    versions = client.get_versions(packages=_PACKAGES)
    ours = versions["client"]["packages"]
    told = []
    for address, worker in sorted(versions["workers"].items()):
        others = {name: there for name, there in worker["packages"].items() if there != ours.get(name)}
        told += [
            f"the worker {address} has {name} {there}, and we have {ours.get(name)}" for name, there in others.items()
        ]
    return told
