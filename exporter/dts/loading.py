"""Taxonomies opened: tables of ours, read and checked, and what others publish; and tables compiled to a package."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.dts.cache import cache_folder, kept
from exporter.dts.index import Index
from exporter.dts.published import published_taxonomy
from exporter.dts.sources import missing_source
from exporter.dts.taxonomy_import import import_taxonomy
from exporter.errors import MisuseError, UnreadableInputError
from exporter.files.publish import published_file, published_folder
from exporter.files.recent import Recent
from exporter.files.zip_archive import zip_files
from exporter.findings.findings import has_errors
from exporter.taxonomy.checks import check_taxonomy
from exporter.taxonomy.header import PublishedReference
from exporter.taxonomy.package import package_files
from exporter.taxonomy.tables import read_taxonomy as read_tables
from exporter.taxonomy.tables import taxonomy_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from exporter.findings.findings import Finding
    from exporter.taxonomy.model import Taxonomy

__all__ = ["build_taxonomy", "load_taxonomy", "open_taxonomy", "read_taxonomy", "taxonomy_of_name"]

#: The one that comes with exporter.
DEFAULT_TAXONOMY = "gaap-2026"


def load_taxonomy(
    folder: Path | str, packages: Collection[Path] = (), cache: Path | None = None
) -> tuple[Taxonomy, list[Finding]]:
    """Read the taxonomy in a folder of tables, and check it.

    Args:
        folder: it has taxonomy.toml and the tables.
        packages: where a published base may lie, besides those that taxonomy.toml names.
        cache: where indexes of published taxonomies are kept.

    Returns: the taxonomy; and everything that is wrong with it, its base's own faults included.

    Raises:
        UnreadableInputError: a file is missing or cannot be read.
    """
    opener = partial(_open_published, packages=tuple(packages), cache=cache)
    taxonomy, findings = read_tables(folder, opener)
    if taxonomy.base and not taxonomy.base.origin:
        findings += _checked(taxonomy.base)
    return taxonomy, findings if has_errors(findings) else [*findings, *_checked(taxonomy)]


#: By the identity of a taxonomy that stays in memory, so that its identity is its own.
_recent: Recent[tuple[Taxonomy, list[Finding]]] = Recent(4)


def _checked(taxonomy: Taxonomy) -> list[Finding]:
    """Give what is wrong with a taxonomy; of one that was checked before, what was found then."""
    _, findings = _recent.get(id(taxonomy), lambda: (taxonomy, check_taxonomy(taxonomy)))
    return findings


def open_taxonomy(
    reference: str | PublishedReference,
    beside: Path,
    packages: Collection[Path] = (),
    cache: Path | None = None,
) -> tuple[Taxonomy, list[Finding]]:
    """Open the taxonomy that a project names.

    Args:
        reference: the name of one that comes with the package, or of a folder inside `beside`; or where a published
            one is to be found.
        beside: the project's folder.
        packages: where a published one may lie, besides those that are named.
        cache: where indexes of published taxonomies are kept.

    Returns: the taxonomy; and everything that is wrong with it.

    Raises:
        UnreadableInputError: there is no such taxonomy, or it cannot be read.
        MisuseError: it does not say which of several entry points is meant.
    """
    if isinstance(reference, PublishedReference):
        return _open_published(reference, beside, packages, cache)
    return load_taxonomy(taxonomy_folder(reference, beside), packages, cache)


def read_taxonomy(
    source: Path | str,
    *,
    entry_point: str | Sequence[str] = (),
    packages: Collection[Path | str] = (),
    cache: Path | str | None = None,
) -> tuple[Taxonomy, list[Finding]]:
    """Read a taxonomy: one of tables, or a published one, which Arelle loads the first time.

    Args:
        source: a folder with taxonomy.toml and tables; a taxonomy package, a copy of web sites by host and path, or a
            schema; or the name of one that was imported or comes with exporter.
        entry_point: where a published one begins, if its package names several entry points or none.
        packages: where parts of it may lie.
        cache: where indexes of published taxonomies are kept.

    Returns: the taxonomy, whose tables `taxonomy_frame` gives; and what is wrong with it. What the content of
        tables breaks is for `check_taxonomy` to find.

    Raises:
        MisuseError: there is none of the name, or several.
        UnreadableInputError: it cannot be read.
    """
    paths, kept_in = [Path(package) for package in packages], Path(cache) if cache is not None else None
    if (Path(source) / "taxonomy.toml").is_file():
        return read_tables(source, partial(_open_published, packages=paths, cache=kept_in))
    entry_points = [entry_point] if isinstance(entry_point, str) else entry_point
    return taxonomy_of_name(str(source), entry_points, paths, kept_in)


def taxonomy_of_name(
    name: str | None, entry_points: Sequence[str] = (), packages: Collection[Path] = (), cache: Path | None = None
) -> tuple[Taxonomy, list[Finding]]:
    """Open the taxonomy that somebody names.

    Args:
        name: a folder of tables; a package, a copy of web sites, or a schema; the name, an entry point or the beginning
            of the key of one that is kept; or the name of one that comes with exporter. None for the only one that was
            imported, or for the one that comes with exporter where none is.
        entry_points: where what is imported begins.
        packages: where parts of it may lie.
        cache: where indexes are kept.

    Returns: the taxonomy; and everything that is wrong with it.

    Raises:
        MisuseError: there is none of the name, or several.
        UnreadableInputError: it cannot be read.
    """
    path = Path(name or "")
    if name and (path / "taxonomy.toml").is_file():
        return load_taxonomy(path, packages, cache)
    if name and path.exists():
        index, findings = import_taxonomy([path, *packages], entry_points, cache=cache)
        return published_taxonomy(index), findings
    if name and path.suffix.lower() in {".zip", ".xsd", ".xml"} and "://" not in name:
        raise UnreadableInputError(missing_source(path.absolute()))
    all_kept = [index for index in kept(cache_folder(cache)) if isinstance(index, Index)]
    if name:
        indexes = [index for index in all_kept if index.manifest.is_called(name)]
    else:  # what was read for a filing was not asked for
        indexes = [index for index in all_kept if index.manifest.sources]
    if len(indexes) > 1:
        names = ", ".join(f"{index.manifest.name} ({index.manifest.key[:8]})" for index in indexes)
        raise MisuseError(f"several taxonomies are kept; name one, or its key: {names}")
    if indexes:
        return published_taxonomy(indexes[0]), []
    others = sorted({index.manifest.name for index in all_kept})
    return load_taxonomy(taxonomy_folder(name or DEFAULT_TAXONOMY, Path(), others), packages, cache)


def _open_published(
    reference: PublishedReference, beside: Path, packages: Collection[Path] = (), cache: Path | None = None
) -> tuple[Taxonomy, list[Finding]]:
    """Open a published taxonomy by its index; schemas may be entry points, too.

    Raises:
        UnreadableInputError: a path leads out of the folder, or leads to nothing; or as `import_taxonomy`.
    """
    sources = [_inside(name, beside) for name in reference.packages]
    entry_points = list(reference.entry_points)
    for name in reference.entry_points:
        if "://" not in name and name.lower().endswith((".xsd", ".xml")):
            sources.append(_inside(name, beside))
            entry_points.remove(name)
    index, findings = import_taxonomy([*sources, *packages], entry_points, cache=cache)
    return published_taxonomy(index), findings


def _inside(name: str, folder: Path) -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise UnreadableInputError(f"{name!r} leads out of {folder}; name what lies elsewhere with --packages")
    if not path.exists():
        raise UnreadableInputError(missing_source(path))
    return path


def build_taxonomy(
    source: Path, out: Path, packages: Collection[Path] = (), cache: Path | None = None
) -> tuple[Taxonomy, list[Path], list[Finding]]:
    """Compile a taxonomy's tables to a package, as a folder and zipped.

    An extension's base is put beside it, so that the folder is all that a reader needs, unless others publish it.
    Nothing is written where there are errors.

    Args:
        source: the folder of tables.
        out: where the package goes.
        packages: where a published base may lie.
        cache: where indexes of published taxonomies are kept.

    Returns:
        The taxonomy, what was written, and the findings.

    Raises:
        UnreadableInputError: a table is missing or cannot be read.
        OutputError: the output cannot be written.
    """
    taxonomy, findings = load_taxonomy(source, packages, cache)
    if has_errors(findings):
        return taxonomy, [], findings
    written_paths = []
    layers = [taxonomy] if taxonomy.base is None or taxonomy.base.origin else [taxonomy, taxonomy.base]
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
