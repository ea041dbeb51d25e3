"""Hostile xBRL-JSON: read, whatever is in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hostile.case import Case, altered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["cases"]

_READ = ["read", "report.json", "--from-format", "json", "--to", "out/facts.parquet"]
_INFO: dict[str, Any] = {
    "documentType": "https://xbrl.org/2021/xbrl-json",
    "namespaces": {"t": "http://example.org/t", "e": "http://example.org/e", "xbrl": "https://xbrl.org/2021"},
    "linkTypes": {"footnote": "http://www.xbrl.org/2003/arcrole/fact-footnote"},
    "linkGroups": {"_": "http://www.xbrl.org/2003/role/link"},
    "taxonomy": ["t.xsd"],
}
_FACT: dict[str, Any] = {"value": "1", "dimensions": {"concept": "t:Note", "entity": "e:1", "language": "en"}}
_NOTE: dict[str, Any] = {"value": "see", "dimensions": {"concept": "xbrl:note", "language": "en", "noteId": "n"}}
_LINKS = {"footnote": {"_": ["n"]}}
_DEEP, _MANY, _LONG, _ALTERED = 100_000, 100_000, 20_000_000, 40
#: So many letters are changed, at most, into some of these.
_CHANGES = 8, b'{}[]:,"\\\x00\xff 1'


def cases() -> Iterator[Case]:
    """Each document read."""
    for name, content in _documents():

        def write(folder: Path, content: bytes = content) -> Sequence[str]:
            (folder / "report.json").write_bytes(content)
            return _READ

        yield Case("json", name, write)


def _documents() -> Iterator[tuple[str, bytes]]:
    """Texts that are no JSON, or JSON that is odd, deep, long or many."""
    text = _text({"f": _FACT})
    yield "nothing", b""
    yield "another encoding", text.decode().encode("utf-16")
    yield "half of it", text[: len(text) // 2]
    yield "zeros", bytes(1_000_000)
    yield "deep arrays", b"[" * _DEEP
    yield "deep objects", b'{"documentInfo":' * _DEEP
    yield "deep extension", text[:-1] + b', "t:x": ' + b"[" * _DEEP + b"]" * _DEEP + b"}"
    yield "doubled keys", _text({"f": "?"}).replace(b'"?"', b"{" + b'"value": "1", ' * _MANY + b'"value": "1"}')
    yield "doubled facts", text.replace(b'"f": ', b'"f": 1, ' * _MANY + b'"f": ')
    yield "many faults", _text({f"f{number}": {} for number in range(_MANY)})
    yield "many dimensions", _text({"f": _fact(**{f"t:d{number}": "t:m" for number in range(_MANY)})})
    yield "many kinds of dimensions", _text({f"f{n}": _fact(**{f"t:d{n}": "m"}) for n in range(10_000)})
    yield "many namespaces", _text({}, namespaces={f"t{n}": f"http://example.org/{n}" for n in range(10_000)})
    yield "many links", _text({"f": {**_FACT, "links": {"footnote": {"_": ["n"] * 3_000_000}}}, "n": _NOTE})
    yield "a long text", _text({"f": {**_FACT, "value": "x" * _LONG}})
    yield "a long id", _text({"x" * _LONG: 1})
    yield "a long number", text.replace(b'"value": "1"', b'"value": "1", "decimals": ' + b"9" * 1_000_000)
    yield "a long unit", _text({"f": _fact(unit="*".join(["t:x"] * _MANY))})
    yield "a long period", _text({"f": _fact(period="2020-01-01T00:00:00." + "0" * _LONG)})
    yield "a bomb in a note", _text({"f": {**_FACT, "links": _LINKS}, "n": {**_NOTE, "value": "<!DOCTYPE a []>&a;"}})
    yield (
        "deep markup",
        _text({"f": {**_FACT, "links": _LINKS}, "n": {**_NOTE, "value": "<b>" * 5_000 + "</b>" * 5_000}}),
    )
    yield "controls and half characters", _text({"\u0000\u202e\ud800": _FACT, "f": {**_FACT, "value": "\ud83d"}})
    yield (
        "a taxonomy elsewhere",
        _text({"f": _FACT}, taxonomy=["../../../etc/passwd", "file:///etc/passwd", "http://a/b"]),
    )
    for number in range(_ALTERED):
        yield f"altered {number}", altered(text, f"json {number}", *_CHANGES)


def _text(facts: dict[str, Any], **info: Any) -> bytes:  # noqa: ANN401 - whatever JSON holds
    return json.dumps({"documentInfo": {**_INFO, **info}, "facts": facts}).encode()


def _fact(**dimensions: str) -> dict[str, Any]:
    return {**_FACT, "dimensions": {**_FACT["dimensions"], **dimensions}}
