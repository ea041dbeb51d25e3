"""Facts from line items: cells that say the same share one fact, and the most precise print of it is filed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Finding, Source, has_errors
from exporter.frames.columns import as_text, beside, each_combination, positions, with_constants
from exporter.frames.engine import is_few
from exporter.line_items import rules as line_items_rules
from exporter.line_items.cell_columns import (
    CELL_COLUMNS,
    CHECKED_COLUMNS,
    EVALUATED_COLUMNS,
    LINE_ITEM_COLUMNS,
    PLACE_COLUMNS,
)
from exporter.mapping.cell_values import evaluate_cells
from exporter.mapping.chosen_facts import choose_facts
from exporter.mapping.computed import compute_facts
from exporter.mapping.dimension_places import in_their_place
from exporter.mapping.footnote_links import link_footnotes
from exporter.mapping.labels import find_unpresented, printed_labels
from exporter.mapping.matching import find_empty_files, match_line_items
from exporter.mapping.sums import add_up, with_choices_of_added, with_sums
from exporter.report.dispositions import NOT_REPORTED, Disposition
from exporter.report.ids import fact_names
from exporter.report.names import SPECIFICATION_PREFIXES
from exporter.report.report import ASPECTS, FACT_COLUMNS, Report
from exporter.taxonomy.package import schemas_for_instance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exporter.mapping.computed import Part
    from exporter.project.footnotes_csv import Footnote
    from exporter.project.mapping_csv import MappingRow
    from exporter.project.project import Project
    from exporter.taxonomy.model import Taxonomy

__all__ = ["FactSources", "Mapped", "map_line_items"]


@dataclass(frozen=True)
class Mapped:
    """What became of the line items.

    Attributes:
        report: the facts, in the order in which the taxonomy presents their concepts.
        cells: one row per source cell, with the columns of `CELL_COLUMNS`.
        labels: the printed labels by concept, label role and language.
        items, evaluated, rows: the line items, what they say, and the mapping, from which `check_figures` goes on. The
            last items are computed ones.
        parts: for each computed item, what it was computed from.
    """

    report: Report
    cells: pl.DataFrame
    labels: dict[tuple[str, str, str], str]
    items: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=LINE_ITEM_COLUMNS))
    evaluated: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=EVALUATED_COLUMNS))
    rows: tuple[MappingRow, ...] = ()
    parts: tuple[tuple[Part, ...], ...] = ()

    @property
    def is_printed(self) -> pl.Series:
        """Whether each line item is mapped to a fact as it is printed, and not to be added, or computed."""
        is_printed = pl.Series([row.is_printed for row in self.rows], dtype=pl.Boolean)
        return is_printed.gather(self.evaluated["mapping_index"]).fill_null(value=False)

    def sources(self) -> FactSources:
        """Look up for each fact id the cells that gave it."""
        return FactSources(self.cells)


class FactSources(Mapping[str, tuple[Source, ...]]):
    """The source cells of facts by the fact's id, looked up when asked for: among millions few are."""

    def __init__(self, cells: pl.DataFrame) -> None:
        """Prepare to look up cells with the columns of `CELL_COLUMNS`."""
        self._cells = (
            cells.lazy().filter(pl.col("fact").is_not_null()).select("fact", "file", "row", "column", "heading")
        )

    @cached_property
    def _by_fact(self) -> pl.DataFrame:
        return as_text(self._cells).collect().sort("fact", maintain_order=True)

    def __getitem__(self, fact: str) -> tuple[Source, ...]:
        """Find the cells that gave the fact, in the order of the files."""
        first, last = (self._by_fact["fact"].search_sorted(fact, side) for side in ("left", "right"))
        if first == last:
            raise KeyError(fact)
        return tuple(Source(*place) for _, *place in self._by_fact.slice(first, last - first).rows())

    def __iter__(self) -> Iterator[str]:
        """Iterate over the facts' ids, sorted."""
        return iter(self._by_fact["fact"].unique(maintain_order=True))

    def __len__(self) -> int:
        """Count the facts."""
        return self._by_fact["fact"].n_unique()


def map_line_items(
    items: pl.DataFrame,
    rows: list[MappingRow],
    project: Project,
    taxonomy: Taxonomy,
    footnotes: dict[str, Footnote],
    *,
    complete: bool = True,
) -> tuple[Mapped, list[Finding]]:
    """Map line items to facts, and say what became of each cell.

    Args:
        items: cells with the columns of `LINE_ITEM_COLUMNS`.
        rows: the mapping.
        project: what periods, units and tables mean.
        taxonomy: the concepts, and the order in which they are presented.
        footnotes: the footnotes by id.
        complete: whether nothing was wrong so far. Else a table without line items is no fault of its own.

    Returns: the facts and what became of each cell; and a Finding for whatever is wrong.
    """
    findings: list[Finding] = []
    if complete:
        findings += find_empty_files(items, project)
    mapped_items = match_line_items(items, rows, findings)
    namespaces = _namespaces(project, taxonomy)
    evaluated, new_findings = evaluate_cells(
        mapped_items, rows, project, taxonomy, _entity_name(project, namespaces), footnotes
    )
    findings += new_findings
    parts: tuple[tuple[Part, ...], ...] = ()
    if any(row.is_computed for row in rows) and not has_errors(findings):
        choices, chosen, _ = _choose(items, evaluated, rows)
        computed, new_findings = compute_facts(chosen[_filed_cells(choices)], evaluated, rows, project, taxonomy)
        findings += new_findings
        items, evaluated = pl.concat([items, computed.items]), pl.concat([evaluated, computed.evaluated])
        parts = computed.parts
    if complete and not findings and not evaluated.select((pl.col("disposition") == Disposition.FACT).any()).item():
        findings.append(
            line_items_rules.LINE_ITEMS_EMPTY.finding("no cell of any table is a fact", Source("report.toml"))
        )
    choices, chosen, new_findings = _choose(items, evaluated, rows)
    findings += new_findings
    filed = _facts_to_file(choices, chosen, taxonomy)
    evaluated = _with_facts(evaluated, choices, filed)
    labels = printed_labels(rows, taxonomy, findings)
    findings += find_unpresented(rows, taxonomy)
    footnote_rows, new_findings = link_footnotes(items, evaluated, rows, footnotes)
    findings += new_findings
    facts = in_their_place(filed.select(FACT_COLUMNS.names()), taxonomy)
    report = Report(facts, namespaces, schemas_for_instance(taxonomy), taxonomy.typed_domains, footnote_rows)
    return Mapped(report, _cells_frame(items, evaluated, rows), labels, items, evaluated, tuple(rows), parts), findings


def _choose(
    items: pl.DataFrame, evaluated: pl.DataFrame, rows: Sequence[MappingRow]
) -> tuple[pl.DataFrame, pl.DataFrame, list[Finding]]:
    """Choose the cell to file for each fact, of which that of a sum stands for all that are added.

    Returns: as `choose_facts`, for all cells; what the cells say that were chosen from; and what is wrong.
    """
    added, findings = add_up(items, evaluated, rows)
    chosen = with_sums(evaluated, added)
    choices, new_findings = choose_facts(items, chosen, rows)
    return with_choices_of_added(choices, added), chosen, [*findings, *new_findings]


def _facts_to_file(choices: pl.DataFrame, evaluated: pl.DataFrame, taxonomy: Taxonomy) -> pl.DataFrame:
    """Select the facts to file, in the order of presentation.

    Returns: the columns of `FACT_COLUMNS`, and the `cell` of each.
    """
    places: dict[str, int] = {}
    for place, row in enumerate(taxonomy.presentation):
        places.setdefault(row.concept, place)
    cells = _filed_cells(choices)
    filed = pl.DataFrame({"cell": cells, "concept": evaluated["concept"].gather(cells)})
    filed = each_combination(filed, ["concept"], lambda name: (places.get(name),), {"place": pl.Int64})
    filed = filed.select(pl.col("cell").gather(_order(filed["place"], len(places))))
    filed = beside(filed, evaluated.select(name for name in FACT_COLUMNS if name != "id")[filed["cell"]])
    return filed.with_columns(id=fact_names(filed))


def _filed_cells(choices: pl.DataFrame) -> pl.Series:
    return choices.filter(pl.col("cell") == pl.col("filed"))["cell"]


def _order(places: pl.Series, last: int) -> pl.Series:
    """Find the order in which whole numbers below 2**31 grow, null as the last, and equal ones stand as they come."""
    if is_few(places):
        numbers = [last if place is None else place for place in places.to_list()]
        return pl.Series(sorted(range(len(numbers)), key=numbers.__getitem__), dtype=pl.UInt32)
    keys = (
        places.fill_null(last).cast(pl.UInt64) * 2**32 + pl.int_range(0, len(places), dtype=pl.UInt64, eager=True)
    ).sort()
    return (keys & (2**32 - 1)).cast(pl.UInt32)


def _with_facts(evaluated: pl.DataFrame, choices: pl.DataFrame, filed: pl.DataFrame) -> pl.DataFrame:
    """Add `filed` and `agreement` of `choose_facts`, and `fact`, the id of each cell's fact."""
    count = evaluated.height
    chosen = choices.select(pl.col("filed", "agreement").gather(positions(choices["cell"], count)))
    fact = filed["id"].gather(positions(filed["cell"], count).gather(chosen["filed"]))
    evaluated = beside(evaluated, with_constants(chosen.with_columns(fact=fact)))
    is_unfiled = (pl.col("disposition") == Disposition.FACT) & pl.col("filed").is_null()
    return evaluated.with_columns(
        disposition=pl.when(is_unfiled).then(pl.lit(Disposition.EXCLUDED)).otherwise("disposition"),
        reason=pl.when(is_unfiled).then(pl.lit(NOT_REPORTED)).otherwise("reason"),
    )


def _cells_frame(items: pl.DataFrame, evaluated: pl.DataFrame, rows: Sequence[MappingRow]) -> pl.DataFrame:
    """Bring the cells to the columns of `CELL_COLUMNS`, not checked yet.

    A derived figure has what is printed as its value.
    """
    is_fact, is_derived = (
        pl.col("disposition") == disposition for disposition in (Disposition.FACT, Disposition.DERIVED)
    )
    row_numbers = pl.Series([row.source.row for row in rows], dtype=pl.Int64)
    columns = evaluated.select(
        "disposition",
        "reason",
        "fact",
        "agreement",
        pl.when(is_fact).then(pl.col(ASPECTS)),
        mapping_row=row_numbers.gather(evaluated["mapping_index"]),
        value=pl.when(is_fact).then("value").when(is_derived).then("printed_value"),
        decimals=pl.when(is_fact).then("decimals").when(is_derived).then("printed_decimals"),
        rule=pl.when((is_fact | is_derived) & pl.col("rule").is_not_null()).then(
            pl.concat_str("rule", "column_rule", separator=" | ", ignore_nulls=True)
        ),
        **{name: pl.lit(None, pl.String) for name in CHECKED_COLUMNS},
    )
    return beside(items.select(PLACE_COLUMNS), columns).select(CELL_COLUMNS.names()).cast(CELL_COLUMNS)


def _entity_name(project: Project, namespaces: dict[str, str]) -> str:
    """Write the entity's identifier with the prefix that stands for its scheme."""
    return f"{list(namespaces)[-1]}:{project.entity[1]}"


def _namespaces(project: Project, taxonomy: Taxonomy) -> dict[str, str]:
    """Collect all prefixes; the last one is that of the entity's scheme."""
    namespaces = {**SPECIFICATION_PREFIXES, **project.prefixes, **taxonomy.namespaces}
    prefix = "entity"
    while prefix in namespaces:
        prefix += "_"
    return {**namespaces, prefix: project.entity[0]}
