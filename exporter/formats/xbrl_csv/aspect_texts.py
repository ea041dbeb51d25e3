"""The aspects of a fact as texts of xBRL-CSV."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from exporter.formats.oim_facts import period_moments
from exporter.formats.xbrl_csv.cells import NIL, cell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter.formats.oim_facts import OimNames

__all__ = ["ONCE", "aspect_cell", "aspect_texts"]

#: Core aspects that metadata may say once for many facts.
ONCE = ("period", "unit", "language", "entity")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def aspect_texts(names: OimNames, aspects: Mapping[str, Any]) -> tuple[dict[str, str | None], dict[str, str | None]]:
    """Write the aspects of a fact but its concept; None is said by an empty cell.

    Returns:
        Core aspects, and members by dimension; a nil one is still None.
    """
    is_number = aspects["unit"] is not None and not aspects["nil"]
    decimals = str(aspects["decimals"]) if is_number and aspects["decimals"] is not None else None
    core = {
        "decimals": decimals,
        "period": _period(aspects["period_start"], aspects["period_end"]),
        "unit": names.unit(aspects["unit"]),
        "language": (aspects["language"] or "").lower() or None,
        "entity": names.entity(aspects["entity"]),
    }
    return core, names.members(aspects["dimensions"])


def aspect_cell(name: str, core: Mapping[str, str | None], members: Mapping[str, str | None]) -> str:
    """Write an aspect of a fact; a member may be nil."""
    if name in members:
        return NIL if members[name] is None else cell(members[name])
    return cell(core.get(name))


def _period(period_start: str | None, period_end: str | None) -> str | None:
    """Write a period: days where it has some, as `2003-07-01..2003-09-30` and `2003-09-30@end`, and else moments.

    Raises:
        MisuseError: it has no words in ISO 8601.
    """
    if period_end is None:
        return None
    start, end = period_moments(period_start, period_end)
    if _DAY.fullmatch(period_end) and (period_start is None or _DAY.fullmatch(period_start)):
        return f"{period_start}..{period_end}" if period_start else f"{period_end}@end"
    return f"{start}/{end}" if start else end
