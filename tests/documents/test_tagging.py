"""Tagging of texts where a document has them: which part is tagged, and with which white space."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from exporter.documents.tagging import CutNumberError, OtherTextError, is_repeated, tagged


def _cell(printed: str, kind: str | None = "text", **changes: object) -> dict[str, Any]:
    """A cell whose print is shown whole."""
    parts = {"before": "", "shown": printed, "after": ""}
    return {"printed": printed, "kind": kind, "nil": False, "role": None, **parts, **changes}


def _tagged(markup: str, cell: dict[str, Any]) -> str:
    """The element after tagging; `t` is the element of Inline XBRL, without its attributes."""
    return _tagged_together(markup, cell, ".")


def _tagged_together(markup: str, cell: dict[str, Any], path: str) -> str:
    """An element after those at a path in it are tagged; `t` is the element of Inline XBRL, and `c` a continuation."""
    element = etree.fromstring(markup)
    for number, tag in enumerate(tagged(element.findall(path), cell)):
        tag.attrib.clear()
        tag.tag = "c" if number else "t"
    etree.cleanup_namespaces(element)
    return etree.tostring(element, encoding="unicode")


_NUMBER = _cell("(1,200)", "number", before="(", shown="1,200", after=")")
_YEN = _cell("¥ １，２００", "number", before="¥ ", shown="1,200")


@pytest.mark.parametrize(
    ("markup", "cell", "result"),
    [
        ("<p>Acme</p>", _cell("Acme"), "<p><t>Acme</t></p>"),
        ("<p>\n A <b>B</b>\n C </p>", _cell("A  B C"), "<p><t>A  <b>B</b> C</t></p>"),
        ("<p><b>A </b> B</p>", _cell("A B"), "<p><t><b>A </b>B</t></p>"),
        ("<p>A</p>", _cell(" A "), "<p><t> A </t></p>"),
        ("<p> (1,200)\n</p>", _NUMBER, "<p>(<t>1,200</t>)</p>"),
        ("<p>(<b>1,200</b>)</p>", _NUMBER, "<p>(<b><t>1,200</t></b>)</p>"),
        ("<p><b>(</b>1,200<b>)</b></p>", _NUMBER, "<p><b>(</b><t>1,200</t><b>)</b></p>"),
        ("<p>¥ 1,200</p>", _YEN, "<p>¥ <t>1,200</t></p>"),
        ("<p>¥\u00a0１，２００</p>", _YEN, "<p>¥ <t>1,200</t></p>"),
        ("<p>–</p>", _cell("–", "number", nil=True, before="–", shown=""), "<p>–<t/></p>"),
        ("<p>20%</p>", _cell("20%", None, role="derived"), '<p class="derived">20%</p>'),
        ('<p class="x">5</p>', _cell("5", None, role="check"), '<p class="x check">5</p>'),
    ],
)
def test_the_text_of_the_cell_is_tagged(markup: str, cell: dict[str, Any], result: str) -> None:
    """Texts whole, of numbers the digits; with the cell's white space where the document has other."""
    assert _tagged(markup, cell) == result


@pytest.mark.parametrize(
    ("markup", "cell", "result"),
    [
        ("<d><p>A</p>x<p>B</p></d>", _cell("A B"), "<d><p><t>A</t></p>x<p><c> B</c></p></d>"),
        ("<d><p>A</p><p>B</p></d>", _cell("AB"), "<d><p><t>A</t></p><p><c>B</c></p></d>"),
        ("<d><p>A</p><p><i>B </i>C</p></d>", _cell("A B C"), "<d><p><t>A</t></p><p><c><i> B </i>C</c></p></d>"),
        ("<d><p>A</p><p>A</p><p>A</p></d>", _cell("AA A"), "<d><p><t>A</t></p><p><c>A</c></p><p><c> A</c></p></d>"),
        (
            "<d><p>A</p><p>B</p></d>",
            _cell("AB", None, role="check"),
            '<d><p class="check">A</p><p class="check">B</p></d>',
        ),
    ],
)
def test_a_text_may_stand_in_several_places(markup: str, cell: dict[str, Any], result: str) -> None:
    """It is continued from element to element, with its white space."""
    assert _tagged_together(markup, cell, "p") == result


@pytest.mark.parametrize(
    ("markup", "cell", "result"),
    [
        ("<d><p>A B</p></d>", _cell("A B"), False),
        ("<d><p>A B</p><p>A  B</p></d>", _cell("A B"), True),
        ("<d><p>A</p><p>B</p></d>", _cell("A B"), False),
        ("<d><p>A</p><p>A</p></d>", _cell("A A"), False),
        ("<d><p>１</p><p>1</p></d>", _cell("1"), True),
        ("<d><p>1,</p><p>200</p></d>", _cell("1,200", "number"), True),
        ("<d><p/><p/></d>", _cell("", nil=True), True),
        ("<d><p/><p/></d>", _cell("Note", "markup"), True),
    ],
)
def test_what_stands_whole_in_several_places_is_repeated(markup: str, cell: dict[str, Any], result: bool) -> None:
    """And so is a number in parts, what is nil, and a note, which no element can continue."""
    assert is_repeated(etree.fromstring(markup).findall("p"), cell) is result


@pytest.mark.parametrize("markup", ["<p>1,201</p>", "<p/>", "<p>1,200</p>", "<p>1 200</p>", "<p>(1,200) yen</p>"])
def test_another_text_is_an_error(markup: str) -> None:
    """Whatever differs but for white space."""
    with pytest.raises(OtherTextError, match="the cell"):
        _tagged(markup, _NUMBER)


def test_digits_stand_together() -> None:
    """Inline XBRL allows no markup inside a number."""
    with pytest.raises(CutNumberError, match="inside the number"):
        _tagged("<p>(1,<b>200</b>)</p>", _NUMBER)
