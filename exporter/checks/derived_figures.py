"""Derived figures: whether what is printed follows from the other figures by its rule."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter.checks import rules
from exporter.findings.nearest import nearest
from exporter.mapping.wording import as_printed, computed_digits, likely_cause
from exporter.project.mapping_csv import REVERSED, MappingRow
from exporter.project.periods import period_of
from exporter.report.dispositions import Disposition
from exporter.report.intervals import Interval
from exporter.report.report import dimensions_of, dimensions_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exporter.findings.findings import Finding
    from exporter.findings.registry import Rule
    from exporter.mapping.cells import Cell
    from exporter.project.figure_rules import Operand
    from exporter.project.project import Project
    from exporter.taxonomy.model import Taxonomy

__all__ = ["Operands", "check_languages", "check_rules", "named_concepts"]

#: A fact's concept, dimensions, and start and end of its period.
_Place = tuple[str, str | None, str | None, str | None]


def named_concepts(cells: Iterable[Cell], rows: Sequence[MappingRow]) -> set[str]:
    """Collect the concepts that the rules of cells may name, by themselves or by rows of the cells' tables."""
    operand_concepts = {operand.concept for cell in cells if cell.rule for operand in cell.rule.operands}
    tables = {cell.row.table.name for cell in cells}
    row_concepts = {row.concept.name for row in rows if row.concept and row.table.name in tables}
    return {name for name in operand_concepts if name} | row_concepts


def check_rules(cells: Iterable[Cell], operands: Operands, findings: list[Finding]) -> None:
    """Check each cell against its rule, and note in the cell what the rule gives."""
    for cell in cells:
        _check_rule(cell, operands, findings)


def _check_rule(cell: Cell, operands: Operands, findings: list[Finding]) -> None:
    assert cell.rule  # noqa: S101 - the caller has looked
    values = [operands.find(cell, operand) for operand in cell.rule.operands]
    figures = [value for value in values if value is not None]
    if len(figures) < len(values):
        return
    try:
        possible = cell.rule.apply([rounded for rounded, _, _ in figures])
        computed = cell.rule.apply([exact for _, exact, _ in figures]).low
    except ZeroDivisionError:
        message = f"{cell.rule.text} divides by a figure that is zero, or may be within its rounding"
        findings.append(rules.RULE_DIVISION_BY_ZERO.finding(message, cell.source))
        return
    related = tuple(operand_cell.source for _, _, operand_cell in figures if operand_cell is not None)
    if cell.rule.name == "change" and (figures[0][1] * figures[1][1]).low < 0:
        message = f"{cell.item['printed']} is a change between figures of opposite signs"
        findings.append(rules.RULE_OPPOSITE_SIGNS.finding(message, cell.source, related=related))
    holds = possible.overlaps(cell.interval)
    cell.holds = "yes" if holds else "no"
    cell.computed = computed_digits(computed, cell)
    cell.possible = f"{computed_digits(possible.low, cell)} to {computed_digits(possible.high, cell)}"
    if not holds:
        low, high = as_printed(possible.low, cell), as_printed(possible.high, cell)
        range_ = f" (with rounding, {low} to {high})" if low != high else ""
        should = f"{as_printed(computed, cell)}{range_} by {cell.rule.text}"
        message = f"{cell.item['label']}: {cell.item['printed']} is printed, but it should be {should}"
        hint = likely_cause(cell.interval, possible)
        findings.append(rules.RELEASE_DERIVED_DIFFERS.finding(message, cell.source, hint=hint, related=related))


class Operands:
    """Finds the figures that rules name."""

    def __init__(
        self,
        filed: Iterable[Cell],
        rows: Iterable[MappingRow],
        project: Project,
        taxonomy: Taxonomy,
        findings: list[Finding],
    ) -> None:
        """Prepare to find figures among the facts that are filed.

        What cannot be found is added to the findings.
        """
        self.project, self.taxonomy, self.findings = project, taxonomy, findings
        self.filed: dict[_Place, list[Cell]] = defaultdict(list)
        for cell in filed:
            concept, _, start, end, _, dimensions, _ = cell.key
            self.filed[str(concept), dimensions, start, end].append(cell)
        self.rows: dict[tuple[str, str], list[MappingRow]] = defaultdict(list)
        for row in rows:
            self.rows[row.table.name, row.labels[project.language]].append(row)

    def find(self, cell: Cell, operand: Operand) -> tuple[Interval, Interval, Cell | None] | None:
        """Find the figure that an operand names.

        Returns: what the figure may stand for, its value as printed, and the cell where it stands, if it stands in one;
            None if it cannot be found.
        """
        if operand.number is not None:
            number = Interval.exact(operand.number)
            return number, number, None
        place, row = self.place(cell, operand)
        if place is None:
            return None
        match = self.choose(self.filed.get(place, []), operand.unit or cell.item["unit"])
        if match is None or match.value is None:
            message = f"{operand.text} is not reported: {place[0]}, {place[2] or 'instant'} to {place[3]}"
            self._add_finding(
                rules.RULE_MISSING_OPERAND, message, cell, "exclude the cell if there is nothing to compute it from"
            )
            return None
        value = Decimal(match.value)
        if row is not None and row.sign == REVERSED:
            value = value.copy_negate()
        return Interval.rounded(value, match.decimals), Interval.exact(value), match

    def place(self, cell: Cell, operand: Operand) -> tuple[_Place | None, MappingRow | None]:
        """Work out which fact an operand names.

        Returns: the fact's place, and the row in whose printed sense it counts, if the operand names one; None for both
            if there is no such fact.
        """
        row = self.row(cell, operand)
        if operand.concept is None and row is None:
            return None, None
        concept = self.taxonomy.all_concepts.get(operand.concept or "") if row is None else row.concept
        if concept is None:
            concepts = self.taxonomy.all_concepts
            hint = nearest(operand.concept, concepts) if operand.concept else None
            self._add_finding(
                rules.RULE_UNKNOWN_OPERAND, f"{operand.text} names no concept of the taxonomy", cell, hint
            )
            return None, None
        period = operand.period or cell.item["period"]
        if period is None:
            self._add_finding(rules.RULE_MISSING_OPERAND, f"{operand.text} has no period: write '@' and one", cell)
            return None, None
        edge = row.period if row is not None else ""
        start, end = period_of(self.project.periods[period], edge or ("end" if concept.period == "instant" else ""))
        dimensions = dict(operand.dimensions)
        if row is not None:
            column_dimensions = dimensions_of(cell.item["dimensions"])
            dimensions = {**column_dimensions, **dimensions_of(row.dimensions)}
        return (concept.name, dimensions_text(dimensions), start, end), row

    def row(self, cell: Cell, operand: Operand) -> MappingRow | None:
        """Find the row that the operand names, if it names one."""
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
        known_labels = [label for table, label in self.rows if table == cell.row.table.name]
        how_many = "no row" if not candidates else f"{len(candidates)} rows"
        message = f"the mapping of the table {cell.row.table.name!r} has {how_many} labelled {operand.label!r}"
        self._add_finding(rules.RULE_UNKNOWN_OPERAND, message, cell, nearest(operand.label, known_labels))
        return None

    def choose(self, candidates: list[Cell], unit: str | None) -> Cell | None:
        """Choose the only candidate, or else the only one in the unit, or per something in it."""
        if len(candidates) > 1 and unit:
            measure = self.project.units[unit]
            candidates = [cell for cell in candidates if str(cell.aspects["unit"]).partition("/")[0] == measure]
        return candidates[0] if len(candidates) == 1 else None

    def _add_finding(self, rule: Rule, message: str, cell: Cell, hint: str | None = None) -> None:
        self.findings.append(rule.finding(message, cell.source, hint=hint, related=(cell.row.source,)))


def check_languages(cells: Iterable[Cell], findings: list[Finding]) -> None:
    """Find derived figures that are not printed the same in each language.

    Facts that differ are found where their prints are compared, in `choose_facts`.
    """
    first_cells: dict[tuple[object, ...], Cell] = {}
    for cell in cells:
        if cell.disposition != Disposition.DERIVED or cell.rule is None:
            continue
        item = cell.item
        key = (cell.row.source.row, cell.rule.text, item["period"], item["unit"], item["dimensions"])
        earlier = first_cells.setdefault(key, cell)
        if earlier.item["file"] != item["file"] and earlier.printed_value != cell.printed_value:
            message = f"{item['printed']} is printed here, but {earlier.item['printed']} in {earlier.item['file']}"
            findings.append(rules.RELEASE_LANGUAGES_DIFFER.finding(message, cell.source, related=(earlier.source,)))
