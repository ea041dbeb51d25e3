"""The hash of a file's bytes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from exporter.errors import UnreadableInputError
from exporter.files.inputs import open_input

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["file_hash"]

_CHUNK = 1024**2


def file_hash(path: Path) -> str:
    """Hash the bytes of a file.

    Raises:
        UnreadableInputError: it cannot be read.
    """
    hasher = hashlib.sha256()
    try:
        with open_input(path) as stream:
            while chunk := stream.read(_CHUNK):
                hasher.update(chunk)
    except OSError as error:
        raise UnreadableInputError(f"{path} cannot be read: {error.strerror}") from error
    return hasher.hexdigest()
