"""The judge xmlschema: what breaks the XML Schemas is found, and a process that breaks down is no verdict."""

from __future__ import annotations

import os
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest

from exporter.dts.catalog import Catalog
from exporter.dts.discovery import load_documents
from exporter.dts.kept_packages import KeptPackages
from exporter.findings.findings import Severity
from exporter.report.names import XSD
from exporter.validation import xmlschema_judge
from exporter.validation.judge import Subject
from exporter.validation.xmlschema_judge import TOO_DEEP, TOO_MANY_LINKBASES, SchemaJudge, XmlschemaJudge, judge_paths
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
    from exporter.validation.judgement import Judgement


@pytest.fixture(scope="module")
def filing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filing with an extension."""
    return write_extension_filing(tmp_path_factory.mktemp("extension"))


@pytest.fixture(scope="module")
def planted(filing: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Documents with faults, by the fault."""
    return planted_folder(filing, tmp_path_factory.mktemp("planted") / "filing")


@pytest.fixture(scope="module")
def said(planted: dict[str, Path]) -> dict[str, tuple[JudgeMessage, ...]]:
    """What one process says about the documents with faults, by the fault."""
    messages = _judge(*(document for name, document in planted.items() if name != "unresolved schema"))
    assert {message.file for message in messages} <= {document.name for document in planted.values()}
    return {
        name: tuple(message for message in messages if message.file == document.name)
        for name, document in planted.items()
    }


def _judgement(*documents: Path, prepared: Path | None = None) -> Judgement:
    judge = XmlschemaJudge()
    judge.start()
    package = documents[0].parent / PACKAGE
    with KeptPackages() as kept, Catalog([package], kept=kept) as catalog:
        try:
            if prepared:
                judge.prepare(kept.folder(prepared))
            found = load_documents(documents, catalog)
            judge.submit(Subject(documents[0], documents, found, (package,), tuple(kept.shared)))
            judgement = judge.result()
        finally:
            judge.stop(failed=False)
    assert judgement
    return judgement


def _judge(*documents: Path, prepared: Path | None = None) -> tuple[JudgeMessage, ...]:
    """What xmlschema says about documents of a filing."""
    judgement = _judgement(*documents, prepared=prepared)
    assert judgement.judge == "xmlschema"
    assert judgement.not_run is None
    return judgement.messages


def test_the_filing_of_a_base_taxonomy_is_clean(tmp_path: Path) -> None:
    """A valid instance whose schemas lie in a package gives no message."""
    assert _judge(write_filing(tmp_path) / INSTANCE) == ()


def test_the_filing_of_an_extension_is_clean(filing: Path) -> None:
    """Neither instance, schema nor linkbases give a message, and an element that is no item does no harm unused."""
    assert _judge(*sorted(filing.glob("*.x*"))) == ()


def _with_schema(package: Path, target: Path, old: str, new: str) -> Path:
    """A copy of a taxonomy package with some text of its schema replaced."""
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            text = source.read(name).decode()
            archive.writestr(name, text.replace(old, new) if name.endswith("mini-2020.xsd") else text)
    return target


@pytest.mark.parametrize(
    "old",
    [
        "",
        'name="Costs" type="xbrli:monetaryItemType"',
        pytest.param("<xs:schema", marks=pytest.mark.slow),
        pytest.param("</xs:schema>", marks=pytest.mark.slow),
    ],
)
def test_what_was_prepared_for_changes_no_verdict(planted: dict[str, Path], tmp_path: Path, old: str) -> None:
    """Be it the package that the documents need, one in which a concept differs, or one that is broken."""
    documents = [planted["none"], planted["no decimal"]]
    package = documents[0].parent / PACKAGE
    new = 'name="Costs" type="xbrli:stringItemType"' if old.startswith("name") else "<broken"
    prepared = _with_schema(package, tmp_path / PACKAGE, old, new) if old else package
    assert _judge(*documents, prepared=prepared) == _judge(*documents)


def test_a_fault_in_what_was_prepared_for_is_found(planted: dict[str, Path], tmp_path: Path) -> None:
    """Though it was met before anybody asked."""
    folder = shutil.copytree(planted["none"].parent, tmp_path / "filing")
    package = folder / PACKAGE
    old, new = 'name="Costs" type="xbrli:monetaryItemType"', 'name="Costs" type="xbrli:unheardItemType"'
    _with_schema(planted["none"].parent / PACKAGE, package, old, new)
    said = _judge(folder / INSTANCE, prepared=package)
    assert said == _judge(folder / INSTANCE)
    assert ["unheardItemType" in message.message for message in said] == [True]


@pytest.mark.parametrize("name", ["none", *FAULTS, "no contextRef", "unknown context", "arc from nowhere"])
def test_schemas_that_stand_change_no_verdict(planted: dict[str, Path], name: str) -> None:
    """What is added to compiled schemas in a fork gives the messages of all schemas compiled at once."""
    document = planted[name]
    with Catalog([document.parent / PACKAGE]) as catalog:
        folders = tuple(catalog.folders.values())
        alone = SchemaJudge().judge(load_documents([document], catalog))
        for _ in range(2):
            assert judge_paths([document], catalog.rewrites, folders) == alone


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('decimals="', 'decimals="x'),
        ("<xbrli:measure>iso4217:JPY</xbrli:measure>", ""),
        ("<xbrli:instant>", "<xbrli:instant>the end of "),
        ("<m:", '<m:Unheard contextRef="I20181231"/><m:'),
        ("<m:", '<m:Costs xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="q:unheard"/><m:'),
    ],
)
def test_a_filing_without_schemas_needs_no_fork(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    """It gets the messages of all schemas compiled at once, and what was wrong with it is gone with the next one."""
    clean, faulty = write_filing(tmp_path / "clean") / INSTANCE, write_filing(tmp_path / "faulty") / INSTANCE
    replace_in(faulty, old, new)
    with Catalog([clean.parent / PACKAGE]) as catalog:
        folders = tuple(catalog.folders.values())
        judge_paths([clean], catalog.rewrites, folders)
        monkeypatch.setattr(xmlschema_judge, "call_in_fork", None)  # which fails whoever calls it
        for document in (clean, faulty, clean, faulty):
            alone = SchemaJudge().judge(load_documents([document], catalog))
            assert judge_paths([document], catalog.rewrites, folders) == alone
            assert bool(alone.messages) == (document == faulty)


@pytest.mark.parametrize("fault", SCHEMA_FAULTS)
def test_a_schema_that_is_added_is_judged(filing: Path, tmp_path: Path, fault: str) -> None:
    """With the messages that it gives where all are compiled at once."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    replace_in(folder / SCHEMA, *SCHEMA_FAULTS[fault])
    with Catalog([folder / PACKAGE]) as catalog:
        said = judge_paths([folder / INSTANCE], catalog.rewrites, tuple(catalog.folders.values()))
        assert said == SchemaJudge().judge(load_documents([folder / INSTANCE], catalog))
        assert len(said.messages) == 1


def test_a_clean_document_among_faulty_ones_is_clean(said: dict[str, tuple[JudgeMessage, ...]]) -> None:
    """Each message belongs to the document that it is about."""
    assert said["none"] == ()


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_reported_where_it_is(
    planted: dict[str, Path], said: dict[str, tuple[JudgeMessage, ...]], name: str
) -> None:
    """The message is an error at the fault's line, and names the fact if it is about one."""
    assert {message.line for message in said[name]} == {line_of(planted[name], FAULTS[name].at)}
    assert {message.severity for message in said[name]} == {Severity.ERROR}
    assert {message.fact_ids for message in said[name]} == {(FACT,) if FAULTS[name].in_fact else ()}


def test_facts_on_one_line_are_told_apart(said: dict[str, tuple[JudgeMessage, ...]]) -> None:
    """The error names the faulty fact, wherever the line breaks are."""
    assert [message.fact_ids for message in said["one line"]] == [(FACT,)]


def test_a_missing_context_reference_is_reported_at_its_line(
    planted: dict[str, Path], said: dict[str, tuple[JudgeMessage, ...]]
) -> None:
    """A fact without contextRef gives one error, at the fact's line."""
    (message,) = said["no contextRef"]
    assert "contextRef" in message.message
    assert message.line == line_of(planted["no contextRef"], f'id="{FACT}"')


def test_a_missing_context_reference_is_reported_at_the_fact(said: dict[str, tuple[JudgeMessage, ...]]) -> None:
    """The error of a fact without contextRef names the fact."""
    assert [message.fact_ids for message in said["no contextRef"]] == [(FACT,)]


@pytest.mark.parametrize(("name", "reference"), [("unknown context", "D1999"), ("unknown unit", "USD")])
def test_a_reference_to_nothing_is_reported(
    said: dict[str, tuple[JudgeMessage, ...]], name: str, reference: str
) -> None:
    """A contextRef or unitRef without its context or unit is an error that names it."""
    assert [message.severity for message in said[name]] == [Severity.ERROR]
    assert repr(reference) in said[name][0].message


def test_an_arc_that_comes_from_nowhere_is_reported(
    planted: dict[str, Path], said: dict[str, tuple[JudgeMessage, ...]]
) -> None:
    """An arc without xlink:from is an error at the linkbase's line."""
    (message,) = said["arc from nowhere"]
    assert "from" in message.message
    assert message.line == line_of(planted["arc from nowhere"], "<link:presentationArc")
    assert message.fact_ids == ()


def test_a_schema_reference_that_leads_nowhere_is_reported(
    planted: dict[str, Path],
) -> None:
    """An instance whose schema is not there cannot come out clean; what follows from that is not told."""
    judgement = _judgement(planted["unresolved schema"])
    (message,) = judgement.messages
    assert (message.code, message.line) == (
        "schema.unresolved",
        line_of(planted["unresolved schema"], "<link:schemaRef"),
    )
    assert "gone.xsd" in message.message
    assert judgement.verdict == "1 error; not judged: the documents, for want of a schema"


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
def test_a_broken_schema_is_an_error(filing: Path, tmp_path: Path, fault: str) -> None:
    """An instance whose schema has an unknown type or declares an element twice cannot come out clean."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    replace_in(folder / SCHEMA, *SCHEMA_FAULTS[fault])
    (message,) = _judge(folder / INSTANCE)
    assert (message.code, message.severity) == ("schema", Severity.ERROR)


@pytest.mark.parametrize("place", ["http://[nowhere", "file:///a%00b.xsd", "pipe"])
def test_an_import_of_what_can_be_no_schema_is_reported(filing: Path, tmp_path: Path, place: str) -> None:
    """A bad address, a name that no file can have, and a pipe, for which nobody waits."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    os.mkfifo(folder / "pipe")
    replace_in(folder / SCHEMA, "http://example.org/mini/2020/mini-2020.xsd", place)
    judgement = _judgement(folder / INSTANCE)
    assert judgement.not_run is None
    assert [message.code for message in judgement.messages][:1] == ["schema.unresolved"]


def test_schemas_that_lead_on_and_on_get_no_verdict(filing: Path, tmp_path: Path) -> None:
    """There are more steps than xmlschema can take; nothing is called wrong."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    names = [f"{number}.xsd" for number in range(1_500)]
    for name, target in zip(names, [*names[1:], ""], strict=True):
        onward = f'<xs:import namespace="urn:{target}" schemaLocation="{target}"/>' if target else ""
        content = f'<xs:schema xmlns:xs="{XSD}" targetNamespace="urn:{name}">{onward}</xs:schema>'
        (folder / name).write_text(content)
    replace_in(folder / SCHEMA, "<xs:import", '<xs:import namespace="urn:0.xsd" schemaLocation="0.xsd"/><xs:import')
    judgement = _judgement(folder / INSTANCE)
    assert (judgement.not_run, judgement.failed, judgement.messages) == (TOO_DEEP, False, ())


def test_a_folder_name_with_a_percent_sign_is_taken_literally(filing: Path, tmp_path: Path) -> None:
    """The schema beside the instance is found wherever the folder lies."""
    folder = shutil.copytree(filing, tmp_path / "100%25")
    assert _judge(folder / INSTANCE) == ()


def test_an_undeclared_prefix_in_a_type_is_an_error(filing: Path, tmp_path: Path) -> None:
    """A faulty instance is judged, not answered with a breakdown."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    type_ = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string"'
    replace_in(folder / INSTANCE, f'id="{FACT}"', f'id="{FACT}" {type_}')
    assert _judgement(folder / INSTANCE).not_run is None


def test_a_process_that_dies_gives_no_verdict(filing: Path) -> None:
    """The judge then did not run: it is never clean."""
    judge = XmlschemaJudge()
    judge.start()
    with Catalog([filing / PACKAGE]) as catalog:
        documents = load_documents([filing / INSTANCE], catalog)
        judge.submit(Subject(filing / INSTANCE, (filing / INSTANCE,), documents, (filing / PACKAGE,)))
        judge.stop(failed=False)
        judgement = judge.result()
    assert judgement
    assert judgement.not_run == "it broke down: it ended without a word"
    assert judgement.failed
    assert judgement.messages == ()


def test_a_document_that_is_gone_is_no_clean_verdict(filing: Path, tmp_path: Path) -> None:
    """The process ends with an exception, and the judgement carries it."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    instance = folder / INSTANCE
    judge = XmlschemaJudge()
    judge.start()
    with Catalog([folder / PACKAGE]) as catalog:
        subject = Subject(instance, (instance,), load_documents([instance], catalog), (folder / PACKAGE,))
        instance.unlink()
        judge.submit(subject)
        judgement = judge.result()
    judge.stop(failed=False)
    assert judgement
    assert judgement.not_run is not None
    assert "UnreadableInputError" in judgement.not_run


def test_a_process_that_nobody_asks_ends_quietly() -> None:
    """Stopping it is all that it takes, twice does no harm."""
    judge = XmlschemaJudge()
    judge.start()
    judge.stop(failed=False)
    judge.stop(failed=False)
    assert judge.result() is None


HANGS = '<xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="(a+)+b"/></xs:restriction></xs:simpleType>'


def test_a_pattern_without_end_is_given_up(filing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's regular expressions would take longer than anybody lives; the verdict says so."""
    monkeypatch.setattr("exporter.files.process_limits._LEAST_SECONDS", 2)
    folder = shutil.copytree(filing, tmp_path / "filing")
    replace_in(folder / SCHEMA, "</xs:schema>", f'<xs:element name="Hang">{HANGS}</xs:element></xs:schema>')
    segment = f"<xbrli:segment><acme:Hang>{'a' * 60}</acme:Hang></xbrli:segment>"
    replace_in(folder / INSTANCE, "</xbrli:identifier>", f"</xbrli:identifier>{segment}")
    judgement = _judgement(folder / INSTANCE)
    assert judgement.failed
    assert judgement.not_run is not None
    assert judgement.not_run.startswith("it was given up")


def test_large_linkbases_are_left_to_libxml2(filing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that the document leads to, and not one that is itself to be judged; the verdict says so."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    linkbase = folder / "acme-2020_pre.xml"
    replace_in(linkbase, ' xlink:from="m_AllAbstract"', "")
    with Catalog([folder / PACKAGE]) as catalog:
        judgement = judge_paths([folder / INSTANCE], catalog.rewrites, ())
        assert (len(judgement.messages), judgement.not_judged) == (1, ())
        monkeypatch.setattr("exporter.validation.xmlschema_judge._MOST_BYTES", 100)
        judgement = judge_paths([folder / INSTANCE], catalog.rewrites, ())
        assert (judgement.messages, judgement.not_judged) == ((), (TOO_MANY_LINKBASES,))
        assert len(judge_paths([linkbase], catalog.rewrites, ()).messages) == 1
