"""The hash of a file's bytes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from exporter.errors import UnreadableInputError
from exporter.files.file_hash import file_hash

if TYPE_CHECKING:
    from pathlib import Path


def test_the_bytes_alone_count(tmp_path: Path) -> None:
    """Of a file of any size."""
    content = b"0123456789" * 300_000
    (tmp_path / "a").write_bytes(content)
    assert file_hash(tmp_path / "a") == hashlib.sha256(content).hexdigest()


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    """The exception has its path."""
    with pytest.raises(UnreadableInputError, match="gone"):
        file_hash(tmp_path / "gone")
