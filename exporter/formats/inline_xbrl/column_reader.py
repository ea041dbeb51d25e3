"""Takes a large Inline XBRL document apart: plain facts are read in columns, and what is left of it by its elements.

A plain fact is one that stands alone: in no other element of Inline XBRL, with no element in it, and with nothing about
it that is rare. Most facts of large documents are such, and most of the other elements hold nothing else. What is left
is a small document, from which the rest is extracted as from any other; an element in it tells where facts were.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from lxml import etree

from exporter.formats.inline_xbrl.document_set import InlineDocument, lasting_prefixes, parsed_root
from exporter.formats.inline_xbrl.fact_columns import Surroundings, written_facts
from exporter.formats.inline_xbrl.inline_text import IX_NAMESPACES, XHTML
from exporter.formats.inline_xbrl.plain_facts import RUN, PlainFacts, UnusualError
from exporter.formats.inline_xbrl.skeleton import skeleton
from exporter.formats.inline_xbrl.tags import find_tags, positions_of
from exporter.report.names import XML

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from exporter.formats.inline_xbrl.tags import Flags, Places, Tags

__all__ = ["read_large_document"]

#: Elements nested more deeply than this are in no document; the reader of elements says so.
_DEEPEST = 200
#: So many elements are read at a time.
_BATCH = 2**16
#: How a document in UTF-8 begins, before its root or whatever comes first.
_BEGINNING = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml\s+version\s*=\s*["']1\.0["'](?:\s+encoding\s*=\s*["'](?i:utf-8)["'])?"""
    rb"""(?:\s+standalone\s*=\s*["']\w+["'])?\s*\?>)?[ \t\r\n]*<(?!\?xml\s)[!?A-Za-z_]"""
)
_DECLARATION = re.compile(rb"""xmlns(?::[^\s=]+)?\s*=\s*("[^"]*"|'[^']*')""")
_LANGUAGE = re.compile(rb"xml:lang\s*=")
_HEAD = re.compile(rb"<(?:[^\s:/>]+:)?head[\s/>]")
#: A value of an attribute that needs no escaping.
_PLAIN_VALUE = re.compile(r"[^&<\"\s]*")


def read_large_document(name: str, data: bytes) -> InlineDocument:
    """Read a document.

    Args:
        name: of its file.
        data: it must be well-formed, without a document type declaration.

    Raises:
        UnusualError: it is not such as can be taken apart, or has no plain facts.
    """
    if not _BEGINNING.match(data):
        raise UnusualError
    tags = find_tags(data)
    if tags.levels.max() > _DEEPEST:
        raise UnusualError
    return _LargeDocument(data, tags).taken_apart(name)


class _LargeDocument:
    """A document, its tags, and those of its elements of Inline XBRL that are in no other such element.

    Of these, `first` and `last` are the numbers of their tags.
    """

    def __init__(self, data: bytes, tags: Tags) -> None:
        self.data, self.tags = data, tags
        self.line_feeds = positions_of(np.frombuffer(data, np.uint8), b"\n")
        self.root = self._root()
        self.prefixes = lasting_prefixes(self.root, data)
        self.inline_prefixes = self._inline_prefixes()
        self.first, self.last = self._inline_elements()

    def taken_apart(self, name: str) -> InlineDocument:
        """Read plain facts, and parse the rest.

        Raises:
            UnusualError: it has none, or something that looks like what is put in their place.
        """
        facts, is_plain = self._plain_facts()
        heads = self._heads()
        runs = _runs(self.first, is_plain)
        first, last = np.append(self.first[~is_plain], heads[0]), np.append(self.last[~is_plain], heads[1])
        rest = skeleton(self.data, self.tags, self.line_feeds, (first, last), runs)
        root = parsed_root(rest)
        if not runs or sum(1 for _ in root.iter(RUN)) != len(runs):
            raise UnusualError
        return InlineDocument(name, root, self.prefixes, facts)

    def _tag(self, number: int) -> bytes:
        return self.data[self.tags.starts[number] : self.tags.ends[number] + 1]

    def _root(self) -> etree._Element:
        """Parse the root alone."""
        try:
            root = parsed_root(self._tag(0)[:-1] + b"/>")
        except etree.XMLSyntaxError:
            raise UnusualError from None
        if root.tag != f"{{{XHTML}}}html":
            raise UnusualError
        return root

    def _inline_prefixes(self) -> list[str]:
        """Find the prefixes of Inline XBRL, which the root alone declares."""
        uris = {uri.encode() for uri in IX_NAMESPACES}
        end = self.tags.ends[0]
        for match in _DECLARATION.finditer(self.data, end):
            if match[1][1:-1] in uris or b"&" in match[1]:
                raise UnusualError
        found = [prefix or "" for prefix, uri in self.root.nsmap.items() if uri in IX_NAMESPACES]
        if not found or not all(prefix in self.prefixes for prefix in found):
            raise UnusualError
        return found

    def _inline_elements(self) -> tuple[Places, Places]:
        codes = np.frombuffer(self.data, np.uint8)
        is_inline = np.logical_or.reduce(
            [self.tags.named(codes, f"{prefix}:".encode()) for prefix in self.inline_prefixes]
        )
        numbers = np.flatnonzero(is_inline)
        steps = self.tags.steps[numbers]
        outer = np.cumsum(steps, dtype=np.int16) + (steps != 1) == 1
        numbers, steps = numbers[outer], steps[outer]
        first = np.flatnonzero(steps >= 0)
        return numbers[first], numbers[first + steps[first]]

    def _plain_facts(self) -> tuple[PlainFacts, Flags]:
        """Read the plain facts, and tell which elements they are."""
        is_plain = np.zeros(len(self.first), np.bool_)
        candidates = np.flatnonzero(self.last - self.first <= 1)  # with no tag between
        surroundings = self._surroundings()
        text, used = BytesIO(), set[str]()
        sizes = [pl.DataFrame(schema={"id": pl.String, "bytes": pl.UInt32, "lines": pl.UInt32})]
        for start in range(0, len(candidates), _BATCH):
            numbers = candidates[start : start + _BATCH]
            written = written_facts(self._texts(self.first[numbers]), surroundings)
            is_plain[numbers[written["place"]]] = True
            written.select("line").write_csv(text, include_header=False, quote_style="never")
            used.update(written["prefix"].unique())
            line = pl.col("line").str
            sizes.append(
                written.select("id", bytes=line.len_bytes() + 1, lines=line.count_matches("\n", literal=True) + 1)
            )
        size = pl.concat(sizes)
        places = np.searchsorted(self.line_feeds, self.tags.ends[self.first[is_plain]]).astype(np.int32) + 1
        facts = PlainFacts(
            text.getvalue(),
            _offsets(size["bytes"]),
            np.repeat(places, size["lines"].to_numpy()),
            _offsets(size["lines"]),
            size["id"],
            {prefix: self.prefixes[prefix] for prefix in sorted(used)},
        )
        return facts, is_plain

    def _texts(self, numbers: Places) -> pl.DataFrame:
        """Give what stands in start tags, and behind them, as `written_facts` wants it; in an empty element nothing."""
        ends, is_empty = self.tags.ends[numbers], self.tags.steps[numbers] == 0
        nexts = np.where(is_empty, ends, self.tags.starts[np.minimum(numbers + 1, len(self.tags.starts) - 1)])
        bounds = {"tag": (self.tags.starts[numbers], ends - is_empty), "text": (ends, nexts)}
        pieces = {
            name: [self.data[begin + 1 : end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
            for name, (begins, ends) in bounds.items()
        }
        try:
            return pl.DataFrame(pieces, schema=dict.fromkeys(bounds, pl.Binary)).cast(pl.String)
        except pl.exceptions.InvalidOperationError:  # no UTF-8
            raise UnusualError from None

    def _surroundings(self) -> Surroundings:
        language = self.root.get(f"{{{XML}}}lang", "")
        elements = {
            f"{prefix}:{kind}": kind for prefix in self.inline_prefixes for kind in ("nonFraction", "nonNumeric")
        }
        is_one = _PLAIN_VALUE.fullmatch(language) is not None and not self._says_languages()
        return Surroundings(elements, self.prefixes, language, is_one)

    def _says_languages(self) -> bool:
        """Tell whether anything but the root, elements of Inline XBRL and what is in these has a language."""
        said = np.fromiter((match.start() for match in _LANGUAGE.finditer(self.data)), np.int32)
        numbers = np.searchsorted(self.tags.starts, said, side="right") - 1
        return bool((~self._is_inline(numbers[numbers > 0])).any())

    def _is_inline(self, numbers: NDArray[np.intp]) -> Flags:
        """Tell which tags are those of elements of Inline XBRL, or in such elements."""
        element = np.searchsorted(self.first, numbers, side="right") - 1
        return (element >= 0) & (numbers <= self.last[element])

    def _heads(self) -> tuple[Places, Places]:
        """Find the first and last tag of each head, which may say what references are relative to."""
        below_root = self.tags.levels == self.tags.levels[0] + 1
        pairs = np.flatnonzero(below_root & (self.tags.steps != 0)).reshape(-1, 2)
        heads = [pair for pair in pairs.tolist() if _HEAD.match(self.data, self.tags.starts[pair[0]])]
        first, last = np.array(heads, np.intp).reshape(-1, 2).T
        if (np.searchsorted(self.first, first) < np.searchsorted(self.first, last)).any() or self._is_inline(
            first
        ).any():
            raise UnusualError
        return first, last


def _offsets(sizes: pl.Series) -> NDArray[np.int64]:
    """Tell where each of many begins that stand one behind the other, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(sizes.to_numpy(), dtype=np.int64)])


def _runs(first: Places, is_plain: Flags) -> list[tuple[int, int, int]]:
    """Find the runs of plain facts among elements.

    Args:
        first: the numbers of the elements' first tags.
        is_plain: whether each is a plain fact.

    Returns:
        For each run the number of its first tag, and its facts, from one number among all plain facts up to another.
    """
    bounds = np.flatnonzero(np.diff(np.concatenate([[False], is_plain, [False]]))).reshape(-1, 2)
    before = np.concatenate([[0], np.cumsum(is_plain)])
    return list(zip(*(each.tolist() for each in (first[bounds[:, 0]], *before[bounds].T)), strict=True))
