"""Names in a document with the prefixes of the Report: one for each namespace, whatever the document calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.formats.xbrl_xml.elements import SPACE, local_tag
from exporter.report.names import RESERVED_PREFIXES, SPECIFICATION_PREFIXES, is_ncname

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

__all__ = ["NamesReader"]


class NamesReader:
    """Gives each namespace one prefix, and names theirs.

    Attributes:
        namespaces: those met so far, by prefix.
    """

    def __init__(self) -> None:
        """Start with the namespaces of the specifications."""
        self.namespaces: dict[str, str] = dict(SPECIFICATION_PREFIXES)
        self._prefix = {namespace: prefix for prefix, namespace in self.namespaces.items()}
        self._counts: dict[str, int] = {}  # up to which number each preferred prefix is taken
        self._tag_names: dict[str, str] = {}

    def prefer(self, declarations: Mapping[str, str] | Mapping[str | None, str]) -> None:
        """Take over the prefixes that a document declares, in their order."""
        for prefix, namespace in declarations.items():
            if prefix and namespace not in RESERVED_PREFIXES.values():
                self.prefix(namespace, prefix)

    def prefix(self, namespace: str, preferred: str) -> str:
        """Look up the prefix of a namespace.

        A new namespace gets the preferred one, or that and a number where it is taken.
        """
        if namespace not in self._prefix:
            candidate, count = preferred, self._counts.get(preferred, 1)
            while candidate in self.namespaces or candidate in RESERVED_PREFIXES:
                count += 1
                candidate = f"{preferred}{count}"
            self._counts[preferred] = count
            self.namespaces[candidate] = namespace
            self._prefix[namespace] = candidate
        return self._prefix[namespace]

    def name(self, text: str, scope: etree._Element) -> str:
        """Give a QName the Report's prefix for its namespace; without a namespace it stays as it is.

        Args:
            text: the name, as the content of an element has it.
            scope: the element.

        Raises:
            ValueError: it is no name, or its prefix is not declared.
        """
        prefix, colon, local = text.rpartition(":")
        namespace = scope.nsmap.get(prefix if colon else None)
        if colon and namespace is None:
            raise ValueError(f"the prefix of {text!r} is not declared")
        if not is_ncname(local):
            raise ValueError(f"{text!r} is no name")
        return f"{self.prefix(namespace, prefix or 'ns')}:{local}" if namespace else local

    def qualified(self, text: str, scope: etree._Element) -> str:
        """Give a QName that must have a namespace the Report's prefix; see `name`."""
        name = self.name(text.strip(SPACE), scope)
        if ":" not in name:
            raise ValueError(f"{text!r} has no namespace")
        return name

    def tag_name(self, element: etree._Element) -> str:
        """Give the name of an element the Report's prefix."""
        tag = str(element.tag)
        if tag not in self._tag_names:
            namespace = tag.removeprefix("{").rpartition("}")[0]
            prefix = self.prefix(namespace, element.prefix or "ns")
            self._tag_names[tag] = f"{prefix}:{local_tag(element)}"
        return self._tag_names[tag]
