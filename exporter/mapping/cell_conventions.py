"""By which convention each cell is printed: by declarations, language, the unit's currency and the footnotes' marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from exporter.frames.columns import CODED, each_combination
from exporter.prints.declarations import PrintDeclaration, convention_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter.prints.conventions import Convention
    from exporter.project.footnotes_csv import Footnote
    from exporter.project.project import Project

__all__ = ["CellConventions", "declaration_of"]

_CURRENCY = re.compile(r"iso4217:([A-Z]{3})(?:/.*)?")


def declaration_of(project: Project, table: str, file: str, language: str, heading: str) -> PrintDeclaration:
    """Find what is declared of a cell's print: of its column, or of the file, the table or the project.

    A line item that comes in a DataFrame may name a file that report.toml does not; then one of the language counts.
    """
    if table not in project.tables:
        return project.prints
    files = project.tables[table].files
    named = [f for f in files if f.holds(file)]
    alike = named or [f for f in files if f.language == language]
    if not alike:
        return project.tables[table].prints
    column = alike[0].columns.get(heading)
    return column.prints if column else alike[0].prints


class CellConventions:
    """The conventions of a project's cells, each once."""

    def __init__(self, project: Project, footnotes: Mapping[str, Footnote]) -> None:
        """Start with none."""
        self._project, self._footnotes = project, footnotes
        self._indices: dict[Convention, int] = {}

    def __getitem__(self, index: int) -> Convention:
        """Give the convention with this number."""
        return list(self._indices)[index]

    def add_to(self, cells: pl.DataFrame, unit: str) -> pl.DataFrame:
        """Add `convention`, the number of each cell's convention, and `side`, debit or credit, where that is declared.

        Args:
            cells: with `table`, `file`, `item_language` and `heading`.
            unit: the column that holds the measure of each cell's unit.
        """
        columns = ["table", "file", "item_language", "heading", unit]
        return each_combination(cells, columns, self._convention, {"convention": pl.Int64, "side": CODED})

    def _convention(
        self, table: str, file: str, language: str, heading: str, measure: str | None
    ) -> tuple[int, str | None]:
        declaration = declaration_of(self._project, table, file, language, heading)
        currency = _CURRENCY.fullmatch(measure or "")
        marks = (mark for footnote in self._footnotes.values() if (mark := footnote.marks.get(language)))
        convention = convention_for(
            declaration, language, currency[1] if currency else None, tuple(dict.fromkeys(marks))
        )
        return self._indices.setdefault(convention, len(self._indices)), declaration.side
