"""The table of sums: for each fact that was added up or computed, the cells that it is made of, with their weight."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import polars as pl

from exporter.frames.columns import as_text
from exporter.report.dispositions import Disposition
from exporter.report.report import ASPECTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.mapping.facts import Mapped

__all__ = ["SUM_COLUMNS", "sums_table"]

#: `fact`, `concept`, `period`, `unit`, `dimensions` and `value` are of the sum; from `file` to `printed` stands a cell
#: that it is made of, which says `share` and counts with `weight`, so that the products add up to the value.
SUM_COLUMNS = (
    *("fact", "concept", "period", "unit", "dimensions", "value"),
    *("file", "row", "column", "heading", "section", "label", "printed", "share", "weight"),
)


def sums_table(mapped: Mapped) -> pl.LazyFrame | None:
    """List the cells of each sum, and of each total those of the facts below it.

    Returns: a query for the columns of `SUM_COLUMNS`; None where nothing was added up.
    """
    is_fact = mapped.evaluated.select(pl.col("disposition") == Disposition.FACT).to_series()
    is_summed = is_fact & ~mapped.is_printed
    if not is_summed.any():
        return None
    is_part = pl.lit(is_summed) | (pl.col("cell") == pl.col("filed")) & pl.lit(is_fact)
    said = as_text(mapped.evaluated.select("cell", "fact", share="value", is_part=is_part))
    place = as_text(mapped.items.select("file", "row", "column", "heading", "section", "label", "printed"))
    cells = pl.concat([said, place], how="horizontal").filter("is_part").drop("is_part")
    computed = _computed_parts(mapped)
    totals = {fact for fact, _, _ in computed}
    added = cells.filter(pl.lit(is_summed).gather(pl.col("cell")) & ~pl.col("fact").is_in(list(totals)))
    own = added.select(pl.col("fact").unique(maintain_order=True), weight=pl.lit(1)).with_columns(part="fact")
    below = pl.DataFrame(computed, schema={"fact": pl.String, "part": pl.String, "weight": pl.Int64}, orient="row")
    parts = pl.concat([own.select("fact", "part", pl.col("weight").cast(pl.Int64)), below])
    facts = as_text(
        mapped.report.lazy.select("id", "concept", "period_start", "period_end", "unit", "dimensions", "value")
    )
    period = pl.concat_str("period_start", "period_end", separator="/", ignore_nulls=True)
    table = (
        parts.lazy()
        .join(facts.with_columns(period=period), left_on="fact", right_on="id", maintain_order="left")
        .join(cells.lazy().rename({"fact": "part"}), on="part", maintain_order="left_right")
    )
    return table.select(SUM_COLUMNS)


def _computed_parts(mapped: Mapped) -> list[tuple[str, str, int]]:
    """Take totals apart, down to facts that are no totals: the ids of total and part, and the weight of the part."""
    if not mapped.parts:
        return []
    computed = as_text(mapped.evaluated.tail(len(mapped.parts)).select("fact", "mapping_index", *ASPECTS))
    names = {name: number for number, name in enumerate(ASPECTS)}
    ids = {tuple(aspects): fact for fact, *aspects in mapped.report.facts.select("id", *ASPECTS).rows()}
    direct: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (fact, index, *aspects), parts in zip(computed.iter_rows(), mapped.parts, strict=True):
        for part in parts if mapped.rows[index].is_total else ():
            key = list(aspects)
            key[names["concept"]], key[names["period_start"]] = part.concept, part.period_start
            direct[fact].append((ids[tuple(key)], part.weight))

    def leaves(fact: str, weight: int) -> Iterator[tuple[str, int]]:
        for part, own_weight in direct[fact]:
            if part in direct:
                yield from leaves(part, weight * own_weight)
            else:
                yield part, weight * own_weight

    return [(fact, part, weight) for fact in list(direct) for part, weight in leaves(fact, 1)]
