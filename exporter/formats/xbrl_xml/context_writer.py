"""Contexts, units and namespaces as an instance declares them: what xBRL-XML and Inline XBRL write alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl
from lxml import etree

from exporter.errors import MisuseError
from exporter.formats.report_facts import check_facts, distinct_from_facts
from exporter.formats.xbrl_xml.text import attribute, attribute_column, content, content_column, joined
from exporter.frames.columns import each_combination, each_distinct
from exporter.frames.engine import engine_for
from exporter.report.ids import context_names, unit_name
from exporter.report.names import (
    ILLEGAL,
    LINK,
    RESERVED_PREFIXES,
    XBRLDI,
    XBRLI,
    XLINK,
    XSI,
    illegal_character,
    is_ncname,
)
from exporter.report.report import CONTENT, dimensions_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.report.report import Report

__all__ = [
    "CONTEXT",
    "CONTEXT_TRAITS",
    "check_report",
    "context_elements",
    "declared_namespaces",
    "tuple_name",
    "unit_element",
    "with_ids",
    "with_traits_of",
]

#: What contexts give, and the traits that do.
CONTEXT, CONTEXT_TRAITS = ["entity", "period_start", "period_end", "dimensions"], ("scenario",)
_ILLEGAL_CHARACTER = "a character that XML cannot carry"
_TUPLE = re.compile(r"(.+)\[\d+\]")


def with_traits_of(report: Report, columns: list[str], traits: tuple[str, ...]) -> list[str]:
    """Add to columns the traits that the report has."""
    return [*columns, *(name for name in traits if name in report.traits)]


def check_report(report: Report, shared: pl.DataFrame) -> None:
    """See that facts have ids and an entity, periods an end, and texts no character that XML cannot carry.

    Raises:
        MisuseError: a fact or footnote has not; it is named.
    """

    def has_illegal(*columns: str) -> pl.Expr:
        return pl.any_horizontal(pl.col(columns).str.contains(ILLEGAL)).fill_null(value=False)

    fact_faults = {"no id": pl.col("id").is_null(), _ILLEGAL_CHARACTER: has_illegal("id", "value")}
    shared_faults = {
        "no entity": pl.col("entity").is_null(),
        "a period that starts and does not end": pl.col("period_start").is_not_null() & pl.col("period_end").is_null(),
        _ILLEGAL_CHARACTER: has_illegal("entity", "period_start", "period_end", "language"),
    }
    check_facts(report, shared.lazy(), shared_faults)
    check_facts(report, report.lazy, fact_faults)
    for footnote in report.footnotes.filter(pl.any_horizontal(pl.all().str.contains(ILLEGAL)))["footnote"]:
        raise MisuseError(f"the footnote {footnote!r} has {_ILLEGAL_CHARACTER}")
    for markup in report.footnotes["markup"].unique().drop_nulls() if "markup" in report.footnotes.columns else ():
        if not _is_well_formed(markup):
            raise MisuseError(f"the footnote {markup[:60]!r} is not well-formed XML")


def with_ids(shared: pl.DataFrame, report: Report) -> pl.DataFrame:
    """Give ids to contexts and units.

    Args:
        shared: the combinations of what facts share.
        report: the report, whose facts have ids of their own.

    Returns:
        The combinations, sorted, with the ids of their `context` and, as `reference`, of their unit.
    """
    # Equal contexts stand together once they are sorted, so that each run of them gets one number.
    context = with_traits_of(report, CONTEXT, CONTEXT_TRAITS)
    shared = shared.sort(context).with_columns(number=pl.struct(context).rle_id())
    contexts = shared.unique("number", keep="first", maintain_order=True)
    units = shared.select("unit").unique().drop_nulls().sort("unit")
    unit_names = units.select(each_distinct("unit", unit_name))["unit"]
    ids = distinct_from_facts(pl.concat([context_names(contexts), unit_names]), report)
    reference = pl.col("unit").replace_strict(units["unit"], ids.tail(units.height), default=None)
    return shared.with_columns(context=ids.gather(shared["number"]), reference=reference)


def declared_namespaces(report: Report, shared: pl.DataFrame) -> dict[str, str]:
    """Collect the namespaces that the document declares.

    Returns:
        Namespace by prefix: those of the specifications, and those that the document's names use.

    Raises:
        MisuseError: a name is not a prefixed one, or its prefix is not declared or means something else in an instance.
    """
    namespaces = {"xbrli": XBRLI, "link": LINK, "xlink": XLINK}
    concepts = report.lazy.select("concept").unique().collect(engine=engine_for(report.table))
    names = concepts["concept"].to_list()
    for unit in shared["unit"].unique().drop_nulls():
        names += [measure for measure in unit.replace("/", "*").split("*") if not is_ncname(measure)]
    for dimensions in shared["dimensions"].unique().drop_nulls():
        names += _dimension_names(report, dimensions)
    if shared["dimensions"].null_count() < shared.height:
        namespaces["xbrldi"] = XBRLDI
    if shared["nil"].any() or shared["dimensions"].str.contains(r'[^\\]":null').any():
        namespaces["xsi"] = XSI
    if "tuple" in report.traits:
        paths = report.lazy.select("tuple").unique().collect(engine="streaming")["tuple"].drop_nulls()
        names += [tuple_name(step) for path in paths for step in path.split("/")]
    if "attributes" in report.traits:
        texts = report.lazy.select("attributes").unique().collect(engine="streaming")["attributes"].drop_nulls()
        names += [name for text in texts for name in dimensions_of(text) if not is_ncname(name)]
    for entity in shared["entity"].unique():
        if entity.partition(":")[0] not in report.namespaces:
            raise MisuseError(f"the report's namespaces do not say which scheme the prefix of {entity!r} stands for")
    prefixes = sorted({_checked_prefix(name, report) for name in set(names)})
    return {**namespaces, **{prefix: report.namespaces[prefix] for prefix in prefixes}}


def _dimension_names(report: Report, dimensions: str) -> Iterator[str | None]:
    """Yield the names among some dimensions and members.

    Raises:
        MisuseError: a typed member or other content is nothing that XML can carry.
    """
    for dimension, member in dimensions_of(dimensions).items():
        if member is not None and illegal_character(member):
            raise MisuseError(f"the member {member!r} of {dimension} has {_ILLEGAL_CHARACTER}")
        if dimension in CONTENT:
            if not _is_well_formed(member):
                raise MisuseError(f"the content {member[:60]!r} of a {dimension} is not well-formed XML")
            continue
        yield dimension
        yield report.typed_domains.get(dimension, member)


def _is_well_formed(text: str) -> bool:
    """Tell whether a text may stand in an element, with whatever elements it has itself."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        etree.fromstring(f"<content>{text}</content>".encode(), parser)
    except etree.XMLSyntaxError:
        return False
    return True


def tuple_name(step: str) -> str:
    """Take the name from a step of a tuple's path.

    Raises:
        MisuseError: the step is not a name and a number in brackets.
    """
    match = _TUPLE.fullmatch(step)
    if not match:
        raise MisuseError(f"{step!r} is no step of a tuple's path, such as a:Address[1]")
    return match[1]


def _checked_prefix(name: str | None, report: Report) -> str:
    """Take the prefix of a name.

    Raises:
        MisuseError: as `declared_namespaces`.
    """
    prefix, _, local = (name or "").partition(":")
    if not is_ncname(prefix) or not is_ncname(local):
        raise MisuseError(f"{name!r} is no prefixed name, as concepts, dimensions, members and measures need")
    if prefix not in report.namespaces:
        raise MisuseError(f"the report's namespaces do not say what the prefix of {name!r} stands for")
    if RESERVED_PREFIXES.get(prefix, report.namespaces[prefix]) != report.namespaces[prefix]:
        raise MisuseError(f"the prefix {prefix!r} stands for {RESERVED_PREFIXES[prefix]} in an instance; rename it")
    return prefix


def context_elements(report: Report, contexts: pl.DataFrame) -> pl.LazyFrame:
    """Write each context as a text.

    Args:
        report: says what the prefixes of entities stand for, and which dimensions are typed.
        contexts: a row each, with its id as `context` and its aspects.
    """

    def scheme(entity: str) -> str:
        return attribute("scheme", report.namespaces[entity.partition(":")[0]])

    def places(dimensions: str | None, in_scenario: str | None) -> tuple[str, str]:
        segment, scenario = (_place_element(report, place, dimensions, in_scenario) for place in CONTENT)
        return segment, scenario

    def day(element: str, column: str) -> pl.Expr:
        return joined(f"      <xbrli:{element}>", content_column(pl.col(column)), f"</xbrli:{element}>\n")

    period = (
        pl.when(pl.col("period_start").is_not_null())
        .then(joined(day("startDate", "period_start"), day("endDate", "period_end")))
        .when(pl.col("period_end").is_not_null())
        .then(day("instant", "period_end"))
        .otherwise(pl.lit("      <xbrli:forever/>\n"))
    )
    identifier = content_column(pl.col("entity").str.splitn(":", 2).struct.field("field_1"))
    if "scenario" not in contexts.columns:
        contexts = contexts.with_columns(scenario=pl.lit(None, pl.String))
    results = {"segment": pl.String, "in_scenario": pl.String}
    contexts = each_combination(contexts, ["dimensions", "scenario"], places, results)
    return contexts.lazy().select(
        joined(
            "  <xbrli:context",
            attribute_column("id", pl.col("context")),
            ">\n    <xbrli:entity>\n      <xbrli:identifier",
            each_distinct("entity", scheme),
            ">",
            identifier,
            "</xbrli:identifier>\n",
            pl.col("segment"),
            "    </xbrli:entity>\n    <xbrli:period>\n",
            period,
            "    </xbrli:period>\n",
            pl.col("in_scenario"),
            "  </xbrli:context>",
        )
    )


def _place_element(report: Report, place: str, dimensions: str | None, in_scenario: str | None) -> str:
    """Write the segment or the scenario with its members and other content, or nothing if it has none."""
    members = dimensions_of(dimensions)
    scenario = set(in_scenario.split(" ")) if in_scenario else set()
    indent = " " * (6 if place == "segment" else 4)
    inner = "".join(
        _member_element(report, *pair, indent + "  ")
        for pair in members.items()
        if pair[0] not in CONTENT and (pair[0] in scenario) == (place == "scenario")
    )
    inner += f"{indent}  {members[place]}\n" if place in members else ""
    return f"{indent}<xbrli:{place}>\n{inner}{indent}</xbrli:{place}>\n" if inner else ""


def _member_element(report: Report, dimension: str, member: str | None, indent: str) -> str:
    """Write an explicit or typed member (Dimensions 1.0, 3.1.4.4 and 3.1.4.5)."""
    domain = report.typed_domains.get(dimension)
    if domain is None:
        kind, inner = "explicitMember", content(member or "")
    else:
        typed = ' xsi:nil="true"/>' if member is None else f">{content(member)}</{domain}>"
        kind, inner = "typedMember", f"\n{indent}  <{domain}{typed}\n{indent}"
    return f"{indent}<xbrldi:{kind}{attribute('dimension', dimension)}>{inner}</xbrldi:{kind}>\n"


def unit_element(unit: str, reference: str) -> str:
    """Write a unit with its id."""
    numerator, _, denominator = unit.partition("/")
    inner = (
        "    <xbrli:divide>\n"
        f"      <xbrli:unitNumerator>\n{_measures(numerator, 8)}      </xbrli:unitNumerator>\n"
        f"      <xbrli:unitDenominator>\n{_measures(denominator, 8)}      </xbrli:unitDenominator>\n"
        "    </xbrli:divide>\n"
        if denominator
        else _measures(numerator, 4)
    )
    return f"  <xbrli:unit{attribute('id', reference)}>\n{inner}  </xbrli:unit>\n"


def _measures(measures: str, indent: int) -> str:
    return "".join(f"{' ' * indent}<xbrli:measure>{measure}</xbrli:measure>\n" for measure in measures.split("*"))
