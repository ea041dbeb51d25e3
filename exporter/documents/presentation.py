"""How the project's taxonomy presents facts, for tables of what was printed nowhere."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from exporter.report.languages import matching_language
from exporter.report.names import expanded_name
from exporter.report.presentation import Network, NetworkRow, Presentation
from exporter.taxonomy.concepts import STANDARD

if TYPE_CHECKING:
    from collections.abc import Collection

    from exporter.taxonomy.model import Taxonomy

__all__ = ["presentation_in"]


def presentation_in(taxonomy: Taxonomy, language: str, only: Collection[str] | None = None) -> Presentation:
    """List the presentation networks of a taxonomy, with labels in a language, or in its main one for want of them.

    Args:
        taxonomy: whose networks and labels they are.
        language: its tag.
        only: which networks are wanted, if not all; they may also be those of its base.
    """
    languages = [matching_language(language, taxonomy.languages) or taxonomy.languages[0], *taxonomy.languages]

    def label(concept: str, role: str) -> str:
        labels = (taxonomy.label(concept, each, tag) for tag in languages for each in (role, STANDARD))
        return next((text for text in labels if text), concept)

    owner = taxonomy
    while only is not None and owner.base is not None and owner.networks.keys().isdisjoint(only):
        owner = owner.base
    rows: dict[str, list[NetworkRow]] = defaultdict(list)
    for row in owner.presentation:
        if only is None or row.network in only:
            role = row.label_role or STANDARD
            name = expanded_name(row.concept, taxonomy.namespaces)
            rows[row.network].append(NetworkRow(name, row.depth, label(row.concept, role), "otal" in role, role))
    networks = tuple(
        Network(owner.networks[network].definition.split(" - ", 2)[-1], tuple(of_network))
        for network, of_network in rows.items()
        if network in owner.networks
    )
    return Presentation(
        networks, {expanded_name(c, taxonomy.namespaces): label(c, STANDARD) for c in taxonomy.all_concepts}
    )
