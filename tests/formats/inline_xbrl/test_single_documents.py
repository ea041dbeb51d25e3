"""Documents of a set that stand alone: each says by itself what it says in the set."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from exporter.errors import UnreadableInputError
from exporter.formats.inline_xbrl.reader import read_inline
from exporter.formats.inline_xbrl.single_documents import single_documents

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" '
    'xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:m="http://m" xmlns:iso4217="http://www.xbrl.org/2003/iso4217">'
    "<head><title>t</title></head><body>"
)
_HEADER = (
    '<div style="display:none"><ix:header><ix:references><link:schemaRef xlink:type="simple" xlink:href="m.xsd"/>'
    '</ix:references><ix:resources><ix:relationship fromRefs="a b" toRefs="na nb"/>'
    '<xbrli:context id="c"><xbrli:entity><xbrli:identifier scheme="http://s">1</xbrli:identifier></xbrli:entity>'
    "<xbrli:period><xbrli:instant>2020-12-31</xbrli:instant></xbrli:period></xbrli:context>"
    '<xbrli:unit id="u"><xbrli:measure>iso4217:EUR</xbrli:measure></xbrli:unit></ix:resources></ix:header></div>'
)
_FACT = (
    '<p><ix:nonFraction id="{0}" name="m:Cash" contextRef="c" unitRef="u" decimals="0">{1}</ix:nonFraction>'
    '<ix:footnote id="n{0}" xml:lang="en">Note {0}</ix:footnote></p>'
)
_TAIL = "</body></html>"


def _write_set(folder: Path, second: str = "") -> list[Path]:
    first, other = folder / "a.xhtml", folder / "b.xhtml"
    first.write_text(_HEAD + _HEADER + _FACT.format("a", 1) + _TAIL, encoding="utf-8")
    other.write_text(_HEAD + (second or _FACT.format("b", 2)) + _TAIL, encoding="utf-8")
    return [first, other]


def test_each_document_has_its_facts_and_notes(tmp_path: Path) -> None:
    """With contexts, units and references that another document holds."""
    alone = tmp_path / "alone"
    alone.mkdir()
    for path, content in single_documents(_write_set(tmp_path)):
        (alone / path.name).write_bytes(content)
        report = read_inline(alone / path.name).report
        value = {"a": "1", "b": "2"}[path.stem]
        assert report.facts.select("id", "value", "unit", "period_end").rows() == [
            (path.stem, value, "iso4217:EUR", "2020-12-31")
        ]
        assert report.footnotes.select("fact", "text").rows() == [(path.stem, f"Note {path.stem}")]
        assert f'xlink:href="{(tmp_path / "m.xsd").as_uri()}"' in content.decode()


def test_nothing_is_left_that_runs(tmp_path: Path) -> None:
    """Scripts, handlers and links that run something are gone; the text is not."""
    active = '<p onclick="x()"><script>x()</script>kept <a href=" javascript:x()">too</a></p>'
    *_, (_, content) = single_documents(_write_set(tmp_path, active))
    text = content.decode()
    assert "x()" not in text
    assert "kept <a>too</a>" in text


def test_a_document_without_its_set_is_refused(tmp_path: Path) -> None:
    """Since its facts have no context; the message says what to name."""
    _, second = _write_set(tmp_path)
    with pytest.raises(UnreadableInputError, match="refers to 'c', which is not in it: name the folder"):
        list(single_documents([second]))


def test_notes_of_a_fact_keep_their_order(tmp_path: Path) -> None:
    """Each is linked by itself and says its place, so that the same set gives the same viewer."""
    path = tmp_path / "a.xhtml"
    notes = '<p><ix:footnote id="nb" xml:lang="en">Another</ix:footnote></p>'
    path.write_text(_HEAD + _HEADER + _FACT.format("a", 1) + notes + _TAIL, encoding="utf-8")
    ((_, content),) = single_documents([path])
    links = re.findall(r'<ix:relationship fromRefs="(\w+)" toRefs="(\w+)" order="(\d)"/>', content.decode())
    assert links == [("a", "na", "1"), ("a", "nb", "2")]
