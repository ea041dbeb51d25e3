"""Stand-ins for taxonomies that are not at hand: they declare what a report uses, so that Arelle loads its facts.

They are made of what the own reader found. A fact that it did not read is then not declared, which Arelle says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from lxml import etree

from exporter.dts.catalog import Catalog
from exporter.dts.discovery import load_documents
from exporter.dts.schema_document import IMPORT
from exporter.files.resources import is_specification
from exporter.files.zip_archive import zip_files
from exporter.report.names import LINK, XBRLI, XSD, expanded_name
from exporter.report.references import is_relative, located
from exporter.report.report import CONTENT, dimensions_of, is_explicit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from exporter.dts.schema_document import SchemaDocument
    from exporter.report.report import Report

__all__ = ["write_stand_ins"]

_XBRLDT = "http://xbrl.org/2005/xbrldt"
_SCHEMAS = {
    XBRLI: "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd",
    _XBRLDT: "http://www.xbrl.org/2005/xbrldt-2005.xsd",
}
_DOMAIN = f"{{{_XBRLDT}}}typedDomainRef"
_PLACE = "http://stand-in.example.org/"
_PREFIXES = {"xbrli": XBRLI, "xbrldt": _XBRLDT, "xs": XSD, "link": LINK}
_CATALOG = "urn:oasis:names:tc:entity:xmlns:xml:catalog"
_TP = "http://xbrl.org/2016/taxonomy-package"
#: Types of numbers by their unit.
_TYPES = {f"{{{XBRLI}}}shares": "xbrli:sharesItemType", f"{{{XBRLI}}}pure": "xbrli:pureItemType"}
_ISO = "{http://www.xbrl.org/2003/iso4217}"


#: What a namespace must declare: the attributes of its elements, by their names.
_Elements = dict[str, dict[str, str]]


def write_stand_ins(report: Report, source: Path, archive: Path) -> bool:
    """Write a taxonomy package, and schemas beside a report, that answer for what is missing of its taxonomy.

    Args:
        report: its facts.
        source: its file.
        archive: where the package goes.

    Returns: whether anything was missing.
    """
    hrefs = [*report.entry_points, *(each.href for each in report.references)]
    wanted = {urldefrag(located(href, source)).url: href for href in hrefs}
    with Catalog() as catalog:
        at_hand = {url: path for url in wanted if (path := catalog.locate(url)) is not None}
        schemas = load_documents(at_hand.values(), catalog).schemas
        imported = dict(_missing_imports(schemas, catalog))
    namespaces = _declarations(report)
    for namespace in {schema.namespace for schema in schemas.values()}:
        namespaces.pop(namespace, None)
    places = {namespace: f"{_PLACE}{number}.xsd" for number, namespace in enumerate(namespaces)}
    places |= {namespace: url for url, namespace in imported.items()}
    _refer_to_domains(namespaces, report, places)
    written = {url: _schema(namespace, namespaces.get(namespace, {}), places) for namespace, url in places.items()}
    entry = _schema(f"{_PLACE}entry", {}, places)
    for url, href in wanted.items():
        if url not in at_hand and not url.lower().endswith(".xml"):
            written[url] = entry
            if is_relative(href):  # what lies in a folder is not looked for in packages
                path = source.parent / urldefrag(href).url
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(written.pop(url))
    archive.write_bytes(_package(written))
    return bool(written)


def _declarations(report: Report) -> dict[str, _Elements]:
    """Declare concepts, dimensions, members and tuples, by namespace."""
    found: dict[str, _Elements] = {}

    def declare(name: str, **attributes: str) -> None:
        namespace, _, local = expanded_name(name, report.namespaces)[1:].rpartition("}")
        found.setdefault(namespace, {}).setdefault(local, {"id": name.replace(":", "_"), **attributes})

    item = {"substitutionGroup": "xbrli:item", "nillable": "true"}
    for concept, units, has_start in _concepts(report):
        period = "duration" if has_start else "instant"
        declare(concept, type=_type(units), **item, **{f"{{{XBRLI}}}periodType": period})
    names = {**item, "type": "xbrli:stringItemType", "abstract": "true", f"{{{XBRLI}}}periodType": "duration"}
    for text in report.facts["dimensions"].unique().drop_nulls().sort():
        for dimension, member in dimensions_of(text).items():
            if dimension in CONTENT:
                continue
            group = {**names, "substitutionGroup": "xbrldt:dimensionItem"}
            if is_explicit(dimension, report.typed_domains):
                declare(member, **names)
                declare(dimension, **group)
            else:
                domain = report.typed_domains[dimension]
                declare(domain, type="xs:string", nillable="true")
                declare(dimension, **group, **{_DOMAIN: domain})
    if "tuple" in report.traits:
        for path in report.facts["tuple"].unique().drop_nulls():
            for step in path.split("/"):
                declare(step.partition("[")[0], substitutionGroup="xbrli:tuple", nillable="true")
    return found


def _refer_to_domains(namespaces: Mapping[str, _Elements], report: Report, places: Mapping[str, str]) -> None:
    """Write where the elements of typed dimensions are declared."""
    for elements in namespaces.values():
        for attributes in elements.values():
            if (domain := attributes.get(_DOMAIN)) is not None:
                namespace = expanded_name(domain, report.namespaces)[1:].rpartition("}")[0]
                attributes[_DOMAIN] = f"{places.get(namespace, '')}#{domain.replace(':', '_')}"


def _missing_imports(schemas: Mapping[Path, SchemaDocument], catalog: Catalog) -> Iterable[tuple[str, str]]:
    """Yield the URLs, and the namespaces, of schemas that are imported and not at hand."""
    for path, schema in schemas.items():
        for element in schema.root.iter(IMPORT):
            url = urljoin(path.as_uri(), element.get("schemaLocation", ""))
            if not is_specification(path) and catalog.locate(url) is None:
                yield url, element.get("namespace", "")


def _concepts(report: Report) -> Iterable[tuple[str, list[str], bool]]:
    """List concepts with their expanded units, and whether they have a start, be it that of forever."""
    facts = report.expanded.select("unit", "period_start", "period_end").hstack([report.facts["concept"]])
    has_start = facts["period_start"].is_not_null() | facts["period_end"].is_null()
    grouped = facts.with_columns(has_start=has_start).group_by("concept", maintain_order=True)
    for (concept,), group in grouped:
        yield str(concept), group["unit"].drop_nulls().unique().to_list(), bool(group["has_start"].any())


def _type(units: list[str]) -> str:
    types = {
        _TYPES.get(unit, "xbrli:monetaryItemType" if unit.startswith(_ISO) and "/" not in unit[len(_ISO) :] else "")
        for unit in units
    }
    if not units:
        return "xbrli:stringItemType"
    return types.pop() or "xbrli:decimalItemType" if len(types) == 1 else "xbrli:decimalItemType"


def _schema(namespace: str, declared: _Elements, places: Mapping[str, str]) -> bytes:
    """Write a schema that imports the others."""
    root = etree.Element(f"{{{XSD}}}schema", nsmap=_PREFIXES, elementFormDefault="qualified")
    if namespace:
        root.set("targetNamespace", namespace)
    for imported, place in {**_SCHEMAS, **places}.items():
        if imported != namespace:
            etree.SubElement(root, f"{{{XSD}}}import", namespace=imported, schemaLocation=place)
    for name, attributes in declared.items():
        element = etree.SubElement(root, f"{{{XSD}}}element", name=name)
        for key, value in attributes.items():
            element.set(key, value)
        if attributes.get("substitutionGroup") == "xbrli:tuple":
            content = etree.SubElement(etree.SubElement(element, f"{{{XSD}}}complexType"), f"{{{XSD}}}sequence")
            etree.SubElement(content, f"{{{XSD}}}any", minOccurs="0", maxOccurs="unbounded", processContents="lax")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _package(schemas: Mapping[str, bytes]) -> bytes:
    """Zip schemas to a taxonomy package that says where their URLs lie."""
    catalog = etree.Element(f"{{{_CATALOG}}}catalog", nsmap={None: _CATALOG})
    files: dict[str, bytes | Path] = {}
    for number, (url, schema) in enumerate(schemas.items()):
        name = f"{number}.xsd"
        files[f"stand-in/{name}"] = schema
        etree.SubElement(catalog, f"{{{_CATALOG}}}rewriteURI", uriStartString=url, rewritePrefix=f"../{name}")
    package = etree.Element(f"{{{_TP}}}taxonomyPackage", nsmap={"tp": _TP})
    for tag, text in (("identifier", _PLACE), ("name", "Stand-in"), ("version", "1")):
        element = etree.SubElement(package, f"{{{_TP}}}{tag}")
        element.text = text
    package[1].set("{http://www.w3.org/XML/1998/namespace}lang", "en")
    files["stand-in/META-INF/catalog.xml"] = etree.tostring(catalog, xml_declaration=True, encoding="UTF-8")
    files["stand-in/META-INF/taxonomyPackage.xml"] = etree.tostring(package, xml_declaration=True, encoding="UTF-8")
    return zip_files(files)
