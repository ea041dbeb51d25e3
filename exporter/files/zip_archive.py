"""Zip archives: unpacked with bounds, named without unpacking, and packed to the same bytes wherever it is done."""

from __future__ import annotations

import io
import lzma
import shutil
import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from exporter.errors import UnreadableInputError
from exporter.files.inputs import open_input

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["ZIP_FAULTS", "entry_names", "open_archive", "unpack", "write_zip", "zip_files"]

#: Bounds for an archive, against those that unpack to more than they look.
_MAX_FILES, _MAX_BYTES = 50_000, 2 * 1024**3
#: Text is seldom compressed to less than a fiftieth; what is small when unpacked may be.
_MAX_RATIO, _SMALL_BYTES = 100, 64 * 1024**2
#: The bit of an entry that says that it is encrypted.
_ENCRYPTED = 0x1
#: The clock of every entry that is packed, so that the same content gives the same bytes; there is none earlier.
_EPOCH = (1980, 1, 1, 0, 0, 0)

#: What zipfile raises over archives that are damaged, encrypted, or compressed by methods that it does not know.
ZIP_FAULTS = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def entry_names(archive: Path) -> list[str]:
    """List the names in an archive, as they are written there; of a file that is no archive there are none."""
    try:
        with open_input(archive) as stream, zipfile.ZipFile(stream) as zip_file:
            return [entry.orig_filename for entry in zip_file.infolist()]
    except (UnreadableInputError, *ZIP_FAULTS):  # a device would be read without end
        return []


def unpack(package: Path, target: Path) -> None:
    """Unpack a zip archive into a folder.

    What an archive takes for a link becomes a plain file.

    Raises:
        UnreadableInputError: not a zip archive, encrypted, too large, with a path that leads out of it, or with one
            name for two files.
    """
    with open_archive(package) as archive:
        target.mkdir(parents=True, exist_ok=True)
        archive.extractall(target)


@contextmanager
def open_archive(package: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip archive to read what is in it.

    Raises:
        UnreadableInputError: as `unpack`, and for whatever reading in it raises.
    """
    try:
        with open_input(package) as stream, zipfile.ZipFile(stream) as archive:
            _check_entries(package, archive.infolist())
            yield archive
    except ZIP_FAULTS as error:
        raise UnreadableInputError(f"{package} is not a readable zip archive: {error}") from error


def _check_entries(package: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse what `open_archive` does not open."""
    size = sum(entry.file_size for entry in entries)
    is_bomb = size > _SMALL_BYTES and size > _MAX_RATIO * package.stat().st_size
    if len(entries) > _MAX_FILES or size > _MAX_BYTES or is_bomb:
        raise UnreadableInputError(f"{package} unpacks to too much")
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/"):
            raise UnreadableInputError(f"{package} has a path that leads out of it: {entry.filename!r}")
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableInputError(f"{package} is encrypted, so that nothing in it can be read")
    if len({entry.filename for entry in entries}) < len(entries):
        raise UnreadableInputError(f"{package} holds two files of one name")


def zip_files(files: Mapping[str, bytes | Path]) -> bytes:
    """Zip files to an archive in memory; see `write_zip`."""
    buffer = io.BytesIO()
    write_zip(files, buffer)
    return buffer.getvalue()


def write_zip(files: Mapping[str, bytes | Path], stream: BinaryIO) -> None:
    """Zip files to an archive, the same bytes for the same files wherever it is made.

    The files are stored as they are: how they would be compressed depends on the zlib that a machine has.

    Args:
        files: by their names in the archive; what is in them, or where they lie.
        stream: what the archive is written to.
    """
    with zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(files):
            content = files[name]
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            if isinstance(content, bytes):
                archive.writestr(entry, content)
                continue
            entry.file_size = content.stat().st_size  # which says whether the entry needs the larger form
            with content.open("rb") as source, archive.open(entry, "w") as target:
                shutil.copyfileobj(source, target)
