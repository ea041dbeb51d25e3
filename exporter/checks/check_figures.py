"""Whether printed figures agree with each other, by their rules and by the taxonomy's calculations.

Nothing here changes what is filed. A print that cannot be right, whatever the rounding, is a warning at its cell.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from exporter.checks.derived_figures import Operands, check_languages, check_rules, named_concepts
from exporter.checks.doubtful_prints import check_prints
from exporter.checks.doubtful_signs import check_signs
from exporter.checks.totals import check_totals
from exporter.frames.engine import engine_for
from exporter.line_items.cell_columns import CHECKED_COLUMNS
from exporter.mapping.cells import Cell, cell_objects
from exporter.project.mapping_csv import ADD
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
    items: pl.DataFrame, evaluated: pl.DataFrame, rows: Sequence[MappingRow], project: Project, taxonomy: Taxonomy
) -> tuple[list[Cell], list[Finding]]:
    """Check printed figures: those with a rule, derived ones in all languages, and totals of grids.

    Args:
        items: the line items.
        evaluated: what they say, with the columns of `EVALUATED_COLUMNS` and `filed`, the cell whose print is filed.
        rows: the mapping.
        project: what names of periods and units mean.
        taxonomy: the concepts, and how they add up.

    Returns: the cells that have a rule, with what it gives; and a Finding for each figure that cannot be right.
    """
    findings: list[Finding] = []
    engine = engine_for(evaluated)
    is_fact = pl.col("disposition") == Disposition.FACT
    printed_figures = evaluated.lazy().filter(
        pl.col("printed_value").is_not_null() & (is_fact | (pl.col("disposition") == Disposition.DERIVED))
    )
    filed = evaluated.lazy().filter(is_fact & (pl.col("cell") == pl.col("filed")))
    by_column = printed_figures.with_columns(rule="column_rule")
    ruled_figures = pl.concat([printed_figures, by_column]).filter(pl.col("rule").is_not_null())
    ruled_cells = cell_objects(items, ruled_figures.sort("cell", maintain_order=True).collect(engine=engine), rows)
    if ruled_cells:
        operand_cells = cell_objects(
            items, filed.filter(pl.col("concept").is_in(named_concepts(ruled_cells, rows))).collect(engine=engine), rows
        )
        check_rules(ruled_cells, Operands(operand_cells, rows, project, taxonomy, findings), findings)
    check_languages(ruled_cells, findings)
    summed_concepts = {name for arc in taxonomy.calculation for name in (arc.total, arc.concept)}
    # What is added is a share of a fact, and no figure that adds up with others.
    grid_rows = [index for index, row in enumerate(rows) if not row.table.is_list and row.use != ADD]
    is_summed = pl.col("concept").is_in(summed_concepts)
    grid_facts = printed_figures.filter(is_fact & is_summed & pl.col("mapping_index").is_in(grid_rows)).collect(
        engine=engine
    )
    if grid_facts.height:
        sibling_facts = filed.filter(is_summed).join(grid_facts.lazy(), on=ASPECTS[1:], how="semi", nulls_equal=True)
        reported = set(sibling_facts.select(ASPECTS).collect(engine=engine).rows())
        check_totals(cell_objects(items, grid_facts, rows), reported, taxonomy, findings)
    return ruled_cells, findings


def check_figures(mapped: Mapped, project: Project, taxonomy: Taxonomy) -> tuple[Mapped, list[Finding]]:
    """Check the figures against each other, by rules, languages and totals, and for doubtful prints and signs.

    Nothing of it changes what is filed. Where cells could not be read, others would look wrong for want of them, so
    check only what was mapped without errors.

    Returns: what was mapped, whose cells now say what their rules gave; and a Finding for each figure that cannot be
        right.
    """
    checked, findings = check_cells(mapped.items, mapped.evaluated, mapped.rows, project, taxonomy)
    findings += check_prints(mapped.items, mapped.evaluated, mapped.rows, project)
    findings += check_signs(mapped.items, mapped.evaluated, mapped.rows, taxonomy)
    if not checked:
        return mapped, findings
    results = pl.DataFrame(
        [(cell.number, cell.computed, cell.possible, cell.holds) for cell in checked],
        schema={"cell": pl.Int64, **dict.fromkeys(CHECKED_COLUMNS, pl.String)},
        orient="row",
    )
    if results["cell"].is_duplicated().any():  # a cell with a rule of its row and one of its column
        results = results.group_by("cell", maintain_order=True).agg(
            pl.col(CHECKED_COLUMNS).drop_nulls().str.join(" | ")
        )
    cells = mapped.evaluated.select("cell").join(results, on="cell", how="left", maintain_order="left")
    return replace(mapped, cells=mapped.cells.with_columns(cells.select(CHECKED_COLUMNS))), findings
