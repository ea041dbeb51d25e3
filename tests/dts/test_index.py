"""The index of a taxonomy: what was tampered with is damaged, and nothing worse."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from exporter.arelle.taxonomy_tables import TABLES, table_schema
from exporter.dts.index import INDEX, IndexDamagedError, open_index, write_manifest

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://example.org/t.xsd"


def _written(folder: Path) -> Path:
    """Write the index of an empty taxonomy."""
    for name in TABLES:
        pl.DataFrame(schema=table_schema(name)).write_parquet(folder / f"{name}.parquet")
    write_manifest(folder, key="k", name="all", version="1", entry_points=(URL,), entry_schemas=(), sources=("p",))
    return folder


def _change(folder: Path, content: dict[str, Any]) -> None:
    manifest = json.loads((folder / INDEX).read_bytes())
    (folder / INDEX).write_text(json.dumps(manifest | content), encoding="utf-8")


def test_what_was_written_is_opened(tmp_path: Path) -> None:
    """With its manifest and tables."""
    index = open_index(_written(tmp_path), whole=True)
    assert index.manifest.entry_points == (URL,)
    assert index.table("concepts").is_empty()


@pytest.mark.parametrize(
    "content",
    [
        {"entry_points": []},
        {"entry_points": [None]},
        {"entry_schemas": [["x"]]},
        {"missing": 1},
        {"name": 1},
        {"concepts": "many"},
        {"labels": float("inf")},
        {"digests": {}},
        {"digests": ["x"]},
        {"folder": "/etc"},
    ],
)
def test_a_manifest_that_says_what_none_can_is_damaged(tmp_path: Path, content: dict[str, Any]) -> None:
    """Whatever is of another type, missing or unknown."""
    _change(_written(tmp_path), content)
    with pytest.raises(IndexDamagedError, match="cannot be read"):
        open_index(tmp_path)


@pytest.mark.parametrize("text", ["", "[1]", "1", "[" * 100_000, "9" * 10_000])
def test_what_is_no_manifest_is_damaged(tmp_path: Path, text: str) -> None:
    """However deep it is nested."""
    (_written(tmp_path) / INDEX).write_text(text, encoding="utf-8")
    with pytest.raises(IndexDamagedError, match="cannot be read"):
        open_index(tmp_path)


@pytest.mark.parametrize("columns", [None, {"x": [1]}, {name: [1] for name in TABLES["roles"]}])
def test_a_table_that_is_none_of_ours_is_damaged(tmp_path: Path, columns: dict[str, list[int]] | None) -> None:
    """Bytes that are no table, and other columns or types, even where the manifest has their digest."""
    path = _written(tmp_path) / "roles.parquet"
    if columns is None:
        path.write_bytes(b"PAR1 and more PAR1")
    else:
        pl.DataFrame(columns).write_parquet(path)
    digests = json.loads((tmp_path / INDEX).read_bytes())["digests"]
    digests["roles"] = hashlib.sha256(path.read_bytes()).hexdigest()
    _change(tmp_path, {"digests": digests})
    with pytest.raises(IndexDamagedError, match=r"roles\.parquet (is no table|has other columns)"):
        open_index(tmp_path)
