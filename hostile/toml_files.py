"""Hostile report.toml and taxonomy.toml: every key of the wrong type, and what strains a parser."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from hostile.case import Case
from hostile.small import export
from tests.projects import BASE, PROJECT, write_taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

__all__ = ["cases"]

#: Values of each type of TOML, some of them at its ends.
_VALUES = {
    "a truth value": "true",
    "a whole number": "7",
    "a long number": "9" * 4_000,
    "not a number": "nan",
    "a text": '"\\u0007 ../../x"',
    "a list of lists": "[[[]]]",
    "a table": "{ a = { b = 1 } }",
    "a day": "0001-01-01",
    "a time": "23:59:60",
}
_PATHS = (("report.toml", PROJECT["report.toml"]), ("taxonomy.toml", BASE["taxonomy.toml"]))


def cases() -> Iterator[Case]:
    """Each key with some of the values, and each odd file as either."""
    for file, text in _PATHS:
        changes = dict(_ODD)
        for number, path in enumerate(_key_paths(tomllib.loads(text))):
            names = list(_VALUES)[number % 2 :: 2]  # half of them, in turn
            changes |= {f"{'.'.join(path)} is {name}": _setting(path, _VALUES[name]) for name in names}
        for name, change in changes.items():

            def write(folder: Path, file: str = file, change: Callable[[str], str] = change) -> Sequence[str]:
                return _written(folder, file, change)

            yield Case(file, name, write)


def _setting(path: tuple[str, ...], value: str) -> Callable[[str], str]:
    return lambda text: _with_value(text, path, value)


def _written(folder: Path, file: str, change: Callable[[str], str]) -> Sequence[str]:
    """Write a project or a taxonomy whose file is changed, and give the arguments of the command for it."""
    if file == "taxonomy.toml":
        path, arguments = write_taxonomy(folder / "base") / file, ["taxonomy", "build", "base", "--out", "out"]
    else:
        arguments = list(export(folder))
        path = folder / "project" / file
    text = change(path.read_text(encoding="utf-8"))
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return arguments


def _key_paths(content: dict[str, object], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of each key, those of lists of tables by the first table."""
    for key, value in content.items():
        yield (*above, key)
        inner = value[0] if isinstance(value, list) and value and isinstance(value[0], dict) else value
        if isinstance(inner, dict):
            yield from _key_paths(inner, (*above, key))


def _with_value(text: str, path: tuple[str, ...], value: str) -> str:
    """Write the file anew with another value at a key."""
    content = tomllib.loads(text)
    return "\n".join(f"{_quoted(key)} = {_inline(inner, path, (key,), value)}" for key, inner in content.items()) + "\n"


def _inline(content: object, path: tuple[str, ...], here: tuple[str, ...], value: str) -> str:
    if here == path:
        return value
    if isinstance(content, dict):
        pairs = (f"{_quoted(key)} = {_inline(inner, path, (*here, key), value)}" for key, inner in content.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(content, list):
        return f"[{', '.join(_inline(inner, path, here, value) for inner in content)}]"
    return _quoted(content) if isinstance(content, str) else str(content).lower()


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_ODD: dict[str, Callable[[str], str]] = {
    "empty": lambda _: "",
    "a NUL": lambda text: text + "\0",
    "no UTF-8": lambda text: text + "# \udcff\n",
    "cut": lambda text: text[: len(text) // 2],
    "twice": lambda text: text + text,
    "lists nested 100,000 deep": lambda text: f"a = {'[' * 100_000}\n{text}",
    "tables nested 5,000 deep": lambda text: f"a = {'{ b = ' * 5_000}1{' }' * 5_000}\n{text}",
    "a key of 5,000 parts": lambda text: f"{'.'.join(['a'] * 5_000)} = 1\n{text}",
    "20,000 unknown keys": lambda text: "".join(f"key{number} = 1\n" for number in range(20_000)) + text,
    "20,000 tables": lambda text: text + "".join(f"[tables.t{number}]\n" for number in range(20_000)),
    "a number of a million digits": lambda text: f"a = {'9' * 1_000_000}\n{text}",
    "a key of a million characters": lambda text: f"{'k' * 1_000_000} = 1\n{text}",
    "a value of a million characters": lambda text: text.replace('"', '"' + "v" * 1_000_000, 1),
    "control characters": lambda text: text.replace('"', '"\\u001b[31m\\u0000\\u202e', 1),
    "a path out": lambda text: text.replace('name = "', 'name = "../../', 1),
    "a name with a line break": lambda text: text.replace('name = "', 'name = "a\\nb', 1),
    "a long name": lambda text: text.replace('name = "', 'name = "' + "n" * 300, 1),
}
