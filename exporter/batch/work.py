"""What a worker does: one item after another, with judges that stay."""

from __future__ import annotations

import atexit
import contextlib
import os
import platform
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from exporter.batch.places import here
from exporter.errors import ExporterError
from exporter.export import export_with
from exporter.files.process_limits import limit_memory
from exporter.findings.findings import Severity
from exporter.frames.engine import in_engine_thread
from exporter.validation.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from exporter.batch.data_set import ItemFiles
    from exporter.batch.items import Item
    from exporter.batch.places import Here
    from exporter.export import Export
    from exporter.files.stores import Place, StoredFile

__all__ = ["Order", "Outcome", "work_on"]

#: The exit code of a worker whose item took too long.
_TOO_LONG = 75


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of a worker.

    Attributes:
        item: the item.
        out: where its filing goes.
        without: the judges to leave out.
        packages: taxonomy packages that all items may need.
        formats: the syntaxes to write, or None for what the project says.
        seconds: after so many it is given up, and the worker with it.
        megabytes: of memory that the worker may use.
        stored: the files that the item needs of the project and the packages, where these lie in stores, by their URLs.
        facts: its files in a data set, which are to be written, too.
    """

    item: Item
    out: Place
    without: tuple[str, ...] = ()
    packages: tuple[Place, ...] = ()
    formats: tuple[str, ...] | None = None
    seconds: float | None = None
    megabytes: int | None = None
    stored: Mapping[str, Mapping[str, StoredFile]] = field(default_factory=dict)
    facts: ItemFiles | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a worker says of an item.

    Attributes:
        verdict: `clean`, `warnings` or `errors`; empty if it could not be exported at all.
        refused: why it could not.
        facts: how many facts were filed.
        counts: how many findings there are of each severity.
        causes: how many errors there are of each code.
        worker: the worker's name: its machine and the number of its process.
        seconds: how long it took.
        peak: the most memory that the worker's process has had, in bytes.
    """

    verdict: str = ""
    refused: str = ""
    facts: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    causes: dict[str, int] = field(default_factory=dict)
    worker: str = ""
    seconds: float = 0.0
    peak: int = 0


_turn = threading.Lock()
#: The panel of this process, with what it was made for: judges that started stay.
_panels: dict[tuple[tuple[str, ...], tuple[Path, ...]], Panel] = {}


def work_on(order: Order) -> Outcome:
    """Export an item, in the worker's process. Whatever is wrong with it is its outcome, and no exception.

    Threads of a process take turns, for they have one panel.
    """
    with _turn:
        return _work_on(order)


def _work_on(order: Order) -> Outcome:
    limit_memory(order.megabytes)
    begun = time.monotonic()
    watch = threading.Timer(order.seconds, os._exit, [_TOO_LONG]) if order.seconds else None
    if watch:
        watch.daemon = True
        watch.start()
    outcome: dict[str, Any]
    try:
        with here(order.item.project, order.packages, order.out, order.stored) as (places, publish):
            outcome = _outcome(in_engine_thread(partial(_export, order, places)))
            publish(outcome["verdict"])
    except ExporterError as error:
        outcome = {"refused": str(error)}
    except MemoryError:
        outcome = {"refused": "it needs more memory than a worker may use"}
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one item, the others go on
        outcome = {"refused": f"exporter broke down: {type(error).__name__}: {error}"}
    finally:
        if watch:
            watch.cancel()
    seconds = round(time.monotonic() - begun, 3)
    return Outcome(**outcome, worker=f"{platform.node()}:{os.getpid()}", seconds=seconds, peak=_peak())


def _export(order: Order, places: Here) -> Export:
    panel = _panel(order.without, places.packages)
    result = export_with(panel, places.project, places.out, formats=order.formats, values=order.item.values)
    if order.facts is not None:
        order.facts.write(result, places.project)
    return result


def _panel(without: tuple[str, ...], packages: tuple[Path, ...]) -> Panel:
    """Give the panel of this process for such orders."""
    key = without, packages
    if key not in _panels:
        _panels[key] = Panel(without, packages=packages).__enter__()
        atexit.register(_panels[key].__exit__, None, None, None)
    return _panels[key]


def _outcome(result: Export) -> dict[str, Any]:
    counts = Counter(finding.severity for finding in result.findings)
    causes = Counter(finding.code for finding in result.findings if finding.severity is Severity.ERROR)
    verdict = "errors" if counts[Severity.ERROR] else "warnings" if counts[Severity.WARNING] else "clean"
    return {
        "verdict": verdict,
        "facts": len(result.report) if result.report is not None else 0,
        "counts": {severity.value: count for severity, count in counts.items()},
        "causes": dict(causes),
    }


def _peak() -> int:
    """Give the most memory that this process has had, in bytes; 0 where the system does not tell."""
    with contextlib.suppress(ImportError):  # no Unix
        import resource  # noqa: PLC0415 - Unix alone has it

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if platform.system() == "Darwin" else peak * 1024
    return 0
