"""How a taxonomy presents facts: the rows of a network that a report has, and the headings above them."""

from __future__ import annotations

import pytest

from exporter.report.presentation import Network, NetworkRow, facts_by_concept, latest_first, presented_rows
from exporter.report.report import Report, facts_frame

_NAMESPACES = {"a": "http://example.org/a", "iso4217": "http://www.xbrl.org/2003/iso4217", "e": "http://example.org/e"}
_FACT = {
    "concept": "a:Sales",
    "entity": "e:1",
    "period_start": "2020-01-01",
    "period_end": "2020-12-31",
    "unit": "iso4217:JPY",
    "value": "5",
    "decimals": 0,
}
_LABELS = {"{http://example.org/a}East": "East [Member]"}


def _row(name: str, depth: int = 1, *, label: str | None = None, is_total: bool = False) -> NetworkRow:
    return NetworkRow(f"{{http://example.org/a}}{name}", depth, label or name, is_total)


_NETWORK = Network(
    "Income",
    (
        _row("IncomeAbstract", 0, label="Income [Abstract]"),
        _row("Sales"),
        _row("CostsAbstract", label="Costs [Abstract]"),
        _row("Wages", 2),
        _row("Profit", label="Total profit", is_total=True),
    ),
)


def _rows(*changes: dict[str, object], network: Network = _NETWORK) -> list[tuple[str, str, int, int]]:
    """Kind, label, depth and number of facts of each row of a report whose facts differ so."""
    facts = facts_frame([{**_FACT, "id": f"f{number}", **change} for number, change in enumerate(changes)])
    report = Report(facts, _NAMESPACES)
    found = facts_by_concept(report, [row.concept for row in network.rows])
    return [(row.kind, row.label, row.depth, len(row.facts)) for row in presented_rows(network, found, _LABELS, report)]


def test_rows_stand_in_the_order_of_the_network() -> None:
    """With their headings, whose brackets no print has; a heading above nothing is left out."""
    earlier: dict[str, object] = {"period_start": "2019-01-01", "period_end": "2019-12-31"}
    assert _rows({"concept": "a:Profit"}, {}, earlier) == [
        ("section", "Income", 0, 0),
        ("item", "Sales", 1, 2),
        ("total", "Total profit", 1, 1),
    ]


def test_headings_are_repeated_for_nobody() -> None:
    """Each stands once, above its first row."""
    assert [row[:2] for row in _rows({"concept": "a:Wages"}, {})] == [
        ("section", "Income"),
        ("item", "Sales"),
        ("section", "Costs"),
        ("item", "Wages"),
    ]


@pytest.mark.parametrize(
    ("change", "label"),
    [
        ({"dimensions": '{"a:Region":"a:East"}'}, "Sales (East [Member])"),
        ({"dimensions": '{"a:Region":"a:West"}'}, "Sales (West)"),
        ({"unit": "iso4217:USD"}, "Sales (USD)"),
    ],
)
def test_what_tells_facts_apart_makes_rows(change: dict[str, object], label: str) -> None:
    """Its label says it."""
    labels = [row[1] for row in _rows({}, change) if row[0] == "item"]
    assert label in labels
    assert len(labels) == 2


def test_facts_of_other_concepts_are_not_looked_at() -> None:
    """Whatever prefixes they have."""
    report = Report(facts_frame([{**_FACT, "id": "x", "concept": "a:Other"}]), _NAMESPACES)
    assert facts_by_concept(report, ["{http://example.org/a}Sales"]) == {}


def test_the_latest_period_comes_first() -> None:
    """Of two that end together the shorter one."""
    periods = [("2020-01-01", "2020-12-31"), ("", "2021-06-30"), ("2020-10-01", "2020-12-31")]
    assert sorted(periods, key=latest_first, reverse=True) == [periods[1], periods[2], periods[0]]
