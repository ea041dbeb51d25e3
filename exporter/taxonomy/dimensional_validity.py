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

    Concepts that stand in the same hypercubes may have the same dimensions, so one of them is looked at for all.

    Args:
        facts: a table with columns `concept` and `dimensions`.
        taxonomy: the hypercubes.

    Returns: the facts that are not valid, and the `reasons`.
    """
    cubes = taxonomy.hypercubes
    items = [cube.primary_items for cube in cubes]
    groups: dict[tuple[int, ...], str] = {}
    group_names = {
        name: groups.setdefault(tuple(number for number, names in enumerate(items) if name in names), name)
        for name in taxonomy.all_concepts
    }

    def reasons(group: str | None, dimensions: str | None) -> tuple[str | None]:
        return ("; ".join(member_faults(cubes, group, dimensions_of(dimensions))) if group else "",)

    grouped = each_combination(facts, ["concept"], lambda name: (group_names.get(name),), {"group": CODED})
    judged = each_combination(grouped, ["group", "dimensions"], reasons, {"reasons": CODED})
    return rows_where(judged, pl.col("reasons") != "").drop("group")
