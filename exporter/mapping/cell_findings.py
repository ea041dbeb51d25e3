"""What can be wrong with source cells, in words: each kind of fault as a Finding at the cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl

from exporter.findings.findings import Finding, Source
from exporter.findings.row_findings import RowFindings
from exporter.line_items import rules as line_items_rules
from exporter.mapping import rules
from exporter.mapping.print_advice import advice_for, merged_values
from exporter.prints.dates import parse_date, parse_day_of_year
from exporter.prints.numbers import NotANumberError, parse_number
from exporter.prints.traits import reads_either_way, trait_of
from exporter.project import rules as project_rules
from exporter.project.toml_lines import cell_exclusion, table_line
from exporter.report.names import illegal_character

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter.findings.registry import Rule
    from exporter.mapping.cell_conventions import CellConventions
    from exporter.prints.traits import Trait
    from exporter.project.mapping_csv import MappingRow

__all__ = ["DAY_PARSERS", "CellFindings"]

#: What reads the prints of each kind of value that is a day.
DAY_PARSERS: dict[str, Callable[[str, str], object]] = {"date": parse_date, "day of the year": parse_day_of_year}

_Cell: TypeAlias = dict[str, Any]
#: Of so many prints that are no numbers, it is found out what they look like; of others when they are reported.
_MOST_TRAITS = 1000


class CellFindings(RowFindings):
    """Collects the findings at cells.

    Each method takes the cells with a certain fault, under the names that `cell_values` gives: what line items say,
    with `item_` before what a fact says too, and what has been worked out so far.
    """

    def __init__(self, rows: Sequence[MappingRow], conventions: CellConventions) -> None:
        """Start without findings.

        Args:
            rows: the mapping.
            conventions: by which the cells are printed.
        """
        super().__init__("cell", line_items_rules.LINE_ITEMS_MORE)
        self._mapping = rows
        self.conventions = conventions
        self._reported_combinations: set[tuple[str, ...]] = set()

    def abstract(self, cells: pl.DataFrame) -> None:
        """Report figures for abstract concepts, which take none."""
        self._add_at_cells(
            rules.MAPPING_ABSTRACT_CONCEPT,
            cells,
            lambda cell: f"{cell['concept']} is abstract and cannot take the figure {cell['item_printed']!r}",
        )

    def wrong_periods(self, cells: pl.DataFrame) -> None:
        """Report durations for instant concepts, and instants for duration concepts."""

        def message(cell: _Cell) -> str:
            expected, actual = ("instant", "a duration") if cell["instant"] else ("duration", "an instant")
            return f"{cell['concept']} is {expected}, but the column's period {cell['period']!r} is {actual}"

        def hint(cell: _Cell) -> str:
            if cell["instant"]:
                advice = "takes the instant at which the column's period opens or closes"
                return f"in mapping.csv, period 'start' or 'end' {advice}"
            return "give the column a period with a start and an end"

        self._add_at_cells(rules.MAPPING_WRONG_PERIOD_TYPE, cells, message, hint, with_row=True)

    def edges_of_instants(self, cells: pl.DataFrame) -> None:
        """Report columns of an instant where the mapping row asks for the start or end of a duration."""

        def message(cell: _Cell) -> str:
            return f"the mapping row says period {cell['row_period']!r}, but {cell['period']!r} is an instant already"

        hint = "leave the row's period empty, or give the column a period with a start and an end"
        self._add_at_cells(rules.MAPPING_WRONG_PERIOD_TYPE, cells, message, hint, with_row=True)

    def wrong_units(self, cells: pl.DataFrame) -> None:
        """Report units that do not fit the concept's type."""

        def message(cell: _Cell) -> str:
            concept = self._row_of(cell).concept
            assert concept  # noqa: S101 - a fact has one
            return f"{concept.name} is a {concept.type}, which {cell['unit'] or 'no unit'!r} does not fit"

        hint = "name a unit of report.toml for the column, or in the mapping row, such as 'per shares'"
        self._add_at_cells(rules.MAPPING_WRONG_UNIT, cells, message, hint, with_row=True)

    def clashing_members(self, cells: pl.DataFrame) -> None:
        """Report cells to which column and row give different members of a dimension; `clash` says which."""
        self._add_at_cells(rules.MAPPING_WRONG_MEMBER, cells, lambda cell: cell["clash"], with_row=True)

    def wrong_members(self, cells: pl.DataFrame) -> None:
        """Report dimensions that no hypercube of the concept allows, for `reasons`.

        What a column or a mapping row says once is reported once, at the mapping row; a row of a list says it itself.
        """

        def message(cell: _Cell) -> str:
            return f"{cell['concept']} cannot have these dimensions: {cell['reasons']}"

        is_list = pl.Series([row.table.is_list for row in self._mapping], dtype=pl.Boolean)
        gives_members = is_list.gather(cells["mapping_index"]) & cells["item_dimensions"].is_not_null()
        hint = "correct the row's dimensions, or the table in presentation.csv"
        self._add_at_cells(rules.MAPPING_WRONG_MEMBER, cells.filter(gives_members), message, hint, with_row=True)

        def at_row(cell: _Cell) -> Finding:
            hint = "correct the mapping row's dimensions, or the table in presentation.csv"
            source = self._row_of(cell).source
            return rules.MAPPING_WRONG_MEMBER.finding(message(cell), source, hint=hint, related=(_source_of(cell),))

        remaining_cells = cells.filter(~gives_members)
        self.add(self._first_unreported(remaining_cells, ["concept", "dimensions"]), at_row)
        self.mark(remaining_cells)

    def no_numbers(self, cells: pl.DataFrame) -> None:
        """Report prints that are no numbers, where numbers should be; each with the line that says what it means."""
        first_cells = cells.head(_MOST_TRAITS).unique(["table", "convention", "item_printed"], maintain_order=True)
        traits = {self._print_key(cell): self._trait(cell) for cell in first_cells.iter_rows(named=True)}
        values = {
            table: merged_values(trait for (name, *_), trait in traits.items() if name == table)
            for table in first_cells["table"].unique()
        }

        def trait(cell: _Cell) -> Trait | None:
            key = self._print_key(cell)
            return traits[key] if key in traits else self._trait(cell)

        def message(cell: _Cell) -> str:
            found = trait(cell)
            return f"{cell['item_printed']!r} looks like {found.words}" if found else self._number_error(cell)

        def hint(cell: _Cell) -> str | None:
            found = trait(cell)
            if found is None:
                return f"correct it, or {cell_exclusion(cell['file'], cell['column'], cell['row'])}"
            advice = advice_for(found, self._row_of(cell).table, cell["heading"], values[cell["table"]])
            exclusion = cell_exclusion(cell["file"], cell["column"], cell["row"])
            return advice if found.key else f"{advice}; or {exclusion}"

        self._add_at_cells(line_items_rules.LINE_ITEMS_NOT_A_NUMBER, cells, message, hint)

    def _print_key(self, cell: _Cell) -> tuple[str, int, str]:
        return cell["table"], cell["convention"], cell["item_printed"]

    def _trait(self, cell: _Cell) -> Trait | None:
        return trait_of(cell["item_printed"], self.conventions[cell["convention"]])

    def _number_error(self, cell: _Cell) -> str:
        convention = self.conventions[cell["convention"]]
        return _parse_error(lambda text: parse_number(text, convention), cell)

    def unexplained_dashes(self, cells: pl.DataFrame) -> None:
        """Report dashes of which report.toml does not say what they mean."""
        self._add_at_cells(
            project_rules.PROJECT_MISSING_KEY,
            cells,
            lambda _: "a dash is printed, and report.toml does not say what it means",
            lambda cell: f"add dash = 'zero', 'nil' or 'nothing' to the table {cell['table']!r}",
        )

    def missing(self, cells: pl.DataFrame, key: str) -> None:
        """Report figures of which nothing says the `scale` or `decimals`; one finding for a table is enough."""

        def message(cell: _Cell) -> str:
            return f"neither the table {cell['table']!r} in report.toml nor the mapping row has {key}"

        first_cells = self._first_unreported(cells.with_columns(key=pl.lit(key)), ["table", "key"])
        self._add_at_cells(
            project_rules.PROJECT_MISSING_KEY, first_cells, message, f"add {key} to the table", with_row=True
        )
        self.mark(cells)

    def lost_digits(self, cells: pl.DataFrame) -> None:
        """Report figures with digits that their decimals do not cover."""

        def hint(cell: _Cell) -> str:
            mark = reads_either_way(cell["item_printed"])
            if mark is None or mark != self.conventions[cell["convention"]].decimal_mark:
                return "correct decimals, or the scale"
            other_mark = "," if mark == "." else "."
            name = "point" if mark == "." else "comma"
            line = table_line(cell["table"], f'decimal_mark = "{other_mark}"')
            return f"if the {name} groups thousands, {line}; else correct decimals, or the scale"

        self._add_at_cells(
            rules.MAPPING_LOST_DIGITS,
            cells,
            lambda cell: f"{cell['value']} has digits that decimals={cell['decimals']} does not cover",
            hint,
            with_row=True,
        )

    def percentages(self, cells: pl.DataFrame) -> None:
        """Report percentages in units that take none, such as amounts of money."""

        def message(cell: _Cell) -> str:
            return f"{cell['item_printed']!r} is a percentage, and the unit is {cell['unit']}"

        def hint(cell: _Cell) -> str:
            exclusion = cell_exclusion(cell["file"], cell["column"], cell["row"])
            advice = "give its row or column a unit that is xbrli:pure, or a rule by which it is derived"
            return f"{advice}; or {exclusion}"

        self._add_at_cells(rules.MAPPING_WRONG_UNIT, cells, message, hint, with_row=True)

    def without_balance(self, cells: pl.DataFrame) -> None:
        """Report figures on the debit or credit side whose concept has no balance, so that the side says nothing."""

        def message(cell: _Cell) -> str:
            return f"the column stands on the {cell['side']} side, but {cell['concept']} is neither debit nor credit"

        hint = "map the row to a concept that has a balance, or exclude it"
        self._add_at_cells(rules.MAPPING_WRONG_SIDE, cells, message, hint, with_row=True)

    def figures_in_texts(self, cells: pl.DataFrame) -> None:
        """Report figures in a unit, for concepts that are texts."""

        def message(cell: _Cell) -> str:
            return f"{cell['concept']} is a text, but {cell['item_printed']!r} is a figure in {cell['item_unit']}"

        hint = "map the row to a numeric concept, or put texts into a column without a unit"
        self._add_at_cells(rules.MAPPING_WRONG_UNIT, cells, message, hint, with_row=True)

    def illegal_characters(self, cells: pl.DataFrame) -> None:
        """Report texts that XML cannot carry."""

        def message(cell: _Cell) -> str:
            return f"the text has the character {illegal_character(cell['item_printed'])}, which XML cannot carry"

        self._add_at_cells(line_items_rules.LINE_ITEMS_ILLEGAL_CHARACTER, cells, message)

    def unreadable_notes(self, cells: pl.DataFrame) -> None:
        """Report files of notes that cannot be read."""
        self._add_at_cells(
            line_items_rules.LINE_ITEMS_UNREADABLE_NOTE,
            cells,
            lambda cell: f"{cell['item_printed']!r} is no note: {cell['fault']}",
            "write: file: and a path in the project folder, such as file: notes/policies.xhtml",
        )

    def wrong_days(self, cells: pl.DataFrame) -> None:
        """Report prints that are no dates or days of the year, where such should be."""
        self._add_at_cells(
            line_items_rules.LINE_ITEMS_WRONG_VALUE,
            cells,
            lambda cell: f"{_parse_error(_day_parser(cell), cell)}, as {cell['concept']} needs",
        )

    def wrong_texts(self, cells: pl.DataFrame, legal_form: str) -> None:
        """Report texts that are not in the form that the concept's type needs, such as 'true or false'."""
        self._add_at_cells(
            line_items_rules.LINE_ITEMS_WRONG_VALUE,
            cells,
            lambda cell: f"{cell['item_printed']!r} is not {legal_form}, as {cell['concept']} needs",
        )

    def _add_at_cells(
        self,
        rule: Rule,
        cells: pl.DataFrame,
        message: Callable[[_Cell], str],
        hint: Callable[[_Cell], str | None] | str | None = None,
        *,
        with_row: bool = False,
    ) -> None:
        def describe(cell: _Cell) -> Finding:
            advice = hint(cell) if callable(hint) else hint
            related = (self._row_of(cell).source,) if with_row else ()
            return rule.finding(message(cell), _source_of(cell), hint=advice, related=related)

        self.add(cells, describe)

    def _first_unreported(self, cells: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
        """Select the first cell of each combination of columns that has no finding yet.

        The combinations are noted, so that a later call leaves them out.
        """
        if cells.is_empty():
            return cells
        first_cells = cells.unique(columns, keep="first", maintain_order=True)
        is_new = [
            combination not in self._reported_combinations for combination in first_cells.select(columns).iter_rows()
        ]
        self._reported_combinations |= set(first_cells.select(columns).iter_rows())
        return first_cells.filter(pl.Series(is_new, dtype=pl.Boolean))

    def _row_of(self, cell: _Cell) -> MappingRow:
        return self._mapping[cell["mapping_index"]]


def _source_of(cell: _Cell) -> Source:
    return Source(cell["file"], cell["row"], cell["column"], cell["heading"])


def _day_parser(cell: _Cell) -> Callable[[str], object]:
    """Give what reads a day that is printed in the language of a cell."""
    return lambda text: DAY_PARSERS[cell["kind"]](text, cell["item_language"])


def _parse_error(parse: Callable[[str], object], cell: _Cell) -> str:
    """Parse the print, and give the message of the error that this raises."""
    try:
        parse(cell["item_printed"])
    except (NotANumberError, ValueError) as error:
        return str(error)
    raise AssertionError(f"{cell['item_printed']!r} can be read")
