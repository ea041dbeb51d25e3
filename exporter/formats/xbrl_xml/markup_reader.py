"""Elements as text that means the same wherever it stands (Exclusive XML Canonicalization 1.0), and without markup."""

from __future__ import annotations

import re
from html import escape  # that of xml.sax.saxutils imports what speaks HTTP, 0.03 s

from lxml import etree

from exporter.formats.xbrl_xml.elements import local_tag

__all__ = ["canonical_content", "canonical_element", "plain_text"]

#: Elements of HTML within a line; all others part words.
_INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdo big cite code del dfn em font i ins kbd q s samp small span strike strong sub sup tt u",
    )
)
_SPACE = re.compile(r"[ \t\r\n]+")
_PREFIX = re.compile(r"([\w.-]+):")


def canonical_element(element: etree._Element) -> str:
    """Write an element, with the namespaces of its names and of the prefixes that its texts seem to use.

    Raises:
        ValueError: it has a namespace that is a relative URI, which has no canonical form.
    """
    texts = [*element.itertext(), *(value for each in element.iter(etree.Element) for value in each.attrib.values())]
    prefixes = {prefix for text in texts for prefix in _PREFIX.findall(str(text))}
    in_scope = [prefix for prefix in element.nsmap if prefix and prefix in prefixes]
    try:
        return etree.tostring(element, method="c14n", exclusive=True, inclusive_ns_prefixes=in_scope).decode()
    except etree.C14NError as error:
        raise ValueError(f"{element.tag!s} has a namespace that is a relative URI") from error


def canonical_content(element: etree._Element) -> str:
    """Write what stands in an element: its text, and its children.

    Raises:
        ValueError: as `canonical_element`.
    """
    children = (canonical_element(child) + _escaped(child.tail) for child in element)
    return _escaped(element.text) + "".join(children)


def _escaped(text: str | None) -> str:
    return escape(text or "", quote=False).replace("\r", "&#xD;")


def plain_text(element: etree._Element) -> str:
    """Write the text in an element, with single blanks where markup or white space parts words."""
    return _SPACE.sub(" ", _words(element)).strip(" ")


def _words(element: etree._Element) -> str:
    """Give the text in an element, with a blank at each border of a block."""
    parts = [element.text or ""]
    for child in element:
        around = "" if local_tag(child).lower() in _INLINE else " "
        parts += [around, _words(child), around, child.tail or ""]
    return "".join(parts)
