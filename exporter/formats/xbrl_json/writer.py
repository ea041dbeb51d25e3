"""Writes a Report as xBRL-JSON 1.0: a fact on each line, the same bytes for the same Report.

Facts are rendered as a column of text and stream to the file, so that memory does not grow with the report. What many
of them share, all dimensions but the concept, is rendered once for each combination that there is.
"""

from __future__ import annotations

import re
from io import BytesIO
from itertools import count
from typing import IO, TYPE_CHECKING

import polars as pl

from exporter.errors import MisuseError
from exporter.formats.report_facts import check_facts
from exporter.formats.xbrl_json.canonical import in_canonical_form
from exporter.formats.xbrl_json.notes import Notes, notes_of
from exporter.formats.xbrl_json.text import quoted, quoted_column
from exporter.frames.columns import as_text, each_combination, each_distinct
from exporter.report.names import ILLEGAL, ISO4217, XBRLI, XSD, illegal_character, is_ncname
from exporter.report.periods import end_moment, start_moment
from exporter.report.report import CONTENT, dimensions_of, is_explicit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from exporter.report.report import Report

__all__ = ["json_bytes", "write_json"]

_XBRL = "https://xbrl.org/2021"
#: The prefixes that stand for these namespaces alone, and these namespaces for no other prefix (OIM Common 1.0).
_RESERVED = {
    "enum2": "http://xbrl.org/2020/extensible-enumerations-2.0",
    "iso4217": ISO4217,
    "utr": "http://www.xbrl.org/2009/utr",
    "xbrl": _XBRL,
    "xbrli": XBRLI,
    "xs": XSD,
}
#: Whom a fact without an entity is about: nobody.
_NO_ENTITY = f"{{{_XBRL}/entities}}NA"
#: The unit that is not written.
_PURE = f"{{{XBRLI}}}pure"
#: What many facts have in common: all that stands behind their concept. `nil` says that there is no value.
_SHARED = ["entity", "period_start", "period_end", "dimensions", "unit", "language", "decimals", "nil"]
_WHITE_SPACE = re.compile(r"\s")
_ILLEGAL_CHARACTER = "a character that no report can carry"


def write_json(report: Report, destination: Path, canonical: Mapping[str, str] | None = None) -> None:
    """Write the report to a file.

    Relative references of a report that was read from elsewhere lead to the same place as there.

    Args:
        report: the facts.
        destination: the file.
        canonical: for each concept the built-in type of XML Schema that its values have, `decimal`, `gYear`. If given,
            values are written in canonical form, and the file says so (xBRL-JSON 1.0, 6.1.1); else as they are.

    Raises:
        MisuseError: the Report has what xBRL-JSON cannot hold; the fact is named by its row, counted from 1.
        OSError: the file cannot be written.
    """
    with destination.open("wb") as stream:
        _write(report.moved(destination.parent), stream, canonical)


def json_bytes(report: Report, canonical: Mapping[str, str] | None = None) -> bytes:
    """Write the report in memory.

    Raises:
        MisuseError: as `write_json`.
    """
    stream = BytesIO()
    _write(report, stream, canonical)
    return stream.getvalue()


def _write(report: Report, stream: IO[bytes], canonical: Mapping[str, str] | None) -> None:
    """Write the report to a stream, in UTF-8: facts in the Report's order, then its footnotes."""
    report = report if canonical is None else in_canonical_form(report, canonical)
    facts = report.table.lazy().with_columns(nil=pl.col("value").is_null())
    shared = facts.select(_SHARED).unique().collect(engine="streaming")
    # By their hash facts find again what they share. Codes are hashed as such, and are text from here on.
    shared = as_text(shared.with_columns(pl.struct(_SHARED).hash().alias("hash")))
    _check_report(report, shared)
    names = _Names(report)
    concepts = {name: names.renamed(name) for name in _distinct(report, "concept")}
    shared = _rendered(shared, names)
    notes = notes_of(report)
    stream.write(_document_head(report, names, notes, is_canonical=canonical is not None).encode())
    stream.write(b' "facts": {\n')
    lines = _fact_lines(facts, shared.select("hash", *_SHARED, "rendered"), notes.links, concepts)
    stream.flush()
    lines.sink_csv(stream, include_header=False, quote_style="never", engine="streaming")
    stream.write("".join(f"{line},\n" for line in notes.lines).encode())
    if concepts or notes.lines:
        stream.seek(-2, 2)  # there is no comma behind the last one
        stream.write(b"\n")
        stream.truncate()
    stream.write(b" }\n}\n")


# ----------------------------------------------------------------------------------------------------- what is there


def _check_report(report: Report, shared: pl.DataFrame) -> None:
    """See that facts have an id each, periods an end, and texts no character that no report can carry.

    Raises:
        MisuseError: a fact or footnote has not; it is named.
    """

    def has_illegal(*columns: str) -> pl.Expr:
        return pl.any_horizontal(pl.col(columns).str.contains(ILLEGAL)).fill_null(value=False)

    shared_faults = {
        "no entity": pl.col("entity").is_null(),
        "a period that starts and does not end": pl.col("period_start").is_not_null() & pl.col("period_end").is_null(),
        _ILLEGAL_CHARACTER: has_illegal("entity", "language"),  # what is no day is told later
    }
    fact_faults = {
        "no id": pl.col("id").is_null(),
        "no concept": pl.col("concept").is_null(),
        _ILLEGAL_CHARACTER: has_illegal("id", "value"),
    }
    check_facts(report, shared.lazy(), shared_faults)
    check_facts(report, report.lazy, fact_faults)
    hashes = report.table.lazy().select(pl.col("id").hash()).collect(engine="streaming").to_series()
    if hashes.n_unique() < len(hashes):  # two are the same, or share a hash by chance
        for fact in report.lazy.select("id").filter(pl.col("id").is_duplicated()).collect()["id"]:
            raise MisuseError(f"two facts have the id {fact!r}, of which an object in JSON can hold one")


def _distinct(report: Report, column: str) -> list[str]:
    """List the distinct texts of a column."""
    return as_text(report.table.lazy().select(pl.col(column).unique())).collect(engine="streaming")[column].to_list()


class _Names:
    """The prefixes of the file: those of the Report, but where xBRL-JSON has its own."""

    def __init__(self, report: Report) -> None:
        """Give each namespace one prefix."""
        self._report = report
        prefixes = {uri: prefix for prefix, uri in _RESERVED.items()}
        taken = set(_RESERVED)
        self._prefixes: dict[str, str] = {}
        #: What is declared, in order.
        self.namespaces: dict[str, str] = {}
        for prefix, uri in sorted(report.namespaces.items()):
            if uri not in prefixes:
                prefixes[uri] = next(name for name in _candidates(prefix) if name not in taken)
                taken.add(prefixes[uri])
            self._prefixes[prefix] = prefixes[uri]
            if uri:
                self.namespaces[prefixes[uri]] = uri

    def renamed(self, name: str | None) -> str:
        """Give a name the prefix that it has in the file.

        Raises:
            MisuseError: it is no prefixed name, or its prefix is not declared.
        """
        prefix, _, local = (name or "").partition(":")
        if not is_ncname(prefix) or not is_ncname(local):
            raise MisuseError(f"{name!r} is no prefixed name, as concepts, dimensions, members and measures need")
        return f"{self._prefix(prefix, name)}:{local}"

    def entity(self, entity: str) -> tuple[str]:
        """Write an entity as a dimension (OIM Common 1.0, SQName).

        Raises:
            MisuseError: its prefix is not declared, or its identifier is empty or has white space.
        """
        prefix, _, identifier = entity.partition(":")
        text = f"{self._prefix(prefix, entity)}:{identifier}"
        if not identifier or _WHITE_SPACE.search(identifier):
            raise MisuseError(f"the entity {entity!r} is empty or has white space, which xBRL-JSON forbids")
        if f"{{{self._report.namespaces[prefix]}}}{identifier}" == _NO_ENTITY:
            return ("",)
        return (f', "entity": {quoted(text)}',)

    def unit(self, unit: str | None) -> tuple[str]:
        """Write a unit as a dimension (OIM Common 1.0, unit string representation); a pure number has none."""
        if unit is None:
            return ("",)
        sides = [sorted(map(self.renamed, side.split("*"))) for side in unit.split("/")]
        if self._report.namespaces[unit.partition(":")[0]] == XBRLI and sides == [["xbrli:pure"]]:
            return ("",)
        in_brackets = len(sides) > 1
        texts = (f"({'*'.join(side)})" if in_brackets and len(side) > 1 else "*".join(side) for side in sides)
        return (f', "unit": {quoted("/".join(texts))}',)

    def dimensions(self, text: str | None) -> tuple[str]:
        """Write the dimensions that a taxonomy defines; what is no dimension is left out.

        Raises:
            MisuseError: as `renamed`, or a member has a character that no report can carry.
        """
        parts = []
        for dimension, member in dimensions_of(text).items():
            if dimension in CONTENT:
                continue
            if member is not None and illegal_character(member):
                raise MisuseError(f"the member {member!r} of {dimension} has {_ILLEGAL_CHARACTER}")
            member_text = self.renamed(member) if is_explicit(dimension, self._report.typed_domains) else member
            parts.append(f", {quoted(self.renamed(dimension))}: {quoted(member_text)}")
        return ("".join(parts),)

    def _prefix(self, prefix: str, name: str | None) -> str:
        if prefix not in self._prefixes:
            raise MisuseError(f"the report's namespaces do not say what the prefix of {name!r} stands for")
        return self._prefixes[prefix]


def _candidates(prefix: str) -> Iterator[str]:
    """Give names like a prefix."""
    yield prefix
    yield from (f"{prefix}-{number}" for number in count(2))


def _period(period_start: str | None, period_end: str | None) -> tuple[str]:
    """Write a period as a dimension; forever has none.

    Raises:
        MisuseError: it has no words in ISO 8601.
    """
    if period_end is None:
        return ("",)
    try:
        end = end_moment(period_end)
        start = start_moment(period_start) if period_start is not None else None
    except ValueError as error:
        raise MisuseError(f"the period from {period_start} to {period_end} cannot be written: {error}") from error
    if start == end:
        raise MisuseError(f"the period from {period_start} to {period_end} has no length; an instant has no start")
    return (f', "period": "{start}/{end}"' if start else f', "period": "{end}"',)


def _language(language: str | None) -> tuple[str]:
    """Write a language as a dimension, which must be in lower case."""
    return (f', "language": {quoted(language.lower())}' if language else "",)


# --------------------------------------------------------------------------------------------------- how it is written


def _document_head(report: Report, names: _Names, notes: Notes, *, is_canonical: bool) -> str:
    """Write all that comes before the facts."""
    namespaces = names.namespaces | ({"xbrl": _XBRL} if notes.lines or is_canonical else {})
    parts = {
        "documentType": f"{_XBRL}/xbrl-json",
        **({"features": {"xbrl:canonicalValues": True}} if is_canonical else {}),
        "namespaces": dict(sorted(namespaces.items())),
        **({"linkTypes": notes.types, "linkGroups": notes.groups} if notes.types else {}),
        "taxonomy": list(report.entry_points),
    }
    return '{\n "documentInfo": ' + quoted(parts, indent=1).replace("\n", "\n ") + ",\n"


def _rendered(shared: pl.DataFrame, names: _Names) -> pl.DataFrame:
    """Write what facts share, from behind the concept to behind the decimals, as `rendered`."""
    parts: dict[str, tuple[list[str], Callable[..., tuple[str]]]] = {
        "entity": (["entity"], names.entity),
        "period": (["period_start", "period_end"], _period),
        "unit": (["unit"], names.unit),
        "language": (["language"], _language),
        "members": (["dimensions"], names.dimensions),
    }
    for name, (columns, function) in parts.items():
        shared = each_combination(shared, columns, function, {f"\0{name}": pl.String})
    is_number = pl.col("unit").is_not_null() & ~pl.col("nil")
    decimals = pl.when(is_number).then(pl.concat_str(pl.lit(', "decimals": '), "decimals"))
    texts = (pl.col(f"\0{name}") for name in parts)
    return shared.with_columns(rendered=pl.concat_str(*texts, pl.lit("}"), decimals, ignore_nulls=True))


def _fact_lines(
    facts: pl.LazyFrame, shared: pl.DataFrame, links: Mapping[str, str], concepts: Mapping[str, str]
) -> pl.LazyFrame:
    """Write each fact as a line, with a comma.

    Args:
        facts: those of the Report.
        shared: what they share, as it is `rendered`, by its columns and its `hash`.
        links: those of the facts that have any, with a comma before them.
        concepts: each with the prefix that it has in the file.
    """
    if shared["hash"].is_unique().all():
        # No two of them share a hash, and each fact's is among them: as sure as their columns, and twice as fast.
        facts, key = facts.with_columns(pl.struct(_SHARED).hash().alias("hash")), ["hash"]
    else:
        facts, key = as_text(facts), _SHARED
    rendered = shared.lazy().select(*key, "rendered")
    facts = facts.join(rendered, on=key, how="left", nulls_equal=True, maintain_order="left", build_side="force_right")
    facts = as_text(facts)
    link_text = pl.lit("")
    if links:
        table = pl.LazyFrame({"id": list(links), "links": list(links.values())})
        facts = facts.join(table, on="id", how="left", maintain_order="left", build_side="force_right")
        link_text = pl.col("links").fill_null("")
    is_renamed = any(name != written for name, written in concepts.items())
    return facts.select(
        pl.concat_str(
            pl.lit("  "),
            quoted_column(pl.col("id")),
            pl.lit(': {"value": '),
            quoted_column(pl.col("value")).fill_null("null"),
            pl.lit(', "dimensions": {"concept": "'),
            each_distinct("concept", concepts.__getitem__) if is_renamed else pl.col("concept"),
            pl.lit('"'),
            "rendered",
            link_text,
            pl.lit("},"),
        )
    )
