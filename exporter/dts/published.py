"""A published taxonomy as a `Taxonomy`: what its index says, in the same terms as our own tables."""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import polars as pl

from exporter.files.recent import Recent
from exporter.findings.findings import Source
from exporter.taxonomy.concepts import (
    LABEL_ROLES,
    STANDARD,
    CalculationArc,
    Concept,
    Network,
    PresentationRow,
    Reference,
    kind_of,
)
from exporter.taxonomy.model import Taxonomy
from exporter.taxonomy.origin import DeferredMapping, DeferredSequence, Origin
from exporter.taxonomy.outlines import Outlines
from exporter.taxonomy.value_types import XSD_TYPES, ValueType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exporter.dts.index import Index

__all__ = ["published_taxonomy"]

_PARENT_CHILD = "http://www.xbrl.org/2003/arcrole/parent-child"
_SUMMATIONS = ("http://www.xbrl.org/2003/arcrole/summation-item", "https://xbrl.org/2023/arcrole/summation-item")
#: What a concept may stand in for, and is called by, in place of its type.
_SPECIAL_HEADS = ("tuple", "hypercubeItem", "dimensionItem")
_NETWORK_LINKS = ("presentationLink", "calculationLink", "definitionLink")


#: By the keys of their indexes, and where their packages lie: many filings are of one taxonomy.
_recent: Recent[Taxonomy] = Recent(2)


def published_taxonomy(index: Index) -> Taxonomy:
    """Give a taxonomy of others as the rest of the package knows taxonomies.

    Concepts, labels and networks are made when somebody looks into them. A network is called by the last part of its
    role's URI, as far as needed to tell it from others.
    """
    return _recent.get((index.folder, index.manifest.key, index.manifest.sources), partial(_taxonomy, index))


def _taxonomy(index: Index) -> Taxonomy:
    manifest = index.manifest
    languages = tuple(sorted(manifest.languages, key=lambda language: language.partition("-")[0] != "en"))
    networks = DeferredMapping(lambda: _networks(index))
    label_roles = _label_roles(index)
    short_roles = {uri: role for role, uri in {**LABEL_ROLES, **label_roles}.items()}
    last = manifest.entry_points[-1].rstrip("/").rpartition("/")[2]
    return Taxonomy(
        name=PurePosixPath(last).stem,
        prefix="",
        namespace="",
        version=manifest.version,
        title=dict.fromkeys(languages[:1] or ("en",), manifest.name),
        languages=languages or ("en",),
        publisher="",
        publisher_url="",
        folder=index.folder,
        concepts=DeferredMapping(lambda: _concepts(index)),
        labels=DeferredMapping(lambda: _labels(index, short_roles)),
        label_roles=label_roles,
        networks=networks,
        presentation=DeferredSequence(lambda: tuple(_presentation(index, networks, short_roles))),
        calculation=DeferredSequence(lambda: tuple(_calculation(index, networks))),
        types=DeferredMapping(lambda: _value_types(index)),
        references=DeferredSequence(lambda: tuple(_references(index))),
        origin=Origin(
            entry_points=manifest.entry_points,
            sources=tuple(map(Path, manifest.sources)),
            entry_schemas=dict(manifest.entry_schemas),
            namespaces=index.namespaces,
            addresses=DeferredMapping(lambda: _addresses(index)),
            role_addresses=DeferredMapping(lambda: _role_addresses(index)),
            type_schemas=DeferredMapping(lambda: dict(index.table("types").select("type", "schema").iter_rows())),
            typed_domains=_typed_domains(index),
            relationships=index.table("relationships"),
            table=index.table,
            elements=frozenset(index.table("elements")["name"]),
            is_whole=not any(not url.lower().endswith(".xml") for url, _ in manifest.missing),
            not_judged=("formulas",) if manifest.formulas else (),
        ),
    )


def _concepts(index: Index) -> dict[str, Concept]:
    enumerations = _enumeration_types(index)
    closed = index.table("types").filter(~pl.col("open"))["type"].to_list()
    is_special = pl.col("head").is_in(_SPECIAL_HEADS)
    rows = index.table("concepts").select(
        *("name", "balance", "abstract", "item_type", "nillable", "schema", "enum_domain", "enum_role", "enum_usable"),
        pl.when(is_special).then("head").otherwise(pl.col("type").replace(enumerations)).alias("type"),
        pl.col("period").fill_null("duration"),
        pl.col("type").is_in(closed).alias("closed"),
    )
    sources = {schema: Source(schema.rpartition("/")[2]) for schema in rows["schema"].unique()}
    columns = [
        rows[name].to_list() for name in ("name", "type", "period", "balance", "abstract", "schema", "item_type")
    ]
    more = [rows[name].to_list() for name in ("nillable", "closed", "enum_domain", "enum_role", "enum_usable")]
    return {
        name: Concept(
            name,
            item,
            period,
            balance,
            abstract,
            sources[schema],
            base_type=base,
            nillable=nillable,
            takes_language=not is_closed,
            enum_domain=domain,
            enum_role=role,
            enum_usable=bool(usable),
        )
        for name, item, period, balance, abstract, schema, base, nillable, is_closed, domain, role, usable in zip(
            *columns, *more, strict=True
        )
    }


def _enumeration_types(index: Index) -> dict[str, str]:
    """Give the type of an extensible enumeration that each type is derived from, whatever it is called itself."""
    types: dict[str, str] = {}
    for name, chain in index.table("types").select("type", "chain").iter_rows():
        locals_ = [ancestor.rpartition("}")[2] for ancestor in json.loads(chain)]
        enumerations = [local for local in locals_[1:] if kind_of(f"x:{local}").startswith("enumeration")]
        types |= dict.fromkeys([name], enumerations[0]) if enumerations else {}
    return types


def _addresses(index: Index) -> dict[str, str]:
    rows = index.table("concepts").select("name", pl.format("{}#{}", "schema", "id").alias("address"))
    return {name: address for name, address in rows.iter_rows() if address is not None}


def _role_addresses(index: Index) -> dict[str, str]:
    rows = index.table("roles").select("role", pl.format("{}#{}", "schema", "id").alias("address"))
    return {role: address for role, address in rows.iter_rows() if address is not None}


def _typed_domains(index: Index) -> dict[str, str]:
    rows = index.table("concepts").filter(pl.col("typed_domain").is_not_null())
    return dict(rows.select("name", "typed_domain").iter_rows())


def _label_roles(index: Index) -> dict[str, str]:
    """Name the roles of labels that are not the usual ones, each by the end of its URI."""
    usual = set(LABEL_ROLES.values())
    roles = index.table("roles").filter(pl.col("used_on").str.contains('"label"', literal=True))["role"]
    return _short_names([role for role in roles if role not in usual], set(LABEL_ROLES))


def _short_names(uris: list[str], taken: set[str]) -> dict[str, str]:
    """Call each URI by as much of its end as tells it from the others.

    Returns: the URIs by their names.
    """
    names: dict[str, str] = {}
    for uri in uris:
        parts = [part for part in uri.replace("#", "/").split("/") if part]
        name = next(
            (
                name
                for count in range(1, len(parts) + 1)
                if (name := ".".join(parts[-count:])) not in names and name not in taken
            ),
            uri,
        )
        names[name] = uri
    return names


def _networks(index: Index) -> dict[str, Network]:
    """Give each role in which concepts are related, and each that a linkbase may use for that, by its short name."""
    roles = index.table("roles")
    rows = {
        role: (schema, definition)
        for role, schema, definition in roles.select("role", "schema", "definition").iter_rows()
    }
    is_network = pl.any_horizontal(pl.col("used_on").str.contains(f'"{link}"', literal=True) for link in _NETWORK_LINKS)
    declared = roles.filter(is_network)["role"].to_list()
    used = index.table("relationships")["role"].unique(maintain_order=True).to_list()
    networks = {}
    for name, uri in _short_names(list(dict.fromkeys([*declared, *used])), set()).items():
        schema, definition = rows.get(uri, ("", None))
        networks[name] = Network(name, definition or name, Source(schema.rpartition("/")[2]), uri=uri)
    return networks


def _labels(index: Index, short_roles: Mapping[str, str]) -> dict[tuple[str, str, str], str]:
    """Give the first label of each concept, role and language; those that are documentation, too."""
    labels: dict[tuple[str, str, str], str] = {}
    for table in ("labels", "documentation"):
        for concept, role, language, text in index.table(table).iter_rows():
            labels.setdefault((concept, short_roles.get(role, role), language or ""), text)
    return labels


def _presentation(
    index: Index, networks: Mapping[str, Network], short_roles: Mapping[str, str]
) -> Iterator[PresentationRow]:
    """Yield the outline of each network, as far as it goes in no circle."""
    arcs = index.table("relationships").filter(pl.col("arcrole") == _PARENT_CHILD)
    names = {network.uri: network for network in networks.values()}
    children: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for role, source, target, label in arcs.select("role", "source", "target", "preferred_label").iter_rows():
        children[role][source].append((target, short_roles.get(label, label) if label else STANDARD))
    outlines = Outlines()
    for role, targets in children.items():
        network = names[role]
        for depth, concept, label in outlines.rows(targets):
            yield PresentationRow(network.key, depth, concept, label or STANDARD, network.source)


def _calculation(index: Index, networks: Mapping[str, Network]) -> Iterator[CalculationArc]:
    names = {network.uri: network for network in networks.values()}
    arcs = index.table("relationships").filter(pl.col("arcrole").is_in(_SUMMATIONS))
    for role, arcrole, total, part, weight in arcs.select("role", "arcrole", "source", "target", "weight").iter_rows():
        network = names[role]
        decimal = Decimal(weight or "1")
        number = int(decimal) if decimal == decimal.to_integral_value() else decimal
        is_older = arcrole == _SUMMATIONS[0]
        yield CalculationArc(network.key, total, part, number, network.source, is_older=is_older)


def _references(index: Index) -> Iterator[Reference]:
    parts: dict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)
    rows = index.table("references").select("concept", "number", "part", "text")
    for concept, number, part, text in rows.iter_rows():
        parts[number, concept].append((part, text))
    for (_, concept), named in parts.items():
        yield Reference(concept, tuple(named))


def _value_types(index: Index) -> dict[str, ValueType]:
    """Give the types that are based on item types of XBRL 2.1."""
    types = {}
    columns = ("type", "item_type", "xsd_type", "chain", "facets")
    for name, item_type, xsd_type, chain, facets in index.table("types").select(columns).iter_rows():
        content = xsd_type or XSD_TYPES.get(item_type or "")
        if item_type and content:
            steps = tuple({facet: tuple(values) for facet, values in step.items()} for step in json.loads(facets))
            types[name] = ValueType(name, tuple(json.loads(chain)), item_type, content, steps)
    return types
