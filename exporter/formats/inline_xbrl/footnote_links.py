"""The footnote links of an instance that Inline XBRL documents hold (Inline XBRL 1.1, 15; 1.0, by attributes)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from exporter.formats import rules
from exporter.formats.inline_xbrl.document_set import local_name
from exporter.formats.inline_xbrl.inline_text import IX_NAMESPACES, inner_markup, inner_text, is_inline
from exporter.formats.xbrl_xml.footnote_reader import inherited_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.formats.inline_xbrl.document_set import DocumentSet

__all__ = ["footnote_links"]

_FACT_FOOTNOTE = "http://www.xbrl.org/2003/arcrole/fact-footnote"
_LINK_ROLE = "http://www.xbrl.org/2003/role/link"
_FOOTNOTE_ROLE = "http://www.xbrl.org/2003/role/footnote"


def footnote_links(documents: DocumentSet, facts: set[str]) -> Iterator[tuple[str, etree._Element]]:
    """Write a footnote link for each relationship of facts, with the element that it comes from.

    Args:
        documents: the set.
        facts: the ids of the facts that were extracted from elements.
    """
    for number, (element, sources, notes) in enumerate(_relationships(documents, facts)):
        arcrole = element.get("arcrole") or _FACT_FOOTNOTE
        inner = [
            f"<link:loc xlink:type='locator' xlink:label='f{number}' xlink:href={quoteattr(f'#{name}')}/>"
            for name in sources
        ]
        for note in notes:
            ends = f"xlink:from='f{number}' xlink:to={quoteattr(note.get('id', ''))}"
            arc = f"<link:footnoteArc xlink:type='arc' xlink:arcrole={quoteattr(arcrole)} {ends}/>"
            inner += [_footnote(documents, note), arc]
        role = quoteattr(element.get("linkRole") or _LINK_ROLE)
        start = f"<link:footnoteLink xlink:type='extended' xlink:role={role}>"
        yield f"{start}{''.join(inner)}</link:footnoteLink>", element


def _relationships(
    documents: DocumentSet, facts: set[str]
) -> Iterator[tuple[etree._Element, list[str], list[etree._Element]]]:
    """Yield each relationship, or in Inline XBRL 1.0 fact with footnotes: the facts' ids, and the footnotes."""
    related = [
        *(
            (element, element.get("fromRefs", ""), element.get("toRefs", ""))
            for element in documents.named("relationship")
        ),
        *((fact, fact.get("id", ""), notes) for fact in documents.facts if (notes := fact.get("footnoteRefs"))),
    ]
    plain = documents.plain_ids({name for _, *references in related for text in references for name in text.split()})
    for element, from_refs, to_refs in related:
        sources = []
        for name in dict.fromkeys(from_refs.split()):
            if name in facts or name in plain:
                sources.append(name)
            elif name not in documents.by_id:
                message = f"a footnote is for {name!r}, which is no fact"
                documents.fault(rules.READER_UNRESOLVED_REFERENCE, message, element)
        footnotes = [
            note
            for name in dict.fromkeys(to_refs.split())
            if (note := _note(documents, name, plain, element)) is not None
        ]
        if sources and footnotes:
            yield element, sources, footnotes


def _note(documents: DocumentSet, name: str, plain: set[str], element: etree._Element) -> etree._Element | None:
    """Find a footnote by its id; what is none is a finding."""
    note = documents.by_id.get(name)
    if note is None and name not in plain:
        documents.fault(rules.READER_UNRESOLVED_REFERENCE, f"there is no footnote {name!r}", element)
    elif note is None or local_name(note) != "footnote":
        message = f"a relationship leads to {name!r}, which is a fact and no footnote; it was not read"
        documents.fault(rules.READER_FOOTNOTES, message, element)
        note = None
    return note


def _footnote(documents: DocumentSet, element: etree._Element) -> str:
    """Write a footnote, with its markup if it has any."""
    parts = list(documents.parts(element))
    has_markup = any(not is_inline(each) for part in parts for each in part.iterdescendants(etree.Element))
    inner = "".join(map(inner_markup, parts)) if has_markup else escape("".join(map(inner_text, parts)))
    inner = inner.replace("\r", "&#13;")  # which a parser would take for a line feed
    namespaces = "".join(
        f" xmlns{f':{prefix}' if prefix else ''}={quoteattr(uri)}"
        for prefix, uri in element.nsmap.items()
        if has_markup and prefix not in {"link", "xlink", "xml"} and uri not in IX_NAMESPACES
    )
    language = inherited_language(element)
    lang = f" xml:lang={quoteattr(language)}" if language else ""
    label, role = quoteattr(element.get("id", "")), quoteattr(element.get("footnoteRole") or _FOOTNOTE_ROLE)
    start = f"<link:footnote{namespaces} xlink:type='resource' xlink:label={label} xlink:role={role}{lang}>"
    return f"{start}{inner}</link:footnote>"
