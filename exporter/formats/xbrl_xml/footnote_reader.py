"""Reads footnote links (XBRL 2.1, 4.11): which fact has which footnotes, in which roles, with which markup."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import polars as pl

from exporter.formats.xbrl_xml.markup_reader import canonical_content, plain_text
from exporter.report.ids import distinct
from exporter.report.names import LINK, XLINK, XML
from exporter.report.report import FOOTNOTE_COLUMNS, FOOTNOTE_TRAITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

__all__ = ["FACT_FOOTNOTE", "FOOTNOTE_ROLE", "LINK_ROLE", "footnote_rows", "footnote_table", "inherited_language"]

LINK_ROLE = "http://www.xbrl.org/2003/role/link"
FOOTNOTE_ROLE = "http://www.xbrl.org/2003/role/footnote"
FACT_FOOTNOTE = "http://www.xbrl.org/2003/arcrole/fact-footnote"


def footnote_rows(
    link: etree._Element, document: str, taken: set[str], fault: Callable[[str, etree._Element], None]
) -> Iterator[dict[str, Any]]:
    """Read the arcs of a footnote link.

    Labels may stand for several facts or footnotes; each footnote gets a name of its own.

    Args:
        link: the element.
        document: the name of the file that it stands in.
        taken: the names that footnotes have; those of the link are added.
        fault: is told what cannot be read, and of which element.

    Yields:
        Rows with the columns of `FOOTNOTE_COLUMNS`, `FOOTNOTE_TRAITS` and the `line` of the arc.
    """
    facts = _located_facts(link, document, fault)
    elements = list(link.iterfind(f"{{{LINK}}}footnote"))
    names = distinct((_xlink(element, "label") for element in elements), taken)
    taken.update(names)
    footnotes: dict[str, list[dict[str, str | None]]] = defaultdict(list)
    for element, name in zip(elements, names, strict=True):
        footnotes[_xlink(element, "label")].append({"footnote": name, **_footnote(element, fault)})
    link_role, linked = _other_than(LINK_ROLE, _xlink(link, "role")), set()
    arcs: set[tuple[str, str, str]] = set()
    for arc in link.iterfind(f"{{{LINK}}}footnoteArc"):
        start, end, arcrole = (_xlink(arc, name) for name in ("from", "to", "arcrole"))
        if start not in facts or end not in footnotes or not arcrole:
            fault("an arc does not go from a fact to a footnote; it was not read", arc)
            continue
        if (start, end, arcrole) in arcs:  # XLink 1.1, 5.1.3
            fault("an arc is there twice; it was read once", arc)
            continue
        arcs.add((start, end, arcrole))
        linked.add(end)
        roles = {"link_role": link_role, "arcrole": _other_than(FACT_FOOTNOTE, arcrole), "line": arc.sourceline}
        for footnote in footnotes[end]:
            yield from ({"fact": fact, **footnote, **roles} for fact in facts[start])
    for element in elements:
        if _xlink(element, "label") not in linked:
            fault("no arc leads to a footnote; it was not read", element)


def footnote_table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Put rows into a table with the columns of `FOOTNOTE_COLUMNS`, the traits that there are, and `line`."""
    table = pl.DataFrame(rows, schema={**FOOTNOTE_COLUMNS, **FOOTNOTE_TRAITS, "line": pl.Int64})
    return table.drop(name for name in FOOTNOTE_TRAITS if table[name].null_count() == table.height)


def inherited_language(element: etree._Element) -> str | None:
    """Find the xml:lang in force, which an element inherits (XML 1.0, 2.12).

    An empty one undoes it.
    """
    for each in (element, *element.iterancestors()):
        language = each.get(f"{{{XML}}}lang")
        if language is not None:
            return language or None
    return None


def _located_facts(
    link: etree._Element, document: str, fault: Callable[[str, etree._Element], None]
) -> dict[str, list[str]]:
    """Find for each label of a locator the ids of its facts."""
    facts: dict[str, list[str]] = defaultdict(list)
    for locator in link.iterfind(f"{{{LINK}}}loc"):
        file, _, fact = _xlink(locator, "href").partition("#")
        if unquote(file) not in {"", document} or not fact:
            fault("a footnote is for something outside the document", locator)
        else:
            facts[_xlink(locator, "label")].append(unquote(fact))
    return {label: list(dict.fromkeys(ids)) for label, ids in facts.items()}


def _footnote(element: etree._Element, fault: Callable[[str, etree._Element], None]) -> dict[str, str | None]:
    """Read a footnote; the text of one with markup has single blanks where the markup parts words."""
    has_markup, markup = len(element) > 0, None
    try:
        markup = canonical_content(element) if has_markup else None
    except ValueError as error:
        fault(f"the markup of a footnote was not kept, its text alone: {error}", element)
    return {
        "language": inherited_language(element),
        "text": plain_text(element) if has_markup else "".join(element.itertext()),
        "role": _other_than(FOOTNOTE_ROLE, _xlink(element, "role")),
        "markup": markup,
    }


def _xlink(element: etree._Element, name: str) -> str:
    return element.get(f"{{{XLINK}}}{name}", "")


def _other_than(standard: str, role: str) -> str | None:
    """Give a role, unless it is the standard one or absent."""
    return role if role and role != standard else None
