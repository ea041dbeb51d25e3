"""Calculations 1.1: whether totals are the sums of their parts, for all facts at once.

A number with decimals stands for an interval: whatever may have been rounded to it. A total is inconsistent if its
interval and the sum of its parts' intervals have no number in common. Parts that are not reported, and such as are nil,
count for nothing. Of duplicates what they have in common counts; where they have nothing in common, or one of them is
nil, nothing is calculated, and neither is with numbers that have digits behind their decimals.

Which arcs these rules judge, and which those of XBRL 2.1, says `Sums.of`.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Severity
from exporter.findings.judge_messages import MOST
from exporter.findings.registry import Rule
from exporter.frames.columns import recurring, row_hashes
from exporter.frames.engine import engine_for
from exporter.report.intervals import Interval
from exporter.validation.rules.calculation_numbers import (
    fraction_text,
    in_columns,
    one_by_one,
    reported_parts,
    whole_text,
)
from exporter.validation.rules.judged_facts import Violations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter.validation.rules.calculation_arcs import Arcs
    from exporter.validation.rules.judged_facts import JudgedFacts

__all__ = ["RULES"]


def _wrong_totals(facts: JudgedFacts) -> Iterator[Violations]:
    """Find the totals that their parts, as far as they are reported, cannot add to."""
    if facts.sums is None or facts.sums.intervals.sums.is_empty():
        return
    arcs = facts.sums.intervals
    numbers, places = facts.interval_numbers
    yield _wrong_in_columns(in_columns(numbers, arcs), places, arcs)
    wrong_totals = [
        wrong for part, sums in one_by_one(numbers, arcs) for wrong in _wrong_one_by_one(_said(part), sums, arcs)
    ]
    yield Violations(len(wrong_totals), wrong_totals)


def _wrong_in_columns(numbers: pl.DataFrame, places: int, arcs: Arcs) -> Violations:
    """Find the totals that are wrong, all at once."""
    reported = _common(numbers).lazy()
    parts = reported.join(arcs.parts.lazy(), on="concept").select(
        "sum", "binding", "concept", "low", "high", "agrees", "weight", part="id"
    )
    ends = [pl.col(bound) * pl.col("weight") for bound in ("low", "high")]
    added = (
        parts.select("sum", "binding", "agrees", low=pl.min_horizontal(ends), high=pl.max_horizontal(ends))
        .group_by("sum", "binding")
        .agg(pl.col("low", "high").sum(), pl.col("agrees").all())
    )
    totals = reported.join(arcs.sums.lazy(), left_on="concept", right_on="total", maintain_order="left_right")
    scale = pl.lit(10**arcs.places, pl.Int128)
    wrong_totals = (
        totals.filter("agrees")
        .join(added.filter("agrees"), on=["sum", "binding"], suffix="_added", maintain_order="left")
        .filter((pl.col("low_added") > pl.col("high") * scale) | (pl.col("high_added") < pl.col("low") * scale))
        .select("sum", "binding", "id", "value", "low_added", "high_added")
        .collect(engine=engine_for(numbers))
    )
    listed = wrong_totals.head(MOST)
    parts_of = reported_parts(listed, reported, arcs)

    def told() -> Iterator[tuple[str, tuple[str, ...]]]:
        for sum_, binding, fact, value, low, high in listed.iter_rows():
            concepts, ids = zip(*parts_of[sum_, binding], strict=True)
            bounds = [whole_text(bound, places + arcs.places) for bound in (low, high)]
            yield arcs.in_words(sum_, value, _interval_in_words(*bounds), concepts), (fact, *ids)

    return Violations(wrong_totals.height, told())


def _common(numbers: pl.DataFrame) -> pl.DataFrame:
    """Put one row in the place of the duplicates of each number, and none in that of what is nil.

    Returns:
        Beside `binding`, `concept`, and `id` and `value` of the first, in `low` and `high` the ends of what duplicates
        have in common, and in `agrees` whether that is anything, and may be calculated with.
    """
    number, half = pl.col("number"), pl.col("half")
    bounds = numbers.select(
        *("binding", "concept", "id", "value"), low=number - half, high=number + half, agrees="is_rounded"
    )
    is_recurring = recurring(row_hashes(bounds, ["binding", "concept"]))
    once = bounds.filter(~is_recurring & pl.col("value").is_not_null())
    if not is_recurring.any():
        return once
    common = (
        bounds.filter(is_recurring)
        .group_by("binding", "concept", maintain_order=True)
        .agg(
            pl.col("id", "value").first(),
            pl.col("low").max(),
            pl.col("high").min(),
            agrees=pl.col("agrees").all() & (pl.col("value").null_count() == 0),
            is_nil=pl.col("value").null_count() == pl.len(),
        )
        .filter(~pl.col("is_nil"))
        .with_columns(agrees=pl.col("agrees") & (pl.col("low") <= pl.col("high")))
    )
    return pl.concat([once, common.select(once.columns)])


_Said = dict[str, tuple[str, str, "Interval | None"]]


def _said(numbers: pl.DataFrame) -> _Said:
    """Give for each concept the first fact, its value, and what duplicates have in common, if that is anything."""
    rows: dict[str, list[tuple[str, str | None, int | None, bool]]] = defaultdict(list)
    for fact, concept, *rest in numbers.select("id", "concept", "value", "decimals", "is_rounded").iter_rows():
        rows[concept].append((fact, *rest))
    said: _Said = {}
    for concept, facts in rows.items():
        fact, first, *_ = facts[0]
        values = [(Decimal(value), decimals) for _, value, decimals, _ in facts if value is not None]
        if not values:
            continue
        intervals = [Interval.rounded(value, decimals) for value, decimals in values]
        low, high = max(each.low for each in intervals), min(each.high for each in intervals)
        agrees = low <= high and len(values) == len(facts) and all(is_rounded for *_, is_rounded in facts)
        said[concept] = fact, first or "", Interval.between(low, high) if agrees else None
    return said


def _wrong_one_by_one(said: _Said, sums: Iterable[int], arcs: Arcs) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Find the totals that are wrong among numbers that may add up, with fractions of any size."""
    totals = arcs.sums["total"]
    for sum_ in sums:
        parts = [(concept, weight) for concept, weight in arcs.weights[sum_] if concept in said]
        if not parts or totals[sum_] not in said:
            continue
        fact, value, interval = said[totals[sum_]]
        intervals = [said[concept][2] for concept, _ in parts]
        if interval is None or None in intervals:
            continue
        added = Interval.exact(0)
        for (_, weight), part in zip(parts, filter(None, intervals), strict=True):
            added = added + part * Interval.exact(weight)
        if not added.overlaps(interval):
            bounds = _interval_in_words(fraction_text(added.low), fraction_text(added.high))
            concepts = [concept for concept, _ in parts]
            yield arcs.in_words(sum_, value, bounds, concepts), (fact, *(said[concept][0] for concept in concepts))


def _interval_in_words(low: str, high: str) -> str:
    return low if low == high else f"something from {low} to {high}"


def _digits_beyond(facts: JudgedFacts) -> Iterator[Violations]:
    """Find the numbers with digits behind their decimals that keep a total from being judged."""
    if facts.sums is None or facts.sums.intervals.sums.is_empty():
        return
    arcs = facts.sums.intervals
    numbers, _ = facts.interval_numbers
    odd = numbers.filter(~pl.col("is_rounded"))
    if odd.is_empty():
        return
    concerned = numbers.join(odd.select("binding").unique(), on="binding", how="semi")
    reported = concerned.select("binding", "concept").unique().lazy()
    bound = (
        reported.join(arcs.members.lazy(), on="concept")
        .join(arcs.sums.lazy(), on="sum")
        .join(reported, left_on=["total", "binding"], right_on=["concept", "binding"], how="semi")
    )
    calculated = pl.concat([bound.select("binding", "concept"), bound.select("binding", concept="total")]).unique()
    rows = odd.lazy().join(calculated, on=["binding", "concept"], how="semi", maintain_order="left").collect()
    words = pl.format(
        "{} is {}, which has digits behind its decimals, {}: no total is judged with it", "concept", "value", "decimals"
    )
    listed = rows.head(MOST).select(words.alias("words"), "id").iter_rows()
    yield Violations(rows.height, ((text, (fact,)) for text, fact in listed))


RULES = (
    Rule(
        "calculation",
        Severity.ERROR,
        "A total is not what its parts add to, whatever the rounding.",
        "Calculations 1.1",
        _wrong_totals,
    ),
    Rule(
        "calculation.digits",
        Severity.ERROR,
        "A number that totals are judged by has digits that its decimals say are not accurate.",
        "Calculations 1.1",
        _digits_beyond,
    ),
)
