"""The documents that XML Schema judges: what is loaded, what is refused, and how a message finds its fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from exporter.errors import UnreadableInputError
from exporter.findings.findings import Severity
from exporter.report.names import XBRLDI, XBRLI
from exporter.validation.catalog import Catalog
from exporter.validation.dts_documents import (
    INSTANCE_SCHEMA,
    PACKAGE_SPECIFICATIONS,
    SPECIFICATIONS,
    driver_schema,
    element_message,
    first_line,
    load_documents,
)

if TYPE_CHECKING:
    from pathlib import Path

INSTANCE = """\
<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
    xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:t="http://example.org/t">
<link:schemaRef xlink:type="simple" xlink:href="{href}"/>
<t:Cash id="cash" contextRef="i">1<t:inner/></t:Cash>
<t:Name contextRef="i">nameless</t:Name>
</xbrli:xbrl>
"""
SCHEMA = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://example.org/t"/>'


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An instance that refers to a schema beside it, whose name has a space."""
    (tmp_path / "a b.xsd").write_text(SCHEMA, encoding="utf-8")
    path = tmp_path / "report.xml"
    path.write_text(INSTANCE.format(href="a%20b.xsd"), encoding="utf-8")
    return path


def test_an_instance_brings_the_schemas_that_it_refers_to(instance: Path) -> None:
    """The instance is a tree to validate, and its schema is one to compile, under its namespace."""
    documents = load_documents([instance], Catalog())
    assert list(documents.trees) == [instance]
    assert documents.schemas == {instance.with_name("a b.xsd"): "http://example.org/t"}
    assert documents.unresolved == []


def test_a_schema_is_compiled_and_not_validated(instance: Path) -> None:
    """A schema among the documents is no tree."""
    schema = instance.with_name("a b.xsd")
    documents = load_documents([schema], Catalog())
    assert documents.trees == {}
    assert documents.schemas == {schema: "http://example.org/t"}


def test_the_imports_hold_the_specifications_and_the_documents_schemas(instance: Path) -> None:
    """Dimensions are always there, and a file is given by its URL, with what a URL cannot hold escaped."""
    imports = load_documents([instance], Catalog()).imports
    assert (XBRLI, INSTANCE_SCHEMA) in imports
    assert (XBRLDI, SPECIFICATIONS[XBRLDI]) in imports
    assert imports[-1] == ("http://example.org/t", instance.with_name("a b.xsd").resolve().as_uri())
    assert imports[-1][1].endswith("/a%20b.xsd")


@pytest.mark.parametrize("href", ["gone.xsd", "http://example.org/gone.xsd", "", "a b.xsd/"])
def test_a_schema_that_is_not_found_is_an_error_at_its_line(instance: Path, href: str) -> None:
    """The message names the reference, the document and the line, and the rest is loaded all the same."""
    instance.write_text(INSTANCE.format(href=href), encoding="utf-8")
    documents = load_documents([instance], Catalog())
    (message,) = documents.unresolved
    assert (message.code, message.severity) == ("schema.unresolved", Severity.ERROR)
    assert (message.file, message.line) == ("report.xml", 3)
    assert href in message.message
    assert list(documents.trees) == [instance]
    assert documents.schemas == {}


def test_every_specification_has_a_local_copy() -> None:
    """The judges need no network for them."""
    with Catalog() as catalog:
        assert [url for url in (SPECIFICATIONS | PACKAGE_SPECIFICATIONS).values() if catalog.locate(url) is None] == []


@pytest.mark.parametrize("text", ["", "<a>", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_a_document_that_cannot_be_read_safely_is_refused(instance: Path, text: str) -> None:
    """So is a schema that an instance refers to."""
    broken = instance.with_name("broken.xml")
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableInputError, match=r"broken\.xml"):
        load_documents([instance, broken], Catalog())
    instance.with_name("a b.xsd").write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableInputError, match=r"a b\.xsd"):
        load_documents([instance], Catalog())


def test_a_missing_document_is_refused(tmp_path: Path) -> None:
    """The exception names the path."""
    with pytest.raises(UnreadableInputError, match=r"gone\.xml"):
        load_documents([tmp_path / "gone.xml"], Catalog())


def test_the_driver_imports_each_schema_once() -> None:
    """Namespaces and locations may hold any character, and the driver has a namespace of its own."""
    imports = [("http://example.org/?a=1&b='2'", 'file:///a"b&<c>.xsd'), ("urn:x", "x.xsd")]
    root = etree.fromstring(driver_schema("test", imports).encode())
    assert root.get("targetNamespace") == "urn:exporter:test"
    assert [(child.get("namespace"), child.get("schemaLocation")) for child in root] == imports


def test_a_message_inside_a_fact_names_the_fact(instance: Path) -> None:
    """An element below a fact belongs to it; one that is in no fact, or in one without id, names none."""
    (tree,) = load_documents([instance], Catalog()).trees.values()
    schema_reference, cash, name = tree.getroot()
    for element, fact_ids in [(cash, ("cash",)), (cash[0], ("cash",)), (name, ()), (schema_reference, ()), (None, ())]:
        message = element_message(instance, element, 4, "Wrong", "code")
        assert message.fact_ids == fact_ids
        assert (message.code, message.severity, message.message) == ("code", Severity.ERROR, "Wrong")
        assert (message.file, message.line) == ("report.xml", 4)


@pytest.mark.parametrize(
    ("text", "line"),
    [("one\ntwo", "one"), ("\n\n  one \ntwo", "one "), ("", "no reason given"), (" \n", "no reason given")],
)
def test_only_the_first_line_of_a_reason_is_kept(text: str, line: str) -> None:
    """Leading empty lines are no reason, and without any reason the message says so."""
    assert first_line(text) == line
