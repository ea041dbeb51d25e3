"""What a taxonomy must keep before it is compiled: one function a rule, each giving the faults at the table rows."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from exporter.findings.findings import Finding, Source
from exporter.findings.nearest import nearest
from exporter.findings.registry import Fault, Rule
from exporter.report.names import illegal_character, is_ncname
from exporter.taxonomy import rules
from exporter.taxonomy.concepts import DOCUMENTATION, STANDARD
from exporter.taxonomy.hypercubes import misplaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter.taxonomy.concepts import CalculationArc, Concept, PresentationRow
    from exporter.taxonomy.model import Taxonomy

__all__ = ["CHECKS", "check_taxonomy"]

#: Kinds of concept that report no value.
_STRUCTURAL = {"hypercube", "dimension", "member"}


def check_taxonomy(taxonomy: Taxonomy) -> list[Finding]:
    """Everything that makes the taxonomy illegal or incomplete; its base is not checked again."""
    return [rule.finding(*fault) for rule in CHECKS if rule.function for fault in rule.function(taxonomy)]


def _names(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Names are XML names (Namespaces in XML, NCName)."""
    for concept in taxonomy.concepts.values():
        if not is_ncname(concept.local):
            message = f"{concept.local!r} is not a legal XML name"
            hint = "start with a letter; use letters, digits, '.', '-' and '_' only"
            yield Fault(message, concept.source, hint=hint)


def _abstracts(taxonomy: Taxonomy) -> Iterator[Fault]:
    """An abstract heading is a string, has no balance and, by convention, duration; so has what has no value."""
    for concept in taxonomy.concepts.values():
        structural = concept.kind in _STRUCTURAL
        if structural and not concept.abstract:
            message = f"{concept.name} is a {concept.kind} and must be abstract"
            yield Fault(message, concept.source)
        fits = (concept.type == "stringItemType" or structural) and concept.period == "duration"
        if concept.abstract and (not fits or concept.balance):
            message = f"{concept.name} is abstract but not a stringItemType of duration without balance"
            yield Fault(message, concept.source)


def _typed_domains(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Only a dimension has a domain type, only with one has it a pattern, and the pattern is a regular expression."""
    for concept in taxonomy.concepts.values():
        if concept.domain_type and concept.kind != "dimension":
            message = f"{concept.name} has a domain type but is no dimension"
            yield Fault(message, concept.source)
        if concept.domain_pattern and not concept.domain_type:
            message = f"{concept.name} has a domain pattern but no domain type"
            yield Fault(message, concept.source)
        try:
            re.compile(concept.domain_pattern or "")
        except re.error as error:
            message = f"{concept.domain_pattern!r} is no regular expression: {error}"
            yield Fault(message, concept.source)


def _hypercubes(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Hypercubes, dimensions and members stand where they can; explicit dimensions have a domain, typed ones none."""
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


def _balances(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Only monetary items have a balance (XBRL 2.1, 5.1.1.2)."""
    for concept in taxonomy.concepts.values():
        if concept.balance and concept.kind != "monetary" and not concept.abstract:
            message = f"{concept.name} has a balance but is a {concept.type}"
            yield Fault(message, concept.source)


def _anchors(taxonomy: Taxonomy) -> Iterator[Fault]:
    """An anchor is a concept of the base."""
    for concept in taxonomy.concepts.values():
        if concept.anchor and (taxonomy.base is None or concept.anchor not in taxonomy.base.all_concepts):
            yield _unknown(taxonomy, concept.anchor, concept.source)


def _known_names(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Every table speaks of concepts that exist."""
    seen = set()
    for name, role, _ in taxonomy.labels:
        if name not in taxonomy.all_concepts and (name, role) not in seen:
            seen.add((name, role))
            yield _unknown(taxonomy, name, Source("labels.csv"))
    for reference in taxonomy.references:
        if reference.concept not in taxonomy.all_concepts:
            yield _unknown(taxonomy, reference.concept, Source("references.csv"))
    rows: Iterable[PresentationRow | CalculationArc] = (*taxonomy.presentation, *taxonomy.calculation)
    for row in rows:
        for name in (row.concept, getattr(row, "total", row.concept)):
            if name not in taxonomy.all_concepts:
                yield _unknown(taxonomy, name, row.source)


def _unknown_networks(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Every table speaks of networks that exist."""
    rows: Iterable[PresentationRow | CalculationArc] = (*taxonomy.presentation, *taxonomy.calculation)
    for row in rows:
        if row.network not in taxonomy.networks:
            hint = nearest(row.network, taxonomy.networks)
            yield Fault(f"networks.csv has no network {row.network!r}", row.source, hint=hint)


def _labels(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Each own concept has a standard label in every language and a documentation in the main one."""
    for concept in taxonomy.concepts.values():
        wanted = [(STANDARD, language) for language in taxonomy.languages]
        for role, language in [*wanted, (DOCUMENTATION, taxonomy.languages[0])]:
            if not taxonomy.label(concept.name, role, language):
                yield _missing_label(concept.name, role, language, concept.source)


def _preferred_labels(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Each label role that a presentation asks for exists in every language (EFM 6.10.04)."""
    for row in taxonomy.presentation:
        if row.concept in taxonomy.all_concepts:
            for language in taxonomy.languages:
                if not taxonomy.label(row.concept, row.label_role, language):
                    yield _missing_label(row.concept, row.label_role, language, row.source)


def _label_texts(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Labels can be written in XML."""
    for (name, role, language), text in taxonomy.labels.items():
        if bad := illegal_character(text):
            message = f"the {role} of {name} in {language} has the character {bad}, which XML cannot carry"
            yield Fault(message, Source("labels.csv"))


def _ambiguous_labels(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Standard labels tell concepts apart."""
    standard: dict[tuple[str, str], str] = {}
    for (name, role, language), text in taxonomy.labels.items():
        if role == STANDARD:
            twin = standard.setdefault((language, text), name)
            if twin != name:
                message = f"{name} and {twin} have the same standard label in {language}: {text!r}"
                hint = "say in the label what tells them apart"
                yield Fault(message, Source("labels.csv"), hint=hint)


def _outlines(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Each presentation network is an outline under one root, and only abstract concepts have children."""
    before: dict[str, PresentationRow] = {}
    for row in taxonomy.presentation:
        above = before.get(row.network)
        if (row.depth == 0) != (above is None) or (above and row.depth > above.depth + 1):
            expected = "0" if above is None else f"1 to {above.depth + 1}"
            message = f"depth {row.depth} of {row.concept} does not continue the outline; expected {expected}"
            yield Fault(message, row.source)
        elif above and row.depth > above.depth and not _is_abstract(taxonomy, above.concept):
            message = f"{row.concept} stands below {above.concept}, which is not abstract"
            yield Fault(message, row.source)
        before[row.network] = row


def _presentation_arcs(taxonomy: Taxonomy) -> Iterator[Fault]:
    """A concept stands once under a parent in one label role."""
    seen: dict[tuple[str, str | None, str, str], Source] = {}
    path: list[str] = []
    for row in taxonomy.presentation:
        del path[row.depth :]
        key = (row.network, path[-1] if path else None, row.concept, row.label_role)
        twin = seen.setdefault(key, row.source)
        if twin is not row.source:
            message = f"{row.concept} already stands under {key[1]} as {row.label_role}"
            yield Fault(message, row.source, related=(twin,))
        path.append(row.concept)


def _orphans(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Each own concept is presented somewhere."""
    presented = {row.concept for row in taxonomy.presentation}
    for concept in taxonomy.concepts.values():
        if concept.name not in presented:
            message = f"{concept.name} stands in no presentation network"
            yield Fault(message, concept.source, hint="add a row to presentation.csv")


def _repeated_arcs(taxonomy: Taxonomy) -> Iterator[Fault]:
    """A concept adds to a total once."""
    seen: dict[tuple[str, str, str], Source] = {}
    for arc in taxonomy.calculation:
        twin = seen.setdefault((arc.network, arc.total, arc.concept), arc.source)
        if twin is not arc.source:
            yield Fault(f"{arc.concept} already adds to {arc.total}", arc.source, related=(twin,))


def _unpresented_calculations(taxonomy: Taxonomy) -> Iterator[Fault]:
    """What adds is presented in the same network."""
    presented = {(row.network, row.concept) for row in taxonomy.presentation}
    for arc in taxonomy.calculation:
        for name in (arc.total, arc.concept):
            if (arc.network, name) not in presented:
                yield Fault(f"the network {arc.network} does not present {name}", arc.source)


def _calculations(taxonomy: Taxonomy) -> Iterator[tuple[CalculationArc, Concept, Concept]]:
    """List the arcs between known concepts, with their totals and items."""
    for arc in taxonomy.calculation:
        total, item = taxonomy.all_concepts.get(arc.total), taxonomy.all_concepts.get(arc.concept)
        if total and item:
            yield arc, total, item


def _calculation_types(taxonomy: Taxonomy) -> Iterator[Fault]:
    """What is added is numeric, and of the total's kind."""
    for arc, total, item in _calculations(taxonomy):
        if total.abstract or item.abstract or not item.is_numeric or total.kind != item.kind:
            yield Fault(f"{item.name} ({item.type}) cannot add to {total.name} ({total.type})", arc.source)


def _calculation_periods(taxonomy: Taxonomy) -> Iterator[Fault]:
    """What is added has the total's period type."""
    for arc, total, item in _calculations(taxonomy):
        if total.period != item.period:
            yield Fault(f"{item.name} ({item.period}) cannot add to {total.name} ({total.period})", arc.source)


def _calculation_weights(taxonomy: Taxonomy) -> Iterator[Fault]:
    """Weights fit balances."""
    for arc, total, item in _calculations(taxonomy):
        if total.balance and item.balance:
            legal = 1 if total.balance == item.balance else -1
            if arc.weight != legal:
                message = (
                    f"{item.name} ({item.balance}) adds to {total.name} ({total.balance}) with weight {arc.weight}; "
                    f"these balances allow only {legal}"
                )
                yield Fault(message, arc.source)


def _cycles(taxonomy: Taxonomy) -> Iterator[Fault]:
    """No total adds, through others, to itself."""
    parts: dict[tuple[str, str], list[CalculationArc]] = {}
    for arc in taxonomy.calculation:
        parts.setdefault((arc.network, arc.total), []).append(arc)
    for start in parts:
        reached, waiting = set(), [start]
        while waiting:
            for arc in parts.get(waiting.pop(), []):
                if arc.concept == start[1]:
                    message = f"{arc.concept} adds, through {arc.total}, to itself"
                    yield Fault(message, arc.source)
                elif arc.concept not in reached:
                    reached.add(arc.concept)
                    waiting.append((arc.network, arc.concept))


def _is_abstract(taxonomy: Taxonomy, name: str) -> bool:
    concept = taxonomy.all_concepts.get(name)
    return concept is None or concept.abstract  # a name that is unknown has its own finding


def _unknown(taxonomy: Taxonomy, name: str, source: Source) -> Fault:
    hint = nearest(name, taxonomy.all_concepts)
    return Fault(f"there is no concept {name!r}", source, hint=hint)


def _missing_label(name: str, role: str, language: str, source: Source) -> Fault:
    message = f"{name} has no {role} in {language}"
    return Fault(message, source, hint="add it to labels.csv")


#: The rules that a taxonomy keeps as a whole; their functions are given it, and give a `Fault` for each place.
CHECKS: tuple[Rule, ...] = tuple(
    replace(rule, function=function)
    for rule, function in (
        (rules.TAXONOMY_ILLEGAL_NAME, _names),
        (rules.TAXONOMY_BAD_ABSTRACT, _abstracts),
        (rules.TAXONOMY_BAD_DOMAIN, _typed_domains),
        (rules.TAXONOMY_BAD_HYPERCUBE, _hypercubes),
        (rules.TAXONOMY_BAD_BALANCE, _balances),
        (rules.TAXONOMY_UNKNOWN_CONCEPT, _anchors),
        (rules.TAXONOMY_UNKNOWN_CONCEPT, _known_names),
        (rules.TAXONOMY_UNKNOWN_NETWORK, _unknown_networks),
        (rules.TAXONOMY_MISSING_LABEL, _labels),
        (rules.TAXONOMY_MISSING_LABEL, _preferred_labels),
        (rules.TAXONOMY_BAD_VALUE, _label_texts),
        (rules.TAXONOMY_DUPLICATE_LABEL, _ambiguous_labels),
        (rules.TAXONOMY_BAD_OUTLINE, _outlines),
        (rules.TAXONOMY_DUPLICATE_ARC, _presentation_arcs),
        (rules.TAXONOMY_ORPHAN, _orphans),
        (rules.TAXONOMY_DUPLICATE_ARC, _repeated_arcs),
        (rules.TAXONOMY_CALCULATION_TYPE, _calculation_types),
        (rules.TAXONOMY_CALCULATION_PERIOD, _calculation_periods),
        (rules.TAXONOMY_CALCULATION_BALANCE, _calculation_weights),
        (rules.TAXONOMY_CALCULATION_PRESENTATION, _unpresented_calculations),
        (rules.TAXONOMY_CALCULATION_CYCLE, _cycles),
    )
)
