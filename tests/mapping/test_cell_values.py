"""Cells by the column: figures from grids and lists, and the dimensions that rows and columns give."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.export import map_project, open_project
from exporter.findings.findings import Source
from exporter.line_items.cell_columns import LINE_ITEM_COLUMNS
from exporter.mapping import cell_values
from exporter.mapping.cell_values import evaluate_cells
from exporter.prints.numbers import NotANumberError, PrintKind, decimal_text, has_digits_beyond, parse_number, scaled
from exporter.project.mapping_csv import MappingRow
from exporter.project.periods import Period
from exporter.project.project import Project, Table
from exporter.report.report import dimensions_of
from exporter.taxonomy.concepts import Concept
from exporter.taxonomy.model import Taxonomy
from tests.projects import DIMENSIONS, PROJECT, map_folder, write_files, write_print_project, write_taxonomy

if TYPE_CHECKING:
    from exporter.findings.findings import Finding
    from exporter.mapping.facts import Mapped

#: Whatever way the rows go, it comes to the same.
pytestmark = pytest.mark.usefixtures("few_or_many")

FILES = {
    "report.toml": PROJECT["report.toml"].partition("[tables.statement]")[0]
    + """\
[tables.holders]
scale = 0
decimals = 0

[[tables.holders.files]]
file = "holders.csv"
columns.Staff = { period = "2020", unit = "shares", dimensions = { "m:HolderAxis" = "m:StaffMember" } }
columns.Founders = { period = "2020", unit = "shares", dimensions = { "m:HolderAxis" = "m:FoundersMember" } }

[tables.prose]
layout = "list"
scale = 6
decimals = -6
files = [{ file = "prose.csv" }]
""",
    "holders.csv": ",Staff,Founders\nFirst lot,10,20\nSecond lot,30,40\n",
    "prose.csv": """\
document,line,label,printed,period,unit,scale,decimals
release,12,Sales of the year,"1,200",2020,JPY,,
release,13,Sales of the year before,1.5,2019,JPY,9,-8
release,14,Name,Acme Ltd.,2020,,,
""",
    "mapping.csv": """\
table,label,concept,sign,dimensions
holders,First lot,m:Shares,as printed,m:LotAxis=1-10
holders,Second lot,m:Shares,as printed,m:LotAxis=11-20
prose,Sales of the year,m:Revenues,as printed,
prose,Sales of the year before,m:Revenues,as printed,
prose,Name,m:CompanyName,,
""",
}


def _map(folder: Path, file: str = "", old: str = "", new: str = "") -> tuple[Mapped | None, list[Finding]]:
    write_taxonomy(folder / "base", DIMENSIONS)
    write_files(folder, FILES, {file: ((old, new),)} if file else {})
    _, mapped, _, findings = map_folder(folder)
    return mapped, findings


def test_each_row_of_a_list_is_a_cell(tmp_path: Path) -> None:
    """Its period, unit, scale and decimals are its own where it has them, else the table's."""
    mapped, findings = _map(tmp_path)
    assert findings == []
    assert mapped is not None
    facts = {(fact.concept, fact.period_end): (fact.value, fact.decimals, fact.unit) for fact in mapped.report}
    assert facts["m:Revenues", "2020-12-31"] == ("1200000000", -6, "iso4217:JPY")
    assert facts["m:Revenues", "2019-12-31"] == ("1500000000", -8, "iso4217:JPY")
    assert facts["m:CompanyName", "2020-12-31"] == ("Acme Ltd.", None, None)
    assert mapped.cells.filter(table="prose").select("row", "column").rows() == [(2, "D"), (3, "D"), (4, "D")]


def test_the_labels_of_a_list_are_not_filed(tmp_path: Path) -> None:
    """They say what a figure is about, and are no names of concepts."""
    mapped, _ = _map(tmp_path)
    assert mapped is not None
    assert mapped.labels == {}


def test_the_label_of_a_row_with_a_member_is_the_member_s(tmp_path: Path) -> None:
    """What tells the rows apart is the member; a typed one has no labels."""
    change = (
        "First lot,m:Shares,as printed,m:LotAxis=1-10",
        "First lot,m:Shares,as printed,m:HolderAxis=m:StaffMember",
    )
    mapped, _ = _map(tmp_path, "mapping.csv", *change)
    assert mapped is not None
    assert mapped.labels == {("m:StaffMember", "label", "en"): "First lot"}


@pytest.mark.parametrize("container", ["segment", "scenario"])
def test_dimensions_are_judged_where_they_are_filed(tmp_path: Path, container: str) -> None:
    """A typed dimension, which has no default, is missing in the other place."""
    write_taxonomy(tmp_path / "base", DIMENSIONS)
    write_files(tmp_path, FILES, {})
    project, taxonomy, findings = open_project(tmp_path)
    assert project is not None
    assert taxonomy is not None
    taxonomy = replace(taxonomy, style=replace(taxonomy.style, container=container))
    mapped, _ = map_project(project, taxonomy, findings)
    assert findings == []
    assert ("scenario" in mapped.report.traits) == (container == "scenario")


def test_members_come_from_the_row_and_from_the_column(tmp_path: Path) -> None:
    """Each cell of the grid has both."""
    mapped, _ = _map(tmp_path)
    assert mapped is not None
    members = {fact.value: dimensions_of(fact.dimensions) for fact in mapped.report if fact.dimensions}
    assert members["20"] == {"m:HolderAxis": "m:FoundersMember", "m:LotAxis": "1-10"}
    assert members["30"] == {"m:HolderAxis": "m:StaffMember", "m:LotAxis": "11-20"}


@pytest.mark.parametrize(
    ("code", "file", "old", "new", "place"),
    [
        ("lineItems.badList", "prose.csv", "2020,JPY", "2021,JPY", "prose.csv:2"),
        ("lineItems.badList", "prose.csv", "2020,JPY", "2020,JPX", "prose.csv:2"),
        ("lineItems.badList", "prose.csv", "2020,JPY", ",JPY", "prose.csv:2"),
        ("lineItems.badList", "prose.csv", "JPY,9", "JPY,nine", "prose.csv:3"),
        ("lineItems.missingHeading", "prose.csv", "printed", "figure", "prose.csv:1"),
        ("lineItems.unknownHeading", "prose.csv", "line", "lime", "prose.csv:1 B"),
        ("lineItems.duplicateHeading", "prose.csv", "line", "document", "prose.csv:1 B"),
        ("lineItems.duplicateRow", "prose.csv", "year before,1.5,2019", "year,1.5,2020", "prose.csv:3 A"),
        ("lineItems.ragged", "prose.csv", '"1,200"', "1,200", "prose.csv:2"),
        ("lineItems.notANumber", "prose.csv", '"1,200"', "about 1", "prose.csv:2 D"),
        ("project.unknownKey", "report.toml", 'file = "prose.csv"', 'file = "prose.csv", columns = {}', "report.toml"),
        ("project.wrongType", "report.toml", '"list"', '"lists"', "report.toml"),
        ("project.wrongType", "report.toml", '= "m:StaffMember"', "= 1", "report.toml"),
        ("mapping.wrongMember", "mapping.csv", "=11-20", "=eleven", "mapping.csv:3"),
        ("mapping.wrongMember", "mapping.csv", "m:LotAxis=11-20", "", "mapping.csv:3"),
        ("mapping.wrongMember", "mapping.csv", "as printed,\n", "as printed,m:LotAxis=1-10\n", "mapping.csv:4"),
        (
            "mapping.wrongMember",
            "mapping.csv",
            "m:LotAxis=1-10",
            "m:LotAxis=1-10; m:HolderAxis=m:FoundersMember",
            'holders.csv:2 B "Staff"',
        ),
    ],
)
def test_each_fault_is_a_finding_at_its_place(
    tmp_path: Path, code: str, file: str, old: str, new: str, place: str
) -> None:
    """With the row of the list or of the mapping."""
    findings = _map(tmp_path, file, old, new)[1]
    places = [str(finding.source) for finding in findings if finding.code == code]
    assert any(found.startswith(place) for found in places), [str(finding) for finding in findings]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("", "", ""),
        ("report.toml", "scale = 0\n", ""),
        ("mapping.csv", "=11-20", "=eleven"),
        ("prose.csv", '"1,200"', "about 1"),
    ],
)
def test_cells_are_the_same_however_many_are_read_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str
) -> None:
    """And what is wrong with a table or a mapping row is told once."""
    whole, findings = _map(tmp_path, file, old, new)
    monkeypatch.setattr(cell_values, "_PART", 1)
    parts, again = _map(tmp_path, file, old, new)
    assert whole is not None
    assert parts is not None
    assert parts.cells.equals(whole.cells)
    assert again == findings


PRINTS = st.one_of(
    st.from_regex(r"[(▲-]?[0-9]{1,3}(,[0-9]{3}){0,2}(\.[0-9]{1,4})?%?[)]?", fullmatch=True),
    st.sampled_from(["", " ", "-", "—", "about 5", "(0)", "-0.000", "９９", "1" * 50]),
)


def _scalar(printed: str, scale: int, decimals: int | str, *, reverse: bool, dash: str) -> tuple[str, str | None]:
    """What one cell says by the scalar functions: its disposition and its value."""
    if not printed.strip():
        return "excluded", None
    try:
        amount = parse_number(printed)
    except NotANumberError:
        return "excluded", None
    if amount.kind is PrintKind.DASH and dash != "zero":
        return {"nil": ("fact", None), "nothing": ("excluded", None)}[dash]
    value = scaled(amount.value, 0 if amount.suffix else scale)
    value = value.copy_negate() if reverse else value
    if isinstance(decimals, int) and has_digits_beyond(value, decimals):
        return "excluded", None
    return "fact", decimal_text(value)


@given(
    st.lists(PRINTS, min_size=1, max_size=30),
    st.sampled_from([-2, 0, 3]),
    st.sampled_from([-3, 0, 4, "INF"]),
    st.booleans(),
    st.sampled_from(["zero", "nil", "nothing"]),
)
def test_a_column_says_what_each_cell_says(
    prints: list[str], scale: int, decimals: int | str, reverse: bool, dash: str
) -> None:
    """Scale, sign, decimals and dashes are applied to a million cells as to one."""
    concept = Concept("m:Margin", "pureItemType", "instant", None, abstract=False, source=Source("concepts.csv"))
    taxonomy = Taxonomy(
        "m", "m", "http://example.org/m", "1", {}, ("en",), "", "", Path(), concepts={"m:Margin": concept}
    )
    table = Table("t", "list", scale, decimals, dash, (), ())
    project = Project(
        Path(),
        "p",
        "en",
        ("", ""),
        "m",
        units={"pure": "xbrli:pure"},
        periods={"now": Period("now", None, "2020-12-31")},
    )
    row = MappingRow(
        table, {"en": "a"}, {"en": ""}, "", Source("mapping.csv", 2), concept, "reversed" if reverse else "as printed"
    )
    known = {"table": "t", "file": "t.csv", "language": "en", "column": "B", "heading": "printed", "section": ""}
    items = pl.DataFrame(
        [
            {**known, "row": n, "label": "a", "period": "now", "unit": "pure", "printed": p}
            for n, p in enumerate(prints)
        ],
        schema=LINE_ITEM_COLUMNS,
    ).with_columns(mapping_index=pl.lit(0, pl.Int64))
    read, findings = evaluate_cells(items, [row], project, taxonomy, "entity:1", {})
    said = read.select("disposition", pl.when(pl.col("disposition") == "fact").then("value").alias("value")).rows()
    assert said == [_scalar(text, scale, decimals, reverse=reverse, dash=dash) for text in prints]
    unreadable = [n for n, reason in enumerate(read["reason"]) if reason == "not reported: see findings.json"]
    assert [finding.source.row for finding in findings if finding.source] == unreadable


@pytest.mark.parametrize(
    ("printed", "value", "codes"),
    [
        ("--03-31", ["--03-31"], []),
        ("March 31", ["--03-31"], []),
        ("March 31, 2004", [], ["lineItems.wrongValue"]),
        ("March 32", [], ["lineItems.wrongValue"]),
    ],
)
def test_a_day_of_the_year_is_filed_as_xml_schema_writes_it(
    tmp_path: Path, printed: str, value: list[str], codes: list[str]
) -> None:
    """However it is printed; a date with a year is none."""
    folder = write_print_project(tmp_path, {"Company": printed})
    concepts = (folder / "base" / "concepts.csv").read_text(encoding="utf-8")
    concepts = concepts.replace("CompanyName,stringItemType", "CompanyName,gMonthDayItemType")
    (folder / "base" / "concepts.csv").write_text(concepts, encoding="utf-8")
    _, mapped, _, findings = map_folder(folder)
    assert [finding.code for finding in findings] == codes
    assert mapped is not None
    assert mapped.report.facts.filter(pl.col("concept") == "m:CompanyName")["value"].to_list() == value
