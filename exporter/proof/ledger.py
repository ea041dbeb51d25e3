"""The ledger: one row per source cell, with what became of it and what readers found of it in the filing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import polars.selectors as cs

from exporter.frames.columns import as_text, look_up
from exporter.line_items.cell_columns import CHECKED_COLUMNS, RARE_COLUMNS, ledger_columns
from exporter.report.dispositions import Disposition
from exporter.validation.judges import readers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter.mapping.facts import Mapped
    from exporter.report.report import Report

__all__ = ["EXACT", "NIL", "build_ledger", "guarded", "ledger_of_syntaxes"]

#: How a nil value and exact decimals are written.
NIL, EXACT = "nil", "INF"


def build_ledger(mapped: Mapped, readings: Mapping[str, Report], differences: pl.DataFrame) -> pl.LazyFrame:
    """Put what was found in the filing beside the source cells.

    Args:
        mapped: the cells and the facts that they should have become.
        readings: the filing as each reader that ran found it, by the reader's name.
        differences: the facts that did not come back the same: `fact`, `difference` in words, and `missing`.

    Returns: a query for the columns of `ledger_columns`, one row a source cell; without those of `RARE_COLUMNS` that
        no cell has.
    """
    is_fact, is_derived = (
        pl.col("disposition") == disposition for disposition in (Disposition.FACT, Disposition.DERIVED)
    )
    facts = as_text(mapped.cells.select("fact"))["fact"]
    no_values = pl.DataFrame(schema={"id": pl.String, "value": pl.String})
    values = [
        look_up(facts, readings[reader].facts.select("id", _value()) if reader in readings else no_values, "id").rename(
            {"value": f"{reader}_value"}
        )
        for reader in readers()
    ]
    names = pl.col("footnote").str.replace(r"\.[^.]*$", "").unique(maintain_order=True).str.join("; ")
    footnotes = mapped.report.footnotes.group_by("fact", maintain_order=True).agg(names.alias("footnotes"))
    fact_tables = [*values, *(look_up(facts, table, "fact") for table in (footnotes, differences.drop("missing")))]
    ledger = pl.concat([as_text(mapped.cells.lazy()), *(table.lazy() for table in fact_tables)], how="horizontal")
    columns = ledger.with_columns(
        pl.when(is_fact)
        .then(pl.when(pl.col("difference").is_null()).then(pl.lit("yes")).otherwise(pl.lit("no")))
        .alias("equal"),
        pl.when(is_fact)
        .then(pl.concat_str("period_start", "period_end", separator="/", ignore_nulls=True))
        .alias("period"),
        pl.when(is_fact).then(_value()).otherwise("value").alias("value"),
        pl.when(is_derived | is_fact & pl.col("unit").is_not_null() & pl.col("value").is_not_null())
        .then(pl.col("decimals").cast(pl.String).fill_null(EXACT))
        .alias("decimals"),
    )
    absent = {name for name in RARE_COLUMNS if not mapped.cells[name].count()}
    return columns.select(name for name in ledger_columns(readers()) if name not in absent)


def ledger_of_syntaxes(cells: pl.LazyFrame, ledgers: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    """Put what was found in each syntax of a filing beside the source cells.

    Args:
        cells: the ledger of the facts, with the columns of `ledger_columns`; what it says of readers does not count.
        ledgers: for each syntax that of its own, which has the same rows; for Inline XBRL the facts are elements.

    Returns: a query for the columns of `ledger_columns`; those of xBRL-XML's readers stand under their own names, and
        before `equal` there is for each other syntax what its readers found, such as `json_own_value`, and for Inline
        XBRL `inline_element`, the id of the cell's own element. `equal` and `difference` are about all syntaxes.
    """
    columns = [name for name in cells.collect_schema().names() if name not in {"equal", "difference"}]
    values = [f"{reader}_value" for reader in readers()]
    parts = [cells.select(name for name in columns if name not in values)]
    for syntax, ledger in ledgers.items():
        prefix = "" if syntax == "xml" else f"{syntax}_"
        element = [pl.col("fact").alias(f"{prefix}element")] if "inline" in syntax else []
        found = [*element, *(pl.col(name).alias(f"{prefix}{name}") for name in values)]
        words = pl.concat_str(pl.lit(f"{syntax}: " if prefix else ""), "difference")
        parts.append(
            ledger.select(*found, pl.col("equal").alias(f"equal in {syntax}"), words.alias(f"difference in {syntax}"))
        )
    answers, differences = ([pl.col(f"{name} in {syntax}") for syntax in ledgers] for name in ("equal", "difference"))
    is_no, is_yes = (
        pl.any_horizontal(answer == word for answer in answers).fill_null(value=False) for word in ("no", "yes")
    )
    return pl.concat(parts, how="horizontal").select(
        pl.exclude("^(equal|difference) in .*$"),
        pl.when(is_no).then(pl.lit("no")).when(is_yes).then(pl.lit("yes")).alias("equal"),
        pl.concat_str(differences, separator="; ", ignore_nulls=True).replace("", None).alias("difference"),
    )


#: What a spreadsheet would take for a formula: a text that begins so, and is no figure with its sign.
_FORMULA = r"^([=@\t\r]|[+-].*[A-Za-z(|!])"


def guarded(ledger: pl.LazyFrame) -> pl.LazyFrame:
    """Put an apostrophe before texts of the ledger that a spreadsheet would execute as formulas.

    Args:
        ledger: with the columns of `ledger_columns`.
    """
    texts = cs.string() - cs.by_name(*CHECKED_COLUMNS, require_all=False)  # those hold figures of ours
    is_formula = texts.str.contains(_FORMULA)  # asked first, since hardly any is; to replace in all takes twice as long
    return ledger.with_columns(pl.when(is_formula).then(texts.str.replace(_FORMULA, "'${1}")).otherwise(texts))


def _value() -> pl.Expr:
    """Spell out nil in the values."""
    return pl.col("value").fill_null(NIL)
