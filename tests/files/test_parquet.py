"""Parquet files from elsewhere: nothing but a sound one is read, and nothing in the working folder is run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import polars as pl
import pytest

from exporter.errors import UnreadableInputError
from exporter.files.parquet import scan_parquet

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sound_file_is_a_query(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever modules lie in the working folder."""
    (tmp_path / "polars.py").write_text("raise SystemExit('run')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "f.parquet")
    assert scan_parquet(tmp_path / "f.parquet").collect().rows() == [(1,)]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1PAR1", b"PAR1\xff\xff\xff\xffPAR1"])
def test_what_is_damaged_is_refused(tmp_path: Path, content: bytes) -> None:
    """By its content."""
    (tmp_path / "f.parquet").write_bytes(content)
    with pytest.raises(UnreadableInputError, match="cannot be read as Parquet"):
        scan_parquet(tmp_path / "f.parquet")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Nobody may ever write to it."""
    os.mkfifo(tmp_path / "f.parquet")
    with pytest.raises(UnreadableInputError, match="is a pipe or device"):
        scan_parquet(tmp_path / "f.parquet")
