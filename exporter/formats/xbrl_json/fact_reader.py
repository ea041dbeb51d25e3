"""Reads xBRL-JSON fact by fact. The reference reader: any document, with all that is wrong in it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.formats import rules
from exporter.formats.xbrl_json.dimension_reader import PURE, DimensionReader
from exporter.formats.xbrl_json.document_info import DOCUMENT_TYPE, OIM, DocumentInfo, read_document_info
from exporter.formats.xbrl_json.faults import FaultError, Faults
from exporter.formats.xbrl_json.member_reader import MemberReader
from exporter.formats.xbrl_json.note_reader import NoteReader
from exporter.formats.xbrl_json.scanner import Number, Scanner, file_text, pointer
from exporter.formats.xbrl_xml.schema_reader import SchemaValues
from exporter.report.document import Document, Reading
from exporter.report.names import illegal_character
from exporter.report.report import FACT_COLUMNS, Report, dimensions_text

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.formats.kinds import Kinds, KindsOf

__all__ = ["NOTE_CONCEPT", "READ_COLUMNS", "FactReader", "checked_members", "read_facts_one_by_one"]

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([Ee][+-]?\d{1,3})?", re.ASCII)
#: A longer number of decimals is beyond what can be kept.
_INTEGER = re.compile(r"-?\d{1,12}", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_XML_SPACE = " \t\r\n"
_MEMBERS = frozenset({"value", "decimals", "dimensions", "links"})
_CORE = ("concept", "entity", "period", "unit", "language", "noteId")
NOTE_CONCEPT = f"{{{OIM}}}note"
#: So many facts are held as Python objects at a time; further ones wait as columns.
_BATCH = 50_000
READ_COLUMNS = pl.Schema([*FACT_COLUMNS.items(), ("unknown_accuracy", pl.Boolean), ("line", pl.Int64)])


def read_facts_one_by_one(source: Path, most: int, kinds_of: KindsOf = SchemaValues) -> Reading:
    """Read a file fact by fact.

    Args:
        source: the file.
        most: the bytes that it may have.
        kinds_of: says of concepts and dimensions what they are; by default the schemas that the file refers to do.

    Raises:
        UnreadableInputError: it is no UTF-8, no JSON, or not of the document type.
    """
    reader = FactReader(source, kinds_of)
    reader.read(Scanner(source, file_text(source, most)))
    return reader.reading()


class FactReader:
    """Gathers facts, and the footnotes that are facts too.

    Attributes:
        info: what the file says of itself; empty as long as that was not read.
        batches: facts as tables with the columns of a Report and their `line`; members of dimensions are as written.
    """

    def __init__(self, source: Path, kinds_of: KindsOf = SchemaValues) -> None:
        """Prepare to read; see `read_facts_one_by_one` for the arguments."""
        self.source = source
        self.faults = Faults(source.name)
        self.info = DocumentInfo()
        self.kinds: Kinds = kinds_of(source, lambda: self._entry_points)
        self.batches: list[pl.DataFrame] = []
        self._is_numeric = cache(self._numeric)
        self._rows: list[dict[str, Any]] = []
        self._ids: set[str] = set()
        #: The facts of which it is not known whether they are numbers: how many, and the first.
        self._unclear: list[Any] = [0, None]
        #: Where facts begin that stand before what the file says of itself.
        self._passed_over: int | None = None

    def read(self, scanner: Scanner) -> None:
        """Read a document; facts may stand before what the file says of itself.

        Raises:
            UnreadableInputError: as `read_facts_one_by_one`.
        """
        keys: dict[str, None] = {}
        for key in scanner.members():
            scanner.enter_value()
            self.faults.line = scanner.line
            if key in keys:
                self.faults.add(rules.READER_DOUBLED_KEY, f"{pointer(key)} is there twice; the first was read")
                scanner.value()
            elif key == "facts":
                self._meet_facts(scanner, is_first="documentInfo" not in keys)
            elif key == "documentInfo":
                self._read_document_info(scanner)
            else:
                scanner.value()
            keys[key] = None
        scanner.end()
        if "documentInfo" not in keys:
            raise UnreadableInputError(f"{self.source} is no xBRL-JSON: it has no documentInfo")
        self.faults.line = None
        for key in keys.keys() - {"documentInfo", "facts"}:
            self.faults.add_further_member(pointer(key), key, self.info.namespaces)
        if self._passed_over is not None:
            scanner.go_back(self._passed_over)
            self.read_facts(scanner)

    def _meet_facts(self, scanner: Scanner, *, is_first: bool) -> None:
        """Read facts, or walk over them until it is known what the file says of itself."""
        if not is_first:
            self.read_facts(scanner)
            return
        self._passed_over = scanner.position
        if not scanner.begins_object():
            scanner.value()
            return
        for _ in scanner.members():
            scanner.member()

    def _read_document_info(self, scanner: Scanner) -> None:
        content = scanner.value()
        document_type = content.get("documentType") if isinstance(content, dict) else None
        if document_type != DOCUMENT_TYPE:
            raise UnreadableInputError(
                f"{self.source} is no xBRL-JSON: /documentInfo/documentType is {document_type!r} and must be "
                f"{DOCUMENT_TYPE!r} (oimce:unsupportedDocumentType)"
            )
        for path in scanner.doubled_keys(content):
            self.faults.add(rules.READER_DOUBLED_KEY, f"/documentInfo{path} is there twice; the first was read")
        self.info = read_document_info(content, self.faults)
        self._begin_facts()

    def _begin_facts(self) -> None:
        self._dimensions = DimensionReader(self.info)
        self._notes = NoteReader(self.faults, self.info)

    def read_facts(self, scanner: Scanner) -> None:
        """Read the facts of an object of them."""
        if not scanner.begins_object():
            self.faults.add(rules.READER_BAD_STRUCTURE, "/facts is no object")
            scanner.value()
            return
        for name in scanner.members():
            scanner.enter_value()
            self.faults.line = scanner.line
            content = scanner.value()
            self._read_fact(name, content, scanner.doubled_keys(content))

    def reading(self) -> Reading:
        """Put together what was read."""
        self._close_batch()
        self.faults.line = None
        facts = pl.concat(self.batches)
        members = MemberReader(self._dimensions, self.info, self.kinds, self.faults)
        facts = members.resolved(facts)
        count, first = self._unclear
        if count:
            message = (
                f"{count:,} facts, first {first!r}, have neither unit nor decimals nor language; whether they are pure "
                "numbers, a taxonomy says that is not at hand, and they were read as no numbers"
            )
            self.faults.add(rules.READER_UNKNOWN_KIND, message)
        columns = list(FACT_COLUMNS) + ["unknown_accuracy"] * bool(facts["unknown_accuracy"].count())
        footnotes = self._notes.table(facts["id"])
        report = Report(
            facts.select(columns),
            self.info.names.namespaces,
            self._entry_points,
            members.typed_domains,
            footnotes,
            source=self.source,
        )
        return Reading(report, self.faults.findings, Document((self.source.name,), self.info.references))

    @property
    def _entry_points(self) -> tuple[str, ...]:
        return tuple(reference.href for reference in self.info.references)

    # ----------------------------------------------------------------------------------------------------------- facts

    def _read_fact(self, name: str, content: Any, doubled_keys: list[str]) -> None:  # noqa: ANN401 - whatever JSON holds
        """Read a fact, or say why that cannot be done."""
        where = pointer("facts", name)
        if name in self._ids:
            self.faults.add(rules.READER_DOUBLED_KEY, f"{where} is there twice; the first was read")
            return
        self._ids.add(name)
        for path in doubled_keys:
            self.faults.add(rules.READER_DOUBLED_KEY, f"{where}{path} is there twice; the fact was not read")
        if doubled_keys:
            return
        try:
            self._read_members(name, where, content)
        except FaultError as error:
            self.faults.add(error.rule, f"{where}: {error.message}; the fact was not read")
        if len(self._rows) == _BATCH:
            self._close_batch()

    def _read_members(self, name: str, where: str, content: Any) -> None:  # noqa: ANN401 - whatever JSON holds
        """Read the members of a fact.

        Raises:
            FaultError: it cannot be read.
        """
        dimensions, value = checked_members(name, content)
        concept = self._dimensions.name(dimensions["concept"])
        if not _MEMBERS.issuperset(content):
            for key in content.keys() - _MEMBERS:
                self.faults.add_further_member(f"{where}{pointer(key)}", key, self.info.namespaces)
        if self._dimensions.expanded(concept) == NOTE_CONCEPT:
            self._notes.add_note(name, where, content, dimensions)
        else:
            if "noteId" in dimensions:
                self.faults.add(rules.READER_MISPLACED, f"{where} is no note, and has a noteId")
            row = {"id": name, "concept": concept, "value": value, **self._aspects(where, dimensions)}
            row["entity"] = self._dimensions.entity(dimensions.get("entity"))
            self._rows.append(row | self._value(name, where, content, row))
        if "links" in content:
            self._notes.add_links(name, where, content["links"])

    def _aspects(self, where: str, dimensions: dict[str, Any]) -> dict[str, Any]:
        """Read all dimensions but concept and entity."""
        start, end = self._dimensions.period(dimensions.get("period"))
        unit, complaint = self._dimensions.unit(dimensions["unit"]) if "unit" in dimensions else (None, None)
        if complaint:
            self.faults.add(rules.READER_BAD_UNIT, f"{where}: {complaint}")
        language = dimensions.get("language")
        if language is not None and not (_LANGUAGE.fullmatch(language) and language == language.lower()):
            message = (
                f"{where}: the language {language!r} is none, or not in lower case (xbrlje:invalidLanguageCodeCase)"
            )
            self.faults.add(rules.READER_LANGUAGE, message)
        return {
            "period_start": start,
            "period_end": end,
            "unit": unit,
            "dimensions": dimensions_text(self._members(dimensions)),
            "language": language,
            "line": self.faults.line,
        }

    def _members(self, dimensions: dict[str, Any]) -> dict[str, str | None]:
        """Read the dimensions that a taxonomy defines; their members stay as they are written."""
        members: dict[str, str | None] = {}
        for name, member in dimensions.items():
            if name in _CORE:
                continue
            dimension = self._dimensions.name(name)
            if dimension in members or self._dimensions.expanded(dimension).startswith(f"{{{OIM}}}"):
                raise FaultError(rules.READER_BAD_STRUCTURE, f"{name!r} may not be one of its dimensions, or is twice")
            if member is not None and not isinstance(member, str):
                raise FaultError(rules.READER_BAD_STRUCTURE, f"the member of {name} is no text")
            if member is not None and illegal_character(member):
                raise FaultError(rules.READER_BAD_VALUE, f"the member of {name} has {illegal_character(member)}")
            members[dimension] = member
        return members

    def _value(self, name: str, where: str, content: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
        """Read value and decimals, and what follows from them of unit and language.

        Returns:
            What of the fact's row is another than is there.

        Raises:
            FaultError: the fact has a unit, and its value is no number.
        """
        value, language = row["value"], row["language"]
        is_numeric = row["unit"] is not None or self._is_pure(name, content, row)
        if not is_numeric:
            if "decimals" in content:
                self._misplaced(where, "is no number, and has decimals (oime:misplacedDecimalsProperty)")
            return {}
        if language is not None:
            self._misplaced(where, "is a number, and has a language (oime:misplacedLanguageDimension)")
        result: dict[str, Any] = {"unit": row["unit"] or PURE, "language": None}
        if value is None:
            if "decimals" in content:
                self._misplaced(where, "is nil, and has decimals (oime:misplacedDecimalsProperty)")
            return result
        number = value.strip(_XML_SPACE)
        if not _NUMBER.fullmatch(number):
            raise FaultError(rules.READER_BAD_VALUE, f"its value {value[:40]!r} is no number (oime:invalidFactValue)")
        return result | {"value": number} | self._decimals(where, content)

    def _is_pure(self, name: str, content: dict[str, Any], row: dict[str, Any]) -> bool:
        """Tell whether a fact without a unit is a pure number (OIM 1.0, unit core dimension)."""
        known = self._is_numeric(row["concept"])
        if known is not None:
            return known
        if row["language"] is None and "decimals" in content:
            return True  # as text has none
        value = content["value"]
        if row["language"] is None and (value is None or _NUMBER.fullmatch(value.strip(_XML_SPACE))):
            self._unclear = [self._unclear[0] + 1, self._unclear[1] or name]
        return False

    def _numeric(self, concept: str) -> bool | None:
        return self.kinds.is_numeric(self._dimensions.expanded(concept))

    def _decimals(self, where: str, content: dict[str, Any]) -> dict[str, Any]:
        """Read the decimals of a number; without any it is exact."""
        decimals = content.get("decimals")
        if "decimals" not in content:
            return {}
        if isinstance(decimals, Number) and _INTEGER.fullmatch(decimals.text):
            number = int(decimals.text)
            if -(2**31) <= number < 2**31:
                return {"decimals": number}
        message = f"{where} has decimals {str(decimals)[:40]!r}, no whole number that can be kept"
        self.faults.add(rules.READER_BAD_DECIMALS, f"{message}; how accurate it is, is not known")
        return {"unknown_accuracy": True}

    def _misplaced(self, where: str, message: str) -> None:
        self.faults.add(rules.READER_MISPLACED, f"{where} {message}")

    def _close_batch(self) -> None:
        """Turn the facts that wait as Python objects into a table."""
        self.batches.append(pl.DataFrame(self._rows, schema=READ_COLUMNS))
        self._rows = []


def checked_members(name: str, content: Any) -> tuple[dict[str, Any], str | None]:  # noqa: ANN401 - whatever JSON holds
    """See that a fact has a value, and dimensions with a concept.

    Returns:
        The dimensions, and the value.

    Raises:
        FaultError: something is missing or has another type than it must have.
    """
    if not isinstance(content, dict) or not isinstance(content.get("dimensions"), dict):
        raise FaultError(rules.READER_BAD_STRUCTURE, "it is no object, or has no object of dimensions")
    value, dimensions = content.get("value"), content["dimensions"]
    if "value" not in content or not (value is None or isinstance(value, str)):
        raise FaultError(rules.READER_BAD_STRUCTURE, "its value is missing, or is neither text nor null")
    if "concept" not in dimensions:
        raise FaultError(rules.READER_BAD_STRUCTURE, "it has no concept (oime:missingConceptDimension)")
    for key in _CORE:
        if key in dimensions and not isinstance(dimensions[key], str):
            raise FaultError(rules.READER_BAD_STRUCTURE, f"its {key} is no text")
    for text in (name, value, dimensions.get("language")):
        if text is not None and illegal_character(text):
            raise FaultError(rules.READER_BAD_VALUE, f"it has {illegal_character(text)}, which no report can carry")
    return dimensions, value
