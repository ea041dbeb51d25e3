"""The proof of documents: what a reader finds in each element, compared with the cell that it prints."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from exporter.frames.columns import as_text
from exporter.mapping.chosen_facts import ADDED, DIFFERS
from exporter.report.dispositions import Disposition
from exporter.report.report import FACT_COLUMNS, TRAIT_COLUMNS

if TYPE_CHECKING:
    from exporter.mapping.facts import Mapped
    from exporter.report.report import Report

__all__ = ["NOT_SHOWN", "NOT_TAGGED", "mapped_elements"]

#: Why a cell that was mapped to a fact has no element: it says something else, or another print has the fact.
NOT_TAGGED = "shown and not tagged: it is not what is filed"
NOT_SHOWN = "in no document: the fact stands in another print, or in the hidden section"


def mapped_elements(mapped: Mapped, elements: pl.Series, repeats: pl.DataFrame) -> Mapped:
    """Take each element for a fact of its own, which says what its cell says.

    Args:
        mapped: the cells, and the facts that were filed.
        elements: for each cell the id of the element that prints it; null where none does.
        repeats: the ids of further elements as `element`, and of the `fact` that each prints as it is filed.

    Returns: the cells with their elements in the place of facts, and a report of the elements; so that `compare` holds
        each cell against its own element.
    """
    cells = as_text(mapped.cells).with_columns(filed_fact="fact", fact=elements)
    is_shown = (pl.col("disposition") == Disposition.FACT) & pl.col("fact").is_null()
    reason = pl.when(pl.col("agreement") == DIFFERS).then(pl.lit(NOT_TAGGED)).otherwise(pl.lit(NOT_SHOWN))
    cells = cells.with_columns(
        disposition=pl.when(is_shown).then(pl.lit(Disposition.EXCLUDED)).otherwise("disposition"),
        reason=pl.when(is_shown).then(reason).otherwise("reason"),
    )
    printed = cells.filter(pl.col("fact").is_not_null())
    # An element shows what is added, and its cells say shares of it.
    sums = mapped.report.lazy.select(filed_fact="id", sum="value").collect()
    printed = printed.join(sums, on="filed_fact", how="left", maintain_order="left")
    is_added = pl.col("agreement") == ADDED
    printed = printed.with_columns(value=pl.when(is_added).then("sum").otherwise("value")).drop("sum")
    printed = printed.filter(~is_added | pl.col("fact").is_first_distinct())
    facts = printed.select(*(pl.col("fact").alias(name) if name == "id" else name for name in FACT_COLUMNS))
    repeated = mapped.report.lazy.join(repeats.lazy().rename({"fact": "id"}), on="id").collect()
    repeated = as_text(repeated.with_columns(id="element").select(FACT_COLUMNS.names()))
    facts = pl.concat([facts, repeated.cast(facts.schema)])
    all_elements = pl.concat(
        [printed.select("filed_fact", element="fact"), repeats.select(filed_fact="fact", element="element")]
    )
    footnotes = all_elements.join(
        mapped.report.footnotes.rename({"fact": "filed_fact"}), on="filed_fact", maintain_order="left_right"
    )
    footnotes = footnotes.select(pl.col("element").alias("fact"), pl.exclude("element", "filed_fact"))
    table = _with_traits(facts.cast(FACT_COLUMNS), all_elements, mapped.report)
    report = replace(mapped.report, table=table, footnotes=footnotes)
    return replace(mapped, report=report, cells=cells.drop("filed_fact"))


def _with_traits(facts: pl.DataFrame, elements: pl.DataFrame, report: Report) -> pl.DataFrame:
    """Add the optional columns of the filed facts to those that elements show."""
    names = [name for name in TRAIT_COLUMNS if name in report.traits]
    if not names:
        return facts
    traits = report.lazy.select(pl.col("id").alias("filed_fact"), *names).collect()
    filed = facts.select(element="id").join(elements, on="element", how="left", maintain_order="left")
    return facts.hstack(filed.join(traits, on="filed_fact", how="left", maintain_order="left").select(names))
