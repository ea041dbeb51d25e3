"""Writes a Report as xBRL-JSON 1.0: a fact on each line, the same bytes for the same Report.

Facts are rendered as a column of text and stream to the file, so that memory does not grow with the report. What many
of them share, all dimensions but the concept, is rendered once for each combination that there is.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, TYPE_CHECKING

import polars as pl

from exporter.formats.oim_facts import (
    OIM,
    OimNames,
    check_report,
    distinct_texts,
    period_moments,
    shared_aspects,
    with_shared,
)
from exporter.formats.xbrl_json.canonical import in_canonical_form
from exporter.formats.xbrl_json.notes import Notes, notes_of
from exporter.formats.xbrl_json.text import quoted, quoted_column
from exporter.frames.columns import each_combination, each_distinct
from exporter.frames.engine import write_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from exporter.report.report import Report

__all__ = ["json_bytes", "write_json"]


def write_json(report: Report, destination: Path, canonical: Mapping[str, str] | None = None) -> None:
    """Write the report to a file.

    Relative references of a report that was read from elsewhere lead to the same place as there.

    Args:
        report: the facts.
        destination: the file.
        canonical: for each concept the built-in type of XML Schema that its values have, `decimal`, `gYear`. If given,
            values are written in canonical form, and the file says so (xBRL-JSON 1.0, 6.1.1); else as they are.

    Raises:
        MisuseError: the Report has what xBRL-JSON cannot hold; the fact is named by its row, counted from 1.
        OSError: the file cannot be written.
    """
    with destination.open("wb") as stream:
        _write(report.moved(destination.parent), stream, canonical)


def json_bytes(report: Report, canonical: Mapping[str, str] | None = None) -> bytes:
    """Write the report in memory.

    Raises:
        MisuseError: as `write_json`.
    """
    stream = BytesIO()
    _write(report, stream, canonical)
    return stream.getvalue()


def _write(report: Report, stream: IO[bytes], canonical: Mapping[str, str] | None) -> None:
    """Write the report to a stream, in UTF-8: facts in the Report's order, then its footnotes."""
    report = report if canonical is None else in_canonical_form(report, canonical)
    facts = report.table.lazy().with_columns(nil=pl.col("value").is_null())
    shared = shared_aspects(facts)
    check_report(report, shared)
    names = OimNames(report)
    concepts = {name: names.renamed(name) for name in distinct_texts(report, "concept")}
    shared = _rendered(shared, names)
    notes = notes_of(report)
    stream.write(_document_head(report, names, notes, is_canonical=canonical is not None).encode())
    stream.write(b' "facts": {\n')
    lines = _fact_lines(facts, shared, notes.links, concepts)
    write_lines(lines, stream, report.table)
    stream.write("".join(f"{line},\n" for line in notes.lines).encode())
    if concepts or notes.lines:
        stream.seek(-2, 2)  # there is no comma behind the last one
        stream.write(b"\n")
        stream.truncate()
    stream.write(b" }\n}\n")


def _period(period_start: str | None, period_end: str | None) -> str | None:
    """Write a period as a dimension; forever has none.

    Raises:
        MisuseError: it has no words in ISO 8601.
    """
    if period_end is None:
        return None
    start, end = period_moments(period_start, period_end)
    return f"{start}/{end}" if start else end


def _member(name: str, text: str | None) -> tuple[str]:
    """Write a dimension that may not be there, with a comma before it."""
    return ("" if text is None else f", {quoted(name)}: {quoted(text)}",)


def _members(members: Mapping[str, str | None]) -> tuple[str]:
    """Write the dimensions that a taxonomy defines."""
    return ("".join(f", {quoted(name)}: {quoted(member)}" for name, member in members.items()),)


# --------------------------------------------------------------------------------------------------- how it is written


def _document_head(report: Report, names: OimNames, notes: Notes, *, is_canonical: bool) -> str:
    """Write all that comes before the facts."""
    namespaces = names.namespaces | ({"xbrl": OIM} if notes.lines or is_canonical else {})
    parts = {
        "documentType": f"{OIM}/xbrl-json",
        **({"features": {"xbrl:canonicalValues": True}} if is_canonical else {}),
        "namespaces": dict(sorted(namespaces.items())),
        **({"linkTypes": notes.types, "linkGroups": notes.groups} if notes.types else {}),
        "taxonomy": list(report.entry_points),
    }
    return '{\n "documentInfo": ' + quoted(parts, indent=1).replace("\n", "\n ") + ",\n"


def _rendered(shared: pl.DataFrame, names: OimNames) -> pl.DataFrame:
    """Write what facts share, from behind the concept to behind the decimals, as `rendered`."""
    parts: dict[str, tuple[list[str], Callable[..., tuple[str]]]] = {
        "entity": (["entity"], lambda text: _member("entity", names.entity(text))),
        "period": (["period_start", "period_end"], lambda start, end: _member("period", _period(start, end))),
        "unit": (["unit"], lambda text: _member("unit", names.unit(text))),
        "language": (["language"], lambda text: _member("language", (text or "").lower() or None)),
        "members": (["dimensions"], lambda text: _members(names.members(text))),
    }
    for name, (columns, function) in parts.items():
        shared = each_combination(shared, columns, function, {f"\0{name}": pl.String})
    is_number = pl.col("unit").is_not_null() & ~pl.col("nil")
    decimals = pl.when(is_number).then(pl.concat_str(pl.lit(', "decimals": '), "decimals"))
    texts = (pl.col(f"\0{name}") for name in parts)
    return shared.with_columns(rendered=pl.concat_str(*texts, pl.lit("}"), decimals, ignore_nulls=True))


def _fact_lines(
    facts: pl.LazyFrame, shared: pl.DataFrame, links: Mapping[str, str], concepts: Mapping[str, str]
) -> pl.LazyFrame:
    """Write each fact as a line, with a comma.

    Args:
        facts: those of the Report.
        shared: what they share, as it is `rendered`; see `with_shared`.
        links: those of the facts that have any, with a comma before them.
        concepts: each with the prefix that it has in the file.
    """
    facts = with_shared(facts, shared)
    link_text = pl.lit("")
    if links:
        table = pl.LazyFrame({"id": list(links), "links": list(links.values())})
        facts = facts.join(table, on="id", how="left", maintain_order="left", build_side="force_right")
        link_text = pl.col("links").fill_null("")
    is_renamed = any(name != written for name, written in concepts.items())
    return facts.select(
        pl.concat_str(
            pl.lit("  "),
            quoted_column(pl.col("id")),
            pl.lit(': {"value": '),
            quoted_column(pl.col("value")).fill_null("null"),
            pl.lit(', "dimensions": {"concept": "'),
            each_distinct("concept", concepts.__getitem__) if is_renamed else pl.col("concept"),
            pl.lit('"'),
            "rendered",
            link_text,
            pl.lit("},"),
        )
    )
