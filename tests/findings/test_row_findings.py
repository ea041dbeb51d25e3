"""RowFindings: findings at rows, in order and not without bound."""

from __future__ import annotations

from typing import Any

import polars as pl

from exporter.findings.findings import Finding, Source
from exporter.findings.row_findings import RowFindings
from exporter.line_items import rules
from exporter.rules import RULES


def _at(row: dict[str, Any]) -> Finding:
    return RULES["lineItems.noLabel"].finding("no label", Source("a.csv", row["row"]))


def _rows(*numbers: int) -> pl.DataFrame:
    return pl.DataFrame({"row": numbers}, schema={"row": pl.Int64})


def test_findings_are_in_the_order_of_the_rows() -> None:
    """However the checks came; those of one row stay in the order of the checks."""
    faults = RowFindings("row", rules.LINE_ITEMS_MORE)
    faults.add(_rows(3, 7), _at)
    faults.add(_rows(3, 5), lambda row: RULES["lineItems.ragged"].finding("ragged", Source("a.csv", row["row"])))
    found = [(finding.source.row, finding.code) for finding in faults.findings if finding.source]
    assert found == [
        (3, "lineItems.noLabel"),
        (3, "lineItems.ragged"),
        (5, "lineItems.ragged"),
        (7, "lineItems.noLabel"),
    ]


def test_rows_with_a_fault_are_known() -> None:
    """Those with a finding, and those that have none of their own."""
    faults = RowFindings("row", rules.LINE_ITEMS_MORE)
    faults.add(_rows(2), _at)
    faults.mark(_rows(4))
    assert _rows(1, 2, 3, 4).filter(faults.is_faulty)["row"].to_list() == [2, 4]


def test_a_fault_of_very_many_rows_is_summed_up() -> None:
    """A thousand findings, and one for all the others, at the first of them."""
    faults = RowFindings("row", rules.LINE_ITEMS_MORE)
    faults.add(_rows(*range(1, 3_001)), _at)
    *listed, last = faults.findings
    assert len(listed) == 1_000
    assert last.code == "lineItems.more"
    assert last.source == Source("a.csv", 1_001)
    assert "1,999 further rows" in last.message
    assert _rows(3_000).filter(faults.is_faulty).height == 1
