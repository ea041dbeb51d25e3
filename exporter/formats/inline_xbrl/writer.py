"""Writes a Report as Inline XBRL 1.1: one XHTML document a page, together a set with one target.

The first document holds what facts share: references, contexts, units, and which fact has which footnotes. Cells are
rendered as a column of text and stream to the file, so that memory does not grow with them.
"""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import accumulate, takewhile
from typing import IO, TYPE_CHECKING

import polars as pl

from exporter.formats.inline_xbrl.page import Tag
from exporter.formats.inline_xbrl.registries import NEWEST, REGISTRIES
from exporter.formats.xbrl_xml.context_writer import (
    CONTEXT,
    CONTEXT_TRAITS,
    check_report,
    context_elements,
    declared_namespaces,
    unit_element,
    with_ids,
    with_traits_of,
)
from exporter.formats.xbrl_xml.text import attribute, attribute_column, content, content_column, joined
from exporter.frames.columns import as_text
from exporter.frames.engine import engine_for, write_lines
from exporter.prints.conventions import word_pattern
from exporter.report.names import ILLEGAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from exporter.formats.inline_xbrl.page import Design, Heading, Note, Page, PageTable
    from exporter.report.report import Report

__all__ = ["taken_ids", "write_inline"]

IX = "http://www.xbrl.org/2013/inlineXBRL"
XHTML = "http://www.w3.org/1999/xhtml"
_SHARED = [*CONTEXT, "unit", "language"]
#: So many facts stand in one relationship, for an attribute may not be of any length.
_MOST_REFERENCES = 10_000
#: Before the names of footnotes, and of tables, so that they are the id of nothing else.
_NOTE, _TABLE = "note-", "table-"
#: Behind the id of a cell's element, and before the number of its continuation.
_CONTINUATION = ".continued-"
#: So many marks of footnotes at the end of a text lead to them; and those that do, as a regular expression.
_MOST_MARKS, _LINKED = 4, rf'(?P<behind>(?:[\s,、]*<a href="#{_NOTE}[^"]*">[^<]*</a>)*)$'
#: What stands in the place of a character that no XML can carry, where it is shown and not tagged.
_REPLACEMENT = "\ufffd"
#: The name of a tagged cell's element.
_ELEMENT = pl.when(pl.col("kind") == "number").then(pl.lit("ix:nonFraction")).otherwise(pl.lit("ix:nonNumeric"))
#: Tables of more columns are printed in smaller type, and then on sheets that lie on their side.
_MOST_AT_EASE, _MOST_UPRIGHT = 8, 12
#: Tables of more rows may be printed on several sheets.
_MOST_ON_A_SHEET = 55
#: What closes a figure stands beyond the digits, so that they stand below each other.
_MARK, _CLOSING_MARK = "^()([)%）％]{1,2})$", "([0-9])([)%）％]{1,2})$"
_HANGING = '$1<span class="hang">$2</span>'


def write_inline(report: Report, pages: Mapping[Path, Page], registry: str = REGISTRIES[NEWEST]) -> None:
    """Write the documents of a set.

    Args:
        report: the facts that the pages print.
        pages: each by the path of its document, the one that holds what facts share first.
        registry: the namespace of the transformations that their formats name.

    Raises:
        MisuseError: the Report has what no document can hold; the fact is named by its row, counted from 1.
        OSError: a file cannot be written.
    """
    shared, shared_columns = _shared(report)
    namespaces = declared_namespaces(report, shared.with_columns(nil=pl.lit(value=True)))
    resources = _References(report, shared, shared_columns)
    for number, (path, page) in enumerate(pages.items()):
        with path.open("wb") as stream:
            stream.write(_document_head(page, namespaces, registry).encode())
            _write_header(report, shared, pages.values(), page, resources, stream, is_first=number == 0)
            _write_body(page, resources, stream)
            stream.write(b"</body>\n</html>\n")


def taken_ids(report: Report, pages: Iterable[Page]) -> frozenset[str]:
    """List the ids that the documents of a set have of their own: of facts, footnotes, tables, contexts and units."""
    shared, _ = _shared(report)
    ids = {name for column in ("context", "reference") for name in shared[column].drop_nulls()}
    for page in pages:
        ids |= set(page.cells["element"].drop_nulls())
        parts = () if page.design is None else page.design.parts
        ids |= {_continuation(part.element, part.number) for part in parts if isinstance(part, Tag) and part.number}
        ids |= {f"{_NOTE}{note.name}" for note in page.notes} | {f"{_TABLE}{table.name}" for table in page.tables}
    return frozenset(ids)


def _shared(report: Report) -> tuple[pl.DataFrame, list[str]]:
    """Find what facts share: the combinations, with the ids of context and unit, and the columns that tell them apart.

    Raises:
        MisuseError: as `write_inline`.
    """
    facts = report.table.lazy().with_columns(nil=pl.col("value").is_null())
    columns = with_traits_of(report, _SHARED, CONTEXT_TRAITS)
    shared = as_text(facts.select([*columns, "nil"]).unique().collect(engine=engine_for(report.table)))
    check_report(report, shared)
    return with_ids(shared.select(columns).unique(), report), columns


class _References:
    """Looks up for the facts of cells the concept, and what a tag refers to."""

    def __init__(self, report: Report, shared: pl.DataFrame, columns: list[str]) -> None:
        """Render what facts share as attributes, each combination once."""
        rendered = joined(
            attribute_column("contextRef", pl.col("context")),
            attribute_column("unitRef", pl.col("reference")),
            # Without a language of its own a text would have that of the document.
            attribute_column("xml:lang", pl.when(pl.col("unit").is_null()).then(pl.col("language").fill_null(""))),
        )
        references = shared.select(*columns, rendered=rendered)
        facts = as_text(report.table.lazy()).select("id", "concept", *columns)
        found = facts.join(references.lazy(), on=columns, how="left", nulls_equal=True)
        # Collected, since each table looks its facts up.
        self._facts = found.select(pl.col("id").alias("fact"), "concept", "rendered").collect(engine="streaming")

    def elements(self, cells: pl.DataFrame, notes: Sequence[Note] = ()) -> pl.LazyFrame:
        """Add to cells their `html`: the printed text, tagged where it prints a fact, with marks that lead to notes."""
        tagged = self.starts(cells)
        is_markup = (pl.col("kind") == "markup").fill_null(value=False)
        inner = pl.when(is_markup).then("shown").otherwise(content_column(pl.col("shown")))
        element = joined(pl.col("start"), inner, pl.concat_str(pl.lit("</"), _ELEMENT, pl.lit(">")))
        untagged, after = content_column(_legal("shown")), content_column(_legal("after"))
        # A list of a million facts has neither figures that are not tagged nor marks.
        if cells["role"].count():
            untagged = untagged.str.replace(_CLOSING_MARK, _HANGING)
        if (cells["after"] != "").any():
            after = _linked(after.str.replace(_MARK, _HANGING), notes)
        shown = pl.when(pl.col("kind").is_not_null()).then(element).otherwise(untagged)
        html = joined(content_column(_legal("before")), shown, after)
        return tagged.with_columns(html=html)

    def starts(self, cells: pl.DataFrame) -> pl.LazyFrame:
        """Add to cells the `start` of the element that each tagged one has."""
        tagged = cells.lazy().join(self._facts.lazy(), on="fact", how="left", maintain_order="left")
        is_number = pl.col("kind") == "number"
        decimals = pl.when(is_number & ~pl.col("nil")).then(pl.col("decimals").cast(pl.String).fill_null("INF"))
        scale = pl.when(pl.col("scale") != 0).then(pl.col("scale").cast(pl.String))
        start = joined(
            "<",
            _ELEMENT,
            attribute_column("id", pl.col("element")),
            attribute_column("name", pl.col("concept")),
            pl.col("rendered"),
            attribute_column("decimals", decimals, plain=True),
            attribute_column("scale", scale, plain=True),
            pl.when("negative").then(pl.lit(' sign="-"')),
            attribute_column("format", pl.concat_str(pl.lit("ixt:"), "format"), plain=True),
            pl.when("nil").then(pl.lit(' xsi:nil="true"')),
            pl.when(pl.col("kind") == "markup").then(pl.lit(' escape="true"')),
            ">",
        )
        return tagged.with_columns(start=start)


def _legal(name: str) -> pl.Expr:
    return pl.col(name).str.replace_all(ILLEGAL, _REPLACEMENT)


# ------------------------------------------------------------------------------------------------------------ the head


def _document_head(page: Page, namespaces: dict[str, str], registry: str) -> str:
    """Write all that comes before the header."""
    declared = {"ix": IX, "ixt": registry, "xsi": "http://www.w3.org/2001/XMLSchema-instance", **namespaces}
    declarations = "".join(attribute(f"xmlns:{prefix}", uri) for prefix, uri in declared.items())
    opened = f"<?xml version='1.0' encoding='UTF-8'?>\n<html xmlns=\"{XHTML}\"{declarations}"
    if page.design is not None:
        design = page.design
        return f"{opened}{design.root}>\n<head>\n{_style('tables')}{design.head}</head>\n<body{design.body}>\n"
    return (
        f"{opened}{attribute('xml:lang', page.language)}>\n<head>\n"
        '<meta http-equiv="Content-Type" content="application/xhtml+xml; charset=UTF-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>{_text(page.title)}</title>\n"
        f"{_style('page')}{_style('tables')}</head>\n<body>\n"
    )


def _style(name: str) -> str:
    """Write one of the style sheets: that of pages, or that of what we lay out in them."""
    style = files("exporter.formats.inline_xbrl").joinpath(f"{name}.css").read_text(encoding="utf-8")
    return f'<style type="text/css">\n{content(style)}</style>\n'


def _text(text: str) -> str:
    """Write a text that is shown, and not tagged."""
    return content("".join(_REPLACEMENT if _is_illegal(letter) else letter for letter in text))


def _is_illegal(letter: str) -> bool:
    return letter in "\ufffe\uffff" or (letter < " " and letter not in "\t\n\r")


def _write_header(
    report: Report,
    shared: pl.DataFrame,
    pages: Iterable[Page],
    page: Page,
    resources: _References,
    stream: IO[bytes],
    *,
    is_first: bool,
) -> None:
    """Write the header, in which the documents of a set share references, contexts and units (Inline XBRL 1.1, 9)."""
    stream.write(b'<div style="display:none">\n<ix:header>\n')
    if page.hidden.height:
        stream.write(b"<ix:hidden>\n")
        write_lines(resources.elements(page.hidden).select("html"), stream, page.hidden)
        stream.write(b"</ix:hidden>\n")
    references = "".join(
        f'  <link:schemaRef xlink:type="simple"{attribute("xlink:href", href)}/>\n' for href in report.entry_points
    )
    stream.write(f"<ix:references>\n{references}</ix:references>\n".encode())
    if is_first:
        # What a segment holds beside dimensions may have no namespace, and is no XHTML.
        stream.write(b'<ix:resources xmlns="">\n')
        _write_resources(report, shared, list(pages), stream)
        stream.write(b"</ix:resources>\n")
    stream.write(b"</ix:header>\n</div>\n")


def _write_resources(report: Report, shared: pl.DataFrame, pages: Sequence[Page], stream: IO[bytes]) -> None:
    stream.write("".join(_relationships(report, pages)).encode())
    context_columns = with_traits_of(report, CONTEXT, CONTEXT_TRAITS)
    contexts = shared.select("context", *context_columns).unique("context").sort("context")
    write_lines(context_elements(report, contexts), stream, contexts)
    units = shared.select("unit", "reference").unique().drop_nulls().sort("reference")
    stream.write("".join(unit_element(*unit) for unit in units.rows()).encode())


def _relationships(report: Report, pages: Sequence[Page]) -> Iterable[str]:
    """Say which elements have which footnotes, those of a fact all of its own (Inline XBRL 1.1, 15)."""
    if report.footnotes.is_empty():
        return
    cells = pl.concat([page.cells for page in pages])
    elements = cells.select("fact", "element").drop_nulls()
    footnotes = report.footnotes.select("fact", footnote=pl.concat_str(pl.lit(_NOTE), "footnote"))
    linked = elements.join(footnotes, on="fact", maintain_order="left_right")
    groups = linked.group_by("element", maintain_order=True).agg(notes=pl.col("footnote").unique(maintain_order=True))
    groups = groups.with_columns(pl.col("notes").list.join(" "))
    for (notes,), group in groups.group_by("notes", maintain_order=True):
        for part in group["element"].to_frame().iter_slices(_MOST_REFERENCES):
            names = " ".join(part["element"])
            yield f"  <ix:relationship{attribute('fromRefs', names)}{attribute('toRefs', str(notes))}/>\n"


# ------------------------------------------------------------------------------------------------------------ the body


def _write_body(page: Page, resources: _References, stream: IO[bytes]) -> None:
    if page.design is not None:
        _write_design(page.design, page.notes, resources, stream)
    else:
        stream.write(f"<h1>{_text(page.title)}</h1>\n".encode())
        for table in page.tables:
            _write_table(table, page.notes, resources, stream)
    if page.notes:
        notes = "".join(map(_note, page.notes))
        stream.write(f'<div class="printed-notes">\n{notes}</div>\n'.encode())


def _write_design(design: Design, notes: Sequence[Note], resources: _References, stream: IO[bytes]) -> None:
    """Write what the user has designed, with tables and tags in their places."""
    starts = dict(resources.starts(design.cells).select("element", "start").collect().iter_rows())
    for part in design.parts:
        if isinstance(part, str):
            stream.write(part.encode())
        elif isinstance(part, Tag):
            stream.write(_start(part, starts).encode())
        else:
            _write_table(part, notes, resources, stream)
    stream.write(b"\n")


def _start(tag: Tag, starts: Mapping[str, str]) -> str:
    """Write the start of a cell's element, or of one of its continuations (Inline XBRL 1.1, 4)."""
    next_id = _continuation(tag.element, tag.number + 1) if tag.is_continued else None
    continued = "" if next_id is None else attribute("continuedAt", next_id)
    if tag.number:
        return f"<ix:continuation{attribute('id', _continuation(tag.element, tag.number))}{continued}>"
    return f"{starts[tag.element].removesuffix('>')}{continued}>"


def _continuation(element: str, number: int) -> str:
    return f"{element}{_CONTINUATION}{number}"


def _note(note: Note) -> str:
    mark = f"{_text(note.mark)} " if note.mark else ""
    attributes = attribute("id", f"{_NOTE}{note.name}") + attribute("xml:lang", note.language or "")
    return f"<p>{mark}<ix:footnote{attributes}>{content(note.text)}</ix:footnote></p>\n"


def _write_table(table: PageTable, notes: Sequence[Note], resources: _References, stream: IO[bytes]) -> None:
    width = sum(heading.span for heading in table.headings[-1]) if table.headings else 2
    shapes = {
        "dense": width > _MOST_AT_EASE,
        "wide": width > _MOST_UPRIGHT,
        "long": table.rows.height > _MOST_ON_A_SHEET,
    }
    classes = " ".join(["printed-table", *(shape for shape, applies in shapes.items() if applies)])
    lines = [f"<div{attribute('class', classes)}{attribute('id', f'{_TABLE}{table.name}')}>", '<div class="scroll">']
    lines += [*_title(table, notes), "<table>" if table.headings else '<table class="list">']
    lines += ["<thead>", *_heading_rows(table.headings, notes), "</thead>"] if table.headings else []
    stream.write(("\n".join([*lines, "<tbody>"]) + "\n").encode())
    write_lines(_rows(table, notes, resources, width), stream, table.cells)
    stream.write(b"</tbody>\n</table>\n</div>\n</div>\n")


def _title(table: PageTable, notes: Sequence[Note]) -> Iterable[str]:
    """Write the lines above a table.

    The first leads to the table: a link can be cited, and who has no mouse scrolls the table from there.
    """
    if table.captions:
        title, *captions = table.captions
        yield '<div class="title">'
        yield f"<h2><a{attribute('href', f'#{_TABLE}{table.name}')}>{_text(title)}</a></h2>"
        yield from (f'<p class="caption">{_linked_text(caption, notes)}</p>' for caption in captions)
        yield "</div>"


def _heading_rows(rows: Sequence[tuple[Heading, ...]], notes: Sequence[Note]) -> Iterable[str]:
    """Write the rows above the columns. What stands over nothing reaches down to the figures."""
    grid = [dict(zip(accumulate((each.span for each in row), initial=0), row, strict=False)) for row in rows]
    covered: set[tuple[int, int]] = set()
    for number, row in enumerate(grid):
        cells = []
        for place, heading in row.items():
            depth = 1 + (_blanks(grid[number + 1 :], place) if heading.span == 1 else 0)
            if (number, place) not in covered:
                covered |= {(number + step, place) for step in range(1, depth)}
                cells.append(_heading(heading, depth, notes, is_corner=place == 0))
        yield f"<tr>{''.join(cells)}</tr>"


def _blanks(rows: Sequence[dict[int, Heading]], place: int) -> int:
    """Count the rows from the first on that have nothing at a place."""
    below = (row.get(place) for row in rows)
    return sum(1 for _ in takewhile(lambda each: each is not None and each.span == 1 and not each.text, below))


def _heading(heading: Heading, depth: int, notes: Sequence[Note], *, is_corner: bool) -> str:
    if heading.span > 1:
        return f'<th class="span" colspan="{heading.span}" scope="colgroup">{_linked_text(heading.text, notes)}</th>'
    attributes = attribute("class", "corner") if is_corner else attribute("class", "words") if heading.is_words else ""
    attributes += attribute("rowspan", str(depth)) if depth > 1 else ""
    if not heading.text:
        return f"<td{attributes}></td>"
    return f'<th{attributes} scope="col">{_linked_text(heading.text, notes)}</th>'


def _linked(html: pl.Expr, notes: Sequence[Note]) -> pl.Expr:
    """Make the marks of footnotes at the end of texts lead to them."""
    for pattern, note in _mark_patterns(notes):
        html = html.str.replace(pattern, f"${{before}}{_literal(_link(note))}${{behind}}")
    return html


def _linked_text(text: str, notes: Sequence[Note]) -> str:
    """Write a text that is shown; marks at its end lead to their footnotes."""
    html = _text(text)
    for pattern, note in _mark_patterns(notes):
        if match := re.search(pattern, html):
            html = f"{html[: match.start()]}{match['before']}{_link(note)}{match['behind']}"
    return html


def _mark_patterns(notes: Sequence[Note]) -> list[tuple[str, Note]]:
    """Give the patterns of marks at the end of a text, in which some may lead to their notes already.

    They are applied one after the other, and come again as often as there may be several marks, in any order.
    """
    marked = sorted((note for note in notes if note.mark), key=lambda note: -len(note.mark))
    return [(_mark_pattern(content(note.mark)), note) for note in marked] * min(len(marked), _MOST_MARKS)


def _mark_pattern(mark: str) -> str:
    alike = "0-9" if mark[0] in "0123456789" else "A-Za-z" if mark[0].isascii() and mark[0].isalpha() else ""
    before = f"(?P<before>^|[^{alike}])" if alike else "(?P<before>)"  # 1 is no mark in 2021
    return f"{before}{word_pattern(mark)}{_LINKED}"


def _link(note: Note) -> str:
    return f"<a{attribute('href', f'#{_NOTE}{note.name}')}>{content(note.mark)}</a>"


def _literal(replacement: str) -> str:
    """Write a text as the engine takes it in the place of what a pattern matched."""
    return replacement.replace("$", "$$")


def _rows(table: PageTable, notes: Sequence[Note], resources: _References, width: int) -> pl.LazyFrame:
    """Write each row of a table as a text."""
    kind = pl.when(pl.col("kind").is_in(["text", "markup"])).then("kind").otherwise("role")
    cells = resources.elements(table.cells, notes).select(
        "row", cell=joined("<td", attribute_column("class", kind, plain=True), ">", pl.col("html"), "</td>")
    )
    figures = cells.group_by("row", maintain_order=True).agg(pl.col("cell").str.join(""))
    is_section = pl.col("kind") == "section"
    tag = joined(
        '<th scope="row"',
        pl.when(is_section & (width > 1)).then(pl.lit(f' colspan="{width}"')),
        pl.when(pl.col("depth") > 0).then(joined(' class="d', pl.col("depth").cast(pl.String), '"')),
        ">",
    )
    row_class = pl.when(pl.col("kind") != "item").then("kind")
    rows = table.rows.lazy().join(figures, on="row", how="left", maintain_order="left")
    return rows.select(
        joined(
            "<tr",
            attribute_column("class", row_class, plain=True),
            ">",
            tag,
            pl.when(is_section).then(pl.lit("<span>")),
            _linked(content_column(_legal("label")), notes),
            pl.when(is_section).then(pl.lit("</span>")),
            "</th>",
            pl.when(~is_section).then("cell"),
            "</tr>",
        )
    )
