"""The root element of a document."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from exporter.files.root_element import root_tag

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("content", "tag"),
    [
        (b"<a xmlns='http://example.org/a'><b>", "{http://example.org/a}a"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><!-- x --><a/>", "a"),
        (b"a,b\n1,2\n", None),
        (b"", None),
        (b"PAR1", None),
    ],
)
def test_the_root_element_is_found_without_the_rest(tmp_path: Path, content: bytes, tag: str | None) -> None:
    """Whatever follows it; what is no XML has none."""
    (tmp_path / "file").write_bytes(content)
    assert root_tag(tmp_path / "file") == tag


def test_what_cannot_be_read_has_no_root_element(tmp_path: Path) -> None:
    """A folder, or a file that is not there."""
    assert root_tag(tmp_path) is None
    assert root_tag(tmp_path / "gone") is None


def test_what_is_no_regular_file_has_no_root_element(tmp_path: Path) -> None:
    """A pipe is not waited for."""
    os.mkfifo(tmp_path / "pipe")
    assert root_tag(tmp_path / "pipe") is None
    assert root_tag(tmp_path) is None
