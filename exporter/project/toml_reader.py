"""Reading of a TOML file key by key: a fault becomes a finding with its line, and reading goes on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from exporter.findings.findings import Finding, Source
from exporter.findings.nearest import nearest
from exporter.project import rules
from exporter.report.names import illegal_character

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exporter.findings.registry import Rule

__all__ = ["TomlReader"]

_MAX_POWER = 999
#: To find the line of a fault takes time that grows with the file.
_MOST_FAULTS = 200
_TYPE_NAMES = {str: "a text", int: "a whole number", dict: "a table", list: "a list"}


class TomlReader:
    """Takes a TOML file apart. A path is the keys that lead to a value, from the top."""

    def __init__(self, name: str, text: str) -> None:
        """Start without findings; `name` is what they call the file, `text` what it holds."""
        self.name, self.lines, self.findings = name, text.splitlines(), list[Finding]()

    def keys(self, table: dict[str, Any], path: tuple[str, ...], allowed: Sequence[str]) -> None:
        """Report the keys of a table that are not allowed there."""
        for key in table:
            if key not in allowed:
                hint = nearest(key, allowed) or f"known are {', '.join(allowed)}"
                self.fault(rules.PROJECT_UNKNOWN_KEY, f"unknown key {'.'.join((*path, key))!r}", (*path, key), hint)

    def take(
        self,
        table: dict[str, Any],
        path: tuple[str, ...],
        key: str,
        kind: type,
        default: Any,  # noqa: ANN401 - as the kind
        *,
        needed: bool | None = None,
    ) -> Any:  # noqa: ANN401 - as the kind
        """Read the value of a key; a fault becomes a finding, and gives the default.

        A default of None makes the key optional, unless `needed` says otherwise.
        """
        if key not in table:
            if default is not None if needed is None else needed:
                self.fault(rules.PROJECT_MISSING_KEY, f"the key {'.'.join((*path, key))!r} is missing", path)
            return default
        value = table[key]
        if isinstance(value, str) and (character := illegal_character(value)):
            self.fault(
                rules.PROJECT_WRONG_TYPE, f"{'.'.join((*path, key))} has the character {character}", (*path, key)
            )
            return default
        if kind is int and isinstance(value, int) and abs(value) > _MAX_POWER:
            message = f"{'.'.join((*path, key))} = {value} is no power of ten that a figure could have"
            self.fault(rules.PROJECT_WRONG_TYPE, message, (*path, key), "write 3 for thousands, -3 for thousandths")
            return default
        if not isinstance(value, kind) or isinstance(value, bool):  # true and false are of type int too
            self.fault(
                rules.PROJECT_WRONG_TYPE,
                f"{'.'.join((*path, key))} must be {_TYPE_NAMES[kind]}, not {value!r}",
                (*path, key),
            )
            return default
        return value

    def matching(
        self, table: dict[str, Any], path: tuple[str, ...], key: str, form: re.Pattern[str], legal_form: str
    ) -> str:
        """Read a text that must be there and have a certain form."""
        text: str = self.take(table, path, key, str, "")
        if key in table and isinstance(table[key], str) and not form.fullmatch(text):
            self.fault(
                rules.PROJECT_WRONG_TYPE,
                f"{'.'.join((*path, key))} is {text!r}, and should be {legal_form}",
                (*path, key),
            )
        return text

    def texts(self, value: dict[str, Any], path: tuple[str, ...], key: str) -> tuple[str, ...]:
        """Read a list of texts, which may be absent."""
        texts = self.take(value, path, key, list, [], needed=False)
        if all(isinstance(text, str) for text in texts):
            return tuple(texts)
        self.fault(rules.PROJECT_WRONG_TYPE, f"{'.'.join((*path, key))} must be a list of texts", (*path, key))
        return ()

    def fault(self, rule: Rule, message: str, path: Iterable[str], hint: str | None = None) -> None:
        """Report what is wrong with the value at a path; after many faults, only that there are more."""
        if len(self.findings) > _MOST_FAULTS:
            return
        if len(self.findings) == _MOST_FAULTS:
            message = f"there are more than {_MOST_FAULTS} faults; mend these first"
            self.findings.append(rules.PROJECT_MORE.finding(message, Source(self.name)))
            return
        self.findings.append(rule.finding(message, Source(self.name, self.line(tuple(path))), hint=hint))

    def line(self, path: tuple[str, ...]) -> int | None:
        """Find the line that names the path's last key, below the keys before it.

        The keys are looked for in the text, so the line is as near as that shows it.
        """
        start = 0
        line_number = None
        for key in path:
            pattern = re.compile(rf"(^|[\s.\[\"'{{,]){re.escape(key)}([\s.\]\"'=]|$)")
            for number in range(start, len(self.lines)):
                if pattern.search(self.lines[number].split(" #")[0]):
                    start, line_number = number, number + 1
                    break
        return line_number
