"""Doubtful signs: an expense that is filed negative as it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.checks.check_figures import check_figures
from tests.projects import map_folder, write_print_project

if TYPE_CHECKING:
    from pathlib import Path


def _warnings(folder: Path) -> list[str]:
    project, mapped, taxonomy, findings = map_folder(folder)
    assert project
    assert mapped
    assert taxonomy
    assert findings == []
    _, warnings = check_figures(mapped, project, taxonomy)
    return [str(warning.source) for warning in warnings if warning.code == "sign.doubtful"]


@pytest.mark.parametrize(
    ("prints", "places"),
    [
        ({"Costs": "(800)"}, ['statement.csv:2 B "2020"']),
        ({"Costs": "800"}, []),
        ({"Revenues": "(5)"}, ['statement.csv:2 B "2020"']),
        ({"Profit": "(5)"}, []),  # whose label says that it may be a loss
        ({"Costs": "(800)", "Profit": "800"}, []),  # whose total confirms it
    ],
)
def test_a_negative_expense_is_doubtful_unless_a_total_confirms_it(
    tmp_path: Path, prints: dict[str, str], places: list[str]
) -> None:
    """Printed in parentheses, mapped as printed."""
    assert _warnings(write_print_project(tmp_path, prints)) == places


def test_a_reversed_sign_is_not_doubtful(tmp_path: Path) -> None:
    """The fact is positive then."""
    folder = write_print_project(tmp_path, {"Costs": "(800)"})
    mapping = (folder / "mapping.csv").read_text(encoding="utf-8")
    (folder / "mapping.csv").write_text(mapping.replace("as printed,", "reversed,negatedLabel"), encoding="utf-8")
    assert _warnings(folder) == []
