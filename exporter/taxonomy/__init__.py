"""Taxonomies: read from tables, checked, compiled to schemas and linkbases, wrapped in a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.taxonomy.checks import check_taxonomy
from exporter.taxonomy.model import Concept, Taxonomy
from exporter.taxonomy.package import compile_taxonomy, package_files, zip_files
from exporter.taxonomy.source import read_taxonomy, taxonomy_folder

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings import Finding

__all__ = [
    "Concept",
    "Taxonomy",
    "check_taxonomy",
    "compile_taxonomy",
    "load_taxonomy",
    "package_files",
    "read_taxonomy",
    "taxonomy_folder",
    "zip_files",
]


def load_taxonomy(folder: Path | str) -> tuple[Taxonomy, list[Finding]]:
    """The taxonomy in a folder of tables, and everything that is wrong with it; its base's own faults included.

    Raises:
        UnreadableInputError: a file is missing or cannot be read.
    """
    taxonomy, findings = read_taxonomy(folder)
    if taxonomy.base:
        findings += check_taxonomy(taxonomy.base)
    return taxonomy, findings or check_taxonomy(taxonomy)
