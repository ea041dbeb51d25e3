"""Writes a taxonomy's schemas: its concepts, and the entry point that brings in all linkbases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree
from lxml.builder import ElementMaker

from exporter.report.names import LINK, XBRLDT, XBRLI, XLINK, XSD
from exporter.taxonomy.concepts import ITEM_TYPES, Concept

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exporter.taxonomy.model import Taxonomy

__all__ = [
    "ALL",
    "COMMON",
    "LINKBASE_ROLES",
    "REFERENCE_PARTS",
    "concept_schema",
    "entry_point_schema",
    "form_entry",
    "label_role_id",
    "role_id",
    "xml_bytes",
]

_SPECIFICATION_SCHEMAS = {
    XBRLI: "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd",
    LINK: "http://www.xbrl.org/2003/xbrl-linkbase-2003-12-31.xsd",
    "http://www.xbrl.org/dtr/type/2022-03-31": "https://www.xbrl.org/dtr/type/2022-03-31/types.xsd",
}
#: The entry points of a base: with its statements in their usual forms, and with what has no forms.
ALL, COMMON = "all", "common"
#: The elements that name the parts of a reference.
REFERENCE_PARTS = "http://www.xbrl.org/2006/ref"
#: Which role a linkbaseRef gives each kind of linkbase, by the middle part of its file name.
LINKBASE_ROLES = {
    "lab": "http://www.xbrl.org/2003/role/labelLinkbaseRef",
    "pre": "http://www.xbrl.org/2003/role/presentationLinkbaseRef",
    "cal": "http://www.xbrl.org/2003/role/calculationLinkbaseRef",
    "def": "http://www.xbrl.org/2003/role/definitionLinkbaseRef",
    "ref": "http://www.xbrl.org/2003/role/referenceLinkbaseRef",
}
_LINKBASE_ARCROLE = "http://www.w3.org/1999/xlink/properties/linkbase"
_PREFIXES = {"xs": XSD, "xbrli": XBRLI, "link": LINK, "xlink": XLINK, "dtr": "http://www.xbrl.org/dtr/type/2022-03-31"}

_XS = ElementMaker(namespace=XSD, nsmap=_PREFIXES)
_LINK = ElementMaker(namespace=LINK, nsmap=_PREFIXES)


def concept_schema(taxonomy: Taxonomy, linkbases: Mapping[str, str]) -> bytes:
    """Write the schema with the taxonomy's own concepts and roles.

    Args:
        taxonomy: what to write.
        linkbases: linkbase file names and their kinds (`lab`, `pre`, …) to refer to; a base has none here.
    """
    root = _schema(taxonomy, taxonomy.namespace)
    root.append(_XS.annotation(_XS.appinfo(*_roles(taxonomy), *map(_linkbase_ref, linkbases, linkbases.values()))))
    imports = dict(_SPECIFICATION_SCHEMAS)
    if taxonomy.references:
        imports[REFERENCE_PARTS] = "http://www.xbrl.org/2006/ref-2006-02-27.xsd"
    if _is_dimensional(taxonomy):
        imports[XBRLDT] = "http://www.xbrl.org/2005/xbrldt-2005.xsd"
    for namespace, location in [*imports.items(), *_imports_of_base(taxonomy)]:
        root.append(_XS("import", namespace=namespace, schemaLocation=location))
    for concept in taxonomy.concepts.values():
        root.extend(_concept_elements(concept))
    return xml_bytes(root)


def _imports_of_base(taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """Yield the namespaces and locations of the schemas of the base that are imported.

    Those are its entry points, which bring in all of it, or the schemas of the concepts and types that are used.
    """
    base = taxonomy.base
    if base is None:
        return
    if base.origin is None:
        yield base.namespace, base.schema_url
        return
    namespaces = base.origin.namespaces
    schemas = dict(base.origin.entry_schemas) if taxonomy.style.brings_in_base else {}
    if not taxonomy.style.brings_in_base:
        used = {row.concept for row in taxonomy.presentation} | {name for name, _, _ in taxonomy.labels}
        used |= {end for concept in taxonomy.concepts.values() for ends in concept.anchors for end in ends}
        for name in used & base.all_concepts.keys():
            schemas[base.published_address(name).partition("#")[0]] = namespaces[name.partition(":")[0]]
    for concept in taxonomy.concepts.values():
        if ":" in concept.type:
            schemas[base.origin.type_schemas[concept.type]] = namespaces[concept.type.partition(":")[0]]
    for location, namespace in sorted(schemas.items()):
        if namespace not in _SPECIFICATION_SCHEMAS and namespace != XBRLDT:
            yield namespace, location


def _concept_elements(concept: Concept) -> Iterator[etree._Element]:
    """Make the element of a concept.

    A typed dimension has one for its members too (Dimensions 1.0, 2.5.2.1).
    """
    is_structural = ITEM_TYPES.get(concept.type) == XBRLDT
    type_prefix = "xbrli" if is_structural or ITEM_TYPES.get(concept.type) == XBRLI else "dtr"
    type_name = "stringItemType" if is_structural else concept.type
    identifier = concept.name.replace(":", "_")
    element = _XS.element(
        id=identifier,
        name=concept.local,
        type=type_name if ":" in type_name else f"{type_prefix}:{type_name}",
        substitutionGroup=f"xbrldt:{concept.type}" if is_structural else "xbrli:item",
        abstract=str(concept.abstract).lower(),
        nillable="true",
    )
    element.set(f"{{{XBRLI}}}periodType", concept.period)
    if concept.balance:
        element.set(f"{{{XBRLI}}}balance", concept.balance)
    if concept.domain_type:
        element.set(f"{{{XBRLDT}}}typedDomainRef", f"#{identifier}.domain")
        yield _domain(concept, f"{identifier}.domain")
    yield element


def _domain(concept: Concept, identifier: str) -> etree._Element:
    element = _XS.element(id=identifier, name=f"{concept.local}.domain")
    if concept.domain_pattern:
        restriction = _XS.restriction(_XS.pattern(value=concept.domain_pattern), base=f"xs:{concept.domain_type}")
        element.append(_XS.simpleType(restriction))
    else:
        element.set("type", f"xs:{concept.domain_type}")
    return element


def entry_point_schema(taxonomy: Taxonomy, name: str, linkbases: Mapping[str, str]) -> bytes:
    """Write a schema without concepts of its own that brings in the concepts and some linkbases.

    Args:
        taxonomy: a base.
        name: `ALL` for the statements in their usual forms, `COMMON` for what has no forms, or a `form_entry`.
        linkbases: linkbase file names and their kinds.
    """
    root = _schema(taxonomy, f"{taxonomy.namespace}/{name}")
    root.append(_XS.annotation(_XS.appinfo(*map(_linkbase_ref, linkbases, linkbases.values()))))
    root.append(_XS("import", namespace=taxonomy.namespace, schemaLocation=taxonomy.schema_file))
    return xml_bytes(root)


def form_entry(form: str) -> str:
    """Name the entry point of a network that is a form of a statement."""
    return f"form-{form}"


def role_id(network: str) -> str:
    """Give the id of a network's role type in the schema."""
    return f"role_{network}"


def label_role_id(role: str) -> str:
    """Give the id of a label role's type in the schema."""
    return f"label_role_{role}"


def xml_bytes(root: etree._Element) -> bytes:
    """Write the document in UTF-8, indented, the same bytes for the same content."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _is_dimensional(taxonomy: Taxonomy) -> bool:
    return any(ITEM_TYPES.get(concept.type) == XBRLDT for concept in taxonomy.concepts.values())


def _schema(taxonomy: Taxonomy, namespace: str) -> etree._Element:
    names = {**_PREFIXES, taxonomy.prefix: taxonomy.namespace}
    if _is_dimensional(taxonomy):
        names["xbrldt"] = XBRLDT
    for concept in taxonomy.concepts.values():  # one of a type of the base has its prefix
        prefix, colon, _ = concept.type.partition(":")
        if colon:
            names.setdefault(prefix, taxonomy.namespaces[prefix])
    return etree.Element(
        f"{{{XSD}}}schema",
        {"targetNamespace": namespace, "elementFormDefault": "qualified", "attributeFormDefault": "unqualified"},
        nsmap=names,
    )


def _roles(taxonomy: Taxonomy) -> list[etree._Element]:
    networks_by_link = {
        "presentationLink": {row.network for row in taxonomy.presentation},
        "calculationLink": {arc.network for arc in taxonomy.calculation},
        "definitionLink": {cube.network for cube in taxonomy.hypercubes},
    }
    label_roles = [
        _LINK.roleType(_LINK.definition(name), _LINK.usedOn("link:label"), roleURI=uri, id=label_role_id(name))
        for name, uri in taxonomy.label_roles.items()
    ]
    networks = [
        _LINK.roleType(
            _LINK.definition(network.definition),
            *(_LINK.usedOn(f"link:{link}") for link, networks in networks_by_link.items() if network.key in networks),
            roleURI=taxonomy.role_uri(network.key),
            id=role_id(network.key),
        )
        for network in taxonomy.networks.values()
    ]
    return [*networks, *_anchor_role(taxonomy), *label_roles]


def _anchor_role(taxonomy: Taxonomy) -> Iterator[etree._Element]:
    """Make the role in which anchors stand, where the filing style wants one."""
    network = taxonomy.style.anchor_network
    if network and network not in taxonomy.networks and any(c.anchors for c in taxonomy.concepts.values()):
        used_on = _LINK.usedOn("link:definitionLink")
        uri = taxonomy.role_uri(network)
        yield _LINK.roleType(_LINK.definition(network), used_on, roleURI=uri, id=role_id(network))


def _linkbase_ref(file: str, kind: str) -> etree._Element:
    element = _LINK.linkbaseRef()
    element.set(f"{{{XLINK}}}type", "simple")
    element.set(f"{{{XLINK}}}href", file)
    element.set(f"{{{XLINK}}}role", LINKBASE_ROLES[kind])
    element.set(f"{{{XLINK}}}arcrole", _LINKBASE_ARCROLE)
    return element
