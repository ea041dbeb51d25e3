"""Outlines of networks: each arc has a row, however many paths there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from exporter.taxonomy.outlines import Outlines

if TYPE_CHECKING:
    from collections.abc import Iterable


def _children(pairs: Iterable[tuple[str, str]]) -> dict[str, list[tuple[str, int]]]:
    """What stands below each concept, with the number of the arc."""
    children: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for number, (source, target) in enumerate(pairs):
        children[source].append((target, number))
    return children


def test_an_outline_has_rows_in_order() -> None:
    """What stands in two places is unfolded in both; what leads in a circle ends where it closes."""
    rows = Outlines().rows(_children([("T", "A"), ("A", "B"), ("B", "A"), ("B", "C"), ("T", "B")]))
    assert list(rows) == [
        (0, "T", None),
        (1, "A", 0),
        (2, "B", 1),
        (3, "C", 3),
        (1, "B", 4),
        (2, "A", 2),
        (2, "C", 3),
    ]


def test_a_circle_alone_has_no_rows() -> None:
    """It begins nowhere."""
    assert list(Outlines().rows(_children([("A", "B"), ("B", "A")]))) == []


def test_countless_paths_come_to_an_end() -> None:
    """Beyond the limit, that of all networks together, a concept is unfolded once; each arc has a row all the same."""
    levels = [(f"A{number}", f"B{number}") for number in range(40)]
    pairs = [("T", name) for name in levels[0]]
    for above, below in pairwise(levels):
        pairs += [(source, target) for source in above for target in below]
    outlines = Outlines(1_000)
    for most in (1_000 + len(pairs), len(pairs) + 1):
        found = Counter(number for _, _, number in outlines.rows(_children(pairs)) if number is not None)
        assert set(found) == set(range(len(pairs)))
        assert found.total() <= most


def test_a_deep_outline_is_unfolded() -> None:
    """Fifty thousand concepts below each other."""
    rows = Outlines().rows(_children((f"A{number}", f"A{number + 1}") for number in range(50_000)))
    assert list(rows)[-1] == (50_000, "A50000", 49_999)
