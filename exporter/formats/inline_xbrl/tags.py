"""The tags of a large document in columns: where each begins and ends, and how deep it lies.

Of a well-formed document without a document type declaration each `<` begins a tag, but for those in comments, CDATA
sections and instructions. So two characters tell where all tags stand, and arithmetic on columns what is in what.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["Flags", "Places", "Tags", "find_tags", "positions_of"]

#: Places in a document, which has no more than 1 GB; and a truth for each of many.
Places: TypeAlias = "NDArray[np.integer[Any]]"
Flags: TypeAlias = "NDArray[np.bool_]"

#: So many bytes are looked at at a time.
_CHUNK = 16 * 1024**2
#: A whole tag, whose values may hold what ends tags.
_TAG = re.compile(rb"""<[^"'>]*+(?:"[^"]*"[^"'>]*+|'[^']*'[^"'>]*+)*+>""")
#: What begins with `<` and is no tag, and what it ends with.
_SECTIONS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}


@dataclass(frozen=True)
class Tags:
    """The tags of a document, in order.

    Attributes:
        starts: where each has its `<`.
        ends: where each has its `>`.
        steps: 1 for a start tag, -1 for an end tag, and 0 for an empty element's.
        levels: how deep each one's element lies; the root at 1.
    """

    starts: Places
    ends: Places
    steps: NDArray[np.int8]
    levels: NDArray[np.int16]

    def named(self, codes: NDArray[np.uint8], beginning: bytes) -> Flags:
        """Tell which tags have a name that begins so."""
        first = self.starts + 1 + (self.steps < 0)
        found = np.flatnonzero(codes[first] == beginning[0])
        for number, code in enumerate(beginning[1:], 1):
            places = np.minimum(first[found] + number, len(codes) - 1)
            found = found[codes[places] == code]
        flags = np.zeros(len(first), np.bool_)
        flags[found] = True
        return flags


def find_tags(data: bytes) -> Tags:
    """Find the tags of a well-formed document in UTF-8 without a document type declaration."""
    codes = np.frombuffer(data, np.uint8)
    marks = positions_of(codes, b"<>")
    is_start = codes[marks] == ord("<")
    is_outside = _outside_sections(data, codes, marks, is_start)
    marks, is_start = marks[is_outside], is_start[is_outside]
    first = np.flatnonzero(is_start)
    starts, ends = marks[first], marks[first + 1]
    # Where `>` comes twice, one of them may be in a value.
    is_doubtful = ~np.append(is_start, True)[first + 2]
    for number in np.flatnonzero(is_doubtful).tolist():
        match = _TAG.match(data, starts[number])
        assert match  # noqa: S101 - the document is well-formed
        ends[number] = match.end() - 1
    steps = 1 - (codes[ends - 1] == ord("/")).astype(np.int8)
    steps[codes[starts + 1] == ord("/")] = -1
    return Tags(starts, ends, steps, np.cumsum(steps, dtype=np.int16) + (steps != 1))


def positions_of(codes: NDArray[np.uint8], characters: bytes) -> Places:
    """Find where any of some characters stand."""
    chunks = range(0, len(codes), _CHUNK)
    return np.concatenate([_positions_in(codes[start : start + _CHUNK], characters) + start for start in chunks])


def _positions_in(codes: NDArray[np.uint8], characters: bytes) -> Places:
    found = codes == characters[0]
    for character in characters[1:]:
        found |= codes == character
    return np.flatnonzero(found).astype(np.int32)


def _outside_sections(data: bytes, codes: NDArray[np.uint8], marks: Places, is_start: Flags) -> Flags:
    """Tell which marks stand in no comment, CDATA section or instruction."""
    starts = marks[is_start]
    following = codes[starts + 1]
    begins = starts[(following == ord("!")) | (following == ord("?"))]
    is_outside = np.ones(len(marks), np.bool_)
    bounds = np.array(list(_sections(data, begins.tolist())), marks.dtype)
    for begin, end in np.searchsorted(marks, bounds).reshape(-1, 2).tolist():
        is_outside[begin:end] = False
    return is_outside


def _sections(data: bytes, begins: list[int]) -> Iterator[tuple[int, int]]:
    """Yield where comments, CDATA sections and instructions begin and end; what looks like one in another is none."""
    last = 0
    for begin in begins:
        if begin >= last:
            opening = next(opening for opening in _SECTIONS if data.startswith(opening, begin))
            last = data.index(_SECTIONS[opening], begin + len(opening)) + len(_SECTIONS[opening])
            yield begin, last
