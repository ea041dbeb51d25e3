"""Hostile xBRL-CSV: metadata and tables, read whatever is in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hostile.case import Case, altered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["cases"]

_READ = ["read", "report.json", "--from-format", "csv", "--to", "out/facts.parquet"]
_TABLE = "concept,value\nt:X,1\nt:Y,2\n"
_MANY, _LONG, _ALTERED = 50_000, 20_000_000, 30
#: So many letters are changed, at most, into some of these.
_CHANGES = 6, b'{}[]:,"#$\\\x00\xff 1\n'


def cases() -> Iterator[Case]:
    """Each report read."""
    for name, metadata, tables in _reports():

        def write(folder: Path, metadata: bytes = metadata, tables: dict[str, bytes] = tables) -> Sequence[str]:
            (folder / "report.json").write_bytes(metadata)
            for table, content in tables.items():
                (folder / table).write_bytes(content)
            return _READ

        yield Case("xbrl-csv", name, write)


def _reports() -> Iterator[tuple[str, bytes, dict[str, bytes]]]:
    sound = {"facts.csv": _TABLE.encode()}
    yield "sound", _metadata(), sound
    yield "no table", _metadata(), {}
    yield "an empty table", _metadata(), {"facts.csv": b""}
    yield "no UTF-8", _metadata(), {"facts.csv": b"concept,value\nt:X,\xff\xfe\n"}
    yield "zeros", _metadata(), {"facts.csv": bytes(1_000_000)}
    yield "ragged rows", _metadata(), {"facts.csv": (_TABLE + "t:X\nt:X,1,2,3\n").encode()}
    yield "an open quote", _metadata(), {"facts.csv": (_TABLE + '"t:X,1\n').encode()}
    yield "another heading", _metadata(), {"facts.csv": b"concept,values\nt:X,1\n"}
    yield "a heading twice", _metadata(), {"facts.csv": b"concept,value,value\nt:X,1,1\n"}
    yield "many columns", _metadata(), {"facts.csv": (",".join(f"c{n}" for n in range(_MANY)) + "\n").encode()}
    yield "a long cell", _metadata(), {"facts.csv": f"concept,value\nt:X,{'9' * _LONG}\n".encode()}
    yield "many faulty rows", _metadata(), {"facts.csv": b"concept,value\n" + b"nothing,#\n" * _MANY}
    yield "special values", _metadata(), {"facts.csv": b"concept,value\nt:X,#nil\nt:X,#empty\nt:X,##\nt:X,#x\n"}
    for number, url in enumerate(
        ("../outside/secret", "/etc/passwd", "file:///etc/passwd", "http://example.org/t.csv", "a\u0000b", "%2e%2e/x")
    ):
        yield f"a table elsewhere {number}", _metadata(url=url), sound
        yield f"an extension elsewhere {number}", _metadata(extends=[url]), sound
    yield "extends itself", _metadata(extends=["report.json"]), sound
    yield "extends many", _metadata(extends=["x.json"] * _MANY), sound
    yield "deep", b'{"documentInfo":' * 100_000, sound
    yield "many templates", _metadata(templates={f"t{n}": {"columns": {}} for n in range(_MANY)}), sound
    yield "a group of groups", _metadata(value={"propertyGroups": {"g": {"propertyGroups": {"g": {}}}}}), sound
    yield "references in a circle", _metadata(value={"dimensions": {"concept": "$value"}}), sound
    yield "half a character", _metadata(value={"dimensions": {"concept": "\ud83d"}}), sound
    for number in range(_ALTERED):
        yield f"altered metadata {number}", altered(_metadata(), f"xbrl-csv {number}", *_CHANGES), sound
        yield (
            f"altered table {number}",
            _metadata(),
            {"facts.csv": altered(_TABLE.encode(), f"xbrl-csv {_ALTERED + number}", *_CHANGES)},
        )


def _metadata(
    url: str = "facts.csv",
    extends: list[str] | None = None,
    value: dict[str, Any] | None = None,
    templates: dict[str, Any] | None = None,
) -> bytes:
    info: dict[str, Any] = {
        "documentType": "https://xbrl.org/2021/xbrl-csv",
        "namespaces": {"t": "http://example.org/t", "e": "http://example.org/e"},
        "taxonomy": ["t.xsd"],
        **({"extends": extends} if extends else {}),
    }
    template = {
        "columns": {"concept": {}, "value": value or {"dimensions": {"concept": "$concept"}}},
        "dimensions": {"entity": "e:1"},
    }
    content = {
        "documentInfo": info,
        "tableTemplates": {"facts": template, **(templates or {})},
        "tables": {"facts": {"url": url}},
    }
    return json.dumps(content).encode()
