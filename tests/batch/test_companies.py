"""Made-up companies, one project for all of them: each is filed, and those with a mistake are named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from exporter.batch.items import entity_items
from exporter.batch.run import run_batch
from tests.batch.companies import FACTS, write_companies
from tests.batch.test_run import QUICK, files_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
def test_companies_are_filed_and_mistakes_are_named(tmp_path: Path) -> None:
    """By local processes as by this one: the same bytes, and the same entries but for who did it and when."""
    mistakes = write_companies(170, tmp_path)
    items = entity_items(tmp_path / "project", tmp_path / "entities.csv")
    assert len(mistakes) == 5
    shared = run_batch(items, replace(QUICK, out=tmp_path / "shared", jobs=2))
    wrong = {entry.id: entry.causes for entry in shared if entry.verdict != "clean"}
    assert wrong.keys() == mistakes.keys()
    assert [code in wrong[name] for name, code in mistakes.items()] == [True] * len(mistakes)
    assert {entry.facts for entry in shared if entry.verdict == "clean"} == {FACTS}
    assert len({entry.worker for entry in shared}) == 2
    some = [item for item in items if item.id in {*mistakes, "company-00000", "company-00001"}]
    alone = run_batch(some, replace(QUICK, out=tmp_path / "alone"))
    theirs = files_of(tmp_path / "shared")
    ours = files_of(tmp_path / "alone")
    assert ours == {name: theirs[name] for name in ours}
    by_id = {entry.id: entry for entry in shared}
    assert [(entry.inputs, entry.causes) for entry in alone] == [
        (by_id[entry.id].inputs, by_id[entry.id].causes) for entry in alone
    ]
