"""Folders and files of ours that do not last: their process locks them, so that what a killed one left is known."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["lock_file", "remove_leftovers", "scratch_folder", "temporary_file", "temporary_folder"]

_SCRATCH = "exporter-"
#: Whether the system has locks that a process holds on files.
_HAS_LOCKS = find_spec("fcntl") is not None
#: A folder that was made less than so many seconds ago may not be locked yet.
_YOUNG_SECONDS = 60


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Make a folder for files that nobody but this process needs; it is gone when the block ends.

    Those that killed processes left are removed.
    """
    parent = Path(tempfile.gettempdir())
    remove_leftovers(parent, _SCRATCH)
    with temporary_folder(parent, _SCRATCH, mode=0o700) as folder:
        yield folder


@contextmanager
def temporary_folder(parent: Path, prefix: str, mode: int = 0o777) -> Iterator[Path]:
    """Make a folder whose name begins with the prefix; what is left of it when the block ends is removed.

    The user's umask applies to it.

    Raises:
        OSError: it cannot be made.
    """
    folder = parent / f"{prefix}{secrets.token_hex(4)}"
    folder.mkdir(mode=mode)
    with _locked(folder):
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def temporary_file(parent: Path, prefix: str) -> Iterator[Path]:
    """Make an empty file whose name begins with the prefix; if it is still there when the block ends, it is removed.

    The user's umask applies to it.

    Raises:
        OSError: it cannot be made.
    """
    file = parent / f"{prefix}{secrets.token_hex(4)}"
    file.touch(exist_ok=False)
    with _locked(file):
        try:
            yield file
        finally:
            file.unlink(missing_ok=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Lock a folder or file of this process, as far as the system can."""
    lock = _lock(path)
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


def remove_leftovers(parent: Path, prefix: str) -> None:
    """Remove the temporary folders and files with a prefix whose processes have ended."""
    pattern = re.compile(re.escape(prefix) + "[0-9a-f]{8}")
    with contextlib.suppress(OSError):
        for path in parent.iterdir():
            if pattern.fullmatch(path.name) and (path.is_dir() or path.is_file()) and not path.is_symlink():
                _remove_unlocked(path)


def _remove_unlocked(path: Path) -> None:
    with contextlib.suppress(OSError):
        status = path.stat()
        if time.time() - status.st_mtime < _YOUNG_SECONDS or (hasattr(os, "getuid") and status.st_uid != os.getuid()):
            return
        lock = _lock(path)
        if lock is not None:
            path.unlink() if path.is_file() else shutil.rmtree(path, ignore_errors=True)
            os.close(lock)


def lock_file(path: Path) -> int | None:
    """Make a file if it is not there, and lock it for this process, until it ends or closes what it is given.

    Returns: the open file's descriptor; None where another process has the lock.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from error
    return descriptor if not _HAS_LOCKS or _is_locked(descriptor) else None


def _lock(path: Path) -> int | None:
    """Lock a folder or file for this process; None where another has it, or the system has no such locks."""
    if not _HAS_LOCKS:
        return None
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return None
    return descriptor if _is_locked(descriptor) else None


def _is_locked(descriptor: int) -> bool:
    """Lock an open file for this process; if another has it, close the file."""
    import fcntl  # noqa: PLC0415 - Unix alone has it

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return False
    return True
