"""Calculations 1.1: whether totals are the sums of their parts, for all facts at once.

A number with decimals stands for an interval: whatever may have been rounded to it. A total is inconsistent if its
interval and the sum of its parts' intervals have no number in common. Parts that are not reported count for nothing.
Of duplicates what they have in common counts; where they have nothing in common, nothing is calculated.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Severity
from exporter.findings.judge_messages import MOST
from exporter.findings.registry import Rule
from exporter.frames.columns import recurring, row_hashes, row_keys
from exporter.frames.fixed_point import MOST_DECIMALS, NUMBER, fixed_point, half_unit, places_needed
from exporter.prints.numbers import scaled, shortest_text
from exporter.report.intervals import Interval
from exporter.validation.rules.judged_facts import Violations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from exporter.taxonomy.model import Taxonomy
    from exporter.validation.rules.judged_facts import JudgedFacts

__all__ = ["RULES"]

#: What a total and its parts have in common.
_SUM = ["network", "total", "binding"]
_BINDING = ("entity", "period_start", "period_end", "unit", "dimensions")


def _wrong_totals(facts: JudgedFacts) -> Iterator[Violations]:
    """Find the totals that their parts, as far as they are reported, cannot add to."""
    if facts.taxonomy is None:
        return
    arcs = _calculation_arcs(facts.taxonomy)
    numbers, places = _numbers(facts.table, arcs)
    # Whatever goes together with a number too long for a column of whole numbers is calculated one by one.
    large_bindings = numbers.filter(pl.col("low").is_null() | pl.col("high").is_null()).select("binding").unique()
    yield _in_columns(numbers.join(large_bindings, on="binding", how="anti", maintain_order="left"), places, arcs)
    if large_bindings.height:
        large_numbers = numbers.join(large_bindings, on="binding", how="semi", maintain_order="left")
        wrong_totals = list(_one_by_one(large_numbers, arcs))
        yield Violations(len(wrong_totals), wrong_totals)


def _calculation_arcs(taxonomy: Taxonomy) -> pl.DataFrame:
    rows = [(arc.network, arc.total, arc.concept, arc.weight) for arc in taxonomy.calculation_in_force]
    return pl.DataFrame(
        rows, schema={"network": pl.String, "total": pl.String, "concept": pl.String, "weight": pl.Int64}, orient="row"
    )


def _numbers(facts: pl.DataFrame, arcs: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Find the numbers that calculations are about.

    Returns:
        A row for each number: `id`, `concept`, `value` and `decimals` of the fact; `binding`, which is the same for
        numbers that may add up; `low` and `high`, the ends of what the number may stand for, null where they do not
        fit. And the decimal places of the unit in which these ends are counted.
    """
    concepts = pl.concat([arcs["total"], arcs["concept"]]).unique(maintain_order=True).to_frame("concept").lazy()
    numbers = (
        facts.lazy()
        .filter(pl.col("unit").is_not_null())
        .select("id", "concept", "value", "decimals", *_BINDING)
        .join(concepts, on="concept", how="semi")
        .filter(pl.col("value").str.contains(NUMBER), pl.col("decimals").fill_null(0).abs() <= MOST_DECIMALS)
        .collect()
    )
    places = places_needed(numbers)
    number, half = fixed_point(pl.col("value"), places), half_unit(pl.col("decimals"), places)
    bounds = numbers.select(
        "id", "concept", "value", "decimals", number=number, half=half, binding=row_keys(numbers, _BINDING)
    )
    number, half = pl.col("number"), pl.col("half")
    return bounds.select(pl.exclude("number", "half"), low=number - half, high=number + half), places


def _in_columns(numbers: pl.DataFrame, places: int, arcs: pl.DataFrame) -> Violations:
    """Find the totals that are wrong, all at once."""
    reported = _common(numbers).lazy()
    ends = [pl.col(bound) * pl.col("weight").cast(pl.Int128) for bound in ("low", "high")]
    parts = (
        reported.join(arcs.lazy(), on="concept", maintain_order="left")
        .select(*_SUM, "agrees", part="id", low=pl.min_horizontal(ends), high=pl.max_horizontal(ends))
        .group_by(_SUM, maintain_order=True)
        .agg(pl.col("low", "high").sum(), pl.col("agrees").all(), pl.col("part"))
    )
    wrong_totals = (
        parts.join(
            reported.rename({"concept": "total"}), on=["total", "binding"], suffix="_total", maintain_order="left"
        )
        .filter(pl.col("agrees") & pl.col("agrees_total"))
        .filter((pl.col("low") > pl.col("high_total")) | (pl.col("high") < pl.col("low_total")))
        .select("network", "total", "id", "value", "low", "high", "part")
        .collect()
    )
    listed_totals = wrong_totals.head(MOST)
    parts_of_listed = numbers.filter(pl.col("id").is_in(listed_totals["part"].explode().to_list()))
    concepts = dict(parts_of_listed.select("id", "concept").iter_rows())
    unreported = _Unreported(arcs)
    return Violations(
        wrong_totals.height,
        (
            (
                _total_in_words(network, total, value, _bounds(places, low, high), unreported, map(concepts.get, ids)),
                (fact, *ids),
            )
            for network, total, fact, value, low, high, ids in listed_totals.iter_rows()
        ),
    )


def _bounds(places: int, *bounds: int) -> list[str]:
    return [shortest_text(scaled(Decimal(bound), -places)) for bound in bounds]


class _Unreported:
    """Which parts of totals are not reported, which mostly is why the others do not add up."""

    def __init__(self, arcs: pl.DataFrame) -> None:
        self._parts: dict[tuple[str, str], list[str]] = defaultdict(list)
        for network, total, concept in arcs.select("network", "total", "concept").iter_rows():
            self._parts[network, total].append(concept)

    def in_words(self, network: str, total: str, reported: Iterable[str | None]) -> str:
        """Name the parts of a total that are not among the reported concepts, of many the first ones."""
        known = set(reported)
        missing = [concept for concept in self._parts[network, total] if concept not in known]
        if not missing:
            return ""
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        return f"; not reported are {', '.join(missing[:_NAMED])}{more}"


#: So many parts that are not reported are named.
_NAMED = 3


def _common(numbers: pl.DataFrame) -> pl.DataFrame:
    """Put one row in the place of the duplicates of each number.

    Returns:
        In `low` and `high` the ends of what duplicates have in common, and in `agrees` whether that is anything.
    """
    numbers = numbers.select("binding", "concept", "low", "high", "id", "value")
    is_recurring = recurring(row_hashes(numbers, ["binding", "concept"]))
    if not is_recurring.any():
        return numbers.with_columns(agrees=pl.lit(value=True))
    common = (
        numbers.filter(is_recurring)
        .group_by("binding", "concept", maintain_order=True)
        .agg(pl.col("low").max(), pl.col("high").min(), pl.col("id", "value").first())
    )
    return pl.concat([numbers.filter(~is_recurring), common]).with_columns(agrees=pl.col("low") <= pl.col("high"))


def _one_by_one(numbers: pl.DataFrame, arcs: pl.DataFrame) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Find the totals that are wrong, with fractions of any size."""
    parts_of: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    unreported = _Unreported(arcs)
    for network, total, concept, weight in arcs.iter_rows():
        parts_of[network, total][concept] = weight
    for binding in numbers.partition_by("binding", maintain_order=True):
        reported: dict[str, tuple[str, str, Interval]] = {}
        for fact, concept, value, decimals in binding.select("id", "concept", "value", "decimals").iter_rows():
            interval = Interval.rounded(Decimal(value), decimals)
            first_fact, first_value, earlier = reported.get(concept, (fact, value, interval))
            common = Interval(max(earlier.low, interval.low), min(earlier.high, interval.high))
            reported[concept] = first_fact, first_value, common
        for (network, total), weights in parts_of.items():
            parts = {concept: reported[concept] for concept in weights if concept in reported}
            total_and_parts = [*parts.values(), *([reported[total]] if total in reported else [])]
            if not parts or total not in reported or any(part.low > part.high for _, _, part in total_and_parts):
                continue
            fact, value, interval = reported[total]
            sum_ = Interval.exact(0)
            for concept, (_, _, part) in parts.items():
                sum_ = sum_ + part * Interval.exact(weights[concept])
            if not sum_.overlaps(interval):
                bounds = [_fraction_text(sum_.low), _fraction_text(sum_.high)]
                words = _total_in_words(network, total, value, bounds, unreported, parts)
                yield words, (fact, *(part for part, _, _ in parts.values()))


def _fraction_text(bound: Fraction) -> str:
    """Write a fraction whose denominator divides a power of ten in plain digits."""
    places = 0
    while (bound * 10**places).denominator > 1:
        places += 1
    return shortest_text(scaled(Decimal(int(bound * 10**places)), -places))


def _total_in_words(
    network: str, total: str, value: str, bounds: list[str], unreported: _Unreported, reported: Iterable[str | None]
) -> str:
    low, high = bounds
    sum_ = low if low == high else f"something from {low} to {high}"
    missing = unreported.in_words(network, total, reported)
    return f"{total} is {value}, but its parts in the network {network} add to {sum_}{missing}"


RULES = (
    Rule(
        "calculation",
        Severity.ERROR,
        "A total is not what its parts add to, whatever the rounding.",
        "Calculations 1.1",
        _wrong_totals,
    ),
)
