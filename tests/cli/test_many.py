"""Commands that take many inputs."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from exporter.cli.command_line import main
from tests.projects import write_project

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two reports, and one that is broken."""
    folder = tmp_path_factory.mktemp("reports")
    project = write_project(folder)
    main(["export", str(project), "--no-arelle", "--quiet", "--format", "xml"])
    instance = project / "out" / "filing" / "acme-20201231.xml"
    for name in ("first", "second"):
        shutil.copy(instance, folder / f"{name}.xml")
    (folder / "third.xml").write_text("<broken", encoding="utf-8")
    return folder


def test_many_are_converted_into_a_folder(reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be read keeps none from being converted."""
    out = tmp_path / "out"
    assert main(["convert", f"{reports}/*.xml", "--to", str(out), "--format", "json"]) == 2
    assert sorted(path.name for path in out.iterdir()) == ["first.json", "second.json"]
    captured = capsys.readouterr()
    assert captured.out.endswith("files  3: 2 without errors, 1 not converted\n")
    assert "third.xml" in captured.err


def test_a_list_names_what_is_read(reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line each, from the list's own folder; remarks do not count, and none is read twice."""
    (reports / "list.txt").write_text("# ours\nfirst.xml\n\nsec*.xml\nfirst.xml\n", encoding="utf-8")
    assert main(["read", str(reports / "list.txt"), "--json"]) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert [file["path"].rpartition("/")[2] for file in files] == ["first.xml", "second.xml"]
    assert files[0]["facts"] == files[1]["facts"] != []
    assert main(["read", str(reports / "list.txt"), "--to", str(tmp_path / "out"), "--to-format", "parquet"]) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["first.parquet", "second.parquet"]


@pytest.mark.parametrize(("form", "ending"), [("inline", ".xhtml"), ("csv", ".json"), ("xbr+json", ".xbr")])
def test_one_may_be_converted_into_a_folder(reports: Path, tmp_path: Path, form: str, ending: str) -> None:
    """Its name ends as the format's files and packages do."""
    assert main(["convert", str(reports / "first.xml"), "--to", str(tmp_path), "--format", form, "--quiet"]) == 0
    assert (tmp_path / f"first{ending}").is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{reports}/first.xml", "{reports}/second.xml", "--to", "{out}"], "add one, such as --format json"),
        (["{reports}/first.xml", "{reports}/second.xml", "--to", "{reports}/third.xml"], "name a folder"),
        (
            ["{reports}/first.xml", "{reports}/acme/../first.xml", "--to", "{out}", "--format", "json"],
            "would both be written to",
        ),
        (["{reports}/first.xml", "{reports}/second.xml", "--to", "{out}", "--format", "pdf"], "no format 'pdf'"),
    ],
)
def test_what_cannot_be_told_apart_is_refused(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    """Before anything is written."""
    (reports / "acme").mkdir(exist_ok=True)
    out = tmp_path / "out"
    assert main(["convert", *(argument.format(reports=reports, out=out) for argument in arguments)]) == 2
    assert message in capsys.readouterr().err
    assert not out.exists()


def test_a_list_names_no_other_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not even itself; so it is read as the report that it is not."""
    (tmp_path / "list.txt").write_text("list.txt\n", encoding="utf-8")
    assert main(["read", str(tmp_path / "list.txt")]) == 2
    assert "list.txt" in capsys.readouterr().err


def test_what_is_not_there_is_told_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    """Also if it looks like a pattern."""
    assert main(["read", "nowhere/*.xml"]) == 2
    assert "nowhere/*.xml" in capsys.readouterr().err
