"""The page on inputs: what it shows is run as it stands there."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from exporter.export import export_report
from exporter.files.resources import bundled_folder
from tests.workbooks.books import Cells, write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_HEAD = """\
name = "acme-20241231"
language = "en"
taxonomy = "gaap-2026"
entity = { scheme = "http://www.example.com/register", identifier = "4711" }
units = { EUR = "iso4217:EUR" }
periods = { FY24 = { start = 2024-01-01, end = 2024-12-31 } }
"""


def _blocks() -> dict[str, list[str]]:
    """The indented blocks of each section of the page."""
    page = (bundled_folder("samples").parent / "docs" / "inputs.md").read_text(encoding="utf-8")
    sections = {part.partition("\n")[0]: part for part in page.split("\n## ")[1:]}
    return {
        name: [
            re.sub("^    ", "", block, flags=re.MULTILINE)
            for block in re.findall(r"(?:^(?:    .*)?\n)+", text, re.MULTILINE)
            if block.strip()
        ]
        for name, text in sections.items()
    }


def _export(folder: Path, report: str, mapping: str) -> None:
    (folder / "report.toml").write_text(_HEAD + report, encoding="utf-8")
    (folder / "mapping.csv").write_text(mapping, encoding="utf-8")
    result = export_report(folder, arelle=False, formats=["xml"])
    assert [str(found) for found in result.findings if found.severity != "info"] == []
    assert result.round_trip
    assert result.round_trip.counts["different"] == 0


def test_the_workbook_of_the_page_is_read(tmp_path: Path) -> None:
    """Its sheet, and its headings in the third row."""
    (block,) = _blocks()["Workbooks"]
    cells: Cells = {"A1": "Acme", "B3": "2024", "A4": "Sales", "B4": (1200, "#,##0")}
    write_workbook(tmp_path / "book.xlsx", {"Income statement": cells})
    mapping = "table,label,concept,sign,label_role\nstatement,Sales,gaap:Revenues,as printed,totalLabel\n"
    _export(tmp_path, f"[tables.statement]\nscale = 3\ndecimals = -3\n{block}", mapping)


def test_the_ledger_of_the_page_is_added_up_from_a_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the page's query, columns and mapping."""
    (query,) = _blocks()["Databases"]
    columns, mapping = _blocks()["Ledgers"]
    accounts = [
        ("1000", "Cash", "500.00", None),
        ("4000", "Sales", None, "900.00"),
        ("4150", "Services", None, "100.00"),
        ("5000", "Wages", "500.00", None),
    ]
    with closing(sqlite3.connect(tmp_path / "erp.sqlite")) as connection, connection:
        connection.execute("create table balances(no text, name text, debit text, credit text, day text)")
        connection.executemany("insert into balances values (?, ?, ?, ?, '2024-12-31')", accounts)
    (tmp_path / "sql").mkdir()
    sql = (
        'select no, name as "Account", debit as "Debit", credit as "Credit" from balances where day = :end order by no'
    )
    (tmp_path / "sql" / "balances.sql").write_text(sql, encoding="utf-8")
    monkeypatch.setenv("LEDGER_URL", f"sqlite:///{tmp_path / 'erp.sqlite'}")
    # Between the page's total and its parts the taxonomy has others, which are asked for, too.
    others = (
        "CostsAndExpenses",
        "OperatingIncomeLoss",
        "IncomeLossBeforeIncomeTaxes",
        "IncomeLossFromContinuingOperations",
    )
    rows = "".join(f"ledger,,gaap:{name},,,total,\n" for name in others)
    _export(tmp_path, f"[tables.ledger]\nscale = 0\ndecimals = 2\n{query}\n{columns}", f"{mapping.strip()}\n{rows}")
