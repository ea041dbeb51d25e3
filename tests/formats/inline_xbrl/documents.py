"""Small Inline XBRL documents, built around what a test is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CONTEXTS", "document", "write_set"]

IXT = "http://www.xbrl.org/inlineXBRL/transformation/2022-02-16"
_NAMESPACES = {
    "": "http://www.w3.org/1999/xhtml",
    "ix": "http://www.xbrl.org/2013/inlineXBRL",
    "ixt": IXT,
    "ixt3": "http://www.xbrl.org/inlineXBRL/transformation/2015-02-26",
    "ixt-sec": "http://www.sec.gov/inlineXBRL/transformation/2015-08-31",
    "xbrli": "http://www.xbrl.org/2003/instance",
    "xbrldi": "http://xbrl.org/2006/xbrldi",
    "link": "http://www.xbrl.org/2003/linkbase",
    "xlink": "http://www.w3.org/1999/xlink",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "iso4217": "http://www.xbrl.org/2003/iso4217",
    "m": "http://example.org/mini",
    "e": "http://example.org/register",
}
_CONCEPTS = {
    "Revenues": "monetaryItemType",
    "Shares": "sharesItemType",
    "Rate": "pureItemType",
    "Name": "stringItemType",
    "Note": "stringItemType",
    "Day": "dateItemType",
    "Flag": "booleanItemType",
}
CONTEXTS = """
<xbrli:context id="c"><xbrli:entity><xbrli:identifier scheme="http://example.org/register">4711</xbrli:identifier>
</xbrli:entity><xbrli:period><xbrli:startDate>2020-01-01</xbrli:startDate><xbrli:endDate>2020-12-31</xbrli:endDate>
</xbrli:period></xbrli:context>
<xbrli:unit id="u"><xbrli:measure>iso4217:JPY</xbrli:measure></xbrli:unit>
<xbrli:unit id="s"><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unit>
<xbrli:unit id="p"><xbrli:measure>xbrli:pure</xbrli:measure></xbrli:unit>
"""
_REFERENCE = '<link:schemaRef xlink:type="simple" xlink:href="mini.xsd"/>'


def document(
    body: str,
    *,
    hidden: str = "",
    references: str | None = f"<ix:references>{_REFERENCE}</ix:references>",
    resources: str | None = CONTEXTS,
    html: str = 'xml:lang="en"',
    head: str = "",
    namespaces: dict[str, str] | None = None,
) -> str:
    """Build a document; `resources` is None for one that uses those of another document of its set."""
    declared = {**_NAMESPACES, **(namespaces or {})}
    declarations = " ".join(f'xmlns{":" if prefix else ""}{prefix}="{uri}"' for prefix, uri in declared.items())
    header = (f"<ix:hidden>{hidden}</ix:hidden>" if hidden else "") + (references or "")
    header += f"<ix:resources>{resources}</ix:resources>" if resources is not None else ""
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n<html {declarations} {html}><head><title>t</title>{head}</head><body>"
        f'<div style="display:none"><ix:header>{header}</ix:header></div>\n{body}\n</body></html>\n'
    )


def write_set(folder: Path, **documents: str) -> Path:
    """Write documents by their names, and the schema that they refer to, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents.items():
        (folder / f"{name}.xhtml").write_text(text, encoding="utf-8")
    elements = "".join(
        f'<xs:element name="{name}" id="m_{name}" type="xbrli:{kind}" substitutionGroup="xbrli:item" nillable="true" '
        f'xbrli:periodType="duration"/>'
        for name, kind in _CONCEPTS.items()
    )
    (folder / "mini.xsd").write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance" '
        'targetNamespace="http://example.org/mini" elementFormDefault="qualified">'
        '<xs:import namespace="http://www.xbrl.org/2003/instance" '
        'schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>'
        f"{elements}</xs:schema>",
        encoding="utf-8",
    )
    return folder
