"""The schemas of Inline XBRL documents, as libxml2 compiles them: which elements and attributes they allow where."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from lxml import etree

from exporter.errors import ExporterError
from exporter.files.isolated_process import IsolatedProcess, ProcessError
from exporter.files.process_limits import Limits
from exporter.files.resources import specification_file
from exporter.formats.inline_xbrl.inline_text import IX_NAMESPACES, XHTML
from exporter.report.names import XSD

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["inline_schema", "known_elements", "schema_faults"]

#: The schemas of Inline XBRL 1.1 and 1.0, by the namespaces of their elements.
_URLS = {
    namespace: f"{namespace}/xhtml-inlinexbrl-{version}.xsd"
    for namespace, version in zip(IX_NAMESPACES, ("1_1", "1_0"), strict=True)
}
#: Larger documents are validated in a process of its own: libxml2 names the path of each fault, for which it counts
#: the elements before it. That process may use so much memory, in megabytes.
_SMALL, _MEGABYTES = 64 * 1024, 4 * 1024
#: So many faults of a document are told.
_MOST = 1_000
_NAMESPACES = re.compile(r"\{[^{}]*\}")


class _Local(etree.Resolver):
    """Finds the local copies of schemas by their URLs; a path is one already."""

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:  # noqa: ANN401, ARG002 - as lxml has it
        """Give the local copy of a schema."""
        path = specification_file(system_url or "")
        return None if path is None else self.resolve_filename(str(path), context)


def _schema_file(namespace: str = IX_NAMESPACES[0]) -> Path:
    path = specification_file(_URLS[namespace])
    if path is None:
        raise ExporterError(f"the schema {_URLS[namespace]} is not there; arelle-release brings it")
    return path


def _parser() -> etree.XMLParser:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    parser.resolvers.add(_Local())
    return parser


@cache
def inline_schema(namespace: str = IX_NAMESPACES[0]) -> etree.XMLSchema:
    """Compile the schema of a version of Inline XBRL, by the namespace of its elements.

    Raises:
        ExporterError: arelle-release, which brings the schema, is not installed.
    """
    return etree.XMLSchema(etree.parse(str(_schema_file(namespace)), _parser()))


@cache
def known_elements() -> frozenset[str]:
    """List the elements of XHTML that the schema declares anywhere, by their names without namespace."""
    names: set[str] = set()
    seen: set[Path] = set()
    waiting = [_schema_file()]
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            root = etree.parse(str(path), _parser()).getroot()
            if root.get("targetNamespace", XHTML) == XHTML:
                names.update(name for each in root.iter(f"{{{XSD}}}element") if (name := each.get("name")))
                parts = root.iterchildren(*(f"{{{XSD}}}{kind}" for kind in ("include", "redefine")))
                waiting += [path.parent / part.get("schemaLocation", "") for part in parts]
    return frozenset(names)


def schema_faults(root: etree._Element) -> list[tuple[int, str]]:
    """Validate a document by the schema of Inline XBRL 1.1; give the line of each fault, and what it is.

    Raises:
        ExporterError: arelle-release, which brings the schema, is not installed.
    """
    document = etree.tostring(root)
    if len(document) <= _SMALL:
        return _faults(root)
    limits = Limits.for_size(len(document), _MEGABYTES)
    process = IsolatedProcess()
    try:
        lines = [each.sourceline or 1 for each in root.iter(etree.Element)]
        faults: list[tuple[int, str]] = process.call(_numbered_faults, document, limits=limits)
        return [(lines[number], text) for number, text in faults]
    except ProcessError as error:
        return [(root.sourceline or 1, f"it is not known what the schema says of it: libxml2 {error}")]
    finally:
        process.stop()


def _faults(root: etree._Element) -> list[tuple[int, str]]:
    schema = inline_schema()
    if schema.validate(root):
        return []
    return [
        (fault.line, _NAMESPACES.sub("", fault.message).partition(" Expected is")[0])
        for fault in islice(schema.error_log, _MOST)
    ]


def _numbered_faults(document: bytes) -> list[tuple[int, str]]:
    """Validate a document in the process; give for each fault the number of its element."""
    root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    schema = inline_schema()
    if schema.validate(root):
        return []
    numbers = {element: number for number, element in enumerate(root.iter(etree.Element))}
    found = [(root.xpath(fault.path or "/*"), fault.message) for fault in islice(schema.error_log, _MOST)]
    return [
        (numbers.get(elements[0], 0) if elements else 0, _NAMESPACES.sub("", text).partition(" Expected is")[0])
        for elements, text in found
    ]
