"""Reads an xBRL-XML instance (XBRL 2.1) into a Report, of any size and layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.errors import UnreadableInputError
from exporter.formats.xbrl_xml.element_reader import read_elements

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings.findings import Finding
    from exporter.report.report import Report

__all__ = ["read"]

#: Larger documents are refused.
MAX_BYTES = 16 * 1024**3
#: From this size on it pays to read in columns.
LARGE = 1024**2


def read(source: Path) -> tuple[Report, list[Finding]]:
    """The facts of an instance, and what of it could not be read.

    Raises:
        UnreadableInputError: missing, too large, not well-formed, with a DTD (so with entities), or not an instance.
    """
    try:
        if source.exists() and not source.is_file():
            raise UnreadableInputError(f"{source} is not a regular file")
        if source.stat().st_size > MAX_BYTES:
            raise UnreadableInputError(f"{source} is larger than {MAX_BYTES:,} bytes")
        report = _read_large(source) if source.stat().st_size >= LARGE else None
        return (report, []) if report is not None else read_elements(source)
    except OSError as error:
        raise UnreadableInputError(f"{source} cannot be read: {error.strerror}") from error


def _read_large(source: Path) -> Report | None:
    from exporter.formats.xbrl_xml.column_reader import read_columns  # noqa: PLC0415 - imports numpy, which costs 0.1 s

    return read_columns(source)
