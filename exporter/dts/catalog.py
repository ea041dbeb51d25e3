"""Finds schemas and linkbases offline: specifications, taxonomy packages, and files beside the document."""

from __future__ import annotations

import filecmp
import os
import re
from bisect import bisect_left
from contextlib import ExitStack
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from exporter.dts.rules import PACKAGE_SPECIFICATION
from exporter.errors import UnreadableInputError
from exporter.files.inputs import open_input
from exporter.files.resources import bundled_folder, specification_file, specification_files, specification_url
from exporter.files.temporary import scratch_folder
from exporter.files.zip_archive import entry_names, unpack
from exporter.findings.findings import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import TracebackType

    from exporter.dts.kept_packages import KeptPackages
    from exporter.findings.findings import Finding

__all__ = [
    "NO_PACKAGE",
    "Catalog",
    "holds_package",
    "package_rewrites",
    "parse_description",
    "parse_safely",
    "refuse_entities",
    "specification_places",
]

#: What is said of something that was given as a package.
NO_PACKAGE = (
    "is no taxonomy package: it has neither META-INF/catalog.xml nor folders by host and path, such as www.example.org/"
)
_HOST = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::[0-9]+)?$")
_REWRITE = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}rewriteURI"


class Catalog:
    """Maps URLs to local files. Archives are unpacked into a temporary folder, so use it as a context manager.

    A package is one of three things, zipped or in a folder: a taxonomy package, whose META-INF/catalog.xml says where
    its URLs lie; several of these; or a copy of web sites, laid out as host and path. The taxonomies that come with us
    are always there. Nothing stands in for the specifications: of them the copies that come with the judges count.

    Attributes:
        packages: what was given.
        folders: for each of these the folder in which it lies unpacked.
        findings: what is wrong with them.
    """

    def __init__(
        self,
        packages: Iterable[Path] = (),
        unpacked: Mapping[Path, Path] | None = None,
        kept: KeptPackages | None = None,
    ) -> None:
        """Prepare to use these packages.

        Args:
            packages: archives and folders.
            unpacked: the folders of those that are unpacked already.
            kept: unpacks the others, and still has those of other catalogs.
        """
        self._kept = kept
        self.packages = tuple(packages)
        self.folders: dict[Path, Path] = {package: folder.resolve() for package, folder in (unpacked or {}).items()}
        self.findings: list[Finding] = []
        self._rewrites: list[tuple[str, Path]] = []
        self._sorted: list[tuple[str, Path]] = []
        self._unpacked = ExitStack()

    @classmethod
    def from_rewrites(cls, rewrites: Iterable[tuple[str, str]]) -> Self:
        """Take over what another catalog, which is still in use, knows; see `rewrites`."""
        catalog = cls()
        catalog._rewrites = [(start, Path(folder)) for start, folder in rewrites]
        return catalog

    @property
    def rewrites(self) -> list[tuple[str, str]]:
        """The starts of URLs, and the folders in which what is below them lies."""
        return [(start, str(folder)) for start, folder in self._rewrites]

    def __enter__(self) -> Self:
        """Unpack the packages and read their catalogs.

        Raises:
            UnreadableInputError: one of them is no package, or not a safe one.
        """
        with ExitStack() as stack:
            scratch = stack.enter_context(scratch_folder()).resolve()
            for number, package in enumerate(self.packages):
                folder = self.folders.get(package, package.resolve())
                if not folder.is_dir() and self._kept:
                    folder = self._kept.folder(package)
                elif not folder.is_dir():
                    folder = scratch / str(number)
                    unpack(package, folder)
                self.folders[package] = folder
                rewrites = package_rewrites(folder)
                if not rewrites:
                    archives = [path.name for path in sorted(folder.glob("*.zip"))]
                    hint = f"; if its archives are meant, name them: {', '.join(archives)}" if archives else ""
                    raise UnreadableInputError(f"{package} {NO_PACKAGE}{hint}")
                self._rewrites += rewrites
                self._say_shadows(package, rewrites)
            for folder in sorted(bundled_folder("taxonomy").glob("*/META-INF")):
                self._rewrites += package_rewrites(folder.parent.resolve())
            self._unpacked = stack.pop_all()
        return self

    def _say_shadows(self, package: Path, rewrites: list[tuple[str, Path]]) -> None:
        """Say that a package holds another version of a specification's schema, which is not used."""
        for url, file, specification in specification_places(rewrites):
            if not file.is_file() or filecmp.cmp(file, specification, shallow=False):
                continue
            message = f"{package.name} holds a {url} of its own ({file.name}); it is not used"
            self.findings.append(PACKAGE_SPECIFICATION.finding(message, Source(package.name)))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the unpacked packages."""
        self._unpacked.close()

    def locate(self, url: str, base: str | None = None) -> Path | None:
        """Find the local file of a URL or path.

        Args:
            url: with or without a fragment, which does not count.
            base: the URL of the document that it stands in, if it may be relative.

        Returns:
            The file, or None if there is none.
        """
        absolute = urljoin(base, url) if base else url
        document = absolute.partition("#")[0]
        if not url.partition("#")[0] or document.endswith("/"):
            return None  # the base itself, and a folder
        if specification := specification_file(document):
            return specification
        for start, folder in self._by_length:
            if document.startswith(start):
                file = _file(folder, unquote(document.removeprefix(start)))
                return file if file and file.is_relative_to(folder) else None
        if document.startswith(("http://", "https://")):
            return None
        try:
            parts = urlsplit(document)
        except ValueError:  # what looks like an address and is none
            return None
        return _file(Path(), unquote(parts.path) if parts.scheme == "file" else document)

    @property
    def _by_length(self) -> list[tuple[str, Path]]:
        """The rewrites, the longest first: the longest start that fits counts, as XML Catalogs 1.1 says."""
        if len(self._sorted) != len(self._rewrites):  # some were added
            self._sorted = sorted(self._rewrites, key=lambda rewrite: -len(rewrite[0]))
        return self._sorted

    def schemas(self) -> list[Path]:
        """List the schemas that the given packages hold."""
        return [path for folder in self.folders.values() for path in sorted(folder.rglob("*.xsd"))]


def _file(folder: Path, path: str) -> Path | None:
    """Find a regular file below a folder; of a path that no file can have there is none."""
    try:
        file = (folder / path).resolve()
        return file if file.is_file() else None
    except (OSError, RuntimeError, ValueError):  # too long a name, a circle of links, a null or half a character
        return None


def package_rewrites(folder: Path) -> list[tuple[str, Path]]:
    """Read which URLs an unpacked package holds, and where; nothing if it is no package.

    Raises:
        UnreadableInputError: its catalog cannot be read, or leads to a folder that is not inside the package's.
    """
    catalogs = [*folder.glob("META-INF/catalog.xml"), *folder.glob("*/META-INF/catalog.xml")]
    if catalogs:
        return [rewrite for catalog in sorted(catalogs) for rewrite in _read_catalog(catalog, folder)]
    children = [child for child in folder.iterdir() if child.is_dir()]
    for top in (folder, *(children if len(children) == 1 else ())):
        if hosts := _hosts(top):
            return [(f"{scheme}://{host.name}/", host) for host in hosts for scheme in ("http", "https")]
    return []


def holds_package(archive: Path) -> bool:
    """Tell by its names whether an archive is a package, without unpacking it."""
    names = entry_names(archive)
    if any(name.endswith("META-INF/catalog.xml") for name in names):
        return True
    tops = {name.split("/")[0] for name in names}
    depth = 1 if len(tops) == 1 or tops <= {"http", "https"} else 0
    folders = {part for name in names for part in name.split("/")[: depth + 1] if name.count("/") > depth}
    return any(_HOST.match(folder) for folder in folders)


def _hosts(folder: Path) -> list[Path]:
    """List the folders that are named like hosts, in a folder or in those of the schemes in it."""
    places = [folder, *(folder / scheme for scheme in ("http", "https") if (folder / scheme).is_dir())]
    return [
        child for place in places for child in sorted(place.iterdir()) if child.is_dir() and _HOST.match(child.name)
    ]


def _read_catalog(catalog: Path, inside: Path) -> Iterator[tuple[str, Path]]:
    """Yield the URLs that a package's catalog rewrites."""
    for rewrite in parse_description(catalog).getroot().iter(_REWRITE):
        try:
            folder = (catalog.parent / unquote(rewrite.get("rewritePrefix", ""))).resolve()
        except (OSError, RuntimeError, ValueError) as error:
            raise UnreadableInputError(f"{catalog} names a folder that cannot be: {error}") from error
        if not folder.is_relative_to(inside.resolve()):
            raise UnreadableInputError(f"{catalog} leads out of its package")
        if rewrite.get("uriStartString"):
            yield rewrite.get("uriStartString", ""), folder


def specification_places(rewrites: Iterable[tuple[str, Path]]) -> Iterator[tuple[str, Path, Path]]:
    """Yield where a package answers for specifications' schemas: the URL, the file, be it there or not, the schema."""
    for start, folder in rewrites:
        for specification, url in _specifications_below(start):
            yield url, folder / unquote(url.removeprefix(start)), specification


def _specifications_below(start: str) -> Iterator[tuple[Path, str]]:
    """Yield the specifications' schemas whose URL begins so, whether it is written with http or https."""
    scheme, _, rest = start.partition("://")
    aliases = _aliases()
    for alias, file in aliases[bisect_left(aliases, rest, key=itemgetter(0)) :]:
        if not alias.startswith(rest):
            return
        yield file, f"{scheme}://{alias}"


@cache
def _aliases() -> list[tuple[str, Path]]:
    """List the specifications' schemas with the URLs that lead to them, without their scheme, sorted."""
    urls = {file: (specification_url(file) or "").partition("://")[2] for file in specification_files()}
    aliases = [(url, file) for file, url in urls.items()]
    aliases += [(url.removeprefix("www."), file) for file, url in urls.items() if url.startswith("www.xbrl.org/")]
    return sorted(aliases)


def parse_safely(path: Path) -> etree._ElementTree:
    """Parse a document, without entities and without network.

    Raises:
        UnreadableInputError: missing, not well-formed, or with a document type declaration.
    """
    tree = parse(path)
    refuse_document_type(tree, path)
    return tree


def parse_description(path: Path) -> etree._ElementTree:
    """Parse what a package says of itself: as `parse_safely`, but it may name a document type.

    Many catalogs name that of the OASIS. It is not fetched, and one that defines entities itself is refused.

    Raises:
        UnreadableInputError: missing, not well-formed, or with entities.
    """
    tree = parse(path)
    refuse_entities(tree, path)
    return tree


def refuse_entities(tree: etree._ElementTree, path: Path) -> None:
    """Refuse a document whose document type declaration defines entities, and not one that merely names a type.

    Raises:
        UnreadableInputError: it does.
    """
    document_type = tree.docinfo.internalDTD
    if document_type is not None and any(document_type.iterentities()):
        refuse_document_type(tree, path)


def refuse_document_type(tree: etree._ElementTree, path: Path) -> None:
    """Refuse a document with a document type declaration, which may define entities without end.

    Raises:
        UnreadableInputError: it has one.
    """
    if tree.docinfo.doctype:
        raise UnreadableInputError(f"{path} has a document type declaration, which no report needs: refused")


def parse(path: Path) -> etree._ElementTree:
    """Parse a document as `parse_safely` does, but for its document type declaration.

    Raises:
        UnreadableInputError: missing or not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        with open_input(path) as stream:
            # A name that is not in the system's encoding cannot be handed over as text.
            tree: etree._ElementTree = etree.parse(stream, parser, base_url=os.fsencode(path))
    except OSError as error:
        raise UnreadableInputError(f"{path} cannot be read: {error}") from error
    except etree.XMLSyntaxError as error:
        raise UnreadableInputError(f"{path} is not well-formed XML: {error}") from error
    return tree
