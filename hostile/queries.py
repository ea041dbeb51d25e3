"""Hostile queries and databases: the table of a small project; and URLs, of which nothing may be seen."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import duckdb

from hostile.case import Case
from hostile.small import export, take_instead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

__all__ = ["cases"]

_ROWS = "values ('Revenues', '1,200', '1,000'), ('Costs', '(900)', '(1,100)'), ('Profit (loss)', '300', '(100)')"
_TABLE = "create table ledger(label text, this text, last text)"
_SOUND = 'select label, this as "FY2020", last as "FY2019" from ledger'
_SECRET, _VARIABLE = "S3cretWord", "LEDGER_URL"
_ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) "
#: Queries that are refused by any database.
_REFUSED = {
    "nothing": "",
    "a comment": "-- select",
    "an open comment": "/* " * 300_000,
    "many comments": "/* */ " * 100_000 + "insert",
    "open quotes": "select '" + "''" * 400_000,
    "open dollars": "select $a$" * 90_000,
    "no SQL": "selec",
    "a table that is not there": "select * from gone",
    "several statements": f"{_SOUND}; drop table ledger",
    "an insert": "insert into ledger values ('a', 'b', 'c')",
    "a deletion": "delete from ledger",
    "a deletion that reads": "with a as (select 1) delete from ledger",
    "a table to make": "create table other(a text)",
    "two columns of one name": 'select label, this as "FY2020", last as "FY2020" from ledger',
    "a column of the name row": f"select 1 as row, * from ({_SOUND}) as q",  # noqa: S608 - our own
    "another database": "attach 'other.db' as other",
    "a parameter without a value": f"{_SOUND} where label = :start",
    "floats": 'select label, 1e0 / 3 as "FY2020", \'1\' as "FY2019" from ledger',
    "NaN": "select label, 'NaN' as \"FY2020\", '1' as \"FY2019\" from ledger",
    "a blob": "select label, cast('a' as blob) as \"FY2020\", '1' as \"FY2019\" from ledger",
    "NULs": f"{_SOUND}\0",
}
_OF_SQLITE = {
    "an extension": "select load_extension('other.so')",
    "a file": "select readfile('/etc/passwd')",
    "a pragma": "pragma journal_mode = delete",
    "a function of pragmas": "select * from pragma_database_list",
    "no UTF-8": "select label, cast(x'ff' as text) as \"FY2020\", '1' as \"FY2019\" from ledger",
    "a cell of 500 MB": "select hex(zeroblob(250000000)) as a",
    "many large cells": f"{_ENDLESS} select i, hex(zeroblob(2000000)) as a from n",  # noqa: S608 - our own
    "vacuum into": "vacuum into 'out.db'",
}
_OF_DUCKDB = {
    "a file of text": "select * from read_text('/etc/passwd')",
    "a file of CSV": "select * from read_csv('../outside/secret')",
    "a file by its name": "select * from '../outside/secret.csv'",
    "a server": "select * from read_csv('http://127.0.0.1:9/a.csv')",
    "an extension": "install httpfs",
    "files": "select * from glob('/etc/*')",
    "a copy": "copy ledger to 'out.csv'",
    "another setting": "set enable_external_access = true",
    "rows without end": "select a.range as r, a.range as b from range(100000000000) a",
    "days that no calendar has": "select label, 'infinity'::date as \"FY2020\", '1' as \"FY2019\" from ledger",
    "lists": 'select label, [1, 2] as "FY2020", [1] as "FY2019" from ledger',
}
_URLS = {
    "postgresql": f"postgresql://keeper:{_SECRET}@127.0.0.1:9/db",
    "marks that are not escaped": f"postgresql://keeper:a/{_SECRET}@127.0.0.1:9/db",
    "more such marks": f"postgresql://keeper:a#{_SECRET}?x@127.0.0.1:9/db",
    "a blank": f"postgresql://keeper:{_SECRET} x@127.0.0.1:9/db",
    "brackets": f"postgresql://keeper:[{_SECRET}@127.0.0.1:9/db",
    "a port that is none": f"postgresql://keeper@127.0.0.1:{_SECRET}/db",
    "options": f"postgresql://127.0.0.1:9/db?user=keeper&password={_SECRET}",
    "an unknown option": f"postgresql://127.0.0.1:9/db?passwrd={_SECRET}&{_SECRET}=1",
    "escapes": f"postgresql://keeper:%{_SECRET}%@127.0.0.1:9/db",
    "a driver": f"postgresql+psycopg2://keeper:{_SECRET}@127.0.0.1:9/db",
    "another database": f"mysql+pymysql://keeper:{_SECRET}@127.0.0.1:9/db",
    "an unknown database": f"{_SECRET}://keeper:{_SECRET}@127.0.0.1:9/db",
    "a port of another database": f"oracle://keeper@127.0.0.1:{_SECRET}/db",
    "a file": f"sqlite:///{_SECRET}.db",
    "no URL": _SECRET,
    "words": f"host=127.0.0.1 password={_SECRET}",
    "a folder": "sqlite:////tmp",
    "nothing": "",
}


def cases() -> Iterator[Case]:
    """Each query of each kind of database, databases that are none, and URLs in the environment and in report.toml."""
    for ending, own in {"sqlite": _OF_SQLITE, "duckdb": _OF_DUCKDB}.items():
        yield _case(f"{ending}: sound", _SOUND, f"ledger.{ending}", clean=True)
        yield _case(f"{ending}: a comment behind it", f"{_SOUND}; -- ; all", f"ledger.{ending}", clean=True)
        for title, sql in {**_REFUSED, **own}.items():
            yield _case(f"{ending}: {title}", sql, f"ledger.{ending}")
        for title, spoil in _SPOILT.items():
            yield _case(f"{ending}: the database is {title}", _SOUND, f"ledger.{ending}", spoil)
    for title, url in _URLS.items():
        environment = {_VARIABLE: url, "EXPORTER_TRACEBACK": "1"}
        yield _case(f"URL: {title}, in a variable", _SOUND, f"env:{_VARIABLE}", environment=environment)
        if "S3cret" in url:
            yield _case(f"URL: {title}, in report.toml", _SOUND, url)
        if "S3cret" in url and url != _SECRET:  # a word is the name of a variable, which a message names
            yield _case(f"URL: {title}, behind env:", _SOUND, f"env:{url}")
    for said in ("../outside/secret", "../ledger.sqlite", "/etc/passwd", ".", "", "a.sqlite\\u0000"):
        yield _case(f"the database {said!r}", _SOUND, said)


def _case(
    title: str,
    sql: str,
    database: str,
    spoil: Callable[[Path], None] | None = None,
    *,
    clean: bool = False,
    environment: dict[str, str] | None = None,
) -> Case:
    def write(folder: Path) -> Sequence[str]:
        arguments = export(folder)
        project = folder / "project"
        with closing(sqlite3.connect(project / "ledger.sqlite")) as connection, connection:
            connection.execute("pragma journal_mode = wal")
            connection.execute(_TABLE)
            connection.execute(f"insert into ledger {_ROWS}")
        with duckdb.connect(str(project / "ledger.duckdb")) as writing:
            writing.execute(_TABLE)
            writing.execute(f"insert into ledger {_ROWS}")
        if spoil is not None:
            spoil(project / database)
        (project / "q.sql").write_text(sql, encoding="utf-8")
        take_instead(project, f'query = "q.sql"\ndatabase = "{database}"')
        return arguments

    return Case("query", title, write, clean=clean, refused=not clean, secret=_SECRET, environment=environment or {})


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _link(path: Path) -> None:
    path.rename(path.parent.parent.parent / "outside" / path.name)
    path.symlink_to(path.parent.parent.parent / "outside" / path.name)


def _circle(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_bytes(b"label,FY2020\n" * 1000)


def _cut(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 3])


_SPOILT: dict[str, Callable[[Path], None]] = {
    "a pipe": _pipe,
    "a folder": _folder,
    "a link that leads out": _link,
    "a link to itself": _circle,
    "not there": lambda path: path.unlink(),
    "empty": _empty,
    "a text": _text,
    "cut": _cut,
}
