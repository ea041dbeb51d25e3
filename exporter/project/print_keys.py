"""The keys of report.toml that say how figures are printed, and how the text of a file is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exporter.findings.nearest import nearest
from exporter.prints.declarations import SIDES, PrintDeclaration, convention_for, is_known_locale
from exporter.project import rules

if TYPE_CHECKING:
    from exporter.project.toml_reader import TomlReader

__all__ = ["ENCODINGS", "PRINT_KEYS", "TEXT_KEYS", "read_print_keys", "read_text_keys"]

PRINT_KEYS = ("locale", "decimal_mark", "group_mark", "nothing", "suffixes", "side")
TEXT_KEYS = ("encoding", "delimiter")
#: Names of encodings, as Python knows them.
ENCODINGS = ("utf-8", "utf-16", "cp1252", "cp932", "shift_jis", "euc_jp", "gbk", "gb18030", "latin-1", "mac_roman")
_DELIMITERS = (",", ";", "\t", "|")
_MOST_POWER = 30


def read_print_keys(reader: TomlReader, table: dict[str, Any], path: tuple[str, ...]) -> PrintDeclaration:
    """Read what a table of report.toml declares of prints; what is wrong becomes a finding."""
    locale = reader.take(table, path, "locale", str, None, needed=False)
    if locale is not None and not is_known_locale(locale):
        message = f"{'.'.join((*path, 'locale'))} is {locale!r}, of which no number formats are known"
        hint = "write a language with or without its region, such as 'de' or 'de-CH'"
        reader.fault(rules.PROJECT_WRONG_TYPE, message, (*path, "locale"), hint)
        locale = None
    side = reader.take(table, path, "side", str, None, needed=False)
    if side is not None and side not in SIDES:
        message = f"side = {side!r} means nothing here"
        hint = nearest(side, SIDES) or f"allowed are {', '.join(SIDES)}"
        reader.fault(rules.PROJECT_WRONG_TYPE, message, (*path, "side"), hint)
        side = None
    declaration = PrintDeclaration(
        locale=locale,
        decimal_mark=_mark(reader, table, path, "decimal_mark"),
        group_mark=_mark(reader, table, path, "group_mark"),
        nothing=_words(reader, table, path),
        suffixes=_suffixes(reader, table, path),
        side=side,
    )
    try:
        convention_for(declaration, "en")
    except ValueError as error:
        reader.fault(rules.PROJECT_WRONG_TYPE, f"a figure could be read in two ways: {error}", path)
        return PrintDeclaration()
    return declaration


def _mark(reader: TomlReader, table: dict[str, Any], path: tuple[str, ...], key: str) -> str | None:
    mark: str | None = reader.take(table, path, key, str, None, needed=False)
    is_none = mark == "" and key == "group_mark"
    if mark is not None and not is_none and (len(mark) != 1 or mark.isalnum() or mark in "()+-%"):
        message = f"{key} is {mark!r}, and should be one mark, such as ',' or '.'"
        reader.fault(rules.PROJECT_WRONG_TYPE, message, (*path, key))
        return None
    return mark


def _words(reader: TomlReader, table: dict[str, Any], path: tuple[str, ...]) -> tuple[str, ...] | None:
    if "nothing" not in table:
        return None
    words = reader.texts(table, path, "nothing")
    if not all(word.strip() for word in words):
        reader.fault(rules.PROJECT_WRONG_TYPE, "nothing has an empty word", (*path, "nothing"))
    return tuple(word for word in words if word.strip())


def _suffixes(reader: TomlReader, table: dict[str, Any], path: tuple[str, ...]) -> tuple[tuple[str, int], ...] | None:
    if "suffixes" not in table:
        return None
    suffixes: dict[str, Any] = reader.take(table, path, "suffixes", dict, {})
    for suffix, power in suffixes.items():
        is_power = isinstance(power, int) and not isinstance(power, bool) and abs(power) <= _MOST_POWER
        if not is_power or not suffix.strip() or any(letter.isdigit() for letter in suffix):
            message = f"suffixes has {suffix!r} = {power!r}, which is no suffix with a power of ten"
            hint = 'write { "bp" = -4 } for hundredths of a percent, { "千円" = 3 } for thousands'
            reader.fault(rules.PROJECT_WRONG_TYPE, message, (*path, "suffixes"), hint)
            return None
    return tuple((suffix.strip(), power) for suffix, power in suffixes.items())


def read_text_keys(
    reader: TomlReader, table: dict[str, Any], path: tuple[str, ...], outer: tuple[str, str]
) -> tuple[str, str]:
    """Read encoding and delimiter of CSV files.

    Returns: both; those of `outer`, which holds further out, where the table does not say them.
    """
    encoding = reader.take(table, path, "encoding", str, None, needed=False)
    if encoding is not None and encoding.lower() not in ENCODINGS:
        hint = nearest(encoding.lower(), ENCODINGS) or f"allowed are {', '.join(ENCODINGS)}"
        message = f"encoding = {encoding!r} is none that is read here"
        reader.fault(rules.PROJECT_WRONG_TYPE, message, (*path, "encoding"), hint)
        encoding = None
    delimiter = reader.take(table, path, "delimiter", str, None, needed=False)
    if delimiter is not None and delimiter not in _DELIMITERS:
        hint = f"allowed are {', '.join(map(repr, _DELIMITERS))}"
        reader.fault(rules.PROJECT_WRONG_TYPE, f"delimiter = {delimiter!r} is none", (*path, "delimiter"), hint)
        delimiter = None
    return (encoding.lower() if encoding else outer[0]), delimiter or outer[1]
