"""Types of values: what an item type makes of XBRL 2.1's and of XML Schema's, and what it allows of their values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter.report.names import XBRLI, local_name
from exporter.taxonomy.concepts import INTEGERS, ITEM_TYPES, REGISTRY_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter.taxonomy.concepts import Concept

__all__ = ["DATE_UNION", "KNOWN_TYPES", "NO_TEXT", "XSD_TYPES", "ValueType", "value_type_of"]

#: What XBRL 2.1 gives dateTimeItemType: a date, or a date with time (xbrli:dateUnion).
DATE_UNION = "dateUnion"
#: The content of a fraction, which is elements.
NO_TEXT = "anyType"
#: The built-in type of XML Schema that the values of each item type of XBRL 2.1 have (5.1.1.3). `DATE_UNION` is none,
#: and stands for two.
XSD_TYPES: dict[str, str] = {
    **{f"{name}ItemType": name for name in ("decimal", "float", "double", *INTEGERS)},
    **dict.fromkeys(("monetaryItemType", "sharesItemType", "pureItemType"), "decimal"),
    "fractionItemType": NO_TEXT,
    **{f"{name}ItemType": name for name in ("string", "boolean", "hexBinary", "base64Binary", "anyURI", "QName")},
    "dateTimeItemType": DATE_UNION,
    **{f"{name}ItemType": name for name in ("duration", "time", "date", "gYearMonth", "gYear", "gMonthDay", "gDay")},
    **{f"{name}ItemType": name for name in ("gMonth", "normalizedString", "token", "language", "Name", "NCName")},
}


@dataclass(frozen=True, slots=True)
class ValueType:
    """A type of values.

    Attributes:
        name: its prefixed name; of an anonymous type `concept#type`, with the name of its concept.
        chain: the expanded names `{namespace}local` of the type itself, of what it is derived from, and so on to the
            item type of XBRL 2.1, that included. An anonymous type has none of its own.
        item_type: the local name of that item type.
        xsd_type: the local name of the built-in type of XML Schema that its content has: that of `XSD_TYPES`, or a
            narrower one where a step names one.
        steps: the restrictions that it is derived by, the most derived first: for each the values of its facets, by
            the facets' names. Of several patterns, or enumerations, of one step any may hold.
    """

    name: str
    chain: tuple[str, ...]
    item_type: str
    xsd_type: str
    steps: tuple[Mapping[str, tuple[str, ...]], ...] = ()


#: What types of our tables are derived from that are none of XBRL 2.1's (Data Type Registry, 2022-03-31), and how they
#: restrict it.
_BASES = {
    "perShareItemType": "decimalItemType",
    "percentItemType": "pureItemType",
    "textBlockItemType": "xmlNodesItemType",
    "xmlNodesItemType": "escapedItemType",
    "escapedItemType": "stringItemType",
    "domainItemType": "stringItemType",
}
_STEPS: dict[str, tuple[Mapping[str, tuple[str, ...]], ...]] = {"domainItemType": ({"length": ("0",)},)}


def _known_type(name: str) -> ValueType:
    if ITEM_TYPES[name] not in {XBRLI, REGISTRY_TYPES}:  # a hypercube or dimension
        name = "stringItemType"
    names = [name]
    while base := _BASES.get(names[-1]):
        names.append(base)
    chain = (*(f"{{{REGISTRY_TYPES}}}{each}" for each in names[:-1]), f"{{{XBRLI}}}{names[-1]}")
    prefix = "xbrli" if len(names) == 1 else "dtr"
    return ValueType(f"{prefix}:{name}", chain, names[-1], XSD_TYPES[names[-1]], _STEPS.get(name, ()))


#: The types that a taxonomy's tables may name, by what they call them.
KNOWN_TYPES: dict[str, ValueType] = {name: _known_type(name) for name in ITEM_TYPES}


def value_type_of(concept: Concept, types: Mapping[str, ValueType]) -> ValueType | None:
    """Give the type of a concept's values.

    Args:
        concept: any concept.
        types: what is known, by what concepts call it.

    Returns: that type; for one that is not among them the item type of XBRL 2.1 that it is derived from; None where
        that is not known either.
    """
    if concept.type in types:
        return types[concept.type]
    name = concept.base_type or local_name(concept.type)
    if name not in XSD_TYPES:
        return None
    return ValueType(concept.type, (f"{{{XBRLI}}}{name}",), name, XSD_TYPES[name])
