"""Patterns that members of typed dimensions match: regular expressions of XML Schema (Part 2, F).

They are matched by an engine whose time grows with the text alone, so that no pattern can hang it.
"""

from __future__ import annotations

from functools import cache

import polars as pl

__all__ = ["PatternError", "matches", "translated_pattern"]


class PatternError(ValueError):
    """The text is no regular expression of XML Schema, or one that is too large; the message says why."""


@cache
def translated_pattern(pattern: str) -> str:
    """Translate a pattern into the engine's syntax, for a whole text.

    Raises:
        PatternError: it is no such pattern.
    """
    from elementpath.regex import RegexError, translate_pattern  # noqa: PLC0415 - few taxonomies have patterns

    try:
        python_pattern = translate_pattern(
            pattern, xsd_version="1.0", back_references=False, lazy_quantifiers=False, anchors=False
        )
        bare = python_pattern.removeprefix("^").removesuffix(r"$(?!\n\Z)")
        engine_pattern = rf"\A{bare}\z"
        pl.Series([""]).str.contains(engine_pattern)
    except (RegexError, RecursionError, OverflowError, pl.exceptions.ComputeError) as error:
        raise PatternError(str(error).splitlines()[0]) from error
    return engine_pattern


def matches(pattern: str, text: str) -> bool:
    """Tell whether a whole text matches a pattern.

    Raises:
        PatternError: it is no such pattern.
    """
    return bool(pl.Series([text]).str.contains(translated_pattern(pattern)).item())
