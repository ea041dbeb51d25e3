"""A statement as a table for people who work with figures: rows by presentation, columns by period, exact values."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

from exporter.documents.presentation import presentation_in
from exporter.errors import MisuseError
from exporter.findings.nearest import nearest
from exporter.report.languages import matching_language
from exporter.report.names import local_name
from exporter.report.presentation import PresentedRow, facts_by_concept, latest_first, presented_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from exporter.report.report import Report
    from exporter.taxonomy.model import Taxonomy

__all__ = ["Statement", "statement"]

#: Longer texts are cut where a notebook shows them, and larger numbers stay as they are written.
_MOST_CHARACTERS, _MOST_DIGITS = 300, 100
_BORDER = "border-top:1px solid"


@dataclass(frozen=True)
class Statement:
    """A statement, wide as in print. A notebook shows it as a table.

    Attributes:
        title: what its network is called.
        language: of its labels.
        periods: those of its columns, as in the ledger: `2024-01-01/2024-12-31`, `2024-12-31`; the latest first.
    """

    title: str
    language: str
    periods: tuple[str, ...]
    _rows: Sequence[PresentedRow] = field(repr=False)
    _cells: Sequence[Mapping[str, Mapping[str, Any]]] = field(repr=False)

    def to_pandas(self) -> pd.DataFrame:
        """Give the statement as a DataFrame, one row a line.

        Returns: the columns `depth`, by how many steps the label is indented; `kind`, which is item, total or section;
            `label`; `concept`, `unit` and `dimensions` as a Report has them; and one for each period. A figure is a
            Decimal, with its sign turned where the label is one for negated figures, as it is printed then. None is
            where there is no fact, and for nil.
        """
        import pandas as pd  # noqa: PLC0415 - pandas costs 0.3 s to import and only notebooks need it

        rows = []
        for row, cells in zip(self._rows, self._cells, strict=True):
            fact: Mapping[str, Any] = next(iter(cells.values()), {})
            head = row.depth, row.kind, row.label, *(fact.get(name) for name in ("concept", "unit", "dimensions"))
            rows.append((*head, *(_value(row, cells.get(period)) for period in self.periods)))
        names = ["depth", "kind", "label", "concept", "unit", "dimensions", *self.periods]
        return pd.DataFrame(rows, columns=names, dtype=object).astype({"depth": int})

    def _repr_html_(self) -> str:
        """Write the statement as a table for a notebook; figures have commas, and parentheses if they are negative."""
        units = {fact["unit"] for cells in self._cells for fact in cells.values()} - {None}
        unit = f" ({local_name(units.pop())})" if len(units) == 1 else ""
        heads = "".join(f'<th style="text-align:right">{escape(period)}</th>' for period in self.periods)
        lines = [
            f"<table><caption>{escape(self.title + unit)}</caption>",
            f"<thead><tr><th></th>{heads}</tr></thead><tbody>",
            *(self._line(row, cells) for row, cells in zip(self._rows, self._cells, strict=True)),
            "</tbody></table>",
        ]
        return "\n".join(lines)

    def _line(self, row: PresentedRow, cells: Mapping[str, Mapping[str, Any]]) -> str:
        style = f"text-align:left;padding-left:{0.5 + 1.2 * row.depth:.1f}em"
        weight = {"total": f";font-weight:bold;{_BORDER}", "section": ";font-style:italic"}.get(row.kind, "")
        parts = [f'<td style="{style}{weight}">{escape(row.label)}</td>']
        for period in self.periods:
            shown, side = _shown(row, cells.get(period))
            parts.append(f'<td style="text-align:{side}{weight}">{escape(shown)}</td>')
        return f"<tr>{''.join(parts)}</tr>"


def statement(report: Report, taxonomy: Taxonomy, name: str, language: str | None = None) -> Statement:
    """Lay out a statement of a report.

    Rows are the concepts that have facts, as the taxonomy presents them, and the headings above them; members, and
    whatever else tells facts apart, have rows of their own. In a statement of durations, what was there at their
    beginning or end stands in their columns. Of several facts about the same the most accurate one is shown.

    Args:
        report: its facts.
        taxonomy: whose presentation counts.
        name: of a network, such as `BalanceSheet`, or of the statement that it is a form of, `balance sheet`; capitals,
            blanks and hyphens do not matter.
        language: in which labels are, as far as there are any; by default the taxonomy's main one.

    Raises:
        MisuseError: the taxonomy has no such network, or no labels in the language.
    """
    language = taxonomy.languages[0] if language is None else language
    if matching_language(language, taxonomy.languages) is None:
        raise MisuseError(f"{taxonomy.name} has no labels in {language!r}, but in {', '.join(taxonomy.languages)}")
    presentation = presentation_in(taxonomy, language, {_network(taxonomy, name)})
    if not presentation.networks:
        raise MisuseError(f"the network {name!r} presents nothing")
    (network,) = presentation.networks
    facts = facts_by_concept(report, {row.concept for row in network.rows})
    for of_concept in facts.values():
        of_concept.sort(key=_accuracy, reverse=True)
    rows, cells = _with_cells(presented_rows(network, facts, presentation.labels, report))
    periods = sorted({period for of_row in cells for period in of_row}, key=latest_first, reverse=True)
    by_name = [{_words(period): fact for period, fact in of_row.items()} for of_row in cells]
    return Statement(network.title, language, tuple(map(_words, periods)), rows, by_name)


def _network(taxonomy: Taxonomy, name: str) -> str:
    """Find a network by its name, or by the statement that it is a form of; the taxonomy's own before its base's."""
    names: dict[str, str] = {}
    for each in (taxonomy, taxonomy.base):
        networks = each.networks.values() if each else ()
        for network in networks:
            names.setdefault(network.key, network.key)
        for network in networks:
            names.setdefault(network.statement or network.key, network.key)
    plain = {_plain(known): key for known, key in reversed(names.items())}
    if name in names or _plain(name) in plain:
        return names.get(name) or plain[_plain(name)]
    hint = nearest(name, names) or f"there are {', '.join(dict.fromkeys(names.values()))}"
    raise MisuseError(f"{taxonomy.name} presents nothing as {name!r}; {hint}")


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()


def _accuracy(fact: Mapping[str, Any]) -> tuple[int, int]:
    """Order facts by their accuracy; exact ones are the most accurate, and those of unknown accuracy the least."""
    if fact.get("unknown_accuracy"):
        return 0, 0
    return (2, 0) if fact["decimals"] is None else (1, fact["decimals"])


_Period = tuple[str, str]


def _with_cells(rows: Sequence[PresentedRow]) -> tuple[list[PresentedRow], list[dict[_Period, Mapping[str, Any]]]]:
    """Put each fact into the columns of its rows: instants into those of durations that begin or end there, if any.

    Returns: the rows in which something stands, and their headings; and the cells of each.
    """
    durations = [period for period in dict.fromkeys(period for row in rows for period in row.facts) if period[0]]
    cells = [dict(_placed(row, durations)) for row in rows]
    shown = {id(fact) for of_row in cells for fact in of_row.values()}
    for row, of_row in zip(rows, cells, strict=True):  # nothing is left out for want of a column
        for period, fact in row.facts.items():
            if id(fact) not in shown:
                of_row[period] = fact
                shown.add(id(fact))
    kept: list[int] = []
    for number in reversed(range(len(rows))):
        is_heading = rows[number].kind == "section" and bool(kept) and rows[kept[-1]].depth > rows[number].depth
        if cells[number] or is_heading:
            kept.append(number)
    return [rows[number] for number in reversed(kept)], [cells[number] for number in reversed(kept)]


def _placed(row: PresentedRow, durations: Sequence[_Period]) -> Iterator[tuple[_Period, Mapping[str, Any]]]:
    is_start = "eriodStart" in row.row.role
    for (start, end), fact in row.facts.items():
        if start or not durations:
            yield (start, end), fact
            continue
        for duration in durations:
            if end == (_day_before(duration[0]) if is_start else duration[1]):
                yield duration, fact


def _day_before(day: str) -> str:
    try:
        return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):  # a moment of a day, which no statement begins with
        return day


def _words(period: _Period) -> str:
    return "/".join(filter(None, period)) or "forever"


def _value(row: PresentedRow, fact: Mapping[str, Any] | None) -> Any:  # noqa: ANN401 - a Decimal, a text or None
    """Give what a cell says: of a fact with a unit its exact number, as its label has it printed."""
    if fact is None or fact["value"] is None or fact["unit"] is None:
        return None if fact is None else fact["value"]
    number = Decimal(fact["value"])
    return number.copy_negate() if row.row.role.startswith("negated") and number else number


def _shown(row: PresentedRow, fact: Mapping[str, Any] | None) -> tuple[str, str]:
    """Print what a cell says, and say to which side of its column it belongs."""
    value = _value(row, fact)
    if isinstance(value, Decimal):
        if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS:
            return str(value), "right"
        digits = f"{value.copy_abs():,f}"
        return f"({digits})" if value < 0 else digits, "right"
    if value is None:
        return "" if fact is None else "nil", "right"
    return value if len(value) <= _MOST_CHARACTERS else f"{value[:_MOST_CHARACTERS]}…", "left"
