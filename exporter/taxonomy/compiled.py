"""Reads back a taxonomy that was compiled from our tables, as far as facts are judged by it: no labels, no references.

It is no reader for taxonomies of others: what it has read is compiled again, and only if that gives the same bytes is
it taken for understood.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from exporter.errors import UnreadableInputError
from exporter.files.inputs import read_input
from exporter.findings.findings import Source
from exporter.report.names import LINK, XBRLDT, XBRLI, XLINK, XSD
from exporter.taxonomy.concepts import (
    ITEM_TYPES,
    STANDARD,
    CalculationArc,
    Concept,
    Network,
    PresentationRow,
    Reference,
)
from exporter.taxonomy.linkbases import calculation_linkbase, definition_linkbase, presentation_linkbase
from exporter.taxonomy.model import Taxonomy
from exporter.taxonomy.schema import (
    ALL,
    COMMON,
    LINKBASE_ROLES,
    REFERENCE_PARTS,
    concept_schema,
    entry_point_schema,
    form_entry,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

__all__ = ["read_compiled"]

_HREF, _LABEL = f"{{{XLINK}}}href", f"{{{XLINK}}}label"
_ENTRY = re.compile(rf"/({ALL}|{COMMON}|{form_entry('')}[^/]+)$")
#: Larger files are none of ours.
_MAX_BYTES = 64 * 1024**2


class _NotOursError(Exception):
    """Something is there that our compiler does not write."""


def read_compiled(schemas: Mapping[Path, str], linkbases: Collection[Path]) -> Taxonomy | None:
    """Read the taxonomy that a set of documents is, if our compiler wrote them.

    Args:
        schemas: the schemas of the set but for those of specifications, with their namespaces.
        linkbases: the linkbases of the set; of a base that an extension imports there are none.

    Returns:
        The taxonomy with its base, without labels and references; None if there is anything of somebody else's.
    """
    paths = {namespace: path for path, namespace in schemas.items()}
    entries = [namespace for namespace in paths if _ENTRY.search(namespace)]
    cores = [namespace for namespace in paths if namespace not in entries]
    if not cores or len(paths) < len(schemas):
        return None
    try:
        taxonomy, used = _read_newest(paths, cores)
        for entry in entries:
            base, _, name = entry.rpartition("/")
            if base != taxonomy.namespace:
                return None
            _expect(paths[entry], entry_point_schema(taxonomy, name, _linkbase_kinds(_root(paths[entry]))))
    except (
        _NotOursError,
        UnreadableInputError,
        OSError,
        etree.XMLSyntaxError,
        LookupError,
        ValueError,
        AttributeError,
        TypeError,
        AssertionError,
    ):
        return None
    if used != set(cores):
        return None
    names = {path.name for path in linkbases}
    if any(not name.startswith(f"{taxonomy.name}_") for name in names):
        return None
    return _in_linkbases(taxonomy, names)


def _in_linkbases(taxonomy: Taxonomy, names: Collection[str]) -> Taxonomy:
    """Leave out the networks whose linkbases do not belong to the set."""

    def has(kind: str, network: str) -> bool:
        ending = f"-{network}" if network in taxonomy.forms else ""
        return f"{taxonomy.name}_{kind}{ending}.xml" in names

    is_whole = f"{taxonomy.name}_def.xml" in names or not taxonomy.hypercubes
    return replace(
        taxonomy,
        presentation=tuple(row for row in taxonomy.presentation if is_whole and has("pre", row.network)),
        calculation=tuple(arc for arc in taxonomy.calculation if has("cal", arc.network)),
    )


def _read_newest(paths: Mapping[str, Path], cores: list[str]) -> tuple[Taxonomy, set[str]]:
    """Read the taxonomy that none of the others imports, and its base.

    Returns: the taxonomy, and the namespaces that were used.
    """
    imports = {name: [other for other in _imports(_root(paths[name])) if other in cores] for name in cores}
    imported = {other for others in imports.values() for other in others}
    newest = [name for name in cores if name not in imported]
    chain: list[str] = []
    while newest:
        if len(newest) > 1 or newest[0] in chain:
            raise _NotOursError
        chain += newest
        newest = imports[newest[0]]
    taxonomy: Taxonomy | None = None
    for namespace in reversed(chain):
        taxonomy = _read_layer(paths[namespace], taxonomy)
    if taxonomy is None:
        raise _NotOursError
    return taxonomy, set(chain)


def _read_layer(path: Path, base: Taxonomy | None) -> Taxonomy:
    """Read one taxonomy from its schema and the linkbases beside it.

    Raises:
        _NotOursError: compiled again it would not be the same.
    """
    root = _root(path)
    namespace = root.get("targetNamespace", "")
    prefix = next((prefix for prefix, uri in root.nsmap.items() if uri == namespace and prefix), None)
    if prefix is None:
        raise _NotOursError
    roles = {role.get("id", ""): role for role in root.iter(f"{{{LINK}}}roleType")}
    source = Source(path.name)
    taxonomy = Taxonomy(
        name=path.stem,
        prefix=prefix,
        namespace=namespace,
        version="",
        title={},
        languages=(),
        publisher="",
        publisher_url="",
        folder=path.parent,
        base=base,
        concepts={concept.name: concept for concept in _concepts(root, prefix, source)},
        networks={
            name.removeprefix("role_"): Network(name.removeprefix("role_"), _definition(role), source)
            for name, role in roles.items()
            if name.startswith("role_")
        },
        label_roles={
            _definition(r): r.get("roleURI", "") for name, r in roles.items() if name.startswith("label_role_")
        },
        references=(Reference("", ()),) if REFERENCE_PARTS in _imports(root) else (),
    )
    taxonomy = _with_networks(taxonomy, path)
    _expect(path, concept_schema(taxonomy, _linkbase_kinds(root)))
    return taxonomy


def _with_networks(taxonomy: Taxonomy, path: Path) -> Taxonomy:
    """Add what the linkbases beside a schema say; a network with one of its own is a form of a statement."""

    def beside(kind: str) -> Path:
        return path.with_name(f"{taxonomy.name}_{kind}.xml")

    networks = {
        key: replace(network, statement=key if beside(f"pre-{key}").is_file() else None)
        for key, network in taxonomy.networks.items()
    }
    taxonomy = replace(taxonomy, networks=networks)
    parts = [None, *taxonomy.forms]
    outlines = {beside(f"pre-{form}" if form else "pre"): form for form in parts}
    totals = {beside(f"cal-{form}" if form else "cal"): form for form in parts}
    roots = {file: _root(file) for file in (*outlines, *totals, beside("def")) if file.is_file()}
    rows = [row for file in outlines if file in roots for row in _presentation(roots[file], taxonomy)]
    arcs = [arc for file in totals if file in roots for arc in _calculation(roots[file], taxonomy)]
    anchors = dict(_anchors(roots[beside("def")], taxonomy)) if beside("def") in roots else {}
    concepts = {name: replace(concept, anchor=anchors.get(name)) for name, concept in taxonomy.concepts.items()}
    places = list(taxonomy.networks)
    rows.sort(key=lambda row: places.index(row.network))
    arcs.sort(key=lambda arc: places.index(arc.network))
    taxonomy = replace(taxonomy, presentation=tuple(rows), calculation=tuple(arcs), concepts=concepts)
    compiled: dict[Path, bytes | None] = {
        **{file: presentation_linkbase(taxonomy, form) for file, form in outlines.items() if file in roots},
        **{file: calculation_linkbase(taxonomy, form) for file, form in totals.items() if file in roots},
    }
    definition = definition_linkbase(taxonomy)
    if definition is not None or beside("def") in roots:
        compiled[beside("def")] = definition
    for file, data in compiled.items():
        _expect(file, data)
    return taxonomy


def _expect(path: Path, compiled: bytes | None) -> None:
    """Compare a file with what our compiler makes of what was read.

    Raises:
        _NotOursError: they differ.
    """
    if compiled is None or read_input(path, _MAX_BYTES) != compiled:
        raise _NotOursError


def _root(path: Path) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(read_input(path, _MAX_BYTES), parser)


def _imports(root: etree._Element) -> list[str]:
    return [element.get("namespace", "") for element in root.iterfind(f"{{{XSD}}}import")]


def _linkbase_kinds(root: etree._Element) -> dict[str, str]:
    """Give the linkbases that a schema refers to, by file name, and the kind of each."""
    kinds = {role: kind for kind, role in LINKBASE_ROLES.items()}
    references = root.iter(f"{{{LINK}}}linkbaseRef")
    return {reference.get(_HREF, ""): kinds[reference.get(f"{{{XLINK}}}role", "")] for reference in references}


def _definition(role: etree._Element) -> str:
    return role.findtext(f"{{{LINK}}}definition") or ""


def _concepts(root: etree._Element, prefix: str, source: Source) -> Iterator[Concept]:
    domains = {element.get("name", ""): element for element in root.iterfind(f"{{{XSD}}}element")}
    for name, element in domains.items():
        period = element.get(f"{{{XBRLI}}}periodType")
        if period is None:
            continue
        group = element.get("substitutionGroup", "").rpartition(":")[2]
        type_ = group if ITEM_TYPES.get(group) == XBRLDT else element.get("type", "").rpartition(":")[2]
        domain = domains.get(f"{name}.domain")
        restriction = None if domain is None else domain.find(f".//{{{XSD}}}restriction")
        pattern = None if restriction is None else restriction[0].get("value")
        base = domain.get("type") if domain is not None and restriction is None else None
        domain_type = base or (restriction.get("base") if restriction is not None else None)
        yield Concept(
            name=f"{prefix}:{name}",
            type=type_,
            period=period,
            balance=element.get(f"{{{XBRLI}}}balance"),
            abstract=element.get("abstract") == "true",
            source=source,
            domain_type=domain_type.rpartition(":")[2] if domain_type else None,
            domain_pattern=pattern,
        )


def _links(root: etree._Element, element: str, taxonomy: Taxonomy) -> Iterator[tuple[str, etree._Element]]:
    """Yield the extended links in the taxonomy's own roles, with their networks."""
    for link in root.iterfind(f"{{{LINK}}}{element}"):
        role = link.get(f"{{{XLINK}}}role", "")
        start = taxonomy.role_uri("")
        if role.startswith(start):
            yield role.removeprefix(start), link


def _located(link: etree._Element, taxonomy: Taxonomy) -> dict[str, str]:
    """Give the concepts that a link's locators stand for, by label."""
    concepts = {name.replace(":", "_"): name for name in taxonomy.all_concepts}
    locators = link.iterfind(f"{{{LINK}}}loc")
    return {loc.get(_LABEL, ""): concepts[loc.get(_HREF, "").partition("#")[2]] for loc in locators}


def _ends(arc: etree._Element) -> tuple[str, str]:
    return arc.get(f"{{{XLINK}}}from", ""), arc.get(f"{{{XLINK}}}to", "")


def _presentation(root: etree._Element, taxonomy: Taxonomy) -> Iterator[PresentationRow]:
    """Read the outline of each network: arcs stand there in its order, and a root has a locator alone."""
    roles = {uri: name for name, uri in taxonomy.all_label_roles.items()}
    source = Source(f"{taxonomy.name}_pre.xml")
    for network, link in _links(root, "presentationLink", taxonomy):
        concepts = _located(link, taxonomy)
        ends = {_ends(arc)[1] for arc in link.iterfind(f"{{{LINK}}}presentationArc")}
        parents: list[str] = []
        for element in link:
            label, role = element.get(_LABEL, ""), STANDARD
            if element.tag == f"{{{LINK}}}presentationArc":
                parent, label = _ends(element)
                del parents[len(parents) - parents[::-1].index(parent) :]
                role = roles[element.get("preferredLabel", taxonomy.all_label_roles[STANDARD])]
            elif label in ends:
                continue
            else:
                parents.clear()
            yield PresentationRow(network, len(parents), concepts[label], role, source)
            parents.append(label)


def _calculation(root: etree._Element, taxonomy: Taxonomy) -> Iterator[CalculationArc]:
    source = Source(f"{taxonomy.name}_cal.xml")
    for network, link in _links(root, "calculationLink", taxonomy):
        concepts = _located(link, taxonomy)
        for arc in link.iterfind(f"{{{LINK}}}calculationArc"):
            total, item = (concepts[end] for end in _ends(arc))
            yield CalculationArc(network, total, item, int(arc.get("weight", "")), source)


def _anchors(root: etree._Element, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """Yield each special case with the concept of the base that it is one of."""
    for link in root.iterfind(f"{{{LINK}}}definitionLink"):
        arcs = [
            arc
            for arc in link.iterfind(f"{{{LINK}}}definitionArc")
            if arc.get(f"{{{XLINK}}}arcrole", "").endswith("/general-special")
        ]
        concepts = _located(link, taxonomy) if arcs else {}
        for arc in arcs:
            general, special = _ends(arc)
            yield concepts[special], concepts[general]
