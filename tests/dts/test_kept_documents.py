"""Documents that many filings share: parsed once, and still read as they are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from exporter.dts.catalog import Catalog
from exporter.dts.discovery import load_documents
from exporter.dts.kept_documents import KeptDocuments
from tests.published import ENTRY, HOST, write_published

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.dts.discovery import Documents

INSTANCE = f"""<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:link="http://www.xbrl.org/2003/linkbase"><link:schemaRef xlink:type="simple" xlink:href="{ENTRY}"/>
</xbrli:xbrl>"""


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A published taxonomy, laid out by host."""
    return write_published(tmp_path / "sites")


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An instance that refers to it."""
    path = tmp_path / "i.xml"
    path.write_text(INSTANCE)
    return path


def _load(instance: Path, folder: Path, kept: KeptDocuments) -> Documents:
    with Catalog([folder]) as catalog:
        return load_documents([instance], catalog, kept)


def _roots(documents: Documents) -> dict[Path, int]:
    """The root elements, to be told apart; they live as long as the documents do."""
    return {path: id(schema.root) for path, schema in documents.schemas.items()}


def test_a_document_in_a_folder_that_is_kept_is_parsed_once(published: Path, instance: Path) -> None:
    """The second filing gets the very trees of the first; what is its own is parsed."""
    kept = KeptDocuments([published])
    first, second = (_load(instance, published, kept) for _ in range(2))
    assert first.schemas == second.schemas
    linkbases = [path for path in first.trees if path != instance]
    assert linkbases
    assert all(first.trees[path] is second.trees[path] for path in linkbases)
    assert first.trees[instance] is not second.trees[instance]
    assert set(first.standing) == {*first.schemas, *linkbases}
    assert not first.own_schemas
    assert first.stands_alone


def test_what_is_not_kept_is_the_documents_own(published: Path, instance: Path) -> None:
    """Without a folder the specifications alone stand."""
    first, second = (_load(instance, published, KeptDocuments()) for _ in range(2))
    assert {path.is_relative_to(published) for path in first.own_schemas} == {True}
    assert not {path for path in first.standing if path.is_relative_to(published)}
    assert not set(_roots(first).values()) & set(_roots(second).values())


def test_a_file_that_changes_is_read_anew(published: Path, instance: Path) -> None:
    """And what it leads to with it."""
    kept = KeptDocuments([published])
    before = _load(instance, published, kept)
    (core,) = (path for path in before.schemas if path.name == "core.xsd")
    text = core.read_text(encoding="utf-8").replace("</xs:schema>", '<xs:element name="Later"/></xs:schema>')
    core.write_text(text, encoding="utf-8")
    os.utime(core, ns=(1, 1))
    after = _load(instance, published, kept)
    changed = {path.name for path in before.schemas if before.schemas[path] is not after.schemas[path]}
    assert changed == {"core.xsd"}
    assert after.schemas[core].root[-1].get("name") == "Later"
    assert before.standing_schemas != after.standing_schemas


def test_a_folder_that_is_kept_no_more_is_forgotten(published: Path, instance: Path) -> None:
    """Its documents are read anew when it is kept again."""
    kept = KeptDocuments([published])
    first = _load(instance, published, kept)
    kept.keep_in([])
    kept.keep_in([published])
    second = _load(instance, published, kept)
    path = next(path for path in first.schemas if path.is_relative_to(published))
    assert first.schemas[path] is not second.schemas[path]


def test_what_a_reference_leads_to_is_looked_up_in_the_catalog_of_the_day(
    published: Path, instance: Path, tmp_path: Path
) -> None:
    """Another package may answer for the same URL."""
    kept = KeptDocuments([tmp_path])
    other = write_published(tmp_path / "others", {"core.xsd": (('name="Assets"', 'name="Wealth"'),)})
    seen = []
    for folder in (published, other, published):
        documents = _load(instance, folder, kept)
        seen.append({path.relative_to(tmp_path).parts[0] for path in documents.schemas if HOST in path.parts})
    assert seen == [{"sites"}, {"others"}, {"sites"}]


def test_what_was_missing_may_be_there_the_next_time(published: Path, instance: Path) -> None:
    """It is looked for again."""
    kept = KeptDocuments([published])
    (core,) = published.rglob("core.xsd")
    text = core.read_bytes()
    core.unlink()
    assert _load(instance, published, kept).lacks_schema
    core.write_bytes(text)
    documents = _load(instance, published, kept)
    assert not documents.unresolved
    assert documents.stands_alone
