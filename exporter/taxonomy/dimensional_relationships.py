"""Looks up dimensional relationships: the hypercubes of a concept, their dimensions and members, and defaults.

Relationships follow each other where one ends in the concept and the role in which the next begins; the target role of
one says in which role that is (Dimensions 1.0, 2.4). Nothing is looked up before it is asked for, and then kept, since
a taxonomy has ten thousands of relationships and a report is about few of them. Circles end where they meet themselves.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from exporter.taxonomy.relationships import DIMENSION_ARCROLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

__all__ = ["CubeDimension", "DimensionalRelationships", "HasHypercube"]


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
        for parents in self._parents.get(concept, {}).values():
            for parent in parents:
                found |= dict.fromkeys(self._hypercubes_above(*parent))
        return tuple(found)

    def dimensions(self, cube: HasHypercube) -> tuple[CubeDimension, ...]:
        """Find the dimensions of a hypercube."""
        key = (cube.dimension_role, cube.hypercube)
        if key not in self._dimensions:
            self._dimensions[key] = tuple(
                CubeDimension(
                    name, None if name in self._typed else self.dimension_members(name, role), self.defaults.get(name)
                )
                for name, role in self._cube_dimensions.get(key, ())
            )
        return self._dimensions[key]

    def dimension_members(self, dimension: str, role: str) -> frozenset[str]:
        """Find the members that facts may name, of all domains of an explicit dimension in a role.

        What is not usable in one place is not usable in another (Dimensions 1.0, 2.5.3).
        """
        key = (dimension, role)
        if key not in self._members:
            self._members[key] = self._usable(self._domains.get((role, dimension), ()))
        return self._members[key]

    def domain_members(self, head: str, role: str, *, head_is_usable: bool) -> frozenset[str]:
        """Find the usable members below the head of a domain, as extensible enumerations name them.

        Args:
            head: a concept.
            role: the one in which the domain begins.
            head_is_usable: whether the head is a member itself.
        """
        members = self._usable(self._children.get((role, head), ()))
        return members | {head} if head_is_usable else members

    @cached_property
    def defaults(self) -> dict[str, str]:
        """The default member of each dimension that has one; it is so in all roles (Dimensions 1.0, 2.7)."""
        rows = self._rows("dimension-default", "source", "target")
        return dict(reversed(list(rows)))

    def _hypercubes_above(self, concept: str, role: str) -> tuple[HasHypercube, ...]:
        """Find the hypercubes that what stands below a concept in a role has from there."""
        start = (concept, role)
        if start not in self._above:
            found: dict[HasHypercube, None] = {}
            seen, places = {start}, [start]
            while places:
                concept, role = places.pop()
                found |= dict.fromkeys(self._own_hypercubes.get(concept, {}).get(role, ()))
                parents = self._parents.get(concept, {}).get(role, ())
                places += [parent for parent in parents if parent not in seen]
                seen.update(parents)
            self._above[start] = tuple(found)
        return self._above[start]

    def _usable(self, relationships: Iterable[tuple[str, str, bool]]) -> frozenset[str]:
        """Follow relationships to members; each is given as its target, the role of what follows, and `usable`."""
        usable: set[str] = set()
        unusable: set[str] = set()
        seen: set[tuple[str, str]] = set()
        relationships_left = list(relationships)
        while relationships_left:
            member, role, is_usable = relationships_left.pop()
            (usable if is_usable else unusable).add(member)
            if (role, member) not in seen:
                seen.add((role, member))
                relationships_left += self._children.get((role, member), ())
        return frozenset(usable - unusable)

    @cached_property
    def _own_hypercubes(self) -> dict[str, dict[str, list[HasHypercube]]]:
        """The hypercubes of a concept itself, by role."""
        own: dict[str, dict[str, list[HasHypercube]]] = defaultdict(lambda: defaultdict(list))
        columns = ("source", "role", "target", "context_element", "closed", "target_role")
        for arcrole in ("all", "notAll"):
            for source, role, hypercube, container, is_closed, target_role in self._rows(arcrole, *columns):
                cube = HasHypercube(
                    role, hypercube, arcrole == "notAll", container or "segment", bool(is_closed), target_role or role
                )
                own[source][role].append(cube)
        return own

    @cached_property
    def _cube_dimensions(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        """The dimensions of a role and hypercube, with the role of their domains."""
        dimensions = defaultdict(list)
        for role, source, target, target_role in self._rows(
            "hypercube-dimension", "role", "source", "target", "target_role"
        ):
            dimensions[role, source].append((target, target_role or role))
        return dimensions

    @cached_property
    def _domains(self) -> dict[tuple[str, str], list[tuple[str, str, bool]]]:
        """The domains of a role and dimension: each with the role of its members, and whether it is one itself."""
        return self._targets("dimension-domain")

    @cached_property
    def _children(self) -> dict[tuple[str, str], list[tuple[str, str, bool]]]:
        """What stands directly below a member in a role: each with the role of what follows, and `usable`."""
        return self._targets("domain-member")

    def _targets(self, arcrole: str) -> dict[tuple[str, str], list[tuple[str, str, bool]]]:
        targets = defaultdict(list)
        columns = ("role", "source", "target", "target_role", "usable")
        for role, source, target, target_role, is_usable in self._rows(arcrole, *columns):
            targets[role, source].append((target, target_role or role, is_usable is not False))
        return targets

    @cached_property
    def _parents(self) -> dict[str, dict[str, list[tuple[str, str]]]]:
        """What a concept stands directly below, with the role where it does, by the role of what follows."""
        parents: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        for source, role, target, target_role in self._rows("domain-member", "source", "role", "target", "target_role"):
            parents[target][target_role or role].append((source, role))
        return parents

    def _rows(self, arcrole: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Give relationships in their order."""
        rows = self._relationships.filter(pl.col("arcrole") == DIMENSION_ARCROLE + arcrole)
        return rows.sort("position", maintain_order=True).select(columns).iter_rows()
