"""Where dimensions stand: as an extension's style says, or as the hypercubes of a published taxonomy have them."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from exporter.mapping.dimension_places import in_their_place
from exporter.taxonomy.filing_styles import STYLES
from tests.taxonomies import Arc, dimensional_taxonomy

CUBES = (
    Arc("all", "P1", "H1", context_element="scenario", closed=True),
    Arc("hypercube-dimension", "H1", "D1"),
    Arc("all", "P1", "H2", context_element="segment", closed=True),
    Arc("hypercube-dimension", "H2", "D2"),
)
BOTH = (*CUBES, Arc("all", "P1", "H3", "b", context_element="segment"), Arc("hypercube-dimension", "H3", "D1", "b"))
FACTS = pl.DataFrame(
    {"concept": ["t:P1"] * 4, "dimensions": [None, '{"t:D1":"t:M1"}', '{"t:D2":"t:M1"}', '{"t:D1":"x","t:D2":"y"}']}
)


@pytest.mark.parametrize(("arcs", "places"), [(CUBES, [None, "t:D1", None, "t:D1"]), (BOTH, None)])
def test_a_published_taxonomy_says_so_by_its_hypercubes(arcs: tuple[Arc, ...], places: list[str | None] | None) -> None:
    """A dimension stands in the scenario if all hypercubes of the concept that have it are about that."""
    placed = in_their_place(FACTS, dimensional_taxonomy(arcs, ("P1", "D1", "D2")))
    assert (placed["scenario"].to_list() if "scenario" in placed.columns else None) == places


@pytest.mark.parametrize(("style", "places"), [("esef", [None, "t:D1", "t:D2", "t:D1 t:D2"]), ("plain", None)])
def test_an_extension_says_so_by_its_style(style: str, places: list[str | None] | None) -> None:
    """For all of its facts."""
    taxonomy = replace(dimensional_taxonomy(CUBES, ("P1", "D1", "D2")), origin=None, style=STYLES[style])
    placed = in_their_place(FACTS, taxonomy)
    assert (placed["scenario"].to_list() if "scenario" in placed.columns else None) == places


def test_facts_without_dimensions_have_no_place() -> None:
    """So that a report has no column for it."""
    placed = in_their_place(FACTS.head(1), dimensional_taxonomy(CUBES, ("P1", "D1", "D2")))
    assert placed.columns == ["concept", "dimensions"]
