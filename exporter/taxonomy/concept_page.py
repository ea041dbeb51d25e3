"""Everything about a concept, as a short page of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exporter.errors import MisuseError
from exporter.findings.nearest import nearest
from exporter.taxonomy.concepts import DOCUMENTATION, STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.taxonomy.concepts import Concept
    from exporter.taxonomy.model import Taxonomy

__all__ = ["about_concept", "concept_page"]

_MOST = 12


def about_concept(taxonomy: Taxonomy, name: str) -> dict[str, Any]:
    """Collect what a taxonomy says of a concept.

    Args:
        taxonomy: ours or a published one, its base included.
        name: prefixed, or the local name alone where one concept has it.

    Returns: texts, lists of texts, and flags by what they are; what there is not is left out.

    Raises:
        MisuseError: there is no such concept, or there are several.
    """
    concept = _found(taxonomy, name)
    value_type = taxonomy.value_types.get(concept.type)
    about: dict[str, Any] = {
        "concept": concept.name,
        "namespace": taxonomy.namespaces[concept.name.partition(":")[0]],
        "declared": taxonomy.published_address(concept.name),
        "type": " < ".join(part.rpartition("}")[2] for part in value_type.chain) if value_type else concept.type,
        "values": _value_text(concept),
        "facets": [
            f"{facet} {', '.join(values)}"
            for step in (value_type.steps if value_type else ())
            for facet, values in step.items()
        ],
        "labels": list(_labels(taxonomy, concept.name)),
        "documentation": [
            text for language in taxonomy.languages if (text := taxonomy.label(concept.name, DOCUMENTATION, language))
        ],
        "references": [
            " ".join(f"{part} {text}" for part, text in reference.parts)
            for layer in _layers(taxonomy)
            for reference in layer.references
            if reference.concept == concept.name
        ],
        "presented": list(dict.fromkeys(_presented(taxonomy, concept.name))),
        "adds to": [
            _sum_text(arc.total, arc.weight, arc.network) for arc in _arcs(taxonomy) if arc.concept == concept.name
        ],
        "is the sum of": [
            _sum_text(arc.concept, arc.weight, arc.network) for arc in _arcs(taxonomy) if arc.total == concept.name
        ],
        "hypercubes": list(dict.fromkeys(_hypercubes(taxonomy, concept.name))),
        "dimension": list(_dimension(taxonomy, concept)),
        "anchors": [f"{general} is wider than {special}" for general, special in concept.anchors],
        "related": list(_related(taxonomy, concept.name)),
    }
    return {what: value for what, value in about.items() if value}


def concept_page(taxonomy: Taxonomy, name: str) -> str:
    """Write what a taxonomy says of a concept as a page; see `about_concept` for arguments and errors."""
    lines = []
    for what, value in about_concept(taxonomy, name).items():
        texts = [value] if isinstance(value, str) else value
        shown = [*texts[:_MOST], *([f"and {len(texts) - _MOST} more"] if len(texts) > _MOST else [])]
        lines += [f"{what if not number else '':14}  {' '.join(text.split())}" for number, text in enumerate(shown)]
    return "\n".join(lines)


def _found(taxonomy: Taxonomy, name: str) -> Concept:
    concepts = taxonomy.all_concepts
    names = [name] if name in concepts else [each for each in concepts if each.partition(":")[2] == name]
    if len(names) > 1:
        raise MisuseError(f"there are several concepts {name!r}: {', '.join(names)}")
    if not names:
        hint = nearest(name, concepts) or "look for one with: exporter taxonomy search"
        raise MisuseError(f"{taxonomy.name} has no concept {name!r}; {hint}")
    return concepts[names[0]]


def _layers(taxonomy: Taxonomy) -> list[Taxonomy]:
    return [taxonomy, *([taxonomy.base] if taxonomy.base else [])]


def _value_text(concept: Concept) -> str:
    flags = ("abstract" * concept.abstract, "" if concept.nillable else "never nil")
    return ", ".join(filter(None, (concept.kind, concept.period, concept.balance, *flags)))


def _labels(taxonomy: Taxonomy, name: str) -> Iterator[str]:
    roles = sorted(taxonomy.all_label_roles, key=lambda role: role != STANDARD)
    for language in taxonomy.languages:
        for role in roles:
            if role != DOCUMENTATION and (text := taxonomy.label(name, role, language)):
                yield f"{text} ({language}{'' if role == STANDARD else f', {role}'})"


def _presented(taxonomy: Taxonomy, name: str) -> Iterator[str]:
    """Yield the networks in which a concept stands, with what it stands below."""
    for layer in _layers(taxonomy):
        path: list[str] = []
        for row in layer.presentation:
            del path[row.depth :]
            if row.concept == name:
                network = layer.networks.get(row.network)
                yield " > ".join([network.definition if network else row.network, *path])
            path.append(row.concept)


def _arcs(taxonomy: Taxonomy) -> list[Any]:
    return [arc for layer in _layers(taxonomy) for arc in layer.calculation]


def _sum_text(concept: str, weight: object, network: str) -> str:
    return f"{concept} with weight {weight} ({network})"


def _hypercubes(taxonomy: Taxonomy, name: str) -> Iterator[str]:
    """Yield the hypercubes that a concept has, with their dimensions."""
    relationships = taxonomy.dimensional_relationships
    for cube in relationships.hypercubes(name):
        axes = ", ".join(dimension.name for dimension in relationships.dimensions(cube)) or "no dimension"
        yield f"{'not ' * cube.is_negated}{cube.hypercube}: {axes}"


def _dimension(taxonomy: Taxonomy, concept: Concept) -> Iterator[str]:
    """Yield the default of a dimension and its members, or what holds them if it is typed."""
    if concept.kind != "dimension":
        return
    if concept.name in taxonomy.typed_domains:
        yield f"typed: members are texts of {taxonomy.typed_domains[concept.name]}"
        return
    relationships = taxonomy.dimensional_relationships
    if default := relationships.defaults.get(concept.name):
        yield f"default {default}"
    arcs = taxonomy.relationships.filter(source=concept.name)
    roles = arcs["role"].unique(maintain_order=True)
    for role in roles:
        yield from sorted(relationships.dimension_members(concept.name, role))


def _related(taxonomy: Taxonomy, name: str) -> Iterator[str]:
    """Yield other arcs of a published taxonomy that lead from or to a concept: what replaces it, what it replaces."""
    for layer in _layers(taxonomy):
        if layer.origin is None:
            continue
        arcs = layer.origin.relationships
        kinds = arcs["arcrole"].str.split("/").list.last()
        usual = ("parent-child", "summation-item", "domain-member", "dimension-domain", "dimension-default")
        others = arcs.filter(~kinds.is_in([*usual, "all", "notAll", "hypercube-dimension"]))
        for arcrole, source, target in others.select("arcrole", "source", "target").iter_rows():
            if name in {source, target}:
                yield f"{source} {arcrole.rpartition('/')[2]} {target}"
