"""Document type declarations: one that only names a type of HTML is passed over, others are refused."""

from __future__ import annotations

import re

__all__ = ["without_html_type"]

#: In front of the root: the declaration of XML, comments and blanks; and a declaration that holds none of its own.
_DECLARATION = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:\s|<\?.*?\?>|<!--.*?-->)*(<!DOCTYPE\s+html\b[^\[\]<>]*>)", re.DOTALL | re.IGNORECASE
)
_NO_LINE_FEED = re.compile(rb"[^\r\n]")


def without_html_type(data: bytes) -> bytes:
    """Put blanks in the place of a declaration of a type of HTML, so that what follows stays in its line and column.

    The document type that it may refer to is never fetched; an entity that is defined there alone is then undefined. A
    declaration with definitions of its own is left for the parser to refuse.

    Args:
        data: a document in UTF-8, or in another encoding that has ASCII in it.
    """
    match = _DECLARATION.match(data)
    if match is None:
        return data
    start, end = match.span(1)
    return data[:start] + _NO_LINE_FEED.sub(b" ", match[1]) + data[end:]
