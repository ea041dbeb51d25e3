"""Hostile Inline XBRL: documents that are read and judged, whatever is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile.case import Case, altered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["cases"]

_COMMANDS = {
    "read": ["read", "report.xhtml", "--to", "out/facts.parquet"],
    "validate": ["validate", "report.xhtml", "--no-arelle"],
    "convert": ["convert", "report.xhtml", "--to", "out/report.xml"],
}
_FACT = '<ix:nonFraction name="t:X" contextRef="c" unitRef="u" decimals="0">1</ix:nonFraction>'
_DOCUMENT = """\
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" \
xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2022-02-16" xmlns:t="http://example.org/t" \
xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase" \
xmlns:xlink="http://www.w3.org/1999/xlink">
<head><title>x</title></head><body><div style="display:none"><ix:header><ix:references>
<link:schemaRef xlink:type="simple" xlink:href="t.xsd"/></ix:references><ix:resources>
<xbrli:context id="c"><xbrli:entity><xbrli:identifier scheme="http://example.org/e">1</xbrli:identifier></xbrli:entity>
<xbrli:period><xbrli:instant>2020-12-31</xbrli:instant></xbrli:period></xbrli:context>
<xbrli:unit id="u"><xbrli:measure>xbrli:pure</xbrli:measure></xbrli:unit></ix:resources></ix:header></div>
<p>{}</p></body></html>
"""
_MANY, _LONG, _ALTERED = 30_000, 20_000_000, 30
#: So many letters are changed, at most, into some of these.
_CHANGES = 4, b'<>/"=& \x00\xff1'


def cases() -> Iterator[Case]:
    """Each document with each command."""
    for name, content in _documents():
        for command, arguments in _COMMANDS.items():

            def write(folder: Path, content: bytes = content, arguments: Sequence[str] = arguments) -> Sequence[str]:
                (folder / "report.xhtml").write_bytes(content)
                (folder / "out").mkdir(exist_ok=True)
                return arguments

            yield Case("inline", f"{name}, {command}", write)


def _documents() -> Iterator[tuple[str, bytes]]:
    sound = _DOCUMENT.format(_FACT).encode()
    yield "sound", sound
    yield "half of it", sound[: len(sound) // 2]
    yield "entities without end", b'<!DOCTYPE html [<!ENTITY a "b">]>' + sound.replace(b">1<", b">&a;<")
    yield "an undefined context", sound.replace(b'contextRef="c"', b'contextRef="d"')
    yield "an overflowing scale", sound.replace(b'decimals="0"', b'decimals="0" scale="999999999999"')
    yield "an unknown format", sound.replace(b'decimals="0"', b'decimals="0" format="ixt:none"')
    yield "an undeclared format", sound.replace(b'decimals="0"', b'decimals="0" format="no:none"')
    yield "cut by a tag", sound.replace(b">1<", b"><b>1</b>2<")
    yield "a long number", sound.replace(b">1<", b">" + b"9" * _LONG + b"<")
    circle = "".join(f'<ix:continuation id="k{n}" continuedAt="k{1 - n}">x</ix:continuation>' for n in range(2))
    start = '<ix:nonNumeric name="t:Y" contextRef="c" continuedAt="k0">x</ix:nonNumeric>'
    yield "a circle of continuations", _DOCUMENT.format(start + circle).encode()
    yield "a script", _DOCUMENT.format(f"<script>alert(1)</script>{_FACT}").encode()
    yield "many ids", _DOCUMENT.format(_FACT.replace("<ix:nonFraction", '<ix:nonFraction id="f"') * _MANY).encode()
    yield "many faults", _DOCUMENT.format('<ix:nonFraction name="n">x</ix:nonFraction>' * _MANY).encode()
    nested = '<ix:nonNumeric name="t:Y" contextRef="c">' * 150 + "x" + "</ix:nonNumeric>" * 150
    yield "nested facts", _DOCUMENT.format(nested).encode()
    yield "nested deep", _DOCUMENT.format("<b>" * _MANY + "x" + "</b>" * _MANY).encode()
    yield "controls and overrides", sound.replace(b">1<", ">\u202e\u2066<".encode())
    for number in range(_ALTERED):
        yield f"altered {number}", altered(sound, f"inline {number}", *_CHANGES)
