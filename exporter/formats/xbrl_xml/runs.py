"""Where facts and contexts lie in a document of the usual layout, and pieces of it to read at a time."""

from __future__ import annotations

import mmap
import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "CONTEXTS",
    "FACTS",
    "SPACE",
    "Run",
    "UnusualError",
    "context_runs",
    "copied_chunk",
    "one_run",
    "pieces_of",
    "several_runs",
    "without_runs",
]

#: So many bytes of the document are taken at a time.
CHUNK = 16 * 1024**2
#: So many tuples may stand before the facts.
_MOST_TUPLES = 10_000
#: What stands in the place of the runs in what the reference reader gets.
_GAP = "urn:exporter:gap"
FACTS, CONTEXTS = f"{{{_GAP}}}facts", f"{{{_GAP}}}contexts"
#: What is white space once line ends are normalised, and no other character, whatever Unicode says of it.
SPACE = " \t\n"

#: Where a run of elements begins and ends in the document.
Run = tuple[int, int]
#: What may stand between facts.
_BETWEEN = re.compile(
    rb"<!--.*?-->|<\?.*?\?>|<((?:[A-Za-z_][\w.-]*:|)(?:context|unit|footnoteLink))[ \t\r\n>].*?</\1[ \t\r\n]*>",
    re.DOTALL,
)


class UnusualError(Exception):
    """The document does not have the layout that the column reader knows."""


def several_runs(document: mmap.mmap) -> list[Run]:
    """Find the facts where something else stands between them."""
    ((start, end),) = one_run(document)
    runs: list[Run] = []
    for match in _BETWEEN.finditer(document, start, end):
        runs += _trimmed(document, start, match.start())
        start = match.end()
    runs += _trimmed(document, start, end)
    if len(runs) < 2:  # noqa: PLR2004 - where nothing stands between them, there is nothing to try
        raise UnusualError
    return runs


def _trimmed(document: mmap.mmap, start: int, end: int) -> list[Run]:
    """Take white space off the beginning of a run, and leave out one of nothing else.

    A run of elements begins with a start tag and ends with a tag; another was cut within an element.
    """
    first, last = document.find(b"<", start, end), document.rfind(b">", start, end)
    outside = document[start : first if first >= 0 else end] + document[last + 1 : end] if last > first else b"?"
    if first < 0 and not document[start:end].strip(b" \t\r\n"):
        return []
    if first < 0 or outside.strip(b" \t\r\n") or document[first + 1 : first + 2] == b"/":
        raise UnusualError
    return [(first, end)]


def one_run(document: mmap.mmap) -> list[Run]:
    """Find the facts where nothing else stands between them.

    They go from the first element with a contextRef that stands in no tuple to the end of the last one.
    """
    first, last = _first_fact(document), document.rfind(b"contextRef")
    end = document.find(b">", last) + 1
    if document[end - 2 : end] != b"/>":
        end = document.find(b">", document.find(b"</", end)) + 1
    if end <= last:
        raise UnusualError
    return [(first, end)]


def _first_fact(document: mmap.mmap) -> int:
    """Find where the first fact begins, behind the tuples before it."""
    position = 0
    for _ in range(_MOST_TUPLES):
        reference = document.find(b"contextRef", position)
        start = document.rfind(b"<", 0, max(reference, 0))
        if reference < 0 or start < 0:
            raise UnusualError
        # What stands directly before a fact: the tag of what it is in, or the end of another element.
        before = document[max(document.rfind(b"<", 0, start), 0) : start].strip()
        name = re.match(rb"<([^/!?>\s][^/>\s]*)[^>]*(?<!/)>$", before)
        if name is None or name[1].rpartition(b":")[2] == b"xbrl":
            return start
        close = b"</" + name[1] + b">"
        position = document.find(close, start) + len(close)
        if position < start:
            raise UnusualError
    raise UnusualError


def context_runs(document: mmap.mmap, end: int) -> tuple[list[Run], str]:
    """Find the contexts.

    Args:
        document: the whole of it.
        end: where the facts begin.

    Returns:
        Their runs, from the first context to the last one before the facts, each as far as there is nothing but space
        between contexts; and the prefix of their elements with its colon.
    """
    first_tag = re.compile(rb"<([A-Za-z_][\w.-]*:|)context[ \t\r\n>]").search(document, 0, end)
    if first_tag is None:
        return [], ""
    prefix, close = re.escape(first_tag[1]), b"</" + first_tag[1] + b"context>"
    last = document.rfind(close, 0, end) + len(close)
    opening = re.compile(rb"<%bcontext[ \t\r\n>]" % prefix)
    run_end = re.compile(rb"%b[ \t\r\n]*+(?!<%bcontext[ \t\r\n>])" % (re.escape(close), prefix))
    runs, start = [], first_tag.start()
    for match in run_end.finditer(document, start, max(last, start)):
        runs.append((start, match.start() + len(close)))
        following = opening.search(document, match.end(), last)
        if following is None:
            break
        start = following.start()
    return runs, first_tag[1].decode()


def pieces_of(document: mmap.mmap, runs: list[Run], close: bytes) -> Iterator[list[Run]]:
    """Put together pieces of about `CHUNK` bytes, of one long run or of many short ones."""
    waiting: list[Run] = []
    size = 0
    for cut in (cut for run in runs for cut in _cuts(document, run, close)):
        waiting.append(cut)
        size += cut[1] - cut[0]
        if size >= CHUNK // 2:
            yield waiting
            waiting, size = [], 0
    if waiting:
        yield waiting


def without_runs(document: mmap.mmap, contexts: list[Run], facts: list[Run]) -> bytes:
    """Copy the document, with an empty element in the place of each run."""
    parts, position = [], 0
    for name, (start, end) in [*(("contexts", run) for run in contexts), *(("facts", run) for run in facts)]:
        parts += [document[position:start], f'<exporter-gap:{name} xmlns:exporter-gap="{_GAP}"/>'.encode()]
        position = end
    return b"".join([*parts, document[position:]])


def _cuts(document: mmap.mmap, run: Run, close: bytes) -> Iterator[Run]:
    """Cut a run into pieces of about `CHUNK` bytes.

    Each begins with a start tag and ends with, or after, the end of an element.
    """
    start, end = run
    while start < end:
        stop = end
        if end - start > CHUNK:
            last_close = document.rfind(close, start, start + CHUNK)
            if last_close < 0:  # one large element, or empty ones alone
                last_close = max(document.find(close, start, end), document.rfind(b"/>", start, start + CHUNK))
            # Where no element ends, as within a very long attribute of the last one, the rest is one piece.
            next_tag = document.find(b"<", last_close + len(close), end) if last_close >= 0 else -1
            stop = next_tag if next_tag >= 0 else end
        yield start, stop
        start = stop


def copied_chunk(document: mmap.mmap, runs: list[Run]) -> bytes:
    """Copy pieces of the document with their line ends normalised (XML 1.0, 2.11), and check their characters.

    Each begins with a start tag, and ends behind an element.
    """
    chunk = b"".join(document[start:end] for start, end in runs)
    if b"\r" in chunk:
        chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if hasattr(mmap, "MADV_DONTNEED"):  # what has been copied need not stay in memory
        start, end = runs[0][0], runs[-1][1]
        page = start - start % mmap.PAGESIZE
        document.madvise(mmap.MADV_DONTNEED, page, end - page)
    _check_characters(chunk)
    return chunk


def _check_characters(chunk: bytes) -> None:
    """See that characters mean themselves, and that XML can carry them.

    Line feeds and tabs are the only control characters.
    """
    codes = np.frombuffer(chunk, np.uint8)
    # What is mostly not there, the method of bytes looks for faster; of what there is much, numpy is faster.
    if np.count_nonzero(codes < ord(" ")) != np.count_nonzero(codes == ord("\n")) + chunk.count(b"\t"):
        raise UnusualError
    first, second, third = "\ufffe".encode()  # which XML cannot carry, as it cannot U+FFFF, the one after it
    if first not in chunk:
        return
    ends = np.flatnonzero(codes[:-2] == first) + 2
    if ((codes[ends - 1] == second) & (codes[ends] >= third)).any():
        raise UnusualError
