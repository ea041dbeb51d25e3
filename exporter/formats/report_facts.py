"""What every writer asks of a Report's facts, however many they are: faults that no file can hold, and their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import MisuseError
from exporter.frames.engine import engine_for
from exporter.report.ids import distinct, distinct_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter.report.report import Report

__all__ = ["check_facts", "distinct_from_facts"]


def check_facts(report: Report, table: pl.LazyFrame, faults: Mapping[str, pl.Expr]) -> None:
    """See that no fact has a fault.

    Args:
        report: the facts.
        table: they, or the combinations of what they share.
        faults: by what is said of a fact that has it, `no id`; each tells of a row of either whether it is there.

    Raises:
        MisuseError: one has; it is named by its id and its row, counted from 1.
    """
    occurrences = table.select(fault.any().alias(what) for what, fault in faults.items())
    for what, occurs in occurrences.collect(engine=engine_for(report.table)).row(0, named=True).items():
        if occurs:
            faulty_facts = report.lazy.with_row_index("row", 1).filter(faults[what])
            row, fact = faulty_facts.select("row", "id").first().collect().row(0)
            raise MisuseError(f"row {row:,} of the report, fact {fact!r}, has {what}")


def distinct_from_facts(names: pl.Series, report: Report) -> pl.Series:
    """Tell names apart, as `distinct` does, where they recur or are the id of a fact."""
    ids = distinct_names(names).alias("id")
    facts = report.lazy.select("id")
    clashes = facts.join(ids.to_frame().lazy(), on="id", how="semi").select(pl.len())
    if not clashes.collect(engine=engine_for(report.table)).item():
        return ids
    # Rare enough for a loop; of the facts' ids only those count that are one of the names, numbered or not.
    candidates = names.unique().implode()
    is_like_one = pl.col("id").is_in(candidates) | pl.col("id").str.replace(r"-\d+$", "").is_in(candidates)
    return pl.Series(
        distinct(names, facts.filter(is_like_one).collect(engine=engine_for(report.table))["id"]), dtype=pl.String
    )
