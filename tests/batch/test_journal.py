"""The journal: what is written stays, whatever happens, and one batch alone writes it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from exporter.batch.journal import DONE, FAILED, JOURNAL, RUNNING, WAITING, Entry, Journal, read_entries
from exporter.errors import MisuseError, OutputError, UnreadableInputError

if TYPE_CHECKING:
    from pathlib import Path

A = Entry("a", "/p/a", "hash", DONE, 1, "host:1", "2024", "2025", 1.5, 2**31, "errors", 9, 2, 1, {"x.y": 2})
B = Entry("b", "/p/b")
#: Writes that an item is in hand, and is killed.
KILLED = """
import os, signal, sys
from pathlib import Path
from exporter.batch.journal import RUNNING, Entry, Journal
with Journal(Path(sys.argv[1])) as journal:
    journal.write([Entry("a", "/p", state=RUNNING), Entry("b", "/p", state="done")])
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the journal lies."""
    return tmp_path / "out" / JOURNAL


def test_what_is_written_is_read_again(path: Path) -> None:
    """By the next batch, and by whoever looks on meanwhile."""
    with Journal(path) as journal:
        journal.write([A, B])
        assert read_entries(path) == [A, B]
        journal.write([replace(A, attempts=2)])
    with Journal(path) as journal:
        assert journal.entries() == {"a": replace(A, attempts=2), "b": B}


def test_what_was_in_hand_waits_again(path: Path) -> None:
    """After the batch that had it was killed; what was done is done."""
    run = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)  # noqa: S603 - our own code
    assert run.returncode < 0
    assert {entry.id: entry.state for entry in read_entries(path)} == {"a": RUNNING, "b": DONE}
    with Journal(path) as journal:
        assert {entry.id: entry.state for entry in journal.entries().values()} == {"a": WAITING, "b": DONE}


def test_two_batches_exclude_each_other(path: Path) -> None:
    """The second is told; when the first has ended it may begin."""
    with Journal(path), pytest.raises(MisuseError, match="another batch writes"), Journal(path):
        pass
    with Journal(path) as journal:
        journal.write([replace(B, state=FAILED)])


@pytest.mark.parametrize("content", [b"no journal", b"SQLite format 3\0" + b"\0" * 200])
def test_a_damaged_journal_is_told(path: Path, content: bytes) -> None:
    """And left as it is."""
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(UnreadableInputError, match=JOURNAL), Journal(path):
        pass
    assert path.read_bytes() == content


def test_a_journal_of_another_version_is_told(path: Path) -> None:
    """So is a database of something else."""
    with Journal(path):
        pass
    with sqlite3.connect(path) as connection:
        connection.execute("pragma user_version = 99")
    with pytest.raises(UnreadableInputError, match="another version"):
        read_entries(path)


def test_a_full_disk_is_told_and_what_was_written_stays(path: Path) -> None:
    """In words that say what to do."""
    with Journal(path) as journal:
        journal.write([A])
        assert journal._connection  # noqa: SLF001 - its disk is made full
        pages = journal._connection.execute("pragma page_count").fetchone()[0]  # noqa: SLF001 - as above
        journal._connection.execute(f"pragma max_page_count = {pages}")  # noqa: SLF001 - as above
        with pytest.raises(OutputError, match=r"cannot be written .*full.*disk"):
            journal.write([replace(B, id=f"b{number}") for number in range(1_000)])
    assert read_entries(path) == [A]


def test_a_journal_that_was_cut_off_is_told(path: Path) -> None:
    """Wherever it was; of one of a few bytes there is nothing left to be damaged."""
    with Journal(path) as journal:
        journal.write([replace(B, id=f"b{number}") for number in range(300)])
    content = path.read_bytes()
    for size in range(600, len(content), len(content) // 9):
        path.write_bytes(content[:size])
        with pytest.raises((UnreadableInputError, OutputError), match=str(path)), Journal(path) as journal:
            journal.entries()


def test_there_may_be_no_journal(path: Path) -> None:
    """Whoever wants to read it is told what to name."""
    with pytest.raises(UnreadableInputError, match="there is no journal"):
        read_entries(path)
