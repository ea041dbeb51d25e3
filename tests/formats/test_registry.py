"""The one table of formats."""

from __future__ import annotations

import errno
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import polars as pl
import pytest

from exporter.errors import MisuseError, OutputError, UnreadableInputError
from exporter.formats.registry import FORMATS, Format, format_to_write, write_report
from exporter.packages.opening import read_report
from exporter.report.references import Reference
from exporter.report.report import FOOTNOTE_COLUMNS, Report, facts_frame

if TYPE_CHECKING:
    from pathlib import Path


def test_every_ending_stands_for_one_format() -> None:
    """No two formats claim the same file."""
    endings = [ending for known in FORMATS for ending in known.endings]
    assert len(endings) == len(set(endings))


def test_a_file_that_cannot_be_read_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though it is looked into before anybody reads it."""
    (tmp_path / "report.xml").write_text("<a/>", encoding="utf-8")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("os.open", denied)
    with pytest.raises(UnreadableInputError, match="cannot be read: Permission denied"):
        read_report(tmp_path / "report.xml")


def test_an_unknown_ending_is_misuse(tmp_path: Path) -> None:
    """The message lists the known ones."""
    with pytest.raises(MisuseError, match=r"\.parquet"):
        format_to_write(tmp_path / "facts.docx")
    with pytest.raises(MisuseError, match=r"what can be read is \.xml"):
        read_report(tmp_path / "facts.csv")


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".json"])
def test_facts_are_written_as_a_table(exported: Path, tmp_path: Path, ending: str) -> None:
    """Each table has a row for each fact, and its values as text."""
    report, findings = read_report(exported / "out" / "filing" / "acme-20201231.xml")
    assert findings == []
    target = tmp_path / f"facts{ending}"
    write_report(report, target)
    table = {".csv": pl.read_csv, ".parquet": pl.read_parquet, ".json": pl.read_json}[ending](target)  # type: ignore[operator]  # mypy cannot join the three
    assert table.height == len(report) == 9
    assert "nil" in table.columns


def test_xml_written_again_is_the_same_report(exported: Path, tmp_path: Path) -> None:
    """What is read can be written, and read again."""
    report, _ = read_report(exported / "out" / "filing" / "acme-20201231.xml")
    write_report(report, tmp_path / "again.xml")
    assert read_report(tmp_path / "again.xml")[0] == report


def test_a_file_that_cannot_be_written_is_an_output_error(exported: Path, tmp_path: Path) -> None:
    """A path below a file can hold nothing."""
    report, _ = read_report(exported / "out" / "filing" / "acme-20201231.xml")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError):
        write_report(report, tmp_path / "file" / "facts.csv")


@pytest.mark.parametrize("how", ["itself", "a link", "a hard link", "another spelling"])
def test_what_was_read_is_not_written_over(tmp_path: Path, how: str) -> None:
    """Whatever the output is called: what was not read of the input would be lost."""
    source = tmp_path / "report.xml"
    write_report(Report(facts_frame([]), {}, ("a.xsd",)), source)
    target = tmp_path / "again.xml"
    if how == "a link":
        target.symlink_to(source)
    elif how == "a hard link":
        target.hardlink_to(source)
    else:
        target = source if how == "itself" else tmp_path / "folder" / ".." / "report.xml"
    (tmp_path / "folder").mkdir()
    report, _ = read_report(source)
    content = source.read_bytes()
    with pytest.raises(OutputError, match="is the file that was read"):
        write_report(report, target)
    assert source.read_bytes() == content
    write_report(report, tmp_path / "third.xml")


def test_of_what_is_no_instance_there_are_words(tmp_path: Path) -> None:
    """What it is; an instance under another name is read all the same."""
    (tmp_path / "report.xml").write_text('<html xmlns="http://www.w3.org/1999/xhtml"/>', encoding="utf-8")
    with pytest.raises(UnreadableInputError, match="is an HTML document, and no xBRL-XML instance"):
        read_report(tmp_path / "report.xml")
    for name in ("report.xml", "report.xbri"):
        write_report(Report(facts_frame([]), {}), tmp_path / name, "xml")
        assert len(read_report(tmp_path / name)[0]) == 0


@pytest.mark.parametrize(("name", "losses"), [("f.csv", 3), ("f.json", 3), ("f.parquet", 0), ("f.xml", 0)])
def test_what_a_format_does_not_keep_is_a_finding(tmp_path: Path, name: str, losses: int) -> None:
    """Of what the report has."""
    footnote = ("x", "n", "en", "a", "http://example.org/role", "<b>a</b>")
    schema = dict.fromkeys((*FOOTNOTE_COLUMNS, "role", "markup"), pl.String)
    footnotes = pl.DataFrame([footnote], schema=schema, orient="row")
    facts = facts_frame([{"id": "x", "concept": "a:X", "entity": "a:1", "value": "1"}])
    references = (Reference("roleRef", "a.xsd#r", "http://example.org/role"),)
    report = Report(facts, {"a": "urn:a"}, ("a.xsd",), {}, footnotes, references)
    findings = write_report(report, tmp_path / name)
    assert [finding.code for finding in findings] == ["writer.notKept"] * losses
    if not losses:
        assert read_report(tmp_path / name)[0] == report
    assert write_report(Report(facts, {"a": "urn:a"}), tmp_path / name) == []


_KILLED = """
import os, signal, sys
from pathlib import Path
from exporter import read_report, write_report
from exporter.formats.xbrl_xml import writer

write_lines = writer.write_lines

def killed(lines, out, rows):
    write_lines(lines, out, rows)
    out.flush()
    os.kill(os.getpid(), signal.SIGKILL)

report, _ = read_report(sys.argv[1])
writer.write_lines = killed
write_report(report, sys.argv[2])
"""


def test_a_process_that_is_killed_leaves_nothing_under_the_final_name(exported: Path, tmp_path: Path) -> None:
    """Though it had begun to write."""
    instance, target = exported / "out" / "filing" / "acme-20201231.xml", tmp_path / "target" / "again.xml"
    run = subprocess.run([sys.executable, "-c", _KILLED, instance, target], check=False)  # noqa: S603 - our own code
    assert run.returncode == -signal.SIGKILL
    assert not target.exists()
    assert any(path.stat().st_size for path in target.parent.iterdir())


def test_a_full_disk_is_an_output_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing is left under the final name."""
    report = Report(facts_frame([]), {})

    def full(_: Report, destination: Path) -> None:
        destination.write_text("some of it", encoding="utf-8")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(
        "exporter.formats.registry.FORMATS", (Format("xml", "xBRL-XML", (".xml",), lambda _: True, full),)
    )
    with pytest.raises(OutputError, match="No space left"):
        write_report(report, tmp_path / "report.xml")
    assert list(tmp_path.iterdir()) == []
