"""Queries: run in a read-only transaction with a limit of time, and read as columns of exact text."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import threading
import time
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl

from exporter.databases.exact_columns import check_names, exact_text, texts_of_rows
from exporter.databases.parameters import with_parameters
from exporter.errors import ExporterError, UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from exporter.databases.connections import Database

__all__ = ["MAX_SECONDS", "read_query"]

#: Gives the decimal mark of a column, by its name.
Mark: TypeAlias = "Callable[[str], str]"

#: Queries that take longer are given up.
MAX_SECONDS = 600
#: So many rows are made columns at a time, and the engine of SQLite looks at the clock after so many steps.
_BATCH, _STEPS = 50_000, 100_000
#: The first and last day of which years have four digits, counted from 1970; infinity lies beyond.
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896
#: What a query may do in SQLite: read.
_READING = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
#: Parameters are days; a database that is told so compares them with days.
_DAY = "cast(cast(${} as varchar) as date)".format
#: A query that reads, behind comments.
_SELECT = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(?:select|with)\b", re.IGNORECASE | re.DOTALL)
_EXTRAS = {"postgresql": "postgresql", "duckdb": "duckdb", "other": "databases"}


def read_query(
    name: str, sql: str, parameters: Mapping[str, str | None], database: Database, mark: Mark = lambda _: "."
) -> pl.DataFrame:
    """Run a query, and read what it gives.

    Args:
        name: of the query, for messages.
        sql: one statement, which may have parameters.
        parameters: their values; None where there is none.
        database: to read.
        mark: gives the decimal mark with which the decimal numbers of a column are written.

    Returns: its columns by their names, all text; null is blank.

    Raises:
        UnreadableInputError: it fails, writes, takes too long, gives binary floats, or two columns of one name; no
            message has anything of the database's URL.
    """
    try:
        frame = _READERS[database.kind](name, sql, parameters, database, mark)
    except ExporterError:
        raise
    except ImportError as error:
        extra = _EXTRAS.get(database.kind, "databases")
        raise UnreadableInputError(
            f"{name} cannot be read without a package: pip install 'exporter[{extra}]'"
        ) from error
    except BaseException as error:  # polars panics over some values, which is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        reason = database.without_secrets(" ".join(str(error).split()))
        if "interval" in reason and type(error).__name__ == "PanicException":
            reason = "it gives an interval, which is no text, number or date; cast it as text"
        raise UnreadableInputError(f"{name} failed in {database.name}: {reason}") from None
    if not frame.width:
        raise UnreadableInputError(f"{name} gives no columns; it should be one SELECT")
    return frame


# -------------------------------------------------------------------------------------------------------------- SQLite


def _read_sqlite(
    name: str, sql: str, parameters: Mapping[str, str | None], database: Database, mark: Mark
) -> pl.DataFrame:
    """Read by the standard library, which gives values as they are stored."""
    assert database.path is not None  # noqa: S101 - a kind of file
    text, values = with_parameters(name, sql, parameters, lambda number, _: f"?{number}")
    end = time.monotonic() + MAX_SECONDS
    uri = f"{database.path.resolve().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.set_authorizer(_authorize)
        connection.set_progress_handler(lambda: int(time.monotonic() > end), _STEPS)
        try:
            cursor = connection.execute(text, values)
        except sqlite3.DatabaseError as error:
            if "not authorized" in str(error):
                raise UnreadableInputError(f"{name} does something else than read, which a query may not") from None
            if "interrupted" in str(error):
                raise _too_slow(name) from None
            raise
        columns = [description[0] for description in cursor.description or ()]
        check_names(name, columns)
        parts = [texts_of_rows(name, columns, (), mark)]
        try:
            while rows := cursor.fetchmany(_BATCH):
                parts.append(texts_of_rows(name, columns, rows, mark))
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise _too_slow(name) from None
            raise
        return pl.concat(parts)


def _authorize(action: int, *_: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY


def _too_slow(name: str) -> UnreadableInputError:
    return UnreadableInputError(f"{name} took longer than {MAX_SECONDS:,} seconds, and was given up")


# -------------------------------------------------------------------------------------------------------------- DuckDB


def _read_duckdb(
    name: str, sql: str, parameters: Mapping[str, str | None], database: Database, mark: Mark
) -> pl.DataFrame:
    import duckdb  # noqa: PLC0415 - an extra package

    text, values = with_parameters(name, sql, parameters, _DAY)
    settings: dict[str, Any] = {"enable_external_access": False, "lock_configuration": True}
    with (
        duckdb.connect(str(database.path), read_only=True, config=settings) as connection,
        _given_up(name, connection.interrupt),
    ):
        relation: Any = connection.sql(text, params=values or None)
        if relation is None:  # it is no SELECT
            return pl.DataFrame()
        check_names(name, relation.columns)
        return _exact(name, pl.DataFrame(relation), mark)


# ---------------------------------------------------------------------------------------------------------- PostgreSQL


def _read_postgresql(
    name: str, sql: str, parameters: Mapping[str, str | None], database: Database, mark: Mark
) -> pl.DataFrame:
    """Read by ADBC, which gives columns; numeric arrives as exact text."""
    from adbc_driver_postgresql import dbapi  # noqa: PLC0415 - an extra package

    text, values = with_parameters(name, sql, parameters, _DAY)
    try:
        connection = dbapi.connect(database.url, autocommit=True)
    except Exception as error:  # noqa: BLE001 - a driver's error may quote the URL in forms that are not known here
        reason = "the URL is malformed" if "://" in str(error) or "spaces" in str(error) else _reason(error, database)
        raise UnreadableInputError(f"{name} cannot reach {database.name}: {reason}") from None
    with connection, connection.cursor() as cursor:
        cursor.execute("begin transaction read only")
        cursor.execute(f"set local statement_timeout = {MAX_SECONDS * 1000}")
        with _given_up(name, cursor.adbc_cancel):
            frame = _arrow(name, cursor, text, values)
            whole = [column for column, kind in frame.schema.items() if kind == pl.Int64]
            if whole and frame.height:  # money arrives as a whole number of hundredths
                names = ", ".join(f"pg_typeof(q.{_quoted(column)})::text as {_quoted(column)}" for column in whole)
                typed = f"select {names} from ({text.rstrip().rstrip(';')}) as q limit 1"  # noqa: S608 - of the user's own
                types = _arrow(name, cursor, typed, values)
                for column, kind in types.row(0, named=True).items():
                    if kind == "money":
                        advice = f"cast it in the query: {column}::numeric"
                        raise UnreadableInputError(f"{name} gives money in the column {column!r}; {advice}")
            return _exact(name, frame, mark)


def _arrow(name: str, cursor: Any, text: str, values: Sequence[str]) -> pl.DataFrame:  # noqa: ANN401 - ADBC's
    cursor.execute(text, values or None)
    try:
        return pl.DataFrame(cursor.fetch_arrow())
    except pl.exceptions.DuplicateError as error:
        raise UnreadableInputError(
            f"{name} gives two columns of one name; name one of them otherwise, with AS"
        ) from error


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _reason(error: Exception, database: Database) -> str:
    return database.without_secrets(" ".join(str(error).split()))


# ------------------------------------------------------------------------------------------------------ all other ones


def _read_other(
    name: str, sql: str, parameters: Mapping[str, str | None], database: Database, mark: Mark
) -> pl.DataFrame:
    """Read by SQLAlchemy, whose drivers give Python's values."""
    import sqlalchemy  # noqa: PLC0415 - an extra package

    if not _SELECT.match(sql):
        raise UnreadableInputError(f"{name} does something else than read: it should be one SELECT")
    text, _ = with_parameters(name, sql, parameters, lambda _, parameter: f"\0{parameter}\0")
    # Colons that are no parameters here are none for SQLAlchemy.
    text = re.sub("\0(\\w+)\0", r":\1", text.replace(":", r"\:"))
    used = {key: value for key, value in parameters.items() if re.search(rf"(?<!\\):{key}\b", text)}
    engine = sqlalchemy.create_engine(database.url)
    try:
        with engine.connect().execution_options(stream_results=True) as connection:
            result = connection.execute(sqlalchemy.text(text), used)
            columns = list(result.keys())
            check_names(name, columns)
            parts = [texts_of_rows(name, columns, (), mark)]
            parts += [texts_of_rows(name, columns, rows, mark) for rows in result.partitions(_BATCH)]
            connection.rollback()
            return pl.concat(parts)
    finally:
        engine.dispose()


_READERS: dict[str, Callable[[str, str, Mapping[str, str | None], Database, Mark], pl.DataFrame]] = {
    "sqlite": _read_sqlite,
    "duckdb": _read_duckdb,
    "postgresql": _read_postgresql,
    "other": _read_other,
}


def _exact(name: str, frame: pl.DataFrame, mark: Mark) -> pl.DataFrame:
    """Cast columns to the text that says their values exactly."""
    for column, kind in frame.schema.items():
        days = frame[column].to_physical().drop_nulls() if kind == pl.Date else pl.Series([0])
        if not days.is_between(_FIRST_DAY, _LAST_DAY).all():
            raise UnreadableInputError(f"{name} gives days in the column {column!r} that no calendar has")
    return frame.select(exact_text(name, column, kind, mark(column)) for column, kind in frame.schema.items())


@contextlib.contextmanager
def _given_up(name: str, cancel: Callable[[], object]) -> Iterator[None]:
    """Cancel what takes longer than a query may."""
    is_late = threading.Event()

    def give_up() -> None:
        is_late.set()
        cancel()

    timer = threading.Timer(MAX_SECONDS, give_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as error:  # each driver has its own for a query that was given up
        if is_late.is_set() or "statement timeout" in str(error):  # the server has the same limit
            raise _too_slow(name) from None
        raise
    finally:
        timer.cancel()
