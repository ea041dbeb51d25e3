"""Writes a Report as an xBRL-XML instance (XBRL 2.1): contexts, units and facts, the same bytes for the same Report.

Whatever there may be millions of is rendered as a column of text and streams to the file, so that memory does not grow
with the report. Only what is distinct is looked at one by one: units, names, and combinations of dimensions.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, TYPE_CHECKING

import polars as pl

from exporter.errors import MisuseError
from exporter.formats.xbrl_xml.context_writer import (
    CONTEXT,
    CONTEXT_TRAITS,
    check_report,
    context_elements,
    declared_namespaces,
    tuple_name,
    unit_element,
    with_ids,
    with_traits_of,
)
from exporter.formats.xbrl_xml.text import attribute, attribute_column, content_column, joined
from exporter.frames.columns import as_text, each_distinct
from exporter.frames.engine import engine_for, write_lines
from exporter.report.ids import distinct
from exporter.report.references import Reference
from exporter.report.report import FOOTNOTE_TRAITS, dimensions_of

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.report.report import Report

__all__ = ["instance_bytes", "write_instance"]

#: What many facts have in common: all that stands between their id and their value. `nil` says that there is none.
_SHARED = [*CONTEXT, "unit", "language", "decimals", "nil"]
_SHARED_TRAITS = (*CONTEXT_TRAITS, "unknown_accuracy")
_FOOTNOTE = ["footnote", "language", "text", "role", "markup"]
#: Between labels in one text, and in one of them; no XML can carry it, so no label has it.
_BETWEEN, _WITHIN = "\0", "\1"
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


def _write(report: Report, stream: IO[bytes]) -> None:
    """Write the instance to a stream, in UTF-8.

    Facts come in the Report's order, contexts and units in the order of their ids.
    """
    facts = report.table.lazy().with_columns(nil=pl.col("value").is_null())
    shared_columns = with_traits_of(report, _SHARED, _SHARED_TRAITS)
    shared = facts.select(shared_columns).unique().collect(engine=engine_for(report.table))
    # By their hash facts find again what they share. Codes are hashed as such, and are text from here on.
    shared = as_text(shared.with_columns(pl.struct(shared_columns).hash().alias("hash")))
    check_report(report, shared)
    shared = with_ids(shared, report)
    stream.write(_document_head(report, declared_namespaces(report, shared)).encode())
    context_columns = with_traits_of(report, CONTEXT, CONTEXT_TRAITS)
    contexts = shared.select("context", *context_columns).unique("context").sort("context")
    write_lines(context_elements(report, contexts), stream, contexts)
    units = shared.select("unit", "reference").unique().drop_nulls().sort("reference")
    stream.write("".join(unit_element(*unit) for unit in units.rows()).encode())
    elements = _fact_elements(_with_tuple_tags(facts, report), _references(shared, shared_columns), shared_columns)
    del shared, contexts  # for ten million facts a tenth of all memory
    write_lines(elements, stream, report.table)
    if report.footnotes.height:
        _write_footnotes(report, stream)
    stream.write(b"</xbrli:xbrl>\n")


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
        opening.append("".join(f"  <{tuple_name(step)}>\n" for step in new))
        closing.append("".join(f"\n  </{tuple_name(step)}>" for step in reversed(path[_common(path, after) :])))
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
    write_lines(_locator_elements(locators), stream, locators)
    write_lines(_footnote_elements(footnotes), stream, footnotes)
    write_lines(_arc_elements(arcs.unnest("labels")), stream, arcs)


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
