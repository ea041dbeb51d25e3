"""Placeholders in report.toml: what fills them, and what is left."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from exporter.project.placeholders import fill, placeholder_pattern, unfilled
from exporter.project.report_toml import read_project
from tests.projects import write_project

if TYPE_CHECKING:
    from pathlib import Path

VALUES = {"id": "acme", "day": "2024-12-31", "brace": "${id}"}


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        ("data/${id}.csv", "data/acme.csv"),
        ("${id}${id}", "acmeacme"),
        ("${day}", datetime.date(2024, 12, 31)),
        ("on ${day}", "on 2024-12-31"),
        ("${gone}", "${gone}"),
        ("${brace}", "${id}"),
        (["${id}", 3], ["acme", 3]),
        ({"${id}": {"a": "${id}"}}, {"${id}": {"a": "acme"}}),
        (True, True),
        ("$id {id}", "$id {id}"),
    ],
)
def test_texts_are_filled(value: object, filled: object) -> None:
    """Once, and nothing else; a day that fills a whole text is a date."""
    assert fill(value, VALUES) == filled


def test_a_day_that_there_is_not_stays_a_text() -> None:
    """Whoever wants a date says that it is none."""
    assert fill("${day}", {"day": "2023-02-30"}) == "2023-02-30"


def test_a_pattern_tells_what_a_text_may_become() -> None:
    """A placeholder stands for part of a name, and for no folder."""
    pattern = placeholder_pattern("data.d/${id}-${year}.csv")
    names = ["data.d/acme-2024.csv", "data.d/-.csv", "dataxd/acme-2024.csv", "data.d/x/a-b.csv", "data.d/acme.csv"]
    assert [bool(pattern.fullmatch(name)) for name in names] == [True, True, False, False, False]


def test_what_nothing_fills_is_found_where_it_stands() -> None:
    """By the keys that lead there."""
    path = ("tables", "a", "files", "file")
    content = {"name": "x", "tables": {"a": {"files": [{"file": "${id}/${year}.csv"}]}}}
    assert list(unfilled(content)) == [(path, "id"), (path, "year")]


def test_a_project_says_what_nothing_fills(tmp_path: Path) -> None:
    """With its line, and where the value would come from or which name is meant."""
    folder = write_project(tmp_path, {"report.toml": (('language = "en"', 'language = "${lang}"'),)})
    text = (folder / "report.toml").read_text(encoding="utf-8")
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "${lang}" in each)
    project, findings = read_project(folder)
    assert project is None
    (finding,) = [each for each in findings if each.code == "project.unfilled"]
    assert "${lang}" in finding.message
    assert finding.source
    assert finding.source.row == line
    assert finding.hint
    assert "exporter batch --for" in finding.hint
    (finding,) = [each for each in read_project(folder, values={"lng": "en"})[1] if each.code == "project.unfilled"]
    assert "'lng'" in (finding.hint or "")
    project, findings = read_project(folder, values={"lang": "en"})
    assert project
    assert findings == []
