"""Compares two taxonomies: which concepts came, went or changed, what they are called, and where they stand."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import polars as pl

from exporter.report.names import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.taxonomy.concepts import Concept
    from exporter.taxonomy.model import Taxonomy

__all__ = ["COMPARISON_COLUMNS", "differences"]

#: What a comparison has of each difference: the concept, which change it is, of what, and what was there before and is
#: there after; null where there was or is nothing.
COMPARISON_COLUMNS = dict.fromkeys(("concept", "change", "what", "before", "after"), pl.String)
_ADDED, _REMOVED, _CHANGED, _RELABELLED, _MOVED = "added", "removed", "changed", "relabelled", "moved"


def differences(before: Taxonomy, after: Taxonomy) -> pl.DataFrame:
    """Compare two versions of a taxonomy, or two taxonomies.

    Concepts are the same if they have the same prefixed name, for a prefix stays where a namespace has a date.

    Args:
        before: ours or a published one, with its base.
        after: likewise.

    Returns: a table with the columns of `COMPARISON_COLUMNS`: concepts `added` and `removed`, in what their names and
        labels are; `changed` in type, period, balance, or whether they are abstract or can be nil; `relabelled`; and
        `moved` to another parent in a network. Those that concern the existence of concepts come first.
    """
    old, new = before.all_concepts, after.all_concepts
    rows = [
        *((name, _REMOVED, old[name].kind, _label(before, name), None) for name in old if name not in new),
        *((name, _ADDED, new[name].kind, None, _label(after, name)) for name in new if name not in old),
    ]
    common = [name for name in old if name in new]
    for name in common:
        rows += [(name, _CHANGED, *change) for change in _changes(old[name], new[name])]
    rows += _relabelled(before, after, set(common))
    rows += _moved(before, after, set(common))
    return pl.DataFrame(rows, schema=COMPARISON_COLUMNS, orient="row")


def _label(taxonomy: Taxonomy, name: str) -> str | None:
    return taxonomy.label(name, "label", taxonomy.languages[0]) or local_name(name)


def _changes(old: Concept, new: Concept) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield what is another thing about a concept, before and after.

    Of types the local name counts, and what they are based on: their namespaces have dates.
    """
    pairs = {
        "type": (local_name(old.type), local_name(new.type)),
        "base type": (old.base_type, new.base_type),
        "period": (old.period, new.period),
        "balance": (old.balance, new.balance),
        "abstract": (str(old.abstract).lower(), str(new.abstract).lower()),
        "nillable": (str(old.nillable).lower(), str(new.nillable).lower()),
    }
    for what, (before, after) in pairs.items():
        if before != after:
            yield what, before, after


def _relabelled(
    before: Taxonomy, after: Taxonomy, common: set[str]
) -> Iterator[tuple[str, str, str, str | None, str | None]]:
    """Yield the labels that differ, of concepts that both have, in languages that both have."""
    languages = {*before.languages} & {*after.languages}
    old, new = _labels(before), _labels(after)
    for name, role, language in {**old, **new}:
        pair = old.get((name, role, language)), new.get((name, role, language))
        if pair[0] != pair[1] and name in common and language in languages:
            yield name, _RELABELLED, f"{role} ({language})", *pair


def _labels(taxonomy: Taxonomy) -> dict[tuple[str, str, str], str]:
    return {**(_labels(taxonomy.base) if taxonomy.base else {}), **taxonomy.labels}


def _moved(
    before: Taxonomy, after: Taxonomy, common: set[str]
) -> Iterator[tuple[str, str, str, str | None, str | None]]:
    """Yield where concepts stand below others than before, in networks that both have."""
    old, new = _parents(before), _parents(after)
    for network in old.keys() & new.keys():
        for name in {**old[network], **new[network]}:
            was, is_now = old[network].get(name), new[network].get(name)
            if was != is_now and name in common:
                yield name, _MOVED, network, _joined(was), _joined(is_now)


def _joined(parents: dict[str, None] | None) -> str | None:
    return None if parents is None else ", ".join(parents) or "the top"


def _parents(taxonomy: Taxonomy) -> dict[str, dict[str, dict[str, None]]]:
    """Give for each network what stands in it, and below which concepts."""
    parents: dict[str, dict[str, dict[str, None]]] = defaultdict(dict)
    for layer in filter(None, (taxonomy.base, taxonomy)):
        path: list[str] = []
        for row in layer.presentation:
            del path[row.depth :]
            known = parents[row.network].setdefault(row.concept, {})
            if path:
                known[path[-1]] = None
            path.append(row.concept)
    return parents
