"""Line items and their mapping rows: what matches, and what on either side has no match."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from exporter.checks.check_figures import check_figures
from exporter.mapping import matching
from tests.projects import map_folder, write_project

if TYPE_CHECKING:
    from pathlib import Path

#: Whatever way the rows go, it comes to the same.
pytestmark = pytest.mark.usefixtures("few_or_many")


@pytest.mark.parametrize("label", ["Cash\xa0at  end", "Cash at\nend", "Cash at end\u3000", "Cash  at\tend"])
def test_labels_that_differ_in_blanks_alone_match(tmp_path: Path, label: str) -> None:
    """People do not see how blanks differ."""
    _, mapped, _, findings = map_folder(write_project(tmp_path, {"statement.csv": (("Cash at end", f'"{label}"'),)}))
    assert findings == []
    assert mapped
    assert mapped.cells.filter(mapped.cells["row"] == 7)["concept"].to_list()[:2] == ["m:Cash"] * 2


def test_labels_in_another_normal_form_match(tmp_path: Path) -> None:
    """A letter with its accent is one character or two (Unicode, UAX 15)."""
    changes = {
        "statement.csv": (("Revenues,", "E\u0301tudes,"),),
        "mapping.csv": (("Revenues,m:Rev", "\u00c9tudes,m:Rev"),),
    }
    assert map_folder(write_project(tmp_path, changes))[3] == []


@pytest.mark.parametrize(
    ("section", "code"),
    [("Assets > Current", None), ("Liabilities > Current", None), ("Current", "mapping.ambiguousLabel")],
)
def test_a_section_may_be_named_with_the_one_around_it(tmp_path: Path, section: str, code: str | None) -> None:
    """Where a heading recurs, it must be."""
    other = {"Assets > Current": "Liabilities > Current"}.get(section, "Assets > Current")
    changes = {
        "statement.csv": (
            ("Cash at beginning,50,-,\n", ""),
            (
                "Cash at end,70,50,40.0%\n",
                "Assets,,,\nCurrent,,,\nOther,7,8,\nLiabilities,,,\nCurrent,,,\nOther,9,10,\n",
            ),
        ),
        "mapping.csv": (
            ("statement,,Cash at beginning,m:Cash,as printed,periodStartLabel,start,,,,,\n", ""),
            (
                "statement,,Cash at end,m:Cash,as printed,periodEndLabel,end,,,,,",
                (
                    f"statement,{section},Other,m:Cash,as printed,none,end,,,,,\n"
                    f"statement,{other},Other,m:Receivables,as printed,none,end,,,,,"
                ),
            ),
        ),
    }
    _, mapped, _, findings = map_folder(write_project(tmp_path, changes))
    assert {finding.code for finding in findings if finding.severity == "error"} - {"mapping.unmappedLineItem"} == (
        {code} if code else set()
    )
    if code is None:
        assert mapped
        values = {(fact.concept, fact.period_end): fact.value for fact in mapped.report}
        cash, receivables = ("7000", "9000") if section.startswith("Assets") else ("9000", "7000")
        assert values["m:Cash", "2020-12-31"] == cash
        assert values["m:Receivables", "2020-12-31"] == receivables


def test_a_table_may_have_several_files_of_one_language(tmp_path: Path) -> None:
    """A mapping row needs a line item in one of them."""
    folder = write_project(tmp_path, {"statement.csv": (("Cash at beginning,50,-,\nCash at end,70,50,40.0%\n", ""),)})
    (folder / "more.csv").write_text(
        ",FY2020,FY2019,Change\nCash at beginning,50,-,\nCash at end,70,50,40.0%\n", encoding="utf-8"
    )
    report = (folder / "report.toml").read_text(encoding="utf-8")
    file = report[report.index("[[tables.statement.files]]") :]
    (folder / "report.toml").write_text(f"{report}\n{file.replace('statement.csv', 'more.csv')}", encoding="utf-8")
    _, mapped, _, findings = map_folder(folder)
    assert findings == []
    assert mapped
    assert mapped.report.facts.height == 9
    (folder / "more.csv").write_text(",FY2020,FY2019,Change\nCash at end,70,50,40.0%\n", encoding="utf-8")
    _, _, _, findings = map_folder(folder)
    assert [finding.message for finding in findings] == [
        "statement.csv or more.csv has no line item 'Cash at beginning'"
    ]


def test_a_total_without_label_is_mapped_by_its_number(tmp_path: Path) -> None:
    """And files no label, since none is printed."""
    changes = {
        "statement.csv": (("Profit (loss),300", ",300"),),
        "mapping.csv": (("Profit (loss),m", "[row 5],m"),),
    }
    _, mapped, _, findings = map_folder(write_project(tmp_path, changes))
    assert findings == []
    assert mapped
    assert not any(concept == "m:Profit" for concept, _, _ in mapped.labels)
    _, _, _, findings = map_folder(write_project(tmp_path / "b", {"statement.csv": changes["statement.csv"]}))
    assert "the line item '[row 5]' has no mapping row" in [finding.message for finding in findings]


def test_a_second_rule_of_a_column_is_checked_too(tmp_path: Path) -> None:
    """The row's rule does not keep the column's from being checked."""
    changes = {
        "report.toml": (
            (
                '"FY2019" = { period = "2019", unit = "JPY" }',
                '"FY2019" = { period = "2019", unit = "JPY", check = "sum: row @ 2020; 1" }',
            ),
        ),
        "mapping.csv": (
            ("decimals,dimensions,note", "decimals,dimensions,rule,note"),
            ("m:Revenues,as printed,,,,,,,", "m:Revenues,as printed,,,,,,,sum: 1000000,"),
            ("Printed as a deduction", ",Printed as a deduction"),
            ("m:Profit,as printed,totalLabel,,,,,,", "m:Profit,as printed,totalLabel,,,,,,,"),
            ("periodStartLabel,start,,,,,", "periodStartLabel,start,,,,,,"),
            ("periodEndLabel,end,,,,,", "periodEndLabel,end,,,,,,"),
        ),
    }
    project, mapped, taxonomy, findings = map_folder(write_project(tmp_path, changes))
    assert findings == []
    assert project
    assert mapped
    assert taxonomy
    checked, warnings = check_figures(mapped, project, taxonomy)
    cell = checked.cells.filter(pl.col("row") == 3, pl.col("column") == "C").row(0, named=True)
    assert cell["rule"] == "sum: 1000000 | sum: row @ 2020; 1"
    assert cell["holds"] == "yes | no"
    places = [str(warning.source) for warning in warnings if warning.code == "release.derivedDiffers"]
    assert places.count('statement.csv:3 C "FY2019"') == 1  # the row's rule holds there, the column's does not


@pytest.mark.parametrize(
    ("code", "file", "old", "new"),
    [
        ("mapping.badDimensions", "mapping.csv", "totalLabel,,,,,,", 'totalLabel,,,,,"m:A=m:B; m:A=m:C",'),
        ("project.takenPrefix", "report.toml", "[units]", '[prefixes]\nm = "http://other.example.com"\n[units]'),
        ("project.takenPrefix", "report.toml", "[units]", '[prefixes]\nlink = "http://other.example.com"\n[units]'),
    ],
)
def test_nothing_given_twice_wins_in_silence(tmp_path: Path, code: str, file: str, old: str, new: str) -> None:
    """Members of an axis, and prefixes of the taxonomy."""
    _, _, _, findings = map_folder(write_project(tmp_path, {file: ((old, new),)}))
    assert code in {finding.code for finding in findings}


def test_a_column_of_an_instant_has_no_start(tmp_path: Path) -> None:
    """A row that asks for the start of its period is an error, and nothing is filed at the instant itself."""
    changes = {"report.toml": (("2020 = { start = 2020-01-01, end = 2020-12-31 }", "2020 = { instant = 2020-12-31 }"),)}
    _, _, _, findings = map_folder(write_project(tmp_path, changes))
    messages = [finding.message for finding in findings if finding.source and finding.source.row == 6]
    assert messages == ["the mapping row says period 'start', but '2020' is an instant already"]


def test_of_very_many_unmapped_line_items_the_first_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is one finding that says how many they are; rows and items without end get no hint each."""
    monkeypatch.setattr(matching, "_MOST", 2)
    monkeypatch.setattr(matching, "_MOST_HINTS", 1)
    more = "".join(f"Costs {number},1,2,\n" for number in range(5))
    rows = "".join(f"statement,,Cost {number},m:Costs,as printed,,,,,,,\n" for number in range(2))
    changes = {
        "statement.csv": (("Costs,", f"{more}Costs,"),),
        "mapping.csv": (("statement,,Costs,", f"{rows}statement,,Costs,"),),
    }
    findings = [found for found in map_folder(write_project(tmp_path, changes))[3] if found.severity == "error"]
    hints = [(found.code, (found.hint or "").rpartition("; ")[2].partition(" '")[0]) for found in findings]
    assert hints == [
        ("mapping.unmatchedRow", "did you mean"),
        ("mapping.unmatchedRow", ""),
        ("mapping.unmappedLineItem", "did you mean"),
        ("mapping.unmappedLineItem", "add a row for it to mapping.csv"),
        ("lineItems.more", "add a row for it to mapping.csv"),
    ]
    assert "here and for 2 further line items" in findings[-1].message
