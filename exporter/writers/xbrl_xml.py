"""Writes a Report as an xBRL-XML instance (XBRL 2.1): contexts, units and facts, the same bytes for the same Report.

Whatever there may be millions of is rendered as a column of text and streams to the file, so that memory does not grow
with the report. Only what is distinct is looked at one by one: units, names, and combinations of dimensions.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, TYPE_CHECKING

import polars as pl

from exporter.columns import each_distinct
from exporter.errors import MisuseError
from exporter.identifiers import context_names, distinct, distinct_names, unit_name
from exporter.namespaces import (
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
from exporter.report import dimensions_of
from exporter.writers.xml_text import attribute, attribute_column, content, content_column, joined

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.report import Report

__all__ = ["instance_bytes", "write"]

_CONTEXT = ["entity", "period_start", "period_end", "dimensions"]
_CONTEXT_AND_UNIT = [*_CONTEXT, "unit"]
_FOOTNOTE = ["footnote", "language", "text"]
#: Between labels in one text; no XML can carry it, so no label has it.
_BETWEEN = "\0"
_ILLEGAL_CHARACTER = "a character that XML cannot carry"
_LINK_ROLE = "http://www.xbrl.org/2003/role/link"
_FOOTNOTE_ROLE = "http://www.xbrl.org/2003/role/footnote"
_FACT_FOOTNOTE = "http://www.xbrl.org/2003/arcrole/fact-footnote"


def write(report: Report, destination: Path) -> None:
    """Write the instance to a file.

    Raises:
        MisuseError: the Report has what no instance can hold; the fact is named by its row, counted from 1.
        OSError: the file cannot be written.
    """
    with destination.open("wb") as stream:
        _write(report, stream)


def instance_bytes(report: Report) -> bytes:
    """The instance in memory.

    Raises:
        MisuseError: as `write`.
    """
    stream = BytesIO()
    _write(report, stream)
    return stream.getvalue()


def _write(report: Report, stream: IO[bytes]) -> None:
    """UTF-8. Facts come in the Report's order, contexts and units in the order of their ids."""
    used = report.lazy.select(_CONTEXT_AND_UNIT).unique().collect(engine="streaming")
    _check(report, used)
    contexts = _contexts(report, used)
    units = _units(report, used, contexts["context"])
    stream.write(_head(report, _declarations(report, contexts, units)).encode())
    _stream(_context_elements(report, contexts), stream)
    stream.write("".join(_unit_element(*unit) for unit in units.rows()).encode())
    facts = _fact_elements(report, used, contexts, units)
    del used, contexts  # for ten million facts a tenth of all memory
    _stream(facts, stream)
    if report.footnotes.height:
        _write_footnotes(report, stream)
    stream.write(b"</xbrli:xbrl>\n")


def _stream(lines: pl.LazyFrame, stream: IO[bytes]) -> None:
    """Write a column of text, each followed by a line feed, in batches."""
    stream.flush()
    lines.sink_csv(stream, include_header=False, quote_style="never", engine="streaming")


# ----------------------------------------------------------------------------------------------------- what is there


def _check(report: Report, used: pl.DataFrame) -> None:
    """See that facts have ids and an entity, periods an end, and texts no character that XML cannot carry.

    Raises:
        MisuseError: a fact or footnote has not; it is named.
    """

    def illegal(*columns: str) -> pl.Expr:
        return pl.any_horizontal(pl.col(columns).str.contains(ILLEGAL)).fill_null(value=False)

    unended = pl.col("period_start").is_not_null() & pl.col("period_end").is_null()
    languages, contexts = report.lazy.select("language").unique(), used.lazy()
    for table, fault, what in (
        (report.lazy, pl.col("id").is_null(), "no id"),
        (contexts, pl.col("entity").is_null(), "no entity"),
        (contexts, unended, "a period that starts and does not end"),
        (report.lazy, illegal("id", "value"), _ILLEGAL_CHARACTER),
        (languages, illegal("language"), _ILLEGAL_CHARACTER),
        (contexts, illegal("entity", "period_start", "period_end"), _ILLEGAL_CHARACTER),
    ):
        if table.select(fault.any()).collect(engine="streaming").item():
            row, fact = report.lazy.with_row_index("row", 1).filter(fault).select("row", "id").first().collect().row(0)
            raise MisuseError(f"row {row:,} of the report, fact {fact!r}, has {what}")
    for footnote in report.footnotes.filter(pl.any_horizontal(pl.all().str.contains(ILLEGAL)))["footnote"]:
        raise MisuseError(f"the footnote {footnote!r} has {_ILLEGAL_CHARACTER}")


def _contexts(report: Report, used: pl.DataFrame) -> pl.DataFrame:
    """Every context in use and, as `context`, its id, sorted by id."""
    contexts = used.select(_CONTEXT).unique().sort(_CONTEXT)
    return contexts.with_columns(context=_distinct_ids(context_names(contexts), report)).sort("context")


def _units(report: Report, used: pl.DataFrame, contexts: pl.Series) -> pl.DataFrame:
    """Every unit in use and, as `reference`, its id, sorted by id."""
    units = used.select("unit").unique().drop_nulls().sort("unit")
    names = units.select(each_distinct("unit", unit_name))["unit"]
    return units.with_columns(reference=_distinct_ids(names, report, contexts)).sort("reference")


def _distinct_ids(names: pl.Series, report: Report, taken: pl.Series | None = None) -> pl.Series:
    """The names, told apart as `distinct` does where they recur, are taken or are the id of a fact."""
    ids = distinct_names(names).alias("id")
    facts = report.lazy.select("id")
    taken = pl.Series("id", [], pl.String) if taken is None else taken.alias("id")
    clash = facts.join(ids.to_frame().lazy(), on="id", how="semi").select(pl.len()).collect(engine="streaming").item()
    if not clash and not ids.is_in(taken.implode()).any():
        return ids
    # Rare enough for a loop; of the facts' ids only those count that are one of the names, numbered or not.
    wanted = names.unique().implode()
    is_like_one = pl.col("id").is_in(wanted) | pl.col("id").str.replace(r"-\d+$", "").is_in(wanted)
    of_facts = facts.filter(is_like_one).collect(engine="streaming")["id"]
    return pl.Series("id", distinct(names, {*of_facts, *taken}), pl.String)


def _declarations(report: Report, contexts: pl.DataFrame, units: pl.DataFrame) -> dict[str, str]:
    """The prefixes that the document declares: those of the specifications, and those that its names use.

    Raises:
        MisuseError: a name is not a prefixed one, or its prefix is not declared or means something else in an instance.
    """
    declared = {"xbrli": XBRLI, "link": LINK, "xlink": XLINK}
    names = report.lazy.select("concept").unique().collect(engine="streaming")["concept"].to_list()
    for unit in units["unit"]:
        names += unit.replace("/", "*").split("*")
    for dimensions in contexts["dimensions"].unique().drop_nulls():
        declared["xbrldi"] = XBRLDI
        for dimension, member in dimensions_of(dimensions).items():
            if illegal_character(member):
                raise MisuseError(f"the member {member!r} of {dimension} has {_ILLEGAL_CHARACTER}")
            names += [dimension, report.typed_domains.get(dimension, member)]
    if report.lazy.select(pl.col("value").is_null().any()).collect(engine="streaming").item():
        declared["xsi"] = XSI
    for entity in contexts["entity"].unique():
        if entity.partition(":")[0] not in report.namespaces:
            raise MisuseError(f"the report's namespaces do not say which scheme the prefix of {entity!r} stands for")
    used = sorted({_prefix(name, report) for name in set(names)})
    return {**declared, **{prefix: report.namespaces[prefix] for prefix in used}}


def _prefix(name: str | None, report: Report) -> str:
    prefix, _, local = (name or "").partition(":")
    if not is_ncname(prefix) or not is_ncname(local):
        raise MisuseError(f"{name!r} is no prefixed name, as concepts, dimensions, members and measures need")
    if prefix not in report.namespaces:
        raise MisuseError(f"the report's namespaces do not say what the prefix of {name!r} stands for")
    if RESERVED_PREFIXES.get(prefix, report.namespaces[prefix]) != report.namespaces[prefix]:
        raise MisuseError(f"the prefix {prefix!r} stands for {RESERVED_PREFIXES[prefix]} in an instance; rename it")
    return prefix


# --------------------------------------------------------------------------------------------------- how it is written


def _head(report: Report, declared: dict[str, str]) -> str:
    """All that comes before the contexts."""
    namespaces = "".join(attribute(f"xmlns:{prefix}", uri) for prefix, uri in declared.items())
    lines = ["<?xml version='1.0' encoding='UTF-8'?>", f"<xbrli:xbrl{namespaces}>"]
    lines += [f'  <link:schemaRef xlink:type="simple"{attribute("xlink:href", href)}/>' for href in report.entry_points]
    return "\n".join(lines) + "\n"


def _context_elements(report: Report, contexts: pl.DataFrame) -> pl.LazyFrame:
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
    """An explicit or typed member (Dimensions 1.0, 3.1.4.4 and 3.1.4.5)."""
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


def _fact_elements(report: Report, used: pl.DataFrame, contexts: pl.DataFrame, units: pl.DataFrame) -> pl.LazyFrame:
    """A line for each fact: id, contextRef, unitRef, decimals, xml:lang and xsi:nil as it has them, and its value."""
    # What many facts share is rendered once, for each context and unit in use together, and then joined.
    rendered = joined(
        attribute_column("contextRef", pl.col("context")), attribute_column("unitRef", pl.col("reference"))
    )
    with_names = used.join(contexts, on=_CONTEXT, how="left", nulls_equal=True).join(units, on="unit", how="left")
    facts, key = report.lazy, _CONTEXT_AND_UNIT
    hashed = pl.struct(key).hash().alias("hash")
    if used.select(hashed.is_unique().all()).item():
        # No two of them share a hash, and each fact's is among them: as sure as their columns, and twice as fast.
        facts, key = facts.with_columns(hashed), ["hash"]
        references = with_names.select(hashed, references=rendered).lazy()
    else:
        references = with_names.select(*key, references=rendered).lazy()
    facts = facts.join(
        references, on=key, how="left", nulls_equal=True, maintain_order="left", build_side="force_right"
    )
    nil = pl.col("value").is_null()
    decimals = pl.when(pl.col("unit").is_not_null() & ~nil).then(pl.col("decimals").cast(pl.String).fill_null("INF"))
    return facts.select(
        joined(
            "  <",
            pl.col("concept"),
            attribute_column("id", pl.col("id")),
            pl.col("references"),
            attribute_column("decimals", decimals, plain=True),
            attribute_column("xml:lang", pl.col("language")),
            pl.when(nil).then(pl.lit(' xsi:nil="true"/>')).otherwise(pl.lit(">")),
            content_column(pl.col("value")),
            pl.when(~nil).then(joined("</", pl.col("concept"), ">")),
        )
    )


# ---------------------------------------------------------------------------------------------------------- footnotes


def _write_footnotes(report: Report, stream: IO[bytes]) -> None:
    """One footnote link (XBRL 2.1, 4.11). Facts with the same footnotes share a label, so that one arc serves all."""
    rows = report.footnotes.unique(maintain_order=True)
    footnotes = rows.select(_FOOTNOTE).unique(maintain_order=True)
    footnotes = footnotes.with_columns(label=pl.Series(distinct(footnotes["footnote"]), dtype=pl.String))
    labels = pl.col("label").str.join(_BETWEEN).alias("labels")
    of_facts = rows.join(footnotes, on=_FOOTNOTE, nulls_equal=True, maintain_order="left")
    of_facts = of_facts.group_by("fact", maintain_order=True).agg(labels)
    groups = of_facts.select("labels").unique(maintain_order=True).with_row_index()
    names = (f"facts-{number}" for number in range(1, groups.height + 1))
    groups = groups.with_columns(name=pl.Series(distinct(names, footnotes["label"]), dtype=pl.String))
    located = of_facts.join(groups, on="labels", maintain_order="left").sort("index", maintain_order=True)
    arcs = groups.select("name", pl.col("labels").str.split(_BETWEEN)).explode("labels")
    stream.write(f'  <link:footnoteLink xlink:type="extended" xlink:role="{_LINK_ROLE}">\n'.encode())
    _stream(
        located.lazy().select(
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
