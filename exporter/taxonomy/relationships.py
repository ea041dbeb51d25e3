"""Dimensional relationships as a table: what definition linkbases say of hypercubes, dimensions and members.

One row per relationship in force, wherever the taxonomy comes from (Dimensions 1.0, 2):

role             the URI of the extended link role
arcrole          the whole URI, one of those that begin with `DIMENSION_ARCROLE`
source, target   prefixed names of concepts
position         the place among the relationships of the source in the role
target_role      the role in which what follows the relationship is looked for, null for the same one
context_element  of `all` and `notAll`: segment or scenario, which the hypercube is about
closed           of `all` and `notAll`: whether there may be nothing there but the hypercube's dimensions
usable           of `dimension-domain` and `domain-member`: whether the target is a member; null means that it is
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable


__all__ = ["DIMENSION_ARCROLE", "RELATIONSHIP_COLUMNS", "DefinitionArc", "own_relationships"]

#: How the arcroles of Dimensions 1.0 begin; then comes `all`, `notAll`, `hypercube-dimension`, `dimension-domain`,
#: `domain-member` or `dimension-default`.
DIMENSION_ARCROLE = "http://xbrl.org/int/dim/arcrole/"

RELATIONSHIP_COLUMNS = pl.Schema(
    {
        "role": pl.String,
        "arcrole": pl.String,
        "source": pl.String,
        "target": pl.String,
        "position": pl.Int32,
        "target_role": pl.String,
        "context_element": pl.String,
        "closed": pl.Boolean,
        "usable": pl.Boolean,
    }
)


class DefinitionArc(NamedTuple):
    """An arc between two concepts: the URI of its role, its arcrole (the last part) and its ends."""

    role: str
    arcrole: str
    source: str
    target: str


def own_relationships(arcs: Iterable[DefinitionArc], container: str) -> pl.DataFrame:
    """List the relationships that a taxonomy of tables defines.

    Args:
        arcs: of closed hypercubes.
        container: where their dimensions stand, segment or scenario.

    Returns: a table with the columns of `RELATIONSHIP_COLUMNS`.
    """
    rows = []
    positions: dict[tuple[str, str], int] = defaultdict(int)
    for role, arcrole, source, target in arcs:
        positions[role, source] += 1
        rows.append(
            {
                "role": role,
                "arcrole": DIMENSION_ARCROLE + arcrole,
                "source": source,
                "target": target,
                "position": positions[role, source],
                "context_element": container if arcrole == "all" else None,
                "closed": True if arcrole == "all" else None,
                "usable": True if arcrole in {"dimension-domain", "domain-member"} else None,
            }
        )
    return pl.DataFrame([{"target_role": None, **row} for row in rows], schema=RELATIONSHIP_COLUMNS)
