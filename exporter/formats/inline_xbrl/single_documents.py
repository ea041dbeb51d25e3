"""Documents of a set, each made to stand alone: with the contexts, units and notes that it shares with the others."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree

from exporter.errors import UnreadableInputError
from exporter.formats.inline_xbrl.inline_text import IX_NAMESPACES, XHTML
from exporter.formats.inline_xbrl.reader import parse_document
from exporter.report.names import LINK, XLINK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["single_documents"]

_REFERENCES = tuple(f"{{{LINK}}}{name}" for name in ("schemaRef", "linkbaseRef", "roleRef", "arcroleRef"))
_HREF = f"{{{XLINK}}}href"
#: Elements of XHTML, and the beginning of references, that run something or bring it in from elsewhere.
_ACTIVE = ("script", "object", "applet", "iframe", "embed", "base")
_SCRIPT = re.compile(r"\s*(javascript|vbscript|data:text/html)", re.IGNORECASE)


def single_documents(paths: Sequence[Path]) -> Iterator[tuple[Path, bytes]]:
    """Give each document of a set as one that needs no other, whose references hold wherever it lies.

    Footnotes that stand in another document are left out, and so is whatever could be executed.

    Raises:
        UnreadableInputError: as `read_inline`; or a document refers to what is in none.
    """
    roots = {path: parse_document(path).root for path in paths}
    shared = [child for root in roots.values() for part in _named(root, "resources") for child in part]
    references = [child for root in roots.values() for child in root.iter(*_REFERENCES)][:1]
    shared, references = deepcopy(shared), deepcopy(references)
    prefixes = {prefix: uri for root in roots.values() for prefix, uri in root.nsmap.items() if prefix}
    for path, root in roots.items():
        _complete(root, prefixes, shared, references)
        for reference in root.iter(*_REFERENCES):
            reference.set(_HREF, urljoin(path.absolute().as_uri(), reference.get(_HREF, "")))
        _disarm(root)
        _check(path, root)
        yield path, etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _named(root: etree._Element, name: str) -> list[etree._Element]:
    return list(root.iter(*(f"{{{namespace}}}{name}" for namespace in IX_NAMESPACES)))


def _complete(
    root: etree._Element,
    prefixes: Mapping[str, str],
    shared: Sequence[etree._Element],
    references: Sequence[etree._Element],
) -> None:
    """Put into a document's header what the documents of its set share."""
    namespace = next((uri for uri in IX_NAMESPACES if root.find(f".//{{{uri}}}*") is not None), IX_NAMESPACES[0])
    headers = _named(root, "header")
    header = headers[0] if headers else _new_header(root, namespace)
    if not _named(root, "references"):
        etree.SubElement(header, f"{{{namespace}}}references").extend(deepcopy(each) for each in references)
    etree.strip_elements(root, *(f"{{{uri}}}resources" for uri in IX_NAMESPACES), with_tail=False)
    ids = {str(name) for name in root.xpath("//@id")}
    resources = etree.SubElement(header, f"{{{namespace}}}resources", nsmap=dict(prefixes))
    resources.extend(part for each in shared for part in _parts(each, ids))


def _disarm(root: etree._Element) -> None:
    """Take out scripts, and attributes and links that run some."""
    etree.strip_elements(root, *(f"{{{XHTML}}}{name}" for name in _ACTIVE), with_tail=False)
    for element in root.iter(f"{{{XHTML}}}*"):
        for name, value in element.items():
            if name.lower().startswith("on") or _SCRIPT.match(value):
                del element.attrib[name]


def _check(path: Path, root: etree._Element) -> None:
    """See that contexts, units and continued texts are there.

    Raises:
        UnreadableInputError: one is not.
    """
    ids = {str(name) for name in root.xpath("//@id")}
    for name in ("contextRef", "unitRef", "continuedAt"):
        for reference in root.xpath(f"//@{name}"):
            if reference not in ids:
                message = f"{path} refers to {str(reference)!r}, which is not in it: name the folder that holds its set"
                raise UnreadableInputError(message)


def _new_header(root: etree._Element, namespace: str) -> etree._Element:
    place = etree.Element(f"{{{XHTML}}}div", style="display:none")
    body = root.find(f"{{{XHTML}}}body")
    (root if body is None else body).insert(0, place)
    return etree.SubElement(place, f"{{{namespace}}}header")


def _parts(resource: etree._Element, ids: set[str]) -> Iterator[etree._Element]:
    """Copy a context or unit; and of a relationship what stands in the document, a footnote each.

    Each says its place, since Arelle gives footnotes of one relationship in any order.
    """
    if resource.get("toRefs") is None:
        yield deepcopy(resource)
        return
    sources = [name for name in resource.get("fromRefs", "").split() if name in ids]
    for number, target in enumerate(resource.get("toRefs", "").split(), 1):
        if sources and target in ids:
            part = deepcopy(resource)
            part.attrib.update({"fromRefs": " ".join(sources), "toRefs": target})
            part.set("order", part.get("order", str(number)))
            yield part
