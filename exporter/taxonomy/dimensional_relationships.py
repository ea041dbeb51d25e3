"""Looks up dimensional relationships: the hypercubes of a concept, their dimensions and members, and defaults.

Relationships follow each other where one ends in the concept and the role in which the next begins; the target role of
one says in which role that is (Dimensions 1.0, 2.4). Nothing is looked up before it is asked for, and then kept, since
a taxonomy has ten thousands of relationships and a report is about few of them. Circles end where they meet themselves.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import polars as pl

from exporter.taxonomy.relationships import DIMENSION_ARCROLE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["CubeDimension", "DimensionalRelationships", "HasHypercube"]

#: Relationships that share something, as a sequence of values for each of some columns.
_Columns: TypeAlias = "tuple[Sequence[Any], ...]"
_NOTHING: _Columns = ((), (), ())


class HasHypercube(NamedTuple):
    """That a concept, and what is below it, has a hypercube (Dimensions 1.0, 2.3).

    `is_negated` is true of one whose combinations are forbidden, `container` is segment or scenario, and
    `dimension_role` is the role in which the hypercube's dimensions are found.
    """

    role: str
    hypercube: str
    is_negated: bool
    container: str
    is_closed: bool
    dimension_role: str


class CubeDimension(NamedTuple):
    """A dimension of a hypercube with the members that facts may name, None for a typed one, which takes any.

    `default` is the member of what names none.
    """

    name: str
    members: frozenset[str] | None
    default: str | None


class DimensionalRelationships:
    """What the relationships of a taxonomy say."""

    def __init__(self, relationships: pl.DataFrame, typed: Collection[str]) -> None:
        """Keep the relationships.

        Args:
            relationships: a table with the columns of `RELATIONSHIP_COLUMNS`.
            typed: the dimensions that are typed.
        """
        self._relationships = relationships
        self._typed = typed
        self._above: dict[tuple[str, str], tuple[HasHypercube, ...]] = {}
        self._members: dict[tuple[str, str], frozenset[str]] = {}
        self._dimensions: dict[tuple[str, str], tuple[CubeDimension, ...]] = {}

    def hypercubes(self, concept: str) -> tuple[HasHypercube, ...]:
        """Find the hypercubes that a concept has, in whatever role: its own, and those of what it is below."""
        found: dict[HasHypercube, None] = {}
        for cubes in self._own_hypercubes.get(concept, {}).values():
            found |= dict.fromkeys(cubes)
        for source, role, _ in zip(*self._parents.get(concept, _NOTHING), strict=True):
            found |= dict.fromkeys(self._hypercubes_above(source, role))
        return tuple(found)

    def dimensions(self, cube: HasHypercube) -> tuple[CubeDimension, ...]:
        """Find the dimensions of a hypercube."""
        key = (cube.dimension_role, cube.hypercube)
        if key not in self._dimensions:
            self._dimensions[key] = tuple(
                CubeDimension(
                    name, None if name in self._typed else self.dimension_members(name, role), self.defaults.get(name)
                )
                for name, role in zip(*self._cube_dimensions.get(key, ((), ())), strict=True)
            )
        return self._dimensions[key]

    def container(self, concept: str, dimension: str, otherwise: str) -> str:
        """Say where a dimension of a concept stands: where all hypercubes that have it want it.

        Where they do not agree, or there is none, it is `otherwise`.
        """
        containers = {
            cube.container
            for cube in self.hypercubes(concept)
            if any(each.name == dimension for each in self.dimensions(cube))
        }
        return containers.pop() if len(containers) == 1 else otherwise

    def dimension_members(self, dimension: str, role: str) -> frozenset[str]:
        """Find the members that facts may name, of all domains of an explicit dimension in a role.

        What is not usable in one place is not usable in another (Dimensions 1.0, 2.5.3).
        """
        key = (dimension, role)
        if key not in self._members:
            self._members[key] = self._usable(self._domains.get((role, dimension), _NOTHING))
        return self._members[key]

    def domain_members(self, head: str, role: str, *, head_is_usable: bool) -> frozenset[str]:
        """Find the usable members below the head of a domain, as extensible enumerations name them.

        Args:
            head: a concept.
            role: the one in which the domain begins.
            head_is_usable: whether the head is a member itself.
        """
        members = self._usable(self._children.get((role, head), _NOTHING))
        return members | {head} if head_is_usable else members

    @cached_property
    def defaults(self) -> dict[str, str]:
        """The default member of each dimension that has one; it is so in all roles (Dimensions 1.0, 2.7)."""
        return dict(reversed(self._rows("dimension-default").select("source", "target").rows()))

    def _hypercubes_above(self, concept: str, role: str) -> tuple[HasHypercube, ...]:
        """Find the hypercubes that what stands below a concept in a role has from there."""
        start = (concept, role)
        if start not in self._above:
            found: dict[HasHypercube, None] = {}
            seen, places = {start}, [start]
            while places:
                concept, role = places.pop()
                found |= dict.fromkeys(self._own_hypercubes.get(concept, {}).get(role, ()))
                for source, source_role, next_role in zip(*self._parents.get(concept, _NOTHING), strict=True):
                    if next_role == role and (source, source_role) not in seen:
                        seen.add((source, source_role))
                        places.append((source, source_role))
            self._above[start] = tuple(found)
        return self._above[start]

    def _usable(self, relationships: _Columns) -> frozenset[str]:
        """Follow relationships to members; given are their targets, the roles of what follows, and `usable`."""
        usable: set[str] = set()
        unusable: set[str] = set()
        seen: set[tuple[str, str]] = set()
        relationships_left = [relationships]
        while relationships_left:
            for member, role, is_usable in zip(*relationships_left.pop(), strict=True):
                (usable if is_usable else unusable).add(member)
                if (role, member) not in seen:
                    seen.add((role, member))
                    relationships_left.append(self._children.get((role, member), _NOTHING))
        return frozenset(usable - unusable)

    @cached_property
    def _own_hypercubes(self) -> dict[str, dict[str, list[HasHypercube]]]:
        """The hypercubes of a concept itself, by role."""
        own: dict[str, dict[str, list[HasHypercube]]] = defaultdict(lambda: defaultdict(list))
        columns = ("source", "role", "target", "context_element", "closed", "next_role")
        for arcrole in ("all", "notAll"):
            for source, role, hypercube, container, is_closed, next_role in self._rows(arcrole).select(columns).rows():
                is_negated = arcrole == "notAll"
                cube = HasHypercube(role, hypercube, is_negated, container or "segment", bool(is_closed), next_role)
                own[source][role].append(cube)
        return own

    @cached_property
    def _cube_dimensions(self) -> dict[tuple[str, str], _Columns]:
        """The dimensions of a role and hypercube, with the roles of their domains."""
        return self._grouped("hypercube-dimension", ("role", "source"), ("target", "next_role"))

    @cached_property
    def _domains(self) -> dict[tuple[str, str], _Columns]:
        """The domains of a role and dimension, with the roles of their members, and whether they are members."""
        return self._grouped("dimension-domain", ("role", "source"), ("target", "next_role", "usable"))

    @cached_property
    def _children(self) -> dict[tuple[str, str], _Columns]:
        """What stands directly below a member in a role, with the roles of what follows, and `usable`."""
        return self._grouped("domain-member", ("role", "source"), ("target", "next_role", "usable"))

    @cached_property
    def _parents(self) -> dict[str, _Columns]:
        """What a concept stands directly below, the roles where it does, and those of what follows."""
        grouped = self._grouped("domain-member", ("target",), ("source", "role", "next_role"))
        return {target: columns for (target,), columns in grouped.items()}

    def _grouped(self, arcrole: str, keys: tuple[str, ...], columns: tuple[str, ...]) -> dict[Any, _Columns]:
        """Put relationships together that agree in some columns; of others all their values are given."""
        groups = self._rows(arcrole).group_by(keys, maintain_order=True).agg(columns)
        values = zip(*(groups[name].to_list() for name in columns), strict=True)
        return dict(zip(groups.select(keys).rows(), values, strict=True))

    def _rows(self, arcrole: str) -> pl.DataFrame:
        """Give relationships in their order, with the role of what follows each as `next_role`."""
        rows = self._relationships.filter(pl.col("arcrole") == DIMENSION_ARCROLE + arcrole)
        next_role = pl.coalesce("target_role", "role")
        rows = rows.with_columns(pl.col("usable").fill_null(value=True), next_role=next_role)
        return rows.sort("position", maintain_order=True)
