"""Notes that cells name by their files: XHTML for text blocks, plain text for other texts.

What a fact has of them is its value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from exporter.errors import UnreadableInputError
from exporter.files.records import read_text
from exporter.findings.findings import Source
from exporter.formats import rules
from exporter.formats.inline_xbrl.inline_text import XHTML
from exporter.formats.inline_xbrl.markup import (
    check_allowed,
    check_harmless,
    inner_text_parts,
    markup_text,
    parse_markup,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from exporter.findings.findings import Finding

__all__ = ["NOTE", "PLAIN_NOTE", "Notes"]

#: How a cell names a file of plain text, and how any file, as regular expressions.
PLAIN_NOTE = r"^\s*file:\s*(\S.*\.(?i:txt))\s*$"
NOTE = r"^\s*file:\s*(\S(?:.*\S)?)\s*$"
_HTML, _HEAD, _TITLE, _BODY = (f"{{{XHTML}}}{name}" for name in ("html", "head", "title", "body"))


class Notes:
    """The notes of a project, each read once.

    Attributes:
        findings: what is wrong in their files.
    """

    def __init__(self, folder: Path) -> None:
        """Begin with none; `folder` is the project's."""
        self._folder = folder
        self._values: dict[tuple[str, str], tuple[str | None, str | None]] = {}
        self.findings: list[Finding] = []

    def markup(self, printed: str) -> tuple[str | None, str | None]:
        """Read the note that a cell names.

        Args:
            printed: the cell, which matches `NOTE`.

        Returns: its XHTML, as the value of a fact has it; or None, and why the file cannot be read, or None where its
            findings say that.
        """
        return self._value(printed, self._read_markup)

    def plain_text(self, printed: str) -> tuple[str | None, str | None]:
        """Read the plain text that a cell names.

        Args:
            printed: the cell, which matches `PLAIN_NOTE`.

        Returns: the text, whose lines end with line feeds, without empty lines around it; or None, and why the file
            cannot be read.
        """
        return self._value(printed, self._read_text)

    def _value(self, printed: str, read: Callable[[str], str | None]) -> tuple[str | None, str | None]:
        match = re.fullmatch(NOTE, printed)
        key = match[1] if match else "", read.__name__
        if key not in self._values:
            try:
                self._values[key] = read(key[0]), None
            except UnreadableInputError as error:
                self._values[key] = None, str(error).replace(f"{self._folder}/", "")
        return self._values[key]

    def _read_text(self, name: str) -> str:
        """Read a file of plain text.

        Raises:
            UnreadableInputError: it is missing, outside the project, too large, empty, or no text in UTF-8.
        """
        text = read_text(self._folder / name, inside=self._folder)
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        if not text.strip():
            raise UnreadableInputError(f"{self._folder / name} has no text")
        return text

    def _read_markup(self, name: str) -> str | None:
        """Read a file: what its body holds, or its one element.

        Raises:
            UnreadableInputError: it is missing, outside the project, too large, or no text in UTF-8.
        """
        root, findings = parse_markup(self._folder / name, name, self._folder)
        if root is not None:
            findings = check_harmless(root, name) or _note_findings(root, name)
        if root is not None and not findings:
            body = root.find(_BODY) if root.tag == _HTML else None
            value = markup_text([root]) if body is None else "".join(map(str, inner_text_parts(body, {}))).strip()
            findings = check_allowed(root if root.tag == _HTML else _document(root), name)
            if not findings:
                return value
        self.findings += findings
        return None


def _document(element: etree._Element) -> etree._Element:
    """Put an element into a document, in which the schema judges it."""
    root = etree.Element(_HTML)
    etree.SubElement(etree.SubElement(root, _HEAD), _TITLE)
    etree.SubElement(root, _BODY).append(element)
    return root


def _note_findings(root: etree._Element, name: str) -> list[Finding]:
    """Find what may stand in documents, and not in the value of a fact."""
    findings = []
    for element in root.iter(etree.Element):
        source = Source(name, element.sourceline)
        if "id" in element.attrib:
            message = "a note stands in documents that have ids of their own, so that it has none"
            findings.append(rules.MARKUP_NOT_ALLOWED.finding(message, source))
        # Arelle does not escape the one in a value, and leaves the prefix of the other away.
        if any("<" in str(value) or str(name).startswith("{") for name, value in element.items()):
            message = "an attribute has '<' in it, or a prefix as xml:lang has, which not all readers give back"
            findings.append(rules.MARKUP_NOT_ALLOWED.finding(message, source))
    return findings
