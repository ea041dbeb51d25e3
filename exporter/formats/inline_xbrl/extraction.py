"""Extracts the instance that Inline XBRL documents hold: their target document (Inline XBRL 1.1, Part 1).

What comes out is xBRL-XML, a fact a line, so that whatever reads instances reads it. Of each line it is known where it
comes from.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr, unescape

from lxml import etree

from exporter.formats import rules
from exporter.formats.inline_xbrl.document_set import (
    DocumentSet,
    InlineDocument,
    WrongElementError,
    local_name,
)
from exporter.formats.inline_xbrl.fact_values import SPACE, content, number_value
from exporter.formats.inline_xbrl.footnote_links import footnote_links
from exporter.formats.inline_xbrl.inline_text import inner_markup, inner_text, is_inline
from exporter.formats.inline_xbrl.places import Places
from exporter.formats.inline_xbrl.plain_facts import UnusualError
from exporter.formats.inline_xbrl.transformations import MisfitError, UnknownTransformationError, transform
from exporter.formats.xbrl_xml.footnote_reader import inherited_language
from exporter.report.names import LINK, XBRLI, XLINK, XML, XSI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from exporter.findings.findings import Finding

__all__ = ["Extraction", "extract"]

_SPACES = re.compile(f"[{SPACE}]+")
_PLAIN_NAME = re.compile(r"[\w.-]+")
#: Declarations of namespaces as they are written: of a prefix, and the default one; and a tag without a prefix.
_DECLARATION, _DEFAULT = re.compile(r' xmlns:([^=]+)="([^"]*)"'), re.compile(r' xmlns="[^"]*"')
#: A written element: its name, what it declares, and the rest of it.
_STANDALONE = re.compile(r'(<[^\s/>]+)((?: xmlns(?::[^=]+)?="[^"]*")*)(.*)', re.DOTALL)
_UNPREFIXED = re.compile(r"<[^\s:/>!?]+[\s/>]")
_XML_LANG, _XSI_NIL = f"{{{XML}}}lang", f"{{{XSI}}}nil"
#: Attributes that Inline XBRL defines and that do not go into the instance, and those that do in a way of their own.
_OWN = {
    *("name", "scale", "sign", "format", "target", "order", "tupleRef", "tupleID", "footnoteRefs", "continuedAt"),
    *("escape", "id", _XML_LANG),
}
_TRUE = {"true", "1"}


@dataclass
class Extraction:
    """What came out of a set of documents.

    Attributes:
        instance: the target document.
        places: where each line of it comes from.
        hidden: the ids of facts that no reader of the documents is shown.
        other_targets: how many facts the documents hold for each other target; None is the one without a name.
        findings: what could not be extracted.
    """

    instance: bytes = b""
    places: Places = field(default_factory=Places)
    hidden: list[str] = field(default_factory=list)
    other_targets: dict[str | None, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def extract(documents: Sequence[InlineDocument], target: str | None = None) -> Extraction:
    """Extract the instance that a set of documents holds for a target.

    Args:
        documents: those of the set, in order.
        target: the target's name; None for the one without a name.

    Raises:
        UnusualError: plain facts were left out of a document, and not all facts are of one target, or ids or prefixes
            come twice.
    """
    return _Extractor(DocumentSet(documents), target).extraction()


class _Extractor:
    """Writes the instance of a target, with prefixes that suit all documents of the set."""

    def __init__(self, documents: DocumentSet, target: str | None) -> None:
        self._documents, self._target = documents, target
        self._result = Extraction(findings=documents.findings)
        self._prefixes = {XBRLI: "xbrli", LINK: "link", XLINK: "xlink", XSI: "xsi"}
        #: Declarations that an element has where it stands, and those of them that it needs in the instance.
        self._declared: dict[str, str] = {}
        #: What transformations gave, by namespace, name and text.
        self._values: dict[tuple[str, str, str], str] = {}
        #: Attributes as they are written, and the language in force.
        self._attributes: dict[tuple[tuple[tuple[Any, str], ...], str | None], str] = {}

    def extraction(self) -> Extraction:
        """Put the instance together."""
        counts = Counter(fact.get("target") for fact in self._documents.facts)
        self._result.other_targets = {name: count for name, count in counts.items() if name != self._target}
        if self._result.other_targets and self._documents.has_plain_facts:
            raise UnusualError
        before = [*self._references(), *self._resources()]
        facts = [(lines, fact) for fact in self._facts() if (lines := self._lines(fact)) is not None]
        if not self._result.other_targets:  # else they may continue facts of another target
            self._documents.check_continuations()
        after = footnote_links(self._documents, {self._documents.own_id(fact) or "" for _, fact in facts})
        body = [*before, *facts, *after]  # before the root is written, which declares the prefixes that came up
        declarations = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for uri, prefix in self._prefixes.items())
        parts: list[bytes | memoryview] = [f"<xbrli:xbrl{declarations}>\n".encode()]
        places = Places()
        places.add("", [1])
        for lines, element in body:
            document, line = self._documents.place(element)
            if isinstance(lines, str):
                parts.append(f"{lines}\n".encode())
                places.add(document, [line] * (lines.count("\n") + 1))
            else:
                parts.append(lines[0])
                places.add(document, lines[1])
        self._result.instance, self._result.places = b"".join([*parts, b"</xbrli:xbrl>\n"]), places
        return self._result

    def _facts(self) -> list[etree._Element]:
        return [fact for fact in self._documents.facts if fact.get("target") == self._target]

    def _references(self) -> Iterator[tuple[str, etree._Element]]:
        """Write the references to schemas and linkbases of the target, each once."""
        written = set()
        for references in self._documents.named("references"):
            if references.get("target") == self._target:
                for element in references.iterchildren(f"{{{LINK}}}*"):
                    text = self._standalone(element)
                    if text not in written:
                        written.add(text)
                        yield text, element

    def _resources(self) -> Iterator[tuple[str, etree._Element]]:
        """Write contexts, units, and references to roles; of several targets only what this one uses."""
        names = ("contextRef", "unitRef")
        used = {fact.get(name, "").strip(SPACE) for fact in self._facts() for name in names}
        is_shared = bool(self._result.other_targets)
        for resources in self._documents.named("resources"):
            for element in resources.iterchildren(f"{{{XBRLI}}}*", f"{{{LINK}}}*"):
                if not is_shared or element.get("id") is None or element.get("id") in used:
                    yield self._standalone(element), element

    def _standalone(self, element: etree._Element) -> str:
        """Write an element as it is, without declarations of prefixes that the instance has from its root."""
        text = etree.tostring(element, encoding="unicode", with_tail=False)
        match = _STANDALONE.fullmatch(text)
        assert match  # noqa: S101 - so an element is written
        name, declared, rest = match.groups()
        if declared not in self._declared:
            self._declared[declared] = _DECLARATION.sub(
                lambda match: "" if self._prefix(unescape(match[2]), match[1]) == match[1] else match[0], declared
            )
        needed = self._declared[declared]
        if " xmlns=" in needed and not _UNPREFIXED.search(text):
            needed = _DEFAULT.sub("", needed)
        return f"{name}{needed}{rest}"

    def _lines(self, element: etree._Element) -> str | tuple[memoryview, Sequence[int]] | None:
        """Write a fact as a line, or give the lines of a run of plain facts and where they come from."""
        facts = self._documents.plain_facts(element)
        if facts is None:
            return self._line(element)
        if any(self._prefix(uri, prefix) != prefix for prefix, uri in facts.namespaces.items()):
            raise UnusualError
        return facts.lines(element)

    def _line(self, element: etree._Element) -> str | None:
        """Write a fact as a line; what cannot be is a finding."""
        if element.get("tupleRef") is not None or element in self._documents.in_tuples:
            return None  # the tuple is a finding
        try:
            line = self._fact(element)
        except (WrongElementError, MisfitError, UnknownTransformationError) as error:
            rule = error.rule if isinstance(error, WrongElementError) else rules.READER_TRANSFORMATION
            self._documents.fault(rule, f"{element.get('name')}: {error}; it was not read", element)
            return None
        if element in self._documents.hidden:
            self._result.hidden.append(self._documents.own_id(element) or "")
        return line

    def _fact(self, element: etree._Element) -> str:
        """Write a fact.

        Raises:
            MisfitError, UnknownTransformationError: its text is not what its transformation takes.
            WrongElementError: it is not as it must be.
        """
        kind = local_name(element)
        if kind in {"tuple", "fraction"}:
            rule = rules.READER_TUPLE if kind == "tuple" else rules.READER_FRACTION
            raise WrongElementError(rule, f"this is a {kind}, for which a Report has no place")
        name, attributes = self._name(element), self._attribute_text(element, kind)
        if element.get(_XSI_NIL, "").strip(SPACE) in _TRUE:
            return f"<{name}{attributes}/>"
        value = self._number(element) if kind == "nonFraction" else self._text(element)
        return f"<{name}{attributes}>{content(value)}</{name}>"

    def _name(self, element: etree._Element) -> str:
        """Give a fact's concept the instance's prefix for its namespace.

        Raises:
            WrongElementError: its prefix is not declared.
        """
        prefix, _, local = element.get("name", "").strip(SPACE).rpartition(":")
        namespace = self._documents.namespace(element, prefix)
        if not namespace or not local:
            raise WrongElementError(rules.READER_BAD_NAME, "the name has no declared prefix")
        return f"{self._prefix(namespace, prefix or 'ns')}:{local}"

    def _prefix(self, namespace: str, preferred: str) -> str:
        """Find the instance's prefix for a namespace, the preferred one if it is free."""
        if namespace not in self._prefixes:
            taken, prefix, number = set(self._prefixes.values()), preferred, 1
            while prefix in taken:
                number += 1
                prefix = f"{preferred}{number}"
            self._prefixes[namespace] = prefix
        return self._prefixes[namespace]

    def _attribute_text(self, element: etree._Element, kind: str) -> str:
        """Write the attributes that a fact has in the instance; what many facts have in common is written once."""
        items = tuple(item for item in element.items() if item[0] not in _OWN)
        language = inherited_language(element) if kind == "nonNumeric" else None
        key = items, language
        if key not in self._attributes:
            self._attributes[key] = "".join(self._written(element, items, language))
        name = self._documents.own_id(element)
        return self._attributes[key] if name is None else f" id={_quoted(name)}{self._attributes[key]}"

    def _written(
        self, element: etree._Element, items: Iterable[tuple[Any, str]], language: str | None
    ) -> Iterator[str]:
        for key, text in items:
            name = str(key)
            namespace, _, local = name.removeprefix("{").rpartition("}")
            if namespace:
                preferred = next((str(each) for each, uri in element.nsmap.items() if each and uri == namespace), "ns")
                name = f"xml:{local}" if namespace == XML else f"{self._prefix(namespace, preferred)}:{local}"
            yield f" {name}={quoteattr(text)}"
        if language:
            yield f" xml:lang={quoteattr(language)}"

    def _text(self, element: etree._Element) -> str:
        """Work out a text, from an element and its continuations (Inline XBRL 1.1, 11).

        Raises:
            MisfitError, UnknownTransformationError, WrongElementError: as `_fact`.
        """
        inner = inner_markup if element.get("escape", "").strip(SPACE) in _TRUE else inner_text
        text = "".join(map(inner, self._documents.parts(element)))
        return text if element.get("format") is None else self._transformed(element, text)

    def _number(self, element: etree._Element) -> str:
        """Work out a number: transformed, scaled and signed, exactly (Inline XBRL 1.1, 10).

        Raises:
            MisfitError, UnknownTransformationError, WrongElementError: as `_fact`.
        """
        nested = element.iterchildren(etree.Element) if len(element) else ()
        if any(not is_inline(each) or local_name(each) not in {"nonFraction", "exclude"} for each in nested):
            raise WrongElementError(rules.READER_INLINE, "its number is cut by other elements")
        text = inner_text(element)
        number = text.strip(SPACE) if element.get("format") is None else self._transformed(element, text)
        return number_value(number, element.get("scale"), element.get("sign"))

    def _transformed(self, element: etree._Element, text: str) -> str:
        """Apply an element's transformation; equal texts are transformed once.

        Raises:
            MisfitError, UnknownTransformationError: the text is not what it takes.
        """
        prefix, _, local = element.get("format", "").strip(SPACE).rpartition(":")
        namespace = self._documents.namespace(element, prefix)
        if namespace is None:
            raise UnknownTransformationError(f"the prefix of its format {element.get('format')!r} is not declared")
        key = namespace, local, _SPACES.sub(" ", text).strip(" ")
        if key not in self._values:
            self._values[key] = transform(*key)
        return self._values[key]


def _quoted(text: str) -> str:
    """Quote the value of an attribute; most have nothing to escape."""
    return f'"{text}"' if _PLAIN_NAME.fullmatch(text) else quoteattr(text)
