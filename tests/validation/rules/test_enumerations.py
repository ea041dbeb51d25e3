"""Extensible enumerations: values name members of their domain, as Arelle judges them too."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest

from exporter.arelle.judge import judge_with_arelle
from exporter.findings.findings import Source
from exporter.formats.xbrl_xml.reader import read_instance
from exporter.report.report import Report, facts_frame
from exporter.taxonomy.concepts import Concept
from exporter.validation.own_judge import judge_report
from tests.taxonomies import NAMESPACE, ROLE, Arc, dimensional_taxonomy, write_dimensional_taxonomy, write_instance

if TYPE_CHECKING:
    from pathlib import Path

#: A domain over two roles; M3 is no member, and M6 is not below the head.
ARCS = (
    Arc("domain-member", "M1", "M2"),
    Arc("domain-member", "M1", "M3", usable=False),
    Arc("domain-member", "M2", "M4", target_role="b"),
    Arc("domain-member", "M4", "M5", "b"),
    Arc("domain-member", "M4", "M6"),
)
URIS = [f"{NAMESPACE}#M{number}" for number in (1, 2, 3, 5, 6)]
SINGLE = Concept(
    "t:E",
    "enumerationItemType",
    "duration",
    None,
    abstract=False,
    source=Source("t.xsd"),
    base_type="tokenItemType",
    enum_domain="t:M1",
    enum_role=f"{ROLE}a",
)
SET = replace(SINGLE, type="enumerationSetItemType")
NAME = replace(SINGLE, base_type="QNameItemType")
DERIVED = replace(SINGLE, type="countryItemType")
M2, M5 = f"{NAMESPACE}#M2", f"{NAMESPACE}#M5"


def _words(concept: Concept, value: str | None) -> list[str]:
    """What is said of a value."""
    fact = {"id": "x", "concept": "n:E", "entity": "e:1", "period_start": "2020-01-01", "period_end": "2020-12-31"}
    names = {"n": NAMESPACE, "e": "http://example.org/e", "o": "http://example.org/other"}
    report = Report(facts_frame([{**fact, "value": value}]), names)
    messages = judge_report(report, dimensional_taxonomy(ARCS, concepts=[concept])).messages
    assert {message.code for message in messages} <= {"enumeration", "value"}  # a URI is no name
    return [message.message for message in messages if message.code == "enumeration"]


@pytest.mark.parametrize(
    ("concept", "value", "words"),
    [
        (SINGLE, M2, None),
        (SINGLE, M5, None),
        (SINGLE, f"\n {M5} ", None),
        (SINGLE, None, None),
        (SINGLE, f"{NAMESPACE}#M1", "which is no member of t:M1; there are http://example.org/t#M2, "),
        (replace(SINGLE, enum_usable=True), f"{NAMESPACE}#M1", None),
        (SINGLE, f"{NAMESPACE}#M3", "which is no member of t:M1"),
        (SINGLE, "n:M2", "t:E names n:M2, which is no member of t:M1"),
        (SINGLE, f"{M2} {M5}", "t:E names 2 members, and should name one"),
        (SINGLE, "", "t:E names 0 members, and should name one"),
        (SET, "", None),
        (SET, f"{M2} {M5}", None),
        (SET, f"{M5} {M2}", f"t:E names {M2} behind {M5}, out of lexicographic order"),
        (SET, f"{M2} {M2}", f"t:E names {M2} more than once"),
        (SET, f"{M2} x", "t:E names x, which is no member of t:M1"),
        (NAME, "n:M2", None),
        (NAME, "n:M3", "names n:M3, which is no member of t:M1; there are t:M2, t:M4, t:M5"),
        (NAME, "o:M2", "names o:M2, which is no member"),
        (NAME, "M2", "names M2, which is no member"),
        (NAME, M2, "which is no member"),
        (DERIVED, M2, None),
        (DERIVED, "x", "names x, which is no member"),
        (replace(SINGLE, enum_role=f"{ROLE}c"), M2, "which is no member of t:M1, which has none"),
        (replace(SINGLE, enum_role=None), "x", None),
    ],
)
def test_values_name_members(concept: Concept, value: str | None, words: str | None) -> None:
    """Of the domain below the head, each once and in order, as URIs or with the report's prefixes."""
    found = _words(concept, value)
    assert len(found) == (words is not None)
    assert words is None or words in found[0]


def _declaration(name: str, prefix: str, local: str) -> str:
    return (
        f'<xs:element name="{name}" id="t_{name}" type="{prefix}:{local}" substitutionGroup="xbrli:item"'
        f' xbrli:periodType="duration" nillable="true" {prefix}:domain="t:M1" {prefix}:linkrole="{ROLE}a"'
        f' xmlns:enum="http://xbrl.org/2014/extensible-enumerations"'
        f' xmlns:enum2="http://xbrl.org/2020/extensible-enumerations-2.0"/>'
    )


@pytest.mark.slow
def test_values_are_judged_as_arelle_judges_them(tmp_path: Path) -> None:
    """Every set of up to three of five URIs in every order, every single one, and every name."""
    sets = [" ".join(uris) for count in range(4) for uris in product(URIS, repeat=count)]
    values = [("enum2", SET, text) for text in sets]
    values += [("enum2", SINGLE, uri) for uri in URIS]
    values += [("enum", NAME, f"t:{uri.rpartition('#')[2]}") for uri in URIS]
    concepts = {f"E{number}": (prefix, concept, text) for number, (prefix, concept, text) in enumerate(values)}
    imports = (
        '<xs:import namespace="http://xbrl.org/2014/extensible-enumerations"'
        ' schemaLocation="http://www.xbrl.org/2014/extensible-enumerations.xsd"/>'
        '<xs:import namespace="http://xbrl.org/2020/extensible-enumerations-2.0"'
        ' schemaLocation="https://www.xbrl.org/2020/extensible-enumerations-2.0.xsd"/>'
    )
    declarations = [_declaration(name, prefix, concept.type) for name, (prefix, concept, _) in concepts.items()]
    write_dimensional_taxonomy(tmp_path, ARCS, declarations=imports + "".join(declarations))
    texts = {name: text for name, (_, _, text) in concepts.items()}
    path = write_instance(tmp_path / "report.xml", concepts, [{}], texts)
    taxonomy = dimensional_taxonomy(
        ARCS, concepts=[replace(concept, name=f"t:{name}") for name, (_, concept, _) in concepts.items()]
    )
    ours = judge_report(read_instance(path).report, taxonomy).messages
    found = {fact for message in ours if message.code == "enumeration" for fact in message.fact_ids}
    theirs = {
        fact
        for message in judge_with_arelle(path).messages
        if "Enumeration" in message.code or message.code == "InvalidFactValue"
        for fact in message.fact_ids
    }
    assert theirs
    assert found == theirs
