"""The tables of report.toml: their files, columns, and what each says of its figures."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from exporter.findings.nearest import nearest
from exporter.project import rules
from exporter.project.figure_rules import figure_rule_faults
from exporter.project.named_files import file_inside
from exporter.project.print_keys import PRINT_KEYS, TEXT_KEYS, read_print_keys, read_text_keys
from exporter.project.project import FIGURES, HIDDEN, SHOWN, WORKBOOKS, Column, Project, Table, TableFile
from exporter.project.toml_lines import toml_text
from exporter.project.toml_reader import TomlReader
from exporter.report.report import dimensions_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from exporter.prints.declarations import PrintDeclaration
    from exporter.project.periods import Period

__all__ = ["LANGUAGE", "TablesReader"]

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,8})")
_COLUMN_TEXTS = ("period", "unit", "derived", "check", "exclude")
#: What a language tag looks like (BCP 47).
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
#: What a printed dash may mean: the fact is zero, the fact is nil, or there is no fact.
DASHES = ("zero", "nil", "nothing")
#: Endings of files that hold tables, for proposals.
_TABLE_ENDINGS = (".csv", ".parquet", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".sql")
_QUERY_KEYS = ("query", "database", "period")
_WORKBOOK_KEYS = ("sheet", "range", "figures", "hidden")
_TABLE_KEYS = ("layout", "scale", "decimals", "dash", "footnotes", "files")
#: How a table is laid out: figures under headings, a list with one figure a row, or a list of postings to be added up.
LAYOUTS = ("grid", "list", "journal")


class TablesReader(TomlReader):
    """Reads the tables of a project whose periods, units and prints are known; faults go to its reader's findings."""

    def __init__(self, toml: TomlReader, project: Project, supplied: Collection[str] = ()) -> None:
        """Prepare to read tables of the same file; what comes from elsewhere, by table or file, need not be there."""
        self.name, self.lines, self.findings = toml.name, toml.lines, toml.findings
        self.project, self.supplied = project, frozenset(supplied)
        self.files: set[tuple[Path, tuple[str, str]]] = set()

    def tables(self, content: dict[str, Any]) -> dict[str, Table]:
        """Read all tables, of which there is at least one."""
        tables = self.take(content, (), "tables", dict, {})
        if "tables" in content and not tables:
            self.fault(rules.PROJECT_MISSING_KEY, "there is no table", ("tables",), "add one, such as [tables.income]")
        text_format = read_text_keys(self, content, (), ("utf-8", ","))
        return {name: self._table(name, value, text_format) for name, value in tables.items()}

    def _table(
        self,
        name: str,
        value: Any,  # noqa: ANN401 - whatever the file holds
        text_format: tuple[str, str],
    ) -> Table:
        path = ("tables", name)
        if not isinstance(value, dict):
            self.fault(rules.PROJECT_WRONG_TYPE, f"tables.{name} must be a table", path)
            value = {}
        self.keys(value, path, [*_TABLE_KEYS, *PRINT_KEYS, *TEXT_KEYS])
        table = Table(
            name=name,
            layout=self._choice(value, path, "layout", LAYOUTS) or "grid",
            scale=self.take(value, path, "scale", int, None, needed=False),
            decimals=self._decimals(value, path),
            dash=self._choice(value, path, "dash", DASHES),
            footnotes=self.texts(value, path, "footnotes"),
            prints=read_print_keys(self, value, path).within(self.project.prints),
        )
        text_format = read_text_keys(self, value, path, text_format)
        return replace(table, files=self._table_files(value, path, table, text_format))

    def _choice(self, value: dict[str, Any], path: tuple[str, ...], key: str, choices: Sequence[str]) -> str | None:
        """Read a word of several that are allowed; None where there is none of them."""
        word: str | None = self.take(value, path, key, str, None, needed=False)
        if word is not None and word not in choices:
            hint = nearest(word, choices) or f"allowed are {', '.join(choices)}"
            self.fault(rules.PROJECT_WRONG_TYPE, f"{key} = {word!r} means nothing here", (*path, key), hint)
        return word if word in choices else None

    def _table_files(
        self,
        value: dict[str, Any],
        path: tuple[str, ...],
        table: Table,
        text_format: tuple[str, str],
    ) -> tuple[TableFile, ...]:
        """Read the files of a table, of which there is at least one."""
        files, path = self.take(value, path, "files", list, []), (*path, "files")
        hint = 'write files = [{ file = "income.csv", … }]'
        if not files and "files" in value:
            self.fault(rules.PROJECT_MISSING_KEY, f"the table {table.name!r} names no file", path, hint)
        for file in files:
            if not isinstance(file, dict):
                message = f"the files of {table.name!r} must be tables, and {file!r} is none"
                self.fault(rules.PROJECT_WRONG_TYPE, message, path, hint)
        return tuple(self._file(file, path, table, text_format) for file in files if isinstance(file, dict))

    def _decimals(self, value: dict[str, Any], path: tuple[str, ...]) -> int | str | None:
        if value.get("decimals") == "INF":
            return "INF"
        decimals: int | None = self.take(value, path, "decimals", int, None, needed=False)
        return decimals

    def _file(
        self,
        value: dict[str, Any],
        path: tuple[str, ...],
        table: Table,
        text_format: tuple[str, str],
    ) -> TableFile:
        """Read what is said of a table's file.

        A list's columns have fixed headings, so report.toml says nothing of them.
        """
        is_grid = table.layout == "grid"
        keys = ["file", "language", "title", "heading_rows", "row_keys", "exclude", *(["columns"] if is_grid else [])]
        source_key = "query" if "query" in value else "file"
        if {"query", "file"} <= set(value):
            self.fault(rules.PROJECT_WRONG_TYPE, f"the table {table.name!r} has a file and a query in one", path)
        name = self.take(value, path, source_key, str, "")
        is_workbook = name.lower().endswith(WORKBOOKS)
        self.keys(value, path, [*keys, *PRINT_KEYS, *TEXT_KEYS, *_WORKBOOK_KEYS, *_QUERY_KEYS])
        self._check_kind(value, path, name, source_key)
        rows = self.take(value, path, "heading_rows", list, [] if is_workbook else [1], needed=False)
        if (
            (not rows and "heading_rows" in value)
            or any(type(row) is not int or row < 1 for row in rows)
            or sorted(set(rows)) != rows
        ):
            message = f"heading_rows of {name!r} must be row numbers in ascending order, such as [1] or [4, 5]"
            self.fault(rules.PROJECT_WRONG_TYPE, message, (*path, "heading_rows"))
            rows = [1]
        prints = read_print_keys(self, value, path).within(table.prints)
        encoding, delimiter = read_text_keys(self, value, path, text_format)
        sheet, area = (self.take(value, path, key, str, None, needed=False) for key in ("sheet", "range"))
        return TableFile(
            path=self._inside(name, (*path, source_key), (sheet or "", area or ""), table.name),
            name=name,
            language=(
                self.matching(value, path, "language", LANGUAGE, "a language code, such as 'en' or 'zh-Hant'")
                if "language" in value
                else self.project.language
            ),
            heading_rows=tuple(rows),
            columns=self._columns(value, path, prints, needed=is_grid),
            prints=prints,
            encoding=encoding,
            delimiter=delimiter,
            sheet=sheet,
            area=area,
            figures=self._choice(value, path, "figures", FIGURES) or SHOWN,
            hidden=self._choice(value, path, "hidden", HIDDEN),
            database=self.take(value, path, "database", str, "" if source_key == "query" else None),
            period=self._query_period(value, path),
            row_keys=self.texts(value, path, "row_keys"),
            excluded_cells=self._excluded_cells(value, path),
            title=self.take(value, path, "title", str, "", needed=False),
        )

    def _columns(
        self, value: dict[str, Any], path: tuple[str, ...], prints: PrintDeclaration, *, needed: bool
    ) -> dict[str, Column]:
        """Read what the headings of a file mean."""
        if needed and "columns" not in value:
            period, unit = (next(iter(names), "…") for names in (self.project.periods, self.project.units))
            line = f'columns = {{ "a heading" = {{ period = {toml_text(period)}, unit = {toml_text(unit)} }} }}'
            message = f"the key {'.'.join((*path, 'columns'))!r} is missing"
            self.fault(rules.PROJECT_MISSING_KEY, message, path, f"say what the headings mean: {line}")
        columns: dict[str, Any] = self.take(value, path, "columns", dict, {}, needed=False)
        return {
            heading: self._column(heading, column, (*path, "columns"), prints) for heading, column in columns.items()
        }

    def _check_kind(self, value: dict[str, Any], path: tuple[str, ...], name: str, source_key: str) -> None:
        """See that what belongs to workbooks and queries is said of them alone."""
        is_workbook = name.lower().endswith(WORKBOOKS)
        kinds = f"workbooks are {' and '.join(WORKBOOKS)}"
        for key in _WORKBOOK_KEYS if not is_workbook else ():
            if key in value:
                message = f"{key} is said of {name!r}, which is no workbook"
                self.fault(rules.PROJECT_UNKNOWN_KEY, message, (*path, key), kinds)
        for key in _QUERY_KEYS[1:] if source_key == "file" else ():
            if key in value:
                message = f"{key} is said of {name!r}, and belongs to a query"
                self.fault(rules.PROJECT_UNKNOWN_KEY, message, (*path, key), 'write query = "sql/balances.sql"')

    def _query_period(self, value: dict[str, Any], path: tuple[str, ...]) -> Period | None:
        """Read for which period a query is run."""
        name = self.take(value, path, "period", str, None, needed=False)
        if name is not None and name not in self.project.periods:
            hint = nearest(name, self.project.periods) or "define it under [periods]"
            self.fault(rules.PROJECT_UNKNOWN_PERIOD, f"there is no period {name!r}", (*path, "period"), hint)
        return self.project.periods.get(name or "")

    def _excluded_cells(self, value: dict[str, Any], path: tuple[str, ...]) -> dict[str, str]:
        """Read which cells are excluded, and why."""
        cells: dict[str, Any] = self.take(value, path, "exclude", dict, {}, needed=False)
        for cell, reason in cells.items():
            if not _CELL.fullmatch(cell) or not isinstance(reason, str) or not reason.strip():
                message = f"exclude has {cell!r} = {reason!r}, which is no cell with a reason"
                hint = 'write exclude = { C14 = "why the cell is left out" }'
                self.fault(rules.PROJECT_WRONG_TYPE, message, (*path, "exclude"), hint)
        return cells

    def _column(
        self,
        heading: str,
        value: Any,  # noqa: ANN401 - whatever the file holds
        path: tuple[str, ...],
        prints: PrintDeclaration,
    ) -> Column:
        path = (*path, heading)
        if not isinstance(value, dict):
            self.fault(rules.PROJECT_WRONG_TYPE, f"column {heading!r} must say what it means", path)
            value = {}
        self.keys(value, path, [*_COLUMN_TEXTS, "scale", "decimals", "dimensions", "footnotes", *PRINT_KEYS])
        dimensions = self.take(value, path, "dimensions", dict, {}, needed=False)
        if not all(isinstance(member, str) for member in dimensions.values()):
            self.fault(rules.PROJECT_WRONG_TYPE, f"dimensions of {heading!r} must be texts", (*path, "dimensions"))
            dimensions = {}
        column = Column(
            heading=heading,
            **{key: self.take(value, path, key, str, None, needed=False) for key in _COLUMN_TEXTS},
            scale=self.take(value, path, "scale", int, None, needed=False),
            decimals=self._decimals(value, path),
            dimensions=dimensions_text(dimensions),
            footnotes=self.texts(value, path, "footnotes"),
            prints=read_print_keys(self, value, path).within(prints),
        )
        self._check_meaning(column, path)
        self._check_names(column, path)
        return column

    def _check_meaning(self, column: Column, path: tuple[str, ...]) -> None:
        """Check that a column has figures of a period, or derived figures, or is excluded for a reason."""
        heading, exclude = column.heading, column.exclude
        if exclude is not None and not exclude.strip():
            self.fault(rules.PROJECT_MISSING_KEY, f"column {heading!r} is excluded, but no reason is given", path)
        if exclude is not None and (column.period is not None or column.derived is not None):
            message = f"column {heading!r} is excluded, and yet has a period or is derived"
            self.fault(rules.PROJECT_WRONG_TYPE, message, path, "remove one of the two")
        elif exclude is None and column.period is None and column.derived is None:
            hint = "give it a period (and a unit), a rule by which it is derived, or the reason to exclude it"
            message = f"column {heading!r} has neither period nor derived nor exclude"
            self.fault(rules.PROJECT_MISSING_KEY, message, path, hint)
        if column.derived is not None and column.check is not None:
            self.fault(rules.RULE_MALFORMED, f"column {heading!r} is derived, so that check says nothing more", path)

    def _check_names(self, column: Column, path: tuple[str, ...]) -> None:
        """Check that periods, units and what rules name are defined."""
        for key, rule in (("derived", column.derived), ("check", column.check)):
            for code, message, advice in figure_rule_faults(rule, self.project) if rule is not None else ():
                self.fault(code, message, (*path, key), advice)
        if column.period is not None and column.period not in self.project.periods:
            hint = nearest(column.period, self.project.periods) or "define it under [periods]"
            self.fault(rules.PROJECT_UNKNOWN_PERIOD, f"there is no period {column.period!r}", path, hint)
        if column.unit is not None and column.unit not in self.project.units:
            hint = nearest(column.unit, self.project.units) or "define it under [units]"
            self.fault(rules.PROJECT_UNKNOWN_UNIT, f"there is no unit {column.unit!r}", path, hint)

    def _inside(self, relative: str, path: tuple[str, ...], part: tuple[str, str], table: str) -> Path:
        """Find a file, of which each part, a sheet and range of a workbook, belongs to one table."""
        needed = self.supplied.isdisjoint({table, relative, f"{relative}!{part[0]}"})
        resolved = file_inside(self, self.project.folder, relative, path, _TABLE_ENDINGS, needed=needed)
        if (resolved, part) in self.files and resolved.is_file() and resolved.is_relative_to(self.project.folder):
            message = f"{relative!r} is named twice; a file belongs to one table"
            self.fault(rules.PROJECT_DUPLICATE_FILE, message, path)
        self.files.add((resolved, part))
        return resolved
