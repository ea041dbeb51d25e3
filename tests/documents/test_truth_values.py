"""Truth values in documents: shown as they are printed, and tagged with what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.export import export_report
from tests.projects import write_files

if TYPE_CHECKING:
    from pathlib import Path

_PROJECT = {
    "report.toml": """\
name = "acme-20201231"
language = "en"
taxonomy = "gaap-2026"
entity = { scheme = "http://www.example.com/register", identifier = "4711" }
units = { EUR = "iso4217:EUR" }
periods = { 2020 = { start = 2020-01-01, end = 2020-12-31 } }
[tables.filing]
layout = "list"
files = [{ file = "filing.csv" }]
""",
    "filing.csv": "label,printed,period\nAmended,FALSE,2020\n",
    "mapping.csv": "table,label,concept,sign\nfiling,Amended,gaap:AmendmentFlag,\n",
}


@pytest.mark.parametrize(
    ("printed", "value", "rule"),
    [
        ("FALSE", "false", "fixed-false"),
        pytest.param("True", "true", "fixed-true", marks=pytest.mark.slow),
        pytest.param("true", "true", None, marks=pytest.mark.slow),
    ],
)
def test_a_truth_value_is_tagged_with_what_it_means(printed: str, value: str, rule: str | None, tmp_path: Path) -> None:
    """Whatever its capitals; both syntaxes have the value."""
    folder = write_files(tmp_path, _PROJECT, {"filing.csv": (("FALSE", printed),)})
    result = export_report(folder, arelle=False, formats=["xml", "inline"])
    assert [found.code for found in result.findings] == ["judge.notRun"]
    assert result.report
    assert result.report.facts["value"].to_list() == [value]
    assert {each.counts["equal"] for each in result.round_trips.values()} == {1}
    (path,) = (result.out / "filing").glob("*.xhtml")
    text = path.read_text(encoding="utf-8")
    assert f">{printed}</ix:nonNumeric>" in text
    assert (f'format="ixt:{rule}"' in text) if rule else ("ixt:fixed" not in text)
