"""Pages: what stands above the columns of a table, and of which kind its rows are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exporter.formats.inline_xbrl.page import Heading
from tests.documents.laid_out import lay_out
from tests.projects import map_folder, write_project

if TYPE_CHECKING:
    from pathlib import Path

_TITLES = {
    "report.toml": (
        ('file = "statement.csv"', 'file = "statement.csv"\nheading_rows = [3, 4]'),
        ('"FY2020"', '"Year FY2020"'),
        ('"FY2019"', '"Year FY2019"'),
    ),
    "statement.csv": (
        (",FY2020,FY2019,Change\n", "ACME,,,\nResults (in thousands),,,\n,Year,,\n,FY2020,FY2019,Change\n"),
    ),
}


def test_a_table_is_shown_as_it_is_printed(tmp_path: Path) -> None:
    """Sections, rows and totals in order, with all columns, those that are not reported included."""
    documents, mapped, findings = lay_out(write_project(tmp_path))
    (page,) = documents.pages
    (table,) = page.tables
    assert (page.language, page.title, findings) == ("en", "acme-20201231", [])
    assert table.headings == (tuple(map(Heading, ("", "FY2020", "FY2019", "Change"))),)
    assert table.rows.select("kind", "label").rows() == [
        ("section", "Results:"),
        ("item", "Revenues"),
        ("item", "Costs"),
        ("total", "Profit (loss)"),
        ("item", "Cash at beginning"),
        ("item", "Cash at end"),
    ]
    assert table.cells.filter(row=3).select("shown", "role").rows() == [
        ("1,200", None),
        ("1,000", None),
        ("20.0%", "excluded"),
    ]
    assert set(mapped.report.facts["id"]) <= set(table.cells["element"])
    assert documents.elements.len() == mapped.cells.height


def test_titles_and_merged_headings_stand_above(tmp_path: Path) -> None:
    """A heading over several columns spans them; the lines above are the table's."""
    changes = dict(_TITLES)
    changes["report.toml"] = (*changes["report.toml"], ('"Change"', '"Year Change"'))
    documents, _, _ = lay_out(write_project(tmp_path, changes))
    (table,) = documents.pages[0].tables
    assert table.captions == ("ACME", "Results (in thousands)")
    assert table.headings == (
        (Heading(""), Heading("Year", 3)),
        tuple(map(Heading, ("", "FY2020", "FY2019", "Change"))),
    )


def test_a_table_has_a_title_of_its_own(tmp_path: Path) -> None:
    """Which report.toml gives, and a line that the title of the document begins with is not shown again."""
    report = (*_TITLES["report.toml"], ('"Change"', '"Year Change"'))
    titles = (
        ("[units]", '[documents]\nen = { title = "Acme: annual report" }\n\n[units]'),
        ("heading_rows = [3, 4]", 'heading_rows = [3, 4]\ntitle = "Income"'),
    )
    documents, _, _ = lay_out(write_project(tmp_path / "without", {**_TITLES, "report.toml": (*report, titles[0])}))
    assert documents.pages[0].title == "Acme: annual report"
    assert documents.pages[0].tables[0].captions == ("Results (in thousands)",)
    documents, _, _ = lay_out(write_project(tmp_path / "with", {**_TITLES, "report.toml": (*report, titles[1])}))
    assert documents.pages[0].tables[0].captions == ("Income", "ACME", "Results (in thousands)")


def test_a_line_above_most_tables_is_the_title_of_the_page(tmp_path: Path) -> None:
    """And stands there once."""
    changes = dict(_TITLES)
    changes["report.toml"] = (*changes["report.toml"], ('"Change"', '"Year Change"'))
    folder = write_project(tmp_path, changes)
    report = (folder / "report.toml").read_text(encoding="utf-8")
    second = (
        report[report.index("[tables.statement]") :]
        .replace("tables.statement", "tables.more")
        .replace("statement.csv", "more.csv")
    )
    (folder / "report.toml").write_text(f"{report}\n{second}", encoding="utf-8")
    (folder / "more.csv").write_text((folder / "statement.csv").read_text(encoding="utf-8"), encoding="utf-8")
    mapping = (folder / "mapping.csv").read_text(encoding="utf-8")
    rows = (
        mapping.partition("\n")[2]
        .replace("statement,", "more,")
        .replace("negatedLabel", "none")
        .replace("totalLabel", "none")
    )
    (folder / "mapping.csv").write_text(
        mapping + rows.replace("periodStartLabel", "none").replace("periodEndLabel", "none"), encoding="utf-8"
    )
    documents, _, _ = lay_out(folder)
    (page,) = documents.pages
    assert page.title == "ACME"
    assert [table.captions for table in page.tables] == [("Results (in thousands)",)] * 2


def test_a_list_and_a_grid_may_have_titles(tmp_path: Path) -> None:
    """In the language of the file; that of a grid stands above what is printed there."""
    folder = write_project(tmp_path)
    with (folder / "report.toml").open("a", encoding="utf-8") as file:
        file.write('\n[tables.prose]\nlayout = "list"\nfiles = [{ file = "prose.csv", title = "In the text" }]\n')
    (folder / "prose.csv").write_text("label,printed,period,unit\nName,Acme Inc.,2020,\n", encoding="utf-8")
    with (folder / "mapping.csv").open("a", encoding="utf-8") as file:
        file.write("prose,,Name,m:CompanyName,,,,,,,,\n")
    documents, _, _ = lay_out(folder)
    assert [table.captions for table in documents.pages[0].tables] == [(), ("In the text",)]
    text = (folder / "report.toml").read_text(encoding="utf-8")
    (folder / "report.toml").write_text(text.replace('"statement.csv"', '"statement.csv"\ntitle = "X"', 1), "utf-8")
    documents, _, _ = lay_out(folder)
    assert [table.captions for table in documents.pages[0].tables] == [("X",), ("In the text",)]


@pytest.mark.parametrize(
    ("labels", "shown"), [(("Cash", "Shares"), ["Cash", "Shares"]), (("Cash", "Cash"), ["Cash (2020)", "Cash (2019)"])]
)
def test_lists_say_the_period_of_a_label_that_recurs(labels: tuple[str, str], shown: list[str], tmp_path: Path) -> None:
    """A list is a small table of labels and figures."""
    first, second = labels
    changes = {
        "report.toml": (
            ("[tables.statement]\n", '[tables.statement]\nlayout = "list"\n'),
            ('[tables.statement.files.columns]\n"FY2020" = { period = "2020", unit = "JPY" }\n', ""),
            (
                '"FY2019" = { period = "2019", unit = "JPY" }\n"Change" = { exclude = "derived from the two years" }\n',
                "",
            ),
        ),
        "statement.csv": ((",FY2020", f"label,printed,period,unit\n{first},5,2020,JPY\n{second},6,2019,JPY\n,FY2020"),),
    }
    folder = write_project(tmp_path, changes)
    text = (folder / "statement.csv").read_text(encoding="utf-8")
    (folder / "statement.csv").write_text(text[: text.index(",FY2020")], encoding="utf-8")
    rows = "".join(
        f"statement,,{label},{concept},as printed,,{edge},{unit},,,,\n"
        for label, concept, edge, unit in {("Cash", "m:Cash", "end", ""), ("Shares", "m:Revenues", "", "")}
        if label in labels
    )
    (folder / "mapping.csv").write_text(
        (folder / "mapping.csv").read_text(encoding="utf-8").partition("\n")[0] + f"\n{rows}", encoding="utf-8"
    )
    documents, _, _ = lay_out(folder)
    (table,) = documents.pages[0].tables
    assert table.rows["label"].to_list() == shown
    assert (table.headings, table.captions) == ((), ("statement",))


def test_a_document_may_have_a_title_of_its_own(tmp_path: Path) -> None:
    """Whatever stands above its tables; there is none for a language in which nothing is printed."""
    title = '[documents.en]\ntitle = "Acme, 2020"\n\n[entity]'
    documents, _, _ = lay_out(write_project(tmp_path / "one", {"report.toml": (("[entity]", title),)}))
    assert documents.pages[0].title == "Acme, 2020"
    other = title.replace("documents.en", "documents.ja")
    _, _, _, findings = map_folder(write_project(tmp_path / "other", {"report.toml": (("[entity]", other),)}))
    assert [(found.code, found.hint) for found in findings] == [("project.unknownKey", "printed are en")]
