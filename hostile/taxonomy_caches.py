"""Hostile caches of taxonomies: none that can be written, and indexes that somebody tampered with."""

from __future__ import annotations

import hashlib
import json
import os
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.arelle.taxonomy_tables import TABLES, table_schema
from exporter.dts.index import INDEX, write_manifest
from hostile.case import OUT, OUTSIDE, Case, chance
from hostile.small_packages import URL, packaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

__all__ = ["cases"]

#: The folder of the cache, in that of the case.
_CACHE = f"{OUT}/cache"
_KEY = "0123456789abcdef0123456789abcdef01234567"


def cases() -> Iterator[Case]:
    """Each cache for an import, and each change of an index for whatever looks into it."""
    for name, (place, make) in _PLACES.items():
        for command in ("import", "list", "remove"):

            def write(folder: Path, command: str = command, make: Callable[[Path], object] = make) -> Sequence[str]:
                (folder / OUT).mkdir()
                make(folder / _CACHE)
                for path, text in packaged().items():
                    (folder / "p" / path).parent.mkdir(parents=True, exist_ok=True)
                    (folder / "p" / path).write_text(text, encoding="utf-8")
                return {
                    "import": ["taxonomy", "import", "p", "--entry-point", URL],
                    "list": ["taxonomy", "list"],
                    "remove": ["taxonomy", "remove", "all"],
                }[command]

            yield Case("taxonomy cache", f"{name}, {command}", write, environment={"EXPORTER_CACHE": place})
    for name, change in _CHANGES.items():
        for command, more in (("list", []), ("search", ["cash"]), ("remove", ["all"])):

            def write_index(
                folder: Path,
                arguments: Sequence[str] = ("taxonomy", command, *more),
                change: Callable[[Path], object] = change,
            ) -> Sequence[str]:
                _write_index(folder / _CACHE / _KEY)
                change(folder / _CACHE / _KEY)
                return arguments

            yield Case("taxonomy cache", f"{name}, {command}", write_index, environment={"EXPORTER_CACHE": _CACHE})


def _nothing(_: Path) -> None:
    """Leave it as it is."""


#: What the variable says, and what is made in the place of the usual cache.
_PLACES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a file": (_CACHE, lambda path: path.write_text("x", encoding="utf-8")),
    "a pipe": (_CACHE, os.mkfifo),
    "a link in a circle": (_CACHE, lambda path: path.symlink_to(path.name)),
    "a link to nowhere": (_CACHE, lambda path: path.symlink_to("nowhere")),
    "a folder that nobody can write to": ("/proc/self/fdinfo", _nothing),
    "a device": ("/dev/null", _nothing),
    "too long a name": ("n" * 5_000, _nothing),
    "too long a path": ("d/" * 20_000, _nothing),
    "a folder in a file": (f"{_CACHE}/x", lambda path: path.write_text("x", encoding="utf-8")),
}


def _write_index(folder: Path) -> None:
    """Write the index of a taxonomy with one concept."""
    folder.mkdir(parents=True)
    rows = {
        "namespaces": {"prefix": "t", "namespace": "http://example.org/t"},
        "concepts": {
            "name": "t:Cash",
            "schema": URL,
            "type": "xbrli:stringItemType",
            "item_type": "stringItemType",
            "abstract": False,
            "nillable": True,
            "head": "item",
        },
        "labels": {
            "concept": "t:Cash",
            "role": "http://www.xbrl.org/2003/role/label",
            "language": "en",
            "text": "Cash",
        },
    }
    for name in TABLES:
        pl.DataFrame([rows[name]] if name in rows else [], schema=table_schema(name)).write_parquet(
            _table(folder, name)
        )
    manifest: dict[str, Any] = {"key": _KEY, "name": "all", "version": "1", "entry_points": (URL,)}
    write_manifest(folder, **manifest, entry_schemas=((URL, "http://example.org/t"),), sources=("p",))


def _table(folder: Path, name: str) -> Path:
    return folder / f"{name}.parquet"


def _rewritten(change: Callable[[dict[str, Any]], object], folder: Path) -> None:
    """Change what the manifest says."""
    content = json.loads((folder / INDEX).read_bytes())
    change(content)
    (folder / INDEX).write_text(json.dumps(content), encoding="utf-8")


def _saying(**content: object) -> Callable[[Path], object]:
    return partial(_rewritten, lambda manifest: manifest.update(content))


def _holding(name: str, data: bytes, folder: Path) -> None:
    """Put bytes in the place of a table, and their digest in the manifest."""
    _table(folder, name).write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    _rewritten(lambda manifest: manifest["digests"].update({name: digest}), folder)


def _with_table(name: str, columns: dict[str, list[Any]], folder: Path) -> None:
    """Put a table in the place of another one, and its digest in the manifest."""
    pl.DataFrame(columns).write_parquet(_table(folder, name))
    _holding(name, _table(folder, name).read_bytes(), folder)


def _replaced(name: str, make: Callable[[Path], object], folder: Path) -> None:
    (folder / name).unlink()
    make(folder / name)


def _linked(folder: Path) -> None:
    """Have a link to a folder outside in the place of the index."""
    outside = folder.parents[3] / OUTSIDE
    for path in folder.iterdir():
        path.rename(outside / path.name)
    folder.rmdir()
    folder.symlink_to(outside)


_NOISE = chance("taxonomy cache").randbytes(4_000)
_CHANGES: dict[str, Callable[[Path], object]] = {
    "sound": _nothing,
    "random bytes for a table": lambda folder: _table(folder, "concepts").write_bytes(_NOISE),
    "random bytes for a table of the same digest": partial(_holding, "concepts", _NOISE),
    "random bytes for labels of the same digest": partial(_holding, "labels", b"PAR1" + _NOISE + b"PAR1"),
    "another table for concepts": partial(_with_table, "concepts", {"x": [1]}),
    "numbers for labels": partial(_with_table, "labels", {name: [1] for name in TABLES["labels"]}),
    "a pipe for a table": partial(_replaced, "roles.parquet", os.mkfifo),
    "a device for a table": partial(_replaced, "labels.parquet", lambda path: path.symlink_to("/dev/zero")),
    "a folder for a table": partial(_replaced, "types.parquet", lambda path: path.mkdir()),
    "a pipe for the manifest": partial(_replaced, INDEX, os.mkfifo),
    "a device for the manifest": partial(_replaced, INDEX, lambda path: path.symlink_to("/dev/zero")),
    "a manifest nested deep": lambda folder: (folder / INDEX).write_bytes(b"[" * 1_000_000),
    "a manifest of nothing": lambda folder: (folder / INDEX).write_bytes(b""),
    "a manifest that is a list": lambda folder: (folder / INDEX).write_bytes(b"[1]"),
    "a manifest with a long number": lambda folder: (folder / INDEX).write_bytes(b"9" * 100_000),
    "no digests": _saying(digests={}),
    "digests in a list": _saying(digests=["x"]),
    "digests of paths": _saying(digests={"../../../outside/secret": "x"}),
    "no entry points": _saying(entry_points=[]),
    "entry points that are none": _saying(entry_points=[None, 1]),
    "entry schemas that are none": _saying(entry_schemas=[["x"], 1]),
    "counts in words": _saying(concepts="many"),
    "counts beyond numbers": _saying(concepts=float("inf"), labels=float("nan")),
    "a name that steers": _saying(name="\x1b[31m\x9b2J\u202e", version="\r\n"),
    "a name that leads out": _saying(name="../../outside", key="../../outside"),
    "unknown keys": _saying(folder="/etc"),
    "a link out for the folder": _linked,
}
