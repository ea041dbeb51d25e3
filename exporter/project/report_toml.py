"""The project folder that a user writes: report.toml, strictly checked; `report_tables` reads its tables."""

from __future__ import annotations

import datetime
import re
import tomllib
from typing import TYPE_CHECKING, Any

from exporter.errors import UnreadableInputError
from exporter.files.records import read_text
from exporter.findings.findings import has_errors
from exporter.findings.nearest import nearest
from exporter.formats.inline_xbrl.registries import NEWEST, REGISTRIES
from exporter.formats.package_kinds import filed_syntaxes
from exporter.project import rules
from exporter.project.named_files import file_inside
from exporter.project.periods import Period
from exporter.project.placeholders import fill, unfilled
from exporter.project.print_keys import PRINT_KEYS, TEXT_KEYS, read_print_keys
from exporter.project.project import CSV_TABLES, Project
from exporter.project.report_tables import LANGUAGE, TablesReader
from exporter.project.toml_reader import TomlReader
from exporter.taxonomy.header import PublishedReference, published_reference

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from exporter.findings.findings import Finding

__all__ = ["read_project"]

REPORT_TOML = "report.toml"
_FIRST_YEAR, _LAST_YEAR = 1800, 2200
#: Reports look further back or ahead than a decade here and there, and hardly farther.
_FAR_YEARS = 15
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_TOKEN = re.compile(r"\S+( \S+)*")
#: Of files with documents, for proposals.
_DESIGN_ENDINGS = (".xhtml", ".html", ".htm", ".xml")
_MAX_REPORT_TOML = 16 * 1024**2


def read_project(
    folder: Path, supplied: Collection[str] = (), values: Mapping[str, str] | None = None
) -> tuple[Project | None, list[Finding]]:
    """Read the project in a folder.

    Args:
        folder: the project's.
        supplied: names of tables, or of files of tables, that come from elsewhere, so that no file need be there.
        values: what stands for each `${name}` in texts of report.toml; see `placeholders.fill`.

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
    content = fill(_parse_toml(folder / REPORT_TOML, text), values or {})
    reader = _Reader(folder.resolve(), text, supplied)
    for path, name in unfilled(content):
        known = nearest(name, values or {}) or "give the table of entities a column of this name"
        hint = known if values else "`exporter batch --for TABLE` fills it from a table of entities"
        reader.fault(rules.PROJECT_UNFILLED, f"nothing fills ${{{name}}} in {'.'.join(path)!r}", path, hint)
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

    def __init__(self, folder: Path, text: str, supplied: Collection[str] = ()) -> None:
        super().__init__(REPORT_TOML, text)
        self.folder, self.supplied = folder, supplied

    def project(self, content: dict[str, Any]) -> Project:
        keys = ["name", "language", "entity", "taxonomy", "statements", "units", "prefixes", "periods", "tables"]
        self.keys(content, (), [*keys, "formats", "csv", "inline", "documents", *PRINT_KEYS, *TEXT_KEYS])
        entity = self.take(content, (), "entity", dict, {})
        self.keys(entity, ("entity",), ["scheme", "identifier"])
        periods = self.take(content, (), "periods", dict, {})
        units = self.take(content, (), "units", dict, {})
        prefixes = self.prefixes(content)
        project = Project(
            folder=self.folder,
            name=self.file_name(content),
            language=self.matching(content, (), "language", LANGUAGE, "a language code, such as 'en' or 'zh-Hant'"),
            entity=(
                self.matching(entity, ("entity",), "scheme", _URI, "a URI, such as 'http://www.sec.gov/CIK'"),
                self.matching(entity, ("entity",), "identifier", _TOKEN, "a text without blanks around it"),
            ),
            taxonomy=self.taxonomy(content),
            statements=self.texts(content, (), "statements"),
            units={name: self.unit(name, units, prefixes) for name in units},
            prefixes=prefixes,
            periods={name: self.period(name, value) for name, value in periods.items()},
            formats=self.formats(content),
            registry=self.registry(content),
            csv_tables=self.csv_tables(content),
            prints=read_print_keys(self, content, ()),
        )
        self.documents(content, project)
        self.check_periods(project.periods)
        # Tables come last: their columns name periods and units of the project.
        project.tables.update(TablesReader(self, project, self.supplied).tables(content))
        for language in {**project.titles, **project.designs}:
            if language not in project.languages:
                hint = nearest(language, project.languages) or f"printed are {', '.join(project.languages)}"
                message = f"no table is printed in {language!r}, so there is no such document"
                self.fault(rules.PROJECT_UNKNOWN_KEY, message, ("documents", language), hint)
        return project

    def taxonomy(self, content: dict[str, Any]) -> str | PublishedReference:
        """Read which taxonomy is meant: the name of one, or where a published one is to be found."""
        if not isinstance(content.get("taxonomy"), dict):
            name: str = self.take(content, (), "taxonomy", str, "")
            return name
        reference, fault = published_reference(content["taxonomy"], "taxonomy")
        if fault is not None:
            hint = 'write it as { packages = ["packages/ifrs.zip"], entry_point = "http://…" }'
            self.fault(rules.PROJECT_WRONG_TYPE, fault.removeprefix(": "), ("taxonomy",), hint)
        return reference

    def formats(self, content: dict[str, Any]) -> tuple[str, ...]:
        """Read the syntaxes in which the project is filed."""
        names = self.texts(content, (), "formats")
        for name in names:
            if name not in filed_syntaxes():
                hint = nearest(name, filed_syntaxes()) or f"known are {', '.join(filed_syntaxes())}"
                self.fault(rules.PROJECT_UNKNOWN_FORMAT, f"there is no format {name!r}", ("formats",), hint)
        return tuple(name for name in names if name in filed_syntaxes())

    def registry(self, content: dict[str, Any]) -> int:
        """Read from which registry the documents take their transformations."""
        inline: dict[str, Any] = self.take(content, (), "inline", dict, {}, needed=False)
        self.keys(inline, ("inline",), ["registry"])
        registry: int = self.take(inline, ("inline",), "registry", int, NEWEST, needed=False)
        if registry in REGISTRIES:
            return registry
        message = f"inline.registry = {registry}: documents are written with {', '.join(map(str, REGISTRIES))}"
        self.fault(rules.PROJECT_WRONG_TYPE, message, ("inline", "registry"))
        return NEWEST

    def csv_tables(self, content: dict[str, Any]) -> str:
        """Read how xBRL-CSV is laid out."""
        csv: dict[str, Any] = self.take(content, (), "csv", dict, {}, needed=False)
        self.keys(csv, ("csv",), ["tables"])
        tables: str = self.take(csv, ("csv",), "tables", str, CSV_TABLES[0], needed=False)
        if tables not in CSV_TABLES:
            hint = nearest(tables, CSV_TABLES) or f"allowed are {', '.join(CSV_TABLES)}"
            self.fault(rules.PROJECT_WRONG_TYPE, f"tables = {tables!r} means nothing here", ("csv", "tables"), hint)
        return tables

    def documents(self, content: dict[str, Any], project: Project) -> None:
        """Read the titles of documents, or the files in which the user has designed them, by their languages."""
        documents: dict[str, Any] = self.take(content, (), "documents", dict, {}, needed=False)
        for language in documents:
            path = ("documents", language)
            document = self.take(documents, ("documents",), language, dict, {})
            self.keys(document, path, ["title", "file"])
            name = self.take(document, path, "file", str, None)
            if name is not None:
                project.designs[language] = file_inside(self, self.folder, name, (*path, "file"), _DESIGN_ENDINGS)
            if name is None:
                project.titles[language] = self.take(document, path, "title", str, "")
            elif "title" in document:
                message = f"documents.{language} has a file, whose title counts, and a title besides"
                self.fault(rules.PROJECT_WRONG_TYPE, message, (*path, "title"), "remove the title")

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
