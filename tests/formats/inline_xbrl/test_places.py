"""Where lines of an instance come from."""

from __future__ import annotations

from exporter.formats.inline_xbrl.places import Places


def test_each_line_has_its_place() -> None:
    """Lines of documents in turn."""
    places = Places()
    for document, lines in (("", [1]), ("a.xhtml", [5, 7]), ("b.xhtml", [2]), ("a.xhtml", [100_000])):
        places.add(document, lines)
    assert [places[number] for number in range(len(places))] == [
        ("", 1),
        ("a.xhtml", 5),
        ("a.xhtml", 7),
        ("b.xhtml", 2),
        ("a.xhtml", 100_000),
    ]
