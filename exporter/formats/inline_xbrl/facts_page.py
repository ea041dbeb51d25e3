"""A page for a report that was not printed anywhere: tables as its taxonomy presents them, or one list of its facts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import MisuseError
from exporter.formats import rules
from exporter.formats.inline_xbrl.network_tables import network_tables
from exporter.formats.inline_xbrl.page import CELL_COLUMNS, ROW_COLUMNS, Heading, Note, Page, PageTable
from exporter.formats.inline_xbrl.writer import write_inline
from exporter.frames.columns import each_distinct
from exporter.prints.numbers import decimal_text
from exporter.report.ids import distinct
from exporter.report.presentation import Presentation
from exporter.report.report import FOOTNOTE_TRAITS

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings.findings import Finding
    from exporter.report.report import Report

__all__ = ["facts_page", "lost_in_inline", "write_facts_page"]

_NOTE = ["footnote", "language", "text"]
_PAGE_TITLE = "Report"
_TITLE, _TITLE_OF_REST = "Facts", "Other facts"
_HEADINGS = ("Concept", "Period", "Unit or language", "Dimensions", "Value")
#: The language of a document of which no fact and no footnote tells another one.
_LANGUAGE = "en"
_NO_PRESENTATION = Presentation()


def write_facts_page(
    report: Report, destination: Path, title: str = _PAGE_TITLE, presentation: Presentation = _NO_PRESENTATION
) -> None:
    """Write a report as one Inline XBRL document, with tables by the taxonomy's presentation and a list of the rest.

    Raises:
        MisuseError: the Report has what no document can hold; the fact is named.
        OSError: the file cannot be written.
    """
    if "tuple" in report.traits:
        raise MisuseError("the report has facts in tuples, which Inline XBRL documents are not written with")
    moved = _with_distinct_footnotes(report.moved(destination.parent))
    write_inline(moved, {destination: facts_page(moved, title, presentation)})


def _with_distinct_footnotes(report: Report) -> Report:
    """Give footnotes that differ in language or text names of their own, which are ids in the document."""
    notes = report.footnotes.select(_NOTE).unique(maintain_order=True)
    names = pl.Series("name", distinct(notes["footnote"]), dtype=pl.String)
    named = report.footnotes.join(notes.with_columns(names), on=_NOTE, nulls_equal=True, maintain_order="left")
    return replace(report, footnotes=named.with_columns(footnote="name").drop("name"))


def lost_in_inline(report: Report) -> list[Finding]:
    """Find what of a report an Inline XBRL document does not keep."""
    footnotes = {name: report.footnotes[name].count() for name in FOOTNOTE_TRAITS if name in report.footnotes.columns}
    facts = report.lazy.select(
        pl.col(name).count() for name in ("attributes", "unknown_accuracy") if name in report.traits
    )
    traits = (
        facts.collect(engine="streaming").to_dicts()[0] if report.traits & {"attributes", "unknown_accuracy"} else {}
    )
    counts = {
        "footnotes with markup, of which the text is kept": footnotes.get("markup", 0),
        "footnotes in roles of their own": max((footnotes[name] for name in footnotes if name != "markup"), default=0),
        "facts with attributes that XBRL does not define": traits.get("attributes", 0),
        "numbers whose accuracy is not known, which now say that they are exact": traits.get("unknown_accuracy", 0),
        "references to linkbases, roles and arcroles": len(report.references),
    }
    return [rules.WRITER_NOT_KEPT.finding(f"{count:,} {what}") for what, count in counts.items() if count]


def facts_page(report: Report, title: str, presentation: Presentation = _NO_PRESENTATION) -> Page:
    """Lay out a report: a table for each network of a presentation, and a list of the facts that these do not show."""
    tables, shown = network_tables(report, presentation)
    if not shown:
        tables = [_list_of_facts(report.facts, _TITLE)]
    elif len(shown) < report.facts.height:
        tables.append(_list_of_facts(report.facts.filter(~pl.col("id").is_in(list(shown))), _TITLE_OF_REST))
    language = report.facts["language"].drop_nulls().first() or _LANGUAGE
    notes = report.footnotes.select("footnote", "language", "text").unique(
        "footnote", keep="first", maintain_order=True
    )
    return Page(
        str(language),
        title,
        tuple(tables),
        tuple(Note(name, "", text or "", lang) for name, lang, text in notes.rows()),
    )


def _list_of_facts(facts: pl.DataFrame, title: str) -> PageTable:
    """List facts: one a row, with its aspects and its value, which is tagged."""
    facts = facts.with_row_index("row", 1).with_columns(pl.col("row").cast(pl.Int64))
    period = pl.concat_str("period_start", "period_end", separator=" – ", ignore_nulls=True)
    shown = [period, pl.coalesce("unit", "language").fill_null(""), pl.col("dimensions").fill_null("")]
    plain = [facts.select("row", shown=each) for each in shown]
    is_number = pl.col("unit").is_not_null()
    digits = (
        each_distinct("value", lambda text: decimal_text(Decimal(text).copy_abs())) if _has_numbers(facts) else "value"
    )
    numbers = facts.filter(is_number).with_columns(printed=digits)
    texts = facts.filter(~is_number).with_columns(printed="value")
    values = pl.concat([numbers, texts]).select(
        "row",
        before=pl.when(is_number & pl.col("value").str.starts_with("-")).then(pl.lit("-")).otherwise(pl.lit("")),
        shown=pl.col("printed").fill_null(""),
        kind=pl.when(is_number).then(pl.lit("number")).otherwise(pl.lit("text")),
        fact="id",
        element="id",
        nil=pl.col("value").is_null(),
        decimals="decimals",
        negative=(is_number & pl.col("value").str.starts_with("-")).fill_null(value=False),
    )
    cells = pl.concat([*plain, values], how="diagonal").with_columns(
        **{name: pl.col(name).fill_null("") if name in values.columns else pl.lit("") for name in ("before", "after")},
        nil=pl.col("nil").fill_null(value=False),
        negative=pl.col("negative").fill_null(value=False),
    )
    absent = (pl.lit(None, kind).alias(name) for name, kind in CELL_COLUMNS.items() if name not in cells.columns)
    cells = cells.sort("row", maintain_order=True).with_columns(absent).select(CELL_COLUMNS.names()).cast(CELL_COLUMNS)
    rows = facts.select("row", kind=pl.lit("item"), label="concept", depth=pl.lit(0, pl.Int32)).cast(ROW_COLUMNS)
    return PageTable("facts", (title,), (tuple(map(Heading, _HEADINGS)),), rows, cells)


def _has_numbers(facts: pl.DataFrame) -> bool:
    return facts["unit"].count() > 0
