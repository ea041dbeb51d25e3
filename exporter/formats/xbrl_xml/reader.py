"""Reads an xBRL-XML instance (XBRL 2.1) into a Report, of any size and layout."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from exporter.errors import UnreadableInputError
from exporter.files.inputs import open_input
from exporter.files.root_element import root_tag
from exporter.formats.xbrl_xml.element_reader import read_elements
from exporter.report.names import XBRLI

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.report.document import Reading

__all__ = ["is_instance", "read_instance"]

#: Larger documents are refused.
MAX_BYTES = 16 * 1024**3
#: From this size on it pays to read in columns.
LARGE = 1024**2


def is_instance(path: Path) -> bool:
    """Tell an xBRL-XML instance by its root element."""
    return root_tag(path) == f"{{{XBRLI}}}xbrl"


def read_instance(source: Path) -> Reading:
    """Read an instance.

    Returns:
        The Report, a finding for whatever could not be read, and the Document.

    Raises:
        UnreadableInputError: missing, too large, not well-formed, with a DTD (so with entities), or not an instance.
    """
    try:
        with open_input(source, MAX_BYTES) as stream:
            size = os.fstat(stream.fileno()).st_size
        reading = _read_large(source) if size >= LARGE else None
        return reading if reading is not None else read_elements(source)
    except OSError as error:
        raise UnreadableInputError(f"{source} cannot be read: {error.strerror}") from error


def _read_large(source: Path) -> Reading | None:
    from exporter.formats.xbrl_xml.column_reader import read_columns  # noqa: PLC0415 - imports numpy, which costs 0.1 s

    return read_columns(source)
