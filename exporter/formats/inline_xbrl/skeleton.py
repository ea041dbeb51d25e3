"""What is left of a large document without its plain facts, and without elements of XHTML that hold nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exporter.formats.inline_xbrl.plain_facts import run_element

if TYPE_CHECKING:
    from exporter.formats.inline_xbrl.tags import Places, Tags

__all__ = ["skeleton"]


def skeleton(
    data: bytes, tags: Tags, line_feeds: Places, elements: tuple[Places, Places], runs: list[tuple[int, int, int]]
) -> bytes:
    """Write a document with some of its elements, and those that they are in; each stays on its line.

    Args:
        data: the document.
        tags: those in it.
        line_feeds: where they are.
        elements: those to keep as they are, by the numbers of their first and last tags.
        runs: where facts were left out, by the number of the first one's tag; and which, from one up to another.
    """
    first, last = elements
    around = _around(tags, first)
    begins = tags.starts[np.concatenate([first, around, [tag for tag, *_ in runs]]).astype(np.intp)]
    ends = np.concatenate([tags.ends[np.concatenate([last, around])] + 1, begins[len(begins) - len(runs) :]])
    inserted = [b""] * (len(first) + len(around)) + [run_element(*facts) for _, *facts in runs]
    feeds = np.searchsorted(line_feeds, begins), np.searchsorted(line_feeds, ends)
    parts, line = [], 0
    for place in np.argsort(begins).tolist():
        parts += [b"\n" * (int(feeds[0][place]) - line), data[begins[place] : ends[place]], inserted[place]]
        line = int(feeds[1][place])
    return b"".join(parts)


def _around(tags: Tags, inner: Places) -> Places:
    """Find the tags of the root and of all elements that some elements are in."""
    found = [np.array([0, len(tags.starts) - 1])]
    levels = tags.levels[inner]
    for level in range(2, int(levels.max(initial=0))):
        # A start tag and its end tag, and again.
        pairs = np.flatnonzero((tags.levels == level) & (tags.steps != 0))
        starts = np.unique(np.searchsorted(pairs, inner[levels > level]) - 1)
        found += [pairs[starts], pairs[starts + 1]]
    return np.concatenate(found)
