"""The presentation networks of a report's taxonomy, read from whatever documents of it are at hand.

What is not at hand, or not as it must be, leaves facts without a network; nothing is judged here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from exporter.dts.discovery import load_documents
from exporter.errors import UnreadableInputError
from exporter.report.names import LINK, XLINK, XML, XSD
from exporter.report.presentation import Network, NetworkRow, Presentation
from exporter.taxonomy.outlines import Outlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from lxml import etree

    from exporter.dts.catalog import Catalog
    from exporter.dts.discovery import Documents
    from exporter.report.report import Report

__all__ = ["read_presentation"]

#: What stands before the title of a network where networks are ordered by it: `0002 - Statement - `.
_NUMBERED = re.compile(r"^\d+ - \w+ - (?=\S)")
_STANDARD, _TOTAL = "http://www.xbrl.org/2003/role/label", "total"
_LANGUAGE = "en"
_HREF, _ROLE, _LABEL, _FROM, _TO = (f"{{{XLINK}}}{name}" for name in ("href", "role", "label", "from", "to"))
_LANG = f"{{{XML}}}lang"


class _Arc(NamedTuple):
    """A presentation arc that holds: its ends in Clark notation, its order, and the role of the preferred label."""

    start: str
    end: str
    order: Decimal
    preferred: str


#: Labels by concept, then by role and language.
_Labels = dict[str, dict[tuple[str, str], str]]


def read_presentation(report: Report, folder: Path, catalog: Catalog) -> Presentation:
    """Read the networks that the report's entry points lead to.

    Args:
        report: whose entry points count, and the language of its texts.
        folder: where relative ones begin.
        catalog: says where the documents of URLs lie.

    Returns: the networks, ordered by their titles, as those who number them mean it; none if there is no taxonomy.
    """
    hrefs = [*report.entry_points, *(reference.href for reference in report.references)]
    base = f"{folder.resolve().as_uri()}/"
    found = [catalog.locate(href, base) for href in hrefs]
    try:
        documents = load_documents([path for path in found if path is not None], catalog)
    except UnreadableInputError:
        return Presentation()
    roots = [
        *(tree.getroot() for tree in documents.trees.values()),
        *(each.root for each in documents.schemas.values()),
    ]
    concepts = _concepts(documents)
    language = str(report.facts["language"].drop_nulls().first() or _LANGUAGE).lower()
    labels = _labels(roots, concepts)
    titles = _titles(roots)
    outlines = Outlines()
    networks = [
        (titles.get(role) or role.rstrip("/").rpartition("/")[2], tuple(_rows(arcs, outlines, labels, language)))
        for role, arcs in _arcs(roots, concepts).items()
    ]
    standard = {concept: _label(each, _STANDARD, language) or "" for concept, each in labels.items()}
    return Presentation(
        tuple(Network(_NUMBERED.sub("", title), rows) for title, rows in sorted(networks)),
        {concept: label for concept, label in standard.items() if label},
    )


def _concepts(documents: Documents) -> dict[tuple[str, str], str]:
    """Name concepts by how locators refer to them: the schema's file name and the element's id."""
    return {
        (path.name, element.get("id", "")): f"{{{schema.namespace}}}{element.get('name')}"
        for path, schema in documents.schemas.items()
        for element in schema.root.iterchildren(f"{{{XSD}}}element")
    }


def _located(link: etree._Element, concepts: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Give the concepts that a link's locators stand for, by label."""
    located = {}
    for locator in link.iterchildren(f"{{{LINK}}}loc"):
        url, _, fragment = locator.get(_HREF, "").partition("#")
        concept = concepts.get((PurePosixPath(unquote(url)).name, unquote(fragment)))
        if concept is not None:
            located[locator.get(_LABEL, "")] = concept
    return located


def _arcs(roots: Iterable[etree._Element], concepts: Mapping[tuple[str, str], str]) -> dict[str, list[_Arc]]:
    """Gather the arcs of each role; those that are prohibited do not hold (XBRL 2.1, 3.5.3.9.7.5)."""
    found: dict[str, dict[_Arc, tuple[Decimal, bool]]] = defaultdict(dict)
    for root in roots:
        for link in root.iter(f"{{{LINK}}}presentationLink"):
            located = _located(link, concepts)
            arcs = found[link.get(_ROLE, "")]
            for element in link.iterchildren(f"{{{LINK}}}presentationArc"):
                start, end = located.get(element.get(_FROM, "")), located.get(element.get(_TO, ""))
                if start is None or end is None:
                    continue
                arc = _Arc(start, end, _number(element.get("order"), 1), element.get("preferredLabel", ""))
                standing = _number(element.get("priority"), 0), element.get("use") == "prohibited"
                arcs[arc] = max(arcs.get(arc, standing), standing)
    return {role: [arc for arc, (_, prohibited) in arcs.items() if not prohibited] for role, arcs in found.items()}


def _number(text: str | None, default: int) -> Decimal:
    """Read an arc's order or priority; one that is wrong counts as none."""
    try:
        number = Decimal(text or default)
    except InvalidOperation:
        return Decimal(default)
    return number if number.is_finite() else Decimal(default)


def _rows(arcs: Iterable[_Arc], outlines: Outlines, labels: _Labels, language: str) -> Iterator[NetworkRow]:
    """Walk over a network from its roots."""
    children: dict[str, list[tuple[str, _Arc]]] = defaultdict(list)
    for arc in sorted(arcs, key=lambda arc: arc.order):
        children[arc.start].append((arc.end, arc))
    for depth, concept, place in outlines.rows(children):
        known, preferred = labels.get(concept, {}), place.preferred if place else ""
        label = _label(known, preferred, language) or _label(known, _STANDARD, language)
        local = concept.rpartition("}")[2]
        yield NetworkRow(concept, depth, label or local, _TOTAL in preferred.rpartition("/")[2].lower())


def _labels(roots: Iterable[etree._Element], concepts: Mapping[tuple[str, str], str]) -> _Labels:
    """Gather labels."""
    labels: _Labels = defaultdict(dict)
    for root in roots:
        for link in root.iter(f"{{{LINK}}}labelLink"):
            located = _located(link, concepts)
            resources = defaultdict(list)
            for resource in link.iterchildren(f"{{{LINK}}}label"):
                resources[resource.get(_LABEL, "")].append(resource)
            for arc in link.iterchildren(f"{{{LINK}}}labelArc"):
                concept = located.get(arc.get(_FROM, ""))
                if concept is None or arc.get("use") == "prohibited":
                    continue
                for resource in resources[arc.get(_TO, "")]:
                    key = resource.get(_ROLE, _STANDARD), resource.get(_LANG, "").lower()
                    labels[concept].setdefault(key, " ".join("".join(resource.itertext()).split()))
    return labels


def _label(labels: Mapping[tuple[str, str], str], role: str, language: str) -> str | None:
    """Choose a label: in this language, in one like it, in English, or else in any."""
    texts = {each: text for (known, each), text in labels.items() if known == role}
    start = language.partition("-")[0]
    like = [text for each, text in texts.items() if each.partition("-")[0] == start]
    english = [text for each, text in texts.items() if each.partition("-")[0] == _LANGUAGE]
    return texts.get(language) or next(iter([*like, *english, *texts.values()]), None)


def _titles(roots: Iterable[etree._Element]) -> dict[str, str]:
    """Give what roles are called, by their URI."""
    return {
        role.get("roleURI", ""): " ".join((role.findtext(f"{{{LINK}}}definition") or "").split())
        for root in roots
        for role in root.iter(f"{{{LINK}}}roleType")
    }
