"""Readable, stable identifiers for contexts, units and facts. They depend on what is meant, not on where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter.namespaces import local_name
from exporter.report import dimensions_of

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["context_name", "distinct", "fact_name", "members_name", "period_name", "unit_name"]

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


def context_name(period_start: str | None, period_end: str | None, dimensions: str | None) -> str:
    """`D20030701-20030930` for a duration, `I20030930` for an instant, followed by the members."""
    return period_name(period_start, period_end) + members_name(dimensions)


def period_name(period_start: str | None, period_end: str | None) -> str:
    """`D20030701-20030930` for a duration, `I20030930` for an instant, `Forever`."""
    start, end = (_digits(text) for text in (period_start, period_end))
    return f"D{start}-{end}" if start else f"I{end}" if end else "Forever"


def members_name(dimensions: str | None) -> str:
    """`_DomesticMember_DialUpMember`: the members in the order of their dimensions."""
    members = dimensions_of(dimensions)
    return "".join(f"_{_plain(local_name(members[axis]))}" for axis in sorted(members))


def unit_name(unit: str) -> str:
    """`JPY`, `shares`, `JPYPerShares`."""
    return "Per".join("-".join(_plain(local_name(measure)) for measure in side.split("*")) for side in unit.split("/"))


def fact_name(concept: str, context: str, unit: str | None, language: str | None) -> str:
    """`gaap_Revenues.D20030701-20030930.JPY`. Never `f` and digits, which other tools give to facts without an id."""
    parts = [concept.replace(":", "_"), context, unit_name(unit) if unit else _plain(language or "")]
    return ".".join(part for part in parts if part)


def distinct(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """The names in order; where one recurs or is taken already, it gets `-2`, `-3` and so on."""
    given = set(taken)
    result = []
    for name in names:
        candidate, count = name, 1
        while candidate in given:
            count += 1
            candidate = f"{name}-{count}"
        given.add(candidate)
        result.append(candidate)
    return result


def _digits(text: str | None) -> str:
    return _NOT_IN_NAMES.sub("", text).replace("-", "") if text else ""


def _plain(text: str) -> str:
    return _NOT_IN_NAMES.sub("", text)
