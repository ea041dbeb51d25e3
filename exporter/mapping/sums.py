"""Sums: facts that are the exact sum of the cells whose mapping rows add them, such as accounts of a trial balance."""

from __future__ import annotations

from collections import defaultdict
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.findings.row_findings import RowFindings
from exporter.frames.columns import look_up, row_keys, rows_where
from exporter.frames.engine import is_few
from exporter.frames.fixed_point import fixed_point, places_needed
from exporter.line_items import rules as line_items_rules
from exporter.mapping import rules
from exporter.mapping.cells import cell_objects
from exporter.mapping.chosen_facts import ADDED, AS_FILED
from exporter.prints.numbers import shortest_text
from exporter.project.mapping_csv import ADD, CARRY
from exporter.report.dispositions import Disposition
from exporter.report.report import ASPECTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter.findings.findings import Finding
    from exporter.project.mapping_csv import MappingRow

__all__ = ["EXACT_SUMS", "add_up", "exact_sum", "group_sums", "sum_text", "with_choices_of_added", "with_sums"]

#: Enough digits for any sum of figures, of which the longest has a thousand.
EXACT_SUMS = Context(prec=4_000)
#: Sums of so many numbers below the limit of `fixed_point` fit into 128 bits.
_MOST_ADDED = 1_000_000


def _is_added(rows: Sequence[MappingRow], mapping_index: pl.Series) -> pl.Series:
    """Tell of cells, by the index of their mapping row, whether they are added to others: by `add` and `carry`."""
    return (
        pl.Series([row.use in (ADD, CARRY) for row in rows], dtype=pl.Boolean)
        .gather(mapping_index)
        .fill_null(value=False)
    )


def add_up(
    items: pl.DataFrame, evaluated: pl.DataFrame, rows: Sequence[MappingRow]
) -> tuple[pl.DataFrame, list[Finding]]:
    """Add up the cells whose rows add them: those of a fact, which have all aspects in common.

    Args:
        items: the line items.
        evaluated: what they say, with the columns of `EVALUATED_COLUMNS`.
        rows: the mapping.

    Returns: for each cell that is added, `cell`, `first`, the first cell of its fact, and `sum`, the fact's value; and
        a Finding for whatever cannot be added: nil, figures of different accuracy, amounts in several currencies.
    """
    added = rows_where(
        evaluated, (pl.col("disposition") == Disposition.FACT) & pl.lit(_is_added(rows, evaluated["mapping_index"]))
    )
    findings = RowFindings("cell", line_items_rules.LINE_ITEMS_MORE)
    if added.is_empty():
        return pl.DataFrame(schema={"cell": pl.Int64, "first": pl.Int64, "sum": pl.String}), []
    without_unit = [aspect for aspect in ASPECTS if aspect != "unit"]
    added = added.with_columns(row_keys(added, ASPECTS).alias("key"), row_keys(added, without_unit).alias("figure"))
    _check_alike(added, items, rows, findings)
    first = pl.col("cell").first().over("key")
    added = added.select("cell", "key", "value", "decimals", first=first)
    sums = group_sums(added)
    return added.select("cell", "first").join(sums, on="first", how="left", maintain_order="left"), findings.findings


def with_sums(evaluated: pl.DataFrame, added: pl.DataFrame) -> pl.DataFrame:
    """Let the first cell of each sum stand for it, with its value; the others are no facts of their own.

    Args:
        evaluated: what cells say, with the columns of `EVALUATED_COLUMNS`.
        added: as `add_up` gives it.
    """
    if added.is_empty():
        return evaluated
    first, sums = (pl.lit(column) for column in look_up(evaluated["cell"], added, "cell").select("first", "sum"))
    return evaluated.with_columns(
        value=pl.when(first == pl.col("cell")).then(sums).otherwise("value"),
        disposition=pl.when(first != pl.col("cell")).then(pl.lit(Disposition.EXCLUDED)).otherwise("disposition"),
    )


def with_choices_of_added(choices: pl.DataFrame, added: pl.DataFrame) -> pl.DataFrame:
    """Give all cells of a sum what was chosen for the first one, which stands for the sum.

    Args:
        choices: as `choose_facts` gives them, for the first cells of sums and for all cells that are not added.
        added: as `add_up` gives it.
    """
    if added.is_empty():
        return choices
    agreement = pl.when(pl.col("agreement") == AS_FILED).then(pl.lit(ADDED)).otherwise("agreement")
    chosen = look_up(added["first"], choices, "cell")
    of_sums = chosen.select(pl.lit(added["cell"]).alias("cell"), "first", "filed", agreement.alias("agreement"))
    others = choices.filter(~pl.col("cell").is_in(added["cell"].implode())).select(of_sums.columns)
    return pl.concat([others.cast(of_sums.schema), of_sums]).sort("first", "cell")


def _check_alike(added: pl.DataFrame, items: pl.DataFrame, rows: Sequence[MappingRow], findings: RowFindings) -> None:
    """Find cells that cannot be added to the first one of their fact."""
    added = added.with_columns(
        first=pl.col("cell").first().over("figure"),
        first_unit=pl.col("unit").cast(pl.String).first().over("figure"),
        first_decimals=pl.col("decimals").first().over("key"),
    )

    def finding(cell: dict[str, Any]) -> Finding:
        odd, first = cell_objects(items, added.drop("figure", "key")[_positions(added, cell)], rows)
        if cell["value"] is None:
            message = f"nil cannot be added to {cell['concept']}"
            hint = 'write dash = "zero" at the table in report.toml if a dash is nothing but a zero'
        elif cell["unit"] != cell["first_unit"]:
            message = f"{cell['unit']} cannot be added to {cell['first_unit']} of {cell['concept']}"
            hint = "translate one of them, or map it to another concept or member"
        else:
            accuracies = (cell["decimals"], cell["first_decimals"])
            texts = ["exact" if decimals is None else f"decimals {decimals}" for decimals in accuracies]
            message = f"figures of different accuracy cannot be added to {cell['concept']}: {texts[0]} and {texts[1]}"
            hint = "declare the same decimals for all that is added"
        related = () if first.number == odd.number else (first.source,)
        return rules.MAPPING_NOT_ADDED.finding(message, odd.source, hint=hint, related=related)

    is_other = pl.col("unit").cast(pl.String).ne_missing(pl.col("first_unit"))
    is_coarser = pl.col("decimals").ne_missing(pl.col("first_decimals"))
    findings.add(added.filter(pl.col("value").is_null() | is_other | is_coarser), finding)


def _positions(added: pl.DataFrame, cell: dict[str, Any]) -> list[int]:
    """Find where a cell and the first one of its figure stand."""
    return [int(added["cell"].index_of(number) or 0) for number in (cell["cell"], cell["first"])]


def group_sums(added: pl.DataFrame) -> pl.DataFrame:
    """Add up values by their first cell, in 128 bits where many fit, and else one by one.

    Args:
        added: `first`, a number; `value`, decimal text or null; and `decimals`.

    Returns: `first`, and `sum` as decimal text.
    """
    sums = {} if is_few(added) else _sums_in_columns(added)
    others = added.filter(~pl.col("first").is_in(list(sums))) if sums else added
    one_by_one: dict[int, Decimal] = defaultdict(Decimal)
    for first, value in others.select("first", "value").iter_rows():
        one_by_one[first] = EXACT_SUMS.add(one_by_one[first], Decimal(value or 0))
    sums |= one_by_one
    decimals = dict(added.unique("first").select("first", "decimals").iter_rows())
    texts = [sum_text(number, decimals[first]) for first, number in sums.items()]
    return pl.DataFrame({"first": list(sums), "sum": texts}, schema={"first": pl.Int64, "sum": pl.String})


def _sums_in_columns(added: pl.DataFrame) -> dict[int, Decimal]:
    """Add up those that fit into 128 bits, by their first cell."""
    places = places_needed(added.select("value", "decimals"))
    numbers = added.lazy().select("first", number=fixed_point(pl.col("value"), places), value="value")
    grouped = numbers.group_by("first").agg(
        pl.col("number").sum(), count=pl.len(), fits=pl.col("number").is_not_null().all()
    )
    totals = grouped.collect(engine="streaming")
    is_sure = totals["fits"] & (totals["count"] <= _MOST_ADDED)
    return {
        first: Decimal(number).scaleb(-places, context=EXACT_SUMS)
        for first, number in totals.filter(is_sure).select("first", "number").iter_rows()
    }


def sum_text(value: Decimal, decimals: int | None) -> str:
    """Write a sum with as many decimal places as it is accurate to, or as it has."""
    text = shortest_text(value)
    places = len(text.partition(".")[2])
    if decimals is None or decimals <= places:
        return text
    return f"{text}{'.' if not places else ''}{'0' * (decimals - places)}"


def exact_sum(values: pl.Series) -> Decimal:
    """Add up decimal texts, in 128 bits where many fit, and else one by one; nulls count as nothing."""
    if is_few(values):
        return _sum_one_by_one(values)
    places = places_needed(pl.DataFrame({"value": values, "decimals": pl.Series([None] * len(values), dtype=pl.Int32)}))
    numbers = pl.select(number=fixed_point(pl.lit(values.drop_nulls()), places))["number"]
    if numbers.null_count() or len(numbers) > _MOST_ADDED:
        return _sum_one_by_one(values)
    return Decimal(numbers.sum() or 0).scaleb(-places, context=EXACT_SUMS)


def _sum_one_by_one(values: pl.Series) -> Decimal:
    total = Decimal(0)
    for value in values:
        total = total if value is None else EXACT_SUMS.add(total, Decimal(value))
    return total
