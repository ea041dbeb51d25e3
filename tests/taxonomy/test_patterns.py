"""Patterns of typed members: regular expressions of XML Schema, which nothing can hang."""

from __future__ import annotations

import pytest

from exporter.taxonomy.patterns import PatternError, matches, translated_pattern


@pytest.mark.parametrize(
    ("pattern", "text", "is_match"),
    [
        (r"\i\c*", "abc", True),
        (r"\i\c*", "1abc", False),
        (r"\d+-\d+", "1-10", True),
        ("a|b", "ab", False),
        ("[a-z-[aeiou]]", "e", False),
        (r"\p{Lu}", "Ä", True),
        ("^a$", "a", False),  # which are no anchors in XML Schema
        ("", "", True),
        ("(a+)+b", "a" * 40, False),  # which takes for ever elsewhere
    ],
)
def test_a_whole_text_matches_or_not(pattern: str, text: str, is_match: bool) -> None:
    """As XML Schema says."""
    assert matches(pattern, text) == is_match


@pytest.mark.parametrize("pattern", ["(?P<x>a)", "a{2", "a**", "[", r"\q", "a{1,1000000}"])
def test_what_is_no_such_pattern_is_refused(pattern: str) -> None:
    """Python's own syntax, and what would take all the memory."""
    with pytest.raises(PatternError):
        translated_pattern(pattern)
