"""Writes a taxonomy's linkbases: labels, presentation, calculation, definition and references (XBRL 2.1, 5.2)."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from lxml import etree

from exporter.report.names import LINK, XBRLDT, XLINK, XML
from exporter.taxonomy.concepts import DOCUMENTATION, LABEL_ROLES, STANDARD, CalculationArc, PresentationRow
from exporter.taxonomy.filing_styles import SUMMATIONS
from exporter.taxonomy.relationships import DIMENSION_ARCROLE
from exporter.taxonomy.schema import REFERENCE_PARTS, label_role_id, role_id, xml_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from exporter.taxonomy.model import Taxonomy
    from exporter.taxonomy.relationships import DefinitionArc

__all__ = [
    "calculation_linkbase",
    "definition_linkbase",
    "label_linkbase",
    "presentation_linkbase",
    "reference_linkbase",
]

_STANDARD_LINK_ROLE = "http://www.xbrl.org/2003/role/link"
_REFERENCE_ROLE = "http://www.xbrl.org/2003/role/reference"
_ARCROLE = "http://www.xbrl.org/2003/arcrole/"
_SUMMATION_SCHEMA = "https://www.xbrl.org/2023/calculation-1.1.xsd#summation-item"
_XBRLDT_SCHEMA = "http://www.xbrl.org/2005/xbrldt-2005.xsd"
_DIMENSIONAL_ARCROLES = ("all", "dimension-default", "dimension-domain", "domain-member", "hypercube-dimension")
_NEGATED_SCHEMA = "http://www.xbrl.org/lrr/role/negated-2009-12-16.xsd"

_Row = TypeVar("_Row", PresentationRow, CalculationArc)


def label_linkbase(taxonomy: Taxonomy, languages: Sequence[str]) -> bytes:
    """Write the labels in some languages of every concept that the taxonomy defines or presents."""
    labels = [(language, *row) for language in languages for row in _label_rows(taxonomy, language)]
    linkbase = _Linkbase()
    linkbase.label_role_refs(taxonomy, {role for _, _, role, _ in labels})
    link = linkbase.link("labelLink", _STANDARD_LINK_ROLE)
    for language, concept, role, text in labels:
        locator = link.locator(taxonomy, concept)
        name = f"{locator}_{role}" if len(languages) == 1 else f"{locator}_{role}_{language}"
        resource = link.resource("label", name, taxonomy.all_label_roles[role], text)
        resource.set(f"{{{XML}}}lang", language)
        link.arc("labelArc", "concept-label", locator, name)
    return linkbase.to_bytes()


def presentation_linkbase(taxonomy: Taxonomy, form: str | None = None) -> bytes:
    """Write presentation networks: the order of the outline, and the label role that each line prefers.

    Args:
        taxonomy: whose networks.
        form: the network to write, which is a form of a statement; None for all that are no such forms.
    """
    linkbase = _Linkbase()
    rows_of_networks = _by_network(taxonomy, taxonomy.presentation, form)
    linkbase.label_role_refs(taxonomy, {row.label_role for _, rows in rows_of_networks for row in rows})
    for network, rows in rows_of_networks:
        link = linkbase.network(taxonomy, "presentationLink", network)
        _present(taxonomy, link, rows)
    return linkbase.to_bytes()


def _present(taxonomy: Taxonomy, link: _Link, rows: list[PresentationRow]) -> None:
    parents: list[str] = []
    children: dict[str, int] = defaultdict(int)
    arcs: set[tuple[str, str]] = set()
    for row in rows:
        del parents[row.depth :]
        locator = link.locator(taxonomy, row.concept)
        if parents:
            parent = parents[-1]
            children[parent] += 1
            if (parent, locator) in arcs:
                # Two arcs between the same labels are illegal (XLink), so the second goes to a locator of its own.
                locator = link.locator(taxonomy, row.concept, f"_{row.label_role}")
            arcs.add((parent, locator))
            arc = link.arc("presentationArc", "parent-child", parent, locator)
            arc.set("order", str(children[parent]))
            if row.label_role != STANDARD:
                arc.set("preferredLabel", taxonomy.all_label_roles[row.label_role])
        parents.append(locator)


def calculation_linkbase(taxonomy: Taxonomy, form: str | None = None) -> bytes:
    """Write calculation networks, in the arcrole that the filing style wants: by default that of Calculations 1.1.

    Args: as `presentation_linkbase`.
    """
    linkbase = _Linkbase()
    summation = taxonomy.style.summation
    if summation == SUMMATIONS[0]:
        linkbase.reference("arcroleRef", "arcroleURI", summation, _SUMMATION_SCHEMA)
    for network, arcs in _by_network(taxonomy, taxonomy.calculation, form):
        link = linkbase.network(taxonomy, "calculationLink", network)
        items: dict[str, int] = defaultdict(int)
        for arc in arcs:
            items[arc.total] += 1
            total, item = link.locator(taxonomy, arc.total), link.locator(taxonomy, arc.concept)
            element = link.arc("calculationArc", summation, total, item)
            element.set("order", str(items[arc.total]))
            element.set("weight", str(arc.weight))
    return linkbase.to_bytes()


def reference_linkbase(taxonomy: Taxonomy) -> bytes:
    """Write references to the literature, one resource each."""
    linkbase = _Linkbase()
    link = linkbase.link("referenceLink", _STANDARD_LINK_ROLE)
    for number, reference in enumerate(taxonomy.references, start=1):
        locator = link.locator(taxonomy, reference.concept)
        resource = link.resource("reference", f"reference_{number}", _REFERENCE_ROLE)
        for part, text in reference.parts:
            etree.SubElement(resource, f"{{{REFERENCE_PARTS}}}{part}", nsmap={"ref": REFERENCE_PARTS}).text = text
        link.arc("referenceArc", "concept-reference", locator, f"reference_{number}")
    return linkbase.to_bytes()


def definition_linkbase(taxonomy: Taxonomy) -> bytes | None:
    """Write the hypercubes and the anchors.

    Anchors lead from a concept of the base to the extension's special cases of it.

    Returns: the linkbase, or None if the taxonomy has neither.
    """
    arcs = taxonomy.definition_arcs
    linkbase = _Linkbase(**{"xbrldt": XBRLDT} if arcs else {})
    if arcs:
        for arcrole in _DIMENSIONAL_ARCROLES:
            linkbase.reference("arcroleRef", "arcroleURI", DIMENSION_ARCROLE + arcrole, f"{_XBRLDT_SCHEMA}#{arcrole}")
    for role, arcs_of_role in groupby(arcs, key=attrgetter("role")):
        _define(taxonomy, linkbase.definition_link(taxonomy, role), arcs_of_role)
    anchors = [anchor for concept in taxonomy.concepts.values() for anchor in concept.anchors]
    if anchors:
        link = linkbase.anchor_link(taxonomy)
        for general, special in anchors:
            ends = link.locator(taxonomy, general), link.locator(taxonomy, special)
            link.arc("definitionArc", taxonomy.style.anchor, *ends)
    return linkbase.to_bytes() if arcs or anchors else None


def _define(taxonomy: Taxonomy, link: _Link, arcs: Iterable[DefinitionArc]) -> None:
    """Write the arcs of closed hypercubes (Dimensions 1.0, 2).

    They lead to their dimensions, to their defaults, and to what is below each.
    """
    children: dict[str, int] = defaultdict(int)
    for _, arcrole, source, target in arcs:
        is_default = arcrole == "dimension-default"
        # The second arc between a dimension and its domain needs a locator of its own (XLink).
        start, end = link.locator(taxonomy, source), link.locator(taxonomy, target, "_default" if is_default else "")
        arc = link.arc("definitionArc", DIMENSION_ARCROLE + arcrole, start, end)
        if is_default:
            continue
        children[source] += 1
        arc.set("order", str(children[source]))
        if arcrole == "all":
            arc.set(f"{{{XBRLDT}}}contextElement", taxonomy.style.container)
            arc.set(f"{{{XBRLDT}}}closed", "true")


def _label_rows(taxonomy: Taxonomy, language: str) -> Iterator[tuple[str, str, str]]:
    """List the labels to write: all own ones, and of the base's what the presentation asks for.

    Returns: concept, role and text of each.
    """
    roles_of_concepts: dict[str, dict[str, None]] = {
        name: {STANDARD: None, DOCUMENTATION: None} for name in taxonomy.concepts
    }
    for row in taxonomy.presentation:
        roles_of_concepts.setdefault(row.concept, {STANDARD: None})[row.label_role] = None
    for name, role, label_language in taxonomy.labels:
        if label_language == language:
            roles_of_concepts.setdefault(name, {STANDARD: None})[role] = None
    for name in taxonomy.all_concepts:
        for role in taxonomy.all_label_roles:
            text = taxonomy.label(name, role, language) if role in roles_of_concepts.get(name, ()) else None
            if text:
                yield name, role, text


def _by_network(taxonomy: Taxonomy, rows: Iterable[_Row], form: str | None) -> list[tuple[str, list[_Row]]]:
    networks = [form] if form else [network for network in taxonomy.networks if network not in taxonomy.forms]
    groups: dict[str, list[_Row]] = {network: [] for network in networks}
    for row in rows:
        if row.network in groups:
            groups[row.network].append(row)
    return [(network, group) for network, group in groups.items() if group]


class _Linkbase:
    """A linkbase document under construction."""

    def __init__(self, **prefixes: str) -> None:
        self.root = etree.Element(f"{{{LINK}}}linkbase", nsmap={"link": LINK, "xlink": XLINK, **prefixes})
        self._references = 0

    def reference(self, element: str, attribute: str, uri: str, href: str) -> None:
        """Add a reference; all come before the extended links (XBRL 2.1, 5.2.1)."""
        child = etree.Element(f"{{{LINK}}}{element}")
        self.root.insert(self._references, child)
        self._references += 1
        child.set(attribute, uri)
        child.set(f"{{{XLINK}}}type", "simple")
        child.set(f"{{{XLINK}}}href", href)

    def role_ref(self, uri: str, href: str) -> None:
        self.reference("roleRef", "roleURI", uri, href)

    def label_role_refs(self, taxonomy: Taxonomy, roles: Iterable[str]) -> None:
        """Refer to what defines the roles that XBRL 2.1 does not: the registry, or a taxonomy (5.2.2.2.2)."""
        for role in sorted(roles):
            uri = taxonomy.all_label_roles[role]
            if role.startswith("negated") and role in LABEL_ROLES:
                self.role_ref(uri, f"{_NEGATED_SCHEMA}#{role}")
            elif role not in LABEL_ROLES:
                owner = taxonomy
                while role not in owner.label_roles and owner.base:
                    owner = owner.base
                schema = owner.schema_file if owner is taxonomy else owner.schema_url
                address = f"{schema}#{label_role_id(role)}"
                self.role_ref(uri, owner.origin.role_addresses[uri] if owner.origin else address)

    def link(self, element: str, role: str) -> _Link:
        return _Link(self.root, element, role)

    def network(self, taxonomy: Taxonomy, element: str, network: str) -> _Link:
        uri = taxonomy.role_uri(network)
        self.role_ref(uri, f"{taxonomy.schema_file}#{role_id(network)}")
        return self.link(element, uri)

    def definition_link(self, taxonomy: Taxonomy, role: str) -> _Link:
        """Add a link in the role of a network, or in one that the base defines."""
        networks = {taxonomy.role_uri(network): network for network in taxonomy.networks}
        if role in networks:
            return self.network(taxonomy, "definitionLink", networks[role])
        assert taxonomy.base  # noqa: S101 - else every role is a network's
        assert taxonomy.base.origin  # noqa: S101 - as above
        self.role_ref(role, taxonomy.base.origin.role_addresses[role])
        return self.link("definitionLink", role)

    def anchor_link(self, taxonomy: Taxonomy) -> _Link:
        """Add the link in which anchors stand."""
        style = taxonomy.style
        if style.anchor_schema:
            self.reference("arcroleRef", "arcroleURI", style.anchor, style.anchor_schema)
        if style.anchor_network is None:
            return self.link("definitionLink", _STANDARD_LINK_ROLE)
        uri = taxonomy.role_uri(style.anchor_network)
        self.role_ref(uri, f"{taxonomy.schema_file}#{role_id(style.anchor_network)}")
        return self.link("definitionLink", uri)

    def to_bytes(self) -> bytes:
        return xml_bytes(self.root)


class _Link:
    """An extended link under construction; locators are made on first use."""

    def __init__(self, linkbase: etree._Element, element: str, role: str) -> None:
        self.element = etree.SubElement(linkbase, f"{{{LINK}}}{element}")
        self.element.set(f"{{{XLINK}}}type", "extended")
        self.element.set(f"{{{XLINK}}}role", role)
        self.locators: set[str] = set()

    def locator(self, taxonomy: Taxonomy, concept: str, suffix: str = "") -> str:
        """Get the label of the concept's locator, which is made on first use."""
        label = concept.replace(":", "_") + suffix
        if label not in self.locators:
            self.locators.add(label)
            locator = self._add_child("loc", "locator", label)
            locator.set(f"{{{XLINK}}}href", taxonomy.address(concept))
        return label

    def resource(self, element: str, label: str, role: str, text: str | None = None) -> etree._Element:
        resource = self._add_child(element, "resource", label)
        resource.set(f"{{{XLINK}}}role", role)
        resource.text = text
        return resource

    def arc(self, element: str, arcrole: str, start: str, end: str) -> etree._Element:
        arc = etree.SubElement(self.element, f"{{{LINK}}}{element}")
        arc.set(f"{{{XLINK}}}type", "arc")
        arc.set(f"{{{XLINK}}}arcrole", arcrole if "://" in arcrole else _ARCROLE + arcrole)
        arc.set(f"{{{XLINK}}}from", start)
        arc.set(f"{{{XLINK}}}to", end)
        return arc

    def _add_child(self, element: str, kind: str, label: str) -> etree._Element:
        child = etree.SubElement(self.element, f"{{{LINK}}}{element}")
        child.set(f"{{{XLINK}}}type", kind)
        child.set(f"{{{XLINK}}}label", label)
        return child
