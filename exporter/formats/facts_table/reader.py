"""Reads facts that the writer beside it wrote as Parquet, without loading them: the Report is a query."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import MisuseError, UnreadableInputError
from exporter.files.parquet import scan_parquet
from exporter.report.document import Document, Reading
from exporter.report.references import Reference
from exporter.report.report import FACT_COLUMNS, FOOTNOTE_COLUMNS, TRAIT_COLUMNS, Report

if TYPE_CHECKING:
    from pathlib import Path


__all__ = ["is_facts_csv", "is_facts_json", "is_parquet", "read_facts_parquet"]

#: Under this key the file's metadata has the Report's header, as a JSON object.
HEADER = "exporter:report"


def is_parquet(path: Path) -> bool:
    """Tell a Parquet file by its first bytes."""
    return _first_bytes(path, 4) == b"PAR1"


def is_facts_csv(path: Path) -> bool:
    """Tell a table of facts in CSV by its heading row."""
    heading = ",".join(FACT_COLUMNS).encode()
    return _first_bytes(path, len(heading)) == heading


def is_facts_json(path: Path) -> bool:
    """Tell a table of facts in JSON by the beginning of its first object."""
    return re.match(rb"\s*\[\s*\{\s*\"id\"\s*:", _first_bytes(path, 1024)) is not None


def _first_bytes(path: Path, size: int) -> bytes:
    """Read the beginning of a file; of one that cannot be read, which its reader will say, there is none."""
    try:
        with path.open("rb") as stream:
            return stream.read(size)
    except OSError:
        return b""


def read_facts_parquet(source: Path) -> Reading:
    """Read the facts as a query over a Parquet file.

    The file must have the columns of `FACT_COLUMNS`, and may have those of `TRAIT_COLUMNS`; further ones are left out.

    Raises:
        UnreadableInputError: missing, no Parquet, without the Report's header, or without its columns.
    """
    try:
        facts = scan_parquet(source)
        schema = facts.collect_schema()
        traits = [name for name, kind in TRAIT_COLUMNS.items() if schema.get(name) == kind]
        facts = facts.select(*FACT_COLUMNS, *traits)
        header = json.loads(pl.read_parquet_metadata(source)[HEADER])
        columns = header.get("footnote_columns", FOOTNOTE_COLUMNS.names())
        footnotes = pl.DataFrame(header["footnotes"], schema=dict.fromkeys(columns, pl.String), orient="row")
        domains, entry_points = dict(header["typed_domains"]), tuple(header["entry_points"])
        references = tuple(Reference(*reference) for reference in header.get("references", ()))
        report = Report(facts, dict(header["namespaces"]), entry_points, domains, footnotes, references, source)
        return Reading(report, [], Document((source.name,)))
    except (OSError, pl.exceptions.PolarsError, MisuseError) as error:
        raise UnreadableInputError(f"{source} cannot be read: {error}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableInputError(
            f"{source} does not say what its prefixes stand for; from Python, give Report its facts and namespaces"
        ) from error
