"""How a taxonomy presents facts: networks of concepts with labels, and the rows that a report has in one of them.

Rows are the concepts in the network's order. What else than periods tells facts apart, their dimensions for example,
makes rows of their own below the concept.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from exporter.report.names import expanded_name, local_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from exporter.report.report import Report

__all__ = [
    "Network",
    "NetworkRow",
    "Presentation",
    "PresentedRow",
    "facts_by_concept",
    "latest_first",
    "presented_rows",
]

#: What labels of headings have behind them in taxonomies, such as `[Abstract]`, and no print has.
_BRACKETED = re.compile(r"\s*\[[^\]]+\]$")
#: Aspects that the labels of rows name where they differ in a network.
_IN_LABELS = ("unit", "language", "entity")


class NetworkRow(NamedTuple):
    """A concept in a network.

    Attributes:
        concept: in Clark notation.
        depth: by how many steps it is indented.
        label: the preferred one.
        is_total: whether this is a label for totals.
        role: what the label is for, as the last part of its role says it: `periodStartLabel`; may be empty.
    """

    concept: str
    depth: int
    label: str
    is_total: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """A presentation network: what it shows, in words, and its rows in order."""

    title: str
    rows: tuple[NetworkRow, ...]


@dataclass(frozen=True, slots=True)
class Presentation:
    """How a taxonomy presents facts: its networks in order, and labels of concepts and members by Clark name."""

    networks: tuple[Network, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)


class PresentedRow(NamedTuple):
    """A row of a network with facts, or a heading above some.

    Attributes:
        kind: `item`, `total`, or `section` for a heading.
        label: with what tells its facts from others of the concept.
        depth: by how many steps it is indented.
        row: that of the network.
        facts: by their first and last day, either of which may be empty.
    """

    kind: str
    label: str
    depth: int
    row: NetworkRow
    facts: Mapping[tuple[str, str], Mapping[str, Any]] = {}


def facts_by_concept(report: Report, concepts: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """List the facts of some concepts, which are given in Clark notation, by concept."""
    names = {name: expanded_name(name, report.namespaces) for name in report.facts["concept"].unique()}
    wanted = [name for name, expanded in names.items() if expanded in concepts]
    facts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for fact in report.facts.filter(pl.col("concept").is_in(wanted)).iter_rows(named=True):
        facts[names[fact["concept"]]].append(fact)
    return facts


def presented_rows(
    network: Network,
    facts: Mapping[str, Sequence[Mapping[str, Any]]],
    labels: Mapping[str, str],
    report: Report,
) -> list[PresentedRow]:
    """List the rows of a network that have facts, and the headings above them.

    Facts that differ in more than their period have rows of their own, whose labels name what differs.

    Args:
        network: its rows in order.
        facts: those of the report, as `facts_by_concept` has them; of several about the same the first one counts.
        labels: of members, by Clark name.
        report: what prefixes mean.
    """
    found_facts = [fact for row in network.rows for fact in facts.get(row.concept, ())]
    named = [name for name in _IN_LABELS if len({fact[name] for fact in found_facts} - {None}) > 1]
    rows: list[PresentedRow] = []
    headings: list[PresentedRow] = []
    for each in network.rows:
        headings = [heading for heading in headings if heading.depth < each.depth]
        groups: dict[tuple[Any, ...], dict[tuple[str, str], Mapping[str, Any]]] = {}
        for fact in facts.get(each.concept, ()):
            key = fact["dimensions"] or "", *(fact[name] for name in _IN_LABELS)
            groups.setdefault(key, {}).setdefault((fact["period_start"] or "", fact["period_end"] or ""), fact)
        if not groups:
            headings.append(PresentedRow("section", _BRACKETED.sub("", each.label) or each.label, each.depth, each))
            continue
        rows += headings
        headings = []
        kind = "total" if each.is_total else "item"
        for (dimensions, *aspects), found in sorted(groups.items(), key=lambda group: str(group[0])):
            others = [text for name, text in zip(_IN_LABELS, aspects, strict=True) if name in named and text]
            parts = [*_members(dimensions, labels, report), *map(local_name, others)]
            label = f"{each.label} ({', '.join(parts)})" if parts else each.label
            rows.append(PresentedRow(kind, label, each.depth + bool(dimensions), each, found))
    return rows


def _members(dimensions: str, labels: Mapping[str, str], report: Report) -> Iterator[str]:
    """Name the members of a fact by their labels; of typed ones what they say."""
    for dimension, member in (json.loads(dimensions) if dimensions else {}).items():
        if ":" not in dimension:
            yield dimension  # content of a segment or scenario that is no dimension
        elif member is None or dimension in report.typed_domains:
            yield f"{local_name(dimension)}: {'nil' if member is None else member}"
        else:
            yield labels.get(expanded_name(member, report.namespaces), local_name(member))


def latest_first(period: tuple[str, str]) -> tuple[str, str]:
    """Give what periods are sorted by, in reverse."""
    start, end = period
    return end, start
