"""Facts from line items: cells that say the same share one fact, and the most precise print of it is filed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.amounts import decimal_text
from exporter.cells import DERIVED, EXCLUDED, FACT, Cell, CellReader
from exporter.cross_checks import check_languages, check_rules, check_totals, describe, describe_filed, slip
from exporter.findings import Finding, Source, new_finding
from exporter.footnotes import footnotes_frame, link_footnotes
from exporter.identifiers import context_name, distinct, fact_name
from exporter.line_items import LINE_ITEM_COLUMNS, NOT_REPORTED
from exporter.matching import find_empty_files, find_homes, printed_labels, unpresented
from exporter.namespaces import SPECIFICATION_PREFIXES
from exporter.report import ASPECTS, Report, facts_frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter.footnotes import Footnote
    from exporter.mapping import MappingRow
    from exporter.project import Project
    from exporter.taxonomy import Taxonomy

__all__ = ["CELL_COLUMNS", "FactSources", "Mapped", "check_figures", "map_line_items"]

_PLACE = ("table", "file", "row", "column", "heading", "section", "label", "printed")
AS_FILED, ROUNDED, DIFFERS = "as filed", "rounded", "differs"

#: The columns of a mapped cell: where it stands, what became of it, and the aspects and value of its fact.
#: `disposition` is `fact`, `derived` or `excluded`; `reason` says why a cell is excluded; `mapping_row` is the row of
#: mapping.csv; `fact` is the fact's id. `agreement` says how the print stands to what is filed: `as filed`, `rounded`
#: or `differs`. `rule` is what the figure follows from, `computed` and `possible` what that gives, `holds` yes or no.
CELL_COLUMNS = pl.Schema(
    {  # type: ignore[arg-type]  # the types of two Schemas are legal in a third
        **{name: LINE_ITEM_COLUMNS[name] for name in _PLACE},
        "disposition": pl.String,
        "reason": pl.String,
        "mapping_row": pl.Int64,
        "fact": pl.String,
        **dict.fromkeys((*ASPECTS, "value"), pl.String),
        "decimals": pl.Int32,
        **dict.fromkeys(("agreement", "rule", "computed", "possible", "holds"), pl.String),
    }
)


@dataclass(frozen=True)
class Mapped:
    """What became of the line items.

    Attributes:
        report: the facts, in the order in which the taxonomy presents their concepts.
        cells: one row per source cell, with the columns of `CELL_COLUMNS`.
        labels: the printed labels by concept, label role and language.
        read: the cells as they were read, and `rows` the mapping, from which `check_figures` goes on.
    """

    report: Report
    cells: pl.DataFrame
    labels: dict[tuple[str, str, str], str]
    read: tuple[Cell, ...] = ()
    rows: tuple[MappingRow, ...] = ()

    def sources(self) -> FactSources:
        """For each fact id the cells that gave it."""
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
        return self._cells.collect().sort("fact", maintain_order=True)

    def __getitem__(self, fact: str) -> tuple[Source, ...]:
        """The cells that gave the fact, in the order of the files."""
        first, last = (self._by_fact["fact"].search_sorted(fact, side) for side in ("left", "right"))
        if first == last:
            raise KeyError(fact)
        return tuple(Source(*place) for _, *place in self._by_fact.slice(first, last - first).rows())

    def __iter__(self) -> Iterator[str]:
        """The facts' ids, sorted."""
        return iter(self._by_fact["fact"].unique(maintain_order=True))

    def __len__(self) -> int:
        """The number of facts."""
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
    """The facts that the line items report, what became of each cell, and a Finding for whatever is wrong.

    Args:
        items: cells with the columns of `LINE_ITEM_COLUMNS`.
        rows: the mapping.
        project: what periods, units and tables mean.
        taxonomy: the concepts, and the order in which they are presented.
        footnotes: the footnotes by id.
        complete: whether nothing was wrong so far. Else a table without line items is no fault of its own.
    """
    findings: list[Finding] = []
    if complete:
        findings += find_empty_files(items, project)
    homes = find_homes(items, rows, findings)
    namespaces = _namespaces(project, taxonomy)
    reader = CellReader(project, taxonomy, _entity_name(project, namespaces), findings)
    cells = [reader.read(item, homes.get((item["file"], item["row"]))) for item in items.iter_rows(named=True)]
    if complete and not findings and not any(cell.disposition == FACT for cell in cells):
        findings.append(new_finding("lineItems.empty", "no cell of any table is a fact", Source("report.toml")))
    filed = _in_order(_share_facts(cells, findings), taxonomy)
    labels = printed_labels(rows, findings)
    findings += unpresented(rows, taxonomy)
    facts = facts_frame(
        {**cell.aspects, "id": cell.fact, "value": cell.value, "decimals": cell.decimals} for cell in filed
    )
    links, more = link_footnotes(cells, footnotes)
    findings += more
    notes = footnotes_frame(links, footnotes)
    report = Report(facts, namespaces, _entry_points(taxonomy), taxonomy.typed_domains, notes)
    return Mapped(report, _cells_frame(cells), labels, tuple(cells), tuple(rows)), findings


def check_figures(mapped: Mapped, project: Project, taxonomy: Taxonomy) -> tuple[Mapped, list[Finding]]:
    """Check the figures against each other, by rules, languages and totals; the cells then say what that gave.

    Nothing of it changes what is filed. Where cells could not be read, others would look wrong for want of them, so
    check only what was mapped without errors.
    """
    findings: list[Finding] = []
    cells = mapped.read
    filed = [cell for cell in cells if cell.filed is cell]
    check_rules(cells, filed, mapped.rows, project, taxonomy, findings)
    check_languages(cells, findings)
    check_totals(cells, filed, taxonomy, findings)
    return replace(mapped, cells=_cells_frame(cells)), findings


def _share_facts(cells: list[Cell], findings: list[Finding]) -> list[Cell]:
    """The cells whose prints are filed; every cell of a fact is told which, and how its own print stands to that."""
    groups: dict[tuple[str | None, ...], list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.disposition == FACT:
            groups[cell.key].append(cell)
    filed = []
    for group in groups.values():
        candidates = [cell for cell in group if not (cell.row and cell.row.check_only)]
        best = max(candidates, key=_precision, default=None)
        for cell in group:
            if best is None:
                message = f"no other row files {cell.aspects['concept']} for this period, unit and dimensions"
                findings.append(new_finding("mapping.nothingToCheck", message, cell.source))
                cell.disposition, cell.reason = EXCLUDED, NOT_REPORTED
            else:
                cell.filed, cell.agreement = best, _agreement(cell, best, findings)
        if best:
            filed.append(best)
    return filed


def _precision(cell: Cell) -> tuple[bool, int]:
    """More is more precise, and exact is most."""
    return cell.decimals is None, cell.decimals or 0


def _agreement(cell: Cell, best: Cell, findings: list[Finding]) -> str:
    """How the print stands to what is filed. Two that are equally precise must be equal."""
    if (cell.value, cell.decimals) == (best.value, best.decimals):
        return AS_FILED
    numbers = cell.is_number and best.is_number
    differ_in_precision = numbers and cell.decimals != best.decimals
    if differ_in_precision and cell.fact_interval.overlaps(best.fact_interval):
        return ROUNDED
    if differ_in_precision or (cell.row and cell.row.check_only):
        filed = f"{describe_filed(cell, best)} is filed as {best.aspects['concept']}"
        message = f"{cell.item['label']}: {cell.item['printed']} is printed, but {filed}"
        code = "release.printDiffers"
    else:
        message = f"{cell.aspects['concept']} is {describe(cell)} here but {describe(best)} there"
        code = "mapping.conflictingCells"
    hint = slip(cell.fact_interval, best.fact_interval) if numbers else None
    findings.append(new_finding(code, message, cell.source, hint=hint, related=(best.source,)))
    return DIFFERS


def _in_order(filed: list[Cell], taxonomy: Taxonomy) -> list[Cell]:
    """The filed cells in the order of presentation, each with the id of its fact."""
    order: dict[str | None, int] = {}
    for place, row in enumerate(taxonomy.presentation):
        order.setdefault(row.concept, place)
    filed = sorted(filed, key=lambda cell: order.get(cell.aspects["concept"], len(order)))
    for cell, name in zip(filed, distinct(map(_fact_name, filed)), strict=True):
        cell.fact = name
    return filed


def _fact_name(cell: Cell) -> str:
    aspects = cell.aspects
    context = context_name(aspects["period_start"], aspects["period_end"], aspects["dimensions"])
    return fact_name(str(aspects["concept"]), context, aspects.get("unit"), aspects.get("language"))


def _cells_frame(cells: Iterable[Cell]) -> pl.DataFrame:
    return pl.DataFrame([_cell_record(cell) for cell in cells], schema=CELL_COLUMNS)


def _cell_record(cell: Cell) -> dict[str, Any]:
    is_fact = cell.disposition == FACT
    return {
        **{name: cell.item[name] for name in _PLACE},
        "disposition": cell.disposition,
        "reason": cell.reason,
        "mapping_row": cell.row.source.row if cell.row else None,
        "fact": cell.filed.fact if is_fact and cell.filed else None,
        **{aspect: cell.aspects.get(aspect) if is_fact else None for aspect in ASPECTS},
        **_said(cell),
        "agreement": cell.agreement,
        "rule": cell.rule.text if cell.rule and cell.disposition != EXCLUDED else None,
        "computed": cell.computed,
        "possible": cell.possible,
        "holds": cell.holds,
    }


def _said(cell: Cell) -> dict[str, Any]:
    """What the cell says, as a fact or as a derived figure."""
    if cell.disposition == FACT:
        return {"value": cell.value, "decimals": cell.decimals}
    if cell.disposition == DERIVED and cell.printed is not None:
        return {"value": decimal_text(cell.printed), "decimals": cell.printed_decimals}
    return {}


def _entity_name(project: Project, namespaces: dict[str, str]) -> str:
    """The entity's identifier, with the prefix that stands for its scheme."""
    return f"{list(namespaces)[-1]}:{project.entity[1]}"


def _namespaces(project: Project, taxonomy: Taxonomy) -> dict[str, str]:
    """All prefixes; the last one is that of the entity's scheme."""
    namespaces = {**SPECIFICATION_PREFIXES, **project.prefixes, **taxonomy.namespaces}
    prefix = "entity"
    while prefix in namespaces:
        prefix += "_"
    return {**namespaces, prefix: project.entity[0]}


def _entry_points(taxonomy: Taxonomy) -> tuple[str, ...]:
    """An extension's schema lies beside the report; a base is where it is published."""
    return (taxonomy.entry_point if taxonomy.base else f"{taxonomy.namespace}/{taxonomy.entry_point}",)
