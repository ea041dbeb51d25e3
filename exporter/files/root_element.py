"""The root element of an XML document, without reading the rest of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from exporter.errors import UnreadableInputError
from exporter.files.inputs import open_input

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["root_tag"]


def root_tag(path: Path) -> str | None:
    """Read the tag of a document's root element in Clark notation; None if the file is no XML."""
    try:
        with open_input(path) as stream:
            for _, element in etree.iterparse(stream, events=("start",), resolve_entities=False, no_network=True):
                return str(element.tag)
    except (OSError, UnreadableInputError, etree.XMLSyntaxError):
        return None
    return None
