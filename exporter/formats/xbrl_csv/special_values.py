"""The words that cells, parameters and metadata have for nothing, nil and empty text (xBRL-CSV 1.0, special values)."""

from __future__ import annotations

import polars as pl

from exporter.formats import rules
from exporter.formats.xbrl_csv.metadata import ABSENT, Setting
from exporter.formats.xbrl_json.faults import FaultError

__all__ = ["is_unknown_special", "special_value", "without_escape"]

_WORDS = {"": ABSENT, "#none": ABSENT, "#nil": Setting(), "#empty": Setting("")}


def special_value(text: str) -> Setting:
    """Read the text of a cell.

    Raises:
        FaultError: it begins like a word for nothing, and is none that is known.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text.startswith("#"):
        if not text.startswith("##"):
            message = f"{text[:40]!r} is no special value (xbrlce:unknownSpecialValue)"
            raise FaultError(rules.READER_BAD_CELL, message)
        return Setting(text[1:])
    return Setting(text)


def is_unknown_special(text: pl.Expr) -> pl.Expr:
    """Tell of the texts of cells with facts, which are not empty, whether they are special values that none may be."""
    return text.str.starts_with("#") & ~text.str.starts_with("##") & ~text.is_in(["#nil", "#empty"])


def without_escape(text: pl.Expr) -> pl.Expr:
    """Read the texts of cells; nil is null."""
    read = pl.when(text == "#empty").then(pl.lit("")).when(text != "#nil").then(text.str.slice(1))
    return pl.when(text.str.starts_with("#")).then(read).otherwise(text)
