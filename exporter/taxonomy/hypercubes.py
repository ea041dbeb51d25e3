"""Hypercubes: what a line item may be broken down by, as the presentation outline tells it (Dimensions 1.0).

The outline is the one that readers of US-GAAP filings know:

    Contracts [Abstract]
        Contracts [Table]              hypercubeItem
            Service [Axis]             dimensionItem
                Services [Domain]      domainItemType; the default, so what has no member is the total
                    Dial-up [Member]   domainItemType
            Contracts [Line Items]     abstract; all that stands below it may have these dimensions
                Number of contracts

A typed dimension has no domain below it: its members are texts of the domain type that concepts.csv gives it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from exporter.taxonomy.concepts import Concept, PresentationRow

__all__ = ["Axis", "Hypercube", "misplaced", "outline_hypercubes"]

#: Parent and child, in the order of the outline, each pair once.
_Arcs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """A dimension of a hypercube: explicit with a domain, which is its default, and member arcs below it; or typed."""

    name: str
    domain: str | None
    members: _Arcs


@dataclass(frozen=True, slots=True)
class Hypercube:
    """A closed hypercube in the segment: its dimensions, and the line items that have it, below their abstract head."""

    network: str
    name: str
    axes: tuple[Axis, ...]
    line_items: str
    items: _Arcs

    @property
    def arcs(self) -> Iterator[tuple[str, str, str]]:
        """What defines it in a definition linkbase: arcrole (its last part), source and target, in order."""
        yield "all", self.line_items, self.name
        for axis in self.axes:
            yield "hypercube-dimension", self.name, axis.name
            if axis.domain:
                yield "dimension-domain", axis.name, axis.domain
                yield "dimension-default", axis.name, axis.domain
            for parent, child in axis.members:
                yield "domain-member", parent, child
        for parent, child in self.items:
            yield "domain-member", parent, child


@dataclass(slots=True)
class _Node:
    row: PresentationRow
    kind: str
    children: list[_Node] = field(default_factory=list)


def outline_hypercubes(
    presentation: Iterable[PresentationRow], concepts: Mapping[str, Concept]
) -> tuple[Hypercube, ...]:
    """Read the hypercubes off an outline; what is out of place in it is left out."""
    nodes = [node for node in _nodes(presentation, concepts) if node.kind == "hypercube" and not _node_faults(node)]
    return tuple(_hypercube(node) for node in nodes)


def misplaced(
    presentation: Iterable[PresentationRow], concepts: Mapping[str, Concept]
) -> Iterator[tuple[PresentationRow, str]]:
    """Find the rows of an outline where a hypercube, dimension or member cannot stand, and say why."""
    for node in _nodes(presentation, concepts):
        yield from _node_faults(node)


def _nodes(presentation: Iterable[PresentationRow], concepts: Mapping[str, Concept]) -> list[_Node]:
    """Make a node of every row of the outline, with the rows below it; rows of several networks may be mixed."""
    nodes = []
    paths: dict[str, list[_Node]] = defaultdict(list)
    for row in presentation:
        concept = concepts.get(row.concept)
        path = paths[row.network]
        del path[row.depth :]
        node = _Node(row, _kind(concept, path[-1].kind if path else "") if concept else "")
        if path:
            path[-1].children.append(node)
        path.append(node)
        nodes.append(node)
    return nodes


def _kind(concept: Concept, above: str) -> str:
    """Say what a concept is in an outline: what others publish as members may be of any type of theirs."""
    may_be_member = above in {"dimension", "member"} and concept.abstract and concept.base_type is not None
    return "member" if may_be_member and concept.kind == "text" else concept.kind


def _node_faults(node: _Node) -> list[tuple[PresentationRow, str]]:
    """Find what stands wrongly directly below a row, or is missing there."""
    allowed = {"hypercube": ("dimension", "text"), "dimension": ("member",), "member": ("member",)}
    faults = []
    for child in node.children:
        if node.kind in allowed and child.kind not in allowed[node.kind]:
            faults.append((child.row, f"a {child.kind} cannot stand below a {node.kind}"))
        elif node.kind not in allowed and child.kind in {"dimension", "member"}:
            faults.append((child.row, f"a {child.kind} stands outside a hypercube"))
    kinds = [child.kind for child in node.children]
    if node.kind == "hypercube" and ("dimension" not in kinds or kinds.count("text") != 1):
        faults.append((node.row, "a hypercube has dimensions and one abstract head of its line items below it"))
    if node.kind == "dimension" and len(kinds) > 1:
        faults.append((node.row, "a dimension has one domain below it, or none if it is typed"))
    return faults


def _hypercube(node: _Node) -> Hypercube:
    (head,) = (child for child in node.children if child.kind == "text")
    axes = (_axis(child) for child in node.children if child.kind == "dimension")
    return Hypercube(node.row.network, node.row.concept, tuple(axes), head.row.concept, _arcs_below([head]))


def _axis(node: _Node) -> Axis:
    name = node.row.concept
    domain = node.children[0].row.concept if node.children else None
    return Axis(name, domain, _arcs_below(node.children))


def _arcs_below(nodes: Iterable[_Node]) -> _Arcs:
    arcs: dict[tuple[str, str], None] = {}
    nodes_left = list(nodes)
    while nodes_left:
        node = nodes_left.pop(0)
        arcs |= dict.fromkeys((node.row.concept, child.row.concept) for child in node.children)
        nodes_left += node.children
    return tuple(arcs)
