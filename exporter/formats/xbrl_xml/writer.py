"""Writes a Report as an xBRL-XML instance (XBRL 2.1): contexts, units and facts, the same bytes for the same Report.

Whatever there may be millions of is rendered as a column of text and streams to the file, so that memory does not grow
with the report. Only what is distinct is looked at one by one: units, names, and combinations of dimensions.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, TYPE_CHECKING

import polars as pl

from exporter.errors import MisuseError
from exporter.formats.xbrl_xml.text import attribute, attribute_column, content, content_column, joined
from exporter.frames.columns import each_distinct
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
from exporter.report.report import dimensions_of

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.report.report import Report

__all__ = ["instance_bytes", "write_instance"]

_CONTEXT = ["entity", "period_start", "period_end", "dimensions"]
#: What many facts have in common: all that stands between their id and their value. `nil` says that there is none.
_SHARED = [*_CONTEXT, "unit", "language", "decimals", "nil"]
_FOOTNOTE = ["footnote", "language", "text"]
#: Between labels in one text; no XML can carry it, so no label has it.
_BETWEEN = "\0"
_ILLEGAL_CHARACTER = "a character that XML cannot carry"
_LINK_ROLE = "http://www.xbrl.org/2003/role/link"
_FOOTNOTE_ROLE = "http://www.xbrl.org/2003/role/footnote"
_FACT_FOOTNOTE = "http://www.xbrl.org/2003/arcrole/fact-footnote"


def write_instance(report: Report, destination: Path) -> None:
    """Write the instance to a file.

    Raises:
        MisuseError: the Report has what no instance can hold; the fact is named by its row, counted from 1.
        OSError: the file cannot be written.
    """
    with destination.open("wb") as stream:
        _write(report, stream)


def instance_bytes(report: Report) -> bytes:
    """Write the instance in memory.

    Raises:
        MisuseError: as `write_instance`.
    """
    stream = BytesIO()
    _write(report, stream)
    return stream.getvalue()


def _write(report: Report, stream: IO[bytes]) -> None:
    """Write the instance to a stream, in UTF-8.

    Facts come in the Report's order, contexts and units in the order of their ids.
    """
    facts = report.lazy.with_columns(nil=pl.col("value").is_null())
    shared = facts.select(_SHARED).unique().collect(engine="streaming")
    _check_report(report, shared)
    shared = _with_ids(shared, report)
    stream.write(_document_head(report, _declared_namespaces(report, shared)).encode())
    contexts = shared.select("context", *_CONTEXT).unique("context").sort("context")
    _stream(_context_elements(report, contexts), stream)
    units = shared.select("unit", "reference").unique().drop_nulls().sort("reference")
    stream.write("".join(_unit_element(*unit) for unit in units.rows()).encode())
    elements = _fact_elements(facts, _references(shared))
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


def _with_ids(shared: pl.DataFrame, report: Report) -> pl.DataFrame:
    """Give ids to contexts and units.

    Args:
        shared: the combinations of what facts share.
        report: the report, whose facts have ids of their own.

    Returns:
        The combinations, sorted, with the ids of their `context` and, as `reference`, of their unit.
    """
    # Equal contexts stand together once they are sorted, so that each run of them gets one number.
    shared = shared.sort(_CONTEXT).with_columns(number=pl.struct(_CONTEXT).rle_id())
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
        names += unit.replace("/", "*").split("*")
    for dimensions in shared["dimensions"].unique().drop_nulls():
        namespaces["xbrldi"] = XBRLDI
        for dimension, member in dimensions_of(dimensions).items():
            if illegal_character(member):
                raise MisuseError(f"the member {member!r} of {dimension} has {_ILLEGAL_CHARACTER}")
            names += [dimension, report.typed_domains.get(dimension, member)]
    if shared["nil"].any():
        namespaces["xsi"] = XSI
    for entity in shared["entity"].unique():
        if entity.partition(":")[0] not in report.namespaces:
            raise MisuseError(f"the report's namespaces do not say which scheme the prefix of {entity!r} stands for")
    prefixes = sorted({_checked_prefix(name, report) for name in set(names)})
    return {**namespaces, **{prefix: report.namespaces[prefix] for prefix in prefixes}}


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
    lines += [f'  <link:schemaRef xlink:type="simple"{attribute("xlink:href", href)}/>' for href in report.entry_points]
    return "\n".join(lines) + "\n"


def _context_elements(report: Report, contexts: pl.DataFrame) -> pl.LazyFrame:
    """Write each context as a text.

    Args:
        report: says what the prefixes of entities stand for, and which dimensions are typed.
        contexts: a row each, with its id as `context` and its aspects.
    """

    def scheme(entity: str) -> str:
        return attribute("scheme", report.namespaces[entity.partition(":")[0]])

    def segment(dimensions: str) -> str:
        members = "".join(_member_element(report, *pair) for pair in dimensions_of(dimensions).items())
        return f"      <xbrli:segment>\n{members}      </xbrli:segment>\n"

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
    return contexts.lazy().select(
        joined(
            "  <xbrli:context",
            attribute_column("id", pl.col("context")),
            ">\n    <xbrli:entity>\n      <xbrli:identifier",
            each_distinct("entity", scheme),
            ">",
            identifier,
            "</xbrli:identifier>\n",
            each_distinct("dimensions", segment),
            "    </xbrli:entity>\n    <xbrli:period>\n",
            period,
            "    </xbrli:period>\n  </xbrli:context>",
        )
    )


def _member_element(report: Report, dimension: str, member: str) -> str:
    """Write an explicit or typed member (Dimensions 1.0, 3.1.4.4 and 3.1.4.5)."""
    domain = report.typed_domains.get(dimension)
    kind, inner = (
        ("explicitMember", content(member))
        if domain is None
        else ("typedMember", f"\n          <{domain}>{content(member)}</{domain}>\n        ")
    )
    return f"        <xbrldi:{kind}{attribute('dimension', dimension)}>{inner}</xbrldi:{kind}>\n"


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


def _references(shared: pl.DataFrame) -> pl.DataFrame:
    """Write what facts share as the attributes of a start tag.

    Returns:
        What they share and, as `rendered`, contextRef, unitRef, decimals, xml:lang and xsi:nil, to the tag's end.
    """
    is_number = pl.col("unit").is_not_null() & ~pl.col("nil")
    decimals = pl.when(is_number).then(pl.col("decimals").cast(pl.String).fill_null("INF"))
    rendered = joined(
        attribute_column("contextRef", pl.col("context")),
        attribute_column("unitRef", pl.col("reference")),
        attribute_column("decimals", decimals, plain=True),
        attribute_column("xml:lang", pl.col("language")),
        pl.when("nil").then(pl.lit(' xsi:nil="true"/>')).otherwise(pl.lit(">")),
    )
    return shared.select(*_SHARED, rendered=rendered)


def _fact_elements(facts: pl.LazyFrame, references: pl.DataFrame) -> pl.LazyFrame:
    """Write each fact as a line."""
    key, key_hash = _SHARED, pl.struct(_SHARED).hash().alias("hash")
    if references.select(key_hash.is_unique().all()).item():
        # No two of them share a hash, and each fact's is among them: as sure as their columns, and twice as fast.
        facts, key = facts.with_columns(key_hash), ["hash"]
        references = references.select(key_hash, "rendered")
    facts = facts.join(
        references.lazy(), on=key, how="left", nulls_equal=True, maintain_order="left", build_side="force_right"
    )
    return facts.select(
        joined(
            "  <",
            pl.col("concept"),
            attribute_column("id", pl.col("id")),
            pl.col("rendered"),
            content_column(pl.col("value")),
            pl.when(~pl.col("nil")).then(joined("</", pl.col("concept"), ">")),
        )
    )


# ---------------------------------------------------------------------------------------------------------- footnotes


def _write_footnotes(report: Report, stream: IO[bytes]) -> None:
    """Write one footnote link (XBRL 2.1, 4.11).

    Facts with the same footnotes share a label, so that one arc serves all.
    """
    rows = report.footnotes.unique(maintain_order=True)
    footnotes = rows.select(_FOOTNOTE).unique(maintain_order=True)
    footnotes = footnotes.with_columns(label=pl.Series(distinct(footnotes["footnote"]), dtype=pl.String))
    labels = pl.col("label").str.join(_BETWEEN).alias("labels")
    fact_labels = rows.join(footnotes, on=_FOOTNOTE, nulls_equal=True, maintain_order="left")
    fact_labels = fact_labels.group_by("fact", maintain_order=True).agg(labels)
    groups = fact_labels.select("labels").unique(maintain_order=True).with_row_index()
    names = (f"facts-{number}" for number in range(1, groups.height + 1))
    groups = groups.with_columns(name=pl.Series(distinct(names, footnotes["label"]), dtype=pl.String))
    locators = fact_labels.join(groups, on="labels", maintain_order="left").sort("index", maintain_order=True)
    arcs = groups.select("name", pl.col("labels").str.split(_BETWEEN)).explode("labels")
    stream.write(f'  <link:footnoteLink xlink:type="extended" xlink:role="{_LINK_ROLE}">\n'.encode())
    _stream(
        locators.lazy().select(
            joined(
                '    <link:loc xlink:type="locator"',
                attribute_column("xlink:label", pl.col("name")),
                attribute_column("xlink:href", joined("#", pl.col("fact"))),
                "/>",
            )
        ),
        stream,
    )
    text = pl.concat_str(pl.lit(">"), content_column(pl.col("text")), pl.lit("</link:footnote>"))
    _stream(
        footnotes.lazy().select(
            joined(
                '    <link:footnote xlink:type="resource"',
                attribute_column("xlink:label", pl.col("label")),
                f' xlink:role="{_FOOTNOTE_ROLE}"',
                attribute_column("xml:lang", pl.col("language")),
                text.fill_null("/>"),
            )
        ),
        stream,
    )
    _stream(
        arcs.lazy().select(
            joined(
                f'    <link:footnoteArc xlink:type="arc" xlink:arcrole="{_FACT_FOOTNOTE}"',
                attribute_column("xlink:from", pl.col("name")),
                attribute_column("xlink:to", pl.col("labels")),
                "/>",
            )
        ),
        stream,
    )
    stream.write(b"  </link:footnoteLink>\n")
