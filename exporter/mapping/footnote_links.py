"""The facts that footnotes explain, and the marks that the print bears for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Finding, Source
from exporter.findings.nearest import nearest
from exporter.frames.columns import each_combination, given
from exporter.mapping import rules
from exporter.project.footnotes_csv import FOOTNOTES_CSV
from exporter.report.dispositions import Disposition
from exporter.report.report import FOOTNOTE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from exporter.project.footnotes_csv import Footnote
    from exporter.project.mapping_csv import MappingRow

__all__ = ["link_footnotes"]

#: What marks a footnote at the end of a printed label or heading: superscript digits, or a number in parentheses.
_MARK = re.compile(r"(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\([0-9]{1,2}\))$")
_OF_ITEM = ("file", "language", "row", "label", "column", "heading", "footnotes")
_NAMES = {"name": pl.List(pl.String)}


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark at the end of a label or heading, and the footnotes that are named for the cells there."""

    source: Source
    language: str
    text: str
    names: frozenset[str]


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
    included_cells = evaluated.filter(pl.col("disposition").is_in([Disposition.FACT, Disposition.DERIVED])).select(
        "cell", "mapping_index", "fact"
    )
    cells = included_cells.hstack(items[included_cells["cell"]].select(_OF_ITEM)).filter(_is_concerned(rows))
    combinations = cells.select("mapping_index", "footnotes").unique(maintain_order=True)
    sourced_names: dict[tuple[int, str | None], tuple[tuple[Source, str], ...]] = {
        (index, column_footnotes): tuple(_footnote_names(rows[index], column_footnotes))
        for index, column_footnotes in combinations.iter_rows()
    }
    names = each_combination(
        cells, ["mapping_index", "footnotes"], lambda *key: ([name for _, name in sourced_names[key]],), _NAMES
    )
    links = _links(names.select("cell", "fact", "name").explode("name").filter(pl.col("name").is_in(list(footnotes))))
    marks = list(_marks(cells, sourced_names))
    findings = [
        *_unknown_footnotes(sourced_names.values(), footnotes),
        *_unlinked_marks(marks, footnotes),
        *_unused_footnotes(set(links["name"]), footnotes),
        *_missing_marks(marks, footnotes),
    ]
    return _with_texts(links, footnotes), findings


def _is_concerned(rows: Sequence[MappingRow]) -> pl.Expr:
    """Tell whether footnotes are named for a cell, or its label or heading bears a mark."""
    rows_with_footnotes = [index for index, row in enumerate(rows) if row.footnotes or row.table.footnotes]
    has_mark = pl.any_horizontal(pl.col("label", "heading").str.contains(_MARK.pattern))
    return pl.col("mapping_index").is_in(rows_with_footnotes) | given("footnotes").is_not_null() | has_mark


def _footnote_names(row: MappingRow, column_footnotes: str | None) -> Iterator[tuple[Source, str]]:
    """List the footnotes that table, column and mapping row name, with where they are written."""
    column_names = filter(None, (name.strip() for name in (column_footnotes or "").split(";")))
    yield from ((Source("report.toml"), name) for name in (*row.table.footnotes, *column_names))
    yield from ((row.source, name) for name in row.footnotes)


def _marks(
    cells: pl.DataFrame, sourced_names: Mapping[tuple[int, str | None], Iterable[tuple[Source, str]]]
) -> Iterator[_Mark]:
    """List the marks that are printed, in the order of the cells.

    Cells that agree in the mapping row and in all of `_OF_ITEM` but the row share a mark.
    """
    marked_cells = cells.filter(pl.any_horizontal(pl.col("label", "heading").str.contains(_MARK.pattern)))
    distinct_by = ["mapping_index", *(name for name in _OF_ITEM if name != "row")]
    for cell in marked_cells.unique(distinct_by, keep="first", maintain_order=True).iter_rows(named=True):
        names = frozenset(name for _, name in sourced_names[cell["mapping_index"], cell["footnotes"]])
        if match := _MARK.search(cell["label"]):
            yield _Mark(Source(cell["file"], cell["row"], "A"), cell["language"], match[0], names)
        if match := _MARK.search(cell["heading"]):
            source = Source(cell["file"], None, cell["column"], cell["heading"])
            yield _Mark(source, cell["language"], match[0], names)


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
    sourced_names: Iterable[Iterable[tuple[Source, str]]], footnotes: dict[str, Footnote]
) -> Iterator[Finding]:
    for source, name in dict.fromkeys(pair for pairs in sourced_names for pair in pairs):
        if name not in footnotes:
            hint = nearest(name, footnotes) or f"add it to {FOOTNOTES_CSV}"
            yield rules.FOOTNOTES_UNKNOWN.finding(f"there is no footnote {name!r}", source, hint=hint)


def _unlinked_marks(marks: Iterable[_Mark], footnotes: dict[str, Footnote]) -> Iterator[Finding]:
    unlinked = dict.fromkeys(
        (mark.source, mark.text)
        for mark in marks
        if mark.text not in {footnotes[name].marks.get(mark.language) for name in mark.names if name in footnotes}
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


def _missing_marks(marks: Iterable[_Mark], footnotes: dict[str, Footnote]) -> Iterator[Finding]:
    printed = {(mark.language, mark.text) for mark in marks}
    for footnote in footnotes.values():
        for language, text in footnote.marks.items():
            if text and (language, text) not in printed:
                message = f"no label or heading in {language} bears the mark {text} of the footnote {footnote.name!r}"
                yield rules.FOOTNOTES_MISSING_MARK.finding(message, footnote.source)
