"""What to write in place of a concept that a taxonomy does not have, or has no longer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter.findings.nearest import nearest
from exporter.taxonomy.search import search_concepts

if TYPE_CHECKING:
    from exporter.taxonomy.model import Taxonomy

__all__ = ["advice_for_unknown", "is_deprecated", "replacements"]

#: Where a name is cut into words.
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_-]")
#: Arcroles that lead from what takes the place of deprecated concepts to these begin so after the last slash.
_DEPRECATION = "dep-"
_MOST = 3


def advice_for_unknown(taxonomy: Taxonomy, name: str) -> str:
    """Propose a concept for a name: the same under another prefix, one spelt alike, or one with its words."""
    prefix, colon, local = name.rpartition(":")
    concepts = taxonomy.all_concepts
    others = [each for each in concepts if each.partition(":")[2] == (local or name)]
    if others:
        return f"did you mean {others[0]!r}?"
    if hint := nearest(name, concepts):
        return hint
    if colon and prefix not in taxonomy.namespaces:
        return f"the taxonomy has no prefix {prefix!r}, but {', '.join(sorted(taxonomy.namespaces))}"
    found = search_concepts(taxonomy, _HUMP.sub(" ", local or name), _MOST)["concept"].to_list()
    return f"perhaps one of {', '.join(found)}" if found else "look for one with: exporter taxonomy search"


def replacements(taxonomy: Taxonomy, name: str) -> list[str]:
    """List what a taxonomy says that takes the place of a deprecated concept."""
    layers = [layer for layer in (taxonomy, taxonomy.base) if layer is not None and layer.origin is not None]
    found: dict[str, None] = {}
    for layer in layers:
        assert layer.origin  # noqa: S101 - just looked
        arcs = layer.origin.relationships.filter(target=name)
        kinds = arcs["arcrole"].str.split("/").list.last()
        found |= dict.fromkeys(arcs.filter(kinds.str.starts_with(_DEPRECATION))["source"].to_list())
    return list(found)


def is_deprecated(taxonomy: Taxonomy, name: str) -> bool:
    """Tell whether a taxonomy says that a concept is to be used no more: by an arc, or by a label's role."""
    if replacements(taxonomy, name):
        return True
    roles = [role for role in taxonomy.all_label_roles if "deprecated" in role.lower()]
    return any(taxonomy.label(name, role, language) for role in roles for language in taxonomy.languages)
