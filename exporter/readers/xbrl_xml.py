"""Reads an xBRL-XML instance (XBRL 2.1) into a Report. The reference reader: any conforming document, read by lxml."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import polars as pl
from lxml import etree

from exporter.errors import UnreadableInputError
from exporter.findings import Finding, Source, new_finding
from exporter.namespaces import LINK, SPECIFICATION_PREFIXES, XBRLDI, XBRLI, XLINK, XML, XSI
from exporter.report import FOOTNOTE_COLUMNS, Report, dimensions_text, facts_frame, first_day, last_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["read"]

#: A decimal or, of types that allow it, a float (XML Schema Part 2, 3.2.3 and 3.2.4); one with an exponent that no
#: figure needs could not be written out.
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([Ee][+-]?\d{1,3})?", re.ASCII)
_FACT_FOOTNOTE = "http://www.xbrl.org/2003/arcrole/fact-footnote"
#: Larger documents are refused; see `exporter.tables.MAX_BYTES` for tables.
MAX_BYTES = 4 * 1024**3


def read(source: Path) -> tuple[Report, list[Finding]]:
    """The facts of an instance, and what of it could not be read.

    Raises:
        UnreadableInputError: missing, too large, not well-formed, with a DTD (so with entities), or not an instance.
    """
    return _Reader(source).read()


class _Reader:
    """Gathers the header first and the facts after it, for facts may come before their contexts."""

    def __init__(self, source: Path) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self.prefixes = _Prefixes()
        self.contexts: dict[str, dict[str, Any]] = {}
        self.units: dict[str, str] = {}
        self.entry_points: list[str] = []
        self.typed_domains: dict[str, str] = {}
        self.rows: list[dict[str, Any]] = []
        self.footnotes: list[dict[str, Any]] = []

    def read(self) -> tuple[Report, list[Finding]]:
        for element in self._children():
            if element.tag == f"{{{LINK}}}schemaRef":
                self.entry_points.append(element.get(f"{{{XLINK}}}href", ""))
            elif element.tag == f"{{{XBRLI}}}context":
                self._check_id(element, self.contexts)
                self._read_context(element)
            elif element.tag == f"{{{XBRLI}}}unit":
                self._check_id(element, self.units)
                self.units[element.get("id", "")] = self._unit(element)
            elif element.tag == f"{{{LINK}}}footnoteLink":
                self._read_footnotes(element)
            elif etree.QName(element).namespace not in {LINK, XBRLI}:
                self._read_fact(element)
        rows = [row for row in map(self._resolved, self.rows) if row is not None]
        report = Report(
            facts_frame(rows),
            self.prefixes.namespaces,
            tuple(self.entry_points),
            self.typed_domains,
            self._footnotes({row["id"] for row in rows}),
        )
        return report, self.findings

    def _children(self) -> Iterator[etree._Element]:
        """The elements below the root, one by one, each forgotten after use."""
        try:
            if self.source.exists() and not self.source.is_file():
                raise UnreadableInputError(f"{self.source} is not a regular file")
            if self.source.stat().st_size > MAX_BYTES:
                raise UnreadableInputError(f"{self.source} is larger than {MAX_BYTES:,} bytes")
            with self.source.open("rb") as stream:
                events = etree.iterparse(
                    stream,
                    events=("start", "end"),
                    resolve_entities=False,
                    no_network=True,
                    load_dtd=False,
                    remove_comments=True,
                    remove_pis=True,
                )
                yield from self._walk(events)
        except OSError as error:
            raise UnreadableInputError(f"{self.source} cannot be read: {error.strerror}") from error
        except etree.XMLSyntaxError as error:
            raise UnreadableInputError(f"{self.source} is not well-formed XML: {error}") from error

    def _walk(self, events: Any) -> Iterator[etree._Element]:  # noqa: ANN401 - an iterparse object
        depth = 0
        for event, element in events:
            if event == "start":
                if depth == 0:
                    self._check_root(element)
                depth += 1
                continue
            depth -= 1
            if depth == 1:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]

    def _check_root(self, root: etree._Element) -> None:
        if root.getroottree().docinfo.doctype:
            raise UnreadableInputError(f"{self.source} has a document type declaration, which no report needs: refused")
        if root.tag != f"{{{XBRLI}}}xbrl":
            raise UnreadableInputError(
                f"{self.source} is not an xBRL-XML instance: its root element is {etree.QName(root).text}"
            )
        self.prefixes.prefer(root.nsmap)

    def _check_id(self, element: etree._Element, others: Mapping[str, object]) -> None:
        if element.get("id", "") in others:
            message = f"the id {element.get('id')!r} is given twice; what came later counts"
            self.fault("reader.duplicateId", message, element)

    def _read_context(self, element: etree._Element) -> None:
        """Keep the context; one of which a part cannot be read is left out, for its facts would mean something else."""
        try:
            self.contexts[element.get("id", "")] = {
                "entity": self._entity(element),
                **self._period(element),
                "dimensions": self._dimensions(element),
            }
        except ValueError as error:
            self.fault("reader.unsupportedContext", f"context {element.get('id')!r} was not read: {error}", element)

    def _entity(self, context: etree._Element) -> str:
        identifier = context.find(f"{{{XBRLI}}}entity/{{{XBRLI}}}identifier")
        if identifier is None:
            raise ValueError("it has no entity identifier")
        return f"{self.prefixes.prefix(identifier.get('scheme', ''), 'entity')}:{_collapsed(identifier)}"

    def _period(self, context: etree._Element) -> dict[str, str | None]:
        texts = {etree.QName(child).localname: _collapsed(child) for child in context.iterfind(f"{{{XBRLI}}}period/*")}
        if set(texts) == {"instant"}:
            return {"period_start": None, "period_end": last_day(texts["instant"])}
        if set(texts) == {"startDate", "endDate"}:
            return {"period_start": first_day(texts["startDate"]), "period_end": last_day(texts["endDate"])}
        if set(texts) == {"forever"}:
            return {"period_start": None, "period_end": None}
        raise ValueError("it has no period, or more than one")

    def _dimensions(self, context: etree._Element) -> str | None:
        dimensions: dict[str, str] = {}
        containers = (
            *context.iterfind(f"{{{XBRLI}}}entity/{{{XBRLI}}}segment/*"),
            *context.iterfind(f"{{{XBRLI}}}scenario/*"),
        )
        for element in containers:
            if element.tag == f"{{{XBRLDI}}}explicitMember":
                dimension = self._name(element.get("dimension", ""), element)
                member = self._name(_collapsed(element), element)
            elif element.tag == f"{{{XBRLDI}}}typedMember" and len(element) == 1 and not len(element[0]):
                dimension = self._name(element.get("dimension", ""), element)
                member = "".join(element[0].itertext())
                self.typed_domains[dimension] = self._tag_name(element[0])
            else:
                raise ValueError(f"{self._tag_name(element)} is no simple dimension")
            if dimension in dimensions:
                raise ValueError(f"it has the dimension {dimension} twice")
            dimensions[dimension] = member
        return dimensions_text(dimensions)

    def _unit(self, unit: etree._Element) -> str:
        def measures(path: str) -> str:
            return "*".join(sorted(self._name(_collapsed(found), found) for found in unit.iterfind(path)))

        measure = f"{{{XBRLI}}}measure"
        divide = f"{{{XBRLI}}}divide"
        if unit.find(divide) is None:
            return measures(measure)
        return (
            measures(f"{divide}/{{{XBRLI}}}unitNumerator/{measure}")
            + "/"
            + measures(f"{divide}/{{{XBRLI}}}unitDenominator/{measure}")
        )

    def _read_fact(self, element: etree._Element) -> None:
        if element.get("contextRef") is None:
            self.fault(
                "reader.tuple",
                f"{self._tag_name(element)} is a tuple, which is not supported; it was not read",
                element,
            )
            return
        numeric = element.get("unitRef") is not None
        nil = element.get(f"{{{XSI}}}nil", "").strip() in {"true", "1"}
        text = "".join(element.itertext())
        value = None if nil else text.strip(" \t\r\n") if numeric else text
        if numeric and value is not None and (len(element) or not _NUMBER.fullmatch(value)):
            message = (
                f"{self._tag_name(element)} has a unit, but its value {value[:40]!r} is no number; it was not read"
            )
            self.fault("reader.badValue", message, element)
            return
        self.rows.append(
            {
                "id": element.get("id"),
                "concept": self._tag_name(element),
                "context": element.get("contextRef", "").strip(),
                "unit": element.get("unitRef", "").strip() or None,
                "language": None if numeric else _language(element),
                "value": value,
                "decimals": self._decimals(element, value) if numeric and value is not None else None,
                "line": element.sourceline,
            }
        )

    def _decimals(self, element: etree._Element, value: str) -> int | None:
        decimals, precision = (element.get(name, "").strip() for name in ("decimals", "precision"))
        try:
            if decimals:
                return None if decimals == "INF" else _int32(int(decimals))
            if precision:
                return None if precision == "INF" else _int32(_inferred_decimals(Decimal(value), int(precision)))
        except (ValueError, InvalidOperation, OverflowError):
            pass
        message = (
            f"{self._tag_name(element)} has decimals {decimals!r} and precision {precision!r}; it was taken as exact"
        )
        self.fault("reader.badDecimals", message, element)
        return None

    def _read_footnotes(self, link: etree._Element) -> None:
        """Keep each arc from a fact to a footnote; labels may stand for several of either (XBRL 2.1, 4.11)."""
        facts: dict[str, list[str]] = defaultdict(list)
        footnotes: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for element in link:
            label = element.get(f"{{{XLINK}}}label", "")
            if element.tag == f"{{{LINK}}}loc":
                document, _, fact = element.get(f"{{{XLINK}}}href", "").partition("#")
                if document not in {"", self.source.name} or not fact:
                    self.fault("reader.footnotes", "a footnote is for something outside the document", element)
                else:
                    facts[label].append(fact)
            elif element.tag == f"{{{LINK}}}footnote":
                if len(element):
                    self.fault("reader.footnotes", "a footnote has markup; its text alone was read", element)
                text = "".join(element.itertext())
                footnotes[label].append({"footnote": label, "language": _language(element), "text": text})
        for arc in link.iterfind(f"{{{LINK}}}footnoteArc"):
            start, end = (arc.get(f"{{{XLINK}}}{side}", "") for side in ("from", "to"))
            if arc.get(f"{{{XLINK}}}arcrole") != _FACT_FOOTNOTE or start not in facts or end not in footnotes:
                message = "an arc does not go from a fact to a footnote; it was not read"
                self.fault("reader.footnotes", message, arc)
            line = arc.sourceline
            self.footnotes += [
                {"fact": fact, "line": line, **note}
                for fact in facts.get(start, ())
                for note in footnotes.get(end, ())
                if arc.get(f"{{{XLINK}}}arcrole") == _FACT_FOOTNOTE
            ]

    def _footnotes(self, facts: set[str]) -> pl.DataFrame:
        """The footnotes of the facts that were read."""
        for row in self.footnotes:
            if row["fact"] not in facts:
                message = f"a footnote is for {row['fact']!r}, which is no fact or was not read"
                source = Source(self.source.name, row["line"])
                self.findings.append(new_finding("reader.unresolvedReference", message, source))
        rows = [{name: row[name] for name in FOOTNOTE_COLUMNS} for row in self.footnotes if row["fact"] in facts]
        return pl.DataFrame(rows, schema=FOOTNOTE_COLUMNS)

    def _resolved(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """The row with its context's aspects and its unit in place of the references."""
        context = self.contexts.get(row["context"])
        unit = self.units.get(row["unit"]) if row["unit"] else None
        if context is None or (row["unit"] and unit is None):
            what = f"the context {row['context']!r}" if context is None else f"the unit {row['unit']!r}"
            message = f"{row['concept']} refers to {what}, which is not there or was not read; the fact was not read"
            self.findings.append(
                new_finding("reader.unresolvedReference", message, Source(self.source.name, row["line"]))
            )
            return None
        return {**row, **context, "unit": unit, "id": row["id"] or f"line-{row['line']}"}

    def _name(self, text: str, scope: etree._Element) -> str:
        """A QName in the content of an element, with the Report's prefix for its namespace."""
        prefix, colon, local = text.rpartition(":")
        namespace = scope.nsmap.get(prefix if colon else None)
        if namespace is None:
            self.fault("reader.unresolvedReference", f"the prefix of {text!r} is not declared", scope)
            return text
        return f"{self.prefixes.prefix(namespace, prefix or 'ns')}:{local}"

    def _tag_name(self, element: etree._Element) -> str:
        name = etree.QName(element)
        return f"{self.prefixes.prefix(name.namespace or '', element.prefix or 'ns')}:{name.localname}"

    def fault(self, code: str, message: str, element: etree._Element) -> None:
        self.findings.append(new_finding(code, message, Source(self.source.name, element.sourceline)))


class _Prefixes:
    """One prefix for each namespace, whatever the document calls it in different places."""

    def __init__(self) -> None:
        self.namespaces: dict[str, str] = dict(SPECIFICATION_PREFIXES)
        self._prefix = {namespace: prefix for prefix, namespace in self.namespaces.items()}

    def prefer(self, declared: dict[str | None, str]) -> None:
        """Take over the prefixes that the root declares, in their order."""
        for prefix, namespace in declared.items():
            if prefix and namespace not in {LINK, XLINK, XSI, XBRLDI}:
                self.prefix(namespace, prefix)

    def prefix(self, namespace: str, wanted: str) -> str:
        """The prefix of a namespace; a new one is the wanted one, or that and a number where it is taken."""
        if namespace not in self._prefix:
            candidate, count = wanted, 1
            while candidate in self.namespaces:
                count += 1
                candidate = f"{wanted}{count}"
            self.namespaces[candidate] = namespace
            self._prefix[namespace] = candidate
        return self._prefix[namespace]


def _collapsed(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _language(element: etree._Element) -> str | None:
    """The xml:lang in force, which a fact inherits (XML 1.0, 2.12); an empty one undoes it."""
    languages = element.xpath("ancestor-or-self::*/@xml:lang", namespaces={"xml": XML})
    return str(languages[-1]) or None if languages else None


def _int32(decimals: int | None) -> int | None:
    """The decimals, if a Report's column can hold them."""
    if decimals is not None and not -(2**31) <= decimals < 2**31:
        raise ValueError("beyond what can be kept")
    return decimals


def _inferred_decimals(value: Decimal, precision: int) -> int | None:
    """The decimals that a precision stands for (XBRL 2.1, 4.6.6); zero is exact."""
    if precision == 0:
        raise ValueError("a precision of 0 says nothing of the value")
    return None if not value else precision - value.adjusted() - 1
