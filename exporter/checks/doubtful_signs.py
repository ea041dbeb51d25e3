"""Signs that nothing confirms: figures filed negative as they are printed, of concepts that are mostly positive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.checks import rules
from exporter.findings.findings import Finding, Source
from exporter.frames.columns import CODED
from exporter.project.mapping_csv import ADD, CARRY
from exporter.report.dispositions import Disposition
from exporter.report.report import ASPECTS
from exporter.taxonomy.concepts import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exporter.project.mapping_csv import MappingRow
    from exporter.taxonomy.model import Taxonomy

__all__ = ["check_signs"]

_OTHER_ASPECTS = [aspect for aspect in ASPECTS if aspect != "concept"]


def check_signs(
    items: pl.DataFrame, evaluated: pl.DataFrame, rows: Sequence[MappingRow], taxonomy: Taxonomy
) -> Iterator[Finding]:
    """Find amounts of a duration that are filed negative as they are printed, and that no total confirms.

    An expense printed in parentheses is mostly a positive fact. A concept whose label shows both directions, such as
    `Income tax expense (benefit)`, may be negative; and where a total of a calculation is reported for the same period
    and dimensions, a wrong sign would show there. One warning stands for all cells of a mapping row.
    """
    one_way = [index for index, row in enumerate(rows) if _is_one_way(row, taxonomy)]
    is_negative = pl.col("value").str.starts_with("-") & pl.col("printed_value").str.starts_with("-")
    suspects = evaluated.filter(
        (pl.col("disposition") == Disposition.FACT) & is_negative & pl.col("mapping_index").is_in(one_way)
    )
    if suspects.is_empty():
        return
    confirmed = _confirmed(suspects, evaluated, taxonomy)
    suspects = suspects.filter(~pl.col("cell").is_in(confirmed))
    for cell in suspects.unique("mapping_index", keep="first", maintain_order=True).iter_rows(named=True):
        row, item = rows[cell["mapping_index"]], items.row(cell["cell"], named=True)
        concept = row.concept
        assert concept  # noqa: S101 - a fact has one
        message = f"{item['printed']} is filed as a negative {concept.name}, which is mostly positive"
        hint = (
            "if it is a deduction, write sign reversed and a negated label role; if it is negative indeed, leave it so"
        )
        source = Source(item["file"], item["row"], item["column"], item["heading"])
        yield rules.SIGN_DOUBTFUL.finding(message, source, hint=hint, related=(row.source,))


def _is_one_way(row: MappingRow, taxonomy: Taxonomy) -> bool:
    """Tell whether a row's concept is an amount that flows one way, as far as its labels say."""
    concept = row.concept
    if (
        concept is None
        or row.use in (ADD, CARRY)
        or not concept.balance
        or concept.period != "duration"
        or not concept.is_numeric
    ):
        return False
    labels = (taxonomy.label(concept.name, STANDARD, language) or "" for language in taxonomy.languages)
    return not any(mark in label for label in labels for mark in ("(", "（", "net ", "Net ", "change", "Change"))


def _confirmed(suspects: pl.DataFrame, evaluated: pl.DataFrame, taxonomy: Taxonomy) -> pl.Series:
    """List the suspects whose total, or one of whose parts, is reported beside them."""
    pairs = pl.DataFrame(
        [pair for arc in taxonomy.calculation for pair in ((arc.total, arc.concept), (arc.concept, arc.total))],
        schema=dict.fromkeys(("other_concept", "concept"), CODED),
        orient="row",
    ).unique()
    reported = evaluated.filter(pl.col("disposition") == Disposition.FACT).select(
        pl.col("concept").alias("other_concept"), *_OTHER_ASPECTS
    )
    beside = suspects.select("cell", *ASPECTS).join(pairs, on="concept")
    return beside.join(reported, on=["other_concept", *_OTHER_ASPECTS], how="semi", nulls_equal=True)["cell"]
