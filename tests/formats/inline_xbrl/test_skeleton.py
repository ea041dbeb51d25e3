"""What is left of a large document: no plain fact, and no element of XHTML without need."""

from __future__ import annotations

from exporter.formats.inline_xbrl.column_reader import read_large_document
from exporter.formats.inline_xbrl.inline_text import XHTML
from exporter.formats.inline_xbrl.plain_facts import RUN
from tests.formats.inline_xbrl.documents import document

_PLAIN = '<ix:nonNumeric name="m:Name" contextRef="c">x</ix:nonNumeric>'
_KEPT = '<ix:nonNumeric name="m:Name" contextRef="c"><b>\nx</b></ix:nonNumeric>'


def test_elements_of_xhtml_stay_around_what_is_left_alone() -> None:
    """Each on its line, as far as lines go."""
    rows = "".join(f"<tr><td>\n{_PLAIN}</td><td>{_PLAIN}</td></tr>\n" for _ in range(20))
    text = document(f"<h1>x</h1>\n<table>{rows}</table>\n<div class='a'><p>x</p>\n<p>{_KEPT}</p>\n{_PLAIN}</div>")
    root = read_large_document("report.xhtml", text.encode()).root
    names = [str(element.tag).removeprefix(f"{{{XHTML}}}") for element in root.iter()]
    assert [name for name in names if not name.startswith("{") or name == RUN] == [
        *("html", "head", "title", "body", "div", RUN, "div", "p", "b", RUN)
    ]
    assert [(run.get("first"), run.get("last")) for run in root.iter(RUN)] == [("0", "40"), ("40", "41")]
    (kept,) = root.iter(f"{{{XHTML}}}b")
    around = kept.getparent()
    assert around is not None
    assert text.splitlines()[(around.sourceline or 0) - 1].startswith("<p><ix:nonNumeric")


def test_a_run_says_what_it_stands_for() -> None:
    """The lines of its facts, and for each the line of the document that it comes from."""
    text = document(f"{_PLAIN}\n\n{_PLAIN.replace('>x<', f'>y{chr(10)}z<')}{_KEPT}{_PLAIN}")
    result = read_large_document("report.xhtml", text.encode())
    first, second = result.root.iter(RUN)
    assert result.plain_facts
    line = text.count("\n", 0, text.index(_PLAIN)) + 1
    lines, places = result.plain_facts.lines(first)
    assert bytes(lines).decode().splitlines() == [
        '<m:Name contextRef="c" xml:lang="en">x</m:Name>',
        '<m:Name contextRef="c" xml:lang="en">y',
        "z</m:Name>",
    ]
    assert places == [line, line + 2, line + 2]
    lines, places = result.plain_facts.lines(second)
    assert (bytes(lines).count(b"\n"), places) == (1, [line + 4])
