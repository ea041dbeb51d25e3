"""Source cells: what each printed figure says, as the mapping reads it, before cells that say the same share a fact."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from exporter.amounts import Amount, NotANumberError, Printed, decimal_text, has_digits_beyond, parse_amount, scaled
from exporter.dates import parse_date
from exporter.findings import Finding, Source, new_finding
from exporter.line_items import NOT_REPORTED
from exporter.mapping import REVERSED
from exporter.namespaces import illegal_character
from exporter.report import ASPECTS, dimensions_of, dimensions_text
from exporter.rules import Interval, Rule, parse_rule
from exporter.taxonomy.hypercubes import hypercubes, wrong_members
from exporter.taxonomy.model import UNITS

if TYPE_CHECKING:
    from exporter.mapping import MappingRow
    from exporter.project import Period, Project
    from exporter.taxonomy import Concept, Taxonomy

__all__ = ["DERIVED", "EXCLUDED", "FACT", "Cell", "CellReader", "period_of"]

FACT, DERIVED, EXCLUDED = "fact", "derived", "excluded"

_LEXICAL_FORMS = {
    "year": (re.compile(r"\d{4}", re.ASCII), "a year such as 2003"),
    "boolean": (re.compile(r"true|false", re.ASCII), "true or false"),
}


@dataclass(slots=True, eq=False)
class Cell:
    """A source cell and what becomes of it.

    Attributes:
        item: the line item, with the columns of `LINE_ITEM_COLUMNS`.
        row: its row of the mapping.
        disposition: fact, derived or excluded; excluded for `reason`.
        aspects: concept, entity, period, unit, dimensions and language of its fact, by the names in `ASPECTS`.
        value, decimals: what it says as a fact: after scale and sign. None is nil, and exact.
        printed: what it says in the sense in which it is printed: after scale, before sign. None for text and nil.
        printed_decimals: to how many decimal places `printed` is accurate; None for exact.
        percent: whether it is printed as a percentage.
        scale: the power of ten in which it is printed, which is not -2 for a percentage.
        rule: the rule that it keeps.
        filed: the cell whose print is filed as the fact that both report; itself, if it is that one.
        agreement: how its print stands to what is filed: `as filed`, `rounded` or `differs`.
        computed, possible: what the rule gives, and the range that rounding allows; `holds` is yes or no.
    """

    item: dict[str, Any]
    row: MappingRow | None
    disposition: str = EXCLUDED
    reason: str | None = None
    aspects: dict[str, str | None] = field(default_factory=dict)
    value: str | None = None
    decimals: int | None = None
    printed: Decimal | None = None
    printed_decimals: int | None = None
    percent: bool = False
    scale: int = 0
    rule: Rule | None = None
    filed: Cell | None = None
    agreement: str | None = None
    fact: str | None = None
    computed: str | None = None
    possible: str | None = None
    holds: str | None = None

    @property
    def source(self) -> Source:
        """Where it stands."""
        return Source(self.item["file"], self.item["row"], self.item["column"], self.item["heading"])

    @property
    def key(self) -> tuple[str | None, ...]:
        """What its fact is about, in the order of `ASPECTS`."""
        return tuple(self.aspects.get(aspect) for aspect in ASPECTS)

    @property
    def is_number(self) -> bool:
        """Whether it says a number, as a fact or as a derived figure."""
        return self.printed is not None

    @property
    def fact_interval(self) -> Interval:
        """What its fact may stand for."""
        assert self.value is not None  # noqa: S101 - asked of numbers alone
        return Interval.rounded(Decimal(self.value), self.decimals)

    @property
    def interval(self) -> Interval:
        """What its print may stand for, in the sense in which it is printed."""
        assert self.printed is not None  # noqa: S101 - asked of numbers alone
        return Interval.rounded(self.printed, self.printed_decimals)


class CellReader:
    """Reads cells; what is wrong with one is added to the findings, and the cell is left out."""

    def __init__(self, project: Project, taxonomy: Taxonomy, entity: str, findings: list[Finding]) -> None:
        """Prepare to read cells of this project.

        Args:
            project: what periods, units and tables mean.
            taxonomy: the concepts.
            entity: the prefixed identifier of whoever reports.
            findings: where to add what is wrong.
        """
        self.project, self.entity, self.findings = project, entity, findings
        self._faulty_dimensions: dict[tuple[str, str | None], bool] = {}
        self._cubes = hypercubes(taxonomy)
        self._missing: set[tuple[str, str]] = set()

    def read(self, item: dict[str, Any], row: MappingRow | None) -> Cell:
        """What becomes of a line item, given its row of the mapping."""
        cell = Cell(item, row)
        cell.reason = _exclusion(item, row)
        if cell.reason is not None:
            return cell
        assert row  # noqa: S101 - a line item without a row is excluded
        count = len(self.findings)
        if item["derived"] or row.concept is None:
            self.read_derived(cell, row)
        else:
            self.read_fact(cell, row, row.concept)
        if len(self.findings) > count:
            cell.disposition, cell.reason = EXCLUDED, NOT_REPORTED
        return cell

    def read_derived(self, cell: Cell, row: MappingRow) -> None:
        """A figure that follows from others and is no fact; it is as accurate as it is printed."""
        cell.rule = _parse_rule(cell.item["derived"]) if cell.item["derived"] else row.rule
        amount = self.amount(cell)
        if amount is None:
            return
        if amount.printed is Printed.DASH:
            cell.reason = "a dash, which says nothing that could be checked"
            return
        own_scale = row.scale if row.concept is None else None
        scale = next((int(s) for s in (own_scale, cell.item["scale"]) if s is not None), 0)
        cell.percent = amount.percent or scale == _PERCENT
        cell.scale = 0 if cell.percent else scale
        cell.printed = scaled(amount.value, 0 if amount.percent else scale)
        exponent = cell.printed.as_tuple().exponent
        cell.printed_decimals = -exponent if isinstance(exponent, int) else None
        cell.disposition = DERIVED

    def read_fact(self, cell: Cell, row: MappingRow, concept: Concept) -> None:
        """A figure or text that is a fact; a dash may mean that there is none."""
        item, source = cell.item, cell.source
        if concept.abstract:
            message = f"{concept.name} is abstract and cannot take the figure {item['printed']!r}"
            self.fault("mapping.abstractConcept", message, source)
            return
        start, end = self.period(concept, self.project.periods[item["period"]], row, source)
        cell.aspects = {
            "concept": concept.name,
            "entity": self.entity,
            "period_start": start,
            "period_end": end,
            "dimensions": self.dimensions(concept, item, row, source),
        }
        cell.rule = row.rule or (_parse_rule(item["check"]) if item["check"] else None)
        cell.disposition = FACT
        if concept.is_numeric:
            cell.aspects["unit"] = self.unit(concept, item, row, source)
            self.read_number(cell, row)
        else:
            if concept.kind == "text" and item["unit"] and _is_number(item["printed"]):
                message = f"{concept.name} is a text, but {item['printed']!r} is a figure in {item['unit']}"
                hint = "map the row to a numeric concept, or put texts into a column without a unit"
                self.fault("mapping.wrongUnit", message, source, hint, (row.source,))
            cell.aspects["language"] = item["language"] if concept.kind == "text" else None
            cell.value = self.text_value(concept, item["printed"], source)

    def read_number(self, cell: Cell, row: MappingRow) -> None:
        """Value and decimals of a figure; a dash that means nothing leaves the cell without a fact."""
        amount = self.amount(cell)
        if amount is None:
            return
        if amount.printed is Printed.DASH and row.table.dash != "zero":
            self.read_dash(cell, row)
            return
        item = cell.item
        scale, decimals = (
            next((found for found in (own, of_item, of_table) if found is not None), None)
            for own, of_item, of_table in (
                (row.scale, item["scale"], row.table.scale),
                (row.decimals, item["decimals"], row.table.decimals),
            )
        )
        for key, value in (("scale", scale), ("decimals", decimals)):
            if value is None and (row.table.name, key) not in self._missing:
                self._missing.add((row.table.name, key))
                message = f"neither the table {row.table.name!r} in report.toml nor the mapping row has {key}"
                self.fault("project.missingKey", message, cell.source, f"add {key} to the table", (row.source,))
        if scale is None or decimals is None:
            cell.disposition, cell.reason = EXCLUDED, NOT_REPORTED  # one finding for the table is enough
            return
        cell.percent = amount.percent
        cell.scale = 0 if amount.percent else int(scale)
        cell.printed = scaled(amount.value, cell.scale)
        cell.decimals = cell.printed_decimals = None if decimals == "INF" else int(decimals)
        value = cell.printed.copy_negate() if row.sign == REVERSED else cell.printed
        if cell.decimals is not None and has_digits_beyond(value, cell.decimals):
            message = f"{decimal_text(value)} has digits that decimals={cell.decimals} does not cover"
            self.fault("mapping.lostDigits", message, cell.source, "correct decimals, or the scale", (row.source,))
        cell.value = decimal_text(value)

    def read_dash(self, cell: Cell, row: MappingRow) -> None:
        """A dash: nil, or no fact at all."""
        if row.table.dash is None:
            message = "a dash is printed, and report.toml does not say what it means"
            hint = f"add dash = 'zero', 'nil' or 'nothing' to the table {row.table.name!r}"
            self.fault("project.missingKey", message, cell.source, hint)
        elif row.table.dash == "nothing":
            cell.disposition, cell.reason = EXCLUDED, "a dash, which report.toml takes for nothing"

    def amount(self, cell: Cell) -> Amount | None:
        """The printed number, or None if it is not one."""
        try:
            return parse_amount(cell.item["printed"])
        except NotANumberError as error:
            self.fault("lineItems.notANumber", str(error), cell.source)
            return None

    def period(self, concept: Concept, period: Period, row: MappingRow, source: Source) -> tuple[str | None, str]:
        """Start and end of the fact's period; the start of an instant is None."""
        start, end = period_of(period, row.period)
        if (concept.period == "instant") != (start is None):
            kind = "a duration" if start else "an instant"
            hint = (
                "in mapping.csv, period 'start' or 'end' takes the instant at which the column's period opens or closes"
                if start
                else "give the column a period with a start and an end"
            )
            message = f"{concept.name} is {concept.period}, but the column's period {period.name!r} is {kind}"
            self.fault("mapping.wrongPeriodType", message, source, hint, (row.source,))
        return start, end

    def unit(self, concept: Concept, item: dict[str, Any], row: MappingRow, source: Source) -> str | None:
        """The measure of the fact's unit."""
        own = self.project.units.get(item["unit"], "")
        if row.unit.startswith("per "):
            unit = f"{own}/{self.project.units[row.unit.removeprefix('per ')]}"
        else:
            unit = self.project.units[row.unit] if row.unit else own
        if not re.fullmatch(UNITS.get(concept.kind, "[^/].*"), unit):
            message = f"{concept.name} is a {concept.type}, which {unit or 'no unit'!r} does not fit"
            hint = "name a unit of report.toml for the column, or in the mapping row, such as 'per shares'"
            self.fault("mapping.wrongUnit", message, source, hint, (row.source,))
        return unit

    def dimensions(self, concept: Concept, item: dict[str, Any], row: MappingRow, source: Source) -> str | None:
        """The members that row and column give, which some hypercube of the concept must allow (Dimensions 1.0, 3)."""
        of_column, of_row = dimensions_of(item["dimensions"]), dimensions_of(row.dimensions)
        dimensions = {**of_column, **of_row}
        text = dimensions_text(dimensions)
        for axis in of_column.keys() & of_row.keys():
            message = f"the column says {axis}={of_column[axis]}, the mapping row {axis}={of_row[axis]}"
            self.fault("mapping.wrongMember", message, source, None, (row.source,))
        if (concept.name, text) not in self._faulty_dimensions:
            faults = wrong_members(self._cubes, concept.name, dimensions)
            self._faulty_dimensions[concept.name, text] = bool(faults)
            if faults:
                message = f"{concept.name} cannot have these dimensions: {'; '.join(faults)}"
                hint = "correct the mapping row's dimensions, or the table in presentation.csv"
                self.fault("mapping.wrongMember", message, row.source, hint, (source,))
        return text

    def text_value(self, concept: Concept, printed: str, source: Source) -> str:
        """The text as printed, or the lexical form that the concept's type needs."""
        if bad := illegal_character(printed):
            message = f"the text has the character {bad}, which XML cannot carry"
            self.fault("lineItems.illegalCharacter", message, source)
        if concept.kind == "date":
            try:
                return parse_date(printed).isoformat()
            except ValueError as error:
                self.fault("lineItems.wrongValue", f"{error}, as {concept.name} needs", source)
        form, what = _LEXICAL_FORMS.get(concept.kind, (None, ""))
        if form and not form.fullmatch(printed.strip()):
            self.fault("lineItems.wrongValue", f"{printed!r} is not {what}, as {concept.name} needs", source)
        return printed.strip() if form else printed

    def fault(
        self, code: str, message: str, source: Source, hint: str | None = None, related: tuple[Source, ...] = ()
    ) -> None:
        """Add a finding."""
        self.findings.append(new_finding(code, message, source, hint=hint, related=related))


#: The scale of figures in a column of percentages that are printed without their sign.
_PERCENT = -2

_parse_rule = cache(parse_rule)


def period_of(period: Period, edge: str) -> tuple[str | None, str]:
    """Start and end of a named period, or the instant at which it opens (`start`) or closes (`end`)."""
    if period.start and edge:
        return None, _day_before(period.start) if edge == "start" else period.end
    return period.start, period.end


def _is_number(printed: str) -> bool:
    try:
        return parse_amount(printed).printed is Printed.NUMBER
    except NotANumberError:
        return False


def _exclusion(item: dict[str, Any], row: MappingRow | None) -> str | None:
    """Why the cell is left out, if that is decided without looking at its figure."""
    blank = not item["printed"].strip()
    if item["exclude"]:
        return str(item["exclude"])
    if row is None:
        return "heading: the row has no figures" if blank else NOT_REPORTED
    if row.concept is None and row.rule is None:
        return row.note
    return "blank: nothing is printed" if blank else None


def _day_before(day: str) -> str:
    return str(datetime.date.fromisoformat(day) - datetime.timedelta(days=1))
