"""The judge xmlschema: XML Schema, with clear messages.

It runs in a process of its own, since it takes half a second in which the other judges can work.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import warnings
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from lxml import etree

from exporter.dts.catalog import Catalog
from exporter.dts.discovery import Documents, load_documents, location_of
from exporter.dts.documents import (
    SPECIFICATIONS,
    driver_schema,
    element_message,
    first_line,
    including_schema,
)
from exporter.errors import UnreadableInputError
from exporter.files.forked_call import CAN_FORK, call_in_fork
from exporter.files.process_limits import Limits
from exporter.files.recent import Recent
from exporter.files.resources import is_specification
from exporter.files.temporary import scratch_folder
from exporter.findings.findings import Severity
from exporter.findings.judge_messages import NEEDS_SCHEMA, JudgeMessage
from exporter.report.names import XSD
from exporter.validation.judgement import Judgement
from exporter.validation.schema_process import MEGABYTES, SchemaProcess, found_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from exporter.dts.kept_documents import Stamp
    from exporter.validation.judge import Subject

__all__ = ["TOO_DEEP", "TOO_LARGE", "TOO_MANY_LINKBASES", "SchemaJudge", "XmlschemaJudge"]

TOO_DEEP = "schemas lead to each other in too many steps for it, or hold what is nested too deeply"
TOO_LARGE = "the instance is so large that it would take minutes; libxml2 judges it by the same schemas"

#: So many bytes of linkbases that documents lead to are judged; more would take minutes.
_MOST_BYTES = 8 * 1024**2
TOO_MANY_LINKBASES = "the taxonomy's linkbases, which are large; libxml2 judges them by the same schemas"


class XmlschemaJudge:
    """xmlschema, in a process of its own, since it takes half a second in which others can work; see `Judge`."""

    name = "xmlschema"
    limits: Limits | None = Limits(megabytes=MEGABYTES)

    def __init__(self) -> None:
        """Begin without a process."""
        self._process = SchemaProcess(self.name)
        self._has_large = False

    def start(self) -> None:
        """Have the process started, and the specifications' schemas loaded."""
        self._process.begin(load)

    def prepare(self, package: Path) -> None:
        """Have the schemas of a package, in its folder, compiled.

        The documents will need them, and need not be there yet.
        """
        self._process.begin(prepare, package.absolute())

    def submit(self, subject: Subject) -> None:
        """Hand over the documents, but for large ones."""
        self._has_large = bool(subject.documents.large)
        self._process.submit(judge_paths, subject, subject.documents.large)

    def result(self) -> Judgement | None:
        """Wait for the messages.

        Where an instance is large, there is no verdict; None where there is nothing that XML Schema judges.
        """
        judgement = self._process.result()
        has_verdict = judgement is not None and judgement.not_run is None
        return replace(judgement, not_run=TOO_LARGE) if judgement and has_verdict and self._has_large else judgement

    def stop(self, *, failed: bool) -> None:  # noqa: ARG002 - the process answers one question, and ends either way
        """End the process, whatever it is doing."""
        self._process.stop()


# ---- From here on everything runs in the process.


def load() -> None:
    """Load and compile the specifications' schemas, which every document needs."""
    gc.set_threshold(500_000)  # validating leaves so many small circles that looking for them took a fifth of the time
    if CAN_FORK:
        _standing_judge(load_documents([], Catalog()))


def prepare(folder: Path) -> None:
    """Compile the schemas of a package, before anybody asks."""
    if not CAN_FORK:
        return
    with Catalog([folder]) as catalog, contextlib.suppress(UnreadableInputError):
        documents = found_documents(catalog.schemas(), catalog.rewrites, [folder])
        _prepared[:] = [_recent.get(_packaged(documents), partial(StandingJudge, documents))]


#: Documents of so many bytes in all, which take a second at most, need no fork where no schema is added.
_MOST_IN_PLACE = 1_000_000
#: By the schemas that stand: what many filings share is compiled once.
_recent: Recent[StandingJudge] = Recent(3)
#: The one that was prepared last, for whoever needs no other standing schemas than it has.
_prepared: list[StandingJudge] = []


def judge_paths(paths: list[Path], rewrites: list[tuple[str, str]], standing: tuple[Path, ...] = ()) -> Judgement:
    """Judge documents."""
    documents = found_documents(paths, rewrites, standing)
    linkbases = [path for path in documents.trees if path not in paths]
    is_too_much = sum(path.stat().st_size for path in linkbases) > _MOST_BYTES
    for path in linkbases if is_too_much else ():
        del documents.trees[path]
    judgement = judge_documents(documents)
    not_judged = (*judgement.not_judged, TOO_MANY_LINKBASES) if is_too_much else judgement.not_judged
    return replace(judgement, not_judged=not_judged)


def judge_documents(documents: Documents) -> Judgement:
    """Validate documents with xmlschema, and the schemas that they refer to."""
    if documents.lacks_schema:
        return Judgement("xmlschema", tuple(documents.unresolved), not_judged=(NEEDS_SCHEMA,))
    if CAN_FORK and documents.stands_alone:
        standing = _standing_judge(documents)
        if standing.is_sound:
            return standing.judge(documents)
    return SchemaJudge().judge(documents)


def _standing_judge(documents: Documents) -> StandingJudge:
    """Give the judge that has compiled what stands among some documents, and compile that if there is none."""
    prepared = next((judge for judge in _prepared if judge.serves(documents)), None)
    return prepared or _recent.get(_packaged(documents), partial(StandingJudge, documents))


def _packaged(documents: Documents) -> frozenset[tuple[Path, Stamp]]:
    """Give the standing schemas of packages; those of the specifications are added where they are needed."""
    return frozenset((path, stamp) for path, stamp in documents.standing_schemas if not is_specification(path))


class StandingJudge:
    """A judge that has compiled the schemas that stand. For each filing it adds the others in a fork, and judges there.

    Attributes:
        is_sound: whether they could be compiled. If not, whoever judges must begin anew.
    """

    def __init__(self, documents: Documents) -> None:
        """Compile the standing schemas of some documents."""
        from xmlschema import XMLSchemaException  # noqa: PLC0415 - costs 0.15 s, and this process alone needs it

        self._judge = SchemaJudge()
        self._schemas = _packaged(documents)
        packaged = {path for path, _ in self._schemas}
        self._namespaces = {documents.schemas[path].namespace for path in packaged}
        self._told: dict[tuple[Path, Stamp], list[JudgeMessage]] = {}
        schemas = {path: schema for path, schema in documents.schemas.items() if path in documents.standing}
        self._warnings: list[str] = []
        try:
            _, self._warnings = self._judge.compile(
                Documents(documents.catalog, schemas=schemas if packaged else {}, standing=documents.standing)
            )
            self.is_sound = True
        except (XMLSchemaException, OSError, RecursionError, ValueError):
            self.is_sound = False
        # Forks need not copy what is frozen; of those before, what nobody has any more goes now.
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def serves(self, documents: Documents) -> bool:
        """Tell whether it has all that stands there, and nothing that documents define themselves."""
        own = {schema.namespace for schema in documents.own_schemas.values()}
        is_whole = self.is_sound and not self._warnings
        return is_whole and _packaged(documents) <= self._schemas and not own & self._namespaces

    def _is_enough_for(self, documents: Documents) -> bool:
        """Tell whether documents need no schema that is not compiled, and nothing is to be said of one."""
        is_known = set(documents.entry_schemas) <= self._judge.namespaces
        return is_known and not documents.own_schemas and not self._warnings

    def judge(self, documents: Documents) -> Judgement:
        """Judge documents. What was said of a linkbase that stands is said again."""
        keys = {path: (path, stamp) for path, stamp in documents.standing.items() if path in documents.trees}
        new = [path for path in documents.trees if keys.get(path) not in self._told]
        faults: dict[Path, list[JudgeMessage]] | None
        if self._is_enough_for(documents) and sum(path.stat().st_size for path in new) <= _MOST_IN_PLACE:
            messages, faults = self._judge.judge_in_place(documents, new)
        else:
            messages, faults = call_in_fork(self._judge.judge_more, documents, new, self._warnings)
        if faults is None:
            return Judgement("xmlschema", messages, not_run=None if messages else TOO_DEEP)
        self._told |= {keys[path]: faults[path] for path in new if path in keys}
        told = [faults[path] if path in faults else self._told[keys[path]] for path in documents.trees]
        return Judgement("xmlschema", (*messages, *itertools.chain.from_iterable(told)))


class SchemaJudge:
    """The package xmlschema, with the specifications' schemas loaded."""

    def __init__(self) -> None:
        """Load the specifications' schemas."""
        self._catalog = Catalog()
        self._schema: Any = None
        driver = driver_schema("specifications", SPECIFICATIONS.items())
        self._maps = self._load_schema(driver, validation="skip", build=False).maps
        # They need no judge themselves, which saves 0.3 s. What is added to them does; the maps guard their attributes.
        object.__setattr__(self._maps, "validation", "strict")
        # Of each attribute xmlschema asks what its type derives from, and keeps the answers for all but built-in types.
        self._maps.validator.meta_schema.maps.cache.enabled = True

    def judge(self, documents: Documents) -> Judgement:
        """Validate the documents, and the schemas that they refer to."""
        messages, faults = self._judged(documents, list(documents.trees), self.compile)
        if faults is None:
            return Judgement("xmlschema", messages, not_run=None if messages else TOO_DEEP)
        return Judgement("xmlschema", (*messages, *itertools.chain.from_iterable(faults.values())))

    @property
    def namespaces(self) -> set[str]:
        """Those of which schemas are loaded."""
        return {namespace for namespace, schemas in self._maps.namespaces.items() if schemas}

    def judge_in_place(
        self, documents: Documents, paths: Iterable[Path]
    ) -> tuple[tuple[JudgeMessage, ...], dict[Path, list[JudgeMessage]]]:
        """Validate some of the documents, which need nothing but what was compiled; see `judge_more`.

        Nothing is left of them: a document names no schema that xmlschema would load.
        """
        faults = {path: list(_document_faults(self._schema, path, documents.trees[path])) for path in paths}
        return tuple(documents.unresolved), faults

    def judge_more(
        self, documents: Documents, paths: Iterable[Path], earlier: list[str]
    ) -> tuple[tuple[JudgeMessage, ...], dict[Path, list[JudgeMessage]] | None]:
        """Validate some of the documents, where the standing schemas are compiled already. This judge is used up then.

        Args:
            documents: all of them.
            paths: which are validated.
            earlier: xmlschema's warnings about what is compiled already.

        Returns: messages about the schemas, and those about each of the documents; None where they cannot be compiled,
            without a message where that is since they are nested too deeply.
        """

        def compile_more(documents: Documents) -> tuple[Any, list[str]]:
            schema, schema_warnings = self._compile_more(documents)
            return schema, [*earlier, *schema_warnings]

        return self._judged(documents, paths, compile_more)

    def _judged(
        self, documents: Documents, paths: Iterable[Path], compile_: Callable[[Documents], tuple[Any, list[str]]]
    ) -> tuple[tuple[JudgeMessage, ...], dict[Path, list[JudgeMessage]] | None]:
        from xmlschema import XMLSchemaException  # noqa: PLC0415 - costs 0.15 s, and this process alone needs it

        try:
            schema, schema_warnings = compile_(documents)
        except RecursionError:
            return (), None
        except (XMLSchemaException, OSError, ValueError) as error:
            return (*documents.unresolved, _schema_fault(error)), None
        unresolved = [
            JudgeMessage("schema.unresolved", Severity.ERROR, first_line(text))
            for text in schema_warnings
            if not any(url in text for url in documents.unneeded)
        ]
        faults = {path: list(_document_faults(schema, path, documents.trees[path])) for path in paths}
        return (*documents.unresolved, *unresolved), faults

    def compile(self, documents: Documents) -> tuple[Any, list[str]]:
        """Compile the schemas that documents need, and those loaded before.

        Returns: a schema that has them all, and xmlschema's warnings.

        Raises:
            xmlschema.XMLSchemaException: they cannot be compiled.
            OSError: they cannot be read.
        """
        self._catalog = documents.catalog
        with warnings.catch_warnings(record=True) as schema_warnings:
            warnings.simplefilter("always")
            schema = self._schema = self._load("documents", documents)
        return schema, [str(warning.message) for warning in schema_warnings]

    def _compile_more(self, documents: Documents) -> tuple[Any, list[str]]:
        """Compile the schemas that are new, and leave alone those that are compiled.

        xmlschema itself would compile all of them anew, which takes seconds for large taxonomies.
        """
        self._catalog, maps = documents.catalog, self._maps
        known = set(maps.schemas)
        with warnings.catch_warnings(record=True) as schema_warnings:
            warnings.simplefilter("always")
            schema = self._load("more", documents, build=False)
            new = [each for schemas in maps.namespaces.values() for each in schemas if each not in known]
            if any(each.target_namespace == XSD for each in new):
                maps.build()  # a schema of schemas changes what is built in
            else:
                self._build(new)
        return schema, [str(warning.message) for warning in schema_warnings]

    def _build(self, schemas: list[Any]) -> None:
        """Build the globals of new schemas as `XsdGlobals.build` builds those of all."""
        maps = self._maps
        maps.global_maps.load(schemas)
        maps.global_maps.build(schemas)
        for name in maps.substitution_groups:
            head = maps.elements[name]
            head.substitutes.update(element.name for element in head.iter_substitutes())
        maps.check(schemas)
        maps.cache.clear()
        object.__setattr__(maps, "_built", True)
        for schema in schemas:
            schema.clear()

    def _load(self, name: str, documents: Documents, *, build: bool = True) -> Any:  # noqa: ANN401 - xmlschema's types
        """Load all schemas that the documents need; `build` compiles them, and those loaded before.

        xmlschema takes one schema for each namespace; where there are several, that is one that includes them.
        """
        imports = [*SPECIFICATIONS.items(), *documents.package_specifications]
        with scratch_folder() as folder:
            for number, (namespace, paths) in enumerate(documents.entry_schemas.items()):
                if self._maps.namespaces.get(namespace):
                    continue  # it was prepared, perhaps from another copy of the package, or is a specification's
                location = location_of(paths[0])
                if len(paths) > 1:
                    entry = folder.resolve() / f"{number}.xsd"
                    entry.write_text(including_schema(namespace, map(location_of, paths)), encoding="utf-8")
                    location = entry.as_uri()
                imports.append((namespace, location))
            return self._load_schema(driver_schema(name, imports), global_maps=self._maps, build=build)

    def _load_schema(self, driver: str, **options: Any) -> Any:  # noqa: ANN401 - xmlschema's types
        from xmlschema import XMLSchema10  # noqa: PLC0415 - 0.13 s, only in the process of its own

        # The maps keep the mapper that they were made with, so it must ask for the catalog of the day.
        return XMLSchema10(driver, uri_mapper=self._local_url, allow="local", defuse="never", **options)

    def _local_url(self, url: str) -> str:
        path = self._catalog.locate(url)
        return path.as_uri() if path else url


def _schema_fault(error: Any) -> JudgeMessage:  # noqa: ANN401 - xmlschema's exceptions
    """Say why the schemas cannot be compiled, at the file if that is known."""
    url = getattr(error, "schema_url", None) or ""
    name = unquote(url.rpartition("/")[2]) if url.startswith(("file:", "http:", "https:")) else None
    line = getattr(error, "sourceline", None) if name else None
    return JudgeMessage("schema", Severity.ERROR, first_line(str(error)), file=name, line=line)


def _document_faults(schema: Any, path: Path, tree: Any) -> Iterator[JudgeMessage]:  # noqa: ANN401 - xmlschema knows no lxml types
    """Say what is wrong with a document.

    An undeclared prefix in xsi:type makes xmlschema itself stumble: that is a fault, too.
    """
    etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)  # xmlschema takes them for elements in a value
    try:
        for fault in schema.iter_errors(tree, use_location_hints=False):
            yield _fault_message(path, fault)
    except (LookupError, RecursionError, TypeError, ValueError) as error:
        reason = f"the rest cannot be judged; xmlschema ended with {type(error).__name__}: {error}"
        yield JudgeMessage("validation", Severity.ERROR, reason, file=path.name)


def _fault_message(path: Path, fault: Any) -> JudgeMessage:  # noqa: ANN401 - xmlschema's validation error
    """Make the message for a fault, at the element that it is about.

    Of a child in the wrong place that is the child.
    """
    element = getattr(fault, "invalid_child", None)
    element = fault.elem if element is None else element
    line = getattr(element, "sourceline", fault.sourceline)
    return element_message(path, element, line, fault.reason or fault.message, "validation")
