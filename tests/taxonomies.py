"""Made-up taxonomies of others: dimensional relationships as an index has them, and the documents that say the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from exporter.findings.findings import Source
from exporter.taxonomy.concepts import Concept
from exporter.taxonomy.model import Taxonomy
from exporter.taxonomy.origin import Origin
from exporter.taxonomy.relationships import DIMENSION_ARCROLE, RELATIONSHIP_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["NAMESPACE", "ROLE", "Arc", "dimensional_taxonomy", "write_dimensional_taxonomy", "write_instance"]

NAMESPACE = "http://example.org/t"
#: How the URIs of roles begin.
ROLE = f"{NAMESPACE}/role/"
_XBRLDT = "http://xbrl.org/2005/xbrldt"
_SOURCE = Source("t.xsd")
#: What the first letter of a concept's name makes of it: substitution group, and type in our words.
_KINDS = {
    "P": ("xbrli:item", "stringItemType"),
    "M": ("xbrli:item", "stringItemType"),
    "H": ("xbrldt:hypercubeItem", "hypercubeItem"),
    "D": ("xbrldt:dimensionItem", "dimensionItem"),
    "T": ("xbrldt:dimensionItem", "dimensionItem"),
}


class Arc(NamedTuple):
    """A dimensional relationship, in the role `a` unless it says so; names are without prefixes."""

    arcrole: str
    source: str
    target: str
    role: str = "a"
    target_role: str | None = None
    context_element: str | None = None
    closed: bool | None = None
    usable: bool | None = None


def dimensional_taxonomy(arcs: Iterable[Arc], names: Iterable[str] = (), concepts: Iterable[Concept] = ()) -> Taxonomy:
    """Build somebody else's taxonomy.

    Args:
        arcs: its relationships.
        names: further concepts. The first letter of each says what it is: a Primary item, a Member, a Hypercube, a
            Dimension, or a Typed dimension.
        concepts: still others.
    """
    arcs = list(arcs)
    rows = []
    for position, arc in enumerate(arcs):
        row = arc._asdict()
        row |= {"arcrole": DIMENSION_ARCROLE + arc.arcrole, "role": ROLE + arc.role, "position": position}
        row |= {key: f"t:{row[key]}" for key in ("source", "target")}
        row["target_role"] = ROLE + arc.target_role if arc.target_role else None
        rows.append(row)
    all_concepts = {
        **{f"t:{name}": _concept(name) for name in _names(arcs, names)},
        **{concept.name: concept for concept in concepts},
    }
    return Taxonomy(
        name="t",
        prefix="t",
        namespace=NAMESPACE,
        version="",
        title={},
        languages=(),
        publisher="",
        publisher_url="",
        folder=Path(),
        concepts=all_concepts,
        origin=Origin(
            table=lambda _: pl.DataFrame(),
            namespaces={"t": NAMESPACE},
            typed_domains={name: f"{name}.domain" for name, concept in all_concepts.items() if concept.domain_type},
            relationships=pl.DataFrame(rows, schema=RELATIONSHIP_COLUMNS),
        ),
    )


def _names(arcs: Iterable[Arc], names: Iterable[str]) -> list[str]:
    return sorted({name for arc in arcs for name in (arc.source, arc.target)} | set(names))


def _concept(name: str) -> Concept:
    is_typed = name.startswith("T")
    is_abstract = name[0] in "HDT"
    type_ = _KINDS[name[0]][1]
    return Concept(
        f"t:{name}", type_, "duration", None, is_abstract, _SOURCE, domain_type="string" if is_typed else None
    )


def write_dimensional_taxonomy(
    folder: Path, arcs: Sequence[Arc], names: Iterable[str] = (), declarations: str = ""
) -> Path:
    """Write the schema and the definition linkbase of the same taxonomy.

    Args:
        folder: where to.
        arcs: as `dimensional_taxonomy`.
        names: likewise.
        declarations: further declarations of the schema, imports first.
    """
    roles = sorted({role for arc in arcs for role in (arc.role, arc.target_role) if role} | {"a"})
    role_types = "".join(
        f'<link:roleType roleURI="{ROLE}{role}" id="{role}"><link:usedOn>link:definitionLink</link:usedOn>'
        "</link:roleType>"
        for role in roles
    )
    schema = folder / "t.xsd"
    schema.write_text(
        f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"
 xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xbrldt="{_XBRLDT}"
 xmlns:t="{NAMESPACE}" targetNamespace="{NAMESPACE}" elementFormDefault="qualified">
<xs:annotation><xs:appinfo>{role_types}<link:linkbaseRef xlink:type="simple" xlink:href="t-def.xml"
 xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"
 xlink:role="http://www.xbrl.org/2003/role/definitionLinkbaseRef"/></xs:appinfo></xs:annotation>
<xs:import namespace="http://www.xbrl.org/2003/instance"
 schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
<xs:import namespace="{_XBRLDT}" schemaLocation="http://www.xbrl.org/2005/xbrldt-2005.xsd"/>
{declarations}{"".join(map(_declaration, _names(arcs, names)))}</xs:schema>""",
        encoding="utf-8",
    )
    kinds = ("all", "notAll", "hypercube-dimension", "dimension-domain", "domain-member", "dimension-default")
    references = "".join(
        f'<link:roleRef xlink:type="simple" roleURI="{ROLE}{role}" xlink:href="t.xsd#{role}"/>' for role in roles
    ) + "".join(
        f'<link:arcroleRef xlink:type="simple" arcroleURI="{DIMENSION_ARCROLE}{kind}"'
        f' xlink:href="http://www.xbrl.org/2005/xbrldt-2005.xsd#{kind}"/>'
        for kind in kinds
    )
    links = "".join(_link(role, [arc for arc in arcs if arc.role == role]) for role in roles)
    (folder / "t-def.xml").write_text(
        f"""<link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:xbrldt="{_XBRLDT}">{references}{links}</link:linkbase>""",
        encoding="utf-8",
    )
    return schema


def _declaration(name: str) -> str:
    group = _KINDS[name[0]][0]
    domain = f' xbrldt:typedDomainRef="#t_{name}.domain"' if name.startswith("T") else ""
    element = f'<xs:element name="{name}.domain" id="t_{name}.domain" type="xs:string"/>' if domain else ""
    abstract = str(name[0] in "HDT").lower()
    return (
        f'{element}<xs:element name="{name}" id="t_{name}" type="xbrli:stringItemType" substitutionGroup="{group}"'
        f' xbrli:periodType="duration" nillable="true" abstract="{abstract}"{domain}/>\n'
    )


def _link(role: str, arcs: Sequence[Arc]) -> str:
    """Write the arcs of a role, each with locators of its own, since two between the same ones are illegal (XLink)."""
    parts = []
    for number, arc in enumerate(arcs):
        for end, name in (("s", arc.source), ("t", arc.target)):
            parts.append(f'<link:loc xlink:type="locator" xlink:href="t.xsd#t_{name}" xlink:label="{end}{number}"/>')
        attributes = {
            "targetRole": ROLE + arc.target_role if arc.target_role else None,
            "contextElement": arc.context_element,
            "closed": arc.closed,
            "usable": arc.usable,
        }
        more = "".join(
            f' xbrldt:{key}="{str(value).lower() if isinstance(value, bool) else value}"'
            for key, value in attributes.items()
            if value is not None
        )
        parts.append(
            f'<link:definitionArc xlink:type="arc" xlink:arcrole="{DIMENSION_ARCROLE}{arc.arcrole}"'
            f' xlink:from="s{number}" xlink:to="t{number}" order="{number + 1}"{more}/>'
        )
    return (
        f'<link:definitionLink xlink:type="extended" xlink:role="{ROLE}{role}">{"".join(parts)}</link:definitionLink>'
    )


def write_instance(
    path: Path, items: Iterable[str], contexts: Sequence[Mapping[str, str]], values: Mapping[str, str] | None = None
) -> Path:
    """Write an instance of the taxonomy beside it: each item once in each context, under the id `item.number`.

    Args:
        path: where to.
        items: primary items.
        contexts: the `segment` and `scenario` of each as XML, where it has any.
        values: what items say that do not say `x`.
    """
    parts = []
    for number, context in enumerate(contexts):
        segment, scenario = (
            f"<xbrli:{name}>{context[name]}</xbrli:{name}>" if context.get(name) else ""
            for name in ("segment", "scenario")
        )
        parts.append(
            f'<xbrli:context id="c{number}"><xbrli:entity><xbrli:identifier scheme="http://example.org/s">1'
            f"</xbrli:identifier>{segment}</xbrli:entity><xbrli:period><xbrli:startDate>2020-01-01</xbrli:startDate>"
            f"<xbrli:endDate>2020-12-31</xbrli:endDate></xbrli:period>{scenario}</xbrli:context>"
        )
    items = list(items)
    parts += [
        f'<t:{name} id="{name}.{number}" contextRef="c{number}">{(values or {}).get(name, "x")}</t:{name}>'
        for number in range(len(contexts))
        for name in items
    ]
    path.write_text(
        f"""<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:t="{NAMESPACE}"
 xmlns:o="http://example.org/other"><link:schemaRef xlink:type="simple" xlink:href="t.xsd"/>
{"".join(parts)}</xbrli:xbrl>""",
        encoding="utf-8",
    )
    return path
