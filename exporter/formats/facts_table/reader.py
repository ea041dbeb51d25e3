"""Reads facts that the writer beside it wrote as Parquet, without loading them: the Report is a query."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.errors import MisuseError, UnreadableInputError
from exporter.files.inputs import open_input
from exporter.files.parquet import parquet_metadata, scan_parquet
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
        with open_input(path) as stream:
            return stream.read(size)
    except (OSError, UnreadableInputError):
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
        header = _header(json.loads(parquet_metadata(source)[HEADER]))
        columns = header.get("footnote_columns", FOOTNOTE_COLUMNS.names())
        footnotes = pl.DataFrame(header["footnotes"], schema=dict.fromkeys(columns, pl.String), orient="row")
        domains, entry_points = dict(header["typed_domains"]), tuple(header["entry_points"])
        references = tuple(Reference(*reference) for reference in header.get("references", ()))
        report = Report(facts, dict(header["namespaces"]), entry_points, domains, footnotes, references, source)
        return Reading(report, [], Document((source.name,)))
    except (OSError, pl.exceptions.PolarsError, MisuseError) as error:
        raise UnreadableInputError(f"{source} cannot be read: {error}") from error
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        raise UnreadableInputError(
            f"{source} does not say what its prefixes stand for; from Python, give Report its facts and namespaces"
        ) from error


def _header(content: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever JSON holds
    """Take a Report's header, if it is one: a file made by hand may have anything in its place.

    Raises:
        KeyError: something is missing.
        ValueError: something has another type.
    """
    is_header = (
        isinstance(content, dict)
        and all(_is_texts_by_name(content[name]) for name in ("namespaces", "typed_domains"))
        and _are_texts(content["entry_points"])
        and _are_texts(content.get("footnote_columns", []))
        and all(_is_row(row) for name in ("footnotes", "references") for row in _list(content.get(name, [])))
    )
    if not is_header:
        raise ValueError("the header has another form")
    return dict(content)


def _is_texts_by_name(content: object) -> bool:
    return isinstance(content, dict) and all(isinstance(text, str) for text in content.values())


def _are_texts(content: object) -> bool:
    return isinstance(content, list) and all(isinstance(text, str) for text in content)


def _is_row(content: object) -> bool:
    return isinstance(content, list) and all(text is None or isinstance(text, str) for text in content)


def _list(content: object) -> list[object]:
    if not isinstance(content, list):
        raise TypeError("the header has something else where a list should be")
    return content
