"""What a document says of its type: one of HTML is passed over, whatever declares something is left as it is."""

from __future__ import annotations

import pytest

from exporter.files.document_type import without_html_type


@pytest.mark.parametrize(
    ("document", "left"),
    [
        (b"<!DOCTYPE html><html/>", b"               <html/>"),
        (
            b'\xef\xbb\xbf<?xml version="1.0"?>\n<!DOCTYPE\nhtml ><a/>',
            b'\xef\xbb\xbf<?xml version="1.0"?>\n         \n      <a/>',
        ),
        (b"<!-- a --> <!doctype HTML SYSTEM 'x.dtd'>\r\n<a/>", b"<!-- a -->                               \r\n<a/>"),
    ],
)
def test_blanks_take_the_place_of_a_type_of_html(document: bytes, left: bytes) -> None:
    """So that everything else stays in its line and column."""
    assert without_html_type(document) == left


@pytest.mark.parametrize(
    "document",
    [
        b"<html/>",
        b"<!DOCTYPE x><html/>",
        b"<!DOCTYPE htmlx><html/>",
        b'<!DOCTYPE html [<!ENTITY a "b">]><html/>',
        b"<html><!DOCTYPE html></html>",
        b"<!-- <!DOCTYPE html> --><html/>",
    ],
)
def test_everything_else_is_left_as_it_is(document: bytes) -> None:
    """A parser refuses what defines entities, or is no XML."""
    assert without_html_type(document) == document
