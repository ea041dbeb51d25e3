"""Text as it stands in an XML document (XML 1.0, 2.4): the one place that escapes, for texts and for columns of them.

Written so that a parser gives back every character: a carriage return, and tabs and line feeds in attributes, would be
normalised if they stood for themselves (XML 1.0, 2.11 and 3.3.3).
"""

from __future__ import annotations

import polars as pl

__all__ = ["attribute", "attribute_column", "content", "content_column", "joined"]

_IN_CONTENT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTE = {**_IN_CONTENT, '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
_CONTENT, _ATTRIBUTE = str.maketrans(_IN_CONTENT), str.maketrans(_IN_ATTRIBUTE)


def content(text: str) -> str:
    """Escape a text as the content of an element."""
    return text.translate(_CONTENT)


def attribute(name: str, text: str) -> str:
    """Write an attribute as a start tag holds it, with a blank before it."""
    return f' {name}="{text.translate(_ATTRIBUTE)}"'


def content_column(text: pl.Expr) -> pl.Expr:
    """Escape each text of a column as the content of an element."""
    return text.str.replace_many(_IN_CONTENT)


def attribute_column(name: str, text: pl.Expr, *, plain: bool = False) -> pl.Expr:
    """Write each text of a column as an attribute, with a blank before it.

    Args:
        name: of the attribute.
        text: the column.
        plain: whether no text can have a character that needs escaping.

    Returns:
        The attributes, null where the text is null.
    """
    escaped_text = text if plain else text.str.replace_many(_IN_ATTRIBUTE)
    return pl.concat_str(pl.lit(f' {name}="'), escaped_text, pl.lit('"'))


def joined(*parts: pl.Expr | str) -> pl.Expr:
    """Join texts and columns one after the other; a null adds nothing."""
    return pl.concat_str([pl.lit(part) if isinstance(part, str) else part for part in parts], ignore_nulls=True)
