"""Dimensional validity: each clause by a small taxonomy, and all of them at random as Arelle judges them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from exporter.arelle.judge import judge_with_arelle
from exporter.formats.xbrl_xml.reader import read_instance
from exporter.report.report import dimensions_text
from exporter.taxonomy.dimensional_validity import dimensional_faults
from exporter.validation.own_judge import judge_report
from tests.taxonomies import Arc, dimensional_taxonomy, write_dimensional_taxonomy, write_instance

#: An item with a closed hypercube of one dimension that has a default, and one without.
HAS = Arc("all", "P1", "H1", context_element="segment", closed=True)
DIMENSION = Arc("hypercube-dimension", "H1", "D1")
DOMAIN = Arc("dimension-domain", "D1", "M1")
MEMBER = Arc("domain-member", "M1", "M2")
DEFAULT = Arc("dimension-default", "D1", "M1")
CUBE = (HAS, DIMENSION, DOMAIN, MEMBER)
NOT_ALL = Arc("notAll", "P1", "H2", context_element="segment")
ELSEWHERE = (Arc("all", "P1", "H2", "b", context_element="segment"), Arc("hypercube-dimension", "H2", "D2", "b"))
TYPED_XML = (
    '<xbrldi:typedMember xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:t="http://example.org/t" dimension="t:T1">'
    "<t:T1.domain><t:a/></t:T1.domain></xbrldi:typedMember>"
)


def _faults(
    arcs: tuple[Arc, ...],
    dimensions: dict[str, str],
    item: str = "P1",
    scenario: str | None = None,
    typed: tuple[str, ...] = ("T1",),
    *,
    in_hypercubes_only: bool = False,
) -> dict[str, str]:
    """The words of each kind of fault."""
    names = {key if key in {"segment", "scenario"} else f"t:{key}": value for key, value in dimensions.items()}
    members = {key: f"t:{value}" if key.startswith("t:D") else value for key, value in names.items()}
    facts: dict[str, list[Any]] = {"concept": [f"t:{item}"], "dimensions": [dimensions_text(members)]}
    facts |= {"scenario": [scenario]} if scenario else {}
    taxonomy = dimensional_taxonomy(arcs, ("P1", "M1", "M2", "M3", "D1", "D2", "T1"))
    domains = {f"t:{name}": f"t:{name}.domain" for name in typed}
    faults = dimensional_faults(pl.DataFrame(facts), taxonomy, domains, in_hypercubes_only=in_hypercubes_only)
    return {fault["kind"]: fault["words"] for row in faults["faults"] for fault in row}


@pytest.mark.parametrize(
    ("arcs", "dimensions", "words"),
    [
        (CUBE, {"D1": "M1"}, None),
        (CUBE, {"D1": "M2"}, None),
        (CUBE, {}, "t:H1 needs a member of t:D1, which has no default"),
        (CUBE, {"D1": "M3"}, "t:M3 is no member of t:D1 in t:H1, which has t:M1, t:M2"),
        ((HAS, DIMENSION), {"D1": "M1"}, "t:M1 is no member of t:D1 in t:H1, which has none"),
        (CUBE, {"D1": "M1", "D2": "M1"}, "t:H1 has no dimension t:D2"),
        ((HAS._replace(closed=False), *CUBE[1:]), {"D1": "M1", "D2": "M1"}, None),
        ((HAS._replace(closed=None), *CUBE[1:]), {"D1": "M1", "D2": "M1"}, None),
        ((*CUBE, DEFAULT), {}, None),
        (
            (HAS, DIMENSION, DOMAIN._replace(usable=False), MEMBER, DEFAULT),
            {},
            "t:H1 needs a member of t:D1, whose default t:M1 is not usable there",
        ),
        ((HAS, DIMENSION, DOMAIN, MEMBER._replace(usable=False)), {"D1": "M2"}, "t:M2 is no member of t:D1"),
        ((*CUBE, Arc("dimension-domain", "D1", "M2", usable=False)), {"D1": "M2"}, "t:M2 is no member of t:D1"),
        ((*CUBE, Arc("domain-member", "M2", "M1")), {"D1": "M2"}, None),
        ((NOT_ALL,), {"D1": "M1"}, "t:H2 excludes them"),
        ((NOT_ALL._replace(closed=True),), {"D1": "M1"}, None),
        ((*CUBE, NOT_ALL), {"D1": "M1"}, "t:H2 excludes them"),
        ((*CUBE, *ELSEWHERE), {"D1": "M2"}, None),
        ((*CUBE, *ELSEWHERE), {}, "t:D1, which has no default; t:H2 needs a member of t:D2, which has no default"),
        ((HAS, Arc("hypercube-dimension", "H1", "T1")), {"T1": "anything"}, None),
        (
            (HAS, Arc("hypercube-dimension", "H1", "T1")),
            {},
            "needs a member of t:T1, which is typed and has no default",
        ),
        ((HAS, Arc("hypercube-dimension", "H1", "T1")), {"segment": TYPED_XML}, None),
        (CUBE, {"D1": "M1", "segment": "<a/>"}, "t:H1 is closed, and the segment holds more than dimensions"),
        (CUBE, {"D1": "M1", "segment": "<a>"}, "t:H1 is closed, and the segment holds more than dimensions"),
        (CUBE, {"D1": "M1", "scenario": "<a/>"}, None),
        ((HAS._replace(closed=False), *CUBE[1:]), {"D1": "M1", "segment": "<a/>"}, None),
    ],
)
def test_hypercubes_allow_combinations(arcs: tuple[Arc, ...], dimensions: dict[str, str], words: str | None) -> None:
    """By the members of their dimensions, by what else there may be, and by what is excluded (3.1)."""
    faults = _faults(arcs, dimensions)
    assert (words is None) == ("combination" not in faults)
    assert (words or "") in faults.get("combination", "")


def test_a_hypercube_of_other_dimensions_has_no_say() -> None:
    """It is meant for something else; where no hypercube knows any of them, all have."""
    assert "t:H2" not in _faults((*CUBE, *ELSEWHERE), {"D1": "M3"})["combination"]
    assert "t:H2" in _faults((*CUBE, *ELSEWHERE), {"T1": "a"})["combination"]


def test_the_scenario_is_another_place() -> None:
    """A dimension that stands there is missing in the segment (3.1.3)."""
    words = _faults(CUBE, {"D1": "M1"}, scenario="t:D1")["combination"]
    assert words == "t:H1 needs a member of t:D1, which has no default, in the segment"
    assert _faults((HAS._replace(context_element="scenario"), *CUBE[1:]), {"D1": "M1"}, scenario="t:D1") == {}


def test_items_have_the_hypercubes_of_what_they_are_below() -> None:
    """In the role where the next relationship begins, which a target role says (2.4)."""
    below = (*CUBE, Arc("domain-member", "P1", "P2", target_role="b"), Arc("domain-member", "P2", "P3", "b"))
    apart = (*CUBE, Arc("domain-member", "P1", "P2"), Arc("domain-member", "P2", "P3", "b"))
    assert set(_faults(below, {}, "P2")) == set(_faults(below, {}, "P3")) == set(_faults(apart, {}, "P2"))
    assert "combination" in _faults(below, {}, "P3")
    assert _faults(apart, {}, "P3") == {}


def test_dimensions_and_members_are_where_target_roles_lead() -> None:
    """From the hypercube, the dimension and the domain."""
    arcs = (
        HAS._replace(target_role="b"),
        Arc("hypercube-dimension", "H1", "D1", "b", target_role="c"),
        Arc("dimension-domain", "D1", "M1", "c", target_role="d"),
        Arc("domain-member", "M1", "M2", "d"),
        Arc("domain-member", "M1", "M3", "c"),
    )
    assert _faults(arcs, {"D1": "M2"}) == {}
    assert "combination" in _faults(arcs, {"D1": "M3"})


def test_circles_end() -> None:
    """Of items and of members, through roles and back."""
    arcs = (
        *CUBE,
        Arc("domain-member", "P1", "P2", target_role="b"),
        Arc("domain-member", "P2", "P1", "b", target_role="a"),
        Arc("domain-member", "M2", "M1"),
        Arc("domain-member", "M2", "M2"),
    )
    assert _faults(arcs, {"D1": "M2"}, "P2") == {}


def test_what_has_no_hypercube_may_have_dimensions() -> None:
    """Unless tables say all that is broken down, as ours do."""
    assert _faults((), {"D1": "M1"}) == {}
    words = "it stands in no table that has dimensions"
    assert _faults((), {"D1": "M1"}, in_hypercubes_only=True) == {"combination": words}
    assert _faults((), {}, in_hypercubes_only=True) == {}
    assert _faults(CUBE, {"D1": "M1"}, in_hypercubes_only=True) == {}


@pytest.mark.parametrize(
    ("dimensions", "typed", "kind", "words"),
    [
        ({"D1": "M1"}, (), "default", "t:M1 is the default of t:D1, which is left out"),
        ({"H1": "t:M1"}, (), "dimension", "t:H1 is no dimension of the taxonomy; did you mean 't:D1'?"),
        ({"X": "t:M1"}, (), "dimension", "t:X is no dimension of the taxonomy"),
        ({"T1": "t:M1"}, (), "dimension", "t:T1 is typed and has an explicit member, 't:M1'"),
        ({"D1": "M2"}, ("D1",), "dimension", "t:D1 is explicit and has a typed member, 't:M2'"),
        ({"D1": "M22"}, (), "member", "t:M22 is no concept of the taxonomy; did you mean 't:M2'?"),
    ],
)
def test_members_are_looked_at_by_themselves(
    dimensions: dict[str, str], typed: tuple[str, ...], kind: str, words: str
) -> None:
    """Whatever hypercubes say (3.1.4)."""
    open_cube = (HAS._replace(closed=False), *CUBE[1:], DEFAULT)
    assert _faults(open_cube, dimensions, typed=typed)[kind] == words


def test_a_typed_member_stands_in_the_element_of_its_domain() -> None:
    """Where the report says in which it stands (3.1.4.4)."""
    facts = pl.DataFrame({"concept": ["t:P1"], "dimensions": ['{"t:T1":"x"}']})
    taxonomy = dimensional_taxonomy((), ("P1", "T1"))
    faults = dimensional_faults(facts, taxonomy, {"t:T1": "t:other"})["faults"].to_list()
    assert faults == [[{"kind": "content", "words": "t:T1 has its members in t:T1.domain, not in t:other"}]]
    assert dimensional_faults(facts, taxonomy, {"t:T1": ""}).is_empty()


# ------------------------------------------------------------------------------------------------------- as Arelle does

ITEMS, CUBES, AXES, MEMBERS = ("P1", "P2", "P3", "P4"), ("H1", "H2"), ("D1", "D2"), ("M1", "M2", "M3", "M4")
ROLES = st.sampled_from("abc")
TARGETS = st.one_of(st.none(), ROLES)
FLAGS = st.sampled_from([None, True, False])
PLACES = st.sampled_from(["segment", "scenario"])


def _arcs(
    arcrole: str, sources: tuple[str, ...], targets: tuple[str, ...], **more: st.SearchStrategy[Any]
) -> st.SearchStrategy[Arc]:
    ends = {"source": st.sampled_from(sources), "target": st.sampled_from(targets)}
    return st.builds(Arc, arcrole=st.just(arcrole), role=ROLES, target_role=TARGETS, **ends, **more)


#: Relationships of each kind, with more members, and more below what has hypercubes, so that facts are often valid.
TAXONOMIES = st.tuples(
    st.lists(_arcs("all", ITEMS, CUBES, context_element=PLACES, closed=FLAGS), min_size=1, max_size=4),
    st.lists(_arcs("notAll", ITEMS, CUBES, context_element=PLACES, closed=FLAGS), max_size=2),
    st.lists(_arcs("hypercube-dimension", CUBES, (*AXES, "T1")), min_size=1, max_size=6),
    st.lists(_arcs("dimension-domain", AXES, MEMBERS, usable=FLAGS), min_size=1, max_size=6),
    st.lists(_arcs("domain-member", MEMBERS, MEMBERS, usable=FLAGS), max_size=8),
    st.lists(_arcs("domain-member", ITEMS, ITEMS), max_size=5),
    st.dictionaries(st.sampled_from(AXES), st.sampled_from(MEMBERS), max_size=2),
)


def _relationships(parts: tuple[Any, ...]) -> tuple[Arc, ...]:
    """The relationships of a taxonomy, each once."""
    *lists, defaults = parts
    arcs = {(arc.arcrole, arc.role, arc.source, arc.target): arc for some in lists for arc in some}
    distinct = [arc for arc in arcs.values() if arc.source != arc.target]
    return (*distinct, *(Arc("dimension-default", axis, member) for axis, member in defaults.items()))


def _member(axis: str, member: str) -> str:
    if axis == "T1":
        return f'<xbrldi:typedMember dimension="t:T1"><t:T1.domain>{member}</t:T1.domain></xbrldi:typedMember>'
    return f'<xbrldi:explicitMember dimension="t:{axis}">t:{member}</xbrldi:explicitMember>'


def _context(places: dict[str, tuple[str, str]], more: str | None) -> dict[str, str]:
    """The XML of a context: members by dimension with their place, and a place that holds something else."""
    context = {"segment": "", "scenario": ""}
    for axis, (place, member) in places.items():
        context[place] += _member(axis, member)
    if more:
        context[more] += "<o:other/>"
    return context


CONTEXTS = st.lists(
    st.builds(
        _context,
        st.dictionaries(st.sampled_from((*AXES, "T1")), st.tuples(PLACES, st.sampled_from(MEMBERS)), max_size=3),
        st.sampled_from([None, None, None, None, "segment", "scenario"]),
    ),
    min_size=8,
    max_size=16,
)
CODES = {
    "xbrldie:PrimaryItemDimensionallyInvalidError": "dimensions",
    "xbrldie:DefaultValueUsedInInstanceError": "dimensions.default",
}


@pytest.mark.slow
@given(parts=TAXONOMIES, contexts=CONTEXTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_facts_are_judged_as_arelle_judges_them(parts: tuple[Any, ...], contexts: list[dict[str, str]]) -> None:
    """The same facts are invalid, and the same name a default, whatever the relationships."""
    arcs = _relationships(parts)
    names = (*ITEMS, *CUBES, *AXES, *MEMBERS, "T1")
    with tempfile.TemporaryDirectory() as folder:
        write_dimensional_taxonomy(Path(folder), arcs, names)
        path = write_instance(Path(folder) / "report.xml", ITEMS, contexts)
        report = read_instance(path).report
        theirs = judge_with_arelle(path).messages
    assume(not any(message.code.startswith("exception:") for message in theirs))  # some circles break it down
    ours = judge_report(report, dimensional_taxonomy(arcs, names)).messages
    for code, own_code in CODES.items():
        expected = {fact for message in theirs if message.code == code for fact in message.fact_ids}
        found = {fact for message in ours if message.code == own_code for fact in message.fact_ids}
        assert found == expected, code
