"""The dimensional arcs that a taxonomy of tables defines: those of its outlines, and what its filing style adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.taxonomy.relationships import DIMENSION_ARCROLE, DefinitionArc

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from exporter.taxonomy.hypercubes import Hypercube

__all__ = ["arcs_of_plain_items", "outline_arcs"]


def outline_arcs(
    cubes: Iterable[Hypercube], role_uri: Callable[[str], str], defaults: Container[str]
) -> Iterator[DefinitionArc]:
    """Yield the arcs of hypercubes, role by role.

    Args:
        cubes: those of an outline.
        role_uri: gives the URI of a network's role.
        defaults: the dimensions whose default the base defines, so that it is not defined again.
    """
    for cube in cubes:
        for arcrole, source, target in cube.arcs:
            if arcrole != "dimension-default" or source not in defaults:
                yield DefinitionArc(role_uri(cube.network), arcrole, source, target)


def arcs_of_plain_items(hypercube: str, relationships: pl.DataFrame, items: Iterable[str]) -> Iterator[DefinitionArc]:
    """Yield what gives line items that are in no hypercube the one that the base has for such.

    Args:
        hypercube: its local name.
        relationships: those of the base.
        items: the line items.
    """
    is_head = (pl.col("arcrole") == f"{DIMENSION_ARCROLE}all") & pl.col("target").str.ends_with(f":{hypercube}")
    for role, head in relationships.filter(is_head).select("role", "source").head(1).iter_rows():
        for item in items:
            yield DefinitionArc(role, "domain-member", head, item)
