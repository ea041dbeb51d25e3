"""Reads Inline XBRL: a document, or a folder with a set of them, as one report."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

from exporter.errors import UnreadableInputError
from exporter.files.document_type import without_html_type
from exporter.files.inputs import open_input, read_input
from exporter.files.root_element import root_tag
from exporter.files.temporary import scratch_folder
from exporter.findings.findings import Source
from exporter.formats import rules
from exporter.formats.inline_xbrl.document_set import InlineDocument, lasting_prefixes, parsed_root
from exporter.formats.inline_xbrl.extraction import Extraction, extract
from exporter.formats.inline_xbrl.inline_text import IX_NAMESPACES, XHTML
from exporter.formats.inline_xbrl.plain_facts import UnusualError
from exporter.formats.xbrl_xml.element_reader import ElementReader
from exporter.formats.xbrl_xml.reader import LARGE
from exporter.formats.xbrl_xml.well_formed import check_well_formed
from exporter.report.document import Reading

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.findings.findings import Finding

__all__ = ["inline_documents", "is_inline_document", "parse_document", "read_inline"]

#: Larger documents are refused.
MAX_BYTES = 1024**3
#: Elements nested more deeply than this are in no document.
_DEEPEST = 200
#: Whether there is such an element; to list them takes eight times as long.
_TOO_DEEP = etree.XPath(f"boolean({'/*' * (_DEEPEST + 1)})")
_ENDINGS = {".htm", ".html", ".xhtml"}


def is_inline_document(path: Path) -> bool:
    """Tell an Inline XBRL document, or a folder of such, by what is inside."""
    if path.is_dir():
        return bool(inline_documents(path))
    return root_tag(path) == f"{{{XHTML}}}html" and _names_inline(path)


def _names_inline(path: Path) -> bool:
    """Tell whether a document has an element of Inline XBRL."""
    tags = [f"{{{namespace}}}*" for namespace in IX_NAMESPACES]
    try:
        with open_input(path, MAX_BYTES) as stream:
            events = etree.iterparse(
                stream, events=("start",), tag=tags, resolve_entities=False, no_network=True, huge_tree=True
            )
            return next(iter(events), None) is not None
    except (OSError, UnreadableInputError, etree.XMLSyntaxError):
        return False


def inline_documents(folder: Path) -> list[Path]:
    """List the Inline XBRL documents in a folder, by name: those of one set."""
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in _ENDINGS and path.is_file())
    return [path for path in files if is_inline_document(path)]


def read_inline(source: Path, target: str | None = None) -> Reading:
    """Read a document, or all documents in a folder as one set.

    Args:
        source: the document or the folder.
        target: the name of the target; by default the one without a name, or else the only one that there is.

    Returns:
        The Report, a finding for whatever could not be read, and the Document.

    Raises:
        UnreadableInputError: missing, too large, not well-formed, with entities of its own, or no Inline XBRL.
    """
    paths = inline_documents(source) if source.is_dir() else [source]
    if not paths:
        raise UnreadableInputError(f"{source} holds no Inline XBRL document")
    extraction = _extraction(paths, target)
    reading = _read_instance(extraction.instance, paths[0])
    findings = [*extraction.findings, *(_placed(finding, extraction) for finding in reading.findings)]
    document = replace(reading.document, files=tuple(path.name for path in paths), hidden=tuple(extraction.hidden))
    return Reading(reading.report, [*findings, *_other_targets(extraction, paths[0])], document)


def _extraction(paths: list[Path], target: str | None) -> Extraction:
    """Extract the instance: from large documents in columns, where that is possible."""
    try:
        return _extracted([_parsed(path, in_columns=target is None) for path in paths], target)
    except UnusualError:
        return _extracted([parse_document(path) for path in paths], target)


def _extracted(documents: list[InlineDocument], target: str | None) -> Extraction:
    """Extract the instance of a target, or of the only one that there is if none is asked for.

    Raises:
        UnusualError: as `extract`.
    """
    extraction = extract(documents, target)
    if target is None and extraction.other_targets and not _has_facts(extraction):
        names = list(extraction.other_targets)
        extraction = extract(documents, names[0]) if len(names) == 1 else extraction
    return extraction


def _read_instance(instance: bytes, source: Path) -> Reading:
    """Read an instance that stands in no file; large ones are read in columns, which takes one."""
    if len(instance) >= LARGE:
        from exporter.formats.xbrl_xml.column_reader import read_columns  # noqa: PLC0415 - imports numpy: 0.1 s

        with scratch_folder() as folder:
            (folder / source.name).write_bytes(instance)
            reading = read_columns(folder / source.name)
        if reading is not None:
            return replace(reading, report=replace(reading.report, source=source))
    reader = ElementReader(source)
    reader.read(BytesIO(instance))
    return reader.reading()


def parse_document(path: Path) -> InlineDocument:
    """Parse a document.

    Raises:
        UnreadableInputError: as `read_inline`.
    """
    return _parsed(path, in_columns=False)


def _parsed(path: Path, *, in_columns: bool) -> InlineDocument:
    """Parse a document; if that is wanted and possible, the plain facts of a large one in columns."""
    data = without_html_type(read_input(path, MAX_BYTES))
    check_well_formed(path, BytesIO(data), namespaces=True)
    if in_columns and len(data) >= LARGE:
        from exporter.formats.inline_xbrl.column_reader import read_large_document  # noqa: PLC0415 - imports numpy

        with suppress(UnusualError):
            return read_large_document(path.name, data)
    try:
        root = parsed_root(data)
    except etree.XMLSyntaxError as error:  # it is well-formed, and goes beyond what the parser holds: 2,048 levels
        raise UnreadableInputError(f"{path} cannot be held: {error.msg}: refused") from error
    if root.tag != f"{{{XHTML}}}html":
        raise UnreadableInputError(f"{path} is not an Inline XBRL document: its root element is {root.tag!s}")
    if _TOO_DEEP(root):
        raise UnreadableInputError(f"{path} has elements nested more than {_DEEPEST} deep: refused")
    return InlineDocument(path.name, root, lasting_prefixes(root, data))


def _has_facts(extraction: Extraction) -> bool:
    return b"contextRef" in extraction.instance


def _placed(finding: Finding, extraction: Extraction) -> Finding:
    """Say of a finding about the instance where its line comes from."""
    source = finding.source
    if source is None or source.row is None or source.row > len(extraction.places):
        return finding
    document, line = extraction.places[source.row - 1]
    return replace(finding, source=Source(document or source.file, line))


def _other_targets(extraction: Extraction, path: Path) -> list[Finding]:
    """Tell of the targets that were not read."""
    return [
        rules.READER_TARGETS.finding(
            f"{count:,} facts are of {f'the target {name!r}' if name else 'the target without a name'}, "
            f"and were not read",
            Source(path.name),
        )
        for name, count in extraction.other_targets.items()
    ]
