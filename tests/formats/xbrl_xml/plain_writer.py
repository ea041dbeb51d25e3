"""The plain way to write an instance, one element after the other with lxml: what the writer's bytes must equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from exporter.report.ids import distinct, members_name, period_name, unit_name
from exporter.report.names import LINK, XBRLDI, XBRLI, XLINK, XML, XSI, expanded_name
from exporter.report.report import dimensions_of

if TYPE_CHECKING:
    from exporter.report.report import Fact, Report

__all__ = ["plain_bytes"]

#: Entity, start and end of the period, and dimensions.
_Context = tuple[str, str | None, str | None, str | None]


def plain_bytes(report: Report) -> bytes:
    """The instance as UTF-8 XML. Facts come in the Report's order, contexts and units in the order of their ids."""
    facts = set(report.facts["id"])  # ids are unique in a document, whatever bears them
    contexts = _contexts(report, facts)
    units = _units(report, facts | set(contexts.values()))
    root = etree.Element(f"{{{XBRLI}}}xbrl", nsmap=_declarations(report))
    for entry_point in report.entry_points:
        reference = etree.SubElement(root, f"{{{LINK}}}schemaRef")
        reference.set(f"{{{XLINK}}}type", "simple")
        reference.set(f"{{{XLINK}}}href", entry_point)
    for context, name in contexts.items():
        _write_context(root, report, context, name)
    for unit, name in units.items():
        _write_unit(root, unit, name)
    for fact in report:
        _write_fact(root, report, fact, contexts, units)
    if report.footnotes.height:
        _write_footnotes(root, report)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _contexts(report: Report, taken: set[str]) -> dict[_Context, str]:
    """Every context in use and its id, sorted by id."""
    columns = ["entity", "period_start", "period_end", "dimensions"]
    contexts: list[_Context] = report.facts.select(columns).unique().sort(columns, nulls_last=False).rows()
    names = distinct((period_name(*days) + members_name(dimensions) for _, *days, dimensions in contexts), taken)
    return dict(sorted(zip(contexts, names, strict=True), key=lambda pair: pair[1]))


def _units(report: Report, taken: set[str]) -> dict[str, str]:
    """Every unit in use and its id, sorted by id."""
    units = sorted(report.facts["unit"].drop_nulls().unique())
    return dict(sorted(zip(units, distinct(map(unit_name, units), taken), strict=True), key=lambda pair: pair[1]))


def _declarations(report: Report) -> dict[str | None, str]:
    """The prefixes that the document declares: those of the specifications, and those that its names use."""
    declared: dict[str | None, str] = {"xbrli": XBRLI, "link": LINK, "xlink": XLINK}
    names = [*report.facts["concept"].unique()]
    for unit in report.facts["unit"].drop_nulls().unique():
        names += unit.replace("/", "*").split("*")
    for dimensions in report.facts["dimensions"].drop_nulls().unique():
        declared["xbrldi"] = XBRLDI
        for dimension, member in dimensions_of(dimensions).items():
            names += [dimension, report.typed_domains.get(dimension, member)]
    if report.facts["value"].null_count():
        declared["xsi"] = XSI
    used = sorted({name.partition(":")[0] for name in names})
    return {**declared, **{prefix: report.namespaces[prefix] for prefix in used}}


def _write_context(root: etree._Element, report: Report, context: _Context, name: str) -> None:
    entity, start, end, dimensions = context
    scheme, _, identifier = entity.partition(":")
    element = etree.SubElement(root, f"{{{XBRLI}}}context", id=name)
    owner = etree.SubElement(element, f"{{{XBRLI}}}entity")
    etree.SubElement(owner, f"{{{XBRLI}}}identifier", scheme=report.namespaces[scheme]).text = identifier
    if dimensions:
        segment = etree.SubElement(owner, f"{{{XBRLI}}}segment")
        for dimension, member in dimensions_of(dimensions).items():
            _write_member(segment, report, dimension, member)
    period = etree.SubElement(element, f"{{{XBRLI}}}period")
    if start:
        etree.SubElement(period, f"{{{XBRLI}}}startDate").text = start
        etree.SubElement(period, f"{{{XBRLI}}}endDate").text = end
    elif end:
        etree.SubElement(period, f"{{{XBRLI}}}instant").text = end
    else:
        etree.SubElement(period, f"{{{XBRLI}}}forever")


def _write_member(segment: etree._Element, report: Report, dimension: str, member: str) -> None:
    """An explicit or typed member (Dimensions 1.0, 3.1.4.4 and 3.1.4.5)."""
    domain = report.typed_domains.get(dimension)
    if domain is None:
        etree.SubElement(segment, f"{{{XBRLDI}}}explicitMember", dimension=dimension).text = member
    else:
        typed = etree.SubElement(segment, f"{{{XBRLDI}}}typedMember", dimension=dimension)
        etree.SubElement(typed, expanded_name(domain, report.namespaces)).text = member


def _write_unit(root: etree._Element, unit: str, name: str) -> None:
    element = etree.SubElement(root, f"{{{XBRLI}}}unit", id=name)
    numerator, _, denominator = unit.partition("/")
    if not denominator:
        _write_measures(element, numerator)
        return
    divide = etree.SubElement(element, f"{{{XBRLI}}}divide")
    _write_measures(etree.SubElement(divide, f"{{{XBRLI}}}unitNumerator"), numerator)
    _write_measures(etree.SubElement(divide, f"{{{XBRLI}}}unitDenominator"), denominator)


def _write_measures(parent: etree._Element, measures: str) -> None:
    for measure in measures.split("*"):
        etree.SubElement(parent, f"{{{XBRLI}}}measure").text = measure


def _write_fact(
    root: etree._Element, report: Report, fact: Fact, contexts: dict[_Context, str], units: dict[str, str]
) -> None:
    element = etree.SubElement(root, expanded_name(fact.concept, report.namespaces))
    element.set("id", fact.id)
    element.set("contextRef", contexts[fact.entity, fact.period_start, fact.period_end, fact.dimensions])
    if fact.unit is not None:
        element.set("unitRef", units[fact.unit])
        if fact.value is not None:
            element.set("decimals", "INF" if fact.decimals is None else str(fact.decimals))
    if fact.language is not None:
        element.set(f"{{{XML}}}lang", fact.language)
    if fact.value is None:
        element.set(f"{{{XSI}}}nil", "true")
    else:
        element.text = fact.value


def _write_footnotes(root: etree._Element, report: Report) -> None:
    """One footnote link (XBRL 2.1, 4.11). Facts with the same footnotes share a label, so that one arc serves all."""
    link = etree.SubElement(root, f"{{{LINK}}}footnoteLink")
    link.set(f"{{{XLINK}}}type", "extended")
    link.set(f"{{{XLINK}}}role", "http://www.xbrl.org/2003/role/link")
    rows = report.footnotes.unique(maintain_order=True)
    footnotes = rows.select("footnote", "language", "text").unique(maintain_order=True).rows()
    labels = dict(zip(footnotes, distinct(name for name, _, _ in footnotes), strict=True))
    of_fact: dict[str, list[str]] = {}
    for fact, *footnote in rows.rows():
        of_fact.setdefault(fact, []).append(labels[tuple(footnote)])
    groups: dict[tuple[str, ...], list[str]] = {}
    for fact, named in of_fact.items():
        groups.setdefault(tuple(named), []).append(fact)
    names = distinct((f"facts-{number}" for number in range(1, len(groups) + 1)), labels.values())
    for name, group in zip(names, groups.values(), strict=True):
        for fact in group:
            _labelled(link, "loc", "locator", name).set(f"{{{XLINK}}}href", f"#{fact}")
    for (_, language, text), label in labels.items():
        resource = _labelled(link, "footnote", "resource", label)
        resource.set(f"{{{XLINK}}}role", "http://www.xbrl.org/2003/role/footnote")
        if language:
            resource.set(f"{{{XML}}}lang", language)
        resource.text = text
    for name, group_labels in zip(names, groups, strict=True):
        for label in group_labels:
            arc = etree.SubElement(link, f"{{{LINK}}}footnoteArc")
            arc.set(f"{{{XLINK}}}type", "arc")
            arc.set(f"{{{XLINK}}}arcrole", "http://www.xbrl.org/2003/arcrole/fact-footnote")
            arc.set(f"{{{XLINK}}}from", name)
            arc.set(f"{{{XLINK}}}to", label)


def _labelled(link: etree._Element, element: str, kind: str, label: str) -> etree._Element:
    child = etree.SubElement(link, f"{{{LINK}}}{element}")
    child.set(f"{{{XLINK}}}type", kind)
    child.set(f"{{{XLINK}}}label", label)
    return child
