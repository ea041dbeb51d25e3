"""Reading parts of workbooks by expat, which takes a megabyte at a time, and refuses what no workbook has.

Expat reads them several times as fast as other parsers, in memory that does not grow with a part.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LONGEST_TEXT", "MOST_CHARACTERS", "PartHandler", "quoted", "read_part", "unescaped"]

#: Texts of cells have 32,767 characters at the most; much longer ones are an attack.
LONGEST_TEXT = 1_000_000
#: So many characters the texts of a sheet may have together.
MOST_CHARACTERS = 256 * 1024**2
#: So many elements a part may have, which a million rows of twenty cells do not reach; and so many bytes a tag.
_MOST_ELEMENTS, _LONGEST_TAG = 50_000_000, 16 * 1024**2
_CHUNK, _LONGEST_QUOTE = 1024 * 1024, 60
_ESCAPE = re.compile("(?:_x[0-9A-Fa-f]{4}_)+")


class PartHandler:
    """Is told what expat finds; names count without their prefixes."""

    def __init__(self) -> None:
        """Prepare to know names."""
        #: Names of elements as they are known, by their tags.
        self.names: dict[str, str] = {}

    def local_name(self, tag: str) -> str:
        """Give the name of an element without its prefix, and know it from now on."""
        return self.names.setdefault(tag, tag.rpartition(":")[2])

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of an element, of which the name must be known at its end."""

    def text(self, text: str) -> None:
        """Take some text."""

    def end(self, tag: str) -> None:
        """Take the end of an element."""


def read_part(stream: IO[bytes], handler: PartHandler) -> Iterator[None]:
    """Read a part of a workbook, and stop after each megabyte.

    Raises:
        ValueError: it is damaged, has a document type, or is far larger than what a workbook has; and whatever the
            handler raises.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
    parser.CharacterDataHandler = handler.text
    tags = size = 0
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk)
            tags += chunk.count(b"<") + chunk.count(b"/>")
            size += len(chunk)
            if tags > 2 * _MOST_ELEMENTS:
                raise ValueError(f"it has more than {_MOST_ELEMENTS:,} elements")
            if size - parser.CurrentByteIndex > _LONGEST_TAG:  # which the parser keeps until it is whole
                raise ValueError(f"it has a tag or a comment of more than {_LONGEST_TAG:,} bytes")
            yield
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, RecursionError) as error:  # an encoding that nobody knows
        raise ValueError(f"{error}") from error


def _refuse_document_type(*_: object) -> None:
    raise ValueError("it has a document type, which no workbook has")


def quoted(text: str) -> str:
    """Quote a text, or the start of a long one, in a message."""
    return repr(text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…")


def unescaped(text: str) -> str:
    """Give the characters that a workbook writes by their numbers, such as `_x000D_`.

    Raises:
        ValueError: it is half of a character.
    """
    return _ESCAPE.sub(_unescaped, text) if "_x" in text else text


def _unescaped(match: re.Match[str]) -> str:
    numbers = re.findall("_x(.{4})_", match[0])
    return b"".join(int(number, 16).to_bytes(2, "big") for number in numbers).decode("utf-16-be")
