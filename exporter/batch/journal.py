"""The journal of a batch: what became of each item, in SQLite, true at any moment whatever ends the batch."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Self

from exporter.errors import MisuseError, OutputError, UnreadableInputError
from exporter.files.temporary import lock_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

__all__ = ["DONE", "FAILED", "JOURNAL", "RUNNING", "WAITING", "Entry", "Journal", "read_entries"]

#: The journal's name, where it lies in the output folder.
JOURNAL = "batch.sqlite"
#: The number of this layout.
_FORMAT = 1
#: What an item can be: to be done, in hand, done (with or without errors in it), or given up.
WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
_BUSY_SECONDS = 60


@dataclass(frozen=True)
class Entry:
    """What became of an item.

    Attributes:
        id: the item's.
        project: the project folder.
        inputs: a hash of whatever its filing depends on.
        state: one of the four.
        attempts: how often it was begun.
        worker: the name of the process that had it last.
        started: when it was begun last, in UTC.
        ended: when that ended.
        seconds: how long that took.
        peak: the most memory that the worker's process has had, in bytes.
        verdict: `clean`, `warnings`, `errors`; or, of one that was given up, why.
        facts: how many facts were filed.
        errors: how many findings are errors.
        warnings: how many are warnings.
        causes: how many findings each code has; errors alone.
    """

    id: str
    project: str
    inputs: str = ""
    state: str = WAITING
    attempts: int = 0
    worker: str = ""
    started: str = ""
    ended: str = ""
    seconds: float = 0.0
    peak: int = 0
    verdict: str = ""
    facts: int = 0
    errors: int = 0
    warnings: int = 0
    causes: dict[str, int] = field(default_factory=dict)


_COLUMNS = [each.name for each in fields(Entry)]
_TYPES = {"attempts": "integer", "seconds": "real", "peak": "integer", "facts": "integer"}
_TYPES |= {"errors": "integer", "warnings": "integer"}


class Journal:
    """The journal, open for one batch alone."""

    def __init__(self, path: Path) -> None:
        """Prepare to open the journal in a file, which need not be there."""
        self.path = path
        self._connection: sqlite3.Connection | None = None
        self._lock: int | None = None

    def __enter__(self) -> Self:
        """Open it; what was in hand when an earlier batch ended waits again.

        Raises:
            MisuseError: another batch has it.
            UnreadableInputError: it is damaged, or from another version.
            OutputError: it cannot be written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = lock_file(self.path.with_name(f"{self.path.name}.lock"))
        if self._lock is None:
            raise MisuseError(f"another batch writes {self.path}; wait for it, or name another folder with --out")
        try:
            self._connection = _open(self.path)
            with _told(self.path):
                self._connection.execute("update items set state = ? where state = ?", (WAITING, RUNNING))
        except BaseException:  # an interrupt, too, must not leave the lock
            os.close(self._lock)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        assert self._connection  # noqa: S101 - it was opened
        assert self._lock is not None  # noqa: S101 - likewise
        self._connection.close()
        os.close(self._lock)

    def entries(self) -> dict[str, Entry]:
        """Give what is known of each item."""
        assert self._connection  # noqa: S101 - it was opened
        return {entry.id: entry for entry in _entries(self._connection, self.path)}

    def write(self, entries: Iterable[Entry]) -> None:
        """Write down what became of items; either all of it, or nothing.

        Raises:
            OutputError: it cannot be written.
        """
        assert self._connection  # noqa: S101 - it was opened
        rows = [tuple(_plain(getattr(entry, name)) for name in _COLUMNS) for entry in entries]
        marks = ", ".join("?" * len(_COLUMNS))
        with _told(self.path), _transaction(self._connection):
            self._connection.executemany(f"insert or replace into items values ({marks})", rows)  # noqa: S608 - no values


def read_entries(path: Path) -> list[Entry]:
    """Read a journal, also while a batch writes it.

    Raises:
        UnreadableInputError: there is none, it is damaged, or from another version.
    """
    if not path.is_file():
        raise UnreadableInputError(f"there is no journal {path}; name the output folder of a batch")
    with closing(_open(path)) as connection:
        return list(_entries(connection, path))


def _open(path: Path) -> sqlite3.Connection:
    with _told(path):
        connection = sqlite3.connect(path, isolation_level=None, timeout=_BUSY_SECONDS)
        try:
            _prepare(connection, path)
        except BaseException:  # an interrupt, too, must not leave it open
            connection.close()
            raise
    return connection


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say in our words what SQLite says."""
    try:
        yield
    except sqlite3.OperationalError as error:
        hint = "see whether its disk is full, or name a place on a disk of this machine with --journal"
        raise OutputError(f"the journal {path} cannot be written ({error}); {hint}") from error
    except sqlite3.DatabaseError as error:
        raise UnreadableInputError(f"{path} is no journal that can be read ({error}); move it away") from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the table of a new journal, and see whether an older one has it."""
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    (version,) = connection.execute("pragma user_version").fetchone()
    tables = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
    if version == 0 and not tables:
        columns = ", ".join(f"{name} {_TYPES.get(name, 'text')}" for name in _COLUMNS)
        with _transaction(connection):
            connection.execute(f"create table items ({columns}, primary key (id))")
            connection.execute(f"pragma user_version = {_FORMAT}")
    elif version != _FORMAT:
        raise UnreadableInputError(f"{path} is a journal of another version of exporter, or none; move it away")


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("begin immediate")
    try:
        yield
    except BaseException:  # an interrupt, too, must not leave half of it
        with suppress(sqlite3.Error):  # where the disk is full there is nothing to take back
            connection.execute("rollback")
        raise
    connection.execute("commit")


def _entries(connection: sqlite3.Connection, path: Path) -> Iterator[Entry]:
    try:
        with _told(path):
            for row in connection.execute(f"select {', '.join(_COLUMNS)} from items order by rowid"):  # noqa: S608 - no values
                values = dict(zip(_COLUMNS, row, strict=True))
                yield Entry(**{**values, "causes": json.loads(values["causes"])})
    except (ValueError, TypeError) as error:
        raise UnreadableInputError(f"{path} is no journal that can be read ({error}); move it away") from error


def _plain(value: Any) -> Any:  # noqa: ANN401 - a field of an Entry
    return json.dumps(value) if isinstance(value, dict) else value
