"""What taxonomies are made of: concepts and their types, label roles, the rows of networks, references."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter.report.names import XBRLDT, XBRLI

if TYPE_CHECKING:
    from decimal import Decimal

    from exporter.findings.findings import Source

__all__ = [
    "DOCUMENTATION",
    "DOMAIN_TYPES",
    "INTEGERS",
    "ITEM_TYPES",
    "LABEL_ROLES",
    "NUMERIC_KINDS",
    "REGISTRY_TYPES",
    "STANDARD",
    "UNITS",
    "CalculationArc",
    "Concept",
    "Network",
    "PresentationRow",
    "Reference",
    "kind_of",
]

_TEXT_BLOCK = "textBlockItemType"
#: The namespace of the registered types that our tables may name (Data Type Registry).
REGISTRY_TYPES = "http://www.xbrl.org/dtr/type/2022-03-31"

#: The item types that a taxonomy's tables may name, and the namespace that defines each. The last ones are for what
#: reports no value: members, hypercubes and dimensions.
ITEM_TYPES: dict[str, str] = {
    "monetaryItemType": XBRLI,
    "sharesItemType": XBRLI,
    "pureItemType": XBRLI,
    "decimalItemType": XBRLI,
    "integerItemType": XBRLI,
    "perShareItemType": REGISTRY_TYPES,
    "percentItemType": REGISTRY_TYPES,
    "stringItemType": XBRLI,
    "normalizedStringItemType": XBRLI,
    "textBlockItemType": REGISTRY_TYPES,
    "anyURIItemType": XBRLI,
    "booleanItemType": XBRLI,
    "dateItemType": XBRLI,
    "gYearItemType": XBRLI,
    "gMonthDayItemType": XBRLI,
    "domainItemType": REGISTRY_TYPES,
    "hypercubeItem": XBRLDT,
    "dimensionItem": XBRLDT,
}

#: The whole numbers of XML Schema.
INTEGERS = (
    *("integer", "nonPositiveInteger", "negativeInteger", "nonNegativeInteger", "positiveInteger"),
    *("long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
)
#: Registered types with a kind of their own, whatever namespace they are in: the registry had several.
_REGISTERED_KINDS = {
    "perShareItemType": "per share",
    "domainItemType": "member",
    "enumerationItemType": "enumeration",
    **dict.fromkeys(("enumerationSetItemType", "enumerationsItemType", "enumerationListItemType"), "enumeration set"),
}
#: The kind of value of each item type of XBRL 2.1 (5.1.1.3), and of registered types whose values are of a narrower
#: one. A type that is not here has the kind of the one that it is based on.
_KINDS: dict[str, str] = {
    **{f"{name}ItemType": "integer" for name in INTEGERS},
    **dict.fromkeys(("floatItemType", "doubleItemType"), "float"),
    "monetaryItemType": "monetary",
    "sharesItemType": "shares",
    "pureItemType": "pure",
    "percentItemType": "pure",
    "decimalItemType": "number",
    "fractionItemType": "fraction",
    **dict.fromkeys(("stringItemType", "normalizedStringItemType", "tokenItemType"), "text"),
    **dict.fromkeys(("textBlockItemType", "anyURIItemType"), "text"),
    **dict.fromkeys(("QNameItemType", "NameItemType", "NCNameItemType", "languageItemType"), "name"),
    **dict.fromkeys(("hexBinaryItemType", "base64BinaryItemType"), "binary"),
    "booleanItemType": "boolean",
    "dateItemType": "date",
    "dateTimeItemType": "date or time",
    "timeItemType": "time of day",
    "durationItemType": "length of time",
    "gYearItemType": "year",
    "gYearMonthItemType": "month of a year",
    "gMonthItemType": "month",
    "gMonthDayItemType": "day of the year",
    "gDayItemType": "day of a month",
    **_REGISTERED_KINDS,
    "tuple": "tuple",
    "hypercubeItem": "hypercube",
    "dimensionItem": "dimension",
}
#: The kinds of values that have a unit.
NUMERIC_KINDS = ("monetary", "shares", "pure", "per share", "number", "integer", "float", "fraction")


def kind_of(item_type: str, base_type: str | None = None) -> str:
    """Give the kind of value of an item type.

    Args:
        item_type: the local name of a type of XBRL 2.1 or of our tables, or the prefixed name of any type.
        base_type: the local name of the item type of XBRL 2.1 that it is derived from, where it is not one itself.

    Returns: monetary, shares, pure, per share, number, integer, float, fraction, text, name, binary, boolean, date,
        date or time, time of day, length of time, year, month of a year, month, day of the year, day of a month,
        enumeration or enumeration set; or member, hypercube, dimension or tuple; or other, where the base is not known.
    """
    prefix, _, local = item_type.rpartition(":")
    known = _KINDS.get(local) if prefix in {"", "xbrli"} else _REGISTERED_KINDS.get(local)
    return known or _KINDS.get(base_type or "") or "other"


#: The units that fit a kind of value, as regular expressions; any unit fits the other numeric kinds.
UNITS: dict[str, str] = {
    "monetary": "iso4217:[A-Z]{3}",
    "per share": "iso4217:[A-Z]{3}/xbrli:shares",
    "shares": "xbrli:shares",
    "pure": "xbrli:pure",
}

#: What a typed dimension's members may be: types of XML Schema.
DOMAIN_TYPES = ("string", "token", "integer", "decimal", "date", "gYear", "boolean", "anyURI", "QName")

#: Label roles that every taxonomy has, by the last part of their URI; a taxonomy may define others.
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
STANDARD, DOCUMENTATION = "label", "documentation"


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
    #: Those of the base that this one combines, each a special case of it.
    combines: tuple[str, ...] = ()
    #: Of a typed dimension: the XML Schema type of its members, and a regular expression that they match, if any.
    domain_type: str | None = None
    domain_pattern: str | None = None
    #: Of a type that is none of XBRL 2.1's: the local name of the one that it is derived from.
    base_type: str | None = None
    #: Of an extensible enumeration: the head of the domain whose members its values name, the URI of the role in which
    #: the domain is, and whether the head is one of them.
    enum_domain: str | None = None
    enum_role: str | None = None
    enum_usable: bool = False
    #: Whether its type lets facts have xml:lang.
    takes_language: bool = True
    #: Whether its facts may be nil (XML Schema Part 1, 3.3.4).
    nillable: bool = True

    @property
    def anchors(self) -> list[tuple[str, str]]:
        """How it is related to the base: pairs of a concept and a special case of it."""
        wider = [(self.anchor, self.name)] if self.anchor else []
        return [*wider, *((self.name, narrower) for narrower in self.combines)]

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.partition(":")[2]

    @property
    def kind(self) -> str:
        """What its values are, or what it is if it has none; see `kind_of`."""
        kind = kind_of(self.type, self.base_type)
        return "enumeration" if self.enum_domain and not kind.startswith("enumeration") else kind

    @property
    def is_numeric(self) -> bool:
        """Whether its facts have a unit."""
        return self.kind in NUMERIC_KINDS

    @property
    def is_text_block(self) -> bool:
        """Whether its facts are markup (Data Type Registry, textBlockItemType)."""
        return _TEXT_BLOCK in {self.type.rpartition(":")[2], self.base_type}


@dataclass(frozen=True, slots=True)
class Network:
    """An extended link role: its key, and its definition `number - type - title`.

    Attributes:
        uri: the role's, where it does not follow from the key.
    """

    key: str
    definition: str
    source: Source
    #: The statement that it is a form of, if a project chooses among several.
    statement: str | None = None
    uri: str | None = None


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
    """A concept that adds to a total; in tables of ours with weight 1 or -1.

    Attributes:
        is_older: whether the arc is one of XBRL 2.1, and not one of Calculations 1.1.
    """

    network: str
    total: str
    concept: str
    weight: int | Decimal
    source: Source
    is_older: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to the literature: the parts that are given, by their names in the reference part schema."""

    concept: str
    parts: tuple[tuple[str, str], ...]
