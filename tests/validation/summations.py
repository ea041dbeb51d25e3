"""Made-up taxonomies with calculations, their documents, and reports of their items."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from exporter.findings.findings import Source
from exporter.report.report import Report, facts_frame
from exporter.taxonomy.concepts import CalculationArc, Concept
from exporter.taxonomy.filing_styles import SUMMATIONS
from exporter.taxonomy.model import Taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

__all__ = ["ITEMS", "Number", "Part", "report_of", "summation_taxonomy", "write_instance", "write_summations"]

NAMESPACE = "http://example.org/t"
ITEMS = ("A", "B", "C", "D")
_ROLE = f"{NAMESPACE}/role/"
_XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:link="http://www.xbrl.org/2003/linkbase"'
_NAMESPACES = {
    "t": NAMESPACE,
    "e": "http://example.org/s",
    "xbrli": "http://www.xbrl.org/2003/instance",
    "iso4217": "http://www.xbrl.org/2003/iso4217",
}


class Part(NamedTuple):
    """An item that adds to another one."""

    total: str
    item: str
    weight: int | Decimal = 1
    is_older: bool = False
    role: str = "a"


class Number(NamedTuple):
    """A fact of an item: a number or nil, with decimals or exact, in one of several contexts, perhaps in a tuple."""

    item: str
    value: str | None
    decimals: int | None = 0
    context: int = 0
    tuple: str | None = None
    is_unknown: bool = False


def summation_taxonomy(parts: Iterable[Part]) -> Taxonomy:
    """Build a taxonomy with the items and what adds to what."""
    source = Source("t.xsd")
    return Taxonomy(
        name="t",
        prefix="t",
        namespace=NAMESPACE,
        version="1",
        title={},
        languages=("en",),
        publisher="",
        publisher_url="",
        folder=Path(),
        concepts={
            f"t:{name}": Concept(f"t:{name}", "decimalItemType", "duration", None, abstract=False, source=source)
            for name in ITEMS
        },
        calculation=[
            CalculationArc(part.role, f"t:{part.total}", f"t:{part.item}", part.weight, source, part.is_older)
            for part in parts
        ],
    )


def report_of(numbers: Iterable[Number]) -> Report:
    """Report the numbers under the ids `x0`, `x1` and so on."""
    rows = []
    for place, number in enumerate(numbers):
        row = {
            "id": f"x{place}",
            "concept": f"t:{number.item}",
            "entity": f"e:{number.context}",
            "period_start": "2020-01-01",
            "period_end": "2020-12-31",
            "unit": "xbrli:pure",
            "value": number.value,
            "decimals": None if number.value is None else number.decimals,
        }
        row |= {"tuple": number.tuple} if number.tuple else {}
        row |= {"unknown_accuracy": True, "decimals": None} if number.is_unknown else {}
        rows.append(row)
    return Report(facts_frame(rows), _NAMESPACES, ("t.xsd",))


def write_summations(folder: Path, parts: Sequence[Part]) -> Path:
    """Write the schema and the calculation linkbase of the taxonomy."""
    items = "".join(
        f'<xs:element name="{name}" id="t_{name}" type="xbrli:decimalItemType" substitutionGroup="xbrli:item"'
        ' xbrli:periodType="duration" nillable="true"/>'
        for name in ITEMS
    )
    roles = "".join(
        f'<link:roleType roleURI="{_ROLE}{role}" id="{role}"><link:usedOn>link:calculationLink</link:usedOn>'
        "</link:roleType>"
        for role in "ab"
    )
    schema = folder / "t.xsd"
    schema.write_text(
        f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"
 {_XLINK} targetNamespace="{NAMESPACE}" elementFormDefault="qualified"><xs:annotation><xs:appinfo>{roles}
<link:linkbaseRef xlink:type="simple" xlink:href="t-cal.xml"
 xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"
 xlink:role="http://www.xbrl.org/2003/role/calculationLinkbaseRef"/></xs:appinfo></xs:annotation>
<xs:import namespace="http://www.xbrl.org/2003/instance"
 schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>{items}</xs:schema>""",
        encoding="utf-8",
    )
    references = "".join(
        f'<link:roleRef xlink:type="simple" roleURI="{_ROLE}{role}" xlink:href="t.xsd#{role}"/>' for role in "ab"
    )
    links = "".join(_link(role, [part for part in parts if part.role == role]) for role in "ab")
    (folder / "t-cal.xml").write_text(
        f"""<link:linkbase {_XLINK}>{references}<link:arcroleRef xlink:type="simple" arcroleURI="{SUMMATIONS[0]}"
 xlink:href="https://www.xbrl.org/2023/calculation-1.1.xsd#summation-item"/>{links}</link:linkbase>""",
        encoding="utf-8",
    )
    return schema


def _link(role: str, parts: Sequence[Part]) -> str:
    """Write the arcs of a role, each with locators of its own, since two between the same ones are illegal (XLink)."""
    texts = []
    for number, part in enumerate(parts):
        for end, name in (("s", part.total), ("t", part.item)):
            texts.append(f'<link:loc xlink:type="locator" xlink:href="t.xsd#t_{name}" xlink:label="{end}{number}"/>')
        texts.append(
            f'<link:calculationArc xlink:type="arc" xlink:arcrole="{SUMMATIONS[part.is_older]}"'
            f' xlink:from="s{number}" xlink:to="t{number}" order="{number + 1}" weight="{part.weight}"/>'
        )
    content = "".join(texts)
    return f'<link:calculationLink xlink:type="extended" xlink:role="{_ROLE}{role}">{content}</link:calculationLink>'


def write_instance(path: Path, numbers: Sequence[Number]) -> Path:
    """Write the report beside the taxonomy, without its tuples."""
    contexts = "".join(
        f'<xbrli:context id="c{context}"><xbrli:entity><xbrli:identifier scheme="http://example.org/s">{context}'
        "</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:startDate>2020-01-01</xbrli:startDate>"
        "<xbrli:endDate>2020-12-31</xbrli:endDate></xbrli:period></xbrli:context>"
        for context in sorted({number.context for number in numbers})
    )
    facts = "".join(_fact(place, number) for place, number in enumerate(numbers))
    path.write_text(
        f"""<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:t="{NAMESPACE}" {_XLINK}
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><link:schemaRef xlink:type="simple" xlink:href="t.xsd"/>
{contexts}<xbrli:unit id="u"><xbrli:measure>xbrli:pure</xbrli:measure></xbrli:unit>{facts}</xbrli:xbrl>""",
        encoding="utf-8",
    )
    return path


def _fact(place: int, number: Number) -> str:
    start = f'<t:{number.item} id="x{place}" contextRef="c{number.context}" unitRef="u"'
    if number.value is None:
        return f'{start} xsi:nil="true"/>'
    if number.is_unknown:
        return f'{start} precision="0">{number.value}</t:{number.item}>'
    decimals = "INF" if number.decimals is None else number.decimals
    return f'{start} decimals="{decimals}">{number.value}</t:{number.item}>'
