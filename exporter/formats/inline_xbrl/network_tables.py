"""Tables for a report that was not printed: one for each presentation network of its taxonomy, as a reader expects it.

Rows are the concepts in the network's order, and columns are periods. What else tells facts apart, their dimensions for
example, makes rows of their own below the concept.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from exporter.formats.inline_xbrl.page import CELL_COLUMNS, ROW_COLUMNS, Heading, PageTable
from exporter.report.names import expanded_name, local_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from exporter.report.report import Report

__all__ = ["Network", "NetworkRow", "Presentation", "network_tables"]

#: A network with more columns is no table that anybody reads; its facts are listed.
_MOST_PERIODS = 24
#: A report with more facts is listed: nobody reads a document of this size.
_MOST_FACTS = 100_000
#: Aspects that the labels of rows name where they differ in a table.
_IN_LABELS = ("unit", "language", "entity")
#: What labels of headings have behind them in taxonomies, such as `[Abstract]`, and no print has.
_BRACKETED = re.compile(r"\s*\[[^\]]+\]$")
_TRANSFORMATION = "num-dot-decimal"


class NetworkRow(NamedTuple):
    """A concept in a network.

    Attributes:
        concept: in Clark notation.
        depth: by how many steps it is indented.
        label: the preferred one.
        is_total: whether this is a label for totals.
    """

    concept: str
    depth: int
    label: str
    is_total: bool = False


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


class _Row(NamedTuple):
    """A row of a table: as `ROW_COLUMNS` has it, with the facts by period."""

    kind: str
    label: str
    depth: int
    facts: Mapping[tuple[str, str], Mapping[str, Any]] = {}


def network_tables(
    report: Report, presentation: Presentation, wanted: Collection[str] | None = None
) -> tuple[list[PageTable], set[str]]:
    """Lay out the facts of a report in a table for each network that has some.

    A fact is tagged where it is shown first. Facts in no network, of networks with too many periods, and second facts
    about the same are not shown here.

    Args:
        report: the facts.
        presentation: the networks, in order.
        wanted: ids of the facts that are to be shown; None for all. Of networks and periods without one nothing is
            shown, and where there is one so are the others.

    Returns: the tables, and the ids of the facts that they tag.
    """
    if not presentation.networks or report.facts.height > _MOST_FACTS:
        return [], set()
    facts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for fact in report.facts.iter_rows(named=True):
        facts[expanded_name(fact["concept"], report.namespaces)].append(fact)
    tables: list[PageTable] = []
    shown: set[str] = set()
    for network in presentation.networks:
        found = [fact for row in network.rows for fact in facts.get(row.concept, ())]
        aspects = {name: {fact[name] for fact in found} - {None} for name in _IN_LABELS}
        rows = _rows(network, facts, presentation.labels, report, [name for name in aspects if len(aspects[name]) > 1])
        new = {
            period
            for row in rows
            for period, fact in row.facts.items()
            if fact["id"] not in shown and (wanted is None or fact["id"] in wanted)
        }
        periods = sorted(
            new if wanted is not None else {period for row in rows for period in row.facts},
            key=_latest_first,
            reverse=True,
        )
        rows = [row for row in rows if row.kind == "section" or any(period in row.facts for period in periods)]
        if 0 < len(periods) <= _MOST_PERIODS:
            units = aspects["unit"] if len(aspects["unit"]) == 1 else ()
            captions = (network.title, *map(local_name, units))
            tables.append(_table(f"network-{len(tables) + 1}", captions, rows, periods, shown))
    return tables, shown


def _latest_first(period: tuple[str, str]) -> tuple[str, str]:
    start, end = period
    return end, start


def _rows(
    network: Network,
    facts: Mapping[str, Sequence[Mapping[str, Any]]],
    labels: Mapping[str, str],
    report: Report,
    named: Sequence[str],
) -> list[_Row]:
    """List the rows of a network that have facts, and the headings above them; labels name these aspects, too."""
    rows: list[_Row] = []
    headings: list[_Row] = []
    for each in network.rows:
        headings = [heading for heading in headings if heading.depth < each.depth]
        groups: dict[tuple[Any, ...], dict[tuple[str, str], Mapping[str, Any]]] = {}
        for fact in facts.get(each.concept, ()):
            key = fact["dimensions"] or "", *(fact[name] for name in _IN_LABELS)
            groups.setdefault(key, {}).setdefault((fact["period_start"] or "", fact["period_end"] or ""), fact)
        if not groups:
            headings.append(_Row("section", _BRACKETED.sub("", each.label) or each.label, each.depth))
            continue
        rows += headings
        headings = []
        kind = "total" if each.is_total else "item"
        for (dimensions, *aspects), found in sorted(groups.items(), key=lambda group: str(group[0])):
            others = [text for name, text in zip(_IN_LABELS, aspects, strict=True) if name in named and text]
            parts = [*_members(dimensions, labels, report), *map(local_name, others)]
            label = f"{each.label} ({', '.join(parts)})" if parts else each.label
            rows.append(_Row(kind, label, each.depth + bool(dimensions), found))
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


def _table(
    name: str, captions: tuple[str, ...], rows: Sequence[_Row], periods: Sequence[tuple[str, str]], shown: set[str]
) -> PageTable:
    """Lay out a table; the facts that it tags are added to those that are shown."""
    cells = []
    for number, row in enumerate(rows, 1):
        for period in periods if row.kind != "section" else ():
            fact = row.facts.get(period)
            cells.append({"row": number, **(_EMPTY if fact is None else _cell(fact, is_first=fact["id"] not in shown))})
            shown |= {fact["id"]} if fact is not None else set()
    least = min((row.depth for row in rows), default=0)
    lines = [(number, row.kind, row.label, row.depth - least) for number, row in enumerate(rows, 1)]
    headings = (Heading(""), *(Heading(_words(period)) for period in periods))
    return PageTable(
        name,
        captions,
        (headings,),
        pl.DataFrame(lines, schema=ROW_COLUMNS, orient="row"),
        pl.DataFrame(cells, schema=CELL_COLUMNS),
    )


#: A cell that has no fact.
_EMPTY: Mapping[str, Any] = {"before": "", "shown": "", "after": "", "nil": False, "negative": False}


def _cell(fact: Mapping[str, Any], *, is_first: bool) -> dict[str, Any]:
    """Print a fact, which is tagged where it is shown first; a number has commas, and parentheses if it is negative."""
    value = fact["value"]
    cell = {**_EMPTY, "shown": value or "", "nil": value is None}
    if fact["unit"] is not None and value is not None:
        number = Decimal(value)
        is_negative = number.is_signed() and not number.is_zero()
        before, after = ("(", ")") if is_negative else ("", "")
        cell |= {"shown": f"{number.copy_abs():,f}", "before": before, "after": after, "negative": is_negative}
        cell |= {"decimals": fact["decimals"], "format": _TRANSFORMATION}
    if not is_first:
        return {**cell, "decimals": None, "format": None, "nil": False, "negative": False}
    kind = "text" if fact["unit"] is None else "number"
    return {**cell, "kind": kind, "fact": fact["id"], "element": fact["id"]}


def _words(period: tuple[str, str]) -> str:
    return " – ".join(filter(None, period))
