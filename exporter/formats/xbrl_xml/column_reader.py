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
import re
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import numpy as np
import polars as pl
from lxml import etree

from exporter.errors import UnreadableInputError
from exporter.files.inputs import open_input
from exporter.formats.xbrl_xml.element_reader import READ_CONTEXT_COLUMNS, ElementReader
from exporter.report.names import RESERVED_PREFIXES, XBRLI, XML, XSI, expanded_name, illegal_character, is_ncname
from exporter.report.report import dimensions_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from exporter.report.document import Reading
    from exporter.report.report import Report

__all__ = ["read_columns"]

#: So many bytes of the document are taken at a time.
CHUNK = 16 * 1024**2

#: What stands in the place of the runs in what the reference reader gets.
_GAP = "urn:exporter:gap"
_FACTS, _CONTEXTS = f"{{{_GAP}}}facts", f"{{{_GAP}}}contexts"

_ATTRIBUTES = ("id", "contextRef", "unitRef", "decimals", "xml:lang", "xsi:nil")
_SPACE = " \t\n"  # once line ends are normalised, and no other character, whatever Unicode says of it
_FIRST_ATTRIBUTE = re.compile(rf"([^{_SPACE}/=]+)[{_SPACE}]+([^{_SPACE}=]+)[{_SPACE}]*=[{_SPACE}]*")
_FURTHER_ATTRIBUTE = re.compile(rf"[{_SPACE}]+([^{_SPACE}=]+)[{_SPACE}]*=[{_SPACE}]*")
_TAG_END = re.compile(f"[{_SPACE}]*/?")
#: So many attributes may stand in a tag.
_MOST_ATTRIBUTES = 16
#: So many tuples may stand before the facts.
_MOST_TUPLES = 10_000
_NUMBER = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,3})?$"
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
_REFERENCE = r"&(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});"
_CHARACTER = r"&#[0-9]{1,7};|&#x[0-9A-Fa-f]{1,6};"


class _UnusualError(Exception):
    """The document does not have the layout that this reader knows."""


def read_columns(source: Path) -> Reading | None:
    """Read an instance of the usual layout.

    Returns:
        The Reading, or None if the layout is another or anything about the document is wrong.

    Raises:
        OSError: it cannot be read.
    """
    with open_input(source) as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as document:
        # Mostly nothing stands between facts, and to look for it would take a fifth of the time.
        for fact_runs in (_one_run, _several_runs):
            try:
                return _read_document(source, document, fact_runs(document))
            except (_UnusualError, UnreadableInputError):
                pass
    return None


def _read_document(source: Path, document: mmap.mmap, facts: list[_Run]) -> Reading:
    """Read the runs in columns, and what is left of the document with the reference reader."""
    contexts, prefix = _context_runs(document, facts[0][0])
    skeleton = _Skeleton(source)
    skeleton.read(BytesIO(_without_runs(document, contexts, facts)))
    namespaces, language = _scope(skeleton, _FACTS, len(facts))
    prefixes = {
        prefix: skeleton.prefixes.prefix(namespace, prefix or "ns")
        for prefix, namespace in namespaces.items()
        if namespace not in RESERVED_PREFIXES.values()
    }
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # polars lets go of the interpreter while it computes
        batches = threads.map(
            lambda runs: _read_facts(_chunk(document, runs), prefixes, namespaces, language),
            list(_pieces_of(document, facts, b"</")),
        )
        for pieces in _pieces_of(document, contexts, f"</{prefix}context>".encode()):
            chunk = _chunk(document, pieces)
            context_namespaces, _ = _scope(skeleton, _CONTEXTS, len(contexts))
            skeleton.context_batches.append(_read_contexts(chunk, prefix, context_namespaces, skeleton))
        skeleton.batches[skeleton.place : skeleton.place] = batches
    _check_context_ids(skeleton)
    reading = skeleton.reading()
    if reading.findings:
        raise _UnusualError
    _check_empty_facts(reading.report, skeleton)
    return reading


def _check_empty_facts(report: Report, skeleton: ElementReader) -> None:
    """See that no schema supplies the value of an empty fact."""
    empty = report.facts.lazy().filter(pl.col("value") == "").select(pl.col("concept").unique())
    for concept in empty.collect()["concept"]:
        if skeleton.supplied.value(expanded_name(concept, report.namespaces)) is not None:
            raise _UnusualError


# ------------------------------------------------------------------------------------------------- what lies where

#: Where a run of elements begins and ends in the document.
_Run = tuple[int, int]


#: What may stand between facts.
_BETWEEN = re.compile(
    rb"<!--.*?-->|<\?.*?\?>|<((?:[A-Za-z_][\w.-]*:|)(?:context|unit|footnoteLink))[ \t\r\n>].*?</\1[ \t\r\n]*>",
    re.DOTALL,
)


def _several_runs(document: mmap.mmap) -> list[_Run]:
    """Find the facts where something else stands between them."""
    ((start, end),) = _one_run(document)
    runs: list[_Run] = []
    for match in _BETWEEN.finditer(document, start, end):
        runs += _trimmed(document, start, match.start())
        start = match.end()
    runs += _trimmed(document, start, end)
    if len(runs) < 2:  # noqa: PLR2004 - where nothing stands between them, there is nothing to try
        raise _UnusualError
    return runs


def _trimmed(document: mmap.mmap, start: int, end: int) -> list[_Run]:
    """Take white space off the beginning of a run, and leave out one of nothing else.

    A run of elements begins with a start tag and ends with a tag; another was cut within an element.
    """
    first, last = document.find(b"<", start, end), document.rfind(b">", start, end)
    outside = document[start : first if first >= 0 else end] + document[last + 1 : end] if last > first else b"?"
    if first < 0 and not document[start:end].strip(b" \t\r\n"):
        return []
    if first < 0 or outside.strip(b" \t\r\n") or document[first + 1 : first + 2] == b"/":
        raise _UnusualError
    return [(first, end)]


def _one_run(document: mmap.mmap) -> list[_Run]:
    """Find the facts where nothing else stands between them.

    They go from the first element with a contextRef that stands in no tuple to the end of the last one.
    """
    first, last = _first_fact(document), document.rfind(b"contextRef")
    end = document.find(b">", last) + 1
    if document[end - 2 : end] != b"/>":
        end = document.find(b">", document.find(b"</", end)) + 1
    if end <= last:
        raise _UnusualError
    return [(first, end)]


def _first_fact(document: mmap.mmap) -> int:
    """Find where the first fact begins, behind the tuples before it."""
    position = 0
    for _ in range(_MOST_TUPLES):
        reference = document.find(b"contextRef", position)
        start = document.rfind(b"<", 0, max(reference, 0))
        if reference < 0 or start < 0:
            raise _UnusualError
        # What stands directly before a fact: the tag of what it is in, or the end of another element.
        before = document[max(document.rfind(b"<", 0, start), 0) : start].strip()
        name = re.match(rb"<([^/!?>\s][^/>\s]*)[^>]*(?<!/)>$", before)
        if name is None or name[1].rpartition(b":")[2] == b"xbrl":
            return start
        close = b"</" + name[1] + b">"
        position = document.find(close, start) + len(close)
        if position < start:
            raise _UnusualError
    raise _UnusualError


def _context_runs(document: mmap.mmap, end: int) -> tuple[list[_Run], str]:
    """Find the contexts.

    Args:
        document: the whole of it.
        end: where the facts begin.

    Returns:
        Their runs, from the first context to the last one before the facts, each as far as there is nothing but space
        between contexts; and the prefix of their elements with its colon.
    """
    first_tag = re.compile(rb"<([A-Za-z_][\w.-]*:|)context[ \t\r\n>]").search(document, 0, end)
    if first_tag is None:
        return [], ""
    prefix, close = re.escape(first_tag[1]), b"</" + first_tag[1] + b"context>"
    last = document.rfind(close, 0, end) + len(close)
    opening = re.compile(rb"<%bcontext[ \t\r\n>]" % prefix)
    run_end = re.compile(rb"%b[ \t\r\n]*+(?!<%bcontext[ \t\r\n>])" % (re.escape(close), prefix))
    runs, start = [], first_tag.start()
    for match in run_end.finditer(document, start, max(last, start)):
        runs.append((start, match.start() + len(close)))
        following = opening.search(document, match.end(), last)
        if following is None:
            break
        start = following.start()
    return runs, first_tag[1].decode()


def _pieces_of(document: mmap.mmap, runs: list[_Run], close: bytes) -> Iterator[list[_Run]]:
    """Put together pieces of about `CHUNK` bytes, of one long run or of many short ones."""
    waiting: list[_Run] = []
    size = 0
    for cut in (cut for run in runs for cut in _cuts(document, run, close)):
        waiting.append(cut)
        size += cut[1] - cut[0]
        if size >= CHUNK // 2:
            yield waiting
            waiting, size = [], 0
    if waiting:
        yield waiting


def _without_runs(document: mmap.mmap, contexts: list[_Run], facts: list[_Run]) -> bytes:
    """Copy the document, with an empty element in the place of each run."""
    parts, position = [], 0
    for name, (start, end) in [*(("contexts", run) for run in contexts), *(("facts", run) for run in facts)]:
        parts += [document[position:start], f'<exporter-gap:{name} xmlns:exporter-gap="{_GAP}"/>'.encode()]
        position = end
    return b"".join([*parts, document[position:]])


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
        if element.tag not in {_FACTS, _CONTEXTS}:
            super().read_fact(element, path)
            return
        root = element.getparent()
        information = element.getroottree().docinfo
        encoding = (information.encoding or "UTF-8").upper()
        if root is None or path or information.xml_version != "1.0" or encoding not in {"UTF-8", "US-ASCII", "ASCII"}:
            raise _UnusualError
        self.gaps[str(element.tag)] += 1
        self.scopes[str(element.tag)] = root.nsmap, root.get(f"{{{XML}}}lang") or None
        if element.tag == _FACTS and self.gaps[_FACTS] == 1:
            self.close_batch()
            self.place = len(self.batches)
        elif element.tag == _FACTS and (self._rows or len(self.batches) > self.place):  # facts between the runs
            raise _UnusualError


def _scope(skeleton: _Skeleton, gap: str, count: int) -> tuple[dict[str | None, str], str | None]:
    """Look up the namespaces and the language at the gaps of a kind.

    A gap that does not stand directly below the root was not met, and so is unusual.
    """
    if skeleton.gaps[gap] != count:
        raise _UnusualError
    return skeleton.scopes[gap]


def _cuts(document: mmap.mmap, run: _Run, close: bytes) -> Iterator[_Run]:
    """Cut a run into pieces of about `CHUNK` bytes.

    Each begins with a start tag and ends with, or after, the end of an element.
    """
    start, end = run
    while start < end:
        stop = end
        if end - start > CHUNK:
            last_close = document.rfind(close, start, start + CHUNK)
            if last_close < 0:  # one large element, or empty ones alone
                last_close = max(document.find(close, start, end), document.rfind(b"/>", start, start + CHUNK))
            # Where no element ends, as within a very long attribute of the last one, the rest is one piece.
            next_tag = document.find(b"<", last_close + len(close), end) if last_close >= 0 else -1
            stop = next_tag if next_tag >= 0 else end
        yield start, stop
        start = stop


def _chunk(document: mmap.mmap, runs: list[_Run]) -> bytes:
    """Copy pieces of the document with their line ends normalised (XML 1.0, 2.11), and check their characters.

    Each begins with a start tag, and ends behind an element.
    """
    chunk = b"".join(document[start:end] for start, end in runs)
    if b"\r" in chunk:
        chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if hasattr(mmap, "MADV_DONTNEED"):  # what has been copied need not stay in memory
        start, end = runs[0][0], runs[-1][1]
        page = start - start % mmap.PAGESIZE
        document.madvise(mmap.MADV_DONTNEED, page, end - page)
    _check_characters(chunk)
    return chunk


def _decoded(chunk: bytes) -> str:
    try:
        return chunk.decode()
    except UnicodeDecodeError as error:
        raise _UnusualError from error


def _check_characters(chunk: bytes) -> None:
    """See that characters mean themselves, and that XML can carry them.

    Line feeds and tabs are the only control characters.
    """
    codes = np.frombuffer(chunk, np.uint8)
    if np.count_nonzero(codes < ord(" ")) != np.count_nonzero(codes == ord("\n")) + np.count_nonzero(
        codes == ord("\t")
    ):
        raise _UnusualError
    first, second, third = "\ufffe".encode()  # which XML cannot carry, as it cannot U+FFFF, the one after it
    ends = np.flatnonzero(codes[:-2] == first) + 2
    if ((codes[ends - 1] == second) & (codes[ends] >= third)).any():
        raise _UnusualError


# ------------------------------------------------------------------------------------------------------- contexts


def _read_contexts(chunk: bytes, prefix: str, namespaces: dict[str | None, str], reader: ElementReader) -> pl.DataFrame:
    """Read contexts.

    Each is cut behind its id and behind its identifier. What lies between the cuts recurs from context to context, so
    each distinct piece is read once, by the reference reader, within a context made for it.

    Args:
        chunk: the elements.
        prefix: of the elements' names, with its colon.
        namespaces: those in scope, by prefix.
        reader: the reference reader.

    Returns:
        A table with the columns of `READ_CONTEXT_COLUMNS`.
    """
    if namespaces.get(prefix.rstrip(":") or None) != XBRLI:
        raise _UnusualError
    contexts = pl.Series("text", [_decoded(chunk)]).str.split(f"</{prefix}context>").explode()
    if contexts[-1].strip():
        raise _UnusualError
    start = pl.col("text").str.splitn(f"</{prefix}identifier>", 2).struct.rename_fields(["start", "rest"])
    pieces = pl.col("start").str.splitn('"', 3).struct.rename_fields(["tag", "context", "identifier"])
    parts = contexts[:-1].to_frame().select(start).unnest("text").with_columns(pieces).unnest("start")
    if any(parts.null_count().row(0)) or parts["context"].str.contains("[<&\t\n]").any():
        raise _UnusualError
    tag = re.compile(rf"[{_SPACE}]*<{re.escape(prefix)}context[{_SPACE}]+id[{_SPACE}]*=[{_SPACE}]*")
    if not all(tag.fullmatch(text) for text in parts["tag"].unique()):
        raise _UnusualError
    entities = _read_pieces(
        parts["identifier"],
        (f"<{prefix}context id=''", f"</{prefix}identifier></{prefix}entity></{prefix}context>"),
        namespaces,
        (1, 1),  # the entity, and in it the identifier
        lambda context: {"entity": reader.entity(context)},
    )
    rests = _read_pieces(
        parts["rest"],
        (f"<{prefix}context><{prefix}entity><{prefix}identifier/>", f"</{prefix}context>"),
        namespaces,
        (3, 2),  # entity, period and scenario; in the entity identifier and segment
        lambda context: {**reader.period(context), **reader.members(context)},
    )
    table = parts.join(entities, on="identifier", how="left", maintain_order="left").join(
        rests, on="rest", how="left", maintain_order="left"
    )
    return table.select(READ_CONTEXT_COLUMNS.names())


def _read_pieces(
    pieces: pl.Series,
    wrapping: tuple[str, str],
    namespaces: dict[str | None, str],
    most_children: tuple[int, int],
    read_aspects: Callable[[etree._Element], dict[str, str | None]],
) -> pl.DataFrame:
    """Read each distinct piece with the reference reader.

    Args:
        pieces: parts of contexts.
        wrapping: what makes a context of each, put before and after it.
        namespaces: those in scope, by prefix.
        most_children: how many children a context may then have, and how many its first child.
        read_aspects: reads the aspects of a context.

    Returns:
        The aspects, and the piece itself in a column named as `pieces` is.
    """
    declarations = "".join(
        f" xmlns{':' if name else ''}{name or ''}={quoteattr(uri)}" for name, uri in namespaces.items()
    )
    texts = pieces.unique()
    if texts.str.contains("<[!?]").any():
        raise _UnusualError
    elements = "".join(f"{wrapping[0]}{text}{wrapping[1]}" for text in texts)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        contexts = etree.fromstring(f"<contexts{declarations}>{elements}</contexts>", parser)
        most, most_of_first = most_children
        if len(contexts) != len(texts) or any(len(each) > most or len(each[0]) > most_of_first for each in contexts):
            raise _UnusualError
        rows = [read_aspects(context) for context in contexts]
    except (etree.XMLSyntaxError, ValueError, IndexError) as error:
        raise _UnusualError from error
    return pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String)).with_columns(texts)


def _check_context_ids(skeleton: ElementReader) -> None:
    """See that no two contexts have the same id."""
    ids = pl.concat(
        [
            pl.Series("context", list(skeleton.contexts), pl.String),
            *(batch["context"] for batch in skeleton.context_batches),
        ]
    )
    if not ids.is_unique().all():
        raise _UnusualError


# ---------------------------------------------------------------------------------------------------------- facts


def _read_facts(
    chunk: bytes, prefixes: dict[str | None, str], namespaces: dict[str | None, str], language: str | None
) -> pl.DataFrame:
    """Read facts.

    Args:
        chunk: the elements.
        prefixes: for each prefix that a fact may have the one that the Report has for its namespace.
        namespaces: those in scope, by prefix.
        language: the language that facts inherit.

    Returns:
        A table with the columns of `RAW_COLUMNS`.
    """
    tags = _start_tags(chunk)
    pieces = _tag_pieces(tags["tag"])
    element_names = _element_names(pieces["field_0"])
    end_tags = pieces["field_0"].replace_strict(
        {piece: f"/{name}>" for piece, name in element_names.items()}, return_dtype=pl.String
    )
    _check_ends(tags, end_tags)
    _check_values(tags["tag"], pieces)
    concepts = {piece: _concept(name, prefixes) for piece, name in element_names.items()}
    facts = _attributes(pieces, namespaces).with_columns(
        concept=pieces["field_0"].replace_strict(concepts, return_dtype=pl.String), text=_contents(tags)
    )
    checked = _checked_facts(facts, language)
    return checked.with_columns(further) if (further := _further_attributes(facts, namespaces, prefixes)) else checked


def _start_tags(chunk: bytes) -> pl.DataFrame:
    """Cut elements at each `<`.

    Returns:
        A row for each start tag: in `tag` what stands in it, in `text` what comes after it, in `following` the next
        tag, and in `empty` whether it is an empty-element tag.
    """
    after_first_bracket = chunk[1:]
    if after_first_bracket.startswith(b"\xef\xbb\xbf"):
        raise _UnusualError  # taken for a byte order mark, it would vanish
    # Taken as a table whose lines end at `<`. Its separator stands in no chunk, so that there is one column.
    try:
        tokens = pl.read_csv(
            after_first_bracket,
            has_header=False,
            new_columns=["token"],
            separator="\x01",
            eol_char="<",
            quote_char=None,
            infer_schema=False,
            empty_string_is_null=False,
        )
    except pl.exceptions.ComputeError as error:  # no UTF-8
        raise _UnusualError from error
    if tokens.width != 1 or tokens.height != np.count_nonzero(np.frombuffer(chunk, np.uint8) == ord("<")):
        raise _UnusualError
    tags = (
        tokens.lazy()
        .with_columns(following=pl.col("token").shift(-1))
        .filter(~pl.col("token").str.starts_with("/"))
        .with_columns(pl.col("token").str.splitn(">", 2).struct.rename_fields(["tag", "text"]))
        .unnest("token")
        .with_columns(empty=pl.col("tag").str.ends_with("/"))
        .collect()
    )
    end_tag_count = tokens.height - tags.height
    checks = tags.select(
        pl.col("text").is_not_null().all(),
        ends=(~pl.col("empty")).sum() == end_tag_count,
    )
    if not all(checks.row(0)):
        raise _UnusualError
    return tags


def _tag_pieces(tags: pl.Series) -> pl.DataFrame:
    """Cut tags at each double quote: for each value the text before it and the value, and then what is left."""
    for attributes in (len(_ATTRIBUTES), _MOST_ATTRIBUTES):
        pieces = tags.str.splitn('"', 2 * attributes + 1).struct.unnest()
        if not pieces[pieces.columns[-1]].str.contains('"', literal=True).any():
            return pieces
    raise _UnusualError


def _element_names(first_pieces: pl.Series) -> dict[str, str]:
    """Find the names of elements.

    Args:
        first_pieces: for each start tag the text between `<` and the first value.

    Returns:
        For each distinct piece the name in it.
    """
    names = {}
    for piece in first_pieces.unique():
        match = _FIRST_ATTRIBUTE.fullmatch(piece)
        if match is None:
            raise _UnusualError
        names[piece] = match[1]
    return names


def _concept(name: str, prefixes: dict[str | None, str]) -> str:
    """Write an element's name with the Report's prefix."""
    prefix, colon, local = name.rpartition(":")
    if (prefix if colon else None) not in prefixes or not is_ncname(local):
        raise _UnusualError
    return f"{prefixes[prefix if colon else None]}:{local}"


def _check_ends(tags: pl.DataFrame, end_tags: pl.Series) -> None:
    """See that elements end where they should.

    That is right after the text, or, for an empty-element tag, there; then comes white space.

    Args:
        tags: as `_start_tags` gives them.
        end_tags: what each element must end with.
    """
    is_blank = pl.col("text").str.strip_chars(_SPACE) == ""
    is_closed = pl.col("following").str.strip_chars_end(_SPACE).eq_missing(end_tags)
    # No text may hold `]]>` (XML 1.0, 2.4); the reference reader says so.
    has_section_end = pl.col("text").str.contains("]]>", literal=True)
    is_ended = pl.when(pl.col("empty")).then(is_blank).otherwise(is_closed & ~has_section_end)
    if not tags.select(is_ended.all()).item():
        raise _UnusualError


def _check_values(tags: pl.Series, pieces: pl.DataFrame) -> None:
    """See that the values of attributes mean themselves.

    References in them, and tabs and line feeds, which would be normalised (XML 1.0, 3.3.3), are unusual.
    """
    suspects = pieces.filter(tags.str.contains("[&\t\n]"))  # mostly none, or all, since an attribute stands on a line
    values = pl.col(suspects.columns[1::2])
    if suspects.height and suspects.select(pl.any_horizontal(values.str.contains("[&\t\n]").any())).item():
        raise _UnusualError


def _attributes(pieces: pl.DataFrame, namespaces: dict[str | None, str]) -> pl.DataFrame:
    """Find the attributes in the pieces of tags.

    Of the pieces of a tag, cut at each double quote, every other one is a value. The ones between say of what.

    Args:
        pieces: a column for each piece, an odd number of them.
        namespaces: those in scope, by prefix.

    Returns:
        A column for each attribute of `_ATTRIBUTES` and behind them each other one that there is, null where a tag does
        not have it.
    """
    values: dict[str, list[pl.Expr]] = {name: [] for name in _ATTRIBUTES}
    checks = []
    for number in range(0, pieces.width, 2):
        is_last = number == pieces.width - 1
        # Behind the last piece nothing may stand, so that it does not matter what is taken for its value.
        column, value = pl.col(f"field_{number}"), pl.col("field_0" if is_last else f"field_{number + 1}")
        names = _attribute_names(pieces[f"field_{number}"], namespaces, first=number == 0)
        for name in set(names.values()) - {""}:
            has_name = column.is_in([piece for piece in names if names[piece] == name])
            values.setdefault(name, []).append(pl.when(has_name).then(value) if len(set(names.values())) > 1 else value)
        is_end = column.is_in([piece for piece in names if not names[piece]])
        if is_last:
            checks += [column.is_null() | is_end]
        else:
            checks += [
                column.is_null() | (is_end == value.is_null()),
                value.is_null() | pl.col(f"field_{number + 2}").is_not_null(),
            ]
    # No attribute stands twice in a tag (XML 1.0, 3.1), whatever its prefix (Namespaces in XML 1.0, 6.3).
    if len({_expanded(name, namespaces) for name in values}) < len(values):
        raise _UnusualError
    checks += [
        pl.sum_horizontal(value.is_not_null() for value in candidates) <= 1
        for candidates in values.values()
        if len(candidates) > 1
    ]
    if not pieces.select(pl.all_horizontal(check.all() for check in checks)).item():
        raise _UnusualError
    absent = pl.lit(None, dtype=pl.String)
    return pieces.select((pl.coalesce(found) if found else absent).alias(name) for name, found in values.items())


def _attribute_names(pieces: pl.Series, namespaces: dict[str | None, str], *, first: bool) -> dict[str, str]:
    """Find the names of attributes in the texts before their values.

    Args:
        pieces: for each tag the text before its value of some number.
        namespaces: those in scope, by prefix.
        first: whether that is the first value, so that the element's name is there too.

    Returns:
        For each distinct piece the name in it, empty where the tag ends.
    """
    names = {}
    for piece in pieces.unique().drop_nulls():
        match = (_FIRST_ATTRIBUTE if first else _FURTHER_ATTRIBUTE).fullmatch(piece)
        name = match[match.re.groups] if match else ""
        if not (_is_usual(name, namespaces) if match else not first and _TAG_END.fullmatch(piece)):
            raise _UnusualError
        names[piece] = name
    return names


def _is_usual(name: str, namespaces: dict[str | None, str]) -> bool:
    """Tell whether an attribute is one that is read, or one that says nothing of a fact, as far as it is read."""
    prefix, colon, local = name.rpartition(":")
    if name in _ATTRIBUTES:
        return name != "xsi:nil" or namespaces.get("xsi") == XSI
    if not colon:  # what looks like a column of ours would be taken for it
        return is_ncname(local) and local not in {"precision", "xmlns", "concept", "text"}
    is_known = prefix == "xml" or (prefix in namespaces and namespaces[prefix] != XSI)
    return is_ncname(local) and is_known and name != "xml:lang"


def _expanded(name: str, namespaces: dict[str | None, str]) -> str:
    """Write an attribute's name with its namespace."""
    prefix, colon, local = name.rpartition(":")
    return f"{{{namespaces.get(prefix, prefix)}}}{local}" if colon else local


def _further_attributes(
    facts: pl.DataFrame, namespaces: dict[str | None, str], prefixes: dict[str | None, str]
) -> list[pl.Series]:
    """Put the attributes that XBRL does not define into a column, if there are any; see `Report`."""
    names = {}
    for name in facts.columns:
        prefix, colon, local = name.rpartition(":")
        if name in {*_ATTRIBUTES, "concept", "text"} or prefix == "xml" or namespaces.get(prefix) == XSI:
            continue
        if colon and prefix not in prefixes:  # that of a specification
            raise _UnusualError
        names[name] = f"{prefixes[prefix]}:{local}" if colon else local
    if not names:
        return []
    rows = facts.select(list(names)).rows()
    texts = [
        dimensions_text({name: value for name, value in zip(names.values(), row, strict=True) if value is not None})
        for row in rows
    ]
    return [pl.Series("attributes", texts, pl.String)]


def _contents(tags: pl.DataFrame) -> pl.Series:
    """Replace the references in the elements' texts by the characters that they stand for."""
    texts = tags.select(pl.when("empty").then(pl.lit("")).otherwise("text").alias("text"))["text"]
    with_references = texts.filter(texts.str.contains("&", literal=True))
    if with_references.is_empty():
        return texts
    if (with_references.str.count_matches("&", literal=True) != with_references.str.count_matches(_REFERENCE)).any():
        raise _UnusualError
    character_references = with_references.str.extract_all(_CHARACTER).explode().drop_nulls().unique()
    return texts.str.replace_many(_ENTITIES | {reference: _character(reference) for reference in character_references})


def _character(reference: str) -> str:
    """Decode a character reference, `&#13;` or `&#xD;` (XML 1.0, 4.1)."""
    digits = reference[2:-1]
    code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    if code > sys.maxunicode or illegal_character(chr(code)):
        raise _UnusualError
    return chr(code)


def _checked_facts(facts: pl.DataFrame, language: str | None) -> pl.DataFrame:
    """Check facts, and give them the columns of `RAW_COLUMNS`.

    Facts of which the reference reader might make something else are unusual.
    """
    is_numeric = pl.col("unitRef").is_not_null()
    is_nil = pl.col("xsi:nil").is_in(["true", "1"]).fill_null(value=False)
    has_number = is_numeric & ~is_nil
    text = pl.when(is_numeric).then(pl.col("text").str.strip_chars(" \t\r\n")).otherwise("text")
    decimals = pl.when(has_number).then(pl.col("decimals").cast(pl.Int32, strict=False))
    checks = facts.select(
        context=pl.col("contextRef").is_not_null(),
        nil=pl.col("xsi:nil").is_in(["true", "1", "false", "0"]),
        value=~has_number | text.str.contains(_NUMBER),
        decimals=~has_number | decimals.is_not_null() | pl.col("decimals").eq_missing(pl.lit("INF")),
    )
    if not all(column.all() for column in checks):
        raise _UnusualError
    inherited_language = pl.col("xml:lang").fill_null(pl.lit(language, dtype=pl.String))
    return facts.select(
        "id",
        "concept",
        pl.col("contextRef").alias("context"),
        pl.col("unitRef").alias("unit"),
        pl.when(~is_numeric & (inherited_language != "")).then(inherited_language).alias("language"),
        pl.when(~is_nil).then(text).alias("value"),
        decimals.alias("decimals"),
        pl.lit(None, dtype=pl.Int64).alias("line"),
    )
