"""What XML Schema judges: the specifications, large documents in pieces, and what both of its judges say alike."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from lxml import etree

from exporter.errors import UnreadableInputError
from exporter.files.inputs import open_input
from exporter.findings.findings import Severity
from exporter.findings.judge_messages import JudgeMessage
from exporter.report.names import LINK, XBRLDI, XBRLDT, XBRLI, XLINK, XML, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = [
    "DOCUMENT_ENDINGS",
    "INSTANCE_SCHEMA",
    "LARGE",
    "PACKAGE_SPECIFICATIONS",
    "SPECIFICATIONS",
    "SPECIFICATION_NAMESPACES",
    "driver_schema",
    "element_message",
    "first_line",
    "including_schema",
    "is_large",
    "pieces",
]

#: The endings of documents that can be judged.
DOCUMENT_ENDINGS = (".xml", ".xbrl", ".xsd")
INSTANCE_SCHEMA = "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"
#: The specifications' schemas by namespace. Dimensions must be there, or typed members would go unchecked.
SPECIFICATIONS = {
    XBRLI: INSTANCE_SCHEMA,
    LINK: "http://www.xbrl.org/2003/xbrl-linkbase-2003-12-31.xsd",
    XBRLDI: "http://www.xbrl.org/2006/xbrldi-2006.xsd",
    "http://www.xbrl.org/2006/ref": "http://www.xbrl.org/2006/ref-2006-02-27.xsd",
}
#: Instances with more bytes are judged piece by piece, each with so many elements.
LARGE, _PIECE = 32 * 1024**2, 20_000
_REFERENCES = {f"{{{LINK}}}{name}" for name in ("schemaRef", "linkbaseRef", "roleRef", "arcroleRef")}
#: All that the specifications define themselves: a copy that lies elsewhere may say anything, and does not count.
SPECIFICATION_NAMESPACES = {
    **SPECIFICATIONS,
    XLINK: "http://www.xbrl.org/2003/xlink-2003-12-31.xsd",
    "http://www.xbrl.org/2003/XLink": "http://www.xbrl.org/2003/xl-2003-12-31.xsd",
    XBRLDT: "http://www.xbrl.org/2005/xbrldt-2005.xsd",
    XML: "http://www.w3.org/2001/xml.xsd",
}
#: Those that only the description of a taxonomy package needs.
PACKAGE_SPECIFICATIONS = {
    "http://xbrl.org/2016/taxonomy-package": "http://www.xbrl.org/2016/taxonomy-package.xsd",
    "urn:oasis:names:tc:entity:xmlns:xml:catalog": "http://www.xbrl.org/2016/taxonomy-package-catalog.xsd",
}


def is_large(path: Path) -> bool:
    """Tell whether an instance is to be judged piece by piece."""
    return path.is_file() and path.stat().st_size > LARGE and path.suffix.lower() != ".xsd"


def pieces(path: Path) -> Iterator[etree._ElementTree]:
    """Cut a large instance into small ones.

    Each has the references at the beginning of the large one, and some of its other elements.

    Raises:
        UnreadableInputError: not well-formed, or with a document type declaration.
    """
    references: list[etree._Element] = []
    try:
        with open_input(path) as stream:
            events = etree.iterparse(
                stream, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
            )
            _, root = next(events)
            if root.getroottree().docinfo.doctype:
                raise UnreadableInputError(f"{path} has a document type declaration, which no report needs: refused")
            piece, count = _empty_root(root), 0  # lxml would count the children anew each time
            for event, element in events:
                if event == "end" and element.getparent() is root:
                    while element.getprevious() is not None:  # the element itself may still get a tail
                        _move(root[0], references, piece)
                        count += 1
                    if count >= _PIECE:
                        yield etree.ElementTree(piece)
                        piece, count = _empty_root(root), 0
                        piece.extend(map(deepcopy, references))
            while len(root):
                _move(root[0], references, piece)
    except OSError as error:
        raise UnreadableInputError(f"{path} cannot be read: {error}") from error
    except etree.XMLSyntaxError as error:
        raise UnreadableInputError(f"{path} is not well-formed XML: {error}") from error
    yield etree.ElementTree(piece)


def _empty_root(root: etree._Element) -> etree._Element:
    """Make a root like the document's, without children."""
    return etree.Element(root.tag, dict(root.attrib), nsmap=root.nsmap)


def _move(element: etree._Element, references: list[etree._Element], piece: etree._Element) -> None:
    """Move an element from the document to a piece, and copy it if later pieces need it too."""
    if element.tag in _REFERENCES:
        references.append(deepcopy(element))
    piece.append(element)


def driver_schema(name: str, imports: Iterable[tuple[str, str]], linkbases: Iterable[str] = ()) -> str:
    """Write a schema that has no content of its own and imports others.

    Args:
        name: ends its namespace.
        imports: the others, by namespace and location.
        linkbases: the URLs of linkbases that it refers to.
    """
    schema = etree.Element(f"{{{XSD}}}schema", targetNamespace=f"urn:exporter:{name}", nsmap={"xs": XSD})
    linkbases = list(linkbases)
    if linkbases:
        annotation = etree.SubElement(etree.SubElement(schema, f"{{{XSD}}}annotation"), f"{{{XSD}}}appinfo")
    for url in linkbases:
        reference = etree.SubElement(annotation, f"{{{LINK}}}linkbaseRef")
        reference.set(f"{{{XLINK}}}type", "simple")
        reference.set(f"{{{XLINK}}}href", url)
        reference.set(f"{{{XLINK}}}arcrole", "http://www.w3.org/1999/xlink/properties/linkbase")
    for namespace, location in imports:
        element = etree.SubElement(schema, f"{{{XSD}}}import", schemaLocation=location)
        if namespace:
            element.set("namespace", namespace)
    return etree.tostring(schema, encoding="unicode")


def including_schema(namespace: str, locations: Iterable[str]) -> str:
    """Write a schema that has no content of its own and includes others of its namespace."""
    schema = etree.Element(f"{{{XSD}}}schema", nsmap={"xs": XSD})
    if namespace:
        schema.set("targetNamespace", namespace)
    for location in locations:
        etree.SubElement(schema, f"{{{XSD}}}include", schemaLocation=location)
    return etree.tostring(schema, encoding="unicode")


def element_message(path: Path, element: Any, line: int | None, text: str, code: str) -> JudgeMessage:  # noqa: ANN401 - lxml
    """Make a message about an element of a document.

    Args:
        path: the document's.
        element: if it is a fact or in one, the message names the fact by its id.
        line: where the element stands.
        text: what is wrong, on the first line.
        code: the judge's.
    """
    while element is not None and not _is_fact(element):
        element = element.getparent()
    fact = element.get("id") if element is not None else None
    return JudgeMessage(code, Severity.ERROR, first_line(text), (fact,) if fact else (), path.name, line)


def _is_fact(element: etree._Element) -> bool:
    """Tell whether an element is meant as a fact, even where its name or its context is what is wrong."""
    if element.get("contextRef") is not None:
        return True
    parent = element.getparent()
    if parent is None or parent.tag != f"{{{XBRLI}}}xbrl" or not isinstance(element.tag, str):
        return False
    return element.tag.removeprefix("{").partition("}")[0] not in {XBRLI, LINK}


def first_line(text: str) -> str:
    """Take the first line of what a judge says."""
    return text.strip().splitlines()[0] if text.strip() else "no reason given"
