"""A taxonomy in memory: concepts, labels, networks and references, and the base it extends."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from exporter.namespaces import XBRLDT

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings import Source

__all__ = [
    "DOCUMENTATION",
    "DOMAIN_TYPES",
    "ITEM_TYPES",
    "LABEL_ROLES",
    "STANDARD",
    "TOTAL",
    "UNITS",
    "CalculationArc",
    "Concept",
    "Network",
    "PresentationRow",
    "Reference",
    "Taxonomy",
]

_XBRL_TYPES = "http://www.xbrl.org/2003/instance"
_REGISTRY_TYPES = "http://www.xbrl.org/dtr/type/2022-03-31"

#: Item types by local name: the namespace that defines each, and the kind of value it holds. The last three are for
#: what reports no value: members, hypercubes and dimensions.
ITEM_TYPES: dict[str, tuple[str, str]] = {
    "monetaryItemType": (_XBRL_TYPES, "monetary"),
    "sharesItemType": (_XBRL_TYPES, "shares"),
    "pureItemType": (_XBRL_TYPES, "pure"),
    "decimalItemType": (_XBRL_TYPES, "number"),
    "integerItemType": (_XBRL_TYPES, "integer"),
    "perShareItemType": (_REGISTRY_TYPES, "per share"),
    "percentItemType": (_REGISTRY_TYPES, "pure"),
    "stringItemType": (_XBRL_TYPES, "text"),
    "normalizedStringItemType": (_XBRL_TYPES, "text"),
    "textBlockItemType": (_REGISTRY_TYPES, "text"),
    "anyURIItemType": (_XBRL_TYPES, "text"),
    "booleanItemType": (_XBRL_TYPES, "boolean"),
    "dateItemType": (_XBRL_TYPES, "date"),
    "gYearItemType": (_XBRL_TYPES, "year"),
    "domainItemType": (_REGISTRY_TYPES, "member"),
    "hypercubeItem": (XBRLDT, "hypercube"),
    "dimensionItem": (XBRLDT, "dimension"),
}

#: The units that fit a kind of value, as regular expressions; any unit fits the other numeric kinds.
UNITS: dict[str, str] = {
    "monetary": "iso4217:[A-Z]{3}",
    "per share": "iso4217:[A-Z]{3}/xbrli:shares",
    "shares": "xbrli:shares",
    "pure": "xbrli:pure",
}

#: What a typed dimension's members may be: types of XML Schema.
DOMAIN_TYPES = ("string", "token", "integer", "decimal", "date", "gYear", "boolean", "anyURI", "QName")

#: Label roles by the last part of their URI.
LABEL_ROLES: dict[str, str] = {
    "label": "http://www.xbrl.org/2003/role/label",
    "terseLabel": "http://www.xbrl.org/2003/role/terseLabel",
    "verboseLabel": "http://www.xbrl.org/2003/role/verboseLabel",
    "totalLabel": "http://www.xbrl.org/2003/role/totalLabel",
    "periodStartLabel": "http://www.xbrl.org/2003/role/periodStartLabel",
    "periodEndLabel": "http://www.xbrl.org/2003/role/periodEndLabel",
    "documentation": "http://www.xbrl.org/2003/role/documentation",
    "negatedLabel": "http://www.xbrl.org/2009/role/negatedLabel",
    "negatedTerseLabel": "http://www.xbrl.org/2009/role/negatedTerseLabel",
    "negatedTotalLabel": "http://www.xbrl.org/2009/role/negatedTotalLabel",
    "negatedPeriodStartLabel": "http://www.xbrl.org/2009/role/negatedPeriodStartLabel",
    "negatedPeriodEndLabel": "http://www.xbrl.org/2009/role/negatedPeriodEndLabel",
}
STANDARD, TOTAL, DOCUMENTATION = "label", "totalLabel", "documentation"


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept; `name` is prefixed, `gaap:Revenues`."""

    name: str
    type: str
    period: str
    balance: str | None
    abstract: bool
    source: Source
    #: The concept of the base that this one is a special case of.
    anchor: str | None = None
    #: Of a typed dimension: the XML Schema type of its members, and a regular expression that they match, if any.
    domain_type: str | None = None
    domain_pattern: str | None = None

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.partition(":")[2]

    @property
    def kind(self) -> str:
        """What its values are: monetary, shares, pure, per share, number, integer, text, boolean, date or year.

        Or what it is, if it has none: member, hypercube or dimension.
        """
        return ITEM_TYPES[self.type][1]

    @property
    def is_numeric(self) -> bool:
        """Whether its facts have a unit."""
        return self.kind in {"monetary", "shares", "pure", "per share", "number", "integer"}


@dataclass(frozen=True, slots=True)
class Network:
    """An extended link role: its key, and its definition `number - type - title`."""

    key: str
    definition: str
    source: Source


@dataclass(frozen=True, slots=True)
class PresentationRow:
    """A line of a presentation network's outline."""

    network: str
    depth: int
    concept: str
    label_role: str
    source: Source


@dataclass(frozen=True, slots=True)
class CalculationArc:
    """A concept that adds to a total with weight 1 or -1."""

    network: str
    total: str
    concept: str
    weight: int
    source: Source


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to the literature: the parts that are given, by their names in the reference part schema."""

    concept: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Taxonomy:
    """A taxonomy as its tables give it.

    Attributes:
        name: base of its file names, `gaap-2026`, `iij-20030930`.
        prefix: prefix of its own concepts.
        namespace: its target namespace; roles lie below it, and so do its published files.
        title: its title by language, for the package.
        languages: the languages in which every concept has a standard label, the first being the main one.
        publisher: who publishes it, and `publisher_url` where.
        folder: where its tables lie.
        base: the taxonomy it extends.
        concepts: own concepts by prefixed name.
        labels: text by concept, role and language; an extension may relabel concepts of its base.
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
    concepts: dict[str, Concept] = field(default_factory=dict)
    labels: dict[tuple[str, str, str], str] = field(default_factory=dict)
    networks: dict[str, Network] = field(default_factory=dict)
    presentation: tuple[PresentationRow, ...] = ()
    calculation: tuple[CalculationArc, ...] = ()
    references: tuple[Reference, ...] = ()

    @cached_property
    def all_concepts(self) -> dict[str, Concept]:
        """Own concepts and those of the base, by prefixed name."""
        return {**(self.base.all_concepts if self.base else {}), **self.concepts}

    @cached_property
    def typed_domains(self) -> dict[str, str]:
        """For each typed dimension the element that holds its members."""
        return {name: f"{name}.domain" for name, concept in self.all_concepts.items() if concept.domain_type}

    @cached_property
    def namespaces(self) -> dict[str, str]:
        """Prefix to namespace, of the base too."""
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
        """The label of a concept: its own or, for want of one, the base's."""
        own = self.labels.get((concept, role, language))
        return self.base.label(concept, role, language) if own is None and self.base else own

    def role_uri(self, network: str) -> str:
        """The URI of a network's extended link role."""
        return f"{self.namespace}/role/{network}"
