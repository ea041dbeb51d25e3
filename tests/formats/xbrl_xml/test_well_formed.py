"""Well-formedness: checked before a document is read, and told by line, column and byte."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from exporter.errors import UnreadableInputError
from exporter.formats.xbrl_xml.well_formed import check_well_formed

SOURCE = Path("a.xml")


def test_a_sound_document_can_be_read_after_the_check() -> None:
    """From its beginning."""
    stream = BytesIO("<a>\u00e9<!-- --><b/></a>".encode())
    check_well_formed(SOURCE, stream)
    assert stream.tell() == 0


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (b"<a>\n<b></a>", "line 2, column 8, byte 11"),
        (b"<a>\n<b c=1/></a>", "line 2, column 6, byte 9"),
        (b"<a>\n<b", "line 2, column 3, byte 6"),
        (b"<a>\n&b;</a>", "line 2, column 4, byte 7"),
        (b"", "line 1, column 1, byte 0"),
    ],
)
def test_the_place_of_the_first_fault_is_told(document: bytes, place: str) -> None:
    """With the name of the document; what comes after it would only confuse."""
    with pytest.raises(UnreadableInputError, match=rf"^a\.xml is not well-formed XML: .*, {place}$"):
        check_well_formed(SOURCE, BytesIO(document))


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (b"<a>\n<b:c/></a>", "Namespace prefix b on c is not defined, line 2"),
        (b"<a>\n<b c:d='1'/></a>", "Namespace prefix c for d on b is not defined, line 2"),
        (b"<a xmlns:b='x' xmlns:c='x' b:o='1' c:o='1'/>", "redefined, line 1"),
        (b"<a xmlns:b='h>'/>", "is not a valid URI, line 1"),
    ],
)
def test_namespaces_are_checked_where_that_is_wanted(document: bytes, words: str) -> None:
    """However far from the beginning; a relative URI is no fault."""
    document = b"<!-- -->" * 200_000 + b"<r xmlns='relative'>" + document + b"</r>"
    check_well_formed(SOURCE, BytesIO(document))
    with pytest.raises(UnreadableInputError, match=rf"^a\.xml is not well-formed XML: .*{words}"):
        check_well_formed(SOURCE, BytesIO(document), namespaces=True)


def test_a_document_type_declaration_is_refused_before_it_is_parsed() -> None:
    """Whatever is wrong with it, or would be done by it."""
    document = b'<!DOCTYPE a [<!ENTITY b "b"> this is no declaration'
    with pytest.raises(UnreadableInputError, match="document type declaration"):
        check_well_formed(SOURCE, BytesIO(document))
