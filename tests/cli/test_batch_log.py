"""What a batch tells while it runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from exporter.batch.journal import DONE, Entry
from exporter.batch.run import Progress
from exporter.cli import batch_log
from exporter.cli.batch_log import TextLog
from exporter.cli.command_line import main
from tests.projects import write_project

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_log_may_be_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An object a line: what came of each item, and at the end how many came to what."""
    project = write_project(tmp_path)
    command = ["batch", str(project), "--out", str(tmp_path / "out"), "--no-arelle", "--format", "xml", "--quiet"]
    assert main([*command, "--log-format", "json"]) == 0
    item, end = map(json.loads, capsys.readouterr().err.splitlines())
    assert (item["event"], item["id"], item["state"], item["nth"], item["of"]) == ("item", project.name, "done", 1, 1)
    assert (end["event"], list(end["counts"].values())) == ("end", [1])
    assert item["time"] <= end["time"]


def test_lines_come_now_and_then(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody looks on; the last one always does, and who wants quiet gets none."""
    monkeypatch.setattr(batch_log, "_SECONDS_BETWEEN_LINES", 1_000)
    for is_silent in (False, True):
        log = TextLog(is_silent=is_silent)
        for ended in (1, 2, 3):
            log.item(Progress(Entry("a", "p", state=DONE), ended, 3, 1.5))
    assert capsys.readouterr().err == "3 of 3, 2.0/s, 0 s left\n"
