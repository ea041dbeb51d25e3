"""XML names and characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from exporter.report.names import expanded_name, illegal_character, is_ncname, local_name


@given(st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=4))
def test_names_are_legal_just_if_a_parser_takes_them(text: str) -> None:
    """Our rule for names is that of XML."""
    try:
        etree.fromstring(f"<{text}/>".encode())
        legal = ":" not in text
    except etree.XMLSyntaxError:
        legal = False
    if "/" not in text and not any(char in text for char in "<> \t\r\n='\""):
        assert is_ncname(text) == legal


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=6))
def test_characters_are_legal_just_if_a_parser_takes_them(text: str) -> None:
    """Our rule for characters is that of XML 1.0."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    try:
        etree.fromstring(f"<x>{escaped}</x>".encode())
        legal = True
    except etree.XMLSyntaxError:
        legal = False
    assert (illegal_character(text) is None) == legal


def test_an_illegal_character_is_named() -> None:
    """As Unicode names it."""
    assert illegal_character("a\x07b") == "U+0007"


def test_names_are_taken_apart() -> None:
    """Prefix, local part and namespace."""
    assert local_name("a:X") == "X"
    assert local_name("X") == "X"
    assert expanded_name("a:X", {"a": "urn:a"}) == "{urn:a}X"
    with pytest.raises(KeyError):
        expanded_name("b:X", {"a": "urn:a"})
