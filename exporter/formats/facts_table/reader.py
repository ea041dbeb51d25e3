"""Reads facts that the writer beside it wrote as Parquet, without loading them: the Report is a query."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import MisuseError, UnreadableInputError
from exporter.files.parquet import scan_parquet
from exporter.report.report import FACT_COLUMNS, FOOTNOTE_COLUMNS, Report

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings.findings import Finding

__all__ = ["read_parquet"]

#: Under this key the file's metadata has the Report's header, as a JSON object.
HEADER = "exporter:report"


def read_parquet(source: Path) -> tuple[Report, list[Finding]]:
    """The facts as a query over the file, whose columns must be those of `FACT_COLUMNS`, among others; no findings.

    Raises:
        UnreadableInputError: missing, no Parquet, without the Report's header, or without its columns.
    """
    try:
        facts = scan_parquet(source).select(*FACT_COLUMNS)
        header = json.loads(pl.read_parquet_metadata(source)[HEADER])
        footnotes = pl.DataFrame(header["footnotes"], schema=FOOTNOTE_COLUMNS, orient="row")
        domains, entry_points = dict(header["typed_domains"]), tuple(header["entry_points"])
        return Report(facts, dict(header["namespaces"]), entry_points, domains, footnotes), []
    except (OSError, pl.exceptions.PolarsError, MisuseError) as error:
        raise UnreadableInputError(f"{source} cannot be read: {error}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableInputError(
            f"{source} does not say what its prefixes stand for; from Python, give Report its facts and namespaces"
        ) from error
