"""Calculation arcs as tables: which concepts add to which totals, with which weights."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from exporter.frames.fixed_point import MOST_PLACES
from exporter.prints.numbers import scaled, shortest_text
from exporter.validation.judge import CALCULATIONS, NEWER_TOTALS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter.taxonomy.concepts import CalculationArc
    from exporter.taxonomy.model import Taxonomy

__all__ = ["Arcs", "Sums"]

#: So many parts that are not reported are named.
_NAMED = 3
#: Weights beyond this leave no room for numbers in a column.
_LARGEST_WEIGHT = 10**12


@dataclass(frozen=True)
class Arcs:
    """The arcs of some networks. What adds to one total in one network, by arcs of one arcrole, is a sum.

    Attributes:
        sums: the number of each `sum`, its `network` and `total`.
        parts: the `concept` that adds to each `sum`, with its `weight` as a whole number, see `places`.
        weights: the concepts that add to each sum, with their weights, exactly.
        places: the whole numbers are weights times ten to the power of this.
        odd: the sums with weights that are no such whole numbers; they have no `parts`.
    """

    sums: pl.DataFrame
    parts: pl.DataFrame
    weights: tuple[tuple[tuple[str, int | Decimal], ...], ...]
    places: int
    odd: frozenset[int]

    @classmethod
    def of(cls, arcs: Iterable[CalculationArc]) -> Arcs:
        """Put arcs into tables."""
        parts: dict[tuple[bool, str, str], list[tuple[str, int | Decimal]]] = defaultdict(list)
        for arc in arcs:
            parts[arc.is_older, arc.network, arc.total].append((arc.concept, arc.weight))
        # What arcs of both arcroles say alike is one sum.
        sums = list(dict.fromkeys((network, total, tuple(added)) for (_, network, total), added in parts.items()))
        needed = {weight: _places(weight) for _, _, added in sums for _, weight in added}
        places = max((count for count in needed.values() if count is not None), default=0)
        odd = {
            number for number, (_, _, added) in enumerate(sums) if any(needed[weight] is None for _, weight in added)
        }
        rows = [
            (number, concept, int(scaled(Decimal(weight), places)))
            for number, (_, _, added) in enumerate(sums)
            if number not in odd
            for concept, weight in added
        ]
        return cls(
            pl.DataFrame(
                [(number, network, total) for number, (network, total, _) in enumerate(sums)],
                schema={"sum": pl.UInt32, "network": pl.String, "total": pl.String},
                orient="row",
            ),
            pl.DataFrame(rows, schema={"sum": pl.UInt32, "concept": pl.String, "weight": pl.Int128}, orient="row"),
            tuple(added for _, _, added in sums),
            places,
            frozenset(odd),
        )

    @property
    def largest_weight(self) -> int:
        """The largest of the whole numbers, whatever its sign; 1 at least."""
        return max((abs(int(weight)) for weight in self.parts["weight"].unique()), default=1)

    @cached_property
    def concepts(self) -> pl.DataFrame:
        """Each `concept` that is a total or adds to one."""
        names = {concept for parts in self.weights for concept, _ in parts}
        return pl.DataFrame({"concept": sorted(names.union(self.sums["total"]))}, schema={"concept": pl.String})

    @cached_property
    def members(self) -> pl.DataFrame:
        """Each `sum` with each `concept` that adds to it."""
        rows = [(number, concept) for number, parts in enumerate(self.weights) for concept, _ in parts]
        return pl.DataFrame(rows, schema={"sum": pl.UInt32, "concept": pl.String}, orient="row").unique()

    def in_words(self, sum_: int, value: str, added: str, reported: Iterable[str]) -> str:
        """Say that a total is not what its parts add to.

        Args:
            sum_: the number of the sum.
            value: the total's.
            added: what the parts add to, in words.
            reported: the concepts that are. What others there are is mostly why these do not add up.
        """
        _, network, total = self.sums.row(sum_)
        known = set(reported)
        missing = [concept for concept, _ in self.weights[sum_] if concept not in known]
        words = f"{total} is {value}, but its parts in the network {network} add to {added}"
        if not missing:
            return words
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        return f"{words}; not reported are {', '.join(missing[:_NAMED])}{more}"


@dataclass(frozen=True)
class Sums:
    """The sums of a taxonomy by the rules that judge them.

    Attributes:
        intervals: those that Calculations 1.1 judges.
        rounded: those that XBRL 2.1 judges (5.2.5.2).
        not_judged: what is left out.
    """

    intervals: Arcs
    rounded: Arcs
    not_judged: tuple[str, ...] = ()

    @classmethod
    def of(cls, taxonomy: Taxonomy | None, calculations: str, *, is_ours: bool) -> Sums:
        """Choose the rules for the arcs of a taxonomy.

        By the rules 1.1 its arcs of that version are judged in any report, and the older ones, of XBRL 2.1, in what we
        wrote: our styles for regulators write such arcs, and mean the same by them (Calculations 1.1 leaves that open,
        4). In a report from elsewhere the older arcs are judged by the rules that they come with. By the rules 2.1
        the older arcs alone are judged.

        Args:
            taxonomy: the taxonomy, None where it is not known.
            calculations: `1.1` or `2.1`.
            is_ours: whether we wrote the report, and the taxonomy or an extension of it.
        """
        arcs = list(taxonomy.calculation_in_force) if taxonomy else []
        newer, older = ([arc for arc in arcs if arc.is_older is is_older] for is_older in (False, True))
        if calculations == CALCULATIONS[1]:
            return cls(Arcs.of([]), Arcs.of(older), (NEWER_TOTALS,) if newer else ())
        return cls(Arcs.of(arcs), Arcs.of([])) if is_ours else cls(Arcs.of(newer), Arcs.of(older))


def _places(weight: int | Decimal) -> int | None:
    """Count the decimal places of a weight; None if it is none that a column can hold."""
    decimal = Decimal(weight)
    if not decimal.is_finite() or abs(decimal) > _LARGEST_WEIGHT:
        return None
    places = len(shortest_text(decimal).partition(".")[2])
    return places if places <= MOST_PLACES else None
