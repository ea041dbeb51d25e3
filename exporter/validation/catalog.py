"""Finds schemas and linkbases offline: specifications, taxonomy packages, and files beside the document."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from exporter.errors import UnreadableInputError
from exporter.files.resources import specification_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

__all__ = ["Catalog", "parse_safely", "unpack"]

_REWRITE = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}rewriteURI"
#: Bounds for a taxonomy package, against archives that unpack to more than they look.
_MAX_FILES, _MAX_BYTES = 50_000, 2 * 1024**3


class Catalog:
    """Maps URLs to local files. Packages are unpacked into a temporary folder, so use it as a context manager."""

    def __init__(self, packages: Iterable[Path] = ()) -> None:
        """Prepare to use these taxonomy packages (zip archives)."""
        self.packages = tuple(packages)
        self._rewrites: list[tuple[str, Path]] = []
        self._unpacked = ExitStack()

    def __enter__(self) -> Self:
        """Unpack the packages and read their catalogs."""
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="exporter-")))
            for number, package in enumerate(self.packages):
                target = folder / str(number)
                unpack(package, target)
                for catalog in sorted(target.glob("*/META-INF/catalog.xml")):
                    self._read_catalog(catalog, target.resolve())
            self._unpacked = stack.pop_all()
        return self

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
        # The longest start that fits counts, as XML Catalogs 1.1 says.
        for start, folder in sorted(self._rewrites, key=lambda rewrite: -len(rewrite[0])):
            if document.startswith(start):
                file = (folder / unquote(document.removeprefix(start))).resolve()
                return file if file.is_file() and file.is_relative_to(folder) else None
        if document.startswith(("http://", "https://")):
            return specification_file(document)
        parts = urlsplit(document)
        path = Path(unquote(parts.path) if parts.scheme == "file" else document)
        return path.resolve() if path.is_file() else None

    def schemas(self) -> list[Path]:
        """List the schemas that the packages hold."""
        return [path for _, folder in self._rewrites for path in sorted(folder.rglob("*.xsd"))]

    def _read_catalog(self, catalog: Path, inside: Path) -> None:
        """Take over the URLs that a package's catalog rewrites.

        Raises:
            UnreadableInputError: one leads to a folder that is not inside the package's.
        """
        for rewrite in parse_safely(catalog).getroot().iter(_REWRITE):
            folder = (catalog.parent / unquote(rewrite.get("rewritePrefix", ""))).resolve()
            if not folder.is_relative_to(inside):
                raise UnreadableInputError(f"{catalog} leads out of its package")
            self._rewrites.append((rewrite.get("uriStartString", ""), folder))


def parse_safely(path: Path) -> etree._ElementTree:
    """Parse a document, without entities and without network.

    Raises:
        UnreadableInputError: missing, not well-formed, or with a document type declaration.
    """
    if path.exists() and not path.is_file():
        raise UnreadableInputError(f"{path} is not a regular file")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree = etree.parse(str(path), parser)
    except OSError as error:
        raise UnreadableInputError(f"{path} cannot be read: {error}") from error
    except etree.XMLSyntaxError as error:
        raise UnreadableInputError(f"{path} is not well-formed XML: {error}") from error
    if tree.docinfo.doctype:
        raise UnreadableInputError(f"{path} has a document type declaration, which no report needs: refused")
    return tree


def unpack(package: Path, target: Path) -> None:
    """Unpack a zip archive into a folder.

    Raises:
        UnreadableInputError: not a zip archive, too large, or with a path that leads out of it.
    """
    try:
        with zipfile.ZipFile(package) as archive:
            entries = archive.infolist()
            if len(entries) > _MAX_FILES or sum(entry.file_size for entry in entries) > _MAX_BYTES:
                raise UnreadableInputError(f"{package} unpacks to too much")
            for entry in entries:
                if not (target / entry.filename).resolve().is_relative_to(target.resolve()):
                    raise UnreadableInputError(f"{package} has a path that leads out of it: {entry.filename!r}")
            archive.extractall(target)
    except (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        # zipfile's last two are for compression methods that it does not know, and for encryption.
        raise UnreadableInputError(f"{package} is not a readable zip archive: {error}") from error
