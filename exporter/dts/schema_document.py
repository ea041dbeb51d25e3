"""A schema of a taxonomy set, and a reference from one document to another."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from exporter.report.names import XSD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml import etree

__all__ = ["IMPORT", "INCLUDE", "REDEFINE", "Reference", "SchemaDocument"]

IMPORT, INCLUDE, REDEFINE = f"{{{XSD}}}import", f"{{{XSD}}}include", f"{{{XSD}}}redefine"
_ELEMENT, _ATTRIBUTE = f"{{{XSD}}}element", f"{{{XSD}}}attribute"
#: Attributes of schemas that hold names of what is defined elsewhere, and perhaps in another namespace.
_NAMES = ("type", "base", "ref", "substitutionGroup", "itemType", "memberTypes", "refer")


class Reference(NamedTuple):
    """A reference to another document.

    Attributes:
        element: the one that makes it.
        href: where it leads, as written, without a fragment.
        is_hint: whether nothing is wrong if there is no such document.
    """

    element: etree._Element
    href: str
    is_hint: bool = False


@dataclass(eq=False)
class SchemaDocument:
    """A schema of the set. What it says is looked up once, so nobody may change it.

    Attributes:
        root: its root element.
        namespace: its target namespace; of one without, that of a schema that includes it.
        targets: for each of its imports and includes the schema that it leads to, where that was found.
    """

    root: etree._Element
    namespace: str
    targets: dict[etree._Element, Path] = field(default_factory=dict)

    @property
    def included(self) -> set[Path]:
        """The schemas that it includes."""
        return {path for element, path in self.targets.items() if element.tag == INCLUDE}

    @cached_property
    def namespaces_used(self) -> frozenset[str]:
        """The namespaces of the names that it refers to."""
        return frozenset(name for element in self.root.iter("*") for name in _namespaces_of_names(element))

    @cached_property
    def substitutes(self) -> tuple[tuple[str, str], ...]:
        """The elements that it declares to be in a substitution group: the tag of each, and that of the group."""
        return tuple((tag, group) for _, tag, group in declared_substitutes(self.root, self.namespace))

    @cached_property
    def supplies_values(self) -> bool:
        """Whether an instance need not state all values: there are defaults or fixed ones.

        XML Schema Part 1, 3.2.1 and 3.3.1.
        """
        declarations = self.root.iter(_ELEMENT, _ATTRIBUTE)
        return any(each.get("default") is not None or each.get("fixed") is not None for each in declarations)


def declared_substitutes(root: etree._Element, namespace: str) -> Iterator[tuple[etree._Element, str, str]]:
    """Yield the declarations of a schema that have a substitution group, with their own tag and that of the group."""
    for element in root.iterfind(f"{_ELEMENT}[@substitutionGroup]"):
        prefix, _, name = element.get("substitutionGroup", "").strip().rpartition(":")
        yield element, tag_of(namespace, element.get("name")), tag_of(element.nsmap.get(prefix or None), name)


def tag_of(namespace: str | None, name: str | None) -> str:
    """Write a name as lxml writes tags."""
    return f"{{{namespace}}}{name}" if namespace else name or ""


def _namespaces_of_names(element: etree._Element) -> Iterator[str]:
    """Yield the namespaces of the names that an element of a schema refers to."""
    for attribute in _NAMES:
        for name in element.get(attribute, "").split():
            prefix, colon, _ = name.partition(":")
            yield element.nsmap.get(prefix if colon else None) or ""
