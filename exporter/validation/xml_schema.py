"""Two judges of XML Schema: the package xmlschema, which explains, and libxml2 through lxml, which is fast.

Both get one driver schema that imports XBRL 2.1, dimensions and whatever schemas the documents refer to. libxml2 needs
cubic time in the number of substitutes for `xbrli:item`; so for it the taxonomy's elements are taken out of the
substitution group and let into `xbrli:xbrl` by a wildcard over their namespaces, and that each fact is a concrete item
is checked here.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from exporter.findings import Severity
from exporter.namespaces import LINK, XBRLDI, XBRLI, XLINK, XSD
from exporter.resources import specification_folder
from exporter.validation.catalog import Catalog, parse_safely
from exporter.validation.judgement import Judgement, JudgeMessage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["judge_with_libxml2", "judge_with_xmlschema", "load_documents"]

XL = "http://www.xbrl.org/2003/XLink"
_INSTANCE_SCHEMA = "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"
_SPECIFICATIONS = {
    XBRLI: _INSTANCE_SCHEMA,
    LINK: "http://www.xbrl.org/2003/xbrl-linkbase-2003-12-31.xsd",
    XBRLDI: "http://www.xbrl.org/2006/xbrldi-2006.xsd",
    "http://www.xbrl.org/2006/ref": "http://www.xbrl.org/2006/ref-2006-02-27.xsd",
    "http://xbrl.org/2016/taxonomy-package": "http://www.xbrl.org/2016/taxonomy-package.xsd",
    "urn:oasis:names:tc:entity:xmlns:xml:catalog": "http://www.xbrl.org/2016/taxonomy-package-catalog.xsd",
}


@dataclass
class Documents:
    """Documents to judge, parsed, and the schemas that they refer to.

    Attributes:
        trees: instances, linkbases and package files by path; schemas are judged by being compiled.
        schemas: where the schemas lie that the documents refer to or that are to be judged.
        unresolved: references to schemas that could not be found.
    """

    catalog: Catalog
    trees: dict[Path, etree._ElementTree] = field(default_factory=dict)
    schemas: dict[Path, str] = field(default_factory=dict)
    unresolved: list[JudgeMessage] = field(default_factory=list)

    @property
    def imports(self) -> list[tuple[str, str]]:
        """All schemas that the documents need, by namespace and location."""
        own = [(namespace, path.resolve().as_uri()) for path, namespace in self.schemas.items()]
        return [*_SPECIFICATIONS.items(), *own]


def load_documents(paths: Iterable[Path], catalog: Catalog) -> Documents:
    """Parse the documents and find the schemas that they refer to.

    Raises:
        UnreadableInputError: a document is missing, not well-formed or has a document type declaration.
    """
    documents = Documents(catalog)
    for path in paths:
        tree = parse_safely(path)
        if tree.getroot().tag == f"{{{XSD}}}schema":
            documents.schemas[path] = tree.getroot().get("targetNamespace", "")
            continue
        documents.trees[path] = tree
        for reference in tree.getroot().iterfind(f"{{{LINK}}}schemaRef"):
            href = reference.get(f"{{{XLINK}}}href", "")
            found = catalog.locate(href, path.resolve().as_uri())
            if found:
                documents.schemas[found] = parse_safely(found).getroot().get("targetNamespace", "")
            else:
                message = f"the schema {href} was not found beside the document or in a taxonomy package"
                line = reference.sourceline
                documents.unresolved.append(
                    JudgeMessage("schema.unresolved", Severity.ERROR, message, file=path.name, line=line)
                )
    return documents


def judge_with_xmlschema(documents: Documents) -> Judgement:
    """Validate with the package xmlschema."""
    import xmlschema  # noqa: PLC0415 - costs 0.2 s, and only validation needs it

    messages = list(documents.unresolved)

    def local(url: str) -> str:
        found = documents.catalog.locate(url)
        return str(found) if found else url

    def build(driver: str, validation: str, maps: Any = None) -> Any:  # noqa: ANN401 - xmlschema's global maps
        return xmlschema.XMLSchema10(
            driver, global_maps=maps, validation=validation, uri_mapper=local, allow="local", defuse="never"
        )

    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            # The specifications' own schemas need no judge; leaving it out saves a third of the time.
            specifications = build(_driver("specifications", _SPECIFICATIONS.items()), "skip")
            schema = build(_driver("documents", documents.imports), "strict", specifications.maps)
    except (xmlschema.XMLSchemaException, OSError) as error:
        message = _first_line(str(error))
        return Judgement("xmlschema", (*messages, JudgeMessage("schema", Severity.ERROR, message)))
    messages += [
        JudgeMessage("schema.unresolved", Severity.ERROR, _first_line(str(warning.message))) for warning in caught
    ]
    for path, tree in documents.trees.items():
        root: Any = tree  # xmlschema's types know the standard library's trees only, but it takes lxml's
        messages += [
            _message(path, fault.elem, fault.sourceline, fault.reason or fault.message, "validation")
            for fault in schema.iter_errors(root, use_location_hints=False)
        ]
    return Judgement("xmlschema", tuple(messages))


def judge_with_libxml2(documents: Documents) -> Judgement:
    """Validate with libxml2."""
    resolver = _Reduce(documents.catalog)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    parser.resolvers.add(resolver)
    messages = list(documents.unresolved)
    try:
        resolver.follow(documents.schemas)
        schema = etree.XMLSchema(etree.fromstring(_driver("documents", documents.imports).encode(), parser))
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as error:
        message = _first_line(str(error))
        return Judgement("libxml2", (*messages, JudgeMessage("schema", Severity.ERROR, message)))
    messages += [
        JudgeMessage("schema.unresolved", Severity.ERROR, f"{url} was not found") for url in resolver.unresolved
    ]
    for path, tree in documents.trees.items():
        if not schema.validate(tree):
            by_line = {element.sourceline: element for element in tree.getroot()}
            messages += [
                _message(path, by_line.get(fault.line), fault.line, fault.message, fault.type_name)
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
            if group in {LINK, XL}:
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
        if system_url == _INSTANCE_SCHEMA:
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
            yield _message(path, element, element.sourceline, message, "schema.notAnItem")


def _driver(name: str, imports: Iterable[tuple[str, str]]) -> str:
    """A schema without content of its own that imports others, given by namespace and location."""
    lines = "".join(
        f"<xs:import namespace={quoteattr(namespace)} schemaLocation={quoteattr(location)}/>"
        for namespace, location in imports
    )
    return f'<xs:schema xmlns:xs="{XSD}" targetNamespace="urn:exporter:{name}">{lines}</xs:schema>'


def _message(path: Path, element: Any, line: int | None, text: str, code: str) -> JudgeMessage:  # noqa: ANN401
    """A message about an element of a document; a fact is named by its id."""
    while element is not None and element.get("contextRef") is None:
        element = element.getparent()
    fact = element.get("id") if element is not None else None
    return JudgeMessage(code, Severity.ERROR, _first_line(text), (fact,) if fact else (), path.name, line)


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0] if text.strip() else "no reason given"
