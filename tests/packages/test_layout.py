"""The layout of report packages: each fault has the specification's code, and what can be found is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.files.zip_archive import unpack
from exporter.packages.layout import read_layout
from tests.packages.archives import PACKAGE_FILE, TYPE, archive, package_file

if TYPE_CHECKING:
    from pathlib import Path

JSON, SET = "p/reports/r.json", ("p/reports/r/a.xhtml", "p/reports/r/b.xhtml")
XBR, XBRI = f"{TYPE}/xbr", f"{TYPE}/xbri"


def _codes(folder: Path, name: str, files: dict[str, bytes]) -> list[str]:
    path = archive(folder / name, files)
    unpack(path, folder / "unpacked")
    return [finding.code for finding in read_layout(path, folder / "unpacked").findings]


@pytest.mark.parametrize(
    ("name", "document_type", "reports"),
    [
        ("p.xbr", XBR, (JSON,)),
        ("p.xbr", XBR, ("p/reports/r.xbrl",)),
        ("p.xbr", XBR, ("p/reports/r/r.json", "p/reports/r/facts.csv")),
        ("p.xbri", XBRI, ("p/reports/r.xhtml",)),
        ("P.XBRI", XBRI, SET),
        ("p.zip", TYPE, (JSON, "p/reports/r.xhtml")),
        ("p.zip", None, (JSON,)),
    ],
)
def test_a_right_layout_has_no_finding(
    tmp_path: Path, name: str, document_type: str | None, reports: tuple[str, ...]
) -> None:
    """Of each kind, with a set of documents, with several reports where they may be, and one of before."""
    files = {PACKAGE_FILE: package_file(document_type)} if document_type else {"p/META-INF/catalog.xml": b"<a/>"}
    assert _codes(tmp_path, name, {**files, **dict.fromkeys(reports, b"{}")}) == []


def test_a_set_is_one_report(tmp_path: Path) -> None:
    """The documents of a folder belong together, and a report at the top goes before those in folders."""
    path = archive(tmp_path / "p.xbri", dict.fromkeys(SET, b""))
    unpack(path, tmp_path / "set")
    assert [[file.name for file in files] for files in read_layout(path, tmp_path / "set").reports] == [
        ["a.xhtml", "b.xhtml"]
    ]
    path = archive(tmp_path / "q.xbri", dict.fromkeys((*SET, "p/reports/c.xhtml"), b""))
    unpack(path, tmp_path / "top")
    assert [[file.name for file in files] for files in read_layout(path, tmp_path / "top").reports] == [["c.xhtml"]]


@pytest.mark.parametrize(
    ("code", "name", "files"),
    [
        ("rpe:invalidDirectoryStructure", "p.xbr", {PACKAGE_FILE: package_file(XBR), JSON: b"", "q/x": b""}),
        ("rpe:invalidDirectoryStructure", "p.zip", {JSON: b""}),
        ("rpe:missingReportsDirectory", "p.xbr", {PACKAGE_FILE: package_file(XBR)}),
        ("rpe:missingReport", "p.xbr", {PACKAGE_FILE: package_file(XBR), "p/reports/readme.txt": b""}),
        ("rpe:multipleReports", "p.xbr", {PACKAGE_FILE: package_file(XBR), JSON: b"", "p/reports/s.json": b""}),
        (
            "rpe:multipleReportsInSubdirectory",
            "p.zip",
            {PACKAGE_FILE: package_file(), "p/reports/r/r.json": b"", "p/reports/r/s.xbrl": b""},
        ),
        ("rpe:incorrectReportType", "p.xbri", {PACKAGE_FILE: package_file(XBRI), JSON: b""}),
        ("rpe:documentTypeFileExtensionMismatch", "p.xbr", {PACKAGE_FILE: package_file(TYPE), JSON: b""}),
        ("rpe:documentTypeFileExtensionMismatch", "p.xbr", {"p/META-INF/catalog.xml": b"", JSON: b""}),
        ("rpe:unsupportedFileExtension", "p.pack", {PACKAGE_FILE: package_file(XBR), JSON: b""}),
        ("rpe:unsupportedReportPackageVersion", "p.zip", {PACKAGE_FILE: package_file("urn:x"), JSON: b""}),
        ("rpe:invalidJSON", "p.zip", {PACKAGE_FILE: b"{", JSON: b""}),
        ("rpe:invalidJSON", "p.zip", {PACKAGE_FILE: b'{"a": 1, "a": 2}', JSON: b""}),
        ("rpe:invalidJSON", "p.zip", {PACKAGE_FILE: b"\xff{}", JSON: b""}),
        ("rpe:invalidJSON", "p.zip", {PACKAGE_FILE: b"[" * 100_000, JSON: b""}),
        ("rpe:invalidJSONStructure", "p.zip", {PACKAGE_FILE: b"[]", JSON: b""}),
        ("rpe:invalidJSONStructure", "p.zip", {PACKAGE_FILE: b'{"documentInfo": {"documentType": 1}}', JSON: b""}),
    ],
)
def test_each_fault_has_its_code(tmp_path: Path, code: str, name: str, files: dict[str, bytes]) -> None:
    """And only this one."""
    assert _codes(tmp_path, name, files) == [code]
