"""A made-up issuer's extension over IFRS and ESEF 2022, and the facts of a small filing, with one of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["NAMESPACES", "facts_of", "write_extension", "write_lacking"]

_X = "http://www.nordlicht.example/2022"
_IFRS = "https://xbrl.ifrs.org/taxonomy/2022-03-24/ifrs-full"
_IFRS_SCHEMA = "https://xbrl.ifrs.org/taxonomy/2022-03-24/full_ifrs/full_ifrs-cor_2022-03-24.xsd"
_ESEF_SCHEMA = "http://www.esma.europa.eu/taxonomy/2022-03-24/esef_cor.xsd"
_XBRL = "http://www.xbrl.org"
_DIMENSIONS = "http://xbrl.org/int/dim/arcrole"
_NEWER, _OLDER = "https://xbrl.org/2023/arcrole/summation-item", f"{_XBRL}/2003/arcrole/summation-item"

NAMESPACES = {
    "xbrli": f"{_XBRL}/2003/instance",
    "link": f"{_XBRL}/2003/linkbase",
    "xlink": "http://www.w3.org/1999/xlink",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xbrldi": "http://xbrl.org/2006/xbrldi",
    "xbrldt": "http://xbrl.org/2005/xbrldt",
    "enum2": "http://xbrl.org/2020/extensible-enumerations-2.0",
    "iso4217": f"{_XBRL}/2003/iso4217",
    "ifrs-full": _IFRS,
    "old": "https://xbrl.ifrs.org/taxonomy/2021-03-24/ifrs-full",
    "xs": "http://www.w3.org/2001/XMLSchema",
    "x": _X,
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
_IMPORTS = {
    NAMESPACES["xbrli"]: f"{_XBRL}/2003/xbrl-instance-2003-12-31.xsd",
    NAMESPACES["link"]: f"{_XBRL}/2003/xbrl-linkbase-2003-12-31.xsd",
    NAMESPACES["xbrldt"]: f"{_XBRL}/2005/xbrldt-2005.xsd",
    NAMESPACES["enum2"]: "https://www.xbrl.org/2020/extensible-enumerations-2.0.xsd",
    "https://www.esma.europa.eu/taxonomy/2022-03-24/esef_cor": _ESEF_SCHEMA,
}
#: Type, period type and further attributes of the extension's own items.
_ITEMS = {
    "Plants": ("xbrli:monetaryItemType", "instant", ""),
    "Capital": ("xbrli:monetaryItemType", "instant", ""),
    "Strict": ("xbrli:monetaryItemType", "duration", 'nillable="false"'),
    "Flag": ("xbrli:booleanItemType", "duration", ""),
    "Count": ("xbrli:integerItemType", "duration", ""),
    "Site": ("xbrli:anyURIItemType", "duration", ""),
    "Founded": ("xbrli:gYearItemType", "duration", ""),
    "Code": ("xbrli:tokenItemType", "duration", ""),
    "Size": ("x:sizeItemType", "duration", ""),
    "Choice": (
        "enum2:enumerationSetItemType",
        "duration",
        f'enum2:domain="ifrs-full:EquityMember" enum2:linkrole="{_X}/role/Choice" enum2:headUsable="true"',
    ),
    "Mass": ("xbrli:doubleItemType", "duration", ""),
    "Lots": ("xbrli:decimalItemType", "duration", ""),
    "WetMember": ("xbrli:stringItemType", "duration", 'abstract="true"'),
    "DryMember": ("xbrli:stringItemType", "duration", 'abstract="true"'),
}
_ROLES = ("Position", "Income", "Equity", "Lots", "Choice")
_STRUCTURE = (
    '<xs:complexType name="sizeItemType"><xs:simpleContent><xs:restriction base="xbrli:stringItemType">'
    '<xs:enumeration value="small"/><xs:enumeration value="large"/></xs:restriction></xs:simpleContent>'
    "</xs:complexType>"
    '<xs:element name="Lot" id="x_Lot" type="xs:int"/>'
    + "".join(
        f'<xs:element name="{name}" id="x_{name}" type="xbrli:stringItemType" substitutionGroup="xbrldt:{group}"'
        f' abstract="true" nillable="true" xbrli:periodType="duration" {more}/>'
        for name, group, more in (
            ("Table", "hypercubeItem", ""),
            ("LotAxis", "dimensionItem", 'xbrldt:typedDomainRef="#x_Lot"'),
            ("GroundAxis", "dimensionItem", ""),
        )
    )
)
_CLOSED = 'xbrldt:contextElement="scenario" xbrldt:closed="true"'
#: Role, arcrole, both ends and further attributes of each relationship.
_RELATIONSHIPS = (
    ("Position", _OLDER, "Assets", "x:Plants", 'weight="1"'),
    ("Position", _OLDER, "Assets", "Inventories", 'weight="1"'),
    ("Income", _NEWER, "GrossProfit", "Revenue", 'weight="1"'),
    ("Income", _NEWER, "GrossProfit", "CostOfSales", 'weight="-1"'),
    ("Equity", "all", "StatementOfChangesInEquityLineItems", "StatementOfChangesInEquityTable", _CLOSED),
    ("Equity", "domain-member", "StatementOfChangesInEquityLineItems", "Equity", ""),
    ("Equity", "hypercube-dimension", "StatementOfChangesInEquityTable", "ComponentsOfEquityAxis", ""),
    ("Equity", "dimension-domain", "ComponentsOfEquityAxis", "EquityMember", ""),
    ("Equity", "domain-member", "EquityMember", "IssuedCapitalMember", ""),
    ("Equity", "domain-member", "EquityMember", "RetainedEarningsMember", 'xbrldt:usable="false"'),
    ("Lots", "all", "x:Lots", "x:Table", _CLOSED),
    ("Lots", "hypercube-dimension", "x:Table", "x:LotAxis", ""),
    ("Lots", "hypercube-dimension", "x:Table", "x:GroundAxis", ""),
    ("Lots", "dimension-domain", "x:GroundAxis", "x:WetMember", ""),
    ("Choice", "domain-member", "EquityMember", "IssuedCapitalMember", ""),
    ("Choice", "domain-member", "EquityMember", "RetainedEarningsMember", ""),
)
#: Where ESEF has line items without dimensions: the role, and the concept above them.
_PLAIN_ROLE = "https://www.esma.europa.eu/xbrl/role/cor/esef_role-999999"
_PLAIN = "esef_cor:LineItemsNotDimensionallyQualifiedPlaceholder"
_MEMBER = '<xbrldi:explicitMember dimension="{}">{}</xbrldi:explicitMember>'
_EQUITY = _MEMBER.format("ifrs-full:ComponentsOfEquityAxis", "ifrs-full:IssuedCapitalMember")
_LOT = '<xbrldi:typedMember dimension="x:LotAxis"><x:Lot>7</x:Lot></xbrldi:typedMember>'
_YEAR = "<xbrli:startDate>2022-01-01</xbrli:startDate><xbrli:endDate>2022-12-31</xbrli:endDate>"
_DAY = "<xbrli:instant>2022-12-31</xbrli:instant>"
#: Period and scenario of each context.
_CONTEXTS = {
    "year": (_YEAR, ""),
    "day": (_DAY, ""),
    "member": (_DAY, _EQUITY),
    "lot": (_YEAR, _LOT + _MEMBER.format("x:GroundAxis", "x:WetMember")),
}
_UNITS = {
    "EUR": "<xbrli:measure>iso4217:EUR</xbrli:measure>",
    "shares": "<xbrli:measure>xbrli:shares</xbrli:measure>",
    "pure": "<xbrli:measure>xbrli:pure</xbrli:measure>",
    "piece": "<xbrli:measure>x:piece</xbrli:measure>",
    "EPS": "<xbrli:divide><xbrli:unitNumerator><xbrli:measure>iso4217:EUR</xbrli:measure></xbrli:unitNumerator>"
    "<xbrli:unitDenominator><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unitDenominator></xbrli:divide>",
}
#: Context, unit, decimals and value of each fact; those without a prefix are of IFRS.
_FACTS = (
    ("Assets", "day", "EUR", "-3", "16600000"),
    ("x:Plants", "day", "EUR", "-3", "13390000"),
    ("Inventories", "day", "EUR", "-3", "3210000"),
    ("Revenue", "year", "EUR", "-3", "25000000"),
    ("CostOfSales", "year", "EUR", "-3", "18200000"),
    ("GrossProfit", "year", "EUR", "-3", "6800000"),
    ("Equity", "day", "EUR", "-3", "12100000"),
    ("x:Capital", "member", "EUR", "-3", "5000000"),
    ("BasicEarningsLossPerShare", "year", "EPS", "2", "1.25"),
    ("NumberOfSharesOutstanding", "day", "shares", "0", "5000000"),
    ("ActuarialAssumptionOfDiscountRates", "day", "pure", "3", "0.035"),
    ("x:Strict", "year", "EUR", "0", "5"),
    ("x:Count", "year", "pure", "0", "42"),
    ("x:Mass", "year", "pure", "INF", "1.5e3"),
    ("x:Lots", "lot", "pure", "0", "3"),
    ("NameOfReportingEntityOrOtherMeansOfIdentification", "year", None, None, "Nordlicht SE"),
    ("DateOfEndOfReportingPeriod2013", "year", None, None, "2022-12-31"),
    ("x:Flag", "year", None, None, "true"),
    ("x:Site", "year", None, None, "https://www.nordlicht.example/"),
    ("x:Founded", "year", None, None, "1998"),
    ("x:Code", "year", None, None, "N 7"),
    ("x:Size", "year", None, None, "small"),
    ("x:Choice", "year", None, None, f"{_IFRS}#IssuedCapitalMember"),
)


def facts_of(number: int) -> etree._Element:
    """Give the contexts, units and facts of the filing, of an entity and with ids that no other number has."""
    start = f"m{number}."
    contexts = "".join(
        f'<xbrli:context id="{start}{name}"><xbrli:entity><xbrli:identifier scheme="http://standards.iso.org/iso/17442">'
        f"{_lei(number)}</xbrli:identifier></xbrli:entity><xbrli:period>{period}</xbrli:period>"
        + (f"<xbrli:scenario>{scenario}</xbrli:scenario>" if scenario else "")
        + "</xbrli:context>"
        for name, (period, scenario) in _CONTEXTS.items()
    )
    units = "".join(f'<xbrli:unit id="{start}{name}">{measures}</xbrli:unit>' for name, measures in _UNITS.items())
    facts = "".join(_fact(start, *fact) for fact in _FACTS if fact[4] is not None)
    return etree.fromstring(f"<xbrli:xbrl {_DECLARED}>{contexts}{units}{facts}</xbrli:xbrl>")


def _lei(number: int) -> str:
    """Make an identifier with the check digits that it needs (ISO 17442)."""
    digits = f"529900{number:012d}"
    return f"{digits}{98 - int(f'{digits}00') % 97:02d}"


def _fact(start: str, name: str, context: str, unit: str | None, decimals: str | None, value: str | None) -> str:
    tag = _with_prefix(name)
    local = name.rpartition(":")[2]
    more = f' unitRef="{start}{unit}" decimals="{decimals}"' if unit else ""
    return f'<{tag} id="{start}{local}" contextRef="{start}{context}"{more}>{value}</{tag}>'


def _with_prefix(name: str) -> str:
    return name if ":" in name else f"ifrs-full:{name}"


def write_extension(folder: Path) -> None:
    """Write the extension's schema `x.xsd` and its linkbases."""
    roles = "".join(
        f'<link:roleType roleURI="{_X}/role/{role}" id="{role}"><link:usedOn>link:calculationLink</link:usedOn>'
        "<link:usedOn>link:definitionLink</link:usedOn></link:roleType>"
        for role in _ROLES
    )
    references = "".join(
        f'<link:linkbaseRef xlink:type="simple" xlink:href="x-{kind}.xml" xlink:role="{_XBRL}/2003/role/{kind}'
        'LinkbaseRef" xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"/>'
        for kind in ("calculation", "definition")
    )
    imports = "".join(f'<xs:import namespace="{uri}" schemaLocation="{place}"/>' for uri, place in _IMPORTS.items())
    items = "".join(
        f'<xs:element name="{name}" id="x_{name}" type="{kind}" substitutionGroup="xbrli:item"'
        f' xbrli:periodType="{period}" {more if "nillable" in more else more + chr(32) + _NILLABLE}/>'
        for name, (kind, period, more) in _ITEMS.items()
    )
    (folder / "x.xsd").write_text(
        f'<xs:schema {_DECLARED} targetNamespace="{_X}" elementFormDefault="qualified"><xs:annotation><xs:appinfo>'
        f"{roles}{references}</xs:appinfo></xs:annotation>{imports}{_STRUCTURE}{items}</xs:schema>",
        encoding="utf-8",
    )
    for kind in ("calculation", "definition"):
        (folder / f"x-{kind}.xml").write_text(_linkbase(kind), encoding="utf-8")


_NILLABLE = 'nillable="true"'
#: What ESEF imports and the data lack: its namespace, where it is, and what it is called there.
_LACKING = (
    "http://www.xbrl.org/taxonomy/int/lei/2020-07-02/required",
    "https://www.xbrl.org/taxonomy/int/lei/2020-07-02/",
    "lei-required.xsd",
)


def write_lacking(folder: Path) -> None:
    """Write a taxonomy package with an empty schema in the place of one that ESEF imports and nothing here needs.

    As long as a schema is missing, no concept is known not to exist.
    """
    namespace, place, name = _LACKING
    (folder / "META-INF").mkdir(parents=True)
    (folder / "META-INF" / "catalog.xml").write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        f'<rewriteURI uriStartString="{place}" rewritePrefix="../"/></catalog>',
        encoding="utf-8",
    )
    (folder / "META-INF" / "taxonomyPackage.xml").write_text(
        '<tp:taxonomyPackage xml:lang="en" xmlns:tp="http://xbrl.org/2016/taxonomy-package">'
        "<tp:identifier>http://www.nordlicht.example/lacking</tp:identifier></tp:taxonomyPackage>",
        encoding="utf-8",
    )
    schema = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{namespace}"/>'
    (folder / name).write_text(schema, encoding="utf-8")


def _linkbase(kind: str) -> str:
    plain = [
        (_PLAIN_ROLE, "domain-member", _PLAIN, name, "") for name, *_ in _FACTS if ":" not in name and name != "Equity"
    ]
    arcs = [arc for arc in (*_RELATIONSHIPS, *plain) if ("summation" in arc[1]) == (kind == "calculation")]
    declared = "".join(
        f'<link:roleRef xlink:type="simple" roleURI="{_role(role)}" xlink:href="{_role_address(role)}"/>'
        for role in dict.fromkeys(arc[0] for arc in arcs)
    )
    if kind == "calculation":
        schemas = {_NEWER: "https://www.xbrl.org/2023/calculation-1.1.xsd#summation-item"}
    else:
        kinds = dict.fromkeys(arc[1] for arc in arcs)
        schemas = {f"{_DIMENSIONS}/{name}": f"{_XBRL}/2005/xbrldt-2005.xsd#{name}" for name in kinds}
    declared += "".join(
        f'<link:arcroleRef xlink:type="simple" arcroleURI="{arcrole}" xlink:href="{place}"/>'
        for arcrole, place in schemas.items()
    )
    links = "".join(
        f'<link:{kind}Link xlink:type="extended" xlink:role="{_role(role)}">'
        + "".join(_arc(kind, number, *arc[1:]) for number, arc in enumerate(arcs) if arc[0] == role)
        + f"</link:{kind}Link>"
        for role in dict.fromkeys(arc[0] for arc in arcs)
    )
    return f"<link:linkbase {_DECLARED}>{declared}{links}</link:linkbase>"


def _role(name: str) -> str:
    return name if "://" in name else f"{_X}/role/{name}"


def _role_address(name: str) -> str:
    return f"{_ESEF_SCHEMA}#{name.rpartition('/')[2]}" if "://" in name else f"x.xsd#{name}"


def _arc(kind: str, number: int, arcrole: str, source: str, target: str, more: str) -> str:
    locators = "".join(
        f'<link:loc xlink:type="locator" xlink:label="{end}{number}" xlink:href="{_address(name)}"/>'
        for end, name in (("s", source), ("t", target))
    )
    uri = arcrole if "://" in arcrole else f"{_DIMENSIONS}/{arcrole}"
    return (
        f'{locators}<link:{kind}Arc xlink:type="arc" xlink:arcrole="{uri}" xlink:from="s{number}" xlink:to="t{number}"'
        f' order="{number + 1}" {more}/>'
    )


def _address(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    if prefix == "esef_cor":
        return f"{_ESEF_SCHEMA}#esef_cor_{local}"
    return f"x.xsd#x_{local}" if prefix else f"{_IFRS_SCHEMA}#ifrs-full_{local}"
