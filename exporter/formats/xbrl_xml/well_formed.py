"""Well-formed XML: whether a document is, and where it is not, before anybody starts to read it."""

from __future__ import annotations

import itertools
from typing import IO, TYPE_CHECKING, Any

from lxml import etree

from exporter.errors import UnreadableInputError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["check_well_formed", "not_well_formed"]

#: So many bytes are parsed at a time.
_CHUNK = 1024**2


def check_well_formed(source: Path, stream: IO[bytes], *, namespaces: bool = False) -> None:
    """See that a document is well-formed, and go back to its beginning.

    It is parsed once, and nothing of it is kept.

    Args:
        source: the document, by its name.
        stream: the document.
        namespaces: whether it must be namespace-well-formed, too (Namespaces in XML 1.0, 7).

    Raises:
        UnreadableInputError: not well-formed, with its line, column and byte, or with a document type declaration.
    """
    target: Any = _Nothing(source)  # has only what is needed of a target
    parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        for chunk in iter(lambda: stream.read(_CHUNK), b""):
            parser.feed(chunk)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise not_well_formed(source, stream, error, parser.feed_error_log) from error
    if namespaces and len(errors := parser.feed_error_log.filter_from_errors()):
        raise _not_well_formed(source, stream, errors[0])
    stream.seek(0)


def not_well_formed(source: Path, stream: IO[bytes], error: Any, errors: Any) -> UnreadableInputError:  # noqa: ANN401 - lxml's
    """Make the error for what a parser says, with line, column and byte.

    Args:
        source: the document, by its name.
        stream: the same, to count its bytes.
        error: what the parser raised.
        errors: its log.

    Returns:
        The error to raise.
    """
    log = errors.filter_from_fatals()  # of an unknown entity the error itself does not tell the place
    return _not_well_formed(source, stream, log[0] if log else None, error.msg)


def _not_well_formed(source: Path, stream: IO[bytes], entry: Any, message: str = "") -> UnreadableInputError:  # noqa: ANN401 - lxml's
    """Make the error for an entry of a parser's log; without one, for a message about the beginning."""
    line, column = (entry.line, entry.column) if entry else (1, 1)
    message = entry.message if entry else message
    place = f"line {line:,}, column {column:,}, byte {_byte_offset(stream, line, column):,}"
    return UnreadableInputError(f"{source} is not well-formed XML: {message}, {place}")


class _Nothing:
    """What a parser makes of a document of which nothing is kept."""

    def __init__(self, source: Path) -> None:
        self.source = source

    def doctype(self, *_: str | None) -> None:
        """Refuse a document type declaration, and so whatever it declares, before it is parsed."""
        raise UnreadableInputError(f"{self.source} has a document type declaration, which no report needs: refused")

    def close(self) -> None:
        """Give nothing, for nothing is kept."""


def _byte_offset(stream: IO[bytes], line: int, column: int) -> int:
    """Count the bytes of a document before a line and column, both counted from 1."""
    stream.seek(0)
    line_offset = sum(len(text) for text in itertools.islice(stream, max(line - 1, 0)))
    return line_offset + max(column - 1, 0)
