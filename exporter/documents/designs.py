"""Documents that the user has designed: XHTML in which elements name the tables and the cells that they show.

An element with `data-table="operations"` gives its place to the table; one with `data-cell="prose.csv:29 D"` has its
text tagged where it stands. Both attributes are gone from what is written.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl
from lxml import etree

from exporter.documents import rules
from exporter.documents.tagging import CutNumberError, OtherTextError, is_repeated, tagged
from exporter.findings.findings import Finding, Source, has_errors
from exporter.findings.nearest import nearest
from exporter.formats.inline_xbrl.inline_text import XHTML, is_inline
from exporter.formats.inline_xbrl.markup import (
    attributes_text,
    check_allowed,
    check_harmless,
    inner_text_parts,
    parse_markup,
)
from exporter.formats.inline_xbrl.page import CELL_COLUMNS, Design, Tag
from exporter.formats.inline_xbrl.writer import taken_ids
from exporter.report.names import XML

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from exporter.findings.registry import Rule
    from exporter.formats.inline_xbrl.page import Page, PageTable, Part
    from exporter.project.project import Project
    from exporter.report.report import Report

__all__ = ["Draft", "check_ids", "finished_design", "read_drafts"]

_TABLE, _CELL = "data-table", "data-cell"
_REPEATED = f"leave {_CELL} away where a text is repeated"
_TOGETHER = f"elements with the same {_CELL} have its text together, each a part of it, in the order of the document"
_HTML, _HEAD, _BODY, _DIV = (f"{{{XHTML}}}{name}" for name in ("html", "head", "body", "div"))
_LANG = f"{{{XML}}}lang"
#: How a cell is named: as findings and the ledger name it, or by its label where the file has one cell with that.
_PLACE = re.compile(r"(?P<file>.+):(?P<row>[0-9]{1,9}) (?P<column>[A-Z]{1,3})")
_SHEET_PLACE = re.compile(r"(?P<file>.+)!(?P<column>[A-Z]{1,3})(?P<row>[0-9]{1,9})")
_LABEL = re.compile(r"(?P<file>[^:]+): ?(?P<label>.+)", re.DOTALL)


@dataclass
class Draft:
    """A document that the user has designed, whose texts are held against the cells and tagged.

    Attributes:
        name: of its file, as findings call it.
        language: of the document.
        root: its root element, without the attributes that name tables and cells.
        tables: by name those that it shows; whoever lays them out adds them.
        places: the numbers of the cells that it names, each with its element of Inline XBRL and its continuations, if
            it is tagged.
        slots: the elements that stand where tables will, by the table's name.
    """

    name: str
    language: str
    root: etree._Element
    tables: dict[str, list[PageTable]] = field(default_factory=dict)
    places: dict[int, list[etree._Element]] = field(default_factory=dict)
    slots: dict[str, etree._Element] = field(default_factory=dict)


def read_drafts(project: Project, cells: pl.DataFrame) -> tuple[dict[str, Draft], list[Finding]]:
    """Read the documents that the user has designed.

    Args:
        project: what tables there are, and where the documents lie.
        cells: as `printed_cells` gives them.

    Returns: the documents by language, of which one that cannot be read is empty; and what is wrong with them.

    Raises:
        UnreadableInputError: a file is missing or cannot be read as text.
    """
    drafts: dict[str, Draft] = {}
    findings: list[Finding] = []
    for language, path in project.designs.items():
        name = path.relative_to(project.folder).as_posix()
        root, new_findings = parse_markup(path, name, project.folder)
        if root is not None:
            new_findings += _document_findings(root, name) or check_harmless(root, name)
        if root is None or has_errors(new_findings):
            root = etree.Element(_HTML)
            etree.SubElement(root, _HEAD)
            etree.SubElement(root, _BODY)
        reader = _DraftReader(Draft(name, language, root), project, cells)
        if not new_findings:
            new_findings = reader.findings_of_reading()
        drafts[language] = reader.draft
        findings += new_findings
    return drafts, findings


def _document_findings(root: etree._Element, name: str) -> list[Finding]:
    if root.tag == _HTML and [child.tag for child in root] == [_HEAD, _BODY]:
        return []
    message = "it is no document of XHTML: an element html with head and body"
    hint = f'begin it with <html xmlns="{XHTML}">'
    return [rules.DOCUMENTS_NO_DOCUMENT.finding(message, Source(name, root.sourceline), hint=hint)]


class _DraftReader:
    """Finds the tables and cells that a document names, and tags the cells; each fault is a finding with its line."""

    def __init__(self, draft: Draft, project: Project, cells: pl.DataFrame) -> None:
        self.draft, self._project = draft, project
        self._cells = cells
        self._findings: list[Finding] = []

    def findings_of_reading(self) -> list[Finding]:
        """Read the document, and give what is wrong with it."""
        named = [each for each in self.draft.root.iter(etree.Element) if {_TABLE, _CELL} & set(each.attrib)]
        outermost = [element for element in named if self._stands_alone(element)]
        shown: dict[int, list[etree._Element]] = {}
        for element in outermost:
            table, cell = (element.attrib.pop(name, None) for name in (_TABLE, _CELL))
            if table is not None:
                self._show_table(element, str(table).strip())
            elif cell is not None:
                place = self._place(element, str(cell).strip())
                if place is not None:
                    shown.setdefault(place, []).append(element)
        for place, elements in shown.items():
            self.draft.places[place] = self._tagged(elements, self._cells.row(place, named=True))
        self._find_shown_in_tables()
        return self._findings or check_allowed(self.draft.root, self.draft.name)

    def _find_shown_in_tables(self) -> None:
        """Report cells that are tagged in the text and in their table."""
        tables = self._cells["table"]
        for place, tags in self.draft.places.items():
            if tags and tables[place] in self.draft.tables:
                message = f"the cell is shown in the table {tables[place]!r}, too"
                self._fault(rules.DOCUMENTS_TWICE, message, tags[0], _REPEATED)

    def _stands_alone(self, element: etree._Element) -> bool:
        """Tell whether an element names one thing, and stands in the body and in no other element that names one."""
        above = list(element.iterancestors())
        if _TABLE in element.attrib and _CELL in element.attrib:
            self._fault(rules.DOCUMENTS_NESTED, f"the element has both {_TABLE} and {_CELL}", element)
        elif any({_TABLE, _CELL} & set(each.attrib) for each in above):
            self._fault(rules.DOCUMENTS_NESTED, "the element stands inside one that names a table or cell", element)
        elif all(each.tag != _BODY for each in above):
            self._fault(rules.DOCUMENTS_NESTED, "tables and cells are shown inside the body alone", element)
        else:
            return True
        return False

    def _show_table(self, element: etree._Element, name: str) -> None:
        language = self.draft.language
        table = self._project.tables.get(name)
        if table is None:
            hint = nearest(name, self._project.tables) or f"known are {', '.join(self._project.tables)}"
            self._fault(rules.DOCUMENTS_UNKNOWN_TABLE, f"there is no table {name!r}", element, hint)
        elif all(file.language != language for file in table.files):
            printed = ", ".join(dict.fromkeys(file.language for file in table.files))
            message = f"the table {name!r} is not printed in {language!r}"
            self._fault(rules.DOCUMENTS_UNKNOWN_TABLE, message, element, f"it is printed in {printed}")
        elif name in self.draft.slots:
            self._fault(rules.DOCUMENTS_TWICE, f"the table {name!r} is shown twice", element)
        else:
            slot = etree.Element(_DIV)
            slot.sourceline = element.sourceline  # type: ignore[misc]  # which lxml-stubs takes for read-only
            slot.tail = element.tail
            parent = element.getparent()
            assert parent is not None  # noqa: S101 - it stands in the body
            parent.replace(element, slot)
            self.draft.slots[name], self.draft.tables[name] = slot, []

    def _tagged(self, elements: Sequence[etree._Element], cell: Mapping[str, Any]) -> list[etree._Element]:
        """Tag a cell where the document has it; several elements have its text together, in their order."""
        if is_repeated(elements, cell):
            message = f"the cell {_source(cell)} is shown twice"
            self._fault(rules.DOCUMENTS_TWICE, message, elements[1], _REPEATED, _source(cell))
            return []
        try:
            return tagged(elements, cell)
        except OtherTextError as error:
            hint = _TOGETHER if len(elements) > 1 else None
            self._fault(rules.DOCUMENTS_OTHER_TEXT, f"{_source(cell)}: {error}", elements[0], hint, _source(cell))
        except CutNumberError as error:
            hint = "put the markup around the whole number"
            self._fault(rules.DOCUMENTS_CUT_NUMBER, f"{_source(cell)}: {error}", elements[0], hint, _source(cell))
        return []

    def _place(self, element: etree._Element, reference: str) -> int | None:
        """Find the number of the cell that is named; what is not there is a finding."""
        found = self._cells.with_row_index("place").filter(pl.col("language") == self.draft.language)
        place = _PLACE.fullmatch(reference) or _SHEET_PLACE.fullmatch(reference)
        if place is not None:
            of_file = _of_file(found, place["file"])
            cells = of_file.filter(row=int(place["row"]), column=place["column"])
        elif (label := _LABEL.fullmatch(reference)) is not None:
            of_file = _of_file(found, label["file"])
            cells = of_file.filter(pl.col("label") == label["label"].strip(), pl.col("printed").str.strip_chars() != "")
        else:
            of_file = cells = found.clear()
        if cells.height == 1:
            return int(cells["place"][0])
        message = (
            f"there are {cells.height:,} cells {reference!r}" if cells.height else f"there is no cell {reference!r}"
        )
        self._fault(rules.DOCUMENTS_UNKNOWN_CELL, message, element, self._hint(of_file, found))
        return None

    def _hint(self, of_file: pl.DataFrame, cells: pl.DataFrame) -> str:
        if of_file.is_empty():
            files = ", ".join(cells["file"].unique(maintain_order=True))
            return f'write a file, row and column, such as "statement.csv:3 B"; printed in this language are {files}'
        first = of_file.row(0, named=True)
        return f"name it by row and column, as the ledger does: {first['file']}:{first['row']} {first['column']}"

    def _fault(
        self,
        rule: Rule,
        message: str,
        element: etree._Element,
        hint: str | None = None,
        related: Source | None = None,
    ) -> None:
        source = Source(self.draft.name, element.sourceline)
        self._findings.append(rule.finding(message, source, hint, () if related is None else (related,)))


def _of_file(cells: pl.DataFrame, name: str) -> pl.DataFrame:
    """Give the cells of a file, which may be named without its folder if no other is called so."""
    of_file = cells.filter(file=name)
    if of_file.is_empty() and "/" not in name:
        of_file = cells.filter(pl.col("file").str.ends_with(f"/{name}"))
    return of_file if of_file["file"].n_unique() <= 1 else of_file.clear()


def _source(cell: Mapping[str, Any]) -> Source:
    return Source(cell["file"], cell["row"], cell["column"], cell["heading"])


def check_ids(drafts: Iterable[Draft], report: Report, pages: Sequence[Page]) -> list[Finding]:
    """Find ids that a document gives twice, or that elements of Inline XBRL have in the set of documents."""
    findings = []
    taken: frozenset[str] | None = None
    for draft in drafts:
        named = [each for each in draft.root.iter(etree.Element) if "id" in each.attrib and not is_inline(each)]
        if named and taken is None:
            taken = taken_ids(report, pages)
        counts = Counter(each.get("id", "") for each in named)
        for element in named:
            name = element.get("id", "")
            if counts[name] > 1 or name in (taken or ()):
                message = f"the id {name!r} is given twice, or is that of a fact, context, unit, note or table"
                findings.append(rules.DOCUMENTS_TWICE.finding(message, Source(draft.name, element.sourceline)))
    return findings


def finished_design(draft: Draft, cells: pl.DataFrame) -> Design:
    """Put a document together, with its tables and the tags of its cells in their places.

    Args:
        draft: the document, with its tables.
        cells: as `with_elements` gives them.
    """
    head, body = draft.root
    replaced: dict[etree._Element, tuple[Part, ...]] = {}
    for name, slot in draft.slots.items():
        replaced[slot] = ("", *draft.tables[name])
    for place, tags in draft.places.items():
        for number, tag in enumerate(tags):
            name = str(tag.tag).rpartition("}")[2]
            start = Tag(cells["element"][place], number, is_continued=number + 1 < len(tags))
            replaced[tag] = (start, f"</ix:{name}>")
    draft.root.set(_LANG, draft.root.get(_LANG, draft.language))
    tagged_places = [place for place, tags in draft.places.items() if tags]
    return Design(
        attributes_text(draft.root),
        "".join(map(str, inner_text_parts(head, {}))),
        attributes_text(body),
        tuple(part for part in inner_text_parts(body, replaced) if part != ""),
        cells[tagged_places].select(CELL_COLUMNS.names()).cast(CELL_COLUMNS),
    )
