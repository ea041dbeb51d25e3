"""Patterns of typed members: regular expressions of XML Schema, which nothing can hang."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("pattern", "words"), [("(a|b)" * 20_001, "longer than"), (r"\p{L}" * 2_000, "too many classes")]
)
def test_what_would_take_gigabytes_is_refused(pattern: str, words: str) -> None:
    """Before the engine sees it, which would find in the end that it is too large."""
    with pytest.raises(PatternError, match=words):
        translated_pattern(pattern)


def test_plain_patterns_need_no_translation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as those of codes, numbers and units: what translates takes longer to import than a taxonomy to read."""
    translated_pattern.cache_clear()
    monkeypatch.setitem(sys.modules, "elementpath.regex", None)  # so that its import fails
    assert matches(r"\d+(\.\d+)?[kMG]bps", "1.5Gbps")
    assert matches("[A-Z0-9]{2,}-x*", "DE0-")


#: What patterns are made of, plain or not.
_PARTS = ("a", "Z", "1", " ", "-", r"\d", r"\.", "[A-Z]", "[ab1-3]", "(", ")", *"?*+.|^", "{2}", "{1,}", "{2,1}")


@given(st.lists(st.sampled_from(_PARTS), max_size=6).map("".join), st.text("aAZ1 -.", max_size=4))
def test_a_pattern_means_the_same_translated(pattern: str, text: str) -> None:
    """Whatever is taken for plain, and not translated, is refused or matches as its translation does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("exporter.taxonomy.patterns._PLAIN", re.compile("(?!)"))
        translated = _outcome(pattern, text)
    assert _outcome(pattern, text) == translated


def _outcome(pattern: str, text: str) -> bool | None:
    translated_pattern.cache_clear()
    try:
        return matches(pattern, text)
    except PatternError:
        return None
