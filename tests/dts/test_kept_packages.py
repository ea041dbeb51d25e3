"""Packages that many filings share: unpacked and zipped once."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from exporter.dts import kept_packages
from exporter.dts.kept_packages import KeptPackages
from exporter.errors import UnreadableInputError

if TYPE_CHECKING:
    from pathlib import Path


def _archive(path: Path, text: str = "a") -> Path:
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("p/a.txt"), text)
    return path


def test_equal_archives_share_a_folder(tmp_path: Path) -> None:
    """Wherever they lie; one of other content has its own, and all are gone at the end."""
    with KeptPackages() as kept:
        first = kept.folder(_archive(tmp_path / "1" / "p.zip"))
        assert kept.shared == set()
        assert kept.folder(_archive(tmp_path / "2" / "q.zip")) == first
        assert kept.folder(_archive(tmp_path / "2" / "q.zip").read_bytes()) == first
        other = kept.folder(_archive(tmp_path / "1" / "p.zip", "b"))
        assert kept.folder(_archive(tmp_path / "1" / "p.zip", "b").read_bytes()) == other
        assert ((first / "p/a.txt").read_text(), (other / "p/a.txt").read_text()) == ("a", "b")
        assert kept.shared == {first, other}
        in_memory = kept.folder(_archive(tmp_path / "1" / "p.zip", "c").read_bytes())
        assert (in_memory / "p/a.txt").read_text() == "c"
        assert in_memory not in kept.shared
    assert not first.exists()


def test_what_is_no_archive_is_not_kept(tmp_path: Path) -> None:
    """It is refused each time."""
    (tmp_path / "p.zip").write_text("no archive")
    with KeptPackages() as kept:
        for _ in range(2):
            with pytest.raises(UnreadableInputError):
                kept.folder(tmp_path / "p.zip")


def test_a_folder_is_zipped_again_when_it_has_changed(tmp_path: Path) -> None:
    """And when what is put into the archive besides is another."""
    folder, written = tmp_path / "p", []
    folder.mkdir()
    (folder / "a.txt").write_text("a")

    def write(path: Path) -> None:
        written.append(path.name)
        path.write_text("zipped")

    with KeptPackages() as kept:
        first = kept.zipped(folder, "p.zip", "more", write)
        assert kept.zipped(folder, "p.zip", "more", write) == first
        assert kept.zipped(folder, "p.zip", "other", write) != first
        (folder / "b.txt").write_text("b")
        assert kept.zipped(folder, "p.zip", "more", write) != first
    assert written == ["p.zip"] * 3


def test_what_was_not_used_for_long_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When somebody says that nothing is in use."""
    monkeypatch.setattr(kept_packages, "_MOST", 1)
    with KeptPackages() as kept:
        folders = [kept.folder(_archive(tmp_path / "p.zip", text)) for text in "aba"]
        assert folders[0] == folders[2]
        kept.forget()
        assert [folder.exists() for folder in folders] == [True, False, True]
        assert kept.shared == {folders[0]}
        assert (kept.folder(_archive(tmp_path / "p.zip", "b")) / "p/a.txt").read_text() == "b"


def test_a_package_may_be_known_to_be_shared(tmp_path: Path) -> None:
    """Then it counts as such before anybody asks again."""
    with KeptPackages() as kept:
        folder = kept.folder(_archive(tmp_path / "p.zip"), is_shared=True)
        assert kept.shared == {folder}
