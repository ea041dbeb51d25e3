"""Escaping: what is written is what an XML parser gives back, and what lxml itself would have written."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from lxml import etree

from exporter.formats.xbrl_xml.text import attribute, attribute_column, content, content_column, joined
from tests.reports import TEXT


@given(TEXT, TEXT)
def test_texts_are_escaped_as_lxml_does(text: str, value: str) -> None:
    """In content and in attributes, one by one and as a column."""
    element = etree.Element("e", a=value)
    element.text = text
    plain = etree.tostring(element, encoding="unicode")
    assert f"<e{attribute('a', value)}>{content(text)}</e>" == plain
    row = pl.DataFrame({"text": [text], "value": [value]})
    column = joined("<e", attribute_column("a", pl.col("value")), ">", content_column(pl.col("text")), "</e>")
    assert row.select(column).item() == plain


def test_null_adds_nothing() -> None:
    """An attribute that is null is not there."""
    row = pl.DataFrame({"value": [None]}, schema={"value": pl.String})
    assert row.select(joined("<e", attribute_column("a", pl.col("value")), "/>")).item() == "<e/>"
