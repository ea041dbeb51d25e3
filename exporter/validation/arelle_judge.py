"""Arelle, the independent judge: what it says about a file, and the facts as it understands them.

Nothing else in the package imports Arelle. It runs offline in a process of its own, because its Session is one for a
whole process, costs a second to load and prints; that process stays warm between calls. Only plain data comes back
from it. The facts are taken from Arelle's model alone: nothing here is shared with the readers but the names of
namespaces, so that an error of theirs cannot hide itself.
"""

from __future__ import annotations

import datetime
import gc
import itertools
import json
import logging
import math
import multiprocessing
import multiprocessing.util
import os
import re
import threading
import warnings
from concurrent.futures import BrokenExecutor, Future, wait
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from exporter.errors import ExporterError, UnreadableInputError
from exporter.findings import Severity
from exporter.namespaces import LINK, SPECIFICATION_PREFIXES, XLINK
from exporter.validation.judgement import JudgeMessage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from exporter.report import Report

__all__ = ["ArelleError", "ArelleResult", "call_in", "dismiss", "judge"]

#: How long the process waits for the next file before it ends.
_IDLE_SECONDS = 300

#: An XDG_CONFIG_HOME in which nothing can exist: no cache or setting of a user's own Arelle reaches the verdict.
_NO_FOLDER = os.devnull

#: Arelle's log levels that are not errors; a level that is in neither set is one.
_WARNING_LEVELS = frozenset({"WARNING", "WARNING-SEMANTIC"})
_INFORMATION_LEVELS = frozenset({"DEBUG", "INFO", "INFO-RESULT", "INFO-SEMANTIC", "ASSERTION-SATISFIED"})

_FACT_FOOTNOTE = "http://www.xbrl.org/2003/arcrole/fact-footnote"
_SCHEME_PREFIXES = {"http://www.sec.gov/CIK": "cik"}
_INT32 = range(-(2**31), 2**31)
_MIDNIGHT = datetime.time()
_XML_SPACE = " \t\r\n"

#: What Arelle says of a URL that is in no package: it names the file that its cache, which we deny it, would have.
_NOT_CACHED = re.compile(rf"file error: [^']*'{re.escape(_NO_FOLDER)}/arelle/cache/(https?)/([^']*)'")


class ArelleError(ExporterError):
    """Arelle broke down or took too long, so there is no verdict."""


@dataclass(frozen=True)
class ArelleResult:
    """What Arelle says, and the facts as it loaded them.

    Attributes:
        messages: by document, line and code, each once; empty if the file is valid.
        report: the facts of the instance, in document order; an empty table if there is no instance. Facts whose
            concept is not declared, tuples and fractions are not in it; for each of them there is an error.
    """

    messages: tuple[JudgeMessage, ...]
    report: Report


def judge(entry_point: Path, packages: Sequence[Path] = (), *, timeout: float = 600) -> ArelleResult:
    """Have Arelle load and validate a file: XBRL 2.1, dimensions, calculations 1.1, unit registry, formulas, OIM.

    Args:
        entry_point: an xBRL-XML instance, an Inline XBRL document, a taxonomy schema, or a taxonomy package (each of
            its entry points).
        packages: taxonomy packages (zip) whose catalogs say where URLs lie; there is no network.
        timeout: seconds until Arelle is given up.

    Raises:
        UnreadableInputError: one of the files does not exist, or Arelle sees nothing in it to judge.
        ArelleError: Arelle broke down or ran out of time.
    """
    for path in (entry_point, *packages):
        if not path.is_file():
            raise UnreadableInputError(f"{path} does not exist or is not a file")
    answer = _in_worker(
        _examine, str(entry_point.absolute()), [str(package.absolute()) for package in packages], timeout=timeout
    )
    if not answer["recognised"] and not answer["messages"]:
        raise UnreadableInputError(f"{entry_point} is neither an XBRL instance nor a taxonomy")
    return ArelleResult(_messages(answer["messages"]), _report(answer["report"]))


def call_in() -> None:
    """Start Arelle's process and have it load Arelle, so that the next `judge` need not wait for that.

    Call it from the main thread: a process that is being started from another one when the interpreter ends would keep
    it from ending.

    Raises:
        ArelleError: this process may not start another.
    """
    _warm_process().begin(_load)


def dismiss() -> None:
    """End Arelle's process, whatever it is doing; whoever waits for it gets an ArelleError."""
    _warm_process().stop()


def _in_worker(function: Callable[..., Any], *arguments: object, timeout: float) -> Any:  # noqa: ANN401 - as the function
    """What the function returns when it is called in the warm process."""
    return _warm_process().call(function, arguments, timeout)


def _warm_process() -> _WarmProcess:
    return _processes.setdefault(os.getpid(), _WarmProcess())


class _WarmProcess:
    """The process in which Arelle lives. Threads take turns; it starts again after it has ended or broken down."""

    # Not loky's reusable executor: that is one for each thread, so a call from a new thread would start cold.

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._executor: Any = None

    def begin(self, function: Callable[..., Any]) -> None:
        """Have the function called there, and do not wait; the next call has its turn after it."""
        with self._turn:
            self._submit(function, ())

    def call(self, function: Callable[..., Any], arguments: Sequence[object], timeout: float) -> Any:  # noqa: ANN401 - any result
        """What the function returns there.

        Raises:
            ArelleError: it raised an exception, its process died, or it is not done after that many seconds.
        """
        with self._turn:
            future = self._submit(function, arguments)
            try:
                wait([future], timeout=timeout)
            finally:
                answered = future.done()
                if not answered:  # out of time, or interrupted from the keyboard: do not let it run on
                    self.stop()
        if not answered:
            raise ArelleError(f"Arelle was given up after {timeout:g} seconds")
        error = future.exception()
        if error is not None:
            reason = next(iter(str(error).splitlines()), "")
            raise ArelleError(f"Arelle broke down: {type(error).__name__}: {reason}") from error
        return future.result()

    def _submit(self, function: Callable[..., Any], arguments: Sequence[object]) -> Future[Any]:
        future: Future[Any]
        try:
            future = self._started().submit(function, *arguments)
        except BrokenExecutor:  # it died in the call before, or while idle
            self.stop()
            future = self._started().submit(function, *arguments)
        return future

    def _started(self) -> Any:  # noqa: ANN401 - loky has no types
        import loky  # noqa: PLC0415 - costs 0.05 s, and most uses of the package never come here

        if multiprocessing.current_process().daemon:
            raise ArelleError(
                "Arelle needs a process of its own, and a daemonic process may not start one"
                " (in a Dask cluster set distributed.worker.daemon to false)"
            )
        if self._executor is None:
            self._executor = loky.ProcessPoolExecutor(
                max_workers=1, timeout=_IDLE_SECONDS, initializer=_isolate, env={"XDG_CONFIG_HOME": _NO_FOLDER}
            )
            # A process of a multiprocessing pool waits for its children before loky learns that it ends.
            multiprocessing.util.Finalize(None, self.stop, exitpriority=20)
        return self._executor

    def stop(self) -> None:
        """End the process. The next call starts another one."""
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(kill_workers=True)


#: The warm process of each process that has called; a fork must not take its parent's for its own.
_processes: dict[int, _WarmProcess] = {}


def _messages(entries: Iterable[Mapping[str, Any]]) -> tuple[JudgeMessage, ...]:
    """The messages, each once: Arelle repeats what several entry points of a package share."""
    messages = (
        JudgeMessage(**{**entry, "severity": Severity(entry["severity"]), "fact_ids": tuple(entry["fact_ids"])})
        for entry in entries
    )
    return tuple(sorted(dict.fromkeys(messages), key=_place))


def _place(message: JudgeMessage) -> tuple[object, ...]:
    """Document, line, code: Arelle's own order follows memory addresses, so it differs from run to run."""
    line = message.line
    return message.file or "", line is None, line or 0, message.code, message.message, message.fact_ids


def _report(plain: Mapping[str, Any]) -> Report:
    import polars as pl  # noqa: PLC0415 - 0.2 s and 35 MB, and the warm process, which has this module, does without

    from exporter.report import FOOTNOTE_COLUMNS, Report, dimensions_text, facts_frame  # noqa: PLC0415 - imports polars

    rows = ({**fact, "dimensions": dimensions_text(fact["dimensions"])} for fact in plain["facts"])
    footnotes = pl.DataFrame(plain["footnotes"], schema=FOOTNOTE_COLUMNS)
    return Report(
        facts_frame(rows), plain["namespaces"], tuple(plain["entry_points"]), plain["typed_domains"], footnotes
    )


# ---- From here on everything runs in the warm process.


def _isolate() -> None:
    """Keep what Arelle prints, and what Python warns it of, from the terminal and the notebook."""
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    os.close(silence)
    warnings.simplefilter("ignore")  # `python -W error` is inherited, and is not meant for Arelle


def _load() -> None:
    """Import what takes Arelle half a second."""
    import arelle.api.Session  # noqa: F401, PLC0415 - Arelle lives in the warm process only


def _examine(entry_point: str, packages: list[str]) -> dict[str, Any]:
    """The verdict as plain data: `messages`, `report` with the parts of a Report, and whether it is `recognised`."""
    answer = _verdict(entry_point, packages)
    gc.collect()  # Arelle's models are full of cycles; those of 100,000 facts would double the memory of the next call
    return answer


def _verdict(entry_point: str, packages: list[str]) -> dict[str, Any]:
    from arelle.api.Session import Session  # noqa: PLC0415 - Arelle lives in the warm process only

    log = _Log()
    with Session() as session:  # a new one for each file: a second run with packages in one Session fails
        session.run(_options(entry_point, packages), logHandler=log)
        models = [model for model in session.get_models() if model.modelDocument is not None]
        ids = _fact_ids([fact for model in models for fact in (*model.facts, *model.undefinedFacts)])
        answer = {
            "messages": list(_entries(log.records, ids)),
            "report": _plain_report(models, ids),
            "recognised": any(_is_xbrl(model) for model in models),
        }
        for model in models:
            model.close()  # the Session leaves them open
    return answer


def _is_xbrl(model: Any) -> bool:  # noqa: ANN401 - Arelle's ModelXbrl
    """Whether there is something to judge: of other XML documents Arelle says nothing, not even that."""
    from arelle.ModelDocumentType import ModelDocumentType  # noqa: PLC0415 - Arelle lives in the warm process only

    taxonomies = {ModelDocumentType.SCHEMA, ModelDocumentType.LINKBASE}
    return model.modelDocument.type in {ModelDocumentType.INSTANCE, ModelDocumentType.INLINEXBRL, *taxonomies}


def _options(entry_point: str, packages: list[str]) -> Any:  # noqa: ANN401 - Arelle's RuntimeOptions
    from arelle.RuntimeOptions import RuntimeOptions  # noqa: PLC0415 - Arelle lives in the warm process only

    return RuntimeOptions(
        entrypointFile=json.dumps([{"file": entry_point}]),  # a plain name would be split at "|"
        packages=packages,
        workOffline=True,
        disablePersistentConfig=True,
        uiLang="en",
        logPropagate=False,
        keepOpen=True,
        validate=True,
        utrValidate=True,
        calcs="c11r",
        validateDuplicateFacts="all",
        validateXmlOim=True,
    )


class _Log(logging.Handler):
    """Keeps what Arelle logs, except information."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record."""
        if record.levelname not in _INFORMATION_LEVELS:
            self.records.append(record)


def _entries(records: list[logging.LogRecord], ids: Mapping[Any, str]) -> Iterator[dict[str, Any]]:
    """The fields of an JudgeMessage for each record."""
    known = {(fact.modelDocument.basename, fact.objectId()): id_ for fact, id_ in ids.items()}
    for record in records:
        references = getattr(record, "refs", None) or [{}]
        first = references[0]
        named = [known.get((_document_name(ref), ref.get("objectId"))) for ref in references]
        yield {
            "code": str(getattr(record, "messageCode", "")),
            "severity": (Severity.WARNING if record.levelname in _WARNING_LEVELS else Severity.ERROR).value,
            "message": " ".join(_text(record).split()),
            "fact_ids": list(dict.fromkeys(id_ for id_ in named if id_ is not None)),
            "file": _document_name(first) or None,
            "line": int(first["sourceLine"]) if first.get("sourceLine") else None,
        }


def _text(record: logging.LogRecord) -> str:
    try:
        text = record.getMessage()
    except (KeyError, TypeError, ValueError):  # some messages carry a percent sign or lack an argument
        text = str(record.msg)
    return _NOT_CACHED.sub(r"\1://\2 is in no taxonomy package that was given, and there is no network", text)


def _document_name(reference: Mapping[str, Any]) -> str:
    """The file name in the href of one of Arelle's references, or an empty text."""
    return PurePosixPath(str(reference.get("href", "")).partition("#")[0]).name


def _fact_ids(facts: list[Any]) -> dict[Any, str]:
    """Each fact's id; those without one are numbered `unnamed-1`, `unnamed-2` in document order."""
    written = {fact.id for fact in facts}
    stem = "unnamed"
    while any(id_ and id_.startswith(f"{stem}-") for id_ in written):
        stem += "-"
    numbers = itertools.count(1)
    return {fact: fact.id or f"{stem}-{next(numbers)}" for fact in facts}


def _plain_report(models: list[Any], ids: Mapping[Any, str]) -> dict[str, Any]:
    """The parts of a Report, with each fact a row whose dimensions are still a dict."""
    prefixes = _Prefixes()
    typed_domains: dict[str, str] = {}
    contexts: dict[Any, dict[str, Any]] = {None: {"dimensions": {}}}
    rows = []
    for fact in (fact for model in models for fact in model.facts if fact.isItem and not fact.isFraction):
        if fact.context not in contexts:
            contexts[fact.context] = _context_aspects(fact.context, prefixes, typed_domains)
        name = {"id": ids[fact], "concept": prefixes.name(fact.qname)}
        rows.append(name | contexts[fact.context] | _fact_aspects(fact, prefixes))
    return {
        "facts": rows,
        "namespaces": prefixes.namespaces,
        "entry_points": list(dict.fromkeys(href for model in models for href in _schema_references(model))),
        "typed_domains": typed_domains,
        "footnotes": [row for model in models for row in _footnotes(model, ids)],
    }


def _footnotes(model: Any, ids: Mapping[Any, str]) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - Arelle's ModelXbrl
    """A row for each footnote of each fact."""
    for arc in model.relationshipSet(_FACT_FOOTNOTE).modelRelationships:
        fact, footnote = arc.fromModelObject, arc.toModelObject
        if fact in ids and footnote is not None:
            text = footnote.stringValue
            language = footnote.xmlLang or None
            yield {"fact": ids[fact], "footnote": str(footnote.xlinkLabel), "language": language, "text": text}


def _schema_references(model: Any) -> list[str]:  # noqa: ANN401 - Arelle's ModelXbrl
    """The hrefs of an instance's schemaRefs, as written."""
    return [
        element.get(f"{{{XLINK}}}href") for element in model.modelDocument.xmlRootElement.iter(f"{{{LINK}}}schemaRef")
    ]


def _context_aspects(context: Any, prefixes: _Prefixes, typed_domains: dict[str, str]) -> dict[str, Any]:  # noqa: ANN401 - Arelle
    """Entity, period and dimensions of one of Arelle's contexts. Puts each typed dimension into `typed_domains`."""
    scheme, identifier = context.entityIdentifier
    start, end = context.startDatetime, context.endDatetime
    dimensions = {}
    for dimension, value in context.qnameDims.items():
        name = prefixes.name(dimension)
        if value.memberQname is not None:
            dimensions[name] = prefixes.name(value.memberQname)
        elif value.typedMember is not None:
            dimensions[name] = value.typedMember.stringValue
            typed_domains[name] = prefixes.name(value.typedMember.qname)
    return {
        "entity": f"{prefixes.scheme(scheme)}:{identifier}",
        "period_start": _moment(start, start and start.date()),
        # Arelle's endDatetime is exclusive, and its endDate is the day before one that is midnight.
        "period_end": _moment(end, context.endDate),
        "dimensions": dimensions,
    }


def _moment(moment: datetime.datetime | None, day: datetime.date | None) -> str | None:
    """The Report's text of a moment: the given day if it is midnight, else date and time."""
    if moment is None or day is None:
        return None
    zone = moment.strftime("%z")
    zone = "Z" if zone == "+0000" else f"{zone[:3]}:{zone[3:]}" if zone else ""
    if moment.time() == _MIDNIGHT:
        return f"{day.isoformat()}{zone}"
    text = moment.replace(tzinfo=None).isoformat()
    return f"{text.rstrip('0') if '.' in text else text}{zone}"


def _fact_aspects(fact: Any, prefixes: _Prefixes) -> dict[str, Any]:  # noqa: ANN401 - Arelle's ModelFact
    """Unit, language, value and decimals of one of Arelle's facts."""
    numeric = fact.isNumeric or fact.unitID is not None
    text = fact.stringValue
    return {
        "unit": None if fact.unit is None else _unit(fact.unit, prefixes),
        "language": None if numeric else fact.xmlLang or None,
        "value": None if fact.isNil else text.strip(_XML_SPACE) if numeric else text,
        "decimals": _decimals(fact) if numeric else None,
    }


def _unit(unit: Any, prefixes: _Prefixes) -> str:  # noqa: ANN401 - Arelle's ModelUnit
    """The unit's measures; empty if it has none that Arelle can read, which is an error of its own."""
    try:
        sides = unit.measures
    except AttributeError:  # Arelle trips over a divide that lacks its numerator or denominator
        return ""
    return "/".join("*".join(sorted(map(prefixes.name, side))) for side in sides if side)


def _decimals(fact: Any) -> int | None:  # noqa: ANN401 - Arelle's ModelFact
    """The fact's decimals, or those that follow from its precision; None if exact, or if there is no such number."""
    from arelle.ValidateXbrlCalcs import inferredDecimals  # noqa: PLC0415 - Arelle lives in the warm process only

    decimals = inferredDecimals(fact)
    return int(decimals) if math.isfinite(decimals) and decimals in _INT32 else None


class _Prefixes:
    """Prefixes as the document has them, each for one namespace; others are made up."""

    def __init__(self) -> None:
        self.namespaces = dict(SPECIFICATION_PREFIXES)
        self._prefix_of = {uri: prefix for prefix, uri in self.namespaces.items()}

    def name(self, qname: Any) -> str:  # noqa: ANN401 - Arelle's QName
        """The prefixed name of one of Arelle's qualified names."""
        if not qname.namespaceURI:
            return str(qname.localName)
        return f"{self._prefix(qname.namespaceURI, qname.prefix, 'ns')}:{qname.localName}"

    def scheme(self, uri: str | None) -> str:
        """The prefix for an entity scheme."""
        return self._prefix(uri or "", _SCHEME_PREFIXES.get(uri or ""), "scheme")

    def _prefix(self, uri: str, wanted: str | None, stem: str) -> str:
        prefix = self._prefix_of.get(uri)
        if prefix is None:
            prefix = wanted if wanted and wanted not in self.namespaces else self._invented(stem)
            self._prefix_of[uri] = prefix
            self.namespaces[prefix] = uri
        return prefix

    def _invented(self, stem: str) -> str:
        count = 0
        while f"{stem}{count}" in self.namespaces:
            count += 1
        return f"{stem}{count}"
