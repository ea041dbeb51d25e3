"""Placeholders: `${name}` in the texts of report.toml, which a batch fills for each entity."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["fill", "placeholder_pattern", "unfilled"]

_PLACEHOLDER = re.compile(r"\$\{([^{}]*)\}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def fill(value: Any, values: Mapping[str, str]) -> Any:  # noqa: ANN401 - what TOML holds
    """Fill the placeholders in the texts of a TOML value, and leave those that nothing fills.

    A text that is nothing but a placeholder becomes a date where a date fills it, as it would be one without quotes.
    Keys are not filled.
    """
    if isinstance(value, dict):
        return {key: fill(each, values) for key, each in value.items()}
    if isinstance(value, list):
        return [fill(each, values) for each in value]
    if not isinstance(value, str):
        return value
    filled = _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), value)
    if filled != value and _PLACEHOLDER.fullmatch(value) and _DATE.fullmatch(filled):
        try:
            return datetime.date.fromisoformat(filled)
        except ValueError:  # such as the 30th of February: whoever wants a date says so
            return filled
    return filled


def placeholder_pattern(text: str) -> re.Pattern[str]:
    """Give a pattern for what a text may become: anything may stand in the place of a placeholder, but for a `/`."""
    parts = (re.escape(part) for part in _PLACEHOLDER.split(text)[::2])
    return re.compile("[^/]*".join(parts))


def unfilled(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:  # noqa: ANN401 - as above
    """Yield the placeholders in a TOML value, with the keys that lead to each."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from unfilled(each, (*path, key))
    elif isinstance(value, list):
        for each in value:
            yield from unfilled(each, path)
    elif isinstance(value, str):
        yield from ((path, match[1]) for match in _PLACEHOLDER.finditer(value))
