"""The pages of a project: a document for each language, with its tables as they are printed, and its footnotes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from exporter.documents import rules
from exporter.documents.designs import check_ids, finished_design, read_drafts
from exporter.documents.presentation import presentation_in
from exporter.documents.printed_cells import printed_cells, with_elements
from exporter.errors import UnreadableInputError
from exporter.files.records import column_letter
from exporter.formats.inline_xbrl.network_tables import network_tables
from exporter.formats.inline_xbrl.page import CELL_COLUMNS, ROW_COLUMNS, Heading, Note, Page, PageTable
from exporter.formats.inline_xbrl.registries import NEWEST
from exporter.frames.columns import as_text
from exporter.line_items.grid import is_row_number
from exporter.line_items.inputs import read_sheet
from exporter.report.dispositions import Disposition

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exporter.documents.designs import Draft
    from exporter.findings.findings import Finding
    from exporter.mapping.facts import Mapped
    from exporter.project.footnotes_csv import Footnote
    from exporter.project.mapping_csv import MappingRow
    from exporter.project.project import Project, Table, TableFile
    from exporter.taxonomy.model import Taxonomy

__all__ = ["Documents", "build_documents"]

REPEAT_COLUMNS = {"fact": pl.String(), "element": pl.String()}
#: Behind the id of a fact that is printed, that of the element which shows it in a statement that was added up.
_REPEATED = ".statement"
#: Deeper rows are indented no further.
_DEEPEST = 4
_TOTAL = "totalLabel"


@dataclass(frozen=True)
class Documents:
    """What the documents of a filing show.

    Attributes:
        pages: one for each language of the project, its main language first. Together they have an element with its id
            for each fact.
        elements: for each line item the id of the element that prints it; null where none does.
        registry: the number of the registry of transformations.
        repeats: elements that print facts once more and are no line item's: `fact` and `element`.
    """

    pages: tuple[Page, ...]
    elements: pl.Series
    registry: int = NEWEST
    repeats: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REPEAT_COLUMNS))


def build_documents(
    project: Project, mapped: Mapped, taxonomy: Taxonomy, footnotes: Mapping[str, Footnote]
) -> tuple[Documents, list[Finding]]:
    """Lay out a page for each language of a project, as the user has designed it or else plainly.

    Returns: the documents; and a Finding for each fact that no page can show, those of a table that no page shows
        together, and for whatever is wrong with a design.

    Raises:
        UnreadableInputError: the file of a design is missing or cannot be read as text.
    """
    cells = printed_cells(project, mapped, taxonomy, footnotes)
    drafts, findings = read_drafts(project, cells)
    sources_only = _tables_of_sources(mapped, cells)
    cells = cells.with_columns(is_shown=_is_shown(drafts) & ~pl.col("table").is_in(sources_only))
    cells = with_elements(cells)
    depths = _depths_by_network(taxonomy)
    files = [(table, file) for table in project.tables.values() for file in table.files]
    tables_of: dict[str, list[PageTable]] = {language: [] for language in project.languages}
    by_file = cells.partition_by("table", "file", as_dict=True, maintain_order=True)
    place: int | None = None  # of the statements that a ledger gives, among the tables
    for number, (table, file) in enumerate(files, 1):
        draft = drafts.get(file.language)
        if table.name in sources_only and draft is None:
            place = len(tables_of[file.language]) if place is None else place
            continue
        for (table_name, name), part in by_file.items() if draft is None or table.name in draft.tables else ():
            if table_name == table.name and file.holds(str(name)):
                page_table = _page_table(f"{number}", table, file, part, mapped.rows, depths)
                tables_of[file.language].append(page_table)
                if draft is not None:
                    draft.tables[table.name].append(page_table)
    pages = []
    for language, tables in tables_of.items():
        notes = _notes(mapped, footnotes, language)
        if language in drafts:
            design = finished_design(drafts[language], cells)
            pages.append(Page(language, "", tuple(tables), notes, design=design))
            continue
        title, titled_tables = _with_title(tables)
        declared = project.titles.get(language, "")
        shown_tables = tuple(_below(declared, table) for table in titled_tables)
        pages.append(Page(language, declared or title or project.name, shown_tables, notes))
    hidden = _hidden(mapped, cells)
    computed_tables: list[PageTable] = []
    if pages[0].design is None:
        computed_tables, shown_facts = _computed_tables(mapped, taxonomy, hidden, pages[0].language)
        hidden = hidden.filter(~pl.col("fact").is_in(shown_facts))
    pages[0] = replace(pages[0], tables=_with_statements(pages[0].tables, place, computed_tables), hidden=hidden)
    findings += check_ids(drafts.values(), mapped.report, pages)
    findings += _hidden_findings(mapped, cells, hidden)
    shown = tuple(page for page in pages if page.tables or page.notes or page.hidden.height or page.design)
    elements = _elements_of_cells(mapped, cells, hidden)
    repeated = [table.cells.filter(pl.col("element") != pl.col("fact")) for table in computed_tables]
    repeats = pl.concat([CELL_COLUMNS.to_frame(), *repeated]).select("fact", "element")
    return Documents(shown, elements, project.registry, repeats), findings


def _with_statements(
    tables: tuple[PageTable, ...], place: int | None, statements: Sequence[PageTable]
) -> tuple[PageTable, ...]:
    """Put the statements that a ledger gives among tables, in its place."""
    return (*tables, *statements) if place is None else (*tables[:place], *statements, *tables[place:])


def _elements_of_cells(mapped: Mapped, cells: pl.DataFrame, hidden: pl.DataFrame) -> pl.Series:
    """Give for each line item the id of the element that shows what it says: its print, or the fact that it adds to."""
    elements = as_text(mapped.evaluated.select("cell", "filed", "fact")).with_columns(cells["element"])
    elements = elements.with_columns(is_printed=mapped.is_printed)
    is_hidden = pl.col("fact").is_in(hidden["fact"].implode()) & (pl.col("cell") == pl.col("filed"))
    element = pl.when(is_hidden | ~pl.col("is_printed")).then("fact").otherwise("element")
    return elements.select(element.alias("element")).to_series()


def _tables_of_sources(mapped: Mapped, cells: pl.DataFrame) -> list[str]:
    """List the tables of which nothing is filed as it is printed, but added: ledgers, which nobody publishes."""
    is_fact = mapped.evaluated.select(pl.col("disposition") == Disposition.FACT).to_series()
    added = cells.filter(is_fact & ~mapped.is_printed)["table"].unique()
    return sorted(set(added) - set(cells.filter(pl.col("kind").is_not_null())["table"].unique()))


def _computed_tables(
    mapped: Mapped, taxonomy: Taxonomy, hidden: pl.DataFrame, language: str
) -> tuple[list[PageTable], list[str]]:
    """Lay out what is added up or computed, and printed nowhere, as the taxonomy presents it.

    Returns: the tables, and the ids of the facts that they show.
    """
    filed = mapped.evaluated.filter((pl.col("cell") == pl.col("filed")) & ~mapped.is_printed)
    unprinted = set(as_text(filed.select("fact"))["fact"]) & set(hidden["fact"])
    if not unprinted:
        return [], []
    tables, shown = network_tables(mapped.report, presentation_in(taxonomy, language), unprinted)
    printed = pl.col("fact").is_in(list(shown - unprinted))
    # What is printed elsewhere is shown here once more, by an element of its own.
    element = pl.when(printed).then(pl.concat_str("fact", pl.lit(_REPEATED))).otherwise("element")
    tables = [replace(table, cells=table.cells.with_columns(element=element)) for table in tables]
    return tables, sorted(shown)


def _is_shown(drafts: Mapping[str, Draft]) -> pl.Expr:
    """Tell which cells a document shows: all in one that nobody has designed."""
    is_shown = pl.lit(value=True)
    for language, draft in drafts.items():
        is_placed = pl.int_range(pl.len()).is_in(list(draft.places))
        is_shown &= (pl.col("language") != language) | pl.col("table").is_in(list(draft.tables)) | is_placed
    return is_shown


def _hidden_findings(mapped: Mapped, cells: pl.DataFrame, hidden: pl.DataFrame) -> list[Finding]:
    """Tell of facts that stand in the hidden section: each that cannot be shown, and how many of each table are not."""
    sources = mapped.sources()
    facts = as_text(mapped.evaluated.select("cell", "filed", "fact")).with_columns(cells["table", "is_shown"])
    facts = facts.filter(pl.col("cell") == pl.col("filed"), pl.col("fact").is_in(hidden["fact"].implode()))
    findings = [
        rules.DOCUMENTS_HIDDEN.finding(f"no document can show the fact {fact} as it is printed", sources[fact][0])
        for fact in facts.filter("is_shown")["fact"]
    ]
    of_tables = facts.filter(~pl.col("is_shown")).group_by("table", maintain_order=True)
    for table, first, count in of_tables.agg(pl.col("fact").first(), pl.len()).rows():
        which = f"the fact {first}" if count == 1 else f"{count:,} facts, the first of which is {first},"
        message = f"no document shows {which} of the table {table!r}"
        findings.append(rules.DOCUMENTS_HIDDEN.finding(message, sources[first][0]))
    return findings


def _page_table(
    name: str,
    table: Table,
    file: TableFile,
    cells: pl.DataFrame,
    rows: Sequence[MappingRow],
    depths: Mapping[str, Mapping[str, int]],
) -> PageTable:
    if table.is_list:
        return _list_table(name, table, file, cells)
    captions, headings = _headings(file, cells)
    captions = (file.title, *captions) if file.title else captions
    printed = cells.filter(pl.concat_str("before", "shown", "after").str.strip_chars() != "")
    has_figures = pl.col("row").is_in(printed["row"].implode())
    page_rows = cells.group_by("row", maintain_order=True).agg(
        pl.col("label").first(), pl.col("mapping_index").drop_nulls().first()
    )
    concepts = pl.Series([row.concept.name if row.concept else None for row in rows], dtype=pl.String)
    totals = pl.Series([row.label_role == _TOTAL for row in rows], dtype=pl.Boolean)
    index = page_rows["mapping_index"]
    of_table = _depths_of(set(concepts.gather(index).drop_nulls()), depths)
    page_rows = page_rows.with_columns(
        depth=concepts.gather(index).replace_strict(of_table, default=None, return_dtype=pl.Int32),
        is_total=totals.gather(index).fill_null(value=False),
        has_figures=page_rows.select(has_figures).to_series(),
    ).filter(pl.col("has_figures") | (pl.col("label") != ""))
    least = pl.col("depth").min().fill_null(0)
    page_rows = page_rows.select(
        "row",
        kind=pl.when(~pl.col("has_figures"))
        .then(pl.lit("section"))
        .when("is_total")
        .then(pl.lit("total"))
        .otherwise(pl.lit("item")),
        label=pl.when(pl.col("label").map_elements(is_row_number, return_dtype=pl.Boolean))
        .then(pl.lit(""))
        .otherwise("label"),
        depth=(pl.col("depth").fill_null(least) - least).clip(0, _DEEPEST),
    )
    return PageTable(name, captions, headings, page_rows.cast(ROW_COLUMNS), cells.select(CELL_COLUMNS.names()))


def _list_table(name: str, table: Table, file: TableFile, cells: pl.DataFrame) -> PageTable:
    """Show a list with a label and a figure a row; a label that recurs says for which period."""
    recurs = pl.col("label").is_duplicated() & pl.col("period").is_not_null()
    label = pl.when(recurs).then(pl.format("{} ({})", "label", "period")).otherwise("label")
    rows = cells.select("row", kind=pl.lit("item"), label=label, depth=pl.lit(0, pl.Int32))
    return PageTable(name, (file.title or table.name,), (), rows.cast(ROW_COLUMNS), cells.select(CELL_COLUMNS.names()))


def _headings(file: TableFile, cells: pl.DataFrame) -> tuple[tuple[str, ...], tuple[tuple[Heading, ...], ...]]:
    """Read what stands above the columns of a grid.

    Returns: the lines above the headings; and the rows of headings over the label and the columns that are shown, in
        all but the last of which a heading stands over the blank cells to its right too, as merged cells do.
    """
    columns = cells.group_by("column", maintain_order=True).agg(
        heading=pl.col("heading").first(),
        is_words=(pl.col("kind") == "text").any() & (pl.col("kind").fill_null("") != "number").all(),
    )
    try:
        sheet = read_sheet(file)
    except UnreadableInputError:  # line items may come from elsewhere
        sheet = None
    if sheet is None or len(sheet.head) < sheet.heading_rows[-1]:
        named = columns.select("heading", "is_words").rows()
        return (), ((Heading(""), *(Heading(text or "", is_words=is_words) for text, is_words in named)),)
    head, heading_rows = sheet.head, sheet.heading_rows
    captions = [" ".join(cell.strip() for cell in row if cell.strip()) for row in head[: heading_rows[0] - 1]]
    places = {_place(sheet.letters[0]): False} | {_place(letter): is_words for letter, _, is_words in columns.rows()}
    rows = [_heading_row(head[number - 1], places, merged=number != heading_rows[-1]) for number in heading_rows]
    return tuple(filter(None, captions)), tuple(row for row in rows if any(heading.text for heading in row))


def _place(letter: str) -> int:
    place = 0
    for each in letter:
        place = place * 26 + ord(each) - ord("A") + 1
    assert column_letter(place - 1) == letter  # noqa: S101 - the two functions are each other's inverse
    return place - 1


def _heading_row(row: Sequence[str], places: Mapping[int, bool], *, merged: bool) -> tuple[Heading, ...]:
    """Read a row of headings over columns, of which it is known whether they hold words."""
    headings: list[Heading] = []
    sources: list[int] = []
    first = next(iter(places)) + 1
    for place, is_words in places.items():
        source = place
        while merged and source > first and not row[source].strip():
            source -= 1
        text = row[source].strip() if source < len(row) else ""
        if headings and text and sources[-1] == source:
            headings[-1] = Heading(text, headings[-1].span + 1)
        else:
            headings.append(Heading(text, is_words=is_words))
            sources.append(source)
    return tuple(headings)


def _with_title(tables: Sequence[PageTable]) -> tuple[str, list[PageTable]]:
    """Find the line that stands above several tables, which is the title of their page; empty if none does."""
    counts = Counter(table.captions[0] for table in tables if len(table.captions) > 1)
    title, count = counts.most_common(1)[0] if counts else ("", 0)
    if count <= 1:
        return "", list(tables)
    return title, [
        replace(table, captions=table.captions[1:]) if table.captions[:1] == (title,) else table for table in tables
    ]


def _below(title: str, table: PageTable) -> PageTable:
    """Leave out the first of several lines above a table, where the declared title of the page begins with it."""
    if len(table.captions) > 1 and title.casefold().startswith(table.captions[0].casefold()):
        return replace(table, captions=table.captions[1:])
    return table


def _depths_by_network(taxonomy: Taxonomy) -> dict[str, dict[str, int]]:
    depths: dict[str, dict[str, int]] = {}
    for row in taxonomy.presentation:
        depths.setdefault(row.network, {}).setdefault(row.concept, row.depth)
    return depths


def _depths_of(concepts: set[str], depths: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Give the depths of the concepts of a table: in the first network that has half of them, and else in any."""
    fitting = [network for network in depths.values() if 2 * len(concepts & network.keys()) >= len(concepts)]
    found: dict[str, int] = {}
    for network in [*fitting[:1], *depths.values()]:
        for concept in concepts & network.keys():
            found.setdefault(concept, network[concept])
    return found


def _notes(mapped: Mapped, footnotes: Mapping[str, Footnote], language: str) -> tuple[Note, ...]:
    """List the footnotes that some fact has, in one language."""
    rows = mapped.report.footnotes.filter(pl.col("language") == language)
    names = rows.select("footnote", "text").unique(maintain_order=True)
    return tuple(
        Note(
            name,
            marks.marks.get(language, "") if (marks := footnotes.get(name.rpartition(".")[0])) else "",
            text,
            language,
        )
        for name, text in names.rows()
    )


def _hidden(mapped: Mapped, cells: pl.DataFrame) -> pl.DataFrame:
    """List the facts that no cell shows, as cells that show their value."""
    facts = mapped.report.lazy.join(cells.lazy().select(id="element"), on="id", how="anti").collect()
    is_number = pl.col("unit").is_not_null()
    return facts.select(
        row=pl.lit(0, pl.Int64),
        before=pl.lit(""),
        shown=pl.when(is_number).then(pl.col("value").str.strip_prefix("-")).otherwise("value").fill_null(""),
        after=pl.lit(""),
        kind=pl.when(is_number).then(pl.lit("number")).otherwise(pl.lit("text")),
        fact="id",
        element="id",
        nil=pl.col("value").is_null(),
        decimals="decimals",
        scale=pl.lit(None, pl.Int32),
        negative=is_number & pl.col("value").str.starts_with("-").fill_null(value=False),
        format=pl.lit(None, pl.String),
        role=pl.lit(None, pl.String),
    ).cast(CELL_COLUMNS)
