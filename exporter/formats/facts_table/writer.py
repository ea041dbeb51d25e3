"""Writes a Report's facts as a plain table: its columns, those of traits with them, and some more.

nil                 tells nil from empty text
concept_namespace   what the prefix of the concept stands for
entity_scheme       what the prefix of the entity stands for
footnotes           the fact's footnotes, `language: text`, each on a line

Values stay text, so that no reader of the file turns them into binary floats on the way.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

from exporter.formats import rules
from exporter.frames.engine import write_csv, write_parquet
from exporter.report.report import FOOTNOTE_TRAITS

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings.findings import Finding
    from exporter.report.report import Report

__all__ = ["lost_in_a_table", "namespace_of", "write_facts_csv", "write_facts_json", "write_facts_parquet"]

#: Under this key the metadata of a Parquet file has the Report's header, as a JSON object.
HEADER = "exporter:report"


def write_facts_csv(report: Report, destination: Path) -> None:
    """Write the facts as CSV.

    The file is comma separated, in UTF-8, with one heading row; null is an empty cell, empty text is quoted.
    """
    with destination.open("wb") as stream:  # the engine takes no path that is not UTF-8
        write_csv(_table(report), stream, report.table)


def write_facts_parquet(report: Report, destination: Path) -> None:
    """Write the facts as Parquet.

    Columns keep their types; the Report's header stands in the file's metadata.
    """
    moved = report.moved(destination.parent)
    header = {
        "namespaces": dict(report.namespaces),
        "entry_points": moved.entry_points,
        "typed_domains": dict(report.typed_domains),
        "footnotes": report.footnotes.rows(),
        "footnote_columns": report.footnotes.columns,
        "references": moved.references,
    }
    metadata = {HEADER: json.dumps(header, ensure_ascii=False)}
    with destination.open("wb") as stream:
        write_parquet(_table(report), stream, report.table, metadata)


def write_facts_json(report: Report, destination: Path) -> None:
    """Write the facts as a JSON array with an object per fact."""
    text = json.dumps(_table(report).collect().to_dicts(), ensure_ascii=False, indent=1)
    destination.write_text(text + "\n", encoding="utf-8")


def lost_in_a_table(report: Report) -> list[Finding]:
    """Find what of a report CSV and JSON have no column for: roles and markup of footnotes, and further references."""
    traits = {name: report.footnotes[name].count() for name in FOOTNOTE_TRAITS if name in report.footnotes.columns}
    counts = {
        "footnotes with markup, of which the text is kept": traits.get("markup", 0),
        "footnotes in roles of their own": max((traits[name] for name in traits if name != "markup"), default=0),
        "references to linkbases, roles and arcroles": len(report.references),
    }
    return [rules.WRITER_NOT_KEPT.finding(f"{count:,} {what}") for what, count in counts.items() if count]


def _table(report: Report) -> pl.LazyFrame:
    """Build the table that is written, as a query."""
    footnotes = report.footnote_texts.rename({"fact": "id"}).lazy()
    return report.lazy.with_columns(
        nil=pl.col("value").is_null(),
        concept_namespace=namespace_of("concept", report),
        entity_scheme=namespace_of("entity", report),
    ).join(footnotes, on="id", how="left", maintain_order="left")


def namespace_of(column: str, report: Report) -> pl.Expr:
    """Look up what the prefixes of a column stand for: namespaces of concepts, schemes of entities."""
    prefix = pl.col(column).str.split(":").list.first()
    return prefix.replace_strict(dict(report.namespaces), default=None, return_dtype=pl.String)
