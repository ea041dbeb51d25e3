"""Outputs appear whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exporter.errors import OutputError
from exporter.files.publish import MANIFEST, published_file, published_folder


def _publish(folder: Path, **files: str) -> None:
    with published_folder(folder) as staging:
        (staging / "inner").mkdir()
        for name, text in files.items():
            (staging / "inner" / name).write_text(text, encoding="utf-8")


def _break_down(file: Path) -> None:
    """Write something, and fail."""
    file.write_text("half", encoding="utf-8")
    raise KeyError


def test_a_folder_appears_with_a_manifest(tmp_path: Path) -> None:
    """Missing parents are made."""
    _publish(tmp_path / "a" / "b", x="1")
    assert (tmp_path / "a" / "b" / "inner" / "x").read_text(encoding="utf-8") == "1"
    manifest = json.loads((tmp_path / "a" / "b" / MANIFEST).read_text(encoding="utf-8"))
    assert manifest == {"files": ["inner/x", MANIFEST]}


def test_an_earlier_output_is_replaced_whole(tmp_path: Path) -> None:
    """Files that the new output does not have are gone."""
    _publish(tmp_path / "out", x="1", y="2")
    _publish(tmp_path / "out", x="3")
    assert sorted(path.name for path in (tmp_path / "out" / "inner").iterdir()) == ["x"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_exception_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """The earlier output stays, no temporary file does, and folders made on the way are gone."""
    _publish(tmp_path / "out", x="1")
    for folder in (tmp_path / "out", tmp_path / "new" / "deep" / "out"):
        with pytest.raises(KeyError), published_folder(folder) as staging:
            _break_down(staging / "half")
    assert (tmp_path / "out" / "inner" / "x").read_text(encoding="utf-8") == "1"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_foreign_files_are_never_deleted(tmp_path: Path) -> None:
    """A folder that holds anything else is refused before work begins."""
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "thesis.txt").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="no output of this tool"):
        _publish(tmp_path / "theirs", x="1")
    _publish(tmp_path / "out", x="1")
    (tmp_path / "out" / "inner" / "notes").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="inner/notes"):
        _publish(tmp_path / "out", x="2")
    assert (tmp_path / "out" / "inner" / "x").read_text(encoding="utf-8") == "1"


@pytest.mark.parametrize("manifest", ["", "[]", '{"files": 1}', "{}"])
def test_a_broken_manifest_protects_the_folder(tmp_path: Path, manifest: str) -> None:
    """Whatever it says, nothing is deleted on its word."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / MANIFEST).write_text(manifest, encoding="utf-8")
    with pytest.raises(OutputError):
        _publish(tmp_path / "out", x="1")


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    """There is nothing to lose in it."""
    (tmp_path / "out").mkdir()
    _publish(tmp_path / "out", x="1")
    assert (tmp_path / "out" / "inner" / "x").is_file()


def test_what_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    """A file in the place of the folder, or of one of its parents."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="is a file"):
        _publish(tmp_path / "file", x="1")
    with pytest.raises(OutputError, match="cannot be written"):
        _publish(tmp_path / "file" / "out", x="1")
    with pytest.raises(OutputError, match="cannot be written"), published_file(tmp_path / "file" / "out"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("can_be_put_back", [True, False])
def test_an_earlier_output_outlives_a_failure_to_replace_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_be_put_back: bool
) -> None:
    """It is where it was or, where that fails too, in the folder into which it was moved."""
    _publish(tmp_path / "out", x="1")
    replace = Path.replace

    def fail(path: Path, target: Path) -> Path:
        if target == tmp_path / "out" and not (can_be_put_back and path.parent.name.startswith(".out-old-")):
            raise OSError(5, "Input/output error")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OutputError, match="Input/output error"):
        _publish(tmp_path / "out", x="2")
    (found,) = tmp_path.rglob("x")
    assert found.read_text(encoding="utf-8") == "1"
    assert (found == tmp_path / "out" / "inner" / "x") == can_be_put_back
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    """An exception leaves the earlier file."""
    target = tmp_path / "facts.csv"
    with published_file(target) as staging:
        staging.write_text("1", encoding="utf-8")
    with pytest.raises(KeyError), published_file(target) as staging:
        _break_down(staging)
    assert target.read_text(encoding="utf-8") == "1"
    assert [path.name for path in tmp_path.iterdir()] == ["facts.csv"]
