"""Printed cells as a page shows them: what stands before and behind the tagged text, and what the text means."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from exporter.formats.inline_xbrl.page import CELL_COLUMNS
from exporter.formats.inline_xbrl.print_formats import date_format, number_format
from exporter.formats.inline_xbrl.registries import NEWEST
from exporter.formats.inline_xbrl.registry_rules import format_in_registry
from exporter.frames.columns import as_text, beside, each_combination, each_distinct
from exporter.mapping.cell_conventions import CellConventions
from exporter.mapping.chosen_facts import AS_FILED, DIFFERS
from exporter.mapping.notes import PLAIN_NOTE
from exporter.prints.conventions import PLAIN_FORMS
from exporter.report.dispositions import Disposition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter.mapping.facts import Mapped
    from exporter.prints.conventions import Convention
    from exporter.project.footnotes_csv import Footnote
    from exporter.project.project import Project
    from exporter.taxonomy.model import Taxonomy

__all__ = ["PLACE", "printed_cells", "with_elements"]

#: Where a cell stands, beside the columns of `CELL_COLUMNS`.
PLACE = ("table", "file", "language", "column", "heading", "label", "section", "period")
#: What a printed cell has besides.
_MAPPED = ("printed", "mapping_index", "cell", "filed", "agreement")
#: A transformation for a dash that stands for zero.
_ZERO = "fixed-zero"
#: The types of XML Schema that dates have, by the kinds of concepts.
_DATES = {"date": "date", "day of the year": "gMonthDay", "year": "gYear"}
#: There are fewer cells.
_MOST_CELLS = 2**40
_SPACE = " \t\r\n\u3000\u00a0"


def printed_cells(
    project: Project, mapped: Mapped, taxonomy: Taxonomy, footnotes: Mapping[str, Footnote]
) -> pl.DataFrame:
    """Say of each line item how a page shows it.

    Args:
        project: how its tables print numbers.
        mapped: the line items, and what they say.
        taxonomy: what kinds of value its concepts have.
        footnotes: whose marks may stand at figures.

    Returns:
        A row for each line item, in order, with the columns of `PLACE` and `CELL_COLUMNS` but for `element`, and with
        `printed`, `mapping_index`, `cell`, `filed` and `agreement`.
    """
    items = mapped.items.select(*PLACE, "row", "printed", item_language="language")
    said = mapped.evaluated.select(
        *("mapping_index", "disposition", "concept", "unit", "value", "decimals", "agreement", "cell", "filed", "fact"),
        printed_scale="scale",
    )
    cells = as_text(beside(items, said)).with_columns(is_printed=mapped.is_printed)
    conventions = CellConventions(project, footnotes)
    cells = conventions.add_to(cells, "unit").with_row_index("place")
    is_fact = (pl.col("disposition") == Disposition.FACT) & (pl.col("agreement") != DIFFERS)
    cells = cells.with_columns(is_tagged=is_fact.fill_null(value=False) & pl.col("is_printed"))
    cells = cells.with_columns(nil=pl.col("is_tagged") & pl.col("value").is_null())
    tagged = cells.filter("is_tagged")
    numbers = tagged.filter(pl.col("unit").is_not_null())
    texts = tagged.filter(pl.col("unit").is_null())
    parts = [
        _with_numbers(part, conventions[index])
        for (index,), part in numbers.partition_by("convention", as_dict=True).items()
    ]
    shown = [*parts, _with_texts(texts, taxonomy), _untagged(cells.filter(~pl.col("is_tagged")))]
    columns = ["place", *PLACE, *_MAPPED, *(name for name in CELL_COLUMNS if name != "element")]
    stacked = pl.concat(part.select(columns) for part in shown).sort("place")
    kinds = {name: kind for name, kind in CELL_COLUMNS.items() if name != "element"}
    is_tagged = pl.col("kind").is_not_null()
    cells = _in_registry(stacked, project.registry).with_columns(fact=pl.when(is_tagged).then("fact"))
    return cells.select(*PLACE, *_MAPPED, *(pl.col(name).cast(kind) for name, kind in kinds.items()))


def _in_registry(cells: pl.DataFrame, registry: int) -> pl.DataFrame:
    """Take the rules of an earlier registry; what it has no rule for is not tagged."""
    if registry == NEWEST:
        return cells

    def rule(name: str | None, shown: str) -> tuple[str | None, bool]:
        found = None if name is None else format_in_registry(registry, name, shown)
        return found, name is None or found is not None

    results = {"rule": pl.String(), "has_rule": pl.Boolean()}
    cells = each_combination(cells, ["format", "shown"], rule, results)
    return cells.with_columns(kind=pl.when("has_rule").then("kind"), format="rule").drop("rule", "has_rule")


def _with_numbers(cells: pl.DataFrame, convention: Convention) -> pl.DataFrame:
    """Find the digits in each print, and the power of ten that makes them the value."""
    plain = pl.col("printed").str.replace_many(PLAIN_FORMS)
    groups = plain.str.extract_groups(rf"(?s)^(.*?)({convention.digits})(.*)$").struct
    start, length = groups.field("1").str.len_chars(), groups.field("2").str.len_chars()
    cells = cells.with_columns(
        digits=groups.field("2"),
        before=pl.col("printed").str.slice(0, start),
        after=pl.col("printed").str.slice(start + length),
    )
    marks = partial(number_format, decimal_mark=convention.decimal_mark)
    bare = pl.col("digits")
    for mark in convention.group_marks:
        bare = bare.str.replace_all(mark, "", literal=True)
    bare = bare.str.replace_all(convention.decimal_mark, ".", literal=True)
    cells = cells.with_columns(format=each_distinct("digits", marks), bare=bare)
    (core, power), (value_core, value_power) = _core(pl.col("bare")), _core(pl.col("value"))
    is_zero = value_core == ""
    cells = cells.with_columns(
        scale=pl.when(is_zero).then(pl.col("printed_scale").fill_null(0)).otherwise(value_power - power),
        gives_value=(core == value_core) & pl.col("format").is_not_null(),
        is_dash=pl.col("digits").is_null() & is_zero,
    )
    # A dash is tagged as a whole; what is nil is empty, so that its print stands before it (XML Schema Part 1, 3.3.4).
    is_whole = pl.col("nil") | pl.col("is_dash")
    fits = is_whole | pl.col("gives_value").fill_null(value=False)
    stripped = pl.col("printed").str.strip_chars(_SPACE)
    return cells.with_columns(
        kind=pl.when(fits).then(pl.lit("number")),
        before=pl.when("nil").then("printed").when(fits & ~is_whole).then("before").otherwise(pl.lit("")),
        shown=pl.when("nil")
        .then(pl.lit(""))
        .when("is_dash")
        .then(stripped)
        .when(fits)
        .then("digits")
        .otherwise("printed"),
        after=pl.when(fits & ~is_whole).then("after").otherwise(pl.lit("")),
        scale=pl.when(~is_whole).then("scale"),
        negative=pl.col("value").str.starts_with("-").fill_null(value=False),
        format=pl.when("is_dash")
        .then(pl.lit(_ZERO))
        .when(pl.col("nil") | (pl.col("format") == ""))
        .then(None)
        .otherwise("format"),
        role=pl.lit(None, pl.String),
    )


def _core(number: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Take a number apart: its digits without zeros at either end, and the power of ten that belongs to them."""
    parts = number.str.strip_prefix("-").str.splitn(".", 2)
    fraction = parts.struct.field("field_1").fill_null("")
    digits = pl.concat_str(parts.struct.field("field_0"), fraction)
    without_end = digits.str.strip_chars_end("0")
    zeros = digits.str.len_chars().cast(pl.Int32) - without_end.str.len_chars().cast(pl.Int32)
    return without_end.str.strip_chars_start("0"), zeros - fraction.str.len_chars().cast(pl.Int32)


def _with_texts(cells: pl.DataFrame, taxonomy: Taxonomy) -> pl.DataFrame:
    """Find how a text that is printed gives the value: as it stands, without blanks around it, or as a date."""

    def tag(concept: str, printed: str, value: str | None) -> tuple[str | None, str | None, str | None]:
        if value is None or printed == value:
            return "text", printed if value is not None else "", None
        if taxonomy.all_concepts[concept].is_text_block:
            return "markup", value, None
        bare = printed.strip(_SPACE)
        if bare == value:
            return "text", bare, None
        if taxonomy.all_concepts[concept].kind == "boolean":
            return "text", bare, f"fixed-{value}"
        name = date_format(bare, _DATES.get(taxonomy.all_concepts[concept].kind, ""), value)
        return (None if name is None else "text"), bare, name or None

    # A cell that names a file of plain text shows the text.
    blocks = [name for name in cells["concept"].unique() if taxonomy.all_concepts[name].is_text_block]
    is_named = pl.col("printed").str.contains(PLAIN_NOTE) & ~pl.col("concept").is_in(blocks)
    cells = cells.with_columns(printed=pl.when(is_named & ~pl.col("nil")).then("value").otherwise("printed"))
    results = {"kind": pl.String(), "bare": pl.String(), "format": pl.String()}
    cells = each_combination(cells, ["concept", "printed", "value"], tag, results)
    without_start = pl.col("printed").str.strip_chars_start(_SPACE)
    blanks = pl.col("printed").str.len_chars() - without_start.str.len_chars()
    is_nil, is_whole = pl.col("nil"), pl.col("bare") == pl.col("printed")
    start = pl.when(is_nil).then(pl.col("printed").str.len_chars()).when(is_whole).then(0).otherwise(blanks)
    fits, is_printed = pl.col("kind").is_not_null(), pl.col("kind") == "text"
    return cells.with_columns(
        before=pl.when(is_printed).then(pl.col("printed").str.slice(0, start)).otherwise(pl.lit("")),
        shown=pl.when(fits).then("bare").otherwise("printed"),
        after=pl.when(is_printed)
        .then(pl.col("printed").str.slice(start + pl.col("bare").str.len_chars()))
        .otherwise(pl.lit("")),
        scale=pl.lit(None, pl.Int32),
        negative=pl.lit(value=False),
        role=pl.lit(None, pl.String),
    )


def _untagged(cells: pl.DataFrame) -> pl.DataFrame:
    is_check = pl.col("disposition") == Disposition.FACT
    nothing = pl.lit(None, pl.String)
    return cells.with_columns(
        *(nothing.alias(name) for name in ("kind", "format")),
        fact=nothing,
        before=pl.lit(""),
        shown=pl.col("printed"),
        after=pl.lit(""),
        scale=pl.lit(None, pl.Int32),
        negative=pl.lit(value=False),
        role=pl.when(is_check).then(pl.lit("check")).otherwise("disposition"),
    )


def with_elements(cells: pl.DataFrame) -> pl.DataFrame:
    """Give ids to the elements of tagged cells: that of the fact to one print that is as filed, others with a number.

    Args:
        cells: as `printed_cells` gives them, and whether a document shows each, as `is_shown`.

    Returns: the cells, with the column `element`, which is null for those that have none.
    """
    is_tagged = pl.col("kind").is_not_null() & pl.col("is_shown")
    is_filed = (pl.col("cell") == pl.col("filed")).fill_null(value=False)
    # Where the print that is filed is not shown, another one that says the same stands for it.
    rank = pl.when(is_filed).then(0).when(pl.col("agreement") == AS_FILED).then(1)
    order = pl.when(is_tagged).then(rank * _MOST_CELLS + pl.int_range(pl.len(), dtype=pl.Int64))
    cells = cells.with_columns(order=order, is_tagged=is_tagged)
    is_first = (pl.col("order") == pl.col("order").min().over("fact")).fill_null(value=False)
    cells = cells.with_columns(is_first=is_first)
    number = (pl.col("is_tagged") & ~pl.col("is_first")).cum_sum().over("fact") + 1
    other = pl.concat_str("fact", pl.lit(".print-"), number.cast(pl.String))
    element = pl.when("is_first").then("fact").when("is_tagged").then(other)
    return cells.with_columns(element=element).drop("order", "is_tagged", "is_first")
