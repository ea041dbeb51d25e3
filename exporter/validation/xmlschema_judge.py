"""The judge xmlschema: XML Schema, with clear messages.

It runs in a process of its own, since it takes half a second in which the other judges can work.
"""

from __future__ import annotations

import filecmp
import gc
import warnings
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from lxml import etree

from exporter.dts.catalog import Catalog
from exporter.dts.discovery import load_documents, location_of
from exporter.dts.documents import (
    SPECIFICATIONS,
    driver_schema,
    element_message,
    first_line,
    including_schema,
)
from exporter.errors import UnreadableInputError
from exporter.files.process_limits import Limits
from exporter.files.temporary import scratch_folder
from exporter.findings.findings import Severity
from exporter.findings.judge_messages import NEEDS_SCHEMA, JudgeMessage
from exporter.validation.judgement import Judgement
from exporter.validation.schema_process import MEGABYTES, SchemaProcess, found_documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from exporter.dts.discovery import Documents
    from exporter.validation.judge import Subject

__all__ = ["TOO_LARGE", "TOO_MANY_LINKBASES", "SchemaJudge", "XmlschemaJudge"]

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
        """Have the schemas of a package judged and loaded.

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
    """Load the specifications' schemas, once.

    They stay in the process: it would take as long again to hand them over.
    """
    gc.set_threshold(500_000)  # validating leaves so many small circles that looking for them took a fifth of the time
    _prepared()


@cache
def _prepared() -> _Prepared:
    return _Prepared(SchemaJudge())


@dataclass
class _Prepared:
    """What is ready: a judge, and the package whose schemas it has loaded."""

    judge: SchemaJudge
    package: Path | None = None


def prepare(package: Path) -> None:
    """Judge and load the schemas of a package, before anybody asks."""
    prepared = _prepared()
    if prepared.judge.prepare(package):
        prepared.package = package
    else:
        prepared.judge = SchemaJudge()


def judge_paths(paths: list[Path], rewrites: list[tuple[str, str]], packages: tuple[Path, ...]) -> Judgement:
    """Judge documents; what was prepared serves if it is one of the packages."""
    prepared = _prepared()
    judge = prepared.judge
    if prepared.package and not any(filecmp.cmp(prepared.package, package, shallow=False) for package in packages):
        judge = SchemaJudge()  # what is asked about is something else
    documents = found_documents(paths, rewrites)
    linkbases = [path for path in documents.trees if path not in paths]
    is_too_much = sum(path.stat().st_size for path in linkbases) > _MOST_BYTES
    for path in linkbases if is_too_much else ():
        del documents.trees[path]
    judgement = judge.judge(documents)
    not_judged = (*judgement.not_judged, TOO_MANY_LINKBASES) if is_too_much else judgement.not_judged
    return replace(judgement, not_judged=not_judged)


class SchemaJudge:
    """The package xmlschema, with the specifications' schemas loaded."""

    def __init__(self) -> None:
        """Load the specifications' schemas."""
        self._catalog = Catalog()
        driver = driver_schema("specifications", SPECIFICATIONS.items())
        self._maps = self._load_schema(driver, validation="skip", build=False).maps
        # They need no judge themselves, which saves 0.3 s. What is added to them does; the maps guard their attributes.
        object.__setattr__(self._maps, "validation", "strict")
        # Of each attribute xmlschema asks what its type derives from, and keeps the answers for all but built-in types.
        self._maps.validator.meta_schema.maps.cache.enabled = True

    def prepare(self, package: Path) -> bool:
        """Judge and load the schemas of a package.

        They are compiled with those that refer to them, for xmlschema compiles all anew whenever a schema is added.

        Returns:
            Whether the package has no fault so far. If it has one, whoever judges it must begin anew.
        """
        from xmlschema import XMLSchemaException  # noqa: PLC0415 - costs 0.15 s, and this process alone needs it

        try:
            with Catalog([package]) as catalog, warnings.catch_warnings(record=True) as schema_warnings:
                warnings.simplefilter("always")
                self._catalog = catalog
                schemas = load_documents(catalog.schemas(), catalog)
                self._load("package", schemas, build=False)
        except (XMLSchemaException, UnreadableInputError, OSError):
            return False
        return not schema_warnings

    def judge(self, documents: Documents) -> Judgement:
        """Validate the documents, and the schemas that they refer to."""
        from xmlschema import XMLSchemaException  # noqa: PLC0415 - costs 0.15 s, and this process alone needs it

        if documents.lacks_schema:
            return Judgement("xmlschema", tuple(documents.unresolved), not_judged=(NEEDS_SCHEMA,))
        self._catalog = documents.catalog
        messages = list(documents.unresolved)
        try:
            with warnings.catch_warnings(record=True) as schema_warnings:
                warnings.simplefilter("always")
                schema = self._load("documents", documents)
        except (XMLSchemaException, OSError) as error:
            return Judgement("xmlschema", (*messages, _schema_fault(error)))
        messages += [
            JudgeMessage("schema.unresolved", Severity.ERROR, first_line(str(warning.message)))
            for warning in schema_warnings
            if not any(url in str(warning.message) for url in documents.unneeded)
        ]
        for path, tree in documents.trees.items():
            messages += _document_faults(schema, path, tree)
        return Judgement("xmlschema", tuple(messages))

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
    except (LookupError, TypeError, ValueError) as error:
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
