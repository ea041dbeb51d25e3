"""Inline XBRL documents against the schema of Inline XBRL, by libxml2: it compiles in a fraction of a second.

What no schema sees, contexts that are not there, texts that their transformation does not take, ids that recur and
continuations of nothing, the own reader tells.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from exporter.dts.documents import first_line
from exporter.findings.findings import Severity
from exporter.findings.judge_messages import MOST, JudgeMessage
from exporter.formats.inline_xbrl.inline_schema import inline_schema
from exporter.formats.inline_xbrl.inline_text import IX_NAMESPACES, XHTML
from exporter.formats.inline_xbrl.reader import parse_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["inline_messages"]


def inline_messages(paths: Sequence[Path]) -> Iterator[JudgeMessage]:
    """Say what is wrong with documents by the schema of their version of Inline XBRL; of each the first thousand."""
    for path in paths:
        tree = parse_document(path).root.getroottree()
        version = _version(tree)
        schema = inline_schema(version)
        if schema.validate(tree):
            continue
        faults = [entry for entry in schema.error_log if entry.level >= etree.ErrorLevels.ERROR]
        for fault in islice(faults, MOST):
            text = first_line(fault.message).replace(f"{{{version}}}", "ix:").replace(f"{{{XHTML}}}", "")
            yield JudgeMessage(fault.type_name, Severity.ERROR, text, (), path.name, fault.line)
        if len(faults) > MOST:
            yield JudgeMessage("schema", Severity.ERROR, f"{path.name} has more faults; these are the first")


def _version(tree: etree._ElementTree) -> str:
    """Give the namespace of the version in which a document is tagged; the newer one where none is."""
    tagged = (namespace for namespace in IX_NAMESPACES if next(tree.iter(f"{{{namespace}}}*"), None) is not None)
    return next(tagged, IX_NAMESPACES[0])
