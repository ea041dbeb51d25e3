"""What a taxonomy's schema says where a file is silent: values and accuracies that are supplied, and kinds of concepts.

Only schemas that lie in files are looked at, from the file on along relative references, those of the specifications,
and those that whoever asks can locate; and only when somebody asks: a file that says everything costs nothing.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from lxml import etree

from exporter.errors import UnreadableInputError
from exporter.files.inputs import read_input
from exporter.files.resources import specification_file
from exporter.report.names import XBRLDT, XBRLI, XML, XSD
from exporter.report.references import is_relative, located

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["SchemaValues"]

#: So many schemas are looked at, none of them larger.
_MOST_SCHEMAS, _MAX_BYTES = 1_000, 32 * 1024**2
_IMPORTS = tuple(f"{{{XSD}}}{name}" for name in ("import", "include", "redefine"))
#: So many types may be derived from one another.
_DEEPEST = 100
_NUMERIC = frozenset(
    f"{{{XBRLI}}}{name}ItemType"
    for name in (
        *("monetary", "shares", "pure", "decimal", "float", "double", "integer", "fraction"),
        *("nonPositiveInteger", "negativeInteger", "nonNegativeInteger", "positiveInteger"),
        *("long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)
#: The types of values where the item type of XBRL (XBRL 2.1, 5.1.1.3) has another name.
_VALUE_TYPES = {**dict.fromkeys(("monetary", "shares", "pure"), "decimal"), "date": "dateUnion"}


class SchemaValues:
    """Looks up what the schemas of a file say."""

    def __init__(
        self,
        instance: Path,
        references: Callable[[], Iterable[str]],
        locate: Callable[[str], Path | None] | None = None,
    ) -> None:
        """Prepare to look.

        Args:
            instance: the file, an instance or another report.
            references: gives the hrefs of its references to schemas, as far as they are known.
            locate: gives the file in which the schema of an http URL lies, if there is one; by default there is none.
        """
        self._instance = instance
        self._references = references
        self._locate = locate

    def value(self, tag: str) -> str | None:
        """Give the value of an empty element (XML Schema Part 1, 3.3.1), or None if none is supplied.

        Args:
            tag: the element's name in Clark notation.
        """
        declaration = self._declarations.get(("element", tag))
        return None if declaration is None else _supplied(declaration)

    def attribute(self, tag: str, name: str) -> str | None:
        """Give the value of an attribute that an element lacks (XML Schema Part 1, 3.2.1), or None."""
        scope = self._declarations.get(("element", tag))
        for _ in range(_DEEPEST):
            if scope is None:
                return None
            for attribute in scope.iter(f"{{{XSD}}}attribute"):
                if attribute.get("name") == name and _supplied(attribute) is not None:
                    return _supplied(attribute)
            scope = self._declarations.get(("type", _type_name(scope)))
        return None

    def is_numeric(self, tag: str) -> bool | None:
        """Tell whether a concept has numbers as values; None if no schema at hand says so."""
        scope = self._declarations.get(("element", tag))
        for _ in range(_DEEPEST):
            name = "" if scope is None else _type_name(scope)
            if name.startswith(f"{{{XBRLI}}}"):
                return name in _NUMERIC
            scope = self._declarations.get(("type", name))
            if scope is None:
                return None
        return None

    def value_type(self, tag: str) -> str | None:
        """Give the type of a concept's values: the local name of one of XML Schema's, or `dateUnion`.

        Returns: the type that all others of the concept derive from, or None if no schema at hand says so.
        """
        scope = self._declarations.get(("element", tag))
        for _ in range(_DEEPEST):
            if scope is None:
                return None
            namespace, _, local = _type_name(scope).removeprefix("{").partition("}")
            if namespace == XBRLI and local.endswith("ItemType"):
                name = local.removesuffix("ItemType")
                return _VALUE_TYPES.get(name, name)
            scope = self._declarations.get(("type", f"{{{namespace}}}{local}"))
        return None

    def typed_domain(self, tag: str) -> str | None:
        """Give the element that holds the members of a typed dimension, in Clark notation.

        Returns:
            The element, empty if the dimension is explicit, or None if no schema at hand says so.
        """
        declaration = self._declarations.get(("element", tag))
        if declaration is None:
            return None
        _, fragment = urldefrag(declaration.get(f"{{{XBRLDT}}}typedDomainRef", ""))
        if not fragment:
            return ""
        elements = [
            name
            for (kind, name), element in self._declarations.items()
            if kind == "element" and element.get("id") == fragment
        ]
        return elements[0] if len(elements) == 1 else None

    @cached_property
    def _declarations(self) -> dict[tuple[str, str], etree._Element]:
        """Give the global elements and types of the schemas, by kind and name."""
        kinds = {f"{{{XSD}}}element": "element", f"{{{XSD}}}complexType": "type"}
        return {
            (kinds[str(child.tag)], f"{{{schema.get('targetNamespace', '')}}}{child.get('name')}"): child
            for schema in self._schemas()
            for child in schema
            if child.tag in kinds
        }

    def _schemas(self) -> Iterator[etree._Element]:
        """Yield the schemas that the instance refers to, and those that they import."""
        waiting = [located(href, self._instance) for href in self._references() if self._is_at_hand(href)]
        seen: set[str] = set()
        while waiting and len(seen) < _MOST_SCHEMAS:
            url = urldefrag(waiting.pop(0)).url
            schema = None if url in seen else self._schema(url)
            seen.add(url)
            if schema is not None:
                yield schema
                locations = (child.get("schemaLocation", "") for child in schema if child.tag in _IMPORTS)
                base = urljoin(url, schema.get(f"{{{XML}}}base", ""))
                waiting += [urljoin(base, location) for location in locations if self._is_at_hand(location)]

    def _is_at_hand(self, href: str) -> bool:
        """Tell whether a reference may lead to a file: a relative one, or a URL that can be located."""
        return is_relative(href) or self._file(urldefrag(href).url) is not None

    def _file(self, url: str) -> Path | None:
        """Find the file of an http URL."""
        if not url.startswith(("http://", "https://")):
            return None
        return specification_file(url) or (self._locate(url) if self._locate else None)

    def _schema(self, url: str) -> etree._Element | None:
        """Parse a schema in a file; None if there is none."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        try:
            path = Path(unquote(urlsplit(url).path)) if urlsplit(url).scheme == "file" else self._file(url)
            root = None if path is None else etree.fromstring(read_input(path, _MAX_BYTES), parser)
        except (UnreadableInputError, ValueError, etree.XMLSyntaxError):
            return None
        return root if root is not None and root.tag == f"{{{XSD}}}schema" else None


def _supplied(declaration: etree._Element) -> str | None:
    return declaration.get("fixed", declaration.get("default"))


def _type_name(scope: etree._Element) -> str:
    """Give the name, in Clark notation, of an element's type, or of the type that a type derives from."""
    name = scope.get("type")
    if name is None:
        derivations = (child for kind in ("restriction", "extension") for child in scope.iter(f"{{{XSD}}}{kind}"))
        name = next((child.get("base") for child in derivations if child.get("base")), None) or ""
    prefix, colon, local = name.rpartition(":")
    return f"{{{scope.nsmap.get(prefix if colon else None, '')}}}{local}"
