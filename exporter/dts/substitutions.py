"""Substitution groups of schemas, as far as it must be known of them before a taxonomy is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter.dts.schema_document import SchemaDocument

__all__ = ["substitution_circle"]


def substitution_circle(schemas: Iterable[SchemaDocument]) -> str | None:
    """Find an element that can stand in for itself, which no element can (XML Schema Part 1, 3.3.6).

    Returns: its expanded name, or None if there is none.
    """
    heads = {tag: group for schema in schemas for tag, group in schema.substitutes}
    sound: set[str] = set()
    for start in heads:
        name, path = start, set[str]()
        while name in heads and name not in sound:
            if name in path:
                return name
            path.add(name)
            name = heads[name]
        sound |= path
    return None
