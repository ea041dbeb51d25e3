"""Input files: regular ones alone, inside their folder, of bounded size."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from exporter.errors import UnreadableInputError
from exporter.files.inputs import followed, open_input, path_text, read_input

if TYPE_CHECKING:
    from pathlib import Path


def test_a_regular_file_is_read(tmp_path: Path) -> None:
    """Also through a link that stays inside."""
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "b").symlink_to("a")
    assert read_input(tmp_path / "b", 3, tmp_path) == b"abc"
    with open_input(tmp_path / "a") as stream:
        assert stream.read() == b"abc"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Nobody may ever write to it."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableInputError, match="pipe is a pipe or device, and no file"):
        open_input(tmp_path / "pipe")


def test_a_device_is_not_read(tmp_path: Path) -> None:
    """It may never end."""
    (tmp_path / "zero").symlink_to("/dev/zero")
    with pytest.raises(UnreadableInputError, match="zero is a pipe or device, and no file"):
        open_input(tmp_path / "zero")


@pytest.mark.parametrize(
    ("name", "words"),
    [("absent", "No such file"), ("loop", "cannot be read"), ("a" * 300, "cannot be read"), ("", "a directory")],
)
def test_what_leads_nowhere_cannot_be_read(tmp_path: Path, name: str, words: str) -> None:
    """A missing file, a circle of links, a name that no file can have, a folder."""
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(UnreadableInputError, match=words):
        open_input(tmp_path / name, inside=tmp_path)


def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    """A project that somebody sends does not get to read what lies beside it."""
    (tmp_path / "secret").write_bytes(b"abc")
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "mapping.csv").symlink_to("../secret")
    with pytest.raises(UnreadableInputError, match="leads out of"):
        open_input(tmp_path / "project" / "mapping.csv", inside=tmp_path / "project")


def test_sizes_are_bounded(tmp_path: Path) -> None:
    """Before a byte is read."""
    (tmp_path / "a").write_bytes(b"abc")
    with pytest.raises(UnreadableInputError, match="larger than 2 bytes"):
        read_input(tmp_path / "a", 2)


def test_a_path_is_utf_8_for_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where this process takes names for something else; a name that is none is refused."""
    assert path_text(tmp_path / "決算") == f"{tmp_path}/決算"
    with pytest.raises(UnreadableInputError, match="its name is not UTF-8; rename it"):
        path_text(tmp_path / "a\udcff")
    monkeypatch.setattr("os.fsencode", lambda path: str(path).encode("ascii", "surrogateescape"))
    assert path_text(tmp_path / "\udcc3\udca9") == f"{tmp_path}/é"


def test_a_circle_of_links_is_followed_no_further(tmp_path: Path) -> None:
    """Other links lead where they lead."""
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "link").symlink_to("file")
    assert followed(tmp_path / "loop") == tmp_path / "loop"
    assert followed(tmp_path / "link") == tmp_path / "file"


_OPENING = """
import sys
from exporter.files.inputs import refuse_special_files
refuse_special_files()
refuse_special_files()
for name in sys.argv[1:]:
    try:
        open(name).close()
        print("opened")
    except OSError as error:
        print(error.strerror)
"""


def test_a_process_can_be_kept_from_special_files(tmp_path: Path) -> None:
    """Whoever opens a pipe or a device there is told so; files, folders and what is missing are as ever."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "file").touch()
    names = ("pipe", "zero", "file", os.devnull, ".", "missing")
    command = [sys.executable, "-c", _OPENING, *names]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)  # noqa: S603 - our own
    refused = "it is a pipe or device, and no file"
    said = [refused, refused, "opened", "opened", "Is a directory", "No such file or directory"]
    assert run.stdout.splitlines() == said
