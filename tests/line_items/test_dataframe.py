"""Line items and facts as pandas DataFrames."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import exporter
from exporter.line_items.cell_columns import LINE_ITEM_COLUMNS
from tests.projects import write_project

if TYPE_CHECKING:
    from pathlib import Path


def test_line_items_go_out_and_come_in_again(tmp_path: Path) -> None:
    """A figure changed in the DataFrame is the figure of the fact; figures may be Decimal."""
    folder = write_project(tmp_path)
    items, findings = exporter.read_line_items(folder)
    assert findings == []
    assert list(items.columns) == list(LINE_ITEM_COLUMNS)
    printed = [Decimal(1234) if text == "1,200" else text for text in items["printed"]]
    items["printed"] = pd.Series(printed, dtype=object)
    result = exporter.export_report(folder, line_items=items, arelle=False)
    told = {finding.code for finding in result.findings if finding.severity is exporter.Severity.ERROR}
    assert told == {"own:calculation"}  # profit no longer is what its parts add to
    assert result.report is not None
    facts = result.report.to_pandas()
    revenues = facts[(facts["concept"] == "m:Revenues") & (facts["period_end"] == "2020-12-31")]
    assert revenues["value"].tolist() == [Decimal(1234000)]


def test_a_binary_float_is_refused(tmp_path: Path) -> None:
    """No figure passes through a binary float."""
    folder = write_project(tmp_path)
    items, _ = exporter.read_line_items(folder)
    items.loc[0, "printed"] = 0.1
    with pytest.raises(exporter.MisuseError, match="binary float"):
        exporter.export_report(folder, line_items=items, arelle=False)


def test_pandas_own_types_are_taken(tmp_path: Path) -> None:
    """As `convert_dtypes` gives them, which writes what is missing in its own way."""
    folder = write_project(tmp_path)
    items, _ = exporter.read_line_items(folder)
    result = exporter.export_report(folder, line_items=items.convert_dtypes(), arelle=False)
    assert result.report is not None
    assert result.report.facts.equals(exporter.export_report(folder, arelle=False).report.facts)  # type: ignore[union-attr]  # an export without errors has a report


def test_other_columns_are_refused(tmp_path: Path) -> None:
    """The message names the columns that differ."""
    folder = write_project(tmp_path)
    items, _ = exporter.read_line_items(folder)
    with pytest.raises(exporter.MisuseError, match="amount"):
        exporter.export_report(folder, line_items=items.rename(columns={"printed": "amount"}), arelle=False)


def test_a_project_with_errors_has_no_line_items(tmp_path: Path) -> None:
    """The exception lists the findings."""
    folder = write_project(tmp_path, {"report.toml": (("scale = 3", "scales = 3"),)})
    with pytest.raises(exporter.UnreadableInputError, match="did you mean 'scale'"):
        exporter.read_line_items(folder)


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("period", "2021", "no period '2021'"),
        ("period", None, "no period None"),
        ("unit", "EUR", "no unit 'EUR'"),
        ("language", "xx", "no language 'xx'"),
        ("table", "other", "no table 'other'"),
        ("label", None, "label is missing"),
        ("scale", "three", "scale 'three' is not a whole number"),
        ("decimals", "1.5", "decimals '1.5' is not a whole number"),
        ("derived", "total: row", "does not begin with a rule"),
        ("check", "sum: row @ 1999", "no period '1999'"),
        ("dimensions", "m:A=m:B", "the dimensions 'm:A=m:B' are no"),
        ("dimensions", "[1]", "are no JSON object"),
        ("dimensions", '{"m:A":1}', "are no JSON object"),
        ("dimensions", '{"m:B":"x","m:A":"y"}', "are no JSON object"),
        ("row", "x", "'x', which is no row"),
        ("row", Decimal("9.7"), "no row of a table"),
        ("row", True, "no row of a table"),
        ("printed", True, "the bool True; give text or Decimal"),
        ("printed", pd.Timestamp("2020-12-31"), "the Timestamp .*; give text or Decimal"),
        ("column", "C", "stands twice"),
    ],
)
def test_a_line_item_that_cannot_be_mapped_is_named(tmp_path: Path, column: str, value: object, words: str) -> None:
    """With its number in the DataFrame and its place."""
    folder = write_project(tmp_path)
    items, _ = exporter.read_line_items(folder)
    items[column] = pd.Series([value, *items[column][1:]], dtype=object)
    with pytest.raises(exporter.MisuseError, match=words):
        exporter.export_report(folder, line_items=items, arelle=False)


def test_a_table_without_line_items_is_a_finding(tmp_path: Path) -> None:
    """What is left out by mistake is not left out in silence."""
    folder = write_project(tmp_path)
    items, _ = exporter.read_line_items(folder)
    result = exporter.export_report(folder, line_items=items.iloc[:0], arelle=False)
    assert {finding.code for finding in result.findings} >= {"lineItems.empty"}
    assert list(result.ledger.columns)[:3] == ["file", "row", "column"]
    items["printed"] = ""
    result = exporter.export_report(folder, line_items=items, arelle=False)
    assert [finding.code for finding in result.findings] == ["lineItems.empty"]
