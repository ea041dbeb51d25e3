"""The judge libxml2, through lxml: XML Schema, fast.

libxml2 needs cubic time in the number of substitutes for `xbrli:item`; so for it the taxonomies' elements are taken
out of the substitution group and let into `xbrli:xbrl` by a wildcard over their namespaces, and that each fact is a
concrete item is checked here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from exporter.findings import Severity
from exporter.namespaces import LINK, XBRLI, XSD
from exporter.resources import specification_folder
from exporter.validation.catalog import parse_safely
from exporter.validation.documents import INSTANCE_SCHEMA, driver_schema, element_message, first_line
from exporter.validation.judgement import Judgement, JudgeMessage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from exporter.validation.catalog import Catalog
    from exporter.validation.documents import Documents

__all__ = ["judge_with_libxml2"]

_XL = "http://www.xbrl.org/2003/XLink"


def judge_with_libxml2(documents: Documents) -> Judgement:
    """Validate the documents with libxml2."""
    resolver = _Reduce(documents.catalog)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    parser.resolvers.add(resolver)
    messages = list(documents.unresolved)
    try:
        resolver.follow(documents.schemas)
        schema = etree.XMLSchema(etree.fromstring(driver_schema("documents", documents.imports).encode(), parser))
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as error:
        message = first_line(str(error))
        return Judgement("libxml2", (*messages, JudgeMessage("schema", Severity.ERROR, message)))
    messages += [
        JudgeMessage("schema.unresolved", Severity.ERROR, f"{url} was not found") for url in resolver.unresolved
    ]
    for path, tree in documents.trees.items():
        if not schema.validate(tree):
            by_line = {element.sourceline: element for element in tree.getroot()}
            messages += [
                element_message(path, by_line.get(fault.line), fault.line, fault.message, fault.type_name)
                for fault in schema.error_log
            ]
        messages += _not_items(path, tree, resolver.items)
    return Judgement("libxml2", tuple(messages))


class _Reduce(etree.Resolver):
    """Hands schemas to libxml2, those of taxonomies without substitution groups, and remembers their items."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self.catalog = catalog
        self.items: set[str] = set()
        self.namespaces: set[str] = set()
        self.unresolved: list[str] = []
        self._reduced: dict[Path, bytes] = {}

    def follow(self, schemas: Iterable[Path]) -> None:
        """Reduce the taxonomies' schemas and all that they import, before libxml2 asks for any of them."""
        waiting = list(schemas)
        while waiting:
            path = waiting.pop()
            if path in self._reduced:
                continue
            root = parse_safely(path).getroot()
            for imported in root.iter(f"{{{XSD}}}import", f"{{{XSD}}}include"):
                location = imported.get("schemaLocation", "")
                found = self.catalog.locate(location, path.resolve().as_uri())
                if found and not found.is_relative_to(specification_folder()):
                    waiting.append(found)
            self._reduced[path] = self._reduce(root)

    def _reduce(self, root: etree._Element) -> bytes:
        namespace = root.get("targetNamespace", "")
        for element in root.iterfind(f"{{{XSD}}}element[@substitutionGroup]"):
            prefix, _, name = element.get("substitutionGroup", "").rpartition(":")
            group = root.nsmap.get(prefix or None)
            if group in {LINK, _XL}:
                continue  # parts of references stay: there are few
            del element.attrib["substitutionGroup"]
            self.namespaces.add(namespace)
            if element.get("abstract") not in {"true", "1"} and (group, name) != (XBRLI, "tuple"):
                self.items.add(f"{{{namespace}}}{element.get('name')}")
        return etree.tostring(root)

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:  # noqa: ANN401, ARG002 - lxml's
        """The schema under a URL: reduced, opened for taxonomies, or as it is."""
        system_url = system_url or ""
        found = self.catalog.locate(system_url)
        if found is None:
            self.unresolved.append(system_url)
            return self.resolve_empty(context)
        if system_url == INSTANCE_SCHEMA:
            return self.resolve_string(_opened(found, self.namespaces), context, base_url=system_url)
        if found in self._reduced:
            return self.resolve_string(self._reduced[found], context, base_url=system_url)
        return self.resolve_filename(str(found), context)


def _opened(instance_schema: Path, namespaces: set[str]) -> bytes:
    """The schema of XBRL 2.1 with a wildcard for the taxonomies' elements in the content of xbrli:xbrl."""
    tree = parse_safely(instance_schema)
    choice = tree.getroot().find(f"{{{XSD}}}element[@name='xbrl']//{{{XSD}}}choice")
    if namespaces and choice is not None:
        wildcard = etree.SubElement(choice, f"{{{XSD}}}any", processContents="strict")
        wildcard.set("namespace", " ".join(sorted(namespaces)))
    return etree.tostring(tree)


def _not_items(path: Path, tree: etree._ElementTree, items: set[str]) -> Iterator[JudgeMessage]:
    """Facts whose element is no concrete item: what the substitution groups would have told libxml2."""
    root = tree.getroot()
    if root.tag != f"{{{XBRLI}}}xbrl":
        return
    for element in root.iterchildren(tag=etree.Element):
        if etree.QName(element).namespace not in {XBRLI, LINK} and element.tag not in items:
            message = f"{etree.QName(element).text} is not a concrete item of the taxonomy"
            yield element_message(path, element, element.sourceline, message, "schema.notAnItem")
