"""References: where they lead, from whatever folder they are made."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.report.references import based, is_relative, located, relocated

SOURCE = Path("/one/two/report.xml")


@pytest.mark.parametrize(
    ("href", "folder", "expected"),
    [
        ("a.xsd", "/one/two", "a.xsd"),
        ("a.xsd", "/one", "two/a.xsd"),
        ("a.xsd", "/one/three", "../two/a.xsd"),
        ("../a.xsd#x", "/one/three", "../a.xsd#x"),
        ("../three/a%20b.xsd", "/one/three", "../three/a%20b.xsd"),
        ("./a.xsd", "/one/two/../two", "./a.xsd"),
        ("../three/./a:b.xsd", "/one", "three/a:b.xsd"),
        ("../a:b.xsd", "/one", "./a:b.xsd"),
        ("?x", "/one", "two/report.xml?x"),
        ("http://example.org/a.xsd", "/one", "http://example.org/a.xsd"),
        ("file:///a.xsd", "/one", "file:///a.xsd"),
        ("/a.xsd", "/one", "/a.xsd"),
        ("//host/a.xsd", "/one", "//host/a.xsd"),
        ("#x", "/one", "#x"),
        ("", "/one", ""),
    ],
)
def test_a_reference_leads_to_the_same_place_from_another_folder(href: str, folder: str, expected: str) -> None:
    """Relative ones are rewritten, others stay."""
    assert relocated(href, SOURCE, Path(folder)) == expected
    if is_relative(href):
        assert located(expected, Path(folder) / "again.xml") == located(href, SOURCE)


def test_folders_are_escaped() -> None:
    """As URLs want it."""
    assert relocated("a.xsd", Path("/Q4 #1/決算/r.xml"), Path("/")) == "Q4%20%231/%E6%B1%BA%E7%AE%97/a.xsd"


@pytest.mark.parametrize(
    ("href", "base", "expected"),
    [
        ("a.xsd", "../tax/", "../tax/a.xsd"),
        ("../a.xsd#x", "../tax/b.xml", "../a.xsd#x"),
        ("a.xsd", "http://example.org/tax/", "http://example.org/tax/a.xsd"),
        ("http://example.org/a.xsd", "../tax/", "http://example.org/a.xsd"),
        ("a.xsd", "/tax/", "/tax/a.xsd"),
    ],
)
def test_a_base_may_be_relative_itself(href: str, base: str, expected: str) -> None:
    """To the file that it stands in."""
    assert based(href, base) == expected
