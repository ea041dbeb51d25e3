"""Text as it stands in a JSON document (RFC 8259, 7): the one place that escapes, for texts and for columns of them.

Beyond what JSON asks for, what would end a script or a line in a page that the file is pasted into is escaped.
"""

from __future__ import annotations

import json
from typing import Any

import polars as pl

__all__ = ["quoted", "quoted_column"]

#: What a page or a script would take for its own.
_BEYOND = {"</": "<\\/", "\u2028": "\\u2028", "\u2029": "\\u2029"}
#: All other controls are no characters of XML, and so of no report.
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", **_BEYOND}


def quoted(content: Any, indent: int | None = None) -> str:  # noqa: ANN401 - whatever JSON holds
    """Write a text, or whatever else JSON holds.

    Args:
        content: the text.
        indent: of what stands in objects and arrays, each on a line of its own; None for all on one line.
    """
    text = json.dumps(content, ensure_ascii=False, indent=indent)
    for characters, escape in _BEYOND.items():
        text = text.replace(characters, escape)
    return text


def quoted_column(text: pl.Expr) -> pl.Expr:
    """Write each text of a column; null stays null."""
    return pl.concat_str(pl.lit('"'), text.str.replace_many(_ESCAPES), pl.lit('"'))
