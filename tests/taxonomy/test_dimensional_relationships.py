"""What relationships say of hypercubes, dimensions, members and defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.taxonomies import ROLE, Arc, dimensional_taxonomy

if TYPE_CHECKING:
    from exporter.taxonomy.dimensional_relationships import DimensionalRelationships


def _look_up(*arcs: Arc) -> DimensionalRelationships:
    return dimensional_taxonomy(arcs, ("T1",)).dimensional_relationships


ALL = Arc("all", "P1", "H1", context_element="scenario", closed=True, target_role="b")
NOT_ALL = Arc("notAll", "P1", "H2", "b", context_element="segment")


def test_hypercubes_tell_where_they_are_and_what_they_are_about() -> None:
    """In every role, and in each with what it says."""
    first, second = _look_up(ALL, NOT_ALL).hypercubes("t:P1")
    assert first == (f"{ROLE}a", "t:H1", False, "scenario", True, f"{ROLE}b")
    assert second == (f"{ROLE}b", "t:H2", True, "segment", False, f"{ROLE}b")
    assert _look_up(ALL).hypercubes("t:M1") == ()


@pytest.mark.parametrize(
    ("arcs", "item", "cubes"),
    [
        ((Arc("domain-member", "P1", "P2"),), "P2", ["t:H1"]),
        ((Arc("domain-member", "P1", "P2", "b"),), "P2", ["t:H2"]),
        ((Arc("domain-member", "P1", "P2"), Arc("domain-member", "P1", "P2", "b")), "P2", ["t:H1", "t:H2"]),
        ((Arc("domain-member", "P1", "P2", target_role="b"), Arc("domain-member", "P2", "P3", "b")), "P3", ["t:H1"]),
        ((Arc("domain-member", "P1", "P2", target_role="c"), Arc("domain-member", "P2", "P3", "b")), "P3", []),
        ((Arc("domain-member", "P1", "P2"), Arc("domain-member", "P2", "P1")), "P2", ["t:H1"]),
    ],
)
def test_items_have_those_of_what_they_are_below(arcs: tuple[Arc, ...], item: str, cubes: list[str]) -> None:
    """Along relationships that follow each other, each once."""
    found = [cube.hypercube for cube in _look_up(ALL, NOT_ALL, *arcs).hypercubes(f"t:{item}")]
    assert sorted(found) == cubes


def test_dimensions_have_members_and_a_default() -> None:
    """A typed one has any members, and one without a domain has none."""
    relationships = _look_up(
        ALL,
        Arc("hypercube-dimension", "H1", "D1", "b"),
        Arc("hypercube-dimension", "H1", "T1", "b"),
        Arc("hypercube-dimension", "H1", "D2", "b"),
        Arc("dimension-domain", "D1", "M1", "b"),
        Arc("dimension-default", "D1", "M1", "c"),
    )
    (cube,) = relationships.hypercubes("t:P1")
    assert relationships.dimensions(cube) == (
        ("t:D1", frozenset({"t:M1"}), "t:M1"),
        ("t:T1", None, None),
        ("t:D2", frozenset(), None),
    )


def test_the_first_of_several_defaults_counts() -> None:
    """There should be one alone (Dimensions 1.0, 2.7)."""
    arcs = (Arc("dimension-default", "D1", "M1"), Arc("dimension-default", "D1", "M2", "b"))
    assert _look_up(*arcs).defaults == {"t:D1": "t:M1"}


def test_members_are_usable_everywhere_or_nowhere() -> None:
    """In all domains of a dimension in a role together."""
    arcs = (
        Arc("dimension-domain", "D1", "M1"),
        Arc("dimension-domain", "D1", "M2"),
        Arc("domain-member", "M1", "M3"),
        Arc("domain-member", "M2", "M3", usable=False),
        Arc("domain-member", "M3", "M4"),
    )
    relationships = _look_up(*arcs)
    assert relationships.dimension_members("t:D1", f"{ROLE}a") == {"t:M1", "t:M2", "t:M4"}
    assert relationships.dimension_members("t:D1", f"{ROLE}b") == frozenset()


def test_the_head_of_an_enumeration_is_a_member_if_it_is_said_to_be() -> None:
    """And whatever leads to it does not count."""
    relationships = _look_up(Arc("domain-member", "M1", "M2"), Arc("domain-member", "M2", "M1", usable=False))
    assert relationships.domain_members("t:M1", f"{ROLE}a", head_is_usable=True) == {"t:M1", "t:M2"}
    assert relationships.domain_members("t:M1", f"{ROLE}a", head_is_usable=False) == {"t:M2"}
