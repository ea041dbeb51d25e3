"""Reads xBRL-JSON 1.0 into a Report."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from exporter.errors import UnreadableInputError
from exporter.files.inputs import open_input
from exporter.formats.oim import has_document_type
from exporter.formats.xbrl_json.column_reader import read_columns
from exporter.formats.xbrl_json.fact_reader import read_facts_one_by_one
from exporter.formats.xbrl_xml.schema_reader import SchemaValues

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.formats.kinds import KindsOf
    from exporter.report.document import Reading

__all__ = ["is_json", "read_json"]

#: Larger documents are refused.
MAX_BYTES = 4 * 1024**3
#: From this size on it pays to read in columns.
LARGE = 1024**2


def is_json(path: Path) -> bool:
    """Tell xBRL-JSON by its document type; of a file that cannot be read, which its reader will say, it is not told."""
    return has_document_type(path, "xbrl-json")


def read_json(source: Path, kinds_of: KindsOf = SchemaValues) -> Reading:
    """Read a report.

    Args:
        source: the file.
        kinds_of: says of concepts whether they have numbers, and of dimensions whether they are typed; by default the
            schemas that the file refers to do, as far as they lie in files.

    Returns:
        The Report, a finding for whatever could not be read, and the Document.

    Raises:
        UnreadableInputError: missing, too large, no UTF-8, no JSON, or not of the document type.
    """
    try:
        with open_input(source, MAX_BYTES) as stream:
            size = os.fstat(stream.fileno()).st_size
        reading = read_columns(source, kinds_of) if size >= LARGE else None
    except OSError as error:
        raise UnreadableInputError(f"{source} cannot be read: {error.strerror}") from error
    return reading if reading is not None else read_facts_one_by_one(source, MAX_BYTES, kinds_of)
