"""Where the tags of a document stand, and how deep."""

from __future__ import annotations

import numpy as np
import pytest

from exporter.formats.inline_xbrl import tags
from exporter.formats.inline_xbrl.tags import find_tags, positions_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<a/>", [("<a/>", 1)]),
        ("<a>x<b></b>></a>", [("<a>", 1), ("<b>", 2), ("</b>", 2), ("</a>", 1)]),
        ("<a b='>'><c d=\"'>/>\" e='\"'/></a >", [("<a b='>'>", 1), ("<c d=\"'>/>\" e='\"'/>", 2), ("</a >", 1)]),
        ("<?x <a>?><a><!-- <b> <!-- > --><b/><![CDATA[<c>]]></a>", [("<a>", 1), ("<b/>", 2), ("</a>", 1)]),
        ("<!--?><a>--><a/><?-- <b> -->?>", [("<a/>", 1)]),
    ],
)
def test_tags_are_found(text: str, found: list[tuple[str, int]]) -> None:
    """Those that are some, with whatever is in them, and the levels of their elements."""
    result = find_tags(text.encode())
    texts = [text[start : end + 1] for start, end in zip(result.starts, result.ends, strict=True)]
    assert list(zip(texts, result.levels.tolist(), strict=True)) == found
    steps = [-1 if each.startswith("</") else 0 if each.endswith("/>") else 1 for each, _ in found]
    assert result.steps.tolist() == steps


def test_tags_are_named_by_their_beginning() -> None:
    """The end tags too; none goes beyond the document."""
    data = b"<x:a><x/><xy:b></xy:b></x:a>"
    named = find_tags(data).named(np.frombuffer(data, np.uint8), b"x:")
    assert named.tolist() == [True, False, False, False, True]
    assert find_tags(b"<a/>").named(np.frombuffer(b"<a/>", np.uint8), b"a/>bcd").tolist() == [False]


def test_positions_are_found_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the pieces are cut."""
    monkeypatch.setattr(tags, "_CHUNK", 2)
    assert positions_of(np.frombuffer(b"a<b>><c", np.uint8), b"<>").tolist() == [1, 3, 4, 5]
