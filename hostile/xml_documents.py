"""Hostile instances, schemas and linkbases: read, and judged."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hostile.case import OUTSIDE, Case, chance
from hostile.small import FACT, SCHEMA, instance, write_instance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["cases"]

_LINK = '<link:linkbaseRef xlink:type="simple" xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase" {0}/>'
_VALIDATE = ["validate", "report.xml", "--no-arelle"]
_READ = ["read", "report.xml", "--to", "out/facts.parquet"]


def cases() -> Iterator[Case]:
    """Each instance read and judged, each schema judged, and each reference followed."""
    for name, content in _instances():
        yield from _instance_cases(name, content)
    for name, content, annotation in _schemas():

        def write(folder: Path, content: str = content, annotation: str = annotation) -> Sequence[str]:
            write_instance(folder, schema=SCHEMA.format(content=content, annotation=annotation))
            return _VALIDATE

        yield Case("schema", name, write)
    for name, href in _references():
        for kind in ("schemaRef", "linkbaseRef", "import"):

            def write_reference(folder: Path, href: str = href, kind: str = kind) -> Sequence[str]:
                _special_files(folder)
                _write_reference(folder, href, kind)
                return _VALIDATE

            yield Case("reference", f"{kind} to {name}", write_reference)


def _instance_cases(name: str, content: bytes | str) -> Iterator[Case]:
    for arguments in (_VALIDATE, _READ):

        def write(folder: Path, arguments: Sequence[str] = arguments) -> Sequence[str]:
            write_instance(folder, content)
            return arguments

        yield Case("xml", f"{name}, {arguments[0]}", write)


def _write_reference(folder: Path, href: str, kind: str) -> None:
    """Write an instance, or its schema, with a reference of this kind."""
    text, schema = instance(), SCHEMA.format(content="", annotation="")
    if kind == "schemaRef":
        text = instance(schema=href)
    elif kind == "linkbaseRef":
        text = instance(references=_LINK.format(f'xlink:href="{href}"'))
    else:
        schema = schema.replace("<xs:element", f'<xs:import namespace="urn:o" schemaLocation="{href}"/><xs:element', 1)
    write_instance(folder, text, schema)


def _special_files(folder: Path) -> None:
    os.mkfifo(folder / "pipe.xsd")
    (folder / "zero.xsd").symlink_to("/dev/zero")
    (folder / "loop.xsd").symlink_to("loop.xsd")
    (folder / "secret.xsd").symlink_to(f"../{OUTSIDE}/secret")
    (folder / "folder.xsd").mkdir()
    (folder / "empty.xsd").write_bytes(b"")
    (folder / "nul.xsd").write_bytes(b"\0" * 100)


def _references() -> Iterator[tuple[str, str]]:
    for name in ("pipe", "zero", "loop", "secret", "folder", "empty", "nul"):
        yield name, f"{name}.xsd"
    yield "a device", "file:///dev/zero"
    yield "a process", "file:///proc/self/environ"
    yield "itself", "report.xml"
    yield "too long a name", "n" * 100_000
    yield "too long a path", "d/" * 50_000
    yield "a bad address", "http://[::1/t.xsd"
    yield "a bad port", "http://example.org:99999999/t.xsd"
    yield "a NUL", "t%00.xsd"
    yield "a surrogate", "t%ED%A0%80.xsd"
    yield "no UTF-8", "t%FF.xsd"
    yield "a share", "//host/share/t.xsd"
    yield "a data URL", "data:text/xml,&lt;a/&gt;"
    yield "a blank", " "


def _instances() -> Iterator[tuple[str, bytes | str]]:
    yield from _declared()
    yield from _shaped()
    yield from _valued()
    generator = chance("xml")
    sound = instance().encode()
    for number in range(10):
        data = bytearray(sound)
        for _ in range(3):
            data[generator.randrange(len(data))] = generator.randrange(256)
        yield f"flipped bytes {number}", bytes(data)
    yield "cut", sound[: len(sound) // 2]
    yield "twice", sound + sound
    yield "empty", b""
    yield "NUL", sound.replace(b"4711", b"47\x0011")


def _declared() -> Iterator[tuple[str, bytes | str]]:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 10}">' for n in range(10))
    yield "entities without end", instance(prolog=f"<!DOCTYPE x [{entities}]>", identifier="&e9;")
    yield (
        "an entity of a file",
        instance(prolog='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>', identifier="&e;"),
    )
    yield (
        "an entity of a device",
        instance(prolog='<!DOCTYPE x [<!ENTITY % e SYSTEM "file:///dev/zero"> %e;]>', identifier="x"),
    )
    yield "an outer document type", instance(prolog='<!DOCTYPE x SYSTEM "http://localhost:1/x.dtd">')
    yield "a stylesheet", instance(prolog='<?xml-stylesheet href="file:///dev/zero" type="text/xsl"?>')
    for encoding in ("utf-16", "utf-32", "utf-7", "cp1252", "shift_jis", "cp037"):
        yield f"says {encoding}, is UTF-8", instance(declaration=f'<?xml version="1.0" encoding="{encoding}"?>')
        yield (
            f"is {encoding}, says nothing",
            instance(identifier="\u00e9" if encoding != "shift_jis" else "\u65e5").encode(encoding),
        )
    yield "an encoding that is not there", instance(declaration='<?xml version="1.0" encoding="x-none"?>')
    yield "version 1.1", instance(declaration='<?xml version="1.1"?>', identifier="&#1;")
    yield "no UTF-8", instance().encode().replace(b"4711", b"\xff\xfe")
    yield "a lone surrogate", instance().encode().replace(b"4711", b"\xed\xa0\x80")


def _shaped() -> Iterator[tuple[str, bytes | str]]:
    yield "nested 200,000 deep", instance(before="<t:a>" * 200_000 + "</t:a>" * 200_000)
    yield "nested 200 deep in a context", instance(body="<t:Note contextRef='c'>" * 200 + "</t:Note>" * 200)
    yield "a name of a million characters", instance(f"<t:{'n' * 1_000_000} contextRef='c'>1</t:{'n' * 1_000_000}>")
    yield "an attribute of 20 million", instance(FACT.replace('id="f"', f'id="{"f" * 20_000_000}"'))
    yield "a text of 12 million", instance(f'<t:Note contextRef="c">{"x" * 12_000_000}</t:Note>')
    yield (
        "100,000 attributes",
        instance("<t:Note contextRef='c' {}/>".format(" ".join(f'a{n}=""' for n in range(100_000)))),
    )
    declarations = "".join(f' xmlns:n{n}="http://example.org/{n}"' for n in range(10_000))
    yield "10,000 prefixes", instance(attributes=declarations)
    changing = "".join(f'<a:Note xmlns:a="http://example.org/n/{n}" contextRef="c">x</a:Note>\n' for n in range(10_000))
    yield "10,000 namespaces under one prefix", instance(changing)
    yield (
        "50,000 contexts of one id",
        instance(
            "<xbrli:context id='c'><xbrli:entity><xbrli:identifier scheme='http://example.org'>1</xbrli:identifier>"
            "</xbrli:entity><xbrli:period><xbrli:forever/></xbrli:period></xbrli:context>\n" * 50_000
        ),
    )
    yield "20,000 facts of one id", instance(f"{FACT}\n" * 20_000)
    yield "20,000 facts without context", instance(FACT.replace('"c"', '"missing"') * 20_000)
    arcs = "".join(
        '<link:footnoteArc xlink:type="arc" xlink:from="f" xlink:to="n"'
        ' xlink:arcrole="http://www.xbrl.org/2003/arcrole/fact-footnote"/>'
        for _ in range(1_000)
    )
    ends = "".join(
        f'<link:loc xlink:type="locator" xlink:href="#f" xlink:label="f"/><link:footnote xlink:type="resource"'
        f' xlink:label="n" xml:lang="en" xlink:role="http://www.xbrl.org/2003/role/footnote">{n}</link:footnote>'
        for n in range(1_000)
    )
    role = 'xlink:role="http://www.xbrl.org/2003/role/link"'
    yield (
        "1,000 footnotes of 1,000 facts",
        instance(f'{FACT}<link:footnoteLink xlink:type="extended" {role}>{ends}{arcs}</link:footnoteLink>'),
    )
    facts = "".join(FACT.replace('"f"', f'"f{n}"') for n in range(2_000))
    locators = "".join(f'<link:loc xlink:type="locator" xlink:href="#f{n}" xlink:label="f"/>' for n in range(2_000))
    arc = arcs[: arcs.index("/>") + 2]
    yield (
        "2,000 footnotes of 2,000 facts by one arc",
        instance(
            f'{facts}<link:footnoteLink xlink:type="extended" {role}>{ends}{ends}{locators}{arc}</link:footnoteLink>'
        ),
    )
    yield "another root", "<a/>"
    yield "a prefix that is not declared", instance("<no:Cash contextRef='c'/>")


def _valued() -> Iterator[tuple[str, bytes | str]]:
    yield "a million digits", instance(FACT.replace(">1<", f">{'9' * 1_000_000}<"))
    for value in (
        "1e999999999",
        "1e-999999999",
        "NaN",
        "INF",
        "0x10",
        "1_000",
        "\u0661\u0662",
        "",
        "- 1",
        "+" * 50_000,
    ):
        yield f"the value {value[:12]!r}", instance(FACT.replace(">1<", f">{value}<"))
    for decimals in ("999999999999999999999", "-999999999", "0.5", "INF ", "", "NaN", "9" * 6_000):
        yield f"the decimals {decimals[:22]!r}", instance(FACT.replace('decimals="0"', f'decimals="{decimals}"'))
    for day in (
        "0000-00-00",
        "-0001-01-01",
        "0001-01-01T00:00:00",
        "9999-12-31T24:00:00",
        "99999-01-01",
        "2020-02-30",
        "2020-12-31T00:00:00+14:00",
        "x" * 100_000,
    ):
        yield f"the day {day[:20]}", instance(day=day)
    for measure in ("", "EUR", ":", "iso4217:", "no:EUR", "iso4217:EUR EUR", "iso4217:" + "E" * 100_000):
        yield f"the measure {measure[:16]!r}", instance(measure=measure)
    yield "characters that steer", instance(identifier="&#x202e;&#x9b;[31m&#x2028;&#xfeff;")
    yield "a formula", instance("<t:Note contextRef=\"c\">=cmd|' /C calc'!A0</t:Note>")


def _schemas() -> Iterator[tuple[str, str, str]]:
    def item(name: str, more: str) -> str:
        return (
            f'<xs:element name="{name}" id="t_{name}" xbrli:periodType="instant" substitutionGroup="xbrli:item" {more}'
        )

    extending = '<xs:complexContent><xs:extension base="{0}"/></xs:complexContent>'
    for pattern in ("(a+)+b", "(a|a)*b", "([a-z]+)*[0-9]", "(x{1,1000}){1,1000}", "[", "(", "\\p{Nope}", "a" * 100_000):
        yield (
            f"the pattern {pattern[:20]}",
            item("P", ">")
            + '<xs:complexType><xs:simpleContent><xs:restriction base="xbrli:stringItemType">'
            + f'<xs:pattern value="{pattern}"/></xs:restriction></xs:simpleContent></xs:complexType></xs:element>',
            "",
        )
    yield (
        "a circle of substitutions",
        ('<xs:element name="A" substitutionGroup="t:B"/><xs:element name="B" substitutionGroup="t:A"/>'),
        "",
    )
    yield (
        "a circle of types",
        (
            f'<xs:complexType name="A">{extending.format("t:B")}</xs:complexType>'
            f'<xs:complexType name="B">{extending.format("t:A")}</xs:complexType>'
        ),
        "",
    )
    yield "a circle of groups", '<xs:group name="G"><xs:sequence><xs:group ref="t:G"/></xs:sequence></xs:group>', ""
    yield "a circle of includes", "", '<xs:include schemaLocation="t.xsd"/>'
    yield (
        "occurs a billion times",
        (
            '<xs:complexType name="A"><xs:sequence minOccurs="1000000000" maxOccurs="1000000000">'
            "<xs:any/></xs:sequence></xs:complexType>"
        ),
        "",
    )
    yield (
        "5,000 types in a chain",
        "".join(
            f'<xs:complexType name="T{n}">{extending.format(f"t:T{n - 1}" if n else "xs:anyType")}</xs:complexType>'
            for n in range(5_000)
        ),
        "",
    )
    yield "a type that is not there", item("Q", 'type="t:Missing"/>'), ""
    yield "an element twice", item("R", 'type="xbrli:stringItemType"/>') * 2, ""
    yield "names of all kinds", item("\u65e5\u672c", 'type="xbrli:stringItemType"/>'), ""
    yield "nested deep", f"<xs:annotation><xs:appinfo>{'<a>' * 5_000}{'</a>' * 5_000}</xs:appinfo></xs:annotation>", ""
