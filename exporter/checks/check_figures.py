"""Cross-checks: whether printed figures agree with each other, by their rules and by the taxonomy's calculations.

Nothing here changes what is filed. A print that cannot be right, whatever the rounding, is a warning at its cell.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from exporter.checks.derived_figures import Operands, check_languages, check_rules, named_concepts
from exporter.checks.totals import check_totals
from exporter.line_items.cell_columns import CHECKED_COLUMNS
from exporter.mapping.cells import Cell, cell_objects
from exporter.report.dispositions import Disposition
from exporter.report.report import ASPECTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter.findings.findings import Finding
    from exporter.mapping.facts import Mapped
    from exporter.project.mapping_csv import MappingRow
    from exporter.project.project import Project
    from exporter.taxonomy.model import Taxonomy

__all__ = ["check_cells", "check_figures"]


def check_cells(
    items: pl.DataFrame, read: pl.DataFrame, rows: Sequence[MappingRow], project: Project, taxonomy: Taxonomy
) -> tuple[list[Cell], list[Finding]]:
    """The cells that have a rule, with what it gives, and a finding for each figure that cannot be right.

    Args:
        items: the line items.
        read: what was read of them, with the columns of `EVALUATED_COLUMNS` and `filed`, the cell whose print is filed.
        rows: the mapping.
        project: what names of periods and units mean.
        taxonomy: the concepts, and how they add up.
    """
    findings: list[Finding] = []
    is_fact = pl.col("disposition") == Disposition.FACT
    said = read.lazy().filter(
        pl.col("printed_value").is_not_null() & (is_fact | (pl.col("disposition") == Disposition.DERIVED))
    )
    filed = read.lazy().filter(is_fact & (pl.col("cell") == pl.col("filed")))
    with_rules = cell_objects(items, said.filter(pl.col("rule").is_not_null()).collect(), rows)
    if with_rules:
        named = cell_objects(
            items, filed.filter(pl.col("concept").is_in(named_concepts(with_rules, rows))).collect(), rows
        )
        check_rules(with_rules, Operands(named, rows, project, taxonomy, findings), findings)
    check_languages(with_rules, findings)
    summed = {name for arc in taxonomy.calculation for name in (arc.total, arc.concept)}
    grids = [index for index, row in enumerate(rows) if row.table.layout == "grid"]
    of_sums = pl.col("concept").is_in(summed)
    in_grids = said.filter(is_fact & of_sums & pl.col("mapping_index").is_in(grids)).collect()
    if in_grids.height:
        others = filed.filter(of_sums).join(in_grids.lazy(), on=ASPECTS[1:], how="semi", nulls_equal=True)
        reported = set(others.select(ASPECTS).collect().rows())
        check_totals(cell_objects(items, in_grids, rows), reported, taxonomy, findings)
    return with_rules, findings


def check_figures(mapped: Mapped, project: Project, taxonomy: Taxonomy) -> tuple[Mapped, list[Finding]]:
    """Check the figures against each other, by rules, languages and totals; the cells then say what that gave.

    Nothing of it changes what is filed. Where cells could not be read, others would look wrong for want of them, so
    check only what was mapped without errors.
    """
    checked, findings = check_cells(mapped.items, mapped.evaluated, mapped.rows, project, taxonomy)
    if not checked:
        return mapped, findings
    results = pl.DataFrame(
        [(cell.number, cell.computed, cell.possible, cell.holds) for cell in checked],
        schema={"cell": pl.Int64, **dict.fromkeys(CHECKED_COLUMNS, pl.String)},
        orient="row",
    )
    cells = mapped.evaluated.select("cell").join(results, on="cell", how="left", maintain_order="left")
    return replace(mapped, cells=mapped.cells.with_columns(cells.select(CHECKED_COLUMNS))), findings
