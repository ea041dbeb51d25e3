"""Finds for each line item its row of the mapping, and what on either side has no match."""

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
    """Find the files of the project that have no line items."""
    names = items["file"].unique().to_list()
    for table in project.tables.values():
        for file in table.files:
            if not any(name == file.name or name.startswith(f"{file.name}!") for name in names):
                yield line_items_rules.LINE_ITEMS_EMPTY.finding(
                    f"the table {table.name!r} has no line items", Source(file.name)
                )


def match_line_items(items: pl.DataFrame, rows: Sequence[MappingRow], findings: list[Finding]) -> pl.DataFrame:
    """Match each line item with the mapping row that is for it.

    A mapping row is for all rows of a file that have its label, under its section if it names one; of those with and
    without figures it is for those with. Rows without figures need no mapping row.

    Returns: the line items with a further column, `mapping_index`: the index of their mapping row, or null.
    """
    items = items.with_columns(has_figures=stripped(pl.col("printed")) != "")
    # A row has figures if any of its cells has one; where every cell has one, nothing is left to find out.
    if not items["has_figures"].all():
        items = items.with_columns(pl.col("has_figures").any().over("file", "row"))
    all_places = items.group_by("table", "language", *_PLACE, maintain_order=True).agg(
        pl.col("row").first(), count=pl.col("row").n_unique()
    )
    matches: list[tuple[Any, ...]] = []
    for file in all_places.partition_by("file", maintain_order=True):
        places = file.to_dicts()
        row_indices = _match_file(places, rows, findings)
        unmapped = [place for position, place in enumerate(places) if position not in row_indices]
        findings += _find_unmapped(unmapped, rows)
        matches += [(*(places[position][name] for name in _PLACE), index) for position, index in row_indices.items()]
    schema = pl.Schema({**{name: items.schema[name] for name in _PLACE}, "mapping_index": pl.Int64()})
    mapping_indices = pl.DataFrame(matches, schema=schema, orient="row")
    return items.join(mapping_indices, on=list(_PLACE), how="left", maintain_order="left").drop("has_figures")


def _match_file(places: list[dict[str, Any]], rows: Sequence[MappingRow], findings: list[Finding]) -> dict[int, int]:
    """Match the places of a file with mapping rows.

    Returns: the index of the mapping row for each place that has one, by the place's index.
    """
    by_label: dict[str, list[int]] = defaultdict(list)
    for position, place in enumerate(places):
        by_label[place["label"]].append(position)
    row_indices: dict[int, int] = {}
    for index, row in enumerate(rows):
        if row.table.name == places[0]["table"]:
            match = _match_row(row, places, by_label, findings)
            if match is not None and row_indices.setdefault(match, index) != index:
                message = f"{places[match]['label']!r} is already mapped"
                earlier = rows[row_indices[match]]
                findings.append(rules.MAPPING_DUPLICATE_ROW.finding(message, row.source, related=(earlier.source,)))
    return row_indices


def _match_row(
    row: MappingRow, places: list[dict[str, Any]], by_label: dict[str, list[int]], findings: list[Finding]
) -> int | None:
    """Find the place that the mapping row is for.

    Returns: its index; None if there is none, or not just one.
    """
    file, language = places[0]["file"], places[0]["language"]
    label, section = row.labels[language], row.sections[language]
    if not label:
        return None  # not printed in this language
    with_label = by_label.get(label, [])
    under_section = [position for position in with_label if not section or places[position]["section"] == section]
    matches = [position for position in under_section if places[position]["has_figures"]] or under_section
    if not matches:
        sections = [places[position]["section"] for position in with_label]
        where = f" under {section!r}" if section else ""
        hint = nearest(section, sections) if sections else nearest(label, by_label)
        message = f"{file} has no line item {label!r}{where}"
        findings.append(rules.MAPPING_UNMATCHED_ROW.finding(message, row.source, hint=hint))
    elif len(matches) > 1:
        related = tuple(Source(file, places[position]["row"]) for position in matches)
        message = f"{file} has {label!r} in {sum(places[position]['count'] for position in matches)} rows"
        hint = "name the section that it stands under"
        findings.append(rules.MAPPING_AMBIGUOUS_LABEL.finding(message, row.source, hint=hint, related=related))
    return matches[0] if len(matches) == 1 else None


def _find_unmapped(places: list[dict[str, Any]], rows: Sequence[MappingRow]) -> Iterator[Finding]:
    for place in places:
        if place["has_figures"] and place["label"]:
            known_labels = [row.labels[place["language"]] for row in rows if row.table.name == place["table"]]
            hint = nearest(place["label"], known_labels)
            hint = f"mapping.csv has a similar row; {hint}" if hint else "add a row for it to mapping.csv"
            count_text = f", in {place['count']:,} rows" if place["count"] > 1 else ""
            message = f"the line item {place['label']!r} has no mapping row{count_text}"
            source = Source(place["file"], place["row"], "A")
            yield rules.MAPPING_UNMAPPED_LINE_ITEM.finding(message, source, hint=hint)
