"""Chosen facts: which of several prints is filed, and how the others stand to it."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.findings.findings import Finding, Source
from exporter.line_items.cell_columns import EVALUATED_COLUMNS, LINE_ITEM_COLUMNS
from exporter.mapping.chosen_facts import choose_facts
from exporter.project.mapping_csv import MappingRow
from exporter.project.project import Table
from exporter.report.intervals import Interval

#: Whatever way the rows go, it comes to the same.
pytestmark = pytest.mark.usefixtures("few_or_many")

TABLE = Table("t", "grid", 0, 0, None, (), ())


def _share(
    *prints: tuple[str | None, int | None], checks: frozenset[int] = frozenset()
) -> tuple[pl.DataFrame, list[Finding]]:
    """Share one fact among cells with these values and decimals; `checks` are the cells that are only compared."""
    rows = [
        MappingRow(TABLE, {"en": "a"}, {"en": ""}, "", Source("mapping.csv", n + 2), use="check" if n in checks else "")
        for n in range(len(prints))
    ]
    place = {
        "table": "t",
        "file": "t.csv",
        "language": "en",
        "column": "B",
        "heading": "Q1",
        "section": "",
        "label": "a",
    }
    items = [{**place, "row": n + 2, "printed": value or "-"} for n, (value, _) in enumerate(prints)]
    read = [
        {
            "cell": n,
            "mapping_index": n,
            "disposition": "fact",
            "concept": "m:Cash",
            "value": value,
            "decimals": decimals,
            "printed_value": value,
            "printed_decimals": decimals,
        }
        for n, (value, decimals) in enumerate(prints)
    ]
    return choose_facts(
        pl.DataFrame(items, schema=LINE_ITEM_COLUMNS), pl.DataFrame(read, schema=EVALUATED_COLUMNS), rows
    )


def test_the_most_precise_print_is_filed() -> None:
    """Exact is more precise than any decimals; of equals the first one is filed."""
    shared, findings = _share(("1200", -2), ("1234", 0), ("1234.0", None), ("1234", 0))
    assert shared["filed"].to_list() == [2, 2, 2, 2]
    assert shared["first"].to_list() == [0, 0, 0, 0]
    assert shared["agreement"].to_list() == ["rounded", "rounded", "as filed", "rounded"]
    assert findings == []
    assert _share(("5", 0), ("5", 0))[0]["filed"].to_list() == [0, 0]


@pytest.mark.parametrize(
    ("code", "prints", "checks"),
    [
        ("mapping.conflictingCells", (("5", 0), ("6", 0)), frozenset[int]()),
        ("mapping.conflictingCells", (("5", 0), (None, None)), frozenset[int]()),
        ("release.printDiffers", (("5", 0), ("6", 0)), frozenset({1})),
        ("release.printDiffers", (("5.0", 1), ("6", 0)), frozenset[int]()),
        ("mapping.nothingToCheck", (("5", 0),), frozenset({0})),
    ],
)
def test_what_does_not_agree_is_a_finding(
    code: str, prints: tuple[tuple[str | None, int | None], ...], checks: frozenset[int]
) -> None:
    """Equally precise prints must be equal, others must round to each other, and a check needs something to check."""
    _, findings = _share(*prints, checks=checks)
    assert [finding.code for finding in findings] == [code]


def test_rows_are_not_added_up_and_the_hint_says_so() -> None:
    """As whoever maps two accounts to one concept may expect; what a slip would explain is told as that."""
    (finding,) = _share(("450000", 0), ("18000000", 0))[1]
    assert finding.hint is not None
    assert finding.hint.startswith("two rows report one fact, and rows are not added up")
    (slip,) = _share(("450", 0), ("-450", 0))[1]
    assert slip.hint == "with the opposite sign it would be right"


@given(
    st.integers(-(10**40), 10**40),
    st.integers(-30, 4),
    st.integers(-30, 4),
    st.sampled_from([-1, 0, 1]),
    st.sampled_from([-1, 0, 1]),
)
def test_prints_agree_if_their_ranges_overlap(value: int, one: int, other: int, side: int, off: int) -> None:
    """As exact arithmetic has it, at the very edge, and also for numbers that leave a fixed point."""
    edge = sum(5 * 10 ** (-decimals - 1) for decimals in (one, other) if decimals < 0)
    prints = (str(value), one), (str(value + side * edge + off), other)
    shared, _ = _share(*prints)
    ranges = [Interval.rounded(Decimal(text), decimals) for text, decimals in prints]
    agree = prints[0] == prints[1] or (one != other and ranges[0].overlaps(ranges[1]))
    assert ("differs" not in shared["agreement"].to_list()) == agree
