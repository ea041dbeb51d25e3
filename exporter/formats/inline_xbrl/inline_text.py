"""The text that an Inline XBRL element says: without what is excluded, continued, and as markup where it is escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from exporter.report.names import XML

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

__all__ = ["IX_NAMESPACES", "XHTML", "inner_markup", "inner_text", "is_inline"]

XHTML = "http://www.w3.org/1999/xhtml"
#: Inline XBRL 1.1 and 1.0.
IX_NAMESPACES = ("http://www.xbrl.org/2013/inlineXBRL", "http://www.xbrl.org/2008/inlineXBRL")
_IX = tuple(f"{{{namespace}}}" for namespace in IX_NAMESPACES)
_EXCLUDE = tuple(f"{tag}exclude" for tag in _IX)
#: Elements of XHTML that never have content, and are written as one tag.
_VOID = frozenset(["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "param"])
#: Attributes of XHTML elements that hold a reference, which is resolved where markup becomes a value.
_REFERENCES = {
    "a": ("href",),
    "area": ("href",),
    "blockquote": ("cite",),
    "del": ("cite",),
    "form": ("action",),
    "img": ("src", "longdesc", "usemap"),
    "input": ("src", "usemap"),
    "ins": ("cite",),
    "link": ("href",),
    "object": ("codebase", "classid", "data", "usemap"),
    "q": ("cite",),
}
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_ATTRIBUTE = str.maketrans({"&": "&amp;", "<": "&lt;", '"': "&quot;"})
_CLARK = re.compile(r"\{([^}]*)\}(.*)", re.DOTALL)


def is_inline(element: etree._Element) -> bool:
    """Tell whether an element is one of Inline XBRL."""
    return isinstance(element.tag, str) and element.tag.startswith(_IX)


def inner_text(element: etree._Element) -> str:
    """Give the text in an element and in those below it, but for what is excluded (Inline XBRL 1.1, 6)."""
    if not len(element):
        return element.text or ""
    return "".join(_texts(element))


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _EXCLUDE:  # comments and instructions have other tags
            yield from _texts(child)
        yield child.tail or ""


def inner_markup(element: etree._Element) -> str:
    """Give what is in an element as markup, but for what is excluded; Inline XBRL's own elements leave their content.

    References are made absolute where the document says what they are relative to.
    """
    return "".join(_markup(element))


def _markup(element: etree._Element) -> Iterator[str]:
    yield (element.text or "").translate(_IN_TEXT)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _EXCLUDE:
            if is_inline(child):
                yield from _markup(child)
            else:
                yield from _element_markup(child)
        yield (child.tail or "").translate(_IN_TEXT)


def _element_markup(element: etree._Element) -> Iterator[str]:
    namespace, local = _split(str(element.tag))
    prefix = "" if namespace in {"", XHTML} else _prefix(element, namespace)
    references = _REFERENCES.get(local, ()) if namespace == XHTML else ()
    attributes = "".join(
        f' {_attribute_name(element, name)}="{_resolved(element, name, value, references).translate(_IN_ATTRIBUTE)}"'
        for name, value in sorted(element.items())
    )
    if not len(element) and not element.text and local in _VOID:
        yield f"<{prefix}{local}{attributes}/>"
        return
    yield f"<{prefix}{local}{attributes}>"
    yield from _markup(element)
    yield f"</{prefix}{local}>"


def _attribute_name(element: etree._Element, name: str) -> str:
    namespace, local = _split(name)
    return _prefix(element, namespace) + local if namespace else local


def _split(name: str) -> tuple[str, str]:
    match = _CLARK.fullmatch(name)
    return (match[1], match[2]) if match else ("", name)


def _prefix(element: etree._Element, namespace: str) -> str:
    """Give the prefix of a namespace with its colon; none for the default one."""
    if namespace == XML:
        return "xml:"
    prefix = next((prefix for prefix, uri in element.nsmap.items() if uri == namespace and prefix), None)
    return f"{prefix}:" if prefix else ""


def _resolved(element: etree._Element, name: str, value: str, references: tuple[str, ...]) -> str:
    if name not in references:
        return value
    return urljoin(_base(element), value)


def _base(element: etree._Element) -> str:
    """Find what relative references in an element are relative to: `xml:base`, and XHTML's `base`."""
    bases: list[str] = []
    for ancestor in (element, *element.iterancestors()):
        base = ancestor.get(f"{{{XML}}}base")
        if base is not None:
            bases.append(base)
    document_base = element.getroottree().find(f"{{{XHTML}}}head/{{{XHTML}}}base")
    result = document_base.get("href", "") if document_base is not None else ""
    for base in reversed(bases):
        result = urljoin(result, base)
    return result
