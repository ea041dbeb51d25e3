"""Dimensional validity by the column: the facts whose dimensions no hypercube of their concept allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

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
    concepts = pl.DataFrame(list(group_names.items()), schema={"concept": pl.String, "group": pl.String}, orient="row")
    joined_facts = facts.lazy().join(concepts.lazy(), on="concept", maintain_order="left")
    pairs = joined_facts.select("group", "dimensions").unique(maintain_order=True).collect()
    faults = [
        (name, dimensions, "; ".join(reasons))
        for name, dimensions in pairs.iter_rows()
        if (reasons := member_faults(cubes, name, dimensions_of(dimensions)))
    ]
    wrong_groups = pl.DataFrame(
        faults, schema=dict.fromkeys(("group", "dimensions", "reasons"), pl.String), orient="row"
    )
    if wrong_groups.is_empty():
        return facts.clear().with_columns(reasons=pl.lit(None, pl.String))
    result = joined_facts.join(wrong_groups.lazy(), on=["group", "dimensions"], nulls_equal=True, maintain_order="left")
    return result.drop("group").collect()
