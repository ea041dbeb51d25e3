"""The project folder that a user writes: report.toml, strictly checked; nothing else is read here."""

from __future__ import annotations

import datetime
import re
import tomllib
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from exporter.errors import UnreadableInputError
from exporter.files.records import read_text
from exporter.findings.findings import has_errors
from exporter.findings.nearest import nearest
from exporter.project import rules
from exporter.project.figure_rules import figure_rule_faults
from exporter.project.periods import Period
from exporter.project.print_keys import PRINT_KEYS, TEXT_KEYS, read_print_keys, read_text_keys
from exporter.project.project import Column, Project, Table, TableFile
from exporter.project.toml_reader import TomlReader
from exporter.report.report import dimensions_text

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings.findings import Finding
    from exporter.prints.declarations import PrintDeclaration

__all__ = ["DASHES", "LAYOUTS", "read_project"]

REPORT_TOML = "report.toml"
_FIRST_YEAR, _LAST_YEAR = 1800, 2200
#: Reports look further back or ahead than a decade here and there, and hardly farther.
_FAR_YEARS = 15
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,8})")
_COLUMN_TEXTS = ("period", "unit", "derived", "check", "exclude")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_TOKEN = re.compile(r"\S+( \S+)*")
#: What a printed dash may mean: the fact is zero, the fact is nil, or there is no fact.
DASHES = ("zero", "nil", "nothing")
#: Endings of files that hold tables, for proposals.
_TABLE_ENDINGS = (".csv", ".parquet", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")
_MOST_PROPOSALS = 1000
_MAX_REPORT_TOML = 16 * 1024**2
_TABLE_KEYS = ("layout", "scale", "decimals", "dash", "footnotes", "files")
#: How a table is laid out: figures under headings, or a list with one figure a row.
LAYOUTS = ("grid", "list")


def read_project(folder: Path) -> tuple[Project | None, list[Finding]]:
    """Read the project in a folder.

    Returns: the project, or None where report.toml has errors; and what is wrong with it.

    Raises:
        UnreadableInputError: there is no such folder or report.toml, or it is not TOML.
    """
    if not folder.is_dir():
        hint = f"; name {folder.parent}, in which it lies" if folder.name == REPORT_TOML else ""
        raise UnreadableInputError(f"{folder} is not a folder; a project is a folder with a {REPORT_TOML}{hint}")
    if not (folder / REPORT_TOML).is_file():
        raise UnreadableInputError(f"{folder} has no {REPORT_TOML}, so it is not a project")
    text = read_text(folder / REPORT_TOML, _MAX_REPORT_TOML, inside=folder)
    content = _parse_toml(folder / REPORT_TOML, text)
    reader = _Reader(folder.resolve(), text)
    project = reader.project(content)
    return (None if has_errors(reader.findings) else project), reader.findings


#: A month or a day as people write it, and TOML does not.
_NO_TOML_DATE = re.compile(r"=\s*(?:(?P<month>\d{4}-\d{1,2})(?![-\d])|(?P<day>\d{1,2}[./]\d{1,2}[./]\d{4}))")


def _parse_toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
        if match := _NO_TOML_DATE.search(text):
            line = text.count("\n", 0, match.start()) + 1
            if match["month"]:
                reason = (
                    f"line {line} has {match['month']}, which lacks a day; write {match['month']}-01, or the day meant"
                )
            else:
                reason = f"line {line} has {match['day']}; write a day as year-month-day, such as 2025-12-31"
        raise UnreadableInputError(f"{path} is not TOML: {reason}") from error
    except (RecursionError, ValueError) as error:  # nested too deeply, or a number of thousands of digits
        raise UnreadableInputError(f"{path} is not TOML that can be read: {error}") from error


class _Reader(TomlReader):
    """Takes report.toml apart; every fault becomes a finding with its line, and reading goes on."""

    def __init__(self, folder: Path, text: str) -> None:
        super().__init__(REPORT_TOML, text)
        self.folder = folder
        self.files: set[Path] = set()

    def project(self, content: dict[str, Any]) -> Project:
        keys = ["name", "language", "entity", "taxonomy", "statements", "units", "prefixes", "periods", "tables"]
        self.keys(content, (), [*keys, *PRINT_KEYS, *TEXT_KEYS])
        entity = self.take(content, (), "entity", dict, {})
        self.keys(entity, ("entity",), ["scheme", "identifier"])
        periods = self.take(content, (), "periods", dict, {})
        units = self.take(content, (), "units", dict, {})
        prefixes = self.prefixes(content)
        project = Project(
            folder=self.folder,
            name=self.file_name(content),
            language=self.matching(content, (), "language", _LANGUAGE, "a language code, such as 'en' or 'zh-Hant'"),
            entity=(
                self.matching(entity, ("entity",), "scheme", _URI, "a URI, such as 'http://www.sec.gov/CIK'"),
                self.matching(entity, ("entity",), "identifier", _TOKEN, "a text without blanks around it"),
            ),
            taxonomy=self.take(content, (), "taxonomy", str, ""),
            statements=self.texts(content, (), "statements"),
            units={name: self.unit(name, units, prefixes) for name in units},
            prefixes=prefixes,
            periods={name: self.period(name, value) for name, value in periods.items()},
            prints=read_print_keys(self, content, ()),
        )
        self.check_periods(project.periods)
        # Tables come last: their columns name periods and units of the project.
        tables = self.take(content, (), "tables", dict, {})
        if "tables" in content and not tables:
            self.fault(rules.PROJECT_MISSING_KEY, "there is no table", ("tables",), "add one, such as [tables.income]")
        text_format = read_text_keys(self, content, (), ("utf-8", ","))
        project.tables.update({name: self.table(name, value, project, text_format) for name, value in tables.items()})
        return project

    def check_periods(self, periods: dict[str, Period]) -> None:
        """Doubt a period that lies far from all others, as one with a slip in its year does."""
        years = {name: int(period.end[:4]) for name, period in periods.items() if period.end}
        for name, year in years.items():
            distances = [abs(year - other) for other_name, other in years.items() if other_name != name]
            if distances and min(distances) > _FAR_YEARS:
                message = f"period {name!r} ends in {year}, more than {_FAR_YEARS} years from all others"
                self.fault(rules.PROJECT_FAR_PERIOD, message, ("periods", name), "correct its year, if it is a slip")

    def prefixes(self, content: dict[str, Any]) -> dict[str, str]:
        prefixes: dict[str, Any] = self.take(content, (), "prefixes", dict, {}, needed=False)
        return {
            prefix: self.matching(
                prefixes, ("prefixes",), prefix, _URI, "a namespace, such as 'http://example.com/units'"
            )
            for prefix in prefixes
        }

    def file_name(self, content: dict[str, Any]) -> str:
        name: str = self.take(content, (), "name", str, "")
        if name and not re.fullmatch(r"[a-z][a-z0-9-]{0,60}", name):
            hint = "use lower case letters, digits and '-', such as 'iij-20030930'"
            self.fault(rules.PROJECT_WRONG_TYPE, f"name {name!r} cannot be a file name", ("name",), hint)
        return name

    def period(self, name: str, value: Any) -> Period:  # noqa: ANN401 - whatever the file holds
        path = ("periods", name)
        if not isinstance(value, dict):
            value = {}
        self.keys(value, path, ["start", "end", "instant"])
        # `isinstance` would let dates with time through.
        if any(type(day) is not datetime.date for day in value.values()):
            self.fault(rules.PROJECT_WRONG_TYPE, f"period {name!r} must hold dates such as 2003-09-30", path)
        elif any(not _FIRST_YEAR <= day.year <= _LAST_YEAR for day in value.values()):
            message = f"period {name!r} has a day before {_FIRST_YEAR} or after {_LAST_YEAR}, which no report has"
            self.fault(rules.PROJECT_BAD_PERIOD, message, path)
        elif set(value) == {"instant"}:
            return Period(name, None, str(value["instant"]))
        elif set(value) == {"start", "end"} and value["start"] <= value["end"]:
            return Period(name, str(value["start"]), str(value["end"]))
        else:
            message = f"period {name!r} needs either an instant, or a start and an end that is not before it"
            self.fault(rules.PROJECT_BAD_PERIOD, message, path)
        return Period(name, None, "")

    def unit(self, name: str, units: dict[str, Any], prefixes: dict[str, Any]) -> str:
        measure, path = units[name], ("units", name)
        if not isinstance(measure, str) or not re.fullmatch(r"[\w.-]+:[\w.-]+(/[\w.-]+:[\w.-]+)?", measure):
            hint = "write 'iso4217:JPY', 'xbrli:shares' or 'iso4217:JPY/xbrli:shares'"
            self.fault(rules.PROJECT_BAD_UNIT, f"unit {name!r} is {measure!r}", path, hint)
            return ""
        for currency in re.findall(r"iso4217:([^/]+)", measure):
            if not re.fullmatch("[A-Z]{3}", currency):
                hint = "a currency is written as three capitals, such as 'iso4217:JPY'"
                self.fault(rules.PROJECT_BAD_UNIT, f"unit {name!r} has no currency {currency!r}", path, hint)
        known_prefixes = {"iso4217", "xbrli", *prefixes}
        for part in measure.split("/"):
            prefix = part.partition(":")[0]
            if prefix not in known_prefixes:
                hint = nearest(prefix, known_prefixes) or "add it to [prefixes] with its namespace"
                self.fault(rules.PROJECT_BAD_UNIT, f"unit {name!r} has an unknown prefix {prefix!r}", path, hint)
        return measure

    def table(
        self,
        name: str,
        value: Any,  # noqa: ANN401 - whatever the file holds
        project: Project,
        text_format: tuple[str, str],
    ) -> Table:
        path = ("tables", name)
        if not isinstance(value, dict):
            self.fault(rules.PROJECT_WRONG_TYPE, f"tables.{name} must be a table", path)
            value = {}
        self.keys(value, path, [*_TABLE_KEYS, *PRINT_KEYS, *TEXT_KEYS])
        layout = self.take(value, path, "layout", str, "grid", needed=False)
        if layout not in LAYOUTS:
            hint = nearest(layout, LAYOUTS) or f"allowed are {', '.join(LAYOUTS)}"
            self.fault(rules.PROJECT_WRONG_TYPE, f"layout = {layout!r} means nothing here", (*path, "layout"), hint)
        dash = self.take(value, path, "dash", str, None, needed=False)
        if dash is not None and dash not in DASHES:
            hint = nearest(dash, DASHES) or f"allowed are {', '.join(DASHES)}"
            self.fault(rules.PROJECT_WRONG_TYPE, f"dash = {dash!r} means nothing here", (*path, "dash"), hint)
        table = Table(
            name=name,
            layout=layout,
            scale=self.take(value, path, "scale", int, None, needed=False),
            decimals=self.decimals(value, path),
            dash=dash,
            footnotes=self.texts(value, path, "footnotes"),
            prints=read_print_keys(self, value, path).within(project.prints),
        )
        text_format = read_text_keys(self, value, path, text_format)
        return replace(table, files=self.table_files(value, path, project, table, text_format))

    def table_files(
        self,
        value: dict[str, Any],
        path: tuple[str, ...],
        project: Project,
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
        return tuple(self.file(file, path, project, table, text_format) for file in files if isinstance(file, dict))

    def decimals(self, value: dict[str, Any], path: tuple[str, ...]) -> int | str | None:
        if value.get("decimals") == "INF":
            return "INF"
        decimals: int | None = self.take(value, path, "decimals", int, None, needed=False)
        return decimals

    def file(
        self,
        value: dict[str, Any],
        path: tuple[str, ...],
        project: Project,
        table: Table,
        text_format: tuple[str, str],
    ) -> TableFile:
        """Read what is said of a table's file.

        A list's columns have fixed headings, so report.toml says nothing of them.
        """
        is_grid = table.layout == "grid"
        keys = ["file", "language", "heading_rows", "exclude", *(["columns"] if is_grid else [])]
        self.keys(value, path, [*keys, *PRINT_KEYS, *TEXT_KEYS])
        name = self.take(value, path, "file", str, "")
        rows = self.take(value, path, "heading_rows", list, [1], needed=False)
        if not rows or any(type(row) is not int or row < 1 for row in rows) or sorted(set(rows)) != rows:
            message = f"heading_rows of {name!r} must be row numbers in ascending order, such as [1] or [4, 5]"
            self.fault(rules.PROJECT_WRONG_TYPE, message, (*path, "heading_rows"))
            rows = [1]
        columns = self.take(value, path, "columns", dict, {}, needed=is_grid)
        prints = read_print_keys(self, value, path).within(table.prints)
        encoding, delimiter = read_text_keys(self, value, path, text_format)
        return TableFile(
            path=self.inside(name, (*path, "file")),
            name=name,
            language=(
                self.matching(value, path, "language", _LANGUAGE, "a language code, such as 'en' or 'zh-Hant'")
                if "language" in value
                else project.language
            ),
            heading_rows=tuple(rows),
            columns={
                heading: self.column(heading, column, (*path, "columns"), project, prints)
                for heading, column in columns.items()
            },
            prints=prints,
            encoding=encoding,
            delimiter=delimiter,
            excluded_cells=self.excluded_cells(value, path),
        )

    def excluded_cells(self, value: dict[str, Any], path: tuple[str, ...]) -> dict[str, str]:
        """Read which cells are excluded, and why."""
        cells: dict[str, Any] = self.take(value, path, "exclude", dict, {}, needed=False)
        for cell, reason in cells.items():
            if not _CELL.fullmatch(cell) or not isinstance(reason, str) or not reason.strip():
                message = f"exclude has {cell!r} = {reason!r}, which is no cell with a reason"
                hint = 'write exclude = { C14 = "why the cell is left out" }'
                self.fault(rules.PROJECT_WRONG_TYPE, message, (*path, "exclude"), hint)
        return cells

    def column(
        self,
        heading: str,
        value: Any,  # noqa: ANN401 - whatever the file holds
        path: tuple[str, ...],
        project: Project,
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
            decimals=self.decimals(value, path),
            dimensions=dimensions_text(dimensions),
            footnotes=self.texts(value, path, "footnotes"),
            prints=read_print_keys(self, value, path).within(prints),
        )
        self.check_meaning(column, path)
        self.check_names(column, path, project)
        return column

    def check_meaning(self, column: Column, path: tuple[str, ...]) -> None:
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

    def check_names(self, column: Column, path: tuple[str, ...], project: Project) -> None:
        """Check that periods, units and what rules name are defined."""
        for key, rule in (("derived", column.derived), ("check", column.check)):
            for code, message, advice in figure_rule_faults(rule, project) if rule is not None else ():
                self.fault(code, message, (*path, key), advice)
        if column.period is not None and column.period not in project.periods:
            hint = nearest(column.period, project.periods) or "define it under [periods]"
            self.fault(rules.PROJECT_UNKNOWN_PERIOD, f"there is no period {column.period!r}", path, hint)
        if column.unit is not None and column.unit not in project.units:
            hint = nearest(column.unit, project.units) or "define it under [units]"
            self.fault(rules.PROJECT_UNKNOWN_UNIT, f"there is no unit {column.unit!r}", path, hint)

    def inside(self, relative: str, path: tuple[str, ...]) -> Path:
        resolved = (self.folder / relative).resolve()
        if not resolved.is_relative_to(self.folder):
            self.fault(rules.PROJECT_OUTSIDE_PATH, f"{relative!r} leads out of the project folder", path)
        elif relative and not resolved.is_file():
            hint = "write / between folders" if "\\" in relative else None
            files = (file for file in self.folder.rglob("*") if file.suffix.lower() in _TABLE_ENDINGS)
            names = [file.relative_to(self.folder).as_posix() for file in islice(files, _MOST_PROPOSALS)]
            self.fault(
                rules.PROJECT_MISSING_FILE, f"there is no file {relative!r}", path, nearest(relative, names) or hint
            )
        elif resolved in self.files:
            message = f"{relative!r} is named twice; a file belongs to one table"
            self.fault(rules.PROJECT_DUPLICATE_FILE, message, path)
        self.files.add(resolved)
        return resolved
