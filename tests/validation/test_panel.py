"""The judges together: whatever the path is, all of them are asked, and what one of them lacks is said."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from exporter.arelle.judge import ArelleResult
from exporter.arelle.process import ArelleError
from exporter.dts.loading import build_taxonomy
from exporter.errors import MisuseError, UnreadableInputError
from exporter.findings.findings import Finding, Severity, Source
from exporter.findings.judge_messages import JudgeMessage
from exporter.findings.page import findings_page
from exporter.report.report import Report, facts_frame
from exporter.rules import RULES_BY_CODE
from exporter.validation.arelle_judge import PUBLISHED
from exporter.validation.judges import JUDGES, JudgeEntry
from exporter.validation.panel import Panel, judges_to_leave_out
from exporter.validation.xmlschema_judge import TOO_LARGE, XmlschemaJudge
from tests.projects import write_extension
from tests.validation.filings import (
    FACT,
    INSTANCE,
    PACKAGE,
    SCHEMA,
    fact_element,
    replace_in,
    write_extension_filing,
    write_filing,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from exporter.files.process_limits import Limits
    from exporter.validation.judge import Subject
    from exporter.validation.panel import Validation

ARELLE = "exporter.validation.arelle_judge.judge_with_arelle"
LEFT_OUT = "not run: left out on request"
PACKAGE_CLEAN = {"xmlschema": "clean", "libxml2": "clean", "arelle": LEFT_OUT}

CLEAN = {**PACKAGE_CLEAN, "own": "clean"}


@pytest.fixture(scope="module")
def filing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filing with an extension."""
    return write_extension_filing(tmp_path_factory.mktemp("extension"))


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of an extension and its base, zipped, and the extension's also as a folder."""
    folder = tmp_path_factory.mktemp("packages")
    _, written, findings = build_taxonomy(write_extension(folder / "source" / "extension"), folder / "built")
    assert findings == []
    assert {path.name for path in written} == {"acme-2020.zip", "acme-2020", "mini-2020.zip"}
    return folder / "built"


@pytest.fixture
def faulty(filing: Path, tmp_path: Path) -> Path:
    """The filing with a value that is no number."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    replace_in(folder / INSTANCE, fact_element(), fact_element(value="many"))
    return folder


@pytest.fixture
def no_arelle_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arelle is not called in, for a test puts something else in its place."""
    monkeypatch.setattr("exporter.validation.arelle_judge.start_arelle", lambda: None)


def validate(
    path: Path | str,
    *,
    arelle: bool = True,
    packages: Collection[Path] = (),
    without: Collection[str] = (),
    calculations: str = "1.1",
    sources: Mapping[str, tuple[Source, ...]] | None = None,
) -> Validation:
    """What a panel says of one file or folder."""
    with Panel(judges_to_leave_out(without, arelle=arelle), calculations, packages) as panel:
        return panel.judge(Path(path), sources)


def _verdicts(validation: Validation) -> dict[str, str]:
    return {judgement.judge: judgement.verdict for judgement in validation.judgements}


def _codes(validation: Validation) -> list[str]:
    return [finding.code for finding in validation.findings]


@pytest.mark.parametrize("path", [INSTANCE, "", SCHEMA], ids=["instance", "folder", "schema"])
def test_a_filing_is_judged_from_each_of_its_parts(filing: Path, path: str) -> None:
    """Instance, folder and schema are clean, and the packages beside them are found."""
    validation = validate(filing / path, arelle=False)
    assert _verdicts(validation) == (PACKAGE_CLEAN if path == SCHEMA else CLEAN)
    assert "arelle" not in validation.readings


def test_an_output_folder_stands_for_its_filing(filing: Path) -> None:
    """The folder above the filing, with ledger and findings, can be given as text, too."""
    assert (filing.parent / "ledger.csv").is_file()
    assert _verdicts(validate(str(filing.parent), arelle=False)) == CLEAN


@pytest.mark.parametrize("path", ["acme-2020.zip", "mini-2020.zip", "acme-2020", ""])
def test_a_package_is_judged_zipped_and_unpacked(packages: Path, path: str) -> None:
    """Also in the folder that holds it; the base's package beside it is used."""
    assert _verdicts(validate(packages / path, arelle=False)) == PACKAGE_CLEAN


@pytest.mark.parametrize("path", [INSTANCE, "", ".."], ids=["instance", "folder", "output folder"])
def test_a_fault_is_found_from_each_part(faulty: Path, path: str) -> None:
    """Both judges of XML Schema report it, and the own judge cannot read the fact."""
    verdicts = _verdicts(validate(faulty / path, arelle=False))
    assert verdicts == {"xmlschema": "1 error", "libxml2": "1 error", "arelle": LEFT_OUT, "own": "1 error"}


def test_a_linkbase_beside_the_instance_is_judged_with_it(filing: Path, tmp_path: Path) -> None:
    """An extension's linkbases need not be named."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    replace_in(folder / "acme-2020_pre.xml", ' xlink:from="m_AllAbstract"', "")
    findings = [finding for finding in validate(folder / INSTANCE, arelle=False).findings if _is_error(finding)]
    assert {finding.code.partition(":")[0] for finding in findings} == {"xmlschema", "libxml2"}
    assert {finding.source.file for finding in findings if finding.source} == {"acme-2020_pre.xml"}


def _is_error(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR


def test_a_fault_in_a_package_is_found(packages: Path, tmp_path: Path) -> None:
    """The documents of a package's folder are judged where they lie."""
    folder = shutil.copytree(packages, tmp_path / "built")
    (labels,) = (folder / "acme-2020").rglob("*_lab-en.xml")
    replace_in(labels, ' xlink:from="', ' xlink:nowhere="')
    verdicts = _verdicts(validate(folder / "acme-2020", arelle=False))
    assert verdicts["xmlschema"] != "clean"
    assert verdicts["libxml2"] != "clean"


def test_findings_point_at_the_cells_that_gave_the_fact(faulty: Path) -> None:
    """The cell is the source, and the document's line is related; each judge's code keeps its name."""
    cell = Source("statement.csv", 3, "B", "FY2020")
    validation = validate(faulty, arelle=False, sources={FACT: (cell,)})
    errors = [finding for finding in validation.findings if _is_error(finding)]
    assert [finding.code.partition(":")[0] for finding in errors] == ["xmlschema", "libxml2", "own"]
    assert [finding.source for finding in errors[:2]] == [cell, cell]
    assert {place.file for finding in errors for place in finding.related} == {INSTANCE}
    assert (errors[2].code, errors[2].source.file if errors[2].source else None) == ("own:reader.badValue", INSTANCE)


def test_a_judge_that_is_left_out_is_said_to_be(filing: Path) -> None:
    """Without Arelle there is one finding, an information, and no facts."""
    validation = validate(filing, arelle=False)
    (finding,) = validation.findings
    assert (finding.code, finding.severity) == ("judge.notRun", Severity.INFO)
    assert finding.message.startswith(
        "arelle did not run: left out on request; not judged: what XBRL asks of taxonomies"
    )


@pytest.mark.usefixtures("no_arelle_process")
def test_what_arelle_says_is_a_finding_and_its_facts_are_handed_on(
    filing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Arelle is given the instance and the packages beside it; nothing of its answer is lost."""
    report = Report(facts_frame([]), {})
    message = JudgeMessage("xbrl.1", Severity.WARNING, "Odd", (FACT,))
    asked: list[tuple[Path, tuple[Path, ...], str, bool]] = []

    def answer(
        entry_point: Path,
        packages: tuple[Path, ...],
        calculations: str,
        *,
        ours: bool,
        base_taxonomies: bool,
        limits: Limits,
    ) -> ArelleResult:
        assert limits.seconds
        assert base_taxonomies
        asked.append((entry_point, packages, calculations, ours))
        return ArelleResult((message,), report)

    monkeypatch.setattr(ARELLE, answer)
    cell = Source("statement.csv", 3, "B")
    validation = validate(filing, sources={FACT: (cell,)})
    assert asked == [(filing / INSTANCE, (filing / PACKAGE,), "1.1", False)]
    assert _verdicts(validation) == {
        **CLEAN,
        "arelle": "1 warning",
    }
    assert [(finding.code, finding.source) for finding in validation.findings] == [("arelle:xbrl.1", cell)]
    assert validation.readings["arelle"] is report


@pytest.mark.usefixtures("no_arelle_process")
def test_a_breakdown_of_arelle_is_an_error_and_the_others_are_heard(
    faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The verdict lacks Arelle and says so, and what the other judges found stays."""

    def break_down(*_: object, **__: object) -> ArelleResult:
        raise ArelleError("Arelle was given up after 600 seconds")

    monkeypatch.setattr(ARELLE, break_down)
    validation = validate(faulty)
    (failed,) = [finding for finding in validation.findings if finding.code == "judge.failed"]
    assert failed.severity is Severity.ERROR
    assert "600 seconds" in failed.message
    assert "arelle" not in validation.readings
    verdicts = _verdicts(validation)
    assert verdicts["arelle"].startswith("not run")
    assert (verdicts["xmlschema"], verdicts["libxml2"]) == ("1 error", "1 error")


def test_a_breakdown_of_xmlschema_is_an_error_and_the_others_are_heard(
    faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A killed process is no clean verdict, and libxml2's finding stays."""
    submit = XmlschemaJudge.submit

    def submit_and_kill(self: XmlschemaJudge, subject: Subject) -> None:
        submit(self, subject)
        self.stop(failed=True)

    monkeypatch.setattr(XmlschemaJudge, "submit", submit_and_kill)
    validation = validate(faulty, arelle=False)
    assert _codes(validation)[0] == "judge.failed"
    assert validation.findings[0].severity is Severity.ERROR
    assert "xmlschema" in validation.findings[0].message
    assert _verdicts(validation)["libxml2"] == "1 error"
    assert [code for code in _codes(validation) if code.startswith("libxml2:")] != []


def test_judges_that_nobody_asks_go_quietly() -> None:
    """Entering and leaving is harmless, also when an exception does."""
    with Panel(["arelle"]):
        pass
    with pytest.raises(KeyError), Panel(["arelle"]):
        raise KeyError


def test_judges_are_let_go_where_another_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process is left running."""
    stopped: list[bool] = []

    class _Stuck:
        name = "stuck"
        limits: Limits | None = None

        def start(self) -> None:
            raise RuntimeError("it cannot start")

    stop = XmlschemaJudge.stop

    def noted(self: XmlschemaJudge, *, failed: bool) -> None:
        stopped.append(failed)
        stop(self, failed=failed)

    monkeypatch.setattr(XmlschemaJudge, "stop", noted)
    entry = JudgeEntry("stuck", _Stuck)  # type: ignore[arg-type]  # it never gets to the other methods
    monkeypatch.setattr("exporter.validation.panel.JUDGES", (JUDGES[0], entry))
    with pytest.raises(RuntimeError, match="it cannot start"), Panel():
        pass
    assert stopped == [True]


def test_what_the_own_judge_finds_has_a_meaning() -> None:
    """On the page of findings, as what is found on the way has."""
    page = findings_page(
        [Finding("own:id", Severity.ERROR, "x"), Finding("own:reader.tuple", Severity.ERROR, "y")], RULES_BY_CODE
    )
    assert "An id is no XML name" in page
    assert "A tuple holds no facts" in page


@pytest.fixture
def odd_paths(filing: Path, tmp_path: Path) -> Path:
    """A folder with things that cannot be judged."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("notes", encoding="utf-8")
    (tmp_path / "notes.xml").write_text("notes", encoding="utf-8")
    (tmp_path / "bomb.xml").write_text('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', encoding="utf-8")
    several = tmp_path / "several"
    several.mkdir()
    for name in ("a.xml", "b.xbrl"):
        shutil.copy(filing / INSTANCE, several / name)
    return tmp_path


@pytest.mark.parametrize(
    ("path", "error", "match"),
    [
        ("gone", UnreadableInputError, "does not exist"),
        ("empty", UnreadableInputError, "neither an XBRL instance nor a taxonomy package"),
        ("notes.txt", MisuseError, r"'\.txt'"),
        ("notes.xml", UnreadableInputError, "not well-formed"),
        ("bomb.xml", UnreadableInputError, "document type declaration"),
        ("several", MisuseError, r"several instances.*a\.xml, b\.xbrl"),
    ],
)
def test_what_cannot_be_judged_is_an_exception_that_says_why(
    odd_paths: Path, path: str, error: type[Exception], match: str
) -> None:
    """There is no verdict on nothing, and none on a choice of instances."""
    with pytest.raises(error, match=match):
        validate(odd_paths / path, arelle=False)


def test_one_of_several_instances_can_be_judged_by_name(filing: Path, tmp_path: Path) -> None:
    """Another instance beside it does not take part."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    shutil.copy(folder / INSTANCE, folder / "other.xml")
    replace_in(folder / "other.xml", fact_element(), fact_element(value="many"))
    assert _verdicts(validate(folder / INSTANCE, arelle=False)) == CLEAN


def test_a_document_that_is_not_xbrl_is_not_clean(tmp_path: Path) -> None:
    """XML Schema knows no such root element."""
    document = tmp_path / "other.xml"
    document.write_text("<other/>", encoding="utf-8")
    verdicts = _verdicts(validate(document, arelle=False))
    assert verdicts["xmlschema"] == verdicts["libxml2"] == "1 error"


def test_duplicates_in_a_foreign_instance_are_told(filing: Path, tmp_path: Path) -> None:
    """Two facts that say different things of the same are an error, Arelle or not."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    again = fact_element(value="7").replace(f'id="{FACT}"', 'id="again"')
    replace_in(folder / INSTANCE, fact_element(), fact_element() + again)
    validation = validate(folder, arelle=False)
    assert _verdicts(validation)["own"] == "1 error"
    assert "own:duplicates.inconsistent" in _codes(validation)


def test_a_large_instance_is_left_to_libxml2(filing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would take xmlschema minutes is said to be left out, and is no error."""
    monkeypatch.setattr("exporter.dts.documents.LARGE", 0)
    validation = validate(filing / INSTANCE, arelle=False)
    assert _verdicts(validation)["xmlschema"] == f"not run: {TOO_LARGE}"
    assert set(_codes(validation)) == {"judge.notRun"}


def test_what_breaks_a_judge_of_this_process_is_a_finding(filing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never a traceback; the others are heard."""

    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("no luck\nat all")

    monkeypatch.setattr("exporter.validation.own_judge.judge_report", break_down)
    validation = validate(filing, arelle=False)
    (failed,) = [finding for finding in validation.findings if finding.code == "judge.failed"]
    assert failed.message == "own did not run: it broke down: RuntimeError: no luck"
    assert _verdicts(validation)["libxml2"] == "clean"


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filing as we wrote it, of a taxonomy without extension."""
    return write_filing(tmp_path_factory.mktemp("ours"))


@pytest.mark.slow
def test_our_own_filing_is_judged_by_its_taxonomy(ours: Path, tmp_path: Path) -> None:
    """Without its project; a wrong total, and an instant for a duration, are found."""
    assert _verdicts(validate(ours, arelle=False))["own"] == "clean"
    folder = shutil.copytree(ours, tmp_path / "filing")
    text = (folder / INSTANCE).read_text(encoding="utf-8")
    profit = text.partition("<m:Profit ")[2].partition("</m:Profit>")[0]
    wrong = profit.rpartition(">")[0] + ">" + "1" + profit.rpartition(">")[2]
    (folder / INSTANCE).write_text(text.replace(profit, wrong), encoding="utf-8")
    assert "own:calculation" in _codes(validate(folder, arelle=False))
    (folder / INSTANCE).write_text(text.replace("<m:Revenues ", "<m:Cash ").replace("</m:Revenues>", "</m:Cash>"))
    assert "own:period" in _codes(validate(folder, arelle=False))


def _zip(archive: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(archive, "w") as zip_file:
        for name, data in files.items():
            zip_file.writestr(name, data)
    return archive


@pytest.mark.parametrize("ending", ["zip", "xbri", "xbr"])
@pytest.mark.parametrize("files", [{}, {"p/META-INF/reportPackage.json": "{}", "p/reports/r.xhtml": "<html/>"}])
def test_a_package_in_which_nothing_was_judged_is_not_clean(
    tmp_path: Path, ending: str, files: dict[str, str | bytes]
) -> None:
    """Empty, or with reports that only the judge knows that was left out."""
    with pytest.raises(UnreadableInputError, match="holds nothing that the judges asked can judge"):
        validate(_zip(tmp_path / f"a.{ending}", files), arelle=False)


def test_reports_in_a_package_are_said_not_to_be_judged(ours: Path, tmp_path: Path) -> None:
    """Inline XBRL is nothing that the judges of XML Schema know; the taxonomy beside it in the package is."""
    with zipfile.ZipFile(ours / PACKAGE) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    top = next(iter(files)).partition("/")[0]
    path = _zip(tmp_path / "report.zip", {**files, f"{top}/reports/r.xhtml": "<html/>"})
    verdicts = _verdicts(validate(path, arelle=False))
    assert verdicts["libxml2"] == verdicts["xmlschema"] == f"clean; not judged: {top}/reports/r.xhtml"


def _as_web_sites(package: Path, target: Path) -> Path:
    """The files of a taxonomy package laid out as host and path, in a folder."""
    with zipfile.ZipFile(package) as archive:
        for name in archive.namelist():
            if "META-INF" not in name:
                path = target / name.partition("/")[2]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.read(name))
    return target


@pytest.mark.parametrize("kind", ["package", "folder", "sites", "zipped sites", "zipped sites beside"])
def test_packages_may_lie_elsewhere(ours: Path, tmp_path: Path, kind: str) -> None:
    """As taxonomy packages or as copies of web sites, zipped or not; Arelle finds what is in them too."""
    (tmp_path / "filing").mkdir()
    (tmp_path / "packages").mkdir()
    instance = shutil.copy(ours / INSTANCE, tmp_path / "filing" / INSTANCE)
    package = tmp_path / "packages" / PACKAGE
    if kind == "package":
        shutil.copy(ours / PACKAGE, package)
    elif kind == "folder":
        package = package.with_suffix("")
        with zipfile.ZipFile(ours / PACKAGE) as archive:
            archive.extractall(package)
    else:
        package = _as_web_sites(ours / PACKAGE, tmp_path / "packages" / "sites")
    if kind.startswith("zipped"):
        files: dict[str, str | bytes] = {
            path.relative_to(package).as_posix(): path.read_bytes() for path in package.rglob("*") if path.is_file()
        }
        package = _zip(tmp_path / ("filing" if kind.endswith("beside") else "packages") / "sites.zip", files)
    validation = validate(instance, packages=[] if kind.endswith("beside") else [package])
    is_given = not kind.endswith("beside")
    told = f"clean; not judged: {PUBLISHED}" if is_given else "clean"
    assert _verdicts(validation) == {**CLEAN, "arelle": told}


def test_an_archive_that_is_no_package_is_said_not_to_be_used(ours: Path, tmp_path: Path) -> None:
    """Where something was not found; if it was given by name, it is an exception."""
    instance = shutil.copy(ours / INSTANCE, tmp_path / INSTANCE)
    archive = _zip(tmp_path / "notes.zip", {"notes/a.txt": "a"})
    validation = validate(instance, arelle=False)
    (finding,) = [finding for finding in validation.findings if finding.code == "package.unknown"]
    assert "notes.zip" in finding.message
    with pytest.raises(UnreadableInputError, match=r"notes\.zip is no taxonomy package"):
        validate(instance, arelle=False, packages=[archive])
    shutil.copy(ours / PACKAGE, tmp_path / PACKAGE)
    assert "package.unknown" not in _codes(validate(instance, arelle=False))


@pytest.mark.slow
def test_what_comes_with_us_needs_no_package(tmp_path: Path) -> None:
    """An instance of the base taxonomy that was written elsewhere is judged, by Arelle too."""
    instance = tmp_path / "report.xml"
    instance.write_text(
        '<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:gaap="http://xbrl.example.org/gaap/2026">'
        '<link:schemaRef xlink:type="simple" xlink:href="http://xbrl.example.org/gaap/2026/gaap-2026-all.xsd"/>'
        '<context id="c"><entity><identifier scheme="http://example.org">1</identifier></entity>'
        "<period><startDate>2020-01-01</startDate><endDate>2020-12-31</endDate></period></context>"
        '<gaap:EntityRegistrantName id="name" contextRef="c">Acme</gaap:EntityRegistrantName></xbrl>',
        encoding="utf-8",
    )
    assert set(_verdicts(validate(instance)).values()) == {"clean"}


@pytest.mark.slow
def test_a_package_does_not_rewrite_the_specifications(ours: Path, tmp_path: Path) -> None:
    """A lax copy of the schema of XBRL is told and not used, by Arelle neither."""
    folder = shutil.copytree(ours, tmp_path / "filing")
    lax = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.xbrl.org/2003/instance"/>'
    rewrite = '<rewriteURI uriStartString="http://www.xbrl.org/2003/" rewritePrefix="../lax/"/>'
    catalog = f'<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">{rewrite}</catalog>'
    _zip(
        folder / "lax.zip",
        {
            "lax/META-INF/catalog.xml": catalog,
            "lax/META-INF/taxonomyPackage.xml": (
                '<tp:taxonomyPackage xmlns:tp="http://xbrl.org/2016/taxonomy-package" xml:lang="en">'
                "<tp:identifier>http://example.org/lax</tp:identifier><tp:name>Lax</tp:name></tp:taxonomyPackage>"
            ),
            "lax/lax/xbrl-instance-2003-12-31.xsd": lax,
        },
    )
    validation = validate(folder)
    assert _codes(validation) == ["package.specification"]
    assert "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd" in validation.findings[0].message
    assert set(_verdicts(validation).values()) == {"clean"}
    replace_in(folder / INSTANCE, "<xbrli:measure>iso4217:JPY</xbrli:measure>", "")
    verdicts = _verdicts(validate(folder))
    assert all("error" in verdicts[name] for name in ("xmlschema", "libxml2", "arelle"))


def test_a_wrong_total_is_told_once(ours: Path, tmp_path: Path) -> None:
    """With who says so; each verdict counts it."""
    folder = shutil.copytree(ours, tmp_path / "filing")
    text = (folder / INSTANCE).read_text(encoding="utf-8")
    profit = text.partition("<m:Profit ")[2].partition("</m:Profit>")[0]
    wrong = profit.rpartition(">")[0] + ">" + "1" + profit.rpartition(">")[2]
    (folder / INSTANCE).write_text(text.replace(profit, wrong), encoding="utf-8")
    validation = validate(folder)
    assert _verdicts(validation)["arelle"] == _verdicts(validation)["own"] == "1 error"
    (finding,) = [finding for finding in validation.findings if _is_error(finding)]
    assert finding.code == "own:calculation"
    assert finding.message.endswith("; Arelle says so too")


def test_rules_of_calculation_must_be_known(ours: Path) -> None:
    """An unknown name is misuse."""
    with pytest.raises(MisuseError, match=r"1\.1 or 2\.1, not '3'"):
        validate(ours, arelle=False, calculations="3")


def test_a_long_text_is_judged(filing: Path, tmp_path: Path) -> None:
    """Ten megabytes and more, which parsers refuse unless they are told."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    name = f'<m:CompanyName id="name" contextRef="D20200101-20201231">{"x" * 10_100_000}</m:CompanyName>'
    replace_in(folder / INSTANCE, fact_element(), f"<!-- -->{fact_element()}{name}")
    assert _verdicts(validate(folder / INSTANCE, arelle=False)) == CLEAN


def test_a_damaged_archive_beside_an_instance_is_told(filing: Path, tmp_path: Path) -> None:
    """Whatever is wrong with it, it is not used, and the instance is judged."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    content = (folder / PACKAGE).read_bytes()
    (folder / "cut.zip").write_bytes(content[: len(content) // 2])
    (folder / "bent.zip").write_bytes(content.replace(b"PK\x01\x02", b"PK\x07\x07"))
    assert _verdicts(validate(folder / INSTANCE, arelle=False)) == CLEAN
    (folder / PACKAGE).unlink()
    told = [finding for finding in validate(folder / INSTANCE, arelle=False).findings if finding.source]
    assert [finding.source.file for finding in told if finding.source and finding.code == "package.unknown"] == [
        "bent.zip",
        "cut.zip",
    ]


def test_a_published_taxonomy_is_what_facts_are_judged_by(filing: Path, tmp_path: Path) -> None:
    """The own judge knows the concepts of any taxonomy, and says so where Arelle cannot load it."""
    folder = shutil.copytree(filing, tmp_path / "filing")
    replace_in(folder / INSTANCE, fact_element(), fact_element(name="acme:Nothing"))
    own = [finding.code for finding in validate(folder, arelle=False).findings if finding.code.startswith("own:")]
    assert own == ["own:concept"]


def test_a_taxonomy_that_cannot_be_loaded_is_told(
    filing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facts are then judged by themselves."""

    def broken(*_arguments: object, **_options: object) -> None:
        raise ArelleError("Arelle broke down")

    folder = shutil.copytree(filing, tmp_path / "filing")
    monkeypatch.setattr("exporter.dts.taxonomy_import.import_documents", broken)
    validation = validate(folder, arelle=False)
    assert "dts.notLoaded" in [finding.code for finding in validation.findings]
    assert _verdicts(validation)["own"] == "clean; not judged: concepts, period types, dimensions, totals"


def _several(filing: Path, folder: Path) -> list[Path]:
    """Filings of one taxonomy, each in its folder with extension and package: clean ones, and two with faults."""
    changes = {
        "clean": fact_element(value="1200000"),
        "no number": fact_element(value="many"),
        "clean again": fact_element(value="1200000"),
        "unknown": fact_element("m:Unheard"),
        "clean at last": fact_element(value="1200000"),
    }
    for name, fact in changes.items():
        replace_in(shutil.copytree(filing, folder / name) / INSTANCE, fact_element(), fact)
    return [folder / name for name in changes]


@pytest.mark.parametrize("is_given", [True, False], ids=["given", "beside"])
def test_one_panel_says_of_each_filing_what_one_of_its_own_says(
    filing: Path, tmp_path: Path, *, is_given: bool
) -> None:
    """Whatever came before, and wherever the taxonomy that they share lies."""
    filings, packages = _several(filing, tmp_path), []
    if is_given:
        packages = [Path(shutil.move(filings[0] / PACKAGE, tmp_path / PACKAGE))]
        for folder in filings[1:]:
            (folder / PACKAGE).unlink()
    alone = [validate(folder, arelle=False, packages=packages) for folder in filings]
    with Panel(["arelle"], packages=packages) as panel:
        together = [panel.judge(folder) for folder in (*filings, *filings)]
    assert [result.judgements for result in together] == [result.judgements for result in (*alone, *alone)]
    assert [result.findings for result in together] == [result.findings for result in (*alone, *alone)]
    assert [_verdicts(result)["xmlschema"] for result in alone] == ["clean", "1 error", "clean", "1 error", "clean"]


def test_a_package_may_change_between_filings(ours: Path, tmp_path: Path) -> None:
    """What was kept of it does not count any more."""
    instance = shutil.copy(ours / INSTANCE, tmp_path / INSTANCE)
    with Panel(["arelle"]) as panel:
        for change in (None, ("m:Revenues", "m:Sales"), None):
            with zipfile.ZipFile(ours / PACKAGE) as archive:
                texts = {name: archive.read(name).decode() for name in archive.namelist()}
            changed = {name: text.replace(*change) if change else text for name, text in texts.items()}
            name = next(name for name in changed if name.endswith("mini-2020.xsd"))
            changed[name] = changed[name].replace('name="Revenues"', 'name="Sales"') if change else changed[name]
            _zip(tmp_path / PACKAGE, {**changed})
            for _ in range(3):
                is_clean = set(_verdicts(panel.judge(Path(instance))).values()) == {"clean", LEFT_OUT}
                assert is_clean == (change is None)


def test_what_cannot_be_judged_keeps_no_other_from_being_judged(filing: Path, tmp_path: Path) -> None:
    """The panel goes on with the next."""
    filings = _several(filing, tmp_path)
    (filings[0] / INSTANCE).write_text("<broken")
    with Panel(["arelle"]) as panel:
        with pytest.raises(UnreadableInputError):
            panel.judge(filings[0] / INSTANCE)
        assert _verdicts(panel.judge(filings[2])) == CLEAN


def test_a_judge_that_breaks_down_judges_the_next(
    filing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its process starts again."""
    filings = _several(filing, tmp_path)
    submit = XmlschemaJudge.submit

    def submit_and_kill(self: XmlschemaJudge, subject: Subject) -> None:
        submit(self, subject)
        if subject.entry_point.parent == filings[0]:
            self.stop(failed=True)

    monkeypatch.setattr(XmlschemaJudge, "submit", submit_and_kill)
    with Panel(["arelle"]) as panel:
        verdicts = [_verdicts(panel.judge(folder))["xmlschema"] for folder in (filings[0], filings[2], filings[1])]
    assert verdicts == ["not run: it broke down: it ended without a word", "clean", "1 error"]


def test_a_catalog_may_name_its_document_type(packages: Path, tmp_path: Path) -> None:
    """As many do, zipped and as a folder; one that defines entities is refused."""
    folder = shutil.copytree(packages / "acme-2020", tmp_path / "acme-2020")
    catalog = folder / "META-INF" / "catalog.xml"
    replace_in(catalog, "<catalog", '<!DOCTYPE catalog SYSTEM "http://www.oasis-open.org/catalog.dtd"><catalog')
    archive = Path(shutil.make_archive(str(tmp_path / "zipped" / "acme"), "zip", tmp_path, "acme-2020"))
    base = [packages / "mini-2020.zip"]
    assert _verdicts(validate(folder, arelle=False, packages=base)) == PACKAGE_CLEAN
    assert _verdicts(validate(archive, arelle=False, packages=base)) == PACKAGE_CLEAN
    replace_in(catalog, 'SYSTEM "http://www.oasis-open.org/catalog.dtd"', '[<!ENTITY e "e">]')
    with pytest.raises(UnreadableInputError, match="document type"):
        validate(folder, arelle=False, packages=base)


def test_a_package_does_not_lie_beside_itself(packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However its path is written: it is what is judged, and what was given is what it builds on."""
    shutil.copy(packages / "acme-2020.zip", tmp_path)
    monkeypatch.chdir(tmp_path)
    subjects: list[Subject] = []
    monkeypatch.setattr(XmlschemaJudge, "submit", lambda _, subject: subjects.append(subject))
    with Panel(["arelle"], packages=[packages / "mini-2020.zip"]) as panel:
        panel.submit(Path("acme-2020.zip"))
    assert [path.name for path in subjects[0].packages] == ["acme-2020.zip", "mini-2020.zip"]
    assert subjects[0].base_is_given
