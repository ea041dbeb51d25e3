"""The small taxonomy package that becomes hostile by one change, and what is in the schemas and linkbases of such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile.small import SCHEMA, instance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    #: What lies in a package, by path.
    Files = dict[str, str]
    #: What a package is called, the commands that it is given to, and what makes it where it is written.
    Package = tuple[str, Sequence[str], Callable[[], Files]]

__all__ = [
    "CATALOG",
    "DESCRIPTION",
    "DIMENSIONS",
    "ENTRY",
    "ITEM",
    "LINK_ROLE",
    "PERIOD",
    "REWRITE",
    "START",
    "URL",
    "XBRL",
    "annotated",
    "dimensional",
    "items",
    "labelled",
    "network",
    "packaged",
    "reported",
    "restricted",
]

START = "http://example.org/p/"
#: The schema of the package.
URL = f"{START}t.xsd"
XBRL = "http://www.xbrl.org/2003"
DIMENSIONS = "http://xbrl.org/int/dim/arcrole"
LINK_ROLE = f"{XBRL}/role/link"
CATALOG = '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">{0}</catalog>'
REWRITE = '<rewriteURI uriStartString="{0}" rewritePrefix="{1}"/>'
DESCRIPTION = """\
<tp:taxonomyPackage xmlns:tp="http://xbrl.org/2016/taxonomy-package" xml:lang="en">
<tp:identifier>http://example.org/p</tp:identifier><tp:name>P</tp:name><tp:version>1</tp:version>
<tp:entryPoints>{0}</tp:entryPoints></tp:taxonomyPackage>
"""
ENTRY = '<tp:entryPoint><tp:name>{0}</tp:name><tp:entryPointDocument href="{1}"/></tp:entryPoint>'
#: The attributes of concepts.
PERIOD = 'xbrli:periodType="instant" nillable="true"'
ITEM = f'substitutionGroup="xbrli:item" {PERIOD}'
_IMPORTS = "".join(
    f'<xs:import namespace="{namespace}" schemaLocation="{place}"/>'
    for namespace, place in {
        "http://xbrl.org/2005/xbrldt": "http://www.xbrl.org/2005/xbrldt-2005.xsd",
        "http://xbrl.org/2020/extensible-enumerations-2.0": (
            "https://www.xbrl.org/2020/extensible-enumerations-2.0.xsd"
        ),
    }.items()
)


def packaged(
    content: str = "", *linkbases: str, before: str = "", description: str | None = None, catalog: str | None = None
) -> Files:
    """Give a package with one schema.

    Args:
        content: what the schema defines beside cash and a note.
        linkbases: what is in each of its linkbases.
        before: what stands in the schema before that.
        description: what taxonomyPackage.xml says, if that is another thing than the schema's URL.
        catalog: what catalog.xml says, if that is another thing than that the package has the URLs that begin so.
    """
    references = "".join(
        f'<link:linkbaseRef xlink:type="simple" xlink:href="{number}.xml"'
        ' xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"/>'
        for number in range(len(linkbases))
    )
    files = {
        "META-INF/catalog.xml": catalog or CATALOG.format(REWRITE.format(START, "../")),
        "META-INF/taxonomyPackage.xml": description or DESCRIPTION.format(ENTRY.format("all", URL)),
        "t.xsd": SCHEMA.format(content=content, annotation=f"{annotated(references)}{_IMPORTS}{before}"),
    }
    for number, text in enumerate(linkbases):
        files[f"{number}.xml"] = (
            '<link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"'
            f' xmlns:xbrldt="http://xbrl.org/2005/xbrldt">{text}</link:linkbase>'
        )
    return files


def annotated(text: str) -> str:
    """Put something into an annotation of a schema."""
    return f"<xs:annotation><xs:appinfo>{text}</xs:appinfo></xs:annotation>" if text else ""


def items(names: Iterable[str], more: str = 'type="xbrli:stringItemType"') -> str:
    """Define concepts."""
    return "".join(f'<xs:element name="{name}" id="t_{name}" {ITEM} {more}/>' for name in names)


def dimensional(name: str, head: str, more: str = "") -> str:
    """Define a hypercube or a dimension."""
    return (
        f'<xs:element xmlns:xbrldt="http://xbrl.org/2005/xbrldt" name="{name}" id="t_{name}" {PERIOD} abstract="true"'
        f' type="xbrli:stringItemType" substitutionGroup="xbrldt:{head}" {more}/>'
    )


def restricted(name: str, base: str, inside: str = "") -> str:
    """Define a type that restricts another one."""
    return (
        f'<xs:complexType name="{name}"><xs:simpleContent><xs:restriction base="{base}">{inside}'
        "</xs:restriction></xs:simpleContent></xs:complexType>"
    )


def reported(facts: Iterable[tuple[str, str]], more: str = "") -> Files:
    """Give an instance beside the package, with values of concepts."""
    body = "".join(f'<t:{name} contextRef="c" {more}>{value}</t:{name}>' for name, value in facts)
    return {"../report.xml": instance(body, schema=URL)}


def network(kind: str, arcrole: str, arcs: Iterable[tuple[str, str, str]], role: str = LINK_ROLE) -> str:
    """Write an extended link: arcs from a concept to another one, each with further attributes."""
    arcs = list(arcs)
    names = dict.fromkeys(name for source, target, _ in arcs for name in (source, target))
    uri = arcrole if "://" in arcrole else f"{XBRL}/arcrole/{arcrole}"
    locators = "".join(
        f'<link:loc xlink:type="locator" xlink:label="{name}" xlink:href="t.xsd#t_{name}"/>' for name in names
    )
    elements = "".join(
        f'<link:{kind}Arc xlink:type="arc" xlink:arcrole="{uri}" xlink:from="{source}" xlink:to="{target}" {more}/>'
        for source, target, more in arcs
    )
    return f'<link:{kind}Link xlink:type="extended" xlink:role="{role}">{locators}{elements}</link:{kind}Link>'


def labelled(texts: Iterable[str], role: str = f"{XBRL}/role/label", language: str = "en") -> str:
    """Write a link with labels of cash."""
    resources = "".join(
        f'<link:label xlink:type="resource" xlink:label="l" xlink:role="{role}" xml:lang="{language}">{text}'
        "</link:label>"
        for text in texts
    )
    return (
        f'<link:labelLink xlink:type="extended" xlink:role="{LINK_ROLE}">'
        '<link:loc xlink:type="locator" xlink:label="c" xlink:href="t.xsd#t_Cash"/>'
        f'{resources}<link:labelArc xlink:type="arc" xlink:arcrole="{XBRL}/arcrole/concept-label" xlink:from="c"'
        ' xlink:to="l"/></link:labelLink>'
    )
