"""Packages that many filings share: each is unpacked and zipped once, whoever brings it."""

from __future__ import annotations

import hashlib
import itertools
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self

from exporter.files.file_hash import file_hash
from exporter.files.temporary import scratch_folder, temporary_file
from exporter.files.zip_archive import unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from types import TracebackType

__all__ = ["KeptPackages"]

#: So many that were used last stay; a taxonomy seldom needs more.
_MOST = 8


class KeptPackages:
    """Packages unpacked, and folders zipped, in a folder that is there while this is open."""

    def __init__(self) -> None:
        """Begin without any."""
        self._scratch = Path()
        self._opened = ExitStack()
        self._numbers = itertools.count(1)
        self._folders: dict[str, Path] = {}  # by the hash of the archive, the last used last
        self._shared: set[Path] = set()
        self._zipped: dict[Hashable, Path] = {}

    def __enter__(self) -> Self:
        """Make the folder."""
        self._scratch = self._opened.enter_context(scratch_folder()).resolve()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the folder."""
        self._opened.close()

    @property
    def shared(self) -> frozenset[Path]:
        """The folders of packages that are known to be shared, or were asked for more than once."""
        return frozenset(self._shared)

    def folder(self, archive: Path | bytes, *, is_shared: bool = False) -> Path:
        """Give the folder in which an archive of the same bytes lies unpacked, and unpack it if there is none.

        Args:
            archive: the package, where it lies or as it is in memory.
            is_shared: whether others are known to need it, too.

        Raises:
            UnreadableInputError: it is no archive, or not a safe one.
        """
        key = file_hash(archive) if isinstance(archive, Path) else hashlib.sha256(archive).hexdigest()
        folder = self._folders.pop(key, None)
        if folder is None:
            folder = self._unpacked(archive)
        else:
            is_shared = True
        if is_shared:
            self._shared.add(folder)
        self._folders[key] = folder
        return folder

    def _unpacked(self, archive: Path | bytes) -> Path:
        folder = self._scratch / str(next(self._numbers))
        if isinstance(archive, Path):
            unpack(archive, folder)
        else:
            with temporary_file(self._scratch, "package-") as file:
                file.write_bytes(archive)
                unpack(file, folder)
        return folder

    def zipped(self, folder: Path, name: str, content: Hashable, write: Callable[[Path], None]) -> Path:
        """Give the archive of a folder, and write it if there is none or the folder has changed.

        Args:
            folder: what is zipped.
            name: the archive's.
            content: what else decides what is in the archive.
            write: is given where the archive goes.
        """
        files = tuple((str(file), *_stamp(file)) for file in sorted(folder.rglob("*")) if file.is_file())
        key = (folder, name, content, files)
        if key not in self._zipped:
            place = self._scratch / str(next(self._numbers))
            place.mkdir()
            write(place / name)
            self._zipped[key] = place / name
        return self._zipped[key]

    def forget(self) -> None:
        """Forget the packages beyond those that were used last. Nobody may be using one at this time."""
        for key in list(self._folders)[:-_MOST]:
            shutil.rmtree(self._folders.pop(key), ignore_errors=True)
        for zipped in list(self._zipped)[:-_MOST]:
            shutil.rmtree(self._zipped.pop(zipped).parent, ignore_errors=True)
        self._shared &= set(self._folders.values())


def _stamp(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_mtime_ns, status.st_size
