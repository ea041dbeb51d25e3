"""Units are judged by XBRL 2.1 and by the unit registry, whatever type is derived from which: as Arelle judges them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from exporter.arelle.judge import judge_with_arelle
from exporter.files.resources import specification_file
from exporter.findings.findings import Severity
from exporter.report.names import ISO4217, XBRLI, XSD
from tests.validation.typed_facts import judge_facts, typed_taxonomy, value_type

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.taxonomy.value_types import ValueType

UTR = "http://www.xbrl.org/2009/utr"
DTR = "http://www.xbrl.org/dtr/type/2022-03-31"
OLD_DTR = "http://www.xbrl.org/dtr/type/numeric"
SHARE = f"{{{DTR}}}perShareItemType"


def _codes(unit: str, made_up: ValueType | None, item_type: str = "decimalItemType") -> list[tuple[str, Severity]]:
    judgement = judge_facts([("1", unit)], typed_taxonomy(made_up.item_type if made_up else item_type, made_up))
    assert judgement.not_judged == ()
    return [(message.code, message.severity) for message in judgement.messages]


WRONG, UNREGISTERED = [("unit", Severity.ERROR)], [("unit.registry", Severity.WARNING)]


@pytest.mark.parametrize(
    ("item_type", "unit", "codes"),
    [
        ("monetaryItemType", "iso4217:JPY", []),
        ("monetaryItemType", "iso4217:jpy", WRONG),
        ("monetaryItemType", "iso4217:JPY*iso4217:JPY", WRONG),
        ("monetaryItemType", "iso4217:JPY/xbrli:shares", WRONG),
        ("monetaryItemType", "m:JPY", WRONG),
        ("monetaryItemType", "iso4217:QQQ", UNREGISTERED),
        ("sharesItemType", "xbrli:shares", []),
        ("sharesItemType", "m:shares", WRONG),
        ("pureItemType", "xbrli:pure", []),
        ("pureItemType", "xbrli:shares*xbrli:impure", WRONG),
        ("pureItemType", "m:percent", UNREGISTERED),  # which XBRL 2.1 allows, as its official suite says (304.12)
        ("pureItemType", "iso4217:JPY/iso4217:USD", []),
        ("decimalItemType", "m:anything/m:else", []),
        ("decimalItemType", "m:anything*m:else/m:else", WRONG),
        ("decimalItemType", "xbrli:impure", WRONG),
        ("integerItemType", "m:piece", []),
        ("doubleItemType", "utr:kg", []),
    ],
)
@pytest.mark.parametrize("is_derived", [True, False])
def test_units_fit_the_base_type(
    item_type: str, unit: str, codes: list[tuple[str, Severity]], *, is_derived: bool
) -> None:
    """Of a derived type the one at the end of its chain; of a type that is not known, what its concept says."""
    assert _codes(unit, value_type(item_type) if is_derived else None, item_type) == codes


@pytest.mark.parametrize(
    ("chain", "unit", "codes"),
    [
        ((SHARE,), "iso4217:JPY/xbrli:shares", []),
        ((SHARE,), "iso4217:JPY", UNREGISTERED),
        ((SHARE,), "xbrli:shares/iso4217:JPY", UNREGISTERED),
        ((SHARE,), "iso4217:JPY*iso4217:JPY/xbrli:shares", UNREGISTERED),
        ((f"{{{OLD_DTR}}}perShareItemType",), "iso4217:JPY", UNREGISTERED),  # a registered type of any version
        (("{http://fasb.org/us-types/2024}perUnitItemType",), "iso4217:USD/utr:bbl", []),
        (("{http://fasb.org/us-types/2024}perUnitItemType",), "utr:bbl", UNREGISTERED),
        ((f"{{{DTR}}}massItemType",), "utr:kg", []),
        ((f"{{{DTR}}}massItemType",), "m:kg", UNREGISTERED),
        ((f"{{{DTR}}}flowItemType",), "utr:bbl/utr:D", []),
        ((f"{{{DTR}}}flowItemType",), "utr:D/utr:bbl", UNREGISTERED),
        (("{http://example.org/m}own", f"{{{DTR}}}massItemType"), "utr:MWh", UNREGISTERED),
    ],
)
def test_the_registry_has_the_unit_of_the_nearest_type_that_it_knows(
    chain: tuple[str, ...], unit: str, codes: list[tuple[str, Severity]]
) -> None:
    """A warning otherwise: XBRL 2.1 allows any unit there."""
    assert _codes(unit, value_type("decimalItemType", chain=chain)) == codes


def test_text_has_no_unit() -> None:
    """Whatever type its type is derived from."""
    assert _codes("xbrli:pure", value_type("tokenItemType")) == WRONG


NEW_DTR = "http://www.xbrl.org/dtr/type/2024-01-31"
PREFIXES = {"xbrli": XBRLI, "new": NEW_DTR, "old": OLD_DTR, "utr": UTR, "iso4217": ISO4217}
SCHEMAS = {
    XBRLI: "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd",
    NEW_DTR: "https://www.xbrl.org/dtr/type/2024-01-31/types.xsd",
    OLD_DTR: "http://www.xbrl.org/dtr/type/numeric-2009-12-16.xsd",
}
UNITS = (
    *("iso4217:JPY", "iso4217:QQQ", "xbrli:pure", "xbrli:shares", "utr:kg", "m:kg", "utr:MWh", "utr:Rate"),
    *("iso4217:JPY/xbrli:shares", "iso4217:JPY/iso4217:USD", "xbrli:shares/iso4217:JPY", "utr:m3/utr:D"),
    *("utr:tCO2e/iso4217:JPY", "iso4217:JPY*m:kg/xbrli:shares", "m:a*m:b/m:b"),
)


def _chains() -> list[tuple[str, ...]]:
    """List the numeric types of XBRL 2.1 and of two versions of the registry of types, each with its ancestors."""
    bases: dict[str, str] = {}
    for namespace in (NEW_DTR, OLD_DTR):
        path = specification_file(SCHEMAS[namespace])
        assert path is not None
        root = etree.parse(path).getroot()
        for complex_type in root.iterfind(f"{{{XSD}}}complexType"):
            (restriction,) = complex_type.iter(f"{{{XSD}}}restriction")
            prefix, _, local = restriction.get("base", "").rpartition(":")
            bases[f"{{{namespace}}}{complex_type.get('name')}"] = f"{{{root.nsmap[prefix]}}}{local}"

    def chain(name: str) -> tuple[str, ...]:
        return (name, *(chain(bases[name]) if name in bases else ()))

    numeric = [f"{{{XBRLI}}}{name}ItemType" for name in ("monetary", "shares", "pure", "decimal", "integer", "double")]
    return [found for name in (*numeric, *bases) if (found := chain(name))[-1] in numeric]


def _unit_element(identifier: str, unit: str) -> str:
    above, _, below = (
        "".join(f"<measure>{each}</measure>" for each in side.split("*")) for side in unit.partition("/")
    )
    parts = f"<unitNumerator>{above}</unitNumerator><unitDenominator>{below}</unitDenominator>"
    return f'<unit id="{identifier}">{f"<divide>{parts}</divide>" if "/" in unit else above}</unit>'


def _write_instance(folder: Path, chains: list[tuple[str, ...]]) -> Path:
    """Write a fact of each type with each unit; its id has the numbers of both."""
    prefixes = {uri: prefix for prefix, uri in PREFIXES.items()}
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in PREFIXES.items())
    elements, facts = [], []
    for number, (name, *_) in enumerate(chains):
        namespace, _, local = name.removeprefix("{").rpartition("}")
        elements.append(
            f'<xs:element name="C{number}" id="C{number}" type="{prefixes[namespace]}:{local}" nillable="true"'
            ' substitutionGroup="xbrli:item" xbrli:periodType="instant"/>'
        )
        facts += [
            f'<m:C{number} id="x{number}-{place}" contextRef="c" unitRef="u{place}" decimals="0">0</m:C{number}>'
            for place in range(len(UNITS))
        ]
    imports = "".join(f'<xs:import namespace="{uri}" schemaLocation="{url}"/>' for uri, url in SCHEMAS.items())
    (folder / "m.xsd").write_text(
        f'<xs:schema xmlns:xs="{XSD}" {names} targetNamespace="http://example.org/m" elementFormDefault="qualified">'
        f"{imports}{''.join(elements)}</xs:schema>"
    )
    units = "".join(_unit_element(f"u{place}", unit) for place, unit in enumerate(UNITS))
    path = folder / "i.xbrl"
    path.write_text(
        f'<xbrl xmlns="{XBRLI}" {names} xmlns:m="http://example.org/m" xmlns:link="http://www.xbrl.org/2003/linkbase"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink"><link:schemaRef xlink:type="simple" xlink:href="m.xsd"/>'
        '<context id="c"><entity><identifier scheme="http://example.org/e">E</identifier></entity>'
        f"<period><instant>2020-12-31</instant></period></context>{units}{''.join(facts)}</xbrl>"
    )
    return path


def test_verdicts_are_those_of_arelle(tmp_path: Path) -> None:
    """On facts of all types of XBRL 2.1 and of two versions of the registry of types, with each of some units."""
    chains = _chains()
    expected: dict[str, set[str]] = {"unit": set(), "unit.registry": set()}
    for message in judge_with_arelle(_write_instance(tmp_path, chains)).messages:
        if message.code.startswith("utre:"):
            expected["unit.registry"].update(message.fact_ids)
        elif message.code.startswith("xbrl.4.8.2:"):
            expected["unit"].update(message.fact_ids)
        else:
            assert message.code == "xbrl.4.8.4:measureBothNumDenom"
    found: dict[str, set[str]] = {"unit": set(), "unit.registry": set()}
    both_sides = UNITS.index("m:a*m:b/m:b")
    for number, (*derived, base) in enumerate(chains):
        made_up = replace(value_type(base.rpartition("}")[2]), chain=(*derived, base))
        judgement = judge_facts([("0", unit) for unit in UNITS], typed_taxonomy(made_up.item_type, made_up))
        for message in judgement.messages:
            found[message.code].add(f"x{number}-{message.fact_ids[0][1:]}")
    # Arelle asks the registry of units that XBRL 2.1 forbids too, and names no facts with a unit that none may have.
    expected["unit"].update(f"x{number}-{both_sides}" for number in range(len(chains)))
    assert found["unit"] == expected["unit"]
    assert found["unit.registry"] == expected["unit.registry"] - expected["unit"]
    assert len(found["unit.registry"]) > len(UNITS) * len(chains) // 2
