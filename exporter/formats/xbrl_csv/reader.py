"""Reads xBRL-CSV 1.0 into a Report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.formats.oim import has_document_type
from exporter.formats.xbrl_csv.fact_reader import read_tables
from exporter.formats.xbrl_xml.schema_reader import SchemaValues

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from exporter.formats.kinds import KindsOf
    from exporter.report.document import Reading

__all__ = ["is_csv", "read_csv"]


def is_csv(path: Path) -> bool:
    """Tell metadata of xBRL-CSV by their document type; of a file that cannot be read it is not told."""
    return has_document_type(path, "xbrl-csv")


def _nowhere(_: str) -> None:
    """Know no files of URLs."""


def read_csv(
    source: Path, kinds_of: KindsOf = SchemaValues, locate: Callable[[str], Path | None] = _nowhere
) -> Reading:
    """Read a report.

    Args:
        source: the file of metadata; the tables must lie in its folder, or below.
        kinds_of: says of concepts whether they have numbers, and of dimensions whether they are typed; by default the
            schemas that the report refers to do, as far as they lie in files.
        locate: says where the file of a URL lies that metadata extend, as a taxonomy package's catalog does, or None
            where that is not known. Nothing is fetched.

    Returns:
        The Report, a finding for whatever could not be read, and the Document.

    Raises:
        UnreadableInputError: the metadata are missing, too large, no UTF-8, no JSON, or not of the document type.
    """
    return read_tables(source, kinds_of, locate)
