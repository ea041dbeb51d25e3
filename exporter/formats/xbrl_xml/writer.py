"""Writes a Report as an xBRL-XML instance (XBRL 2.1): contexts, units and facts, the same bytes for the same Report.

Whatever there may be millions of is rendered as a column of text and streams to the file, so that memory does not grow
with the report. Only what is distinct is looked at one by one: units, names, and combinations of dimensions.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import IO, TYPE_CHECKING

import polars as pl
from lxml import etree

from exporter.errors import MisuseError
from exporter.formats.xbrl_xml.text import attribute, attribute_column, content, content_column, joined
from exporter.frames.columns import as_text, each_combination, each_distinct
from exporter.report.ids import context_names, distinct, distinct_names, unit_name
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
from exporter.report.references import Reference
from exporter.report.report import CONTENT, FOOTNOTE_TRAITS, dimensions_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from exporter.report.report import Report

__all__ = ["instance_bytes", "write_instance"]

_CONTEXT = ["entity", "period_start", "period_end", "dimensions"]
#: What many facts have in common: all that stands between their id and their value. `nil` says that there is none.
_SHARED = [*_CONTEXT, "unit", "language", "decimals", "nil"]
#: The traits that belong to one and the other.
_CONTEXT_TRAITS, _SHARED_TRAITS = ("scenario",), ("scenario", "unknown_accuracy")
_FOOTNOTE = ["footnote", "language", "text", "role", "markup"]
#: Between labels in one text, and in one of them; no XML can carry it, so no label has it.
_BETWEEN, _WITHIN = "\0", "\1"
_ILLEGAL_CHARACTER = "a character that XML cannot carry"
_LINK_ROLE = "http://www.xbrl.org/2003/role/link"
_FOOTNOTE_ROLE = "http://www.xbrl.org/2003/role/footnote"
_FACT_FOOTNOTE = "http://www.xbrl.org/2003/arcrole/fact-footnote"
#: The order of references in an instance (XBRL 2.1, 4.1), and the attributes of each for role and arcrole.
_REFERENCES = {
    "schemaRef": (),
    "linkbaseRef": ("xlink:role", "xlink:arcrole"),
    "roleRef": ("roleURI",),
    "arcroleRef": ("arcroleURI",),
}
_TUPLE = re.compile(r"(.+)\[\d+\]")


def write_instance(report: Report, destination: Path) -> None:
    """Write the instance to a file.

    Relative references of a report that was read from elsewhere lead to the same place as there.

    Raises:
        MisuseError: the Report has what no instance can hold; the fact is named by its row, counted from 1.
        OSError: the file cannot be written.
    """
    with destination.open("wb") as stream:
        _write(report.moved(destination.parent), stream)


def instance_bytes(report: Report) -> bytes:
    """Write the instance in memory.

    Raises:
        MisuseError: as `write_instance`.
    """
    stream = BytesIO()
    _write(report, stream)
    return stream.getvalue()


def _columns(report: Report, columns: list[str], traits: tuple[str, ...]) -> list[str]:
    """Add to columns the traits that the report has."""
    return [*columns, *(name for name in traits if name in report.traits)]


def _write(report: Report, stream: IO[bytes]) -> None:
    """Write the instance to a stream, in UTF-8.

    Facts come in the Report's order, contexts and units in the order of their ids.
    """
    facts = report.table.lazy().with_columns(nil=pl.col("value").is_null())
    shared_columns = _columns(report, _SHARED, _SHARED_TRAITS)
    shared = facts.select(shared_columns).unique().collect(engine="streaming")
    # By their hash facts find again what they share. Codes are hashed as such, and are text from here on.
    shared = as_text(shared.with_columns(pl.struct(shared_columns).hash().alias("hash")))
    _check_report(report, shared)
    shared = _with_ids(shared, report)
    stream.write(_document_head(report, _declared_namespaces(report, shared)).encode())
    context_columns = _columns(report, _CONTEXT, _CONTEXT_TRAITS)
    contexts = shared.select("context", *context_columns).unique("context").sort("context")
    _stream(_context_elements(report, contexts), stream)
    units = shared.select("unit", "reference").unique().drop_nulls().sort("reference")
    stream.write("".join(_unit_element(*unit) for unit in units.rows()).encode())
    elements = _fact_elements(_with_tuple_tags(facts, report), _references(shared, shared_columns), shared_columns)
    del shared, contexts  # for ten million facts a tenth of all memory
    _stream(elements, stream)
    if report.footnotes.height:
        _write_footnotes(report, stream)
    stream.write(b"</xbrli:xbrl>\n")


def _stream(lines: pl.LazyFrame, stream: IO[bytes]) -> None:
    """Write a column of text, each followed by a line feed, in batches."""
    stream.flush()
    lines.sink_csv(stream, include_header=False, quote_style="never", engine="streaming")


# ----------------------------------------------------------------------------------------------------- what is there


def _check_report(report: Report, shared: pl.DataFrame) -> None:
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
    for table, faults in ((shared.lazy(), shared_faults), (report.lazy, fact_faults)):
        occurrences = table.select(fault.any().alias(what) for what, fault in faults.items())
        for what, occurs in occurrences.collect(engine="streaming").row(0, named=True).items():
            if occurs:
                faulty_facts = report.lazy.with_row_index("row", 1).filter(faults[what])
                row, fact = faulty_facts.select("row", "id").first().collect().row(0)
                raise MisuseError(f"row {row:,} of the report, fact {fact!r}, has {what}")
    for footnote in report.footnotes.filter(pl.any_horizontal(pl.all().str.contains(ILLEGAL)))["footnote"]:
        raise MisuseError(f"the footnote {footnote!r} has {_ILLEGAL_CHARACTER}")
    for markup in report.footnotes["markup"].unique().drop_nulls() if "markup" in report.footnotes.columns else ():
        if not _is_well_formed(markup):
            raise MisuseError(f"the footnote {markup[:60]!r} is not well-formed XML")


def _with_ids(shared: pl.DataFrame, report: Report) -> pl.DataFrame:
    """Give ids to contexts and units.

    Args:
        shared: the combinations of what facts share.
        report: the report, whose facts have ids of their own.

    Returns:
        The combinations, sorted, with the ids of their `context` and, as `reference`, of their unit.
    """
    # Equal contexts stand together once they are sorted, so that each run of them gets one number.
    context = _columns(report, _CONTEXT, _CONTEXT_TRAITS)
    shared = shared.sort(context).with_columns(number=pl.struct(context).rle_id())
    contexts = shared.unique("number", keep="first", maintain_order=True)
    units = shared.select("unit").unique().drop_nulls().sort("unit")
    unit_names = units.select(each_distinct("unit", unit_name))["unit"]
    ids = _distinct_ids(pl.concat([context_names(contexts), unit_names]), report)
    reference = pl.col("unit").replace_strict(units["unit"], ids.tail(units.height), default=None)
    return shared.with_columns(context=ids.gather(shared["number"]), reference=reference)


def _distinct_ids(names: pl.Series, report: Report) -> pl.Series:
    """Tell names apart, as `distinct` does, where they recur or are the id of a fact."""
    ids = distinct_names(names).alias("id")
    facts = report.lazy.select("id")
    clashes = facts.join(ids.to_frame().lazy(), on="id", how="semi").select(pl.len())
    if not clashes.collect(engine="streaming").item():
        return ids
    # Rare enough for a loop; of the facts' ids only those count that are one of the names, numbered or not.
    candidates = names.unique().implode()
    is_like_one = pl.col("id").is_in(candidates) | pl.col("id").str.replace(r"-\d+$", "").is_in(candidates)
    return pl.Series(distinct(names, facts.filter(is_like_one).collect(engine="streaming")["id"]), dtype=pl.String)


def _declared_namespaces(report: Report, shared: pl.DataFrame) -> dict[str, str]:
    """Collect the namespaces that the document declares.

    Returns:
        Namespace by prefix: those of the specifications, and those that the document's names use.

    Raises:
        MisuseError: a name is not a prefixed one, or its prefix is not declared or means something else in an instance.
    """
    namespaces = {"xbrli": XBRLI, "link": LINK, "xlink": XLINK}
    names = report.lazy.select("concept").unique().collect(engine="streaming")["concept"].to_list()
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
        names += [_tuple_name(step) for path in paths for step in path.split("/")]
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


def _tuple_name(step: str) -> str:
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
        MisuseError: as `_declared_namespaces`.
    """
    prefix, _, local = (name or "").partition(":")
    if not is_ncname(prefix) or not is_ncname(local):
        raise MisuseError(f"{name!r} is no prefixed name, as concepts, dimensions, members and measures need")
    if prefix not in report.namespaces:
        raise MisuseError(f"the report's namespaces do not say what the prefix of {name!r} stands for")
    if RESERVED_PREFIXES.get(prefix, report.namespaces[prefix]) != report.namespaces[prefix]:
        raise MisuseError(f"the prefix {prefix!r} stands for {RESERVED_PREFIXES[prefix]} in an instance; rename it")
    return prefix


# --------------------------------------------------------------------------------------------------- how it is written


def _document_head(report: Report, namespaces: dict[str, str]) -> str:
    """Write all that comes before the contexts."""
    declarations = "".join(attribute(f"xmlns:{prefix}", uri) for prefix, uri in namespaces.items())
    lines = ["<?xml version='1.0' encoding='UTF-8'?>", f"<xbrli:xbrl{declarations}>"]
    references = [*(Reference("schemaRef", href) for href in report.entry_points), *report.references]
    order = list(_REFERENCES)
    lines += map(_reference_element, sorted(references, key=lambda reference: order.index(reference.element)))
    return "\n".join(lines) + "\n"


def _reference_element(reference: Reference) -> str:
    names = dict(zip(_REFERENCES[reference.element], (reference.role, reference.arcrole), strict=False))
    roles = "".join(attribute(name, role) for name, role in names.items() if role is not None)
    href = attribute("xlink:href", reference.href)
    return f'  <link:{reference.element} xlink:type="simple"{href}{roles}/>'


def _context_elements(report: Report, contexts: pl.DataFrame) -> pl.LazyFrame:
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


def _unit_element(unit: str, reference: str) -> str:
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


def _references(shared: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Write what facts share as the attributes of a start tag.

    Returns:
        What they share, its `hash` and, as `rendered`, contextRef,
        unitRef, decimals, xml:lang and xsi:nil, to the tag's end.
    """
    is_number = pl.col("unit").is_not_null() & ~pl.col("nil")
    if "unknown_accuracy" in columns:
        is_number &= ~pl.col("unknown_accuracy").fill_null(value=False)
    decimals = pl.when(is_number).then(pl.col("decimals").cast(pl.String).fill_null("INF"))
    rendered = joined(
        attribute_column("contextRef", pl.col("context")),
        attribute_column("unitRef", pl.col("reference")),
        attribute_column("decimals", decimals, plain=True),
        attribute_column("xml:lang", pl.col("language")),
        pl.when("nil").then(pl.lit(' xsi:nil="true"/>')).otherwise(pl.lit(">")),
    )
    return shared.select("hash", *columns, rendered=rendered)


def _with_tuple_tags(facts: pl.LazyFrame, report: Report) -> pl.LazyFrame:
    """Add the tags of tuples that begin before a fact, as `opening`, and that end behind it, as `closing`.

    Raises:
        MisuseError: the facts of a tuple do not stand together.
    """
    if "tuple" not in report.traits:
        return facts
    paths = [path.split("/") if path else [] for path in report.facts["tuple"]]
    opening, closing, begun = [], [], set()
    for before, path, after in zip([[], *paths], paths, [*paths[1:], []], strict=False):
        new = path[_common(before, path) :]
        first = len(path) - len(new)
        for depth in range(first, len(path)):
            key = tuple(path[: depth + 1])
            if key in begun:
                raise MisuseError(f"the facts of the tuple {'/'.join(key)} do not stand together")
            begun.add(key)
        opening.append("".join(f"  <{_tuple_name(step)}>\n" for step in new))
        closing.append("".join(f"\n  </{_tuple_name(step)}>" for step in reversed(path[_common(path, after) :])))
    tags = pl.LazyFrame({"opening": opening, "closing": closing}, schema={"opening": pl.String, "closing": pl.String})
    return pl.concat([facts, tags], how="horizontal")


def _attribute_texts(text: str) -> str:
    """Write attributes that XBRL does not define."""
    return "".join(attribute(name, value) for name, value in dimensions_of(text).items())


def _common(one: list[str], other: list[str]) -> int:
    """Count the steps that two paths have in common."""
    return next(
        (number for number, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )


def _fact_elements(facts: pl.LazyFrame, references: pl.DataFrame, columns: list[str]) -> pl.LazyFrame:
    """Write each fact as a line."""
    names = facts.collect_schema().names()
    has_tuples, has_attributes = "opening" in names, "attributes" in names
    if references["hash"].is_unique().all():
        # No two of them share a hash, and each fact's is among them: as sure as their columns, and twice as fast.
        facts, key = facts.with_columns(pl.struct(columns).hash().alias("hash")), ["hash"]
    else:
        facts, key = as_text(facts), columns
    references = references.select(*key, "rendered")
    facts = facts.join(
        references.lazy(), on=key, how="left", nulls_equal=True, maintain_order="left", build_side="force_right"
    )
    return as_text(facts).select(
        joined(
            *([pl.col("opening")] if has_tuples else []),
            "  <",
            pl.col("concept"),
            attribute_column("id", pl.col("id")),
            *([each_distinct("attributes", _attribute_texts)] if has_attributes else []),
            pl.col("rendered"),
            content_column(pl.col("value")),
            pl.when(~pl.col("nil")).then(joined("</", pl.col("concept"), ">")),
            *([pl.col("closing")] if has_tuples else []),
        )
    )


# ---------------------------------------------------------------------------------------------------------- footnotes


def _write_footnotes(report: Report, stream: IO[bytes]) -> None:
    """Write a footnote link for each of their roles (XBRL 2.1, 4.11)."""
    absent = [pl.lit(None, pl.String).alias(name) for name in FOOTNOTE_TRAITS if name not in report.footnotes.columns]
    rows = report.footnotes.with_columns(absent).unique(maintain_order=True)
    for (role,), link in rows.group_by("link_role", maintain_order=True):
        stream.write(
            f'  <link:footnoteLink xlink:type="extended"{attribute("xlink:role", role or _LINK_ROLE)}>\n'.encode()
        )
        _write_footnote_link(link, stream)
        stream.write(b"  </link:footnoteLink>\n")


def _write_footnote_link(rows: pl.DataFrame, stream: IO[bytes]) -> None:
    """Write locators, footnotes and arcs.

    Facts with the same footnotes share a label, so that one arc serves all.
    """
    footnotes = rows.select(_FOOTNOTE).unique(maintain_order=True)
    footnotes = footnotes.with_columns(label=pl.Series(distinct(footnotes["footnote"]), dtype=pl.String))
    # The label and, where it is another than usual, the arcrole, in one text.
    ends = pl.concat_str("label", "arcrole", separator=_WITHIN, ignore_nulls=True)
    labels = ends.str.join(_BETWEEN).alias("labels")
    fact_labels = rows.join(footnotes, on=_FOOTNOTE, nulls_equal=True, maintain_order="left")
    fact_labels = fact_labels.group_by("fact", maintain_order=True).agg(labels)
    groups = fact_labels.select("labels").unique(maintain_order=True).with_row_index()
    names = (f"facts-{number}" for number in range(1, groups.height + 1))
    groups = groups.with_columns(name=pl.Series(distinct(names, footnotes["label"]), dtype=pl.String))
    locators = fact_labels.join(groups, on="labels", maintain_order="left").sort("index", maintain_order=True)
    arcs = groups.select("name", pl.col("labels").str.split(_BETWEEN)).explode("labels")
    arcs = arcs.with_columns(pl.col("labels").str.splitn(_WITHIN, 2).struct.rename_fields(["to", "arcrole"]))
    _stream(_locator_elements(locators), stream)
    _stream(_footnote_elements(footnotes), stream)
    _stream(_arc_elements(arcs.unnest("labels")), stream)


def _locator_elements(locators: pl.DataFrame) -> pl.LazyFrame:
    return locators.lazy().select(
        joined(
            '    <link:loc xlink:type="locator"',
            attribute_column("xlink:label", pl.col("name")),
            attribute_column("xlink:href", joined("#", pl.col("fact"))),
            "/>",
        )
    )


def _footnote_elements(footnotes: pl.DataFrame) -> pl.LazyFrame:
    inner = pl.coalesce("markup", content_column(pl.col("text")))
    text = pl.concat_str(pl.lit(">"), inner, pl.lit("</link:footnote>"))
    return footnotes.lazy().select(
        joined(
            '    <link:footnote xlink:type="resource"',
            attribute_column("xlink:label", pl.col("label")),
            attribute_column("xlink:role", pl.col("role").fill_null(_FOOTNOTE_ROLE)),
            attribute_column("xml:lang", pl.col("language")),
            text.fill_null("/>"),
        )
    )


def _arc_elements(arcs: pl.DataFrame) -> pl.LazyFrame:
    return arcs.lazy().select(
        joined(
            '    <link:footnoteArc xlink:type="arc"',
            attribute_column("xlink:arcrole", pl.col("arcrole").fill_null(_FACT_FOOTNOTE)),
            attribute_column("xlink:from", pl.col("name")),
            attribute_column("xlink:to", pl.col("to")),
            "/>",
        )
    )
