"""Writes report packages: a report, and what it needs, in one archive (Report Packages 1.0)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from exporter.files.zip_archive import write_zip
from exporter.packages.layout import PACKAGE_FILE, REPORTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from exporter.formats.package_kinds import PackageKind

__all__ = ["report_folder", "write_package"]


def report_folder(name: str) -> str:
    """Give the folder of a package, below its top one, in which a report lies with the files beside it."""
    return f"{REPORTS}/{name}"


def write_package(destination: Path, kind: PackageKind, name: str, files: Mapping[str, bytes | Path]) -> None:
    """Write a package.

    Args:
        destination: the archive, which is written over.
        kind: what it says of itself.
        name: of its top folder.
        files: by their names below the top folder; what is in them, or where they lie.

    Raises:
        OSError: it cannot be written.
    """
    info = {"documentInfo": {"documentType": kind.document_type}}
    package_file = json.dumps(info, indent=2).encode() + b"\n"
    entries = {f"{name}/{path}": content for path, content in {**files, PACKAGE_FILE: package_file}.items()}
    with destination.open("wb") as stream:
        write_zip(entries, stream)
