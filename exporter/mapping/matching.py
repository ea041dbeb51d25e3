"""Finds for each line item its row of the mapping, and what on either side has no match."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.findings.findings import Finding, Source
from exporter.findings.nearest import nearest
from exporter.frames.columns import given, is_blank, row_numbers
from exporter.line_items import rules as line_items_rules
from exporter.line_items.sections import SECTION_SEPARATOR
from exporter.mapping import rules
from exporter.project.accounts import AccountCodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exporter.project.accounts import Accounts
    from exporter.project.mapping_csv import MappingRow
    from exporter.project.project import Project

__all__ = ["find_empty_files", "match_line_items"]

#: What a mapping row tells apart.
_PLACE = ("file", "section", "label", "has_figures")

#: So many line items and mapping rows get a hint at a similar one; to look for one costs time that grows with all.
_MOST_HINTS = 50
#: So many unmapped line items of a file are listed.
_MOST = 1_000


def find_empty_files(items: pl.DataFrame, project: Project) -> Iterator[Finding]:
    """Find the files of the project that have no line items."""
    names = items["file"].unique().to_list()
    for table in project.tables.values():
        for file in table.files:
            if not any(map(file.holds, names)):
                yield line_items_rules.LINE_ITEMS_EMPTY.finding(
                    f"the table {table.name!r} has no line items", Source(file.name)
                )


def match_line_items(items: pl.DataFrame, rows: Sequence[MappingRow], findings: list[Finding]) -> pl.DataFrame:
    """Match each line item with the mapping row that is for it.

    A mapping row is for all rows of a file that have its label, under its section if it names one; of those with and
    without figures it is for those with. Rows without figures need no mapping row.

    Returns: the line items with a further column, `mapping_index`: the index of their mapping row, or null.
    """
    items = items.with_columns(has_figures=~is_blank("printed") & given("exclude").is_null())
    # A row has figures if any of its cells has one; where every cell has one, nothing is left to find out.
    if not items["has_figures"].all():
        items = items.with_columns(pl.col("has_figures").any().over("table", "file", "row"))
    numbers, first_rows = row_numbers(items, ["table", "language", *_PLACE])
    counts = (
        pl.DataFrame({"number": numbers, "row": items["row"]}).group_by("number").agg(count=pl.col("row").n_unique())
    )
    all_places = items.select("table", "language", *_PLACE, "row")[first_rows].with_row_index("number")
    all_places = all_places.join(counts, on="number", maintain_order="left")
    indices: list[int | None] = [None] * all_places.height
    for table_places in all_places.partition_by("table", "language", maintain_order=True):
        files = [file.to_dicts() for file in table_places.partition_by("file", maintain_order=True)]
        for places, row_indices in zip(files, _match_files(files, rows, findings), strict=True):
            unmapped = [place for position, place in enumerate(places) if position not in row_indices]
            findings += _find_unmapped(unmapped, rows)
            for position, index in row_indices.items():
                indices[places[position]["number"]] = index
    mapping_index = pl.Series("mapping_index", indices, pl.Int64).gather(numbers)
    return items.with_columns(mapping_index).drop("has_figures")


def _match_files(
    files: list[list[dict[str, Any]]], rows: Sequence[MappingRow], findings: list[Finding]
) -> list[dict[int, int]]:
    """Match the places of a table's files in one language with mapping rows; each row has a match in one of them.

    Returns: for each file, the index of the mapping row for each place that has one, by the place's index.
    """
    labels = [_positions_by_label(places) for places in files]
    row_indices: list[dict[int, int]] = [{} for _ in files]
    table, language = files[0][0]["table"], files[0][0]["language"]
    codes: list[AccountCodes] = []
    unmatched = 0
    for index, row in enumerate(rows):
        if row.table.name != table or not (row.labels[language] or row.accounts):
            continue  # another table's, computed, or not printed in this language
        if row.accounts:
            codes = codes or [AccountCodes(place["label"] for place in places) for places in files]
            matches = _match_accounts(row, row.accounts, files, codes, findings)
        else:
            matches = [_match_row(row, places, labels[n], findings) for n, places in enumerate(files)]
        if not any(positions for positions in matches):
            if not row.accounts:
                findings.append(_unmatched_row(row, files, labels, with_hint=unmatched < _MOST_HINTS))
            unmatched += 1
        for n, positions in enumerate(matches):
            for position in positions if row.accounts else positions[: len(positions) == 1]:
                if row_indices[n].setdefault(position, index) != index:
                    message = f"{files[n][position]['label']!r} is already mapped"
                    earlier = rows[row_indices[n][position]]
                    related = (earlier.source, Source(files[n][position]["file"], files[n][position]["row"]))
                    findings.append(rules.MAPPING_DUPLICATE_ROW.finding(message, row.source, related=related))
    return row_indices


def _positions_by_label(places: list[dict[str, Any]]) -> dict[str, list[int]]:
    by_label: dict[str, list[int]] = defaultdict(list)
    for position, place in enumerate(places):
        by_label[_plain_label(place["label"])].append(position)
    return by_label


def _plain_label(label: str) -> str:
    """Write a label in Unicode's composed form with single blanks, since people do not see how blanks differ."""
    return " ".join(unicodedata.normalize("NFC", label).split())


def _match_row(
    row: MappingRow, places: list[dict[str, Any]], by_label: dict[str, list[int]], findings: list[Finding]
) -> list[int]:
    """Find the places of a file that the mapping row is for; that there are several is a finding.

    Returns: their indices.
    """
    file, language = places[0]["file"], places[0]["language"]
    section = row.sections[language]
    with_label = by_label.get(_plain_label(row.labels[language]), [])
    under_section = _under_section(section, with_label, places) if section else with_label
    matches = [position for position in under_section if places[position]["has_figures"]] or under_section
    if len(matches) > 1:
        related = tuple(Source(file, places[position]["row"]) for position in matches)
        label = places[matches[0]]["label"]
        message = f"{file} has {label!r} in {sum(places[position]['count'] for position in matches)} rows"
        sections = dict.fromkeys(places[position]["section"] for position in matches)
        hint = f"name the section that it stands under: {', '.join(map(repr, sections))}"
        findings.append(rules.MAPPING_AMBIGUOUS_LABEL.finding(message, row.source, hint=hint, related=related))
    return matches


def _match_accounts(
    row: MappingRow,
    accounts: Accounts,
    files: list[list[dict[str, Any]]],
    codes: list[AccountCodes],
    findings: list[Finding],
) -> list[list[int]]:
    """Find the places of each file whose accounts the mapping row names; an account that no file has is a finding."""
    language = files[0][0]["language"]
    section = row.sections[language]
    matches, missing = [], []
    for places, of_file in zip(files, codes, strict=True):
        positions, not_there = of_file.find(accounts)
        missing.append(not_there)
        positions = [position for position in positions if places[position]["has_figures"]]
        matches.append(_under_section(section, positions, places) if section else positions)
    for account in [part for part in missing[0] if all(part in others for others in missing)]:
        names = " or ".join(places[0]["file"] for places in files)
        message = f"{names} has no account {account}"
        findings.append(rules.MAPPING_UNMATCHED_ROW.finding(message, row.source))
    return matches


def _under_section(section: str, positions: list[int], places: list[dict[str, Any]]) -> list[int]:
    """Select the places under a section; where its name has that of the section around it, either may be left out."""
    names = {position: _plain_label(places[position]["section"]) for position in positions}
    wanted = _plain_label(section)
    innermost = wanted.rpartition(SECTION_SEPARATOR)[2]
    exact = [position for position, name in names.items() if name == wanted]
    return exact or [
        position
        for position, name in names.items()
        if name == innermost or name.rpartition(SECTION_SEPARATOR)[2] == wanted
    ]


def _unmatched_row(
    row: MappingRow, files: list[list[dict[str, Any]]], labels: list[dict[str, list[int]]], *, with_hint: bool
) -> Finding:
    language = files[0][0]["language"]
    label, section = row.labels[language], row.sections[language]
    sections = [
        places[position]["section"]
        for places, by_label in zip(files, labels, strict=True)
        for position in by_label.get(_plain_label(label), [])
    ]
    where = f" under {section!r}" if section else ""
    hint = None
    if with_hint:
        hint = nearest(section, sections) if sections else nearest(label, (name for names in labels for name in names))
    names = " or ".join(places[0]["file"] for places in files)
    return rules.MAPPING_UNMATCHED_ROW.finding(f"{names} has no line item {label!r}{where}", row.source, hint=hint)


def _find_unmapped(places: list[dict[str, Any]], rows: Sequence[MappingRow]) -> Iterator[Finding]:
    """Find the line items of a file that have figures and no mapping row."""
    unmapped = [place for place in places if place["has_figures"] and place["label"]]
    for number, place in enumerate(unmapped[:_MOST]):
        hint = None
        if number < _MOST_HINTS:
            table, language = place["table"], place["language"]
            hint = nearest(place["label"], (row.labels[language] for row in rows if row.table.name == table))
        hint = f"mapping.csv has a similar row; {hint}" if hint else _ADD_ROW
        yield rules.MAPPING_UNMAPPED_LINE_ITEM.finding(_unmapped(place), _source_of(place), hint=hint)
    if unmapped[_MOST:]:
        place, count = unmapped[_MOST], len(unmapped) - _MOST - 1
        code = rules.MAPPING_UNMAPPED_LINE_ITEM.code
        message = f"here and for {count:,} further line items the same ({code}): {_unmapped(place)}"
        yield line_items_rules.LINE_ITEMS_MORE.finding(message, _source_of(place), hint=_ADD_ROW)


_ADD_ROW = "add a row for it to mapping.csv"


def _unmapped(place: dict[str, Any]) -> str:
    count_text = f", in {place['count']:,} rows" if place["count"] > 1 else ""
    return f"the line item {place['label']!r} has no mapping row{count_text}"


def _source_of(place: dict[str, Any]) -> Source:
    return Source(place["file"], place["row"], "A")
