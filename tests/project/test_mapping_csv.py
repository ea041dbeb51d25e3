"""The mapping: from printed cells to facts, and a Finding for whatever has no match."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from exporter.dts.loading import open_taxonomy
from exporter.errors import UnreadableInputError
from exporter.frames.columns import as_text
from exporter.line_items.cell_columns import CELL_COLUMNS
from exporter.line_items.line_items import read_tables
from exporter.mapping.facts import Mapped, map_line_items
from exporter.project.mapping_csv import read_mapping
from exporter.project.report_toml import read_project
from tests.projects import map_folder, write_project

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings.findings import Finding


def _map(tmp_path: Path, **changes: tuple[tuple[str, str], ...]) -> tuple[Mapped, list[Finding]]:
    """Map the small project with the given replacements in its files."""
    names = {"toml": "report.toml", "table": "statement.csv", "mapping": "mapping.csv"}
    folder = write_project(tmp_path, {names[key]: value for key, value in changes.items()})
    project, findings = read_project(folder)
    assert project is not None, findings
    taxonomy, faults = open_taxonomy(project.taxonomy, folder)
    assert faults == []
    items, shape = read_tables(project)
    rows, unusable = read_mapping(project, taxonomy)
    faults = [*shape, *unusable]
    mapped, more = map_line_items(items, rows, project, taxonomy, {}, complete=not faults)
    return mapped, [*faults, *more]


def _value(mapped: Mapped, concept: str, end: str) -> str | None:
    facts = [fact for fact in mapped.report if fact.concept == concept and fact.period_end == end]
    assert len(facts) == 1
    return facts[0].value


def test_printed_figures_become_values_by_scale_and_sign(tmp_path: Path) -> None:
    """Thousands are multiplied out, and a reversed sign turns a printed deduction into a positive cost."""
    mapped, findings = _map(tmp_path)
    assert findings == []
    assert _value(mapped, "m:Revenues", "2020-12-31") == "1200000"
    assert _value(mapped, "m:Costs", "2019-12-31") == "1100000"
    assert _value(mapped, "m:Profit", "2019-12-31") == "-100000"


def test_opening_and_closing_share_one_concept_at_two_instants(tmp_path: Path) -> None:
    """Cash at the beginning of 2020 is the very fact of cash at the end of 2019."""
    mapped, _ = _map(tmp_path)
    assert _value(mapped, "m:Cash", "2019-12-31") == "50000"
    shared = as_text(mapped.cells).filter(pl.col("fact") == "m_Cash.I20191231.JPY")
    assert shared["row"].to_list() == [6, 7]


def test_every_cell_has_a_disposition(tmp_path: Path) -> None:
    """Each source cell is a fact, or excluded with a reason."""
    mapped, _ = _map(tmp_path)
    assert mapped.cells.schema == CELL_COLUMNS
    assert mapped.cells.height == 18
    excluded = mapped.cells.filter(pl.col("disposition") != "fact")
    assert excluded["reason"].null_count() == 0
    assert mapped.cells.filter(pl.col("disposition") == "fact").height == 10


def test_facts_come_in_the_order_of_presentation(tmp_path: Path) -> None:
    """The order is the taxonomy's, not the table's."""
    mapped, _ = _map(tmp_path, table=(("Revenues", "X"), ("Costs", "Revenues"), ("X", "Costs")))
    concepts = [fact.concept for fact in mapped.report]
    assert concepts == sorted(concepts, key=["m:Revenues", "m:Costs", "m:Profit", "m:Cash"].index)


@pytest.mark.parametrize(
    ("dash", "value", "disposition"), [("zero", "0", "fact"), ("nil", None, "fact"), ("nothing", None, "excluded")]
)
def test_a_dash_means_what_the_project_says(tmp_path: Path, dash: str, value: str | None, disposition: str) -> None:
    """Zero, a nil fact, or no fact at all."""
    mapped, findings = _map(tmp_path, toml=(('"zero"', f'"{dash}"'),))
    assert findings == []
    cell = mapped.cells.filter((pl.col("row") == 6) & (pl.col("column") == "C")).row(0, named=True)
    assert (cell["value"], cell["disposition"]) == (value, disposition)


def test_a_row_may_have_its_own_unit_scale_and_decimals(tmp_path: Path) -> None:
    """Per-share figures in a table of thousands are divided by shares and not scaled."""
    mapped, findings = _map(
        tmp_path,
        table=(("Cash at beg", 'Profit per share,(5.04),"1,234.5",\nCash at beg'),),
        mapping=(
            (
                "statement,,Cash at beg",
                "statement,,Profit per share,m:ProfitPerShare,as printed,,,per shares,0,2,,\nstatement,,Cash at beg",
            ),
        ),
    )
    assert findings == []
    facts = [fact for fact in mapped.report if fact.concept == "m:ProfitPerShare"]
    assert [(fact.value, fact.decimals) for fact in facts] == [("-5.04", 2), ("1234.5", 2)]
    assert facts[0].unit == "iso4217:JPY/xbrli:shares"


def test_a_percentage_is_divided_by_a_hundred(tmp_path: Path) -> None:
    """8.7% is the pure number 0.087, whatever the table's scale."""
    mapped, findings = _map(
        tmp_path,
        table=(("Cash at beg", "Margin,8.7%,(3.0%),\nCash at beg"),),
        mapping=(
            ("statement,,Cash at beg", "statement,,Margin,m:Margin,as printed,,,pure,,3,,\nstatement,,Cash at beg"),
        ),
    )
    assert findings == []
    assert [fact.value for fact in mapped.report if fact.concept == "m:Margin"] == ["0.087", "-0.030"]


def test_text_keeps_its_language_and_its_letters(tmp_path: Path) -> None:
    """A text fact is the cell's text exactly, in the language of its file."""
    text = "Söhne & <Co> \"x\" 'y' 🙂 שלום"
    mapped, findings = _map(
        tmp_path,
        table=(("Cash at beg", 'Company,"' + text.replace('"', '""') + '",,\nCash at beg'),),
        mapping=(("statement,,Cash at beg", "statement,,Company,m:CompanyName,,,,,,,,\nstatement,,Cash at beg"),),
    )
    assert findings == []
    fact = next(fact for fact in mapped.report if fact.concept == "m:CompanyName")
    assert (fact.value, fact.language, fact.unit) == (text, "en", None)


def test_forty_digits_stay_exact(tmp_path: Path) -> None:
    """No figure is too long."""
    digits = "1234567890" * 4
    mapped, findings = _map(tmp_path, table=(('"1,200"', digits),))
    assert findings == []
    assert _value(mapped, "m:Revenues", "2020-12-31") == digits + "000"


def test_a_section_tells_equal_labels_apart(tmp_path: Path) -> None:
    """Two rows with one label are two line items if the mapping names their sections."""
    table = (("Cash at beginning", "Holdings:,,,\nRevenues"),)
    _, findings = _map(tmp_path / "1", table=table)
    assert "mapping.ambiguousLabel" in [finding.code for finding in findings]
    mapped, findings = _map(
        tmp_path / "2",
        table=table,
        mapping=(
            ("statement,,Revenues", "statement,Results:,Revenues"),
            ("statement,,Cash at beginning", "statement,Holdings:,Revenues"),
        ),
    )
    assert findings == []
    assert _value(mapped, "m:Cash", "2018-12-31") == "0"


@pytest.mark.parametrize(
    ("code", "changes", "place"),
    [
        ("mapping.unknownColumn", {"mapping": (("sign,", "signs,"),)}, "mapping.csv:1"),
        ("mapping.missingColumn", {"mapping": (("sign,", "signs,"),)}, "mapping.csv:1"),
        ("mapping.ragged", {"mapping": (("m:Profit,", "m:Profit"),)}, "mapping.csv:4"),
        ("mapping.unknownTable", {"mapping": (("statement,,Costs", "statment,,Costs"),)}, "mapping.csv:3"),
        ("mapping.unknownConcept", {"mapping": (("m:Revenues", "m:Revenue"),)}, "mapping.csv:2"),
        ("mapping.abstractConcept", {"mapping": (("m:Revenues", "m:AllAbstract"),)}, 'statement.csv:3 B "FY2020"'),
        ("mapping.unknownDimension", {"mapping": ((",,,,,,,\n", ",,,,,,m:A=m:B,\n"),)}, "mapping.csv:2"),
        ("mapping.badDimensions", {"mapping": ((",,,,,,,\n", ",,,,,,m:Cash,\n"),)}, "mapping.csv:2"),
        ("mapping.duplicateRow", {"mapping": (("Profit (loss)", "Costs"),)}, "mapping.csv:4"),
        ("mapping.unmatchedRow", {"table": (("Costs", "Expenses"),)}, "mapping.csv:3"),
        ("mapping.unmappedLineItem", {"table": (("Costs", "Cost"),)}, "statement.csv:4 A"),
        ("mapping.missingLabel", {"mapping": ((",,Costs", ",,"),)}, "mapping.csv:3"),
        ("mapping.missingSign", {"mapping": (("m:Revenues,as printed", "m:Revenues,"),)}, "mapping.csv:2"),
        ("mapping.missingReason", {"mapping": (("m:Revenues,as printed", ","),)}, "mapping.csv:2"),
        ("mapping.badValue", {"mapping": (("m:Revenues,as printed", "m:Revenues,minus"),)}, "mapping.csv:2"),
        ("mapping.badValue", {"mapping": ((",,,,,,,\n", ",,,,three,,,\n"),)}, "mapping.csv:2"),
        ("mapping.wrongPeriodType", {"mapping": (("periodEndLabel,end", "periodEndLabel,"),)}, "statement.csv:7 B"),
        ("mapping.wrongPeriodType", {"mapping": ((",,,,,,,\n", ",,start,,,,,\n"),)}, "statement.csv:3 B"),
        ("mapping.wrongUnit", {"mapping": ((",,,,,,,\n", ",,,shares,,,,\n"),)}, "statement.csv:3 B"),
        ("mapping.lostDigits", {"table": (('"1,200"', "1200.0005"),)}, "statement.csv:3 B"),
        ("mapping.conflictingCells", {"table": (("Cash at end,70,50", "Cash at end,70,51"),)}, "statement.csv:7 C"),
        ("project.unknownUnit", {"mapping": ((",,,,,,,\n", ",,,share,,,,\n"),)}, "mapping.csv:2"),
        ("project.missingKey", {"toml": (("scale = 3\n", ""),)}, "statement.csv:3 B"),
        ("project.missingKey", {"toml": (('dash = "zero"\n', ""),)}, "statement.csv:6 C"),
        ("lineItems.notANumber", {"table": (('"1,200"', '"1,23,4"'),)}, "statement.csv:3 B"),
        ("lineItems.notANumber", {"table": (('"1,200"', "12..5"),)}, "statement.csv:3 B"),
        ("lineItems.notANumber", {"table": (('"1,200"', "1e5"),)}, "statement.csv:3 B"),
        ("lineItems.notANumber", {"table": (('"1,200"', "NaN"),)}, "statement.csv:3 B"),
        (
            "lineItems.illegalCharacter",
            {"table": (("(900)", "a\x07b"),), "mapping": (("m:Costs,reversed,negatedLabel", "m:CompanyName,,"),)},
            "statement.csv:4 B",
        ),
        (
            "lineItems.wrongValue",
            {"table": (("(900)", "May 1"),), "mapping": (("m:Costs,reversed,negatedLabel", "m:ReportDate,,"),)},
            "statement.csv:4 B",
        ),
    ],
)
def test_each_fault_is_a_finding_at_its_place(
    tmp_path: Path, code: str, changes: dict[str, tuple[tuple[str, str], ...]], place: str
) -> None:
    """Wrong data is reported with the cell or the mapping row that is at fault."""
    _, findings = _map(tmp_path, **changes)
    places = [str(finding.source) for finding in findings if finding.code == code]
    assert any(found.startswith(place) for found in places), [str(finding) for finding in findings]


def test_a_renamed_line_item_names_the_nearest_known_one(tmp_path: Path) -> None:
    """Both sides of the mismatch say what they are most like."""
    _, findings = _map(tmp_path, table=(("Costs", "Cost"),))
    hints = {finding.code: finding.hint for finding in findings}
    assert hints["mapping.unmatchedRow"] == "did you mean 'Cost'?"
    assert hints["mapping.unmappedLineItem"] == "mapping.csv has a similar row; did you mean 'Costs'?"


def test_a_figure_is_no_text(tmp_path: Path) -> None:
    """A number in a column of figures is not filed as somebody's name."""
    _, findings = _map(tmp_path, mapping=(("m:Revenues,as printed", "m:CompanyName,"),))
    assert {finding.code for finding in findings} == {"mapping.wrongUnit"}
    assert "'1,200' is a figure" in findings[0].message


def test_a_control_character_in_a_label_is_found_at_its_row(tmp_path: Path) -> None:
    """Whether the label is filed or not."""
    label = (("Costs", "Co\x07sts"),)
    _, findings = _map(tmp_path, mapping=label, table=label)
    assert [str(finding.source) for finding in findings] == ["mapping.csv:3"]


def test_a_duplicate_row_is_one_finding(tmp_path: Path) -> None:
    """Nobody is told to name a section that does not exist."""
    _, findings = _map(tmp_path, table=(("Costs", 'Revenues,"1,200","1,000",\nCosts'),))
    assert [finding.code for finding in findings] == ["lineItems.duplicateRow"]


def test_a_missing_scale_is_one_finding(tmp_path: Path) -> None:
    """For the table, and not for each of its cells."""
    _, findings = _map(tmp_path, toml=(("scale = 3\n", ""),))
    assert [finding.code for finding in findings] == ["project.missingKey"]


def test_a_faulty_mapping_row_is_one_finding(tmp_path: Path) -> None:
    """Its line item is not reported as unmapped on top of it."""
    mapped, findings = _map(tmp_path, mapping=(("m:Revenues", "m:Revenue"),))
    assert [finding.code for finding in findings] == ["mapping.unknownConcept"]
    assert mapped.cells.filter(pl.col("row") == 3)["reason"][0] == "not reported: see findings.json"


def test_a_renamed_concept_names_the_nearest_known_one(tmp_path: Path) -> None:
    """What the taxonomy has now is proposed."""
    _, findings = _map(tmp_path, mapping=(("m:Revenues", "m:Revenue"),))
    assert findings[0].hint == "did you mean 'm:Revenues'?"


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_mapping_with_another_separator_is_told_once(tmp_path: Path, separator: str) -> None:
    """As a spreadsheet of another country saves it; nothing is said of its rows."""
    folder = write_project(tmp_path)
    mapping = (folder / "mapping.csv").read_text(encoding="utf-8")
    (folder / "mapping.csv").write_text(mapping.replace(",", separator), encoding="utf-8")
    with pytest.raises(
        UnreadableInputError, match=r"mapping\.csv is separated by .*; save it as CSV separated by commas$"
    ):
        map_folder(folder)
