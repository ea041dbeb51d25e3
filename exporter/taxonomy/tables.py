"""Reads a taxonomy from its tables: taxonomy.toml and the CSV files beside it.

taxonomy.toml      name, prefix, namespace, version, languages, publisher, publisher_url, base, style, [title],
                   [label_roles]; base is the name of a taxonomy of tables, or a table that says where a published one
                   is; style is that of a regulator, one of filing_styles.py
concepts.csv       name, type, balance, period, abstract; for an extension anchor, and in combines what of the base it
                   combines, separated by blanks; for a typed dimension domain_type (an XML Schema type) and, if its
                   members follow a pattern, domain_pattern; a type with a prefix is one of a published base
labels.csv         concept, role, and one column a language
networks.csv       network, definition; for a base statement: what the network is a form of, if projects choose
presentation.csv   network, depth, concept, preferred_label: an outline in reading order
calculation.csv    network, total, concept, weight
references.csv     concept, publisher, name, number, section, paragraph (may be absent)

A concept without prefix is the taxonomy's own.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from exporter.errors import UnreadableInputError
from exporter.files.recent import Recent
from exporter.files.records import Record, read_records
from exporter.files.resources import bundled_folder
from exporter.findings.nearest import nearest
from exporter.report.names import illegal_character
from exporter.taxonomy import rules
from exporter.taxonomy.concepts import (
    DOMAIN_TYPES,
    ITEM_TYPES,
    LABEL_ROLES,
    STANDARD,
    CalculationArc,
    Concept,
    Network,
    PresentationRow,
    Reference,
)
from exporter.taxonomy.filing_styles import PLAIN, STYLES, SUMMATIONS
from exporter.taxonomy.header import PublishedReference, read_header
from exporter.taxonomy.model import Taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from exporter.findings.findings import Finding, Source
    from exporter.taxonomy.origin import Origin

__all__ = ["OpenPublished", "read_taxonomy", "taxonomy_folder"]

#: Opens a taxonomy that others publish: given where it is, and the folder below which paths lie.
OpenPublished: TypeAlias = "Callable[[PublishedReference, Path], tuple[Taxonomy, list[Finding]]]"

_CONCEPT = ["name", "type", "balance", "period", "abstract"]
_NETWORK = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_REFERENCE_PARTS = ("publisher", "name", "number", "section", "paragraph")


def taxonomy_folder(name: str, beside: Path, others: Collection[str] = ()) -> Path:
    """Find the folder of a taxonomy's tables.

    It comes with the package under its name, or lies inside the folder `beside`.

    Args:
        name: the taxonomy's name, or the folder's.
        beside: the folder in which own ones lie.
        others: names that stand for no folder, and may have been meant.

    Raises:
        UnreadableInputError: there is no such taxonomy, or the path leads out of the folder.
    """
    bundled = bundled_folder("taxonomy") / "source"
    if (bundled / name).is_dir() and "/" not in name and name not in {".", ".."}:
        return bundled / name
    own_folder = (beside / name).resolve()
    if own_folder.is_dir() and own_folder.is_relative_to(beside.resolve()):
        return own_folder
    known_names = [*sorted(folder.name for folder in bundled.iterdir() if folder.is_dir()), *others]
    hint = nearest(name, known_names) or f"known are {', '.join(known_names)}, or a folder inside {beside}"
    published = 'taxonomy = { packages = ["packages/ifrs.zip"], entry_point = "http://…" }'
    only = f"; one that others publish is named so: {published}"
    raise UnreadableInputError(f"there is no taxonomy {name!r}; {hint}{only}")


def read_taxonomy(folder: Path | str, open_published: OpenPublished | None = None) -> tuple[Taxonomy, list[Finding]]:
    """Read the taxonomy in a folder of tables, its base included.

    What its content breaks is for `check_taxonomy` to find.

    Args:
        folder: it has taxonomy.toml and the tables.
        open_published: opens a base that others publish.

    Returns: the taxonomy; and what is wrong with the tables' shape.

    Raises:
        UnreadableInputError: a file is missing or cannot be read, or taxonomy.toml does not say what is needed.
    """
    folder = Path(folder)
    header = read_header(folder)
    if "base" in header:
        return _read_taxonomy(folder, header, open_published)
    # Without a base its own files are all that counts, and one project after another maps to the same.
    taxonomy, findings = _recent.get((folder, _stamps(folder)), lambda: _read_taxonomy(folder, header, None))
    return taxonomy, list(findings)


#: By their folders, and the stamps of the files there.
_recent: Recent[tuple[Taxonomy, list[Finding]]] = Recent(2)


def _stamps(folder: Path) -> tuple[tuple[str, int, int, int], ...]:
    """Give what changes when a file in a folder does: its time, size and number."""
    statuses = {path.name: path.stat() for path in sorted(folder.resolve().iterdir())}
    return tuple((name, status.st_mtime_ns, status.st_size, status.st_ino) for name, status in statuses.items())


def _read_taxonomy(
    folder: Path, header: dict[str, Any], open_published: OpenPublished | None
) -> tuple[Taxonomy, list[Finding]]:
    base, findings = _read_base(folder, header, open_published) if "base" in header else (None, [])
    prefix, languages = header["prefix"], tuple(header["languages"])
    label_roles, earlier_roles = header.get("label_roles", {}), base.all_label_roles if base else LABEL_ROLES
    for name, uri in label_roles.items():
        if name in earlier_roles or uri in earlier_roles.values():
            raise UnreadableInputError(f"{folder / 'taxonomy.toml'}: the label role {name!r} ({uri}) is there already")
    style = STYLES[header.get("style", PLAIN.name)]
    base_types = {} if base is None or base.origin is None else _item_types(base.origin)
    tables = _Tables(folder, prefix, [*earlier_roles, *label_roles], base_types, findings)
    taxonomy = Taxonomy(
        name=header["name"],
        prefix=prefix,
        namespace=header["namespace"],
        version=header["version"],
        title=header["title"],
        languages=languages,
        publisher=header["publisher"],
        publisher_url=header["publisher_url"],
        folder=folder,
        base=base,
        concepts=tables.concepts(),
        labels=tables.labels(languages),
        label_roles=label_roles,
        networks=tables.networks([] if base else ["statement"]),
        presentation=tables.presentation(),
        calculation=tables.calculation(is_older=style.summation != SUMMATIONS[0]),
        references=tables.references(),
        style=style,
    )
    return taxonomy, findings


def _item_types(origin: Origin) -> dict[str, str]:
    """Give the item types of a published taxonomy that have a name, with those of XBRL 2.1 that they are based on."""
    rows = origin.table("types").select("type", "item_type").iter_rows()
    return {name: item_type for name, item_type in rows if item_type and "#" not in name}


def _read_base(
    folder: Path, header: dict[str, Any], open_published: OpenPublished | None
) -> tuple[Taxonomy, list[Finding]]:
    """Read the base of an extension.

    Raises:
        UnreadableInputError: it is no base: itself, one that has a base of its own, or one that takes the same names.
    """
    path = folder / "taxonomy.toml"
    if isinstance(header["base"], PublishedReference):
        if open_published is None:
            raise UnreadableInputError(f"{path}: the base is a published taxonomy, which is not at hand here")
        base, findings = open_published(header["base"], folder.resolve().parent)
        for key, taken in (("prefix", base.namespaces.keys()), ("namespace", base.namespaces.values())):
            if header[key] in taken:
                raise UnreadableInputError(f"{path}: {key} {header[key]!r} is one of the base; choose another")
        return base, findings
    base_folder = taxonomy_folder(header["base"], folder.resolve().parent)
    if base_folder.resolve() == folder.resolve():
        raise UnreadableInputError(f"{path}: the taxonomy is its own base")
    base_header = read_header(base_folder)
    if "base" in base_header:
        message = "an extension cannot be extended; name its base, and add its concepts to this one"
        raise UnreadableInputError(f"{path}: the base {header['base']!r} has a base of its own; {message}")
    for key in ("name", "prefix", "namespace"):
        if header[key] == base_header[key]:
            raise UnreadableInputError(f"{path}: {key} {header[key]!r} is that of the base; choose another")
    return read_taxonomy(base_folder)


class _Tables:
    """The CSV files of one folder; whatever is out of shape is added to the findings."""

    def __init__(
        self, folder: Path, prefix: str, label_roles: list[str], base_types: dict[str, str], findings: list[Finding]
    ) -> None:
        self.folder, self.prefix, self.label_roles, self.findings = folder, prefix, label_roles, findings
        self.base_types = base_types

    def rows(self, file: str, required: list[str], optional: list[str] | None = None) -> list[Record]:
        records, findings = read_records(
            self.folder / file, file, required, optional or [], rules=rules.TAXONOMY_RECORDS, inside=self.folder
        )
        self.findings += findings
        for record in records:
            for column, text in record.cells.items():
                if character := illegal_character(text):
                    message = f"the column {column} has the character {character}, which XML cannot carry"
                    self.findings.append(rules.TAXONOMY_BAD_VALUE.finding(message, record.source))
        return records

    def concepts(self) -> dict[str, Concept]:
        concepts: dict[str, Concept] = {}
        sources: dict[str, Source] = {}
        for row in self.rows("concepts.csv", _CONCEPT, ["anchor", "combines", "domain_type", "domain_pattern"]):
            earlier_source = sources.setdefault(row["name"].lower(), row.source)
            if earlier_source is not row.source:
                message = f"the concept {row['name']!r} is already there"
                self.findings.append(
                    rules.TAXONOMY_DUPLICATE_NAME.finding(message, row.source, related=(earlier_source,))
                )
                continue
            concept = Concept(
                name=f"{self.prefix}:{row['name']}",
                type=self.one_of(row, "type", [*ITEM_TYPES, *self.base_types], "stringItemType"),
                period=self.one_of(row, "period", ["instant", "duration"], "duration"),
                balance=self.one_of(row, "balance", ["debit", "credit", ""], "") or None,
                abstract=self.one_of(row, "abstract", ["true", "false"], "false") == "true",
                source=row.source,
                anchor=self.name(row["anchor"]) or None,
                combines=tuple(map(self.name, row["combines"].split())),
                base_type=self.base_types.get(row["type"]),
                domain_type=self.one_of(row, "domain_type", ["", *DOMAIN_TYPES], "") or None,
                domain_pattern=row["domain_pattern"] or None,
            )
            concepts[concept.name] = concept
        return concepts

    def labels(self, languages: tuple[str, ...]) -> dict[tuple[str, str, str], str]:
        labels: dict[tuple[str, str, str], str] = {}
        for row in self.rows("labels.csv", ["concept", "role", *languages]):
            role = self.one_of(row, "role", self.label_roles, STANDARD)
            for language in languages:
                key = (self.name(row["concept"]), role, language)
                if key in labels and row[language]:
                    message = f"{row['concept']} already has a {role} in {language}"
                    self.findings.append(rules.TAXONOMY_DUPLICATE_LABEL.finding(message, row.source))
                elif row[language]:
                    labels[key] = row[language]
        return labels

    def networks(self, optional: list[str]) -> dict[str, Network]:
        networks: dict[str, Network] = {}
        for row in self.rows("networks.csv", ["network", "definition"], optional):
            if not _NETWORK.fullmatch(row["network"]):
                message = f"{row['network']!r} cannot be a network's name, which ends its role's URI"
                hint = "use letters, digits, '.', '-' and '_'"
                self.findings.append(rules.TAXONOMY_BAD_VALUE.finding(message, row.source, hint=hint))
            network = Network(row["network"], row["definition"], row.source, row.cells.get("statement") or None)
            earlier = networks.setdefault(row["network"], network)
            if earlier is not network:
                message = f"the network {row['network']!r} is already there"
                self.findings.append(
                    rules.TAXONOMY_DUPLICATE_NAME.finding(message, row.source, related=(earlier.source,))
                )
        return networks

    def presentation(self) -> tuple[PresentationRow, ...]:
        return tuple(
            PresentationRow(
                network=row["network"],
                depth=int(self.one_of(row, "depth", [str(depth) for depth in range(20)], "0")),
                concept=self.name(row["concept"]),
                label_role=self.one_of(row, "preferred_label", ["", *self.label_roles], "") or STANDARD,
                source=row.source,
            )
            for row in self.rows("presentation.csv", ["network", "depth", "concept", "preferred_label"])
        )

    def calculation(self, *, is_older: bool) -> tuple[CalculationArc, ...]:
        return tuple(
            CalculationArc(
                network=row["network"],
                total=self.name(row["total"]),
                concept=self.name(row["concept"]),
                weight=int(self.one_of(row, "weight", ["1", "-1"], "1")),
                source=row.source,
                is_older=is_older,
            )
            for row in self.rows("calculation.csv", ["network", "total", "concept", "weight"])
        )

    def references(self) -> tuple[Reference, ...]:
        if not (self.folder / "references.csv").exists():
            return ()
        return tuple(
            Reference(
                self.name(row["concept"]),
                tuple((part.capitalize(), row[part]) for part in _REFERENCE_PARTS if row[part]),
            )
            for row in self.rows("references.csv", ["concept", *_REFERENCE_PARTS])
        )

    def name(self, text: str) -> str:
        return f"{self.prefix}:{text}" if text and ":" not in text else text

    def one_of(self, row: Record, column: str, allowed: Collection[str], otherwise: str) -> str:
        """Read a cell that must hold one of the texts allowed.

        Returns: the text; or, where it is not allowed, `otherwise`, after a finding.
        """
        text = row[column]
        if text in allowed:
            return text
        hint = nearest(text, allowed) or f"allowed are {', '.join(repr(value) for value in allowed)}"
        message = f"{text!r} is not allowed in the column {column}"
        self.findings.append(rules.TAXONOMY_BAD_VALUE.finding(message, row.source, hint=hint))
        return otherwise
