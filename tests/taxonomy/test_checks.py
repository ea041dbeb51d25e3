"""What the taxonomy compiler refuses: every rule passes on the small taxonomy, and fails on one change to it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from exporter.dts.loading import load_taxonomy
from tests.projects import write_extension, write_taxonomy

if TYPE_CHECKING:
    from pathlib import Path


def test_the_small_taxonomy_and_its_extension_are_clean(tmp_path: Path) -> None:
    """All rules pass."""
    assert load_taxonomy(write_taxonomy(tmp_path / "mini"))[1] == []
    assert load_taxonomy(write_extension(tmp_path / "acme"))[1] == []


@pytest.mark.parametrize(
    ("code", "file", "old", "new", "place"),
    [
        ("taxonomy.unknownColumn", "concepts.csv", "balance", "balanse", "concepts.csv:1"),
        ("taxonomy.missingColumn", "concepts.csv", "balance", "balanse", "concepts.csv:1"),
        ("taxonomy.ragged", "concepts.csv", "Cash,", "Cash", "concepts.csv:3"),
        ("taxonomy.illegalName", "concepts.csv", "Costs,", "1Costs,", "concepts.csv:7"),
        ("taxonomy.illegalName", "concepts.csv", "Costs,", "Costs of sales,", "concepts.csv:7"),
        ("taxonomy.duplicateName", "concepts.csv", "Costs,", "cash,", "concepts.csv:7"),
        ("taxonomy.badValue", "concepts.csv", "debit,instant", "debt,instant", "concepts.csv:3"),
        ("taxonomy.badValue", "concepts.csv", "sharesItemType", "shareItemType", "concepts.csv:10"),
        ("taxonomy.badValue", "labels.csv", "Cash,label,Cash,", "Cash,label,Ca\x07sh,", "labels.csv:3"),
        ("taxonomy.badAbstract", "concepts.csv", "duration,true", "instant,true", "concepts.csv:2"),
        ("taxonomy.badBalance", "concepts.csv", "sharesItemType,", "sharesItemType,credit", "concepts.csv:10"),
        ("taxonomy.unknownConcept", "presentation.csv", "1,Margin", "1,Margins", "presentation.csv:11"),
        ("taxonomy.unknownConcept", "references.csv", "Cash,", "Cashes,", "references.csv"),
        ("taxonomy.unknownConcept", "labels.csv", "Margin,label", "Margins,label", "labels.csv"),
        ("taxonomy.missingLabel", "labels.csv", "Margin,label,Margin,利益率\n", "", "concepts.csv:11"),
        (
            "taxonomy.missingLabel",
            "labels.csv",
            "Margin,label,Margin,利益率",
            "Margin,label,Margin,",
            "concepts.csv:11",
        ),
        ("taxonomy.missingLabel", "labels.csv", "Assets,totalLabel,Total assets,資産合計\n", "", "presentation.csv:16"),
        ("taxonomy.duplicateLabel", "labels.csv", "Margin,label,Margin,", "Margin,label,Cash,", "labels.csv"),
        ("taxonomy.duplicateLabel", "labels.csv", "Margin,label", "Cash,label", "labels.csv:16"),
        ("taxonomy.unknownNetwork", "calculation.csv", "Statement,Profit", "Statemnt,Profit", "calculation.csv:2"),
        ("taxonomy.badOutline", "presentation.csv", "1,CompanyName", "2,CompanyName", "presentation.csv:3"),
        ("taxonomy.badOutline", "presentation.csv", "1,ReportDate", "2,ReportDate", "presentation.csv:4"),
        ("taxonomy.badOutline", "presentation.csv", "1,ReportDate", "0,ReportDate", "presentation.csv:4"),
        ("taxonomy.duplicateArc", "presentation.csv", "1,Margin,", "1,Shares,", "presentation.csv:11"),
        ("taxonomy.duplicateArc", "calculation.csv", "Assets,Receivables", "Assets,Cash", "calculation.csv:5"),
        ("taxonomy.orphan", "presentation.csv", "Statement,1,Margin,\n", "", "concepts.csv:11"),
        ("taxonomy.calculationBalance", "calculation.csv", "Costs,-1", "Costs,1", "calculation.csv:3"),
        ("taxonomy.calculationPeriod", "calculation.csv", "Assets,Receivables", "Assets,Revenues", "calculation.csv:5"),
        ("taxonomy.calculationType", "calculation.csv", "Profit,Revenues", "Profit,Shares", "calculation.csv:2"),
        ("taxonomy.calculationType", "calculation.csv", "Profit,Revenues", "Profit,AllAbstract", "calculation.csv:2"),
        (
            "taxonomy.calculationPresentation",
            "presentation.csv",
            "Statement,1,Receivables,\n",
            "Other,0,AllAbstract,\nOther,1,Receivables,\n",
            "calculation.csv:5",
        ),
        ("taxonomy.calculationCycle", "calculation.csv", "Profit,Revenues", "Revenues,Profit", None),
    ],
)
def test_each_rule_is_broken_by_one_change(
    tmp_path: Path, code: str, file: str, old: str, new: str, place: str | None
) -> None:
    """A taxonomy that breaks a rule is refused at the row that breaks it."""
    changes = {file: ((old, new),)}
    if code == "taxonomy.calculationCycle":
        changes = {file: (("Profit,Revenues,1", "Revenues,Profit,1\nStatement,Profit,Revenues,1"),)}
    _, findings = load_taxonomy(write_taxonomy(tmp_path / "mini", changes))
    places = [str(finding.source) for finding in findings if finding.code == code]
    assert places, [str(finding) for finding in findings]
    assert place is None or place in places


def test_a_circle_of_totals_is_one_fault_however_long(tmp_path: Path) -> None:
    """To look from each of its totals for the way back would take for ever in a long one; a chain is none."""
    names = [f"C{number}" for number in range(2_000)]
    rows = {
        "concepts.csv": [f"{name},monetaryItemType,debit,instant,false" for name in names],
        "labels.csv": [f"{name},label,{name},{name}\n{name},documentation,{name}.," for name in names],
        "presentation.csv": [f"Statement,1,{name}," for name in names],
        "calculation.csv": [f"Statement,{total},{name},1" for total, name in pairwise(names)],
    }
    folder = write_taxonomy(tmp_path)
    for file, lines in rows.items():
        with (folder / file).open("a", encoding="utf-8") as stream:
            stream.writelines(f"{line}\n" for line in lines)
    assert load_taxonomy(folder)[1] == []
    with (folder / "calculation.csv").open("a", encoding="utf-8") as stream:
        stream.write("Statement,C1999,C0,1\n")
    (fault,) = load_taxonomy(folder)[1]
    assert (fault.code, fault.message) == ("taxonomy.calculationCycle", "m:C1 adds, through m:C0, to itself")


def test_an_anchor_must_be_a_concept_of_the_base(tmp_path: Path) -> None:
    """An extension cannot be anchored to what does not exist."""
    changes = {"concepts.csv": (("m:Revenues", "m:Revenue"),)}
    _, findings = load_taxonomy(write_extension(tmp_path / "acme", changes))
    assert [(finding.code, finding.hint) for finding in findings] == [
        ("taxonomy.unknownConcept", "did you mean 'm:Revenues'?")
    ]


def test_a_fault_of_the_base_shows_in_the_extension(tmp_path: Path) -> None:
    """An extension of a base with errors is not clean either."""
    folder = write_extension(tmp_path / "acme")
    write_taxonomy(tmp_path / "base", {"calculation.csv": (("Costs,-1", "Costs,1"),)})
    assert "taxonomy.calculationBalance" in [finding.code for finding in load_taxonomy(folder)[1]]
