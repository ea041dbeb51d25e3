"""What a taxonomy must keep before it is compiled: one function a rule, each giving the faults at the table rows."""

from __future__ import annotations

from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING

from exporter.findings.findings import Finding, Severity, Source
from exporter.findings.nearest import nearest
from exporter.findings.registry import Fault, Rule
from exporter.report.names import is_ncname
from exporter.taxonomy import rules
from exporter.taxonomy.concepts import DOCUMENTATION, STANDARD
from exporter.taxonomy.hypercubes import misplaced
from exporter.taxonomy.patterns import PatternError, translated_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter.taxonomy.concepts import CalculationArc, Concept, PresentationRow
    from exporter.taxonomy.model import Taxonomy

__all__ = ["CHECKS", "MISSING_LABEL", "check_taxonomy"]

#: Kinds of concept that report no value.
_STRUCTURAL = {"hypercube", "dimension", "member"}


def check_taxonomy(taxonomy: Taxonomy) -> list[Finding]:
    """Find everything that makes the taxonomy illegal or incomplete; its base is not checked again."""
    return [rule.finding(*fault) for rule in CHECKS if rule.function for fault in rule.function(taxonomy)]


def _illegal_names(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find names that are no XML names (Namespaces in XML, NCName)."""
    for concept in taxonomy.concepts.values():
        # Judges read names beyond the first plane of Unicode as no names.
        if not is_ncname(concept.local) or max(concept.local) > "\uffff":
            message = f"{concept.local!r} is not a legal XML name"
            hint = "start with a letter; use letters, digits, '.', '-' and '_' only"
            yield Fault(message, concept.source, hint=hint)


def _abstracts(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find abstract concepts that are not made as headings are, and structural ones that are not abstract.

    An abstract heading is a string, has no balance and, by convention, duration; so has what has no value.
    """
    for concept in taxonomy.concepts.values():
        is_structural = concept.kind in _STRUCTURAL
        if is_structural and not concept.abstract:
            message = f"{concept.name} is a {concept.kind} and must be abstract"
            yield Fault(message, concept.source)
        is_fitting = (concept.type == "stringItemType" or is_structural) and concept.period == "duration"
        if concept.abstract and (not is_fitting or concept.balance):
            message = f"{concept.name} is abstract but not a stringItemType of duration without balance"
            yield Fault(message, concept.source)


def _typed_domains(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find domain types and patterns where they cannot be, and patterns that are no regular expressions.

    Only a dimension has a domain type, and only with one has it a pattern.
    """
    for concept in taxonomy.concepts.values():
        if concept.domain_type and concept.kind != "dimension":
            message = f"{concept.name} has a domain type but is no dimension"
            yield Fault(message, concept.source)
        if concept.domain_pattern and not concept.domain_type:
            message = f"{concept.name} has a domain pattern but no domain type"
            yield Fault(message, concept.source)
        if concept.domain_pattern:
            try:
                translated_pattern(concept.domain_pattern)
            except PatternError as error:
                message = f"{concept.domain_pattern!r} is no regular expression: {error}"
                yield Fault(message, concept.source)


def _hypercubes(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find hypercubes, dimensions and members that stand where they cannot, or lack what they need.

    A network has one hypercube. Explicit dimensions have a domain, typed ones none.
    """
    for row, reason in misplaced(taxonomy.presentation, taxonomy.all_concepts):
        yield Fault(f"{row.concept}: {reason}", row.source)
    networks: dict[str, str] = {}
    for cube in taxonomy.hypercubes:
        source = next(
            row.source for row in taxonomy.presentation if (row.network, row.concept) == (cube.network, cube.name)
        )
        if networks.setdefault(cube.network, cube.name) != cube.name:
            message = f"the network {cube.network} has both {networks[cube.network]} and {cube.name}"
            yield Fault(message, source, hint="give each a network of its own")
        for axis in cube.axes:
            if (axis.domain is None) != (taxonomy.all_concepts[axis.name].domain_type is not None):
                message = f"{axis.name} needs a domain below it, or a domain type in concepts.csv, and not both"
                yield Fault(message, source)


def _anchoring(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find concepts of one's own that are reported and have no anchor, where the filing style wants one."""
    for concept in taxonomy.concepts.values():
        if taxonomy.style.must_anchor and not concept.abstract and not concept.anchors:
            message = f"{concept.name} is not anchored to the base"
            hint = "name the closest wider concept of the base in the column anchor; a subtotal of others needs none"
            yield Fault(message, concept.source, hint=hint)


def _odd_anchors(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find anchors that lead to no special case, nor from one: to a concept of another kind, or to a heading."""
    for concept in taxonomy.concepts.values():
        for name in filter(None, (concept.anchor, *concept.combines)):
            other = taxonomy.all_concepts.get(name)
            if other and (other.abstract != concept.abstract or other.kind != concept.kind):
                kinds = [("abstract " * each.abstract) + each.kind for each in (concept, other)]
                message = f"{concept.name} ({kinds[0]}) is anchored to {name} ({kinds[1]})"
                yield Fault(message, concept.source, hint="name a concept of the same kind that is reported, too")


def _other_defaults(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find dimensions whose domain in an outline is another than their default in the base (Dimensions 1.0, 2.6.1)."""
    if taxonomy.base is None or not taxonomy.brings_in_base:
        return
    defaults = taxonomy.base.dimensional_relationships.defaults
    sources = {(row.network, row.concept): row.source for row in taxonomy.presentation}
    for cube in taxonomy.hypercubes:
        for axis in cube.axes:
            default = defaults.get(axis.name)
            if axis.domain and default and default != axis.domain:
                message = f"the default of {axis.name} is {default} in the base, and {axis.domain} stands below it here"
                yield Fault(
                    message, sources[cube.network, axis.domain], hint=f"put {default} directly below {axis.name}"
                )


def _balances(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find balances of items that are not monetary (XBRL 2.1, 5.1.1.2)."""
    for concept in taxonomy.concepts.values():
        if concept.balance and concept.kind != "monetary" and not concept.abstract:
            message = f"{concept.name} has a balance but is a {concept.type}"
            yield Fault(message, concept.source)


def _unknown_concepts(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find names, in any table, of concepts that do not exist."""
    yield from _unknown_anchors(taxonomy)
    yield from _unknown_names(taxonomy)


def _unknown_anchors(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find anchors that are no concepts of the base."""
    base_concepts = taxonomy.base.all_concepts if taxonomy.base else {}
    for concept in taxonomy.concepts.values():
        for name in filter(None, (concept.anchor, *concept.combines)):
            if name not in base_concepts:
                yield _concept_fault(taxonomy, name, concept.source)


def _unknown_names(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find table rows that name a concept that does not exist."""
    reported_labels = set()
    for name, role, _ in taxonomy.labels:
        if name not in taxonomy.all_concepts and (name, role) not in reported_labels:
            reported_labels.add((name, role))
            yield _concept_fault(taxonomy, name, Source("labels.csv"))
    for reference in taxonomy.references:
        if reference.concept not in taxonomy.all_concepts:
            yield _concept_fault(taxonomy, reference.concept, Source("references.csv"))
    rows: Iterable[PresentationRow | CalculationArc] = (*taxonomy.presentation, *taxonomy.calculation)
    for row in rows:
        for name in (row.concept, getattr(row, "total", row.concept)):
            if name not in taxonomy.all_concepts:
                yield _concept_fault(taxonomy, name, row.source)


def _unknown_networks(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find table rows that name a network that does not exist."""
    rows: Iterable[PresentationRow | CalculationArc] = (*taxonomy.presentation, *taxonomy.calculation)
    for row in rows:
        if row.network not in taxonomy.networks:
            hint = nearest(row.network, taxonomy.networks)
            yield Fault(f"networks.csv has no network {row.network!r}", row.source, hint=hint)


def _missing_labels(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find labels that a concept or the presentation needs, and that are not there."""
    yield from _own_labels(taxonomy)
    yield from _preferred_labels(taxonomy)


def _own_labels(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find own concepts without a standard label in each language, or documentation in the main one."""
    for concept in taxonomy.concepts.values():
        standard_roles = [(STANDARD, language) for language in taxonomy.languages]
        for role, language in [*standard_roles, (DOCUMENTATION, taxonomy.languages[0])]:
            if not taxonomy.label(concept.name, role, language):
                yield _label_fault(concept.name, role, language, concept.source)


def _preferred_labels(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find label roles that a presentation asks for but that some language lacks (EFM 6.10.04)."""
    for row in taxonomy.presentation:
        if row.concept in taxonomy.all_concepts:
            for language in taxonomy.languages:
                if not taxonomy.label(row.concept, row.label_role, language):
                    yield _label_fault(row.concept, row.label_role, language, row.source)


def _ambiguous_labels(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find standard labels that two concepts share."""
    names_by_label: dict[tuple[str, str], str] = {}
    for (name, role, language), text in taxonomy.labels.items():
        if role == STANDARD:
            earlier_name = names_by_label.setdefault((language, text), name)
            if earlier_name != name:
                message = f"{name} and {earlier_name} have the same standard label in {language}: {text!r}"
                hint = "say in the label what tells them apart"
                yield Fault(message, Source("labels.csv"), hint=hint)


def _outlines(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find rows that break the outline of their presentation network.

    It has one root, and only abstract concepts have children.
    """
    previous_rows: dict[str, PresentationRow] = {}
    for row in taxonomy.presentation:
        above = previous_rows.get(row.network)
        if (row.depth == 0) != (above is None) or (above and row.depth > above.depth + 1):
            expected = "0" if above is None else f"1 to {above.depth + 1}"
            message = f"depth {row.depth} of {row.concept} does not continue the outline; expected {expected}"
            yield Fault(message, row.source)
        elif above and row.depth > above.depth and not _is_abstract(taxonomy, above.concept):
            message = f"{row.concept} stands below {above.concept}, which is not abstract"
            yield Fault(message, row.source)
        previous_rows[row.network] = row


def _duplicate_arcs(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find pairs of concepts that a network relates twice in the same way."""
    yield from _presentation_arcs(taxonomy)
    yield from _repeated_arcs(taxonomy)


def _presentation_arcs(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find concepts that stand twice under a parent in one label role."""
    sources: dict[tuple[str, str | None, str, str], Source] = {}
    path: list[str] = []
    for row in taxonomy.presentation:
        del path[row.depth :]
        key = (row.network, path[-1] if path else None, row.concept, row.label_role)
        earlier_source = sources.setdefault(key, row.source)
        if earlier_source is not row.source:
            message = f"{row.concept} already stands under {key[1]} as {row.label_role}"
            yield Fault(message, row.source, related=(earlier_source,))
        path.append(row.concept)


def _orphans(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find own concepts that are presented nowhere."""
    presented_concepts = {row.concept for row in taxonomy.presentation}
    for concept in taxonomy.concepts.values():
        if concept.name not in presented_concepts:
            message = f"{concept.name} stands in no presentation network"
            yield Fault(message, concept.source, hint="add a row to presentation.csv")


def _repeated_arcs(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find concepts that add to a total twice."""
    sources: dict[tuple[str, str, str], Source] = {}
    for arc in taxonomy.calculation:
        earlier_source = sources.setdefault((arc.network, arc.total, arc.concept), arc.source)
        if earlier_source is not arc.source:
            yield Fault(f"{arc.concept} already adds to {arc.total}", arc.source, related=(earlier_source,))


def _unpresented_calculations(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find totals and items that the network of their calculation does not present."""
    presented_concepts = {(row.network, row.concept) for row in taxonomy.presentation}
    for arc in taxonomy.calculation:
        for name in (arc.total, arc.concept):
            if (arc.network, name) not in presented_concepts:
                yield Fault(f"the network {arc.network} does not present {name}", arc.source)


def _known_calculations(taxonomy: Taxonomy) -> Iterator[tuple[CalculationArc, Concept, Concept]]:
    """List the arcs between known concepts, with their totals and items."""
    for arc in taxonomy.calculation:
        total, item = taxonomy.all_concepts.get(arc.total), taxonomy.all_concepts.get(arc.concept)
        if total and item:
            yield arc, total, item


def _calculation_types(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find calculations whose items are not numeric, or not of the total's kind."""
    for arc, total, item in _known_calculations(taxonomy):
        if total.abstract or item.abstract or not item.is_numeric or total.kind != item.kind:
            yield Fault(f"{item.name} ({item.type}) cannot add to {total.name} ({total.type})", arc.source)


def _calculation_periods(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find calculations whose items do not have the total's period type."""
    for arc, total, item in _known_calculations(taxonomy):
        if total.period != item.period:
            yield Fault(f"{item.name} ({item.period}) cannot add to {total.name} ({total.period})", arc.source)


def _calculation_weights(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find weights that do not fit the balances."""
    for arc, total, item in _known_calculations(taxonomy):
        if total.balance and item.balance:
            legal = 1 if total.balance == item.balance else -1
            if arc.weight != legal:
                message = (
                    f"{item.name} ({item.balance}) adds to {total.name} ({total.balance}) with weight {arc.weight}; "
                    f"these balances allow only {legal}"
                )
                yield Fault(message, arc.source)


def _cycles(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Find totals that add, through others, to themselves: the first such circle of each network."""
    arcs_by_network: dict[str, list[CalculationArc]] = {}
    for arc in taxonomy.calculation:
        arcs_by_network.setdefault(arc.network, []).append(arc)
    for arcs in arcs_by_network.values():
        sorter: TopologicalSorter[str] = TopologicalSorter()
        for arc in arcs:
            sorter.add(arc.total, arc.concept)
        try:
            sorter.prepare()
        except CycleError as error:
            circle = set(pairwise(error.args[1]))
            arc = next(arc for arc in arcs if (arc.concept, arc.total) in circle)
            yield Fault(f"{arc.concept} adds, through {arc.total}, to itself", arc.source)


def _is_abstract(taxonomy: Taxonomy, name: str) -> bool:
    concept = taxonomy.all_concepts.get(name)
    return concept is None or concept.abstract  # a name that is unknown has its own finding


def _concept_fault(taxonomy: Taxonomy, name: str, source: Source) -> Fault:
    hint = nearest(name, taxonomy.all_concepts)
    return Fault(f"there is no concept {name!r}", source, hint=hint)


def _label_fault(name: str, role: str, language: str, source: Source) -> Fault:
    message = f"{name} has no {role} in {language}"
    return Fault(message, source, hint="add it to labels.csv")


_E = Severity.ERROR
MISSING_LABEL = Rule(
    "taxonomy.missingLabel",
    _E,
    "A concept lacks a label in a role and language that it needs.",
    "EFM 6.10.04",
    _missing_labels,
)

#: The rules that a taxonomy keeps as a whole; their functions are given it, and give a `Fault` for each place.
CHECKS: tuple[Rule, ...] = (
    Rule(
        "taxonomy.illegalName",
        _E,
        "A concept's name is not a legal XML name.",
        "Namespaces in XML, NCName",
        _illegal_names,
    ),
    Rule(
        "taxonomy.badAbstract",
        _E,
        "An abstract concept has a type, balance or period that abstract headings lack.",
        "",
        _abstracts,
    ),
    Rule(
        "taxonomy.badDomain",
        _E,
        "A domain type or pattern is given to what is no typed dimension, or is illegal.",
        "Dimensions 1.0, 2.5.2.1",
        _typed_domains,
    ),
    Rule(
        "taxonomy.badHypercube",
        _E,
        "A hypercube, dimension or member stands where it cannot, or lacks what it needs.",
        "Dimensions 1.0, 2",
        _hypercubes,
    ),
    Rule(
        "taxonomy.otherDefault",
        _E,
        "A dimension has another default than the base gives it.",
        "Dimensions 1.0, 2.6.1 (xbrldte:TooManyDefaultMembersError)",
        _other_defaults,
    ),
    Rule(
        "taxonomy.oddAnchor",
        Severity.WARNING,
        "A concept of an extension is anchored to one of another kind, or to a heading.",
        "",
        _odd_anchors,
    ),
    Rule(
        "taxonomy.notAnchored",
        Severity.WARNING,
        "A concept of an extension that is reported has no anchor, which the filing style wants.",
        "Delegated Regulation (EU) 2019/815, annex IV, 9",
        _anchoring,
    ),
    Rule("taxonomy.badBalance", _E, "A concept that is not monetary has a balance.", "XBRL 2.1, 5.1.1.2", _balances),
    Rule("taxonomy.unknownConcept", _E, "A taxonomy table names a concept that does not exist.", "", _unknown_concepts),
    Rule(
        "taxonomy.unknownNetwork",
        _E,
        "A taxonomy table names a network that networks.csv does not define.",
        "",
        _unknown_networks,
    ),
    MISSING_LABEL,
    replace(rules.TAXONOMY_DUPLICATE_LABEL, function=_ambiguous_labels),
    Rule(
        "taxonomy.badOutline",
        _E,
        "The depths of a presentation network do not form an outline under one root.",
        "",
        _outlines,
    ),
    Rule(
        "taxonomy.duplicateArc",
        _E,
        "A network relates the same two concepts twice in the same way.",
        "XLink 1.0, 5.1.3",
        _duplicate_arcs,
    ),
    Rule("taxonomy.orphan", _E, "A concept stands in no presentation network.", "", _orphans),
    Rule(
        "taxonomy.calculationType",
        _E,
        "A calculation joins concepts that cannot be added.",
        "XBRL 2.1, 5.2.5.2",
        _calculation_types,
    ),
    Rule(
        "taxonomy.calculationPeriod",
        _E,
        "A calculation joins concepts of different period types.",
        "XBRL 2.1, 5.2.5.2",
        _calculation_periods,
    ),
    Rule(
        "taxonomy.calculationBalance",
        _E,
        "A calculation weight contradicts the balances of its two concepts.",
        "XBRL 2.1, 5.1.1.2",
        _calculation_weights,
    ),
    Rule(
        "taxonomy.calculationPresentation",
        _E,
        "A calculation names a concept that its network does not present.",
        "",
        _unpresented_calculations,
    ),
    Rule("taxonomy.calculationCycle", _E, "A calculation adds a concept into itself.", "", _cycles),
)
