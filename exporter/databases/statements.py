"""Statements of SQL, as far as a reader of queries knows them: where one ends, and with which word it begins."""

from __future__ import annotations

import re

from exporter.errors import UnreadableInputError

__all__ = ["NOT_CODE", "single_statement"]

#: Texts, names in quotes, comments, and texts between dollar signs. What has no end goes on to the end of the query, so
#: that nothing is looked through twice.
NOT_CODE = r"""
      '(?:[^']|'')*(?:'|\Z) | "(?:[^"]|"")*(?:"|\Z) | (?P<comment>--[^\n]* | /\*.*?(?:\*/|\Z))
    | (?P<dollar>\$[A-Za-z_]*\$).*?(?:(?P=dollar)|\Z)
"""
_PARTS = re.compile(rf"{NOT_CODE} | (?P<blank>\s+) | (?P<end>;) | (?P<word>\w+) | .", re.VERBOSE | re.DOTALL)


def single_statement(name: str, sql: str) -> tuple[str, str]:
    """Give a statement without the semicolon and the comments behind it, and its first word, in small letters.

    Raises:
        UnreadableInputError: it is more than one, or none.
    """
    first_word, end, is_ended = None, 0, False
    for match in _PARTS.finditer(sql):
        if match["comment"] or match["blank"]:
            continue
        if match["end"]:
            is_ended = True
            continue
        if is_ended:
            raise UnreadableInputError(f"{name} has several statements; it should be one SELECT")
        first_word = (match["word"] or "").lower() if first_word is None else first_word
        end = match.end()
    if first_word is None:
        raise UnreadableInputError(f"{name} has no statement; it should be one SELECT")
    return sql[:end], first_word
