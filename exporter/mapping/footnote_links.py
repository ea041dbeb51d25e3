"""The facts that footnotes explain, and the marks that the print bears for them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Finding, Source
from exporter.findings.nearest import nearest
from exporter.frames.columns import as_text, beside, contains, each_combination, given
from exporter.mapping import rules
from exporter.prints.conventions import any_of, plain_form
from exporter.project.footnotes_csv import FOOTNOTES_CSV
from exporter.report.dispositions import Disposition
from exporter.report.report import FOOTNOTE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from exporter.project.footnotes_csv import Footnote
    from exporter.project.mapping_csv import MappingRow

__all__ = ["link_footnotes"]

#: What marks a footnote at the end of a printed label or heading, even where no footnote has it: superscript digits, a
#: number in parentheses, or a reference mark.
_USUAL_MARKS = r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\([0-9]{1,2}\)|※[0-9０-９]*|[*†‡§]+"
_OF_ITEM = ("file", "language", "row", "label", "column", "heading", "footnotes")
_NAMES = {"name": pl.List(pl.String)}


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark at the end of a label or heading, and the footnotes that are named for the cells there.

    At a figure there may be several in one text, all of which have footnotes.
    """

    source: Source
    language: str
    text: str
    names: frozenset[str]
    at_figure: bool = False


def link_footnotes(
    items: pl.DataFrame, evaluated: pl.DataFrame, rows: Sequence[MappingRow], footnotes: dict[str, Footnote]
) -> tuple[pl.DataFrame, list[Finding]]:
    """Link facts to the footnotes that are named for their cells.

    Args:
        items: the line items.
        evaluated: what they say, with the columns of `EVALUATED_COLUMNS` and `fact`, the id of each cell's fact.
        rows: the mapping.
        footnotes: the footnotes by id.

    Returns: the facts' footnotes, with the columns of `FOOTNOTE_COLUMNS`; and a Finding for what does not fit the
        marks.
    """
    pattern = _mark_pattern(footnotes)
    is_included = pl.col("disposition").is_in([Disposition.FACT.value, Disposition.DERIVED.value])
    said = evaluated.select("cell", "mapping_index", "fact", "marks", is_included=is_included)
    cells = beside(said, items.select(_OF_ITEM))
    cells = cells.filter(_is_concerned(rows, pattern) & pl.col("is_included"))
    if cells.is_empty():
        return pl.DataFrame(schema=FOOTNOTE_COLUMNS), [
            *_unused_footnotes(set(), footnotes),
            *_missing_marks([], footnotes),
        ]
    named = _Names(rows, footnotes)
    names = each_combination(
        cells,
        ["mapping_index", "footnotes", "marks", "language"],
        lambda *key: ([name for _, name in named.of(*key)],),
        _NAMES,
    )
    named_facts = as_text(names.select("cell", "fact", "name"))
    links = _links(named_facts.explode("name").filter(pl.col("name").is_in(list(footnotes))))
    marks = list(_marks(cells, named, re.compile(pattern)))
    findings = [
        *_unknown_footnotes(named.sourced, footnotes),
        *_unlinked_marks(marks, footnotes),
        *_unused_footnotes(set(links["name"]), footnotes),
        *_missing_marks(marks, footnotes),
    ]
    return _with_texts(links, footnotes), findings


def _mark_pattern(footnotes: Mapping[str, Footnote]) -> str:
    """Give a regular expression for a mark at the end of a label or heading."""
    known_marks = {mark for footnote in footnotes.values() for mark in footnote.marks.values() if mark}
    return f"(?:{'|'.join([*([any_of(known_marks)] if known_marks else []), _USUAL_MARKS])})$"


def _is_concerned(rows: Sequence[MappingRow], pattern: str) -> pl.Expr:
    """Tell whether footnotes are named for a cell, or its label, heading or figure bears a mark."""
    rows_with_footnotes = [index for index, row in enumerate(rows) if row.footnotes or row.table.footnotes]
    has_mark = pl.any_horizontal(
        contains("label", pattern), contains("heading", pattern), pl.col("marks").is_not_null()
    )
    return pl.col("mapping_index").is_in(rows_with_footnotes) | given("footnotes").is_not_null() | has_mark


class _Names:
    """The footnotes that tables, columns and mapping rows name for cells, and those whose marks stand at figures."""

    def __init__(self, rows: Sequence[MappingRow], footnotes: Mapping[str, Footnote]) -> None:
        self._rows, self._footnotes = rows, footnotes
        #: Where each was named that has been asked for.
        self.sourced: dict[tuple[Source, str], None] = {}

    def of(
        self, mapping_index: int, column_footnotes: str | None, marks: str | None, language: str
    ) -> list[tuple[Source, str]]:
        """List the footnotes of a cell, with where they are written."""
        row = self._rows[mapping_index]
        column_names = filter(None, (name.strip() for name in (column_footnotes or "").split(";")))
        names = [(Source("report.toml"), name) for name in (*row.table.footnotes, *column_names)]
        names += [(row.source, name) for name in row.footnotes]
        self.sourced.update(dict.fromkeys(names))
        return [*names, *((Source(FOOTNOTES_CSV), name) for name in self._marked(marks, language))]

    def _marked(self, marks: str | None, language: str) -> list[str]:
        if not marks:
            return []
        names_by_mark: dict[str, list[str]] = defaultdict(list)
        for footnote in self._footnotes.values():
            if mark := plain_form(footnote.marks.get(language, "")).strip():
                names_by_mark[mark].append(footnote.name)
        return [name for mark in re.findall(any_of(names_by_mark), marks) for name in names_by_mark[mark]]


def _marks(cells: pl.DataFrame, named: _Names, pattern: re.Pattern[str]) -> Iterator[_Mark]:
    """List the marks that are printed, in the order of the cells.

    Cells that agree in the mapping row and in all of `_OF_ITEM` but the row share a mark.
    """
    is_marked = (contains(name, pattern.pattern) for name in ("label", "heading"))
    marked_cells = cells.filter(pl.any_horizontal(*is_marked, pl.col("marks").is_not_null()))
    distinct_by = ["mapping_index", "marks", *(name for name in _OF_ITEM if name != "row")]
    for cell in marked_cells.unique(distinct_by, keep="first", maintain_order=True).iter_rows(named=True):
        names = frozenset(
            name for _, name in named.of(cell["mapping_index"], cell["footnotes"], cell["marks"], cell["language"])
        )
        if match := pattern.search(cell["label"]):
            yield _Mark(Source(cell["file"], cell["row"], "A"), cell["language"], match[0], names)
        if match := pattern.search(cell["heading"]):
            source = Source(cell["file"], None, cell["column"], cell["heading"])
            yield _Mark(source, cell["language"], match[0], names)
        if cell["marks"]:
            source = Source(cell["file"], cell["row"], cell["column"], cell["heading"])
            yield _Mark(source, cell["language"], cell["marks"], names, at_figure=True)


def _links(names: pl.DataFrame) -> pl.DataFrame:
    """List the names of each fact's footnotes, in the order of the cells that give them.

    Returns: the columns `fact` and `name`.
    """
    links = names.drop_nulls("fact").unique(["fact", "name"], keep="first", maintain_order=True)
    return links.sort(pl.col("cell").min().over("fact"), maintain_order=True).select("fact", "name")


def _with_texts(links: pl.DataFrame, footnotes: dict[str, Footnote]) -> pl.DataFrame:
    """Bring the links into the form of a Report: each footnote in each of its languages is one of its own."""
    texts = [
        (name, f"{name}.{language}", language, text)
        for name, footnote in footnotes.items()
        for language, text in footnote.texts.items()
    ]
    schema = dict.fromkeys(("name", "footnote", "language", "text"), pl.String)
    footnote_texts = pl.DataFrame(texts, schema=schema, orient="row")
    return links.join(footnote_texts, on="name", maintain_order="left_right").select(FOOTNOTE_COLUMNS.names())


def _unknown_footnotes(
    sourced_names: Iterable[tuple[Source, str]], footnotes: dict[str, Footnote]
) -> Iterator[Finding]:
    for source, name in sourced_names:
        if name not in footnotes:
            hint = nearest(name, footnotes) or f"add it to {FOOTNOTES_CSV}"
            yield rules.FOOTNOTES_UNKNOWN.finding(f"there is no footnote {name!r}", source, hint=hint)


def _unlinked_marks(marks: Iterable[_Mark], footnotes: dict[str, Footnote]) -> Iterator[Finding]:
    unlinked = dict.fromkeys(
        (mark.source, mark.text)
        for mark in marks
        if not mark.at_figure
        and mark.text not in {footnotes[name].marks.get(mark.language) for name in mark.names if name in footnotes}
    )
    for source, text in unlinked:
        message = f"the mark {text} is printed, but no footnote with that mark is linked here"
        hint = "name the footnote in mapping.csv, or for a column or table in report.toml"
        yield rules.FOOTNOTES_UNLINKED_MARK.finding(message, source, hint=hint)


def _unused_footnotes(linked: set[str], footnotes: dict[str, Footnote]) -> Iterator[Finding]:
    for footnote in footnotes.values():
        if footnote.name not in linked:
            message = f"no fact has the footnote {footnote.name!r}"
            yield rules.FOOTNOTES_UNUSED.finding(message, footnote.source)


def _missing_marks(marks: Sequence[_Mark], footnotes: dict[str, Footnote]) -> Iterator[Finding]:
    printed = {(mark.language, mark.text) for mark in marks if not mark.at_figure}
    at_figures = {(mark.language, name) for mark in marks if mark.at_figure for name in mark.names}
    for footnote in footnotes.values():
        for language, text in footnote.marks.items():
            if text and (language, text) not in printed and (language, footnote.name) not in at_figures:
                message = (
                    f"no label, heading or figure in {language} bears the mark {text} of the footnote {footnote.name!r}"
                )
                yield rules.FOOTNOTES_MISSING_MARK.finding(message, footnote.source)
