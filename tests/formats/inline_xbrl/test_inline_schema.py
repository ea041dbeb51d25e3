"""The schema of Inline XBRL: faults are told by line, here or, of large documents, from a process of its own."""

from __future__ import annotations

import pytest
from lxml import etree

from exporter.files.isolated_process import IsolatedProcess, ProcessError
from exporter.formats.inline_xbrl.inline_schema import schema_faults

_LARGE = 64 * 1024


def _document(filling: str) -> etree._Element:
    """A document whose last paragraph, on line 6, has an attribute that is not allowed."""
    head = '<html xmlns="http://www.w3.org/1999/xhtml"><head>\n<title>x</title></head>'
    return etree.fromstring(f'{head}\n<body\n title="b">\n<p>{filling}</p>\n<p bad="1"/></body></html>')


@pytest.mark.parametrize("size", [1, 2 * _LARGE])
def test_a_fault_is_told_with_its_line(size: int) -> None:
    """Whatever the size of the document, and however its tags are broken over lines."""
    assert schema_faults(_document("x" * size)) == [
        (6, "Element 'p', attribute 'bad': The attribute 'bad' is not allowed.")
    ]


def test_a_right_document_has_no_fault() -> None:
    """Small or large."""
    for size in (1, 2 * _LARGE):
        root = _document("x" * size)
        del root[-1][-1].attrib["bad"]
        assert schema_faults(root) == []


def test_what_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """And said to be."""

    def give_up(*_: object, **__: object) -> None:
        raise ProcessError("was given up")

    monkeypatch.setattr(IsolatedProcess, "call", give_up)
    assert schema_faults(_document("x" * 2 * _LARGE)) == [
        (1, "it is not known what the schema says of it: libxml2 was given up")
    ]
