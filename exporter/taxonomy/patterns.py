"""Patterns that values and members of typed dimensions match: regular expressions of XML Schema (Part 2, F).

They are matched by an engine whose time grows with the text alone, so that no pattern can hang it.
"""

from __future__ import annotations

import re
from functools import cache

import polars as pl

__all__ = ["PatternError", "matches", "translated_pattern"]

_ATOM = r"(?:[A-Za-z0-9 _-]|\\[d.]|\[(?:[A-Za-z0-9](?:-[A-Za-z0-9])?)+\])"
_TIMES = r"(?:[?*+]|\{[0-9]+(?:,[0-9]*)?\})?"
#: A pattern has so many characters at most, and so many where its classes are spelt out: of larger ones the engine
#: would find with gigabytes that they are too large.
_LONGEST, _LONGEST_SPELT_OUT = 20_000, 1_000_000
#: Patterns that mean the same to XML Schema and to the engine, as most do.
_PLAIN = re.compile(rf"(?:{_ATOM}{_TIMES}|\((?:{_ATOM}{_TIMES})+\){_TIMES})*")


class PatternError(ValueError):
    """The text is no regular expression of XML Schema, or one that is too large; the message says why."""


@cache
def translated_pattern(pattern: str) -> str:
    """Translate a pattern into the engine's syntax, for a whole text.

    Raises:
        PatternError: it is no such pattern.
    """
    engine_pattern = rf"\A(?:{pattern if _PLAIN.fullmatch(pattern) else _in_other_syntax(pattern)})\z"
    try:
        pl.Series([""]).str.contains(engine_pattern)
    except pl.exceptions.ComputeError as error:
        raise PatternError(str(error).splitlines()[0]) from error
    return engine_pattern


def _in_other_syntax(pattern: str) -> str:
    """Translate a pattern that the engine would read otherwise."""
    if len(pattern) > _LONGEST:
        raise PatternError(f"it is longer than {_LONGEST:,} characters")
    from elementpath.regex import RegexError, translate_pattern  # noqa: PLC0415 - 0.15 s, and few patterns need it

    try:
        python_pattern = translate_pattern(
            pattern, xsd_version="1.0", back_references=False, lazy_quantifiers=False, anchors=False
        )
    except (RegexError, RecursionError, OverflowError) as error:
        raise PatternError(str(error).splitlines()[0]) from error
    if len(python_pattern) > _LONGEST_SPELT_OUT:
        raise PatternError("it has too many classes of characters")
    return python_pattern.removeprefix("^").removesuffix(r"$(?!\n\Z)")


def matches(pattern: str, text: str) -> bool:
    """Tell whether a whole text matches a pattern.

    Raises:
        PatternError: it is no such pattern.
    """
    return bool(pl.Series([text]).str.contains(translated_pattern(pattern)).item())
