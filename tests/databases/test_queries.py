"""Queries: exact values from each kind of database, and what is refused; nothing of a URL is ever shown."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import duckdb
import pytest
from adbc_driver_postgresql import dbapi

from exporter.databases import queries
from exporter.databases.connections import Database, find_database
from exporter.databases.queries import open_query
from exporter.errors import UnreadableInputError
from tests.databases.servers import find_server, postgresql_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import polars as pl

_LONG = "1234567890123456789012345678.0123456789"
_TABLE = "create table ledger(account varchar(9), amount {exact}, count bigint, rate {float}, booked {day})"
_ROWS = f"insert into ledger values ('4000', '{_LONG}', 7, 1.5, '2020-12-31'), ('5000', null, null, null, null)"  # noqa: S608 - the test's own
_PERIOD = {"start": "2020-01-01", "end": "2020-12-31"}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL server with the table."""
    if find_server() is None:
        pytest.skip("PostgreSQL is not installed; apt install postgresql")
    with postgresql_server() as url:
        with dbapi.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
            cursor.execute(_TABLE.format(exact="numeric", float="float8", day="date"))
            cursor.execute(_ROWS)
        yield url


@pytest.fixture(params=["sqlite", "duckdb", "postgresql", "other"])
def database(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database of each kind with the same table."""
    if request.param == "postgresql":
        monkeypatch.setenv("LEDGER_URL", request.getfixturevalue("server"))
        return find_database("env:LEDGER_URL", tmp_path)
    if request.param == "duckdb":
        with duckdb.connect(str(tmp_path / "ledger.duckdb")) as writing:
            writing.execute(_TABLE.format(exact="decimal(38, 10)", float="double", day="date"))
            writing.execute(_ROWS)
        return find_database("ledger.duckdb", tmp_path)
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as connection, connection:
        connection.execute(_TABLE.format(exact="text", float="real", day="text"))
        connection.execute(_ROWS)
    if request.param == "sqlite":
        return find_database("ledger.sqlite", tmp_path)
    return Database("other", "env:LEDGER_URL", url=f"sqlite:///{tmp_path / 'ledger.sqlite'}")


def _read(
    name: str,
    sql: str,
    parameters: Mapping[str, str | None],
    database: Database,
    mark: Callable[[str], str] = lambda _: ".",
) -> pl.DataFrame:
    with open_query(name, sql, parameters, database, mark) as rows:
        return rows.collect()


def test_values_are_read_exactly(database: Database) -> None:
    """Whole and decimal numbers of many digits, days and texts; null is blank."""
    frame = _read("q.sql", "select account, amount, count, booked from ledger order by 1", {}, database)
    assert frame.columns == ["account", "amount", "count", "booked"]
    assert frame.rows() == [("4000", _LONG, "7", "2020-12-31"), ("5000", "", "", "")]


def test_decimal_numbers_have_the_mark_of_their_column(database: Database) -> None:
    """So that a table in German reads them as what they are; texts are left as they are printed."""
    frame = _read("q.sql", "select amount from ledger where account = '4000'", {}, database, lambda _: ",")
    is_text = database.kind in ("sqlite", "other")
    assert frame.rows() == [(_LONG if is_text else _LONG.replace(".", ","),)]


def test_parameters_are_bound(database: Database) -> None:
    """And not put into the text."""
    sql = "select account from ledger where booked >= :start and booked <= :end -- :nothing"
    assert _read("q.sql", sql, _PERIOD, database).rows() == [("4000",)]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select rate from ledger", "has binary floats in the column 'rate', which are not exact"),
        ("select account, account from ledger", "gives two columns"),
        ("select accont from ledger", "failed in"),
        ("selec", "q.sql"),
        ("select :foo", "has the parameter :foo, which has no value"),
    ],
)
def test_what_cannot_be_read_is_told(sql: str, message: str, database: Database) -> None:
    """With the query's name and the database's, and nothing of its URL."""
    with pytest.raises(UnreadableInputError) as error:
        _read("q.sql", sql, _PERIOD, database)
    assert message in str(error.value)
    assert str(error.value).startswith("q.sql")
    assert "S3cretWord" not in str(error.value)


@pytest.mark.parametrize(
    "sql", ["insert into ledger(account) values ('6000')", "drop table ledger", "delete from ledger"]
)
def test_nothing_is_written(sql: str, database: Database) -> None:
    """A query that tries is refused."""
    with pytest.raises(UnreadableInputError):
        _read("q.sql", sql, {}, database)
    assert _read("q.sql", "select count(*) as n from ledger", {}, database).rows() == [("2",)]


_ENDLESS = {
    "sqlite": "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n",
    "duckdb": "select max(a.range + b.range * c.range) from range(1000000) a, range(1000000) b, range(1000) c",
    "postgresql": "select pg_sleep(60)::text",
}


def test_a_query_that_takes_too_long_is_given_up(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time that it may take."""
    if database.kind == "other":
        pytest.skip("SQLAlchemy knows no way for all databases to give a query up")
    monkeypatch.setattr(queries, "MAX_SECONDS", 1)
    with pytest.raises(UnreadableInputError, match="took longer than 1 seconds, and was given up"):
        _read("q.sql", _ENDLESS[database.kind], {}, database)


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select 12.34::money as m", "gives money in the column 'm'; cast it in the query: m::numeric"),
        ("select 'infinity'::date as d", "has days in the column 'd' that no calendar has"),
        ("select interval '1 day' as i", "it gives an interval, which is no text, number or date"),
        ("select array[1, 2] as a", "which is no text, number or date"),
        ("select 1; select 2", "has several statements"),
        ("set default_transaction_read_only = off", "does something else than read"),
    ],
)
def test_what_postgresql_would_give_silently_wrong_is_refused(
    sql: str, message: str, server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Money in hundredths, days without end, and all that is no value."""
    monkeypatch.setenv("LEDGER_URL", server)
    with pytest.raises(UnreadableInputError) as error:
        _read("q.sql", sql, {}, find_database("env:LEDGER_URL", tmp_path))
    assert message in str(error.value)


def test_a_server_that_goes_away_in_the_middle_is_told(
    server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nothing of what it has given until then is taken for the whole, and nothing of its URL is told."""
    monkeypatch.setenv("LEDGER_URL", server)
    sql = """
        select i::text as n, case when i = 400000 then pg_terminate_backend(pg_backend_pid()) end as ended
        from generate_series(1, 500000) as i
    """
    with pytest.raises(UnreadableInputError, match=r"q\.sql failed in env:LEDGER_URL") as error:
        _read("q.sql", sql, {}, find_database("env:LEDGER_URL", tmp_path))
    assert "S3cretWord" not in str(error.value)


def _elsewhere(url: str) -> str:
    return url.replace("/postgres?", "/nowhere?")


def _malformed(url: str) -> str:
    return url.replace("S3cretWord", "S3cretWord x")


@pytest.mark.parametrize("change", [_elsewhere, _malformed])
def test_a_server_that_cannot_be_reached_is_told_without_its_url(
    change: Callable[[str], str], server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither the password nor anything else of it."""
    monkeypatch.setenv("LEDGER_URL", change(server))
    with pytest.raises(UnreadableInputError, match="cannot reach env:LEDGER_URL") as error:
        _read("q.sql", "select 1 as a", {}, find_database("env:LEDGER_URL", tmp_path))
    assert "S3cretWord" not in str(error.value)
    assert "S3cretWord" not in repr(find_database("env:LEDGER_URL", tmp_path))


@pytest.mark.parametrize(
    ("said", "url", "message"),
    [
        ("env:LEDGER_URL", "", "the environment has no variable LEDGER_URL"),
        ("env:LEDGER_URL", "S3cretWord", "the variable LEDGER_URL has no URL of a database"),
        ("env:LEDGER_URL", "sqlite:///nowhere/S3cretWord.db", "names a database that is not there"),
        ("ledger.sqlite", "", "there is no database 'ledger.sqlite'"),
        ("postgresql://x:S3cretWord@host/db", "", "names neither a file nor a variable"),
        ("env:postgresql://x:S3cretWord@host/db.db", "", "names neither a file nor a variable"),
        ("host=h password=S3cretWord dbname=a.db", "", "names neither a file nor a variable"),
        ("../ledger.sqlite", "", "there is no database"),
    ],
)
def test_a_database_that_is_not_there_is_told(
    said: str, url: str, message: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The value of a variable is never shown."""
    monkeypatch.setenv("LEDGER_URL", url)
    with pytest.raises(UnreadableInputError) as error:
        find_database(said, tmp_path)
    assert message in str(error.value)
    assert "S3cretWord" not in str(error.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://keeper:S3cretWord@host/db",
        "postgresql://keeper:%53%33cretWord@host/db",
        "postgresql://keeper:a/S3cretWord@host/db",
        "postgresql://keeper:a@S3cretWord?b@host/db",
        "postgresql://host/db?user=keeper&password=S3cretWord",
        "mysql+pymysql://host/db?ssl_key=S3cretWord#x",
    ],
)
def test_nothing_of_a_url_is_left_in_a_message(url: str) -> None:
    """As it stands there, and as drivers understand it, which quote only a part of it."""
    database = Database("postgresql", "env:LEDGER_URL", url=url)
    text = database.without_secrets(f"keeper S3cretWord, {url}: invalid port 'S3cretWord' of a table")
    assert "S3cretWord" not in text
    assert "keeper" not in text or "user=keeper" not in url
    assert text.endswith(" of a table")


def test_a_database_outside_the_project_is_refused(tmp_path: Path) -> None:
    """By a path or by a link; a variable may name it."""
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as connection, connection:
        connection.execute("create table ledger(a text)")
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "link.sqlite").symlink_to(tmp_path / "ledger.sqlite")
    for said in ("../ledger.sqlite", "link.sqlite"):
        with pytest.raises(UnreadableInputError, match="leads out of the project folder"):
            find_database(said, tmp_path / "project")


def test_reading_leaves_nothing_beside_a_database(tmp_path: Path) -> None:
    """Nor where what is written to it goes first to a file beside it."""
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("create table ledger(a text)")
    frame = _read("q.sql", "select count(*) as n from ledger", {}, find_database("ledger.sqlite", tmp_path))
    assert frame.rows() == [("0",)]
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.sqlite"]


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) as n from ledger -- and that is all",
        "/* how many */ select count(*) as n from ledger; -- and /* that; is all",
        "(select count(*) as n from ledger)",
    ],
)
def test_comments_and_a_semicolon_may_stand_around_a_query(sql: str, database: Database) -> None:
    """Which is one statement all the same."""
    if database.kind in ("sqlite", "other") and sql.startswith("("):
        pytest.skip("SQLite knows no query in parentheses")
    assert _read("q.sql", sql, {}, database).rows() == [("2",)]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select 1 as a; select 2 as a", "has several statements"),
        ("select 1 as a; drop table ledger", "has several statements"),
        ("-- select\npragma journal_mode", "does something else than read"),
        ("", "has no statement"),
        (";-- select", "has no statement"),
        ("/* " * 300_000, "has no statement"),
        ("/* */ " * 50_000 + "insert", "does something else than read"),
        ("select '" + "''" * 200_000, "failed"),
        ("select $a$" * 100_000, "failed"),
    ],
)
def test_a_query_is_one_statement_that_reads(sql: str, message: str, database: Database) -> None:
    """Which is seen in the time that it takes to read it once."""
    with pytest.raises(UnreadableInputError, match=message):
        _read("q.sql", sql, {}, database)


def test_a_cell_without_end_is_refused(tmp_path: Path) -> None:
    """SQLite makes a text of a gigabyte where it is asked to."""
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as connection, connection:
        connection.execute("create table ledger(a text)")
    with pytest.raises(UnreadableInputError, match="string or blob too big"):
        _read("q.sql", "select hex(zeroblob(20000000)) as a", {}, find_database("ledger.sqlite", tmp_path))
