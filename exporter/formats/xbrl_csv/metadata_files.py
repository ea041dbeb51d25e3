"""Reads the files of metadata of an xBRL-CSV report, and puts together what each adds to those that it extends."""

from __future__ import annotations

import json
import posixpath
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from exporter.errors import UnreadableInputError
from exporter.formats import rules
from exporter.formats.xbrl_csv.identifiers import DOCUMENT_TYPE
from exporter.formats.xbrl_csv.table_cells import file_beside
from exporter.formats.xbrl_json.scanner import Scanner, file_text, pointer
from exporter.report.references import based, is_relative

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from exporter.formats.xbrl_json.faults import Faults

__all__ = ["MAX_BYTES", "effective_metadata"]

#: Larger files of metadata are refused, and more of them.
MAX_BYTES = 256 * 1024**2
_MOST_FILES = 1_000
#: Objects to whose members an extending file may add others.
_EXTENSIBLE = {"namespaces", "linkTypes", "linkGroups", "features", "final", "tableTemplates", "tables", "dimensions"}
_EXTENSIBLE |= {"parameters"}
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_OF_THE_FILE = {"documentType", "extends", "documentInfo"}


def effective_metadata(source: Path, locate: Callable[[str], Path | None], faults: Faults) -> dict[str, Any]:
    """Read a file of metadata and those that it extends (xBRL-CSV 1.0, extends).

    Args:
        source: the file.
        locate: says where the file of a URL lies, or None where that is not known; nothing is fetched.
        faults: is told what is wrong.

    Returns:
        All that they say together, as if one file said it.

    Raises:
        UnreadableInputError: the first file is missing, no UTF-8, no JSON, or not of the document type.
    """
    return _MetadataFiles(source, locate, faults).read(source, source.name)


class _MetadataFiles:
    def __init__(self, source: Path, locate: Callable[[str], Path | None], faults: Faults) -> None:
        self._source, self._locate, self._faults = source, locate, faults
        #: The files that were read, by reference from the folder of the first one, or by URL.
        self._names: set[str] = set()

    def read(self, path: Path, name: str) -> dict[str, Any]:
        """Read a file, and what it extends.

        Args:
            path: the file.
            name: the URL that it stands for, or its path from the first one's folder.

        Raises:
            UnreadableInputError: it cannot be read.
        """
        self._names.add(name)
        content = self._content(path)
        info = content["documentInfo"]
        if isinstance(info.get("taxonomy"), list):
            info["taxonomy"] = [based(href, name) if isinstance(href, str) else href for href in info["taxonomy"]]
        extended = info.get("extends", [])
        if not isinstance(extended, list) or not all(isinstance(reference, str) for reference in extended):
            self._faults.add(rules.READER_BAD_STRUCTURE, "/documentInfo/extends is no array of texts")
            extended = []
        for reference in extended:
            self._extend(content, reference, name)
        return content

    def _content(self, path: Path) -> dict[str, Any]:
        """Read the JSON of a file."""
        text = file_text(path, MAX_BYTES)
        scanner = Scanner(path, text)
        content = scanner.value()
        scanner.end()
        _check_characters(path, text, content)
        info = content.get("documentInfo") if isinstance(content, dict) else None
        document_type = info.get("documentType") if isinstance(info, dict) else None
        if document_type != DOCUMENT_TYPE:
            raise UnreadableInputError(
                f"{path} is no metadata of xBRL-CSV: /documentInfo/documentType is {document_type!r} and must be "
                f"{DOCUMENT_TYPE!r} (oimce:unsupportedDocumentType)"
            )
        for place in scanner.doubled_keys(content):
            message = f"{path.name}: {place} is there twice; the first was read (xbrlce:invalidJSON)"
            self._faults.add(rules.READER_DOUBLED_KEY, message)
        return dict(content)

    def _extend(self, content: dict[str, Any], reference: str, name: str) -> None:
        """Add what another file says to the content of the one with a name."""
        base_name = _resolved(reference, name)
        if base_name in self._names or len(self._names) >= _MOST_FILES:
            return  # files that extend each other are allowed, and say no more than once
        try:
            base = self.read(self._path(base_name), base_name)
        except UnreadableInputError as error:
            message = f"/documentInfo/extends: {error} (xbrlce:unresolvableBaseMetadataFile)"
            self._faults.add(rules.READER_MISSING_FILE, message)
            return
        final = base["documentInfo"].get("final", {})
        final = final if isinstance(final, dict) else {}
        self._merge(content["documentInfo"], base["documentInfo"], final, base_name)
        self._merge(content, base, final, base_name)

    def _path(self, name: str) -> Path:
        """Find the file of a URL, or one in the folder.

        Raises:
            UnreadableInputError: it is not known, or outside.
        """
        if is_relative(name):
            return file_beside(self._source, name)
        path = self._locate(name)
        if path is None:
            raise UnreadableInputError(f"{name} is in no given taxonomy package; nothing is fetched")
        return path

    def _merge(self, content: dict[str, Any], base: dict[str, Any], final: dict[str, Any], name: str) -> None:
        """Add members of an object that is extended."""
        for key in content.keys() & final.keys() - base.keys() - _OF_THE_FILE:
            if final[key] is True:
                self._fault(f"{pointer(key)} is final in {name} (xbrlce:illegalExtensionOfFinalProperty)")
        for key, value in base.items():
            if key in _OF_THE_FILE:
                continue
            if key not in content:
                content[key] = value
            elif isinstance(value, dict) and isinstance(content[key], dict) and key in _EXTENSIBLE:
                self._merge_members(content, key, value, name, is_final=final.get(key) is True)
            elif key == "taxonomy" and isinstance(value, list) and isinstance(content[key], list):
                content[key] = [*content[key], *(href for href in value if href not in content[key])]
            elif _canonical(content[key]) != _canonical(value):
                code = "xbrlce:illegalRedefinitionOfNonExtensibleProperty"
                self._fault(f"{pointer(key)} is something else in {name} ({code})")

    def _merge_members(
        self, content: dict[str, Any], key: str, value: dict[str, Any], name: str, *, is_final: bool
    ) -> None:
        members = content[key]
        if is_final and members.keys() - value.keys():
            self._fault(f"{pointer(key)} is final in {name} (xbrlce:illegalExtensionOfFinalProperty)")
        code = "illegalReportParameterRedefinition" if key == "parameters" else "conflictingMetadataValue"
        for member in members.keys() & value.keys():
            if _canonical(members[member]) != _canonical(value[member]):
                self._fault(f"{pointer(key, member)} is something else in {name} (xbrlce:{code})")
        content[key] = {**members, **{member: value[member] for member in value if member not in members}}

    def _fault(self, message: str) -> None:
        self._faults.add(rules.READER_BAD_METADATA, message)


def _check_characters(path: Path, text: str, content: Any) -> None:  # noqa: ANN401 - whatever JSON holds
    """See that no escapes stand for half a character, which no text can have.

    Raises:
        UnreadableInputError: some do.
    """
    if not _SURROGATE.search(text):
        return
    try:
        json.dumps(content, ensure_ascii=False, default=str).encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnreadableInputError(f"{path} has an escape of half a character (xbrlce:invalidJSON)") from error


def _resolved(reference: str, name: str) -> str:
    """Follow a reference from a file, to a URL or a path from the first one's folder."""
    if not is_relative(reference):
        return reference
    if not is_relative(name):
        return urljoin(name, reference)
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), reference))


def _canonical(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Give a value as one that can be compared."""
    if isinstance(value, dict):
        return {key: _canonical(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_canonical(item) for item in value]
    return value if value is None or isinstance(value, (str, bool)) else repr(value)
