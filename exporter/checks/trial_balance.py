"""Trial balances: whether the two sides of a ledger are equal, and which account would explain it if they are not."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from exporter.checks import rules
from exporter.findings.findings import Finding, Source
from exporter.frames.columns import as_text, given, is_blank
from exporter.frames.fixed_point import fixed_point, places_needed
from exporter.mapping.cell_conventions import CellConventions
from exporter.mapping.cell_numbers import numbers_in
from exporter.mapping.sums import EXACT_SUMS, exact_sum, sum_text
from exporter.prints.declarations import SIDES
from exporter.report.dispositions import Disposition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter.project.project import Column, Project, TableFile

__all__ = ["check_trial_balances"]

#: Of a line item, what is needed to read and to name its figure.
_COLUMNS = ("table", "file", "row", "column", "heading", "label", "language", "unit", "printed")
#: Amounts are shown with at least so many decimal places.
_CENTS = 2
#: So many accounts are named that would explain a difference.
_MOST_NAMED = 5


def check_trial_balances(items: pl.DataFrame, evaluated: pl.DataFrame, project: Project) -> Iterator[Finding]:
    """Find files whose debit and credit columns of a period and unit are not equal.

    All accounts count, those that are excluded by their rows too, as they are printed. Where the figure of one account
    would explain the difference, by standing on the other side, twice, or not at all, the finding is at its cell.

    Args:
        items: the line items.
        evaluated: what they say, with the columns of `EVALUATED_COLUMNS`.
        project: on which side the columns of its files stand.
    """
    sided = [
        (table, file, columns)
        for table in project.tables.values()
        for file in table.files
        for columns in _pairs_of_sides(file)
    ]
    if not sided:
        return
    is_derived = pl.lit(
        evaluated.select((pl.col("disposition") == Disposition.DERIVED).fill_null(value=False)).to_series()
    )
    is_open = given("exclude").is_null() & ~is_blank("printed")
    figures = as_text(items.filter(is_open & ~is_derived).select(_COLUMNS))
    for table, file, columns in sided:
        headings = [column.heading for column in columns]
        names = [name for name in figures["file"].unique() if file.holds(name)]
        cells = figures.filter(
            pl.col("table") == table.name, pl.col("file").is_in(names), pl.col("heading").is_in(headings)
        )
        if cells.height:
            yield from _difference(_with_numbers(cells, project))


def _with_numbers(cells: pl.DataFrame, project: Project) -> pl.DataFrame:
    """Add the `value` of each figure as it is printed, and the `side` on which it stands."""
    conventions = CellConventions(project, {})
    measure = pl.col("unit").replace_strict(project.units, default=None, return_dtype=pl.String)
    nothing = {"power": pl.lit(0, pl.Int32), "decimals": pl.lit(None, pl.Int32), "is_negated": pl.lit(value=False)}
    renamed = cells.rename({"printed": "item_printed", "language": "item_language"}).with_columns(measure=measure)
    ready = conventions.add_to(renamed, "measure").with_columns(**nothing, dash=pl.lit("zero"))
    return cells.with_columns(ready["side"].cast(pl.String), value=numbers_in(ready, conventions)["printed_value"])


def _pairs_of_sides(file: TableFile) -> Iterable[list[Column]]:
    """Group the columns of a file that stand on a side, by what their figures are otherwise about."""
    groups: dict[tuple[str | None, ...], list[Column]] = defaultdict(list)
    for column in file.columns.values():
        if column.prints.side is not None and column.exclude is None and column.derived is None:
            groups[column.period, column.unit, column.dimensions].append(column)
    return [group for group in groups.values() if {column.prints.side for column in group} == set(SIDES)]


def _difference(cells: pl.DataFrame) -> Iterator[Finding]:
    totals = {side: exact_sum(cells.filter(side=side)["value"]) for side in SIDES}
    debit, credit = (totals[side] for side in ("debit", "credit"))
    if debit == credit:
        return
    difference = abs(debit - credit)
    causes = list(_causes(cells, difference, "debit" if debit > credit else "credit"))
    amounts = [f"{Decimal(sum_text(amount, _CENTS)):,f}" for amount in (debit, credit, difference)]
    message = (
        f"debit is {amounts[0]} in all and credit {amounts[1]}, so that the ledger is out of balance by {amounts[2]}"
    )
    first = cells.row(0, named=True)
    source = Source(first["file"], None)
    hint = "look for an account that is missing, stands twice, or on the wrong side"
    if causes:
        (source, hint), *_ = causes
    related = tuple(cause for cause, _ in causes[1:_MOST_NAMED])
    yield rules.LEDGER_UNBALANCED.finding(message, source, hint=hint, related=related)


def _causes(cells: pl.DataFrame, difference: Decimal, larger: str) -> Iterator[tuple[Source, str]]:
    """Find the cells that would explain a difference: by standing on the wrong side, or twice, or being too much."""
    places = places_needed(cells.select("value", decimals=pl.lit(None, pl.Int32)))
    shifted = difference.scaleb(places, context=EXACT_SUMS)
    if shifted != shifted.to_integral_value() or shifted >= 2**126:
        return
    number = fixed_point(pl.col("value"), places)
    whole = pl.lit(int(shifted), pl.Int128)
    cells = cells.with_columns(
        is_on_wrong_side=(number * 2 == whole) & (pl.col("side") == larger),
        is_doubled=(number == whole * 2) & (pl.col("side") == larger),
        is_too_much=(number == whole) & (pl.col("side") == larger),
    )
    explanations = {
        "is_on_wrong_side": "on the other side, {} would balance the ledger",
        "is_doubled": "half of it, if {} was counted twice, would balance the ledger",
        "is_too_much": "without {} the ledger would balance",
    }
    for name, text in explanations.items():
        for cell in cells.filter(name).head(_MOST_NAMED).iter_rows(named=True):
            yield Source(cell["file"], cell["row"], cell["column"], cell["heading"]), text.format(repr(cell["label"]))
