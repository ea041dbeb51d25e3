"""Hostile Parquet files: as facts, and as line items."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import polars as pl

from exporter.report.report import FACT_COLUMNS
from hostile.case import Case, chance
from hostile.small import export

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["cases"]

_HEADER = {
    "namespaces": {
        "t": "http://example.org/t",
        "iso4217": "http://www.xbrl.org/2003/iso4217",
        "e": "http://example.org",
    },
    "entry_points": ["http://example.org/t.xsd"],
    "typed_domains": {},
    "footnotes": [],
}
_FACT = {
    "id": "f",
    "concept": "t:Cash",
    "entity": "e:4711",
    "period_start": None,
    "period_end": "2020-12-31",
    "unit": "iso4217:EUR",
    "dimensions": None,
    "language": None,
    "value": "1",
    "decimals": 0,
}


def cases() -> Iterator[Case]:
    """Each file of facts read in two ways, and each as a table of line items."""
    for name, data in _files():
        for to in ("xml", "csv"):

            def write(folder: Path, data: bytes = data, to: str = to) -> Sequence[str]:
                (folder / "facts.parquet").write_bytes(data)
                return ["read", "facts.parquet", "--to", f"out/facts.{to}"]

            yield Case("parquet", f"{name}, to {to}", write)

        def write_table(folder: Path, data: bytes = data) -> Sequence[str]:
            arguments = export(folder)
            project = folder / "project"
            (project / "statement.parquet").write_bytes(data)
            text = (project / "report.toml").read_text(encoding="utf-8")
            (project / "report.toml").write_text(text.replace("statement.csv", "statement.parquet"), encoding="utf-8")
            return arguments

        yield Case("parquet", f"{name}, as line items", write_table)


def _facts(header: object = None, kinds: dict[str, pl.DataType] | None = None, /, **values: object) -> bytes:
    """Write one fact, with some values or types of its columns changed."""
    row = {name: _FACT.get(name) for name in FACT_COLUMNS} | values
    schema = dict(FACT_COLUMNS) | (kinds or {})
    frame = pl.DataFrame([row], schema=schema, strict=False)
    buffer = io.BytesIO()
    frame.write_parquet(buffer, metadata={"exporter:report": json.dumps(_HEADER if header is None else header)})
    return buffer.getvalue()


def _files() -> Iterator[tuple[str, bytes]]:
    sound = _facts()
    yield "sound", sound
    yield "empty", b""
    yield "the mark alone", b"PAR1"
    yield "both marks alone", b"PAR1PAR1"
    yield "cut", sound[: len(sound) // 2]
    yield "no footer", sound[:-12]
    yield "a footer of 4 GB", sound[:-8] + b"\xff\xff\xff\xff" + b"PAR1"
    for column, kind in {
        "decimals": pl.Float64(),
        "value": pl.Float64(),
        "concept": pl.Binary(),
        "period_end": pl.Date(),
        "id": pl.Int64(),
        "dimensions": pl.List(pl.String()),
        "entity": pl.Null(),
    }.items():
        yield f"{column} is {kind}", _facts(None, {column: kind}, **dict.fromkeys((column,)))
    for column, value in {
        "concept": "Cash",
        "entity": ":",
        "period_end": "tomorrow",
        "unit": "EUR/",
        "dimensions": "{",
        "value": "1e9999999",
        "decimals": 2_000_000_000,
        "id": "1 \x07",
        "language": "\x1b[31m",
    }.items():
        yield f"{column} is {value!r}", _facts(**{column: value})
    for column in FACT_COLUMNS:
        yield f"{column} is null", _facts(**{column: None})
    for name, header in {
        "a list": [],
        "a number": 7,
        "empty": {},
        "namespaces of numbers": {**_HEADER, "namespaces": {"t": 7}},
        "namespaces in a list": {**_HEADER, "namespaces": [["t", "u"]]},
        "entry points of numbers": {**_HEADER, "entry_points": [7]},
        "a text of entry points": {**_HEADER, "entry_points": "abc"},
        "typed domains of lists": {**_HEADER, "typed_domains": {"t:A": []}},
        "footnotes of numbers": {**_HEADER, "footnotes": [[1, 2, 3, 4]]},
        "footnotes too short": {**_HEADER, "footnotes": [["x"]]},
        "other footnote columns": {**_HEADER, "footnote_columns": ["a", "a"]},
        "references of numbers": {**_HEADER, "references": [[1, 2]]},
        "references too long": {**_HEADER, "references": [["x"] * 50]},
    }.items():
        yield f"the header is or has {name}", _facts(header)
    generator = chance("parquet")
    for number in range(12):
        data = bytearray(sound)
        for _ in range(3):
            data[generator.randrange(len(data))] ^= 1 << generator.randrange(8)
        yield f"flipped bits {number}", bytes(data)
