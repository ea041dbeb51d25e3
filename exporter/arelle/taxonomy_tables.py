"""What happens in the warm process when a taxonomy is imported: Arelle loads the set, and it is written as tables.

Arelle resolves what needs a whole set for it: types, locators, prohibited and overridden arcs. What it has resolved is
taken down as it is, and nothing is inherited: a hypercube's members are arcs here, as they are in the linkbases.
"""

from __future__ import annotations

import gc
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporter.arelle.log import NOT_FOUND, Log, message_text, missing_document
from exporter.arelle.options import loading_options
from exporter.report.names import LINK, SPECIFICATION_PREFIXES, XBRLDT, XBRLI, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["TABLES", "table_schema", "write_tables"]

#: The columns of each table. Names are prefixed, as `namespaces` says; types without a name are `concept#type`.
#: Where there is none of something, it is null.
TABLES: dict[str, tuple[str, ...]] = {
    "namespaces": ("prefix", "namespace"),
    # `head` is item, tuple, hypercubeItem or dimensionItem; `schema` and `id` make the address of the declaration.
    "concepts": (
        *("name", "schema", "id", "type", "item_type", "period", "balance", "abstract", "nillable", "head"),
        *("substitution_group", "typed_domain", "enum_domain", "enum_role", "enum_usable"),
    ),
    # `chain` and `facets` are JSON: expanded names of the type, if it has one, and its ancestors; a step of restriction
    # each. `xsd_type` is there where a type ends in one of XML Schema, or narrows its content to one.
    # `open` says whether items may have attributes that XBRL does not define, such as xml:lang.
    "types": ("type", "schema", "item_type", "xsd_type", "chain", "facets", "open"),
    # An element that holds members of typed dimensions, and its type.
    "typed_domains": ("element", "type"),
    # Other global elements, which may be members of explicit dimensions.
    "elements": ("name",),
    "labels": ("concept", "role", "language", "text"),
    "documentation": ("concept", "role", "language", "text"),
    # A row for each part; those of one reference have one number.
    "references": ("concept", "role", "number", "namespace", "part", "text"),
    # Arcs between concepts; `position` counts those of a source in their order.
    "relationships": (
        *("role", "arcrole", "source", "target", "position", "order", "weight", "preferred_label", "target_role"),
        *("context_element", "closed", "usable"),
    ),
    "roles": ("role", "schema", "id", "definition", "used_on"),
    "role_labels": ("role", "language", "text"),
}

_DOCUMENTATION = "http://www.xbrl.org/2003/role/documentation"
_ARCROLE = "http://www.xbrl.org/2003/arcrole/"
_LABELS, _REFERENCES = f"{_ARCROLE}concept-label", f"{_ARCROLE}concept-reference"
_ELEMENT_LABEL = "http://xbrl.org/arcrole/2008/element-label"
_SUMMATIONS = (f"{_ARCROLE}summation-item", "https://xbrl.org/2023/arcrole/summation-item")
_DIMENSIONAL = "http://xbrl.org/int/dim/arcrole/"
_HYPERCUBES = (f"{_DIMENSIONAL}all", f"{_DIMENSIONAL}notAll")
_MEMBERS = (f"{_DIMENSIONAL}dimension-domain", f"{_DIMENSIONAL}domain-member")
#: Arcs of formulas and of what is checked by them begin so.
_FORMULAS = "http://xbrl.org/arcrole/"
#: How namespaces of extensible enumerations begin: an attribute of one of these makes a concept an enumeration.
_ENUMERATIONS = ("{http://xbrl.org/2014/extensible-enum", "{http://xbrl.org/2016/extensible-enum")
_ENUMERATIONS_2 = ("{http://xbrl.org/2020/extensible-enum", "{http://xbrl.org/PWD/", "{http://xbrl.org/WGWD/")
_FACETS = frozenset(
    (
        *("pattern", "enumeration", "length", "minLength", "maxLength", "minInclusive", "maxInclusive"),
        *("minExclusive", "maxExclusive", "totalDigits", "fractionDigits", "whiteSpace"),
    )
)
#: The prefixes of specifications, whatever a set calls them.
_PREFIXES = {**SPECIFICATION_PREFIXES, "xs": XSD}
_TRUE = frozenset(("true", "1"))
#: What lets other attributes into a type; the groups of XBRL 2.1 do.
_OPENING = (f"{{{XSD}}}anyAttribute", f"{{{XSD}}}attributeGroup")
_MOST_MESSAGES = 100
#: No type is derived in more steps; one that is derived from itself would be.
_MOST_STEPS = 100
#: A weight that can be reckoned with: a decimal number of XML Schema, of no more digits than anybody needs.
_WEIGHT = re.compile(r"[+-]?(?:[0-9]{1,100}(?:\.[0-9]{0,100})?|\.[0-9]{1,100})")


def write_tables(entry_point: str, packages: list[str], folder: str) -> dict[str, Any]:
    """Have Arelle load a taxonomy set, and write its tables as Parquet files.

    Args:
        entry_point: the URL or path of a schema or linkbase.
        packages: the paths of taxonomy packages (zip) that say where URLs lie; there is no network.
        folder: where the files go, `concepts.parquet` and so on.

    Returns:
        Plain data: `missing`, what was not found, each with who refers to it; `messages`, what else Arelle said as it
        loaded; `documents`, the URLs of the schemas and linkbases but for those of specifications; `formulas`, how many
        arcs of formulas there are; `unresolved`, how many arcs are left out, since they lead to nothing that is there
        or have a weight that is no number. Where Arelle broke down over what documents say, `stumbled` has the reason.
    """
    from arelle.api.Session import Session  # noqa: PLC0415 - Arelle lives in the warm process only

    log = Log()
    answer: dict[str, Any] = {"documents": []}
    with Session() as session:
        try:
            session.run(loading_options([entry_point], packages), logHandler=log)
            for model in [model for model in session.get_models() if model.modelDocument is not None][:1]:
                answer |= _written(_Tables(model), Path(folder))
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
            reason = next(iter(str(error).splitlines()), "")
            answer["stumbled"] = f"Arelle cannot make sense of it ({type(error).__name__}: {reason})"
        for model in session.get_models():
            model.close()
    gc.collect()
    return answer | {"missing": _missing(log), "messages": _messages(log)}


def _written(tables: _Tables, folder: Path) -> dict[str, Any]:
    """Write the tables of a model, and say what else there is to know of it."""
    _write(tables.rows, folder)
    documents = [url for url, document in tables.model.urlDocs.items() if _is_of_set(document)]
    return {"documents": documents, "formulas": tables.formulas, "unresolved": tables.unresolved}


def _is_of_set(document: Any) -> bool:  # noqa: ANN401 - Arelle's ModelDocument
    return "/arelle/resources/" not in (document.filepath or "").replace("\\", "/")


def _missing(log: Log) -> list[tuple[str, str]]:
    """List what was not found, with the file that refers to it."""
    missing: dict[str, str] = {}
    for record in log.records:
        if getattr(record, "messageCode", "") in NOT_FOUND:
            missing.setdefault(*missing_document(record))
    return list(missing.items())


def _messages(log: Log) -> list[str]:
    texts = [
        f"[{getattr(record, 'messageCode', '')}] {' '.join(message_text(record).split())}"
        for record in log.records
        if getattr(record, "messageCode", "") not in NOT_FOUND
    ]
    return list(dict.fromkeys(texts))[:_MOST_MESSAGES]


def table_schema(name: str) -> dict[str, Any]:
    """Give the types of a table's columns."""
    import polars as pl  # noqa: PLC0415 - other work of the warm process does without

    types = {"position": pl.Int32, "number": pl.Int32}
    flags = {"abstract", "nillable", "enum_usable", "closed", "usable", "open"}
    return {column: pl.Boolean if column in flags else types.get(column, pl.String) for column in TABLES[name]}


def _write(rows: dict[str, list[tuple[Any, ...]]], folder: Path) -> None:
    import polars as pl  # noqa: PLC0415 - other work of the warm process does without

    for name in TABLES:
        frame = pl.DataFrame(rows[name], schema=table_schema(name), orient="row")
        frame.write_parquet(folder / f"{name}.parquet", compression="zstd")


class _Tables:
    """The rows of each table, taken from one of Arelle's models."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401 - Arelle's ModelXbrl
        self.model = model
        self.rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self.formulas = self.unresolved = 0
        self._prefixes: dict[str, str] = {uri: prefix for prefix, uri in _PREFIXES.items()}
        self._taken = set(_PREFIXES)
        self._names: dict[Any, str] = {}
        self._types: dict[Any, tuple[str, str | None]] = {}
        self._concepts()
        self._relationships()
        self._roles()
        self.rows["namespaces"] = [(prefix, uri) for uri, prefix in self._prefixes.items()]

    def name(self, qname: Any) -> str:  # noqa: ANN401 - Arelle's QName
        """Write one of Arelle's qualified names with the prefix that the set has for its namespace."""
        name = self._names.get(qname)
        if name is None:
            name = self._names[qname] = f"{self._prefix(qname.namespaceURI or '', qname.prefix)}:{qname.localName}"
        return name

    def _prefix(self, uri: str, preferred: str | None) -> str:
        if uri not in self._prefixes:
            stem = preferred or "ns"
            prefix, number = stem, 1
            while prefix in self._taken or (number == 1 and not preferred):
                prefix, number = f"{stem}{number}", number + 1
            self._prefixes[uri] = prefix
            self._taken.add(prefix)
        return self._prefixes[uri]

    def _concepts(self) -> None:
        places = {url: place for place, url in enumerate(self.model.urlDocs)}
        concepts = [
            (places.get(concept.modelDocument.uri, 0), concept.sourceline or 0, concept)
            for concept in self.model.qnameConcepts.values()
            if (concept.isItem or concept.isTuple) and concept.qname.namespaceURI not in {XBRLI, XBRLDT}
        ]
        concepts.sort(key=lambda entry: entry[:2])
        taken = {id(concept) for _, _, concept in concepts}
        others = [concept for concept in self.model.qnameConcepts.values() if id(concept) not in taken]
        self.rows["elements"] = sorted((self.name(each.qname),) for each in others if _is_of_set(each.modelDocument))
        for _, _, concept in concepts:
            self.rows["concepts"].append(self._concept(concept))

    def _concept(self, concept: Any) -> tuple[Any, ...]:  # noqa: ANN401 - Arelle's ModelConcept
        type_name, item_type = self._type(concept)
        group = concept.substitutionGroupQname
        typed_domain = concept.typedDomainElement if concept.isTypedDimension else None
        if typed_domain is not None and hasattr(typed_domain, "typeQname"):
            self._typed_domain(typed_domain)
        else:
            typed_domain = None
        names = concept.keys()
        has_enumeration = any(name.startswith((*_ENUMERATIONS, *_ENUMERATIONS_2)) for name in names)
        domain = concept.enumDomainQname if has_enumeration else None
        return (
            self.name(concept.qname),
            concept.modelDocument.uri,
            concept.id,
            type_name,
            item_type,
            concept.periodType,
            concept.balance,
            bool(concept.isAbstract),
            bool(concept.isNillable),
            self._head(concept),
            self.name(group) if group is not None else None,
            self.name(typed_domain.qname) if typed_domain is not None else None,
            self.name(domain) if domain is not None else None,
            concept.enumLinkrole if has_enumeration else None,
            (concept.enumDomainUsable in _TRUE) if has_enumeration else None,
        )

    @staticmethod
    def _head(concept: Any) -> str:  # noqa: ANN401 - Arelle's ModelConcept
        """Tell what a concept is by what it can stand in for."""
        if concept.isTuple:
            return "tuple"
        if concept.isHypercubeItem:
            return "hypercubeItem"
        return "dimensionItem" if concept.isDimensionItem else "item"

    def _typed_domain(self, element: Any) -> None:  # noqa: ANN401 - Arelle's ModelConcept
        name = self.name(element.qname)
        if not any(row[0] == name for row in self.rows["typed_domains"]):
            self.rows["typed_domains"].append((name, self._type(element)[0]))

    def _type(self, concept: Any) -> tuple[str, str | None]:  # noqa: ANN401 - Arelle's ModelConcept
        """Give the name of an element's type, and the item type of XBRL 2.1 that it is based on."""
        qname = concept.typeQname
        if qname not in self._types:
            is_unnamed = qname.localName.endswith("@anonymousType")
            name = self.name(qname).replace("@anonymousType", "#type")
            derivation = _Derivation(self.model, qname)
            chain = json.dumps(derivation.chain[1:] if is_unnamed else derivation.chain)
            definition = self.model.qnameTypes.get(qname)
            schema = definition.modelDocument.uri if definition is not None else None
            self._types[qname] = name, derivation.item_type
            ends = derivation.item_type, derivation.xsd_type
            row = name, schema, *ends, chain, json.dumps(derivation.steps), derivation.is_open
            self.rows["types"].append(row)
        return self._types[qname]

    def _relationships(self) -> None:
        for key in list(self.model.baseSets):
            arcrole, role, link, arc = key
            if not (role and link and arc) or arcrole.startswith("XBRL-"):
                continue
            arcs = self.model.relationshipSet(*key).modelRelationships
            if arcrole.startswith(_FORMULAS) and arcrole != _ELEMENT_LABEL:
                self.formulas += len(arcs)
            elif arcrole == _LABELS:
                self._labels(arcs)
            elif arcrole == _REFERENCES:
                self._references(arcs)
            elif arcrole == _ELEMENT_LABEL:
                self._role_labels(arcs)
            elif link.namespaceURI == LINK:
                self._arcs(arcs, arcrole, role)

    def _labels(self, arcs: Iterable[Any]) -> None:
        for concept, label in self._ends(arcs):
            table = "documentation" if label.role == _DOCUMENTATION else "labels"
            self.rows[table].append((self.name(concept.qname), label.role, label.xmlLang, label.stringValue))

    def _references(self, arcs: Iterable[Any]) -> None:
        for number, (concept, reference) in enumerate(self._ends(arcs), start=len(self.rows["references"])):
            for part in reference.iterchildren(tag="{*}*"):
                qname = part.qname
                row = self.name(concept.qname), reference.role, number, qname.namespaceURI, qname.localName
                self.rows["references"].append((*row, part.stringValue))

    def _role_labels(self, arcs: Iterable[Any]) -> None:
        for role, label in self._ends(arcs):
            if (uri := getattr(role, "roleURI", None)) and label.stringValue:
                self.rows["role_labels"].append((uri, label.xmlLang, label.stringValue))

    def _arcs(self, arcs: Iterable[Any], arcrole: str, role: str) -> None:
        is_sum, is_cube, is_member = arcrole in _SUMMATIONS, arcrole in _HYPERCUBES, arcrole in _MEMBERS
        positions: Counter[str] = Counter()
        for arc in arcs:
            source, target = arc.fromModelObject, arc.toModelObject
            weight = (arc.get("weight") or "").strip() or None if is_sum else None
            if not (_is_concept(source) and _is_concept(target) and _WEIGHT.fullmatch(weight or "1")):
                self.unresolved += 1
                continue
            name = self.name(source.qname)
            positions[name] += 1
            self.rows["relationships"].append(
                (
                    *(role, arcrole, name, self.name(target.qname), positions[name], str(arc.orderDecimal)),
                    weight,
                    *(arc.preferredLabel, arc.targetRole),
                    arc.contextElement if is_cube else None,
                    arc.isClosed if is_cube else None,
                    arc.isUsable if is_member else None,
                )
            )

    def _ends(self, arcs: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield both ends of each arc whose ends are there; count the others."""
        for arc in arcs:
            source, target = arc.fromModelObject, arc.toModelObject
            if source is None or target is None:
                self.unresolved += 1
            else:
                yield source, target

    def _roles(self) -> None:
        for uri, types in self.model.roleTypes.items():
            for role in types[:1]:
                used_on = json.dumps(sorted(qname.localName for qname in role.usedOns))
                self.rows["roles"].append((uri, role.modelDocument.uri, role.id, role.definition, used_on))


def _is_concept(element: Any) -> bool:  # noqa: ANN401 - one of Arelle's objects
    return getattr(element, "isItem", False) or getattr(element, "isTuple", False)


class _Derivation:
    """What a type is derived from.

    Attributes:
        chain: the expanded names of the type and its ancestors, the last one being of XBRL 2.1 or XML Schema.
        steps: the facets of each restriction on the way.
        item_type: the item type of XBRL 2.1 at its end, if it ends there.
        xsd_type: the built-in type of XML Schema at its end, or to which a restriction narrows its content.
        is_open: whether elements of the type may have attributes of any namespace: a restriction that does not say so
            again takes that away (XML Schema Part 1, 3.4.2).
    """

    def __init__(self, model: Any, qname: Any) -> None:  # noqa: ANN401 - Arelle's ModelXbrl and QName
        self.chain: list[str] = []
        self.steps: list[dict[str, list[str]]] = []
        self.item_type: str | None = None
        self.xsd_type: str | None = None
        self.is_open = True
        self._model, self._left = model, _MOST_STEPS
        self._follow(qname)

    def _follow(self, qname: Any, *, is_content: bool = False) -> None:  # noqa: ANN401 - Arelle's QName
        """Follow a type, or the simple type to which a restriction narrows its content, to the end.

        Types may lead to each other in a circle, or by countless ways, so that all of them together have a limit.
        """
        while self._left:
            self._left -= 1
            if not is_content:
                self.chain.append(f"{{{qname.namespaceURI or ''}}}{qname.localName}")
            if qname.namespaceURI == XSD:
                self.xsd_type = self.xsd_type or qname.localName
                return
            if qname.namespaceURI == XBRLI and qname.localName.endswith("ItemType"):
                self.item_type = qname.localName
                return
            type_ = self._model.qnameTypes.get(qname)
            step = next((step for step in _steps(type_) if step.get("base")), None) if type_ is not None else None
            if step is None:
                return
            self._restrict(step)
            for inner in step.iterfind(f"{{{XSD}}}simpleType/{{{XSD}}}restriction[@base]"):
                self._restrict(inner, is_content=True)
                self._follow(type_.schemaNameQname(inner.get("base")), is_content=True)
            qname = type_.schemaNameQname(step.get("base"))

    def _restrict(self, step: Any, *, is_content: bool = False) -> None:  # noqa: ANN401 - one of Arelle's elements
        tag = str(step.tag)
        if not is_content and tag.endswith("}restriction") and not any(step.iterchildren(*_OPENING)):
            self.is_open = False
        facets: dict[str, list[str]] = defaultdict(list)
        for facet in step.iterchildren():
            local = str(facet.tag).rpartition("}")[2]
            if local in _FACETS and facet.get("value") is not None:
                facets[local].append(facet.get("value"))
        self.steps += [facets] if facets else []


def _steps(type_: Any) -> Iterator[Any]:  # noqa: ANN401 - Arelle's ModelType
    """Yield the elements that say what a type is derived from, the outermost first."""
    for path in ("simpleContent/", "complexContent/", ""):
        for kind in ("restriction", "extension"):
            tag = "/".join(f"{{{XSD}}}{part}" for part in f"{path}{kind}".split("/"))
            yield from type_.iterfind(tag)
