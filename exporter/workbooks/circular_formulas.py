"""Circular formulas: cells that refer to themselves, so that what is stored for them is no result."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from exporter.workbooks.areas import Area, parse_area

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["circular_cells"]

#: A reference of a formula to a cell or an area of its own sheet; what stands in quotes or behind a sheet's name is
#: none.
_REFERENCE = re.compile(
    r"""
      "[^"]*" | '[^']*'!\$?\w+\$?\w*(?::\$?\w+)? | [\w.]+!\$?\w+\$?\w*(?::\$?\w+)?
    | (?<![\w.$])(?P<area>\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}(?::\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6})?)(?![\w(.])
    """,
    re.VERBOSE,
)
#: Sheets with more formulas, or more references among them, are not looked at: no statement has so many.
_MOST_FORMULAS, _MOST_REFERENCES = 50_000, 500_000


def circular_cells(formulas: Mapping[tuple[int, int], str]) -> list[tuple[int, int]]:
    """Find cells whose formulas refer to themselves, by way of others or directly.

    Args:
        formulas: the texts of formulas by row and column, those of one sheet.

    Returns: the first cell of each circle that is met, by row and column.
    """
    if len(formulas) > _MOST_FORMULAS:
        return []
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in sorted(formulas):
        columns[column].append(row)
    numbers = sorted(columns)
    references: dict[tuple[int, int], list[tuple[int, int]]] = {}
    count = 0
    for cell, formula in formulas.items():
        references[cell] = []
        for area in _areas(formula):
            of_area = numbers[bisect_left(numbers, area.first_column) : bisect_right(numbers, area.last_column)]
            count += 1 + len(of_area)
            for column in of_area:
                rows = columns[column]
                those = rows[bisect_left(rows, area.first_row) : bisect_right(rows, area.last_row)]
                references[cell] += [(row, column) for row in those]
                count += len(those)
            if count > _MOST_REFERENCES:
                return []
    return list(_circles(references))


def _areas(formula: str) -> Iterator[Area]:
    for match in _REFERENCE.finditer(formula):
        if match["area"]:
            try:
                yield parse_area(match["area"])
            except ValueError:
                continue  # a name that looks like a cell beyond the last one


def _circles(references: Mapping[tuple[int, int], list[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    """Follow references in depth; a cell that is met on the way to itself closes a circle."""
    finished: set[tuple[int, int]] = set()
    for start in sorted(references):
        if start in finished:
            continue
        way = {start: iter(references[start])}
        while way:
            cell = next(reversed(way))
            following = next((other for other in way[cell] if other not in finished), None)
            if following is None:
                finished.add(cell)
                del way[cell]
            elif following in way:
                yield following
                finished.add(following)
            else:
                way[following] = iter(references[following])
