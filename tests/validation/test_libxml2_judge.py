"""The judge libxml2: what breaks the XML Schemas is found, in instances, linkbases and the schemas themselves."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from exporter.dts import documents as dts_documents
from exporter.dts.catalog import Catalog
from exporter.dts.discovery import load_documents
from exporter.dts.documents import INSTANCE_SCHEMA
from exporter.findings.findings import Severity
from exporter.report.names import XBRLI, XSD
from exporter.validation.libxml2_judge import _opened, judge_documents
from tests.validation.filings import (
    FACT,
    FAULTS,
    INSTANCE,
    PACKAGE,
    SCHEMA,
    SCHEMA_FAULTS,
    line_of,
    planted_folder,
    replace_in,
    write_extension_filing,
    write_filing,
)

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings.judge_messages import JudgeMessage


@pytest.fixture(scope="module")
def filing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filing with an extension."""
    return write_extension_filing(tmp_path_factory.mktemp("extension"))


@pytest.fixture(scope="module")
def planted(filing: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Documents with faults, by the fault."""
    return planted_folder(filing, tmp_path_factory.mktemp("planted") / "filing")


def _judge(*documents: Path) -> tuple[JudgeMessage, ...]:
    """What libxml2 says about documents of a filing."""
    with Catalog([documents[0].parent / PACKAGE]) as catalog:
        judgement = judge_documents(load_documents(documents, catalog))
    assert judgement.judge == "libxml2"
    assert judgement.not_run is None
    return judgement.messages


def test_the_filing_of_a_base_taxonomy_is_clean(tmp_path: Path) -> None:
    """A valid instance whose schemas lie in a package gives no message."""
    assert _judge(write_filing(tmp_path) / INSTANCE) == ()


def test_the_filing_of_an_extension_is_clean(filing: Path) -> None:
    """Neither instance, schema nor linkbases give a message, and an element that is no item does no harm unused."""
    assert _judge(*sorted(filing.glob("*.x*"))) == ()


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_reported_where_it_is(planted: dict[str, Path], name: str) -> None:
    """The message is an error at the fault's document and line, and names the fact if it is about one."""
    messages = _judge(planted[name])
    place = planted[name].name, line_of(planted[name], FAULTS[name].at)
    assert {(message.file, message.line) for message in messages} == {place}
    assert {message.severity for message in messages} == {Severity.ERROR}
    assert {message.fact_ids for message in messages} == {(FACT,) if FAULTS[name].in_fact else ()}


@pytest.mark.parametrize("name", ["none", *FAULTS])
def test_a_large_instance_is_judged_alike(planted: dict[str, Path], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Piece by piece it gets the same messages, at the same lines."""
    whole = _judge(planted[name])
    monkeypatch.setattr(dts_documents, "LARGE", 0)
    monkeypatch.setattr(dts_documents, "_PIECE", 3)
    assert len(list(dts_documents.pieces(planted[name]))) > 2
    assert _judge(planted[name]) == whole


def test_of_many_faults_in_a_large_instance_the_first_are_named(
    filing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And that there are more."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    replace_in(folder / INSTANCE, "</xbrli:xbrl>", '<m:Shares id="x">seven</m:Shares>' * 1_000 + "</xbrli:xbrl>")
    monkeypatch.setattr(dts_documents, "LARGE", 0)
    messages = _judge(folder / INSTANCE)
    assert len(messages) == 1_001
    assert "has more faults" in messages[-1].message


@pytest.mark.parametrize("name", ["no item", "abstract concept", "unknown element"])
def test_a_fact_that_is_no_concrete_item_is_named_as_such(planted: dict[str, Path], name: str) -> None:
    """What libxml2 cannot know without substitution groups, the judge says itself."""
    assert "schema.notAnItem" in {message.code for message in _judge(planted[name])}


@pytest.mark.parametrize(("old", "new"), [(f'id="{FACT}" ', 'id="JPY" '), ('id="I20191231"', 'id=" I20181231 "')])
def test_an_id_is_that_of_one_element(filing: Path, tmp_path: Path, old: str, new: str) -> None:
    """Fact, context or unit; the second one is named, at its line."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    replace_in(folder / INSTANCE, old, new)
    (message,) = _judge(folder / INSTANCE)
    assert (message.code, message.line) == ("schema.repeatedId", line_of(folder / INSTANCE, new))


def test_what_is_within_a_segment_may_have_ids_of_its_own(filing: Path, tmp_path: Path) -> None:
    """Of what type they are, its own schema says."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    segment = '<xbrli:segment><y:place xmlns:y="urn:y" id="JPY"/></xbrli:segment>'
    replace_in(folder / INSTANCE, "</xbrli:identifier>", f"</xbrli:identifier>{segment}")
    assert _judge(folder / INSTANCE) == ()


def test_libxml2_is_told_of_no_ids() -> None:
    """It would keep them for as long as the process lives."""
    with Catalog([]) as catalog:
        located = catalog.locate(INSTANCE_SCHEMA)
    assert located
    types = etree.fromstring(_opened(located, set())).xpath("//@type")
    assert not {"ID", "IDREF"} & set(types)
    assert types.count("NCName") == 6


def test_an_id_is_a_name(filing: Path, tmp_path: Path) -> None:
    """As it is for those judges to whom it is more."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    replace_in(folder / INSTANCE, f'id="{FACT}"', 'id="1 2"')
    (message,) = _judge(folder / INSTANCE)
    assert "NCName" in message.message


def test_a_missing_context_reference_is_reported_at_its_line(planted: dict[str, Path]) -> None:
    """A fact without contextRef gives one error, at the fact's line."""
    (message,) = _judge(planted["no contextRef"])
    assert "contextRef" in message.message
    assert message.line == line_of(planted["no contextRef"], f'id="{FACT}"')


def test_a_missing_context_reference_is_reported_at_the_fact(planted: dict[str, Path]) -> None:
    """The error of a fact without contextRef names the fact."""
    (message,) = _judge(planted["no contextRef"])
    assert message.fact_ids == (FACT,)


def test_facts_on_one_line_are_told_apart(planted: dict[str, Path]) -> None:
    """The error names the faulty fact, wherever the line breaks are."""
    (message,) = _judge(planted["one line"])
    assert message.fact_ids == (FACT,)


@pytest.mark.parametrize("name", ["unknown context", "unknown unit"])
def test_references_within_the_instance_are_left_to_the_other_judges(planted: dict[str, Path], name: str) -> None:
    """libxml2 does not check IDREFs, so no verdict of ours may rest on it for them."""
    assert _judge(planted[name]) == ()


def test_an_arc_that_comes_from_nowhere_is_reported(planted: dict[str, Path]) -> None:
    """An arc without xlink:from is an error at the linkbase's line."""
    linkbase = planted["arc from nowhere"]
    (message,) = _judge(linkbase)
    assert "from" in message.message
    assert (message.file, message.line) == (linkbase.name, line_of(linkbase, "<link:presentationArc"))
    assert message.fact_ids == ()


def test_a_schema_reference_that_leads_nowhere_is_reported(planted: dict[str, Path]) -> None:
    """An instance whose schema is not there cannot come out clean."""
    document = planted["unresolved schema"]
    found = [message for message in _judge(document) if message.code == "schema.unresolved"]
    assert [(message.file, message.line) for message in found] == [(document.name, line_of(document, "<link:schemaR"))]
    assert "gone.xsd" in found[0].message


@pytest.mark.parametrize(("document", "is_used"), [(SCHEMA, False), (SCHEMA, True), (INSTANCE, True)])
def test_an_import_that_leads_nowhere_is_reported(
    filing: Path, tmp_path: Path, document: str, *, is_used: bool
) -> None:
    """A schema whose import is in no package gives an error that names the URL, also if a report may need it."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    replace_in(folder / SCHEMA, "http://example.org/mini/2020/mini-2020.xsd", "http://example.org/gone.xsd")
    if is_used:
        element = '<xs:element xmlns:gone="http://example.org/mini/2020" name="Used" type="gone:any"/>'
        replace_in(folder / SCHEMA, "</xs:schema>", f"{element}</xs:schema>")
    found = [message for message in _judge(folder / document) if message.code == "schema.unresolved"]
    assert len(found) == 1
    assert "http://example.org/gone.xsd" in found[0].message
    assert found[0].severity is Severity.ERROR


@pytest.mark.parametrize("fault", SCHEMA_FAULTS)
@pytest.mark.parametrize("document", [INSTANCE, SCHEMA])
def test_a_broken_schema_is_an_error(filing: Path, tmp_path: Path, fault: str, document: str) -> None:
    """Whether the schema itself is judged or an instance that refers to it: there is an error, not a clean verdict."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    replace_in(folder / SCHEMA, *SCHEMA_FAULTS[fault])
    (message,) = _judge(folder / document)
    assert (message.code, message.severity) == ("schema", Severity.ERROR)
    assert "Revenues" in message.message


def test_a_schema_under_a_relative_path_is_clean(filing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The verdict does not depend on how the path is written."""
    monkeypatch.chdir(filing)
    assert _judge(filing.joinpath(SCHEMA).relative_to(filing)) == ()


def test_a_substitute_for_something_that_is_no_item_is_no_item(filing: Path, tmp_path: Path) -> None:
    """A fact whose element substitutes for an element that is no item is an error."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    sub = '<xs:element name="Sub" type="xbrli:monetaryItemType" substitutionGroup="acme:Helper"/>'
    replace_in(folder / SCHEMA, "</xs:schema>", f"{sub}</xs:schema>")
    replace_in(folder / INSTANCE, "<acme:GadgetRevenues ", "<acme:Sub ")
    replace_in(folder / INSTANCE, "</acme:GadgetRevenues>", "</acme:Sub>")
    assert "schema.notAnItem" in {message.code for message in _judge(folder / INSTANCE)}


def test_an_included_schema_without_a_namespace_takes_that_of_the_including_one(filing: Path, tmp_path: Path) -> None:
    """Its items are items of the taxonomy."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    attributes = 'type="xbrli:monetaryItemType" substitutionGroup="xbrli:item" xbrli:periodType="duration"'
    (folder / "part.xsd").write_text(
        f'<xs:schema xmlns:xs="{XSD}" xmlns:xbrli="{XBRLI}">'
        f'<xs:import namespace="{XBRLI}" schemaLocation="{INSTANCE_SCHEMA}"/>'
        f'<xs:element id="acme_Extra" name="Extra" {attributes}/></xs:schema>',
        encoding="utf-8",
    )
    replace_in(folder / SCHEMA, "<xs:element ", '<xs:include schemaLocation="part.xsd"/><xs:element ')
    replace_in(folder / INSTANCE, "<acme:GadgetRevenues ", "<acme:Extra ")
    replace_in(folder / INSTANCE, "</acme:GadgetRevenues>", "</acme:Extra>")
    assert _judge(folder / INSTANCE) == ()
