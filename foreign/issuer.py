"""A made-up report against an extension that an issuer has published: its figures, and the project that holds them.

What is reported is chosen by the extension's own networks, so that the harness knows no concept of anybody's.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections import defaultdict
from typing import TYPE_CHECKING

from exporter.dts.catalog import parse_description

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from exporter.taxonomy.concepts import CalculationArc, Concept
    from exporter.taxonomy.model import Taxonomy

__all__ = ["entry_points", "figures", "over_another_year", "write_project"]

#: Texts to replace in a copy of the extension, so that it stands over the base that is at hand: the year, what has been
#: https since, and labels in a language that is not there.
_REPLACED = (
    ("http://xbrl.ifrs.org/taxonomy/2021-03-24", "https://xbrl.ifrs.org/taxonomy/2022-03-24"),
    ("2021-03-24", "2022-03-24"),
    ("http://www.esma.europa.eu/xbrl/role/cor/", "https://www.esma.europa.eu/xbrl/role/cor/"),
    ("http://www.esma.europa.eu/taxonomy/ext/technical.xsd", "https://www.esma.europa.eu/taxonomy/ext/technical.xsd"),
    (
        '"http://www.esma.europa.eu/taxonomy/2022-03-24/esef_cor"',
        '"https://www.esma.europa.eu/taxonomy/2022-03-24/esef_cor"',
    ),
    ("esef_cor-lab-de.xml", "esef_cor-lab-en.xml"),
)
_MONEY = "monetaryItemType"
_REPORT = """\
name = "issuer-2022"
language = "en"
taxonomy = {{ packages = ["packages/extension"], entry_point = {entry_point} }}

[entity]
scheme = "http://standards.iso.org/iso/17442"
identifier = "529900T8BM49AURSDO55"

[units]
EUR = "iso4217:EUR"

[periods]
year = {{ start = 2022-01-01, end = 2022-12-31 }}
end = {{ instant = 2022-12-31 }}

[tables.figures]
layout = "list"
scale = 6
decimals = -6

[[tables.figures.files]]
file = "figures.csv"
language = "en"
title = "Figures"
"""


def over_another_year(package: Path, copy: Path) -> None:
    """Copy an unpacked package, with another year's base in place of the one that it names."""
    shutil.copytree(package, copy)
    for file in (path for path in copy.rglob("*") if path.is_file()):
        text = file.read_text(encoding="utf-8-sig")
        for old, new in _REPLACED:
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")


def entry_points(package: Path) -> list[str]:
    """List the entry points of an unpacked package."""
    descriptions = [*package.glob("META-INF/taxonomyPackage.xml"), *package.glob("*/META-INF/taxonomyPackage.xml")]
    return [
        element.get("href", "")
        for description in descriptions
        for element in parse_description(description).getroot().iter("{*}entryPointDocument")
    ]


def figures(taxonomy: Taxonomy) -> dict[tuple[str, str | None, str | None], int]:
    """Make up figures, in millions, for the amounts that a taxonomy presents.

    Totals are what their parts add up to; one to which two networks give different parts is left out, and so is what it
    is part of.

    Returns: by the concept, and an axis and a member of it where there is one.
    """
    concepts, arcs = taxonomy.all_concepts, _parts(taxonomy.calculation)
    amounts = [
        name for name in dict.fromkeys(row.concept for row in taxonomy.presentation) if _is_amount(concepts, name)
    ]
    leaves = {name: 10 + 7 * number for number, name in enumerate(amounts) if name not in arcs}
    values: dict[str, int | None] = {}
    totals = {name: _value(name, arcs, leaves, values, ()) for name in amounts}
    made: dict[tuple[str, str | None, str | None], int]
    made = {(name, None, None): value for name, value in totals.items() if value is not None}
    for name, axis, member in _broken_down(taxonomy):
        if name in leaves and (name, None, None) in made:
            made[name, axis, member] = leaves[name] + 1
    return made


def _is_amount(concepts: Mapping[str, Concept], name: str) -> bool:
    concept = concepts.get(name)
    return concept is not None and not concept.abstract and concept.type.rpartition(":")[2] == _MONEY


def _parts(calculation: Iterable[CalculationArc]) -> dict[str, list[dict[str, int]]]:
    """Give for each total what it consists of with which weights, in each network that says so."""
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for arc in calculation:
        found[arc.total][arc.network][arc.concept] = int(arc.weight)
    return {total: list(networks.values()) for total, networks in found.items()}


def _value(
    name: str,
    arcs: Mapping[str, list[dict[str, int]]],
    leaves: Mapping[str, int],
    values: dict[str, int | None],
    path: tuple[str, ...],
) -> int | None:
    """Add a concept up; None where it cannot be."""
    if name not in arcs or name in path:
        return leaves.get(name) if name not in path else None
    if name not in values:
        sums = set()
        for parts in arcs[name]:
            terms = [(weight, _value(part, arcs, leaves, values, (*path, name))) for part, weight in parts.items()]
            whole = all(value is not None for _, value in terms)
            sums.add(sum(weight * (value or 0) for weight, value in terms) if whole else None)
        values[name] = sums.pop() if len(sums) == 1 else None
    return values[name]


def _broken_down(taxonomy: Taxonomy) -> Iterator[tuple[str, str, str]]:
    """Yield the concepts that an outline breaks down, each with the first member of its axis that is no default."""
    outlines: dict[str, list[str]] = defaultdict(list)
    for row in taxonomy.presentation:
        outlines[row.network].append(row.concept)
    types = {name: concept.type.rpartition(":")[2] for name, concept in taxonomy.all_concepts.items()}
    for names in outlines.values():
        axes = [name for name in names if types.get(name) == "dimensionItem"]
        members = [name for name in names if types.get(name) == "domainItemType"]
        if len(axes) == 1 and len(members) > 1:
            yield from ((name, axes[0], members[-1]) for name in names if _is_amount(taxonomy.all_concepts, name))


def write_project(folder: Path, taxonomy: Taxonomy, entry_point: str) -> None:
    """Write the project that files the figures, into the folder in which the extension lies."""
    made = figures(taxonomy)
    axes = list(dict.fromkeys(axis for _, axis, _ in made if axis))
    rows = [["label", "printed", "period", "unit", *axes]]
    for (name, axis, member), value in made.items():
        period = "end" if taxonomy.all_concepts[name].period == "instant" else "year"
        rows.append([name, str(value), period, "EUR", *(member or "" if each == axis else "" for each in axes)])
    mapping = [["table", "label", "concept", "sign"]]
    mapping += [["figures", name, name, "as printed"] for name in dict.fromkeys(name for name, _, _ in made)]
    (folder / "report.toml").write_text(_REPORT.format(entry_point=json.dumps(entry_point)), encoding="utf-8")
    for file, table in (("figures.csv", rows), ("mapping.csv", mapping)):
        with (folder / file).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(table)
