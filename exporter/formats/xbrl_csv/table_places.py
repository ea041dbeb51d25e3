"""The cells of given table templates that facts belong in: which column, and what else the row must say."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from exporter.formats.xbrl_csv.metadata import ABSENT, ROW_NUMBER, Properties, Setting
from exporter.formats.xbrl_csv.period_forms import NotADurationError, iso_period
from exporter.formats.xbrl_csv.special_values import special_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exporter.formats.xbrl_csv.metadata import Column, Metadata, Table

__all__ = ["Place", "Places"]

#: What a fact of a number, and one of a text, has not, whatever is said of all facts (OIM 1.0, core dimensions).
_NOT_OF_NUMBERS, _NOT_OF_TEXTS = "language", "unit"


class Place(NamedTuple):
    """A column of a table, in rows that say something.

    Attributes:
        table: the table.
        column: the column of facts.
        groups: for columns whose cells name properties what they must say.
        open: by dimension the column whose cell says it.
        decimals: of facts there; None where nothing says them, or a cell does.
    """

    table: Table
    column: str
    groups: Mapping[str, str]
    open: Mapping[str, str]
    decimals: str | None


class Places:
    """Finds places by the aspects of facts."""

    def __init__(self, metadata: Metadata) -> None:
        """List the places in all tables."""
        self._metadata = metadata
        #: By the dimensions that cells say, and whether of numbers, places by the aspects that are fixed.
        self._places: dict[tuple[frozenset[str], bool], dict[frozenset[tuple[str, str | None]], Place]] = {}
        for table in metadata.tables:
            for name, column in table.template.columns.items():
                if column.is_fact:
                    self._add_column(table, name, column)

    def find(self, aspects: Mapping[str, str | None], *, is_number: bool) -> Place | None:
        """Find the first place of a fact.

        Args:
            aspects: by name, as `OimNames` writes them; a nil member is None.
            is_number: whether it is a number.
        """
        for (names, of_numbers), places in self._places.items():
            if of_numbers is is_number and names <= aspects.keys():
                fixed = frozenset(item for item in aspects.items() if item[0] not in names)
                if fixed in places:
                    return places[fixed]
        return None

    def _add_column(self, table: Table, name: str, column: Column) -> None:
        """List the places in a column: one for each combination of properties that cells may name."""
        for groups in self._group_combinations(table, column):
            levels = [column.properties, *(properties for _, properties in groups.values())]
            levels += [table.template.properties, self._metadata.properties]
            settings: dict[str, Setting] = {}
            for level in reversed(levels):
                settings |= level.dimensions
            decimals = next((level.decimals for level in levels if level.decimals is not None), ABSENT)
            place = Place(
                table,
                name,
                {heading: text for heading, (text, _) in groups.items()},
                {name: setting.reference or "" for name, setting in settings.items() if self._is_open(table, setting)},
                None if self._is_open(table, decimals) else self._target(table, decimals).text,
            )
            self._add(place, settings)

    def _add(self, place: Place, settings: Mapping[str, Setting]) -> None:
        """List a place for numbers and for texts, unless a cell would have to say only a part of a period."""
        if ROW_NUMBER in place.open.values() or any(settings[name].specifier for name in place.open):
            return
        fixed = {}
        for name in settings.keys() - place.open.keys():
            target = self._target(place.table, settings[name])
            if not target.is_absent:
                fixed[name] = _text(name, target)
        for of_numbers in (True, False):
            without = _NOT_OF_NUMBERS if of_numbers else _NOT_OF_TEXTS
            names = frozenset(place.open) - {without}
            items = frozenset(item for item in fixed.items() if item[0] != without)
            self._places.setdefault((names, of_numbers), {}).setdefault(items, place)

    @staticmethod
    def _group_combinations(table: Table, column: Column) -> Iterator[dict[str, tuple[str, Properties]]]:
        groups = [
            [(name, item) for item in (table.template.columns[name].groups or {}).items()]
            for name in column.properties_from
            if name in table.template.columns
        ]
        return (dict(combination) for combination in product(*groups))

    def _is_open(self, table: Table, setting: Setting) -> bool:
        """Tell whether a cell says it."""
        name = setting.reference
        return name is not None and name not in table.parameters and name not in self._metadata.parameters

    def _target(self, table: Table, setting: Setting) -> Setting:
        name = setting.reference
        if name is None:
            return setting
        text = table.parameters.get(name, self._metadata.parameters.get(name, ""))
        return special_value(text)._replace(specifier=setting.specifier)


def _text(name: str, setting: Setting) -> str | None:
    """Write an aspect that is fixed as that of a fact is written."""
    if name != "period" or setting.text is None:
        return setting.text
    try:
        return iso_period(setting.text, setting.specifier)
    except (ValueError, NotADurationError):
        return setting.text  # which is said when the metadata are read
