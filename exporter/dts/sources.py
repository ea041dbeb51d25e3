"""What a taxonomy is read from: packages, copies of web sites, schemas; and where in them it begins."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from exporter.dts.catalog import Catalog, parse_description
from exporter.dts.discovery import load_documents
from exporter.errors import MisuseError, UnreadableInputError
from exporter.files.file_hash import file_hash
from exporter.findings.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = [
    "EntryPoint",
    "chosen_entry_points",
    "fingerprint",
    "is_schema",
    "missing_source",
]

_MOST_LISTED = 12


class EntryPoint(NamedTuple):
    """An entry point that a package describes: its name, the URLs of its documents, and the package's version."""

    name: str
    documents: tuple[str, ...]
    version: str


def is_schema(path: Path) -> bool:
    """Tell a schema or linkbase from packages and folders."""
    return path.is_file() and path.suffix.lower() in {".xsd", ".xml"}


def fingerprint(sources: Iterable[Path]) -> str:
    """Hash what a taxonomy is read from: the bytes of archives, and names and bytes of files in folders.

    Of a schema all documents count that it leads to.

    Raises:
        UnreadableInputError: something is missing, or cannot be read.
    """
    sources = list(sources)
    packages = [path for path in sources if not is_schema(path)]
    whole = hashlib.sha256()
    for source in sources:
        if is_schema(source):
            for path in _documents_of(source, packages):
                whole.update(f"{path.as_uri()}\0{file_hash(path)}\n".encode())
        elif source.is_dir():
            for path in sorted(path for path in source.rglob("*") if path.is_file()):
                whole.update(f"{path.relative_to(source).as_posix()}\0{file_hash(path)}\n".encode())
        elif source.exists():
            whole.update(f"{file_hash(source)}\n".encode())
        else:
            raise UnreadableInputError(missing_source(source))
    return whole.hexdigest()


def missing_source(path: Path) -> str:
    """Say that a package is not there, and which archives its folder has."""
    archives = sorted(each.name for each in path.parent.glob("*.zip"))[:_MOST_LISTED]
    has = f"; {path.parent} has {', '.join(archives)}" if archives else ""
    return f"the package {path} does not exist{has}; put it there, or correct its name"


def _documents_of(schema: Path, packages: Sequence[Path]) -> list[Path]:
    with Catalog(packages) as catalog:
        documents = load_documents([schema], catalog)
        inside = [folder.resolve() for folder in catalog.folders.values()]
        paths = {path.resolve() for path in (*documents.schemas, *documents.trees, *documents.large)}
    # What a package holds is in its own hash, and here lies in a folder whose name is another each time.
    return sorted(path for path in paths if not any(path.is_relative_to(folder) for folder in inside))


def chosen_entry_points(catalog: Catalog, schemas: Sequence[Path], named: Sequence[str]) -> tuple[EntryPoint, ...]:
    """Find where a taxonomy begins.

    Args:
        catalog: the packages, in use.
        schemas: schemas that are read themselves.
        named: URLs or paths of entry points, or names that a package gives them; none for the only one there is.

    Returns: the entry points, of which each may be several documents.

    Raises:
        UnreadableInputError: one of the URLs is in none of the packages.
        MisuseError: none is named, and there are several, or none that anything describes.
    """
    described = list(_described(catalog))
    if named:
        return tuple(_named_entry_point(name, described, catalog) for name in named)
    if schemas:
        return tuple(EntryPoint(schema.stem, (str(schema.resolve()),), "") for schema in schemas)
    if len(described) == 1:
        return (described[0],)
    if described:
        choices = [f"{', '.join(entry.documents)} ({entry.name})" for entry in described]
        raise MisuseError(f"there are several entry points; name one with --entry-point: {_listed(choices)}")
    names = ", ".join(str(package) for package in catalog.packages)
    candidates = _schemas_inside(catalog)
    # A copy by host says nothing of the scheme, and what is filed names the URL.
    known = f", by http or https as it is published, such as one of {_listed(candidates)}" if candidates else ""
    how = "name it with --entry-point URL, or as entry_point in the project"
    raise MisuseError(f"{names} does not say where its taxonomy begins; {how}{known}")


def _schemas_inside(catalog: Catalog) -> list[str]:
    """List the URLs of the schemas that the given packages hold, sorted."""
    inside = {folder.resolve() for folder in catalog.folders.values()}
    return sorted(
        url
        for start, folder in catalog.rewrites
        if any(Path(folder).is_relative_to(package) for package in inside)
        for url in _schemas_below(start, Path(folder))
    )


def _listed(choices: list[str]) -> str:
    more = f" and {len(choices) - _MOST_LISTED} more" if len(choices) > _MOST_LISTED else ""
    return "; ".join(choices[:_MOST_LISTED]) + more


def _named_entry_point(name: str, described: Iterable[EntryPoint], catalog: Catalog) -> EntryPoint:
    for entry in described:
        if name == entry.name or (name,) == entry.documents:
            return entry
    if catalog.locate(name) is None:
        given = ", ".join(path.name for path in catalog.packages) or "no package was given"
        hint = "name the package that holds it with --packages, or beside the entry point under packages"
        known = [*(document for entry in described for document in entry.documents), *_schemas_inside(catalog)]
        if meant := _meant(name, known):
            hint = f"{meant} If not, {hint}"
        raise UnreadableInputError(f"the entry point {name} was not found ({given}); {hint}")
    return EntryPoint(name.rpartition("/")[2].removesuffix(".xsd"), (name,), "")


def _meant(name: str, known: Sequence[str]) -> str | None:
    """Propose the URL whose file has a name, by whatever scheme and host, or else the one most like it."""
    file = name.rpartition("/")[2]
    same = next((url for url in known if file and url.rpartition("/")[2] == file), None)
    return f"did you mean {same!r}?" if same else nearest(name, known)


def _described(catalog: Catalog) -> Iterator[EntryPoint]:
    """Yield the entry points that packages describe (Taxonomy Packages 1.0, 3)."""
    given = {folder.resolve() for folder in catalog.folders.values()}
    for folder in sorted(given):
        places = [*folder.glob("META-INF/taxonomyPackage.xml"), *folder.glob("*/META-INF/taxonomyPackage.xml")]
        for place in sorted(places):
            root = parse_description(place).getroot()
            package_name, version = root.findtext("{*}name") or place.parts[-3], root.findtext("{*}version") or ""
            for entry in root.iterfind("{*}entryPoints/{*}entryPoint"):
                documents = tuple(document.get("href", "") for document in entry.iterfind("{*}entryPointDocument"))
                if any(documents):
                    yield EntryPoint((entry.findtext("{*}name") or package_name).strip(), documents, version.strip())


def _schemas_below(start: str, folder: Path) -> Iterator[str]:
    """Yield URLs of schemas in a folder that stands for the start of URLs, each by one scheme."""
    if not start.startswith("https://") or folder.parent.name == "https":
        for path in sorted(folder.rglob("*.xsd")):
            yield start + path.relative_to(folder).as_posix()
