"""Where the dimensions of facts stand: in the segment of a context, or in its scenario."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from exporter.frames.columns import each_combination
from exporter.report.report import dimensions_of

if TYPE_CHECKING:
    from exporter.taxonomy.model import Taxonomy

__all__ = ["in_their_place"]

_SCENARIO = "scenario"


def in_their_place(facts: pl.DataFrame, taxonomy: Taxonomy) -> pl.DataFrame:
    """Say of facts with dimensions which of these stand in the scenario.

    Hypercubes of their concepts say where; without them it is where the taxonomy's filing style wants dimensions.

    Args:
        facts: a table with the columns `concept` and `dimensions`.
        taxonomy: theirs.

    Returns: the table, with the column `scenario` of a Report if a fact has something there.
    """
    is_usual = taxonomy.style.container != _SCENARIO
    if is_usual and not (taxonomy.relationships["context_element"] == _SCENARIO).any():
        return facts
    names = partial(_in_scenario, taxonomy)
    placed = each_combination(facts, ["concept", "dimensions"], names, {"scenario": pl.String})
    return facts if placed["scenario"].is_null().all() else placed


def _in_scenario(taxonomy: Taxonomy, concept: str | None, dimensions: str | None) -> tuple[str | None]:
    """Name the dimensions of a fact that stand in the scenario, as the column `scenario` does."""
    place = taxonomy.dimensional_relationships.container
    usual = taxonomy.style.container
    names = [name for name in dimensions_of(dimensions) if place(concept or "", name, usual) == _SCENARIO]
    return (" ".join(sorted(names)) or None,)
