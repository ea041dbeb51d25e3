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
    """The facts, with columns `concept` and `dimensions`, that are not valid (Dimensions 1.0, 3), and the `reasons`.

    Concepts that stand in the same hypercubes are alike in this, so one of them is asked for all.
    """
    cubes = taxonomy.hypercubes
    items = [cube.primary_items for cube in cubes]
    groups: dict[tuple[int, ...], str] = {}
    alike = {
        name: groups.setdefault(tuple(number for number, names in enumerate(items) if name in names), name)
        for name in taxonomy.all_concepts
    }
    concepts = pl.DataFrame(list(alike.items()), schema={"concept": pl.String, "alike": pl.String}, orient="row")
    asked = facts.lazy().join(concepts.lazy(), on="concept", maintain_order="left")
    pairs = asked.select("alike", "dimensions").unique(maintain_order=True).collect()
    faults = [
        (name, dimensions, "; ".join(reasons))
        for name, dimensions in pairs.iter_rows()
        if (reasons := member_faults(cubes, name, dimensions_of(dimensions)))
    ]
    wrong = pl.DataFrame(faults, schema=dict.fromkeys(("alike", "dimensions", "reasons"), pl.String), orient="row")
    if wrong.is_empty():
        return facts.clear().with_columns(reasons=pl.lit(None, pl.String))
    found = asked.join(wrong.lazy(), on=["alike", "dimensions"], nulls_equal=True, maintain_order="left")
    return found.drop("alike").collect()
