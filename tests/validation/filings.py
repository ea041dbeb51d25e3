"""Small filings, and faults to plant in them, each of which both judges of XML Schema must report."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter import export_report
from tests.projects import write_extension, write_project

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "FACT",
    "FAULTS",
    "INSTANCE",
    "PACKAGE",
    "REFERRING_INSTANCE",
    "SCHEMA",
    "SCHEMA_FAULTS",
    "Fault",
    "fact_element",
    "line_of",
    "plant",
    "planted_folder",
    "replace_in",
    "write_extension_filing",
    "write_filing",
    "write_referring_instance",
]

INSTANCE, PACKAGE, SCHEMA, LINKBASE = "acme-20201231.xml", "mini-2020.zip", "acme-2020.xsd", "acme-2020_pre.xml"

#: The id of the fact in which faults are planted.
FACT = "acme_GadgetRevenues.D20200101-20201231.JPY"
_ATTRIBUTES = 'contextRef="D20200101-20201231" unitRef="JPY" decimals="-3"'
_OPENING_CONTEXT = '<xbrli:context id="I20181231">'
_INSTANT = "<xbrli:instant>2018-12-31</xbrli:instant>"


@dataclass(frozen=True)
class Fault:
    """A text to replace in the instance, and where judges must see it: at this text, which is in the fact or not."""

    old: str
    new: str
    at: str
    in_fact: bool = True


def fact_element(name: str = "acme:GadgetRevenues", attributes: str = _ATTRIBUTES, value: str = "1200000") -> str:
    """The fact as it stands in the instance, but for what is given."""
    return f'<{name} id="{FACT}" {attributes}>{value}</{name}>'


def _in_fact(new: str) -> Fault:
    return Fault(fact_element(), new, new)


#: `acme:Helper` is in the schema, but is no item.
FAULTS = {
    "no decimal": _in_fact(fact_element(value="1,200,000")),
    "unknown element": _in_fact(fact_element("acme:Unheard")),
    "unknown element of XBRL": _in_fact(fact_element("xbrli:Revenues")),
    "abstract concept": _in_fact(fact_element("m:AllAbstract", 'contextRef="D20200101-20201231"', "All")),
    "no item": _in_fact(fact_element("acme:Helper")),
    "bad decimals": _in_fact(fact_element(attributes=_ATTRIBUTES.replace("-3", "thousands"))),
    "nil with a value": _in_fact(
        fact_element(attributes=f'{_ATTRIBUTES} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"')
    ),
    "no period": Fault(
        f"    <xbrli:period>\n      {_INSTANT}\n    </xbrli:period>\n", "", _OPENING_CONTEXT, in_fact=False
    ),
    "instant and start": Fault(
        _INSTANT, f"{_INSTANT}\n<xbrli:startDate>2018-01-01</xbrli:startDate>", "<xbrli:startDate>2018", in_fact=False
    ),
    "no measure": Fault("<xbrli:measure>iso4217:JPY</xbrli:measure>", "", '<xbrli:unit id="JPY">', in_fact=False),
}

#: RowFindings in the extension's schema.
SCHEMA_FAULTS = {
    "unknown type": (
        'name="OtherRevenues" type="xbrli:monetaryItemType"',
        'name="OtherRevenues" type="xbrli:moneyItemType"',
    ),
    "duplicate element": ('name="OtherRevenues"', 'name="GadgetRevenues"'),
}


def write_filing(folder: Path) -> Path:
    """The small project's filing; returns its folder."""
    export_report(write_project(folder), arelle=False)
    return folder / "out" / "filing"


def write_extension_filing(folder: Path) -> Path:
    """The filing of a project with an extension, whose schema has an element more that is no item; its folder."""
    changes = {
        "report.toml": (('taxonomy = "base"', 'taxonomy = "extension"'),),
        "statement.csv": (("Revenues,", "Gadgets,"),),
        "mapping.csv": (("Revenues,m:Revenues", "Gadgets,acme:GadgetRevenues"),),
    }
    total = "Operations,1,m:Revenues,totalLabel\n"
    more = (
        "Operations,1,m:Costs,negatedLabel\n"
        "Operations,1,m:Profit,totalLabel\n"
        "Operations,1,m:Cash,periodStartLabel\n"
        "Operations,1,m:Cash,periodEndLabel\n"
    )
    write_extension(write_project(folder, changes) / "extension", {"presentation.csv": ((total, total + more),)})
    export_report(folder, arelle=False)
    filing = folder / "out" / "filing"
    helper = '<xs:element id="acme_Helper" name="Helper" type="xbrli:monetaryItemType"/>'
    replace_in(filing / SCHEMA, "</xs:schema>", f"{helper}</xs:schema>")
    return filing


def planted_folder(filing: Path, target: Path) -> dict[str, Path]:
    """A copy of an extension's filing with an instance for each of `FAULTS`, and faulty references: paths by name."""
    shutil.copytree(filing, target)
    planted = {"none": target / INSTANCE}
    for name, fault in FAULTS.items():
        planted[name] = plant(target, INSTANCE, name, fault.old, fault.new)
    reference = 'contextRef="D20200101-20201231" '
    planted["no contextRef"] = plant(target, INSTANCE, "no contextRef", f"{reference}unitRef", "unitRef")
    planted["unknown context"] = plant(target, INSTANCE, "unknown context", reference, 'contextRef="D1999" ')
    planted["unknown unit"] = plant(target, INSTANCE, "unknown unit", 'unitRef="JPY"', 'unitRef="USD"')
    planted["unresolved schema"] = plant(target, INSTANCE, "unresolved schema", SCHEMA, "gone.xsd")
    planted["arc from nowhere"] = plant(target, LINKBASE, "arc from nowhere", ' xlink:from="m_AllAbstract"', "")
    lines = (target / INSTANCE).read_text(encoding="utf-8").replace("\n  <acme:", "<acme:").replace("\n  <m:", "<m:")
    planted["one line"] = target / "one line.xml"
    planted["one line"].write_text(lines.replace(fact_element(), fact_element(value="x")), encoding="utf-8")
    return planted


def plant(folder: Path, document: str, name: str, old: str, new: str) -> Path:
    """A copy of a document beside it, under another name and with another text."""
    copy = folder / f"{name}.xml"
    shutil.copy(folder / document, copy)
    replace_in(copy, old, new)
    return copy


def replace_in(document: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text, which must be there."""
    text = document.read_text(encoding="utf-8")
    assert old in text, f"{document.name} has no {old!r}"
    document.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(document: Path, text: str) -> int:
    """The line of the document at which the text begins."""
    return document.read_text(encoding="utf-8").partition(text)[0].count("\n") + 1


#: An instance that refers to a schema, and that schema, which declares nothing.
REFERRING_INSTANCE = """\
<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
    xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:t="http://example.org/t">
<link:schemaRef xlink:type="simple" xlink:href="{href}"/>
<t:Cash id="cash" contextRef="i">1<t:inner/></t:Cash>
<t:Name contextRef="i">nameless</t:Name>
</xbrli:xbrl>
"""
EMPTY_SCHEMA = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://example.org/t"/>'


def write_referring_instance(folder: Path) -> Path:
    """Write an instance that refers to a schema beside it, whose name has a space."""
    (folder / "a b.xsd").write_text(EMPTY_SCHEMA, encoding="utf-8")
    path = folder / "report.xml"
    path.write_text(REFERRING_INSTANCE.format(href="a%20b.xsd"), encoding="utf-8")
    return path
