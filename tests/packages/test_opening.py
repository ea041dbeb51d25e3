"""Reports wherever they lie: in files beside a taxonomy package, in packages, and in plain archives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.errors import MisuseError, UnreadableInputError
from exporter.packages.opening import read_anywhere, read_report
from tests.packages.archives import PACKAGE_FILE, SCHEMA, TYPE, archive, instance, json_report, package_file, report

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://example.org/taxonomy/"
CATALOG = (
    '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
    f'<rewriteURI uriStartString="{URL}" rewritePrefix="../files/"/></catalog>'
)


def _taxonomy(top: str) -> dict[str, bytes]:
    return {f"{top}/META-INF/catalog.xml": CATALOG.encode(), f"{top}/files/a.xsd": SCHEMA.encode()}


def _json_by_url(folder: Path) -> bytes:
    return json_report(folder).replace(b'"a.xsd"', f'"{URL}a.xsd"'.encode())


def test_a_taxonomy_package_beside_a_report_says_what_its_concepts_are(tmp_path: Path) -> None:
    """So that a pure number in JSON is one; without the package that is not known, and told."""
    path = tmp_path / "r.json"
    path.write_bytes(_json_by_url(tmp_path))
    assert [finding.code for finding in read_anywhere(path).findings] == ["reader.unknownKind"]
    archive(tmp_path / "taxonomy.zip", _taxonomy("t"))
    assert read_report(path) == (report(f"{URL}a.xsd"), [])


def test_a_taxonomy_may_lie_in_the_package_of_the_report(tmp_path: Path) -> None:
    """In the catalog of its own, or as files beside the report."""
    own = {PACKAGE_FILE: package_file(f"{TYPE}/xbr"), **_taxonomy("p")}
    path = archive(tmp_path / "p.xbr", {**own, "p/reports/r.json": _json_by_url(tmp_path)})
    assert read_report(path) == (report(f"{URL}a.xsd"), [])
    beside = {PACKAGE_FILE: package_file(f"{TYPE}/xbr"), "p/reports/a.xsd": SCHEMA.encode()}
    path = archive(tmp_path / "q.xbr", {**beside, "p/reports/r.json": json_report(tmp_path)})
    assert read_report(path) == (report(), [])


@pytest.mark.parametrize("name", ["r.xml", "folder/r.xbrl", "a/b/c.xml"])
def test_a_plain_archive_with_one_report_is_read(tmp_path: Path, name: str) -> None:
    """As filings were zipped before there was a specification; other documents are no matter."""
    others = {"a.xsd": SCHEMA.encode(), "links.xml": b"<a/>", "__MACOSX/._r.xml": b"x"}
    path = archive(tmp_path / "filing.zip", {**others, name: instance(tmp_path)})
    assert read_report(path) == (report(), [])


def test_of_several_reports_one_is_to_be_named(tmp_path: Path) -> None:
    """The message lists them."""
    path = archive(tmp_path / "filing.zip", {"a.xml": instance(tmp_path), "b/b.xml": instance(tmp_path)})
    with pytest.raises(UnreadableInputError, match=r"holds several reports; .*: a\.xml, b/b\.xml"):
        read_report(path)
    path = archive(tmp_path / "two.zip", {"a.xml": instance(tmp_path), "b.json": json_report(tmp_path)})
    assert len(read_report(path, "xml")[0]) == 1


def test_a_package_without_a_report_says_so(tmp_path: Path) -> None:
    """One that promises a report by a finding, a plain archive by an error, one without the format by misuse."""
    path = archive(tmp_path / "p.xbr", {PACKAGE_FILE: package_file(f"{TYPE}/xbr")})
    reading = read_anywhere(path)
    assert len(reading.report) == 0
    assert [finding.code for finding in reading.findings] == ["rpe:missingReportsDirectory"]
    with pytest.raises(UnreadableInputError, match="holds no report that can be read"):
        read_report(archive(tmp_path / "p.zip", {"readme.txt": b"x"}))
    with pytest.raises(MisuseError, match="no report in the format 'inline'"):
        read_report(archive(tmp_path / "q.zip", {"a.xml": instance(tmp_path)}), "inline")


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    """Under the name of a package; an archive that leads out of its folder, too."""
    (tmp_path / "p.xbri").write_bytes(b"text")
    with pytest.raises(UnreadableInputError, match="not a readable zip archive"):
        read_report(tmp_path / "p.xbri")
    with pytest.raises(UnreadableInputError, match="leads out of it"):
        read_report(archive(tmp_path / "q.xbr", {"../r.json": b"{}"}))


def test_a_circle_of_links_cannot_be_read(tmp_path: Path) -> None:
    """Whatever it is called."""
    for name in ("r.xml", "r.parquet"):
        (tmp_path / name).symlink_to(name)
        with pytest.raises(UnreadableInputError, match="cannot be read"):
            read_anywhere(tmp_path / name)


def test_a_report_in_a_wrong_layout_is_read_all_the_same(tmp_path: Path) -> None:
    """With the finding."""
    files = {PACKAGE_FILE: package_file(TYPE), "p/reports/a.xsd": SCHEMA.encode()}
    path = archive(tmp_path / "p.xbr", {**files, "p/reports/r.json": json_report(tmp_path)})
    facts, findings = read_report(path)
    assert facts == report()
    assert [finding.code for finding in findings] == ["rpe:documentTypeFileExtensionMismatch"]
