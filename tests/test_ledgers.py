"""Ledgers: accounts that add up to facts, totals and carried figures, proven cell by cell; and slips at their rows."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from exporter.checks.check_figures import check_figures
from exporter.export import export_report
from exporter.proof.sums import SUM_COLUMNS, sums_table
from tests.ledgers import write_ledger
from tests.projects import map_folder

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings.findings import Finding
    from exporter.mapping.facts import Mapped
    from tests.projects import Changes


def _mapped(folder: Path, changes: Changes | None = None) -> tuple[Mapped, list[Finding]]:
    """The ledger mapped and, if nothing was wrong, checked."""
    project, mapped, taxonomy, findings = map_folder(write_ledger(folder, changes))
    assert project
    assert taxonomy
    assert mapped, findings
    if not findings:
        mapped, findings = check_figures(mapped, project, taxonomy)
    return mapped, findings


def _values(mapped: Mapped) -> dict[str, str]:
    return {fact["concept"]: fact["value"] for fact in mapped.report.facts.to_dicts()}


_FACTS = {
    "m:Revenues": "880.00",
    "m:Costs": "480.00",
    "m:Profit": "400.00",
    "m:Cash": "1501.00",
    "m:Receivables": "99.00",
    "m:Assets": "1600.00",
}


def test_accounts_add_up_to_facts_and_facts_to_totals(tmp_path: Path) -> None:
    """By the side of each figure and the balance of its concept; each cell says its share."""
    mapped, findings = _mapped(tmp_path)
    assert findings == []
    assert _values(mapped) == _FACTS
    facts = mapped.cells.filter(disposition="fact").select("file", "row", "column", "value", "agreement").rows()
    assert facts == [
        ("ledger.csv", 2, "C", "500.25", "added"),
        ("ledger.csv", 3, "C", "1000.75", "added"),
        ("ledger.csv", 4, "C", "99.00", "added"),
        ("ledger.csv", 6, "D", "900.00", "added"),
        ("ledger.csv", 7, "C", "-20.00", "added"),
        ("ledger.csv", 8, "C", "480.00", "added"),
        ("mapping.csv", 7, "D", "400.00", "as filed"),
        ("mapping.csv", 8, "D", "1600.00", "as filed"),
    ]


def test_what_is_added_is_filed_shown_and_proven(tmp_path: Path) -> None:
    """In each syntax; documents show the statements as the taxonomy presents them, and not the ledger."""
    result = export_report(write_ledger(tmp_path), arelle=False, formats=["xml", "inline", "json", "csv"])
    assert [(found.code, found.message) for found in result.findings if found.severity == "error"] == []
    for round_trip in result.round_trips.values():
        assert (round_trip.counts["equal"], round_trip.counts["different"]) == (8, 0)
    (path,) = (result.out / "filing").glob("*.xhtml")
    text = path.read_text(encoding="utf-8")
    assert text.count("<ix:nonFraction") == 6
    assert "Cash in hand" not in text
    assert "documents.hidden" not in {found.code for found in result.findings}


def test_the_table_of_sums_shows_what_each_fact_is_made_of(tmp_path: Path) -> None:
    """Shares with their weights add up to each value, down to the cells of the ledger."""
    result = export_report(write_ledger(tmp_path), arelle=False)
    with (result.out / "sums.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == SUM_COLUMNS
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[row["concept"]] += Decimal(row["share"]) * int(row["weight"])
        assert row["file"] == "ledger.csv"
    assert sums == {concept: Decimal(value) for concept, value in _FACTS.items()}
    profit = [(row["label"], row["share"], row["weight"]) for row in rows if row["concept"] == "m:Profit"]
    assert profit == [("4000", "900.00", "1"), ("4010", "-20.00", "1"), ("5000", "480.00", "-1")]


def test_a_figure_is_carried_to_another_concept(tmp_path: Path) -> None:
    """At the end of its period it is one more share; totals follow."""
    carry = ("ledger,,m:Assets", "ledger,,m:Cash,,,carry,m:Profit,\nledger,,m:Assets")
    mapped, findings = _mapped(tmp_path, {"mapping.csv": (carry,)})
    assert findings == []
    assert _values(mapped) == {**_FACTS, "m:Cash": "1901.00", "m:Assets": "2000.00"}
    sums = sums_table(mapped)
    assert sums is not None
    cash = sums.collect().filter(concept="m:Cash").select("file", "label", "share").rows()
    assert cash[-1] == ("mapping.csv", "carried from m:Profit", "400.00")


def test_a_total_is_added_up_past_concepts_that_are_not_reported(tmp_path: Path) -> None:
    """What adds to them adds to it; and a network may be named."""
    mapped, findings = _mapped(tmp_path, {"mapping.csv": (("m:Profit,,,total,", "m:Profit,,,total,Statement"),)})
    assert findings == []
    assert _values(mapped) == _FACTS


_MAPPING = "mapping.csv"


@pytest.mark.parametrize(
    ("file", "change", "code", "place", "words"),
    [
        # slips in the ledger
        (
            "ledger.csv",
            ("1010,Cash at bank,1000.75,\n", ""),
            "ledger.unbalanced",
            "ledger.csv",
            "out of balance by 1,000.75",
        ),
        (
            "ledger.csv",
            ("4010,Returns,20.00,", "4010,Returns,,20.00"),
            "ledger.unbalanced",
            "ledger.csv:7 D",
            "other side",
        ),
        ("ledger.csv", ("480.00", "960.00"), "ledger.unbalanced", "ledger.csv:8 C", "counted twice"),
        (
            "ledger.csv",
            ("5000,Wages,480.00,", "5000,Wages,480.00,\n5001,Slip,7.00,"),
            "mapping.unmappedLineItem",
            "ledger.csv:9 A",
            "5001",
        ),
        (
            "ledger.csv",
            ("5000,Wages", "4000,Wages"),
            "lineItems.duplicateRow",
            "ledger.csv:8 A",
            "already stands in row 6",
        ),
        (
            "ledger.csv",
            ("5000,Wages", "5100,Wages"),
            "mapping.unmatchedRow",
            "mapping.csv:6",
            "ledger.csv has no account 5000",
        ),
        # slips in the mapping
        (
            _MAPPING,
            ("ledger,1200,", 'ledger,"1200, 1099",'),
            "mapping.unmatchedRow",
            "mapping.csv:3",
            "no account 1099",
        ),
        (
            _MAPPING,
            ("ledger,1200,", 'ledger,"1200, 1010",'),
            "mapping.duplicateRow",
            "mapping.csv:3",
            "'1010' is already mapped",
        ),
        (_MAPPING, ("ledger,1200,", "ledger,1200-99,"), "mapping.badValue", "mapping.csv:3", "of one length"),
        (
            _MAPPING,
            ("ledger,5000,m:Costs,as printed,,add", "ledger,5000,m:Costs,as printed,,ad"),
            "mapping.badValue",
            "mapping.csv:6",
            "'ad' is not allowed in the column use",
        ),
        (
            _MAPPING,
            ("ledger,5000,m:Costs,as printed,,add", "ledger,5000,m:CompanyName,,,add"),
            "mapping.badValue",
            "mapping.csv:6",
            "is no number",
        ),
        (
            _MAPPING,
            ("m:Profit,,,total", "m:Shares,,,total"),
            "mapping.badValue",
            "mapping.csv:7",
            "no calculation of the taxonomy",
        ),
        (
            _MAPPING,
            ("m:Profit,,,total,", "m:Profit,,,total,Statment"),
            "mapping.badValue",
            "mapping.csv:7",
            "'Statment' does not add up",
        ),
        (
            _MAPPING,
            ("m:Profit,,,total,", "m:Cash,,,carry,m:Proft"),
            "mapping.unknownConcept",
            "mapping.csv:7",
            "no concept 'm:Proft'",
        ),
        (
            _MAPPING,
            ("m:Profit,,,total,", "m:Cash,,,carry,m:Shares"),
            "mapping.nothingToAdd",
            "mapping.csv:7",
            "nothing that m:Cash",
        ),
        (
            _MAPPING,
            ("ledger,,m:Profit", "ledger,9,m:Profit"),
            "mapping.badValue",
            "mapping.csv:7",
            "has a account besides",
        ),
        (_MAPPING, ("ledger,2000,,,", "ledger,,,,"), "mapping.missingLabel", "mapping.csv:4", "has no label"),
        # what cannot be added
        (
            "report.toml",
            ('"Credit" = { period = "2020", unit = "JPY"', '"Credit" = { period = "2020", unit = "USD"'),
            "mapping.notAdded",
            "ledger.csv:7 C",
            "iso4217:JPY cannot be added to iso4217:USD",
        ),
        (
            _MAPPING,
            ("concept,sign,period,use", "concept,sign,decimals,period,use"),
            "mapping.ragged",
            "mapping.csv:2",
            "cells",
        ),
        ("ledger.csv", ("4010,Returns,20.00,", "4010,Returns,-,"), "project.missingKey", "ledger.csv:7 C", "dash"),
    ],
)
def test_a_slip_is_named_at_its_row(
    file: str, change: tuple[str, str], code: str, place: str, words: str, tmp_path: Path
) -> None:
    """With what is wrong with it, and where it stands."""
    _, findings = _mapped(tmp_path, {file: (change,)})
    found = next((each for each in findings if each.code == code), None)
    assert found, [str(each) for each in findings]
    assert str(found.source).startswith(place)
    assert words in f"{found.message} {found.hint}"


def test_figures_of_different_accuracy_are_not_added(tmp_path: Path) -> None:
    """Neither to a sum nor to a total."""
    changes = {
        "mapping.csv": (
            ("period,use,rule,note", "period,use,rule,note,decimals"),
            ("end,add,,\nledger,1200", "end,add,,,\nledger,1200"),
            ("m:Receivables,as printed,end,add,,", "m:Receivables,as printed,end,add,,,0"),
            ("what is owed to owners", "what is owed to owners,"),
            ("m:Revenues,as printed,,add,,", "m:Revenues,as printed,,add,,,"),
            ("m:Costs,as printed,,add,,", "m:Costs,as printed,,add,,,"),
            ("m:Profit,,,total,,", "m:Profit,,,total,,,"),
            ("m:Assets,,,total,,", "m:Assets,,,total,,,"),
        )
    }
    _, findings = _mapped(tmp_path, changes)
    (found,) = [each for each in findings if each.code == "mapping.notAdded"]
    assert str(found.source) == "mapping.csv:8"
    assert "m:Cash has decimals 2 and m:Receivables decimals 0" in found.message


def test_twenty_values_of_36_nines_are_added_exactly(tmp_path: Path) -> None:
    """Which the table engine would add silently wrong."""
    nines = f"{'9' * 36}.99"
    rows = "".join(f"{1000 + n},x,{nines},\n" for n in range(20))
    cash = "1000,Cash in hand,500.25,\n1010,Cash at bank,1000.75,\n"
    mapped, _ = _mapped(tmp_path, {"ledger.csv": ((cash, rows),)})
    assert _values(mapped)["m:Cash"] == f"{20 * 10**36 - 1}.80"
