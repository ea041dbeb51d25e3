"""Dimensional relationships as a table: of our own taxonomies they are what their definition linkbases say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest
from lxml import etree

from exporter.dts.loading import load_taxonomy
from exporter.taxonomy.package import compile_taxonomy
from exporter.taxonomy.relationships import RELATIONSHIP_COLUMNS
from tests.projects import DIMENSIONS, write_extension, write_taxonomy
from tests.taxonomies import NAMESPACE, Arc, dimensional_taxonomy

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.taxonomy.model import Taxonomy

XLINK, XBRLDT = "{http://www.w3.org/1999/xlink}", "{http://xbrl.org/2005/xbrldt}"


@pytest.fixture
def taxonomy(tmp_path: Path) -> Taxonomy:
    """The small taxonomy with a hypercube."""
    taxonomy, findings = load_taxonomy(write_taxonomy(tmp_path / "mini", DIMENSIONS))
    assert findings == []
    return taxonomy


def test_they_are_those_of_the_definition_linkbase(taxonomy: Taxonomy) -> None:
    """Arc for arc, with role, place and attributes."""
    root = etree.fromstring(compile_taxonomy(taxonomy)["mini-2020_def.xml"])
    arcs = [
        (
            link.get(f"{XLINK}role"),
            arc.get(f"{XLINK}arcrole"),
            arc.get(f"{XLINK}from", "").replace("_", ":"),
            arc.get(f"{XLINK}to", "").removesuffix("_default").replace("_", ":"),
            arc.get(f"{XBRLDT}targetRole"),
            arc.get(f"{XBRLDT}contextElement"),
            {"true": True}.get(arc.get(f"{XBRLDT}closed", "")),
        )
        for link in root.iterfind("{*}definitionLink")
        for arc in link.iterfind("{*}definitionArc")
    ]
    columns = ("role", "arcrole", "source", "target", "target_role", "context_element", "closed")
    assert taxonomy.relationships.select(columns).rows() == arcs
    assert taxonomy.relationships.schema == RELATIONSHIP_COLUMNS
    assert taxonomy.relationships["usable"].drop_nulls().all()
    of_axis = taxonomy.relationships.filter(pl.col("source") == "m:HolderAxis")
    assert of_axis["position"].to_list() == [1, 2]


def test_a_taxonomy_without_hypercubes_has_none(tmp_path: Path) -> None:
    """And a table with the same columns."""
    plain, _ = load_taxonomy(write_taxonomy(tmp_path / "mini"))
    assert plain.relationships.is_empty()
    assert plain.relationships.schema == RELATIONSHIP_COLUMNS


def test_an_extension_has_those_that_its_schema_brings_in(tmp_path: Path) -> None:
    """A base of ours keeps its linkbases apart; those of somebody else's base, and of an extension, come with it."""
    folder = write_extension(tmp_path / "extension")
    write_taxonomy(tmp_path / "base", DIMENSIONS)
    extension, findings = load_taxonomy(folder)
    assert findings == []
    assert extension.base
    assert extension.base.relationships.height
    assert extension.relationships.is_empty()
    foreign = dimensional_taxonomy([Arc("all", "P1", "H1", context_element="segment")])
    over_foreign = replace(extension, base=foreign)
    assert over_foreign.relationships.equals(foreign.relationships)
    assert over_foreign.relationships["role"].to_list() == [f"{NAMESPACE}/role/a"]
