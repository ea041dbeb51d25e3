"""The rules by which an earlier registry reads what a rule of the newest one reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter.formats.inline_xbrl.registries import NEWEST, REGISTRIES
from exporter.formats.inline_xbrl.transformations import TRANSFORMATIONS, MisfitError, transform

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["format_in_registry"]

#: What registry 3 calls a rule where that does not follow from its name.
_EARLIER_NAMES = {
    "fixed-zero": "zerodash",
    "date-jpn-era-year-month-day": "dateerayearmonthdayjp",
    "date-jpn-era-year-month": "dateerayearmonthjp",
}


def format_in_registry(registry: int, name: str, text: str) -> str | None:
    """Find the rule of a registry that reads a text as a rule of the newest one does.

    Args:
        registry: its number.
        name: the newest registry's rule.
        text: what it reads.

    Returns: the rule's local name, or None if the registry has none.
    """
    known = TRANSFORMATIONS[REGISTRIES[registry]]
    value = transform(REGISTRIES[NEWEST], name, text)
    for candidate in _names(name):
        if candidate in known and _gives(REGISTRIES[registry], candidate, text, value):
            return candidate
    return None


def _names(name: str) -> Iterator[str]:
    """Yield what a rule may be called elsewhere."""
    plain = name.replace("-", "")
    yield from (name, plain, f"{plain}cjk", plain.replace("monthname", "month"), _EARLIER_NAMES.get(name, ""))


def _gives(namespace: str, name: str, text: str, value: str) -> bool:
    try:
        return transform(namespace, name, text) == value
    except MisfitError:
        return False
