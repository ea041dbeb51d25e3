"""The Open Information Model 1.0: how its files are known, and what a Report may have that it has no word for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.files.inputs import open_input
from exporter.formats import rules
from exporter.frames.columns import each_distinct
from exporter.report.report import CONTENT, dimensions_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from exporter.findings.findings import Finding
    from exporter.report.report import Report

__all__ = ["has_document_type", "lost_in_oim"]

#: What is said of facts with each of the traits.
_TRAITS = {
    "scenario": "dimensions in the scenario, which are written without their place",
    "tuple": "a place in a tuple, without which they are written",
    "attributes": "attributes that XBRL does not define, without which they are written",
    "unknown_accuracy": "an accuracy that is not known; written without decimals they look exact",
}
_OTHER_ZONE = re.compile(r"[+-](?!00:00)\d\d:\d\d$")


def lost_in_oim(report: Report, keeps_markup: Callable[[str], bool] = lambda _: False) -> list[Finding]:
    """Find what of a report has no place in the model.

    Args:
        report: the report.
        keeps_markup: tells of the markup of a footnote whether the syntax carries it.

    Returns:
        A finding for each kind, with the number of facts and the first of them.
    """
    conditions = {
        what: pl.col(trait).fill_null(value=False) if trait == "unknown_accuracy" else pl.col(trait).is_not_null()
        for trait, what in _TRAITS.items()
        if trait in report.traits
    }
    conditions |= {
        "a segment or scenario with something beside dimensions, without which they are written": each_distinct(
            "dimensions", _content
        ).is_not_null(),
        "a time zone in their period; the same moment is written in UTC": pl.coalesce(
            each_distinct("period_start", _zone), each_distinct("period_end", _zone)
        ).is_not_null(),
    }
    occurrences = report.lazy.select("id", *(each.alias(what) for what, each in conditions.items()))
    messages = [*_about_facts(occurrences, conditions), *_about_footnotes(report, keeps_markup)]
    if report.references:
        messages.append(f"{len(report.references):,} references to linkbases, roles and arcroles are not written")
    return [rules.WRITER_NOT_KEPT.finding(message) for message in messages]


def _content(dimensions: str) -> str | None:
    return "x" if not dimensions_of(dimensions).keys().isdisjoint(CONTENT) else None


def _zone(moment: str) -> str | None:
    return "x" if _OTHER_ZONE.search(moment) else None


def _about_facts(occurrences: pl.LazyFrame, conditions: Iterable[str]) -> Iterator[str]:
    """Say how many facts have what is lost.

    Args:
        occurrences: for each fact its id, and for each condition whether it holds.
        conditions: their names, which are what is said.
    """
    columns = list(conditions)
    counts = [pl.col(name).sum() for name in columns]
    firsts = [pl.col("id").filter(pl.col(name)).first().alias(f"{name}\0") for name in columns]
    row = occurrences.select(*counts, *firsts).collect(engine="streaming").row(0, named=True)
    for name in columns:
        if row[name]:
            yield f"{row[name]:,} facts, first {row[name + chr(0)]!r}, have {name}"


def _about_footnotes(report: Report, keeps_markup: Callable[[str], bool]) -> Iterator[str]:
    """Say how many footnotes lose what."""
    footnotes = report.footnotes
    absent = [pl.lit(None, pl.String).alias(name) for name in ("role", "markup") if name not in footnotes.columns]
    footnotes = footnotes.with_columns(absent)
    lost_markup = [text for text in footnotes["markup"].unique().drop_nulls() if not keeps_markup(text)]
    conditions = {
        "are in no language; und is written, as they must have one": pl.col("language").is_null(),
        "have a role of their own, without which they are written": pl.col("role").is_not_null(),
        "have markup, of which the text is written": pl.col("markup").is_in(lost_markup),
    }
    for what, condition in conditions.items():
        rows = footnotes.filter(condition)
        count = rows.select("footnote", "language", "text").n_unique()
        if count:
            yield f"{count:,} footnotes, first that of the fact {rows['fact'][0]!r}, {what}"


#: In so many bytes at either end of a file its document type is looked for.
_LOOKED_AT = 64 * 1024


def has_document_type(path: Path, name: str) -> bool:
    """Tell a file by its document type, such as `xbrl-json`; of one that cannot be read it is not told."""
    address = rb"https:\\?/\\?/xbrl\.org\\?/2021\\?/" + re.escape(name.encode())
    pattern = re.compile(rb'"documentType"\s*:\s*"' + address + b'"')
    try:
        with open_input(path) as stream:
            head = stream.read(_LOOKED_AT)
            if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
                return False
            stream.seek(max(0, stream.seek(0, 2) - _LOOKED_AT))
            return pattern.search(head) is not None or pattern.search(stream.read()) is not None
    except (OSError, UnreadableInputError):
        return False
