"""A small taxonomy as others publish them: several schemas and linkbases by host and path, and no package.

It has what tables of ours have not: chains of types with facets, two namespaces, labels in two languages and in several
files, references, prohibited arcs, arcs of both calculations, notAll, targetRole, unusable members, a typed dimension,
an extensible enumeration, and an anchor.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HOST = "www.regulator.example"
URL = f"http://{HOST}/2030"
CORE, TYPES = f"{URL}/core", f"{URL}/types"
ENTRY = f"{URL}/all.xsd"
ROLE = f"{URL}/role"

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "xs": "http://www.w3.org/2001/XMLSchema",
        "xbrli": "http://www.xbrl.org/2003/instance",
        "link": "http://www.xbrl.org/2003/linkbase",
        "xlink": "http://www.w3.org/1999/xlink",
        "xbrldt": "http://xbrl.org/2005/xbrldt",
        "enum2": "http://xbrl.org/2020/extensible-enumerations-2.0",
        "reg": CORE,
        "regt": TYPES,
    }.items()
)
_XBRL = "http://www.xbrl.org"
_IMPORTS = {
    "http://www.xbrl.org/2003/instance": f"{_XBRL}/2003/xbrl-instance-2003-12-31.xsd",
    "http://xbrl.org/2005/xbrldt": f"{_XBRL}/2005/xbrldt-2005.xsd",
    "http://xbrl.org/2020/extensible-enumerations-2.0": "https://www.xbrl.org/2020/extensible-enumerations-2.0.xsd",
    "http://www.xbrl.org/2006/ref": f"{_XBRL}/2006/ref-2006-02-27.xsd",
}


def write_published(folder: Path, changes: Mapping[str, tuple[tuple[str, str], ...]] | None = None) -> Path:
    """Write the taxonomy below a folder.

    Args:
        folder: it will hold one by the host's name.
        changes: for a file texts to replace, each with another.

    Returns: the folder.
    """
    place = folder / HOST / "2030"
    place.mkdir(parents=True)
    for name, content in _files().items():
        for old, new in (changes or {}).get(name, ()):
            assert old in content, f"{name} has no {old}"
            content = content.replace(old, new)  # noqa: PLW2901 - change after change
        (place / name).write_text(content, encoding="utf-8")
    return folder


def _files() -> dict[str, str]:
    return {
        "types.xsd": _schema(TYPES, _TYPE_DEFINITIONS, "instance"),
        "core.xsd": _schema(CORE, _CONCEPTS, "instance", "xbrldt", "extensible", own={TYPES: "types.xsd"}),
        "all.xsd": _schema(f"{URL}/all", _annotation(), "2006/ref", own={CORE: "core.xsd"}),
        "lab-en.xml": _linkbase(_labels("en", _ENGLISH)),
        "lab-fr.xml": _linkbase(_labels("fr", _FRENCH)),
        "doc-en.xml": _linkbase(_labels("en", {("Assets", "documentation"): "What the entity controls."})),
        "ref.xml": _linkbase(_REFERENCES),
        "pre.xml": _linkbase(
            _role_ref("statement"),
            _link("presentation", "statement", _arcs("presentation", "parent-child", _PRESENTATION)),
        ),
        "pre-fix.xml": _linkbase(
            _role_ref("statement"),
            _link("presentation", "statement", _arcs("presentation", "parent-child", [_PROHIBITED])),
        ),
        "cal.xml": _linkbase(
            _role_ref("statement"),
            _link("calculation", "statement", _arcs("calculation", "summation-item", _CALCULATION)),
        ),
        "cal-11.xml": _linkbase(
            '<link:arcroleRef xlink:type="simple" arcroleURI="https://xbrl.org/2023/arcrole/summation-item" '
            'xlink:href="https://www.xbrl.org/2023/calculation-1.1.xsd#summation-item"/>',
            _role_ref("flows"),
            _link(
                "calculation",
                "flows",
                _arcs("calculation", "https://xbrl.org/2023/arcrole/summation-item", _CALCULATION_11),
            ),
        ),
        "dim.xml": _linkbase(*_dimensions()),
    }


_TYPE_DEFINITIONS = """
<xs:complexType name="moneyItemType"><xs:simpleContent><xs:restriction base="xbrli:monetaryItemType">
  <xs:minInclusive value="-1000000000000"/></xs:restriction></xs:simpleContent></xs:complexType>
<xs:complexType name="positiveMoneyItemType"><xs:simpleContent><xs:restriction base="regt:moneyItemType">
  <xs:minInclusive value="0"/></xs:restriction></xs:simpleContent></xs:complexType>
<xs:complexType name="registrationItemType"><xs:simpleContent><xs:restriction base="xbrli:tokenItemType">
  <xs:pattern value="[A-Z]{2}[0-9]{4}"/>ATTRIBUTES</xs:restriction></xs:simpleContent></xs:complexType>
<xs:complexType name="methodItemType"><xs:simpleContent><xs:restriction base="xbrli:stringItemType">
  <xs:enumeration value="direct"/><xs:enumeration value="indirect"/></xs:restriction></xs:simpleContent>
  </xs:complexType>
<xs:complexType name="memberItemType"><xs:simpleContent><xs:restriction base="xbrli:stringItemType"/>
  </xs:simpleContent></xs:complexType>
""".replace("ATTRIBUTES", '<xs:attributeGroup ref="xbrli:nonNumericItemAttrs"/>')


def _item(name: str, kind: str, period: str, *attributes: str, group: str = "xbrli:item") -> str:
    return (
        f'<xs:element id="reg_{name}" name="{name}" type="{kind}" substitutionGroup="{group}" nillable="true" '
        f'xbrli:periodType="{period}" {" ".join(attributes)}/>\n'
    )


_ABSTRACT = 'abstract="true"'
_CONTRACT = (
    '<xs:element id="reg_Contract" name="Contract"><xs:simpleType><xs:restriction base="xs:string">'
    '<xs:pattern value="C-[0-9]+"/></xs:restriction></xs:simpleType></xs:element>\n'
)
_CONCEPTS = "".join(
    (
        _item("StatementAbstract", "xbrli:stringItemType", "duration", _ABSTRACT),
        _item("Assets", "regt:positiveMoneyItemType", "instant", 'xbrli:balance="debit"'),
        _item("CurrentAssets", "regt:positiveMoneyItemType", "instant", 'xbrli:balance="debit"'),
        _item("OtherAssets", "regt:positiveMoneyItemType", "instant", 'xbrli:balance="debit"'),
        _item("Sales", "regt:moneyItemType", "duration", 'xbrli:balance="credit"'),
        _item("Costs", "regt:moneyItemType", "duration", 'xbrli:balance="debit"'),
        _item("Profit", "regt:moneyItemType", "duration", 'xbrli:balance="credit"'),
        _item("Registration", "regt:registrationItemType", "duration"),
        _item("CashFlowMethod", "regt:methodItemType", "duration"),
        _item("Employees", "xbrli:nonNegativeIntegerItemType", "instant"),
        _item(
            "Basis",
            "enum2:enumerationItemType",
            "duration",
            'enum2:domain="reg:WorldMember"',
            f'enum2:linkrole="{ROLE}/countries"',
        ),
        _item("Table", "xbrli:stringItemType", "duration", _ABSTRACT, group="xbrldt:hypercubeItem"),
        _item("WrongTable", "xbrli:stringItemType", "duration", _ABSTRACT, group="xbrldt:hypercubeItem"),
        _item("CountryAxis", "xbrli:stringItemType", "duration", _ABSTRACT, group="xbrldt:dimensionItem"),
        _item(
            "ContractAxis",
            "xbrli:stringItemType",
            "duration",
            _ABSTRACT,
            'xbrldt:typedDomainRef="#reg_Contract"',
            group="xbrldt:dimensionItem",
        ),
        _CONTRACT,
        *(
            _item(f"{name}Member", "regt:memberItemType", "duration", _ABSTRACT)
            for name in ("World", "Europe", "France", "Spain", "Asia", "Japan")
        ),
    )
)

_ENGLISH = {
    ("StatementAbstract", "label"): "Statement [abstract]",
    ("Assets", "label"): "Assets",
    ("Assets", "totalLabel"): "Total assets",
    ("CurrentAssets", "label"): "Current assets",
    ("OtherAssets", "label"): "Other assets",
    ("Sales", "label"): "Sales",
    ("Costs", "label"): "Costs",
    ("Profit", "label"): "Profit",
    ("FranceMember", "label"): "France [member]",
}
_FRENCH = {
    ("Assets", "label"): "Actif",
    ("CurrentAssets", "label"): "Actif courant",
    ("Sales", "label"): "Chiffre d’affaires",
    ("Costs", "label"): "Charges",
}
_PRESENTATION = [
    ("StatementAbstract", "CurrentAssets", 'order="1"'),
    ("StatementAbstract", "OtherAssets", 'order="2"'),
    ("StatementAbstract", "Employees", 'order="2.5"'),
    ("StatementAbstract", "Assets", f'order="3" preferredLabel="{_XBRL}/2003/role/totalLabel"'),
]
_PROHIBITED = ("StatementAbstract", "Employees", 'order="2.5" use="prohibited" priority="1"')
_CALCULATION = [
    ("Assets", "CurrentAssets", 'order="1" weight="1"'),
    ("Assets", "OtherAssets", 'order="2" weight="1"'),
]
_CALCULATION_11 = [("Profit", "Sales", 'order="1" weight="1"'), ("Profit", "Costs", 'order="2" weight="-1"')]
_REFERENCES = (
    f'<link:referenceLink xlink:type="extended" xlink:role="{_XBRL}/2003/role/link">'
    '<link:loc xlink:type="locator" xlink:label="Assets" xlink:href="core.xsd#reg_Assets"/>'
    f'<link:reference xlink:type="resource" xlink:label="r" xlink:role="{_XBRL}/2003/role/reference">'
    '<ref:Name xmlns:ref="http://www.xbrl.org/2006/ref">Act</ref:Name>'
    '<ref:Paragraph xmlns:ref="http://www.xbrl.org/2006/ref">7</ref:Paragraph></link:reference>'
    f'<link:referenceArc xlink:type="arc" xlink:arcrole="{_XBRL}/2003/arcrole/concept-reference" '
    'xlink:from="Assets" xlink:to="r"/></link:referenceLink>'
)


def _dimensions() -> list[str]:
    dim = "http://xbrl.org/int/dim/arcrole"
    cube = 'xbrldt:contextElement="scenario" xbrldt:closed="true"'
    countries = f'xbrldt:targetRole="{ROLE}/countries"'
    names = ("all", "notAll", "hypercube-dimension", "dimension-domain", "domain-member", "dimension-default")

    def arcs(arcrole: str, *pairs: tuple[str, str, str]) -> str:
        return _arcs("definition", f"{dim}/{arcrole}", list(pairs))

    return [
        *(
            f'<link:arcroleRef xlink:type="simple" arcroleURI="{dim}/{name}" '
            f'xlink:href="{_XBRL}/2005/xbrldt-2005.xsd#{name}"/>'
            for name in names
        ),
        *map(_role_ref, ("statement", "countries", "exclusions")),
        _link(
            "definition",
            "statement",
            arcs("all", ("StatementAbstract", "Table", f'order="1" {cube}')),
            arcs(
                "notAll",
                ("StatementAbstract", "WrongTable", f'order="2" {cube} xbrldt:targetRole="{ROLE}/exclusions"'),
            ),
            arcs(
                "domain-member",
                *(
                    ("StatementAbstract", name, f'order="{order}"')
                    for order, name in enumerate(("Sales", "Costs", "Profit"), start=3)
                ),
            ),
            arcs("hypercube-dimension", ("Table", "CountryAxis", f'order="1" {countries}')),
        ),
        _link(
            "definition",
            "countries",
            arcs("dimension-domain", ("CountryAxis", "WorldMember", 'order="1"')),
            arcs(
                "domain-member",
                ("WorldMember", "EuropeMember", 'order="1" xbrldt:usable="false"'),
                ("EuropeMember", "FranceMember", 'order="1"'),
                ("EuropeMember", "SpainMember", 'order="2"'),
                ("WorldMember", "AsiaMember", 'order="2"'),
                ("AsiaMember", "JapanMember", 'order="1"'),
            ),
            # Two arcs between the same locators would be illegal (XLink).
            '<link:loc xlink:type="locator" xlink:label="Default" xlink:href="core.xsd#reg_WorldMember"/>',
            arcs("dimension-default", ("CountryAxis", "Default", 'order="1"')),
        ),
        _link(
            "definition",
            "exclusions",
            arcs("hypercube-dimension", ("WrongTable", "CountryAxis", 'order="1"')),
            arcs("dimension-domain", ("CountryAxis", "SpainMember", 'order="1"')),
        ),
    ]


def _schema(namespace: str, content: str, *imports: str, own: Mapping[str, str] | None = None) -> str:
    places = {uri: place for uri, place in _IMPORTS.items() if any(name in uri for name in imports)}
    elements = "".join(
        f'<xs:import namespace="{uri}" schemaLocation="{place}"/>\n' for uri, place in {**places, **(own or {})}.items()
    )
    before, after = (content, elements) if content.startswith("<xs:annotation") else ("", elements + content)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xs:schema targetNamespace="{namespace}" '
        f'elementFormDefault="qualified" {_NAMESPACES}>\n{before}{after}</xs:schema>\n'
    )


def _annotation() -> str:
    kinds = {"lab": "label", "doc": "label", "ref": "reference", "pre": "presentation", "cal": "calculation"}
    files = ("lab-en", "lab-fr", "doc-en", "ref", "pre", "pre-fix", "cal", "cal-11", "dim")
    references = "".join(
        f'<link:linkbaseRef xlink:type="simple" xlink:href="{file}.xml" '
        f'xlink:role="{_XBRL}/2003/role/{kinds.get(file[:3], "definition")}LinkbaseRef" '
        'xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"/>\n'
        for file in files
    )
    used_on = "".join(
        f"<link:usedOn>link:{kind}Link</link:usedOn>" for kind in ("presentation", "calculation", "definition")
    )
    roles = "".join(
        f'<link:roleType roleURI="{ROLE}/{role}" id="{role}"><link:definition>{title}</link:definition>{used_on}'
        "</link:roleType>\n"
        for role, title in {
            "statement": "100 - Statement",
            "flows": "200 - Statement of flows",
            "countries": "900 - Countries",
            "exclusions": "910 - What is excluded",
        }.items()
    )
    return f"<xs:annotation><xs:appinfo>\n{references}{roles}</xs:appinfo></xs:annotation>\n"


def _linkbase(*content: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<link:linkbase {_NAMESPACES}>\n{"".join(content)}</link:linkbase>\n'
    )


def _role_ref(role: str) -> str:
    return f'<link:roleRef roleURI="{ROLE}/{role}" xlink:type="simple" xlink:href="all.xsd#{role}"/>\n'


def _link(kind: str, role: str, *arcs: str) -> str:
    names = dict.fromkeys(
        name for text in arcs for name in re.findall(r'xlink:(?:from|to)="(\w+)"', text) if name != "Default"
    )
    locators = "".join(
        f'<link:loc xlink:type="locator" xlink:label="{name}" xlink:href="core.xsd#reg_{name}"/>\n' for name in names
    )
    inside = locators + "".join(arcs)
    return f'<link:{kind}Link xlink:type="extended" xlink:role="{ROLE}/{role}">\n{inside}</link:{kind}Link>\n'


def _arcs(kind: str, arcrole: str, pairs: list[tuple[str, str, str]]) -> str:
    uri = arcrole if "://" in arcrole else f"{_XBRL}/2003/arcrole/{arcrole}"
    return "".join(
        f'<link:{kind}Arc xlink:type="arc" xlink:arcrole="{uri}" xlink:from="{source}" xlink:to="{target}" {more}/>\n'
        for source, target, more in pairs
    )


def _labels(language: str, texts: Mapping[tuple[str, str], str]) -> str:
    concepts = dict.fromkeys(name for name, _ in texts)
    locators = "".join(
        f'<link:loc xlink:type="locator" xlink:label="{name}" xlink:href="core.xsd#reg_{name}"/>\n' for name in concepts
    )
    labels = "".join(
        f'<link:label xlink:type="resource" xlink:label="{name}_{role}" xlink:role="{_XBRL}/2003/role/{role}" '
        f'xml:lang="{language}">{text}</link:label>\n'
        f'<link:labelArc xlink:type="arc" xlink:arcrole="{_XBRL}/2003/arcrole/concept-label" xlink:from="{name}" '
        f'xlink:to="{name}_{role}"/>\n'
        for (name, role), text in texts.items()
    )
    start = f'<link:labelLink xlink:type="extended" xlink:role="{_XBRL}/2003/role/link">'
    return f"{start}\n{locators}{labels}</link:labelLink>\n"
