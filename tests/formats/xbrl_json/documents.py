"""xBRL-JSON with valid defaults, what a taxonomy would say of it, and reports that the model has words for."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.formats.xbrl_json.reader import read_json
from exporter.report.periods import end_moment, first_day, last_day, start_moment
from exporter.report.report import FACT_COLUMNS, Report, dimensions_of, dimensions_text, facts_frame

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.report.document import Reading

INFO: dict[str, Any] = {
    "documentType": "https://xbrl.org/2021/xbrl-json",
    "namespaces": {
        "a": "http://example.org/a",
        "entity": "http://example.org/register",
        "iso4217": "http://www.xbrl.org/2003/iso4217",
        "xbrl": "https://xbrl.org/2021",
        "xbrli": "http://www.xbrl.org/2003/instance",
    },
    "linkTypes": {"footnote": "http://www.xbrl.org/2003/arcrole/fact-footnote"},
    "linkGroups": {"_": "http://www.xbrl.org/2003/role/link"},
    "taxonomy": ["a.xsd"],
}
DIMENSIONS: dict[str, Any] = {
    "concept": "a:X",
    "entity": "entity:1",
    "period": "2020-01-01T00:00:00/2021-01-01T00:00:00",
    "unit": "iso4217:JPY",
}
NOTE: dict[str, Any] = {"value": "see", "dimensions": {"concept": "xbrl:note", "language": "en", "noteId": "n"}}


class Said:
    """Says that concepts in N are numeric, and that a:Typed alone is a typed dimension."""

    def __init__(self, *_: object) -> None:
        """Whatever file it is about."""

    def is_numeric(self, tag: str) -> bool | None:
        """By the name."""
        return tag.rpartition("}")[2].startswith("N")

    def typed_domain(self, tag: str) -> str | None:
        """By the name."""
        return "{http://example.org/b}member" if tag == "{http://example.org/a}Typed" else ""


class Silent:
    """Says nothing, as where no taxonomy is at hand."""

    def __init__(self, *_: object) -> None:
        """Whatever file it is about."""

    def is_numeric(self, _: str) -> bool | None:
        """Not known."""

    def typed_domain(self, _: str) -> str | None:
        """Not known."""


def fact(dimensions: dict[str, Any] | None = None, *, without: str = "", **members: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever JSON holds
    """A fact of twelve yen, but for what is given."""
    merged = {key: value for key, value in {**DIMENSIONS, **(dimensions or {})}.items() if key != without}
    content = {"value": "12", "decimals": 0, "dimensions": merged, **members}
    return {key: value for key, value in content.items() if key != without}


def document(facts: Any, **info: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever JSON holds
    """A document with these facts."""
    return {"documentInfo": {**INFO, **info}, "facts": facts}


def read_content(folder: Path, content: Any, kinds_of: Any = None) -> Reading:  # noqa: ANN401 - whatever JSON holds
    """Write a document, or a text as it is, and read it."""
    path = folder / "report.json"
    text = content if isinstance(content, str) else json.dumps(content, indent=1)
    path.write_text(text, encoding="utf-8")
    return read_json(path, kinds_of or Silent)


def carried(report: Report) -> Report:
    """What of a report the model has words for.

    Concepts of numbers begin with N, so that a taxonomy could tell them; a period has a length, and is in UTC.
    """
    footnotes = report.footnotes.with_columns(pl.lit(None, pl.String).alias("role"), pl.col("language").fill_null("en"))
    rows = [_carried_fact(row) for row in report.facts.select(FACT_COLUMNS.names()).iter_rows(named=True)]
    return replace(report, table=facts_frame(rows), footnotes=footnotes, references=())


def _carried_fact(row: dict[str, Any]) -> dict[str, Any]:
    prefix, _, local = row["concept"].partition(":")
    start, end = row["period_start"], row["period_end"]
    if end is not None:
        end = last_day(end_moment("9998-12-31" if end == "9999-12-31" else end))
        start = None if start is None else first_day(start_moment(start))
    if start and start_moment(start) == end_moment(end):
        start = None
    members = {name: member for name, member in dimensions_of(row["dimensions"]).items() if ":" in name}
    return {
        **row,
        "concept": f"{prefix}:{'N' if row['unit'] else 'T'}{local}",
        "entity": re.sub(r"\s", "_", row["entity"]),
        "period_start": start,
        "period_end": end,
        "dimensions": dimensions_text(members),
    }
