"""Hostile schemas of taxonomies: references to others, types, and values that types strain a judge by."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hostile.case import OUTSIDE
from hostile.small_packages import (
    DIMENSIONS,
    ITEM,
    LINK_ROLE,
    PERIOD,
    XBRL,
    dimensional,
    items,
    network,
    packaged,
    reported,
    restricted,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from hostile.small_packages import Files, Package

__all__ = ["packages"]

_ALL = ("import", "show", "export", "validate")
#: A type inside another one.
_INSIDE = '<xs:simpleType><xs:restriction base="{0}"/></xs:simpleType>'


def packages() -> Iterator[Package]:
    """Each with the commands that it is given to."""
    yield from _references()
    yield from _linked()
    yield from _types()
    yield from _typed_dimensions()
    for name, value, definition in (*_patterns(), *_numbers(), *_others()):
        more = "" if "string" in definition else 'unitRef="u" decimals="INF"'

        def make(value: str = value, definition: str = definition, more: str = more) -> Files:
            return packaged(f'<xs:element name="V" type="t:V" {ITEM}/>{definition}') | reported([("V", value)], more)

        yield f"a value and {name}", ["validate"], make


def _references() -> Iterator[Package]:
    """Yield schemas and locators that lead to what is none."""
    for name, href in {
        "the network": "http://localhost:1/x.xsd",
        "another network": "ftp://localhost:1/x.xsd",
        "a file of the system": "file:///etc/passwd",
        "a device": "file:///dev/zero",
        "a process": "file:///proc/self/environ",
        "a NUL": "t%00.xsd",
        "half a character": "t%ED%A0%80.xsd",
        "a million characters": "n" * 1_000_000,
        "itself": "t.xsd",
        "its own catalog": "META-INF/catalog.xml",
        "a path out": f"../../{OUTSIDE}/secret",
    }.items():
        imported = f'<xs:import namespace="urn:o" schemaLocation="{href}"/>'
        yield f"an import of {name}", ["import"], partial(packaged, before=imported)
        yield f"an include of {name}", ["import"], partial(packaged, before=f'<xs:include schemaLocation="{href}"/>')
        locator = f'<link:loc xlink:type="locator" xlink:label="x" xlink:href="{href}#x"/>'
        link = f'<link:labelLink xlink:type="extended" xlink:role="{LINK_ROLE}">{locator}</link:labelLink>'
        yield f"a locator of {name}", ["import"], partial(packaged, "", link)
    for name, pointer in {
        "a pointer of 300,000 steps": f"element(/1{'/1' * 300_000})",
        "100,000 pointers": "element(/1/1)" * 100_000,
        "a pointer to a huge number": f"element(/{'9' * 10_000})",
        "a pointer that is none": "xpointer(//*[//*[//*]])",
    }.items():
        link = network("presentation", "parent-child", [("Cash", "Note", 'order="1"')])
        yield f"a locator with {name}", ["import"], partial(packaged, "", link.replace("t_Note", pointer))


def _linked() -> Iterator[Package]:
    """Yield many schemas, and such as bring in themselves or the specification's."""
    yield "a circle of 1,000 imports", ["import", "validate"], partial(_chained, 1_000, is_circle=True)
    yield "a chain of 2,000 imports", ["import", "validate"], partial(_chained, 2_000, is_circle=False)
    specification = f"{XBRL}/xbrl-instance-2003-12-31.xsd"
    inside = restricted("stringItemType", "xbrli:stringItemType")
    redefining = f'<xs:redefine schemaLocation="{{0}}">{inside}</xs:redefine>'
    for name, before in {
        "a schema that redefines itself": redefining.format("t.xsd"),
        "a schema that redefines the specification": redefining.format(specification),
        "a schema that includes the specification": f'<xs:include schemaLocation="{specification}"/>',
    }.items():
        yield name, ["import", "validate"], partial(packaged, before=before)
    other = packaged()["t.xsd"].replace('="http://example.org/t"', f'="{XBRL}/instance"')
    yield "a schema of the specification's namespace", ["import", "validate"], lambda: packaged() | {"t.xsd": other}


def _chained(count: int, *, is_circle: bool) -> Files:
    """Give schemas of which each imports the next one."""
    imports = [f'<xs:import namespace="http://e.org/{n}" schemaLocation="{n}.xsd"/>' for n in range(count)]
    following = [*imports[1:], imports[0] if is_circle else ""]
    return packaged(before=imports[0]) | {
        f"{n}.xsd": f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://e.org/{n}">'
        f"{text}</xs:schema>"
        for n, text in enumerate(following)
    }


def _typed(*definitions: str, names: Iterable[str] = ("A",)) -> Callable[[], Files]:
    """Give what makes a package with types, and a concept of each of some."""
    concepts = "".join(f'<xs:element name="C{name}" id="t_C{name}" type="t:{name}" {ITEM}/>' for name in names)
    return partial(packaged, "".join((*definitions, concepts)))


def _types() -> Iterator[Package]:
    yield "a circle of types", _ALL, _typed(restricted("A", "t:B"), restricted("B", "t:A"))
    yield "a type that restricts itself", _ALL, _typed(restricted("A", "t:A"))
    yield "a type that is its own content", _ALL, _typed(restricted("A", "t:A", _INSIDE.format("t:A")))
    doubling = (restricted(f"T{n}", f"t:T{n + 1}", _INSIDE.format(f"t:T{n + 1}")) for n in range(60))
    yield "types that double 60 times", ["import"], _typed(restricted("A", "t:T0"), *doubling)
    chain = (restricted(f"T{n}", f"t:T{n + 1}") for n in range(2_000))
    last = restricted("T2000", "xbrli:stringItemType")
    names = [f"T{n}" for n in range(2_001)]
    yield "2,000 types in a chain", ["import", "show"], _typed(*chain, last, names=names)
    union = _INSIDE.format("xs:string")
    for _ in range(1_000):
        union = f"<xs:simpleType><xs:union>{union}</xs:union></xs:simpleType>"
    yield "unions nested 1,000 deep", _ALL, _typed(restricted("A", "xbrli:stringItemType", union))
    values = "".join(f'<xs:enumeration value="{n}"/>' for n in range(50_000))
    yield "50,000 values of an enumeration", _ALL, _typed(restricted("A", "xbrli:stringItemType", values))
    yield "circles of substitutions", _ALL, partial(packaged, _substituting({"A": "B", "B": "A", "D": "D"}))
    chained = _substituting({f"G{n}": f"G{n + 1}" for n in range(3_000)}) + items(["G3000"])
    yield "3,000 substitutions in a chain", ["import"], partial(packaged, chained)


def _substituting(heads: dict[str, str]) -> str:
    return "".join(
        f'<xs:element name="{name}" id="t_{name}" {PERIOD} type="xbrli:stringItemType" substitutionGroup="t:{head}"/>'
        for name, head in heads.items()
    )


def _typed_dimensions() -> Iterator[Package]:
    recursive = (
        '<xs:complexType name="R"><xs:sequence><xs:element ref="t:Domain" minOccurs="0"/></xs:sequence>'
        '</xs:complexType><xs:element name="Domain" id="t_Domain" type="t:R"/>'
    )
    axis = 'xbrldt:typedDomainRef="{0}"'
    cube = (
        network("definition", f"{DIMENSIONS}/all", [("Cash", "Cube", 'order="1" xbrldt:contextElement="segment"')]),
        network("definition", f"{DIMENSIONS}/hypercube-dimension", [("Cube", "Axis", 'order="1"')]),
    )
    content = dimensional("Cube", "hypercubeItem") + dimensional("Axis", "dimensionItem", axis.format("#t_Domain"))
    yield "a typed domain of a recursive type", [*_ALL, "arelle"], partial(packaged, recursive + content, *cube)
    places = ("#t_Axis0", "#no", "", "file:///dev/zero#x", "http://[::1#x", "t.xsd", "#")
    content = "".join(dimensional(f"Axis{n}", "dimensionItem", axis.format(place)) for n, place in enumerate(places))
    yield "typed domains that are none", _ALL, partial(packaged, content)
    content = "".join(
        f'<xs:element name="D{n}" id="t_D{n}" type="xs:string"/>'
        + dimensional(f"X{n}", "dimensionItem", axis.format(f"#t_D{n}"))
        for n in range(10_000)
    )
    yield "10,000 typed dimensions", ["import"], partial(packaged, content)


def _facet(kind: str, facet: str, value: str) -> str:
    return restricted("V", f"xbrli:{kind}ItemType", f'<xs:{facet} value="{value}"/>')


def _patterns() -> Iterator[tuple[str, str, str]]:
    """Yield what a pattern is called, a value, and the type that has it.

    The values that go with doubts are short: the judges of XML Schema try all ways, and are given up late.
    """
    for name, value, pattern in (
        ("a pattern with doubts", "a" * 22, "(a+)+b"),
        ("a pattern with more of them", "a" * 22, "(a|a)*(a|aa)*b"),
        ("a pattern of many repeats", "b" * 1_000_000, "(a{0,100}){0,100}c"),
        ("a pattern of repeats of classes", "b" * 1_000_000, "(\\p{N}{0,50}){0,10}c"),
        ("a pattern of 4,000 classes", "a", "\\p{L}" * 4_000),
        ("a pattern nested 10,000 deep", "a", f"{'(' * 10_000}a{')' * 10_000}"),
        ("a pattern of 10,000 choices", "b" * 1_000, "|".join(f"b{n}" for n in range(10_000))),
    ):
        yield name, value, _facet("string", "pattern", pattern)
    many = "".join(f'<xs:pattern value="b{n}"/>' for n in range(2_000))
    yield "2,000 patterns", "b" * 1_000_000, restricted("V", "xbrli:stringItemType", many)


def _numbers() -> Iterator[tuple[str, str, str]]:
    for kind in ("double", "decimal"):
        for facet in ("minInclusive", "enumeration"):
            for number in ("1E999999999", "-1E-999999999", "9" * 100_000, "NaN"):
                yield f"the {facet} {number[:14]} of {kind}", number, _facet(kind, facet, number)
    digits = "9" * 100_000
    for facet, count in (
        *(("totalDigits", "1000000000"), ("totalDigits", digits), ("fractionDigits", digits)),
        *(("totalDigits", "-1"), ("totalDigits", "")),
    ):
        yield f"the {facet} {count[:12]!r}", digits, _facet("decimal", facet, count)


def _others() -> Iterator[tuple[str, str, str]]:
    for kind, text in (
        ("duration", f"P{'9' * 50_000}Y"),
        ("date", f"{'9' * 50_000}-01-01"),
        ("time", f"00:00:00.{'9' * 100_000}"),
        ("gYear", f"-{'9' * 50_000}"),
        ("hexBinary", "0F" * 1_000_000),
        ("QName", "t:Cash"),
    ):
        yield f"the minInclusive of a {kind} beyond", text, _facet(kind, "minInclusive", text)
        yield f"the enumeration of a {kind} beyond", text, _facet(kind, "enumeration", text)
