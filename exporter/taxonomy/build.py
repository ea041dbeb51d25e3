"""A taxonomy's tables read and checked, and compiled to a taxonomy package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exporter.files.publish import published_file, published_folder
from exporter.findings.findings import has_errors
from exporter.taxonomy.checks import check_taxonomy
from exporter.taxonomy.package import package_files, zip_files
from exporter.taxonomy.tables import read_taxonomy

if TYPE_CHECKING:
    from exporter.findings.findings import Finding
    from exporter.taxonomy.model import Taxonomy

__all__ = ["build_taxonomy", "load_taxonomy"]


def load_taxonomy(folder: Path | str) -> tuple[Taxonomy, list[Finding]]:
    """The taxonomy in a folder of tables, and everything that is wrong with it; its base's own faults included.

    Raises:
        UnreadableInputError: a file is missing or cannot be read.
    """
    taxonomy, findings = read_taxonomy(folder)
    if taxonomy.base:
        findings += check_taxonomy(taxonomy.base)
    return taxonomy, findings or check_taxonomy(taxonomy)


def build_taxonomy(source: Path, out: Path) -> tuple[Taxonomy, list[Path], list[Finding]]:
    """Compile a taxonomy's tables to a package, as a folder and zipped; nothing is written where there are errors.

    An extension's base is put beside it, so that the folder is all that a reader needs.

    Returns:
        The taxonomy, what was written, and the findings.

    Raises:
        UnreadableInputError: a table is missing or cannot be read.
        OutputError: the output cannot be written.
    """
    taxonomy, findings = load_taxonomy(source)
    if has_errors(findings):
        return taxonomy, [], findings
    written = []
    chain = [taxonomy] if taxonomy.base is None else [taxonomy, taxonomy.base]
    for part in chain:
        files = package_files(part)
        archive = out / f"{part.name}.zip"
        with published_file(archive) as staging:
            staging.write_bytes(zip_files(files))
        written.append(archive)
        if part is taxonomy:
            with published_folder(out / part.name) as folder:
                for path, data in files.items():
                    target = folder / Path(path).relative_to(part.name)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(data)
            written.append(out / part.name)
    return taxonomy, written, findings
