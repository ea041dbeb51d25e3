"""The schema of Inline XBRL 1.1 documents, as libxml2 compiles it: which elements and attributes it allows where."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from exporter.errors import ExporterError
from exporter.files.resources import specification_file
from exporter.formats.inline_xbrl.inline_text import XHTML
from exporter.report.names import XSD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["known_elements", "schema_faults"]

_URL = "http://www.xbrl.org/2013/inlineXBRL/xhtml-inlinexbrl-1_1.xsd"
_NAMESPACES = re.compile(r"\{[^{}]*\}")


class _Local(etree.Resolver):
    """Finds the local copies of schemas by their URLs; a path is one already."""

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:  # noqa: ANN401, ARG002 - as lxml has it
        """Give the local copy of a schema."""
        path = specification_file(system_url or "")
        return None if path is None else self.resolve_filename(str(path), context)


def _schema_file() -> Path:
    path = specification_file(_URL)
    if path is None:
        raise ExporterError(f"the schema {_URL} is not there; arelle-release brings it")
    return path


def _parser() -> etree.XMLParser:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    parser.resolvers.add(_Local())
    return parser


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(_schema_file()), _parser()))


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


def schema_faults(root: etree._Element) -> Iterator[tuple[int, str]]:
    """Validate a document, and yield the line of each fault and what it is.

    Raises:
        ExporterError: arelle-release, which brings the schema, is not installed.
    """
    schema = _schema()
    if not schema.validate(root):
        for fault in schema.error_log:
            yield fault.line, _NAMESPACES.sub("", fault.message).partition(" Expected is")[0]
