"""Footnotes as xBRL-JSON has them: facts of the concept xbrl:note, and links to these from other facts."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

import polars as pl
from lxml import etree

from exporter.errors import MisuseError
from exporter.formats.report_facts import distinct_from_facts
from exporter.formats.xbrl_json.text import quoted
from exporter.report.names import ILLEGAL
from exporter.report.report import FOOTNOTE_COLUMNS, FOOTNOTE_TRAITS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter.report.report import Report

__all__ = ["UNKNOWN_LANGUAGE", "NoteTables", "Notes", "is_carried", "note_tables", "notes_of"]

#: Says of a text that its language is not known (RFC 5646, 4.1); a note must have one.
UNKNOWN_LANGUAGE = "und"
_XHTML = "http://www.w3.org/1999/xhtml"
#: The aliases that stand for these roles alone (OIM Common 1.0, URI aliases).
_TYPES = {
    "http://www.xbrl.org/2003/arcrole/fact-footnote": "footnote",
    "http://www.xbrl.org/2009/arcrole/fact-explanatoryFact": "explanatoryFact",
}
_GROUPS = {"http://www.xbrl.org/2003/role/link": "_"}
_FACT_FOOTNOTE, _LINK_ROLE = next(iter(_TYPES)), next(iter(_GROUPS))
_NOTE = ["footnote", "language", "text", "role", "markup"]


class NoteTables(NamedTuple):
    """Footnotes of the model: notes, and which facts link to them.

    Attributes:
        notes: `note`, its id; `language` in lower case; and `value`, a fragment of XHTML.
        links: `fact`, `note`, and aliases of arcrole and role, `type` and `group`.
        types: the link types, by alias.
        groups: the link groups, likewise.
    """

    notes: pl.DataFrame
    links: pl.DataFrame
    types: dict[str, str]
    groups: dict[str, str]


class Notes(NamedTuple):
    """Footnotes.

    Attributes:
        lines: each footnote as a fact, without a comma.
        links: for each fact that has any the text of its links, with a comma before it.
        types: the link types, by alias.
        groups: the link groups, likewise.
    """

    lines: list[str]
    links: dict[str, str]
    types: dict[str, str]
    groups: dict[str, str]


def notes_of(report: Report) -> Notes:
    """Write the footnotes of a report.

    Raises:
        MisuseError: as `note_tables`.
    """
    tables = note_tables(report)
    links: dict[str, dict[str, dict[str, list[str]]]] = {}
    for fact, note, alias, group in tables.links.iter_rows():
        links.setdefault(fact, {}).setdefault(alias, {}).setdefault(group, []).append(note)
    texts = {fact: f', "links": {quoted(content)}' for fact, content in links.items()}
    return Notes([_line(*row) for row in tables.notes.iter_rows()], texts, tables.types, tables.groups)


def note_tables(report: Report) -> NoteTables:
    """Turn the footnotes of a report into notes and links.

    Raises:
        MisuseError: one has a character that no report can carry, or is for a fact that is not there.
    """
    _check_footnotes(report)
    absent = [pl.lit(None, pl.String).alias(name) for name in FOOTNOTE_TRAITS if name not in report.footnotes.columns]
    rows = report.footnotes.with_columns(absent).select(*FOOTNOTE_COLUMNS, *FOOTNOTE_TRAITS).unique(maintain_order=True)
    notes = rows.select(_NOTE).unique(maintain_order=True)
    notes = notes.with_columns(note=distinct_from_facts(notes["footnote"], report))
    rows = rows.join(notes, on=_NOTE, nulls_equal=True, maintain_order="left").with_columns(
        pl.col("arcrole").fill_null(_FACT_FOOTNOTE), pl.col("link_role").fill_null(_LINK_ROLE)
    )
    types, groups = _aliases(rows["arcrole"], _TYPES, "type"), _aliases(rows["link_role"], _GROUPS, "group")
    values = [_value(text, markup) for text, markup in notes.select("text", "markup").iter_rows()]
    return NoteTables(
        notes.select(
            "note",
            pl.col("language").fill_null(UNKNOWN_LANGUAGE).str.to_lowercase(),
            value=pl.Series(values, dtype=pl.String),
        ),
        rows.select(
            "fact",
            "note",
            type=pl.col("arcrole").replace_strict(types, return_dtype=pl.String),
            group=pl.col("link_role").replace_strict(groups, return_dtype=pl.String),
        ),
        {types[uri]: uri for uri in types},
        {groups[uri]: uri for uri in groups},
    )


def is_carried(markup: str | None) -> bool:
    """Tell whether a note can have a footnote's markup: XHTML, without prefixes (OIM 1.0, xbrl:note)."""
    if markup is None:
        return True
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        content = etree.fromstring(f"<content>{markup}</content>".encode(), parser)
    except etree.XMLSyntaxError:
        return False
    elements = (element for child in content for element in child.iter(etree.Element))
    return all(str(element.tag).startswith(f"{{{_XHTML}}}") and not element.prefix for element in elements)


def _check_footnotes(report: Report) -> None:
    footnotes = report.footnotes
    for footnote in footnotes.filter(pl.any_horizontal(pl.all().str.contains(ILLEGAL)))["footnote"]:
        raise MisuseError(f"the footnote {footnote!r} has a character that no report can carry")
    dangling = footnotes.lazy().join(report.lazy.select(fact="id"), on="fact", how="anti")
    for footnote, fact in dangling.select("footnote", "fact").head(1).collect(engine="streaming").iter_rows():
        raise MisuseError(f"the footnote {footnote!r} is for {fact!r}, which is no fact of the report")


def _value(text: str | None, markup: str | None) -> str:
    """Write a footnote as a fragment of XHTML."""
    if markup is not None and is_carried(markup):
        return markup
    return escape(text or "", quote=False).replace("\r", "&#xD;")


def _line(note: str, language: str, value: str) -> str:
    """Write a footnote as a fact."""
    dimensions = f'"concept": "xbrl:note", "language": {quoted(language)}, "noteId": {quoted(note)}'
    return f'  {quoted(note)}: {{"value": {quoted(value)}, "dimensions": {{{dimensions}}}}}'


def _aliases(uris: Iterable[str], reserved: dict[str, str], stem: str) -> dict[str, str]:
    """Give each URI an alias: the reserved one, or a number."""
    aliases = {uri: reserved.get(uri) for uri in sorted(set(uris))}
    others = [uri for uri, alias in aliases.items() if alias is None]
    return {uri: alias or f"{stem}-{others.index(uri) + 1}" for uri, alias in aliases.items()}
