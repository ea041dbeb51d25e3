"""Dimensional validity by the column: which facts have dimensions that they cannot, and why (Dimensions 1.0, 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl
from lxml import etree

from exporter.findings.nearest import nearest
from exporter.frames.columns import each_combination, rows_where
from exporter.report.names import XBRLDI
from exporter.report.report import CONTENT, dimensions_of
from exporter.taxonomy.patterns import matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from exporter.taxonomy.dimensional_relationships import CubeDimension, HasHypercube
    from exporter.taxonomy.model import Taxonomy

__all__ = ["COMBINATION", "DEFAULT", "DIMENSION", "MEMBER", "TYPED_CONTENT", "DimensionalFault", "dimensional_faults"]

#: The kinds of faults: no hypercube allows the combination; a default member is named; a dimension is none, or takes
#: the other kind of members; a member is no concept; a typed member is not as its domain wants.
COMBINATION, DEFAULT, DIMENSION, MEMBER, TYPED_CONTENT = "combination", "default", "dimension", "member", "content"
#: So many members are listed in the words of a fault, and so many reasons.
_MOST_MEMBERS, _MOST_REASONS = 5, 5


class DimensionalFault(NamedTuple):
    """What is wrong with the dimensions of a fact: its kind, one of those above, and words for it."""

    kind: str
    words: str


class _Given(NamedTuple):
    """What a segment or a scenario gives: members by dimension, and whether it has anything else."""

    members: dict[str, str | None]
    has_more: bool


def dimensional_faults(
    facts: pl.DataFrame, taxonomy: Taxonomy, typed_domains: Mapping[str, str], *, in_hypercubes_only: bool = False
) -> pl.DataFrame:
    """Find the facts with dimensions that they cannot have.

    Concepts that have the same hypercubes may have the same dimensions, so each combination is looked at once.

    Args:
        facts: a table with columns `concept` and `dimensions`, with the taxonomy's prefixes, and if need be `scenario`.
        taxonomy: what they are judged against.
        typed_domains: those of the report.
        in_hypercubes_only: whether a concept without hypercubes can have no dimensions; by the specification it can.

    Returns: the facts that have faults, and their `faults`, a list of structs with the fields of `DimensionalFault`.
    """
    combinations = _Combinations(taxonomy, typed_domains, in_hypercubes_only=in_hypercubes_only)
    places = ["dimensions", *(["scenario"] if "scenario" in facts.columns else [])]
    facts = each_combination(facts, ["concept"], combinations.group, {"group": pl.UInt32})
    facts = each_combination(facts, places, combinations.place, {"place": pl.UInt32, "own_set": pl.UInt32})
    facts = each_combination(facts, ["group", "place", "own_set"], combinations.faults, {"fault_set": pl.UInt32})
    wrong_facts = rows_where(facts, pl.col("fault_set") > 0)
    fault = pl.Struct({"kind": pl.String, "words": pl.String})
    fault_sets = pl.Series("faults", [[each._asdict() for each in some] for some in combinations.sets], pl.List(fault))
    own_columns = ("group", "place", "own_set", "fault_set")
    return wrong_facts.with_columns(fault_sets.gather(wrong_facts["fault_set"])).drop(own_columns)


_NO_NAMES: frozenset[str] = frozenset()


class _Cube(NamedTuple):
    """A hypercube that some concepts have, with its dimensions and their names."""

    place: HasHypercube
    dimensions: tuple[CubeDimension, ...]
    names: frozenset[str]


class _Combinations:
    """Judges combinations of dimensions, and numbers the sets of faults that they have; number 0 is none at all."""

    def __init__(self, taxonomy: Taxonomy, typed_domains: Mapping[str, str], *, in_hypercubes_only: bool) -> None:
        self._relationships = taxonomy.dimensional_relationships
        self._typed_domains = typed_domains
        self._in_hypercubes_only = in_hypercubes_only
        self._concepts, self._typed = taxonomy.all_concepts, taxonomy.typed_domains
        self._prefixes = {uri: prefix for prefix, uri in taxonomy.namespaces.items()}
        self._elements, self._is_whole = taxonomy.elements, taxonomy.is_whole
        self._groups: dict[tuple[HasHypercube, ...], int] = {}
        self._cubes: list[list[list[_Cube]]] = []  # of each group, by role
        self.sets: list[tuple[DimensionalFault, ...]] = [()]
        self._set_numbers: dict[tuple[DimensionalFault, ...], int] = {(): 0}
        self._places: list[dict[str, _Given]] = []
        self._place_numbers: dict[object, int] = {}

    def group(self, concept: str | None) -> tuple[int]:
        """Give concepts that have the same hypercubes the same number."""
        cubes = self._relationships.hypercubes(concept or "")
        if cubes not in self._groups:
            self._groups[cubes] = len(self._groups)
            by_role: dict[str, list[_Cube]] = {}
            for cube in cubes:
                dimensions = self._relationships.dimensions(cube)
                names = frozenset(dimension.name for dimension in dimensions)
                by_role.setdefault(cube.role, []).append(_Cube(cube, dimensions, names))
            self._cubes.append(list(by_role.values()))
        return (self._groups[cubes],)

    def place(self, text: str | None, in_scenario: str | None = None) -> tuple[int, int]:
        """Give numbers to what stands in a segment and a scenario, and to what is wrong with it by itself.

        What is no concept counts for nothing in hypercubes, and neither does what a typed member says.
        """
        dimensions: dict[str, str | None] = dict(dimensions_of(text))
        names_in_scenario = set(in_scenario.split(" ")) if in_scenario else _NO_NAMES
        members: dict[str, dict[str, str | None]] = {place: {} for place in CONTENT}
        has_more = dict.fromkeys(CONTENT, False)
        for name, member in dimensions.items():
            if name in self._concepts:
                place = "scenario" if name in names_in_scenario else "segment"
                members[place][name] = None if name in self._typed else member
            elif name in CONTENT:
                typed, has_more[name] = self._inside(member or "")
                members[name].update(typed)
        key = tuple((*members[place].items(), has_more[place]) for place in CONTENT)
        if key not in self._place_numbers:
            self._place_numbers[key] = len(self._places)
            self._places.append({place: _Given(members[place], has_more[place]) for place in CONTENT})
        return self._place_numbers[key], self._set_number(tuple(self._member_faults(dimensions)))

    def faults(self, group: int, place: int, own_set: int) -> tuple[int]:
        """Give the number of the set of faults that dimensions have for the concepts of a group."""
        reasons = self._reasons(self._cubes[group], self._places[place])
        if not reasons:
            return (own_set,)
        return (self._set_number((*self.sets[own_set], DimensionalFault(COMBINATION, "; ".join(reasons)))),)

    def _set_number(self, faults: tuple[DimensionalFault, ...]) -> int:
        if faults not in self._set_numbers:
            self._set_numbers[faults] = len(self.sets)
            self.sets.append(faults)
        return self._set_numbers[faults]

    def _member_faults(self, dimensions: Mapping[str, str | None]) -> Iterator[DimensionalFault]:
        """Find what is wrong with dimensions and members by themselves (Dimensions 1.0, 3.1.4)."""
        for name, member in dimensions.items():
            concept, is_typed = self._concepts.get(name), name in self._typed
            if name in CONTENT:
                continue
            if concept is None and self._may_be_declared(name):
                continue
            if concept is None or concept.kind != "dimension":
                hint = nearest(name, self._dimension_names())
                words = f"{name} is no dimension of the taxonomy"
                yield DimensionalFault(DIMENSION, f"{words}; {hint}" if hint else words)
            elif is_typed != (name in self._typed_domains):
                words = "typed and has an explicit member" if is_typed else "explicit and has a typed member"
                yield DimensionalFault(DIMENSION, f"{name} is {words}, {member!r}")
            elif is_typed:
                yield from self._content_faults(name, member)
            elif member not in self._concepts and not self._may_be_declared(member or ""):
                hint = nearest(member or "", self._members_of(name))
                words = f"{member} is no concept of the taxonomy"
                yield DimensionalFault(MEMBER, f"{words}; {hint}" if hint else words)
            elif member == self._relationships.defaults.get(name):
                yield DimensionalFault(DEFAULT, f"{member} is the default of {name}, which is left out")

    def _may_be_declared(self, name: str) -> bool:
        """Tell whether something that is no concept is a global element, or may be one of a schema that is missing."""
        is_elsewhere = not self._is_whole and name.partition(":")[0] not in self._prefixes.values()
        return name in self._elements or is_elsewhere

    def _dimension_names(self) -> list[str]:
        """Name the dimensions of the taxonomy."""
        return [name for name, concept in self._concepts.items() if concept.kind == "dimension"]

    def _members_of(self, dimension: str) -> frozenset[str]:
        """Give the members of a dimension in any hypercube that was looked at."""
        cubes = (cube for group in self._cubes for role in group for cube in role if dimension in cube.names)
        sets = (each.members or () for cube in cubes for each in cube.dimensions if each.name == dimension)
        return frozenset().union(*sets)

    def _content_faults(self, name: str, member: str | None) -> Iterator[DimensionalFault]:
        """Find a typed member that stands in another element, or does not match the pattern of its domain."""
        element, domain = self._typed_domains[name], self._typed[name]
        if element and element != domain:
            yield DimensionalFault(TYPED_CONTENT, f"{name} has its members in {domain}, not in {element}")
        pattern = self._concepts[name].domain_pattern
        if pattern and not matches(pattern, member or ""):
            words = f"{member!r} is no member of {name}: its members match {pattern}"
            yield DimensionalFault(TYPED_CONTENT, words)

    def _reasons(self, roles: Iterable[Sequence[_Cube]], places: Mapping[str, _Given]) -> list[str]:
        """Say why no role allows dimensions; nothing if one does, or if there is none.

        The role that has the fewest objections comes first. One whose hypercubes know none of the dimensions is meant
        for something else, and has a say only if all are such.
        """
        if not roles:
            has_dimensions = any(given.members for given in places.values())
            return ["it stands in no table that has dimensions"] if has_dimensions and self._in_hypercubes_only else []
        for cubes in roles:
            for cube in cubes:
                if _is_met(cube, places[cube.place.container]) == cube.place.is_negated:
                    break
            else:
                return []
        names = {name for given in places.values() for name in given.members}
        roles = [cubes for cubes in roles if any(cube.names & names for cube in cubes)] or roles
        objections = [[reason for cube in cubes for reason in _objections(cube, places)] for cubes in roles]
        reasons = list(dict.fromkeys(reason for some in sorted(objections, key=len) for reason in some))
        more = len(reasons) - _MOST_REASONS
        return [*reasons[:_MOST_REASONS], *([f"and {more:,} more reasons"] if more > 0 else [])]

    def _inside(self, content: str) -> tuple[dict[str, str | None], bool]:
        """Look at what a segment or scenario holds beside members that are simple.

        Returns: the dimensions of typed members that have children, and whether there is anything else.
        """
        typed: dict[str, str | None] = {}
        has_more = False
        try:
            elements = list(etree.fromstring(f"<content>{content}</content>").iterchildren("*"))
        except etree.XMLSyntaxError:  # as a table made by hand may have it
            return {}, True
        for element in elements:
            prefix, _, local = element.get("dimension", "").strip().rpartition(":")
            name = f"{self._prefixes.get(element.nsmap.get(prefix or None, ''))}:{local}"
            if element.tag != f"{{{XBRLDI}}}typedMember":
                has_more = True
            elif name in self._concepts:
                typed[name] = None
        return typed, has_more


def _is_met(cube: _Cube, given: _Given) -> bool:
    """Tell whether what is given is a combination of the hypercube (Dimensions 1.0, 3.1.3)."""
    if cube.place.is_closed and (given.has_more or not given.members.keys() <= cube.names):
        return False
    for name, members, default in cube.dimensions:
        if name in given.members:
            if members is not None and given.members[name] not in members:
                return False
        elif default is None or (members is not None and default not in members):
            return False
    return True


def _objections(cube: _Cube, places: Mapping[str, _Given]) -> Iterator[str]:
    """Say why a hypercube does not allow what is given."""
    hypercube, container = cube.place.hypercube, cube.place.container
    given = places[container]
    if cube.place.is_negated:
        if _is_met(cube, given):
            yield f"{hypercube} excludes them"
        return
    elsewhere = places["segment" if container == "scenario" else "scenario"].members
    for name, members, default in cube.dimensions:
        if name in given.members:
            member = given.members[name]
            if members is not None and member not in members:
                yield f"{member} is no member of {name} in {hypercube}{_choices(member, members)}"
        elif default is None:
            why = "is typed and has no default" if members is None else "has no default"
            where = f", in the {container}" if name in elsewhere else ""
            yield f"{hypercube} needs a member of {name}, which {why}{where}"
        elif members is not None and default not in members:
            yield f"{hypercube} needs a member of {name}, whose default {default} is not usable there"
    if cube.place.is_closed:
        yield from (f"{hypercube} has no dimension {name}" for name in given.members if name not in cube.names)
        if given.has_more:
            yield f"{hypercube} is closed, and the {container} holds more than dimensions"


def _choices(member: str | None, members: frozenset[str]) -> str:
    """List the members that there are, if they are few, or propose the one that may be meant."""
    if not members:
        return ", which has none"
    if len(members) <= _MOST_MEMBERS:
        return f", which has {', '.join(sorted(members))}"
    hint = nearest(member or "", sorted(members))
    return f"; {hint}" if hint else ""
