"""Doubtful prints: read as they must be, with a warning that says how the doubt is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.checks.check_figures import check_figures
from tests.projects import map_folder, write_print_project

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings.findings import Finding


def _warnings(folder: Path, code: str) -> tuple[list[str | None], list[Finding]]:
    """What the facts say, and the warnings with a code."""
    project, mapped, taxonomy, findings = map_folder(folder)
    assert project
    assert mapped
    assert taxonomy
    assert not [finding for finding in findings if finding.severity == "error"], findings
    _, warnings = check_figures(mapped, project, taxonomy)
    return mapped.cells["value"].to_list(), [warning for warning in warnings if warning.code == code]


def _changed(folder: Path, old: str, new: str, file: str = "report.toml") -> Path:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("language", "unit", "label", "text", "value"),
    [
        ("en", "EPS", "Profit per share", "1,125", "1125"),
        ("en", "EUR", "Revenues", "1.234", "1.234"),
        ("de", "EUR", "Revenues", "1,234", "1.234"),
        ("de", "EPS", "Profit per share", "1.125", "1125"),
    ],
)
def test_a_mark_of_two_meanings_is_doubtful(
    tmp_path: Path, language: str, unit: str, label: str, text: str, value: str
) -> None:
    """A figure per share that groups thousands, and an amount with three decimal places."""
    said, warnings = _warnings(
        write_print_project(tmp_path, {label: text}, unit=unit, language=language), "print.eitherWay"
    )
    assert said == [value]
    (warning,) = warnings
    assert str(warning.source) == 'statement.csv:2 B "2020"'
    other = "." if language == "de" else ","
    assert f'in report.toml, under [tables.statement], write: decimal_mark = "{other}"' in str(warning.hint)


@pytest.mark.parametrize(
    ("prints", "table"),
    [
        ({"Profit per share": "1,125", "Revenues": "12.5"}, ""),
        ({"Profit per share": "1,125"}, 'decimal_mark = "."'),
        ({"Profit per share": "1,125"}, 'locale = "en"'),
        ({"Profit per share": "1.125"}, ""),
        ({"Profit per share": "12,345,678"}, ""),
    ],
)
def test_what_the_table_or_report_toml_tells_is_not_doubtful(
    tmp_path: Path, prints: dict[str, str], table: str
) -> None:
    """Another print with a mark of one meaning, or a declaration."""
    folder = write_print_project(tmp_path, prints, table, unit="EPS")
    _changed(folder, "m:Revenues", "m:ProfitPerShare", "mapping.csv") if "Revenues" in prints else None
    project, mapped, taxonomy, _ = map_folder(folder)
    assert project
    assert mapped
    assert taxonomy
    _, warnings = check_figures(mapped, project, taxonomy)
    assert [warning for warning in warnings if warning.code == "print.eitherWay"] == []


@pytest.mark.parametrize(
    ("scale", "decimals", "text", "finest"),
    [
        ("3", "0", "1,234", -3),
        ("6", "-5", "12", -6),
        ("0", "2", "5.5", 1),
        ("3", "-3", "1,234", None),
        ("0", "2", "5.50", None),
    ],
)
def test_accuracy_finer_than_the_print_is_doubtful(
    tmp_path: Path, scale: str, decimals: str, text: str, finest: int | None
) -> None:
    """A figure printed in thousands is not accurate to one."""
    folder = write_print_project(tmp_path, {"Revenues": text})
    _changed(folder, "scale = 0", f"scale = {scale}")
    _changed(folder, 'decimals = "INF"', f"decimals = {decimals}")
    _, warnings = _warnings(folder, "print.finerAccuracy")
    assert [str(warning.hint).partition(",")[0] for warning in warnings] == (
        [] if finest is None else [f"write decimals = {finest}"]
    )


def test_figures_of_one_kind_share_their_accuracy(tmp_path: Path) -> None:
    """One that drops its zeros is as accurate as those beside it."""
    folder = _changed(write_print_project(tmp_path, {"Revenues": "5", "Costs": "2.25"}), '"INF"', "2")
    assert _warnings(folder, "print.finerAccuracy")[1] == []


@pytest.mark.parametrize(("text", "scale", "count"), [("8.7", 0, 1), ("8.7", -2, 0), ("8.7%", 0, 0)])
def test_a_column_headed_as_percentages_is_doubtful_without_scale(
    tmp_path: Path, text: str, scale: int, count: int
) -> None:
    """8.7 would be filed as 870 percent."""
    folder = write_print_project(tmp_path, {"Margin": text}, unit="pure", column=f", scale = {scale}")
    _changed(folder, ",2020", ",Change in %", "statement.csv")
    _changed(folder, '"2020" = { period', '"Change in %" = { period')
    warnings = _warnings(folder, "print.percentHeading")[1]
    assert [warning.hint for warning in warnings] == [
        'in report.toml, in the column "Change in %", write: scale = -2'
    ] * count


@pytest.mark.parametrize(
    ("heading", "scale", "count"),
    [
        ("2020 in € thousand", 0, 1),
        ("2020 in € thousand", 3, 0),
        ("2020 (百万円)", 3, 1),
        ("2020 (千円)", 3, 0),
        ("2020", 6, 0),
        ("TEUR", 3, 0),
        ("$m", 0, 1),
    ],
)
def test_a_heading_that_says_another_scale_is_doubtful(tmp_path: Path, heading: str, scale: int, count: int) -> None:
    """Everything would be a thousand times too large or too small."""
    folder = _changed(write_print_project(tmp_path, {"Revenues": "5"}), "scale = 0", f"scale = {scale}")
    _changed(folder, ",2020", f",{heading}", "statement.csv")
    _changed(folder, '"2020" = { period', f'"{heading}" = {{ period')
    assert len(_warnings(folder, "print.otherScale")[1]) == count
