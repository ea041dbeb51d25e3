"""The Document beside the Report: what a file has that no fact needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter.export import export_report
from exporter.formats.registry import read_document
from exporter.report.document import Document
from tests.projects import write_project

if TYPE_CHECKING:
    from pathlib import Path

FOREIGN = (
    '<xbrli:context id="other"><xbrli:entity><xbrli:identifier scheme="http://example.org/register">9'
    "</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:instant>2020-12-31</xbrli:instant></xbrli:period>"
    '</xbrli:context><xbrli:unit id="GBP"><xbrli:measure>iso4217:GBP</xbrli:measure></xbrli:unit></xbrli:xbrl>'
)


def _instance(folder: Path) -> Path:
    return export_report(write_project(folder), arelle=False).out / "filing" / "acme-20201231.xml"


def test_of_our_own_files_everything_is_used(tmp_path: Path) -> None:
    """Each context and each unit by some fact; the schema is referred to."""
    document = read_document(_instance(tmp_path)).document
    assert document.files == ("acme-20201231.xml",)
    assert [reference.element for reference in document.references] == ["schemaRef"]
    assert document.contexts.height > 1
    assert document.units["measures"].to_list() == ["iso4217:JPY"]
    assert document.unused_contexts.is_empty()
    assert document.unused_units.is_empty()


def test_what_no_fact_uses_is_told_with_what_it_says(tmp_path: Path) -> None:
    """A context of another entity, and a unit."""
    instance = _instance(tmp_path)
    instance.write_text(instance.read_text(encoding="utf-8").replace("</xbrli:xbrl>", FOREIGN), encoding="utf-8")
    document = read_document(instance).document
    assert document.unused_contexts.select("context", "entity", "period_end").rows() == [
        ("other", "entity:9", "2020-12-31")
    ]
    assert document.unused_units.select("unit", "measures").rows() == [("GBP", "iso4217:GBP")]


def test_a_fact_that_cannot_be_read_uses_its_context_and_unit(tmp_path: Path) -> None:
    """What is wrong with it is told, and what it refers to is no waste."""
    instance = _instance(tmp_path)
    text = re.sub(r">-?[0-9]+</m:", ">x</m:", instance.read_text(encoding="utf-8"))
    instance.write_text(text, encoding="utf-8")
    reading = read_document(instance)
    assert {finding.code for finding in reading.findings} == {"reader.badValue"}
    assert reading.document.unused_contexts.is_empty()
    assert reading.document.unused_units.is_empty()


def test_a_syntax_without_contexts_has_none() -> None:
    """The tables are there, and empty."""
    assert Document().unused_contexts.is_empty()
    assert Document().unused_units.is_empty()
