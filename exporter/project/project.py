"""The project: what report.toml says, with all names checked and all paths resolved inside the folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exporter.formats.inline_xbrl.registries import NEWEST
from exporter.prints.declarations import PrintDeclaration

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from exporter.project.periods import Period
    from exporter.taxonomy.header import PublishedReference

__all__ = ["CSV_TABLES", "FIGURES", "HIDDEN", "STATEMENTS", "WORKBOOKS", "Column", "Project", "Table", "TableFile"]

#: Endings of the workbooks that are read.
WORKBOOKS = (".xlsx", ".xlsm")
#: Which figures of a workbook count: those that the sheet shows, or those that it stores.
SHOWN, STORED = "shown", "stored"
FIGURES = (SHOWN, STORED)
#: What becomes of hidden rows and columns.
READ, SKIPPED = "read", "skip"
HIDDEN = (READ, SKIPPED)

#: How xBRL-CSV is laid out: one table of facts, or tables in the shape of the printed ones.
FACTS, STATEMENTS = "facts", "statements"
CSV_TABLES = (FACTS, STATEMENTS)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column's heading means: figures of a period in a unit, figures derived from others, or excluded ones.

    Attributes:
        derived: the rule by which its figures follow from others; they are then no facts.
        check: a rule that its figures keep, beside being facts.
        scale, decimals: in place of the table's.
        dimensions: a fact's members, as `dimensions_text` writes them.
        footnotes: ids in footnotes.csv.
        exclude: why its figures are left out.
        prints: what is declared of its prints, here and further out.
    """

    heading: str
    period: str | None = None
    unit: str | None = None
    derived: str | None = None
    check: str | None = None
    scale: int | None = None
    decimals: int | str | None = None
    dimensions: str | None = None
    footnotes: tuple[str, ...] = ()
    exclude: str | None = None
    prints: PrintDeclaration = field(default_factory=PrintDeclaration)


@dataclass(frozen=True)
class TableFile:
    """A table as printed in one language.

    Attributes:
        heading_rows: the numbers of the rows that hold the headings; empty for the first row of what is read.
        prints: what is declared of its prints, here and further out.
        encoding, delimiter: how a CSV file is written.
        sheet: the sheet of a workbook; None for its only one.
        area: a range, defined name or table object of a workbook; None for the whole sheet.
        figures: which figures of a workbook count, one of `FIGURES`.
        hidden: what becomes of its hidden rows and columns, one of `HIDDEN`; None where that is not said.
        database: what a query reads: `env:` and the variable that has its URL, or a file of the project.
        period: for which a query is run.
        row_keys: the headings of columns that name a row where findings tell of it.
        excluded_cells: why cells are left out, by letter and row: `C14`.
        title: what stands above it in a document, over the lines that are printed there; may be empty.
        frame: what a data frame holds that takes the file's place, all text; None where the file is read.
    """

    path: Path
    name: str
    language: str
    heading_rows: tuple[int, ...]
    columns: dict[str, Column]
    prints: PrintDeclaration = field(default_factory=PrintDeclaration)
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str | None = None
    area: str | None = None
    figures: str = SHOWN
    hidden: str | None = None
    database: str | None = None
    period: Period | None = None
    row_keys: tuple[str, ...] = ()
    excluded_cells: dict[str, str] = field(default_factory=dict)
    title: str = ""
    frame: pl.DataFrame | None = field(default=None, compare=False, repr=False)

    def holds(self, name: str) -> bool:
        """Tell whether a source with this name stands in the file: `statement.csv`, `book.xlsx!Balance sheet`."""
        if self.sheet is None:
            return name == self.name or name.startswith(f"{self.name}!")
        return name.casefold() == f"{self.name}!{self.sheet}".casefold()


@dataclass(frozen=True)
class Table:
    """A table of line items, printed in one or more languages with the same scale and accuracy.

    Attributes:
        layout: one of `LAYOUTS`.
        scale, decimals: power of ten of its figures, and the accuracy of their facts; None where rows say it.
        dash: what a printed dash means, one of `DASHES`, or None where no row needs that.
        footnotes: ids in footnotes.csv, for all its facts.
        prints: what is declared of its prints, here and further out.
    """

    name: str
    layout: str
    scale: int | None
    decimals: int | str | None
    dash: str | None
    footnotes: tuple[str, ...]
    files: tuple[TableFile, ...] = ()
    prints: PrintDeclaration = field(default_factory=PrintDeclaration)

    @property
    def is_list(self) -> bool:
        """Whether each of its rows says of itself what its figure is."""
        return self.layout != "grid"


@dataclass(frozen=True)
class Project:
    """What report.toml says, with all paths resolved inside the folder.

    Attributes:
        name: base of the filing's file names.
        language: the main language, in which mapping.csv's `section` and `label` are written.
        entity: scheme and identifier.
        taxonomy: name of a taxonomy that comes with the package, or of a folder in the project with one's tables; or
            where a published one is to be found.
        statements: forms of the taxonomy's statements, by the names of their networks.
        units: measure by name, `iso4217:JPY`, `iso4217:JPY/xbrli:shares`.
        prefixes: namespaces of the measures' prefixes beside xbrli and iso4217.
        formats: the syntaxes in which it is filed; empty where that is left to whoever exports.
        csv_tables: how xBRL-CSV is laid out, one of `CSV_TABLES`.
        titles: those of its documents, by their languages.
        designs: the files of documents that the user has designed, by their languages.
        registry: the number of the registry whose transformations its documents have.
        prints: what is declared of prints in all of its tables.
    """

    folder: Path
    name: str
    language: str
    entity: tuple[str, str]
    taxonomy: str | PublishedReference
    statements: tuple[str, ...] = ()
    units: dict[str, str] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)
    periods: dict[str, Period] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    csv_tables: str = FACTS
    titles: dict[str, str] = field(default_factory=dict)
    designs: dict[str, Path] = field(default_factory=dict)
    registry: int = NEWEST
    prints: PrintDeclaration = field(default_factory=PrintDeclaration)

    @property
    def mapping_file(self) -> Path:
        """The mapping table."""
        return self.folder / "mapping.csv"

    @property
    def footnotes_file(self) -> Path:
        """The table of footnotes, which need not be there."""
        return self.folder / "footnotes.csv"

    @property
    def languages(self) -> tuple[str, ...]:
        """The main language, then the others in which a table is printed."""
        printed = (file.language for table in self.tables.values() for file in table.files)
        return tuple(dict.fromkeys([self.language, *printed]))
