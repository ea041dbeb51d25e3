"""Finds the documents of a discoverable taxonomy set (XBRL 2.1, 3.2), from an instance, a schema or a linkbase on.

Schemas and linkbases are found through schemaRef, linkbaseRef, roleRef and arcroleRef, through locators, and through
import and include; `xml:base` counts. Schemas that a document names in xsi:schemaLocation are found too, for XML Schema
needs them. What no reference leads to does not belong to the set, and is not judged.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree

from exporter.dts.catalog import refuse_document_type, refuse_entities
from exporter.dts.documents import PACKAGE_SPECIFICATIONS, SPECIFICATION_NAMESPACES, is_large, pieces
from exporter.dts.kept_documents import KeptDocuments
from exporter.dts.schema_document import IMPORT, INCLUDE, REDEFINE, Reference, SchemaDocument
from exporter.errors import UnreadableInputError
from exporter.files.resources import is_specification, specification_url
from exporter.findings.findings import Severity
from exporter.findings.judge_messages import JudgeMessage
from exporter.report.names import LINK, XBRLI, XLINK, XML, XSD, XSI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from exporter.dts.catalog import Catalog
    from exporter.dts.kept_documents import KeptDocument, Place, Stamp

__all__ = ["Documents", "load_documents", "location_of"]

_SCHEMA, _LINKBASE, _INSTANCE = f"{{{XSD}}}schema", f"{{{LINK}}}linkbase", f"{{{XBRLI}}}xbrl"
_LINKS = tuple(f"{{{LINK}}}{name}" for name in ("schemaRef", "linkbaseRef", "roleRef", "arcroleRef", "loc"))
#: Those that must lead to another document; a locator may lead into its own.
_MUST_LEAD = set(_LINKS[:2])
_HREF, _BASE = f"{{{XLINK}}}href", f"{{{XML}}}base"
_SCHEMA_LOCATION = f"{{{XSI}}}schemaLocation"
#: What kinds of document lead on to others.
_KINDS = {_SCHEMA: "schema", _LINKBASE: "linkbase", _INSTANCE: "instance"}


@dataclass
class Documents:
    """The documents of a set, parsed unless they are large.

    Attributes:
        large: instances that are to be judged piece by piece.
        trees: other instances, linkbases and package files by path; schemas are judged by being compiled.
        schemas: the schemas by path, those of the specifications that are referred to included.
        unresolved: references to documents that could not be found or read, one for each of these.
        missing: the URLs of what was not found, each with that of the document that refers to it.
        unneeded: the URLs of schemas that were not found and of which nothing is used, with their namespaces.
        lacks_schema: whether one of them is a schema, so that nothing can be judged by all its schemas.
        standing: those of the trees and schemas that are kept for others, too, with their stamps.
    """

    catalog: Catalog
    trees: dict[Path, etree._ElementTree] = field(default_factory=dict)
    large: list[Path] = field(default_factory=list)
    schemas: dict[Path, SchemaDocument] = field(default_factory=dict)
    unresolved: list[JudgeMessage] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    unneeded: dict[str, str] = field(default_factory=dict)
    lacks_schema: bool = False
    standing: dict[Path, Stamp] = field(default_factory=dict)

    def references_of(self, instance: Path) -> list[str]:
        """List where the schemaRefs and linkbaseRefs of an instance lead: URLs, or the paths of files.

        None of what is no instance.
        """
        tree = next(pieces(instance)) if instance in self.large else self.trees.get(instance)
        root = tree.getroot() if tree is not None else None
        if root is None or root.tag != _INSTANCE:
            return []
        urls: dict[str, None] = {}
        for element in root.iterchildren(*_LINKS[:2]):
            url = _resolved(Reference(element, element.get(_HREF, "").partition("#")[0]), instance.resolve().as_uri())
            place = self.catalog.locate(url)
            if place is not None:
                urls[str(place) if url.startswith("file:") else url] = None
        return list(urls)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to judge: a package's own description says nothing of a report."""
        is_described = all("META-INF" in path.parts for path in self.trees)
        return is_described and not self.large and not self.schemas

    @property
    def entry_schemas(self) -> dict[str, list[Path]]:
        """The schemas to import, by namespace: all but those that another one of the namespace includes."""
        entries: dict[str, list[Path]] = {}
        covered: set[Path] = set()
        included = {path for schema in self.schemas.values() for path in schema.included}
        for path in sorted(self.schemas, key=lambda path: path in included):  # a circle of includes needs one of them
            if path not in covered:
                entries.setdefault(self.schemas[path].namespace, []).append(path)
                self._cover(path, covered)
        return entries

    def _cover(self, path: Path, covered: set[Path]) -> None:
        queue = [path]
        while queue:
            path = queue.pop()
            if path not in covered and path in self.schemas:
                covered.add(path)
                queue += self.schemas[path].included

    @property
    def own_schemas(self) -> dict[Path, SchemaDocument]:
        """The schemas that are not standing."""
        return {path: schema for path, schema in self.schemas.items() if path not in self.standing}

    @property
    def standing_schemas(self) -> frozenset[tuple[Path, Stamp]]:
        """The schemas that stand, with their stamps, those of the specifications among them."""
        return frozenset((path, stamp) for path, stamp in self.standing.items() if path in self.schemas)

    @property
    def stands_alone(self) -> bool:
        """Whether the standing schemas are the same without the others: these add namespaces, and change none."""
        own = self.own_schemas
        namespaces = {schema.namespace for path, schema in self.schemas.items() if path in self.standing}
        if any(schema.namespace in namespaces or not schema.namespace for schema in own.values()):
            return False
        if any(schema.root.find(REDEFINE) is not None for schema in own.values()):
            return False
        targets = (schema.targets.values() for path, schema in self.schemas.items() if path in self.standing)
        return not any(target in own for places in targets for target in places)

    @property
    def package_specifications(self) -> list[tuple[str, str]]:
        """The schemas that package files need, by namespace and location."""
        roots = {etree.QName(tree.getroot()).namespace for tree in self.trees.values()}
        return [(namespace, url) for namespace, url in PACKAGE_SPECIFICATIONS.items() if namespace in roots]


def load_documents(
    paths: Iterable[Path] | Mapping[Path, str], catalog: Catalog, kept: KeptDocuments | None = None
) -> Documents:
    """Parse documents, and all that they lead to.

    Of large instances the beginning alone is parsed.

    Args:
        paths: where to begin, perhaps with the URL by which each is known; one that is no instance, schema or linkbase
            leads to nothing.
        catalog: says where the others lie.
        kept: what other documents led to before, and need not be parsed again; what is new is kept there.

    Raises:
        UnreadableInputError: one of the paths is missing or not well-formed; or one of them, or of what they lead to
            but for copies of specifications, has a document type declaration. Where something that they lead to is
            not well-formed, there is a message.
    """
    discovery = _Discovery(Documents(catalog), kept or KeptDocuments())
    urls = paths if isinstance(paths, Mapping) else {}
    for path in paths:
        discovery.begin(path, urls.get(path))
    discovery.follow()
    return discovery.documents


class _Discovery:
    """Goes from document to document, each once."""

    def __init__(self, documents: Documents, kept: KeptDocuments) -> None:
        self.documents = documents
        self._kept = kept
        kept.turn_to(documents.catalog.rewrites)
        self._queue: deque[tuple[Path, str, etree._Element]] = deque()  # with the URL by which each is known
        self._known: dict[Path, Path] = {}  # what stands for each, itself but for copies of the specifications
        self._missing: dict[str, list[tuple[Reference, Path]]] = {}  # by URL

    def begin(self, path: Path, url: str | None = None) -> None:
        """Take a document that is to be judged, whatever it is, and the URL by which it is known."""
        documents = self.documents
        if path.resolve() in self._known:
            return
        self._known[path.resolve()] = path.resolve()
        if is_large(path):
            root = next(pieces(path)).getroot()
            documents.large.append(path)
        else:
            document = self._kept.read(path)
            is_description = path.parent.name == "META-INF"  # many catalogs name the document type of the OASIS
            (refuse_entities if is_description else refuse_document_type)(document.tree, path)
            root = document.tree.getroot()
            if root.tag == _SCHEMA:
                self._add_schema(path.resolve(), root.get("targetNamespace", ""), document)
            else:
                documents.trees[path] = document.tree
            if self._kept.holds(path):
                documents.standing[path] = document.stamp
        self._queue.append((path.resolve(), url or path.resolve().as_uri(), root))

    def follow(self) -> None:
        """Go through all references, until there are no more."""
        while self._queue:
            path, url, root = self._queue.popleft()
            schema = self.documents.schemas.get(path)
            for place in self._places(path, url, root):
                reference, target = place[0], self._target(place, path, url)
                if schema and target and reference.element.tag in {IMPORT, INCLUDE}:
                    schema.targets[reference.element] = target
        if self._missing:
            self._say_missing(_used_namespaces(self.documents))

    def _places(self, path: Path, url: str, root: etree._Element) -> list[Place]:
        """Find where the references of a document lead; of one that is kept, that is known."""
        kept = self._kept.kept(path)
        known = kept.places.get(url, []) if kept else []
        if known:  # what was missing may be there by now
            places = [place if place[2] else self._place(place[0], path, url) for place in known]
        else:
            places = [self._place(reference, path, url) for reference in _references(root)]
        if kept:
            kept.places[url] = places
        return places

    def _place(self, reference: Reference, source: Path, source_url: str) -> Place:
        url = _resolved(reference, source_url)
        path = self.documents.catalog.locate(url) if reference.href else None
        if path is None and source_url != source.as_uri():  # a package may hold what its catalog does not tell
            path = self.documents.catalog.locate(_resolved(reference, source.as_uri()))
        return reference, url, path

    def _target(self, place: Place, source: Path, source_url: str) -> Path | None:
        """Have the document followed that a reference leads to."""
        reference, url, path = place
        if path is None:
            if not reference.is_hint:
                self.documents.missing.setdefault(url, source_url)
                self._missing.setdefault(url, []).append((reference, source))
            return None
        if path not in self._known:
            self._known[path] = path
            self._known[path] = self._take(path, url, reference, source)
        return self._known[path]

    def _take(self, path: Path, url: str, reference: Reference, source: Path) -> Path:
        """Parse a document that a reference leads to."""
        try:
            document = self._kept.read(path)
        except UnreadableInputError as error:
            if reference.element.tag == INCLUDE or path.suffix.lower() == ".xsd":
                self.documents.lacks_schema = True
            self._say(str(error), reference, source)
            return path
        tree, root = document.tree, document.tree.getroot()
        is_theirs = is_specification(path)
        if root.tag == _SCHEMA:
            including = self.documents.schemas.get(source) if reference.element.tag == INCLUDE else None
            namespace = root.get("targetNamespace") or (including.namespace if including else "")
            if namespace in SPECIFICATION_NAMESPACES and not is_theirs:
                return self._specification(namespace, path)
        if not is_theirs:
            refuse_document_type(tree, path)
        if root.tag == _SCHEMA:
            self._add_schema(path, namespace, document)
        elif root.tag == _LINKBASE and not is_theirs:
            self.documents.trees[path] = tree
        if self._kept.holds(path):
            self.documents.standing[path] = document.stamp
        if not is_theirs:
            self._queue.append((path, url, root))
        return path

    def _add_schema(self, path: Path, namespace: str, document: KeptDocument) -> None:
        """Take a schema; what is known of one that is kept stays known, unless its namespace is that of another."""
        if document.schema is None or document.schema.namespace != namespace:
            document.schema = SchemaDocument(document.tree.getroot(), namespace)
        self.documents.schemas[path] = document.schema

    def _specification(self, namespace: str, copy: Path) -> Path:
        """Take a specification's schema in place of a copy."""
        path = self.documents.catalog.locate(SPECIFICATION_NAMESPACES[namespace])
        if path is None:
            return copy
        if path not in self._known:
            self._known[path] = path
            document = self._kept.read(path)
            self._add_schema(path, namespace, document)
            self.documents.standing[path] = document.stamp
        return path

    def _say_missing(self, used: set[str]) -> None:
        """Say what was not found, once for each document.

        Args:
            used: the namespaces that documents use; a schema of another that is merely imported does no harm.
        """
        for url, references in self._missing.items():
            elements = [reference.element for reference, _ in references]
            namespaces = {element.get("namespace", "") for element in elements if element.tag == IMPORT}
            if len(namespaces) == 1 and not namespaces & used and all(element.tag == IMPORT for element in elements):
                (self.documents.unneeded[url],) = namespaces
                text = f"the schema {url} was not found; nothing uses what it defines, so the rest is judged without it"
                self._say(text, *references[0], Severity.WARNING)
            else:
                self._say_needed(*references[0])

    def _say_needed(self, reference: Reference, source: Path) -> None:
        is_linkbase = reference.element.tag == f"{{{LINK}}}linkbaseRef" or reference.href.lower().endswith(".xml")
        self.documents.lacks_schema |= not is_linkbase
        what = "linkbase" if is_linkbase else "schema"
        hint = "put its taxonomy package (.zip) beside the document, or name it with --packages"
        self._say(f"the {what} {reference.href} was not found; {hint}", reference, source)

    def _say(self, text: str, reference: Reference, source: Path, severity: Severity = Severity.ERROR) -> None:
        line = reference.element.sourceline
        message = JudgeMessage("schema.unresolved", severity, text, file=source.name, line=line)
        self.documents.unresolved.append(message)


def _used_namespaces(documents: Documents) -> set[str]:
    """List the namespaces of which documents use something: those of instances' prefixes, and of names in schemas.

    Where an instance has elements that no schema of the set defines, a schema that is missing may lead to them, and
    where there is no instance, one may need them: then every namespace counts as used.
    """
    instances = [tree.getroot() for tree in documents.trees.values() if tree.getroot().tag == _INSTANCE]
    instances += [next(pieces(path)).getroot() for path in documents.large]
    defined = {schema.namespace for schema in documents.schemas.values()} | set(SPECIFICATION_NAMESPACES)
    missing = {
        element.get("namespace", "") for schema in documents.schemas.values() for element in schema.root.iter(IMPORT)
    }
    used: set[str] = set() if instances else missing
    for root in instances:
        used |= {uri for uri in root.nsmap.values() if uri}
        if {etree.QName(child).namespace or "" for child in root.iterchildren("*")} - defined:
            used |= missing
    for path, schema in documents.schemas.items():
        if not is_specification(path):
            used |= schema.namespaces_used
    return used


def location_of(path: Path) -> str:
    """Give the URL under which judges know a schema: a specification's own, or that of the file."""
    return specification_url(path) or path.as_uri()


def _resolved(reference: Reference, url: str) -> str:
    """Make a reference absolute (XML Base 1.1); one that is no URL stays as it is."""
    bases = [str(base) for base in reference.element.xpath("ancestor-or-self::*/@xml:base", namespaces={"xml": XML})]
    try:
        for base in bases:
            url = urljoin(url, base)
        return urljoin(url, reference.href)
    except ValueError:  # such as a bracket that makes it a bad address
        return reference.href


def _references(root: etree._Element) -> Iterator[Reference]:
    """Yield the references of an instance, schema or linkbase, each document once."""
    kind = _KINDS.get(str(root.tag))
    if kind is None:
        return
    earlier: set[tuple[str, str]] = set()
    tags = (*_LINKS, IMPORT, INCLUDE) if kind == "schema" else _LINKS
    for element in root.iter(*tags):
        attribute = "schemaLocation" if element.tag in {IMPORT, INCLUDE} else _HREF
        href = element.get(attribute, "").strip().partition("#")[0]
        # Each import and include counts by itself, and so does what its own base changes.
        key = href, str(id(element)) if attribute == "schemaLocation" or _BASE in element.attrib else ""
        if (href or element.tag in _MUST_LEAD) and key not in earlier:
            earlier.add(key)
            yield Reference(element, href)
    if kind != "schema":
        for element in root.iterfind(f".//*[@{_SCHEMA_LOCATION}]") if kind == "linkbase" else ():
            yield from _hints(element)
        yield from _hints(root)


def _hints(element: etree._Element) -> Iterator[Reference]:
    """Yield what xsi:schemaLocation says: pairs of a namespace and a location (XML Schema Part 1, 4.3.2)."""
    parts = element.get(_SCHEMA_LOCATION, "").split()
    for location in parts[1::2]:
        yield Reference(element, location.partition("#")[0], is_hint=True)
