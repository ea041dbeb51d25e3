"""The judge libxml2, through lxml: XML Schema, fast.

libxml2 needs cubic time in the number of substitutes for `xbrli:item`; so for it the taxonomies' elements are taken
out of the substitution group and let into `xbrli:xbrl` by a wildcard over their namespaces, and that each fact is a
concrete item is checked here. So it is with the ids of instances: libxml2 keeps each text that it has taken for an id
for as long as the process lives, and gives up when they are too many, so it is told that they are names.

Large instances are judged piece by piece, so that memory does not grow with them. What XML Schema says of a whole
document, that ids are unique, is then left to the own reader and judge: of contexts, of units, and of facts. An id that
is both a fact's and a context's or unit's is not told there.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from lxml import etree

from exporter.files.resources import specification_folder
from exporter.findings.findings import Severity
from exporter.findings.judge_messages import MOST, JudgeMessage
from exporter.report.names import LINK, XBRLDT, XBRLI, XSD
from exporter.validation.catalog import parse_safely
from exporter.validation.dts_documents import INSTANCE_SCHEMA, driver_schema, element_message, first_line, pieces
from exporter.validation.judgement import Judgement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from exporter.files.process_limits import Limits
    from exporter.validation.catalog import Catalog
    from exporter.validation.dts_documents import Documents
    from exporter.validation.judge import Subject

__all__ = ["Libxml2Judge", "judge_documents"]

_INCLUDE = f"{{{XSD}}}include"
_ITEM, _TUPLE = f"{{{XBRLI}}}item", f"{{{XBRLI}}}tuple"
_CONTEXT = f"{{{XBRLI}}}context"
#: What types of the schema of XBRL 2.1 libxml2 takes for names.
_NAMES = {"ID", "IDREF"}
#: Substitutes for an item that the specifications define.
_HEADS = {f"{{{XBRLDT}}}hypercubeItem": _ITEM, f"{{{XBRLDT}}}dimensionItem": _ITEM}


class Libxml2Judge:
    """libxml2, which works in this process, in an instant. See `Judge` for what the methods do."""

    name = "libxml2"
    limits: Limits | None = None

    def start(self) -> None:
        """Do nothing: libxml2 is there."""

    def prepare(self, package: Path) -> None:
        """Do nothing: compiling schemas takes no time worth saving."""

    def submit(self, subject: Subject) -> None:
        """Judge the documents."""
        self._judgement = judge_documents(subject.documents)

    def result(self) -> Judgement | None:
        """Give the verdict."""
        return self._judgement

    def stop(self, *, failed: bool) -> None:
        """Do nothing: nothing was started."""


def judge_documents(documents: Documents) -> Judgement:
    """Validate the documents with libxml2."""
    resolver = _Reduce(documents.catalog)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    parser.resolvers.add(resolver)
    messages = list(documents.unresolved)
    try:
        resolver.follow(documents.schemas)
        schema = etree.XMLSchema(etree.fromstring(driver_schema("documents", documents.imports).encode(), parser))
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as error:
        message = first_line(str(error))
        return Judgement("libxml2", (*messages, JudgeMessage("schema", Severity.ERROR, message)))
    messages += [
        JudgeMessage("schema.unresolved", Severity.ERROR, f"{url} was not found") for url in resolver.unresolved
    ]
    for path, tree in documents.trees.items():
        messages += [*_tree_messages(path, tree, schema, resolver.reportable), *_repeated_ids(path, tree)]
    for path in documents.large:
        faults = (
            message for tree in pieces(path) for message in _tree_messages(path, tree, schema, resolver.reportable)
        )
        messages += islice(faults, MOST)
        if next(faults, None):
            messages.append(JudgeMessage("schema", Severity.ERROR, f"{path.name} has more faults; these are the first"))
    not_judged = ("whether a fact has the id of a context or unit",) if documents.large else ()
    return Judgement("libxml2", tuple(messages), not_judged=not_judged)


def _tree_messages(
    path: Path, tree: etree._ElementTree, schema: etree.XMLSchema, reportable: set[str]
) -> Iterator[JudgeMessage]:
    """Say what is wrong with a document, or with a piece of one."""
    if not schema.validate(tree):
        for fault in schema.error_log:
            yield element_message(path, _element_at(tree, fault), fault.line, fault.message, fault.type_name)
    yield from _not_items(path, tree, reportable)


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


class _Reduce(etree.Resolver):
    """Hands schemas to libxml2, those of taxonomies with their items in no substitution group, and remembers these."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self.catalog = catalog
        self.reportable: set[str] = set()
        self.namespaces: set[str] = set()
        self.unresolved: list[str] = []
        self._reduced: dict[Path, bytes] = {}

    def follow(self, schemas: Iterable[Path]) -> None:
        """Reduce the taxonomies' schemas and all that they import, before libxml2 asks for any of them."""
        queue = [(path, "") for path in schemas]
        roots: dict[Path, etree._Element] = {}
        namespaces: dict[Path, str] = {}
        while queue:
            path, including_namespace = queue.pop()
            if path in roots:
                continue
            root = roots[path] = parse_safely(path).getroot()
            namespaces[path] = root.get("targetNamespace") or including_namespace
            for reference in root.iter(f"{{{XSD}}}import", _INCLUDE):
                schema = self.catalog.locate(reference.get("schemaLocation", ""), path.resolve().as_uri())
                if schema and not schema.is_relative_to(specification_folder()):
                    queue.append((schema, namespaces[path] if reference.tag == _INCLUDE else ""))
        groups = dict(_HEADS)
        for path, root in roots.items():
            groups |= {tag: group for _, tag, group in _substitutes(root, namespaces[path])}
        for path, root in roots.items():
            self._reduced[path] = self._reduce(root, namespaces[path], groups)

    def _reduce(self, root: etree._Element, namespace: str, groups: Mapping[str, str]) -> bytes:
        """Take the items of a schema out of their substitution group, and remember concrete items and tuples.

        Args:
            root: the schema's.
            namespace: the schema's.
            groups: for each element of all schemas the substitution group that it is in.
        """
        for element, tag, group in list(_substitutes(root, namespace)):
            head = _group_head(group, groups)
            if head in {_ITEM, _TUPLE} and element.get("abstract") not in {"true", "1"}:
                self.reportable.add(tag)
            if head == _ITEM:
                del element.attrib["substitutionGroup"]
                self.namespaces.add(namespace)
        return etree.tostring(root)

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:  # noqa: ANN401, ARG002 - lxml's
        """Hand over the schema under a URL: reduced, opened for taxonomies, or as it is."""
        system_url = system_url or ""
        schema = self.catalog.locate(system_url)
        if schema is None:
            self.unresolved.append(system_url)
            return self.resolve_empty(context)
        if system_url == INSTANCE_SCHEMA:
            return self.resolve_string(_opened(schema, self.namespaces), context, base_url=system_url)
        if schema in self._reduced:
            return self.resolve_string(self._reduced[schema], context, base_url=system_url)
        return self.resolve_filename(str(schema), context)


def _substitutes(root: etree._Element, namespace: str) -> Iterator[tuple[etree._Element, str, str]]:
    """Yield the declarations of a schema that have a substitution group, with their own tag and that of the group."""
    for element in root.iterfind(f"{{{XSD}}}element[@substitutionGroup]"):
        prefix, _, name = element.get("substitutionGroup", "").strip().rpartition(":")
        yield element, _tag(namespace, element.get("name")), _tag(element.nsmap.get(prefix or None), name)


def _tag(namespace: str | None, name: str | None) -> str:
    return f"{{{namespace}}}{name}" if namespace else name or ""


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
        wildcard = etree.SubElement(choice, f"{{{XSD}}}any", processContents="strict")
        wildcard.set("namespace", " ".join(sorted(namespace or "##local" for namespace in namespaces)))
    return etree.tostring(tree)


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
