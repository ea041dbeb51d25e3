"""Checks of figures: every planted mistake is found at its cell, and nothing that is right is reported."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

from exporter.checks.check_figures import check_figures
from exporter.findings.findings import Severity, has_errors
from exporter.mapping.wording import likely_cause
from exporter.report.intervals import Interval
from tests.projects import PROJECT, map_folder, write_files, write_taxonomy

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings.findings import Finding

#: A statement in thousands and two languages with changes, a summary in millions, and figures from prose: all right.
FILES = {
    "report.toml": PROJECT["report.toml"].partition("[tables.statement]")[0]
    + """\
[tables.statement]
scale = 3
decimals = -3

[[tables.statement.files]]
file = "statement.csv"
columns.FY2020 = { period = "2020", unit = "JPY" }
columns.FY2019 = { period = "2019", unit = "JPY" }
columns.Change = { period = "2020", unit = "JPY", derived = "change: row @ 2019; row", scale = -2 }

[[tables.statement.files]]
file = "statement.ja.csv"
language = "ja"
columns."2020年度" = { period = "2020", unit = "JPY" }
columns."2019年度" = { period = "2019", unit = "JPY" }
columns."増減" = { period = "2020", unit = "JPY", derived = "change: row @ 2019; row", scale = -2 }

[tables.summary]
scale = 6
decimals = -6
files = [{ file = "summary.csv", columns = { "FY2020" = { period = "2020", unit = "JPY" } } }]

[tables.prose]
layout = "list"
scale = 0
decimals = 0
files = [{ file = "prose.csv" }]
""",
    "statement.csv": """\
,FY2020,FY2019,Change
Revenues,"12,400","10,000",24.0%
Costs,"(9,300)","(8,000)",16.3
Profit,"3,100","2,000",55.0
Impairment,,500,
""",
    "statement.ja.csv": """\
,2020年度,2019年度,増減
売上高,"12,400","10,000",24.0%
費用,"▲9,300","▲8,000",16.3
利益,"3,100","2,000",55.0
""",
    "summary.csv": ",FY2020\nTurnover,12\nOutlay,9\nSurplus,3\n",
    "prose.csv": """\
document,line,label,printed,period,unit,scale,decimals
release,12,Margin of the year,25%,2020,JPY,,
release,13,Profit per share,31,2020,JPY,,0
release,14,Shares,"100,000",2020,shares,,0
release,15,Revenues as the other paper has them,12.4,2020,JPY,6,-5
""",
    "mapping.csv": """\
table,label,label.ja,concept,sign,label_role,unit,rule,use,note
statement,Revenues,売上高,m:Revenues,as printed,,,,,
statement,Costs,費用,m:Costs,reversed,negatedLabel,,,,
statement,Profit,利益,m:Profit,as printed,totalLabel,,,,
statement,Impairment,,m:Costs,as printed,,,,,
summary,Turnover,,m:Revenues,as printed,none,,,,
summary,Outlay,,m:Costs,as printed,none,,,,
summary,Surplus,,m:Profit,as printed,none,,sum: 'Turnover'; -'Outlay',,
prose,Margin of the year,,,,,,margin: m:Revenues; m:Costs,,
prose,Profit per share,,m:ProfitPerShare,as printed,,per shares,quotient: m:Profit; m:Shares,,
prose,Shares,,m:Shares,as printed,,,,,
prose,Revenues as the other paper has them,,m:Revenues,as printed,,,,check,
""",
}
NO_IMPAIRMENT = {
    "statement.csv": (("Impairment,,500,\n", ""),),
    "mapping.csv": (("statement,Impairment,,m:Costs,as printed,,,,,\n", ""),),
}


def _map(folder: Path, **changes: tuple[str, str]) -> tuple[pl.DataFrame, list[Finding]]:
    """The cells of the project with a change in some files; a file is named by the part before its last dot."""
    write_taxonomy(folder / "base")
    names = {name.rpartition(".")[0].replace(".", "_"): name for name in FILES}
    files = write_files(folder / "clean", FILES, NO_IMPAIRMENT)
    texts = {name: (files / name).read_text(encoding="utf-8") for name in FILES}
    write_files(folder, texts, {names[key]: (change,) for key, change in changes.items()})
    return _checked(folder)


def _checked(folder: Path) -> tuple[pl.DataFrame, list[Finding]]:
    project, mapped, taxonomy, findings = map_folder(folder)
    if project is None or mapped is None or taxonomy is None or has_errors(findings):
        return pl.DataFrame(), findings
    mapped, more = check_figures(mapped, project, taxonomy)
    return mapped.cells, findings + more


def _cell(cells: pl.DataFrame, file: str, label: str, column: str = "B") -> dict[str, object]:
    (found,) = cells.rows_by_key(["file", "label", "column"], named=True)[file, label, column]
    return {str(name): value for name, value in found.items()}


def test_what_is_right_is_not_reported(tmp_path: Path) -> None:
    """Roundings, both languages, totals, rules and the print that is only to be checked."""
    cells, findings = _map(tmp_path)
    assert findings == []
    assert set(cells["holds"].drop_nulls()) == {"yes"}
    assert set(cells["agreement"].drop_nulls()) == {"as filed", "rounded"}


def test_the_most_precise_print_is_filed(tmp_path: Path) -> None:
    """What is printed in millions is a cell of the fact in thousands, and says what it prints itself."""
    cells, _ = _map(tmp_path)
    turnover, revenues = _cell(cells, "summary.csv", "Turnover"), _cell(cells, "statement.csv", "Revenues")
    assert turnover["fact"] == revenues["fact"]
    assert (turnover["value"], turnover["decimals"], turnover["agreement"]) == ("12000000", -6, "rounded")
    assert (revenues["value"], revenues["decimals"], revenues["agreement"]) == ("12400000", -3, "as filed")


def test_a_derived_cell_shows_what_its_rule_gives(tmp_path: Path) -> None:
    """Computed from the filed figures, with the range that their rounding allows."""
    cells, _ = _map(tmp_path)
    cell = _cell(cells, "statement.csv", "Costs", "D")
    assert (cell["disposition"], cell["value"], cell["decimals"], cell["fact"]) == ("derived", "0.163", 3, None)
    assert (cell["rule"], cell["computed"]) == ("change: row @ 2019; row", "0.1625")
    assert (cell["possible"], cell["holds"]) == ("0.162365 to 0.162635", "yes")


@pytest.mark.parametrize(
    ("code", "file", "old", "new", "place", "hint"),
    [
        ("release.derivedDiffers", "statement", "55.0", "(55.0)", "statement.csv:4 D", "with the opposite sign"),
        ("release.derivedDiffers", "statement", "55.0", "5.5", "statement.csv:4 D", "too small by a factor of 10"),
        ("release.derivedDiffers", "statement", "55.0", "54.0", "statement.csv:4 D", None),
        ("release.derivedDiffers", "prose", "25%", "26%", "prose.csv:2 D", None),
        ("release.derivedDiffers", "prose", "share,31", "share,33", "prose.csv:3 D", None),
        ("release.derivedDiffers", "summary", "Surplus,3", "Surplus,6", "summary.csv:4 B", None),
        ("release.languagesDiffer", "statement_ja", "55.0", "55.1", "statement.ja.csv:4 D", None),
        ("release.printDiffers", "summary", "Turnover,12", "Turnover,13", "summary.csv:2 B", None),
        ("release.printDiffers", "summary", "Outlay,9", "Outlay,(9)", "summary.csv:3 B", "with the opposite sign"),
        ("release.printDiffers", "summary", ",12\n", ',"12,400"\n', "summary.csv:2 B", "large by a factor of 1,000"),
        ("release.printDiffers", "prose", ",12.4,", ",12.5,", "prose.csv:5 D", None),
        ("release.totalDiffers", "statement", '"3,100"', '"3,200"', "statement.csv:4 B", None),
    ],
)
def test_a_mistake_is_a_warning_at_its_cell(
    tmp_path: Path, code: str, file: str, old: str, new: str, place: str, hint: str | None
) -> None:
    """With what would explain it, if anything would."""
    extra = {"statement_ja": ('"3,100"', '"3,200"')} if code == "release.totalDiffers" else {}
    _, findings = _map(tmp_path, **{file: (old, new)}, **extra)
    found = [finding for finding in findings if finding.code == code and str(finding.source).startswith(place)]
    assert found, [str(finding) for finding in findings]
    assert found[0].severity is Severity.WARNING
    assert (hint in (found[0].hint or "")) if hint else not found[0].hint


def test_two_prints_of_one_precision_must_be_equal(tmp_path: Path) -> None:
    """Nobody can tell which of them is right, so that neither is filed in silence."""
    _, findings = _map(tmp_path, statement_ja=('"12,400"', '"12,500"'))
    assert [(finding.code, finding.severity) for finding in findings] == [("mapping.conflictingCells", Severity.ERROR)]


@pytest.mark.parametrize(
    ("code", "file", "old", "new"),
    [
        ("rule.malformed", "mapping", "margin: m:Rev", "ratio: m:Rev"),
        ("rule.malformed", "report", "change: row @ 2019; row", "change: row @ 2019"),
        ("project.unknownPeriod", "report", "row @ 2019", "row @ 2018"),
        ("project.unknownUnit", "mapping", "margin: m:Revenues", "margin: m:Revenues in EUR"),
        ("rule.unknownOperand", "mapping", "margin: m:Revenues", "margin: m:Revenue"),
        ("rule.unknownOperand", "mapping", "'Outlay'", "'Outlays'"),
        ("rule.missingOperand", "mapping", "margin: m:Revenues", "margin: m:Assets"),
        ("rule.missingOperand", "statement", '"2,000",55.0', ",55.0"),
        ("rule.divisionByZero", "statement", '"2,000",55.0', "0,55.0"),
        ("rule.oppositeSigns", "statement", '"2,000",55.0', '"(2,000)",(255.0)'),
        ("mapping.nothingToCheck", "mapping", "m:Shares,as printed,,,,,", "m:Shares,as printed,,,,check,"),
        ("mapping.badValue", "mapping", ",,check,", ",,maybe,"),
        ("mapping.missingReason", "mapping", "margin: m:Revenues; m:Costs", ""),
    ],
)
def test_a_rule_that_cannot_be_computed_is_a_finding(tmp_path: Path, code: str, file: str, old: str, new: str) -> None:
    """It is not passed over."""
    japanese = {"statement.ja.csv": (('"2,000",55.0', ",55.0"),)}  # what stands there is said by one file alone
    write_taxonomy(tmp_path / "base")
    change = {"mapping": "mapping.csv", "report": "report.toml", "statement": "statement.csv"}[file]
    clean = write_files(tmp_path / "clean", FILES, NO_IMPAIRMENT)
    texts = {name: (clean / name).read_text(encoding="utf-8") for name in FILES}
    write_files(tmp_path, texts, {change: ((old, new),)} | (japanese if change == "statement.csv" else {}))
    findings = _checked(tmp_path)[1]
    assert code in {finding.code for finding in findings}, [str(finding) for finding in findings]


def test_forty_digits_are_added_exactly(tmp_path: Path) -> None:
    """What a total should be is told to the last digit."""
    digits = "1234567890" * 4
    _, findings = _map(tmp_path, statement=('"12,400"', digits), statement_ja=('"12,400"', digits))
    messages = [finding.message for finding in findings if finding.code == "release.totalDiffers"]
    assert len(messages) == 2
    assert all(f"add to {int(digits) - 9300:,}" in message for message in messages)


@pytest.mark.parametrize(
    ("printed", "right", "hint"),
    [
        (("810", 0), ("-809.7", 1), "with the opposite sign it would be right"),
        (("11886887", 0), ("11886887000", -3), "it is too small by a factor of 1,000"),
        (("4020000000", -6), ("4020", 0), "it is too large by a factor of 1,000,000"),
        (("340", 0), ("341", 1), None),
    ],
)
def test_the_likely_cause_is_named(printed: tuple[str, int], right: tuple[str, int], hint: str | None) -> None:
    """A lost sign or a wrong power of ten, and nothing where neither explains it."""
    intervals = (Interval.rounded(Decimal(value), decimals) for value, decimals in (printed, right))
    assert likely_cause(*intervals) == hint
