"""A taxonomy in memory: concepts, labels, networks and references, and the base it extends."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from exporter.report.languages import matching_language
from exporter.taxonomy.concepts import LABEL_ROLES
from exporter.taxonomy.definition_arcs import arcs_of_plain_items, outline_arcs
from exporter.taxonomy.dimensional_relationships import DimensionalRelationships
from exporter.taxonomy.filing_styles import PLAIN, FilingStyle
from exporter.taxonomy.hypercubes import outline_hypercubes
from exporter.taxonomy.relationships import DIMENSION_ARCROLE, RELATIONSHIP_COLUMNS, own_relationships
from exporter.taxonomy.value_types import KNOWN_TYPES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from exporter.taxonomy.concepts import CalculationArc, Concept, Network, PresentationRow, Reference
    from exporter.taxonomy.hypercubes import Hypercube
    from exporter.taxonomy.origin import Origin
    from exporter.taxonomy.relationships import DefinitionArc
    from exporter.taxonomy.value_types import ValueType

__all__ = ["Taxonomy"]


@dataclass(frozen=True)
class Taxonomy:
    """A taxonomy as its tables give it, or one of others as the index of its set does.

    Attributes:
        name: base of its file names, `gaap-2026`, `iij-20030930`.
        prefix: prefix of its own concepts; empty of one of others, whose concepts have several.
        namespace: its target namespace; roles lie below it, and so do its published files; empty likewise.
        title: its title by language, for the package.
        languages: the languages in which every concept has a standard label, the first being the main one.
        publisher: who publishes it, and `publisher_url` where.
        folder: where its tables lie.
        base: the taxonomy it extends.
        concepts: own concepts by prefixed name.
        labels: text by concept, role and language; an extension may relabel concepts of its base.
        label_roles: roles of labels that it defines, by a short name, with their URIs.
        types: its own types of values, by what `Concept.type` calls them; none of those that tables may name.
        whole: the taxonomy as it is published, where this one has its statements in chosen forms alone.
        origin: of a taxonomy of others where it is published; None of one of ours.
        style: of an extension what the regulator wants of it.
    """

    name: str
    prefix: str
    namespace: str
    version: str
    title: dict[str, str]
    languages: tuple[str, ...]
    publisher: str
    publisher_url: str
    folder: Path
    base: Taxonomy | None = None
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    labels: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    label_roles: dict[str, str] = field(default_factory=dict)
    networks: Mapping[str, Network] = field(default_factory=dict)
    presentation: Sequence[PresentationRow] = ()
    calculation: Sequence[CalculationArc] = ()
    references: Sequence[Reference] = ()
    types: Mapping[str, ValueType] = field(default_factory=dict)
    whole: Taxonomy | None = None
    origin: Origin | None = None
    style: FilingStyle = PLAIN

    @cached_property
    def hypercubes(self) -> tuple[Hypercube, ...]:
        """The hypercubes of its own networks, as its outlines tell them; those of others have theirs in arcs."""
        return () if self.origin else outline_hypercubes(self.presentation, self.all_concepts)

    @cached_property
    def relationships(self) -> pl.DataFrame:
        """The dimensional relationships of its DTS, as a table with the columns of `RELATIONSHIP_COLUMNS`.

        Those of its base are among them where its schema brings them in.
        """
        if self.origin:
            is_dimensional = pl.col("arcrole").str.starts_with(DIMENSION_ARCROLE)
            return self.origin.relationships.filter(is_dimensional).select(RELATIONSHIP_COLUMNS.names())
        own = own_relationships(self.definition_arcs, self.style.container)
        return pl.concat([self.base.relationships, own]) if self.base and self.brings_in_base else own

    @cached_property
    def definition_arcs(self) -> tuple[DefinitionArc, ...]:
        """The dimensional arcs that it defines itself; those of others have theirs in `relationships`."""
        defaults = self.base.dimensional_relationships.defaults if self.base and self.brings_in_base else {}
        arcs = outline_arcs(self.hypercubes, self.role_uri, defaults)
        hypercube = self.style.hypercube_of_plain_items
        if self.base is None or hypercube is None:
            return tuple(arcs)
        return (*arcs, *arcs_of_plain_items(hypercube, self.base.relationships, self._plain_items()))

    def _plain_items(self) -> Iterator[str]:
        """Yield the line items that it presents and that are in none of its hypercubes."""
        dimensional = {
            name for cube in self.hypercubes for name in (cube.line_items, *(item for _, item in cube.items))
        }
        for name in dict.fromkeys(row.concept for row in self.presentation):
            concept = self.all_concepts.get(name)
            if concept and not concept.abstract and name not in dimensional:
                yield name

    @property
    def brings_in_base(self) -> bool:
        """Whether its schema brings in the linkbases of its base, and not the concepts alone."""
        return self.base is not None and self.base.origin is not None and self.style.brings_in_base

    @property
    def calculation_in_force(self) -> Sequence[CalculationArc]:
        """The calculation arcs of its set: its own, and those of the base where they are brought in."""
        return [*self.base.calculation, *self.calculation] if self.base and self.brings_in_base else self.calculation

    @cached_property
    def dimensional_relationships(self) -> DimensionalRelationships:
        """What its relationships say of concepts, dimensions and members, looked up as it is asked for."""
        return DimensionalRelationships(self.relationships, self.typed_domains)

    @property
    def published(self) -> Taxonomy:
        """The taxonomy with all the forms of its statements."""
        return self.whole or self

    @property
    def packages(self) -> tuple[Path, ...]:
        """The packages that hold what others publish of it and of its base."""
        origin = self.base.origin if self.base else self.origin
        return tuple(path for path in origin.sources if path.suffix not in {".xsd", ".xml"}) if origin else ()

    @property
    def is_whole(self) -> bool:
        """Whether all its schemas are there, and those of its base; if not, there may be further concepts."""
        return all(layer.origin is None or layer.origin.is_whole for layer in (self, self.base) if layer is not None)

    @property
    def elements(self) -> frozenset[str]:
        """The global elements that are no concepts, of others: they may be members of dimensions."""
        layers = [layer for layer in (self, self.base) if layer is not None and layer.origin is not None]
        return frozenset(name for layer in layers for name in (layer.origin.elements if layer.origin else ()))

    @property
    def not_judged(self) -> tuple[str, ...]:
        """What it asks for of facts and the own judge does not look at, such as formulas."""
        base = self.base.not_judged if self.base and self.brings_in_base else ()
        return (*base, *(self.origin.not_judged if self.origin else ()))

    @property
    def forms(self) -> dict[str, str]:
        """The statement of each network that is a form of one."""
        return {key: network.statement for key, network in self.networks.items() if network.statement}

    @property
    def usual_forms(self) -> frozenset[str]:
        """The first form of each statement, which counts where a project chooses none."""
        first_forms: dict[str, str] = {}
        for form, statement in self.published.forms.items():
            first_forms.setdefault(statement, form)
        return frozenset(first_forms.values())

    def in_forms(self, chosen: Collection[str]) -> Taxonomy:
        """Leave out the forms of statements that do not count: give the taxonomy as a project uses it.

        Args:
            chosen: networks that are forms of statements; of a statement that has none of them the usual form stays.
        """
        if not self.forms:
            return self
        statements = {self.forms[form] for form in chosen}
        kept = {*chosen, *(form for form in self.usual_forms if self.forms[form] not in statements)}
        left_out = self.forms.keys() - kept
        reduced = replace(
            self,
            networks={key: network for key, network in self.networks.items() if key not in left_out},
            presentation=tuple(row for row in self.presentation if row.network not in left_out),
            calculation=tuple(arc for arc in self.calculation if arc.network not in left_out),
            whole=self,
        )
        reduced.__dict__["hypercubes"] = self.hypercubes  # which no choice of forms leaves out
        return reduced

    @property
    def all_label_roles(self) -> dict[str, str]:
        """The URI of each role that a label may have, those of its base and of every taxonomy included."""
        return {**(self.base.all_label_roles if self.base else LABEL_ROLES), **self.label_roles}

    def with_labels(self, labels: dict[tuple[str, str, str], str]) -> Taxonomy:
        """Relabel concepts: give the taxonomy with further labels, which count in place of its own."""
        relabelled = replace(self, labels={**self.labels, **labels})
        relabelled.__dict__["hypercubes"] = self.hypercubes  # which do not depend on labels
        return relabelled

    @cached_property
    def all_concepts(self) -> Mapping[str, Concept]:
        """Own concepts and those of the base, by prefixed name."""
        return {**self.base.all_concepts, **self.concepts} if self.base else self.concepts

    @cached_property
    def value_types(self) -> Mapping[str, ValueType]:
        """Its types of values, those of its base, and those that tables may name, by what `Concept.type` calls them."""
        return {**(self.base.value_types if self.base else KNOWN_TYPES), **self.types}

    @cached_property
    def typed_domains(self) -> dict[str, str]:
        """For each typed dimension the element that holds its members."""
        if self.origin:
            return dict(self.origin.typed_domains)
        own = {name: f"{name}.domain" for name, concept in self.concepts.items() if concept.domain_type}
        return {**(self.base.typed_domains if self.base else {}), **own}

    @cached_property
    def namespaces(self) -> dict[str, str]:
        """Prefix to namespace, of the base too."""
        if self.origin:
            return dict(self.origin.namespaces)
        return {**(self.base.namespaces if self.base else {}), self.prefix: self.namespace}

    @property
    def schema_file(self) -> str:
        """The file name of its schema."""
        return f"{self.name}.xsd"

    @property
    def schema_url(self) -> str:
        """Where its schema is published."""
        return f"{self.namespace}/{self.schema_file}"

    @property
    def entry_point(self) -> str:
        """The file name of the schema that brings in all linkbases.

        A base keeps them apart, so that an extension can import its concepts without its networks and labels.
        """
        return self.schema_file if self.base else f"{self.name}-all.xsd"

    def label(self, concept: str, role: str, language: str) -> str | None:
        """Look up the label of a concept: its own or, for want of one, the base's.

        A published taxonomy may have labels in `en-US` where `en` is asked for, or the other way round.
        """
        if self.origin and language not in self.languages:
            language = matching_language(language, self.languages) or language
        own_label = self.labels.get((concept, role, language))
        return self.base.label(concept, role, language) if own_label is None and self.base else own_label

    def role_uri(self, network: str) -> str:
        """Give the URI of a network's extended link role."""
        known = self.networks.get(network)
        if known and known.uri:
            return known.uri
        start = "/".join(self.namespace.split("/")[:3]) if self.style.roles_at_authority else self.namespace
        return f"{start}/role/{network}"

    def address(self, concept: str) -> str:
        """Say where a concept is declared, its own or the base's, as seen from its own files: `acme.xsd#acme_Sales`."""
        if concept not in self.concepts and self.base:
            return self.base.published_address(concept)
        return f"{self.schema_file}#{concept.replace(':', '_')}"

    def published_address(self, concept: str) -> str:
        """Say where a concept is declared, as seen from elsewhere: a URL, `#`, and the element's id."""
        if self.origin:
            return self.origin.addresses[concept]
        if concept not in self.concepts and self.base:
            return self.base.published_address(concept)
        return f"{self.schema_url}#{concept.replace(':', '_')}"
