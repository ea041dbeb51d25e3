"""A set of Inline XBRL documents: its elements by name and id, and texts that continue elsewhere in it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from lxml import etree

from exporter.findings.findings import Source
from exporter.formats import rules
from exporter.formats.inline_xbrl.inline_text import IX_NAMESPACES
from exporter.formats.inline_xbrl.plain_facts import RUN, UnusualError
from exporter.report.ids import distinct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exporter.findings.findings import Finding
    from exporter.findings.registry import Rule
    from exporter.formats.inline_xbrl.plain_facts import PlainFacts

__all__ = ["DocumentSet", "InlineDocument", "WrongElementError", "lasting_prefixes", "local_name", "parsed_root"]

#: Where a prefix is declared.
_DECLARATION = re.compile(rb"xmlns:([^\s=]+)\s*=")
_FACTS = tuple(
    f"{{{namespace}}}{name}"
    for namespace in IX_NAMESPACES
    for name in ("nonFraction", "nonNumeric", "fraction", "tuple")
)


@dataclass(frozen=True, slots=True)
class InlineDocument:
    """A document of a set.

    Attributes:
        name: of its file.
        root: its root element.
        prefixes: namespaces by prefixes that mean the same all over the document.
        plain_facts: those that were left out of a large one; elements of the name `RUN` stand in their place.
    """

    name: str
    root: etree._Element
    prefixes: Mapping[str, str]
    plain_facts: PlainFacts | None = None


class WrongElementError(ValueError):
    """An element is not as it must be; it says which rule that breaks, and how."""

    def __init__(self, rule: Rule, message: str) -> None:
        """Note the rule."""
        super().__init__(message)
        self.rule = rule


class DocumentSet:
    """All documents at once: facts of one may use contexts, continuations and footnotes of another.

    Attributes:
        facts: the elements of facts, tuples included, and of runs of plain facts, in order.
        hidden, in_tuples: those in hidden sections, and those in tuples.
        by_id: elements of Inline XBRL by their ids.
        findings: what is wrong with the set.
    """

    def __init__(self, documents: Sequence[InlineDocument]) -> None:
        """Look through documents, in the order of the set.

        Raises:
            UnusualError: plain facts were left out of one, and ids come twice.
        """
        self.findings: list[Finding] = []
        self._documents = {document.root: document for document in documents}
        self._elements: dict[str, list[etree._Element]] = {}
        self.by_id: dict[str, etree._Element] = {}
        recurring: list[etree._Element] = []
        for document in documents:
            for element in document.root.iter(*(f"{{{namespace}}}*" for namespace in IX_NAMESPACES)):
                self._elements.setdefault(local_name(element), []).append(element)
                name = element.get("id")
                if name is not None and self.by_id.setdefault(name, element) is not element:
                    recurring.append(element)
                    self.fault(rules.READER_DUPLICATE_ID, f"the id {name!r} is given twice", element)
        names = distinct((element.get("id", "") for element in recurring), self.by_id)
        self._own_ids = dict(zip(recurring, names, strict=True))
        self.facts = [
            fact
            for document in documents
            for fact in document.root.iter(*_FACTS, *([RUN] if document.plain_facts else []))
        ]
        self.hidden, self.in_tuples = (
            {fact for element in self.named(name) for fact in element.iter(*_FACTS) if fact is not element}
            for name in ("hidden", "tuple")
        )
        self._plain_ids = self._checked_plain_ids()
        self._continued: dict[str, etree._Element] = {}

    def _checked_plain_ids(self) -> pl.Series:
        """Give the ids of plain facts.

        Raises:
            UnusualError: one of them is given twice.
        """
        given = [document.plain_facts.ids for document in self._documents.values() if document.plain_facts]
        ids = pl.concat([pl.Series("id", [], pl.String), *given]).drop_nulls()
        every = pl.concat([ids, pl.Series("id", list(self.by_id), pl.String)])
        if given and every.n_unique() < len(every):
            raise UnusualError
        return ids

    @property
    def has_plain_facts(self) -> bool:
        """Whether plain facts were left out of a document."""
        return any(document.plain_facts for document in self._documents.values())

    def plain_facts(self, element: etree._Element) -> PlainFacts | None:
        """Give the plain facts of the document, of which an element is a run; None if it is another element."""
        return self._documents[element.getroottree().getroot()].plain_facts if element.tag == RUN else None

    def plain_ids(self, names: set[str]) -> set[str]:
        """Tell which names are ids of plain facts."""
        return set(self._plain_ids.filter(self._plain_ids.is_in(list(names))))

    def named(self, name: str) -> list[etree._Element]:
        """List the elements of a kind, in order."""
        return self._elements.get(name, [])

    def place(self, element: etree._Element) -> tuple[str, int]:
        """Tell in which document, and in which line of it, an element stands."""
        return self._documents[element.getroottree().getroot()].name, element.sourceline or 1

    def own_id(self, element: etree._Element) -> str | None:
        """Give the id of an element; of one that has that of an earlier element, another that no element has."""
        return self._own_ids.get(element, element.get("id"))

    def namespace(self, element: etree._Element, prefix: str) -> str | None:
        """Tell what a prefix stands for at an element; an empty one is the default namespace's."""
        prefixes = self._documents[element.getroottree().getroot()].prefixes
        return prefixes[prefix] if prefix in prefixes else element.nsmap.get(prefix or None)

    def fault(self, rule: Rule, message: str, element: etree._Element) -> None:
        """Add a finding about an element."""
        self.findings.append(rule.finding(message, Source(*self.place(element))))

    def parts(self, element: etree._Element) -> Iterator[etree._Element]:
        """Yield an element and its continuations, in order (Inline XBRL 1.1, 4.1).

        Raises:
            WrongElementError: it continues where nothing is, in a circle, or where another element does.
        """
        seen = {element}
        yield element
        while (name := element.get("continuedAt")) is not None:
            following = self.by_id.get(name)
            if following is None or local_name(following) != "continuation":
                message = f"it continues at {name!r}, which is no continuation"
                raise WrongElementError(rules.READER_CONTINUATION, message)
            if following in seen or self._continued.setdefault(name, element) is not element:
                message = f"the continuation {name!r} comes twice, in a circle or from two elements"
                raise WrongElementError(rules.READER_CONTINUATION, message)
            seen.add(following)
            yield following
            element = following

    def check_continuations(self) -> None:
        """Report continuations of nothing."""
        starts = {element.get("continuedAt") for elements in self._elements.values() for element in elements}
        for element in self.named("continuation"):
            if element.get("id") not in starts:
                message = f"the continuation {element.get('id')!r} continues nothing; its text is in no fact"
                self.fault(rules.READER_CONTINUATION, message, element)


def parsed_root(data: bytes) -> etree._Element:
    """Parse a document, without entities and network, and give its root.

    Raises:
        etree.XMLSyntaxError: it is not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.fromstring(data, parser)


def lasting_prefixes(root: etree._Element, data: bytes) -> dict[str, str]:
    """Find the prefixes that mean the same all over a document, for they are declared once, at its root.

    To look a prefix up at each element takes long.

    Args:
        root: of the document.
        data: the document, in UTF-8.
    """
    counts = Counter(_DECLARATION.findall(data))
    return {prefix: uri for prefix, uri in root.nsmap.items() if prefix and counts[prefix.encode()] == 1}


def local_name(element: etree._Element) -> str:
    """Give an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]
