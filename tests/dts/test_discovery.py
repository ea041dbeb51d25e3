"""Discovery: which documents belong to a taxonomy set, and what is said of those that are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.dts.catalog import Catalog
from exporter.dts.discovery import load_documents, location_of
from exporter.errors import UnreadableInputError
from exporter.findings.findings import Severity
from exporter.packages.judging import validate
from exporter.validation import libxml2_judge, xmlschema_judge
from tests.validation.filings import (
    INSTANCE,
    REFERRING_INSTANCE,
    SCHEMA,
    replace_in,
    write_extension_filing,
    write_referring_instance,
)

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.dts.discovery import Documents


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An instance that refers to a schema beside it, whose name has a space."""
    return write_referring_instance(tmp_path)


def _namespaces(documents: Documents) -> dict[Path, str]:
    """The schemas that are no specification's, with their namespaces."""
    return {
        path: schema.namespace for path, schema in documents.schemas.items() if location_of(path).startswith("file")
    }


def test_an_instance_brings_the_schemas_that_it_refers_to(instance: Path) -> None:
    """The instance is a tree to validate, and its schema is one to compile, under its namespace."""
    documents = load_documents([instance], Catalog())
    assert list(documents.trees) == [instance]
    assert _namespaces(documents) == {instance.with_name("a b.xsd"): "http://example.org/t"}
    assert documents.unresolved == []


def test_a_schema_is_compiled_and_not_validated(instance: Path) -> None:
    """A schema among the documents is no tree."""
    schema = instance.with_name("a b.xsd")
    documents = load_documents([schema], Catalog())
    assert documents.trees == {}
    assert _namespaces(documents) == {schema: "http://example.org/t"}


@pytest.mark.parametrize("href", ["gone.xsd", "http://example.org/gone.xsd", "", "a b.xsd/"])
def test_a_schema_that_is_not_found_is_an_error_at_its_line(instance: Path, href: str) -> None:
    """The message names the reference, the document and the line, and the rest is loaded all the same."""
    instance.write_text(REFERRING_INSTANCE.format(href=href), encoding="utf-8")
    documents = load_documents([instance], Catalog())
    (message,) = documents.unresolved
    assert (message.code, message.severity) == ("schema.unresolved", Severity.ERROR)
    assert (message.file, message.line) == ("report.xml", 3)
    assert href in message.message
    assert list(documents.trees) == [instance]
    assert documents.schemas == {}


@pytest.mark.parametrize("text", ["", "<a>", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_a_document_that_cannot_be_read_safely_is_refused(instance: Path, text: str) -> None:
    """Of one that another leads to there is a message, unless it defines entities."""
    broken = instance.with_name("broken.xml")
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableInputError, match=r"broken\.xml"):
        load_documents([instance, broken], Catalog())
    instance.with_name("a b.xsd").write_text(text, encoding="utf-8")
    if "DOCTYPE" in text:
        with pytest.raises(UnreadableInputError, match=r"a b\.xsd has a document type declaration"):
            load_documents([instance], Catalog())
        return
    documents = load_documents([instance], Catalog())
    assert documents.lacks_schema
    assert ["a b.xsd" in message.message for message in documents.unresolved] == [True]


def test_a_missing_document_is_refused(tmp_path: Path) -> None:
    """The exception names the path."""
    with pytest.raises(UnreadableInputError, match=r"gone\.xml"):
        load_documents([tmp_path / "gone.xml"], Catalog())


def _judge(path: Path) -> dict[str, list[str]]:
    """What both judges of XML Schema say of a document, by their names."""
    with Catalog() as catalog:
        judgements = [
            xmlschema_judge.judge_documents(load_documents([path], catalog)),
            libxml2_judge.judge_documents(load_documents([path], catalog)),
        ]
    return {judgement.judge: [message.message for message in judgement.messages] for judgement in judgements}


CLEAN: dict[str, list[str]] = {"xmlschema": [], "libxml2": []}


def _schema(elements: str, namespace: str = "http://example.org/t", imports: str = "") -> str:
    return (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"'
        ' xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' xmlns:t="{namespace}" targetNamespace="{namespace}" elementFormDefault="qualified">{imports}'
        '<xs:import namespace="http://www.xbrl.org/2003/instance"'
        ' schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>'
        f"{elements}</xs:schema>"
    )


def _item(name: str, attributes: str = 'substitutionGroup="xbrli:item"') -> str:
    return (
        f'<xs:element name="{name}" id="t_{name}" type="xbrli:stringItemType" {attributes}'
        ' xbrli:periodType="instant" nillable="true"/>'
    )


def _instance(references: str, facts: str = '<t:Name contextRef="i">x</t:Name>', attributes: str = "") -> str:
    return (
        '<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xmlns:t="http://example.org/t" xmlns:u="http://example.org/u" {attributes}>{references}'
        '<context id="i"><entity><identifier scheme="http://example.org">1</identifier></entity>'
        f"<period><instant>2020-12-31</instant></period></context>{facts}</xbrl>"
    )


def _reference(href: str, element: str = "schemaRef", attributes: str = "") -> str:
    return f'<link:{element} xlink:type="simple" xlink:href="{href}" {attributes}/>'


_LINKBASE_ARCROLE = 'xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"'
_LINKBASE = (
    '<link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" {0}>{1}</link:linkbase>'
)


def _write(folder: Path, **files: str) -> Path:
    """Write files; `__` in a name stands for its point, and what is called `report` is the instance."""
    for name, text in files.items():
        path = folder / name.replace("__", ".")
        path.write_text(text, encoding="utf-8")
    return folder / "report.xml"


def test_a_schema_is_found_through_a_linkbase_and_its_locators(tmp_path: Path) -> None:
    """The instance refers to the linkbase alone, which is judged with it."""
    link = (
        '<link:presentationLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">'
        '<link:loc xlink:type="locator" xlink:href="t.xsd#t_Name" xlink:label="n"/></link:presentationLink>'
    )
    report = _write(
        tmp_path,
        report__xml=_instance(_reference("p.xml", "linkbaseRef", _LINKBASE_ARCROLE)),
        t__xsd=_schema(_item("Name")),
        p__xml=_LINKBASE.format("", link),
    )
    with Catalog() as catalog:
        documents = load_documents([report], catalog)
    assert {path.name for path in documents.trees} == {"report.xml", "p.xml"}
    assert _namespaces(documents) == {tmp_path / "t.xsd": "http://example.org/t"}
    assert _judge(report)["libxml2"] != []  # a schemaRef is wanted too (XBRL 2.1, 4.2)
    assert "schemaRef" in _judge(report)["libxml2"][0]


@pytest.mark.parametrize("element", ["roleRef", "arcroleRef"])
def test_a_schema_is_found_through_a_role(tmp_path: Path, element: str) -> None:
    """Be it that of a link or of an arc."""
    name = "roleURI" if element == "roleRef" else "arcroleURI"
    report = _write(
        tmp_path,
        report__xml=_instance(_reference("u.xsd") + _reference("t.xsd#r", element, f'{name}="http://example.org/r"')),
        t__xsd=_schema(_item("Name")),
        u__xsd=_schema("", "http://example.org/u"),
    )
    assert _judge(report) == CLEAN


def test_a_linkbase_names_the_schemas_of_its_own_links(tmp_path: Path) -> None:
    """By xsi:schemaLocation, and a name that leads nowhere is a hint, not a fault."""
    generic = "http://xbrl.org/2008/generic"
    attributes = (
        f'xmlns:g="{generic}" xsi:schemaLocation="{generic} http://www.xbrl.org/2008/generic-link.xsd urn:x gone"'
    )
    link = '<g:link xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link"/>'
    linkbase_reference = _reference("g.xml", "linkbaseRef", _LINKBASE_ARCROLE)
    schema_reference = f"<xs:annotation><xs:appinfo>{linkbase_reference}</xs:appinfo></xs:annotation>"
    report = _write(
        tmp_path,
        report__xml=_instance(_reference("t.xsd")),
        t__xsd=_schema(_item("Name"), imports=schema_reference),
        g__xml=_LINKBASE.format(attributes, link),
    )
    assert _judge(report) == CLEAN
    (tmp_path / "g.xml").write_text(
        _LINKBASE.format(attributes, link.replace("/>", "><g:nothing/></g:link>")), encoding="utf-8"
    )
    assert all(messages for messages in _judge(report).values())


def test_xml_base_says_where_references_begin(tmp_path: Path) -> None:
    """That of the element itself, and those of the elements around it (XML Base 1.1, 4)."""
    (tmp_path / "tax" / "a").mkdir(parents=True)
    (tmp_path / "tax" / "a" / "t.xsd").write_text(_schema(_item("Name")), encoding="utf-8")
    reference = _reference("t.xsd", attributes='xml:base="a/"')
    report = _write(tmp_path, report__xml=_instance(reference, attributes='xml:base="tax/"'))
    assert _judge(report) == CLEAN


def test_the_specifications_are_known_without_www(tmp_path: Path) -> None:
    """Both addresses serve the same schemas, and old taxonomies import the shorter one."""
    schema = _schema(_item("Name")).replace("http://www.xbrl.org/2003/xbrl-i", "http://xbrl.org/2003/xbrl-i")
    assert _judge(_write(tmp_path, report__xml=_instance(_reference("t.xsd")), t__xsd=schema)) == CLEAN


def test_what_no_reference_leads_to_is_not_judged(tmp_path: Path) -> None:
    """A broken schema that lies in the same folder says nothing about the instance."""
    report = _write(
        tmp_path, report__xml=_instance(_reference("t.xsd")), t__xsd=_schema(_item("Name")), broken__xsd="<schema"
    )
    assert _judge(report) == CLEAN


def test_a_copy_of_a_specification_does_not_count(tmp_path: Path) -> None:
    """It may say anything; the one that comes with the judges stands in its place."""
    lax = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.xbrl.org/2003/instance"/>'
    schema = _schema(_item("Name")).replace("http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd", "lax.xsd")
    report = _write(tmp_path, report__xml=_instance(_reference("t.xsd")), t__xsd=schema, lax__xsd=lax)
    assert _judge(report) == CLEAN
    _write(tmp_path, report__xml=_instance(_reference("t.xsd"), '<t:Name contextRef="i"><x/></t:Name>'))
    assert all(messages for messages in _judge(report).values())


def test_a_copy_of_a_specification_may_declare_its_type(tmp_path: Path) -> None:
    """As the schema of the namespace xml does; its own stands in its place."""
    copy = (
        '<!DOCTYPE xs:schema><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        ' targetNamespace="http://www.w3.org/XML/1998/namespace"/>'
    )
    xml_import = '<xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml.xsd"/>'
    report = _write(
        tmp_path,
        report__xml=_instance(_reference("t.xsd")),
        t__xsd=_schema(_item("Name"), imports=xml_import),
        xml__xsd=copy,
    )
    assert _judge(report) == CLEAN
    (tmp_path / "t.xsd").write_text(
        _schema(_item("Name"), imports=xml_import.replace("xml.xsd", "http://www.w3.org/2001/xml.xsd")),
        encoding="utf-8",
    )
    assert _judge(report) == CLEAN


def test_two_schemas_of_one_namespace_both_count(tmp_path: Path) -> None:
    """Though neither includes the other."""
    report = _write(
        tmp_path,
        report__xml=_instance(
            _reference("t.xsd") + _reference("more.xsd"),
            '<t:Name contextRef="i">x</t:Name><t:More contextRef="i">x</t:More>',
        ),
        t__xsd=_schema(_item("Name")),
        more__xsd=_schema(_item("More")),
    )
    assert _judge(report) == CLEAN


def test_includes_may_form_a_circle(tmp_path: Path) -> None:
    """One of the schemas is imported, and each is there once."""
    include = '<xs:include schemaLocation="{0}"/>'.format
    report = _write(
        tmp_path,
        report__xml=_instance(_reference("t.xsd"), '<t:More contextRef="i">x</t:More>'),
        t__xsd=_schema(_item("Name"), imports=include("more.xsd")),
        more__xsd=_schema(_item("More"), imports=include("t.xsd")),
    )
    assert _judge(report) == CLEAN


def test_one_missing_schema_is_one_error(tmp_path: Path) -> None:
    """However many facts and references want it."""
    facts = "".join(f'<t:F{number} contextRef="i">x</t:F{number}>' for number in range(50))
    report = _write(tmp_path, report__xml=_instance(_reference("gone.xsd") * 2, facts))
    said = _judge(report)
    assert [["gone.xsd" in message for message in messages] for messages in said.values()] == [[True], [True]]


_TUPLE = (
    '<xs:element name="Pair" id="t_Pair" substitutionGroup="xbrli:tuple" nillable="true"><xs:complexType>'
    '<xs:complexContent><xs:restriction base="xs:anyType">{0}<xs:attribute name="id" type="xs:ID"/></xs:restriction>'
    "</xs:complexContent></xs:complexType></xs:element>"
)
_TWO = '<xs:sequence><xs:element ref="t:Name"/><xs:element ref="t:Place"/></xs:sequence>'
_ANY = '<xs:choice maxOccurs="unbounded"><xs:element ref="xbrli:item"/><xs:element ref="xbrli:tuple"/></xs:choice>'
_NAME, _PLACE = '<t:Name contextRef="i">x</t:Name>', '<t:Place contextRef="i">y</t:Place>'


@pytest.mark.parametrize("content", [_TWO, _ANY])
@pytest.mark.parametrize("facts", [_NAME, f"<t:Pair>{_NAME}{_PLACE}</t:Pair>{_PLACE}"])
def test_a_taxonomy_with_a_tuple_is_judged(tmp_path: Path, content: str, facts: str) -> None:
    """Whether or not the instance has one (XBRL 2.1, 4.9)."""
    schema = _schema(_item("Name") + _item("Place") + _TUPLE.format(content))
    assert _judge(_write(tmp_path, report__xml=_instance(_reference("t.xsd"), facts), t__xsd=schema)) == CLEAN


@pytest.mark.parametrize("facts", [f"<t:Pair>{_NAME}</t:Pair>", f"<t:Pair>{_PLACE}{_NAME}</t:Pair>", "<t:Pear/>"])
def test_what_a_tuple_does_not_allow_is_an_error(tmp_path: Path, facts: str) -> None:
    """Missing, in another order, or no tuple at all."""
    schema = _schema(_item("Name") + _item("Place") + _TUPLE.format(_TWO))
    said = _judge(_write(tmp_path, report__xml=_instance(_reference("t.xsd"), facts), t__xsd=schema))
    assert all(messages for messages in said.values())


def test_a_tuple_may_hold_substitutes(tmp_path: Path) -> None:
    """An item that substitutes another one of the taxonomy stands in its place."""
    substitute = _item("Town", 'substitutionGroup="t:Place"')
    schema = _schema(_item("Name") + _item("Place") + substitute + _TUPLE.format(_TWO))
    facts = f"<t:Pair>{_NAME}{_PLACE.replace('Place', 'Town')}</t:Pair>" + _PLACE.replace("Place", "Town")
    assert _judge(_write(tmp_path, report__xml=_instance(_reference("t.xsd"), facts), t__xsd=schema)) == CLEAN


def test_a_judge_names_the_schema_that_is_wrong(tmp_path: Path) -> None:
    """And not only what is wrong in it."""
    schema = _schema(_item("Name").replace("stringItemType", "unheardItemType"))
    report = _write(tmp_path, report__xml=_instance(_reference("t.xsd")), t__xsd=schema)
    with Catalog() as catalog:
        for judgement in (
            xmlschema_judge.judge_documents(load_documents([report], catalog)),
            libxml2_judge.judge_documents(load_documents([report], catalog)),
        ):
            assert {message.file for message in judgement.messages} == {"t.xsd"}


def test_a_location_is_that_of_the_file_or_of_the_specification(tmp_path: Path) -> None:
    """So that a judge knows a specification's schema again."""
    with Catalog() as catalog:
        specification = catalog.locate("https://xbrl.org/2003/xbrl-instance-2003-12-31.xsd")
    assert specification
    assert location_of(specification) == "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"
    assert location_of(tmp_path / "a b.xsd").endswith("/a%20b.xsd")


def test_what_the_reader_does_not_keep_is_not_called_wrong(tmp_path: Path) -> None:
    """A fraction is legal: there is information, and the verdict says that it was not judged."""
    schema = _schema(_item("Share").replace("xbrli:stringItemType", "xbrli:fractionItemType"))
    fraction = "<numerator>1</numerator><denominator>3</denominator>"
    facts = f'<unit id="u"><measure>pure</measure></unit><t:Share contextRef="i" unitRef="u">{fraction}</t:Share>'
    report = _write(tmp_path, report__xml=_instance(_reference("t.xsd"), facts), t__xsd=schema)
    (verdict,) = [judgement for judgement in validate(report, arelle=False).judgements if judgement.judge == "own"]
    assert {message.severity for message in verdict.messages} == {Severity.INFO}
    assert "fractions" in verdict.not_judged


@pytest.mark.parametrize("supplied", [True, False])
def test_what_a_schema_supplies_need_not_stand_in_the_instance(tmp_path: Path, supplied: bool) -> None:
    """Decimals that a type fixes are no fault where they are missing; without such a type they are."""
    type_ = (
        '<xs:complexType name="whole"><xs:simpleContent><xs:restriction base="xbrli:pureItemType">'
        '<xs:attribute name="decimals" type="xbrli:decimalsType" fixed="0"/></xs:restriction></xs:simpleContent>'
        "</xs:complexType>"
    )
    schema = _schema((type_ if supplied else "") + _item("Count").replace("xbrli:stringItemType", "t:whole"))
    schema = schema if supplied else schema.replace("t:whole", "xbrli:pureItemType")
    unit = '<unit id="u"><measure>pure</measure></unit>'
    facts = f'{unit}<t:Count contextRef="i" unitRef="u">1</t:Count>'
    report = _write(tmp_path, report__xml=_instance(_reference("t.xsd"), facts), t__xsd=schema)
    (verdict,) = [judgement for judgement in validate(report, arelle=False).judgements if judgement.judge == "own"]
    assert any(message.severity is Severity.ERROR for message in verdict.messages) != supplied


def test_all_judges_find_the_same_schemas(tmp_path: Path) -> None:
    """By xml:base, by locators of a linkbase, beside a path that means something in a URL; Arelle, too."""
    folder = tmp_path / "Q4 #1 (50%)" / "a+b&c;d" / "what?"
    (folder / "Año").mkdir(parents=True)
    (folder / "tax").mkdir()
    label = (
        '<link:labelLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">'
        '<link:loc xlink:type="locator" xlink:href="core.xsd#t_Core" xlink:label="c"/></link:labelLink>'
    )
    (folder / "Año" / "t.xsd").write_text(_schema(_item("Name") + _TUPLE.format(_ANY)), encoding="utf-8")
    (folder / "tax" / "core.xsd").write_text(_schema(_item("Core"), "http://example.org/u"), encoding="utf-8")
    (folder / "tax" / "p.xml").write_text(_LINKBASE.format("", label), encoding="utf-8")
    references = _reference("../A%C3%B1o/t.xsd") + _reference("p.xml", "linkbaseRef", _LINKBASE_ARCROLE)
    facts = f'{_NAME}<t:Pair>{_NAME}</t:Pair><u:Core contextRef="i">x</u:Core>'
    report = _write(folder, report__xml=_instance(references, facts, 'xml:base="tax/"'))
    validation = validate(report)
    assert [(judgement.judge, judgement.verdict.partition(";")[0]) for judgement in validation.judgements] == [
        (name, "clean") for name in ("xmlschema", "libxml2", "arelle", "own")
    ]


def test_a_missing_schema_of_which_an_instance_needs_nothing_is_a_warning(tmp_path: Path) -> None:
    """It is listed with its namespace, and the rest can be judged."""
    folder = write_extension_filing(tmp_path)
    element = '<xs:import namespace="http://example.org/gone" schemaLocation="http://example.org/gone.xsd"/>'
    replace_in(folder / SCHEMA, "</xs:schema>", f"{element}</xs:schema>")
    with Catalog(sorted(folder.glob("*.zip"))) as catalog:
        documents = load_documents([folder / INSTANCE], catalog)
    assert documents.unneeded == {"http://example.org/gone.xsd": "http://example.org/gone"}
    assert not documents.lacks_schema
    (message,) = documents.unresolved
    assert message.severity is Severity.WARNING
    assert "nothing uses what it defines" in message.message
