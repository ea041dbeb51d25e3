"""The documents that XML Schema judges, the schemas that they refer to, and what both of its judges say alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lxml import etree

from exporter.findings import Severity
from exporter.namespaces import LINK, XBRLDI, XBRLI, XLINK, XSD
from exporter.validation.catalog import parse_safely
from exporter.validation.judgement import JudgeMessage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from exporter.validation.catalog import Catalog

__all__ = [
    "INSTANCE_SCHEMA",
    "PACKAGE_SPECIFICATIONS",
    "SPECIFICATIONS",
    "Documents",
    "driver_schema",
    "element_message",
    "first_line",
    "load_documents",
]

INSTANCE_SCHEMA = "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"
#: The specifications' schemas by namespace. Dimensions must be there, or typed members would go unchecked.
SPECIFICATIONS = {
    XBRLI: INSTANCE_SCHEMA,
    LINK: "http://www.xbrl.org/2003/xbrl-linkbase-2003-12-31.xsd",
    XBRLDI: "http://www.xbrl.org/2006/xbrldi-2006.xsd",
    "http://www.xbrl.org/2006/ref": "http://www.xbrl.org/2006/ref-2006-02-27.xsd",
}
#: Those that only the description of a taxonomy package needs.
PACKAGE_SPECIFICATIONS = {
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
        roots = {etree.QName(tree.getroot()).namespace for tree in self.trees.values()}
        package = [(namespace, url) for namespace, url in PACKAGE_SPECIFICATIONS.items() if namespace in roots]
        return [*SPECIFICATIONS.items(), *package, *own]


def load_documents(paths: Iterable[Path], catalog: Catalog) -> Documents:
    """Parse the documents and find the schemas that they refer to.

    Raises:
        UnreadableInputError: a document is missing, not well-formed or has a document type declaration.
    """
    documents = Documents(catalog)
    for path in paths:
        tree = parse_safely(path)
        if tree.getroot().tag == f"{{{XSD}}}schema":
            documents.schemas[path.resolve()] = tree.getroot().get("targetNamespace", "")
            continue
        documents.trees[path] = tree
        for reference in tree.getroot().iterfind(f"{{{LINK}}}schemaRef"):
            href = reference.get(f"{{{XLINK}}}href", "")
            found = catalog.locate(href, path.resolve().as_uri())
            if found:
                documents.schemas[found] = parse_safely(found).getroot().get("targetNamespace", "")
            else:
                message = f"the schema {href} was not found; put its taxonomy package (.zip) beside the document"
                line = reference.sourceline
                documents.unresolved.append(
                    JudgeMessage("schema.unresolved", Severity.ERROR, message, file=path.name, line=line)
                )
    return documents


def driver_schema(name: str, imports: Iterable[tuple[str, str]]) -> str:
    """A schema without content of its own that imports others, given by namespace and location."""
    schema = etree.Element(f"{{{XSD}}}schema", targetNamespace=f"urn:exporter:{name}", nsmap={"xs": XSD})
    for namespace, location in imports:
        etree.SubElement(schema, f"{{{XSD}}}import", namespace=namespace, schemaLocation=location)
    return etree.tostring(schema, encoding="unicode")


def element_message(path: Path, element: Any, line: int | None, text: str, code: str) -> JudgeMessage:  # noqa: ANN401
    """A message about an element of a document; if it is a fact or in one, the fact is named by its id."""
    while element is not None and not _is_fact(element):
        element = element.getparent()
    fact = element.get("id") if element is not None else None
    return JudgeMessage(code, Severity.ERROR, first_line(text), (fact,) if fact else (), path.name, line)


def _is_fact(element: etree._Element) -> bool:
    """Whether the element is meant as a fact, even where its name or its context is what is wrong."""
    if element.get("contextRef") is not None:
        return True
    parent = element.getparent()
    if parent is None or parent.tag != f"{{{XBRLI}}}xbrl" or not isinstance(element.tag, str):
        return False
    return element.tag.removeprefix("{").partition("}")[0] not in {XBRLI, LINK}


def first_line(text: str) -> str:
    """The first line of what a judge says."""
    return text.strip().splitlines()[0] if text.strip() else "no reason given"
