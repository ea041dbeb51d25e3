"""Finds for each line item its row of the mapping, and what the mapping leaves without a home."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.findings import Finding, Source, nearest, new_finding
from exporter.mapping import NO_LABEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.mapping import MappingRow
    from exporter.project import Project
    from exporter.taxonomy import Taxonomy

__all__ = ["find_empty_files", "find_homes", "printed_labels", "unpresented"]


def find_empty_files(items: pl.DataFrame, project: Project) -> Iterator[Finding]:
    """A finding for each file of the project that has no line items."""
    there = set(items["file"].unique())
    for table in project.tables.values():
        for file in table.files:
            if file.name not in there:
                yield new_finding("lineItems.empty", f"the table {table.name!r} has no line items", Source(file.name))


def find_homes(
    items: pl.DataFrame, rows: list[MappingRow], findings: list[Finding]
) -> dict[tuple[str, int], MappingRow]:
    """For each row of each file its mapping row. Rows without figures need none."""
    lines = items.group_by("table", "file", "language", "row", maintain_order=True).agg(
        pl.col("section", "label").first(), (pl.col("printed").str.strip_chars() != "").any().alias("has_figures")
    )
    homes: dict[tuple[str, int], MappingRow] = {}
    for file in lines.partition_by("file", maintain_order=True):
        candidates = file.to_dicts()
        by_label: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for line in candidates:
            by_label[line["label"]].append(line)
        for row in rows:
            if row.table.name == candidates[0]["table"]:
                _match(row, candidates[0]["file"], candidates[0]["language"], by_label, homes, findings)
        findings += _unmapped(candidates, rows, homes)
    return homes


def _match(
    row: MappingRow,
    file: str,
    language: str,
    by_label: dict[str, list[dict[str, Any]]],
    homes: dict[tuple[str, int], MappingRow],
    findings: list[Finding],
) -> None:
    label, section = row.labels[language], row.sections[language]
    if not label:
        return  # not printed in this language
    found = [line for line in by_label.get(label, []) if not section or line["section"] == section]
    figures = [line for line in found if line["has_figures"]] or found
    if not figures:
        sections = [line["section"] for line in by_label.get(label, [])]
        where = f" under {section!r}" if section else ""
        hint = nearest(section, sections) if sections else nearest(label, by_label)
        message = f"{file} has no line item {label!r}{where}"
        findings.append(new_finding("mapping.unmatchedRow", message, row.source, hint=hint))
    elif len(figures) > 1 and len({line["section"] for line in figures}) == 1:
        homes |= {(file, line["row"]): row for line in figures}  # a duplicate has its own finding
    elif len(figures) > 1:
        places = tuple(Source(file, line["row"]) for line in figures)
        message = f"{file} has {label!r} in {len(figures)} rows"
        hint = "name the section that it stands under"
        findings.append(new_finding("mapping.ambiguousLabel", message, row.source, hint=hint, related=places))
    else:
        twin = homes.setdefault((file, figures[0]["row"]), row)
        if twin is not row:
            message = f"{label!r} is already mapped"
            findings.append(new_finding("mapping.duplicateRow", message, row.source, related=(twin.source,)))


def _unmapped(
    lines: list[dict[str, Any]], rows: list[MappingRow], homes: dict[tuple[str, int], MappingRow]
) -> Iterator[Finding]:
    for line in lines:
        if line["has_figures"] and line["label"] and (line["file"], line["row"]) not in homes:
            known = [row.labels[line["language"]] for row in rows if row.table.name == line["table"]]
            hint = nearest(line["label"], known)
            hint = f"mapping.csv has a similar row; {hint}" if hint else "add a row for it to mapping.csv"
            source = Source(line["file"], line["row"], "A")
            message = f"the line item {line['label']!r} has no mapping row"
            yield new_finding("mapping.unmappedLineItem", message, source, hint=hint)


def printed_labels(rows: list[MappingRow], findings: list[Finding]) -> dict[tuple[str, str, str], str]:
    """The labels to file, by concept, label role and language, as the rows have them."""
    labels: dict[tuple[str, str, str], tuple[str, Source]] = {}
    for row in rows:
        if row.labelled is None or row.label_role == NO_LABEL:
            continue
        for language, text in row.labels.items():
            if not text:
                continue
            key = (row.labelled, row.label_role, language)
            other, place = labels.setdefault(key, (text, row.source))
            if other != text:
                message = f"{key[0]} is labelled both {other!r} and {text!r} as {key[1]} in {language}"
                hint = "file one of them under another label role, such as terseLabel or verboseLabel"
                finding = new_finding("mapping.conflictingLabels", message, row.source, hint=hint, related=(place,))
                findings.append(finding)
    return {key: text for key, (text, _) in labels.items()}


def unpresented(rows: list[MappingRow], taxonomy: Taxonomy) -> Iterator[Finding]:
    """Whatever is reported is presented, in the role of its label (EFM 6.12.03)."""
    presented = {(row.concept, row.label_role) for row in taxonomy.presentation}
    names = {row.concept for row in taxonomy.presentation}
    for row in rows:
        if row.concept and row.concept.name not in names:
            message = f"{row.concept.name} is not presented"
            yield new_finding("mapping.notPresented", message, row.source, hint="add a row to presentation.csv")
        elif row.labelled and row.label_role != NO_LABEL and (row.labelled, row.label_role) not in presented:
            roles = sorted(role for concept, role in presented if concept == row.labelled)
            hint = f"it is presented as {', '.join(roles)}" if roles else "add a row to presentation.csv"
            message = f"{row.labelled} is not presented with its {row.label_role}"
            yield new_finding("mapping.notPresented", message, row.source, hint=hint)
