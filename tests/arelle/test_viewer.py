"""The package that makes viewers is an extra: without it the message says how to get it."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from exporter.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_without_the_package_the_message_says_how_to_get_it(
    exported: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing is written."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert main(["view", str(exported)]) == 2
    assert "python -m pip install 'exporter[viewer]'" in capsys.readouterr().err
    assert not (exported / "out" / "viewer").exists()


def test_a_folder_without_documents_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message says how to get some."""
    assert main(["view", str(tmp_path)]) == 2
    assert "exporter export --format inline" in capsys.readouterr().err
