"""Facts of one concept whose type a test makes up, and libxml2's word on their values."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from exporter.findings.findings import Source
from exporter.report.names import XBRLI, XSD
from exporter.report.report import Report, facts_frame
from exporter.taxonomy.concepts import NUMERIC_KINDS, Concept, kind_of
from exporter.taxonomy.model import Taxonomy
from exporter.taxonomy.value_types import XSD_TYPES, ValueType
from exporter.validation.own_judge import judge_report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from exporter.validation.judgement import Judgement

__all__ = ["judge_facts", "judge_values", "libxml2_wrong_values", "typed_taxonomy", "value_type", "wrong_values"]

#: The namespaces that the texts of names may use.
PREFIXES = {"a": "http://example.org/a", "b": "http://example.org/b"}


def value_type(
    item_type: str, *steps: Mapping[str, tuple[str, ...]], chain: Sequence[str] = (), xsd_type: str | None = None
) -> ValueType:
    """Make a type `m:aType` that is derived from an item type of XBRL 2.1."""
    names = ("{http://example.org/m}aType", *chain, f"{{{XBRLI}}}{item_type}")
    return ValueType("m:aType", names, item_type, xsd_type or XSD_TYPES[item_type], steps)


def typed_taxonomy(item_type: str, made_up: ValueType | None, *, nillable: bool = True) -> Taxonomy:
    """Make a taxonomy with the concept `m:A` of a type that is derived from some item type."""
    concept = Concept(
        *("m:A", "m:aType", "instant", None),
        abstract=False,
        source=Source("m.xsd"),
        base_type=item_type,
        nillable=nillable,
    )
    return Taxonomy(
        name="m",
        prefix="m",
        namespace="http://example.org/m",
        version="1",
        title={},
        languages=("en",),
        publisher="",
        publisher_url="",
        folder=Path(),
        concepts={"m:A": concept},
        types={"m:aType": made_up} if made_up else {},
    )


def judge_facts(facts: Iterable[tuple[str | None, str | None]], taxonomy: Taxonomy) -> Judgement:
    """Judge facts of `m:A` that have these values and units; their ids are `x` and a number."""
    rows = [
        {
            "id": f"x{place}",
            "concept": "m:A",
            "entity": f"e:{place}",
            "period_end": "2020-12-31",
            "value": value,
            "unit": unit,
        }
        for place, (value, unit) in enumerate(facts)
    ]
    namespaces = {"m": "http://example.org/m", "e": "http://example.org/e", "utr": "http://www.xbrl.org/2009/utr"}
    return judge_report(Report(facts_frame(rows), namespaces, ("m.xsd",)), taxonomy)


def judge_values(values: Iterable[str | None], taxonomy: Taxonomy) -> Judgement:
    """Judge facts of `m:A` that have these values, and a unit that fits."""
    item_type = taxonomy.concepts["m:A"].base_type or ""
    fitting = {"monetaryItemType": "iso4217:JPY", "sharesItemType": "xbrli:shares"}
    unit = fitting.get(item_type, "xbrli:pure") if kind_of(item_type) in NUMERIC_KINDS else None
    return judge_facts(((value, unit) for value in values), taxonomy)


def wrong_values(values: Sequence[str], made_up: ValueType) -> list[str]:
    """List the values that the own judge does not allow of a type."""
    judgement = judge_values(values, typed_taxonomy(made_up.item_type, made_up))
    assert judgement.not_judged in {(), ("prefixes in values of type m:aType",)}
    wrong = {message.fact_ids[0] for message in judgement.messages if message.code == "value"}
    return [value for place, value in enumerate(values) if f"x{place}" in wrong]


def _libxml2_schema(made_up: ValueType) -> etree.XMLSchema | None:
    """Compile the schema of an element `e` with the values of a type; None where libxml2 refuses a facet."""
    base = f"xs:{made_up.xsd_type}"
    root = etree.Element(f"{{{XSD}}}schema", nsmap={"xs": XSD})
    if made_up.xsd_type == "dateUnion":
        union = etree.SubElement(etree.SubElement(root, f"{{{XSD}}}simpleType", name="dateUnion"), f"{{{XSD}}}union")
        union.set("memberTypes", "xs:date xs:dateTime")
        base = "dateUnion"
    for number, step in enumerate(reversed(made_up.steps)):
        simple = etree.SubElement(root, f"{{{XSD}}}simpleType", name=f"t{number}")
        restriction = etree.SubElement(simple, f"{{{XSD}}}restriction", base=base)
        for name, values in step.items():
            for value in values:
                etree.SubElement(restriction, f"{{{XSD}}}{name}", value=value)
        base = f"t{number}"
    etree.SubElement(root, f"{{{XSD}}}element", name="e", type=base)
    try:
        return etree.XMLSchema(root)
    except etree.XMLSchemaParseError:
        return None


#: Types in whose values libxml2 leaves white space, though it does not count (XML Schema Part 2, 4.3.6).
_WITH_SPACE = {
    *("float", "double", "date", "time", "dateTime", "duration"),
    *("gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"),
}


def _prefixes(value: str) -> dict[str, str]:
    """Declare the prefix that a value may have: libxml2 wants that, and the own judge leaves it to others."""
    prefix, colon, _ = value.strip(" \t\n").partition(":")
    return {**PREFIXES, prefix: PREFIXES["a"]} if colon and re.fullmatch(r"[a-z_][\w.-]*", prefix) else PREFIXES


def libxml2_wrong_values(values: Sequence[str], made_up: ValueType) -> list[str] | None:
    """List the values that libxml2 does not allow of a type; None where it refuses a facet."""
    schema = _libxml2_schema(made_up)
    if schema is None:
        return None

    def is_valid(value: str) -> bool:
        element = etree.Element("e", nsmap=_prefixes(value))
        element.text = value.strip(" \t\n") if made_up.xsd_type in _WITH_SPACE else value
        return schema.validate(element)

    return [value for value in values if not is_valid(value)]
