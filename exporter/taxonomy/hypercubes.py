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

from exporter.taxonomy.patterns import matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from exporter.taxonomy.concepts import Concept, PresentationRow

__all__ = ["Axis", "Hypercube", "member_faults", "misplaced", "outline_hypercubes"]

#: Parent and child, in the order of the outline, each pair once.
_Arcs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """A dimension of a hypercube: explicit with a domain, which is its default, and member arcs below it; or typed.

    Members of a typed one match `pattern`, if it has one.
    """

    name: str
    domain: str | None
    members: _Arcs
    pattern: str | None = None

    @property
    def choices(self) -> set[str]:
        """The members that a fact may name; the default is what facts without a member have."""
        return {child for _, child in self.members}


@dataclass(frozen=True, slots=True)
class Hypercube:
    """A closed hypercube: its dimensions, and the line items that have it, below their abstract head."""

    network: str
    name: str
    axes: tuple[Axis, ...]
    line_items: str
    items: _Arcs

    @property
    def primary_items(self) -> set[str]:
        """The concepts that have the hypercube."""
        return {self.line_items, *(child for _, child in self.items)}


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
    return tuple(_hypercube(node, concepts) for node in nodes)


def misplaced(
    presentation: Iterable[PresentationRow], concepts: Mapping[str, Concept]
) -> Iterator[tuple[PresentationRow, str]]:
    """Find the rows of an outline where a hypercube, dimension or member cannot stand, and say why."""
    for node in _nodes(presentation, concepts):
        yield from _node_faults(node)


def member_faults(cubes: Sequence[Hypercube], dimensions: dict[str, str]) -> list[str]:
    """Say why a fact of a concept cannot have these dimensions.

    A concept that has no hypercube at all cannot have dimensions.

    Args:
        cubes: those of the concept.
        dimensions: the members by dimension.

    Returns: the reasons; none if one of the hypercubes allows all dimensions.
    """
    if not cubes and dimensions:
        return ["it stands in no table that has dimensions"]
    faults: list[str] = []
    for cube in cubes:
        reasons = list(_reasons(cube, dimensions))
        if not reasons:
            return []
        faults += reasons
    return list(dict.fromkeys(faults))


def _reasons(cube: Hypercube, dimensions: dict[str, str]) -> Iterator[str]:
    axes = {axis.name: axis for axis in cube.axes}
    for name, member in dimensions.items():
        axis = axes.get(name)
        if axis is None:
            yield f"{cube.name} has no dimension {name}"
        elif axis.domain is None:
            if axis.pattern and not matches(axis.pattern, member or ""):
                yield f"{member!r} is no member of {name}: its members match {axis.pattern}"
        elif member == axis.domain:
            yield f"{member} is the default of {name}, which is left out"
        elif member not in axis.choices:
            yield f"{member} is no member of {name} in {cube.name}"
    for axis in cube.axes:
        if axis.domain is None and axis.name not in dimensions:
            yield f"{cube.name} needs a member of {axis.name}, which is typed and has no default"


def _nodes(presentation: Iterable[PresentationRow], concepts: Mapping[str, Concept]) -> list[_Node]:
    """Make a node of every row of the outline, with the rows below it; rows of several networks may be mixed."""
    nodes = []
    paths: dict[str, list[_Node]] = defaultdict(list)
    for row in presentation:
        concept = concepts.get(row.concept)
        node = _Node(row, concept.kind if concept else "")
        path = paths[row.network]
        del path[row.depth :]
        if path:
            path[-1].children.append(node)
        path.append(node)
        nodes.append(node)
    return nodes


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


def _hypercube(node: _Node, concepts: Mapping[str, Concept]) -> Hypercube:
    (head,) = (child for child in node.children if child.kind == "text")
    axes = (_axis(child, concepts) for child in node.children if child.kind == "dimension")
    return Hypercube(node.row.network, node.row.concept, tuple(axes), head.row.concept, _arcs_below([head]))


def _axis(node: _Node, concepts: Mapping[str, Concept]) -> Axis:
    name = node.row.concept
    domain = node.children[0].row.concept if node.children else None
    return Axis(name, domain, _arcs_below(node.children), concepts[name].domain_pattern)


def _arcs_below(nodes: Iterable[_Node]) -> _Arcs:
    arcs: dict[tuple[str, str], None] = {}
    nodes_left = list(nodes)
    while nodes_left:
        node = nodes_left.pop(0)
        arcs |= dict.fromkeys((node.row.concept, child.row.concept) for child in node.children)
        nodes_left += node.children
    return tuple(arcs)
