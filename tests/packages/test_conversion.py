"""Conversions: from every syntax and package to every other one, the report stays the same."""

from __future__ import annotations

import itertools
import zipfile
from typing import TYPE_CHECKING

import pytest

from exporter.errors import MisuseError, OutputError, UnreadableInputError
from exporter.packages.conversion import convert, not_kept
from exporter.packages.opening import read_report
from tests.packages.archives import SCHEMA, archive, instance, report

if TYPE_CHECKING:
    from pathlib import Path

#: A name for each syntax and package, and the format that is named where the ending leaves it open.
TARGETS = {
    "r.xml": None,
    "r.xhtml": None,
    "r.json": None,
    "c.json": "csv",
    "r.xbri": None,
    "x.xbr": "xml",
    "j.xbr": "xbr+json",
    "c.zip": "zip+csv",
}


def _source(folder: Path, name: str = "source.xml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "a.xsd").write_text(SCHEMA, encoding="utf-8")
    (folder / name).write_bytes(instance(folder))
    (folder / "made.xml").unlink()
    return folder / name


@pytest.mark.parametrize(("first", "second"), list(itertools.product(TARGETS, TARGETS)))
def test_a_report_stays_the_same_by_every_path(tmp_path: Path, first: str, second: str) -> None:
    """From xBRL-XML to the first, and from that to the second, each read back."""
    source = _source(tmp_path / "a")
    _, findings = convert(source, tmp_path / "a" / f"1{first}", to_format=TARGETS[first])
    assert findings == []
    _, findings = convert(tmp_path / "a" / f"1{first}", tmp_path / "a" / f"2{second}", to_format=TARGETS[second])
    assert {finding.code for finding in findings} <= {"package.leftBehind"}
    for name in (f"1{first}", f"2{second}"):
        assert read_report(tmp_path / "a" / name) == (report(), []), name


def test_a_package_gets_the_taxonomy_below_the_reports_folder(tmp_path: Path) -> None:
    """Schemas and linkbases that references lead to, and nothing else that lies there."""
    source = _source(tmp_path / "a")
    (tmp_path / "a" / "secret.txt").write_text("x", encoding="utf-8")
    linked = SCHEMA.replace(
        "<import",
        '<annotation><appinfo><linkbaseRef xmlns="http://www.xbrl.org/2003/linkbase" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="sub/l.xml"/></appinfo></annotation><import',
        1,
    )
    (tmp_path / "a" / "a.xsd").write_text(linked, encoding="utf-8")
    (tmp_path / "a" / "sub").mkdir()
    (tmp_path / "a" / "sub" / "l.xml").write_text("<a/>", encoding="utf-8")
    convert(source, tmp_path / "p.xbr", to_format="xml")
    with zipfile.ZipFile(tmp_path / "p.xbr") as package:
        assert package.namelist() == [
            "p/META-INF/reportPackage.json",
            "p/reports/p/a.xsd",
            "p/reports/p/p.xbrl",
            "p/reports/p/sub/l.xml",
        ]


def test_a_taxonomy_elsewhere_is_told(tmp_path: Path) -> None:
    """What a package cannot take along, and what stays behind in one."""
    source = _source(tmp_path / "a")
    (tmp_path / "a" / "a.xsd").rename(tmp_path / "a.xsd")
    source.write_bytes(source.read_bytes().replace(b'"a.xsd"', b'"../a.xsd"'))
    _, findings = convert(source, tmp_path / "p.xbr", to_format="xml")
    assert [finding.code for finding in findings] == ["package.leftBehind"]
    assert "../a.xsd is not below the report's folder" in findings[0].message


def test_the_other_files_of_a_package_come_along(tmp_path: Path) -> None:
    """From package to package, but for the report and what the package says of itself."""
    convert(_source(tmp_path / "a"), tmp_path / "p.xbr", to_format="xml")
    with zipfile.ZipFile(tmp_path / "p.xbr", "a") as package:
        package.writestr("p/META-INF/catalog.xml", "<catalog/>")
    convert(tmp_path / "p.xbr", tmp_path / "q.xbri")
    with zipfile.ZipFile(tmp_path / "q.xbri") as package:
        names = package.namelist()
        assert b"/xbri" in package.read("q/META-INF/reportPackage.json")
    assert names == [
        "q/META-INF/catalog.xml",
        "q/META-INF/reportPackage.json",
        "q/reports/p/a.xsd",
        "q/reports/p/q.xhtml",
    ]


@pytest.mark.parametrize(
    ("name", "to_format", "words"),
    [
        ("p.xbri", "json", "holds no reports in json; name the format, one of inline"),
        ("p.xbr", "inline", "holds no reports in inline; name the format, one of xml, json, csv"),
        ("p.xbr", "xbr", "name one of xbr[+]xml, xbr[+]json, xbr[+]csv"),
        ("p.xbri", "xbr+json", "ends in .xbr"),
        ("p.json", "xbr+json", "ends in .xbr"),
        ("p.docx", None, "stands for no format"),
        ("p.csv", "csv", "is named by its file of metadata, which must end in .json"),
        ("p.xbr", "pdf", "holds no reports in pdf"),
    ],
)
def test_what_cannot_be_written_is_misuse(tmp_path: Path, name: str, to_format: str | None, words: str) -> None:
    """The message says what can, and nothing is written."""
    source = _source(tmp_path / "a")
    with pytest.raises(MisuseError, match=words):
        convert(source, tmp_path / name, to_format=to_format)
    assert not (tmp_path / name).exists()


def test_the_source_is_not_written_over(tmp_path: Path) -> None:
    """Be it a file or a package."""
    source = _source(tmp_path / "a")
    with pytest.raises(OutputError, match="is the file that was read"):
        convert(source, source)
    convert(source, tmp_path / "p.xbr", to_format="xml")
    with pytest.raises(OutputError, match="is the file that was read"):
        convert(tmp_path / "p.xbr", tmp_path / "p.xbr", to_format="json")


def test_a_package_without_a_report_gives_no_file(tmp_path: Path) -> None:
    """What is wrong with it is told."""
    _, findings = convert(archive(tmp_path / "p.xbri", {"p/META-INF/x": b""}), tmp_path / "r.xml")
    assert "rpe:missingReportsDirectory" in [finding.code for finding in findings]
    assert not (tmp_path / "r.xml").exists()
    with pytest.raises(UnreadableInputError):
        convert(tmp_path / "gone.xbr", tmp_path / "r.xml")


def test_what_a_syntax_cannot_carry_is_known_beforehand(tmp_path: Path) -> None:
    """A table of facts has no entry points; a package is as its reports are."""
    assert "entry points" in not_kept(tmp_path / "r.csv", None)
    assert not_kept(tmp_path / "r.json", None) == ()
    assert not_kept(tmp_path / "r.xbr", None) == not_kept(tmp_path / "r.xbr", "xbr+json") == ()
