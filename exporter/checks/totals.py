"""Totals: whether the figures of a column add up as the taxonomy's calculations say."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from exporter.checks import rules
from exporter.mapping.wording import as_printed, likely_cause
from exporter.report.intervals import Interval

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from exporter.findings.findings import Finding
    from exporter.mapping.cells import Cell
    from exporter.taxonomy.concepts import CalculationArc
    from exporter.taxonomy.model import Taxonomy

__all__ = ["check_totals"]


def check_totals(
    cells: Iterable[Cell], reported: Container[tuple[str | None, ...]], taxonomy: Taxonomy, findings: list[Finding]
) -> None:
    """Check that the figures of a column add up as the taxonomy's calculations say (Calculations 1.1).

    A total is checked where all its parts that are reported stand in the same column.

    Args:
        cells: the facts of grids.
        reported: what is reported in any column, by the aspects in `ASPECTS`.
        taxonomy: whose calculations say what adds to what.
        findings: each total that is not the sum of its parts is added to them.
    """
    arcs_of_totals: dict[str, dict[str, list[CalculationArc]]] = defaultdict(lambda: defaultdict(list))
    for arc in taxonomy.calculation:
        arcs_of_totals[arc.total][arc.network].append(arc)
    columns: dict[tuple[str, str], dict[tuple[str | None, ...], Cell]] = defaultdict(dict)
    for cell in cells:
        columns[cell.item["file"], cell.item["column"]].setdefault(cell.key, cell)
    for column in columns.values():
        for key, total in column.items():
            for arcs in arcs_of_totals.get(str(key[0]), {}).values():
                keys = {(arc.concept, *key[1:]): arc.weight for arc in arcs}
                printed = [part for part in keys if part in column]
                if printed and not any(part in reported and part not in column for part in keys):
                    _check_total(total, [(column[part], keys[part]) for part in printed], findings)


def _check_total(total: Cell, parts: list[tuple[Cell, int]], findings: list[Finding]) -> None:
    possible = Interval.exact(0)
    for part, weight in parts:
        possible = possible + part.fact_interval * Interval.exact(weight)
    if possible.overlaps(total.fact_interval):
        return
    added = as_printed((possible.low + possible.high) / 2, total)
    printed = total.item["printed"]
    message = f"{total.item['label']}: {printed} is printed, but the parts in this column add to {added}"
    hint = likely_cause(total.fact_interval, possible)
    related = tuple(part.source for part, _ in parts)
    findings.append(rules.RELEASE_TOTAL_DIFFERS.finding(message, total.source, hint=hint, related=related))
