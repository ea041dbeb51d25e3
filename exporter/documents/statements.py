"""The printed grids as statements: which cell of which line item prints which fact, for tables of that shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.formats.xbrl_csv.statements import Statement
from exporter.frames.columns import as_text, beside
from exporter.mapping.chosen_facts import AS_FILED, DIFFERS
from exporter.report.dispositions import Disposition

if TYPE_CHECKING:
    from exporter.mapping.facts import Mapped
    from exporter.project.project import Project

__all__ = ["printed_statements"]

#: What headings mean that stand for the same column in each language.
_MEANING = ["period", "unit", "dimensions"]


def printed_statements(project: Project, mapped: Mapped) -> tuple[Statement, ...]:
    """Give each grid of the project in the order in which it is printed.

    A fact stands where it is first printed as it is filed, or else where it is first printed. Of the languages in which
    a table is printed, the first one has all its line items, and another one those that print a fact of their own, such
    as a name.

    Args:
        project: its tables.
        mapped: the line items, and the facts that they print.
    """
    cells = _fact_cells(project, mapped)
    columns = _columns(cells)
    cells = cells.join(columns, on=["table", *_MEANING], nulls_equal=True, maintain_order="left")
    cells = cells.select("table", "row", "section", "label", "column", "fact")
    headings = columns.sort("column").group_by("table", maintain_order=True).agg("heading").rows()
    by_table = cells.partition_by("table", as_dict=True, include_key=False)
    names = {name: tuple(texts) for name, texts in headings}
    return tuple(Statement(name, names[name], by_table[name,]) for name in project.tables if (name,) in by_table)


def _fact_cells(project: Project, mapped: Mapped) -> pl.DataFrame:
    """List the cells of grids that print what is filed, be it rounded, with numbers of rows and of files.

    Returns: their `fact`, null where it stands in another cell; and what there is to say of their rows and columns.
    """
    grids = [name for name, table in project.tables.items() if not table.is_list]
    places = ["table", "file", "row", "heading", "section", "label", "language", *_MEANING]
    items = mapped.items.select(*places, letter="column")
    said = mapped.evaluated.select("fact", "agreement", "disposition", is_printed=mapped.is_printed)
    cells = as_text(beside(items, said)).filter(
        pl.col("disposition") == Disposition.FACT,
        pl.col("agreement") != DIFFERS,
        pl.col("is_printed"),
        pl.col("table").is_in(grids),
    )
    # A table of rounded key figures must not empty the statements behind it.
    rank = pl.when(pl.col("agreement") == AS_FILED).then(0).otherwise(pl.len()) + pl.int_range(pl.len())
    cells = cells.with_columns(rank=rank).with_columns(
        fact=pl.when(pl.col("rank") == pl.col("rank").min().over("fact")).then("fact"),
        row=pl.struct("file", "row").rle_id(),
        file=pl.col("file").rle_id(),
        is_first_language=pl.col("language") == pl.col("language").first().over("table"),
    )
    has_facts = pl.col("fact").is_not_null().any().over("row")
    return cells.filter(pl.col("is_first_language") | has_facts)


def _columns(cells: pl.DataFrame) -> pl.DataFrame:
    """Give the columns of each table numbers from left to right; those of a further file alone come last.

    Returns: `table`, what its headings mean, the first such `heading`, and the number of the `column`.
    """
    places = cells.sort("file", pl.col("letter").str.len_chars(), "letter", maintain_order=True)
    places = places.unique(["table", *_MEANING], keep="first", maintain_order=True)
    return places.select("table", *_MEANING, "heading", column=pl.int_range(pl.len()).over("table"))
