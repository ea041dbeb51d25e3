"""Contexts of a document of the usual layout in columns: each distinct piece of them is read once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import polars as pl
from lxml import etree

from exporter.formats.xbrl_xml.context_reader import READ_CONTEXT_COLUMNS, ContextReader
from exporter.formats.xbrl_xml.runs import SPACE, UnusualError
from exporter.report.names import XBRLI

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["read_contexts"]


def read_contexts(chunk: bytes, prefix: str, namespaces: dict[str | None, str], reader: ContextReader) -> pl.DataFrame:
    """Read contexts.

    Each is cut behind its id and behind its identifier. What lies between the cuts recurs from context to context, so
    each distinct piece is read once, by the reference reader, within a context made for it.

    Args:
        chunk: the elements.
        prefix: of the elements' names, with its colon.
        namespaces: those in scope, by prefix.
        reader: reads a context element by element.

    Returns:
        A table with the columns of `READ_CONTEXT_COLUMNS`.
    """
    if namespaces.get(prefix.rstrip(":") or None) != XBRLI:
        raise UnusualError
    contexts = pl.Series("text", [_decoded(chunk)]).str.split(f"</{prefix}context>").explode()
    if contexts[-1].strip():
        raise UnusualError
    start = pl.col("text").str.splitn(f"</{prefix}identifier>", 2).struct.rename_fields(["start", "rest"])
    pieces = pl.col("start").str.splitn('"', 3).struct.rename_fields(["tag", "context", "identifier"])
    parts = contexts[:-1].to_frame().select(start).unnest("text").with_columns(pieces).unnest("start")
    if any(parts.null_count().row(0)) or parts["context"].str.contains("[<&\t\n]").any():
        raise UnusualError
    tag = re.compile(rf"[{SPACE}]*<{re.escape(prefix)}context[{SPACE}]+id[{SPACE}]*=[{SPACE}]*")
    if not all(tag.fullmatch(text) for text in parts["tag"].unique()):
        raise UnusualError
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
        raise UnusualError
    elements = "".join(f"{wrapping[0]}{text}{wrapping[1]}" for text in texts)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        contexts = etree.fromstring(f"<contexts{declarations}>{elements}</contexts>", parser)
        most, most_of_first = most_children
        if len(contexts) != len(texts) or any(len(each) > most or len(each[0]) > most_of_first for each in contexts):
            raise UnusualError
        rows = [read_aspects(context) for context in contexts]
    except (etree.XMLSyntaxError, ValueError, IndexError) as error:
        raise UnusualError from error
    return pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String)).with_columns(texts)


def _decoded(chunk: bytes) -> str:
    try:
        return chunk.decode()
    except UnicodeDecodeError as error:
        raise UnusualError from error
