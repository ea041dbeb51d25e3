"""Keys of rows: findings and the ledger say what the columns have that name a row."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from exporter.export import export_report
from tests.ledgers import LEDGER, write_ledger
from tests.projects import map_folder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.projects import Changes

_FILE = '[[tables.ledger.files]]\nfile = "ledger.csv"\n'
_EXCLUDED = '"Account" = { exclude = "the account\'s name" }\n'


def _query(folder: Path, keys: str, changes: Changes | None = None) -> Path:
    """The small ledger in a database, with columns that name its rows; their meaning is not declared."""
    said = f'[[tables.ledger.files]]\nquery = "ledger.sql"\ndatabase = "ledger.sqlite"\nrow_keys = {keys}\n'
    write_ledger(folder, {"report.toml": ((_FILE, said), (_EXCLUDED, "")), **(changes or {})})
    _, *rows = csv.reader((folder / "ledger.csv").read_text(encoding="utf-8").splitlines())
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as connection, connection:
        connection.execute('create table ledger("No" text, "Account" text, "Debit" text, "Credit" text)')
        connection.executemany("insert into ledger values (?, ?, ?, ?)", rows)
    (folder / "ledger.sql").write_text("select * from ledger order by 1", encoding="utf-8")
    return folder


def test_a_finding_says_the_key_of_its_row(tmp_path: Path) -> None:
    """Behind its place, where it is about a row."""
    faulty: Changes = {"ledger.csv": (("Wages,480.00", "Wages,48O.00"),)}
    _, _, _, findings = map_folder(_query(tmp_path, '["Account", "No"]', faulty))
    assert 'ledger.sql row 8 "Debit" (Account Wages, No 5000)' in {str(found.source) for found in findings}


def test_the_ledger_has_the_keys(tmp_path: Path) -> None:
    """In a column that others do not have."""
    result = export_report(_query(tmp_path / "keys", '["Account"]'), arelle=False, formats=["xml"])
    keys = dict(result.ledger[["label", "row_key"]].to_numpy().tolist())
    assert keys["4010"] == "Account Returns"
    plain = export_report(write_ledger(tmp_path / "plain"), arelle=False, formats=["xml"])
    assert "row_key" not in plain.ledger.columns


def test_a_list_may_have_columns_that_name_its_rows(tmp_path: Path) -> None:
    """Which otherwise mean nothing in it."""
    head, _, _ = LEDGER["report.toml"].partition("[tables.ledger]")
    table = '[tables.ledger]\nlayout = "list"\nscale = 0\ndecimals = 2\nfiles = [{ file = "ledger.csv"'
    write_ledger(tmp_path)
    (tmp_path / "report.toml").write_text(f'{head}{table}, row_keys = ["id"] }}]\n', encoding="utf-8")
    (tmp_path / "ledger.csv").write_text("id,label,printed,period,unit\n77,4000,x,2020,JPY\n", encoding="utf-8")
    _, _, _, findings = map_folder(tmp_path)
    assert "lineItems.unknownHeading" not in {found.code for found in findings}
    assert 'ledger.csv:2 C "printed" (id 77)' in {str(found.source) for found in findings}


@pytest.mark.parametrize(("keys", "words"), [('["Acount"]', "Acount"), ('["Account", "id"]', "id")])
def test_a_key_that_is_no_column_is_told(keys: str, words: str, tmp_path: Path) -> None:
    """With what columns there are."""
    _, _, _, findings = map_folder(_query(tmp_path, keys))
    (found,) = (found for found in findings if "row_keys" in found.message)
    assert found.code == "lineItems.missingHeading"
    assert f"row_keys names {words!r}" in found.message
    assert "Account" in (found.hint or "")
