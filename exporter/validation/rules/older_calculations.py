"""The calculations of XBRL 2.1 (5.2.5.2): whether rounded totals are the sums of their rounded parts.

Parts are rounded to their own decimals, weighted and added, and the sum is rounded to the decimals of the total; halves
go to the even digit (4.6.7.2). A total is judged if some part of it is reported that is not nil, if it is not nil
itself, and if neither it nor one of its parts is reported twice, be it with the same value. Parts have the context and
the unit of the total, segment and scenario included, and stand in the same tuple as the total, or in tuples in that
one. A total is inconsistent if how accurate it is, or one of its parts, is not known.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from exporter.findings.findings import Severity
from exporter.findings.judge_messages import MOST
from exporter.findings.registry import Rule
from exporter.frames.columns import each_distinct, recurring, row_hashes
from exporter.report.report import CONTENT, dimensions_of, dimensions_text
from exporter.validation.rules.calculation_numbers import (
    calculated_numbers,
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

__all__ = ["RULES", "unjudged_totals"]

#: What numbers agree in that may add up; `scope` is one of the tuples around them, or the whole report.
_ASPECTS = ("entity", "period_start", "period_end", "unit", "dimensions", "scenario", "scope")
#: What tells, in the text of dimensions, that a segment or scenario holds something else.
_CONTENT = r'(?:^\{|,)"(?:segment|scenario)":'
_TRAITS = ("tuple", "is_total", "unknown_accuracy")


def _wrong_totals(facts: JudgedFacts) -> Iterator[Violations]:
    """Find the totals that are not what their parts add to, once all is rounded."""
    if facts.sums is None or facts.sums.rounded.sums.is_empty():
        return
    arcs = facts.sums.rounded
    table = _in_scopes(facts.table.filter(~_is_doubtful(facts)))
    aspects = [name for name in _ASPECTS if name in table.columns]
    numbers, places = calculated_numbers(table, arcs, aspects, [name for name in _TRAITS if name in table.columns])
    numbers = _with_duplicates(numbers)
    yield _wrong_in_columns(in_columns(numbers, arcs), places, arcs)
    wrong_totals = [wrong for part, sums in one_by_one(numbers, arcs) for wrong in _wrong_one_by_one(part, sums, arcs)]
    yield Violations(len(wrong_totals), wrong_totals)


def unjudged_totals(facts: JudgedFacts) -> list[str]:
    """Say that totals in some contexts are not judged."""
    if facts.sums is None or facts.sums.rounded.sums.is_empty() or not _is_doubtful(facts).any():
        return []
    return ["totals where segments or scenarios hold more than dimensions"]


def _is_doubtful(facts: JudgedFacts) -> pl.Series:
    """Find the facts whose contexts may be the same as others, and may not.

    These differ in what they hold beside dimensions. Whether 1 and 01 are the same there, or an attribute and none are,
    depends on schemas (4.10, s-equal).
    """
    table = facts.table.select(*_ASPECTS[:3], "dimensions")
    has_content = table["dimensions"].str.contains(_CONTENT).fill_null(value=False)
    if not has_content.any():
        return has_content
    contexts = table.filter(has_content).unique()
    plain = contexts.with_columns(plain=pl.col("dimensions").map_elements(_without_content, return_dtype=pl.String))
    several = plain.filter(pl.len().over(*_ASPECTS[:3], "plain") > 1).select("dimensions").unique()
    return table["dimensions"].is_in(several["dimensions"].to_list()).fill_null(value=False)


def _without_content(dimensions: str) -> str:
    members = dimensions_of(dimensions)
    return dimensions_text({name: member for name, member in members.items() if name not in CONTENT}) or ""


def _in_scopes(facts: pl.DataFrame) -> pl.DataFrame:
    """Have each fact stand in each of the tuples around it, and say in which of them it may be a total."""
    if "tuple" not in facts.columns:
        return facts.with_columns(is_total=pl.lit(value=True))
    numbers = facts.filter(pl.col("unit").is_not_null()).with_columns(pl.col("tuple").fill_null(""))
    scopes = numbers.with_columns(scope=each_distinct("tuple", _scopes).str.split("\n")).explode("scope")
    return scopes.with_columns(is_total=pl.col("scope") == pl.col("tuple"))


def _scopes(path: str) -> str:
    """List the tuples of a path, the whole report first."""
    steps = path.split("/") if path else []
    return "\n".join("/".join(steps[:count]) for count in range(len(steps) + 1))


def _with_duplicates(numbers: pl.DataFrame) -> pl.DataFrame:
    """Tell which facts are reported twice, in the same tuple; and how accurate which are is not known."""
    same = [name for name in ("binding", "concept", "tuple") if name in numbers.columns]
    unknown = pl.col("unknown_accuracy") if "unknown_accuracy" in numbers.columns else pl.lit(value=False)
    is_recurring = recurring(row_hashes(numbers, same))
    return numbers.with_columns(is_once=~is_recurring, is_known=~unknown.fill_null(value=False))


def _rounded(number: pl.Expr, half: pl.Expr) -> pl.Expr:
    """Round whole numbers to a multiple of twice another one, halves to an even multiple; half of 0 rounds nothing."""
    two = pl.lit(2, pl.Int128)
    unit = half * two
    rest = number % unit
    is_odd = (number - rest) // unit % two == 1
    up = (rest > half) | ((rest == half) & is_odd)
    return pl.when(half > 0).then(number - rest + pl.when(up).then(unit).otherwise(0)).otherwise(number)


def _wrong_in_columns(numbers: pl.DataFrame, places: int, arcs: Arcs) -> Violations:
    """Find the totals that are wrong, all at once."""
    scale = pl.lit(10**arcs.places, pl.Int128)
    rounded = pl.when("is_rounded").then("number").otherwise(_rounded(pl.col("number"), pl.col("half")))
    reported = numbers.filter(pl.col("value").is_not_null()).with_columns(rounded=rounded).lazy()
    parts = reported.join(arcs.parts.lazy(), on="concept")
    added = (
        parts.group_by("sum", "binding")
        .agg(pl.col("is_once", "is_known").all(), added=(pl.col("rounded") * pl.col("weight")).sum())
        .filter("is_once")
    )
    wrong_totals = (
        reported.filter("is_total", "is_once")
        .join(arcs.sums.lazy(), left_on="concept", right_on="total", maintain_order="left_right")
        .join(added, on=["sum", "binding"], suffix="_added", maintain_order="left")
        .with_columns(pl.col("is_known") & pl.col("is_known_added"))
        .filter(~pl.col("is_known") | (_rounded(pl.col("added"), pl.col("half") * scale) != pl.col("rounded") * scale))
        .select("sum", "binding", "id", "value", "added", "is_known")
        .collect()
    )
    listed = wrong_totals.head(MOST)
    parts_of = reported_parts(listed, reported, arcs)

    def told() -> Iterator[tuple[str, tuple[str, ...]]]:
        for sum_, binding, fact, value, total, is_known in listed.iter_rows():
            concepts, ids = zip(*parts_of[sum_, binding], strict=True)
            words = _added_in_words(whole_text(total, places + arcs.places), is_known=is_known)
            yield arcs.in_words(sum_, value, words, concepts), (fact, *ids)

    return Violations(wrong_totals.height, told())


class _Number(NamedTuple):
    """A number, one of those that may add up."""

    fact: str
    concept: str
    value: str
    decimals: int | None
    is_total: bool
    is_once: bool
    is_known: bool

    @property
    def rounded(self) -> Fraction:
        """The number, rounded to its decimals."""
        return _to_even(Fraction(Decimal(self.value)), self.decimals)


def _wrong_one_by_one(numbers: pl.DataFrame, sums: Iterable[int], arcs: Arcs) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Find the totals that are wrong among numbers that may add up, with fractions of any size."""
    facts: dict[str, list[_Number]] = defaultdict(list)
    columns = ("id", "concept", "value", "decimals", "is_total", "is_once", "is_known")
    for row in numbers.filter(pl.col("value").is_not_null()).select(columns).iter_rows():
        number = _Number(*row)
        facts[number.concept].append(number)
    names = arcs.sums["total"]
    for sum_ in sums:
        weights = [(part, weight) for concept, weight in arcs.weights[sum_] for part in facts[concept]]
        parts = [part for part, _ in weights]
        if not parts or not all(part.is_once for part in parts):
            continue
        added = sum((part.rounded * Fraction(weight) for part, weight in weights), Fraction(0))
        for total in facts[names[sum_]]:
            is_known = all(each.is_known for each in (total, *parts))
            is_right = is_known and _to_even(added, total.decimals) == total.rounded
            if total.is_total and total.is_once and not is_right:
                words = _added_in_words(fraction_text(added), is_known=is_known)
                concepts, ids = [part.concept for part in parts], [part.fact for part in parts]
                yield arcs.in_words(sum_, total.value, words, concepts), (total.fact, *ids)


def _to_even(number: Fraction, decimals: int | None) -> Fraction:
    """Round a number to decimal places, halves to the even digit; None means that it is exact."""
    if decimals is None:
        return number
    power = Fraction(10) ** decimals
    return round(number * power) / power


def _added_in_words(added: str, *, is_known: bool) -> str:
    return added if is_known else f"{added}, and how accurate all these are is not known"


RULES = (
    Rule(
        "calculation.older",
        Severity.WARNING,
        "A total is not what its parts add to, by arcs and rules of XBRL 2.1; an error where these rules are chosen.",
        "XBRL 2.1, 5.2.5.2",
        _wrong_totals,
    ),
)
