"""Documents of packages, which many filings share: each is parsed once, and its references are followed once."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from exporter.dts.catalog import parse
from exporter.files.resources import bundled_folder, specification_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from lxml import etree

    from exporter.dts.schema_document import Reference, SchemaDocument

__all__ = ["KeptDocument", "KeptDocuments", "Place", "Stamp"]

#: What changes when a file does: its time, size and number.
Stamp: TypeAlias = tuple[int, int, int]
#: A reference, the URL that it makes, and the file that lies there.
Place: TypeAlias = "tuple[Reference, str, Path | None]"


@dataclass(eq=False)
class KeptDocument:
    """A document that stays parsed.

    Attributes:
        stamp: of its file.
        tree: which nobody may change.
        schema: what it is, if it is a schema.
        places: where its references lead, by the URL under which it is known.
    """

    stamp: Stamp
    tree: etree._ElementTree
    schema: SchemaDocument | None = None
    places: dict[str, list[Place]] = field(default_factory=dict)


class KeptDocuments:
    """The documents in some folders and of the specifications, as long as their files do not change.

    What is read through catalogs that say different things of them goes on being right: see `places`.
    """

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        """Keep what lies in the specifications' folder, in those of our own taxonomies, and in these."""
        self._documents: dict[Path, KeptDocument] = {}
        self._rewrites: frozenset[tuple[str, str]] = frozenset()
        self._always = [
            specification_folder(),
            *(path.parent for path in bundled_folder("taxonomy").glob("*/META-INF")),
        ]
        self.folders: tuple[Path, ...] = ()
        self._starts: tuple[str, ...] = ()
        self.keep_in(folders)

    def keep_in(self, folders: Iterable[Path]) -> None:
        """Keep what lies in these folders from now on, and forget the rest."""
        self.folders = tuple(folders)
        self._starts = tuple(f"{folder.resolve()}{os.sep}" for folder in (*self._always, *self.folders))
        self._documents = {path: document for path, document in self._documents.items() if self.holds(path)}

    def holds(self, path: Path) -> bool:
        """Tell whether a document is one that is kept."""
        return str(path).startswith(self._starts)

    def kept(self, path: Path) -> KeptDocument | None:
        """Give a document that was read and is kept; None for any other."""
        return self._documents.get(path)

    def read(self, path: Path) -> KeptDocument:
        """Parse a document, or take the one that is kept.

        Raises:
            UnreadableInputError: missing or not well-formed.
        """
        stamp = _stamp(path)
        document = self._documents.get(path)
        if document is None or document.stamp != stamp:
            document = KeptDocument(stamp, parse(path))
            if self.holds(path):
                self._documents[path] = document
        return document

    def turn_to(self, rewrites: Collection[tuple[str, str]]) -> None:
        """Have a catalog with these rewrites asked from now on.

        Where a reference leads is looked up anew if the catalogs before and now say different things of its URL.
        """
        changed = tuple(start for start, _ in self._rewrites.symmetric_difference(rewrites))
        self._rewrites = frozenset(rewrites)
        if changed:
            for document in self._documents.values():
                urls = (url for places in document.places.values() for _, url, _ in places)
                if any(url.startswith(changed) for url in urls):
                    document.places, document.schema = {}, None


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError:  # parsing will say what is wrong
        return (0, 0, 0)
    return status.st_mtime_ns, status.st_size, status.st_ino
