"""Reads the facts of xBRL-CSV, table by table and column by column."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.formats import rules
from exporter.formats.xbrl_csv.aspect_reader import AspectReader, Subject, cell_column, complaint_column
from exporter.formats.xbrl_csv.faults import TableFaults
from exporter.formats.xbrl_csv.filing_indicators import belongs_to, negative_indicators
from exporter.formats.xbrl_csv.identifiers import IDENTIFIER, ROW_IDENTIFIER
from exporter.formats.xbrl_csv.metadata import ROW_NUMBER
from exporter.formats.xbrl_csv.metadata_reader import read_metadata
from exporter.formats.xbrl_csv.special_values import without_escape
from exporter.formats.xbrl_csv.table_cells import file_beside, read_cells
from exporter.formats.xbrl_csv.value_reader import (
    IS_UNCLEAR,
    MISPLACED_DECIMALS,
    VALUE_FAULTS,
    as_in_reports,
    read_values,
)
from exporter.formats.xbrl_json.dimension_reader import DimensionReader
from exporter.formats.xbrl_json.document_info import OIM
from exporter.formats.xbrl_json.faults import FaultError
from exporter.formats.xbrl_json.member_reader import MemberReader
from exporter.formats.xbrl_json.note_reader import NoteReader
from exporter.frames.columns import rows_where
from exporter.report.document import Document, Reading
from exporter.report.report import FACT_COLUMNS, Report, dimensions_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from exporter.formats.kinds import Kinds, KindsOf
    from exporter.formats.xbrl_csv.metadata import Metadata, Table

__all__ = ["read_tables"]

_NOTE_CONCEPT = f"{{{OIM}}}note"
_READ_COLUMNS = pl.Schema([*FACT_COLUMNS.items(), ("unknown_accuracy", pl.Boolean), ("line", pl.Int64)])
_ROW = cell_column(ROW_NUMBER)


def read_tables(source: Path, kinds_of: KindsOf, locate: Callable[[str], Path | None]) -> Reading:
    """Read a report.

    Args:
        source: the file of metadata.
        kinds_of: says of concepts and dimensions what they are; see `KindsOf`.
        locate: says where the file of a URL lies, or None where that is not known.

    Raises:
        UnreadableInputError: the metadata are missing, no UTF-8, no JSON, or not of the document type.
    """
    reader = _ReportReader(source, kinds_of, locate)
    for table in reader.metadata.tables:
        reader.read_table(table)
    reader.check_indicators()
    return reader.reading()


class _ReportReader:
    """Gathers the facts of all tables."""

    def __init__(self, source: Path, kinds_of: KindsOf, locate: Callable[[str], Path | None]) -> None:
        self._source = source
        self._faults = TableFaults(source.name)
        self.metadata: Metadata = read_metadata(source, locate, self._faults)
        self._info = self.metadata.info
        self._kinds: Kinds = kinds_of(source, lambda: self._entry_points)
        self._dimensions = DimensionReader(self._info)
        self._notes = NoteReader(self._faults, self._info, "xbrlce", str)
        self._is_numeric = cache(self._numeric)
        self._files = [source.name]
        self._batches = [pl.DataFrame(schema=_READ_COLUMNS)]
        self._linked = self._linked_names()
        self._tables_read: list[Table] = []
        #: Where templates are said not to be filed, by their names.
        self._unfiled: dict[str, int] = {}
        #: The ids of facts that links name, by these names.
        self._ids: dict[str, str] = {}
        #: The facts of which it is not known whether they are numbers: how many, and the first.
        self._unclear: tuple[int, str | None] = (0, None)

    @property
    def _entry_points(self) -> tuple[str, ...]:
        return tuple(reference.href for reference in self._info.references)

    def _numeric(self, concept: str) -> bool | None:
        return self._kinds.is_numeric(self._dimensions.expanded(concept))

    def _is_note(self, concept: str) -> bool:
        return self._dimensions.expanded(concept) == _NOTE_CONCEPT

    def _linked_names(self) -> set[str]:
        facts = [facts for groups in self.metadata.links.values() for facts in groups.values()]
        return {name for links in facts for source, targets in links.items() for name in (source, *targets)}

    def reading(self) -> Reading:
        """Put together what was read."""
        facts = self._without_doubles(pl.concat(self._batches))
        members = MemberReader(self._dimensions, self._info, self._kinds, self._faults, str)
        facts = members.resolved(facts)
        count, first = self._unclear
        if count:
            message = (
                f"{count:,} facts, first {first!r}, have neither unit nor decimals nor language; whether they are pure "
                "numbers, a taxonomy says that is not at hand, and they were read as no numbers"
            )
            self._faults.add(rules.READER_UNKNOWN_KIND, message)
        for alias, groups in self.metadata.links.items():
            for group, links in groups.items():
                for fact, targets in links.items():
                    names = [self._ids.get(target, target) for target in targets]
                    self._notes.add_links(self._ids.get(fact, fact), "/links", {alias: {group: names}})
        columns = list(FACT_COLUMNS) + ["unknown_accuracy"] * bool(facts["unknown_accuracy"].count())
        report = Report(
            facts.select(columns),
            self._info.names.namespaces,
            self._entry_points,
            members.typed_domains,
            self._notes.table(facts["id"]),
            source=self._source,
        )
        return Reading(report, self._faults.findings, Document(tuple(self._files), self._info.references))

    def _without_doubles(self, facts: pl.DataFrame) -> pl.DataFrame:
        """Leave out facts whose id another one before them has."""
        if facts["id"].n_unique() == facts.height:
            return facts
        is_first = facts["id"].is_first_distinct()
        for fact, line in facts.filter(~is_first).select("id", "line").iter_rows():
            self._faults.add_in_table(
                rules.READER_DOUBLED_KEY, f"the fact {fact!r} is there twice; the first was read", line
            )
        return facts.filter(is_first)

    # ---------------------------------------------------------------------------------------------------------- tables

    def read_table(self, table: Table) -> None:
        """Read a table, or say why that cannot be done."""
        try:
            path = file_beside(self._source, table.url)
            if table.is_optional and not path.exists():
                return
            self._faults.begin_table(table.url)
            headings, cells = read_cells(path, self._source.parent, self._faults)
        except UnreadableInputError as error:
            message = f"the table {table.name}: {error} (xbrlce:missingRequiredCSVFile)"
            self._faults.add(rules.READER_MISSING_FILE, message)
            return
        self._files.append(table.url)
        self._faults.name_headings(headings)
        self._tables_read.append(table)
        if self._check_headings(table, headings):
            self._read_cells(table, headings, cells)
            for row, template in negative_indicators(table, headings, cells):
                self._unfiled[template] = self._faults.line_of(row)
        self._faults.end_table(cells.height)

    def check_indicators(self) -> None:
        """See that what is said not to be filed has no file."""
        for template, line in self._unfiled.items():
            for table in self._tables_read:
                if belongs_to(table.name, template):
                    message = f"{template} is said not to be filed, and there is {table.url}; its facts were read"
                    self._faults.add_in_table(rules.READER_UNFILED_TABLE, message, line)

    def _check_headings(self, table: Table, headings: list[str]) -> bool:
        """See that headings are columns of the template, each once; if one is not, the table cannot be understood."""
        faults = {}
        for place, heading in enumerate(headings):
            if heading and (not IDENTIFIER.fullmatch(heading) or heading == ROW_NUMBER):
                faults[heading] = f"the heading {heading[:40]!r} is no identifier (xbrlce:invalidHeaderValue)"
            elif heading and heading not in table.template.columns:
                faults[heading] = f"the template has no column {heading!r} (xbrlce:unknownColumn)"
            elif heading and heading in headings[:place]:
                faults[heading] = f"the heading {heading!r} is there twice (xbrlce:repeatedColumnIdentifier)"
        for heading, message in faults.items():
            place = self._faults.line_of(0)
            self._faults.add_in_table(rules.READER_BAD_TABLE, f"{message}; the table was not read", place, heading)
        return not faults

    def _read_cells(self, table: Table, headings: list[str], cells: pl.DataFrame) -> None:
        """Read the facts of a table."""
        places = {heading: str(place) for place, heading in enumerate(headings) if heading}
        for name in set(cells.columns) - set(places.values()):
            for row in (cells[name] != "").arg_true():
                message = "a cell without a heading says something (xbrlce:unmappedCellValue)"
                self._faults.add_in_table(rules.READER_UNMAPPED_CELL, message, self._faults.line_of(row + 1))
        texts = cells.select(pl.col(place).alias(cell_column(heading)) for heading, place in places.items())
        texts = texts.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(_ROW))
        labels = self._row_labels(table, texts)
        used: dict[str, pl.Series] = {}
        columns = table.template.columns
        said = frozenset(name for name in places if not columns[name].is_comment)
        subjects = [Subject(name, columns[name], table, said) for name in places if columns[name].is_fact]
        batches = [self._read_column(subject, texts, labels, used) for subject in subjects]
        if len(batches) > 1:
            batches = [pl.concat(batches).sort("line", maintain_order=True)]
        self._batches += batches
        self._check_used(table, said - {subject.name for subject in subjects}, texts, used)

    def _row_labels(self, table: Table, texts: pl.DataFrame) -> pl.Expr:
        """Give the name of each row: that in its column, or its number (xBRL-CSV 1.0, fact identifiers)."""
        heading = table.template.row_id_column or ""
        number = pl.col(_ROW).cast(pl.String)
        if cell_column(heading) not in texts.columns:
            return number
        label = pl.col(cell_column(heading))
        is_name = label.str.contains(ROW_IDENTIFIER)
        faults = {
            "the row has no identifier (xbrlce:missingRowIdentifier)": label == "",
            "the row's identifier is none (xbrlce:invalidRowIdentifier)": (label != "") & ~is_name,
            "another row has the same identifier (xbrlce:repeatedRowIdentifier)": is_name & ~label.is_first_distinct(),
        }
        for message, is_faulty in faults.items():
            for row in texts.filter(is_faulty)[_ROW]:
                self._faults.add_in_table(rules.READER_BAD_TABLE, message, self._faults.line_of(row), heading)
        return pl.when(is_name & label.is_first_distinct()).then(label).otherwise(number)

    def _check_used(
        self, table: Table, headings: frozenset[str], texts: pl.DataFrame, used: dict[str, pl.Series]
    ) -> None:
        """Find cells that say something that no fact has."""
        for heading in sorted(headings - {table.template.row_id_column}):
            cells = texts[cell_column(heading)]
            is_said = ~cells.is_in(["", "#none"])
            unused = is_said & ~used[heading] if heading in used else is_said
            for row in unused.arg_true() if unused.any() else ():
                message = f"{cells[row][:40]!r} is said of no fact in the row (xbrlce:unmappedCellValue)"
                self._faults.add_in_table(rules.READER_UNMAPPED_CELL, message, self._faults.line_of(row + 1), heading)

    # --------------------------------------------------------------------------------------------------------- columns

    def _read_column(
        self, subject: Subject, texts: pl.DataFrame, labels: pl.Expr, used: dict[str, pl.Series]
    ) -> pl.DataFrame:
        """Read the facts of a column.

        Args:
            subject: the column.
            texts: the table's cells.
            labels: the name of each row.
            used: by heading, whether the cell in each row is used; what these facts use is added.

        Returns:
            Facts with the columns of `_READ_COLUMNS`.
        """
        name = pl.concat_str(pl.lit(f"{subject.table.name}.r_"), labels, pl.lit(f".{subject.name}"))
        has_value = pl.col(cell_column(subject.name)) != ""
        rows = rows_where(texts.with_columns(name=name), has_value)
        if rows.is_empty():
            return pl.DataFrame(schema=_READ_COLUMNS)
        aspects = AspectReader(subject, self.metadata, self._dimensions)
        facts = aspects.read(rows)
        facts = read_values(facts, cell_column(subject.name), self._kinds_of(facts["concept"]))
        facts = facts.with_columns(is_lost=_lost(facts, aspects))
        self._add_used(aspects, subject, facts, used, texts.height)
        own_ids = cell_column(subject.table.template.fact_ids or "")
        facts = facts.with_columns(
            id=without_escape(pl.col(own_ids)) if own_ids in texts.columns else pl.col("name"),
            line=pl.col(_ROW) + self._faults.line_of(0),
        )
        self._add_complaints(aspects, facts, subject.name)
        facts = self._without_losses(facts, subject.name)
        self._ids |= dict(facts.filter(pl.col("name").is_in(list(self._linked))).select("name", "id").rows())
        return self._without_notes(facts).select(pl.col(name).cast(kind) for name, kind in _READ_COLUMNS.items())

    def _add_used(
        self, aspects: AspectReader, subject: Subject, facts: pl.DataFrame, used: dict[str, pl.Series], height: int
    ) -> None:
        """Note which cells of a table of a height the facts of a column use."""
        is_number, is_lost = pl.col("is_numeric"), pl.col("is_lost")
        has_decimals = is_number & pl.col("value").is_not_null() & ~pl.col("has_suffix")
        relevance = {"unit": is_number, "language": ~is_number, "decimals": has_decimals}
        uses = aspects.uses(facts, {aspect: is_relevant | is_lost for aspect, is_relevant in relevance.items()})
        every = pl.repeat(value=True, n=facts.height, dtype=pl.Boolean, eager=True)
        for heading, mask in (uses | dict.fromkeys(subject.group_columns, every)).items():
            before = used.get(heading, pl.repeat(value=False, n=height, dtype=pl.Boolean, eager=True))
            used[heading] = before.scatter(facts[_ROW].filter(mask) - 1, values=True)

    def _kinds_of(self, concepts: pl.Series) -> dict[str, bool | None]:
        """Say of concepts whether they have numbers; notes have not."""
        names = concepts.unique().drop_nulls()
        return {name: False if self._is_note(name) else self._is_numeric(name) for name in names}

    def _without_losses(self, facts: pl.DataFrame, heading: str) -> pl.DataFrame:
        """Say what is wrong with values, and leave out facts that cannot be read."""
        is_lost = facts["is_lost"]
        for rule, message, is_there in VALUE_FAULTS:
            is_faulty = facts.select(is_there.fill_null(value=False).alias("is_faulty"))["is_faulty"] & ~is_lost
            for line, cell in facts.filter(is_faulty).select("line", "cell").iter_rows() if is_faulty.any() else ():
                self._faults.add_in_table(rule, f"{cell[:40]!r} {message}; the fact was not read", line, heading)
            is_lost |= is_faulty
        facts = facts.filter(~is_lost) if is_lost.any() else facts
        for line in facts.filter(MISPLACED_DECIMALS)["line"]:
            message = "the fact is nil, and has decimals (oime:misplacedDecimalsProperty); it was read without them"
            self._faults.add_in_table(rules.READER_MISPLACED, message, line, heading)
        unclear = facts.filter(IS_UNCLEAR)
        if unclear.height:
            count, first = self._unclear
            self._unclear = (count + unclear.height, first or unclear["id"][0])
        return as_in_reports(facts)

    def _add_complaints(self, aspects: AspectReader, facts: pl.DataFrame, heading: str) -> None:
        """Say what is wrong with the aspects of facts."""
        for name in map(complaint_column, AspectReader.ASPECTS):
            for line, place in facts.filter(pl.col(name).is_not_null()).select("line", name).iter_rows():
                rule, message, is_loss = aspects.complaints[place]
                message += "; the fact was not read" if is_loss else ""
                self._faults.add_in_table(rule, message, line, heading)

    def _without_notes(self, facts: pl.DataFrame) -> pl.DataFrame:
        """Put footnotes with the others."""
        concepts = [name for name in facts["concept"].unique() if self._is_note(name)]
        if not concepts:
            return facts
        is_note = pl.col("concept").is_in(concepts)
        columns = ("name", "value", "language", "dimensions", "period_end", "entity", "line")
        no_entity = self._dimensions.entity(None)
        for name, value, language, members, end, entity, line in facts.filter(is_note).select(columns).iter_rows():
            self._faults.line = line
            dimensions: dict[str, Any] = {"concept": "", "noteId": name, **dimensions_of(members)}
            dimensions |= {"language": language} if language is not None else {}
            dimensions |= {"period": end} if end is not None else {}
            dimensions |= {"entity": entity} if entity != no_entity else {}
            try:
                self._notes.add_note(name, name, {"value": value}, dimensions)
            except FaultError as error:
                self._faults.add(error.rule, f"{error.message}; the footnote was not read")
        self._faults.line = None
        return facts.filter(~is_note)


def _lost(facts: pl.DataFrame, aspects: AspectReader) -> pl.Series:
    """Tell which facts have an aspect that cannot be read."""
    losses = [place for place, complaint in enumerate(aspects.complaints) if complaint.is_loss]
    if not losses:
        return pl.repeat(value=False, n=facts.height, dtype=pl.Boolean, eager=True)
    columns = map(complaint_column, AspectReader.ASPECTS)
    is_lost = pl.any_horizontal(pl.col(columns).is_in(losses)).fill_null(value=False)
    return facts.select(is_lost.alias("is_lost"))["is_lost"]
