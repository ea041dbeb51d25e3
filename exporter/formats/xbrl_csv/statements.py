"""Lays facts out in tables as statements are printed: rows are line items, columns are mostly periods.

What the facts of a column have alike stands in the template. What differs from row to row has a column of cells, one
for all columns of facts that agree in each row.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from exporter.formats.xbrl_csv.aspect_texts import core_texts, in_cells, member_cells
from exporter.formats.xbrl_csv.cells import NIL, cell_column, row
from exporter.frames.columns import beside, each_distinct
from exporter.report.ids import distinct
from exporter.report.names import is_ncname, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exporter.formats.oim_facts import OimNames
    from exporter.report.report import Report

__all__ = ["PlacedFacts", "Statement", "StatementTable", "lay_out"]

_CONCEPT, _DECIMALS, _UNIT = "concept", "decimals", "unit"
#: Columns of comments: what the row is called.
_COMMENTS = ("section", "label")
#: Longer names are cut: they are those of files, too.
_LONGEST = 60
#: With what the cell of a text begins that stands for something else, or would in metadata.
_MARKS = ("#", "$", '"')
_NAMES = pl.Schema({"fact": pl.String, "name": pl.String})


class Statement(NamedTuple):
    """A table as it is printed.

    Attributes:
        name: of the table.
        columns: the headings of its columns of facts, from left to right.
        cells: the cells that print facts, row by row: the number of the `row`, its `section` and `label`, the number
            of the `column` from 0, and the id of the `fact`; null where the fact stands elsewhere. A row of which no
            cell has a fact keeps its label.
    """

    name: str
    columns: tuple[str, ...]
    cells: pl.DataFrame


class StatementTable(NamedTuple):
    """A table of xBRL-CSV.

    Attributes:
        name: of the table and of its template.
        template: what its columns mean.
        lines: the headings, and the rows.
    """

    name: str
    template: dict[str, Any]
    lines: list[str]


class PlacedFacts(NamedTuple):
    """What stands in statements.

    Attributes:
        tables: those that have any fact.
        names: for each `fact` in them the `name` that it has by the specification, of table, row and column.
    """

    tables: list[StatementTable]
    names: pl.DataFrame


@dataclass
class _Group:
    """Columns of facts of which the same is said.

    Attributes:
        aspect: what is said.
        columns: the numbers of the columns.
        cells: what cells would say in each row; null where no row has such a fact.
        may_be_fixed: whether metadata may say it.
        heading: that of the column of cells, once it has one.
    """

    aspect: str
    columns: list[str]
    cells: pl.Series
    may_be_fixed: bool
    heading: str = ""

    @cached_property
    def fixed(self) -> str | None:
        """What metadata say of all facts, empty for nothing; None where cells must say it."""
        text, *others = {*self.cells.to_list()} - {None}
        return text if self.may_be_fixed and not others and not text.startswith(_MARKS) else None

    @property
    def setting(self) -> str | None:
        """What metadata say: the text, or the column that has it."""
        return f"${self.heading}" if self.heading else self.fixed


def lay_out(report: Report, names: OimNames, statements: Sequence[Statement], taken: Iterable[str]) -> PlacedFacts:
    """Lay out facts as statements are printed.

    A fact stands in the first cell that prints it, unless another fact stands there already.

    Args:
        report: the facts.
        names: of the file.
        statements: what is printed.
        taken: names that no table may have.

    Raises:
        MisuseError: an aspect cannot be written.
    """
    if not statements:
        return PlacedFacts([], pl.DataFrame(schema=_NAMES))
    facts, aspects = _facts(report, names, statements)
    parts = facts.partition_by("statement", as_dict=True)
    printed = [(statement, parts[number,]) for number, statement in enumerate(statements) if (number,) in parts]
    # There are systems to which the names of files in capitals are the same.
    table_names = distinct((_identifier(statement.name).lower() for statement, _ in printed), taken)
    tables, fact_names = [], [pl.DataFrame(schema=_NAMES)]
    for name, (statement, part) in zip(table_names, printed, strict=True):
        table, names_there = _table(name, statement, part, aspects)
        tables.append(table)
        fact_names.append(names_there)
    return PlacedFacts(tables, pl.concat(fact_names))


def _facts(report: Report, names: OimNames, statements: Sequence[Statement]) -> tuple[pl.DataFrame, list[str]]:
    """Find the facts that statements print, and write what there is to say of each.

    Returns: `statement`, `row` and `column` of each fact, its id as `fact`, its `value` as cell, and its aspects as
        cells; and the names of the aspects.
    """
    cells = [each.cells.with_columns(statement=pl.lit(number)) for number, each in enumerate(statements)]
    printed = pl.concat(cells).filter(pl.col("fact").is_not_null())
    printed = printed.unique("fact", keep="first", maintain_order=True)
    printed = printed.unique(["statement", "row", "column"], keep="first", maintain_order=True)
    facts = printed.lazy().join(report.lazy, left_on="fact", right_on="id", maintain_order="left")
    table = facts.with_columns(nil=pl.col("value").is_null()).collect()
    aspects = pl.concat([in_cells(core_texts(table, names)), member_cells(table, names)], how="horizontal")
    own = table.select(
        *("statement", "row", "column", "fact"),
        each_distinct(_CONCEPT, names.renamed),
        value=cell_column(pl.col("value")).fill_null(NIL),
    )
    aspects = aspects.select(pl.exclude(_DECIMALS), _DECIMALS)
    return beside(own, aspects), [_CONCEPT, *aspects.columns]


def _table(
    name: str, statement: Statement, facts: pl.DataFrame, aspects: Sequence[str]
) -> tuple[StatementTable, pl.DataFrame]:
    """Write a table, and name its facts."""
    rows = statement.cells.select("row", *_COMMENTS).unique("row", keep="first", maintain_order=True)
    rows = rows.with_columns(cell_column(pl.when(pl.col(text) != "").then(text)).alias(text) for text in _COMMENTS)
    comments = [text for text in _COMMENTS if rows[text].count() or text == "label"]
    by_column = _by_column(rows, facts)
    titles = {number: _identifier(statement.columns[int(number)]) for number in by_column}
    groups = _groups(by_column, facts, aspects)
    said = [group for group in groups if group.fixed is None]
    counts = Counter(group.aspect for group in said)
    headings = distinct([*comments, *(_heading(group, counts, titles) for group in said), *titles.values()])
    for group, heading in zip(said, headings[len(comments) :], strict=False):
        group.heading = heading
    columns = dict(zip(titles, headings[-len(titles) :], strict=True))
    cells = [
        *(rows[text] for text in comments),
        *(group.cells for group in said),
        *(part["value"] for part in by_column.values()),
    ]
    table = pl.DataFrame([series.fill_null("").alias(heading) for heading, series in zip(headings, cells, strict=True)])
    lines = table.select(pl.concat_str(pl.all(), separator=",")).to_series()
    template = _template(comments, headings, columns, groups)
    return StatementTable(name, template, [row(*headings), *lines]), _named(name, rows, facts, columns)


def _named(table: str, rows: pl.DataFrame, facts: pl.DataFrame, columns: dict[str, str]) -> pl.DataFrame:
    """Name facts by table, row and column."""
    numbers = rows.select("row", number=pl.int_range(1, pl.len() + 1))
    heading = pl.col("column").cast(pl.String).replace_strict(columns, return_dtype=pl.String)
    names = facts.join(numbers, on="row", maintain_order="left")
    return names.select("fact", name=pl.concat_str(pl.lit(f"{table}.r_"), "number", pl.lit("."), heading))


def _by_column(rows: pl.DataFrame, facts: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Give for each column of facts, by its number, what they say in each row; null where there is no fact."""
    parts = facts.sort("column", maintain_order=True).partition_by("column", as_dict=True, maintain_order=True)
    places = rows.select("row")
    return {
        str(number): places.join(part, on="row", how="left", maintain_order="left") for (number,), part in parts.items()
    }


def _groups(by_column: dict[str, pl.DataFrame], facts: pl.DataFrame, aspects: Sequence[str]) -> list[_Group]:
    """Put columns of facts together by what is said of them, aspect by aspect.

    The concept, cells say always. So they do decimals where a number has no unit: whoever has no taxonomy knows by them
    that it is one.
    """
    has_pure = facts.select(((pl.col(_DECIMALS) != "") & (pl.col(_UNIT) == "")).any()).item()
    in_cells = {_CONCEPT, _DECIMALS} if has_pure else {_CONCEPT}
    groups = []
    for aspect in aspects:
        columns = ((number, said[aspect]) for number, said in by_column.items())
        groups += _merged([_Group(aspect, [number], cells, aspect not in in_cells) for number, cells in columns])
    return groups


def _merged(groups: list[_Group]) -> list[_Group]:
    """Put together columns for which the same cells can say an aspect, unless metadata can say it of each."""
    if all(group.fixed is not None for group in groups):
        return groups
    merged: list[_Group] = []
    for group in groups:
        place = next((place for place, other in enumerate(merged) if not (other.cells != group.cells).any()), None)
        if place is None:
            merged.append(group)
            continue
        other = merged[place]
        cells = other.cells.zip_with(other.cells.is_not_null(), group.cells)
        merged[place] = replace(other, columns=[*other.columns, *group.columns], cells=cells)
    return merged


def _heading(group: _Group, counts: Counter[str], titles: dict[str, str]) -> str:
    """Name a column that says an aspect: with the first column of facts, where several say it."""
    name = _identifier(local_name(group.aspect))
    return name if counts[group.aspect] == 1 else f"{name}_{titles[group.columns[0]]}"


def _template(
    comments: Sequence[str], headings: Sequence[str], columns: dict[str, str], groups: Sequence[_Group]
) -> dict[str, Any]:
    """Say what columns mean; what is the same for all columns of facts, once."""
    settings: dict[str, dict[str, str | None]] = {}
    for group in groups:
        settings.setdefault(group.aspect, {}).update(dict.fromkeys(group.columns, group.setting))
    shared = {aspect: next(iter(each.values())) for aspect, each in settings.items() if len({*each.values()}) == 1}
    own = {
        heading: _properties({aspect: each[number] for aspect, each in settings.items() if aspect not in shared})
        for number, heading in columns.items()
    }
    others = {heading: {"comment": True} if heading in comments else {} for heading in headings}
    facts = {heading: {"dimensions": {}, **properties} for heading, properties in own.items()}
    return {"columns": others | facts, **_properties(shared)}


def _properties(settings: dict[str, str | None]) -> dict[str, Any]:
    """Write aspects as metadata have them; what is not there is not said."""
    said = {aspect: text for aspect, text in settings.items() if text}
    decimals = said.pop(_DECIMALS, None)
    properties: dict[str, Any] = {"dimensions": said} if said else {}
    if decimals is not None:
        properties["decimals"] = decimals if decimals.startswith("$") else int(decimals)
    return properties


def _identifier(text: str) -> str:
    """Make an identifier that is read like a text: a name of XML without points (xBRL-CSV 1.0, identifiers)."""
    words = "".join(map(_in_identifiers, unicodedata.normalize("NFKC", text))).split()
    name = "_".join(words)[:_LONGEST]
    return name if is_ncname(name) else f"_{name}"


def _in_identifiers(character: str) -> str:
    """Keep letters, digits and their marks, as far as identifiers may have them."""
    is_kept = character in "-_" or unicodedata.category(character)[0] in "LMN"
    return character if is_kept and character <= "\uffff" and is_ncname(f"_{character}") else " "
