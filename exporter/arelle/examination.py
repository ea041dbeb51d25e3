"""What happens in the warm process: Arelle loads and validates a file, and its facts are taken down as plain data.

Nothing else in the package imports Arelle. The facts are taken from Arelle's model alone: nothing here is shared with
the readers but the names of namespaces, so that an error of theirs cannot hide itself.
"""

from __future__ import annotations

import datetime
import gc
import itertools
import json
import math
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from exporter.arelle.log import NOT_FOUND, Log, message_text
from exporter.arelle.options import loading_options
from exporter.findings.findings import Severity
from exporter.report.names import LINK, SPECIFICATION_PREFIXES, XLINK

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterator, Mapping

__all__ = ["examine", "load_arelle", "write_viewer"]

#: Arelle's log levels that are not errors; a level that is in neither set is one.
_WARNING_LEVELS = frozenset({"WARNING", "WARNING-SEMANTIC"})

#: Arelle's names of the rules of calculation.
_CALCULATIONS = {"1.1": "c11r", "2.1": "c10"}
#: What reads the Open Information Model as JSON, and takes a fifth of a second to load.
_INLINE_PLUGIN = "inlineXbrlDocumentSet"
_JSON_PLUGIN = "loadFromOIM"
_VIEWER_PLUGIN = "ixbrl-viewer"
_SUMMATION_11 = "https://xbrl.org/2023/arcrole/summation-item"
#: How the codes of the unit registry begin.
_UNIT_REGISTRY = "utre:"
#: What XBRL 2.1 calls inconsistent, and not invalid: totals, and concepts that are the same or belong together.
_INCONSISTENT = (
    "xbrl.5.2.5.2:calcInconsistency",
    "xbrl.5.2.6.2.2:essenceAliasUnitsInconsistency",
    "xbrl.5.2.6.2.4:requiresElementInconsistency",
)
_FACT_FOOTNOTE = "http://www.xbrl.org/2003/arcrole/fact-footnote"
_SCHEME_PREFIXES = {"http://www.sec.gov/CIK": "cik"}
_INT32 = range(-(2**31), 2**31)
#: What Inline XBRL documents are called.
_INLINE_ENDINGS = frozenset({".htm", ".html", ".xhtml"})
#: Packages of Inline XBRL, and those of which the ending does not say what reports are in them.
_INLINE_PACKAGE, _ANY_PACKAGE = ".xbri", (".xbr", ".zip")
_MIDNIGHT = datetime.time()
_XML_SPACE = " \t\r\n"
#: Tuples from the outermost to the one around a fact: the name of each, and its number among those of its name there.
_Path = tuple[tuple[Any, int], ...]


def load_arelle() -> None:
    """Import Arelle, which takes half a second."""
    import arelle.api.Session  # noqa: F401, PLC0415 - Arelle lives in the warm process only


def examine(
    entry_points: list[str],
    packages: list[str],
    calculations: str = "1.1",
    *,
    ours: bool = True,
    base_taxonomies: bool = True,
) -> dict[str, Any]:
    """Load and validate a file with Arelle, or a set of Inline XBRL documents.

    Args:
        entry_points: the path of an instance, a schema or a taxonomy package; or those of the documents of a set.
        packages: the paths of taxonomy packages (zip).
        calculations: by which rules totals are judged, Calculations `1.1` or those of XBRL `2.1`.
        ours: whether the file is one that we wrote. One from elsewhere need not be such as the Open Information Model
            holds, nor keep to the unit registry: of the one there is information, of the other a warning. And by the
            rules 1.1 its totals are judged by the rules that their arcs come with: of those of XBRL 2.1 there are
            warnings, see `Sums.of` of the own judge.
        base_taxonomies: whether the documents are judged, too, that lie neither beside the file nor in its package.

    Returns:
        Plain data: under `messages` dicts with the fields of a JudgeMessage, under `report` the parts of a Report,
        under `recognised` whether the file is one that Arelle judges, under `not_judged` what was left out, and under
        `lacks_schema` whether a schema was not found.
    """
    by_origin = not ours and calculations == "1.1"
    options = _options(entry_points, packages, "2.1" if by_origin else calculations, base_taxonomies=base_taxonomies)
    answer = _verdict(options, calculations, ours=ours)
    gc.collect()  # Arelle's models are full of cycles; those of 100,000 facts would double the memory of the next call
    return answer


def write_viewer(entry_point: str, packages: list[str], destination: str) -> list[str]:
    """Write an Inline XBRL document as a page in which its facts can be looked at, with the script beside it.

    Returns: what Arelle found missing, which leaves the page without labels.
    """
    from arelle.api.Session import Session  # noqa: PLC0415 - Arelle lives in the warm process only

    log = Log()
    viewer = {"saveViewerDest": destination}
    options = loading_options([entry_point], packages, plugins=_VIEWER_PLUGIN, pluginOptions=viewer)
    with Session() as session:
        session.run(options, logHandler=log)
        for model in session.get_models():
            model.close()
    gc.collect()
    messages = [message_text(record) for record in log.records if getattr(record, "messageCode", "") in NOT_FOUND]
    return list(dict.fromkeys(messages))


def _verdict(options: Any, calculations: str, *, ours: bool) -> dict[str, Any]:  # noqa: ANN401 - RuntimeOptions
    from arelle.api.Session import Session  # noqa: PLC0415 - Arelle lives in the warm process only

    log = Log()
    by_origin = not ours and calculations == "1.1"
    with Session() as session:  # a new one for each file: a second run with packages in one Session fails
        session.run(options, logHandler=log)
        models = [model for model in session.get_models() if model.modelDocument is not None]
        for model in models if by_origin else ():
            _check_newer_totals(model)
        count = len(log.records)
        for model in models:
            _check_information_model(model)
        items = [fact for model in models for fact, _ in _items(model.facts)]
        ids = _fact_ids([*items, *(fact for model in models for fact in model.undefinedFacts)])
        mild = () if ours else (_UNIT_REGISTRY, *(_INCONSISTENT if by_origin else ()))
        messages = [*_entries(log.records[:count], ids, mild)]
        model_messages = [*_entries(log.records[count:], ids, mild)]
        answer = {
            "messages": messages + (model_messages if ours else _as_information(model_messages)),
            "report": _plain_report(models, ids),
            "recognised": any(_is_xbrl(model) for model in models),
            "not_judged": _not_judged(models, calculations),
            "lacks_schema": any(map(_is_missing_schema, log.records)),
        }
        for model in models:
            model.close()  # the Session leaves them open
    return answer


def _check_information_model(model: Any) -> None:  # noqa: ANN401 - Arelle's ModelXbrl
    """Have Arelle see whether an instance is such as the Open Information Model holds (OIM 1.0, xBRL-XML).

    Were this done with the rest, an instance that is not would not have its totals judged.
    """
    from arelle.ModelDocumentType import ModelDocumentType  # noqa: PLC0415 - Arelle lives in the warm process only
    from arelle.oim.Validate import validateOIM  # noqa: PLC0415 - the same

    if model.modelDocument.type in {ModelDocumentType.INSTANCE, ModelDocumentType.INLINEXBRL}:
        # How often each assertion of formulas held is among the errors, and would count as one.
        model.errors[:] = [error for error in model.errors if isinstance(error, str)]
        validateOIM(model)


def _check_newer_totals(model: Any) -> None:  # noqa: ANN401 - Arelle's ModelXbrl
    """Have Arelle judge the totals of Calculations 1.1 by these rules, where it judged the older ones by their own.

    It would take the older ones for newer ones, unless it does not see them.
    """
    from arelle import ValidateXbrlCalcs  # noqa: PLC0415 - Arelle lives in the warm process only
    from arelle.XbrlConst import summationItem  # noqa: PLC0415 - the same

    if not _has_newer_totals(model):
        return
    older = {key: arcs for key, arcs in model.baseSets.items() if key[0] == summationItem}
    for key in older:
        del model.baseSets[key]
    mode = ValidateXbrlCalcs.ValidateCalcsMode.ROUND_TO_NEAREST
    for validation in ValidateXbrlCalcs.validate(model, mode):
        model.validation(validation)
    model.baseSets.update(older)


def _has_newer_totals(model: Any) -> bool:  # noqa: ANN401 - Arelle's ModelXbrl
    return any(key[0] == _SUMMATION_11 for key in model.baseSets)


def _as_information(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put messages of a kind together, and take their weight from them."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        groups.setdefault(entry["code"], []).append(entry)
    return [
        {
            **group[0],
            "severity": Severity.INFO.value,
            "message": group[0]["message"] + (f" (and {len(group) - 1:,} more of this kind)" if group[1:] else ""),
        }
        for group in groups.values()
    ]


def _not_judged(models: list[Any], calculations: str) -> list[str]:
    """Say what these rules of calculation leave out."""
    if calculations == "1.1":
        return []
    return ["totals of Calculations 1.1"] if any(map(_has_newer_totals, models)) else []


def _is_xbrl(model: Any) -> bool:  # noqa: ANN401 - Arelle's ModelXbrl
    """Tell whether there is something to judge.

    Of other XML documents Arelle says nothing, not even that.
    """
    from arelle.ModelDocumentType import ModelDocumentType  # noqa: PLC0415 - Arelle lives in the warm process only

    taxonomies = {ModelDocumentType.SCHEMA, ModelDocumentType.LINKBASE}
    inline = {ModelDocumentType.INLINEXBRL, ModelDocumentType.INLINEXBRLDOCUMENTSET}
    return model.modelDocument.type in {ModelDocumentType.INSTANCE, *inline, *taxonomies}


def _options(entry_points: list[str], packages: list[str], calculations: str, *, base_taxonomies: bool) -> Any:  # noqa: ANN401 - RuntimeOptions
    endings = {PurePosixPath(name).suffix.lower() for name in entry_points}
    is_set = endings <= _INLINE_ENDINGS
    may_be_inline = is_set or endings <= {_INLINE_PACKAGE, *_ANY_PACKAGE}
    may_be_json = endings <= {".json", *_ANY_PACKAGE}
    plugins = [*([_INLINE_PLUGIN] if may_be_inline else []), *([_JSON_PLUGIN] if may_be_json else [])]
    as_set = json.dumps([{"ixds": [{"file": entry_point} for entry_point in entry_points]}])
    return loading_options(
        entry_points,
        packages,
        **({"entrypointFile": as_set} if is_set else {}),
        plugins="|".join(plugins) or None,
        validate=True,
        baseTaxonomyValidationMode="all" if base_taxonomies else "none",
        utrValidate=True,
        calcs=_CALCULATIONS[calculations],
        # Inline XBRL prints a fact as often as it likes, in two languages and rounded.
        validateDuplicateFacts="inconsistent" if may_be_inline else "all",
    )


def _entries(
    records: list[logging.LogRecord], ids: Mapping[Any, str], mild: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    """Turn each record into the fields of a JudgeMessage; codes that begin in some ways are warnings."""
    ids_by_object = {(fact.modelDocument.basename, fact.objectId()): id_ for fact, id_ in ids.items()}
    for record in records:
        references = getattr(record, "refs", None) or [{}]
        first_reference = references[0]
        fact_ids = [ids_by_object.get((_document_name(ref), ref.get("objectId"))) for ref in references]
        code = str(getattr(record, "messageCode", ""))
        is_warning = record.levelname in _WARNING_LEVELS or code.startswith(mild)
        yield {
            "code": code,
            "severity": (Severity.WARNING if is_warning else Severity.ERROR).value,
            "message": " ".join(message_text(record).split()),
            "fact_ids": list(dict.fromkeys(id_ for id_ in fact_ids if id_ is not None)),
            "file": _document_name(first_reference) or None,
            "line": int(first_reference["sourceLine"]) if first_reference.get("sourceLine") else None,
        }


def _is_missing_schema(record: logging.LogRecord) -> bool:
    """Tell whether a record says that a schema, or something that may be one, is not there."""
    if getattr(record, "messageCode", "") not in NOT_FOUND:
        return False
    arguments = record.args if isinstance(record.args, dict) else {}
    name = str(arguments.get("url") or arguments.get("fileName") or "")
    return not name.lower().endswith(".xml")


def _document_name(reference: Mapping[str, Any]) -> str:
    """Take the file name from the href of one of Arelle's references; empty if there is none."""
    return PurePosixPath(str(reference.get("href", "")).partition("#")[0]).name


def _items(facts: list[Any], path: _Path = ()) -> Iterator[tuple[Any, _Path]]:
    """Yield items in document order, those of tuples included, each with the path of tuples around it."""
    counts: dict[Any, int] = {}
    for fact in facts:
        if fact.isTuple:
            counts[fact.qname] = counts.get(fact.qname, 0) + 1
            step = fact.qname, counts[fact.qname]
            yield from _items(fact.modelTupleFacts, (*path, step))
        else:
            yield fact, path


def _fact_ids(facts: list[Any]) -> dict[Any, str]:
    """Give each fact an id.

    Facts without one are numbered `unnamed-1`, `unnamed-2` in document order; of several with one id all but the first
    get a number behind it.
    """
    own_ids = {fact.id for fact in facts}
    stem = "unnamed"
    while any(id_ and id_.startswith(f"{stem}-") for id_ in own_ids):
        stem += "-"
    numbers = itertools.count(1)
    ids: dict[Any, str] = {}
    taken: set[str] = set()
    counts: dict[str, int] = {}
    for fact in facts:
        name = candidate = fact.id or f"{stem}-{next(numbers)}"
        while candidate in taken or (candidate in own_ids and candidate != fact.id):
            counts[name] = counts.get(name, 1) + 1
            candidate = f"{name}-{counts[name]}"
        taken.add(candidate)
        ids[fact] = candidate
    return ids


def _plain_report(models: list[Any], ids: Mapping[Any, str]) -> dict[str, Any]:
    """Take the facts from Arelle's models.

    Returns:
        The parts of a Report as plain data; each fact is a row whose dimensions are still a dict.
    """
    prefixes = _Prefixes()
    typed_domains: dict[str, str] = {}
    contexts: dict[Any, dict[str, Any]] = {None: {"dimensions": {}}}
    rows = []
    items = (item for model in models for item in _items(model.facts))
    for fact, path in items:
        if not fact.isItem or fact.isFraction:
            continue
        if fact.context not in contexts:
            contexts[fact.context] = _context_aspects(fact.context, prefixes, typed_domains)
            if fact.modelXbrl.loadedFromOIM:  # whose contexts Arelle makes up
                contexts[fact.context].pop("scenario", None)
        name = {"id": ids[fact], "concept": prefixes.name(fact.qname)}
        around = {"tuple": prefixes.path(path)} if path else {}
        rows.append(name | contexts[fact.context] | _fact_aspects(fact, prefixes) | around)
    return {
        "facts": rows,
        "namespaces": prefixes.namespaces,
        "entry_points": list(dict.fromkeys(href for model in models for href in _schema_references(model))),
        "typed_domains": typed_domains,
        "footnotes": [row for model in models for row in _footnote_rows(model, ids)],
    }


def _footnote_rows(model: Any, ids: Mapping[Any, str]) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - Arelle's ModelXbrl
    """Yield a row for each footnote of each fact.

    An arc may end at something else, which Arelle then says.
    """
    for arc in model.relationshipSet(_FACT_FOOTNOTE).modelRelationships:
        fact, footnote = arc.fromModelObject, arc.toModelObject
        if fact in ids and footnote is not None and footnote.qname == _footnote_name():
            text = footnote.stringValue
            language = footnote.xmlLang or None
            yield {"fact": ids[fact], "footnote": str(footnote.xlinkLabel), "language": language, "text": text}


def _footnote_name() -> Any:  # noqa: ANN401 - Arelle's QName
    from arelle.XbrlConst import qnLinkFootnote  # noqa: PLC0415 - Arelle lives in the warm process only

    return qnLinkFootnote


def _schema_references(model: Any) -> list[str]:  # noqa: ANN401 - Arelle's ModelXbrl
    """List the hrefs of an instance's schemaRefs, or of those of a set of documents, as written."""
    from arelle.ModelDocumentType import ModelDocumentType  # noqa: PLC0415 - Arelle lives in the warm process only

    inline = (each for each in model.urlDocs.values() if each.type == ModelDocumentType.INLINEXBRL)
    documents = [model.modelDocument, *(each for each in inline if each is not model.modelDocument)]
    return [
        element.get(f"{{{XLINK}}}href")
        for document in documents
        for element in document.xmlRootElement.iter(f"{{{LINK}}}schemaRef")
    ]


def _context_aspects(context: Any, prefixes: _Prefixes, typed_domains: dict[str, str]) -> dict[str, Any]:  # noqa: ANN401 - Arelle
    """Take entity, period and dimensions from one of Arelle's contexts.

    Puts the element of each typed dimension into `typed_domains`.
    """
    scheme, identifier = context.entityIdentifier
    start, end = context.startDatetime, context.endDatetime
    dimensions, scenario = {}, []
    for dimension, value in context.qnameDims.items():
        name = prefixes.name(dimension)
        scenario += [name] if value.contextElement == "scenario" else []
        if value.memberQname is not None:
            dimensions[name] = prefixes.name(value.memberQname)
        elif value.typedMember is not None:
            dimensions[name] = value.typedMember.stringValue
            typed_domains[name] = prefixes.name(value.typedMember.qname)
    return {
        "entity": f"{prefixes.scheme(scheme)}:{identifier}",
        "period_start": _moment_text(start, start and start.date()),
        # Arelle's endDatetime is exclusive, and its endDate is the day before one that is midnight.
        "period_end": _moment_text(end, context.endDate),
        "dimensions": dimensions,
        **({"scenario": " ".join(sorted(scenario))} if scenario else {}),
    }


def _moment_text(moment: datetime.datetime | None, day: datetime.date | None) -> str | None:
    """Write a moment as a Report does.

    Args:
        moment: date and time, with a time zone or without one.
        day: what is written if the moment is midnight.
    """
    if moment is None or day is None:
        return None
    zone = moment.strftime("%z")
    zone = "Z" if zone == "+0000" else f"{zone[:3]}:{zone[3:]}" if zone else ""
    if moment.time() == _MIDNIGHT:
        return f"{day.isoformat()}{zone}"
    text = moment.replace(tzinfo=None).isoformat()
    return f"{text.rstrip('0') if '.' in text else text}{zone}"


def _fact_aspects(fact: Any, prefixes: _Prefixes) -> dict[str, Any]:  # noqa: ANN401 - Arelle's ModelFact
    """Take unit, language, value and decimals from one of Arelle's facts."""
    is_numeric = fact.isNumeric or fact.unitID is not None
    text = fact.stringValue
    return {
        "unit": None if fact.unit is None else _unit_text(fact.unit, prefixes),
        "language": None if is_numeric else fact.xmlLang or None,
        "value": None if fact.isNil else text.strip(_XML_SPACE) if is_numeric else text,
        "decimals": _fact_decimals(fact) if is_numeric else None,
    }


def _unit_text(unit: Any, prefixes: _Prefixes) -> str:  # noqa: ANN401 - Arelle's ModelUnit
    """Write a unit's measures as a Report does.

    Empty if it has none that Arelle can read, which is an error of its own.
    """
    try:
        sides = unit.measures
    except AttributeError:  # Arelle trips over a divide that lacks its numerator or denominator
        return ""
    return "/".join("*".join(sorted(map(prefixes.name, side))) for side in sides if side)


def _fact_decimals(fact: Any) -> int | None:  # noqa: ANN401 - Arelle's ModelFact
    """Take a fact's decimals, or infer them from its precision.

    None if the fact is exact, or if a Report cannot hold the number.
    """
    from arelle.ValidateXbrlCalcs import inferredDecimals  # noqa: PLC0415 - Arelle lives in the warm process only

    decimals = inferredDecimals(fact)
    return int(decimals) if math.isfinite(decimals) and decimals in _INT32 else None


class _Prefixes:
    """Prefixes as the document has them, each for one namespace; others are made up."""

    def __init__(self) -> None:
        self.namespaces = dict(SPECIFICATION_PREFIXES)
        self._prefix_of = {uri: prefix for prefix, uri in self.namespaces.items()}
        self._counts: dict[str, int] = {}  # below which all numbers of a stem are taken

    def name(self, qname: Any) -> str:  # noqa: ANN401 - Arelle's QName
        """Write one of Arelle's qualified names with its prefix."""
        if not qname.namespaceURI:
            return str(qname.localName)
        return f"{self._prefix(qname.namespaceURI, qname.prefix, 'ns')}:{qname.localName}"

    def path(self, tuples: _Path) -> str:
        """Write the tuples around a fact as a Report does."""
        return "/".join(f"{self.name(name)}[{number}]" for name, number in tuples)

    def scheme(self, uri: str | None) -> str:
        """Choose the prefix for an entity scheme."""
        return self._prefix(uri or "", _SCHEME_PREFIXES.get(uri or ""), "scheme")

    def _prefix(self, uri: str, preferred: str | None, stem: str) -> str:
        """Look up the prefix of a namespace; a new one is the preferred one, or the stem and a number."""
        prefix = self._prefix_of.get(uri)
        if prefix is None:
            prefix = preferred if preferred and preferred not in self.namespaces else self._numbered_prefix(stem)
            self._prefix_of[uri] = prefix
            self.namespaces[prefix] = uri
        return prefix

    def _numbered_prefix(self, stem: str) -> str:
        count = self._counts.get(stem, 0)
        while f"{stem}{count}" in self.namespaces:
            count += 1
        self._counts[stem] = count
        return f"{stem}{count}"
