"""Journals: postings that are added up as they are read."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.export import export_report
from exporter.line_items.journal import read_journal_sheet
from exporter.project.project import TableFile
from tests.ledgers import write_ledger
from tests.projects import map_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from pathlib import Path

_HEADINGS = ("label", "printed", "period", "unit", "line")


def _journal(path: Path, postings: Sequence[tuple[str, str]]) -> TableFile:
    """A file of postings, each an account and an amount."""
    rows = [(account, amount, "2020", "JPY", str(number)) for number, (account, amount) in enumerate(postings)]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(_HEADINGS, pl.String), orient="row")
    frame.write_parquet(path) if path.suffix == ".parquet" else frame.write_csv(path)
    return TableFile(path, path.name, "en", (1,), {})


@pytest.mark.parametrize("name", ["journal.csv", "journal.parquet"])
def test_postings_about_the_same_are_one_line_item(name: str, tmp_path: Path) -> None:
    """In the row of the first one; blank amounts are none."""
    postings = [("4000", "5.25"), ("5000", "7"), ("4000", "-0.75"), ("4000", ""), ("5000", "-7.00")]
    sheet = read_journal_sheet(_journal(tmp_path / name, postings))
    assert sheet.headings == list(_HEADINGS)
    assert sheet.cells.rows() == [(2, "4000", "4.5", "2020", "JPY", ""), (3, "5000", "0", "2020", "JPY", "")]
    assert sheet.findings == ()


def test_postings_of_a_query_are_added_up(tmp_path: Path) -> None:
    """Whatever the decimal mark of the table's language, with which the sums are written."""
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as connection, connection:
        connection.execute("create table postings(account text, amount text)")
        connection.executemany("insert into postings values (?, ?)", [("4000", "5.25"), ("5000", "7"), ("4000", "-1")])
    query = "select account as label, amount as printed, '2020' as period, 'JPY' as unit from postings order by rowid"
    (tmp_path / "postings.sql").write_text(query, encoding="utf-8")
    file = TableFile(tmp_path / "postings.sql", "postings.sql", "de", (1,), {}, database="ledger.sqlite")
    sheet = read_journal_sheet(file)
    assert sheet.headings == ["label", "printed", "period", "unit"]
    assert sheet.cells.rows() == [(2, "4000", "4,25", "2020", "JPY"), (3, "5000", "7", "2020", "JPY")]


_POSTINGS = st.lists(
    st.tuples(st.sampled_from(["4000", "4010", "5000"]), st.decimals(-(10**19), 10**19, places=6)),
    min_size=1,
    max_size=50,
)


@given(_POSTINGS)
def test_sums_are_exact(tmp_path_factory: pytest.TempPathFactory, postings: list[tuple[str, Decimal]]) -> None:
    """By an independent sum."""
    expected: dict[str, Fraction] = defaultdict(Fraction)
    for account, amount in postings:
        expected[account] += Fraction(amount)
    path = tmp_path_factory.mktemp("journal") / "journal.csv"
    cells = read_journal_sheet(_journal(path, [(account, f"{amount:f}") for account, amount in postings])).cells
    assert {account: Fraction(amount) for account, amount in cells.select("A", "B").iter_rows()} == expected


@pytest.mark.parametrize(
    ("amounts", "row", "words"),
    [
        (["5", "1,200", "(7)"], 3, "'1,200' is no amount that can be added exactly, and so in 1 other rows"),
        (["5", "5", "1e3"], 4, "'1e3' is no amount"),
        (["5", "0.1234567890123"], 3, "is no amount that can be added exactly"),
        (["9" * 40], 2, "is no amount that can be added exactly"),
    ],
)
def test_what_cannot_be_added_is_told_at_its_row(amounts: list[str], row: int, words: str, tmp_path: Path) -> None:
    """With how amounts of a journal are written."""
    (found,) = read_journal_sheet(_journal(tmp_path / "j.csv", [("4000", amount) for amount in amounts])).findings
    assert (found.code, found.source and found.source.row) == ("lineItems.notANumber", row)
    assert words in found.message
    assert "plain decimals" in (found.hint or "")


_FILE = 'files = [{ file = "journal.csv" }]'
_TABLE = f'[tables.ledger]\nlayout = "journal"\nscale = 0\ndecimals = 2\n{_FILE}\n'


def _project(folder: Path, postings: Sequence[tuple[str, str]]) -> Path:
    """The small ledger as a journal."""
    write_ledger(folder)
    report = folder / "report.toml"
    head, _, _ = report.read_text(encoding="utf-8").partition("[tables.ledger]")
    report.write_text(head + _TABLE, encoding="utf-8")
    mapping = (
        "table,account,concept,sign,period,use\nledger,4*,m:Revenues,reversed,,add\nledger,5*,m:Costs,as printed,,add\n"
    )
    (folder / "mapping.csv").write_text(mapping, encoding="utf-8")
    _journal(folder / "journal.csv", postings)
    return folder


def test_a_journal_is_filed(tmp_path: Path) -> None:
    """Its accounts add up to facts, each proven by its sum."""
    postings = [("4000", "-500.25"), ("4000", "-400"), ("4010", "20.25"), ("5000", "480.00")]
    result = export_report(_project(tmp_path, postings), arelle=False)
    assert [found.code for found in result.findings] == ["judge.notRun"]
    assert result.report
    assert dict(result.report.facts.select("concept", "value").iter_rows()) == {
        "m:Revenues": "880.00",
        "m:Costs": "480.00",
    }
    ledger = result.ledger
    assert ledger[["row", "label", "printed", "value", "equal"]].to_numpy().tolist() == [
        [2, "4000", "-900.25", "900.25", "yes"],
        [4, "4010", "20.25", "-20.25", "yes"],
        [5, "5000", "480", "480", "yes"],
    ]


def test_a_heading_that_a_journal_lacks_is_told(tmp_path: Path) -> None:
    """As in a list."""
    folder = _project(tmp_path, [("4000", "5")])
    (folder / "journal.csv").write_text("label,amount,period\n4000,5,2020\n", encoding="utf-8")
    findings = map_folder(folder)[3]
    assert {found.code for found in findings} >= {"lineItems.missingHeading", "lineItems.unknownHeading"}
