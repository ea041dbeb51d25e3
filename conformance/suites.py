"""The official conformance suites: their variations, read from the index of an unpacked archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter.dts.catalog import parse_safely

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml import etree

__all__ = ["SUITES", "Suite", "Variation", "variations"]


@dataclass(frozen=True)
class Suite:
    """A suite: its title, how its archive's name begins, and the file in it that lists the test cases."""

    title: str
    archive: str
    index: str


SUITES = (
    Suite("XBRL 2.1", "xbrl-2.1-", "xbrl.xml"),
    Suite("Dimensions 1.0", "dimensions-", "xdt.xml"),
)


@dataclass(frozen=True)
class Variation:
    """One document, or several, that a processor must find valid or invalid."""

    suite: str
    name: str
    documents: tuple[Path, ...]
    is_valid: bool


def variations(suite: Suite, folder: Path) -> Iterator[Variation]:
    """Yield the variations that the index of a suite lists."""
    index = folder / suite.index
    root = parse_safely(index).getroot()
    for reference in root.iter("{*}testcase"):
        case = index.parent / root.get("root", "") / reference.get("uri", "")
        for element in parse_safely(case).getroot().iter("{*}variation"):
            yield _variation(suite, case, element)


def _variation(suite: Suite, case: Path, element: etree._Element) -> Variation:
    data, result = element.find("{*}data"), element.find("{*}result")
    first = [] if data is None else [child for child in data if child.get("readMeFirst") == "true"]
    documents = tuple(case.parent / (child.text or "").strip() for child in first)
    # Older suites say what is expected, newer ones which errors are.
    expected = None if result is None else result.get("expected")
    has_errors = result is not None and result.find("{*}error") is not None
    is_valid = expected == "valid" if expected else not has_errors
    return Variation(suite.title, f"{case.name} {element.get('id')}", documents, is_valid)
