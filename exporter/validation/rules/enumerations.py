"""Values of extensible enumerations name members of their domains."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from exporter.findings.findings import Severity
from exporter.findings.judge_messages import MOST
from exporter.findings.nearest import nearest
from exporter.findings.registry import Rule
from exporter.frames.columns import each_combination
from exporter.validation.rules.judged_facts import Violations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exporter.taxonomy.concepts import Concept
    from exporter.taxonomy.model import Taxonomy
    from exporter.validation.rules.judged_facts import JudgedFacts

__all__ = ["RULES"]

_SINGLE, _SET = "enumeration", "enumeration set"
#: The type whose values name one member; of one that is derived from it the taxonomy's schema says so.
_SINGLE_TYPE = "enumerationItemType"
#: What the values of Extensible Enumerations 1.0 are derived from: names with a prefix. Those of 2.0 are URIs.
_QNAME = "QNameItemType"
_TOKEN = re.compile("[^ \t\r\n]+")
#: So many domains are kept; where each member is the head of one, all of them would fill the memory.
_MOST_DOMAINS = 100
#: So many members are listed.
_MOST_MEMBERS = 5


def _wrong_members(facts: JudgedFacts) -> Iterator[Violations]:
    """Find values that name no member of the domain, or name members twice or out of order."""
    if facts.taxonomy is None:
        return
    values = facts.table.filter(pl.col("kind").is_in([_SINGLE, _SET]) & pl.col("value").is_not_null())
    domains = _Domains(facts.taxonomy, facts.namespaces)
    results = {"fault": pl.String()}
    judged = each_combination(values.select("id", "concept", "value"), ["concept", "value"], domains.fault, results)
    wrong_facts = judged.filter(pl.col("fault").is_not_null())
    rows = wrong_facts.select("id", "concept", "fault").head(MOST).iter_rows()
    yield Violations(wrong_facts.height, ((f"{concept} {fault}", (fact,)) for fact, concept, fault in rows))


class _Domains:
    """The domains of enumerations, of which each is put together once, if they are not too many."""

    def __init__(self, taxonomy: Taxonomy, namespaces: Mapping[str, str]) -> None:
        self._taxonomy = taxonomy
        self._namespaces = namespaces
        self._members = lru_cache(_MOST_DOMAINS)(self._members_of)

    def fault(self, name: str, value: str) -> tuple[str | None]:
        """Say what is wrong with a value of a concept."""
        concept = self._taxonomy.all_concepts[name]
        if (
            concept.enum_domain is None or concept.enum_role is None
        ):  # an error of the taxonomy, which says nothing then
            return (None,)
        members = self._members(concept.enum_domain, concept.enum_role, concept.enum_usable)
        tokens = _TOKEN.findall(value)
        if concept.type.rpartition(":")[2] == _SINGLE_TYPE and len(tokens) != 1:
            return (f"names {len(tokens)} members, and should name one",)
        for token in tokens:
            uri = self._as_uri(token) if concept.base_type == _QNAME else token
            if uri not in members:
                return (
                    f"names {token}, which is no member of {concept.enum_domain}{_choices(concept, token, members)}",
                )
        if concept.kind == _SET:
            (token, count), *_ = Counter(tokens).most_common(1) or [("", 0)]
            if count > 1:
                return (f"names {token} more than once",)
            for token, following in pairwise(tokens):
                if following < token:
                    return (f"names {following} behind {token}, out of lexicographic order",)
        return (None,)

    def _members_of(self, head: str, role: str, head_is_usable: bool) -> dict[str, str]:
        """Find the members of a domain: by their URIs, their names."""
        relationships = self._taxonomy.dimensional_relationships
        names = relationships.domain_members(head, role, head_is_usable=head_is_usable)
        return {_uri(name, self._taxonomy.namespaces): name for name in sorted(names)}

    def _as_uri(self, name: str) -> str:
        prefix, colon, _ = name.partition(":")
        return _uri(name, self._namespaces) if colon and prefix in self._namespaces else ""


def _uri(name: str, namespaces: Mapping[str, str]) -> str:
    """Write a prefixed name as a URI (Extensible Enumerations 2.0, 5)."""
    prefix, _, local = name.partition(":")
    return f"{namespaces.get(prefix, prefix)}#{local}"


def _choices(concept: Concept, token: str, members: Mapping[str, str]) -> str:
    """List the members as values name them, if they are few, or propose the one that may be meant."""
    names = list(members.values() if concept.base_type == _QNAME else members)
    if not names:
        return ", which has none"
    if len(names) <= _MOST_MEMBERS:
        return f"; there are {', '.join(names)}"
    hint = nearest(token, names)
    return f"; {hint}" if hint else ""


RULES = (
    Rule(
        "enumeration",
        Severity.ERROR,
        "A value names what is no member of the concept's enumeration, or names members twice or out of order.",
        "Extensible Enumerations 2.0, 6.1 (enum2ie:InvalidEnumerationValue, InvalidEnumerationSetValue, "
        "RepeatedEnumerationSetValue, InvalidEnumerationSetOrder); 1.0 (enumie:InvalidFactValue)",
        _wrong_members,
    ),
)
