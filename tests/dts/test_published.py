"""A published taxonomy as a `Taxonomy`: what its index says, within bounds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from exporter.arelle.taxonomy_tables import TABLES, table_schema
from exporter.dts.index import Index, Manifest
from exporter.dts.published import published_taxonomy

if TYPE_CHECKING:
    from collections.abc import Sequence

URL = "http://example.org/t.xsd"
PARENT_CHILD = "http://www.xbrl.org/2003/arcrole/parent-child"


def _index(key: str, **rows: Sequence[dict[str, Any]]) -> Index:
    """An index that lies nowhere."""
    manifest = Manifest(key, "all", "1", (URL,), ((URL, "http://example.org/t"),), ("p",), ("en",), 0, 0)
    tables = {name: pl.DataFrame(list(rows.get(name, ())), schema=table_schema(name)) for name in TABLES}
    return Index(Path(), manifest, tables)


def _outline(key: str, *pairs: tuple[str, str]) -> list[tuple[int, str]]:
    arcs = [{"role": "r", "arcrole": PARENT_CHILD, "source": source, "target": target} for source, target in pairs]
    taxonomy = published_taxonomy(_index(key, relationships=arcs))
    return [(row.depth, row.concept) for row in taxonomy.presentation]


def test_an_outline_has_what_its_arcs_say() -> None:
    """What leads back to what it stands below ends there, and what stands in two places is unfolded in both."""
    assert _outline("circle", ("T", "A"), ("A", "B"), ("B", "A"), ("B", "T2"), ("T", "B")) == [
        (0, "T"),
        (1, "A"),
        (2, "B"),
        (3, "T2"),
        (1, "B"),
        (2, "A"),
        (2, "T2"),
    ]
    assert _outline("only circle", ("A", "B"), ("B", "A")) == []
