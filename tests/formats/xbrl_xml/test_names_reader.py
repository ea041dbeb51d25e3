"""Names: each namespace has one prefix in a Report, whatever a document calls it where."""

from __future__ import annotations

from exporter.formats.xbrl_xml.names_reader import NamesReader


class _Counted(str):
    """A prefix that knows how often a number was put behind it."""

    __slots__ = ()
    tries = 0

    def __format__(self, spec: str) -> str:
        _Counted.tries += 1
        return super().__format__(spec)


def test_very_many_namespaces_under_one_prefix_are_numbered_on_from_the_last() -> None:
    """And not each from the beginning, which for a few ten thousand would take minutes."""
    names = NamesReader()
    names.prefix("urn:taken", "a7")
    prefixes = [names.prefix(f"urn:{number}", _Counted("a")) for number in range(1_000)]
    assert [prefixes[place] for place in (0, 1, 5, 6, 999)] == ["a", "a2", "a6", "a8", "a1001"]
    assert _Counted.tries == 1_000
    assert names.prefix("urn:5", "b") == "a6"
