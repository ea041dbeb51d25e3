"""Packages as Arelle wants them: zipped, with a catalog, and without anything that stands in for a specification."""

from __future__ import annotations

import filecmp
import zipfile
from functools import partial
from typing import TYPE_CHECKING

from lxml import etree

from exporter.dts.catalog import package_rewrites, specification_places
from exporter.dts.documents import including_schema
from exporter.files.resources import bundled_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from exporter.dts.catalog import Catalog
    from exporter.dts.discovery import Documents
    from exporter.dts.kept_packages import KeptPackages

__all__ = ["zipped_packages"]

_CATALOG = "urn:oasis:names:tc:entity:xmlns:xml:catalog"
_TP = "http://xbrl.org/2016/taxonomy-package"


def zipped_packages(
    catalog: Catalog, documents: Documents, scratch: Path, kept: KeptPackages | None = None
) -> dict[Path, Path]:
    """Give the packages of a catalog that is in use, and of those that come with us the ones that documents need.

    An archive that is right as it is, is given as it is; of others there is a copy. For schemas that were not found
    and that nothing needs there is a package with empty ones.

    Args:
        catalog: the packages.
        documents: what refers to them.
        scratch: a folder for copies.
        kept: keeps the copies instead, and still has those of before.

    Returns: the archives by the packages, folders or archives, that they are of.
    """
    archives: dict[Path, Path] = {}
    folders = dict(catalog.folders)
    used = {*documents.schemas, *documents.trees}
    for place in sorted(bundled_folder("taxonomy").glob("*/META-INF")):
        folder = place.parent.resolve()
        if any(path.is_relative_to(folder) for path in used):
            folders[folder] = folder
    for number, (package, folder) in enumerate(folders.items()):
        rewrites = package_rewrites(folder)
        replacements = {
            file: specification
            for _, file, specification in specification_places(rewrites)
            if not file.is_file() or not filecmp.cmp(file, specification, shallow=False)
        }
        if package.is_file() and _has_catalog(folder) and not replacements:
            archives[package] = package
            continue
        name = package.name if package.suffix == ".zip" else f"{package.name}.zip"
        added = rewrites if not _has_catalog(folder) else []
        write = partial(_zip, folder, replacements=replacements, rewrites=added, number=number)
        if kept:
            content = tuple(replacements.items()), tuple(added), number
            archives[package] = kept.zipped(folder, name, content, write)
        else:
            place = scratch / f"package-{number}"
            place.mkdir()
            archives[package] = place / name
            write(place / name)
    if documents.unneeded:
        archives[scratch / "unneeded"] = _stand_ins(documents.unneeded, scratch / "unneeded", len(folders))
    return archives


def _stand_ins(schemas: Mapping[str, str], folder: Path, number: int) -> Path:
    """Write a package with an empty schema for each URL, so that its absence is not told again."""
    folder.mkdir()
    rewrites = []
    for count, (url, namespace) in enumerate(schemas.items()):
        (folder / f"{count}.xsd").write_text(including_schema(namespace, ()), encoding="utf-8")
        rewrites.append((url, folder / f"{count}.xsd"))
    archive = folder.with_suffix(".zip")
    _zip(folder, archive, {}, rewrites, number)
    return archive


def _has_catalog(folder: Path) -> bool:
    return any(folder.glob("META-INF/catalog.xml")) or any(folder.glob("*/META-INF/catalog.xml"))


def _zip(
    folder: Path, archive: Path, replacements: Mapping[Path, Path], rewrites: list[tuple[str, Path]], number: int
) -> None:
    """Zip a folder, with other files in place of some or added, and a catalog where rewrites are given.

    The number tells the package from others: of two with one identifier Arelle would take one.
    """
    is_package = (folder / "META-INF").is_dir() or bool(rewrites)
    top = f"{folder.name}/" if is_package else ""
    with zipfile.ZipFile(archive, "w", strict_timestamps=False) as zip_file:
        for file in sorted({*folder.rglob("*"), *replacements}):
            if file in replacements or (file.is_file() and file.resolve().is_relative_to(folder)):
                zip_file.write(replacements.get(file, file), top + file.relative_to(folder).as_posix())
        if rewrites:
            zip_file.writestr(f"{top}META-INF/catalog.xml", _catalog(folder, rewrites))
            zip_file.writestr(f"{top}META-INF/taxonomyPackage.xml", _description(folder.name, number))


def _catalog(folder: Path, rewrites: list[tuple[str, Path]]) -> bytes:
    root = etree.Element(f"{{{_CATALOG}}}catalog", nsmap={None: _CATALOG})
    for start, target in rewrites:
        prefix = f"../{target.relative_to(folder).as_posix()}{'' if target.is_file() else '/'}"
        etree.SubElement(root, f"{{{_CATALOG}}}rewriteURI", uriStartString=start, rewritePrefix=prefix)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _description(name: str, number: int) -> bytes:
    root = etree.Element(f"{{{_TP}}}taxonomyPackage", nsmap={"tp": _TP})
    for tag, text in (("identifier", f"http://xbrl.example.org/package/{number}"), ("name", name), ("version", "1")):
        element = etree.SubElement(root, f"{{{_TP}}}{tag}")
        element.text = text
        if tag == "name":
            element.set("{http://www.w3.org/XML/1998/namespace}lang", "en")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
