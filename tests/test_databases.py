"""A project whose ledger stands in a database: the same filing from each, and no credentials anywhere."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import duckdb
import pytest
from adbc_driver_postgresql import dbapi

from exporter.errors import UnreadableInputError
from exporter.export import export_report
from tests.databases.servers import find_server, postgresql_server
from tests.ledgers import LEDGER, write_ledger
from tests.projects import map_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_CREATE = 'create table ledger("No" varchar(9), "Account" varchar(40), "Debit" {exact}, "Credit" {exact}, day {day})'
_QUERY = """\
select "No", "Account", "Debit", "Credit" from ledger
where day between :start and :end -- the year's balances
order by "No"
"""
_FILE = '[[tables.ledger.files]]\nfile = "ledger.csv"\n'


def _rows() -> list[tuple[str | None, ...]]:
    """The ledger, and an account of another year."""
    _, *rows = csv.reader(LEDGER["ledger.csv"].splitlines())
    return [
        *(tuple(cell or None for cell in (*row, "2020-12-31")) for row in rows),
        ("9000", "Old", "7.00", None, "2019-12-31"),
    ]


def _query_of(folder: Path, database: str) -> Path:
    """Let the small ledger come from a database."""
    said = f'[[tables.ledger.files]]\nquery = "sql/ledger.sql"\ndatabase = "{database}"\nperiod = "2020"\n'
    write_ledger(folder, {"report.toml": ((_FILE, said),)})
    (folder / "ledger.csv").unlink()
    (folder / "sql").mkdir()
    (folder / "sql" / "ledger.sql").write_text(_QUERY, encoding="utf-8")
    return folder


def _sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(_CREATE.format(exact="text", day="text"))
        connection.executemany("insert into ledger values (?, ?, ?, ?, ?)", _rows())


def _duckdb(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(_CREATE.format(exact="decimal(38, 2)", day="date"))
        connection.executemany("insert into ledger values (?, ?, ?, ?, ?)", _rows())


@pytest.fixture(scope="module")
def filing(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What is filed of the ledger as CSV."""
    return _filed(write_ledger(tmp_path_factory.mktemp("csv")))


def _filed(folder: Path) -> dict[str, bytes]:
    result = export_report(folder, arelle=False, formats=["xml", "inline"])
    assert [str(found) for found in result.findings if found.severity == "error"] == []
    return {path.name: path.read_bytes() for path in (result.out / "filing").iterdir()}


@pytest.mark.parametrize(("file", "create"), [("ledger.sqlite", _sqlite), ("ledger.duckdb", _duckdb)])
def test_a_file_gives_the_same_filing(
    file: str, create: Callable[[Path], None], filing: dict[str, bytes], tmp_path: Path
) -> None:
    """To the byte."""
    folder = _query_of(tmp_path, file)
    create(folder / file)
    assert _filed(folder) == filing


def test_a_server_gives_the_same_filing_and_is_nowhere_named(
    filing: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """To the byte; no output has anything of its URL."""
    if find_server() is None:
        pytest.skip("PostgreSQL is not installed; apt install postgresql")
    with postgresql_server() as url:
        with dbapi.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
            cursor.execute(_CREATE.format(exact="numeric(38, 2)", day="date"))
            for row in _rows():
                values = ", ".join("null" if value is None else f"'{value}'" for value in row)
                cursor.execute(f"insert into ledger values ({values})")  # noqa: S608 - the test's own
        monkeypatch.setenv("LEDGER_URL", url)
        folder = _query_of(tmp_path, "env:LEDGER_URL")
        assert _filed(folder) == filing
    outputs = b"".join(path.read_bytes() for path in (folder / "out").rglob("*") if path.is_file())
    assert b"sql/ledger.sql" in outputs
    assert not any(word in outputs for word in (b"S3cretWord", b"keeper"))


def test_a_row_of_a_query_is_named(tmp_path: Path) -> None:
    """With the name of its column, as nobody knows it by a letter."""
    folder = _query_of(tmp_path, "ledger.sqlite")
    _sqlite(folder / "ledger.sqlite")
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as connection, connection:
        connection.execute('update ledger set "Credit" = \'20.00\', "Debit" = null where "No" = \'4010\'')
    result = export_report(folder, arelle=False)
    (found,) = [each for each in result.findings if each.code == "ledger.unbalanced"]
    assert str(found.source) == 'sql/ledger.sql row 7 "Credit"'


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('query = "sql/ledger.sql"', 'query = "sql/ledgr.sql"', "project.missingFile"),
        ('period = "2020"', 'period = "2021"', "project.unknownPeriod"),
        ('database = "ledger.sqlite"\n', "", "project.missingKey"),
        ('query = "sql/ledger.sql"', 'query = "sql/ledger.sql"\nfile = "sql/ledger.sql"', "project.wrongType"),
        ('query = "sql/ledger.sql"', 'file = "sql/ledger.sql"', "project.unknownKey"),
    ],
)
def test_what_is_said_of_a_query_is_checked(old: str, new: str, code: str, tmp_path: Path) -> None:
    """At its line of report.toml."""
    folder = _query_of(tmp_path, "ledger.sqlite")
    report = folder / "report.toml"
    text = report.read_text(encoding="utf-8")
    assert old in text
    report.write_text(text.replace(old, new), encoding="utf-8")
    findings = map_folder(folder)[3]
    assert code in [found.code for found in findings]
    assert all(found.source and found.source.file == "report.toml" and found.source.row for found in findings)


def test_a_database_that_is_not_there_ends_the_export(tmp_path: Path) -> None:
    """Before anything is written."""
    with pytest.raises(UnreadableInputError, match=r"there is no database 'ledger\.sqlite'"):
        export_report(_query_of(tmp_path, "ledger.sqlite"), arelle=False)
    assert not (tmp_path / "out").exists()
