"""Queries: run in a read-only transaction with a limit of time, and read as columns of exact text."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import threading
import time
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl
from polars.io.plugins import register_io_source

from exporter.databases.exact_rows import FLOATS_ADVICE, check_names, texts_of_rows
from exporter.databases.parameters import with_parameters
from exporter.databases.statements import single_statement
from exporter.errors import ExporterError, UnreadableInputError
from exporter.frames.exact_texts import exact_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from exporter.databases.connections import Database

__all__ = ["MAX_SECONDS", "open_query"]

#: Gives the decimal mark of a column, by its name.
Mark: TypeAlias = "Callable[[str], str]"

#: Queries that take longer are given up.
MAX_SECONDS = 600
#: So many rows are made columns at a time, and the engine of SQLite looks at the clock after so many steps.
_BATCH, _STEPS = 50_000, 100_000
#: What a query may do in SQLite: read.
_READING = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
#: Parameters are days; a database that is told so compares them with days.
_DAY = "cast(cast(${} as varchar) as date)".format
#: With which words queries begin that read, and what Python's values of so many rows and characters are made at a time.
_READING_WORDS = {"select", "with", "values", "table", "from", ""}
_FEW, _BATCH_CHARACTERS = 20, 32 * 1024**2
#: A database may repeat a whole query in its reason, of which so many characters are shown.
_LONGEST_REASON = 500
#: A cell may have so many bytes.
_LONGEST_CELL = 4 * 1024**2
#: What DuckDB may take, and where it may put what it takes more: nowhere.
_DUCKDB_SETTINGS: dict[str, Any] = {
    "enable_external_access": False,
    "lock_configuration": True,
    "memory_limit": "2GB",
    "temp_directory": "",
}
#: The byte of a SQLite file that says whether what is written first goes to another file.
_WAL_BYTE, _WAL = 18, 2
_EXTRAS = {"postgresql": "postgresql", "duckdb": "duckdb", "other": "databases"}


@contextlib.contextmanager
def open_query(
    name: str, sql: str, parameters: Mapping[str, str | None], database: Database, mark: Mark = lambda _: "."
) -> Iterator[pl.LazyFrame]:
    """Run a query, whose rows are read when they are collected: once, and before the end.

    Args:
        name: of the query, for messages.
        sql: one statement, which may have parameters.
        parameters: their values; None where there is none.
        database: to read.
        mark: gives the decimal mark with which the decimal numbers of a column are written.

    Yields:
        Its rows in their order: its columns by their names, all text; null is blank.

    Raises:
        UnreadableInputError: it fails, writes, takes too long, gives binary floats, or two columns of one name; no
            message has anything of the database's URL.
    """
    try:
        with _READERS[database.kind](name, _reading_statement(name, sql), parameters, database, mark) as rows:
            yield rows
    except ExporterError:
        raise
    except pl.exceptions.DuplicateError as error:  # PostgreSQL's columns are known when they are read
        raise UnreadableInputError(
            f"{name} gives two columns of one name; name one of them otherwise, with AS"
        ) from error
    except ImportError as error:
        extra = _EXTRAS.get(database.kind, "databases")
        raise UnreadableInputError(
            f"{name} cannot be read without a package: pip install 'exporter[{extra}]'"
        ) from error
    except BaseException as error:  # polars panics over some values, which is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        reason = database.without_secrets(" ".join(str(error).split()))[:_LONGEST_REASON]
        if "interval" in reason and type(error).__name__ == "PanicException":
            reason = "it gives an interval, which is no text, number or date; cast it as text"
        raise UnreadableInputError(f"{name} failed in {database.name}: {reason}") from None


def _reading_statement(name: str, sql: str) -> str:
    statement, first_word = single_statement(name, sql)
    if first_word not in _READING_WORDS:
        raise UnreadableInputError(f"{name} does something else than read: it should be one SELECT")
    return statement


# -------------------------------------------------------------------------------------------------------------- SQLite


@contextlib.contextmanager
def _open_sqlite(
    name: str, sql: str, parameters: Mapping[str, str | None], database: Database, mark: Mark
) -> Iterator[pl.LazyFrame]:
    """Read by the standard library, which gives values as they are stored."""
    assert database.path is not None  # noqa: S101 - a kind of file
    text, values = with_parameters(name, sql, parameters, lambda number, _: f"?{number}")
    end = time.monotonic() + MAX_SECONDS
    uri = f"{database.path.resolve().as_uri()}?mode=ro{'&immutable=1' if _is_at_rest(database.path) else ''}"
    # Another thread reads the rows, while this one waits.
    with contextlib.closing(sqlite3.connect(uri, uri=True, check_same_thread=False)) as connection:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_CELL)
        connection.set_authorizer(_authorize)
        connection.set_progress_handler(lambda: int(time.monotonic() > end), _STEPS)
        try:
            cursor = connection.execute(text, values)
            columns = [description[0] for description in cursor.description or ()]
            yield _rows(name, columns, iter(lambda: cursor.fetchmany(_FEW), []), mark)
        except sqlite3.DatabaseError as error:
            if "not authorized" in str(error):
                raise UnreadableInputError(f"{name} does something else than read, which a query may not") from None
            if "interrupted" in str(error):
                raise _too_slow(name) from None
            raise


def _is_at_rest(path: Path) -> bool:
    """Tell whether nobody has a database open that keeps what is written in a file beside it.

    Whoever opens such a one writes files beside it, unless he says that it does not change.
    """
    with path.open("rb") as file:
        return file.read(_WAL_BYTE + 1)[-1:] == bytes([_WAL]) and not path.with_name(f"{path.name}-wal").exists()


def _authorize(action: int, *_: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY


def _too_slow(name: str) -> UnreadableInputError:
    return UnreadableInputError(f"{name} took longer than {MAX_SECONDS:,} seconds, and was given up")


# -------------------------------------------------------------------------------------------------------------- DuckDB


@contextlib.contextmanager
def _open_duckdb(
    name: str, sql: str, parameters: Mapping[str, str | None], database: Database, mark: Mark
) -> Iterator[pl.LazyFrame]:
    import duckdb  # noqa: PLC0415 - an extra package

    text, values = with_parameters(name, sql, parameters, _DAY)
    with (
        duckdb.connect(str(database.path), read_only=True, config=_DUCKDB_SETTINGS) as connection,
        _given_up(name, connection.interrupt),
    ):
        relation: Any = connection.sql(text, params=values or None)
        check_names(name, [] if relation is None else relation.columns)  # it may be no SELECT
        yield _exact(name, pl.scan_arrow_c_stream(relation), mark)


# ---------------------------------------------------------------------------------------------------------- PostgreSQL


@contextlib.contextmanager
def _open_postgresql(
    name: str, sql: str, parameters: Mapping[str, str | None], database: Database, mark: Mark
) -> Iterator[pl.LazyFrame]:
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
            cursor.execute(text, values or None)
            rows = pl.scan_arrow_c_stream(cursor.fetch_arrow())
            columns = rows.collect_schema()
            check_names(name, columns.names())
            yield _exact(name, rows, mark)
            whole = [column for column, kind in columns.items() if kind == pl.Int64]
            if whole:  # or money, which arrives as a whole number of hundredths; nothing is computed to tell the types
                names = ", ".join(f"pg_typeof(q.{_quoted(column)})::text as {_quoted(column)}" for column in whole)
                none = f"(select) as one left join ({text}\n) as q on false"
                cursor.execute(f"select {names} from {none}", values or None)  # noqa: S608 - of the user's own
                for column, kind in next(pl.DataFrame(cursor.fetch_arrow()).iter_rows(named=True), {}).items():
                    if kind == "money":
                        advice = f"cast it in the query: {column}::numeric"
                        raise UnreadableInputError(f"{name} gives money in the column {column!r}; {advice}")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _reason(error: Exception, database: Database) -> str:
    return database.without_secrets(" ".join(str(error).split()))


# ------------------------------------------------------------------------------------------------------ all other ones


@contextlib.contextmanager
def _open_other(
    name: str, sql: str, parameters: Mapping[str, str | None], database: Database, mark: Mark
) -> Iterator[pl.LazyFrame]:
    """Read by SQLAlchemy, whose drivers give Python's values."""
    import sqlalchemy  # noqa: PLC0415 - an extra package

    text, _ = with_parameters(name, sql, parameters, lambda _, parameter: f"\0{parameter}\0")
    # Colons that are no parameters here are none for SQLAlchemy.
    text = re.sub("\0(\\w+)\0", r":\1", text.replace(":", r"\:"))
    used = {key: value for key, value in parameters.items() if re.search(rf"(?<!\\):{key}\b", text)}
    engine = sqlalchemy.create_engine(database.url)
    try:
        with engine.connect().execution_options(stream_results=True) as connection:
            result = connection.execute(sqlalchemy.text(text), used)
            yield _rows(name, list(result.keys()), result.partitions(_FEW), mark)
            connection.rollback()
    finally:
        engine.dispose()


_READERS: dict[str, Callable[[str, str, Mapping[str, str | None], Database, Mark], Any]] = {
    "sqlite": _open_sqlite,
    "duckdb": _open_duckdb,
    "postgresql": _open_postgresql,
    "other": _open_other,
}


def _exact(name: str, rows: pl.LazyFrame, mark: Mark) -> pl.LazyFrame:
    """Cast columns to the text that says their values exactly."""

    def fault(reason: str) -> UnreadableInputError:
        return UnreadableInputError(f"{name} {reason}")

    columns = rows.collect_schema().items()
    return rows.select(exact_text(column, kind, mark(column), fault, FLOATS_ADVICE) for column, kind in columns)


def _rows(name: str, columns: Sequence[str], batches: Iterator[Sequence[Sequence[Any]]], mark: Mark) -> pl.LazyFrame:
    """Give batches of rows as columns of text, each made when it is read."""
    check_names(name, columns)

    def source(
        names: list[str] | None, predicate: pl.Expr | None, _most: int | None, _batch: int | None
    ) -> Iterator[pl.DataFrame]:
        for rows in _gathered(batches):
            frame = texts_of_rows(name, columns, rows, mark)
            frame = frame if names is None else frame.select(names)
            yield frame if predicate is None else frame.filter(predicate)

    return register_io_source(source, schema=dict.fromkeys(columns, pl.String), is_pure=False)


def _gathered(batches: Iterator[Sequence[Sequence[Any]]]) -> Iterator[list[Sequence[Any]]]:
    """Put batches of few rows together, as many as have few enough characters."""
    gathered: list[Sequence[Any]] = []
    characters = 0
    for rows in batches:
        gathered += rows
        characters += sum(len(cell) for row in rows for cell in row if isinstance(cell, str))
        if len(gathered) >= _BATCH or characters >= _BATCH_CHARACTERS:
            yield gathered
            gathered, characters = [], 0
    if gathered:
        yield gathered


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
