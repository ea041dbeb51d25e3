"""Outputs appear whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from exporter.errors import OutputError
from exporter.files import publish
from exporter.files.publish import MANIFEST, published_file, published_files, published_folder
from exporter.files.temporary import temporary_folder


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
        if target == tmp_path / "out" and not (can_be_put_back and path.name == ".out-old"):
            raise OSError(5, "Input/output error")
        return replace(path, target)

    monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OutputError, match="Input/output error"):
        _publish(tmp_path / "out", x="2")
    (found,) = tmp_path.rglob("x")
    assert found.read_text(encoding="utf-8") == "1"
    assert (found == tmp_path / "out" / "inner" / "x") == can_be_put_back
    assert len(list(tmp_path.iterdir())) == 1
    monkeypatch.undo()
    _publish(tmp_path / "out", y="3")
    assert sorted(path.name for path in tmp_path.rglob("*")) == sorted(["out", "manifest.json", "inner", "y"])


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    """An exception leaves the earlier file."""
    target = tmp_path / "facts.csv"
    with published_file(target) as staging:
        staging.write_text("1", encoding="utf-8")
    with pytest.raises(KeyError), published_file(target) as staging:
        _break_down(staging)
    assert target.read_text(encoding="utf-8") == "1"
    assert [path.name for path in tmp_path.iterdir()] == ["facts.csv"]


def test_what_a_killed_run_left_of_a_file_is_removed(tmp_path: Path) -> None:
    """By the next run that writes it, when it is old and nobody has it locked."""
    left, young = tmp_path / ".facts.csv-0123abcd", tmp_path / ".facts.csv-4567abcd"
    for path in (left, young):
        path.write_text("half", encoding="utf-8")
    os.utime(left, (0, 0))
    with published_file(tmp_path / "facts.csv") as staging:
        staging.write_text("1", encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == [young.name, "facts.csv"]


def test_an_output_whose_links_lead_in_a_circle_is_refused(tmp_path: Path) -> None:
    """It leads nowhere."""
    (tmp_path / "out").symlink_to("out")
    with pytest.raises(OutputError, match="its path leads nowhere"):
        _publish(tmp_path / "out", x="1")


def test_an_output_that_was_moved_away_is_put_back(tmp_path: Path) -> None:
    """By the next run, if a kill came between two renames; the run that fails leaves it there."""
    _publish(tmp_path / "out", x="1")
    (tmp_path / "out").rename(tmp_path / ".out-old")
    with pytest.raises(KeyError), published_folder(tmp_path / "out") as staging:
        _break_down(staging / "half")
    assert (tmp_path / "out" / "inner" / "x").read_text(encoding="utf-8") == "1"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("make", ["fifo", "link", "link to a folder", "folder"])
def test_what_is_no_file_is_not_ours(tmp_path: Path, make: str) -> None:
    """A pipe, a link and an empty folder stand in no manifest, and stay."""
    _publish(tmp_path / "out", x="1")
    thing = tmp_path / "out" / "thing"
    if make == "fifo":
        os.mkfifo(thing)
    elif make == "folder":
        thing.mkdir()
    else:
        thing.symlink_to(tmp_path if "folder" in make else tmp_path / "nowhere")
    with pytest.raises(OutputError, match=r"holds thing/, which is no output of this tool"):
        _publish(tmp_path / "out", x="2")
    assert os.path.lexists(thing)


def test_a_manifest_that_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe would never end."""
    (tmp_path / "out").mkdir()
    os.mkfifo(tmp_path / "out" / MANIFEST)
    with pytest.raises(OutputError, match="no output of this tool"):
        _publish(tmp_path / "out", x="1")


def test_the_umask_of_the_user_applies(tmp_path: Path) -> None:
    """Nobody gets to read what the user keeps to himself."""
    earlier = os.umask(0o077)
    try:
        _publish(tmp_path / "out", x="1")
        with published_file(tmp_path / "file") as staging:
            staging.write_text("", encoding="utf-8")
    finally:
        os.umask(earlier)
    modes = [path.stat().st_mode & 0o777 for path in (tmp_path / "out", tmp_path / "out" / "inner" / "x")]
    assert [*modes, (tmp_path / "file").stat().st_mode & 0o777] == [0o700, 0o600, 0o600]


def test_the_cause_is_named_where_it_lies(tmp_path: Path) -> None:
    """A full temporary folder is not the output's fault."""
    with (
        pytest.raises(OutputError, match=r"out cannot be written: /tmp/x: No space left on device"),
        published_folder(tmp_path / "out"),
    ):
        raise OSError(28, "No space left on device", "/tmp/x")  # noqa: S108 - nothing is written there


def test_folders_that_killed_runs_left_are_removed(tmp_path: Path) -> None:
    """Not those of a run that goes on, young ones, or others of such a name."""
    with temporary_folder(tmp_path, ".out-") as running:
        left, young, foreign = (tmp_path / name for name in (".out-00000000", ".out-11111111", ".out-mine"))
        for folder in (left, young, foreign):
            folder.mkdir()
        for folder in (left, foreign, running):
            os.utime(folder, (0, 0))
        _publish(tmp_path / "out", x="1")
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
            [".out-11111111", ".out-mine", "out", running.name]
        )


def test_a_file_appears_together_with_those_beside_it(tmp_path: Path) -> None:
    """And replaces earlier ones of its own."""
    for text in ("1", "2"):
        with published_files(tmp_path / "a" / "x.json") as staging:
            staging.write_text(text)
            staging.with_name("x-y.csv").write_text(text)
    assert {path.name: path.read_text() for path in (tmp_path / "a").iterdir()} == {"x.json": "2", "x-y.csv": "2"}


def test_of_files_that_break_down_none_appears(tmp_path: Path) -> None:
    """Nor is an earlier one touched, nor anybody else's."""
    (tmp_path / "x.json").write_text("1")
    with pytest.raises(KeyError), published_files(tmp_path / "x.json") as staging:
        _break_down(staging)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"x.json": "1"}
    (tmp_path / "y.csv").write_text("theirs")

    def write(staging: Path) -> None:
        staging.write_text("2")
        staging.with_name("y.csv").write_text("2")

    with pytest.raises(OutputError, match="is there already"), published_files(tmp_path / "z.json") as staging:
        write(staging)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.json", "y.csv"]
