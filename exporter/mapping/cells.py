"""Source cells one by one: what the mapping has read of each, for checks that look at one figure after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from exporter.findings.findings import Source
from exporter.project.figure_rules import FigureRule, parse_figure_rule
from exporter.report.intervals import Interval
from exporter.report.report import ASPECTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from exporter.project.mapping_csv import MappingRow

__all__ = ["Cell", "cell_objects"]


@dataclass(slots=True, eq=False)
class Cell:
    """A source cell that is a fact or a derived figure.

    Attributes:
        number: the cell's number among the line items.
        item: the line item, with the columns of `LINE_ITEM_COLUMNS`.
        row: its row of the mapping.
        disposition: fact or derived.
        aspects: concept, entity, period, unit, dimensions and language of its fact, by the names in `ASPECTS`.
        value, decimals: what it says as a fact: after scale and sign. None is nil, and exact.
        printed_value: what it says as it is printed: after scale, before sign. None for text and nil.
        printed_decimals: to how many decimal places `printed_value` is accurate; None for exact.
        percent: whether it is printed as a percentage.
        scale: the power of ten in which it is printed, which is not -2 for a percentage.
        rule: the rule that it keeps.
        computed, possible: what the rule gives, and the range that rounding allows; `holds` is yes or no.
    """

    number: int
    item: dict[str, Any]
    row: MappingRow
    disposition: str
    aspects: dict[str, str | None] = field(default_factory=dict)
    value: str | None = None
    decimals: int | None = None
    printed_value: Decimal | None = None
    printed_decimals: int | None = None
    percent: bool = False
    scale: int = 0
    rule: FigureRule | None = None
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
        return tuple(self.aspects[aspect] for aspect in ASPECTS)

    @property
    def is_number(self) -> bool:
        """Whether it says a number, as a fact or as a derived figure."""
        return self.printed_value is not None

    @property
    def fact_interval(self) -> Interval:
        """What its fact may stand for."""
        assert self.value is not None  # noqa: S101 - asked of numbers alone
        return Interval.rounded(Decimal(self.value), self.decimals)

    @property
    def interval(self) -> Interval:
        """What its print may stand for, in the sense in which it is printed."""
        assert self.printed_value is not None  # noqa: S101 - asked of numbers alone
        return Interval.rounded(self.printed_value, self.printed_decimals)


def cell_objects(items: pl.DataFrame, evaluated: pl.DataFrame, rows: Sequence[MappingRow]) -> list[Cell]:
    """Turn cells into objects.

    Args:
        items: all line items.
        evaluated: what some of them say, with the columns of `EVALUATED_COLUMNS`; facts and derived figures only.
        rows: the mapping.
    """
    records = zip(items[evaluated["cell"]].iter_rows(named=True), evaluated.iter_rows(named=True), strict=True)
    return [
        Cell(
            number=values["cell"],
            item=item,
            row=rows[values["mapping_index"]],
            disposition=values["disposition"],
            aspects={aspect: values[aspect] for aspect in ASPECTS},
            value=values["value"],
            decimals=values["decimals"],
            printed_value=None if values["printed_value"] is None else Decimal(values["printed_value"]),
            printed_decimals=values["printed_decimals"],
            percent=bool(values["percent"]),
            scale=values["scale"] or 0,
            rule=_parse_rule(values["rule"]) if values["rule"] else None,
        )
        for item, values in records
    ]


#: A column or a row gives the same rule to many cells, so each text is parsed once.
_parse_rule = cache(parse_figure_rule)
