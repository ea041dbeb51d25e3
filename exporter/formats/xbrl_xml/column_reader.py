"""Reads an xBRL-XML instance in columns: the layout that writers of large instances use, ten times as fast.

In that layout facts stand together, and so do contexts before them, in few or many runs, each directly below the root;
a fact has attributes in double quotes, and nothing but text inside. Such a run of elements is a regular language: cut
at each `<`, it is a column of text on which every piece of every fact can be checked and extracted at once. The rest of
the document, with the runs left out, is small and is read by the reference reader: units, footnotes, what contexts and
comments stand between facts, and the tuples before them.

Whatever does not fit the layout, to the letter, makes the reader give up, and the reference reader takes over: a
comment, an entity that is not one of the five, a declaration of a prefix on a fact, a value that is no number. So this
module never has to say what is wrong with a document.
"""

from __future__ import annotations

import mmap
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl

from exporter.errors import UnreadableInputError
from exporter.files.inputs import open_input
from exporter.formats.xbrl_xml.context_columns import read_contexts
from exporter.formats.xbrl_xml.element_reader import ElementReader
from exporter.formats.xbrl_xml.fact_columns import read_facts
from exporter.formats.xbrl_xml.runs import (
    CONTEXTS,
    FACTS,
    Run,
    UnusualError,
    context_runs,
    copied_chunk,
    one_run,
    pieces_of,
    several_runs,
    without_runs,
)
from exporter.report.names import RESERVED_PREFIXES, XML, expanded_name

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

    from exporter.report.document import Reading
    from exporter.report.report import Report

__all__ = ["read_columns"]


def read_columns(source: Path) -> Reading | None:
    """Read an instance of the usual layout.

    Returns:
        The Reading, or None if the layout is another or anything about the document is wrong.

    Raises:
        OSError: it cannot be read.
    """
    with open_input(source) as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as document:
        # Mostly nothing stands between facts, and to look for it would take a fifth of the time.
        for fact_runs in (one_run, several_runs):
            try:
                return _read_document(source, document, fact_runs(document))
            except (UnusualError, UnreadableInputError):
                pass
    return None


def _read_document(source: Path, document: mmap.mmap, facts: list[Run]) -> Reading:
    """Read the runs in columns, and what is left of the document with the reference reader."""
    contexts, prefix = context_runs(document, facts[0][0])
    skeleton = _Skeleton(source)
    skeleton.read(BytesIO(without_runs(document, contexts, facts)))
    namespaces, language = _scope(skeleton, FACTS, len(facts))
    prefixes = {
        prefix: skeleton.names.prefix(namespace, prefix or "ns")
        for prefix, namespace in namespaces.items()
        if namespace not in RESERVED_PREFIXES.values()
    }
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # polars lets go of the interpreter while it computes
        batches = threads.map(
            lambda runs: read_facts(copied_chunk(document, runs), prefixes, namespaces, language),
            list(pieces_of(document, facts, b"</")),
        )
        for pieces in pieces_of(document, contexts, f"</{prefix}context>".encode()):
            chunk = copied_chunk(document, pieces)
            context_namespaces, _ = _scope(skeleton, CONTEXTS, len(contexts))
            skeleton.context_batches.append(read_contexts(chunk, prefix, context_namespaces, skeleton.context_reader))
        skeleton.batches[skeleton.place : skeleton.place] = batches
    _check_context_ids(skeleton)
    reading = skeleton.reading()
    if reading.findings:
        raise UnusualError
    _check_empty_facts(reading.report, skeleton)
    return reading


def _check_empty_facts(report: Report, skeleton: ElementReader) -> None:
    """See that no schema supplies the value of an empty fact."""
    empty = report.facts.lazy().filter(pl.col("value") == "").select(pl.col("concept").unique())
    for concept in empty.collect()["concept"]:
        if skeleton.supplied.value(expanded_name(concept, report.namespaces)) is not None:
            raise UnusualError


class _Skeleton(ElementReader):
    """Reads what is left of the document, and finds out where in it the runs would stand."""

    def __init__(self, source: Path) -> None:
        super().__init__(source)
        self.scopes: dict[str, tuple[dict[str | None, str], str | None]] = {}
        self.gaps: Counter[str] = Counter()
        #: Where among the batches those of the run of facts belong.
        self.place = 0

    def read_fact(self, element: etree._Element, path: str | None = None) -> None:
        """Remember the namespaces and the language at a gap; read the facts of tuples.

        A gap in a tuple is unusual, as is a document in another encoding.
        """
        if element.tag not in {FACTS, CONTEXTS}:
            super().read_fact(element, path)
            return
        root = element.getparent()
        information = element.getroottree().docinfo
        encoding = (information.encoding or "UTF-8").upper()
        if root is None or path or information.xml_version != "1.0" or encoding not in {"UTF-8", "US-ASCII", "ASCII"}:
            raise UnusualError
        self.gaps[str(element.tag)] += 1
        self.scopes[str(element.tag)] = root.nsmap, root.get(f"{{{XML}}}lang") or None
        if element.tag == FACTS and self.gaps[FACTS] == 1:
            self.close_batch()
            self.place = len(self.batches)
        elif element.tag == FACTS and (self._rows or len(self.batches) > self.place):  # facts between the runs
            raise UnusualError


def _scope(skeleton: _Skeleton, gap: str, count: int) -> tuple[dict[str | None, str], str | None]:
    """Look up the namespaces and the language at the gaps of a kind.

    A gap that does not stand directly below the root was not met, and so is unusual.
    """
    if skeleton.gaps[gap] != count:
        raise UnusualError
    return skeleton.scopes[gap]


def _check_context_ids(skeleton: ElementReader) -> None:
    """See that no two contexts have the same id."""
    ids = pl.concat(
        [
            pl.Series("context", list(skeleton.contexts), pl.String),
            *(batch["context"] for batch in skeleton.context_batches),
        ]
    )
    if not ids.is_unique().all():
        raise UnusualError
