"""What the own judge's rules look at, and how they say what is wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.judge_messages import MOST
from exporter.frames.engine import engine_for, is_few
from exporter.taxonomy.dimensional_validity import dimensional_faults
from exporter.validation.rules.calculation_numbers import calculated_numbers
from exporter.validation.rules.duplicate_groups import duplicate_groups

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exporter.taxonomy.model import Taxonomy
    from exporter.validation.rules.calculation_arcs import Sums

__all__ = ["JudgedFacts", "Violations", "period_in_words", "quoted", "violations"]

#: So many characters are quoted of a wrong value.
_SHOWN = 60


@dataclass(frozen=True)
class JudgedFacts:
    """Some facts of a report; what may be duplicates, or add up, is among them together.

    Attributes:
        table: the columns of `FACT_COLUMNS` and, null where the concept is unknown, what the taxonomy says of the
            concept: `kind`, `numeric`, `reportable`, `nillable` and `period_type`; its `type`, which `item_type` of
            XBRL 2.1 and `xsd_type` of XML Schema that is, see `ValueType`, null where that is not known; and whether
            the type is `restricted` by facets. Names of concepts, dimensions and members have the taxonomy's prefixes.
        taxonomy: what the facts are judged against, or None if it is not known.
        typed_domains: those of the report, with the taxonomy's prefixes.
        namespaces: those of the report, for the prefixes of names in units and values.
        sums: which totals are judged, by which rules.
    """

    table: pl.DataFrame
    taxonomy: Taxonomy | None = None
    typed_domains: Mapping[str, str] = field(default_factory=dict)
    namespaces: Mapping[str, str] = field(default_factory=dict)
    sums: Sums | None = None

    @cached_property
    def duplicates(self) -> pl.DataFrame:
        """The sets of duplicates, as `duplicate_groups` gives them; three rules look at them."""
        return duplicate_groups(self.table)

    @cached_property
    def dimensional_faults(self) -> pl.DataFrame:
        """What is wrong with dimensions: `id` and `concept` of a fact, and the `kind` and `words` of each fault."""
        schema = {"id": pl.String, "concept": pl.String, "kind": pl.String, "words": pl.String}
        if self.taxonomy is None:
            return pl.DataFrame(schema=schema)
        columns = [name for name in ("id", "concept", "dimensions", "scenario") if name in self.table.columns]
        faults = dimensional_faults(self.table.select(columns), self.taxonomy, self.typed_domains)
        if not self.taxonomy.is_whole:  # a dimension or member of a schema that was not found may be a sound one
            strangers = [text for text in _texts(faults["dimensions"]) if self._strange_prefixes(text)]
            faults = faults.filter(~pl.col("dimensions").cast(pl.String).is_in(strangers))
        return faults.select("id", "concept", "faults").explode("faults").unnest("faults")

    @cached_property
    def interval_numbers(self) -> tuple[pl.DataFrame, int]:
        """The numbers of `calculated_numbers` that Calculations 1.1 is about; two rules look at them.

        In the Open Information Model there are no tuples, and dimensions have no place.
        """
        assert self.sums is not None  # noqa: S101 - who asks has looked
        in_no_tuple = self.table.filter(pl.col("tuple").is_null()) if "tuple" in self.table.columns else self.table
        aspects = ("entity", "period_start", "period_end", "unit", "dimensions")
        return calculated_numbers(in_no_tuple, self.sums.intervals, aspects)

    @cached_property
    def strange_prefixes(self) -> frozenset[str]:
        """The prefixes of dimensions and members that the taxonomy does not have."""
        texts = _texts(self.table["dimensions"]) if "dimensions" in self.table.columns else []
        return frozenset().union(*map(self._strange_prefixes, texts))

    def _strange_prefixes(self, text: str) -> set[str]:
        """Find those of one combination of dimensions; a typed member has no prefix."""
        known = self.taxonomy.namespaces if self.taxonomy is not None else {}
        names = [
            name
            for dimension, member in json.loads(text).items()
            for name in (dimension, None if dimension in self.typed_domains else member)
        ]
        return {prefix for name in names if name and (prefix := name.rpartition(":")[0]) and prefix not in known}

    @cached_property
    def units(self) -> pl.DataFrame:
        """The combinations of `unit`, `type` and `item_type` that numbers have; two rules look at them."""
        is_number = pl.col("unit").is_not_null() & pl.col("numeric").fill_null(value=True)
        units = self.table.lazy().filter(is_number).select("unit", "type", "item_type").unique()
        return units.collect(engine=engine_for(self.table)).sort("unit")


@dataclass(frozen=True, slots=True)
class Violations:
    """Where a rule is broken.

    Attributes:
        count: how many times.
        first: of the first ones, `MOST` at most, the words and the ids of the facts, the most important first.
    """

    count: int
    first: Iterable[tuple[str, tuple[str, ...]]]


def violations(facts: JudgedFacts, is_wrong: pl.Expr, words: pl.Expr) -> Violations:
    """Find the facts that break a rule.

    Args:
        facts: some facts.
        is_wrong: an expression over their table.
        words: an expression for what is wrong with a fact.
    """
    if is_few(facts.table):
        wrong = facts.table.filter(is_wrong)
        if wrong.is_empty():  # as mostly; to put nothing in words would cost as much again
            return Violations(0, ())
        rows = wrong.select("id", words.alias("words"))
    else:
        query = facts.table.lazy().filter(is_wrong).select("id", words.alias("words"))
        rows = query.collect(engine="streaming")
    return Violations(rows.height, ((text, (fact,)) for fact, text in rows.head(MOST).iter_rows()))


def _texts(column: pl.Series) -> list[str]:
    return column.cast(pl.String).drop_nulls().unique().to_list()


def period_in_words() -> pl.Expr:
    """Put each fact's period in words."""
    start, end = pl.col("period_start"), pl.col("period_end")
    return (
        pl.when(start.is_not_null())
        .then(pl.format("{} to {}", start, end))
        .when(end.is_not_null())
        .then(pl.format("the instant {}", end))
        .otherwise(pl.lit("forever"))
    )


def quoted(value: pl.Expr) -> pl.Expr:
    """Quote each value, the beginning of a long one."""
    return pl.format("'{}'", value.str.slice(0, _SHOWN))
