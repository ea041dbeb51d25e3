"""What a taxonomy that others publish says of itself, and one of ours works out from its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import polars as pl

__all__ = ["DeferredMapping", "DeferredSequence", "Origin"]

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Origin:
    """Where a published taxonomy is, and what is in it beside what tables of ours have.

    Attributes:
        entry_points: the URLs or paths of the schemas that bring it in.
        sources: the packages, folders and schemas that it was read from.
        entry_schemas: the target namespaces of the entry points that are schemas, by their URLs.
        namespaces: by prefix.
        addresses: where each concept is declared, by its name: the URL of the schema, `#`, and the element's id.
        role_addresses: where each role is, by its URI, likewise.
        type_schemas: the URL of the schema that defines each type.
        typed_domains: for each typed dimension the element that holds its members.
        relationships: the arcs between concepts that it brings in, with the columns of the index's table.
        table: reads a table of its index by name; see `TABLES` in arelle/taxonomy_tables.py.
        is_whole: whether all its schemas were found; if not, it may have further concepts.
        elements: its global elements that are no concepts.
        not_judged: what it asks for and no judge of ours looks at, such as formulas.
    """

    relationships: pl.DataFrame
    table: Callable[[str], pl.DataFrame] = field(compare=False, repr=False)
    entry_points: tuple[str, ...] = ()
    sources: tuple[Path, ...] = ()
    entry_schemas: Mapping[str, str] = field(default_factory=dict)
    namespaces: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    role_addresses: Mapping[str, str] = field(default_factory=dict)
    type_schemas: Mapping[str, str] = field(default_factory=dict)
    typed_domains: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool = True
    elements: frozenset[str] = frozenset()
    not_judged: tuple[str, ...] = ()


class DeferredMapping(Mapping[_Key, _Value]):
    """A mapping that is made when somebody looks into it."""

    def __init__(self, make: Callable[[], dict[_Key, _Value]]) -> None:
        """Keep what makes it."""
        self._make = make

    @cached_property
    def _content(self) -> dict[_Key, _Value]:
        return self._make()

    def __getitem__(self, key: _Key) -> _Value:
        """Look up a key."""
        return self._content[key]

    def __iter__(self) -> Iterator[_Key]:
        """Go through the keys."""
        return iter(self._content)

    def __len__(self) -> int:
        """Count the keys."""
        return len(self._content)


class DeferredSequence(Sequence[_Value]):
    """A sequence that is made when somebody looks into it."""

    def __init__(self, make: Callable[[], tuple[_Value, ...]]) -> None:
        """Keep what makes it."""
        self._make = make

    @cached_property
    def _content(self) -> tuple[_Value, ...]:
        return self._make()

    def __getitem__(self, index):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN204 - as Sequence says
        """Take an entry or a slice."""
        return self._content[index]

    def __iter__(self) -> Iterator[_Value]:
        """Go through the entries."""
        return iter(self._content)

    def __len__(self) -> int:
        """Count the entries."""
        return len(self._content)
