"""Folders of ours that do not last: each is locked by the process that made it, so that one left by a kill is known."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["remove_leftovers", "scratch_folder", "temporary_folder"]

_SCRATCH = "exporter-"
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
    lock = _lock(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def remove_leftovers(parent: Path, prefix: str) -> None:
    """Remove the temporary folders with a prefix whose processes have ended."""
    pattern = re.compile(re.escape(prefix) + "[0-9a-f]{8}")
    with contextlib.suppress(OSError):
        for folder in parent.iterdir():
            if pattern.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink():
                _remove_unlocked(folder)


def _remove_unlocked(folder: Path) -> None:
    with contextlib.suppress(OSError):
        status = folder.stat()
        if time.time() - status.st_mtime < _YOUNG_SECONDS or (hasattr(os, "getuid") and status.st_uid != os.getuid()):
            return
        lock = _lock(folder)
        if lock is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)


def _lock(folder: Path) -> int | None:
    """Lock a folder for this process; None where another has it, or the system has no such locks."""
    try:
        import fcntl  # noqa: PLC0415 - Unix alone has it
    except ImportError:
        return None
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
