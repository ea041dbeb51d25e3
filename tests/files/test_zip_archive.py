"""Zip archives: what is hostile or damaged is refused before anything of it is written, and packing is repeatable."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from exporter.errors import UnreadableInputError
from exporter.files.zip_archive import entry_names, unpack, zip_files

if TYPE_CHECKING:
    from pathlib import Path


def _archive(path: Path, files: dict[str, str], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize("name", ["../out.txt", "a/../../out.txt", "/out.txt", "a/b/../../../out.txt"])
def test_an_archive_with_a_path_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    """Nothing of it is unpacked."""
    archive = _archive(tmp_path / "p.zip", {"good.txt": "good", name: "bad"})
    target = tmp_path / "x" / "target"
    with pytest.raises(UnreadableInputError, match="leads out of it"):
        unpack(archive, target)
    assert [path for path in tmp_path.rglob("*.txt") if path.is_file()] == []


def test_an_archive_that_declares_too_many_bytes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A zip bomb is refused by the size that it declares; one byte less passes."""
    archive = _archive(tmp_path / "p.zip", {"a.txt": "0" * 1000, "b.txt": "0" * 1000}, zipfile.ZIP_DEFLATED)
    assert archive.stat().st_size < 1000
    monkeypatch.setattr("exporter.files.zip_archive._MAX_BYTES", 1999)
    with pytest.raises(UnreadableInputError, match="too much"):
        unpack(archive, tmp_path / "target")
    assert not (tmp_path / "target").exists()
    monkeypatch.setattr("exporter.files.zip_archive._MAX_BYTES", 2000)
    unpack(archive, tmp_path / "target")
    assert (tmp_path / "target" / "b.txt").read_text(encoding="utf-8") == "0" * 1000


def test_an_archive_with_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The count of files has a bound of its own."""
    archive = _archive(tmp_path / "p.zip", {f"{number}.txt": "" for number in range(4)})
    monkeypatch.setattr("exporter.files.zip_archive._MAX_FILES", 3)
    with pytest.raises(UnreadableInputError, match="too much"):
        unpack(archive, tmp_path / "target")


def test_an_archive_that_is_small_for_what_it_holds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text is not compressed to a hundredth; what is small when unpacked may be."""
    archive = _archive(tmp_path / "p.zip", {"a.txt": "0" * 200_000}, zipfile.ZIP_DEFLATED)
    unpack(archive, tmp_path / "small")
    monkeypatch.setattr("exporter.files.zip_archive._SMALL_BYTES", 100_000)
    with pytest.raises(UnreadableInputError, match="too much"):
        unpack(archive, tmp_path / "target")


def test_an_archive_with_two_files_of_one_name_is_refused(tmp_path: Path) -> None:
    """Judges would read either."""
    archive = _archive(tmp_path / "p.zip", {"a.txt": "a", "b.txt": "b"})
    archive.write_bytes(archive.read_bytes().replace(b"b.txt", b"a.txt"))
    with pytest.raises(UnreadableInputError, match="two files of one name"):
        unpack(archive, tmp_path / "target")


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    """A text, a folder, a missing file and an archive with a damaged content are errors of our own."""
    text = tmp_path / "text.zip"
    text.write_text("no zip", encoding="utf-8")
    damaged = _archive(tmp_path / "damaged.zip", {"a.txt": "good"})
    damaged.write_bytes(damaged.read_bytes().replace(b"good", b"evil"))
    for path in (text, tmp_path, tmp_path / "gone.zip", damaged):
        with pytest.raises(UnreadableInputError, match=r"not a readable zip archive|is a directory|cannot be read"):
            unpack(path, tmp_path / "target")


def _patched(compression: int, local: int, central: int, value: bytes) -> bytes:
    """An archive with bytes changed at an offset in its local and in its central header."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        archive.writestr("a.txt", "xyz" * 100)
    data = bytearray(stream.getvalue())
    start = data.index(b"PK\x01\x02") + central if central else None
    for place in (local, start):
        if place is not None:
            data[place : place + len(value)] = value
    return bytes(data)


@pytest.mark.parametrize(
    "archive",
    [
        _patched(zipfile.ZIP_STORED, 6, 8, b"\x01"),
        _patched(zipfile.ZIP_STORED, 8, 10, b"\x63"),
        _patched(zipfile.ZIP_DEFLATED, 35, 0, b"\xff\xff\xff"),
    ],
    ids=["encrypted", "unknown compression", "broken compression"],
)
def test_an_archive_that_zipfile_cannot_read_is_refused(tmp_path: Path, archive: bytes) -> None:
    """Whatever is the matter with it, the error is one of our own."""
    path = tmp_path / "p.zip"
    path.write_bytes(archive)
    with pytest.raises(UnreadableInputError):
        unpack(path, tmp_path / "target")


def test_files_and_bytes_are_packed_alike(tmp_path: Path) -> None:
    """Whether a content is at hand or lies in a file, the archive is the same, and holds it."""
    (tmp_path / "b.txt").write_bytes(b"two")
    packed = zip_files({"b.txt": tmp_path / "b.txt", "a.txt": b"one"})
    assert packed == zip_files({"a.txt": b"one", "b.txt": b"two"})
    (tmp_path / "p.zip").write_bytes(packed)
    assert entry_names(tmp_path / "p.zip") == ["a.txt", "b.txt"]
    unpack(tmp_path / "p.zip", tmp_path / "target")
    assert (tmp_path / "target" / "b.txt").read_bytes() == b"two"


def test_what_is_no_archive_has_no_names(tmp_path: Path) -> None:
    """Be it a text, or not there."""
    (tmp_path / "text.zip").write_text("no zip", encoding="utf-8")
    assert entry_names(tmp_path / "text.zip") == []
    assert entry_names(tmp_path / "gone.zip") == []
