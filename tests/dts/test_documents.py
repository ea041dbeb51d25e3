"""What XML Schema judges: the specifications are there, and a message finds its fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from exporter.dts.catalog import Catalog
from exporter.dts.discovery import load_documents
from exporter.dts.documents import (
    PACKAGE_SPECIFICATIONS,
    SPECIFICATIONS,
    driver_schema,
    element_message,
    first_line,
)
from exporter.findings.findings import Severity
from tests.validation.filings import write_referring_instance

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An instance that refers to a schema beside it, whose name has a space."""
    return write_referring_instance(tmp_path)


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
