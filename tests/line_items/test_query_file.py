"""Queries as inputs: what they give is bounded, whatever they are asked for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from exporter.errors import UnreadableInputError
from exporter.line_items import query_file
from exporter.line_items.inputs import read_sheet
from exporter.project.project import TableFile

if TYPE_CHECKING:
    from pathlib import Path

_ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select i, 'a text' as row from n"


def test_rows_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As soon as they take more than they may; fewer are read, whatever their columns are called."""
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as connection, connection:
        connection.execute("create table ledger(a text)")
    file = TableFile(tmp_path / "q.sql", "q.sql", "en", (1,), {}, database="ledger.sqlite")
    file.path.write_text(f"{_ENDLESS} limit 3", encoding="utf-8")
    with pytest.raises(UnreadableInputError, match="gives a column 'row', as rows are counted; rename it"):
        read_sheet(file)
    file.path.write_text(f"{_ENDLESS} limit 3".replace("row", "B"), encoding="utf-8")
    assert read_sheet(file).cells.rows() == [(2, "1", "a text"), (3, "2", "a text"), (4, "3", "a text")]
    monkeypatch.setattr(query_file, "_MOST_MEMORY", 1_000_000)
    file.path.write_text(_ENDLESS.replace("row", "B"), encoding="utf-8")
    with pytest.raises(UnreadableInputError, match="gives more than 1,000,000 bytes; add up in the query"):
        read_sheet(file)
