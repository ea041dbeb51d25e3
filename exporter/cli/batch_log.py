"""What a batch tells while it runs: one line that changes on a terminal, now and then a line elsewhere, or JSON."""

from __future__ import annotations

import datetime
import json
import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

    from exporter.batch.run import Progress

__all__ = ["FORMATS", "JsonLog", "TextLog", "batch_log"]

#: How a log may be written.
FORMATS = ("text", "json")
#: Where nobody looks on, a line of text is printed so often.
_SECONDS_BETWEEN_LINES = 10


def batch_log(options: argparse.Namespace) -> TextLog | JsonLog:
    """Give the log that a command's options ask for; it goes to standard error."""
    return JsonLog() if options.log_format == "json" else TextLog(is_silent=options.quiet or options.json)


class TextLog:
    """Lines for people."""

    def __init__(self, *, is_silent: bool) -> None:
        """Begin; a silent one says what must be said, and nothing of progress."""
        self._is_silent, self._is_terminal = is_silent, sys.stderr.isatty()
        self._last = time.monotonic()

    def tell(self, text: str) -> None:
        """Say what there is to say of the run."""
        print("exporter:", text, file=sys.stderr)

    def item(self, progress: Progress) -> None:
        """Say that an item has ended: how many have, how fast, and how long the rest will take."""
        is_last = progress.ended == progress.total
        is_due = is_last or self._is_terminal or time.monotonic() - self._last >= _SECONDS_BETWEEN_LINES
        if self._is_silent or not is_due:
            return
        self._last = time.monotonic()
        rate = progress.ended / max(progress.seconds, 1e-3)
        left = (progress.total - progress.ended) / rate
        line = f"{progress.ended:,} of {progress.total:,}, {rate:.1f}/s, {left:,.0f} s left"
        if self._is_terminal:
            print(f"\r… {line}\033[K", end="\n" if is_last else "", file=sys.stderr, flush=True)
        else:
            print(line, file=sys.stderr)

    def end(self, counts: dict[str, int]) -> None:
        """Say nothing: the summary follows."""


class JsonLog:
    """An object a line, for whatever collects logs. Each has `time`, in UTC, and `event`."""

    def tell(self, text: str) -> None:
        """Log an event `note` with a `message`."""
        self._write("note", message=text)

    def item(self, progress: Progress) -> None:
        """Log an event `item`: what the journal says of it, and how many of how many have `ended`."""
        self._write("item", **asdict(progress.entry), of=progress.total, nth=progress.ended)

    def end(self, counts: dict[str, int]) -> None:
        """Log an event `end`, with how many items came to what."""
        self._write("end", counts=counts)

    def _write(self, event: str, **content: Any) -> None:  # noqa: ANN401 - what JSON holds
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
        print(json.dumps({"time": now, "event": event, **content}, ensure_ascii=False), file=sys.stderr, flush=True)
