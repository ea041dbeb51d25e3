"""Text as it stands in a cell of xBRL-CSV: the one place that escapes, for texts and for columns of them.

An empty cell says that there is nothing; nil, and a text that is empty or begins like a word for that, are written in
the specification's words (xBRL-CSV 1.0, special values).
"""

from __future__ import annotations

import polars as pl

__all__ = ["NIL", "cell", "cell_column", "row"]

NIL = "#nil"
_EMPTY, _MARK = "#empty", "#"
#: Characters that make quotes necessary.
_QUOTED = '[",\r\n]'


def cell(text: str | None) -> str:
    """Write a text; None is an empty cell."""
    if text is None:
        return ""
    return quoted(_EMPTY if not text else _MARK + text if text.startswith(_MARK) else text)


def quoted(text: str) -> str:
    """Put quotes around a text where they are necessary (RFC 4180, 2)."""
    if not any(character in text for character in '",\r\n'):
        return text
    return '"' + text.replace('"', '""') + '"'


def row(*texts: str | None) -> str:
    """Write cells."""
    return ",".join(map(cell, texts))


def cell_column(text: pl.Expr) -> pl.Expr:
    """Write each text of a column; null stays null."""
    is_marked = text.str.starts_with(_MARK)
    text = (
        pl.when(text == "")
        .then(pl.lit(_EMPTY))
        .when(is_marked)
        .then(pl.concat_str(pl.lit(_MARK), text))
        .otherwise(text)
    )
    in_quotes = pl.concat_str(pl.lit('"'), text.str.replace_all('"', '""', literal=True), pl.lit('"'))
    return pl.when(text.str.contains(_QUOTED)).then(in_quotes).otherwise(text)
