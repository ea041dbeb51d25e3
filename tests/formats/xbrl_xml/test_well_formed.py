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


def test_a_document_type_declaration_is_refused_before_it_is_parsed() -> None:
    """Whatever is wrong with it, or would be done by it."""
    document = b'<!DOCTYPE a [<!ENTITY b "b"> this is no declaration'
    with pytest.raises(UnreadableInputError, match="document type declaration"):
        check_well_formed(SOURCE, BytesIO(document))
