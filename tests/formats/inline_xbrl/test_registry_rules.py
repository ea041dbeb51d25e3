"""Transformations of earlier registries."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from exporter.export import export_report
from exporter.files.resources import bundled_folder
from exporter.formats.inline_xbrl.registries import NEWEST, REGISTRIES
from exporter.formats.inline_xbrl.registry_rules import format_in_registry
from exporter.formats.inline_xbrl.transformations import TRANSFORMATIONS, transform
from tests.projects import write_project

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ("1,234.5", "1.234,5", "\u2014", "30 September 2003", "September 30, 2003", "2003年9月30日", "30.9.2003")


@pytest.mark.parametrize(
    ("name", "text", "third", "fourth"),
    [
        ("num-dot-decimal", "1,234.5", "numdotdecimal", "num-dot-decimal"),
        ("num-comma-decimal", "1.234,5", "numcommadecimal", "num-comma-decimal"),
        ("num-dot-decimal-apos", "1\u2019234.5", None, None),
        ("fixed-zero", "\u2014", "zerodash", "fixed-zero"),
        ("fixed-zero", "nil", None, "fixed-zero"),
        ("date-day-monthname-year-en", "30 September 2003", "datedaymonthyearen", "date-day-monthname-year-en"),
        ("date-monthname-day-year-en", "September 30, 2003", "datemonthdayyearen", "date-monthname-day-year-en"),
        ("date-year-month-day", "2003年9月30日", "dateyearmonthday", "date-year-month-day"),
        ("date-jpn-era-year-month-day", "平成15年9月30日", "dateerayearmonthdayjp", "date-jpn-era-year-month-day"),
        ("date-day-monthname-year-de", "30. September 2003", None, "date-day-monthname-year-de"),
    ],
)
def test_a_rule_has_another_name_or_none(name: str, text: str, third: str | None, fourth: str | None) -> None:
    """In the newest registry it keeps its own."""
    assert [format_in_registry(number, name, text) for number in (3, 4, 5)] == [third, fourth, name]


def test_whatever_is_found_gives_the_same_value() -> None:
    """For each rule of the newest registry and each text that it takes."""
    newest = REGISTRIES[NEWEST]
    found = 0
    for name, rule in TRANSFORMATIONS[newest].items():
        for text in TEXTS:
            try:
                value = rule(text)
            except ValueError:
                continue
            for number, namespace in REGISTRIES.items():
                other = format_in_registry(number, name, text)
                assert other is None or transform(namespace, other, text) == value
                found += other is not None
    assert found > len(TEXTS) * len(REGISTRIES)


@pytest.mark.slow
@pytest.mark.parametrize("registry", [3, 4])
def test_documents_are_written_with_the_registry_that_the_project_names(tmp_path: Path, registry: int) -> None:
    """Each element is proven as always, and nothing is said about it."""
    folder = tmp_path / "project"
    shutil.copytree(bundled_folder("samples") / "ntt-2003-subscription", folder, ignore=shutil.ignore_patterns("out"))
    with (folder / "report.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[inline]\nregistry = {registry}\n")
    result = export_report(folder, formats=["inline"], arelle=registry == min(REGISTRIES))
    assert {finding.code for finding in result.findings} <= {"judge.notRun"}
    assert result.ok
    (document,) = (result.out / "filing").glob("*.xhtml")
    text = document.read_text(encoding="utf-8")
    assert f'xmlns:ixt="{REGISTRIES[registry]}"' in text
    assert 'format="ixt:' in text


def test_what_a_registry_has_no_rule_for_is_hidden(tmp_path: Path) -> None:
    """The finding names the cell; the fact is filed all the same."""
    changes = {
        "statement.csv": (('"1,200","1,000"', "1’200,1’000"), ('"(1,100)"', "(1’100)")),
        "report.toml": (("formats = [", 'inline = { registry = 4 }\nlocale = "de-CH"\nformats = ['),),
    }
    result = export_report(write_project(tmp_path, changes), formats=["inline"], arelle=False)
    assert {finding.code for finding in result.findings} == {"documents.hidden", "judge.notRun"}
    assert result.ok
    assert result.round_trips["inline"].counts["equal"] == 10
