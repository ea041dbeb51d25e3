"""A published taxonomy of any size, made up, and facts against it: the same for the same size, on every machine.

Concepts come in groups of a hundred. Each group has an abstract head, a hypercube with an axis of ten members below a
domain, and line items: an outline and sums of five, labels in two languages, documentation of every fourth, and a
reference of every tenth. What is said stands in a linkbase a group and kind, as regulators cut theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.report.names import SPECIFICATION_PREFIXES
from exporter.report.report import FACT_COLUMNS, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["PUBLISHED_ENTRY", "published_facts", "write_published_taxonomy"]

_HOST = "www.regulator.example"
_URL = f"http://{_HOST}/large"
PUBLISHED_ENTRY = f"{_URL}/all.xsd"
_GROUP, _MEMBERS, _SUM = 100, 10, 5
#: A head, a hypercube, an axis, a domain and its members; the rest of a group are line items.
_ITEMS = _GROUP - 4 - _MEMBERS
_XBRL = "http://www.xbrl.org"
_ARCROLE, _DIMENSION = f"{_XBRL}/2003/arcrole", "http://xbrl.org/int/dim/arcrole"
_DIMENSIONAL = ("all", "hypercube-dimension", "dimension-domain", "domain-member", "dimension-default")
_NAMES = (
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance" '
    'xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink" '
    f'xmlns:xbrldt="http://xbrl.org/2005/xbrldt" xmlns:dtr="{_XBRL}/dtr/type/2022-03-31" xmlns:large="{_URL}/core"'
)


def write_published_taxonomy(count: int, folder: Path) -> None:
    """Write a taxonomy of so many concepts below a folder, laid out by host and path."""
    place = folder / _HOST / "large"
    place.mkdir(parents=True, exist_ok=True)
    groups = range(count // _GROUP)
    (place / "core.xsd").write_text(_schema("core", "".join(map(_concepts, groups)), _SPECIFICATIONS), encoding="utf-8")
    files = [(f"{kind}-{group}.xml", kind, group) for group in groups for kind in _LINKBASES]
    for name, kind, group in files:
        (place / name).write_text(_LINKBASES[kind](group), encoding="utf-8")
    references = "".join(
        f'<link:linkbaseRef xlink:type="simple" xlink:href="{name}" '
        'xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"/>\n'
        for name, _, _ in files
    )
    roles = "".join(
        f'<link:roleType roleURI="{_URL}/role/{group}" id="role-{group}"><link:definition>{group:06} - Statement - '
        f"Group {group}</link:definition><link:usedOn>link:presentationLink</link:usedOn><link:usedOn>"
        "link:calculationLink</link:usedOn><link:usedOn>link:definitionLink</link:usedOn></link:roleType>\n"
        for group in groups
    )
    annotation = f"<xs:annotation><xs:appinfo>\n{references}{roles}</xs:appinfo></xs:annotation>\n"
    imports = {f"{_URL}/core": "core.xsd", "http://www.xbrl.org/2006/ref": f"{_XBRL}/2006/ref-2006-02-27.xsd"}
    (place / "all.xsd").write_text(_schema("all", "", imports, annotation), encoding="utf-8")


def published_facts(count: int, concepts: int) -> Report:
    """Make about so many facts against a taxonomy of so many concepts: whole entities, whose sums are right.

    A third of the groups has a member.
    """
    groups = concepts // _GROUP
    entities = max(count // (groups * _ITEMS), 1)
    number = pl.int_range(entities * groups * _ITEMS, dtype=pl.Int64)
    frame = pl.select(number=number, eager=False)
    group, item = pl.col("number") % groups, pl.col("number") // groups % _ITEMS
    entity = pl.col("number") // (groups * _ITEMS)
    names = pl.format('"large:Axis{}":"large:Member{}x{}"', group, group, entity % _MEMBERS)
    # What counts negatively is half of what counts positively, two of each, so that a total is one of the latter.
    share = pl.when((item % _SUM != 0) & (item % 2 == 1)).then(1).otherwise(2)
    facts = frame.select(
        id=pl.format("f{}", "number"),
        concept=pl.format("large:Item{}x{}", group, item),
        entity=pl.format("register:{}", entity),
        period_start=pl.lit(None, pl.String),
        period_end=pl.lit("2030-12-31"),
        unit=pl.lit("iso4217:EUR"),
        dimensions=pl.when(group % 3 == 0).then(pl.concat_str(pl.lit("{"), names, pl.lit("}"))),
        language=pl.lit(None, pl.String),
        value=((group + entity + 1) * share * 1000).cast(pl.String),
        decimals=pl.lit(-3, pl.Int32),
    ).collect()
    namespaces = {**SPECIFICATION_PREFIXES, "large": f"{_URL}/core", "register": "http://www.sec.gov/CIK"}
    return Report(facts.cast(FACT_COLUMNS), namespaces, (PUBLISHED_ENTRY,))


_SPECIFICATIONS = {
    "http://www.xbrl.org/2003/instance": f"{_XBRL}/2003/xbrl-instance-2003-12-31.xsd",
    "http://xbrl.org/2005/xbrldt": f"{_XBRL}/2005/xbrldt-2005.xsd",
    f"{_XBRL}/dtr/type/2022-03-31": "https://www.xbrl.org/dtr/type/2022-03-31/types.xsd",
}


def _schema(name: str, content: str, imports: dict[str, str], annotation: str = "") -> str:
    elements = "".join(f'<xs:import namespace="{uri}" schemaLocation="{place}"/>\n' for uri, place in imports.items())
    start = f'<xs:schema targetNamespace="{_URL}/{name}" elementFormDefault="qualified" {_NAMES}>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{start}\n{annotation}{elements}{content}</xs:schema>\n'


def _concepts(group: int) -> str:
    text, item = "xbrli:stringItemType", "xbrli:item"
    rows = [
        (f"Head{group}", text, item, "duration", True),
        (f"Table{group}", text, "xbrldt:hypercubeItem", "duration", True),
        (f"Axis{group}", text, "xbrldt:dimensionItem", "duration", True),
        (f"Domain{group}", "dtr:domainItemType", item, "duration", True),
        *((f"Member{group}x{member}", "dtr:domainItemType", item, "duration", True) for member in range(_MEMBERS)),
        *((f"Item{group}x{number}", "xbrli:monetaryItemType", item, "instant", False) for number in range(_ITEMS)),
    ]
    return "".join(
        f'<xs:element id="large_{name}" name="{name}" type="{kind}" substitutionGroup="{head}" nillable="true" '
        f'xbrli:periodType="{period}" abstract="{str(abstract).lower()}"/>\n'
        for name, kind, head, period, abstract in rows
    )


def _linkbase(element: str, role: str, arcs: Iterable[tuple[str, str, str, str]], resources: str = "") -> str:
    """Write a linkbase with one link: its arcs with their arcroles, ends and further attributes."""
    arcs = list(arcs)
    names = dict.fromkeys(end.removesuffix("*") for arc in arcs for end in arc[1:3] if not end.startswith("resource"))
    locators = "".join(_locator(name, name) for name in names)
    locators += "".join(
        _locator(f"{end[:-1]}.default", end[:-1]) for arc in arcs for end in arc[2:3] if end.endswith("*")
    )
    written = "".join(
        f'<link:{element}Arc xlink:type="arc" xlink:arcrole="{arcrole}" xlink:from="{start}" '
        f'xlink:to="{end.replace("*", ".default")}"{more}/>\n'
        for arcrole, start, end, more in arcs
    )
    references = "".join(
        f'<link:arcroleRef xlink:type="simple" arcroleURI="{_DIMENSION}/{name}" '
        f'xlink:href="{_XBRL}/2005/xbrldt-2005.xsd#{name}"/>\n'
        for name in (_DIMENSIONAL if element == "definition" else ())
    )
    if role.startswith(_URL):
        place = f"all.xsd#role-{role.rpartition('/')[2]}"
        references = f'<link:roleRef roleURI="{role}" xlink:type="simple" xlink:href="{place}"/>\n{references}'
    link = f'<link:{element}Link xlink:type="extended" xlink:role="{role}">'
    content = f"{references}{link}\n{locators}{resources}{written}</link:{element}Link>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<link:linkbase {_NAMES}>\n{content}\n</link:linkbase>\n'


def _locator(label: str, name: str) -> str:
    return f'<link:loc xlink:type="locator" xlink:label="{label}" xlink:href="core.xsd#large_{name}"/>\n'


def _presentation(group: int) -> str:
    arcs = (
        (f"{_ARCROLE}/parent-child", f"Head{group}", f"Item{group}x{number}", f' order="{number + 1}"')
        for number in range(_ITEMS)
    )
    return _linkbase("presentation", f"{_URL}/role/{group}", arcs)


def _calculation(group: int) -> str:
    arcs = (
        (
            f"{_ARCROLE}/summation-item",
            f"Item{group}x{number - number % _SUM}",
            f"Item{group}x{number}",
            f' order="{number % _SUM}" weight="{-1 if number % 2 else 1}"',
        )
        for number in range(_ITEMS)
        if number % _SUM
    )
    return _linkbase("calculation", f"{_URL}/role/{group}", arcs)


def _definition(group: int) -> str:
    members = (
        (f"{_DIMENSION}/domain-member", f"Domain{group}", f"Member{group}x{member}", f' order="{member + 1}"')
        for member in range(_MEMBERS)
    )
    items = (
        (f"{_DIMENSION}/domain-member", f"Head{group}", f"Item{group}x{number}", f' order="{number + 2}"')
        for number in range(_ITEMS)
    )
    cube = ' order="1" xbrldt:contextElement="segment" xbrldt:closed="true"'
    arcs = [
        (f"{_DIMENSION}/all", f"Head{group}", f"Table{group}", cube),
        (f"{_DIMENSION}/hypercube-dimension", f"Table{group}", f"Axis{group}", ' order="1"'),
        (f"{_DIMENSION}/dimension-domain", f"Axis{group}", f"Domain{group}", ' order="1"'),
        (f"{_DIMENSION}/dimension-default", f"Axis{group}", f"Domain{group}*", ""),
        *members,
        *items,
    ]
    return _linkbase("definition", f"{_URL}/role/{group}", arcs)


def _label_texts(group: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield concept, role, language and text of each label of a group."""
    names = [f"Head{group}", f"Table{group}", f"Axis{group}", f"Domain{group}"]
    names += [f"Member{group}x{member}" for member in range(_MEMBERS)]
    names += [f"Item{group}x{number}" for number in range(_ITEMS)]
    for place, name in enumerate(names):
        yield name, "label", "en", f"The {name} of the entity, gross"
        yield name, "label", "ja", f"当社の{name}"
        if place % 4 == 0:
            yield (
                name,
                "documentation",
                "en",
                f"What {name} is, and what it is not; at length, as regulators say it. " * 2,
            )


def _labels(group: int) -> str:
    texts = list(_label_texts(group))
    resources = "".join(
        f'<link:label xlink:type="resource" xlink:label="resource{number}" xlink:role="{_XBRL}/2003/role/{role}" '
        f'xml:lang="{language}">{text}</link:label>\n'
        for number, (_, role, language, text) in enumerate(texts)
    )
    arcs = ((f"{_ARCROLE}/concept-label", name, f"resource{number}", "") for number, (name, *_) in enumerate(texts))
    return _linkbase("label", f"{_XBRL}/2003/role/link", arcs, resources)


def _references(group: int) -> str:
    numbers = range(0, _ITEMS, 10)
    resources = "".join(
        f'<link:reference xlink:type="resource" xlink:label="resource{number}" '
        f'xlink:role="{_XBRL}/2003/role/reference">'
        f'<ref:Name xmlns:ref="http://www.xbrl.org/2006/ref">Act</ref:Name>'
        f'<ref:Paragraph xmlns:ref="http://www.xbrl.org/2006/ref">{number}</ref:Paragraph></link:reference>\n'
        for number in numbers
    )
    arcs = ((f"{_ARCROLE}/concept-reference", f"Item{group}x{number}", f"resource{number}", "") for number in numbers)
    return _linkbase("reference", f"{_XBRL}/2003/role/link", arcs, resources)


_LINKBASES = {
    "pre": _presentation,
    "cal": _calculation,
    "def": _definition,
    "lab": _labels,
    "ref": _references,
}
