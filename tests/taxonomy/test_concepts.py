"""What a concept's values are follows from its type, or from the one that this is based on."""

from __future__ import annotations

import pytest

from exporter.findings.findings import Source
from exporter.taxonomy.concepts import INTEGERS, ITEM_TYPES, NUMERIC_KINDS, Concept, kind_of
from exporter.taxonomy.value_types import XSD_TYPES


@pytest.mark.parametrize(
    ("item_type", "base_type", "kind"),
    [
        ("monetaryItemType", None, "monetary"),
        ("percentItemType", None, "pure"),
        ("percentItemType", "pureItemType", "pure"),
        ("perShareItemType", "decimalItemType", "per share"),
        ("nonNegativeIntegerItemType", None, "integer"),
        ("doubleItemType", None, "float"),
        ("gMonthDayItemType", None, "day of the year"),
        ("areaItemType", "decimalItemType", "number"),
        ("centralIndexKeyItemType", "tokenItemType", "text"),
        ("f:perShareItemType", "decimalItemType", "per share"),
        ("f:domainItemType", "stringItemType", "member"),
        ("f:monetaryItemType", "stringItemType", "text"),
        ("xbrli:monetaryItemType", None, "monetary"),
        ("f:shareholderItemType", "QNameItemType", "name"),
        ("dateTimeItemType", None, "date or time"),
        ("durationItemType", None, "length of time"),
        ("accountingStandardItemType", "stringItemType", "text"),
        ("somethingNobodyKnows", None, "other"),
    ],
)
def test_the_kind_follows_from_the_type_or_its_base(item_type: str, base_type: str | None, kind: str) -> None:
    """No foreign type is an error."""
    concept = Concept("x:A", item_type, "instant", None, abstract=False, source=Source("x"), base_type=base_type)
    assert concept.kind == kind_of(item_type, base_type) == kind
    assert concept.is_numeric == (kind in {"monetary", "pure", "per share", "integer", "float", "number"})


def test_every_type_of_a_table_has_a_kind() -> None:
    """None of them is left to chance."""
    assert [name for name in ITEM_TYPES if kind_of(name) == "other"] == []


def test_every_type_of_xbrl_has_a_kind() -> None:
    """A number is one of XBRL 2.1's, 5.1.1.3."""
    kinds = {name: kind_of("f:own", name) for name in XSD_TYPES}
    assert "other" not in kinds.values()
    numeric = {name for name, kind in kinds.items() if kind in NUMERIC_KINDS}
    assert numeric == {
        *("monetaryItemType", "sharesItemType", "pureItemType", "fractionItemType"),
        *(name for name, type_ in XSD_TYPES.items() if type_ in {"decimal", "float", "double", *INTEGERS}),
    }
