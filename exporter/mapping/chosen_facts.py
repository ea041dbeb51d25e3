"""Chooses the cell to file for each fact, the most precise of its prints, and sees whether its other prints agree."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.findings.row_findings import RowFindings
from exporter.frames.columns import recurring, row_keys, rows_where
from exporter.frames.fixed_point import fixed_point, half_unit, places_needed
from exporter.line_items import rules as line_items_rules
from exporter.mapping import rules
from exporter.mapping.cells import cell_objects
from exporter.mapping.wording import describe, describe_filed, likely_cause
from exporter.report.dispositions import Disposition
from exporter.report.intervals import Interval
from exporter.report.report import ASPECTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter.findings.findings import Finding
    from exporter.mapping.cells import Cell
    from exporter.project.mapping_csv import MappingRow

__all__ = ["choose_facts"]

AS_FILED, ROUNDED, DIFFERS, ADDED = "as filed", "rounded", "differs", "added"
#: More precise than any decimals is an exact print.
_EXACT = 2**31 - 1


def choose_facts(
    items: pl.DataFrame, evaluated: pl.DataFrame, rows: Sequence[MappingRow]
) -> tuple[pl.DataFrame, list[Finding]]:
    """Choose the cell to file for each fact: the most precise of its prints, the first of several.

    Args:
        items: the line items.
        evaluated: what they say, with the columns of `EVALUATED_COLUMNS`.
        rows: the mapping.

    Returns: a row for each cell that is a fact; and a Finding for each that contradicts what is filed, or that is only
        to be checked while nothing is filed. The columns are `cell`; `first`, the first cell with the same aspects;
        `filed`, the cell whose print is filed, null if there is none; and `agreement`, how the print stands to that.
    """
    facts = rows_where(evaluated, pl.col("disposition") == Disposition.FACT)
    facts = facts.with_columns(
        row_keys(facts, ASPECTS).alias("key"), check_only=_check_only(rows).gather(facts["mapping_index"])
    )
    # Most facts are printed once, so there is nothing to compare them with.
    is_alone = ~recurring(facts["key"]) & ~facts["check_only"]
    if is_alone.all():
        return _filed_alone(facts), []
    compared_cells = _with_filed(rows_where(facts, pl.lit(~is_alone))).with_row_index("place")
    findings = RowFindings("place", line_items_rules.LINE_ITEMS_MORE)

    def nothing_to_check(fact: dict[str, Any]) -> Finding:
        (cell,) = cell_objects(items, evaluated[[fact["cell"]]], rows)
        message = f"no other row files {fact['concept']} for this period, unit and dimensions"
        return rules.MAPPING_NOTHING_TO_CHECK.finding(message, cell.source)

    def differs(fact: dict[str, Any]) -> Finding:
        cell, filed = cell_objects(items, evaluated[[fact["cell"], fact["filed"]]], rows)
        return _contradiction(cell, filed, fact["concept"])

    findings.add(compared_cells.filter(pl.col("filed").is_null()), nothing_to_check)
    findings.add(compared_cells.filter(pl.col("agreement") == DIFFERS), differs)
    lone_cells = _filed_alone(rows_where(facts, pl.lit(is_alone)))
    choices = pl.concat([lone_cells, compared_cells.select(lone_cells.columns)])
    return choices.sort("first", "cell"), findings.findings


def _filed_alone(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.select("cell", first="cell", filed="cell", agreement=pl.lit(AS_FILED))


def _contradiction(cell: Cell, filed: Cell, concept: str) -> Finding:
    """Say how a cell's print contradicts what is filed for its fact, and what would explain it."""
    if cell.row.check_only or (cell.is_number and filed.is_number and cell.decimals != filed.decimals):
        rule = rules.RELEASE_PRINT_DIFFERS
        message = f"{cell.item['label']}: {cell.item['printed']} is printed, but "
        message += f"{describe_filed(cell, filed)} as {concept}"
    else:
        rule = rules.MAPPING_CONFLICTING_CELLS
        message = f"{concept} is {describe(cell)} here but {describe(filed)} there"
    hint = likely_cause(cell.fact_interval, filed.fact_interval) if cell.is_number and filed.is_number else None
    if hint is None and rule is rules.MAPPING_CONFLICTING_CELLS and cell.row is not filed.row:
        hint = "two rows report one fact, and rows are not added up: map one of them to another concept, or exclude it"
    return rule.finding(message, cell.source, hint=hint, related=(filed.source,))


def _check_only(rows: Sequence[MappingRow]) -> pl.Series:
    return pl.Series([row.check_only for row in rows], dtype=pl.Boolean)


def _with_filed(facts: pl.DataFrame) -> pl.DataFrame:
    """Add to each cell what is filed for its fact, and how it agrees with that.

    The cells of a fact then stand together.
    """
    facts = facts.with_columns(first=pl.col("cell").first().over("key")).sort("first", "cell")
    most_precise = (
        facts.filter(~pl.col("check_only"))
        .sort(pl.col("decimals").fill_null(_EXACT), descending=True, maintain_order=True)
        .unique("key", keep="first", maintain_order=True)
        .select("key", filed="cell", filed_value="value", filed_decimals="decimals")
    )
    facts = facts.join(most_precise, on="key", how="left", maintain_order="left")
    is_same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"filed_{name}")) for name in ("value", "decimals"))
    agreement = pl.when(is_same).then(pl.lit(AS_FILED)).otherwise(pl.lit(DIFFERS))
    facts = facts.with_columns(agreement=pl.when(pl.col("filed").is_not_null()).then(agreement))
    differing = facts.filter(pl.col("agreement") == DIFFERS)
    if differing.is_empty():
        return facts
    rounded_cells = _roundings(differing)
    is_rounded = pl.col("cell").is_in(rounded_cells.implode())
    return facts.with_columns(agreement=pl.when(is_rounded).then(pl.lit(ROUNDED)).otherwise("agreement"))


def _roundings(facts: pl.DataFrame) -> pl.Series:
    """Find the cells that differ from what is filed, and yet may be the same number.

    They have another precision, but their interval overlaps with that of the number filed (Calculations 1.1, 3.1).
    """
    is_number = pl.col("printed_value").is_not_null() & pl.col("filed_value").is_not_null()
    facts = facts.filter(is_number & pl.col("decimals").ne_missing(pl.col("filed_decimals")))
    filed = facts.select(value="filed_value", decimals="filed_decimals")
    places = places_needed(pl.concat([facts.select("value", "decimals"), filed]))
    distance = (fixed_point(pl.col("value"), places) - fixed_point(pl.col("filed_value"), places)).abs()
    allowed = half_unit(pl.col("decimals"), places) + half_unit(pl.col("filed_decimals"), places)
    facts = facts.with_columns(overlaps=distance <= allowed)
    exact_matches = [  # numbers that do not fit into a fixed point
        cell
        for cell, value, decimals, filed_value, filed_decimals in facts.filter(pl.col("overlaps").is_null())
        .select("cell", "value", "decimals", "filed_value", "filed_decimals")
        .iter_rows()
        if Interval.rounded(Decimal(value), decimals).overlaps(Interval.rounded(Decimal(filed_value), filed_decimals))
    ]
    return pl.concat([facts.filter("overlaps")["cell"], pl.Series("cell", exact_matches, pl.Int64)])
