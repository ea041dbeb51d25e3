"""Types of values: the chains of those that our tables may name, and what is known of others."""

from __future__ import annotations

import pytest
from lxml import etree

from exporter.files.resources import specification_file
from exporter.findings.findings import Source
from exporter.report.names import XBRLDT, XBRLI, XSD
from exporter.taxonomy.built_in_types import FORMS, FREE
from exporter.taxonomy.concepts import ITEM_TYPES, REGISTRY_TYPES, Concept
from exporter.taxonomy.value_types import DATE_UNION, KNOWN_TYPES, NO_TEXT, XSD_TYPES, ValueType, value_type_of
from tests.validation.typed_facts import typed_taxonomy, value_type


def test_the_item_types_of_xbrl_are_those_of_its_schema() -> None:
    """Each with the built-in type that it says; a simple type of XBRL's own stands for what it restricts."""
    path = specification_file("http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd")
    assert path is not None
    found = {}
    own = {
        "xbrli:monetary": "decimal",
        "xbrli:shares": "decimal",
        "xbrli:pure": "decimal",
        "xbrli:dateUnion": DATE_UNION,
    }
    for complex_type in etree.parse(path).iterfind(f"{{{XSD}}}complexType"):
        name = complex_type.get("name", "")
        if name.endswith("ItemType"):
            extension = complex_type.find(f".//{{{XSD}}}extension")
            base = NO_TEXT if extension is None else extension.get("base", "")
            found[name] = own.get(base, base)
    assert found == XSD_TYPES
    assert set(XSD_TYPES.values()) <= {*FORMS, *FREE, NO_TEXT}


def test_chains_of_our_types_are_those_of_the_registry() -> None:
    """From each to the item type of XBRL 2.1."""
    path = specification_file(f"{REGISTRY_TYPES.replace('http', 'https')}/types.xsd")
    assert path is not None
    restrictions = {
        complex_type.get("name", ""): complex_type.find(f".//{{{XSD}}}restriction").get("base", "")  # type: ignore[union-attr]  # each has one
        for complex_type in etree.parse(path).iterfind(f"{{{XSD}}}complexType")
    }
    for name, namespace in ITEM_TYPES.items():
        known = KNOWN_TYPES[name]
        local = "stringItemType" if namespace == XBRLDT else name
        chain = []
        is_registered = namespace == REGISTRY_TYPES
        while is_registered:
            chain.append(f"{{{REGISTRY_TYPES}}}{local}")
            prefix, _, local = restrictions[local].rpartition(":")
            is_registered = prefix != "xbrli"
        assert known.chain == (*chain, f"{{{XBRLI}}}{local}")
        assert (known.item_type, known.xsd_type) == (local, XSD_TYPES[local])


@pytest.mark.parametrize(
    ("type_", "base", "item_type"),
    [
        ("monetaryItemType", None, "monetaryItemType"),
        ("f:own", "tokenItemType", "tokenItemType"),
        ("xbrli:dateItemType", None, "dateItemType"),
        ("f:own", None, None),
    ],
)
def test_of_a_type_that_is_not_known_its_base_is(type_: str, base: str | None, item_type: str | None) -> None:
    """If the concept says that."""
    concept = Concept("f:A", type_, "instant", None, abstract=False, source=Source("f"), base_type=base)
    found = value_type_of(concept, KNOWN_TYPES)
    assert (found and found.item_type) == item_type


def test_a_taxonomy_knows_its_own_types_and_those_of_its_base() -> None:
    """And those that tables may name."""
    base = typed_taxonomy("tokenItemType", value_type("tokenItemType", {"length": ("3",)}))
    own = ValueType("o:bType", (f"{{{XBRLI}}}dateItemType",), "dateItemType", "date")
    extension = typed_taxonomy("dateItemType", None)
    extension = type(extension)(**{**vars(extension), "base": base, "types": {"o:bType": own}})
    assert extension.value_types == {**KNOWN_TYPES, **base.types, "o:bType": own}
