"""Substitution groups: an element that can stand in for itself is found."""

from __future__ import annotations

import pytest
from lxml import etree

from exporter.dts.schema_document import SchemaDocument
from exporter.dts.substitutions import substitution_circle
from exporter.report.names import XSD

NAMESPACE = "http://example.org/t"


def _schema(namespace: str, *pairs: tuple[str, str]) -> SchemaDocument:
    elements = "".join(f'<xs:element name="{name}" substitutionGroup="{head}"/>' for name, head in pairs)
    text = f'<xs:schema xmlns:xs="{XSD}" xmlns:t="{NAMESPACE}" xmlns="http://example.org/o">{elements}</xs:schema>'
    return SchemaDocument(etree.fromstring(text), namespace)


@pytest.mark.parametrize(
    "pairs",
    [
        [("A", "t:A")],
        [("A", "t:B"), ("B", "t:A")],
        [("A", "t:B"), ("B", " t:C "), ("C", "t:B"), ("D", "t:E")],
    ],
)
def test_a_circle_is_found(pairs: list[tuple[str, str]]) -> None:
    """Of one element, of several, and one that an element leads into."""
    name = substitution_circle([_schema(NAMESPACE, *pairs)])
    assert name in {f"{{{NAMESPACE}}}{local}" for local in "ABC"}


def test_a_circle_through_two_schemas_is_found() -> None:
    """A name without a prefix is of the default namespace."""
    one, other = _schema(NAMESPACE, ("A", "B")), _schema("http://example.org/o", ("B", "t:A"))
    assert substitution_circle([one, other]) is not None
    assert substitution_circle([one]) is None


def test_a_chain_is_none() -> None:
    """However long it is, and whatever leads into it."""
    pairs = [(f"A{number}", f"t:A{number + 1}") for number in range(3_000)]
    assert substitution_circle([_schema(NAMESPACE, *pairs, ("B", "t:A7"), ("A3000", "xbrli:item"))]) is None
