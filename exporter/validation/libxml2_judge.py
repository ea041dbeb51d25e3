"""The judge libxml2, through lxml: XML Schema, fast.

libxml2 needs cubic time in the number of substitutes for `xbrli:item`, and takes a taxonomy with a tuple for ambiguous
beside the wildcard that stands for them; so for it the taxonomies' elements are taken out of the substitution groups of
`xbrli:item` and `xbrli:tuple` and let into `xbrli:xbrl` by a wildcard over their namespaces, and that each fact is a
concrete item or tuple is checked here. So it is with the ids of instances: libxml2 keeps each text that it has taken
for an id for as long as the process lives, and gives up when they are too many, so it is told that they are names.

Large instances are judged piece by piece, so that memory does not grow with them. What XML Schema says of a whole
document, that ids are unique, is then left to the own reader and judge: of contexts, of units, and of facts. An id that
is both a fact's and a context's or unit's is not told there.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, unquote

from lxml import etree

from exporter.dts.catalog import parse_safely
from exporter.dts.discovery import location_of
from exporter.dts.documents import (
    INSTANCE_SCHEMA,
    SPECIFICATION_NAMESPACES,
    SPECIFICATIONS,
    driver_schema,
    element_message,
    first_line,
    including_schema,
    pieces,
)
from exporter.dts.schema_document import IMPORT, INCLUDE, declared_substitutes, tag_of
from exporter.files.process_limits import Limits
from exporter.files.recent import Recent
from exporter.files.resources import is_specification
from exporter.findings.findings import Severity
from exporter.findings.judge_messages import MOST, NEEDS_SCHEMA, JudgeMessage
from exporter.report.names import LINK, XBRLDT, XBRLI, XSD
from exporter.validation.inline_schema import inline_messages
from exporter.validation.judgement import Judgement
from exporter.validation.schema_process import MEGABYTES, SchemaProcess, found_documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from exporter.dts.discovery import Documents
    from exporter.dts.kept_documents import Stamp
    from exporter.dts.schema_document import SchemaDocument
    from exporter.validation.judge import Subject

__all__ = ["Libxml2Judge", "judge_documents"]

_ITEM, _TUPLE = f"{{{XBRLI}}}item", f"{{{XBRLI}}}tuple"
_CONTEXT = f"{{{XBRLI}}}context"
_MODEL_GROUPS = {f"{{{XSD}}}{name}" for name in ("choice", "sequence", "all")}
#: What types of the schema of XBRL 2.1 libxml2 takes for names.
_NAMES = {"ID", "IDREF"}
#: Substitutes for an item that the specifications define.
_HEADS = {f"{{{XBRLDT}}}hypercubeItem": _ITEM, f"{{{XBRLDT}}}dimensionItem": _ITEM}
#: What a schema holds in which tuples may have any facts.
_ANY_FACT = re.compile(rb"""ref\s*=\s*["']\s*(?:[^"':]*:)?(?:item|tuple)\s*["']""")


class Libxml2Judge:
    """libxml2, in a process of its own, for what it compiles and matches may have no end; see `Judge`."""

    name = "libxml2"
    limits: Limits | None = Limits(megabytes=MEGABYTES)

    def __init__(self) -> None:
        """Begin without a process."""
        self._process = SchemaProcess(self.name)

    def start(self) -> None:
        """Have the process started."""
        self._process.begin(abs, 0)

    def prepare(self, package: Path) -> None:
        """Do nothing: compiling schemas takes no time worth saving."""

    def submit(self, subject: Subject) -> None:
        """Hand over the documents."""
        inline = [path.absolute() for path in subject.inline]
        self._process.submit(partial(judge_paths, inline=inline), subject)

    def result(self) -> Judgement | None:
        """Wait for the verdict; None where there is nothing that XML Schema judges."""
        return self._process.result()

    def stop(self, *, failed: bool) -> None:  # noqa: ARG002 - the process answers one question, and ends either way
        """End the process, whatever it is doing."""
        self._process.stop()


def judge_paths(
    paths: list[Path], rewrites: list[tuple[str, str]], standing: tuple[Path, ...], inline: Sequence[Path] = ()
) -> Judgement:
    """Judge documents, in the process; and the Inline XBRL documents that they were made from."""
    judgement = judge_documents(found_documents(paths, rewrites, standing))
    return replace(judgement, messages=(*inline_messages(inline), *judgement.messages)) if inline else judgement


def judge_documents(documents: Documents) -> Judgement:
    """Validate the documents with libxml2."""
    if documents.lacks_schema:
        return Judgement("libxml2", tuple(documents.unresolved), not_judged=(NEEDS_SCHEMA,))
    messages = list(documents.unresolved)
    standing = _Standing()
    if documents.stands_alone:
        standing = _recent.get(documents.standing_schemas, _Standing)
    try:
        schema, reportable = standing.compiled(documents)
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as error:
        return Judgement("libxml2", (*messages, *_schema_faults(error)))
    for path, tree in documents.trees.items():
        messages += standing.messages(path, tree, schema, documents)
        messages += [*_not_items(path, tree, reportable), *_repeated_ids(path, tree)]
    for path in documents.large:
        faults = (
            message
            for tree in pieces(path)
            for message in [*_tree_messages(path, tree, schema), *_not_items(path, tree, reportable)]
        )
        messages += islice(faults, MOST)
        if next(faults, None):
            messages.append(JudgeMessage("schema", Severity.ERROR, f"{path.name} has more faults; these are the first"))
    not_judged = ("whether a fact has the id of a context or unit",) if documents.large else ()
    return Judgement("libxml2", tuple(messages), not_judged=not_judged)


def _schema_faults(error: etree.LxmlError) -> Iterator[JudgeMessage]:
    """Say why the schemas cannot be compiled, each fault at its file."""
    entries = [entry for entry in error.error_log if entry.level >= etree.ErrorLevels.ERROR]
    if not entries:
        yield JudgeMessage("schema", Severity.ERROR, first_line(str(error)))
    for text, url in dict.fromkeys((first_line(entry.message), entry.filename) for entry in entries):
        yield JudgeMessage("schema", Severity.ERROR, text, file=_file_name(url))


def _file_name(url: str) -> str | None:
    """Give the name of the file that a URL leads to; None for the schema that imports the others."""
    return unquote(url.rpartition("/")[2]) if url.startswith(("file:", "http:", "https:")) else None


def _tree_messages(path: Path, tree: etree._ElementTree, schema: etree.XMLSchema) -> Iterator[JudgeMessage]:
    """Say what is wrong with a document, or with a piece of one."""
    if not schema.validate(tree):
        for fault in schema.error_log:
            yield element_message(path, _element_at(tree, fault), fault.line, fault.message, fault.type_name)


def _element_at(tree: etree._ElementTree, fault: Any) -> etree._Element | None:  # noqa: ANN401 - lxml's log entry
    """Find the element that a fault is about.

    The fault gives a path, written with the prefixes of the document, and a line.
    """
    root = tree.getroot()
    namespaces = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    try:
        matches: Any = tree.xpath(fault.path, namespaces=namespaces) if fault.path else []
    except etree.XPathError:  # a prefix that is declared further in
        matches = []
    at_line = (element for element in (*matches, *root) if element.sourceline == fault.line)
    return next(at_line, None)


class _Reduced(NamedTuple):
    """A schema as libxml2 gets it.

    Attributes:
        content: the schema, with its items in no substitution group.
        reportable: the tags of the concrete items and tuples that it declares.
        has_items: whether it declares any, be they abstract.
    """

    content: bytes
    reportable: frozenset[str]
    has_items: bool


class _Standing:
    """What is known of the schemas that many filings share, and that are the same in each."""

    def __init__(self) -> None:
        """Begin without any."""
        self.reduced: dict[Path, _Reduced] = {}
        self._compiled: dict[tuple[str, ...], tuple[etree.XMLSchema, set[str]]] = {}
        self._messages: dict[tuple[Path, Stamp], list[JudgeMessage]] = {}

    def compiled(self, documents: Documents) -> tuple[etree.XMLSchema, set[str]]:
        """Compile the schemas, unless there are no others than those that stand.

        Returns: what they were compiled to, and the tags of concrete items and tuples.

        Raises:
            lxml.etree.XMLSchemaParseError: they cannot be compiled.
        """
        key = tuple(namespace for namespace, _ in documents.package_specifications)
        if key in self._compiled and not documents.own_schemas:
            return self._compiled[key]
        resolver = _Reduce(documents, self.reduced)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        parser.resolvers.add(resolver)
        schema = etree.XMLSchema(etree.fromstring(driver_schema("documents", resolver.imports).encode(), parser))
        if not documents.own_schemas:
            self._compiled[key] = schema, resolver.reportable
        return schema, resolver.reportable

    def messages(
        self, path: Path, tree: etree._ElementTree, schema: etree.XMLSchema, documents: Documents
    ) -> list[JudgeMessage]:
        """Say what is wrong with a document; of one that stands, what was said before."""
        stamp = documents.standing.get(path)
        if stamp is None:
            return list(_tree_messages(path, tree, schema))
        if (path, stamp) not in self._messages:
            self._messages[path, stamp] = list(_tree_messages(path, tree, schema))
        return self._messages[path, stamp]


#: By the schemas that stand.
_recent: Recent[_Standing] = Recent(4)


class _Reduce(etree.Resolver):
    """Hands schemas to libxml2, those of taxonomies with their items in no substitution group, and remembers these.

    Attributes:
        imports: the schemas to begin with, by namespace and location.
        reportable: the tags of concrete items and tuples.
    """

    def __init__(self, documents: Documents, known: dict[Path, _Reduced]) -> None:
        """Reduce the schemas.

        Args:
            documents: which hold them.
            known: those that stand and were reduced before; more of them go there.
        """
        super().__init__()
        self.catalog = documents.catalog
        self._documents = documents
        self._served: dict[str, bytes] = {}
        entries = documents.entry_schemas
        self._locations = {namespace: self._entry_location(namespace, paths) for namespace, paths in entries.items()}
        self._locations |= SPECIFICATION_NAMESPACES  # a copy of theirs does not count
        self._groups: dict[str, str] = dict(_HEADS)
        for schema in documents.schemas.values():
            self._groups |= schema.substitutes
        reduced = {
            path: known.get(path) or self._reduce(path, schema)
            for path, schema in documents.schemas.items()
            if schema.namespace != XBRLI
        }
        known |= {path: schema for path, schema in reduced.items() if path in documents.standing}
        self._namespaces = {documents.schemas[path].namespace for path, schema in reduced.items() if schema.has_items}
        self.reportable = {tag for schema in reduced.values() for tag in schema.reportable}
        for path, each in reduced.items():
            self._served[location_of(path)] = _with_open_tuples(each.content, self._namespaces)
        named = {**SPECIFICATIONS, **dict(documents.package_specifications)}
        self.imports = [*named.items(), *((name, url) for name, url in self._locations.items() if name in entries)]

    def _entry_location(self, namespace: str, paths: list[Path]) -> str:
        """Give the one location of a namespace's schemas.

        libxml2 takes one schema for each namespace; where there are several, that is one that includes them.
        """
        if len(paths) == 1:
            return location_of(paths[0])
        url = f"exporter:{quote(namespace, safe='')}"
        self._served[url] = including_schema(namespace, map(location_of, paths)).encode()
        return url

    def _reduce(self, path: Path, schema: SchemaDocument) -> _Reduced:
        """Copy a schema, take its items and tuples out of their substitution group, and have it lead to the others.

        Those that substitute another item or tuple of a taxonomy stay so: a tuple may want one in the other's place.
        """
        root, reportable, has_items = deepcopy(schema.root), set[str](), False
        for element, tag, group in list(declared_substitutes(root, schema.namespace)):
            if _group_head(group, self._groups) not in {_ITEM, _TUPLE}:
                continue
            has_items = True
            if element.get("abstract", "").strip() not in {"true", "1"}:
                reportable.add(tag)
            if group in {_ITEM, _TUPLE}:
                del element.attrib["substitutionGroup"]
        self._redirect(schema, root, is_theirs=is_specification(path))
        return _Reduced(etree.tostring(root), frozenset(reportable), has_items)

    def _redirect(self, schema: SchemaDocument, copy: etree._Element, *, is_theirs: bool) -> None:
        """Have the imports and includes of a schema lead to where the others are handed over.

        A specification's schema may import what no document of the set refers to: that lies where it says.
        """
        pairs = zip(schema.root.iter(IMPORT, INCLUDE), list(copy.iter(IMPORT, INCLUDE)), strict=True)
        for element, copied in pairs:
            target = schema.targets.get(element)
            if element.tag == INCLUDE:
                location = location_of(target) if target else None
            else:
                location = self._locations.get(element.get("namespace", ""))
            if location:
                copied.set("schemaLocation", location)
            elif not is_theirs:
                copied.attrib.pop("schemaLocation", None)

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:  # noqa: ANN401, ARG002 - lxml's
        """Hand over the schema under a URL: reduced, opened for taxonomies, or as it is."""
        system_url = system_url or ""
        if system_url in self._served:
            return self.resolve_string(self._served[system_url], context, base_url=system_url)
        schema = self.catalog.locate(system_url)
        if schema is None:
            return self.resolve_empty(context)
        if system_url == INSTANCE_SCHEMA:
            return self.resolve_string(_opened(schema, self._namespaces), context, base_url=system_url)
        return self.resolve_filename(str(schema), context)


def _group_head(group: str, groups: Mapping[str, str]) -> str:
    """Find the element at the end of a chain of substitution groups.

    A chain that runs in a circle ends where it closes.
    """
    earlier = set()
    while group in groups and group not in earlier:
        earlier.add(group)
        group = groups[group]
    return group


def _opened(instance_schema: Path, namespaces: set[str]) -> bytes:
    """Open the schema of XBRL 2.1 for taxonomies, and take its ids for names.

    A wildcard lets the elements of these namespaces into the content of xbrli:xbrl.
    """
    tree = parse_safely(instance_schema)
    for declaration in tree.iter(f"{{{XSD}}}attribute"):
        if declaration.get("type") in _NAMES:
            declaration.set("type", "NCName")
    choice = tree.getroot().find(f"{{{XSD}}}element[@name='xbrl']//{{{XSD}}}choice")
    if namespaces and choice is not None:
        choice.append(_wildcard(namespaces))
    return etree.tostring(tree)


def _with_open_tuples(schema: bytes, namespaces: set[str]) -> bytes:
    """Let any facts into tuples that hold `xbrli:item` or `xbrli:tuple`, which nothing substitutes here.

    How many there may be, and in which order, is then for others to say: two wildcards in one content model would be
    ambiguous.
    """
    if not namespaces or not _ANY_FACT.search(schema):
        return schema
    root = etree.fromstring(schema)
    for element in list(root.iter(f"{{{XSD}}}element")):
        prefix, _, name = element.get("ref", "").strip().rpartition(":")
        if tag_of(element.nsmap.get(prefix or None), name) not in {_ITEM, _TUPLE}:
            continue
        groups = [group for group in element.iterancestors() if group.tag in _MODEL_GROUPS]
        holder = groups[-1].getparent() if groups else None
        if holder is not None:
            opened = etree.Element(f"{{{XSD}}}sequence")
            wildcard = _wildcard(namespaces)
            wildcard.attrib.update({"minOccurs": "0", "maxOccurs": "unbounded"})
            opened.append(wildcard)
            holder.replace(groups[-1], opened)
    return etree.tostring(root)


def _wildcard(namespaces: set[str]) -> etree._Element:
    names = " ".join(sorted(namespace or "##local" for namespace in namespaces))
    return etree.Element(f"{{{XSD}}}any", namespace=names, processContents="strict")


def _not_items(path: Path, tree: etree._ElementTree, reportable: set[str]) -> Iterator[JudgeMessage]:
    """Report facts whose element is no concrete item.

    The substitution groups would have told libxml2.
    """
    root = tree.getroot()
    if root.tag != f"{{{XBRLI}}}xbrl":
        return
    for element in root.iterchildren(tag=etree.Element):
        if etree.QName(element).namespace not in {XBRLI, LINK} and element.tag not in reportable:
            message = f"{etree.QName(element).text} is not a concrete item of the taxonomy"
            yield element_message(path, element, element.sourceline, message, "schema.notAnItem")


def _repeated_ids(path: Path, tree: etree._ElementTree) -> Iterator[JudgeMessage]:
    """Report elements of an instance whose id stands there before (XML Schema Part 2, 3.3.8)."""
    root = tree.getroot()
    if root.tag != f"{{{XBRLI}}}xbrl":
        return
    earlier_ids: set[str] = set()
    for child in root.iterchildren(tag=etree.Element):
        # What segments and scenarios hold is typed by others: an id there need not be one.
        for element in [child] if child.tag == _CONTEXT else child.iter(etree.Element):
            name = element.get("id", "").strip()
            if name in earlier_ids:
                message = f"the id {name!r} is taken by an element before"
                yield element_message(path, element, element.sourceline, message, "schema.repeatedId")
            if name:
                earlier_ids.add(name)
