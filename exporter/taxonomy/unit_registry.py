"""The unit registry (Unit Type Registry 1.0): which units facts of an item type may have.

It comes with the schemas of the specifications. Its entries are for item types by their local name, of any namespace
where they give none, as the registered types have had several.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from lxml import etree

from exporter.errors import ExporterError
from exporter.files.resources import specification_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Measures", "registered_type", "registry_allows"]

#: The measures of one side of a unit, by namespace and local name.
Measures: TypeAlias = "tuple[tuple[str, str], ...]"

_URL = "http://www.xbrl.org/utr/utr.xml"
_UTR = "{http://www.xbrl.org/2009/utr}"
#: The status of entries that count where nothing else is said.
_STATUS = "REC"


class _Type(NamedTuple):
    """An item type, of any namespace if that is None."""

    name: str
    namespace: str | None


class _Entry(NamedTuple):
    """A unit of an item type: a measure, or what its two sides are measures of."""

    type: _Type
    measure: tuple[str | None, str]
    sides: tuple[_Type, _Type] | None


@cache
def _registry() -> Mapping[str, tuple[_Entry, ...]]:
    """Read the registry: its entries by the local name of the item type.

    Raises:
        ExporterError: it is not among the schemas.
    """
    path = specification_file(_URL)
    if path is None:
        raise ExporterError(f"the unit registry, {_URL}, is not among the schemas that arelle-release has")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    entries: dict[str, tuple[_Entry, ...]] = {}
    for unit in etree.parse(path, parser).iter(f"{_UTR}unit"):
        if unit.findtext(f"{_UTR}status") == _STATUS:
            entry = _entry(unit)
            entries[entry.type.name] = (*entries.get(entry.type.name, ()), entry)
    return entries


def _entry(unit: etree._Element) -> _Entry:
    def type_of(name: str, namespace: str) -> _Type:
        return _Type(unit.findtext(_UTR + name) or "", unit.findtext(_UTR + namespace) or None)

    numerator = type_of("numeratorItemType", "nsNumeratorItemType")
    denominator = type_of("denominatorItemType", "nsDenominatorItemType")
    return _Entry(
        type_of("itemType", "nsItemType"),
        (unit.findtext(f"{_UTR}nsUnit") or None, unit.findtext(f"{_UTR}unitId") or ""),
        (numerator, denominator) if numerator.name or denominator.name else None,
    )


def registered_type(chain: Sequence[str]) -> str | None:
    """Find the first type of a chain that the registry has units for.

    Args:
        chain: expanded names, the most derived first; see `ValueType`.
    """
    return next((name for name in chain if _entries(_expanded(name))), None)


def registry_allows(name: str, numerator: Measures, denominator: Measures) -> bool:
    """Tell whether the registry has a unit for an item type.

    Args:
        name: the expanded name of a type that the registry has units for.
        numerator: the measures of the unit, or those above the line.
        denominator: those below it.
    """
    return ((), ()) in _left_over(_expanded(name), numerator, denominator)


def _expanded(name: str) -> _Type:
    namespace, _, local = name.removeprefix("{").rpartition("}")
    return _Type(local, namespace)


def _entries(wanted: _Type) -> list[_Entry]:
    return [
        entry
        for entry in _registry().get(wanted.name, ())
        if entry.type.namespace in {None, wanted.namespace} or wanted.namespace is None
    ]


def _left_over(wanted: _Type, numerator: Measures, denominator: Measures) -> Iterator[tuple[Measures, Measures]]:
    """Take measures of an item type from a unit in each way that there is, and yield what is left of its two sides.

    For a type without entries, which any measures are of, the numerator goes whole.
    """
    entries = _entries(wanted)
    if not entries:
        yield (), denominator
    for entry in entries:
        if entry.sides is None:
            taken = next((place for place, measure in enumerate(numerator) if _is(entry.measure, measure)), None)
            if taken is not None:
                yield numerator[:taken] + numerator[taken + 1 :], denominator
            continue
        above, below = entry.sides
        for left_above, left_below in _left_over(above, numerator, denominator):
            for rest_below, rest_above in _left_over(below, left_below, left_above):
                yield rest_above, rest_below


def _is(measure: tuple[str | None, str], other: tuple[str, str]) -> bool:
    return measure[1] == other[1] and measure[0] in {None, other[0]}
