"""The dimensional arcs that a taxonomy of tables defines: those of its outlines, and what its filing style adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.taxonomy.model import Taxonomy

__all__ = ["DefinitionArc", "definition_arcs"]


class DefinitionArc(NamedTuple):
    """An arc between two concepts: the URI of its role, its arcrole (the last part) and its ends."""

    role: str
    arcrole: str
    source: str
    target: str


def definition_arcs(taxonomy: Taxonomy) -> Iterator[DefinitionArc]:
    """Yield the dimensional arcs of a taxonomy of tables, role by role.

    A default that the base defines is not defined again.
    """
    base = taxonomy.base.dimensional_relationships if taxonomy.base and taxonomy.brings_in_base else None
    for cube in taxonomy.hypercubes:
        for arcrole, source, target in cube.arcs:
            if arcrole != "dimension-default" or base is None or source not in base.defaults:
                yield DefinitionArc(taxonomy.role_uri(cube.network), arcrole, source, target)
    yield from _arcs_of_plain_items(taxonomy)


def _arcs_of_plain_items(taxonomy: Taxonomy) -> Iterator[DefinitionArc]:
    """Yield what gives line items that are in no hypercube the one that the base has for such."""
    hypercube = taxonomy.style.hypercube_of_plain_items
    if not hypercube or not taxonomy.base or not taxonomy.base.origin:
        return
    heads = [
        (arc["role"], arc["source"])
        for arc in taxonomy.base.relationships.iter_rows(named=True)
        if arc["arcrole"].endswith("/all") and arc["target"].partition(":")[2] == hypercube
    ]
    dimensional = {name for cube in taxonomy.hypercubes for name in (cube.line_items, *(i for _, i in cube.items))}
    presented = dict.fromkeys(row.concept for row in taxonomy.presentation)
    concepts = (taxonomy.all_concepts[name] for name in presented if name in taxonomy.all_concepts)
    plain = [concept.name for concept in concepts if not concept.abstract and concept.name not in dimensional]
    for role, head in heads[:1]:
        for item in plain:
            yield DefinitionArc(role, "domain-member", head, item)
