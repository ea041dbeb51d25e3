"""What XML Schema judges: the specifications are there, and a message finds its fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from exporter.findings.findings import Severity
from exporter.validation.catalog import Catalog
from exporter.validation.discovery import load_documents
from exporter.validation.dts_documents import (
    PACKAGE_SPECIFICATIONS,
    SPECIFICATIONS,
    driver_schema,
    element_message,
    first_line,
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


def test_every_specification_has_a_local_copy() -> None:
    """The judges need no network for them."""
    with Catalog() as catalog:
        assert [url for url in (SPECIFICATIONS | PACKAGE_SPECIFICATIONS).values() if catalog.locate(url) is None] == []


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
