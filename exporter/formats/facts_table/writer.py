"""Writes a Report's facts as a plain table: the columns of `FACT_COLUMNS` and some more.

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

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.report.report import Report

__all__ = ["write_facts_csv", "write_facts_json", "write_facts_parquet"]

#: Under this key the metadata of a Parquet file has the Report's header, as a JSON object.
HEADER = "exporter:report"


def write_facts_csv(report: Report, destination: Path) -> None:
    """Write the facts as CSV.

    The file is comma separated, in UTF-8, with one heading row; null is an empty cell, empty text is quoted.
    """
    _table(report).sink_csv(destination, engine="streaming")


def write_facts_parquet(report: Report, destination: Path) -> None:
    """Write the facts as Parquet.

    Columns keep their types; the Report's header stands in the file's metadata.
    """
    header = {
        "namespaces": dict(report.namespaces),
        "entry_points": report.entry_points,
        "typed_domains": dict(report.typed_domains),
        "footnotes": report.footnotes.rows(),
    }
    metadata = {HEADER: json.dumps(header, ensure_ascii=False)}
    _table(report).sink_parquet(destination, metadata=metadata, engine="streaming")


def write_facts_json(report: Report, destination: Path) -> None:
    """Write the facts as a JSON array with an object per fact."""
    text = json.dumps(_table(report).collect().to_dicts(), ensure_ascii=False, indent=1)
    destination.write_text(text + "\n", encoding="utf-8")


def _table(report: Report) -> pl.LazyFrame:
    """Build the table that is written, as a query."""
    footnotes = report.footnote_texts.rename({"fact": "id"}).lazy()
    return report.lazy.with_columns(
        nil=pl.col("value").is_null(),
        concept_namespace=_namespace("concept", report),
        entity_scheme=_namespace("entity", report),
    ).join(footnotes, on="id", how="left", maintain_order="left")


def _namespace(column: str, report: Report) -> pl.Expr:
    """Look up what the prefixes of a column stand for."""
    prefix = pl.col(column).str.split(":").list.first()
    return prefix.replace_strict(dict(report.namespaces), default=None, return_dtype=pl.String)
