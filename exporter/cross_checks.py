"""Cross-checks: whether printed figures agree with each other, by their rules and by the taxonomy's calculations.

Nothing here changes what is filed. A print that cannot be right, whatever the rounding, is a warning at its cell.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from exporter.amounts import scaled, shortest_text
from exporter.cells import DERIVED, FACT, Cell, one_by_one, period_of
from exporter.findings import Finding, nearest, new_finding
from exporter.mapping import REVERSED, MappingRow
from exporter.report import ASPECTS, dimensions_of, dimensions_text
from exporter.rules import Interval, Operand

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from exporter.project import Project
    from exporter.taxonomy import Taxonomy
    from exporter.taxonomy.model import CalculationArc

__all__ = ["cross_check", "describe", "describe_filed", "slip"]

#: A fact's concept, dimensions, and start and end of its period.
_Place = tuple[str, str | None, str | None, str | None]


def describe(cell: Cell) -> str:
    """What a cell says as a fact."""
    if cell.value is None:
        return "nil"
    if not cell.is_number:
        return repr(cell.value)
    return f"{Decimal(cell.value):,f} (decimals {'INF' if cell.decimals is None else cell.decimals})"


def describe_filed(cell: Cell, filed: Cell) -> str:
    """What is filed, as the cell would print it."""
    if filed.value is None or not (cell.is_number and filed.is_number):
        return describe(filed)
    value = Fraction(filed.value)
    return _shown(-value if cell.row.sign == REVERSED else value, cell)


def slip(printed: Interval, right: Interval) -> str | None:
    """The slip that would explain why a print is not right: a lost sign, or a wrong power of ten."""
    zero = Interval.exact(0)
    if printed.overlaps(zero) or right.overlaps(zero):
        return None  # zero has no sign, and every power of ten of it is zero
    if (-printed).overlaps(right):
        return "with the opposite sign it would be right"
    for power in range(1, 13):
        factor = Interval.exact(10**power)
        if (printed * factor).overlaps(right):
            return f"it is too small by a factor of {10**power:,}"
        if printed.overlaps(right * factor):
            return f"it is too large by a factor of {10**power:,}"
    return None


def cross_check(
    items: pl.DataFrame, read: pl.DataFrame, rows: Sequence[MappingRow], project: Project, taxonomy: Taxonomy
) -> tuple[list[Cell], list[Finding]]:
    """The cells that have a rule, with what it gives, and a finding for each figure that cannot be right.

    Args:
        items: the line items.
        read: what was read of them, with the columns of `READ_COLUMNS` and `filed`, the cell whose print is filed.
        rows: the mapping.
        project: what names of periods and units mean.
        taxonomy: the concepts, and how they add up.
    """
    findings: list[Finding] = []
    is_fact = pl.col("disposition") == FACT
    said = read.lazy().filter(pl.col("number").is_not_null() & (is_fact | (pl.col("disposition") == DERIVED)))
    filed = read.lazy().filter(is_fact & (pl.col("cell") == pl.col("filed")))
    with_rules = one_by_one(items, said.filter(pl.col("rule").is_not_null()).collect(), rows)
    if with_rules:
        named = one_by_one(items, filed.filter(pl.col("concept").is_in(_named(with_rules, rows))).collect(), rows)
        _check_rules(with_rules, _Operands(named, rows, project, taxonomy, findings), findings)
    _check_languages(with_rules, findings)
    summed = {name for arc in taxonomy.calculation for name in (arc.total, arc.concept)}
    grids = [index for index, row in enumerate(rows) if row.table.layout == "grid"]
    of_sums = pl.col("concept").is_in(summed)
    in_grids = said.filter(is_fact & of_sums & pl.col("mapping").is_in(grids)).collect()
    if in_grids.height:
        others = filed.filter(of_sums).join(in_grids.lazy(), on=ASPECTS[1:], how="semi", nulls_equal=True)
        reported = set(others.select(ASPECTS).collect().rows())
        _check_totals(one_by_one(items, in_grids, rows), reported, taxonomy, findings)
    return with_rules, findings


def _named(cells: Iterable[Cell], rows: Sequence[MappingRow]) -> set[str]:
    """The concepts that the rules of cells may name, by themselves or by rows of the cells' tables."""
    operands = {operand.concept for cell in cells if cell.rule for operand in cell.rule.operands}
    tables = {cell.row.table.name for cell in cells}
    of_rows = {row.concept.name for row in rows if row.concept and row.table.name in tables}
    return {name for name in operands if name} | of_rows


def _check_rules(cells: Iterable[Cell], operands: _Operands, findings: list[Finding]) -> None:
    for cell in cells:
        _check_rule(cell, operands, findings)


def _check_rule(cell: Cell, operands: _Operands, findings: list[Finding]) -> None:
    assert cell.rule  # noqa: S101 - the caller has looked
    parts = [operands.find(cell, operand) for operand in cell.rule.operands]
    found = [part for part in parts if part is not None]
    if len(found) < len(parts):
        return
    try:
        possible = cell.rule.apply([rounded for rounded, _, _ in found])
        computed = cell.rule.apply([exact for _, exact, _ in found])
    except ZeroDivisionError:
        message = f"{cell.rule.text} divides by a figure that is zero, or may be within its rounding"
        findings.append(new_finding("rule.divisionByZero", message, cell.source))
        return
    related = tuple(part.source for _, _, part in found if part is not None)
    if cell.rule.name == "change" and found[0][1] * found[1][1] < 0:
        message = f"{cell.item['printed']} is a change between figures of opposite signs"
        findings.append(new_finding("rule.oppositeSigns", message, cell.source, related=related))
    holds = possible.overlaps(cell.interval)
    cell.holds = "yes" if holds else "no"
    cell.computed = _digits(computed, cell)
    cell.possible = f"{_digits(possible.low, cell)} to {_digits(possible.high, cell)}"
    if not holds:
        low, high = _shown(possible.low, cell), _shown(possible.high, cell)
        range_ = f" (with rounding, {low} to {high})" if low != high else ""
        should = f"{_shown(computed, cell)}{range_} by {cell.rule.text}"
        message = f"{cell.item['label']}: {cell.item['printed']} is printed, but it should be {should}"
        hint = slip(cell.interval, possible)
        findings.append(new_finding("release.derivedDiffers", message, cell.source, hint=hint, related=related))


class _Operands:
    """Finds the figures that rules name."""

    def __init__(
        self,
        filed: Iterable[Cell],
        rows: Iterable[MappingRow],
        project: Project,
        taxonomy: Taxonomy,
        findings: list[Finding],
    ) -> None:
        self.project, self.taxonomy, self.findings = project, taxonomy, findings
        self.filed: dict[_Place, list[Cell]] = defaultdict(list)
        for cell in filed:
            concept, _, start, end, _, dimensions, _ = cell.key
            self.filed[str(concept), dimensions, start, end].append(cell)
        self.rows: dict[tuple[str, str], list[MappingRow]] = defaultdict(list)
        for row in rows:
            self.rows[row.table.name, row.labels[project.language]].append(row)

    def find(self, cell: Cell, operand: Operand) -> tuple[Interval, Fraction, Cell | None] | None:
        """What the operand may stand for, its value as printed, and where it stands; None if it cannot be found."""
        if operand.number is not None:
            return Interval.exact(operand.number), Fraction(operand.number), None
        place, row = self.place(cell, operand)
        if place is None:
            return None
        found = self.choose(self.filed.get(place, []), operand.unit or cell.item["unit"])
        if found is None or found.value is None:
            message = f"{operand.text} is not reported: {place[0]}, {place[2] or 'instant'} to {place[3]}"
            self.fault("rule.missingOperand", message, cell, "exclude the cell if there is nothing to compute it from")
            return None
        value = Decimal(found.value)
        if row is not None and row.sign == REVERSED:
            value = value.copy_negate()
        return Interval.rounded(value, found.decimals), Fraction(value), found

    def place(self, cell: Cell, operand: Operand) -> tuple[_Place | None, MappingRow | None]:
        """Where the operand's fact is to be found, and the row in whose printed sense it counts."""
        row = self.row(cell, operand)
        if operand.concept is None and row is None:
            return None, None
        concept = self.taxonomy.all_concepts.get(operand.concept or "") if row is None else row.concept
        if concept is None:
            known = self.taxonomy.all_concepts
            hint = nearest(operand.concept, known) if operand.concept else None
            self.fault("rule.unknownOperand", f"{operand.text} names no concept of the taxonomy", cell, hint)
            return None, None
        name = operand.period or cell.item["period"]
        if name is None:
            self.fault("rule.missingOperand", f"{operand.text} has no period: write '@' and one", cell)
            return None, None
        edge = row.period if row is not None else ""
        start, end = period_of(self.project.periods[name], edge or ("end" if concept.period == "instant" else ""))
        dimensions = dict(operand.dimensions)
        if row is not None:
            of_column = dimensions_of(cell.item["dimensions"])
            dimensions = {**of_column, **dimensions_of(row.dimensions)}
        return (concept.name, dimensions_text(dimensions), start, end), row

    def row(self, cell: Cell, operand: Operand) -> MappingRow | None:
        """The row that the operand names, if it names one."""
        if operand.concept is not None:
            return None
        if operand.label is None:
            return cell.row
        candidates = self.rows.get((cell.row.table.name, operand.label), [])
        if len(candidates) > 1:
            section = cell.row.sections
            candidates = [row for row in candidates if row.sections == section] or candidates
        if len(candidates) == 1:
            return candidates[0]
        known = [label for table, label in self.rows if table == cell.row.table.name]
        why = "no row" if not candidates else f"{len(candidates)} rows"
        message = f"the mapping of the table {cell.row.table.name!r} has {why} labelled {operand.label!r}"
        self.fault("rule.unknownOperand", message, cell, nearest(operand.label, known))
        return None

    def choose(self, candidates: list[Cell], unit: str | None) -> Cell | None:
        """The only one, or else the only one in the unit, or per something in it."""
        if len(candidates) > 1 and unit:
            measure = self.project.units[unit]
            candidates = [cell for cell in candidates if str(cell.aspects["unit"]).partition("/")[0] == measure]
        return candidates[0] if len(candidates) == 1 else None

    def fault(self, code: str, message: str, cell: Cell, hint: str | None = None) -> None:
        self.findings.append(new_finding(code, message, cell.source, hint=hint, related=(cell.row.source,)))


def _check_languages(cells: Iterable[Cell], findings: list[Finding]) -> None:
    """A derived figure is printed the same in each language; facts that differ are found where they are shared."""
    first: dict[tuple[object, ...], Cell] = {}
    for cell in cells:
        if cell.disposition != DERIVED or cell.rule is None:
            continue
        item = cell.item
        key = (cell.row.source.row, cell.rule.text, item["period"], item["unit"], item["dimensions"])
        twin = first.setdefault(key, cell)
        if twin.item["file"] != item["file"] and twin.printed != cell.printed:
            message = f"{item['printed']} is printed here, but {twin.item['printed']} in {twin.item['file']}"
            findings.append(new_finding("release.languagesDiffer", message, cell.source, related=(twin.source,)))


def _check_totals(
    cells: Iterable[Cell], reported: Container[tuple[str | None, ...]], taxonomy: Taxonomy, findings: list[Finding]
) -> None:
    """Whether the figures of a column add up as the taxonomy's calculations say (Calculations 1.1).

    A total is checked where all its parts that are reported stand in the same column.
    """
    parts: dict[str, dict[str, list[CalculationArc]]] = defaultdict(lambda: defaultdict(list))
    for arc in taxonomy.calculation:
        parts[arc.total][arc.network].append(arc)
    columns: dict[tuple[str, str], dict[tuple[str | None, ...], Cell]] = defaultdict(dict)
    for cell in cells:
        columns[cell.item["file"], cell.item["column"]].setdefault(cell.key, cell)
    for column in columns.values():
        for key, total in column.items():
            for arcs in parts.get(str(key[0]), {}).values():
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
    added = _shown((possible.low + possible.high) / 2, total)
    printed = total.item["printed"]
    message = f"{total.item['label']}: {printed} is printed, but the parts in this column add to {added}"
    hint = slip(total.fact_interval, possible)
    related = tuple(part.source for part, _ in parts)
    findings.append(new_finding("release.totalDiffers", message, total.source, hint=hint, related=related))


def _digits(value: Fraction, cell: Cell) -> str:
    """A computed value to three more decimal places than the print has, without trailing zeros."""
    return shortest_text(_rounded(value, cell))


def _shown(value: Fraction, cell: Cell) -> str:
    """A computed value as a reader of the table would write it: a percentage, or a number in the table's scale."""
    if cell.percent:
        return f"{shortest_text(scaled(_rounded(value, cell), 2))}%"
    return f"{Decimal(shortest_text(scaled(_rounded(value, cell), -cell.scale))):,f}"


def _rounded(value: Fraction, cell: Cell) -> Decimal:
    # No arithmetic of Decimal: it would round to the digits of its context.
    places = (cell.printed_decimals if cell.printed_decimals is not None else 6) + 3
    return scaled(Decimal(round(value * Fraction(10) ** places)), -places)
