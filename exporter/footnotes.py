"""Footnotes: their texts in footnotes.csv, the facts that they explain, and the marks that the print bears for them.

footnotes.csv has the columns `footnote` (an id), `text` and, if the print marks it, `mark`; and for each further
language xx, `text.xx` and `mark.xx`. A mark is written as it is printed at the end of a label or heading: `(1)`, `²`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from exporter.cells import DERIVED, FACT
from exporter.findings import Finding, Source, nearest, new_finding
from exporter.namespaces import illegal_character, is_ncname
from exporter.report import FOOTNOTE_COLUMNS
from exporter.tables import read_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter.cells import Cell
    from exporter.project import Project

__all__ = ["Footnote", "footnotes_frame", "link_footnotes", "read_footnotes"]

_FILE = "footnotes.csv"
#: What marks a footnote at the end of a printed label or heading: superscript digits, or a number in parentheses.
_MARK = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+$|\(\d{1,2}\)$")


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote: its text and, where it is printed with one, its mark by language."""

    name: str
    texts: dict[str, str]
    marks: dict[str, str]
    source: Source


def read_footnotes(project: Project) -> tuple[dict[str, Footnote], list[Finding]]:
    """The footnotes by their ids, and what is wrong with the table. A project without the table has none.

    Raises:
        UnreadableInputError: the table cannot be read.
    """
    if not project.footnotes.exists():
        return {}, []
    columns = {language: "" if language == project.language else f".{language}" for language in project.languages}
    texts, marks = ([f"{name}{suffix}" for suffix in columns.values()] for name in ("text", "mark"))
    records, findings = read_records(project.footnotes, _FILE, ["footnote", *texts], marks, area="footnotes")
    footnotes: dict[str, Footnote] = {}
    for record in records:
        name = record["footnote"]
        footnote = Footnote(
            name,
            {language: record[f"text{suffix}"] for language, suffix in columns.items()},
            {language: record[f"mark{suffix}"] for language, suffix in columns.items()},
            record.source,
        )
        findings += _faults(footnote, footnotes)
        footnotes.setdefault(name, footnote)
    return footnotes, findings


def _faults(footnote: Footnote, others: dict[str, Footnote]) -> Iterator[Finding]:
    if not is_ncname(footnote.name):
        message = f"{footnote.name!r} cannot be an id"
        hint = "start with a letter; use letters, digits, '.', '-' and '_' only"
        yield new_finding("footnotes.badValue", message, footnote.source, hint=hint)
    if footnote.name in others:
        related = (others[footnote.name].source,)
        message = f"there already is a footnote {footnote.name!r}"
        yield new_finding("footnotes.badValue", message, footnote.source, related=related)
    for language, text in footnote.texts.items():
        if not text:
            message = f"the footnote {footnote.name!r} has no text in {language}"
            yield new_finding("footnotes.badValue", message, footnote.source)
        if bad := illegal_character(text):
            message = f"the footnote {footnote.name!r} has the character {bad}, which XML cannot carry"
            yield new_finding("footnotes.badValue", message, footnote.source)


def link_footnotes(
    cells: Iterable[Cell], footnotes: dict[str, Footnote]
) -> tuple[dict[str, dict[str, None]], list[Finding]]:
    """For each fact id the footnotes that its cells name, by table, column and row; and what does not fit the marks."""
    explained = [cell for cell in cells if cell.disposition in {FACT, DERIVED} and cell.row]
    links: dict[str, dict[str, None]] = defaultdict(dict)
    for cell in explained:
        if cell.filed and cell.filed.fact:
            links[cell.filed.fact] |= {note.name: None for note in _linked(cell, footnotes)}
    links = {fact: names for fact, names in links.items() if names}
    findings = [
        *_unknown(explained, footnotes),
        *_unlinked_marks(explained, footnotes),
        *_unused({name for names in links.values() for name in names}, footnotes),
        *_missing_marks(explained, footnotes),
    ]
    return links, findings


def footnotes_frame(links: dict[str, dict[str, None]], footnotes: dict[str, Footnote]) -> pl.DataFrame:
    """The links as a Report has them: each footnote in each of its languages is one of its own."""
    rows = [
        {"fact": fact, "footnote": f"{name}.{language}", "language": language, "text": text}
        for fact, names in links.items()
        for name in names
        for language, text in footnotes[name].texts.items()
    ]
    return pl.DataFrame(rows, schema=FOOTNOTE_COLUMNS)


def _names(cell: Cell) -> list[tuple[Source, str]]:
    """The footnotes that the cell's table, column and row name, and where they are written."""
    assert cell.row  # noqa: S101 - asked of cells with a row
    of_column = [name.strip() for name in (cell.item["footnotes"] or "").split(";") if name.strip()]
    in_project = [(Source("report.toml"), name) for name in (*cell.row.table.footnotes, *of_column)]
    return [*in_project, *((cell.row.source, name) for name in cell.row.footnotes)]


def _linked(cell: Cell, footnotes: dict[str, Footnote]) -> list[Footnote]:
    return [footnotes[name] for _, name in _names(cell) if name in footnotes]


def _unknown(cells: Iterable[Cell], footnotes: dict[str, Footnote]) -> Iterator[Finding]:
    for place, name in dict.fromkeys(pair for cell in cells for pair in _names(cell)):
        if name not in footnotes:
            hint = nearest(name, footnotes) or f"add it to {_FILE}"
            yield new_finding("footnotes.unknown", f"there is no footnote {name!r}", place, hint=hint)


def _unlinked_marks(cells: Iterable[Cell], footnotes: dict[str, Footnote]) -> Iterator[Finding]:
    places: dict[tuple[Source, str], None] = {}
    for cell in cells:
        known = {note.marks.get(cell.item["language"]) for note in _linked(cell, footnotes)}
        places |= dict.fromkeys((place, mark) for place, mark in _printed_marks(cell) if mark not in known)
    for place, mark in places:
        message = f"the mark {mark} is printed, but no footnote with that mark is linked here"
        hint = "name the footnote in mapping.csv, or for a column or table in report.toml"
        yield new_finding("footnotes.unlinkedMark", message, place, hint=hint)


def _unused(linked: set[str], footnotes: dict[str, Footnote]) -> Iterator[Finding]:
    for footnote in footnotes.values():
        if footnote.name not in linked:
            message = f"no fact has the footnote {footnote.name!r}"
            yield new_finding("footnotes.unused", message, footnote.source)


def _missing_marks(cells: Iterable[Cell], footnotes: dict[str, Footnote]) -> Iterator[Finding]:
    printed = {(cell.item["language"], mark) for cell in cells for _, mark in _printed_marks(cell)}
    for footnote in footnotes.values():
        for language, mark in footnote.marks.items():
            if mark and (language, mark) not in printed:
                message = f"no label or heading in {language} bears the mark {mark} of the footnote {footnote.name!r}"
                yield new_finding("footnotes.missingMark", message, footnote.source)


def _printed_marks(cell: Cell) -> Iterator[tuple[Source, str]]:
    """The marks at the end of the cell's label and heading, and where they stand."""
    item = cell.item
    if found := _MARK.search(item["label"]):
        yield Source(item["file"], item["row"], "A"), found[0]
    if found := _MARK.search(item["heading"]):
        yield Source(item["file"], None, item["column"], item["heading"]), found[0]
