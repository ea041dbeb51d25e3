"""A taxonomy's tables read and checked, and compiled to a taxonomy package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exporter.files.publish import published_file, published_folder
from exporter.files.zip_archive import zip_files
from exporter.findings.findings import has_errors
from exporter.taxonomy.checks import check_taxonomy
from exporter.taxonomy.package import package_files
from exporter.taxonomy.tables import read_taxonomy

if TYPE_CHECKING:
    from exporter.findings.findings import Finding
    from exporter.taxonomy.model import Taxonomy

__all__ = ["build_taxonomy", "load_taxonomy"]


def load_taxonomy(folder: Path | str) -> tuple[Taxonomy, list[Finding]]:
    """Read the taxonomy in a folder of tables, and check it.

    Returns: the taxonomy; and everything that is wrong with it, its base's own faults included.

    Raises:
        UnreadableInputError: a file is missing or cannot be read.
    """
    taxonomy, findings = read_taxonomy(folder)
    if taxonomy.base:
        findings += check_taxonomy(taxonomy.base)
    return taxonomy, findings or check_taxonomy(taxonomy)


def build_taxonomy(source: Path, out: Path) -> tuple[Taxonomy, list[Path], list[Finding]]:
    """Compile a taxonomy's tables to a package, as a folder and zipped.

    An extension's base is put beside it, so that the folder is all that a reader needs. Nothing is written where there
    are errors.

    Returns:
        The taxonomy, what was written, and the findings.

    Raises:
        UnreadableInputError: a table is missing or cannot be read.
        OutputError: the output cannot be written.
    """
    taxonomy, findings = load_taxonomy(source)
    if has_errors(findings):
        return taxonomy, [], findings
    written_paths = []
    layers = [taxonomy] if taxonomy.base is None else [taxonomy, taxonomy.base]
    for layer in layers:
        files = package_files(layer)
        archive = out / f"{layer.name}.zip"
        with published_file(archive) as staging:
            staging.write_bytes(zip_files(files))
        written_paths.append(archive)
        if layer is taxonomy:
            with published_folder(out / layer.name) as folder:
                for path, data in files.items():
                    target = folder / Path(path).relative_to(layer.name)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(data)
            written_paths.append(out / layer.name)
    return taxonomy, written_paths, findings
