"""Reports in any syntax before the judges: clean where they are right, and faults told at their place in the report."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest

from exporter.errors import UnreadableInputError
from exporter.export import export_report
from exporter.packages.judging import validate
from tests.packages.archives import PACKAGE_FILE, TYPE, archive, package_file
from tests.projects import write_project

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings.findings import Finding
    from exporter.validation.panel import Validation

DOCUMENT, JSON, CSV = "acme-20201231.xhtml", "acme-20201231.json", "acme-20201231-csv.json"


@pytest.fixture(scope="module")
def _filed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_project(tmp_path_factory.mktemp("filed"))
    formats = ["inline", "json", "csv", "xbri", "xbr+csv", "zip+xml"]
    assert export_report(folder, arelle=False, formats=formats).ok
    return folder / "out" / "filing"


@pytest.fixture
def filing(_filed: Path, tmp_path: Path) -> Path:
    """The small project's filing without an instance: a copy, in the test's own folder."""
    return shutil.copytree(_filed, tmp_path / "filing")


def _change(path: Path, old: str, new: str) -> int:
    """Plant a fault; give the line of it."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def _errors(result: Validation) -> list[Finding]:
    return [found for found in result.findings if found.severity == "error"]


@pytest.mark.parametrize(
    "name",
    [
        *(DOCUMENT, CSV, "acme-20201231.xbri"),
        *(pytest.param(name, marks=pytest.mark.slow) for name in ("", JSON, "acme-20201231-csv.xbr")),
        pytest.param("acme-20201231-xml.zip", marks=pytest.mark.slow),
    ],
)
def test_a_right_report_is_clean(filing: Path, name: str) -> None:
    """In each syntax, in packages, and a folder of documents; all four judges judge."""
    result = validate(filing / name if name else filing.parent)
    assert [judgement.verdict for judgement in result.judgements] == ["clean"] * 4
    assert result.findings == []


def test_a_wrong_total_is_told_at_the_element(filing: Path) -> None:
    """By the line of the document, and once, though two judges find it."""
    line = _change(filing / DOCUMENT, ">300<", ">310<")
    result = validate(filing / DOCUMENT)
    (error,) = _errors(result)
    assert error.code == "own:calculation"
    assert (str(error.source), "Arelle says so too" in error.message) == (f"{DOCUMENT}:{line}", True)


def test_a_wrong_fact_in_json_is_told_with_its_file(filing: Path) -> None:
    """What the judges find in the copy is said of the report."""
    _change(filing / JSON, '"300000"', '"310000"')
    (error,) = _errors(validate(filing / JSON, arelle=False))
    assert error.code == "own:calculation"
    assert error.source is not None
    assert error.source.file == JSON


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("<body>", "<body><article/>", "'article': This element is not expected"),
        ("<body>", "<body data-table='x'>", "The attribute 'data-table' is not allowed"),
        ("<ix:header>", "<ix:header bad='1'>", "The attribute 'bad' is not allowed"),
    ],
)
def test_what_inline_xbrl_does_not_allow_is_told_with_its_line(filing: Path, old: str, new: str, words: str) -> None:
    """By libxml2 and the schema of Inline XBRL, without Arelle."""
    line = _change(filing / DOCUMENT, old, new)
    errors = [
        error for error in _errors(validate(filing / DOCUMENT, arelle=False)) if error.code.startswith("libxml2:")
    ]
    assert words in errors[0].message
    assert errors[0].source is not None
    assert (errors[0].source.file, errors[0].source.row) == (DOCUMENT, line)


def test_what_no_schema_sees_is_told(filing: Path) -> None:
    """A context that is not there, and a text that its transformation does not take."""
    _change(filing / DOCUMENT, 'name="m:Costs" contextRef="D20200101-20201231"', 'name="m:Costs" contextRef="gone"')
    _change(filing / DOCUMENT, ">1,200<", ">1;200<")
    codes = {error.code for error in _errors(validate(filing / DOCUMENT, arelle=False))}
    assert codes >= {"reader.unresolvedReference", "reader.transformation"}


def test_faults_of_a_package_are_told_beside_those_of_its_report(filing: Path) -> None:
    """With an instance in it, or a report in another syntax."""
    for name in ("acme-20201231-csv.xbr", "acme-20201231-xml.zip"):
        with zipfile.ZipFile(filing / name) as package:
            files = {entry: package.read(entry) for entry in package.namelist()}
        files[next(entry for entry in files if entry.endswith("reportPackage.json"))] = package_file("urn:x")
        result = validate(archive(filing / name, files), arelle=False)
        assert [error.code for error in _errors(result)] == ["rpe:unsupportedReportPackageVersion"]


def test_a_package_without_a_report_is_unreadable(tmp_path: Path) -> None:
    """And it is said why."""
    path = archive(tmp_path / "p.xbri", {PACKAGE_FILE: package_file(f"{TYPE}/xbri"), "p/reports/x.txt": b""})
    with pytest.raises(UnreadableInputError, match=r"holds no report: p\.xbri: no file in reports ends in"):
        validate(path, arelle=False)
