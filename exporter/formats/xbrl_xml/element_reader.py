"""Reads an xBRL-XML instance (XBRL 2.1) element by element. The reference reader: any conforming document, by lxml."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

import polars as pl
from lxml import etree

from exporter.errors import UnreadableInputError
from exporter.files.inputs import open_input
from exporter.findings.findings import Finding, Source
from exporter.formats import rules
from exporter.formats.xbrl_xml.context_reader import READ_CONTEXT_COLUMNS, ContextReader
from exporter.formats.xbrl_xml.elements import SPACE, collapsed, is_nil, local_tag
from exporter.formats.xbrl_xml.footnote_reader import footnote_rows, footnote_table, inherited_language
from exporter.formats.xbrl_xml.names_reader import NamesReader
from exporter.formats.xbrl_xml.schema_reader import SchemaValues
from exporter.formats.xbrl_xml.well_formed import check_well_formed, not_well_formed
from exporter.frames.columns import look_up, recurring
from exporter.report.document import UNIT_COLUMNS, Document, Reading
from exporter.report.ids import distinct
from exporter.report.names import (
    LINK,
    XBRLI,
    XLINK,
    XML,
    XSI,
)
from exporter.report.references import Reference, based
from exporter.report.report import FACT_COLUMNS, TRAIT_COLUMNS, Report, dimensions_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from exporter.findings.registry import Rule

__all__ = ["RAW_COLUMNS", "ElementReader", "read_elements"]

#: A decimal or, of types that allow it, a float (XML Schema Part 2, 3.2.3 and 3.2.4); one with an exponent that no
#: figure needs could not be written out.
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([Ee][+-]?\d{1,3})?", re.ASCII)
#: What floats may say beside numbers (XML Schema Part 2, 3.2.4).
_NOT_FINITE = {"INF", "-INF", "NaN"}
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_SPECIFICATION = (f"{{{LINK}}}", f"{{{XBRLI}}}")
_REFERENCES = {f"{{{LINK}}}{name}": name for name in ("schemaRef", "linkbaseRef", "roleRef", "arcroleRef")}
#: Where a reference of each kind says what it is for.
_ROLES = {"linkbaseRef": f"{{{XLINK}}}role", "roleRef": "roleURI", "arcroleRef": "arcroleURI"}
_ACCURACY = ("decimals", "precision")
_FRACTION = {f"{{{XBRLI}}}numerator", f"{{{XBRLI}}}denominator"}
#: Attributes of facts that XBRL defines; those of other specifications say nothing of a fact.
_DEFINED = frozenset(("id", "contextRef", "unitRef", "decimals", "precision"))
_USUAL = _DEFINED | {f"{{{XML}}}lang", f"{{{XSI}}}nil"}
_BESIDE = (f"{{{XML}}}", f"{{{XSI}}}")
#: Attributes that tuples do not have.
_OF_ITEMS = ("unitRef", "decimals", "precision")
#: Elements nested more deeply than this are in no report.
_DEEPEST = 200
#: Facts with more attributes than these are in no report.
_MOST_ATTRIBUTES = 1000
#: Facts may be linked to footnotes so many times.
_MOST_FOOTNOTES = 2_000_000
#: So many facts are held as Python objects at a time; further ones wait as columns.
_BATCH = 50_000
#: And so many are resolved at a time: enough to be worth indexing all contexts, few enough not to double the memory.
_GROUP = 2_000_000

#: What units give, by their ids.
_READ_UNIT_COLUMNS = pl.Schema({name: UNIT_COLUMNS[name] for name in UNIT_COLUMNS if name != "used"})
#: Facts whose context and unit are not resolved yet. `line` is where an element stands, or null if nobody asked. Traits
#: that facts have by themselves stand behind them, where some fact has them.
RAW_COLUMNS = pl.Schema(
    {
        **dict.fromkeys(("id", "concept", "context", "unit", "language", "value"), pl.String),
        "decimals": pl.Int32,
        "line": pl.Int64,
    }
)
_RAW_TRAITS = pl.Schema({name: kind for name, kind in TRAIT_COLUMNS.items() if name != "scenario"})


def read_elements(source: Path) -> Reading:
    """Read an instance element by element.

    Returns:
        The Report, a finding for whatever could not be read, and the Document.

    Raises:
        UnreadableInputError: not well-formed, with a DTD (so with entities), or not an instance.
        OSError: it cannot be read.
    """
    reader = ElementReader(source)
    with open_input(source) as stream:
        reader.read(stream)
    return reader.reading()


class ElementReader:
    """Gathers contexts and units on the one side and facts on the other, for either may come first.

    Attributes:
        contexts: the aspects that a context gives, by its id; more of them as tables in `context_batches`.
        units: the measures of a unit, by its id.
        batches: facts, as tables with the columns of `RAW_COLUMNS`.
    """

    def __init__(self, source: Path) -> None:
        """Prepare to read; the source is named in findings."""
        self.source = source
        self.findings: list[Finding] = []
        self.names = NamesReader()
        self.context_reader = ContextReader(self.names, self._check_names)
        self.contexts: dict[str, dict[str, Any]] = {}
        self.context_batches: list[pl.DataFrame] = []
        self.units: dict[str, str] = {}
        self.references: list[Reference] = []
        #: The tuples met so far, by the path of the one around each and its name.
        self._tuples: Counter[tuple[str, str]] = Counter()
        self.supplied = SchemaValues(source, lambda: self._entry_points)
        #: What facts use, by its place among the contexts and units, and, for facts that are not read, by its id.
        self._used_places: dict[str, list[pl.Series]] = {"context": [], "unit": []}
        self._used_ids: dict[str, list[str]] = {"context": [], "unit": []}
        self.batches: list[pl.DataFrame] = []
        self._rows: list[dict[str, Any]] = []
        self._footnote_rows: list[dict[str, Any]] = []
        self._footnote_names: set[str] = set()
        #: How many facts say how accurate they are by their precision.
        self._precise = 0

    def read(self, stream: IO[bytes]) -> None:
        """Read a document, or what is left of one.

        Raises:
            UnreadableInputError: as `read_elements`.
        """
        check_well_formed(self.source, stream)  # takes a twentieth of the time, so that nobody waits for a refusal
        for element in self._children(stream):
            if element.tag in _REFERENCES:
                self.references.append(_reference(element))
            elif element.tag == f"{{{XBRLI}}}context":
                self._check_id(element, self.contexts)
                self._read_context(element)
            elif element.tag == f"{{{XBRLI}}}unit":
                self._check_id(element, self.units)
                self._read_unit(element)
            elif element.tag == f"{{{LINK}}}footnoteLink":
                self._check_names(element)
                rows = footnote_rows(element, self.source.name, self._footnote_names, self._fault_footnote)
                self._footnote_rows += islice(rows, _MOST_FOOTNOTES + 1 - len(self._footnote_rows))
                self._check_footnotes()
            elif not str(element.tag).startswith(_SPECIFICATION) or element.get("contextRef") is not None:
                self.read_fact(element)

    def reading(self) -> Reading:
        """Put together what was read.

        Each reference that leads nowhere becomes a finding.
        """
        self.close_batch()
        if self._precise:
            message = f"{self._precise:,} facts have a precision, which is kept as the decimals that it stands for"
            self.findings.append(rules.READER_PRECISION.finding(message, Source(self.source.name)))
        rows = [{"context": name, **aspects} for name, aspects in self.contexts.items()]
        contexts = pl.concat([pl.DataFrame(rows, schema=READ_CONTEXT_COLUMNS), *self.context_batches])
        units = pl.DataFrame(list(self.units.items()), schema=_READ_UNIT_COLUMNS, orient="row")
        facts = pl.concat(self._resolve_batches(contexts, units), how="diagonal")
        traits = [name for name in TRAIT_COLUMNS if name in facts.columns and facts[name].count()]
        facts = self._tell_apart(_name_unnamed(facts.select(*FACT_COLUMNS, *traits)))
        report = Report(
            facts,
            self.names.namespaces,
            self._entry_points,
            self.context_reader.typed_domains,
            self._footnote_table(facts),
            tuple(reference for reference in self.references if reference.element != "schemaRef"),
            self.source,
        )
        document = Document(
            (self.source.name,),
            tuple(self.references),
            contexts.with_columns(used=self._is_used(contexts, "context")),
            units.with_columns(used=self._is_used(units, "unit")),
        )
        return Reading(report, self.findings, document)

    @property
    def _entry_points(self) -> tuple[str, ...]:
        return tuple(reference.href for reference in self.references if reference.element == "schemaRef")

    def _resolve_batches(self, contexts: pl.DataFrame, units: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Add to the facts the aspects that their contexts and units give.

        Facts leave the batches in groups, one for each table that is yielded.

        Args:
            contexts: a table with the columns of `READ_CONTEXT_COLUMNS`.
            units: their ids as `unit`, and their `measures`.

        Yields:
            Facts with the columns of `FACT_COLUMNS` and the traits that some of them have; some still lack an id.
        """
        has_scenario = contexts["scenario"].null_count() < contexts.height
        contexts = contexts if has_scenario else contexts.drop("scenario")
        places = {"context": contexts.with_row_index("context_place"), "unit": units.with_row_index("unit_place")}
        while self.batches:
            group = [self.batches.pop(0)]
            while self.batches and sum(map(len, group)) < _GROUP:
                group.append(self.batches.pop(0))
            facts = pl.concat(group, how="diagonal")
            for name, table in places.items():  # faster than joins, which would copy the facts, too
                facts = facts.hstack(look_up(facts[name], table, name))
            has_context, has_unit = (pl.col(place).is_not_null() for place in ("context_place", "unit_place"))
            is_resolved = has_context & (pl.col("unit").is_null() | has_unit)
            self._fault_unresolved(facts.filter(~is_resolved))
            for name, used_places in self._used_places.items():  # a fact that is not resolved uses them, too
                used_places.append(facts[f"{name}_place"].drop_nulls().unique())
            facts = facts.filter(is_resolved)
            traits = [name for name in TRAIT_COLUMNS if name in facts.columns]
            names = (*FACT_COLUMNS, *traits)
            yield facts.select(pl.col("measures").alias(name) if name == "unit" else name for name in names)

    def _fault_unresolved(self, facts: pl.DataFrame) -> None:
        """Add a finding for each fact whose context or unit is not there."""
        for row in facts.iter_rows(named=True):
            has_context = row["context_place"] is not None
            what = f"the unit {row['unit']!r}" if has_context else f"the context {row['context']!r}"
            message = f"{row['concept']} refers to {what}, which is not there or was not read; the fact was not read"
            source = Source(self.source.name, row["line"])
            self.findings.append(rules.READER_UNRESOLVED_REFERENCE.finding(message, source))

    def _children(self, stream: IO[bytes]) -> Iterator[etree._Element]:
        """Yield the elements below the root, one by one.

        Each is removed after use, so that memory does not grow with the document.
        """
        events = etree.iterparse(
            stream,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
            huge_tree=True,  # so that a text may be long; depth is bounded below, and there are no entities
        )
        try:
            yield from self._walk(events)
        except etree.XMLSyntaxError as error:  # a text that is too long for a tree
            raise not_well_formed(self.source, stream, error, events.error_log) from error

    def _walk(self, events: Any) -> Iterator[etree._Element]:  # noqa: ANN401 - an iterparse object
        depth = 0
        for event, element in events:
            if event == "start":
                if depth == 0:
                    self._check_root(element)
                depth += 1
                if depth > _DEEPEST:
                    raise UnreadableInputError(f"{self.source} has elements nested more than {_DEEPEST} deep: refused")
                continue
            depth -= 1
            if depth == 1:
                self._check_name(element)
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]

    def _check_root(self, root: etree._Element) -> None:
        self._check_name(root)
        if local_tag(root) == "html":
            raise UnreadableInputError(f"{self.source} is an HTML document, and no xBRL-XML instance")
        if root.tag != f"{{{XBRLI}}}xbrl":
            raise UnreadableInputError(f"{self.source} is not an xBRL-XML instance: its root element is {root.tag!s}")
        self.names.prefer(root.nsmap)

    def _check_names(self, element: etree._Element) -> None:
        """See that all prefixes in an element that is kept as it is are declared."""
        for each in element.iter(etree.Element):
            self._check_name(each)

    def _check_name(self, element: etree._Element) -> None:
        """See that the element's prefix is declared, which a parser lets pass (Namespaces in XML 1.0, 7)."""
        tag = str(element.tag)
        if ":" in tag and not tag.startswith("{"):
            raise UnreadableInputError(
                f"{self.source} is not well-formed XML: {tag!r} has no declared prefix, line {element.sourceline}"
            )

    def _check_id(self, element: etree._Element, earlier: Mapping[str, object]) -> None:
        if element.get("id", "") in earlier:
            message = f"the id {element.get('id')!r} is given twice; what came later counts"
            self.fault(rules.READER_DUPLICATE_ID, message, element)

    def _read_context(self, element: etree._Element) -> None:
        """Keep a context.

        One of which a part cannot be read is left out, for its facts would mean something else.
        """
        try:
            self.contexts[element.get("id", "")] = self.context_reader.context(element)
        except ValueError as error:
            self.fault(
                rules.READER_UNSUPPORTED_CONTEXT, f"context {element.get('id')!r} was not read: {error}", element
            )

    def _read_unit(self, element: etree._Element) -> None:
        """Keep a unit; one that cannot be read is left out."""
        try:
            self.units[element.get("id", "")] = self.context_reader.measures(element)
        except ValueError as error:
            self.fault(rules.READER_BAD_UNIT, f"unit {element.get('id')!r} was not read: {error}", element)

    def read_fact(self, element: etree._Element, path: str | None = None) -> None:
        """Keep an item, or the items of a tuple; what is neither becomes a finding.

        Args:
            element: the item or tuple.
            path: the tuples around it, as a Report writes them.
        """
        if not str(element.tag).startswith("{"):
            self._pass_over(rules.READER_BAD_NAME, "has no namespace; it was not read", element)
        elif element.get("contextRef") is None:
            self._read_tuple(element, path)
        elif len(element) and any(child.tag in _FRACTION for child in element):
            terms = "/".join(collapsed(child) for child in element if child.tag in _FRACTION)
            self._pass_over(rules.READER_FRACTION, f"is the fraction {terms[:40]}; it was not read", element)
        else:
            self._read_item(element, path)

    def _read_tuple(self, element: etree._Element, path: str | None) -> None:
        """Keep the items of a tuple: of what has no contextRef, and is no item that lacks it."""
        children = list(element.iterchildren(etree.Element))
        if not children and (collapsed(element) or any(element.get(name) is not None for name in _OF_ITEMS)):
            self._pass_over(rules.READER_MISSING_CONTEXT, "has no contextRef; it was not read", element)
            return
        if not children:
            self._pass_over(rules.READER_TUPLE, "is a tuple without facts; it was not kept", element)
            return
        name = self.names.tag_name(element)
        self._tuples[path or "", name] += 1
        if attributes := sorted(str(key).rpartition("}")[2] for key in element.keys()):  # noqa: SIM118 - of an element
            message = f"{name} is a tuple, whose attributes are not kept: {', '.join(attributes)}"
            self.fault(rules.READER_TUPLE, message, element)
        around = f"{path}/" if path else ""
        for child in children:
            self._check_name(child)
            self.read_fact(child, f"{around}{name}[{self._tuples[path or '', name]}]")

    def _read_item(self, element: etree._Element, path: str | None) -> None:
        """Keep an item; one whose value cannot be read becomes a finding."""
        is_numeric = element.get("unitRef") is not None
        text = "".join(element.itertext())
        if not text and not len(element):
            text = self.supplied.value(str(element.tag)) or ""
        value = None if is_nil(element) else text.strip(SPACE) if is_numeric else text
        if is_numeric and value is not None and (len(element) or not _NUMBER.fullmatch(value)):
            message = f"has a unit, but its value {value[:40]!r} is no number; it was not read"
            rule = rules.READER_NOT_FINITE if value in _NOT_FINITE else rules.READER_BAD_VALUE
            self._pass_over(rule, message, element)
            return
        self._check_accuracy(element, is_nil=value is None)
        decimals, is_unknown = self._read_decimals(element, value) if is_numeric and value is not None else (None, None)
        self._rows.append(
            {
                "id": element.get("id"),
                "concept": self.names.tag_name(element),
                "context": element.get("contextRef", "").strip(SPACE),
                "unit": element.get("unitRef", "").strip(SPACE) or None,
                "language": None if is_numeric else inherited_language(element),
                "value": value,
                "decimals": decimals,
                "line": element.sourceline,
                "tuple": path,
                "attributes": self._further_attributes(element),
                "unknown_accuracy": is_unknown or None,
            }
        )
        if len(self._rows) == _BATCH:
            self.close_batch()

    def _further_attributes(self, element: etree._Element) -> str | None:
        """Read the attributes of a fact that XBRL does not define, as a Report has them."""
        names = element.keys()
        if _USUAL.issuperset(names):
            return None
        if len(names) > _MOST_ATTRIBUTES:  # each is looked for among all of them
            where = f"{self.source}, line {element.sourceline}"
            raise UnreadableInputError(f"{where}: a fact has more than {_MOST_ATTRIBUTES:,} attributes: refused")
        further = [str(name) for name in names if name not in _DEFINED and not str(name).startswith(_BESIDE)]
        return dimensions_text({self._attribute_name(name, element): element.get(name, "") for name in further})

    def _attribute_name(self, name: str, element: etree._Element) -> str:
        """Give the name of an attribute the Report's prefix for its namespace, if it has one."""
        namespace, brace, local = name.removeprefix("{").rpartition("}")
        if not brace:
            return local
        preferred = next((prefix for prefix, uri in element.nsmap.items() if prefix and uri == namespace), "ns")
        return f"{self.names.prefix(namespace, preferred)}:{local}"

    def _pass_over(self, rule: Rule, message: str, element: etree._Element) -> None:
        """Add a finding about an element that is not read, and note what it uses."""
        self.fault(rule, f"{self.names.tag_name(element)} {message}", element)
        self._note_use(element)

    def _note_use(self, element: etree._Element) -> None:
        """Note which contexts and units a fact uses that is not read, and those that are in it if it is a tuple."""
        for name, ids in self._used_ids.items():
            references = (fact.get(f"{name}Ref", "").strip(SPACE) for fact in element.iter(etree.Element))
            ids.extend(filter(None, references))

    def _is_used(self, table: pl.DataFrame, name: str) -> pl.Series:
        """Tell for each context, or unit, whether a fact uses it."""
        places = pl.concat([pl.Series([], dtype=pl.UInt32), *self._used_places[name]]).unique()
        by_place = pl.repeat(value=False, n=table.height, dtype=pl.Boolean, eager=True).scatter(places, values=True)
        return by_place | table[name].is_in(self._used_ids[name])

    def close_batch(self) -> None:
        """Turn the facts that wait as Python objects into a table, without traits that none of them has."""
        batch = pl.DataFrame(self._rows, schema={**RAW_COLUMNS, **_RAW_TRAITS})
        self.batches.append(batch.drop(name for name in _RAW_TRAITS if batch[name].null_count() == batch.height))
        self._rows = []

    def _check_accuracy(self, element: etree._Element, *, is_nil: bool) -> None:
        """See that a fact has not both decimals and precision, and none of them where it is nil (XBRL 2.1, 4.6.3)."""
        given = [name for name in _ACCURACY if element.get(name) is not None]
        if len(given) > (0 if is_nil else 1):
            fault = f"is nil, and has {given[0]}" if is_nil else "has both decimals and precision"
            self.fault(rules.READER_NEEDLESS_ACCURACY, f"{self.names.tag_name(element)} {fault}", element)

    def _read_decimals(self, element: etree._Element, value: str) -> tuple[int | None, bool]:
        """Read the decimals of a fact, or infer them from its precision.

        Returns:
            The decimals, None if the value is exact or its accuracy is not known; and whether that is so, which is a
            finding.
        """
        decimals, precision = (element.get(name, "").strip(SPACE) for name in ("decimals", "precision"))
        if not decimals and not precision:
            decimals, precision = (self.supplied.attribute(str(element.tag), name) or "" for name in _ACCURACY)
        if not decimals and not precision:
            message = (
                f"{self.names.tag_name(element)} has neither decimals nor precision; how accurate it is, is not known"
            )
            self.fault(rules.READER_UNKNOWN_ACCURACY, message, element)
            return None, True
        try:
            if decimals:
                return None if decimals == "INF" else _int32(_integer(decimals)), False
            is_exact = precision == "INF"
            if not is_exact and _integer(precision) == 0:
                message = f"{self.names.tag_name(element)} has a precision of 0; how accurate it is, is not known"
                self.fault(rules.READER_ZERO_PRECISION, message, element)
                return None, True
            inferred = None if is_exact else _int32(_inferred_decimals(Decimal(value), _integer(precision)))
            self._precise += 1
        except (ValueError, InvalidOperation, OverflowError):
            name = self.names.tag_name(element)
            message = f"{name} has decimals {decimals!r} and precision {precision!r}; how accurate it is, is not known"
            self.fault(rules.READER_BAD_DECIMALS, message, element)
            return None, True
        return inferred, False

    def _check_footnotes(self) -> None:
        """See that facts and footnotes are not paired without bounds: a link may pair all of both by one arc."""
        if len(self._footnote_rows) > _MOST_FOOTNOTES:
            raise UnreadableInputError(
                f"{self.source} links facts to footnotes more than {_MOST_FOOTNOTES:,} times: refused"
            )

    def _tell_apart(self, facts: pl.DataFrame) -> pl.DataFrame:
        """Give an id of its own to each fact that has that of an earlier one, which is a finding."""
        given = facts["id"]
        if not recurring(given.hash()).any():
            return facts
        is_first = given.is_first_distinct()
        later = facts.select("id", "concept").filter(~is_first)
        names = distinct(later["id"], given)
        for (name, concept), own in zip(later.iter_rows(), names, strict=True):
            message = f"{concept} has the id {name!r} of an earlier fact; it was read as {own!r}"
            self.findings.append(rules.READER_DUPLICATE_ID.finding(message, Source(self.source.name)))
        return facts.with_columns(given.scatter((~is_first).arg_true(), names))

    def _fault_footnote(self, message: str, element: etree._Element) -> None:
        self.fault(rules.READER_FOOTNOTES, message, element)

    def _footnote_table(self, facts: pl.DataFrame) -> pl.DataFrame:
        """Keep the footnotes of facts that were read; others are findings.

        Returns:
            A table with the columns of `FOOTNOTE_COLUMNS`, and of `FOOTNOTE_TRAITS` as needed.
        """
        rows = footnote_table(self._footnote_rows)
        if rows.is_empty():
            return rows.drop("line")
        has_fact = pl.col("fact").is_in(facts["id"].implode())
        for fact, line in rows.filter(~has_fact).select("fact", "line").rows():
            message = f"a footnote is for {fact!r}, which is no fact or was not read"
            self.findings.append(rules.READER_UNRESOLVED_REFERENCE.finding(message, Source(self.source.name, line)))
        return rows.filter(has_fact).drop("line")

    def fault(self, rule: Rule, message: str, element: etree._Element) -> None:
        """Add a finding about an element."""
        self.findings.append(rule.finding(message, Source(self.source.name, element.sourceline)))


def _name_unnamed(facts: pl.DataFrame) -> pl.DataFrame:
    """Name facts without an id `unnamed-1`, `unnamed-2` in the order of the document."""
    if not facts["id"].null_count():
        return facts
    stem = "unnamed"
    while facts["id"].str.starts_with(f"{stem}-").any():
        stem += "-"
    number = pl.col("id").is_null().cum_sum().cast(pl.String)
    return facts.with_columns(pl.col("id").fill_null(pl.concat_str(pl.lit(f"{stem}-"), number)))


def _reference(element: etree._Element) -> Reference:
    """Read a reference, relative to the file whatever `xml:base` there is (XBRL 2.1, 4.2)."""
    name, href = _REFERENCES[str(element.tag)], element.get(f"{{{XLINK}}}href", "")
    for each in (element, *element.iterancestors()):
        base = each.get(f"{{{XML}}}base")
        href = based(href, base) if base else href
    arcrole = element.get(f"{{{XLINK}}}arcrole") if name == "linkbaseRef" else None
    return Reference(name, href, element.get(_ROLES[name]) if name in _ROLES else None, arcrole)


def _integer(text: str) -> int:
    """Parse the lexical form of xs:integer, which has no underscores as Python's has.

    Raises:
        ValueError: the text has another form.
    """
    if not _INTEGER.fullmatch(text):
        raise ValueError(f"{text!r} is no integer")
    return int(text)


def _int32(decimals: int | None) -> int | None:
    """Give decimals back, if a Report's column can hold them.

    Raises:
        ValueError: it cannot.
    """
    if decimals is not None and not -(2**31) <= decimals < 2**31:
        raise ValueError("beyond what can be kept")
    return decimals


def _inferred_decimals(value: Decimal, precision: int) -> int | None:
    """Infer the decimals that a precision stands for (XBRL 2.1, 4.6.6).

    None for a value of zero, which is exact.
    """
    return None if not value else precision - value.adjusted() - 1
