"""A taxonomy as data frames, ours or a published one: concepts, labels, networks and references."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import MisuseError
from exporter.taxonomy.concepts import STANDARD
from exporter.taxonomy.relationships import RELATIONSHIP_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from exporter.taxonomy.model import Taxonomy

__all__ = ["TAXONOMY_TABLES", "taxonomy_table"]

_TEXT, _FLAG, _NUMBER = pl.String, pl.Boolean, pl.Int64


def taxonomy_table(taxonomy: Taxonomy, table: str) -> pl.DataFrame:
    """Give a table of a taxonomy, its base included.

    Args:
        taxonomy: ours or a published one.
        table: one of `TAXONOMY_TABLES`.

    Returns: `concepts`: a row for each, with `concept` (prefixed), `namespace`, `type`, `kind` of its values, `period`,
        `balance`, `abstract`, `nillable`, and its standard `label` in the taxonomy's first language. `labels`:
        `concept`, `role`, `language` and `label`. `presentation`: each line of each network in reading order, with
        `network`, `definition`, `depth`, `parent`, `concept` and `label_role`. `calculation`: `network`, `total`,
        `concept`, `weight` as exact text, and `older`, whether by XBRL 2.1 and not by Calculations 1.1. `dimensions`:
        the arcs, with the columns of `RELATIONSHIP_COLUMNS`. `references`: `concept`, the `number` of the reference,
        `part` and `text`. Null where there is none.

    Raises:
        MisuseError: there is no such table.
    """
    if table not in _FRAMES:
        raise MisuseError(f"a taxonomy has no table {table!r}; there are {', '.join(_FRAMES)}")
    return _FRAMES[table](taxonomy)


def _concepts(taxonomy: Taxonomy) -> pl.DataFrame:
    namespaces, language = taxonomy.namespaces, taxonomy.languages[0]
    schema = {
        **dict.fromkeys(("concept", "namespace", "type", "kind", "period", "balance"), _TEXT),
        **dict.fromkeys(("abstract", "nillable"), _FLAG),
        "label": _TEXT,
    }
    rows = [
        (
            *(concept.name, namespaces[concept.name.partition(":")[0]], concept.type, concept.kind, concept.period),
            *(concept.balance, concept.abstract, concept.nillable),
            taxonomy.label(concept.name, STANDARD, language),
        )
        for concept in taxonomy.all_concepts.values()
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _labels(taxonomy: Taxonomy) -> pl.DataFrame:
    base = dict(taxonomy.base.labels) if taxonomy.base else {}
    rows = [(*key, label) for key, label in {**base, **taxonomy.labels}.items()]
    return pl.DataFrame(rows, schema=dict.fromkeys(("concept", "role", "language", "label"), _TEXT), orient="row")


def _presentation(taxonomy: Taxonomy) -> pl.DataFrame:
    schema: Mapping[str, type[pl.DataType]] = {
        **dict.fromkeys(("network", "definition"), _TEXT),
        "depth": _NUMBER,
        **dict.fromkeys(("parent", "concept", "label_role"), _TEXT),
    }
    rows, path = [], list[str]()
    for layer in filter(None, (taxonomy.base, taxonomy)):
        for row in layer.presentation:
            del path[row.depth :]
            network = layer.networks.get(row.network)
            definition = network.definition if network else None
            parent = path[-1] if path else None
            rows.append((row.network, definition, row.depth, parent, row.concept, row.label_role))
            path.append(row.concept)
    return pl.DataFrame(rows, schema=schema, orient="row")


def _calculation(taxonomy: Taxonomy) -> pl.DataFrame:
    schema = {**dict.fromkeys(("network", "total", "concept", "weight"), _TEXT), "older": _FLAG}
    rows = [
        (arc.network, arc.total, arc.concept, str(arc.weight), arc.is_older)
        for layer in filter(None, (taxonomy.base, taxonomy))
        for arc in layer.calculation
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _dimensions(taxonomy: Taxonomy) -> pl.DataFrame:
    return taxonomy.relationships.select(RELATIONSHIP_COLUMNS.names())


def _references(taxonomy: Taxonomy) -> pl.DataFrame:
    schema = {"concept": _TEXT, "number": _NUMBER, "part": _TEXT, "text": _TEXT}
    references = [*(taxonomy.base.references if taxonomy.base else ()), *taxonomy.references]
    rows = [
        (reference.concept, number, part, text)
        for number, reference in enumerate(references, start=1)
        for part, text in reference.parts
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


_FRAMES: dict[str, Callable[[Taxonomy], pl.DataFrame]] = {
    "concepts": _concepts,
    "labels": _labels,
    "presentation": _presentation,
    "calculation": _calculation,
    "dimensions": _dimensions,
    "references": _references,
}
TAXONOMY_TABLES = tuple(_FRAMES)
