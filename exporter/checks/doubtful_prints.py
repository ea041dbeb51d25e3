"""Prints that can be read, and yet are doubtful: by the rest of their table, their heading, or their accuracy.

What is filed stays as it is; each doubt is a warning that says how to settle it in report.toml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.checks import rules
from exporter.findings.findings import Finding, Source
from exporter.frames.columns import contains, each_combination
from exporter.mapping.cell_conventions import declaration_of
from exporter.prints.conventions import EITHER_WAY, PLAIN_FORMS
from exporter.prints.declarations import convention_for
from exporter.project.toml_lines import column_line, table_line
from exporter.report.dispositions import Disposition

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exporter.project.mapping_csv import MappingRow
    from exporter.project.project import Project

__all__ = ["check_prints"]

_CURRENCY, _RATIO = r"^iso4217:[A-Z]{3}$", r"/|^xbrli:pure$"
_PERCENT_HEADING = r"(?i)%|\b(?:percent|per cent|prozent|pourcent|por ciento)\b"
#: Words in headings and labels that say in what amounts are printed, with the power of ten.
_SCALE_WORDS = {
    r"(?i)\bthousands?\b|千円|千米ドル|千ドル|\bTEUR\b|\bT€|\bk€|\btsd\b|\btausend\b|\bmilliers\b|\bmiles de\b": 3,
    r"(?i)\bmillions?\b|百万円|百万米ドル|百万ドル|\bmio\b|\bmillionen\b|\bmillones\b|[€$£¥]\s?m\b": 6,
    r"(?i)\bbillions?\b|十億円|\bmrd\b|\bmilliarden\b|[€$£¥]\s?bn\b": 9,
    r"億円": 8,
}
_COLUMN = ("table", "file", "language", "column", "heading")


def check_prints(
    items: pl.DataFrame, evaluated: pl.DataFrame, rows: Sequence[MappingRow], project: Project
) -> list[Finding]:
    """Find the figures whose print is doubtful.

    Args:
        items: the line items.
        evaluated: what they say, with the columns of `EVALUATED_COLUMNS`.
        rows: the mapping.
        project: what report.toml declares of prints.
    """
    is_figure = pl.col("printed_value").is_not_null() & (pl.col("disposition") != Disposition.EXCLUDED)
    figures = evaluated.filter(is_figure)
    columns = [*_COLUMN, "row", "label", "printed"]
    figures = figures.select(
        "cell", "mapping_index", "disposition", "unit", "scale", "decimals", "places", "percent", "printed_value"
    ).hstack(items[figures["cell"]].select(columns))
    if figures.is_empty():
        return []
    facts = figures.filter(pl.col("disposition") == Disposition.FACT)
    return [
        *_either_way(figures, project),
        *_finer_than_print(facts, rows),
        *_percent_headings(facts),
        *_scale_words(facts),
    ]


def _source(cell: dict[str, Any]) -> Source:
    return Source(cell["file"], cell["row"], cell["column"], cell["heading"])


def _either_way(figures: pl.DataFrame, project: Project) -> Iterator[Finding]:
    """Find figures whose one mark may group digits or be the decimal one, where nothing in their file tells."""

    def marks(table: str, file: str, language: str, heading: str) -> tuple[bool, str]:
        declaration = declaration_of(project, table, file, language, heading)
        return declaration.declares_marks, convention_for(declaration, language).decimal_mark

    results = {"is_declared": pl.Boolean, "decimal_mark": pl.String}
    figures = each_combination(figures, ["table", "file", "language", "heading"], marks, results)
    plain = pl.col("printed").str.replace_many(PLAIN_FORMS)
    figures = figures.with_columns(doubtful=plain.str.extract(EITHER_WAY, 1), is_marked=plain.str.contains("[0-9][.,]"))
    if figures["doubtful"].null_count() == figures.height:
        return
    tells = pl.col("is_marked") & pl.col("doubtful").is_null()
    undecided = figures.filter(~pl.col("is_declared") & ~tells.any().over("file") & pl.col("doubtful").is_not_null())
    is_decimal = pl.col("doubtful").str.contains(pl.col("decimal_mark"), literal=True)
    is_ratio, is_amount = contains("unit", _RATIO), ~contains("unit", _RATIO)
    undecided = undecided.with_columns(is_decimal=is_decimal).filter(
        (is_decimal & is_amount) | (~is_decimal & is_ratio)
    )
    for cell in undecided.unique(["file", "doubtful"], keep="first", maintain_order=True).iter_rows(named=True):
        mark = "," if "," in cell["doubtful"] else "."
        name = {",": "comma", ".": "point"}[mark]
        is_point = cell["is_decimal"]
        meaning, other = ("is decimal", "groups thousands") if is_point else ("groups thousands", "is decimal")
        message = (
            f"the {name} of {cell['printed']} is read as one that {meaning}; perhaps it {other}, for nothing tells"
        )
        this_line = f'decimal_mark = "{cell["decimal_mark"]}"'
        other_line = f'decimal_mark = "{"." if cell["decimal_mark"] == "," else ","}"'
        hint = f"if it {other}, {table_line(cell['table'], other_line)}; if it {meaning}, {this_line}"
        yield rules.PRINT_EITHER_WAY.finding(message, _source(cell), hint=hint)


def _finer_than_print(facts: pl.DataFrame, rows: Sequence[MappingRow]) -> Iterator[Finding]:
    """Find facts that are filed as more accurate than any figure of their kind in the file is printed."""
    is_rounded = pl.col("decimals").is_not_null() & pl.col("printed_value").str.contains("[1-9]")
    kind = ["file", "unit", "scale", "decimals", "percent"]
    printed = facts.filter(is_rounded).with_columns(accuracy=pl.col("places") - pl.col("scale"))
    finest = printed.group_by(kind, maintain_order=True).agg(
        pl.all().exclude(kind).first(), finest=pl.col("accuracy").max()
    )
    for cell in finest.filter(pl.col("decimals") > pl.col("finest")).iter_rows(named=True):
        message = (
            f"{cell['printed']} is filed with decimals {cell['decimals']}, but is printed to {cell['finest']}, "
            "as the finest of its kind in the file"
        )
        hint = f"write decimals = {cell['finest']}, or raise the scale if the figure is printed in smaller units"
        related = (rows[cell["mapping_index"]].source,)
        yield rules.PRINT_FINER_ACCURACY.finding(message, _source(cell), hint=hint, related=related)


def _percent_headings(facts: pl.DataFrame) -> Iterator[Finding]:
    """Find columns headed as percentages whose figures are filed as they stand."""
    is_pure = (pl.col("unit") == "xbrli:pure") & ~pl.col("percent") & (pl.col("scale") == 0)
    columns = facts.filter(is_pure & contains("heading", _PERCENT_HEADING))
    for cell in columns.unique(["file", "column"], keep="first", maintain_order=True).iter_rows(named=True):
        message = f"the heading says percent, but {cell['printed']} is filed as it stands, not as a hundredth of it"
        yield rules.PRINT_PERCENT_HEADING.finding(
            message, _source(cell), hint=column_line(cell["heading"], "scale = -2")
        )


def _scale_words(facts: pl.DataFrame) -> Iterator[Finding]:
    """Find amounts whose heading or label says another scale than they are read in."""
    amounts = facts.filter(contains("unit", _CURRENCY))
    scale = pl.coalesce(
        pl.when(contains(place, word)).then(pl.lit(power))
        for place in ("label", "heading")
        for word, power in _SCALE_WORDS.items()
    )
    amounts = amounts.with_columns(said=scale).filter(pl.col("said") != pl.col("scale"))
    for cell in amounts.unique(["file", "column", "said"], keep="first", maintain_order=True).iter_rows(named=True):
        message = f"heading or label says that the amount is printed in ten to the power of {cell['said']}"
        message += f", and {cell['printed']} is read with scale {cell['scale']}"
        hint = f"write scale = {cell['said']} for the table, the column or the mapping row, or correct the words"
        yield rules.PRINT_OTHER_SCALE.finding(message, _source(cell), hint=hint)
