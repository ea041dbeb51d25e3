"""Names: each namespace has one prefix in a Report, whatever a document calls it where."""

from __future__ import annotations

from exporter.formats.xbrl_xml.names_reader import NamesReader
from tests.counted import CountedText


def test_very_many_namespaces_under_one_prefix_are_numbered_on_from_the_last() -> None:
    """And not each from the beginning, which for a few ten thousand would take minutes."""
    names, prefix = NamesReader(), CountedText("a")
    names.prefix("urn:taken", "a7")
    prefixes = [names.prefix(f"urn:{number}", prefix) for number in range(1_000)]
    assert [prefixes[place] for place in (0, 1, 5, 6, 999)] == ["a", "a2", "a6", "a8", "a1001"]
    assert prefix.tries == 1_000
    assert names.prefix("urn:5", "b") == "a6"
