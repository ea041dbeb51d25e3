"""Reads the aspects of the facts in a column: for each combination of the cells that say them, once."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from exporter.formats import rules
from exporter.formats.xbrl_csv.metadata import ABSENT, ROW_NUMBER, Properties, Setting
from exporter.formats.xbrl_csv.period_forms import NotADurationError, iso_period
from exporter.formats.xbrl_csv.special_values import special_value
from exporter.formats.xbrl_json.faults import FaultError
from exporter.frames.columns import each_combination
from exporter.report.names import illegal_character, is_ncname
from exporter.report.report import dimensions_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exporter.findings.registry import Rule
    from exporter.formats.xbrl_csv.metadata import Column, Metadata, Table
    from exporter.formats.xbrl_json.dimension_reader import DimensionReader

__all__ = ["AspectReader", "Complaint", "Subject", "cell_column", "complaint_column"]

_CORE = ("concept", "entity", "period", "unit", "language")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_WHOLE = re.compile(r"[+-]?\d{1,12}", re.ASCII)


def cell_column(heading: str) -> str:
    """Name the column with the cells below a heading, beside which what is read of them has columns, too."""
    return f"${heading}"


def complaint_column(aspect: str) -> str:
    """Name the column with complaints about an aspect."""
    return f"\0{aspect}"


class Complaint(NamedTuple):
    """What is wrong with an aspect; if it is a loss, the fact is not read."""

    rule: Rule
    message: str
    is_loss: bool = True


class Subject(NamedTuple):
    """A column of facts in a table.

    Attributes:
        name: of the column.
        column: what the template says of it.
        table: that it is in.
        headings: of the table, comments aside.
    """

    name: str
    column: Column
    table: Table
    headings: frozenset[str]

    @property
    def group_columns(self) -> list[str]:
        """The columns whose cells name further properties."""
        return [name for name in self.column.properties_from if name in self.headings]


class AspectReader:
    """Reads the aspects of facts.

    Attributes:
        complaints: what is wrong; what was read refers to them by their place.
    """

    #: In the order in which they are read; the first one are the properties that cells name.
    ASPECTS = ("group", "concept", "entity", "period", "unit", "language", "decimals", "members")

    def __init__(self, subject: Subject, metadata: Metadata, dimensions: DimensionReader) -> None:
        """Prepare to read the facts of a column.

        Args:
            subject: the column.
            metadata: those of the report.
            dimensions: reads names, entities, periods and units.
        """
        self._subject, self._metadata, self._dimensions = subject, metadata, dimensions
        self.complaints: list[Complaint] = []
        self._settings = cache(self._find_settings)
        #: Aspects that properties named by cells change; of the others what the first row's cells say holds for all.
        self._varying: set[str] = set()
        self._first_groups: tuple[str, ...] = ()

    def read(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Add the aspects to rows of cells.

        Args:
            cells: for each heading a column, which `cell_column` names, and one for `ROW_NUMBER`.

        Returns:
            They, with the columns `concept`, `entity`, `period_start`, `period_end`, `unit`, `language`, `decimals`,
            `unknown_accuracy`, `has_own_decimals`, `dimensions` with members as they are written, and for each aspect
            the place of a complaint or null, in a column that `complaint_column` names.
        """
        groups = self._group_texts(cells)
        self._first_groups = groups[0] if groups else ()
        cells = self._with_aspect(cells, "group", self._subject.group_columns, self._check_groups, {})
        for aspect, (function, results) in self._functions().items():
            columns = self._columns(aspect, groups)
            cells = self._with_aspect(cells, aspect, columns, function, results)
        return cells

    def uses(self, cells: pl.DataFrame, relevance: Mapping[str, pl.Expr]) -> dict[str, pl.Series]:
        """Tell of each row which of its cells the fact's aspects come from.

        Args:
            cells: as `read` gives them.
            relevance: for some aspects, whether such a fact has them.

        Returns:
            For each column that is referred to, whether it was used.
        """
        result: dict[str, pl.Series] = {}
        groups = self._group_texts(cells)
        for aspect in self._functions():
            for column in self._references(aspect, groups):
                matches = [texts for texts in groups if column in self._references(aspect, [texts])]
                used = self._in_groups(cells, matches) & relevance.get(aspect, pl.lit(value=True))
                mask = cells.select(used.fill_null(value=False).alias(column))[column]
                mask = mask if len(mask) == cells.height else pl.repeat(mask[0], cells.height, eager=True)
                result[column] = result[column] | mask if column in result else mask
        return result

    # ---------------------------------------------------------------------------------------------------- combinations

    def _group_texts(self, cells: pl.DataFrame) -> list[tuple[str, ...]]:
        """List the distinct texts that name further properties."""
        columns = self._subject.group_columns
        names = map(cell_column, columns)
        return cells.select(names).unique(maintain_order=True).rows() if columns else [()]

    def _in_groups(self, cells: pl.DataFrame, groups: list[tuple[str, ...]]) -> pl.Expr:
        columns = list(map(cell_column, self._subject.group_columns))
        if not columns or len(groups) == len(self._group_texts(cells)):
            return pl.lit(value=True)
        matches = pl.DataFrame(groups, schema=dict.fromkeys(columns, pl.String), orient="row")
        return pl.struct(columns).is_in(matches.to_struct().implode())

    def _with_aspect(
        self,
        cells: pl.DataFrame,
        aspect: str,
        columns: Sequence[str],
        function: Callable[[Mapping[str, str]], tuple[Any, ...]],
        results: Mapping[str, Any],
    ) -> pl.DataFrame:
        """Add an aspect, worked out once for each combination of the cells that say it."""

        def read(*texts: str) -> tuple[Any, ...]:
            try:
                *values, complaint = function(dict(zip(columns, map(str, texts), strict=True)))
            except FaultError as error:
                values, complaint = [None] * len(results), Complaint(error.rule, error.message)
            if complaint is None:
                return (*values, None)
            self.complaints.append(complaint)
            return (*values, len(self.complaints) - 1)

        schema = {**results, complaint_column(aspect): pl.Int64}
        if columns:
            return each_combination(cells, list(map(cell_column, columns)), read, schema)
        values = dict(zip(schema, read(), strict=True))
        return cells.with_columns(pl.lit(values[name], kind).alias(name) for name, kind in schema.items())

    def _columns(self, aspect: str, groups: list[tuple[str, ...]]) -> list[str]:
        """List the columns whose cells say an aspect."""
        columns = self._references(aspect, groups)
        settings = [self._settings(texts).get(aspect) for texts in groups]
        if any(setting != settings[0] for setting in settings):
            self._varying.add(aspect)
            columns |= set(self._subject.group_columns)
        return sorted(columns)

    def _references(self, aspect: str, groups: list[tuple[str, ...]]) -> set[str]:
        """Find the columns that settings refer to."""
        named = {
            setting.reference
            for texts in groups
            for setting in self._settings(texts).get(aspect, {}).values()
            if setting.reference
        }
        return (named & self._subject.headings) | ({ROW_NUMBER} & named)

    # -------------------------------------------------------------------------------------------------------- settings

    def _check_groups(self, cells: Mapping[str, str]) -> tuple[Complaint | None]:
        """See that the properties that cells name are there."""
        for column, text in cells.items():
            groups = self._subject.table.template.columns[column].groups or {}
            if text and text not in groups:
                code = "illegalUseOfNone" if text == "#none" else "unknownPropertyGroup"
                message = f"{column} names properties {text[:40]!r}, which are not there (xbrlce:{code})"
                return (Complaint(rules.READER_BAD_CELL, message),)
        return (None,)

    def _find_settings(self, texts: tuple[str, ...]) -> dict[str, dict[str, Setting]]:
        """Find what metadata say of each aspect, where cells name these properties; the nearest to the fact counts."""
        columns = self._subject.table.template.columns
        groups = [
            (columns[name].groups or {}).get(text, Properties())
            for name, text in zip(self._subject.group_columns, texts, strict=True)
        ]
        levels = [
            self._subject.column.properties,
            *groups,
            self._subject.table.template.properties,
            self._metadata.properties,
        ]
        dimensions: dict[str, Setting] = {}
        for level in reversed(levels):
            dimensions |= level.dimensions
        result = {name: {name: dimensions[name]} for name in _CORE if name in dimensions}
        result["members"] = {name: setting for name, setting in sorted(dimensions.items()) if name not in _CORE}
        decimals = next((level.decimals for level in levels if level.decimals is not None), None)
        return result | ({"decimals": {"decimals": decimals}} if decimals else {})

    def _resolved(self, cells: Mapping[str, str], aspect: str) -> dict[str, Setting]:
        """Follow references, to texts.

        Raises:
            FaultError: one leads nowhere, or to a word that is not known.
        """
        columns = self._subject.group_columns
        texts = tuple(cells[name] for name in columns) if aspect in self._varying else self._first_groups
        settings = self._settings(texts).get(aspect, {})
        return {name: self._target(setting, cells) for name, setting in settings.items()}

    def _target(self, setting: Setting, cells: Mapping[str, str]) -> Setting:
        name, table = setting.reference, self._subject.table
        if name is None:
            return setting
        if name == ROW_NUMBER:
            target = Setting(cells[name])
        elif name in cells:
            target = special_value(cells[name])
        elif name in table.parameters:
            target = special_value(table.parameters[name])
        elif name in self._metadata.parameters:
            target = special_value(self._metadata.parameters[name])
        elif name in table.template.columns and not table.template.columns[name].is_comment:
            target = ABSENT
        else:
            message = f"{name!r} is neither a column nor a parameter (xbrlce:invalidReferenceTarget)"
            raise FaultError(rules.READER_BAD_CELL, message)
        return target._replace(specifier=setting.specifier)

    # --------------------------------------------------------------------------------------------------------- aspects

    def _functions(self) -> dict[str, tuple[Callable[[Mapping[str, str]], tuple[Any, ...]], dict[str, Any]]]:
        return {
            "concept": (self._concept, {"concept": pl.String}),
            "entity": (self._entity, {"entity": pl.String}),
            "period": (self._period, {"period_start": pl.String, "period_end": pl.String}),
            "unit": (self._unit, {"unit": pl.String}),
            "language": (self._language, {"language": pl.String}),
            "decimals": (
                self._decimals,
                {"decimals": pl.Int32, "unknown_accuracy": pl.Boolean, "has_own_decimals": pl.Boolean},
            ),
            "members": (self._members, {"dimensions": pl.String}),
        }

    def _core(self, cells: Mapping[str, str], aspect: str) -> str | None:
        """Give the text of a core aspect; None where there is none."""
        setting = self._resolved(cells, aspect).get(aspect, ABSENT)
        if not setting.is_absent and setting.text is None:
            raise FaultError(rules.READER_BAD_STRUCTURE, f"its {aspect} is nil (xbrlce:invalidJSONStructure)")
        if setting.text is not None and illegal_character(setting.text):
            message = f"its {aspect} has {illegal_character(setting.text)}, which no report can carry"
            raise FaultError(rules.READER_BAD_VALUE, message)
        return setting.text

    def _concept(self, cells: Mapping[str, str]) -> tuple[str, None]:
        text = self._core(cells, "concept")
        if text is None:
            raise FaultError(rules.READER_BAD_STRUCTURE, "it has no concept (oime:missingConceptDimension)")
        return self._name(text, "invalidConceptQName"), None

    def _name(self, text: str, code: str) -> str:
        prefix, _, local = text.partition(":")
        if not is_ncname(prefix) or not is_ncname(local):
            raise FaultError(rules.READER_BAD_NAME, f"{text[:40]!r} is no prefixed name (xbrlce:{code})")
        return self._dimensions.name(text)

    def _entity(self, cells: Mapping[str, str]) -> tuple[str, None]:
        return self._dimensions.entity(self._core(cells, "entity")), None

    def _period(self, cells: Mapping[str, str]) -> tuple[str | None, str | None, None]:
        text = self._core(cells, "period")
        if not text:
            return None, None, None
        specifier = self._resolved(cells, "period")["period"].specifier
        try:
            return *self._dimensions.period(iso_period(text, specifier)), None
        except ValueError as error:
            message = f"the period {text[:40]!r} is not in the calendar (xbrlce:invalidPeriodRepresentation)"
            raise FaultError(rules.READER_BAD_PERIOD, message) from error
        except NotADurationError as error:
            message = f"the period {text[:40]!r} is an instant (xbrlce:referenceTargetNotDuration)"
            raise FaultError(rules.READER_BAD_PERIOD, message) from error

    def _unit(self, cells: Mapping[str, str]) -> tuple[str | None, Complaint | None]:
        text = self._core(cells, "unit")
        if text is None:
            return None, None
        unit, fault = self._dimensions.unit(text)
        return unit, Complaint(rules.READER_BAD_UNIT, fault, is_loss=False) if fault else None

    def _language(self, cells: Mapping[str, str]) -> tuple[str | None, Complaint | None]:
        text = self._core(cells, "language")
        if text is None or (_LANGUAGE.fullmatch(text) and text == text.lower()):
            return text, None
        message = f"the language {text[:40]!r} is none, or not in lower case (xbrlce:invalidLanguageCode)"
        return text, Complaint(rules.READER_LANGUAGE, message, is_loss=False)

    def _decimals(self, cells: Mapping[str, str]) -> tuple[int | None, bool | None, bool, Complaint | None]:
        """Read decimals, and whether cells say them, rather than metadata of all facts."""
        text, is_own = self._core(cells, "decimals"), bool(cells)
        if text is None:
            return None, None, is_own, None
        if _WHOLE.fullmatch(text) and -(2**31) <= int(text) < 2**31:
            return int(text), None, is_own, None
        message = f"decimals {text[:40]!r} are no whole number that can be kept (xbrlce:invalidDecimalsValue)"
        message += "; how accurate it is, is not known"
        return None, True, is_own, Complaint(rules.READER_BAD_DECIMALS, message, is_loss=False)

    def _members(self, cells: Mapping[str, str]) -> tuple[str | None, None]:
        members: dict[str, str | None] = {}
        for name, setting in self._resolved(cells, "members").items():
            if setting.is_absent:
                continue
            dimension = self._name(name, "invalidJSONStructure")
            if setting.text is not None and illegal_character(setting.text):
                raise FaultError(rules.READER_BAD_VALUE, f"the member of {name} has {illegal_character(setting.text)}")
            members[dimension] = setting.text
        return dimensions_text(members), None
