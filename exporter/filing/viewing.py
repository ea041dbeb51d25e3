"""Viewers of a filing: for each of its documents a page that shows what is tagged, and as what."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from exporter.arelle.viewer import check_viewer, make_viewer
from exporter.dts.catalog import holds_package
from exporter.errors import UnreadableInputError
from exporter.files.publish import published_folder
from exporter.files.temporary import scratch_folder
from exporter.formats.inline_xbrl.reader import inline_documents, is_inline_document
from exporter.formats.inline_xbrl.single_documents import single_documents

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["write_viewers"]

_PROJECT = "report.toml"


def write_viewers(
    source: Path, destination: Path | None = None, packages: Sequence[Path] = ()
) -> tuple[list[Path], list[str]]:
    """Write a viewer for each Inline XBRL document of a filing.

    They work when they are opened as files, without a network.

    Args:
        source: a project that was exported; a folder with the documents of a set; or a document.
        destination: the folder to write; by default `viewer` beside the documents' folder, or beside the document.
        packages: taxonomy packages, besides those that lie beside the documents.

    Returns: the pages, and what was not found of the taxonomy.

    Raises:
        MisuseError: the package that makes viewers is not installed.
        UnreadableInputError: there is no Inline XBRL document.
        ArelleError: Arelle broke down.
        OutputError: the folder cannot be written.
    """
    check_viewer()
    source = source / "out" / "filing" if (source / _PROJECT).is_file() else source
    documents = _documents(source)
    archives = [*packages, *filter(holds_package, sorted(documents[0].parent.glob("*.zip")))]
    missing: list[str] = []
    destination = destination or source.resolve().parent / "viewer"
    with published_folder(destination) as folder, scratch_folder() as scratch:
        for path, content in single_documents(documents):
            document, page = scratch / path.name, folder / f"{path.stem}.html"
            document.write_bytes(content)
            missing += make_viewer(document, archives, scratch / page.name)
            _move(scratch / page.name, page, path.absolute().parent)
        shutil.copy(scratch / "ixbrlviewer.js", folder)
    return [destination / f"{path.stem}.html" for path in documents], list(dict.fromkeys(missing))


def _documents(source: Path) -> list[Path]:
    documents = inline_documents(source) if source.is_dir() else [source] if is_inline_document(source) else []
    if not documents:
        raise UnreadableInputError(
            f"{source} holds no Inline XBRL document; a project has one after: exporter export --format inline"
        )
    return documents


def _move(made: Path, page: Path, folder: Path) -> None:
    """Move a page, in which references to the documents' folder become relative again."""
    page.write_bytes(made.read_bytes().replace(f'"{folder.as_uri()}/'.encode(), b'"'))
