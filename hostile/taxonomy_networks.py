"""Hostile linkbases of taxonomies: circles, countless paths, long chains, odd numbers, and texts that strain."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from hostile.small import FACT, instance
from hostile.small_packages import (
    DIMENSIONS,
    ITEM,
    LINK_ROLE,
    URL,
    XBRL,
    annotated,
    dimensional,
    items,
    labelled,
    network,
    packaged,
    reported,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hostile.small_packages import Files, Package

__all__ = ["packages"]

_PATHS = ("import", "show", "export", "validate")
_ALL = (*_PATHS, "arelle")
_ORDER = 'order="1"'
_SUM = f'{_ORDER} weight="1"'
_MEMBER = f"{DIMENSIONS}/domain-member"
_MONETARY = 'type="xbrli:monetaryItemType"'
_ROLE = "http://example.org/role/{0}"
#: A hypercube of cash with one dimension, whose domain is the first member.
_CUBE = dimensional("Cube", "hypercubeItem") + dimensional("Axis", "dimensionItem")
_CUBE_LINKS = (
    network("definition", f"{DIMENSIONS}/all", [("Cash", "Cube", f'{_ORDER} xbrldt:contextElement="segment"')]),
    network("definition", f"{DIMENSIONS}/hypercube-dimension", [("Cube", "Axis", _ORDER)]),
    network("definition", f"{DIMENSIONS}/dimension-domain", [("Axis", "M0a", _ORDER)]),
)


def packages() -> Iterator[Package]:
    """Each with the commands that it is given to."""
    yield from _paths()
    yield from _circles()
    yield from _chains()
    yield from _numbers()
    yield from _labels()
    yield from _names()
    yield from _roles()


def _arcs(pairs: Iterable[tuple[str, str]], more: str = _ORDER) -> list[tuple[str, str, str]]:
    return [(source, target, more) for source, target in pairs]


def _paths() -> Iterator[Package]:
    """Yield networks in which each of two concepts leads to both of the next two, and so on.

    Arelle as a judge goes all paths until it is given up, which is late.
    """
    levels = [(f"M{n}a", f"M{n}b") for n in range(31)]
    pairs = [(source, target) for above, below in pairwise(levels) for source in above for target in below]
    names = [name for level in levels for name in level]
    from_cash = [*(("Cash", name) for name in levels[0]), *pairs]
    outline = network("presentation", "parent-child", _arcs(from_cash))
    commands = ["search", "show", "diff", "export", "convert"]
    yield "a presentation of 2^30 paths", commands, partial(packaged, items(names), outline)
    sums = network("calculation", "summation-item", _arcs(from_cash, _SUM))
    yield "a calculation of 2^30 paths", _PATHS, partial(packaged, items(names, _MONETARY), sums)
    members = network("definition", _MEMBER, _arcs(pairs))
    yield "members with 2^30 paths", _PATHS, partial(packaged, _CUBE + items(names), *_CUBE_LINKS, members)
    cubes = network("definition", f"{DIMENSIONS}/all", _arcs(from_cash, f'{_ORDER} xbrldt:contextElement="segment"'))
    yield "line items with 2^30 paths", _PATHS, partial(packaged, items(names), members, cubes)
    yield "1,000 by 1,000 concepts by one arc", ["import"], partial(_crossed, 1_000)


def _crossed(count: int) -> Files:
    """Give two labels with many concepts each, and one arc, which leads from each to each."""
    names = [f"{side}{n}" for side in "ab" for n in range(count)]
    locators = "".join(
        f'<link:loc xlink:type="locator" xlink:label="{name[0]}" xlink:href="t.xsd#t_{name}"/>' for name in names
    )
    arc = (
        f'<link:presentationArc xlink:type="arc" xlink:arcrole="{XBRL}/arcrole/parent-child" xlink:from="a"'
        ' xlink:to="b"/>'
    )
    link = f'<link:presentationLink xlink:type="extended" xlink:role="{LINK_ROLE}">{locators}{arc}'
    return packaged(items(names), f"{link}</link:presentationLink>")


def _circles() -> Iterator[Package]:
    circle = [("Cash", "Note"), ("Note", "Cash"), ("Cash", "Cash")]
    outline = network("presentation", "parent-child", _arcs(circle))
    yield "a circle of a presentation", [*_ALL, "diff"], partial(packaged, "", outline)
    below = network("presentation", "parent-child", _arcs([("Top", "Cash"), *circle]))
    yield "a circle below a presentation", [*_ALL, "search"], partial(packaged, items(["Top"]), below)
    yield (
        "a circle of a calculation",
        _ALL,
        partial(packaged, "", network("calculation", "summation-item", _arcs(circle, _SUM))),
    )
    across = (
        network("definition", _MEMBER, [(f"M{n}a", f"M{1 - n}a", _leading(1 - n))], _ROLE.format(n)) for n in range(2)
    )
    first = (text.replace(_ORDER, _leading(0)) for text in _CUBE_LINKS)
    yield "a circle of members across roles", _ALL, partial(packaged, _CUBE + items(["M0a", "M1a"]), *first, *across)
    yield (
        "a circle of hypercubes",
        _ALL,
        partial(
            packaged,
            _CUBE + items(["M0a"]),
            *_CUBE_LINKS,
            network("definition", f"{DIMENSIONS}/hypercube-dimension", _arcs([("Axis", "Cube"), ("Cube", "Cube")])),
            network("definition", f"{DIMENSIONS}/dimension-domain", _arcs([("Axis", "Axis"), ("Axis", "Cash")])),
            network("definition", f"{DIMENSIONS}/dimension-default", _arcs([("Axis", "Axis"), ("Axis", "M0a")])),
        ),
    )


def _leading(number: int) -> str:
    return f'{_ORDER} xbrldt:targetRole="{_ROLE.format(number)}"'


def _chains() -> Iterator[Package]:
    chain = ["Cash", *(f"P{n}" for n in range(5_000))]
    outline = network("presentation", "parent-child", _arcs(pairwise(chain)))
    yield "an outline 5,000 deep", ["show", "search", "diff"], partial(packaged, items(chain[1:]), outline)
    yield "10,000 roles of members, each leading to the next", ["import", "validate"], partial(_role_chain, 10_000)
    yield "2,000 line items below each other, each with a hypercube", ["show", "validate"], partial(_cube_chain, 2_000)
    yield "3,000 domains of enumerations in a circle", ["import", "validate"], partial(_domain_circle, 3_000)


def _role_chain(count: int) -> Files:
    """Give members of which each stands in another role."""
    numbers = range(1, count)
    links = [
        network("definition", _MEMBER, [(f"M{n}a", f"M{n + 1}a", _leading(n + 1))], _ROLE.format(n)) for n in numbers
    ]
    first = network("definition", _MEMBER, [("M0a", "M1a", _leading(1))])
    content = _CUBE + items(f"M{n}a" for n in range(count + 1))
    return packaged(content, *_CUBE_LINKS, "".join((first, *links)))


def _cube_chain(count: int) -> Files:
    """Give line items each with a hypercube, which what is below it has too; and a fact of each."""
    names, cubes = [f"M{n}" for n in range(count)], [f"Cube{n}" for n in range(count)]
    more = f'{_ORDER} xbrldt:contextElement="segment" xbrldt:closed="true"'
    links = (
        network("definition", _MEMBER, _arcs(pairwise(names))),
        network("definition", f"{DIMENSIONS}/all", _arcs(zip(names, cubes, strict=True), more)),
        network("definition", f"{DIMENSIONS}/hypercube-dimension", _arcs((cube, "Axis") for cube in cubes)),
    )
    content = items(names) + "".join(dimensional(cube, "hypercubeItem") for cube in cubes)
    facts = reported((name, "x") for name in names)
    return packaged(content + dimensional("Axis", "dimensionItem"), *links) | facts


def _domain_circle(count: int) -> Files:
    """Give members in a circle, each the head of an enumeration's domain; and a fact of each enumeration."""
    names = [f"M{n}" for n in range(count)]
    circle = network("definition", _MEMBER, _arcs([*pairwise(names), (names[-1], names[0])]))
    namespace = "http://xbrl.org/2020/extensible-enumerations-2.0"
    enumerations = "".join(
        f'<xs:element xmlns:enum2="{namespace}" name="E{name}" id="t_E{name}" {ITEM}'
        f' type="enum2:enumerationItemType" enum2:domain="t:{name}" enum2:linkrole="{LINK_ROLE}"/>'
        for name in names
    )
    facts = reported((f"E{name}", "http://example.org/t#M0") for name in names)
    return packaged(items(names) + enumerations, circle) | facts


def _numbers() -> Iterator[Package]:
    facts = FACT + FACT.replace("Cash", "Part").replace('"f"', '"g"')
    for weight in ("1E999999999", "-1E-999999999", "NaN", "sNaN", "INF", "x", "", "9" * 100_000):
        link = network("calculation", "summation-item", _arcs([("Cash", "Part")], f'{_ORDER} weight="{weight}"'))

        def make(link: str = link) -> Files:
            return packaged(items(["Part"], _MONETARY), link) | {"../report.xml": instance(facts, schema=URL)}

        yield f"the weight {weight[:14]!r}", ["show", "diff", "export", "validate"], make
    floats = network("calculation", "summation-item", _arcs([("Sum", "Part")], _SUM))
    for value in ("1E999999999", "-1E-999999999", "INF", "9" * 100_000):
        values = reported([("Sum", value), ("Part", value)], 'unitRef="u" decimals="2"')

        def make_floats(values: Files = values) -> Files:
            return packaged(items(["Sum", "Part"], 'type="xbrli:doubleItemType"'), floats) | values

        yield f"a total of {value[:14]}", ["validate"], make_floats
    for order in ("1E999999999", "NaN", "sNaN", "x", "9" * 100_000):
        for name in ("order", "priority"):
            arcs = [("Cash", "Note", f'{name}="{order}"'), ("Cash", "Part", f'{name}="1"')]
            link = network("presentation", "parent-child", arcs)
            yield f"the {name} {order[:14]!r}", ["show"], partial(packaged, items(["Part"]), link)


#: Marks that would colour, clear or turn round what a terminal shows, or forge a line.
_STEERING = "&#x9b;[31m&#x202e;&#13;error: x&#x85;&#x2028;"


def _labels() -> Iterator[Package]:
    long = 50_000_000
    yield f"a label of {long:,} characters", ["import", "search"], lambda: packaged("", labelled(["x" * long]))
    yield "100,000 labels", ["import", "show"], lambda: packaged("", labelled(map(str, range(100_000))))
    yield "labels that steer", ["search", "show", "diff"], partial(packaged, "", labelled([_STEERING]))
    languages = "".join(labelled(["x"], language=f"x-{n}") for n in range(5_000))
    yield "labels in 5,000 languages", ["import", "search", "show"], partial(packaged, "", languages)
    yield "a language that steers", ["import", "show"], partial(packaged, "", labelled(["x"], language=_STEERING))
    yield "a role of labels that steers", ["show"], partial(packaged, "", labelled(["x"], role=_STEERING))


def _names() -> Iterator[Package]:
    name = "n" * 1_000_000
    outline = network("presentation", "parent-child", _arcs([("Cash", name), (name, "Note")]))
    commands = ["import", "search", "show"]
    yield "a name of a million characters", commands, partial(packaged, items([name]), outline)
    yield "names of all kinds", ["search", "show"], partial(packaged, items(["\u65e5\u672c", "a.b-c", "_", "\u0645"]))


def _roles() -> Iterator[Package]:
    outline = network("presentation", "parent-child", _arcs([("Note", "Cash")]), _ROLE.format(0))
    steering = _declared([(_ROLE.format(0), _STEERING)])
    yield "a definition that steers", ["search", "show"], partial(packaged, "", outline, before=steering)
    declared = _declared((_ROLE.format(n), str(n)) for n in range(50_000))
    yield "50,000 roles", ["import", "search"], partial(packaged, before=declared)
    paths = _declared((f"http://example.org/{n}{'/a' * 1_000}", str(n)) for n in range(2_000))
    yield "2,000 roles that differ where they begin", ["import", "show"], partial(packaged, before=paths)
    yield "a role twice", ["import", "show"], partial(packaged, before=_declared([(_ROLE.format(0), "x")] * 2))


def _declared(roles: Iterable[tuple[str, str]]) -> str:
    """Declare roles with their definitions."""
    return annotated(
        "".join(
            f'<link:roleType roleURI="{role}" id="r{number}"><link:definition>{definition}</link:definition>'
            "<link:usedOn>link:presentationLink</link:usedOn></link:roleType>"
            for number, (role, definition) in enumerate(roles)
        )
    )
