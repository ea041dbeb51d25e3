"""What taxonomies are made of: concepts and their types, label roles, the rows of networks, references."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter.report.names import XBRLDT

if TYPE_CHECKING:
    from exporter.findings.findings import Source

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
