"""The facts of a project: in which order they are filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.frames.columns import as_text
from tests.projects import map_folder, write_project

if TYPE_CHECKING:
    from pathlib import Path

#: Whatever way the rows go, it comes to the same.
pytestmark = pytest.mark.usefixtures("few_or_many")


def test_facts_come_as_they_are_presented(tmp_path: Path) -> None:
    """In the order in which the taxonomy presents their concepts, and those of a concept as they are printed."""
    _, mapped, taxonomy, _ = map_folder(write_project(tmp_path))
    assert mapped
    assert taxonomy
    presented = list(dict.fromkeys(row.concept for row in taxonomy.presentation))
    facts = mapped.report.facts
    places = [presented.index(concept) for concept in facts["concept"]]
    assert len(set(places)) > 2
    assert places == sorted(places)
    first_cells = dict(reversed(as_text(mapped.evaluated.select("fact", "cell")).rows()))
    cells = [first_cells[fact] for fact in facts["id"]]
    by_concept = {place: [cell for cell, at in zip(cells, places, strict=True) if at == place] for place in places}
    assert all(numbers == sorted(numbers) for numbers in by_concept.values())
