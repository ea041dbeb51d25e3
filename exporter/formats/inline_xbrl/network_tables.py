"""Tables for a report that was not printed: one for each presentation network of its taxonomy, as a reader expects it.

Rows are those of `report.presentation`, and columns are periods.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.formats.inline_xbrl.page import CELL_COLUMNS, ROW_COLUMNS, Heading, PageTable
from exporter.report.names import local_name
from exporter.report.presentation import facts_by_concept, latest_first, presented_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from exporter.report.presentation import Presentation, PresentedRow
    from exporter.report.report import Report

__all__ = ["network_tables"]

#: A network with more columns is no table that anybody reads; its facts are listed.
_MOST_PERIODS = 24
#: A report with more facts is listed: nobody reads a document of this size.
_MOST_FACTS = 100_000
_TRANSFORMATION = "num-dot-decimal"


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
    facts = facts_by_concept(report, {row.concept for network in presentation.networks for row in network.rows})
    tables: list[PageTable] = []
    shown: set[str] = set()
    for network in presentation.networks:
        rows = presented_rows(network, facts, presentation.labels, report)
        new = {
            period
            for row in rows
            for period, fact in row.facts.items()
            if fact["id"] not in shown and (wanted is None or fact["id"] in wanted)
        }
        periods = sorted(
            new if wanted is not None else {period for row in rows for period in row.facts},
            key=latest_first,
            reverse=True,
        )
        rows = [row for row in rows if row.kind == "section" or any(period in row.facts for period in periods)]
        if 0 < len(periods) <= _MOST_PERIODS:
            units = {fact["unit"] for row in rows for fact in row.facts.values()} - {None}
            captions = (network.title, *map(local_name, units if len(units) == 1 else ()))
            tables.append(_table(f"network-{len(tables) + 1}", captions, rows, periods, shown))
    return tables, shown


def _table(
    name: str,
    captions: tuple[str, ...],
    rows: Sequence[PresentedRow],
    periods: Sequence[tuple[str, str]],
    shown: set[str],
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
