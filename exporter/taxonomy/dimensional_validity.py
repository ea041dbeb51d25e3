"""Dimensional validity by the column: the facts whose dimensions no hypercube of their concept allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.frames.columns import CODED, each_combination, rows_where
from exporter.report.report import dimensions_of
from exporter.taxonomy.hypercubes import member_faults

if TYPE_CHECKING:
    from exporter.taxonomy.model import Taxonomy

__all__ = ["wrong_dimensions"]


def wrong_dimensions(facts: pl.DataFrame, taxonomy: Taxonomy) -> pl.DataFrame:
    """Find the facts whose dimensions no hypercube of their concept allows (Dimensions 1.0, 3).

    Concepts that stand in the same hypercubes may have the same dimensions, so they are looked at together.

    Args:
        facts: a table with columns `concept` and `dimensions`.
        taxonomy: the hypercubes.

    Returns: the facts that are not valid, and the `reasons`.
    """
    cubes = taxonomy.hypercubes
    items = [cube.primary_items for cube in cubes]
    groups: dict[tuple[int, ...], int] = {}  # by the numbers of their hypercubes
    group_numbers = {
        name: groups.setdefault(tuple(number for number, names in enumerate(items) if name in names), len(groups))
        for name in taxonomy.all_concepts
    }
    cubes_of_groups = [[cubes[number] for number in numbers] for numbers in groups]

    def reasons(group: int | None, dimensions: str | None) -> tuple[str | None]:
        return ("" if group is None else "; ".join(member_faults(cubes_of_groups[group], dimensions_of(dimensions))),)

    grouped = each_combination(facts, ["concept"], lambda name: (group_numbers.get(name),), {"group": pl.UInt32})
    judged = each_combination(grouped, ["group", "dimensions"], reasons, {"reasons": CODED})
    return rows_where(judged, pl.col("reasons") != "").drop("group")
