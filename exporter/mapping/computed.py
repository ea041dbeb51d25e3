"""Computed facts: totals along the taxonomy's calculations, and figures that are carried to another concept.

Each is a cell of its own, which stands in mapping.csv at its row, so that ledger and findings name it as any other.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from exporter.line_items.cell_columns import EVALUATED_COLUMNS, LINE_ITEM_COLUMNS
from exporter.mapping import rules
from exporter.mapping.sums import EXACT_SUMS, sum_text
from exporter.project.mapping_csv import ADD, TOTAL
from exporter.report.dispositions import Disposition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from exporter.findings.findings import Finding
    from exporter.project.mapping_csv import MappingRow
    from exporter.project.project import Project
    from exporter.taxonomy.model import Taxonomy

__all__ = ["Computed", "Part", "compute_facts"]

_CONCEPT_COLUMN, _HEADING = "D", "concept"


class _Key(NamedTuple):
    """What a fact is about, but for its concept."""

    entity: str
    period_start: str | None
    period_end: str | None
    unit: str | None
    dimensions: str | None
    language: str | None


class _Figure(NamedTuple):
    value: Decimal
    decimals: int | None


class Part(NamedTuple):
    """A fact that is part of a computed one: its concept, the start of its period, and the weight with which it counts.

    All else that it is about is as in the computed fact.
    """

    concept: str
    period_start: str | None
    weight: int


class Computed(NamedTuple):
    """Cells of computed facts.

    Attributes:
        items, evaluated: tables with the columns of `LINE_ITEM_COLUMNS` and `EVALUATED_COLUMNS`, a row a cell.
        parts: what each was computed from.
    """

    items: pl.DataFrame
    evaluated: pl.DataFrame
    parts: tuple[tuple[Part, ...], ...]


def compute_facts(
    facts: pl.DataFrame,
    evaluated: pl.DataFrame,
    rows: Sequence[MappingRow],
    project: Project,
    taxonomy: Taxonomy,
) -> tuple[Computed, list[Finding]]:
    """Compute totals and carried figures from the facts that there are.

    A total is computed for the periods, units and members for which the row's table has figures that are added; so a
    lone figure of another table, such as cash at the beginning of the first year, makes no totals. A carried figure is
    added to the concept at the end of its period: its cell is one more that is added there.

    Args:
        facts: what the cells say whose facts are filed, with the columns of `EVALUATED_COLUMNS`.
        evaluated: what the cells say, with the columns of `EVALUATED_COLUMNS`.
        rows: the mapping.
        project: whose main language the cells are in.
        taxonomy: its calculations.

    Returns: the cells; and a Finding for each row of which nothing can be computed.
    """
    computing = _Computing(taxonomy, facts, _added_keys(evaluated, rows))
    cells: list[tuple[int, str, _Key, _Figure, tuple[Part, ...]]] = []
    findings: list[Finding] = []
    for index in _in_order(rows, taxonomy):
        row = rows[index]
        assert row.concept is not None  # noqa: S101 - a computed row without one was refused
        try:
            found = computing.total(row) if row.use == TOTAL else computing.carried(row)
        except _DifferentAccuracyError as error:
            findings.append(rules.MAPPING_NOT_ADDED.finding(str(error), row.source, hint=_ACCURACY_HINT))
            continue
        if not found:
            message = f"nothing that {row.concept.name} is computed from is reported"
            findings.append(rules.MAPPING_NOTHING_TO_ADD.finding(message, row.source))
        cells += [(index, row.concept.name, *each) for each in found]
    return _as_cells(cells, rows, project, evaluated.height), findings


def _added_keys(evaluated: pl.DataFrame, rows: Sequence[MappingRow]) -> dict[str, set[_Key]]:
    """List for each table what its figures that are added are about, but for the concept."""
    adding = {index: row.table.name for index, row in enumerate(rows) if row.use == ADD}
    added = evaluated.filter(
        pl.col("mapping_index").is_in(list(adding)), pl.col("disposition") == Disposition.FACT
    ).select("mapping_index", *_Key._fields)
    keys: dict[str, set[_Key]] = defaultdict(set)
    for index, *key in added.unique().iter_rows():
        keys[adding[index]].add(_Key(*key))
    return keys


_ACCURACY_HINT = "declare the same decimals for all that is added"


class _DifferentAccuracyError(ValueError):
    """Figures of different accuracy would be added."""


def _in_order(rows: Sequence[MappingRow], taxonomy: Taxonomy) -> list[int]:
    """Order computed rows so that what a row needs is computed before it."""
    by_concept = defaultdict(list)
    for index, row in enumerate(rows):
        if row.is_computed and row.concept is not None:
            by_concept[row.concept.name].append(index)
    needs = defaultdict(list)
    for arc in taxonomy.calculation:
        needs[arc.total].append(arc.concept)
    ordered: dict[int, None] = {}
    underway: set[str] = set()

    def visit(concept: str) -> None:
        if concept in underway:
            return  # a circle of calculations, which the taxonomy's checks refuse
        underway.add(concept)
        for part in needs[concept]:
            visit(part)
        for index in sorted(by_concept[concept], key=lambda index: rows[index].use == TOTAL):
            carried = rows[index].carried
            if carried is not None:
                visit(carried.name)
            ordered[index] = None
        underway.discard(concept)

    for concept in list(by_concept):
        visit(concept)
    return list(ordered)


class _Computing:
    """The facts that there are, and those that have been computed from them."""

    def __init__(self, taxonomy: Taxonomy, facts: pl.DataFrame, keys: Mapping[str, set[_Key]]) -> None:
        self._keys = keys
        self._arcs: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        for arc in taxonomy.calculation:
            if isinstance(arc.weight, int):  # rows that would need others have been refused
                self._arcs[arc.total, arc.network][arc.concept] = arc.weight
        self._networks = {total: [n for t, n in self._arcs if t == total] for total, _ in self._arcs}
        self._figures: dict[str, dict[_Key, _Figure]] = defaultdict(dict)
        columns = ["concept", *_Key._fields, "value", "decimals"]
        numbers = facts.filter(pl.col("unit").is_not_null(), pl.col("value").is_not_null()).select(columns)
        for concept, *key, value, decimals in numbers.cast({"concept": pl.String}).iter_rows():
            self._figures[concept][_Key(*key)] = _Figure(Decimal(value), decimals)

    def total(self, row: MappingRow) -> list[tuple[_Key, _Figure, tuple[Part, ...]]]:
        """Add up a concept for each period, unit and member of its table for which some part is reported."""
        assert row.concept is not None  # noqa: S101 - as above
        concept = row.concept.name
        network = row.network or self._networks[concept][0]
        reported = {key for part in self._below(concept, network) for key in self._figures[part]}
        keys = reported & self._keys.get(row.table.name, set())
        found = []
        for key in sorted(keys, key=str):
            terms = list(self._terms(concept, network, key, 1))
            found.append((key, self._sum(concept, key, terms), tuple(part for part, _ in terms)))
        return found

    def _below(self, concept: str, network: str) -> Iterator[str]:
        """List what adds up to a concept, directly or by way of others."""
        for part in self._arcs.get((concept, network), ()):
            yield part
            yield from self._below(part, network)

    def _terms(self, concept: str, network: str, key: _Key, weight: int) -> Iterator[tuple[Part, _Figure]]:
        """Give the parts of a total that there are; in the place of one that is not there, its own parts."""
        for part, own_weight in self._arcs.get((concept, network), {}).items():
            if key in self._figures[part]:
                yield Part(part, key.period_start, weight * own_weight), self._figures[part][key]
            else:
                yield from self._terms(part, network, key, weight * own_weight)

    def carried(self, row: MappingRow) -> list[tuple[_Key, _Figure, tuple[Part, ...]]]:
        """Add a figure to a concept at the end of the figure's period."""
        assert row.concept is not None  # noqa: S101 - as above
        assert row.carried is not None  # noqa: S101 - a row without one was refused
        concept, source = row.concept.name, row.carried.name
        found: list[tuple[_Key, _Figure, tuple[Part, ...]]] = []
        for key, figure in sorted(self._figures[source].items(), key=str):
            if key not in self._keys.get(row.table.name, ()):
                continue
            target = key._replace(period_start=None) if row.concept.period == "instant" else key
            part = Part(source, key.period_start, 1)
            terms = [(part, figure)]
            if target in self._figures[concept]:
                terms.append((Part(concept, target.period_start, 1), self._figures[concept][target]))
            self._sum(concept, target, terms)
            found.append((target, figure, (part,)))
        return found

    def _sum(self, concept: str, key: _Key, terms: Iterable[tuple[Part, _Figure]]) -> _Figure:
        """Add up terms with their weights, and keep the sum.

        Raises:
            _DifferentAccuracyError: not all are of one accuracy.
        """
        total, accuracies = Decimal(0), {}
        for part, figure in terms:
            total = EXACT_SUMS.add(total, EXACT_SUMS.multiply(figure.value, part.weight))
            accuracies[figure.decimals] = part.concept
        if len(accuracies) > 1:
            (first, one), (second, other) = list(accuracies.items())[:2]
            message = f"{one} has decimals {first} and {other} decimals {second}, so that they cannot be added"
            raise _DifferentAccuracyError(message.replace("decimals None", "exact figures"))
        figure = self._figures[concept][key] = _Figure(total, next(iter(accuracies)))
        return figure


def _as_cells(
    found: Sequence[tuple[int, str, _Key, _Figure, tuple[Part, ...]]],
    rows: Sequence[MappingRow],
    project: Project,
    first_cell: int,
) -> Computed:
    items, evaluated = [], []
    for number, (index, concept, key, figure, _) in enumerate(found, first_cell):
        row, value = rows[index], sum_text(figure.value, figure.decimals)
        place: Mapping[str, Any] = {
            "table": row.table.name,
            "file": row.source.file,
            "language": project.language,
            "row": row.source.row,
            "column": _CONCEPT_COLUMN,
            "heading": _HEADING,
            "section": "",
            "label": "total" if row.use == TOTAL else f"carried from {row.carried.name if row.carried else ''}",
            "printed": value,
        }
        said = {
            "cell": number,
            "mapping_index": index,
            "disposition": Disposition.FACT,
            "concept": concept,
            **key._asdict(),
            "value": value,
            "decimals": figure.decimals,
        }
        items.append({name: place.get(name) for name in LINE_ITEM_COLUMNS})
        evaluated.append({name: said.get(name) for name in EVALUATED_COLUMNS})
    return Computed(
        pl.DataFrame(items, schema=LINE_ITEM_COLUMNS),
        pl.DataFrame(evaluated, schema=EVALUATED_COLUMNS),
        tuple(parts for *_, parts in found),
    )
