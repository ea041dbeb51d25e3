"""The judge xmlschema: XML Schema, with clear messages.

It runs in a process of its own, since it takes half a second in which the other judges can work.
"""

from __future__ import annotations

import contextlib
import filecmp
import json
import os
import subprocess
import sys
import tempfile
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from lxml import etree

from exporter.errors import UnreadableInputError
from exporter.files.process_limits import Limits, limit_memory
from exporter.findings.findings import Severity
from exporter.findings.judge_messages import NEEDS_SCHEMA, JudgeMessage
from exporter.validation.catalog import Catalog
from exporter.validation.discovery import load_documents, location_of
from exporter.validation.dts_documents import (
    SPECIFICATIONS,
    driver_schema,
    element_message,
    first_line,
    including_schema,
)
from exporter.validation.judgement import Judgement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.validation.discovery import Documents
    from exporter.validation.judge import Subject

__all__ = ["TOO_LARGE", "SchemaJudge", "XmlschemaJudge", "serve"]

_LIMITS = Limits(seconds=600, megabytes=8 * 1024)
TOO_LARGE = "the instance is so large that it would take minutes; libxml2 judges it by the same schemas"

_CODE = "from exporter.validation.xmlschema_judge import serve; serve()"


class XmlschemaJudge:
    """xmlschema's process: it loads what it needs, and then answers one question. See `Judge` for the methods.

    The two sides speak in lines of JSON: a package to prepare for, if there is one, and the question.
    """

    name = "xmlschema"
    limits: Limits | None = _LIMITS

    def start(self) -> None:
        """Start the process."""
        package = Path(__file__).resolve().parents[2]
        path = os.pathsep.join(filter(None, [str(package), os.environ.get("PYTHONPATH")]))
        self._has_large = False
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", _CODE, str(_LIMITS.megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        )

    def prepare(self, package: Path) -> None:
        """Have the schemas of a package compiled.

        The documents will need them, and need not be there yet.
        """
        self._send({"package": str(package.absolute())})

    def submit(self, subject: Subject) -> None:
        """Hand over the documents, but for large ones."""
        documents = [path for path in subject.paths if path not in subject.documents.large]
        self._has_large = bool(subject.documents.large)
        self._send(
            {
                "documents": [str(document.absolute()) for document in documents],
                "packages": [str(package.absolute()) for package in subject.packages],
            }
        )
        assert self._process.stdin  # noqa: S101 - it is a pipe
        with contextlib.suppress(OSError):  # what was said cannot be delivered if the process has ended; see `_send`
            self._process.stdin.close()
        self._process.stdin = None  # so that communicate does not touch it again

    def _send(self, request: dict[str, Any]) -> None:
        """Write a line to the process."""
        assert self._process.stdin  # noqa: S101 - it is a pipe
        with contextlib.suppress(OSError):  # the process has ended early; `result` says why
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()

    def result(self) -> Judgement | None:
        """Wait for the messages.

        Where an instance is large, there is no verdict.
        """
        try:
            output, errors = self._process.communicate(timeout=_LIMITS.seconds)
        except subprocess.TimeoutExpired:
            return Judgement(self.name, not_run=f"it was given up after {_LIMITS.seconds:g} seconds", failed=True)
        if self._process.returncode:
            reason = (errors.decode(errors="replace").strip().splitlines() or ["it ended without a word"])[-1]
            return Judgement(self.name, not_run=f"it broke down: {reason}", failed=True)
        answer = json.loads(output)
        messages = (
            JudgeMessage(**{**entry, "severity": Severity(entry["severity"]), "fact_ids": tuple(entry["fact_ids"])})
            for entry in answer["messages"]
        )
        not_run = TOO_LARGE if self._has_large else None
        return Judgement(self.name, tuple(messages), not_run=not_run, not_judged=tuple(answer["not_judged"]))

    def stop(self, *, failed: bool) -> None:  # noqa: ARG002 - the process answers one question, and ends either way
        """End the process, whatever it is doing."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()


def serve() -> None:
    """Get ready, read one question from standard input, and write the messages to standard output.

    The process's argument is its limit of memory in megabytes.
    """
    limit_memory(int(sys.argv[1]))
    judge, prepared_package = SchemaJudge(), None
    for line in sys.stdin:  # which ends without a question if the caller has ended
        request = json.loads(line)
        if "package" in request:
            prepared_package = Path(request["package"])
            if not judge.prepare(prepared_package):
                judge, prepared_package = SchemaJudge(), None
            continue
        packages = [Path(package) for package in request["packages"]]
        if prepared_package and not any(filecmp.cmp(prepared_package, package, shallow=False) for package in packages):
            judge = SchemaJudge()  # what is asked about is something else
        with Catalog(packages) as catalog:
            judgement = judge.judge(load_documents([Path(document) for document in request["documents"]], catalog))
        answer = {"messages": [asdict(message) for message in judgement.messages], "not_judged": judgement.not_judged}
        json.dump(answer, sys.stdout)


class SchemaJudge:
    """The package xmlschema, with the specifications' schemas loaded."""

    def __init__(self) -> None:
        """Load the specifications' schemas."""
        self._catalog = Catalog()
        driver = driver_schema("specifications", SPECIFICATIONS.items())
        self._maps = self._build_schema(driver, validation="skip").maps
        # They need no judge themselves, which saves 0.3 s. What is added to them does; the maps guard their attributes.
        object.__setattr__(self._maps, "validation", "strict")

    def prepare(self, package: Path) -> bool:
        """Compile the schemas of a package.

        Returns:
            Whether the package has no fault. If it has one, whoever judges it must begin anew.
        """
        from xmlschema import XMLSchemaException  # noqa: PLC0415 - costs 0.15 s, and this process alone needs it

        try:
            with Catalog([package]) as catalog, warnings.catch_warnings(record=True) as schema_warnings:
                warnings.simplefilter("always")
                self._catalog = catalog
                schemas = load_documents(catalog.schemas(), catalog)
                self._compile("package", schemas)
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
                schema = self._compile("documents", documents)
        except (XMLSchemaException, OSError) as error:
            return Judgement("xmlschema", (*messages, _schema_fault(error)))
        messages += [
            JudgeMessage("schema.unresolved", Severity.ERROR, first_line(str(warning.message)))
            for warning in schema_warnings
        ]
        for path, tree in documents.trees.items():
            messages += _document_faults(schema, path, tree)
        return Judgement("xmlschema", tuple(messages))

    def _compile(self, name: str, documents: Documents) -> Any:  # noqa: ANN401 - xmlschema's types
        """Compile all schemas that the documents need.

        xmlschema takes one schema for each namespace; where there are several, that is one that includes them.
        """
        imports = [*SPECIFICATIONS.items(), *documents.package_specifications]
        with tempfile.TemporaryDirectory(prefix="exporter-") as folder:
            for number, (namespace, paths) in enumerate(documents.entry_schemas.items()):
                location = location_of(paths[0])
                if len(paths) > 1:
                    entry = Path(folder).resolve() / f"{number}.xsd"
                    entry.write_text(including_schema(namespace, map(location_of, paths)), encoding="utf-8")
                    location = entry.as_uri()
                imports.append((namespace, location))
            return self._build_schema(driver_schema(name, imports), global_maps=self._maps)

    def _build_schema(self, driver: str, **options: Any) -> Any:  # noqa: ANN401 - xmlschema's types
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
