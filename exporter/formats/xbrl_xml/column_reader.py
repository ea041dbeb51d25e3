"""Reads an xBRL-XML instance in columns: the layout that writers of large instances use, ten times as fast.

In that layout all facts stand together, and so do all contexts, each directly below the root; a fact has only the
attributes that XBRL 2.1 gives it, in double quotes, and nothing but text inside. Such a run of elements is a regular
language: cut at each `<`, it is a column of text on which every piece of every fact can be checked and extracted at
once. The rest of the document, with the runs left out, is small and is read by the reference reader.

Whatever does not fit the layout, to the letter, makes the reader give up, and the reference reader takes over: a
comment, an entity that is not one of the five, a declaration of a prefix on a fact, a value that is no number. So this
module never has to say what is wrong with a document.
"""

from __future__ import annotations

import mmap
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import numpy as np
import polars as pl
from lxml import etree

from exporter.errors import UnreadableInputError
from exporter.formats.xbrl_xml.element_reader import READ_CONTEXT_COLUMNS, ElementReader
from exporter.report.names import RESERVED_PREFIXES, XBRLI, XML, XSI, illegal_character, is_ncname

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from exporter.report.document import Reading

__all__ = ["read_columns"]

#: So many bytes of the document are taken at a time.
CHUNK = 16 * 1024**2

#: What stands in the place of the runs in what the reference reader gets.
_GAP = "urn:exporter:gap"
_FACTS, _CONTEXTS = f"{{{_GAP}}}facts", f"{{{_GAP}}}contexts"

_ATTRIBUTES = ("id", "contextRef", "unitRef", "decimals", "xml:lang", "xsi:nil")
_FIRST_ATTRIBUTE = re.compile(r"([^\s/=]+)\s+([^\s=]+)\s*=\s*")
_FURTHER_ATTRIBUTE = re.compile(r"\s+([^\s=]+)\s*=\s*")
#: For each value the text before it and the value, and then what is left of the tag.
_PIECES = 2 * len(_ATTRIBUTES) + 1
_SPACE = " \t\n"
_NUMBER = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,3})?$"
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
_REFERENCE = r"&(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});"
_CHARACTER = r"&#[0-9]{1,7};|&#x[0-9A-Fa-f]{1,6};"


class _UnusualError(Exception):
    """The document does not have the layout that this reader knows."""


def read_columns(source: Path) -> Reading | None:
    """Read the facts of an instance; None if its layout is not the common one or anything about it is wrong.

    Raises:
        OSError: it cannot be read.
    """
    with source.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as document:
        try:
            return _read(source, document)
        except (_UnusualError, UnreadableInputError):
            return None


def _read(source: Path, document: mmap.mmap) -> Reading:
    facts = _facts_run(document)
    contexts, prefix = _contexts_run(document, facts[0])
    skeleton = _Skeleton(source)
    skeleton.read(BytesIO(_without_runs(document, contexts, facts)))
    names, language = _scope(skeleton, _FACTS)
    prefixes = {
        prefix: skeleton.prefixes.prefix(namespace, prefix or "ns")
        for prefix, namespace in names.items()
        if namespace not in RESERVED_PREFIXES.values()
    }
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # polars lets go of the interpreter while it computes
        batches = threads.map(
            lambda run: _read_facts(_chunk(document, run), prefixes, names.get("xsi") == XSI, language),
            list(_cuts(document, facts, b"</")),
        )
        for run in _cuts(document, contexts, f"</{prefix}context>".encode()):
            names, _ = _scope(skeleton, _CONTEXTS)
            skeleton.context_batches.append(_read_contexts(_chunk(document, run), prefix, names, skeleton))
        skeleton.batches += batches
    _check_context_ids(skeleton)
    reading = skeleton.reading()
    if reading.findings:
        raise _UnusualError
    return reading


# ------------------------------------------------------------------------------------------------- what lies where

#: Where a run of elements begins and ends in the document.
_Run = tuple[int, int]


def _facts_run(document: mmap.mmap) -> _Run:
    """From the first element with a contextRef to the end of the last one."""
    first, last = document.find(b"contextRef"), document.rfind(b"contextRef")
    end = document.find(b">", last) + 1
    if document[end - 2 : end] != b"/>":
        end = document.find(b">", document.find(b"</", end)) + 1
    start = document.rfind(b"<", 0, max(first, 0))
    if first < 0 or start < 0 or end <= last:
        raise _UnusualError
    return start, end


def _contexts_run(document: mmap.mmap, end: int) -> tuple[_Run, str]:
    """From the first context to the last one before the facts, and the prefix of their elements with its colon."""
    first = re.compile(rb"<([A-Za-z_][\w.-]*:|)context[\s>]").search(document, 0, end)
    if first is None:
        return (end, end), ""
    close = b"</" + first[1] + b"context>"
    return (first.start(), document.rfind(close, 0, end) + len(close)), first[1].decode()


def _without_runs(document: mmap.mmap, contexts: _Run, facts: _Run) -> bytes:
    gaps = [f'<exporter-gap:{name} xmlns:exporter-gap="{_GAP}"/>'.encode() for name in ("contexts", "facts")]
    between = gaps[0] + document[contexts[1] : facts[0]] if contexts[0] < contexts[1] else b""
    return document[: contexts[0]] + between + gaps[1] + document[facts[1] :]


class _Skeleton(ElementReader):
    """Reads what is left of the document, and finds out where in it the runs would stand."""

    def __init__(self, source: Path) -> None:
        super().__init__(source)
        self.scopes: dict[str, tuple[dict[str | None, str], str | None]] = {}

    def read_fact(self, element: etree._Element) -> None:
        """Remember the namespaces and the language at a gap; whatever else is no context, unit or link is unusual."""
        root = element.getparent()
        information = element.getroottree().docinfo
        encoding = (information.encoding or "UTF-8").upper()
        if (
            root is None
            or element.tag not in {_FACTS, _CONTEXTS}
            or element.tag in self.scopes
            or information.xml_version != "1.0"
            or encoding not in {"UTF-8", "US-ASCII", "ASCII"}
        ):
            raise _UnusualError
        self.scopes[element.tag] = root.nsmap, root.get(f"{{{XML}}}lang") or None


def _scope(skeleton: _Skeleton, gap: str) -> tuple[dict[str | None, str], str | None]:
    """Namespaces and language at the gap, which must stand directly below the root."""
    if gap not in skeleton.scopes:
        raise _UnusualError
    return skeleton.scopes[gap]


def _cuts(document: mmap.mmap, run: _Run, close: bytes) -> Iterator[_Run]:
    """The run in pieces that each begin with a start tag and end with, or after, the end of an element."""
    start, end = run
    while start < end:
        stop = end
        if end - start > CHUNK:
            closed = document.rfind(close, start, start + CHUNK)
            if closed < 0:  # one large element, or empty ones alone
                closed = max(document.find(close, start, end), document.rfind(b"/>", start, start + CHUNK))
            following = document.find(b"<", closed + len(close), end)
            stop = following if following >= 0 else end
        yield start, stop
        start = stop


def _chunk(document: mmap.mmap, run: _Run) -> bytes:
    chunk = document[run[0] : run[1]]
    if hasattr(mmap, "MADV_DONTNEED"):  # what has been copied need not stay in memory
        page = run[0] - run[0] % mmap.PAGESIZE
        document.madvise(mmap.MADV_DONTNEED, page, run[1] - page)
    _check_characters(chunk)
    return chunk


def _text(chunk: bytes) -> str:
    try:
        return chunk.decode()
    except UnicodeDecodeError as error:
        raise _UnusualError from error


def _check_characters(chunk: bytes) -> None:
    """Line feeds and tabs are the only control characters; a carriage return would have to be normalised."""
    codes = np.frombuffer(chunk, np.uint8)
    if np.count_nonzero(codes < ord(" ")) != np.count_nonzero(codes == ord("\n")) + np.count_nonzero(
        codes == ord("\t")
    ):
        raise _UnusualError
    first, second, third = "\ufffe".encode()  # which XML cannot carry, as it cannot U+FFFF, the one after it
    last = np.flatnonzero(codes[:-2] == first) + 2
    if ((codes[last - 1] == second) & (codes[last] >= third)).any():
        raise _UnusualError


# ------------------------------------------------------------------------------------------------------- contexts


def _read_contexts(chunk: bytes, prefix: str, names: dict[str | None, str], reader: ElementReader) -> pl.DataFrame:
    """Contexts, with the columns of `READ_CONTEXT_COLUMNS`.

    Each is cut behind its id and behind its identifier. What lies between the cuts recurs from context to context, so
    each distinct piece is read once, by the reference reader, within a context made for it.
    """
    if names.get(prefix.rstrip(":") or None) != XBRLI:
        raise _UnusualError
    contexts = pl.Series("text", [_text(chunk)]).str.split(f"</{prefix}context>").explode()
    if contexts[-1].strip():
        raise _UnusualError
    start = pl.col("text").str.splitn(f"</{prefix}identifier>", 2).struct.rename_fields(["start", "rest"])
    pieces = pl.col("start").str.splitn('"', 3).struct.rename_fields(["tag", "context", "identifier"])
    cut = contexts[:-1].to_frame().select(start).unnest("text").with_columns(pieces).unnest("start")
    if any(cut.null_count().row(0)) or cut["context"].str.contains("[<&\t\n]").any():
        raise _UnusualError
    if not all(re.fullmatch(rf"\s*<{re.escape(prefix)}context id=", tag) for tag in cut["tag"].unique()):
        raise _UnusualError
    entities = _read_pieces(
        cut["identifier"],
        (f"<{prefix}context id=''", f"</{prefix}identifier></{prefix}entity></{prefix}context>"),
        names,
        (1, 1),
        lambda context: {"entity": reader.entity(context)},
    )
    rests = _read_pieces(
        cut["rest"],
        (f"<{prefix}context><{prefix}entity><{prefix}identifier/>", f"</{prefix}context>"),
        names,
        (3, 2),
        lambda context: {**reader.period(context), "dimensions": reader.dimensions(context)},
    )
    joined = cut.join(entities, on="identifier", how="left", maintain_order="left").join(
        rests, on="rest", how="left", maintain_order="left"
    )
    return joined.select(READ_CONTEXT_COLUMNS.names())


def _read_pieces(
    pieces: pl.Series,
    around: tuple[str, str],
    names: dict[str | None, str],
    most: tuple[int, int],
    read: Callable[[etree._Element], dict[str, str | None]],
) -> pl.DataFrame:
    """For each distinct piece what stands in it, as the reference reader reads it.

    Args:
        pieces: parts of contexts.
        around: what makes a context of each, put before and after it.
        names: the namespaces in scope.
        most: how many children a context may then have, and how many its first child.
        read: reads the aspects of a context.
    """
    declared = "".join(f" xmlns{':' if name else ''}{name or ''}={quoteattr(uri)}" for name, uri in names.items())
    texts = pieces.unique()
    if texts.str.contains("<[!?]").any():
        raise _UnusualError
    inside = "".join(f"{around[0]}{text}{around[1]}" for text in texts)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        contexts = etree.fromstring(f"<contexts{declared}>{inside}</contexts>", parser)
        if len(contexts) != len(texts) or any(len(each) > most[0] or len(each[0]) > most[1] for each in contexts):
            raise _UnusualError
        rows = [read(context) for context in contexts]
    except (etree.XMLSyntaxError, ValueError, IndexError) as error:
        raise _UnusualError from error
    return pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String)).with_columns(texts)


def _check_context_ids(skeleton: ElementReader) -> None:
    ids = pl.concat(
        [
            pl.Series("context", list(skeleton.contexts), pl.String),
            *(batch["context"] for batch in skeleton.context_batches),
        ]
    )
    if not ids.is_unique().all():
        raise _UnusualError


# ---------------------------------------------------------------------------------------------------------- facts


def _read_facts(chunk: bytes, prefixes: dict[str | None, str], xsi: bool, language: str | None) -> pl.DataFrame:
    """Facts, with the columns of `RAW_COLUMNS`.

    Args:
        chunk: the elements.
        prefixes: for each prefix that a fact may have the one that the Report has for its namespace.
        xsi: whether the prefix `xsi` stands for what it usually does.
        language: the language that facts inherit.
    """
    tags = _start_tags(chunk)
    pieces = tags["tag"].str.splitn('"', _PIECES).struct.unnest()
    names_of_tags = _element_names(pieces["field_0"])
    closing = pieces["field_0"].replace_strict(
        {piece: f"/{name}>" for piece, name in names_of_tags.items()}, return_dtype=pl.String
    )
    _check_ends(tags, closing)
    concepts = {piece: _concept(name, prefixes) for piece, name in names_of_tags.items()}
    facts = _attributes(pieces, xsi).with_columns(
        concept=pieces["field_0"].replace_strict(concepts, return_dtype=pl.String), text=_contents(tags)
    )
    return _checked_facts(facts, language)


def _start_tags(chunk: bytes) -> pl.DataFrame:
    """For each start tag what stands in it, in `text` what comes after it, and in `following` the next tag.

    `empty` says whether it is an empty-element tag.
    """
    inside = chunk[1:]
    if inside.startswith(b"\xef\xbb\xbf"):
        raise _UnusualError  # taken for a byte order mark, it would vanish
    try:
        tokens = pl.read_csv(
            inside,
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
    closed = tokens.height - tags.height
    usual = tags.select(
        (pl.col("text").is_not_null() & ~pl.col("tag").str.contains("[&\t\n]")).all(),
        ends=(~pl.col("empty")).sum() == closed,
    )
    if not all(usual.row(0)):
        raise _UnusualError
    return tags


def _element_names(first_pieces: pl.Series) -> dict[str, str]:
    """The name of the element in each distinct text between `<` and the first value."""
    names = {}
    for piece in first_pieces.unique():
        found = _FIRST_ATTRIBUTE.fullmatch(piece)
        if found is None:
            raise _UnusualError
        names[piece] = found[1]
    return names


def _concept(name: str, prefixes: dict[str | None, str]) -> str:
    prefix, colon, local = name.rpartition(":")
    if (prefix if colon else None) not in prefixes or not is_ncname(local):
        raise _UnusualError
    return f"{prefixes[prefix if colon else None]}:{local}"


def _check_ends(tags: pl.DataFrame, closing: pl.Series) -> None:
    """An element ends right after its text, or, if its tag is that of an empty one, there; then comes white space."""
    blank = pl.col("text").str.strip_chars(_SPACE) == ""
    closed = pl.col("following").str.strip_chars_end(_SPACE).eq_missing(closing)
    ends = pl.when(pl.col("empty")).then(blank).otherwise(closed & ~pl.col("text").str.contains("]]>", literal=True))
    if not tags.select(ends.all()).item():
        raise _UnusualError


def _attributes(pieces: pl.DataFrame, xsi: bool) -> pl.DataFrame:
    """A column for each attribute; null where a tag does not have it.

    Of the pieces of a tag, cut at each double quote, every other one is a value. The ones between say of what.
    """
    values: dict[str, list[pl.Expr]] = {name: [] for name in _ATTRIBUTES}
    sound = []
    for number in range(0, _PIECES, 2):
        last = number == _PIECES - 1
        column, value = pl.col(f"field_{number}"), pl.col("field_0" if last else f"field_{number + 1}")
        names = _attribute_names(pieces[f"field_{number}"], xsi, first=number == 0)
        for name in set(names.values()) - {""}:
            here = column.is_in([piece for piece in names if names[piece] == name])
            values[name].append(pl.when(here).then(value) if len(set(names.values())) > 1 else value)
        is_end = column.is_in([piece for piece in names if not names[piece]])
        if last:
            sound += [column.is_null() | is_end]
        else:
            sound += [
                column.is_null() | (is_end == value.is_null()),
                value.is_null() | pl.col(f"field_{number + 2}").is_not_null(),
            ]
    once = [
        pl.sum_horizontal(value.is_not_null() for value in given) <= 1 for given in values.values() if len(given) > 1
    ]
    if not pieces.select(pl.all_horizontal(check.all() for check in (*sound, *once))).item():
        raise _UnusualError
    absent = pl.lit(None, dtype=pl.String)
    return pieces.select((pl.coalesce(given) if given else absent).alias(name) for name, given in values.items())


def _attribute_names(pieces: pl.Series, xsi: bool, *, first: bool) -> dict[str, str]:
    """For each distinct text before a value the attribute's name, and an empty one where the tag ends."""
    found = {}
    for piece in pieces.unique().drop_nulls():
        attribute = (_FIRST_ATTRIBUTE if first else _FURTHER_ATTRIBUTE).fullmatch(piece)
        name = attribute[attribute.re.groups] if attribute else ""
        known = name in _ATTRIBUTES and (name != "xsi:nil" or xsi)
        if not (known or (not attribute and not first and piece.strip(" ") in {"", "/"})):
            raise _UnusualError
        found[piece] = name
    return found


def _contents(tags: pl.DataFrame) -> pl.Series:
    """The text of each element, with references replaced by the characters they stand for."""
    texts = tags.select(pl.when("empty").then(pl.lit("")).otherwise("text").alias("text"))["text"]
    referring = texts.filter(texts.str.contains("&", literal=True))
    if referring.is_empty():
        return texts
    if (referring.str.count_matches("&", literal=True) != referring.str.count_matches(_REFERENCE)).any():
        raise _UnusualError
    numbered = referring.str.extract_all(_CHARACTER).explode().drop_nulls().unique()
    return texts.str.replace_many(_ENTITIES | {reference: _character(reference) for reference in numbered})


def _character(reference: str) -> str:
    """The character of `&#13;` or `&#xD;` (XML 1.0, 4.1)."""
    digits = reference[2:-1]
    code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    if code > sys.maxunicode or illegal_character(chr(code)):
        raise _UnusualError
    return chr(code)


def _checked_facts(facts: pl.DataFrame, language: str | None) -> pl.DataFrame:
    """The facts with the columns of `RAW_COLUMNS`, if each of them is as the reference reader would have it."""
    numeric, nil = pl.col("unitRef").is_not_null(), pl.col("xsi:nil").is_in(["true", "1"]).fill_null(value=False)
    amount = numeric & ~nil
    text = pl.when(numeric).then(pl.col("text").str.strip_chars(" \t\r\n")).otherwise("text")
    decimals = pl.when(amount).then(pl.col("decimals").cast(pl.Int32, strict=False))
    usual = facts.select(
        context=pl.col("contextRef").is_not_null(),
        nil=pl.col("xsi:nil").is_in(["true", "1", "false", "0"]),
        value=~amount | text.str.contains(_NUMBER),
        decimals=~amount | decimals.is_not_null() | pl.col("decimals").eq_missing(pl.lit("INF")),
    )
    if not all(column.all() for column in usual):
        raise _UnusualError
    inherited = pl.col("xml:lang").fill_null(pl.lit(language, dtype=pl.String))
    return facts.select(
        "id",
        "concept",
        pl.col("contextRef").alias("context"),
        pl.col("unitRef").alias("unit"),
        pl.when(~numeric & (inherited != "")).then(inherited).alias("language"),
        pl.when(~nil).then(text).alias("value"),
        decimals.alias("decimals"),
        pl.lit(None, dtype=pl.Int64).alias("line"),
    )
