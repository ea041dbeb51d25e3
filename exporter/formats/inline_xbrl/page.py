"""The page, which is the contract between whoever lays out a document and the writer that tags it.

A page is what one Inline XBRL document shows: tables of printed cells, and footnotes. A cell that prints a fact says
what stands before and behind the tagged text, and what the text means.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import polars as pl

__all__ = ["CELL_COLUMNS", "ROW_COLUMNS", "Design", "Heading", "Note", "Page", "PageTable", "Part", "Tag"]

#: The rows of a table in order: `row`, its number; `kind`, one of `section`, `item` and `total`; `label`; and `depth`,
#: by how many steps it is indented.
ROW_COLUMNS = pl.Schema({"row": pl.Int64(), "kind": pl.String(), "label": pl.String(), "depth": pl.Int32()})

#: The cells of a table, row by row and from left to right. `before`, `shown` and `after` are what is printed, in order;
#: `kind` is the element's: `number`, `text`, `markup` for a text block, which is shown as the XHTML that it is, or null
#: for a cell that is not tagged. Of a tagged one `fact` is the id of the report's fact that it prints, `element` its
#: own id, which is unique in all pages; `nil` whether it is one; `decimals`, `scale`, `negative` and `format` (a
#: transformation's local name, or null) what the text means. `role` is why a cell is not tagged: `derived`, `check`,
#: `excluded`, or null.
CELL_COLUMNS = pl.Schema(
    {
        "row": pl.Int64(),
        **dict.fromkeys(("before", "shown", "after", "kind", "fact", "element"), pl.String()),
        "nil": pl.Boolean(),
        **dict.fromkeys(("decimals", "scale"), pl.Int32()),
        "negative": pl.Boolean(),
        **dict.fromkeys(("format", "role"), pl.String()),
    }
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A cell above the columns of a table, which may span several; `is_words` says that it stands over texts."""

    text: str
    span: int = 1
    is_words: bool = False


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table as it is shown.

    Attributes:
        name: its anchor in the page.
        captions: the lines above it, the first of which is its title.
        headings: rows of headings; each row spans all columns.
        rows, cells: tables with the columns of `ROW_COLUMNS` and `CELL_COLUMNS`.
    """

    name: str
    captions: tuple[str, ...]
    headings: tuple[tuple[Heading, ...], ...]
    rows: pl.DataFrame
    cells: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: the name under which the report has it, its mark if it is printed with one, its text and language."""

    name: str
    mark: str
    text: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Tag:
    """The start of a cell's element, by its id, in a document that somebody has designed.

    Where `number` is not 0 the element is a continuation, by its number; `is_continued` says that there is one more.
    """

    element: str
    number: int = 0
    is_continued: bool = False


#: What a design is made of: text is markup, in which the ends of elements stand.
Part: TypeAlias = str | Tag | PageTable


@dataclass(frozen=True, slots=True)
class Design:
    """What the user has designed of a document: markup, with places for tables and for the tags of cells.

    Attributes:
        root, body: the attributes of the elements `html` and `body`, as markup.
        head: what the element `head` holds, as markup.
        parts: what the element `body` holds, in order.
        cells: those that are tagged where the design has them, with the columns of `CELL_COLUMNS`.
    """

    root: str
    head: str
    body: str
    parts: tuple[Part, ...]
    cells: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CELL_COLUMNS))


@dataclass(frozen=True, slots=True)
class Page:
    """What one document shows.

    Attributes:
        language: of the document, an `xml:lang`.
        title: of the document.
        tables, notes: what it shows, in order.
        hidden: facts that no page shows and that this document holds: rows with the columns of `CELL_COLUMNS`, whose
            `shown` is the value.
        design: how it looks, if the user has designed it; its tables are then also `tables`, and its title counts.
    """

    language: str
    title: str
    tables: tuple[PageTable, ...] = ()
    notes: tuple[Note, ...] = ()
    hidden: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CELL_COLUMNS))
    design: Design | None = None

    @property
    def cells(self) -> pl.DataFrame:
        """All cells of the document, wherever it has them."""
        designed = [] if self.design is None else [self.design.cells]
        return pl.concat([*(table.cells for table in self.tables), *designed, self.hidden])
