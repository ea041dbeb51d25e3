"""The plain way to write an instance, one element after the other with lxml: what the writer's bytes must equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from lxml import etree

from exporter.report.ids import distinct, members_name, period_name, unit_name
from exporter.report.names import LINK, XBRLDI, XBRLI, XLINK, XML, XSI, expanded_name
from exporter.report.report import FOOTNOTE_TRAITS, dimensions_of, with_traits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter.report.report import Fact, Report

__all__ = ["plain_bytes"]

#: Entity, start and end of the period, dimensions, and which of them stand in the scenario.
_Context = tuple[str, str | None, str | None, str | None, str | None]


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
    for other in report.references:
        reference = etree.SubElement(root, f"{{{LINK}}}{other.element}")
        reference.set(f"{{{XLINK}}}type", "simple")
        reference.set(f"{{{XLINK}}}href", other.href)
        if other.element == "linkbaseRef":
            reference.set(f"{{{XLINK}}}role", other.role or "")
            reference.set(f"{{{XLINK}}}arcrole", other.arcrole or "")
        else:
            reference.set(other.element.replace("Ref", "URI"), other.role or "")
    for context, name in contexts.items():
        _write_context(root, report, context, name)
    for unit, name in units.items():
        _write_unit(root, unit, name)
    for fact in report:
        _write_fact(root, report, fact, contexts, units)
    if report.footnotes.height:
        _write_footnotes(root, report)
    text = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    # What is canonical XML already stands in the document as it is; the mark keeps lxml from indenting it.
    for number, xml in enumerate(_inserted(report)):
        element = f"<inserted-{number}/>"
        text = text.replace(f"{element}\ue000".encode(), xml.encode()).replace(element.encode(), xml.encode())
    return text


def _inserted(report: Report) -> list[str]:
    """Every piece of canonical XML that a report holds."""
    members = [dimensions_of(text) for text in report.facts["dimensions"].drop_nulls()]
    contents = [members_of[place] for members_of in members for place in ("segment", "scenario") if place in members_of]
    return sorted({*contents, *_footnotes(report)["markup"].drop_nulls()})


def _footnotes(report: Report) -> pl.DataFrame:
    absent = [pl.lit(None, pl.String).alias(name) for name in FOOTNOTE_TRAITS if name not in report.footnotes.columns]
    return report.footnotes.with_columns(absent).unique(maintain_order=True)


def _contexts(report: Report, taken: set[str]) -> dict[_Context, str]:
    """Every context in use and its id, sorted by id."""
    columns = ["entity", "period_start", "period_end", "dimensions", "scenario"]
    facts = with_traits(report.facts)
    contexts: list[_Context] = facts.select(columns).unique().sort(columns, nulls_last=False).rows()
    names = distinct((period_name(*days) + members_name(dimensions) for _, *days, dimensions, _ in contexts), taken)
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
            if ":" in dimension:
                names += [dimension, report.typed_domains.get(dimension, member)]
    nil_members = (None in dimensions_of(text).values() for text in report.facts["dimensions"].drop_nulls())
    for path in with_traits(report.facts)["tuple"].drop_nulls():
        names += [step.partition("[")[0] for step in path.split("/")]
    for text in with_traits(report.facts)["attributes"].drop_nulls():
        names += [name for name in dimensions_of(text) if ":" in name]
    if report.facts["value"].null_count() or any(nil_members):
        declared["xsi"] = XSI
    used = sorted({name.partition(":")[0] for name in names})
    return {**declared, **{prefix: report.namespaces[prefix] for prefix in used}}


def _write_context(root: etree._Element, report: Report, context: _Context, name: str) -> None:
    entity, start, end, dimensions, scenario = context
    scheme, _, identifier = entity.partition(":")
    element = etree.SubElement(root, f"{{{XBRLI}}}context", id=name)
    owner = etree.SubElement(element, f"{{{XBRLI}}}entity")
    etree.SubElement(owner, f"{{{XBRLI}}}identifier", scheme=report.namespaces[scheme]).text = identifier
    in_scenario = set((scenario or "").split())
    _write_place(owner, report, "segment", {k: v for k, v in dimensions_of(dimensions).items() if k not in in_scenario})
    period = etree.SubElement(element, f"{{{XBRLI}}}period")
    if start:
        etree.SubElement(period, f"{{{XBRLI}}}startDate").text = start
        etree.SubElement(period, f"{{{XBRLI}}}endDate").text = end
    elif end:
        etree.SubElement(period, f"{{{XBRLI}}}instant").text = end
    else:
        etree.SubElement(period, f"{{{XBRLI}}}forever")
    _write_place(
        element,
        report,
        "scenario",
        {k: v for k, v in dimensions_of(dimensions).items() if k in in_scenario | {"scenario"}},
    )


def _write_place(parent: etree._Element, report: Report, place: str, members: Mapping[str, str | None]) -> None:
    content = members.get(place)
    members = {name: member for name, member in members.items() if ":" in name}
    if not members and content is None:
        return
    element = etree.SubElement(parent, f"{{{XBRLI}}}{place}")
    for dimension, member in members.items():
        _write_member(element, report, dimension, member)
    if content is not None:
        etree.SubElement(element, f"inserted-{_inserted(report).index(content)}")


def _write_member(segment: etree._Element, report: Report, dimension: str, member: str | None) -> None:
    """An explicit or typed member (Dimensions 1.0, 3.1.4.4 and 3.1.4.5)."""
    domain = report.typed_domains.get(dimension)
    if domain is None:
        etree.SubElement(segment, f"{{{XBRLDI}}}explicitMember", dimension=dimension).text = member
    else:
        typed = etree.SubElement(segment, f"{{{XBRLDI}}}typedMember", dimension=dimension)
        inner = etree.SubElement(typed, expanded_name(domain, report.namespaces))
        inner.text = member
        if member is None:
            inner.set(f"{{{XSI}}}nil", "true")


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
    for name, value in dimensions_of(fact.attributes).items():
        element.set(expanded_name(name, report.namespaces), value)
    context = (fact.entity, fact.period_start, fact.period_end, fact.dimensions, fact.scenario)
    element.set("contextRef", contexts[context])
    if fact.unit is not None:
        element.set("unitRef", units[fact.unit])
        if fact.value is not None and not fact.unknown_accuracy:
            element.set("decimals", "INF" if fact.decimals is None else str(fact.decimals))
    if fact.language is not None:
        element.set(f"{{{XML}}}lang", fact.language)
    if fact.value is None:
        element.set(f"{{{XSI}}}nil", "true")
    else:
        element.text = fact.value


def _write_footnotes(root: etree._Element, report: Report) -> None:
    """One footnote link (XBRL 2.1, 4.11) for each role, in the order in which they come up."""
    rows = _footnotes(report)
    for link_role in dict.fromkeys(rows["link_role"]):
        _write_footnote_link(root, report, rows.filter(pl.col("link_role").eq_missing(pl.lit(link_role))), link_role)


def _write_footnote_link(root: etree._Element, report: Report, rows: pl.DataFrame, link_role: str | None) -> None:
    """Facts with the same footnotes share a label, so that one arc serves all."""
    link = etree.SubElement(root, f"{{{LINK}}}footnoteLink")
    link.set(f"{{{XLINK}}}type", "extended")
    link.set(f"{{{XLINK}}}role", link_role or "http://www.xbrl.org/2003/role/link")
    columns = ["footnote", "language", "text", "role", "markup"]
    footnotes = rows.select(columns).unique(maintain_order=True).rows()
    labels = dict(zip(footnotes, distinct(name for name, *_ in footnotes), strict=True))
    of_fact: dict[str, list[tuple[str, str | None]]] = {}
    for fact, arcrole, *footnote in rows.select("fact", "arcrole", *columns).rows():
        of_fact.setdefault(fact, []).append((labels[tuple(footnote)], arcrole))
    groups: dict[tuple[tuple[str, str | None], ...], list[str]] = {}
    for fact, ends in of_fact.items():
        groups.setdefault(tuple(ends), []).append(fact)
    names = distinct((f"facts-{number}" for number in range(1, len(groups) + 1)), labels.values())
    for name, group in zip(names, groups.values(), strict=True):
        for fact in group:
            _labelled(link, "loc", "locator", name).set(f"{{{XLINK}}}href", f"#{fact}")
    for (_, language, text, role, markup), label in labels.items():
        resource = _labelled(link, "footnote", "resource", label)
        resource.set(f"{{{XLINK}}}role", role or "http://www.xbrl.org/2003/role/footnote")
        if language:
            resource.set(f"{{{XML}}}lang", language)
        if markup is None:
            resource.text = text
        else:
            etree.SubElement(resource, f"inserted-{_inserted(report).index(markup)}").tail = "\ue000"
    for name, group_ends in zip(names, groups, strict=True):
        for label, arcrole in group_ends:
            arc = etree.SubElement(link, f"{{{LINK}}}footnoteArc")
            arc.set(f"{{{XLINK}}}type", "arc")
            arc.set(f"{{{XLINK}}}arcrole", arcrole or "http://www.xbrl.org/2003/arcrole/fact-footnote")
            arc.set(f"{{{XLINK}}}from", name)
            arc.set(f"{{{XLINK}}}to", label)


def _labelled(link: etree._Element, element: str, kind: str, label: str) -> etree._Element:
    child = etree.SubElement(link, f"{{{LINK}}}{element}")
    child.set(f"{{{XLINK}}}type", kind)
    child.set(f"{{{XLINK}}}label", label)
    return child
