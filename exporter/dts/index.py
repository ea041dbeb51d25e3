"""The index of a taxonomy set: tables in Parquet files, and a manifest that says what they are and of what.

Which tables there are, and their columns, stands beside what writes them, `TABLES` in arelle/taxonomy_tables.py.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.arelle.taxonomy_tables import TABLES, table_schema
from exporter.errors import ExporterError
from exporter.files.inputs import read_input

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FORMAT", "Index", "IndexDamagedError", "Manifest", "open_index", "write_manifest"]

#: The number of this layout: an index that has another one is made anew.
FORMAT = 4
INDEX = "index.json"
#: So many characters of a key tell it from others.
_LEAST_OF_KEY = 6
_MAX_MANIFEST, _MAX_TABLE = 64 * 1024**2, 2 * 1024**3
#: What concepts are made of stays in memory; labels and the like are read when somebody asks.
_RESIDENT = ("namespaces", "concepts", "types", "typed_domains", "roles", "relationships")


class IndexDamagedError(ExporterError):
    """An index is of another version of ours, cut off, or changed."""


@dataclass(frozen=True)
class Manifest:
    """What an index says of itself.

    Attributes:
        key: the hash of what was read.
        name: what people call it: the package's name, or the file name of the entry point.
        version: the package's; empty where none says it.
        entry_points: the URLs, or paths, that bring it in.
        entry_schemas: those that are schemas, each with its target namespace.
        sources: the files and folders that it was read from; none of what was read for a filing.
        languages: of its labels, those with the most first.
        concepts, labels: how many.
        documents: the URLs of its schemas and linkbases.
        missing: what was not found, each with the document that refers to it.
        messages: what else was wrong as it was loaded.
        formulas: how many arcs of formulas it has.
        unresolved: how many arcs are left out, since they lead to nothing that is there or have no proper weight.
        digests: SHA-256 of each file, by the table's name.
        format: the number of the layout.
    """

    key: str
    name: str
    version: str
    entry_points: tuple[str, ...]
    entry_schemas: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    languages: tuple[str, ...]
    concepts: int
    labels: int
    documents: tuple[str, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    messages: tuple[str, ...] = ()
    formulas: int = 0
    unresolved: int = 0
    digests: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def is_called(self, name: str) -> bool:
        """Tell whether somebody means it by a name, an entry point, or the beginning of its key."""
        return name in {self.name, *self.entry_points} or (len(name) >= _LEAST_OF_KEY and self.key.startswith(name))


@dataclass(frozen=True)
class Index:
    """An index that is open.

    Attributes:
        folder: where its files lie.
        manifest: what it says of itself.
        resident: tables that need not be read.
    """

    folder: Path
    manifest: Manifest
    resident: dict[str, pl.DataFrame] = field(default_factory=dict)

    def table(self, name: str) -> pl.DataFrame:
        """Read a table, once.

        Raises:
            IndexDamagedError: its file is not what was written.
        """
        if name not in self.resident:
            self.resident[name] = _read_table(self.folder / f"{name}.parquet", self.manifest.digests[name])
        return self.resident[name]

    @cached_property
    def namespaces(self) -> dict[str, str]:
        """The namespaces of its names, by prefix."""
        return dict(self.table("namespaces").iter_rows())


def open_index(folder: Path, *, whole: bool = False) -> Index:
    """Open an index: read what concepts are made of.

    Args:
        folder: where its files lie.
        whole: read all of it, as of a folder that will not last.

    Raises:
        IndexDamagedError: it is of another version of ours, cut off, or changed.
    """
    try:
        content = json.loads(read_input(folder / INDEX, _MAX_MANIFEST))
        if isinstance(content, dict) and content.get("format") != FORMAT:
            raise IndexDamagedError(f"the index {folder} is of another version of exporter")
        manifest = _manifest(content)
    except (ExporterError, ValueError, TypeError, KeyError, RecursionError) as error:
        if isinstance(error, IndexDamagedError):
            raise
        raise IndexDamagedError(f"the index {folder} is damaged: {INDEX} cannot be read") from error
    index = Index(folder, manifest)
    for name in TABLES if whole else _RESIDENT:
        index.table(name)
    return index


def _manifest(content: dict[str, Any]) -> Manifest:
    """Take a manifest from what a file says.

    Raises:
        ValueError, TypeError, KeyError: it is none.
    """
    for name in ("entry_points", "sources", "languages", "documents", "messages"):
        content[name] = tuple(map(_text, content[name]))
    for name in ("missing", "entry_schemas"):
        content[name] = tuple((_text(first), _text(second)) for first, second in content[name])
    for name in ("key", "name", "version"):
        _text(content[name])
    for name in ("concepts", "labels", "formulas", "unresolved"):
        if not isinstance(content[name], int):
            raise TypeError(f"{content[name]!r} is no count")
    content["digests"] = {name: _text(content["digests"][name]) for name in TABLES}
    if not content["entry_points"]:
        raise ValueError("it begins nowhere")
    return Manifest(**content)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def write_manifest(folder: Path, **content: Any) -> None:  # noqa: ANN401 - the fields of a Manifest
    """Say of an index whose tables have been written what it is.

    Args:
        folder: where its files lie.
        content: the fields of a `Manifest` but for those that follow from the tables.
    """
    labels = pl.read_parquet(folder / "labels.parquet", columns=["language"])
    counts = labels["language"].drop_nulls().value_counts(sort=True)
    digests = {name: _digest((folder / f"{name}.parquet").read_bytes()) for name in TABLES}
    manifest = Manifest(
        languages=tuple(counts["language"].to_list()),
        concepts=pl.scan_parquet(folder / "concepts.parquet").select(pl.len()).collect().item(),
        labels=labels.height,
        digests=digests,
        **content,
    )
    (folder / INDEX).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _read_table(path: Path, digest: str) -> pl.DataFrame:
    try:
        content = read_input(path, _MAX_TABLE)
    except ExporterError as error:
        raise IndexDamagedError(f"the index {path.parent} is damaged: {path.name} cannot be read") from error
    if _digest(content) != digest:  # before the engine sees it, which some wrong bytes would take down
        raise IndexDamagedError(f"the index {path.parent} is damaged: {path.name} is not what was written")
    try:
        table = pl.read_parquet(content)
    except pl.exceptions.PolarsError as error:
        raise IndexDamagedError(f"the index {path.parent} is damaged: {path.name} is no table") from error
    if dict(table.schema) != table_schema(path.stem):
        raise IndexDamagedError(f"the index {path.parent} is damaged: {path.name} has other columns")
    return table


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
