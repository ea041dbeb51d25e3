"""The findings of a reader of xBRL-CSV: each with the file, row and column that it is about."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from exporter.files.records import column_letter
from exporter.findings.findings import Source
from exporter.formats.xbrl_json.faults import Faults

if TYPE_CHECKING:
    from exporter.findings.registry import Rule

__all__ = ["TableFaults"]


class TableFaults(Faults):
    """Collects findings about tables, whose rows are numbered through: a fact's line says in which table it stands."""

    def __init__(self, file: str) -> None:
        """Begin with what is about the metadata, whose file is named."""
        super().__init__(file)
        self._starts: list[int] = []
        self._tables: list[tuple[str, list[str]]] = []
        self._end = 1

    def begin_table(self, file: str) -> None:
        """Begin with a table, behind all rows of the ones before it."""
        self._starts.append(self._end)
        self._tables.append((file, []))

    def name_headings(self, headings: list[str]) -> None:
        """Say which headings the table has."""
        self._tables[-1] = (self._tables[-1][0], headings)

    def end_table(self, rows: int) -> None:
        """End a table of so many rows."""
        self._end += rows + 1

    def line_of(self, row: int) -> int:
        """Give the line of a row of the table that is being read, which are counted from 1 without the headings."""
        return self._starts[-1] + row

    def add_in_table(self, rule: Rule, message: str, line: int | None = None, heading: str | None = None) -> None:
        """Add a finding about a row of a table, or about the whole table, and about one of its columns."""
        self.add_at(rule, message, self._source_in_table(line, heading))

    def _source(self, line: int | None) -> Source:
        """Say where a line is."""
        return super()._source(None) if line is None else self._source_in_table(line, None)

    def _source_in_table(self, line: int | None, heading: str | None) -> Source:
        place = bisect_right(self._starts, line) - 1 if line is not None else -1
        file, headings = self._tables[place]
        row = None if line is None else line - self._starts[place] + 1
        letter = column_letter(headings.index(heading)) if heading in headings else None
        return Source(file, row, letter, heading)
