"""Finds for each line item its row of the mapping, and what the mapping leaves without a home."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.findings.findings import Finding, Source
from exporter.findings.nearest import nearest
from exporter.frames.columns import stripped
from exporter.line_items import rules as line_items_rules
from exporter.mapping import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exporter.project.mapping_csv import MappingRow
    from exporter.project.project import Project

__all__ = ["find_empty_files", "match_line_items"]

#: What a mapping row tells apart.
_PLACE = ("file", "section", "label", "has_figures")


def find_empty_files(items: pl.DataFrame, project: Project) -> Iterator[Finding]:
    """A finding for each file of the project that has no line items."""
    names = items["file"].unique().to_list()
    for table in project.tables.values():
        for file in table.files:
            if not any(name == file.name or name.startswith(f"{file.name}!") for name in names):
                yield line_items_rules.LINE_ITEMS_EMPTY.finding(
                    f"the table {table.name!r} has no line items", Source(file.name)
                )


def match_line_items(items: pl.DataFrame, rows: Sequence[MappingRow], findings: list[Finding]) -> pl.DataFrame:
    """The line items with a further column, `mapping`: the index of the mapping row that is for them, or null.

    A mapping row is for all rows of a file that have its label, under its section if it names one; of those with and
    without figures it is for those with. Rows without figures need no mapping row.
    """
    items = items.with_columns(has_figures=stripped(pl.col("printed")) != "")
    if not items["has_figures"].all():
        items = items.with_columns(pl.col("has_figures").any().over("file", "row"))
    found = items.group_by("table", "language", *_PLACE, maintain_order=True).agg(
        pl.col("row").first(), count=pl.col("row").n_unique()
    )
    homes: list[tuple[Any, ...]] = []
    for file in found.partition_by("file", maintain_order=True):
        places = file.to_dicts()
        mapped = _match_file(places, rows, findings)
        findings += _unmapped([place for at, place in enumerate(places) if at not in mapped], rows)
        homes += [(*(places[at][name] for name in _PLACE), row) for at, row in mapped.items()]
    schema = pl.Schema({**{name: items.schema[name] for name in _PLACE}, "mapping_index": pl.Int64()})
    known = pl.DataFrame(homes, schema=schema, orient="row")
    return items.join(known, on=list(_PLACE), how="left", maintain_order="left").drop("has_figures")


def _match_file(places: list[dict[str, Any]], rows: Sequence[MappingRow], findings: list[Finding]) -> dict[int, int]:
    """For each place of a file, by its index, the index of its mapping row."""
    by_label: dict[str, list[int]] = defaultdict(list)
    for at, place in enumerate(places):
        by_label[place["label"]].append(at)
    mapped: dict[int, int] = {}
    for index, row in enumerate(rows):
        if row.table.name == places[0]["table"]:
            found = _match(row, places, by_label, findings)
            if found is not None and mapped.setdefault(found, index) != index:
                message = f"{places[found]['label']!r} is already mapped"
                twin = rows[mapped[found]]
                findings.append(rules.MAPPING_DUPLICATE_ROW.finding(message, row.source, related=(twin.source,)))
    return mapped


def _match(
    row: MappingRow, places: list[dict[str, Any]], by_label: dict[str, list[int]], findings: list[Finding]
) -> int | None:
    """The place that the mapping row is for, by its index; None if there is none, or not just one."""
    file, language = places[0]["file"], places[0]["language"]
    label, section = row.labels[language], row.sections[language]
    if not label:
        return None  # not printed in this language
    labelled = by_label.get(label, [])
    found = [at for at in labelled if not section or places[at]["section"] == section]
    meant = [at for at in found if places[at]["has_figures"]] or found
    if not meant:
        sections = [places[at]["section"] for at in labelled]
        where = f" under {section!r}" if section else ""
        hint = nearest(section, sections) if sections else nearest(label, by_label)
        message = f"{file} has no line item {label!r}{where}"
        findings.append(rules.MAPPING_UNMATCHED_ROW.finding(message, row.source, hint=hint))
    elif len(meant) > 1:
        related = tuple(Source(file, places[at]["row"]) for at in meant)
        message = f"{file} has {label!r} in {sum(places[at]['count'] for at in meant)} rows"
        hint = "name the section that it stands under"
        findings.append(rules.MAPPING_AMBIGUOUS_LABEL.finding(message, row.source, hint=hint, related=related))
    return meant[0] if len(meant) == 1 else None


def _unmapped(places: list[dict[str, Any]], rows: Sequence[MappingRow]) -> Iterator[Finding]:
    for place in places:
        if place["has_figures"] and place["label"]:
            known = [row.labels[place["language"]] for row in rows if row.table.name == place["table"]]
            hint = nearest(place["label"], known)
            hint = f"mapping.csv has a similar row; {hint}" if hint else "add a row for it to mapping.csv"
            many = f", in {place['count']:,} rows" if place["count"] > 1 else ""
            message = f"the line item {place['label']!r} has no mapping row{many}"
            source = Source(place["file"], place["row"], "A")
            yield rules.MAPPING_UNMAPPED_LINE_ITEM.finding(message, source, hint=hint)
