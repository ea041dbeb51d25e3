"""Statements as tables for people who work with figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import exporter
from exporter.report.report import Report, facts_frame
from tests.projects import DIMENSIONS, FORMS, write_taxonomy

if TYPE_CHECKING:
    from pathlib import Path

    from tests.projects import Changes

_YEAR = {"period_start": "2020-01-01", "period_end": "2020-12-31"}
_BEFORE = {"period_start": "2019-01-01", "period_end": "2019-12-31"}


def _taxonomy(folder: Path, changes: Changes | None = None) -> exporter.Taxonomy:
    taxonomy, findings = exporter.read_taxonomy(write_taxonomy(folder / "base", changes))
    assert findings == []
    return taxonomy


def _fact(concept: str, value: str | None, **aspects: Any) -> dict[str, Any]:  # noqa: ANN401 - what a row holds
    return {"concept": f"m:{concept}", "value": value, "unit": "iso4217:JPY", "entity": "e:1", **aspects}


def _report(*facts: dict[str, Any]) -> Report:
    namespaces = {"m": "http://example.org/mini/2020", "iso4217": "http://www.xbrl.org/2003/iso4217", "e": "urn:e"}
    namespaces["xbrli"] = "http://www.xbrl.org/2003/instance"
    return Report(facts_frame([{"id": f"f{number}", **fact} for number, fact in enumerate(facts)]), namespaces)


def test_rows_are_presented_and_columns_are_periods(tmp_path: Path) -> None:
    """Values are Decimals, as their labels have them printed; the latest period stands first."""
    large = "123456789012345678901234567890.12"
    report = _report(
        _fact("Revenues", large, **_YEAR), _fact("Costs", "900", **_BEFORE), _fact("Profit", None, **_YEAR)
    )
    found = exporter.statement(report, _taxonomy(tmp_path), "Statement", "ja").to_pandas()
    assert list(found.columns[:6]) == ["depth", "kind", "label", "concept", "unit", "dimensions"]
    assert list(found.columns[6:]) == ["2020-01-01/2020-12-31", "2019-01-01/2019-12-31"]
    assert found.drop(columns=["concept", "unit", "dimensions"]).to_numpy().tolist() == [
        [0, "section", "全部", None, None],
        [1, "item", "売上高", Decimal(large), None],
        [1, "item", "費用", None, Decimal(900)],
        [1, "item", "費用(控除)", None, Decimal(-900)],
        [1, "total", "利益(損失)合計", None, None],
    ]
    assert str(found.iloc[1, 6]) == large


def test_what_was_there_at_the_beginning_and_end_stands_in_the_columns_of_durations(tmp_path: Path) -> None:
    """As cash flows are printed; an instant of no duration has a column of its own."""
    ends = ("2020-12-31", "2019-12-31", "2018-12-31", "2017-12-31")
    cash = [_fact("Cash", str(number), period_end=end) for number, end in enumerate(ends)]
    report = _report(_fact("Revenues", "1", **_YEAR), _fact("Revenues", "1", **_BEFORE), *cash)
    found = exporter.statement(report, _taxonomy(tmp_path), "Statement").to_pandas().set_index("label")
    assert list(found.columns[5:]) == ["2020-01-01/2020-12-31", "2019-01-01/2019-12-31", "2017-12-31"]
    rows = {label: list(found.loc[label].iloc[5:]) for label in found.index if label.startswith("Cash")}
    assert rows == {
        "Cash, beginning of period": [Decimal(1), Decimal(2), Decimal(3)],
        "Cash, end of period": [Decimal(0), Decimal(1), None],
        "Cash": [Decimal(0), Decimal(1), None],
    }


def test_members_have_rows_of_their_own(tmp_path: Path) -> None:
    """With their labels, and the dimensions as a Report has them."""
    staff = '{"m:HolderAxis":"m:StaffMember"}'
    shares = {"unit": "xbrli:shares", **_YEAR}
    report = _report(_fact("Shares", "10", **shares), _fact("Shares", "4", dimensions=staff, **shares))
    found = exporter.statement(report, _taxonomy(tmp_path, DIMENSIONS), "Holders").to_pandas()
    rows = found[found["kind"] == "item"][["label", "dimensions", "2020-01-01/2020-12-31"]].to_numpy().tolist()
    assert rows == [["Shares", None, Decimal(10)], ["Shares (StaffMember [Member])", staff, Decimal(4)]]


def test_the_most_accurate_of_several_facts_is_shown(tmp_path: Path) -> None:
    """And a heading without figures below it is not."""
    values = {"1000": -3, "1234.5": None, "1234": 0}
    report = _report(*(_fact("Assets", value, decimals=n, period_end="2020-12-31") for value, n in values.items()))
    found = exporter.statement(report, _taxonomy(tmp_path), "Statement").to_pandas()
    assert found["label"].tolist() == ["All", "Total assets"]
    assert found["2020-12-31"].tolist() == [None, Decimal("1234.5")]
    empty = exporter.statement(_report(), _taxonomy(tmp_path), "Statement")
    assert empty.to_pandas().empty
    assert "<table>" in empty._repr_html_()


def test_a_notebook_shows_it_as_print_does(tmp_path: Path) -> None:
    """Commas, parentheses, bold totals; and nothing in it is markup."""
    text = {"unit": None, "language": "en", **_YEAR}
    report = _report(
        _fact("Revenues", "1200300.50", **_YEAR),
        _fact("Profit", "-5000", **_YEAR),
        _fact("Costs", None, **_YEAR),
        _fact("CompanyName", "<script>alert(1)</script>" + "x" * 400, **text),
        _fact("Margin", "1E+999999999", **{**_YEAR, "unit": "xbrli:pure"}),
    )
    changes = {"labels.csv": (("Revenues,label,Revenues", "Revenues,label,<b>Revenues</b>"),)}
    page = exporter.statement(report, _taxonomy(tmp_path, changes), "Statement")._repr_html_()
    assert ">1,200,300.50<" in page
    assert ">(5,000)<" in page
    assert 'font-weight:bold;border-top:1px solid">Profit (loss) in total' in page
    assert ">nil<" in page
    assert ">1E+999999999<" in page
    assert "&lt;script&gt;" in page
    assert "&lt;b&gt;Revenues&lt;/b&gt;" in page
    assert "<script" not in page
    assert "x" * 300 not in page


@pytest.mark.parametrize("name", ["ResultsInFull", "results-in-full", "Results in full", "results"])
def test_a_network_is_named_freely(name: str, tmp_path: Path) -> None:
    """By its name, however it is written, or by the statement that it is a form of."""
    taxonomy = _taxonomy(tmp_path, FORMS)
    found = exporter.statement(_report(_fact("Costs", "1", **_YEAR)), taxonomy, name).to_pandas()
    assert found["label"].tolist() == ["All", "Less costs"]


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    """With the nearest name, or all names."""
    taxonomy = _taxonomy(tmp_path)
    with pytest.raises(exporter.MisuseError, match="did you mean 'Statement'"):
        exporter.statement(_report(), taxonomy, "Statment")
    with pytest.raises(exporter.MisuseError, match="there are Statement"):
        exporter.statement(_report(), taxonomy, "zzz")
    with pytest.raises(exporter.MisuseError, match="no labels in 'de', but in en, ja"):
        exporter.statement(_report(), taxonomy, "Statement", "de")
