"""What a night came to: how many items are clean, what went wrong where and why, what took longest."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from exporter.batch.journal import DONE, FAILED, RUNNING, WAITING, Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Summary", "summary_json", "summary_page"]

_MOST_NAMED, _MOST_SHOWN = 5, 10
_VERDICTS = {"clean": "clean", "warnings": "with warnings", "errors": "with errors"}


@dataclass(frozen=True)
class Summary:
    """The items of a batch, counted.

    Attributes:
        entries: all of them.
    """

    entries: Sequence[Entry]

    @property
    def counts(self) -> dict[str, int]:
        """How many items came to what, without what none came to."""
        names = Counter(map(_outcome, self.entries))
        order = [*_VERDICTS.values(), "given up", "in hand", "waiting"]
        return {name: names[name] for name in order if names[name]}

    @property
    def causes(self) -> list[tuple[str, list[str]]]:
        """What was wrong with items, by code or reason, with the items; what concerns most of them comes first."""
        causes: dict[str, list[str]] = {}
        for entry in self.entries:
            # What names the item is the same reason of another.
            reason = entry.verdict.replace(entry.id, "…")
            for cause in [reason] if entry.state == FAILED else entry.causes:
                causes.setdefault(cause, []).append(entry.id)
        return sorted(causes.items(), key=lambda cause: (-len(cause[1]), cause[0]))

    @property
    def slowest(self) -> list[Entry]:
        """Those that took longest."""
        return sorted(self._done, key=lambda entry: (-entry.seconds, entry.id))[:_MOST_NAMED]

    @property
    def largest(self) -> list[Entry]:
        """Those with the most facts."""
        return sorted(self._done, key=lambda entry: (-entry.facts, entry.id))[:_MOST_NAMED]

    @property
    def _done(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.state == DONE]

    @property
    def is_sound(self) -> bool:
        """Whether every item is done, and none has an error."""
        return all(entry.state == DONE and not entry.errors for entry in self.entries)

    def lines(self) -> list[tuple[str, str]]:
        """Say in a few lines what the batch came to."""
        counts = ", ".join(f"{count:,} {name}" for name, count in self.counts.items())
        facts = sum(entry.facts for entry in self.entries)
        lines = [("items", f"{len(self.entries):,}: {counts}" if self.entries else "0"), ("facts", f"{facts:,}")]
        lines += [(f"  {cause}", _named(ids)) for cause, ids in self.causes[:_MOST_SHOWN]]
        if more := len(self.causes) - _MOST_SHOWN:
            lines += [("  …", f"{more} more causes")] if more > 0 else []
        if self.slowest:
            lines.append(("slowest", ", ".join(f"{entry.id} {entry.seconds:.1f} s" for entry in self.slowest)))
            lines.append(("largest", ", ".join(f"{entry.id} {entry.facts:,} facts" for entry in self.largest)))
        return lines


def _outcome(entry: Entry) -> str:
    if entry.state == DONE:
        return _VERDICTS[entry.verdict]
    return {FAILED: "given up", RUNNING: "in hand", WAITING: "waiting"}[entry.state]


def _named(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _MOST_NAMED:,} more" if len(ids) > _MOST_NAMED else ""
    return f"{len(ids):,}: {', '.join(ids[:_MOST_NAMED])}{more}"


def summary_json(summary: Summary) -> dict[str, Any]:
    """Put a summary into the terms of JSON, with every item."""
    return {
        "ok": summary.is_sound,
        "counts": summary.counts,
        "causes": [{"cause": cause, "items": ids} for cause, ids in summary.causes],
        "items": [asdict(entry) for entry in summary.entries],
    }


def summary_page(summary: Summary) -> str:
    """Write the page that says in the morning what went wrong where."""
    parts = ["# Batch", *(f"{name.strip()}: {text}  " for name, text in summary.lines()[:2])]
    parts += ["", "## What went wrong", "", *_table(("cause", "items"), summary.causes)]
    parts += ["", "## Items that are not clean", ""]
    rows = [
        (
            entry.id,
            _outcome(entry),
            entry.verdict if entry.state == FAILED else ", ".join(entry.causes),
            str(entry.attempts),
        )
        for entry in summary.entries
        if entry.state != DONE or entry.verdict != "clean"
    ]
    parts += _table(("item", "came to", "why", "attempts"), rows)
    for title, entries in (("What took longest", summary.slowest), ("What is largest", summary.largest)):
        figures = [(e.id, f"{e.seconds:.1f}", f"{e.facts:,}", f"{e.peak / 1024**2:,.0f}") for e in entries]
        parts += ["", f"## {title}", "", *_table(("item", "seconds", "facts", "peak of its worker, MB"), figures)]
    return "\n".join(parts) + "\n"


def _table(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    lines = [f"| {' | '.join(heading)} |", f"|{'---|' * len(heading)}"]
    lines += [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows]
    return lines if len(lines) > 2 else ["none"]  # noqa: PLR2004 - the heading


def _cell(value: Any) -> str:  # noqa: ANN401 - text or a list of it
    text = ", ".join(value) if isinstance(value, list) else str(value)
    return " ".join(json.dumps(text, ensure_ascii=False)[1:-1].replace("|", "\\|").split())
