"""Reads xBRL-JSON in columns: the layout with a fact on each line, as writers of large files make it.

In that layout a line is a fact: its id, its value, its dimensions with the concept first, and what else it has. What
stands behind the concept many facts have in common, so that each such text is read once, by the reference reader. Facts
with something rare, as links are, and footnotes are read by it one by one.

Whatever does not fit the layout, to the letter, or is wrong with a fact, makes the reader give up, and the reference
reader takes over. So this module never has to say what is wrong with a fact.
"""

from __future__ import annotations

import json
import mmap
import os
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.files.inputs import open_input
from exporter.formats.xbrl_json.dimension_reader import PURE
from exporter.formats.xbrl_json.fact_reader import NOTE_CONCEPT, READ_COLUMNS, FactReader, checked_members
from exporter.formats.xbrl_json.faults import FaultError
from exporter.formats.xbrl_json.scanner import Scanner
from exporter.formats.xbrl_xml.schema_reader import SchemaValues
from exporter.frames.columns import gathered, row_numbers
from exporter.report.names import ILLEGAL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from exporter.formats.kinds import KindsOf
    from exporter.report.document import Reading

__all__ = ["UnusualError", "read_columns"]

#: So many bytes are read at a time.
_CHUNK = 16 * 1024**2
_BEGIN = re.compile(rb'\n[ \t]*"facts"[ \t]*:[ \t]*\{[ \t]*\r?\n')
_END = re.compile(rb"\n[ \t]*\}\s*\}\s*\Z")
#: Behind the last fact there is no more than this.
_LONGEST_END = 1024
#: What a text holds between its quotes: no control characters; escapes are looked at later.
_TEXT = r'(?:[^"\\\x00-\x1f]|\\.)*'
_LINE = (
    r'^[ \t]*"(?P<id>[^"\\\x00-\x1f]+)"[ \t]*:[ \t]*\{[ \t]*"value"[ \t]*:[ \t]*'
    rf'(?:null|"(?P<value>{_TEXT})")[ \t]*,[ \t]*"dimensions"[ \t]*:[ \t]*\{{[ \t]*"concept"[ \t]*:[ \t]*'
    r'"(?P<concept>[^"\\\x00-\x1f]+)"(?:[ \t]*,[ \t]*"entity"[ \t]*:[ \t]*"(?P<entity>[^"\\\x00-\x1f]+)")?(?P<rest>.*)$'
)
#: What the reference reader is given for a line whose rest it reads.
_BEFORE_REST = '{"value": null, "dimensions": {"concept": "x"'
_NUMBER = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,3})?$"
_XML_SPACE = " \t\r\n"
#: What the rest of a line gives, and whether such facts are read one by one.
_REST_COLUMNS = ("rest_entity", "period_start", "period_end", "unit", "dimensions", "language", "decimals")
_REST = pl.Schema([*((name, READ_COLUMNS.get(name, pl.String)) for name in _REST_COLUMNS), ("is_odd", pl.Boolean)])
#: A line that is read by itself.
_ODD = (*(None for _ in _REST_COLUMNS), True)


class UnusualError(Exception):
    """The layout is another, or something is wrong with a fact."""


def read_columns(source: Path, kinds_of: KindsOf = SchemaValues) -> Reading | None:
    """Read a file of the usual layout; see `read_facts_one_by_one` for the arguments.

    Returns:
        The Reading, or None if the layout is another or anything about a fact is wrong.

    Raises:
        OSError: it cannot be read.
    """
    reader = _ColumnReader(source, kinds_of)
    with open_input(source) as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as document:
        try:
            return reader.read_document(document)
        except (UnusualError, UnreadableInputError):
            return None


class _ColumnReader(FactReader):
    """Reads facts line by line in columns, and what stands around them with the reference reader."""

    def __init__(self, source: Path, kinds_of: KindsOf) -> None:
        super().__init__(source, kinds_of)
        self._facts_met = 0
        self._scanner = Scanner(source, "")
        #: For each rest of a line what it gives.
        self._rests: dict[str, tuple[Any, ...]] = {}
        #: The lines that are read one by one.
        self._odd_rows: list[dict[str, Any]] = []

    def read_document(self, document: mmap.mmap) -> Reading:
        """Read the document."""
        begin = _BEGIN.search(document)
        tail_start = max(0, len(document) - _LONGEST_END)
        end = _END.search(document[tail_start:])
        if begin is None or end is None or begin.end() > tail_start + end.start():
            raise UnusualError
        stop = tail_start + end.start()
        try:
            around = (document[: begin.end()] + document[stop:]).decode("utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            raise UnusualError from error
        super().read(Scanner(self.source, around))
        if self._facts_met != 1 or not hasattr(self, "_dimensions") or self._passed_over is not None:
            raise UnusualError
        faults = len(self.faults)
        first_line = document[: begin.end()].count(b"\n") + 1
        with ThreadPoolExecutor(os.cpu_count()) as threads:  # polars lets go of the interpreter while it computes
            for parts, numbers, first_rows in threads.map(_line_parts, _chunks(document, begin.end(), stop)):
                lines = parts.with_columns(line=pl.int_range(first_line, first_line + parts.height, dtype=pl.Int64))
                first_line += lines.height
                self.batches.append(self._read_lines(lines, numbers, first_rows))
        odd_facts = pl.DataFrame(self._odd_rows, schema=READ_COLUMNS)
        facts = pl.concat([*self.batches, odd_facts])
        if len(self.faults) > faults or facts["id"].n_unique() < facts.height:
            raise UnusualError
        self.batches = [facts.sort("line") if odd_facts.height else facts]
        return self.reading()

    def read_facts(self, scanner: Scanner) -> None:
        """Note that an object of facts was met; it is empty, since the lines were taken out."""
        self._facts_met += 1
        super().read_facts(scanner)

    def _read_lines(self, parts: pl.DataFrame, numbers: pl.Series, first_rows: pl.Series) -> pl.DataFrame:
        """Read lines; those that are not as usual, one by one.

        Args:
            parts: those of each line, with its `text`, which ends with a comma, and its number as `line`.
            numbers: for each line that of the distinct text behind its concept.
            first_rows: where each of these stands first.

        Returns:
            Facts with the columns of `READ_COLUMNS`.
        """
        rests = [self._rest(rest) for rest in parts["rest"][first_rows]]
        shared = gathered(pl.DataFrame(rests, schema=_REST, orient="row"), numbers)
        concepts = {name: self._concept(name) for name in parts["concept"].unique().drop_nulls()}
        notes = [name for name, (concept, _) in concepts.items() if concept is None]
        table = parts.drop("rest").hstack(shared)
        is_odd = table["is_odd"] | table["concept"].is_in(notes)
        for number, text in table.filter(is_odd).select("line", "text").iter_rows():
            self._read_odd_line(number, text)
        table = table.filter(~is_odd) if is_odd.any() else table
        table = table.with_columns(entity=self._entities(table))
        names = {name: concept for name, (concept, _) in concepts.items()}
        kinds = {name: kind for name, (_, kind) in concepts.items()}
        return self._checked(
            table.with_columns(
                value=_unescaped(table["value"]),
                concept=pl.col("concept").replace_strict(names, default=None, return_dtype=pl.String),
                kind=pl.col("concept").replace_strict(kinds, default=None, return_dtype=pl.Boolean),
            )
        )

    def _rest(self, rest: str | None) -> tuple[Any, ...]:
        """Read what stands behind a concept, up to the comma behind the fact; each text is read once."""
        if rest is None:
            return _ODD
        if rest not in self._rests:
            self._rests[rest] = self._read_rest(rest)
        return self._rests[rest]

    def _read_rest(self, rest: str) -> tuple[Any, ...]:
        scanner = self._scanner
        scanner.begin(_BEFORE_REST + rest.removesuffix(","))
        content = scanner.value()
        scanner.end()
        is_usual = rest.endswith(",") and content.keys() <= {"value", "dimensions", "decimals"}
        if not is_usual or scanner.doubled_keys(content) or "noteId" in content["dimensions"]:
            return _ODD
        faults = len(self.faults)
        try:
            checked_members("x", content)
            row = self._aspects("", content["dimensions"]) | self._decimals("", content)
            if "entity" in content["dimensions"]:
                row["rest_entity"] = self._dimensions.entity(content["dimensions"]["entity"])
        except FaultError:
            raise UnusualError from None
        if len(self.faults) > faults:
            raise UnusualError
        return (*(row.get(name) for name in _REST_COLUMNS), False)

    def _concept(self, name: str) -> tuple[str | None, bool | None]:
        """Read a concept: its name, None if it is that of notes, and whether it has numbers."""
        try:
            concept = self._dimensions.name(name)
        except FaultError:
            raise UnusualError from None
        is_note = self._dimensions.expanded(concept) == NOTE_CONCEPT
        return (None, None) if is_note else (concept, self._is_numeric(concept))

    def _entities(self, table: pl.DataFrame) -> pl.Series:
        """Read the entities, which stand behind the concept, or among the rest, or nowhere."""
        try:
            names = {name: self._dimensions.entity(name) for name in table["entity"].unique().drop_nulls()}
        except FaultError:
            raise UnusualError from None
        if table.select((pl.col("entity").is_not_null() & pl.col("rest_entity").is_not_null()).any()).item():
            raise UnusualError  # twice
        entity = pl.coalesce(
            pl.col("entity").replace_strict(names, default=None, return_dtype=pl.String), "rest_entity"
        )
        entities = table.select(entity).to_series()
        return entities.fill_null(self._dimensions.entity(None)) if entities.null_count() else entities

    def _read_odd_line(self, number: int, text: str) -> None:
        """Read a line as the reference reader does; it must be a single fact."""
        if not text.endswith(","):
            raise UnusualError
        scanner = self._scanner
        scanner.begin(f"{{{text[:-1]}}}")
        count = len(self._ids)
        super().read_facts(scanner)
        scanner.end()
        if len(self._ids) != count + 1:
            raise UnusualError
        self._odd_rows += [{**row, "line": number} for row in self._rows]
        self._rows = []

    def _checked(self, facts: pl.DataFrame) -> pl.DataFrame:
        """See that nothing is wrong with facts that are read in columns, and tell numbers from texts."""
        has_unit, has_language, has_decimals, has_value = (
            pl.col(name).is_not_null() for name in ("unit", "language", "decimals", "value")
        )
        number = pl.col("value").str.strip_chars(_XML_SPACE)
        facts = facts.with_columns(
            is_numeric=has_unit | pl.coalesce("kind", ~has_language & has_decimals),
            looks_numeric=number.str.contains(_NUMBER),
        )
        is_numeric = pl.col("is_numeric")
        is_unclear = ~has_unit & pl.col("kind").is_null() & ~has_decimals & ~has_language
        faults = facts.select(
            (~is_numeric & has_decimals).any(),
            misplaced=(is_numeric & has_language).any(),
            nil=(~has_value & has_decimals).any(),
            value=(is_numeric & has_value & ~pl.col("looks_numeric")).any(),
            illegal=pl.any_horizontal(pl.col("id", "value").str.contains(ILLEGAL).any()),
        )
        if any(faults.row(0)):
            raise UnusualError
        unclear = facts.filter(is_unclear & pl.coalesce("looks_numeric", pl.lit(value=True)))
        if unclear.height:
            self._unclear = [self._unclear[0] + unclear.height, self._unclear[1] or unclear["id"][0]]
        facts = facts.with_columns(
            value=pl.when(is_numeric).then(number).otherwise("value"),
            unit=pl.when(is_numeric).then(pl.col("unit").fill_null(PURE)),
            unknown_accuracy=pl.lit(None, pl.Boolean),
        )
        return facts.select(READ_COLUMNS.names())


def _chunks(document: mmap.mmap, start: int, stop: int) -> Iterator[bytes]:
    """Cut lines into pieces; behind the last one a comma is put, as behind the others."""
    while start < stop:
        end = document.find(b"\n", min(start + _CHUNK, stop), stop)
        if end < 0:
            yield document[start:stop] + b","
            return
        yield document[start:end]
        start = end + 1


def _lines(chunk: bytes) -> pl.DataFrame:
    """Give each line as a `text`."""
    if chunk.startswith(b"\xef\xbb\xbf"):
        raise UnusualError  # taken for a byte order mark, it would vanish
    try:
        # The separator may stand in no JSON, so that there is one column.
        lines = pl.read_csv(
            chunk,
            has_header=False,
            new_columns=["text"],
            separator="\x01",
            quote_char=None,
            infer_schema=False,
            empty_string_is_null=False,
        )
    except pl.exceptions.PolarsError as error:  # no UTF-8
        raise UnusualError from error
    if lines.width != 1 or lines.height != chunk.count(b"\n") + 1 or lines["text"].null_count():
        raise UnusualError
    return lines


def _line_parts(chunk: bytes) -> tuple[pl.DataFrame, pl.Series, pl.Series]:
    """Cut lines into their parts, which are null where a line is not as usual.

    Returns:
        The parts with the line's `text`; for each line the number of what stands behind its concept, and for each
        number the first place.
    """
    parts = _lines(chunk).with_columns(pl.col("text").str.extract_groups(_LINE).alias("parts")).unnest("parts")
    return parts, *row_numbers(parts, ["rest"])


def _unescaped(texts: pl.Series) -> pl.Series:
    """Replace the escapes in texts by the characters that they stand for."""
    has_escapes = texts.str.contains("\\", literal=True).fill_null(value=False)
    if not has_escapes.any():
        return texts
    places = has_escapes.arg_true()
    try:
        characters = pl.Series([json.loads(f'"{text}"') for text in texts[places]], dtype=pl.String)
    except (ValueError, TypeError, pl.exceptions.PolarsError) as error:  # no escape, or half of a character
        raise UnusualError from error
    return texts.clone().scatter(places, characters)
