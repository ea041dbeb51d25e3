"""Totals: whether the figures of a column add up as the taxonomy's calculations say."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from exporter.checks import rules
from exporter.mapping.wording import as_printed, likely_cause
from exporter.report.intervals import Interval

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from decimal import Decimal

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
    for arc in taxonomy.published.calculation:
        arcs_of_totals[arc.total][arc.network].append(arc)
    columns: dict[tuple[str, str], dict[tuple[str | None, ...], Cell]] = defaultdict(dict)
    for cell in cells:
        columns[cell.item["file"], cell.item["column"]].setdefault(cell.key, cell)
    for column in columns.values():
        for key, total in column.items():
            sums = {
                network: _Sum(parts)
                for network, arcs in arcs_of_totals.get(str(key[0]), {}).items()
                if (parts := _parts_in_column(arcs, key, column, reported))
            }
            fits = [network for network, sum_ in sums.items() if sum_.possible.overlaps(total.fact_interval)]
            advice = [_form_advice(network) for network in fits if network not in taxonomy.networks][:1]
            findings += [
                _wrong_total(total, sum_, advice)
                for network, sum_ in sums.items()
                if network in taxonomy.networks and network not in fits
            ]


class _Sum:
    """What the parts of a total that a column has add to, whatever their rounding."""

    def __init__(self, parts: list[tuple[Cell, int | Decimal]]) -> None:
        self.parts = parts
        self.possible = Interval.exact(0)
        for part, weight in parts:
            self.possible = self.possible + part.fact_interval * Interval.exact(weight)


def _parts_in_column(
    arcs: Iterable[CalculationArc],
    key: tuple[str | None, ...],
    column: dict[tuple[str | None, ...], Cell],
    reported: Container[tuple[str | None, ...]],
) -> list[tuple[Cell, int | Decimal]]:
    """Give the parts of a total with their weights; none if some of them are reported elsewhere alone."""
    weights = {(arc.concept, *key[1:]): arc.weight for arc in arcs}
    if any(part in reported and part not in column for part in weights):
        return []
    return [(column[part], weight) for part, weight in weights.items() if part in column]


def _form_advice(form: str) -> str:
    return f"it adds up in the form {form}: if the statement is printed so, name that in `statements` of report.toml"


def _wrong_total(total: Cell, sum_: _Sum, advice: list[str]) -> Finding:
    possible = sum_.possible
    added = as_printed((possible.low + possible.high) / 2, total)
    printed = total.item["printed"]
    message = f"{total.item['label']}: {printed} is printed, but the parts in this column add to {added}"
    hints = [likely_cause(total.fact_interval, possible), *advice]
    related = tuple(part.source for part, _ in sum_.parts)
    hint = "; ".join(filter(None, hints)) or None
    return rules.RELEASE_TOTAL_DIFFERS.finding(message, total.source, hint=hint, related=related)
