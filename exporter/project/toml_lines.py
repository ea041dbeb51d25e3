"""Lines of report.toml as messages print them, with where they are to be written."""

from __future__ import annotations

import json
import re

__all__ = ["cell_exclusion", "column_line", "table_line", "toml_key", "toml_text"]

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def toml_key(key: str) -> str:
    """Write a key as TOML needs it."""
    return key if _BARE_KEY.fullmatch(key) else toml_text(key)


def toml_text(text: str) -> str:
    """Write a text as TOML has it."""
    return json.dumps(text, ensure_ascii=False)  # whose texts are TOML's too


def table_line(table: str, line: str) -> str:
    """Say where a line stands that holds for a table."""
    return f"in report.toml, under [tables.{toml_key(table)}], write: {line}"


def column_line(heading: str, line: str) -> str:
    """Say where a key stands that holds for a column."""
    return f"in report.toml, in the column {toml_text(heading)}, write: {line}"


def cell_exclusion(file: str, column: str, row: int) -> str:
    """Say how one cell is excluded."""
    return f'exclude the cell: in report.toml, at the file {toml_text(file)}, exclude = {{ {column}{row} = "why" }}'
